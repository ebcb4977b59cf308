//! One listing on the desk: as its editor wrote it, and as it was read.

use std::sync::Arc;

use crate::{
    desk::{check::spacing::spaced, page::PageItem},
    knowledge::Knowledge,
    model::{Code, Grammar, Listing},
    newsletter::{Entry, Issue, Part, days_field, grammar},
};

/// One listing.
#[derive(Debug, Clone)]
pub struct DraftItem {
    /// What was read of it.
    pub listing: Listing,
    /// The line in the draft as it came in; `None` where a calendar brought it.
    pub line: Option<usize>,
    /// How it is printed.
    pub form: Form,
}

/// How an item is printed.
#[derive(Debug, Clone)]
pub enum Form {
    /// In the house's layout, with the editor's words.
    Laid { entry: Entry, more: Vec<String> },
    /// Word for word, because laying it out would change what it says.
    AsItStands { entry: Entry, text: String },
}

impl DraftItem {
    /// Of an item of the issue that is a dated listing, and the lines behind it that are none of its own: a
    /// paragraph that follows without a blank line.
    pub fn of(found: &PageItem<'_>, issue: &Issue, knowledge: &Knowledge) -> Option<(Self, Vec<String>)> {
        let listing = found.listing.clone();
        let written = &listing.written;
        let entry = Entry {
            days: listing.days?,
            place: spaced(&written.place),
            groups: written.groups.trim().to_owned(),
            title: written.title.trim().to_owned(),
        };
        let line = Some(found.item.line);
        // Of such a field the first day alone was read: laid out, the rest would be lost.
        let half_read = listing
            .problems
            .iter()
            .any(|problem| matches!(problem.code, Code::BadDate | Code::EndBeforeStart));
        // What stands between the head and its title and is neither stays there.
        let title = (1..found.item.lines.len()).find(|number| found.is_title_line(*number));
        let between = title.is_some_and(|title| (1..title).any(|number| !found.is_head_line(number)));
        let whole = !half_read
            && !between
            && listing.grammar == Some(Grammar::TwoLines)
            && [&entry.place, &entry.groups, &entry.title].iter().all(|field| !field.is_empty());
        // What follows may be a part of the title that was broken into lines, or nothing of it.
        let second = found.item.lines.get(1).map(|line| line.text.trim().to_owned());
        let short =
            second.filter(|_| found.item.lines.len() > 2).map(|title| Entry { title, ..entry.clone() });
        for entry in short.iter().chain([&entry]).filter(|_| whole) {
            let own = found.item.lines.iter().skip(2).filter(|line| !entry.title.contains(line.text.trim()));
            let (more, loose): (Vec<_>, Vec<_>) = own.partition(|line| line.bullet || line.indent > 0);
            let more = more.iter().map(|line| bulleted(line.indent, line.bullet, &line.text)).collect();
            let form = Form::Laid { entry: entry.clone(), more };
            if says_the_same(&form, found, issue, knowledge) {
                let loose = loose.iter().map(|line| line.text.trim_end().to_owned()).collect();
                return Some((Self { listing, line, form }, loose));
            }
        }
        let text = issue.text.get(found.item.span.clone()).unwrap_or_default().to_owned();
        Some((Self { listing, line, form: Form::AsItStands { entry, text } }, Vec::new()))
    }

    /// The fields.
    pub fn entry(&self) -> &Entry {
        match &self.form {
            Form::Laid { entry, .. } | Form::AsItStands { entry, .. } => entry,
        }
    }

    /// The fields, where the item may be written to.
    pub fn entry_mut(&mut self) -> Option<&mut Entry> {
        match &mut self.form {
            Form::Laid { entry, .. } => Some(entry),
            Form::AsItStands { .. } => None,
        }
    }

    /// For messages: `2025-11-02, Berlin, DE: Rust Hack and Learn`.
    pub fn name(&self) -> String {
        let Entry { days, place, .. } = self.entry();
        format!("{}, {place}: {}", days_field(*days), self.listing.title)
    }

    /// The lines of the item, each with `\n`.
    pub fn print(&self) -> String {
        self.form.print()
    }
}

impl Form {
    /// Whether the item may be written to.
    pub fn is_laid(&self) -> bool {
        matches!(self, Self::Laid { .. })
    }

    fn print(&self) -> String {
        match self {
            Self::Laid { entry, more } => {
                let mut out = entry.lines();
                for line in more {
                    out.push_str(line);
                    out.push('\n');
                }
                out
            }
            Self::AsItStands { text, .. } => {
                let mut out = text.replace("\r\n", "\n").trim_end().to_owned();
                out.push('\n');
                out
            }
        }
    }
}

/// A further line of an item, indented as the house does.
fn bulleted(indent: usize, bullet: bool, text: &str) -> String {
    if bullet { format!("    * {text}") } else { format!("{}{text}", " ".repeat(indent)) }
}

/// Whether the laid-out lines read as the item did.
fn says_the_same(form: &Form, found: &PageItem<'_>, issue: &Issue, knowledge: &Knowledge) -> bool {
    let heading = found.listing.section.as_deref();
    matches!(read_lines(heading, &form.print(), issue, knowledge).as_slice(), [again]
        if content(again) == content(found.listing))
}

/// Everything that a listing says.
fn content(listing: &Listing) -> impl PartialEq + '_ {
    let Listing { days, format, places, title, groups, links, paid, .. } = listing;
    (days, format, places, title, groups, links, paid)
}

/// Reads listings as they would be read under a heading of this issue.
pub fn read_lines(heading: Option<&str>, lines: &str, issue: &Issue, knowledge: &Knowledge) -> Vec<Listing> {
    let heading = heading.map(|heading| format!("### {heading}\n")).unwrap_or_default();
    let text = format!("## Upcoming Events\n\n{heading}{lines}");
    let alone = Issue { text: Arc::from(text), invalid_utf8: None, ..issue.clone() };
    grammar::read(&alone, knowledge).0
}

/// The part in which a listing belongs: by its format and region, else where it stands.
pub fn parts(listing: &Listing, stands: Option<Part>) -> Vec<Part> {
    let belongs = Part::of(listing.format, listing.region());
    if belongs.is_empty() { stands.into_iter().collect() } else { belongs }
}
