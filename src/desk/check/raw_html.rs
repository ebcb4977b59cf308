//! Words that the newsletter's renderer takes for HTML.

use std::ops::Range;

use super::about::{Check, CodeDoc, Example, Remedy};
use crate::{
    desk::page::Page,
    model::{Code, Edit, Problem, Severity},
    newsletter::markdown::inline,
};

/// Words that readers do not see.
pub const CHECK: Check = Check { codes: &[RAW_HTML], wording: true, run: html };

const RAW_HTML: CodeDoc = CodeDoc {
    code: Code::RawHtml,
    severity: Severity::Error,
    meaning: "\
Words in angle brackets, which the newsletter's site takes for HTML: readers do not see them. A backslash
before them does not help there.",
    example: Example::under(
        "Europe",
        "\
* 2025-12-11 | Luzern, CH | [Group](https://example.org/)
    * [**Generics and Vec<T>**](https://example.org/1)",
    )
    .mended(
        "\
* 2025-12-11 | Luzern, CH | [Group](https://example.org/)
    * [**Generics and Vec&lt;T>**](https://example.org/1)",
    ),
    mend: "Write `Vec&lt;T>`; `draft` and `check --fix` do.",
    remedy: Remedy::Partly("except in a line that was Mac Roman, whose own fix comes first"),
};

/// `Vec<T>`: the newsletter's renderer, Python-Markdown, takes it for a tag, and readers do not see it.
fn html(page: &Page<'_>) -> Vec<Problem> {
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
