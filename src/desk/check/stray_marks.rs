//! Marks that a reader of the newsletter would see and the house would not write.

use std::ops::Range;

use super::about::{Check, CodeDoc, Example, Remedy};
use crate::{
    desk::page::{Page, PageItem},
    model::{Code, Edit, Grammar, Problem, Severity},
    newsletter::markdown::{
        Line,
        inline::{self, InlineLink},
    },
};

/// Marks without partners.
pub const CHECK: Check = Check { codes: &[STRAY_MARK], wording: true, run: marks };

const STRAY_MARK: CodeDoc = CodeDoc {
    code: Code::StrayMark,
    severity: Severity::Error,
    meaning: "\
A bracket, a star or a full stop beside a link, or at one end of its text, without its partner. Readers
see it.",
    example: Example::under(
        "Europe",
        "\
* 2025-12-11 | Luzern, CH | [Group](https://example.org/)]
    * [**Rust meetup***](https://example.org/1))",
    )
    .mended(
        "\
* 2025-12-11 | Luzern, CH | [Group](https://example.org/)
    * [**Rust meetup**](https://example.org/1)",
    ),
    mend: "Take it out; `draft` and `check --fix` do.",
    remedy: Remedy::Safe("no word and no address changes"),
};

/// A bracket, star or full stop without its partner beside a link or in its text.
fn marks(page: &Page<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for found in page.items.iter().filter(|found| found.listing.grammar == Some(Grammar::TwoLines)) {
        for (number, line, head) in found.head_and_title_lines() {
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
