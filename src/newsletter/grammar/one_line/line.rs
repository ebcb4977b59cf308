//! The line of an item before it is taken apart: its links, its date, and what is left.

use std::{collections::BTreeMap, ops::Range};

use super::dates::{self, WrittenDate};
use crate::newsletter::markdown::inline::{self, InlineLink};

/// A date and where it stands.
#[derive(Debug, Clone)]
pub(super) struct FoundDate {
    pub(super) written: WrittenDate,
    /// Bytes of the item's text.
    pub(super) span: Range<usize>,
    slashed: bool,
}

impl FoundDate {
    /// Whether it is of the form `8/17`.
    pub(super) fn is_slashed(&self) -> bool {
        self.slashed
    }
}

/// An item's text, its links and its date.
#[derive(Debug, Clone)]
pub(super) struct Headline<'a> {
    /// Every link, the main one first.
    pub(super) links: Vec<InlineLink<'a>>,
    /// The date, where there is one.
    pub(super) date: Option<FoundDate>,
    /// The date as written.
    pub(super) written_date: String,
    /// What is listed, without the date: the text of the main link, and what stands before it. All of
    /// the text where there is no link.
    pub(super) subject: String,
    /// Whether a pipe follows the date.
    pub(super) piped: bool,
    /// Bytes of the item's text in which the subject stands.
    pub(super) span: Range<usize>,
    /// What stands behind the main link, and is not the date.
    pub(super) tail: String,
}

impl<'a> Headline<'a> {
    /// Finds the parts of an item's text.
    pub(super) fn new(text: &'a str, definitions: &BTreeMap<String, &'a str>) -> Self {
        let links = inline::links_with(text, definitions);
        // Before the link, its text, and behind it. Without a link all is text.
        let (before, inside, after) = match links.first() {
            Some(link) => {
                let whole = text.get(link.span.clone()).unwrap_or_default();
                let start = link.span.start + whole.find(link.text).unwrap_or(0);
                (0..link.span.start, start..start + link.text.len(), link.span.end..text.len())
            }
            None => (0..0, 0..text.len(), text.len()..text.len()),
        };
        let slice = |range: &Range<usize>| text.get(range.clone()).unwrap_or_default();
        let at = |range: &Range<usize>, found: Option<WrittenDate>| {
            let written = found?;
            let span = range.start + written.span.start..range.start + written.span.end;
            let slashed = slice(&span).split('/').count() > 1 && !slice(&span).contains(char::is_alphabetic);
            Some(FoundDate { written, span, slashed })
        };
        // Behind the link the date comes after a comma, a colon or a dash; else it is prose.
        let behind = slice(&after);
        let lead = behind.len() - behind.trim_start_matches(MARKS).len();
        let behind = after.start + lead..after.end;
        let date = at(&before, dates::at_start(slice(&before)))
            .or_else(|| at(&inside, dates::at_start(slice(&inside))))
            .or_else(|| at(&inside, dates::within(slice(&inside))))
            .or_else(|| at(&before, dates::within(slice(&before))))
            .or_else(|| at(&behind, dates::at_start(slice(&behind))))
            .or_else(|| at(&behind, dates::within(slice(&behind))));
        let span = before.start..inside.end;
        let mut headline = Self {
            subject: String::new(),
            piped: false,
            written_date: date.as_ref().map(|date| slice(&date.span).to_owned()).unwrap_or_default(),
            tail: slice(&after).trim_start_matches(MARKS).trim().to_owned(),
            span,
            date,
            links,
        };
        let Some(date) = &headline.date else {
            // Prose: all of it says what it is about.
            let mut at = 0;
            for link in &headline.links {
                headline.subject += text.get(at..link.span.start).unwrap_or_default();
                headline.subject += link.text;
                at = link.span.end;
            }
            headline.subject += text.get(at..).unwrap_or_default();
            headline.tail.clear();
            return headline;
        };
        let (before_text, inside_text) = (slice(&before), slice(&inside));
        let cut = |range: &Range<usize>| -> (String, bool) {
            let left = text.get(range.start..date.span.start).unwrap_or_default();
            let right = text.get(date.span.end..range.end).unwrap_or_default();
            let piped = right.trim_start_matches([' ', '.']).starts_with('|');
            let left = left.trim_end_matches(MARKS).trim_end_matches([' ', '(', '[']);
            let left = left.trim_matches(['*', '_', ' ', '$']);
            // Only one dot is the date's: `11/19. ./novemb.rs`.
            let right = right.strip_prefix('.').unwrap_or(right);
            let right = right.trim_start_matches([' ', ',', ':', ';', '-', '–', '—', '|']);
            let right = if left.is_empty() { right } else { right.trim_start_matches([')', ']']) };
            let blank = if left.is_empty() || right.is_empty() { "" } else { " " };
            (format!("{left}{blank}{right}"), piped)
        };
        if before.contains(&date.span.start) {
            let (rest, piped) = cut(&before);
            headline.piped = piped;
            headline.subject = format!("{} {inside_text}", rest.trim());
        } else if inside.contains(&date.span.start) {
            let (rest, piped) = cut(&inside);
            headline.piped = piped;
            headline.subject = rest;
        } else {
            headline.subject =
                if headline.links.is_empty() { before_text.to_owned() } else { inside_text.to_owned() };
            headline.tail =
                text.get(date.span.end..).unwrap_or_default().trim_start_matches(MARKS).trim().to_owned();
        }
        headline
    }
}

/// What separates a date or a link from what follows.
const MARKS: [char; 10] = [' ', '.', ',', ':', ';', '-', '–', '—', '*', '_'];
