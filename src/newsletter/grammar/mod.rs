//! The grammars of the newsletter's years: one list item becomes one listing.

use std::collections::BTreeMap;

use super::{
    Issue,
    markdown::{self, Item, Section},
    report::{self, Report},
    wrapped::Joined,
};
use crate::{
    knowledge::Knowledge,
    model::{Code, Format, Grammar, Group, Link, Listing, Problem, Source, Written},
};

pub mod calls;
mod iso_dates;
mod one_line;
mod two_lines;

/// What an item is read with: its issue and what is known beforehand.
#[derive(Debug)]
pub(crate) struct Context<'a> {
    pub(crate) issue: &'a Issue,
    pub(crate) knowledge: &'a Knowledge,
    /// The issue's link definitions by folded label, see [`markdown::definitions`].
    pub(crate) definitions: BTreeMap<String, &'a str>,
}

impl<'a> Context<'a> {
    fn new(issue: &'a Issue, knowledge: &'a Knowledge) -> Self {
        Self { issue, knowledge, definitions: markdown::definitions(&issue.text) }
    }

    /// Where an item stands.
    pub(crate) fn source(&self, item: &Item<'_>) -> Source {
        Source {
            issue_date: self.issue.date,
            file: self.issue.file.clone(),
            line: item.line,
            issue: self.issue.number,
            draft: self.issue.draft,
        }
    }

    /// An empty report on an item.
    pub(crate) fn report<'i>(&self, item: &'i Item<'i>) -> Report<'i>
    where
        'a: 'i,
    {
        Report::new(self.issue, item)
    }
}

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
            if item.lines.first().is_some_and(|line| {
                markdown::starts_with_iso_date(&line.text) || iso_dates::mistyped(&line.text).is_some()
            }) {
                two_lines::read(&context, item)
            } else {
                one_line::read(&context, item)
            }
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
