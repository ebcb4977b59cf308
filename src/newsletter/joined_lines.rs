//! Lines of an item that belong together: a line and those that its writer's editor wrapped.

use std::{borrow::Cow, ops::Range};

use crate::newsletter::markdown::Line;

/// Some lines of an item as one text.
#[derive(Debug, Clone)]
pub(crate) struct Joined<'a> {
    /// The lines' texts with single blanks between them.
    pub(crate) text: Cow<'a, str>,
    /// For each line where its text begins in [`Self::text`], and its number in the item (from 0).
    pieces: Vec<(usize, usize)>,
}

impl<'a> Joined<'a> {
    /// Joins `lines[range]` of an item.
    pub(crate) fn new(lines: &'a [Line<'a>], range: Range<usize>) -> Self {
        let mut text = Cow::Borrowed("");
        let mut pieces = Vec::new();
        for (index, line) in lines.iter().enumerate().take(range.end).skip(range.start) {
            let content = line.text.trim_end();
            if pieces.is_empty() {
                text = Cow::Borrowed(content);
                pieces.push((0, index));
            } else {
                let text = text.to_mut();
                text.push(' ');
                pieces.push((text.len(), index));
                text.push_str(content);
            }
        }
        Self { text, pieces }
    }

    /// The item's line that holds the start of `range`, and the part of `range` on it as bytes of its
    /// text.
    pub(crate) fn locate(&self, range: Range<usize>) -> (usize, Range<usize>) {
        let piece = self.pieces.iter().rposition(|(at, _)| *at <= range.start).unwrap_or(0);
        let Some((at, line)) = self.pieces.get(piece).copied() else { return (0, 0..0) };
        let end = self.pieces.get(piece + 1).map_or(usize::MAX, |(next, _)| next - 1);
        let end = range.end.min(end).max(range.start);
        (line, range.start - at..end - at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::newsletter::markdown;

    #[test]
    fn wrapped_lines_are_one_text_whose_parts_are_found_again() {
        let text = "## Upcoming Events\n* 2025-01-01 | Rust\n  Here | G\n    * [**A\n      B**](u)\n";
        let sections = markdown::sections(text);
        let lines = &sections[0].items[0].lines;
        let joined = [Joined::new(lines, 0..2), Joined::new(lines, 2..4)];
        assert_eq!(
            joined.iter().map(|one| &*one.text).collect::<Vec<_>>(),
            ["2025-01-01 | Rust Here | G", "[**A B**](u)"]
        );
        let at = joined[0].text.find("Here").unwrap();
        assert_eq!(joined[0].locate(at..at + 4), (1, 0..4));
        assert_eq!(joined[0].locate(13..at + 4), (0, 13..17));
        assert_eq!(joined[1].locate(0..2), (2, 0..2));
    }
}
