//! Links that could be written better.

use url::Url;

use crate::{
    desk::page::Page,
    link,
    model::{Code, Edit, Problem},
    newsletter::markdown::inline,
};

/// Links with tracking, languages, redirects, without encryption, or in another form than the house's.
pub fn links(page: &Page<'_>) -> Vec<Problem> {
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
