//! The grammars of the newsletter's years: one list item becomes one listing.

use super::{
    Issue,
    joined_lines::Joined,
    markdown::{self, Item, Section},
    report::{self, ItemReport},
};
use crate::{
    knowledge::Knowledge,
    map::HashMap,
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
    IssueReader::new(knowledge).read(issue)
}

/// Reads issues one after the other, each as [`read`] does. It remembers the items that it has read, for
/// most stand word for word in three issues.
#[derive(Debug)]
pub struct IssueReader<'k> {
    knowledge: &'k Knowledge,
    /// By heading and text; only those about which there is nothing to tell, because what is told has
    /// its place in a file.
    items: HashMap<String, Listing>,
}

impl<'k> IssueReader<'k> {
    /// With nothing read so far.
    pub fn new(knowledge: &'k Knowledge) -> Self {
        Self { knowledge, items: HashMap::default() }
    }

    /// Reads an issue.
    pub fn read(&mut self, issue: &Issue) -> (Vec<Listing>, Vec<Problem>) {
        let context = Context::new(issue, self.knowledge);
        let sections = markdown::sections(&issue.text);
        let problems = of_the_file(issue, &sections);
        let mended = self.knowledge.overrides.touches(issue.date);
        let items = sections.iter().flat_map(|section| &section.items);
        let listings = items.map(|item| self.item(&context, item, mended)).collect();
        (listings, problems)
    }

    fn item(&mut self, context: &Context<'_>, item: &Item<'_>, mended: bool) -> Listing {
        let form = FORMS.into_iter().find(|form| (form.takes)(item)).unwrap_or(&one_line::FORM);
        let text = &context.issue.text[item.span.clone()];
        // Else an item means the same in whichever issue it stands.
        if mended || form.asks_for_the_date || context.may_define_a_link_of(text) {
            return (form.read)(context, item);
        }
        let key = format!("{}\n{text}", item.heading.as_deref().unwrap_or_default());
        if let Some(known) = self.items.get(&key) {
            return Listing { source: context.source(item), ..known.clone() };
        }
        let listing = (form.read)(context, item);
        if listing.problems.is_empty() {
            self.items.insert(key, listing.clone());
        }
        listing
    }
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
