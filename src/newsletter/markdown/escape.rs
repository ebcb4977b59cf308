//! Foreign text as Markdown that shows exactly that text.
//!
//! Two readers must agree on it: Python-Markdown 3.7, with which the newsletter's site is made, and
//! CommonMark, as everything else reads it (this program, too). Both know entities, and both know a backslash
//! before ``\ ` * _ { } [ ]``; Python-Markdown knows none before `<`, `&`, `|` and `$`, and takes every
//! `<word` for HTML that lives. See its `ESCAPED_CHARS` and `inlinepatterns.py`.

use std::{borrow::Cow, fmt::Write as _};

/// Where a text is put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inside {
    /// Between the brackets of a link.
    Link,
    /// In the line itself, where pipes, plus signs and addresses mean something.
    Line,
}

/// The text as Markdown; untouched where nothing in it means anything.
pub fn text(text: &str, inside: Inside) -> Cow<'_, str> {
    let brackets = inside == Inside::Link && brackets_are_tame(text);
    let mut out = String::new();
    let mut kept = 0;
    let mut before = None;
    for (at, c) in text.char_indices() {
        let rest = &text[at + c.len_utf8()..];
        let escape = match c {
            '\\' | '`' | '*' | '{' | '}' => Some('\\'),
            // Inside a word both readers take it for itself.
            '_' => (!is_word(before) || !is_word(rest.chars().next())).then_some('\\'),
            '[' | ']' => (!brackets).then_some('\\'),
            // Nothing else begins a tag, a comment or an address in angles; that of a mailbox may begin with any
            // mark (`AUTOMAIL_RE`).
            '<' => {
                let begins = |c: char| c.is_ascii_alphabetic() || "/!?".contains(c);
                let mailbox = || rest.split_once('>').is_some_and(|(inside, _)| inside.contains('@'));
                (rest.starts_with(begins) || mailbox()).then_some('&')
            }
            '&' => is_entity(rest).then_some('&'),
            // Before a link it says that the event costs money.
            '$' => (at == 0).then_some('&'),
            '|' | '+' => (inside == Inside::Line).then_some('&'),
            ':' => (inside == Inside::Line && rest.starts_with("//")).then_some('&'),
            _ => None,
        };
        before = Some(c);
        let Some(escape) = escape else { continue };
        out.push_str(&text[kept..at]);
        kept = at + c.len_utf8();
        match (escape, c) {
            ('&', '<') => out.push_str("&lt;"),
            ('&', '&') => out.push_str("&amp;"),
            ('&', _) => {
                let _ = write!(out, "&#{};", u32::from(c));
            }
            _ => out.extend([escape, c]),
        }
    }
    if kept == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[kept..]);
    Cow::Owned(out)
}

fn is_word(c: Option<char>) -> bool {
    c.is_some_and(char::is_alphanumeric)
}

/// Whether what follows an ampersand makes an entity of it. Python-Markdown takes every name for one.
fn is_entity(rest: &str) -> bool {
    let name = rest.strip_prefix('#').unwrap_or(rest);
    name.split_once(';')
        .is_some_and(|(name, _)| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// Whether the brackets of a link's text can stand as they are: each has its partner, and none makes a link,
/// a picture or a footnote of it.
fn brackets_are_tame(text: &str) -> bool {
    let mut depth = 0_usize;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let after = text[at + c.len_utf8()..].trim_start();
        match c {
            '[' if before == '!' || after.starts_with('^') => return false,
            '[' => depth += 1,
            ']' if depth == 0 || after.starts_with(['(', '[', ':']) => return false,
            ']' => depth -= 1,
            // An escape for the whole text is easier to follow than rules for a mixture.
            '\\' => return false,
            _ => {}
        }
        before = c;
    }
    depth == 0
}

/// A URL as a link's destination: blanks, quotes and unbalanced parentheses would end it (CommonMark, 6.3),
/// and the site's renderer looks for code, escapes and brackets before it looks for links.
pub fn destination(url: &str) -> Cow<'_, str> {
    let mut depth = 0_i32;
    let balanced = url.chars().all(|c| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        depth >= 0
    }) && depth == 0;
    let odd = |c: char| {
        c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '`' | '\\' | '"' | '\'' | '[' | ']')
    };
    let entity = |at: usize, c: char| c == '&' && is_entity(&url[at + 1..]);
    if balanced && !url.char_indices().any(|(at, c)| odd(c) || entity(at, c)) {
        return Cow::Borrowed(url);
    }
    let mut out = String::with_capacity(url.len() + 8);
    for (at, c) in url.char_indices() {
        if !balanced && matches!(c, '(' | ')') || odd(c) || entity(at, c) {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                let _ = write!(out, "%{byte:02X}");
            }
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_would_mean_something_is_escaped() {
        let link = |value| text(value, Inside::Link);
        assert_eq!(link("Rust & C++ [WIP] snake_case | R&D"), "Rust & C++ [WIP] snake_case | R&D");
        assert_eq!(link("a ] b"), "a \\] b");
        assert_eq!(link("[a](https://b.example)"), "\\[a\\](https://b.example)");
        assert_eq!(link("![a] [^1]"), "!\\[a\\] \\[^1\\]");
        assert_eq!(link("`code` *b* __c__ {d}"), "\\`code\\` \\*b\\* \\_\\_c\\_\\_ \\{d\\}");
        assert_eq!(link("Vec<T> <> &amp; AT&T"), "Vec&lt;T> <> &amp;amp; AT&T");
        assert_eq!(link("$5 or $6"), "&#36;5 or $6");
        assert_eq!(text("A | B + https://c", Inside::Line), "A &#124; B &#43; https&#58;//c");
    }

    #[test]
    fn destinations_end_where_they_should() {
        assert_eq!(destination("https://e.org/a_(b)?c=d&e=f"), "https://e.org/a_(b)?c=d&e=f");
        assert_eq!(destination("https://e.org/a)b c"), "https://e.org/a%29b%20c");
        assert_eq!(destination("https://e.org/`'\"\\?a&lt;"), "https://e.org/%60%27%22%5C?a%26lt;");
    }
}
