//! Titles that are not bold.

use super::about::{Check, CodeDoc, Example, Remedy};
use crate::{
    desk::page::Page,
    model::{Code, Edit, Grammar, Problem, Severity},
    newsletter::markdown::inline,
};

/// Titles that are not bold.
pub const CHECK: Check = Check { codes: &[TITLE_STYLE], wording: true, run: bold };

const TITLE_STYLE: CodeDoc = CodeDoc {
    code: Code::TitleStyle,
    severity: Severity::Note,
    meaning: "The title's link text is not bold.",
    example: Example::under(
        "Europe",
        "\
* 2025-12-11 | Luzern, CH | [Group](https://example.org/)
    * [Rust Meetup #16](https://example.org/1)",
    )
    .mended(
        "\
* 2025-12-11 | Luzern, CH | [Group](https://example.org/)
    * [**Rust Meetup #16**](https://example.org/1)",
    ),
    mend: "\
Write `[**Rust Meetup #16**](https://example.org/1)`; `draft` and `check --fix` do.",
    remedy: Remedy::Partly("where the words read the same in bold"),
};

/// The title's link text is bold.
fn bold(page: &Page<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for found in page.items.iter().filter(|found| found.listing.grammar == Some(Grammar::TwoLines)) {
        let first = (1..found.item.lines.len()).find(|number| found.is_title_line(*number));
        let Some(line) = first.and_then(|number| found.item.lines.get(number)) else { continue };
        for link in inline::links(&line.text) {
            let words = link.text.trim();
            let bold = words.len() > 4 && words.starts_with("**") && words.ends_with("**");
            // A bare address has no text that could be bold.
            if link.broken || words.is_empty() || bold || link.is_bare() {
                continue;
            }
            let at = |offset| line.position(&page.issue.text, offset);
            let span = at(link.text_start)..at(link.text_start + link.text.len());
            let text = format!("**{}**", words.replace("**", ""));
            let reads_so = inline::plain_and_whole(&text) == (inline::plain(words), true);
            let problem = page.problem(Code::TitleStyle, span.clone(), "the title is not bold");
            problems.push(problem.with_fix("make it bold", vec![Edit { span, text }], reads_so));
        }
    }
    problems
}
