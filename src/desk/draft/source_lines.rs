//! Where the lines of a draft stood before it was worked on: what is told names the lines that its editor
//! has in front of them.

use crate::model::Edit;

/// For each line of a text the line, from 1, of the text that came in; `None` for a line that is new.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceLines(Vec<Option<usize>>);

impl SourceLines {
    /// Of a text that nobody has touched yet.
    pub fn of(text: &str) -> Self {
        Self((1..=text.matches('\n').count() + 1).map(Some).collect())
    }

    /// Where this line, from 1, stood.
    pub fn line(&self, line: usize) -> Option<usize> {
        self.0.get(line.checked_sub(1)?).copied().flatten()
    }

    /// The same for the text that edits which do not overlap make of `text`.
    pub fn edited<'e>(&self, text: &str, edits: impl IntoIterator<Item = &'e Edit>) -> Self {
        let mut edits: Vec<&Edit> = edits.into_iter().collect();
        edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
        let ends = |text: Option<&str>| text.unwrap_or_default().matches('\n').count();
        let mut lines = vec![self.line(1)];
        let mut line = 1;
        let mut at = 0;
        for edit in edits {
            for _ in 0..ends(text.get(at..edit.span.start)) {
                line += 1;
                lines.push(self.line(line));
            }
            // What follows then begins a line of its own.
            let whole_lines = edit.text.ends_with('\n')
                || edit.text.is_empty()
                    && text.get(..edit.span.start).is_some_and(|before| before.ends_with('\n'));
            lines.extend(vec![self.line(line); ends(Some(&edit.text))]);
            line += ends(text.get(edit.span.clone()));
            if let Some(last) = lines.last_mut().filter(|_| whole_lines) {
                *last = self.line(line);
            }
            at = edit.span.end;
        }
        for _ in 0..ends(text.get(at..)) {
            line += 1;
            lines.push(self.line(line));
        }
        Self(lines)
    }

    /// The same for a text in which the lines after the first `before` and before the last `after` are
    /// these.
    pub fn with_body(&self, before: usize, body: Vec<Option<usize>>, after: usize) -> Self {
        let head = self.0.iter().take(before);
        let tail = self.0.iter().skip(self.0.len().saturating_sub(after));
        Self(head.copied().chain(body).chain(tail.copied()).collect())
    }
}

/// A text that is written line by line, beside where its lines stood.
#[derive(Debug, Default)]
pub struct Printed {
    /// The text.
    pub text: String,
    /// Of each line that ends.
    pub lines: Vec<Option<usize>>,
}

impl Printed {
    /// Adds whole lines, the first of which stood at `line`.
    pub fn push(&mut self, text: &str, line: Option<usize>) {
        let ends = text.matches('\n').count();
        self.lines.extend((0..ends).map(|after| line.map(|line| line + after)));
        self.text.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_that_take_or_add_lines_are_followed() {
        let text = "a\nb\nc\nd";
        let edit = |start, end, text: &str| Edit { span: start..end, text: text.to_owned() };
        let seen = |edits: &[Edit]| SourceLines::of(text).edited(text, edits).0;
        assert_eq!(seen(&[]), [1, 2, 3, 4].map(Some));
        assert_eq!(seen(&[edit(2, 4, "")]), [1, 3, 4].map(Some));
        assert_eq!(seen(&[edit(2, 2, "x\n"), edit(4, 5, "C")]), [1, 2, 2, 3, 4].map(Some));
        assert_eq!(seen(&[edit(1, 2, "\n\n"), edit(6, 7, "D")]), [1, 1, 2, 3, 4].map(Some));
        assert_eq!(SourceLines::of(text).line(0), None);
    }
}
