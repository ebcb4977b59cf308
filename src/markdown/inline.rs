//! Links and plain text inside a line, read as they were meant where the Markdown is broken.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser};

/// A link as it stands in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InlineLink<'a> {
    /// From `[` to after the closing parenthesis.
    pub span: Range<usize>,
    /// What stands between the brackets.
    pub text: &'a str,
    /// What stands between the parentheses.
    pub url: &'a str,
    /// Whether it had to be read as it was meant.
    pub broken: bool,
}

/// The links of a line, in order.
pub fn links(line: &str) -> Vec<InlineLink<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = line[at..].find('[').map(|offset| at + offset) {
        if escaped(line, open) {
            at = open + 1;
            continue;
        }
        match link_at(line, open) {
            Some(link) => {
                at = link.span.end;
                found.push(link);
            }
            None => at = open + 1,
        }
    }
    found
}

fn link_at(line: &str, open: usize) -> Option<InlineLink<'_>> {
    let mut depth = 0;
    let close = line[open..].char_indices().find_map(|(offset, c)| {
        match c {
            '[' | ']' if escaped(line, open + offset) => {}
            '[' => depth += 1,
            ']' => depth -= 1,
            _ => {}
        }
        (depth == 0).then_some(open + offset)
    })?;
    let rest = &line[close + 1..];
    let blank = rest.len() - rest.trim_start().len();
    let inner = rest.trim_start().strip_prefix('(')?;
    let mut start = close + 1 + blank + 1;
    let doubled = inner.starts_with('(');
    start += usize::from(doubled);
    let mut depth = 1;
    let end = line[start..].char_indices().find_map(|(offset, c)| {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            c if c.is_whitespace() => return Some((start + offset, false)),
            _ => {}
        }
        (depth == 0).then_some((start + offset, true))
    });
    let (end, closed) = end.unwrap_or((line.len(), false));
    let after = end + usize::from(closed);
    let after = after + usize::from(doubled && line[after..].starts_with(')'));
    Some(InlineLink {
        span: open..after,
        text: &line[open + 1..close],
        url: &line[start..end],
        broken: blank > 0 || doubled || !closed,
    })
}

/// Whether a backslash takes the meaning from the character at `at`.
fn escaped(line: &str, at: usize) -> bool {
    line[..at].bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1
}

/// The text without emphasis, code marks, links and escapes.
pub fn plain(text: &str) -> String {
    let mut out = String::new();
    for event in Parser::new_ext(text, Options::empty()) {
        match event {
            Event::Text(text) | Event::Code(text) | Event::InlineHtml(text) | Event::Html(text) => {
                out.push_str(&text)
            }
            Event::SoftBreak | Event::HardBreak => out.push(' '),
            _ => {}
        }
    }
    let out = out.replace("**", "");
    crate::text::clean(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escaped_brackets_neither_open_nor_close() {
        let line = r"\[no\] [a \] b](https://e.org)";
        let found = links(line);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].text, found[0].url), (r"a \] b", "https://e.org"));
    }
}
