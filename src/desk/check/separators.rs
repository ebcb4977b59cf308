//! What joins groups, and what joins links.

use super::about::{Check, CodeDoc, Example, Remedy};
use crate::{
    desk::page::Page,
    model::{Code, Edit, Grammar, Problem, Severity},
    newsletter::markdown::inline,
};

/// What joins groups and links.
pub const CHECK: Check = Check { codes: &[SEPARATOR_STYLE], wording: true, run: separators };

const SEPARATOR_STYLE: CodeDoc = CodeDoc {
    code: Code::SeparatorStyle,
    severity: Severity::Note,
    meaning: "Several groups are joined with ` + `, several links with ` | `.",
    example: Example::under("Europe", "\
* 2025-12-10 | Girona, ES | [Rust Girona](https://luma.com/rust-girona) | [Silicon Girona](https://example.org/)
    * [**Rust meetup**](https://example.org/1)").mended("\
* 2025-12-10 | Girona, ES | [Rust Girona](https://luma.com/rust-girona) + [Silicon Girona](https://example.org/)
    * [**Rust meetup**](https://example.org/1)"),
    mend: "`draft` and `check --fix` mend it.",
    remedy: Remedy::Safe("names and links stay as they are"),
};

/// Groups are joined with ` + `, links with ` | `.
fn separators(page: &Page<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for found in page.items.iter().filter(|found| found.listing.grammar == Some(Grammar::TwoLines)) {
        for (number, line, head) in found.head_and_title_lines() {
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
