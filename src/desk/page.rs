//! One issue as an editor sees it: the lines of its section, its items beside what was read of them,
//! and the two anchors between which a program may write.

use std::{cell::OnceCell, ops::Range, sync::Arc};

use crate::{
    catalogue::Catalogue,
    desk::past::Past,
    model::{Code, Days, Fix, Listing, Problem},
    newsletter::{
        Issue, Part, WEEKS,
        markdown::{self, Item},
        window,
    },
};

/// How the line above the listings begins.
pub const HEADER: &str = "Rusty Events between";
/// How the paragraph below the listings begins.
pub const CLOSING: &str = "If you are running a Rust event";

/// One issue of a catalogue, opened at its events section.
#[derive(Debug)]
pub struct Page<'a> {
    /// Everything that was read, the issue among it.
    pub catalogue: &'a Catalogue,
    /// The issue.
    pub issue: &'a Issue,
    /// Its items, in the order of the lines.
    pub items: Vec<PageItem<'a>>,
    /// The headings inside its sections.
    pub headings: Vec<Heading<'a>>,
    /// The days that its listings should lie in.
    pub window: Days,
    past: OnceCell<Arc<Past>>,
    /// Where each line of the issue begins.
    starts: Vec<usize>,
}

/// An item and what was read of it.
#[derive(Debug)]
pub struct PageItem<'a> {
    /// The item as it stands.
    pub item: Item<'a>,
    /// What was read of it.
    pub listing: &'a Listing,
    /// Its index in [`Catalogue::listings`].
    pub index: usize,
    /// The part of the section under whose heading it stands.
    pub part: Option<Part>,
    /// The number of the heading above it, in [`Page::headings`].
    pub heading: Option<usize>,
}

/// A heading between listings.
#[derive(Debug, Clone)]
pub struct Heading<'a> {
    /// The line, without its end.
    pub span: Range<usize>,
    /// The number of `#`.
    pub level: usize,
    /// Without `#`, colon and white space.
    pub name: &'a str,
    /// The part it stands for.
    pub part: Option<Part>,
}

/// One line of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextLine<'a> {
    /// Without the line end.
    pub span: Range<usize>,
    /// After the line end.
    pub next: usize,
    /// The text without its line end.
    pub text: &'a str,
}

impl<'a> Page<'a> {
    /// Opens the issue with this index in [`Catalogue::issues`]; `None` where there is none.
    pub fn open(catalogue: &'a Catalogue, issue: usize) -> Option<Self> {
        let issue = catalogue.issues.get(issue)?;
        let sections = markdown::sections(&issue.text);
        let starts = lines(&issue.text, 0..issue.text.len()).map(|line| line.span.start).collect();
        let mut headings = Vec::new();
        for section in &sections {
            for line in lines(&issue.text, section.span.clone()) {
                if let Some((level, name)) = markdown::heading(line.text) {
                    headings.push(Heading { span: line.span, level, name, part: Part::under(name) });
                }
            }
        }
        // The listings of one issue share its name's allocation: two files may have one name.
        let read = catalogue
            .listings
            .iter()
            .enumerate()
            .filter(|(_, listing)| Arc::ptr_eq(&listing.source.file, &issue.file));
        let items = sections
            .into_iter()
            .flat_map(|section| section.items)
            .zip(read)
            .map(|(mut item, (index, listing))| {
                // A closing paragraph that follows a listing without a blank line is none of its lines.
                if let Some(at) = item.lines.iter().position(|line| line.text.starts_with(CLOSING)) {
                    item.span.end = item.lines.get(at).map_or(item.span.end, |line| line.span.start);
                    item.lines.truncate(at.max(1));
                }
                let part = item.heading.as_deref().and_then(Part::under);
                let heading = headings.iter().rposition(|heading| heading.span.start < item.span.start);
                PageItem { item, listing, index, part, heading }
            })
            .collect();
        Some(Self {
            catalogue,
            issue,
            items,
            headings,
            window: window(issue.date, WEEKS),
            past: OnceCell::new(),
            starts,
        })
    }

    /// The same beside what earlier issues said, where the catalogue does not hold them.
    #[must_use]
    pub fn with_past(mut self, past: Arc<Past>) -> Self {
        self.past = OnceCell::from(past);
        self
    }

    /// What earlier issues said of groups.
    pub fn past(&self) -> &Past {
        self.past.get_or_init(|| Arc::new(Past::before(self.issue.date, &self.catalogue.listings)))
    }

    /// A problem at bytes of the issue's text.
    pub fn problem(&self, code: Code, span: Range<usize>, message: impl Into<String>) -> Problem {
        let line = self.starts.partition_point(|start| *start <= span.start).saturating_sub(1);
        let known = (self.starts.get(line).copied().unwrap_or(0), line + 1);
        crate::newsletter::report::problem_behind(self.issue, known, code, span, message.into())
    }

    /// The item in whose lines this byte of the issue's text lies.
    pub fn item_at(&self, offset: usize) -> Option<&PageItem<'a>> {
        let after = self.items.partition_point(|found| found.item.span.start <= offset);
        self.items.get(after.checked_sub(1)?).filter(|found| found.item.span.contains(&offset))
    }

    /// The line that begins `Rusty Events between`.
    pub fn header(&self) -> Option<TextLine<'a>> {
        lines(&self.issue.text, 0..self.issue.text.len())
            .find(|line| line.text.trim_start_matches('\u{feff}').starts_with(HEADER))
    }
}

impl PageItem<'_> {
    /// The first line, without its end.
    pub fn first_line(&self) -> Range<usize> {
        self.item.lines.first().map_or(self.item.span.clone(), |line| line.span.clone())
    }

    /// Whether the line of this number, from 0, holds date, place and groups, or goes on with them.
    pub fn is_head_line(&self, number: usize) -> bool {
        let written = &self.listing.written;
        self.item.lines.get(number).is_some_and(|line| {
            let text = line.text.trim();
            number == 0 || (!line.bullet && (written.groups.contains(text) || written.place.contains(text)))
        })
    }

    /// Whether a title begins in the line of this number, from 0.
    pub fn is_title_line(&self, number: usize) -> bool {
        let titles = &self.listing.written.title;
        self.item.lines.get(number).is_some_and(|line| {
            let text = line.text.trim();
            number > 0 && !text.is_empty() && titles.lines().any(|title| title.starts_with(text))
        })
    }

    /// The lines that hold date, place and groups, and those in which a title begins: the number from 0, the
    /// line, and whether it is of the former.
    pub fn head_and_title_lines(&self) -> impl Iterator<Item = (usize, &markdown::Line<'_>, bool)> {
        let lines = self.item.lines.iter().enumerate();
        lines.filter_map(|(number, line)| {
            let head = self.is_head_line(number);
            (head || self.is_title_line(number)).then_some((number, line, head))
        })
    }

    /// Where `part` (one of [`Listing::written`]) stands in the issue's text, by its place in the
    /// item's first line that holds it; the first line where it cannot be found.
    pub fn locate(&self, issue: &Issue, part: &str) -> Range<usize> {
        let found = self.item.lines.iter().find_map(|line| {
            let at = (!part.is_empty()).then(|| line.text.find(part)).flatten()?;
            Some(line.position(&issue.text, at)..line.position(&issue.text, at + part.len()))
        });
        found.unwrap_or_else(|| self.first_line())
    }
}

impl Problem {
    /// The same, with what to do about it.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same, mended by putting `text` into the place of `span`.
    #[must_use]
    pub fn with_fix(
        mut self,
        message: impl Into<String>,
        edits: Vec<crate::model::Edit>,
        safe: bool,
    ) -> Self {
        self.fix = Some(Fix { message: message.into(), edits, safe });
        self
    }
}

/// The lines of a range of a text.
pub fn lines(text: &str, range: Range<usize>) -> impl Iterator<Item = TextLine<'_>> {
    let mut at = range.start;
    text.get(range).unwrap_or_default().split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        let content = line.strip_suffix('\n').unwrap_or(line);
        let content = content.strip_suffix('\r').unwrap_or(content);
        TextLine { span: start..start + content.len(), next: at, text: content }
    })
}

/// Where a program may write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchors {
    /// The line `Rusty Events between …`, without its end.
    pub header: Range<usize>,
    /// From after the header's line end to the start of the closing paragraph.
    pub body: Range<usize>,
    /// The draft's line end.
    pub line_end: &'static str,
}

/// Why a draft cannot be regenerated.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AnchorError {
    /// No line begins `Rusty Events between`.
    #[error("no line begins `{HEADER}`, so nothing says where the listings begin")]
    NoHeader,
    /// Several lines begin `Rusty Events between`.
    #[error("several lines begin `{HEADER}` ({0} and {1}); leave one")]
    SeveralHeaders(usize, usize),
    /// No paragraph begins `If you are running a Rust event` behind the header.
    #[error("no paragraph below line {0} begins `{CLOSING}`, so nothing says where the listings end")]
    NoClosing(usize),
    /// Several such paragraphs.
    #[error("several paragraphs begin `{CLOSING}` (lines {0} and {1}); leave one")]
    SeveralClosings(usize, usize),
    /// A merge that was not finished.
    #[error("line {0} is a conflict marker; finish the merge first")]
    ConflictMarker(usize),
    /// The header does not stand under the heading Upcoming Events.
    #[error("line {0} does not stand under the heading `## Upcoming Events`")]
    OutsideSection(usize),
}

/// Finds the anchors of a draft.
///
/// # Errors
///
/// When they are missing or there are several, when the header does not stand in the events section,
/// or when a merge was not finished.
pub fn anchors(text: &str) -> Result<Anchors, AnchorError> {
    let mut header: Option<(usize, TextLine<'_>)> = None;
    let mut closing: Option<(usize, TextLine<'_>)> = None;
    if let Some((number, _)) = conflict_markers(text).first() {
        return Err(AnchorError::ConflictMarker(*number));
    }
    for (number, line) in (1..).zip(lines(text, 0..text.len())) {
        if line.text.trim_start_matches('\u{feff}').starts_with(HEADER) {
            if let Some((first, _)) = header {
                return Err(AnchorError::SeveralHeaders(first, number));
            }
            header = Some((number, line));
        } else if line.text.starts_with(CLOSING) && header.is_some() {
            if let Some((first, _)) = closing {
                return Err(AnchorError::SeveralClosings(first, number));
            }
            closing = Some((number, line));
        }
    }
    let (number, header) = header.ok_or(AnchorError::NoHeader)?;
    let (_, closing) = closing.ok_or(AnchorError::NoClosing(number))?;
    let inside = markdown::sections(text)
        .iter()
        .any(|section| section.span.start <= header.span.start && closing.span.start <= section.span.end);
    if !inside {
        return Err(AnchorError::OutsideSection(number));
    }
    let line_end = if text[header.span.end..].starts_with("\r\n") { "\r\n" } else { "\n" };
    Ok(Anchors { header: header.span, body: header.next..closing.span.start, line_end })
}

/// The lines, with their numbers, that git leaves where a merge needs a decision. Seven equals signs
/// alone count in an events section only, and not where they underline the name of a part: elsewhere
/// they may underline any heading.
pub fn conflict_markers(text: &str) -> Vec<(usize, TextLine<'_>)> {
    let sections = markdown::sections(text);
    let mut above = "";
    let mut found = Vec::new();
    for (number, line) in (1..).zip(lines(text, 0..text.len())) {
        let named = ["<<<<<<<", "|||||||", ">>>>>>>"].iter().any(|marker| {
            line.text.strip_prefix(marker).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        });
        let parting = line.text == "======="
            && Part::under(above.trim()).is_none()
            && sections.iter().any(|section| section.span.contains(&line.span.start));
        above = line.text;
        if named || parting {
            found.push((number, line));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const DRAFT: &str = "## Upcoming Events\r\n\r\nRusty Events between a - b\r\n\r\n### Virtual\r\n\r\nIf you are running a Rust event please\r\n";

    #[test]
    fn the_body_lies_between_the_anchors() {
        let anchors = anchors(DRAFT).unwrap();
        assert_eq!(&DRAFT[anchors.header.clone()], "Rusty Events between a - b");
        assert_eq!(&DRAFT[anchors.body.clone()], "\r\n### Virtual\r\n\r\n");
        assert_eq!(anchors.line_end, "\r\n");
    }

    #[test]
    fn anchors_must_stand_once_and_in_order() {
        let twice = format!("{DRAFT}{DRAFT}");
        assert_eq!(anchors(&twice), Err(AnchorError::SeveralHeaders(3, 10)));
        assert_eq!(anchors("If you are running a Rust event"), Err(AnchorError::NoHeader));
        assert_eq!(anchors("Rusty Events between"), Err(AnchorError::NoClosing(1)));
        let reversed = "## Upcoming Events\nIf you are running a Rust event\nRusty Events between\n";
        assert_eq!(anchors(reversed), Err(AnchorError::NoClosing(3)));
        let closed_twice = format!("{DRAFT}If you are running a Rust event\r\n");
        assert_eq!(anchors(&closed_twice), Err(AnchorError::SeveralClosings(7, 8)));
        let elsewhere = DRAFT.replace("## Upcoming", "## Past");
        assert_eq!(anchors(&elsewhere), Err(AnchorError::OutsideSection(3)));
        let conflict = DRAFT.replace("### Virtual", "<<<<<<< HEAD");
        assert_eq!(anchors(&conflict), Err(AnchorError::ConflictMarker(5)));
        for lone in ["=======", "|||||||", "<<<<<<<", ">>>>>>>"] {
            let conflict = DRAFT.replace("### Virtual", lone);
            assert_eq!(anchors(&conflict), Err(AnchorError::ConflictMarker(5)), "{lone}");
        }
        let underlined = DRAFT.replace("### Virtual", "Virtual\r\n=======");
        assert!(anchors(&underlined).is_ok());
        let elsewhere = format!("Notes\r\n=======\r\n\r\n{DRAFT}");
        assert!(anchors(&elsewhere).is_ok());
    }
}
