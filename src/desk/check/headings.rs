//! The headings between listings.

use crate::{
    desk::page::{Heading, Page},
    model::{Code, Edit, Problem},
    newsletter::Part,
};

/// Level, wording and order of headings, and headings with nothing below them.
pub fn headings(page: &Page<'_>) -> Vec<Problem> {
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
