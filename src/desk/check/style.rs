//! Blanks, bullets, separators, and what git leaves behind.

use crate::{
    desk::page::{self, Page},
    model::{Code, Edit, Grammar, Problem},
    newsletter::markdown::inline,
};

/// Lines that git leaves where a merge needs a decision.
pub fn conflict_markers(page: &Page<'_>) -> Vec<Problem> {
    page::conflict_markers(&page.issue.text)
        .into_iter()
        .map(|(_, line)| {
            let problem = page.problem(Code::ConflictMarker, line.span, "a merge that was not finished");
            problem.with_help("decide which side is right, and delete the markers")
        })
        .collect()
}

/// `* DATE | PLACE | GROUPS` and `    * TITLE`: bullets, indents and the blanks round the pipes; one
/// blank line before a heading and none after it.
pub fn spacing(page: &Page<'_>) -> Vec<Problem> {
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
    problems.extend(super::lines::lines(page));
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

/// Groups are joined with ` + `, links with ` | `.
pub fn separators(page: &Page<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for found in page.items.iter().filter(|found| found.listing.grammar == Some(Grammar::TwoLines)) {
        for (number, line) in found.item.lines.iter().enumerate() {
            let head = found.is_head_line(number);
            if !head && !found.is_title_line(number) {
                continue;
            }
            let right = if head { " + " } else { " | " };
            let from = if number == 0 {
                line.text.find(found.listing.written.groups.as_str()).unwrap_or(0)
            } else {
                0
            };
            let links: Vec<_> =
                inline::links(&line.text).into_iter().filter(|link| link.span.start >= from).collect();
            for pair in links.windows(2) {
                let [first, second] = pair else { continue };
                let between = line.text.get(first.span.end..second.span.start).unwrap_or_default();
                let plain = matches!(between.trim(), "|" | "and" | "&" | "," | ";" | "+" | "-" | "/");
                if plain && between != right {
                    let at = |offset| line.position(&page.issue.text, offset);
                    let span = at(first.span.end)..at(second.span.start);
                    let what = if head { "groups" } else { "links" };
                    let edit = Edit { span: span.clone(), text: right.to_owned() };
                    let problem = page.problem(
                        Code::SeparatorStyle,
                        span,
                        format!("the house joins {what} with `{right}`"),
                    );
                    problems.push(problem.with_fix(format!("write `{right}`"), vec![edit], true));
                }
            }
        }
    }
    problems
}
