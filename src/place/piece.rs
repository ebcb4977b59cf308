//! Pieces of a text that know where they stand in it.

use std::ops::Range;

use crate::model::Country;

/// A piece and the byte at which it begins in the text that was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece<'t> {
    pub(super) text: &'t str,
    pub(super) start: usize,
}

/// What stands behind a city: `WA, US` of `Seattle, WA, US`.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tail<'t> {
    pub(super) subdivision: Option<Piece<'t>>,
    pub(super) country: Option<(Piece<'t>, Country)>,
    /// A last part that is neither.
    pub(super) unknown: Option<Piece<'t>>,
}

/// What can stand around a name without belonging to it.
fn around(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | ';' | ':' | '+' | '&' | '/' | '|' | '-' | '–' | '—' | '\u{200b}')
}

impl<'t> Piece<'t> {
    pub(super) fn whole(text: &'t str) -> Self {
        Self { text, start: 0 }.trimmed()
    }

    /// Without blanks and joiners around it, and without a full stop that ends it.
    pub(super) fn trimmed(self) -> Self {
        let text = self.text.trim_start_matches(around);
        let start = self.start + (self.text.len() - text.len());
        Self { text: text.trim_end_matches(around), start }
    }

    pub(super) fn span(&self) -> Range<usize> {
        self.start..self.end()
    }

    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// The pieces between separators, trimmed, empty ones left out. `separators` are byte ranges of
    /// this piece's text, in order.
    pub(super) fn split(self, separators: &[Range<usize>]) -> Vec<Self> {
        let mut pieces = Vec::new();
        let mut from = 0;
        for to in separators.iter().chain([&(self.text.len()..self.text.len())]) {
            if let Some(text) = self.text.get(from..to.start) {
                pieces.push(Self { text, start: self.start + from }.trimmed());
            }
            from = to.end;
        }
        pieces.retain(|piece| !piece.text.is_empty());
        pieces
    }

    /// The pieces between the characters.
    pub(super) fn split_at_chars(self, separators: &[char]) -> Vec<Self> {
        let ranges: Vec<Range<usize>> =
            self.text.match_indices(separators).map(|(at, text)| at..at + text.len()).collect();
        self.split(&ranges)
    }

    /// From the first of these pieces of one text to the last, with what stands between them.
    pub(super) fn joined(whole: Self, pieces: &[Self]) -> Option<Self> {
        let (first, last) = (pieces.first()?, pieces.last()?);
        let text = whole.text.get(first.start - whole.start..last.end() - whole.start)?;
        Some(Self { text, start: first.start })
    }

    /// The words `and`, `&`, `+` with blanks around them, and every slash: what joins two places.
    pub(super) fn joiners(self) -> Vec<Range<usize>> {
        let mut found: Vec<Range<usize>> = [" and ", " & ", " + ", "/"]
            .iter()
            .flat_map(|joiner| self.text.match_indices(joiner).map(|(at, text)| at..at + text.len()))
            .collect();
        found.sort_by_key(|range| range.start);
        found
    }
}
