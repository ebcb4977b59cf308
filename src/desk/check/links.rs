//! Links that could be written better.

use url::Url;

use super::about::{Check, CodeDoc, Example, Remedy};
use crate::{
    desk::page::Page,
    link,
    model::{Code, Edit, Problem, Severity},
    newsletter::markdown::inline,
};

/// Links that could be written better.
pub const CHECK: Check = Check {
    codes: &[SECRET_IN_LINK, TRACKING_PARAMETER, LOCALE_PATH, REDIRECT_LINK, HTTP_LINK, LINK_STYLE],
    wording: true,
    run: links,
};

const SECRET_IN_LINK: CodeDoc = CodeDoc {
    code: Code::SecretInLink,
    severity: Severity::Warning,
    meaning: "\
A link that carries a key or a password. `data/link_rules.tsv` says which parameters are one.",
    example: Example::under(
        "Virtual",
        "\
* 2025-12-11 | Virtual | [Group](https://example.org/)
    * [**Rust meetup**](https://zoom.us/j/123456?pwd=abc)",
    )
    .mended(
        "\
* 2025-12-11 | Virtual | [Group](https://example.org/)
    * [**Rust meetup**](https://example.org/1)",
    ),
    mend: "Link to the event's page, where guests get theirs.",
    remedy: Remedy::Human("without its key the link may lead nowhere"),
};

const TRACKING_PARAMETER: CodeDoc = CodeDoc {
    code: Code::TrackingParameter,
    severity: Severity::Warning,
    meaning: "A link with parameters that only tell who clicked it, or where.",
    example: Example::under(
        "Europe",
        "\
* 2025-12-11 | Luzern, CH | [Group](https://example.org/)
    * [**Rust meetup**](https://www.eventbrite.com/e/rust-tickets-1849030121869?aff=oddtdtcreator)",
    )
    .mended(
        "\
* 2025-12-11 | Luzern, CH | [Group](https://example.org/)
    * [**Rust meetup**](https://www.eventbrite.com/e/rust-tickets-1849030121869)",
    ),
    mend: "\
Write the link without them; `draft` and `check --fix` do. `data/link_rules.tsv` says which they are.",
    remedy: Remedy::Safe("the link leads to the same page"),
};

const LOCALE_PATH: CodeDoc = CodeDoc {
    code: Code::LocalePath,
    severity: Severity::Warning,
    meaning: "A link that chooses a language for its reader.",
    example: Example::under(
        "Europe",
        "\
* 2025-12-11 | Luzern, CH | [Group](https://example.org/)
    * [**Rust meetup**](https://www.meetup.com/de-DE/rust-berlin/events/306046643/)",
    )
    .mended(
        "\
* 2025-12-11 | Luzern, CH | [Group](https://example.org/)
    * [**Rust meetup**](https://www.meetup.com/rust-berlin/events/306046643/)",
    ),
    mend: "Write `https://www.meetup.com/rust-berlin/events/306046643/`.",
    remedy: Remedy::Safe("it is the same page, in the language that its reader has chosen"),
};

const REDIRECT_LINK: CodeDoc = CodeDoc {
    code: Code::RedirectLink,
    severity: Severity::Warning,
    meaning: "A link that leads through another host to its page.",
    example: Example::under(
        "Europe",
        "\
* 2025-12-11 | Luzern, CH | [Group](https://example.org/)
    * [**Rust meetup**](https://www.google.com/url?q=https://example.org/1&sa=D)",
    )
    .mended(
        "\
* 2025-12-11 | Luzern, CH | [Group](https://example.org/)
    * [**Rust meetup**](https://example.org/1)",
    ),
    mend: "Write the page itself.",
    remedy: Remedy::Safe("the page stands in the link itself"),
};

const HTTP_LINK: CodeDoc = CodeDoc {
    code: Code::HttpLink,
    severity: Severity::Note,
    meaning: "\
A link without encryption. Where the host is known to have https, that is written; else try it.",
    example: Example::under(
        "Virtual",
        "\
* 2025-12-15 | Virtual | [Group](http://example.org/)
    * [**Rust meetup**](https://example.org/1)
* 2025-12-16 | Virtual | [Group](http://www.meetup.com/rust-berlin)
    * [**Hack night**](https://example.org/2)",
    )
    .mended(
        "\
* 2025-12-15 | Virtual | [Group](https://example.org/)
    * [**Rust meetup**](https://example.org/1)
* 2025-12-16 | Virtual | [Group](https://www.meetup.com/rust-berlin)
    * [**Hack night**](https://example.org/2)",
    ),
    mend: "Write `https`, if the host has it.",
    remedy: Remedy::Partly("where the host is known to have https"),
};

const LINK_STYLE: CodeDoc = CodeDoc {
    code: Code::LinkStyle,
    severity: Severity::Note,
    meaning: "\
A link that leads to the right page, but is not written as the house does: a group on Meetup by its
name alone, an event with a slash at its end, `luma.com` for `lu.ma`.",
    example: Example::under(
        "Europe",
        "\
* 2025-12-16 | Bergen, NO | [Group](https://www.meetup.com/bergen-rust-new-technology/events/)
    * [**Rust meetup**](https://www.meetup.com/bergen-rust-new-technology/events/312037597)",
    )
    .mended(
        "\
* 2025-12-16 | Bergen, NO | [Group](https://www.meetup.com/bergen-rust-new-technology)
    * [**Rust meetup**](https://www.meetup.com/bergen-rust-new-technology/events/312037597/)",
    ),
    mend: "\
Write `https://www.meetup.com/bergen-rust-new-technology` and
`https://www.meetup.com/bergen-rust-new-technology/events/312037597/`; `draft` and `check --fix` do.",
    remedy: Remedy::Safe("the link leads to the same page"),
};

/// Links with tracking, languages, redirects, without encryption, or in another form than the house's.
fn links(page: &Page<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for found in &page.items {
        for (number, line) in found.item.lines.iter().enumerate() {
            for written in inline::links(&line.text) {
                let group = found.is_head_line(number) && found.item.lines.len() > 1;
                let right = if group { link::group_page(written.url) } else { link::canonical(written.url) };
                let Ok(right) = right else { continue };
                if let Some(name) = link::secret(written.url) {
                    let at = written.url.as_ptr() as usize - line.text.as_ptr() as usize;
                    let span = line.position(&page.issue.text, at)
                        ..line.position(&page.issue.text, at + written.url.len());
                    let message = format!("`{name}` in this link is a key or a password");
                    let problem = page.problem(Code::SecretInLink, span, message);
                    problems.push(problem.with_help("link to the event's page, where guests get theirs"));
                }
                if let Some((code, why)) = fault(written.url, &right) {
                    let at = written.url.as_ptr() as usize - line.text.as_ptr() as usize;
                    let span = line.position(&page.issue.text, at)
                        ..line.position(&page.issue.text, at + written.url.len());
                    let problem = page.problem(code, span.clone(), why);
                    problems.push(if right == written.url {
                        problem.with_help("use https, if the host has it")
                    } else {
                        problem.with_fix(format!("write `{right}`"), vec![Edit { span, text: right }], true)
                    });
                }
            }
        }
    }
    problems
}

/// What is wrong with a link, beside the right way to write it.
fn fault(written: &str, right: &str) -> Option<(Code, &'static str)> {
    let target = Url::parse(right).ok()?;
    if written == right {
        return (target.scheme() == "http").then_some((Code::HttpLink, "this link is not encrypted"));
    }
    let Ok(source) = Url::parse(written) else {
        return Some((Code::LinkStyle, "this link is not absolute"));
    };
    let host = |url: &Url| url.host_str().unwrap_or_default().trim_start_matches("www.").to_owned();
    let aliased = link::canonical(&format!("https://{}/", source.host_str().unwrap_or_default()))
        .ok()
        .and_then(|alias| Url::parse(&alias).ok())
        .is_some_and(|alias| host(&alias) == host(&target));
    if !aliased {
        return Some((Code::RedirectLink, "this link leads through another host"));
    }
    let first = |url: &Url| {
        url.path_segments().and_then(|mut parts| parts.next().map(str::to_lowercase)).unwrap_or_default()
    };
    if source.scheme() == "http" && target.scheme() == "https" {
        Some((Code::HttpLink, "this link is not encrypted"))
    } else if source.query().is_some() && source.query() != target.query() {
        Some((Code::TrackingParameter, "this link tells who clicked it"))
    } else if first(&source) != first(&target) && first(&source).len() <= 5 {
        Some((Code::LocalePath, "this link chooses a language for its reader"))
    } else {
        Some((Code::LinkStyle, "the house writes this link in another way"))
    }
}
