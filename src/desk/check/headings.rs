//! The headings between listings.

use super::about::{Check, CodeDoc, Example, Remedy};
use crate::{
    desk::page::{Heading, Page},
    model::{Code, Edit, Problem, Severity},
    newsletter::Part,
};

/// Headings.
pub const CHECK: Check = Check {
    codes: &[HEADING_STYLE, HEADING_ORDER, UNKNOWN_HEADING, EMPTY_HEADING],
    wording: false,
    run: headings,
};

const HEADING_STYLE: CodeDoc = CodeDoc {
    code: Code::HeadingStyle,
    severity: Severity::Warning,
    meaning: "A heading of the section that is not written as the house does.",
    example: Example::section(
        "\
#### Oceania:
* 2025-12-10 | Perth, WA, AU | [Group](https://example.org/)
    * [**Rust meetup**](https://example.org/1)",
    )
    .mended(
        "\
### Oceania
* 2025-12-10 | Perth, WA, AU | [Group](https://example.org/)
    * [**Rust meetup**](https://example.org/1)",
    ),
    mend: "Write `### Oceania`: three `#`, the name of the part, nothing behind it.",
    remedy: Remedy::Safe("it is the same part"),
};

const HEADING_ORDER: CodeDoc = CodeDoc {
    code: Code::HeadingOrder,
    severity: Severity::Warning,
    meaning: "\
A heading that stands before one which it should follow, or that stands twice. The order is Virtual,
Africa, Asia, Europe, North America, Oceania, South America.",
    example: Example::section(
        "\
### Europe
* 2025-12-10 | Bern, CH | [Group](https://example.org/)
    * [**Rust meetup**](https://example.org/1)

### Asia
* 2025-12-10 | Tokyo, JP | [Group](https://example.org/)
    * [**Hack night**](https://example.org/2)",
    )
    .mended(
        "\
### Asia
* 2025-12-10 | Tokyo, JP | [Group](https://example.org/)
    * [**Hack night**](https://example.org/2)

### Europe
* 2025-12-10 | Bern, CH | [Group](https://example.org/)
    * [**Rust meetup**](https://example.org/1)",
    ),
    mend: "\
`draft` and `check --fix` put the parts in order and join those that stand twice.",
    remedy: Remedy::Section("parts change their place, and each keeps its listings"),
};

const UNKNOWN_HEADING: CodeDoc = CodeDoc {
    code: Code::UnknownHeading,
    severity: Severity::Warning,
    meaning: "A heading that names no part of the section.",
    example: Example::section(
        "\
### Latin America
* 2025-12-10 | Lima, PE | [Group](https://example.org/)
    * [**Rust meetup**](https://example.org/1)",
    )
    .mended(
        "\
### South America
* 2025-12-10 | Lima, PE | [Group](https://example.org/)
    * [**Rust meetup**](https://example.org/1)",
    ),
    mend: "\
Use one of the seven. Listings whose region is known are moved there by `draft` and `check --fix`.",
    remedy: Remedy::Section("listings whose region is known move there, and no others"),
};

const EMPTY_HEADING: CodeDoc = CodeDoc {
    code: Code::EmptyHeading,
    severity: Severity::Warning,
    meaning: "A heading with no listing below it.",
    example: Example::section(
        "\
### Africa

### Asia
* 2025-12-10 | Tokyo, JP | [Group](https://example.org/)
    * [**Rust meetup**](https://example.org/1)",
    )
    .mended(
        "\
### Asia
* 2025-12-10 | Tokyo, JP | [Group](https://example.org/)
    * [**Rust meetup**](https://example.org/1)",
    ),
    mend: "Leave it out.",
    remedy: Remedy::Section("no listing stands below it"),
};

/// Level, wording and order of headings, and headings with nothing below them.
fn headings(page: &Page<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut last: Option<Part> = None;
    for (index, heading) in page.headings.iter().enumerate() {
        let Some(part) = heading.part else {
            let message = format!("`{}` names no part of the events section", heading.name);
            let names = Part::all().map(Part::heading).collect::<Vec<_>>().join(", ");
            problems.push(
                page.problem(Code::UnknownHeading, heading.span.clone(), message)
                    .with_help(format!("the parts are {names}")),
            );
            continue;
        };
        problems.extend(style(page, heading, part));
        if last.is_some_and(|last| part < last) {
            let message = format!("{} comes before the parts above it", part.heading());
            problems.push(
                page.problem(Code::HeadingOrder, heading.span.clone(), message)
                    .with_help("`draft` and `check --fix` put the parts in order"),
            );
        }
        if last == Some(part) {
            let message = format!("{} has a heading already", part.heading());
            problems.push(
                page.problem(Code::HeadingOrder, heading.span.clone(), message)
                    .with_help("`draft` and `check --fix` join the two"),
            );
        }
        last = last.max(Some(part));
        if !page.items.iter().any(|found| found.heading == Some(index)) {
            let message = format!("nothing stands under {}", part.heading());
            problems.push(
                page.problem(Code::EmptyHeading, heading.span.clone(), message)
                    .with_help("leave the heading out"),
            );
        }
    }
    problems
}

fn style(page: &Page<'_>, heading: &Heading<'_>, part: Part) -> Option<Problem> {
    let written = page.issue.text.get(heading.span.clone())?;
    let right = format!("### {}", part.heading());
    (written.trim_end() != right).then(|| {
        let edit = Edit { span: heading.span.clone(), text: right.clone() };
        page.problem(
            Code::HeadingStyle,
            heading.span.clone(),
            format!("`{}` is not the house's heading", written.trim_end()),
        )
        .with_fix(format!("write `{right}`"), vec![edit], true)
    })
}
