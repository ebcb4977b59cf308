//! Blank lines inside the list, and lines that go on in the next.

use crate::{
    desk::page::{Page, PageItem},
    model::{Code, Edit, Grammar, Problem},
};

/// A blank line between listings of one part or inside one, and a field that is wrapped into two lines.
pub fn lines(page: &Page<'_>) -> Vec<Problem> {
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
