//! The grammars of the newsletter's years: one list item becomes one listing.

use super::{
    Issue,
    markdown::{self, Section},
    report::{self, Report},
    wrapped::Joined,
};
use crate::{
    knowledge::Knowledge,
    model::{Code, Format, Grammar, Group, Link, Listing, Problem, Written},
};

pub mod calls;
mod form;
mod iso_dates;
mod one_line;
mod two_lines;

use form::{Context, Form};

/// Every form in which items were written; the first that takes an item reads it.
const FORMS: [&Form; 2] = [&two_lines::FORM, &one_line::FORM];

/// Reads every item of an issue's sections, one listing each, in the order of the lines. Nothing is
/// dropped: an item that is no dated event becomes a listing without days, with the reason.
///
/// Returns the listings and the problems of the file as a whole.
pub fn read(issue: &Issue, knowledge: &Knowledge) -> (Vec<Listing>, Vec<Problem>) {
    let context = Context::new(issue, knowledge);
    let sections = markdown::sections(&issue.text);
    let problems = of_the_file(issue, &sections);
    let listings = sections
        .iter()
        .flat_map(|section| &section.items)
        .map(|item| {
            let form = FORMS.into_iter().find(|form| (form.takes)(item)).unwrap_or(&one_line::FORM);
            (form.read)(&context, item)
        })
        .collect();
    (listings, problems)
}

/// What is worth telling about an issue rather than about one of its items.
fn of_the_file(issue: &Issue, sections: &[Section<'_>]) -> Vec<Problem> {
    let tell = |code, span, message: &str| report::problem(issue, code, span, message.to_owned());
    let mut problems = Vec::new();
    if let Some(at) = issue.invalid_utf8 {
        problems.push(tell(
            Code::InvalidUtf8,
            at..at,
            "bytes that are no UTF-8 begin here and were replaced",
        ));
    }
    if sections.is_empty() {
        problems.push(tell(
            Code::NoEventsSection,
            0..0,
            "this issue has no section under the heading `Upcoming Events`",
        ));
    }
    for section in sections {
        if section.items.is_empty() {
            let span = section.heading.clone();
            problems.push(tell(Code::EmptySection, span, "this section holds no listing"));
        }
        for (_, span) in &section.long_lines {
            let message = format!(
                "this line has {} bytes and is not read; no listing is longer than {}",
                span.len(),
                markdown::MAX_LINE_BYTES
            );
            problems.push(tell(Code::LongLine, span.clone(), &message));
        }
    }
    problems
}
