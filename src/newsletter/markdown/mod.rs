//! The events section of an issue and its items as byte spans. Knows nothing of events.

use std::{borrow::Cow, collections::BTreeMap, ops::Range};

use crate::{
    knowledge::words::{self, Class},
    text,
};

pub mod escape;
pub mod inline;
mod marks;

pub(crate) use marks::starts_with_iso_date;
use marks::{dated, repaired_shape};

/// Lines longer than this are no listing; the longest real one has 1,400 bytes.
pub const MAX_LINE_BYTES: usize = 16 << 10;

/// The part of an issue under the heading *Upcoming Events*.
#[derive(Debug, Clone)]
pub struct Section<'a> {
    /// The heading line.
    pub heading: Range<usize>,
    /// From the line after the heading to the next heading of the same or a higher level.
    pub span: Range<usize>,
    /// Every list item in file order.
    pub items: Vec<Item<'a>>,
    /// Lines too long to be read: their number from 1 and their span.
    pub long_lines: Vec<(usize, Range<usize>)>,
}

/// One list item with everything that belongs to it: soft-wrapped lines and nested items.
#[derive(Debug, Clone)]
pub struct Item<'a> {
    /// The line of the bullet, from 1.
    pub line: usize,
    /// The lines of the item in the issue's text, from the start of its first line to after the
    /// line end of its last.
    pub span: Range<usize>,
    /// The heading above it (`Europe`), repaired, without `#`, colon and white space.
    pub heading: Option<Cow<'a, str>>,
    /// The item's lines, repaired.
    pub lines: Vec<Line<'a>>,
}

/// One line of an item.
#[derive(Debug, Clone)]
pub struct Line<'a> {
    /// The line in the issue's text, without its line end.
    pub span: Range<usize>,
    /// Columns of white space before the bullet or the text.
    pub indent: usize,
    /// Whether a bullet stands there.
    pub bullet: bool,
    /// The text after indent and bullet, repaired where it was Mac Roman.
    pub text: Cow<'a, str>,
    /// Where [`Self::text`] begins in the issue's text.
    pub start: usize,
}

/// A Markdown heading: its level and its text without `#`, colon and white space. A line with a date and a
/// pipe is a listing that someone typed with `#` for its bullet.
pub fn heading(line: &str) -> Option<(usize, &str)> {
    let rest = line.trim_start_matches('#');
    let level = line.len() - rest.len();
    if level > 0 && dated(line).is_some() {
        return None;
    }
    (1..=6).contains(&level).then(|| (level, rest.trim().trim_end_matches([':', '#']).trim_end()))
}

/// The lines of a text with their byte spans, without line ends.
fn lines(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    let mut start = 0;
    text.split_inclusive('\n').map(move |line| {
        let begin = start;
        start += line.len();
        let line = line.strip_suffix('\n').unwrap_or(line);
        let line = line.strip_suffix('\r').unwrap_or(line);
        (begin..begin + line.len(), line)
    })
}

/// Every section under a heading *Upcoming Events* (in 2014 *Upcoming Meetups*).
pub fn sections(text: &str) -> Vec<Section<'_>> {
    let mut sections: Vec<Section<'_>> = Vec::new();
    let mut open: Option<(usize, SectionReader<'_>)> = None;
    for (number, (span, line)) in lines(text).enumerate().map(|(index, line)| (index + 1, line)) {
        let content = line.strip_prefix('\u{feff}').unwrap_or(line);
        if let Some((level, name)) = heading(content) {
            let folded = text::fold(name.get(..40).unwrap_or(name));
            let opens = matches!(folded.as_str(), "upcoming events" | "upcoming meetups");
            let ends = open
                .as_ref()
                .is_some_and(|(own, _)| level <= *own && !words::is(&folded, Class::HeadingPart));
            if (opens || ends)
                && let Some((_, reader)) = open.take()
            {
                sections.push(reader.finish(span.start));
            }
            if opens {
                open = Some((level, SectionReader::new(text, span)));
                continue;
            }
        }
        if let Some((_, reader)) = &mut open {
            reader.line(number, span, line);
        }
    }
    if let Some((_, reader)) = open {
        sections.push(reader.finish(text.len()));
    }
    sections
}

/// Link definitions (`[label]: url`) of the whole text by folded label; the first of a label wins.
pub fn definitions(text: &str) -> BTreeMap<String, &str> {
    let mut found = BTreeMap::new();
    for (_, line) in lines(text) {
        if let Some((label, url)) = definition(line) {
            found.entry(text::fold(label)).or_insert(url);
        }
    }
    found
}

fn definition(line: &str) -> Option<(&str, &str)> {
    let (label, rest) = line.trim_start().strip_prefix('[')?.split_once("]:")?;
    let url = rest.split_whitespace().next()?;
    (!label.is_empty() && !label.contains(['[', ']'])).then_some((label, url))
}

/// Collects the items of one section line by line.
struct SectionReader<'a> {
    text: &'a str,
    heading: Range<usize>,
    part: Option<Cow<'a, str>>,
    items: Vec<Item<'a>>,
    long_lines: Vec<(usize, Range<usize>)>,
    /// Whether the newest item still takes lines.
    open: bool,
    /// Whether a blank line came since the newest item's last line.
    blank: bool,
    comment: bool,
}

impl<'a> SectionReader<'a> {
    fn new(text: &'a str, heading: Range<usize>) -> Self {
        Self {
            text,
            heading,
            part: None,
            items: Vec::new(),
            long_lines: Vec::new(),
            open: false,
            blank: false,
            comment: false,
        }
    }

    fn line(&mut self, number: usize, span: Range<usize>, line: &'a str) {
        if self.comment {
            self.comment = !line.contains("-->");
            return;
        }
        if line.trim_start().starts_with("<!--") {
            self.comment = !line.contains("-->");
            self.open = false;
            return;
        }
        if line.trim().is_empty() {
            self.blank = true;
            return;
        }
        if line.len() > MAX_LINE_BYTES {
            self.long_lines.push((number, span));
            self.open = false;
            return;
        }
        if let Some((_, name)) = heading(line) {
            self.part = Some(repaired(name));
            self.open = false;
            return;
        }
        if definition(line).is_some() {
            self.open = false;
            return;
        }
        let (indent, bullet, content) = repaired_shape(line);
        if bullet && content.is_empty() {
            // A bullet without a word is no item.
            self.open = false;
            return;
        }
        let start = span.end - content.len();
        let line = Line { span: span.clone(), indent, bullet, text: repaired(content), start };
        if self.begins_item(&line) {
            let line_end = self.after(&span);
            self.items.push(Item {
                line: number,
                span: span.start..line_end,
                heading: self.part.clone(),
                lines: vec![line],
            });
            self.open = true;
        } else if self.open && (indent > 0 || bullet || !self.blank) {
            let line_end = self.after(&span);
            if let Some(item) = self.items.last_mut() {
                item.span.end = line_end;
                item.lines.push(line);
            }
        } else {
            self.open = false;
        }
        self.blank = false;
    }

    /// The offset after the line end that follows `span`.
    fn after(&self, span: &Range<usize>) -> usize {
        let rest = &self.text.as_bytes()[span.end..];
        span.end
            + rest.iter().take_while(|byte| matches!(byte, b'\r')).count()
            + usize::from(rest.contains(&b'\n'))
    }

    fn begins_item(&self, line: &Line<'_>) -> bool {
        if starts_with_iso_date(&line.text) && (line.bullet || line.text.contains('|')) {
            return true;
        }
        if !line.bullet {
            // Before there were bullets, a line was a listing.
            let wraps = self.open && self.items.last().is_some_and(|item| item.lines[0].bullet);
            return !wraps && line.indent == 0 && links_a_date(&line.text);
        }
        // The title line of a listing whose writer forgot to indent it.
        let titles = line.text.trim_start_matches('$').starts_with("[**");
        let untitled = self.open
            && self.items.last().is_some_and(|item| {
                item.lines.len() == 1
                    && starts_with_iso_date(&item.lines[0].text)
                    && !item.lines[0].text.contains("[**")
            });
        if titles && untitled {
            return false;
        }
        line.indent < 2 || !self.open
    }

    fn finish(self, end: usize) -> Section<'a> {
        let start = self.after(&self.heading);
        Section {
            heading: self.heading,
            span: start.min(end)..end,
            items: self.items,
            long_lines: self.long_lines,
        }
    }
}

/// Whether a text begins with a link whose text begins with a day: `[January 12 - Meetup][label]`.
fn links_a_date(text: &str) -> bool {
    let Some(text) = text.strip_prefix('[').map(|text| text.trim_start_matches('*')) else { return false };
    let mut words = text.split_whitespace();
    let (Some(first), Some(second)) = (words.next(), words.next()) else { return false };
    let is_number = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    let is_month = first.get(..3).is_some_and(|start| start.parse::<chrono::Month>().is_ok())
        && first.chars().all(|c| c.is_alphabetic() || c == '.');
    (is_month && is_number(second)) || (is_number(first) && first.contains('/'))
}

fn repaired(text: &str) -> Cow<'_, str> {
    text::undo_mac_roman(text).map_or(Cow::Borrowed(text), Cow::Owned)
}

impl Line<'_> {
    /// Where byte `offset` of [`Self::text`] stands in the issue's text.
    pub fn position(&self, issue_text: &str, offset: usize) -> usize {
        match &self.text {
            Cow::Borrowed(_) => self.start + offset,
            // Mac Roman has one byte a character: byte n of the repaired text was character n.
            Cow::Owned(_) => {
                let original = &issue_text[self.start..self.span.end];
                self.start + original.char_indices().nth(offset).map_or(original.len(), |(at, _)| at)
            }
        }
    }

    /// Whether the line was Mac Roman.
    pub fn was_repaired(&self) -> bool {
        matches!(self.text, Cow::Owned(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ISSUE: &str = "Title: x\n\n## Upcoming Events\n\nRusty Events\n\n### Virtual\n* 2025-01-01 | Virtual | [G](u)\n    * [**T**](u)\n2025-01-02 | X | [G](u)\n* [**T**](u)\n\n# Oceania:\n* 2025-01-03 | Y | [G](u)\n    * [**T**](u)\n\nIf you are running\n\n## Jobs\n* no\n";

    #[test]
    fn items_keep_their_lines_and_headings() {
        let sections = sections(ISSUE);
        assert_eq!(sections.len(), 1);
        let items = &sections[0].items;
        assert_eq!(items.iter().map(|item| item.line).collect::<Vec<_>>(), [8, 10, 14]);
        assert_eq!(items.iter().map(|item| item.lines.len()).collect::<Vec<_>>(), [2, 2, 2]);
        assert_eq!(items[2].heading.as_deref(), Some("Oceania"));
        assert_eq!(&ISSUE[items[1].span.clone()], "2025-01-02 | X | [G](u)\n* [**T**](u)\n");
    }

    #[test]
    fn a_bullet_without_a_word_is_no_item_and_belongs_to_none() {
        for end in ["*", "* ", "-", "*\n\nIf you", "* \n    * [**T**](u)"] {
            let text = format!("## Upcoming Events\n* 2025-01-01 | X | [G](u)\n{end}");
            let sections = sections(&text);
            let first = &sections[0].items[0];
            assert_eq!(first.lines.len(), 1, "{end}");
        }
    }

    #[test]
    fn lines_were_listings_before_there_were_bullets() {
        let text = "## Upcoming Events\n\n[January 12 - Meetup][a].\n[1/17 Meetup][b]. With talks\nand more.\n[the calendar][c]\n* [Feb 1. Meetup](u),\n[Feb 2](v)\n";
        let sections = sections(text);
        let items = &sections[0].items;
        assert_eq!(items.iter().map(|item| item.line).collect::<Vec<_>>(), [3, 4, 7]);
        assert_eq!(items.iter().map(|item| item.lines.len()).collect::<Vec<_>>(), [1, 3, 2]);
    }

    #[test]
    fn positions_lead_back_into_damaged_text() {
        let text = "## Upcoming Events\n* 2025-01-01 | N√ºrnberg | [G](u)\n";
        let sections = sections(text);
        let line = &sections[0].items[0].lines[0];
        assert!(line.was_repaired());
        let at = line.text.find("rnberg").unwrap();
        assert!(text[line.position(text, at)..].starts_with("rnberg"));
    }
}
