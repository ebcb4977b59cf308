//! Blanks, blank lines, bullets, and lines that go on in the next.

use super::about::{Check, CodeDoc, Example, Remedy};
use crate::{
    desk::page::{Page, PageItem},
    model::{Code, Edit, Grammar, Problem, Severity},
};

/// Blanks, blank lines and bullets.
pub const CHECK: Check = Check { codes: &[SPACING], wording: false, run: spacing };

const SPACING: CodeDoc = CodeDoc {
    code: Code::Spacing,
    severity: Severity::Note,
    meaning: "\
Blanks, blank lines or bullets other than the house's: `* DATE | PLACE | GROUPS`, four blanks and a
bullet before the title, one blank line before a heading and none after it.",
    example: Example::under(
        "Europe",
        "\
* 2025-12-10 | Reading , UK| [Group](https://example.org/)
  - [**Title of a talk**](https://example.org/1)",
    )
    .mended(
        "\
* 2025-12-10 | Reading, UK | [Group](https://example.org/)
    * [**Title of a talk**](https://example.org/1)",
    ),
    mend: "`draft` and `check --fix` mend it.",
    remedy: Remedy::Safe("only blanks, blank lines and bullets change"),
};

/// `* DATE | PLACE | GROUPS` and `    * TITLE`: bullets, indents and the blanks round the pipes; one
/// blank line before a heading and none after it.
fn spacing(page: &Page<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for found in page.items.iter().filter(|found| found.listing.grammar == Some(Grammar::TwoLines)) {
        let written = &found.listing.written;
        let fields = [&written.date, &written.place, &written.groups];
        if fields.iter().any(|field| field.trim().is_empty()) {
            continue;
        }
        for (number, line) in found.item.lines.iter().enumerate().filter(|(_, line)| !line.was_repaired()) {
            // What is no title becomes no item of the list.
            if number > 0 && !line.bullet && !found.is_title_line(number) {
                continue;
            }
            let right = if number == 0 {
                let [date, place, groups] = fields.map(|field| field.trim());
                format!("* {date} | {} | {groups}", spaced(place))
            } else {
                format!("    * {}", line.text.trim())
            };
            let stands = page.issue.text.get(line.span.clone()).unwrap_or_default();
            let same_words = stands.split_whitespace().eq(right.split_whitespace())
                || squeezed(stands) == squeezed(&right);
            if stands != right && same_words {
                let edit = Edit { span: line.span.clone(), text: right };
                let problem =
                    page.problem(Code::Spacing, line.span.clone(), "blanks or bullet other than the house's");
                problems.push(problem.with_fix("write it with the house's blanks", vec![edit], true));
            }
        }
    }
    problems.extend(blank_lines(page));
    problems.extend(lines(page));
    problems
}

/// One blank before an opening parenthesis, none inside the pair; none before a comma, one behind it.
pub fn spaced(place: &str) -> String {
    let mut out = String::with_capacity(place.len() + 1);
    for c in place.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        match c {
            '(' if out.ends_with(char::is_alphanumeric) => out.push_str(" ("),
            ')' | ',' => {
                out.truncate(out.trim_end().len());
                out.push(c);
            }
            ' ' if out.ends_with('(') => {}
            c => {
                if out.ends_with(',') && c != ' ' {
                    out.push(' ');
                }
                out.push(c);
            }
        }
    }
    out
}

/// Without white space, bullets and empty fields: what remains must not change.
fn squeezed(line: &str) -> String {
    line.trim_start().trim_start_matches(['*', '-', '+']).chars().filter(|c| !c.is_whitespace()).collect()
}

fn blank_lines(page: &Page<'_>) -> Vec<Problem> {
    let text = &page.issue.text;
    let mut problems = Vec::new();
    for heading in page.headings.iter().filter(|heading| heading.part.is_some()) {
        let above = text.get(..heading.span.start).unwrap_or_default();
        let content = above.trim_end_matches([' ', '\t', '\r', '\n']);
        let gap = above.get(content.len()..).unwrap_or_default();
        if gap.matches('\n').count() != 2 {
            let end = if gap.contains('\r') { "\r\n" } else { "\n" };
            let edit = Edit { span: content.len()..heading.span.start, text: end.repeat(2) };
            let problem =
                page.problem(Code::Spacing, heading.span.clone(), "one blank line stands before a heading");
            problems.push(problem.with_fix("leave one blank line before it", vec![edit], true));
        }
        let below = text.get(heading.span.end..).unwrap_or_default();
        let blank = below.len() - below.trim_start_matches([' ', '\t', '\r', '\n']).len();
        let gap = below.get(..blank).unwrap_or_default();
        let listed = page.items.iter().any(|found| found.item.span.start == heading.span.end + blank);
        if listed && gap.matches('\n').count() != 1 {
            let end = if gap.contains('\r') { "\r\n" } else { "\n" };
            let edit = Edit { span: heading.span.end..heading.span.end + blank, text: end.to_owned() };
            let problem =
                page.problem(Code::Spacing, heading.span.clone(), "no blank line stands after a heading");
            problems.push(problem.with_fix("leave no blank line after it", vec![edit], true));
        }
    }
    problems
}

/// A blank line between listings of one part or inside one, and a field that is wrapped into two lines.
fn lines(page: &Page<'_>) -> Vec<Problem> {
    let text = &page.issue.text;
    let mut problems = Vec::new();
    let mut above: Option<(usize, Option<usize>)> = None;
    for found in page.items.iter().filter(|found| found.listing.grammar == Some(Grammar::TwoLines)) {
        for (number, line) in found.item.lines.iter().enumerate() {
            if let Some((end, heading)) = above
                && heading == found.heading
                && let Some(gap) = text.get(end..line.span.start)
                && gap.trim().is_empty()
                && gap.matches('\n').count() > 1
            {
                let line_end = if gap.contains('\r') { "\r\n" } else { "\n" };
                let edit = Edit { span: end..line.span.start, text: line_end.to_owned() };
                let message = "no blank line stands between the lines of a list";
                let problem = page.problem(Code::Spacing, line.span.clone(), message);
                problems.push(problem.with_fix("leave it out", vec![edit], true));
            } else if number > 0 && is_wrapped(found, number) {
                let end = above.map_or(line.start, |(end, _)| end);
                let edit = Edit { span: end..line.start, text: " ".to_owned() };
                let message = "this line goes on with the field of the line above it";
                let problem = page.problem(Code::Spacing, line.span.clone(), message);
                problems.push(problem.with_fix("write it in one line", vec![edit], true));
            }
            above = Some((line.span.end, found.heading));
        }
    }
    problems
}

/// Whether a line is the end of a field that began above it.
fn is_wrapped(found: &PageItem<'_>, number: usize) -> bool {
    let Some(line) = found.item.lines.get(number) else { return false };
    let text = line.text.trim();
    let title = found.listing.written.title.lines().any(|title| title != text && title.ends_with(text));
    !line.bullet && (found.is_head_line(number) || (title && !found.is_title_line(number)))
}
