//! Links and plain text inside a line, read as they were meant where the Markdown is broken.
//!
//! Not a Markdown parser: that would drop exactly the links that people got wrong. Brackets and
//! parentheses are matched by hand; emphasis, code, escapes and entities are pulldown-cmark's.

use std::{collections::BTreeMap, ops::Range};

use pulldown_cmark::{Event, Options, Parser};

use crate::text;

/// Addresses longer than this are none; it bounds the work on hostile lines.
const MAX_URL_BYTES: usize = 4096;

/// A link as it stands in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InlineLink<'a> {
    /// From `[` to after the closing parenthesis.
    pub span: Range<usize>,
    /// What stands between the brackets; the address itself where there are none.
    pub text: &'a str,
    /// Where [`Self::text`] stands in the line.
    pub text_start: usize,
    /// What stands between the parentheses, perhaps with blanks inside; that of the definition for
    /// `[text][label]`.
    pub url: &'a str,
    /// Whether it had to be read as it was meant.
    pub broken: bool,
}

impl InlineLink<'_> {
    /// Whether it is an address without a text of its own.
    pub fn is_bare(&self) -> bool {
        self.text == self.url
    }
}

/// The links of a line, in order, without those that need a definition.
pub fn links(line: &str) -> Vec<InlineLink<'_>> {
    links_with(line, &BTreeMap::new())
}

/// The links of a line, in order, where `definitions` are those of [`super::definitions`].
pub fn links_with<'a>(line: &'a str, definitions: &BTreeMap<String, &'a str>) -> Vec<InlineLink<'a>> {
    let bytes = line.as_bytes();
    let reader = LinkReader { line, brackets: brackets(line), definitions };
    let mut found: Vec<InlineLink<'a>> = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let link = match bytes[at] {
            b'\\' => {
                at += 1;
                None
            }
            b'[' => reader.link_at(at),
            b']' => reader.unopened(found.last().map_or(0, |link| link.span.end), at),
            b'<' if is_url(&line[at + 1..]) => reader.in_angles(at),
            b'h' | b'H' if is_url(&line[at..]) => Some(reader.bare(at)),
            _ => None,
        };
        match link {
            Some(link) => {
                at = link.span.end.max(at + 1);
                found.push(link);
            }
            None => at += 1,
        }
    }
    found
}

struct LinkReader<'a, 'd> {
    line: &'a str,
    /// Opening and closing brackets that belong together, by the opening one.
    brackets: BTreeMap<usize, usize>,
    definitions: &'d BTreeMap<String, &'a str>,
}

/// What stands in the parentheses of a link.
struct Destination {
    url: Range<usize>,
    end: usize,
    broken: bool,
}

impl<'a> LinkReader<'a, '_> {
    fn link_at(&self, open: usize) -> Option<InlineLink<'a>> {
        let Some(close) = self.brackets.get(&open).copied() else { return self.unclosed(open) };
        let after = close + 1;
        let rest = &self.line[after..];
        let trimmed = rest.trim_start();
        let blank = rest.len() - trimmed.len();
        if rest.starts_with('(') {
            return Some(self.link(open, close, self.destination(after), false));
        }
        // `[text] (https://…)`
        if trimmed.starts_with('(') && is_url(trimmed.trim_start_matches(['(', ' '])) {
            return Some(self.link(open, close, self.destination(after + blank), true));
        }
        // `[text]](https://…)`
        if let Some(inner) = rest.strip_prefix(']')
            && inner.starts_with('(')
        {
            return Some(self.link(open, close, self.destination(after + 1), true));
        }
        // `[text]https://…)`
        if is_url(rest) {
            let bare = self.bare(after);
            let closed = self.line[bare.span.end..].starts_with(')');
            return Some(InlineLink {
                span: open..bare.span.end + usize::from(closed),
                text: &self.line[open + 1..close],
                text_start: open + 1,
                url: bare.url,
                broken: true,
            });
        }
        self.reference(open, close).or_else(|| {
            // `[text] more text](https://…)`
            let end = after + rest.find("](")?;
            (!self.line[after..end].contains('['))
                .then(|| self.link(open, end, self.destination(end + 1), true))
        })
    }

    /// `[text][label]`, `[text][]` and `[label]`, where the label is defined.
    fn reference(&self, open: usize, close: usize) -> Option<InlineLink<'a>> {
        if self.definitions.is_empty() {
            return None;
        }
        let content = &self.line[open + 1..close];
        let second = self.brackets.get(&(close + 1)).map(|end| (&self.line[close + 2..*end], end + 1));
        let (label, end) = match second {
            Some((label, end)) if !label.trim().is_empty() => (label, end),
            Some((_, end)) => (content, end),
            None => (content, close + 1),
        };
        let url = self.definitions.get(&text::fold(label)).copied()?;
        Some(InlineLink { span: open..end, text: content, text_start: open + 1, url, broken: false })
    }

    /// An opening bracket that nothing closes.
    fn unclosed(&self, open: usize) -> Option<InlineLink<'a>> {
        let rest = &self.line[open + 1..];
        // `[**Rust [online**](https://…)`: one bracket closes for two. The outer one opened the link
        // where emphasis began between them.
        let between = rest.find('[').map_or("", |inner| &rest[..inner]);
        let inner = open + 1 + between.len();
        let spans = between.matches("**").count() % 2 == 1;
        if spans && self.brackets.contains_key(&inner) {
            let link = self.link_at(inner)?;
            // From the outer bracket to where the inner link's text ends.
            let text = self.line.get(open + 1..link.text_start + link.text.len())?;
            return Some(InlineLink {
                span: open..link.span.end,
                text,
                text_start: open + 1,
                url: link.url,
                broken: true,
            });
        }
        // `[text(https://…)`
        let stop = rest.find(['[', ']']).unwrap_or(rest.len());
        let paren = rest[..stop].match_indices('(').find(|(at, _)| is_url(&rest[at + 1..]))?.0;
        Some(self.link(open, open + 1 + paren, self.destination(open + 1 + paren), true))
    }

    /// `text](https://…)`: the text reaches back to the last link or pipe.
    fn unopened(&self, from: usize, close: usize) -> Option<InlineLink<'a>> {
        if !self.line[close + 1..].starts_with('(') || !is_url(&self.line[close + 2..]) {
            return None;
        }
        let before = &self.line[from..close];
        let start = from + before.rfind('|').map_or(0, |pipe| pipe + 1);
        let start = start + self.line[start..close].len() - self.line[start..close].trim_start().len();
        let destination = self.destination(close + 1);
        Some(InlineLink {
            span: start..destination.end,
            text: &self.line[start..close],
            text_start: start,
            url: &self.line[destination.url],
            broken: true,
        })
    }

    fn in_angles(&self, open: usize) -> Option<InlineLink<'a>> {
        let end = open + self.line[open..].find(['>', ' '])?;
        self.line[end..].starts_with('>').then(|| {
            let url = &self.line[open + 1..end];
            InlineLink { span: open..end + 1, text: url, text_start: open + 1, url, broken: false }
        })
    }

    fn bare(&self, start: usize) -> InlineLink<'a> {
        let rest = &self.line[start..];
        let end = rest
            .find(|c: char| c.is_whitespace() || matches!(c, ')' | '>' | '|' | '"' | '[' | ']'))
            .unwrap_or(rest.len());
        let url = rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_']);
        InlineLink { span: start..start + url.len(), text: url, text_start: start, url, broken: false }
    }

    fn link(&self, open: usize, close: usize, destination: Destination, broken: bool) -> InlineLink<'a> {
        InlineLink {
            span: open..destination.end,
            text: &self.line[open + 1..close],
            text_start: open + 1,
            url: &self.line[destination.url],
            broken: broken || destination.broken,
        }
    }

    /// Reads what stands in parentheses that begin at `paren`.
    fn destination(&self, paren: usize) -> Destination {
        let line = self.line;
        let inner = line[paren + 1..].trim_start_matches(['(', ' ']);
        let start = line.len() - inner.len();
        let doubled = line[paren + 1..start].contains('(');
        if let Some(angled) = inner.strip_prefix('<')
            && let Some(length) = angled.find('>')
        {
            let url = start + 1..start + 1 + length;
            let closed = line[url.end + 1..].starts_with(')');
            return Destination { end: url.end + 1 + usize::from(closed), url, broken: doubled || !closed };
        }
        let mut depth = 1;
        let mut last_close = None;
        let mut stop = line.len();
        for (at, c) in inner.char_indices() {
            let here = start + at;
            match c {
                '(' => depth += 1,
                ')' => {
                    depth -= 1;
                    last_close = Some(here);
                }
                c if c.is_whitespace() || at > MAX_URL_BYTES => {
                    stop = here;
                    break;
                }
                // `(https://a|[Mirror](https://b)`
                '[' if line[..here].ends_with(['|', '+', '&', ',', ';']) => {
                    stop = here - 1;
                    break;
                }
                _ => {}
            }
            if depth == 0 {
                let extra = doubled && line[here + 1..].starts_with(')');
                return Destination { url: start..here, end: here + 1 + usize::from(extra), broken: doubled };
            }
        }
        // `(https://a_(b)`
        if let Some(close) = last_close {
            return Destination { url: start..close + 1, end: close + 1, broken: true };
        }
        self.after_blank(start, stop).unwrap_or(Destination { url: start..stop, end: stop, broken: true })
    }

    /// What follows a blank inside the parentheses: their end, a title, or more of the address.
    fn after_blank(&self, start: usize, blank: usize) -> Option<Destination> {
        let rest = &self.line[blank..];
        let trimmed = rest.trim_start();
        let at = self.line.len() - trimmed.len();
        if trimmed.starts_with(')') {
            return Some(Destination { url: start..blank, end: at + 1, broken: false });
        }
        if let Some(quote) = trimmed.chars().next().filter(|c| matches!(c, '"' | '\'')) {
            let close = trimmed.find(&format!("{quote})")).map(|offset| at + offset + 2);
            return close.map(|end| Destination { url: start..blank, end, broken: false });
        }
        let close = trimmed.find([')', '[', '('])?;
        let more = &trimmed[..close];
        let is_more = trimmed[close..].starts_with(')')
            && more.contains(['/', '=', '?', '&'])
            && more.len() < MAX_URL_BYTES;
        is_more.then(|| Destination { url: start..at + close, end: at + close + 1, broken: true })
    }
}

/// Brackets that belong together; escaped ones are text.
fn brackets(line: &str) -> BTreeMap<usize, usize> {
    let mut found = BTreeMap::new();
    let mut open = Vec::new();
    let mut escaped = false;
    for (at, byte) in line.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'[' => open.push(at),
            b']' => {
                if let Some(start) = open.pop() {
                    found.insert(start, at);
                }
            }
            _ => {}
        }
    }
    found
}

fn is_url(text: &str) -> bool {
    ["http://", "https://", "www."]
        .iter()
        .any(|start| text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start)))
}

/// The text without emphasis, code marks, links and escapes; HTML stays as it is written.
pub fn plain(text: &str) -> String {
    plain_and_whole(text).0
}

/// Like [`plain`]; and whether every mark of emphasis had its partner.
pub fn plain_and_whole(text: &str) -> (String, bool) {
    let text = text::clean(text);
    if let Some(plain) = without_marks(&text) {
        return (plain.to_owned(), true);
    }
    parsed(&text)
}

/// The same by way of the parser.
fn parsed(text: &str) -> (String, bool) {
    // A dot before the text keeps `1. Rust` from being a list, `# C` a heading, `<b>` a block.
    // Being punctuation it leaves the marks behind it what they are.
    let dotted = format!(".{text}");
    let mut out = String::with_capacity(text.len());
    for (event, span) in Parser::new_ext(&dotted, Options::empty()).into_offset_iter() {
        match event {
            Event::Text(text) => {
                let escaped =
                    span.start.checked_sub(1).and_then(|at| dotted.as_bytes().get(at)) == Some(&b'\\');
                match text.strip_prefix('*').filter(|_| escaped) {
                    Some(rest) => {
                        out.push(STAR);
                        out.push_str(rest);
                    }
                    None => out.push_str(&text),
                }
            }
            Event::Code(text) | Event::InlineHtml(text) | Event::Html(text) => {
                out.extend(text.chars().map(|c| if c == '*' { STAR } else { c }));
            }
            Event::SoftBreak | Event::HardBreak => out.push(' '),
            _ => out.push(SEAM),
        }
    }
    let whole = !out.contains("**");
    if !whole {
        out = out.replace("**", "");
    }
    let out = out.replace(SEAM, "").replace(STAR, "*");
    let out = out.strip_prefix('.').unwrap_or(&out);
    (text::clean(out).into_owned(), whole)
}

/// A star that is text and no mark: it was escaped, or is code. As noncharacters these stand in no cleaned text.
const STAR: char = '\u{fdd0}';
/// Where a mark began or ended, so that two single stars beside it are not taken for one mark.
const SEAM: char = '\u{fdd1}';

/// What stands between one pair of `**`, or nothing around it, where no other mark is in it: nearly every
/// title and name. The parser would say the same at fifty times the cost.
fn without_marks(text: &str) -> Option<&str> {
    let inner = text.strip_prefix("**").and_then(|text| text.strip_suffix("**"));
    let inner = inner.filter(|inner| !inner.is_empty() && inner.trim().len() == inner.len()).unwrap_or(text);
    let marks = |byte| matches!(byte, b'\\' | b'`' | b'*' | b'_' | b'[' | b']' | b'<' | b'&');
    (!inner.bytes().any(marks)).then_some(inner)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Text and address of each link, `!` before those that had to be guessed.
    fn seen(line: &str) -> Vec<String> {
        links(line)
            .iter()
            .map(|link| format!("{}{}>{}", if link.broken { "!" } else { "" }, link.text, link.url))
            .collect()
    }

    #[test]
    fn whole_links_are_read_as_markdown_reads_them() {
        assert_eq!(seen("[a](https://x) | [**b**](https://y)"), ["a>https://x", "**b**>https://y"]);
        assert_eq!(seen("[[Net] a](https://x)"), ["[Net] a>https://x"]);
        assert_eq!(seen("[a [1]](https://x)"), ["a [1]>https://x"]);
        assert_eq!(seen("[a](https://x/A_(b))"), ["a>https://x/A_(b)"]);
        assert_eq!(seen("[a](<https://x/a b>)"), ["a>https://x/a b"]);
        assert_eq!(seen("[a](https://x \"A title\") b"), ["a>https://x"]);
        assert_eq!(links("[a](https://x \"A title\") b")[0].span, 0..24, "the title belongs to it");
        assert_eq!(seen("[a]( https://x )"), ["a>https://x"]);
        assert_eq!(seen("[a \\[b](https://x)"), ["a \\[b>https://x"]);
        assert_eq!(seen("[a](rel)"), ["a>rel"]);
        assert_eq!(seen("see <https://x> or https://y."), ["https://x>https://x", "https://y>https://y"]);
        assert_eq!(seen("[FREE] (online) a"), [""; 0]);
    }

    #[test]
    fn broken_links_are_read_as_they_were_meant() {
        assert_eq!(seen("[a]((https://x)"), ["!a>https://x"]);
        assert_eq!(seen("[a]((https://x)) b"), ["!a>https://x"]);
        assert_eq!(seen("[a] (https://x)"), ["!a>https://x"]);
        assert_eq!(seen("[a](https://x"), ["!a>https://x"]);
        assert_eq!(seen("[a](https://x | [b](https://y)"), ["!a>https://x", "b>https://y"]);
        assert_eq!(seen("[a](https://x|[b](https://y)"), ["!a>https://x", "b>https://y"]);
        assert_eq!(seen("[a]](https://x)"), ["!a>https://x"]);
        assert_eq!(seen("[a]https://x)"), ["!a>https://x"]);
        assert_eq!(seen("[**a**(https://x)"), ["!**a**>https://x"]);
        assert_eq!(seen("G | **a**](https://x)"), ["!**a**>https://x"]);
        assert_eq!(seen("[**[Hybrid a**](https://x)"), ["!**[Hybrid a**>https://x"]);
        assert_eq!(seen("[**Rust [online**](https://x)"), ["!**Rust [online**>https://x"]);
        assert_eq!(seen("[ FREE [**a**](https://x)"), ["**a**>https://x"]);
        assert_eq!(seen("[**Hybrid] a**](https://x)"), ["!**Hybrid] a**>https://x"]);
        assert_eq!(seen("[a](https://x/ events/1)"), ["!a>https://x/ events/1"]);
        assert_eq!(seen("[a](https://x and (more)"), ["!a>https://x"]);
        assert_eq!(seen("[a](https://x/(b)"), ["!a>https://x/(b)"]);
    }

    proptest! {
        #[test]
        fn text_without_marks_is_what_the_parser_makes_of_it(text in "(\\*\\*)?[ a-zA-Z0-9#+.!~$(){}>|\"'é🦀:;,/=^%-]{0,12}(\\*\\*)?") {
            let text = text::clean(&text);
            if let Some(plain) = without_marks(&text) {
                prop_assert_eq!((plain.to_owned(), true), parsed(&text));
            }
        }
    }

    #[test]
    fn stars_that_are_text_stay() {
        assert_eq!(plain_and_whole("a\\*\\*"), ("a**".to_owned(), true));
        assert_eq!(plain_and_whole("**a\\*\\***"), ("a**".to_owned(), true));
        assert_eq!(plain_and_whole("`a**b` c**"), ("a**b c".to_owned(), false));
        assert_eq!(plain_and_whole("a** b"), ("a b".to_owned(), false));
    }

    #[test]
    fn references_need_their_definition() {
        let definitions =
            BTreeMap::from([("rust dc".to_owned(), "https://x"), ("1".to_owned(), "https://y")]);
        let seen = |line: &'static str| -> Vec<(&str, &str)> {
            links_with(line, &definitions).iter().map(|link| (link.text, link.url)).collect()
        };
        assert_eq!(
            seen("[8/17. Rust DC][Rust  DC] and [Rust DC], [a][1], [rust dc][]"),
            [
                ("8/17. Rust DC", "https://x"),
                ("Rust DC", "https://x"),
                ("a", "https://y"),
                ("rust dc", "https://x"),
            ]
        );
        assert_eq!(seen("[online] a"), []);
    }

    #[test]
    fn plain_text_loses_marks_and_nothing_else() {
        for (marked, right) in [
            ("**_New_ T**", "New T"),
            ("***T - 최신 - Rust*", "T - 최신 - Rust"),
            ("**LDN *Takeover***", "LDN Takeover"),
            ("**T**: more", "T: more"),
            ("**Lunch at Browns***", "Lunch at Browns*"),
            ("**`cargo` & `**`**", "cargo & **"),
            ("1. Rust Meetup", "1. Rust Meetup"),
            ("# x", "# x"),
            ("+ y", "+ y"),
            ("> z", "> z"),
            ("---", "---"),
            ("    code", "code"),
            ("**[FREE] a**", "[FREE] a"),
            ("a | b", "a | b"),
            ("a \\| b \\[c\\]", "a | b [c]"),
            ("a &amp; b", "a & b"),
            ("<b>a</b> <script>", "<b>a</b> <script>"),
            ("<div>a", "<div>a"),
            ("steady_state_x", "steady_state_x"),
            ("🦀 a 🦀", "🦀 a 🦀"),
            ("a\u{7}\tb", "a b"),
            ("[a](https://x) b", "a b"),
            ("", ""),
            (".", "."),
        ] {
            assert_eq!(plain(marked), right, "{marked}");
        }
        assert!(plain_and_whole("**a**").1);
        assert!(!plain_and_whole("***a*").1);
    }

    #[test]
    fn hostile_lines_are_taken() {
        for piece in ["[", "](", "[*[", "[](", "((", "[a](h", "**_", "\\"] {
            let line = piece.repeat(super::super::MAX_LINE_BYTES / piece.len());
            let _ = links(&line);
        }
    }

    proptest! {
        #[test]
        fn any_line_is_taken(line in "[\\[\\]()|<>*a-c \\\\\"é]{0,40}(https://x)?[\\[\\]()| é]{0,20}") {
            let mut end = 0;
            for link in links(&line) {
                prop_assert!(link.span.start >= end, "links do not overlap");
                end = link.span.end;
            }
            let _ = plain(&line);
        }

        #[test]
        fn plain_text_of_words_is_the_text(text in "[a-zA-Z0-9é# +.:-]{0,30}") {
            prop_assert_eq!(plain(&text), text::clean(&text).into_owned());
        }
    }
}
