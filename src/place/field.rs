//! The place field of a listing: a format, places, or both, in any of their spellings.

use std::ops::Range;

use super::piece::Piece;
use crate::{
    knowledge::{Gazetteer, words},
    model::{Code, Format, PlaceField, PlaceFinding},
    text::fold,
};

impl PlaceFinding {
    pub(super) fn new(code: Code, part: Piece<'_>, message: String) -> Self {
        Self { code, span: part.span(), message, help: None, replacement: None, safe: false }
    }

    pub(super) fn with_help(mut self, help: &str) -> Self {
        self.help = Some(help.to_owned());
        self
    }

    pub(super) fn replaced(mut self, help: String, part: Piece<'_>, text: &str) -> Self {
        self.span = part.span();
        self.help = Some(help);
        self.replacement = Some(text.to_owned());
        self
    }

    pub(super) fn inserted(mut self, help: String, text: String, safe: bool) -> Self {
        self.help = Some(help);
        self.replacement = Some(text);
        self.safe = safe;
        self
    }
}

/// Blanks out what is no place, so that byte offsets stay those of the text.
struct Mask {
    bytes: Vec<u8>,
}

impl Mask {
    fn new(text: &str) -> Self {
        Self { bytes: text.as_bytes().to_vec() }
    }

    fn blank(&mut self, range: Range<usize>) {
        if let Some(bytes) = self.bytes.get_mut(range) {
            bytes.fill(b' ');
        }
    }

    /// Ranges are those of whole characters, so the rest is UTF-8 still.
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }
}

/// A word for a format and where it stands.
struct FormatWord {
    span: Range<usize>,
    format: Format,
}

impl Gazetteer {
    /// Reads a place field of the two-line form: `Virtual (Berlin, DE)`, `Berlin, DE + Virtual`,
    /// `Hybrid - Virtual and In-person (Vancouver, BC, CA)`, `Seattle/Bellevue, WA, US`, or nothing.
    ///
    /// Never fails: what the tables do not know stays as text and is told in
    /// [`findings`](PlaceField::findings).
    pub fn read_field(&self, field: &str) -> PlaceField {
        self.memos.fields.get_or(field, || self.read_new_field(field))
    }

    fn read_new_field(&self, field: &str) -> PlaceField {
        let mut mask = Mask::new(field);
        for (at, mark) in field.match_indices(['*', '`', '\\', '\u{a0}']) {
            mask.blank(at..at + mark.len());
        }
        // A link is no place: here the pipe before the group is missing.
        if let Some(at) = field.find("](").and_then(|at| field.get(..at)?.rfind('[')) {
            mask.blank(at..field.len());
        }
        let (format, around) = self.take_format_words(&mut mask);
        blank_brackets(&mut mask);
        let text = mask.text();
        let mut read = match self.house_before(&text) {
            Some((house, text)) => {
                let mut read = self.read_places(&text);
                let message = format!("`{}` is read as a house, not as the city", house.text);
                read.findings.insert(0, PlaceFinding::new(Code::UnknownPlace, house, message));
                read
            }
            None => self.read_places(&text),
        };
        read.format = match format {
            Some(Format::Virtual) if around && !read.places.is_empty() => Some(Format::Hybrid),
            format => format,
        };
        read
    }

    /// `Kulturhaus (Berlin, DE)`: what stands before a known city with its country in brackets, and the text
    /// without it and the brackets.
    fn house_before<'t>(&self, text: &'t str) -> Option<(Piece<'t>, String)> {
        let end = text.trim_end().strip_suffix(')')?.len();
        let open = text.get(..end)?.rfind('(')?;
        let (before, inside) = (text.get(..open)?, text.get(open + 1..end)?);
        if !inside.contains(',') || before.contains(',') || before.trim().is_empty() {
            return None;
        }
        let places = self.read_places(inside).places;
        if !matches!(places.as_slice(), [place] if place.known_city.is_some() && place.country.is_some()) {
            return None;
        }
        let mut mask = Mask::new(text);
        mask.blank(0..open + 1);
        mask.blank(end..text.len());
        let house = *Piece::whole(text).split_at_chars(&['(']).first()?;
        Some((house, mask.text()))
    }

    /// The format that words say, and whether `+`, `&`, `/` or `and` joins `virtual` to something:
    /// `Virtual + Linz, AT` is hybrid. Blanks the words and joiners out.
    fn take_format_words(&self, mask: &mut Mask) -> (Option<Format>, bool) {
        let text = mask.text();
        let words = self.format_words(&text);
        let has = |format| words.iter().any(|word| word.format == format);
        let format = if has(Format::Hybrid) || (has(Format::Virtual) && has(Format::InPerson)) {
            Some(Format::Hybrid)
        } else {
            words.first().map(|word| word.format)
        };
        let mut joined = false;
        for word in &words {
            mask.blank(word.span.clone());
            for joiner in joiners_around(&text, &word.span) {
                joined |= matches!(
                    text.get(joiner.clone()).map(str::to_lowercase).as_deref(),
                    Some("+" | "&" | "/" | "and" | "plus" | "or")
                );
                mask.blank(joiner);
            }
        }
        (format, joined)
    }

    /// The format that the words of a title or heading say: `Remote Hack Night` is virtual. The first
    /// of them counts, except that words for both formats make it hybrid.
    pub fn format_in(&self, text: &str) -> Option<Format> {
        let words = self.format_words(text);
        let has = |format| words.iter().any(|word| word.format == format);
        if has(Format::Hybrid) || (has(Format::Virtual) && has(Format::InPerson)) {
            return Some(Format::Hybrid);
        }
        words.first().map(|word| word.format)
    }

    fn format_words(&self, text: &str) -> Vec<FormatWord> {
        let words = words(text);
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(first) = words.get(at) {
            let longest = (1..=3).rev().find_map(|count| {
                let last = words.get(at + count - 1)?;
                let span = first.start..last.end;
                let format = words::format(&fold(text.get(span.clone())?), words::Class::PlaceFormat)?;
                Some((count, FormatWord { span, format }))
            });
            match longest {
                Some((count, word)) => {
                    found.push(word);
                    at += count;
                }
                None => at += 1,
            }
        }
        found
    }
}

/// Words of letters, digits and hyphens.
pub(super) fn words(text: &str) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    for (at, c) in text.char_indices().filter(|(_, c)| c.is_alphanumeric() || *c == '-') {
        match words.last_mut() {
            Some(word) if word.end == at => word.end = at + c.len_utf8(),
            _ => words.push(at..at + c.len_utf8()),
        }
    }
    words.retain(|word| text.get(word.clone()).is_some_and(|word| word.contains(char::is_alphanumeric)));
    words
}

/// What joins a format word to its neighbours.
fn joiners_around(text: &str, word: &Range<usize>) -> Vec<Range<usize>> {
    const JOINERS: [&str; 14] =
        ["and", "plus", "or", "in", "at", "from", "with", "+", "&", "/", ":", "–", "—", "-"];
    let mut found = Vec::new();
    if let Some(behind) = text.get(word.end..) {
        let blank = behind.len() - behind.trim_start().len();
        let behind = behind.trim_start();
        found.extend(JOINERS.iter().find_map(|joiner| {
            let head = behind.get(..joiner.len())?;
            let whole = !joiner.chars().all(char::is_alphabetic)
                || !behind.get(joiner.len()..)?.starts_with(char::is_alphanumeric);
            (head.eq_ignore_ascii_case(joiner) && whole)
                .then(|| word.end + blank..word.end + blank + joiner.len())
        }));
    }
    if let Some(before) = text.get(..word.start) {
        let before = before.trim_end();
        found.extend(JOINERS.iter().find_map(|joiner| {
            let from = before.len().checked_sub(joiner.len())?;
            let tail = before.get(from..)?;
            let whole = !joiner.chars().all(char::is_alphabetic)
                || !before.get(..from)?.ends_with(char::is_alphanumeric);
            (tail.eq_ignore_ascii_case(joiner) && whole).then_some(from..before.len())
        }));
    }
    found
}

/// Blanks out brackets that hold nothing, stand round everything that is left, or lack their other
/// half. Brackets inside a name (`Hawthorne (Los Angeles)`) stay.
fn blank_brackets(mask: &mut Mask) {
    let text = mask.text();
    let mut open: Vec<usize> = Vec::new();
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            '(' | '[' => open.push(at),
            ')' | ']' => match open.pop() {
                Some(from) => pairs.push((from, at)),
                None => mask.blank(at..at + 1),
            },
            _ => {}
        }
    }
    for at in open {
        mask.blank(at..at + 1);
    }
    pairs.sort_unstable();
    for (from, to) in pairs {
        let now = mask.text();
        let named = |text: Option<&str>| text.is_some_and(|text| text.contains(char::is_alphanumeric));
        if !named(now.get(..from)) || !named(now.get(from + 1..to)) {
            mask.blank(from..from + 1);
            mask.blank(to..to + 1);
        }
    }
}
