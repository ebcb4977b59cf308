//! Marks that a reader of the newsletter would see and the house would not write, and words that the
//! newsletter's renderer takes for HTML.

use std::ops::Range;

use crate::{
    desk::page::{Page, PageItem},
    model::{Code, Edit, Grammar, Problem},
    newsletter::markdown::{
        Line,
        inline::{self, InlineLink},
    },
};

/// A bracket, star or full stop without its partner beside a link or in its text.
pub fn marks(page: &Page<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for found in page.items.iter().filter(|found| found.listing.grammar == Some(Grammar::TwoLines)) {
        for (number, line) in found.item.lines.iter().enumerate() {
            let head = found.is_head_line(number);
            if !head && !found.is_title_line(number) {
                continue;
            }
            let goes_on = found.is_head_line(number + 1);
            for (span, right) in stray(found, line, head, goes_on) {
                let at = |offset| line.position(&page.issue.text, offset);
                let stands = line.text.get(span.clone()).unwrap_or_default().trim();
                let message = format!("readers see `{stands}` here, which has no partner");
                let span = at(span.start)..at(span.end);
                let edit = Edit { span: span.clone(), text: right };
                let problem = page.problem(Code::StrayMark, span, message);
                problems.push(problem.with_fix("take it out", vec![edit], true));
            }
        }
    }
    problems
}

/// Bytes of the line that hold stray marks, and what belongs there.
fn stray(found: &PageItem<'_>, line: &Line<'_>, head: bool, goes_on: bool) -> Vec<(Range<usize>, String)> {
    let text = &*line.text;
    let from = if head { text.find(found.listing.written.groups.trim()).unwrap_or(0) } else { 0 };
    let links: Vec<InlineLink<'_>> =
        inline::links(text).into_iter().filter(|link| link.span.start >= from && !link.is_bare()).collect();
    let (Some(first), Some(last)) = (links.first(), links.last()) else { return Vec::new() };
    let mut strays: Vec<(Range<usize>, String)> = links.iter().filter_map(|link| star(text, link)).collect();
    // `**[Title](url)**`: the marks around the link have each other.
    let lead = text.get(..first.span.start).unwrap_or_default().trim_matches(['$', ' ']);
    let tail = text.get(last.span.end..).unwrap_or_default().trim();
    let paired = !head && !lead.is_empty() && lead == tail && lead.chars().all(|c| matches!(c, '*' | '_'));
    if paired || links.iter().any(|link| link.broken) {
        return strays;
    }
    if !head && is_stray(lead) {
        strays
            .push((0..first.span.start, if text.starts_with('$') { "$".to_owned() } else { String::new() }));
    }
    for pair in links.windows(2) {
        let [one, other] = pair else { continue };
        let gap = text.get(one.span.end..other.span.start).unwrap_or_default();
        let joins = gap.contains(['|', '+', '&', ',', ';', '-', '/']);
        if is_stray(gap) && joins {
            let right = if head { " + " } else { " | " };
            strays.push((one.span.end..other.span.start, right.to_owned()));
        }
    }
    let behind = last.span.end..text.trim_end().len();
    let ends = |text: &str| text.chars().all(|c| matches!(c, '.' | ',' | ';' | '|' | ' ')) && !goes_on;
    if is_stray(tail) || (!tail.is_empty() && ends(tail)) {
        strays.push((behind, String::new()));
    }
    strays
}

/// Whether a text between links holds marks and no words.
fn is_stray(text: &str) -> bool {
    let marks = ['(', ')', '[', ']', '{', '}', '<', '>', '*', '_', '`'];
    text.contains(marks) && text.chars().all(|c| !c.is_alphanumeric() && (c.is_ascii() || c.is_whitespace()))
}

/// `[**Evening at the pub***](url)`: one star more on one side than on the other.
fn star(line: &str, link: &InlineLink<'_>) -> Option<(Range<usize>, String)> {
    let text = link.text;
    let plain = inline::plain(text);
    let shows = plain.ends_with('*') && text.ends_with('*') && !text.ends_with("\\*");
    let shows_first = plain.starts_with('*') && text.starts_with('*');
    if !(shows || shows_first) || link.broken {
        return None;
    }
    let lead = text.len() - text.trim_start_matches('*').len();
    let tail = text.len() - text.trim_end_matches('*').len();
    let (both, start) = (lead.min(tail), link.span.start + 1);
    let content = text.get(lead..text.len().checked_sub(tail)?)?;
    let right = format!("{0}{content}{0}", "*".repeat(both));
    let span = start..start + text.len();
    (both > 0 && inline::plain(&right) == plain.trim_matches('*') && line.get(span.clone()).is_some())
        .then_some((span, right))
}

/// `Vec<T>`: the newsletter's renderer, Python-Markdown, takes it for a tag, and readers do not see it.
pub fn html(page: &Page<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for found in page.items.iter().filter(|found| found.listing.days.is_some()) {
        for line in &found.item.lines {
            for tag in tags(&line.text) {
                let words = line.text.get(tag.clone()).unwrap_or_default();
                let at = |offset| line.position(&page.issue.text, offset);
                // A backslash before it hides nothing: Python-Markdown knows no such escape.
                let escaped = line.text.get(..tag.start).is_some_and(|before| before.ends_with('\\'));
                let from = tag.start - usize::from(escaped);
                let edit = Edit { span: at(from)..at(tag.start + 1), text: "&lt;".to_owned() };
                let message = format!("`{words}` is HTML to the newsletter's site, and is not seen there");
                let problem = page.problem(Code::RawHtml, at(from)..at(tag.end), message);
                let safe = line.text.get(from..=tag.start).is_some() && !line.was_repaired();
                problems.push(problem.with_fix("write `&lt;` for its `<`", vec![edit], safe));
            }
        }
    }
    problems
}

/// What Python-Markdown takes for a tag (`HTML_RE` in its `inlinepatterns.py`), outside code spans and
/// addresses.
fn tags(line: &str) -> Vec<Range<usize>> {
    let addresses: Vec<Range<usize>> = inline::links(line)
        .iter()
        .filter(|link| !link.is_bare() && link.span.end >= link.url.len() + link.text.len())
        .map(|link| link.span.start + 1 + link.text.len()..link.span.end)
        .collect();
    let mut found = Vec::new();
    let mut code = None;
    let mut from = 0;
    for (at, c) in line.char_indices() {
        match c {
            '`' if code.is_some() => code = None,
            '`' if line.get(at + 1..).is_some_and(|rest| rest.contains('`')) => code = Some(at),
            '<' if at >= from && code.is_none() && !addresses.iter().any(|span| span.contains(&at)) => {
                if let Some(length) = tag(line.get(at..).unwrap_or_default()) {
                    from = at + length;
                    found.push(at..from);
                }
            }
            _ => {}
        }
    }
    found
}

/// The length of the tag or comment with which a text begins.
fn tag(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('<')?;
    if inner.starts_with("!--") {
        return Some(inner.find("-->")? + "<-->".len());
    }
    let name = inner.strip_prefix('/').unwrap_or(inner);
    let end = inner.find(['<', '>'])?;
    let word = inner.get(..end)?.split(' ').next().unwrap_or_default();
    let address = word.contains(['@', ':']);
    (name.starts_with(|c: char| c.is_ascii_alphabetic()) && inner.get(end..)?.starts_with('>') && !address)
        .then_some(end + "<>".len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_those_of_the_renderer() {
        let seen = |line: &'static str| tags(line).into_iter().map(|tag| &line[tag]).collect::<Vec<_>>();
        assert_eq!(seen("a <> b, Vec<T> and </b> < c > d"), ["<T>", "</b>"]);
        assert_eq!(seen("`Vec<T>` <https://e.org> <a@b.c> 1 < 2 <3>"), [""; 0]);
        assert_eq!(
            seen("Box\\<dyn Error> <!-- x --> <img src=x onerror=y>"),
            ["<dyn Error>", "<!-- x -->", "<img src=x onerror=y>"]
        );
        assert_eq!(seen("[a](https://e.org/<b>)"), [""; 0]);
        assert_eq!(seen("<é> <a"), [""; 0]);
    }
}
