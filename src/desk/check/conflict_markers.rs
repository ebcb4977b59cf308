//! What git leaves where a merge needs a decision.

use super::about::{Check, CodeDoc, Example, Remedy};
use crate::{
    desk::page::{self, Page},
    model::{Code, Problem, Severity},
};

/// Merges that were not finished.
pub const CHECK: Check = Check { codes: &[CONFLICT_MARKER], wording: false, run: conflict_markers };

const CONFLICT_MARKER: CodeDoc = CodeDoc {
    code: Code::ConflictMarker,
    severity: Severity::Error,
    meaning: "\
A line that git leaves where two changes need a decision; in the events section `=======` alone, too.",
    example: Example::section(
        "\
<<<<<<< HEAD
### Europe
* 2025-12-10 | Bern, CH | [Group](https://example.org/)
    * [**Rust meetup**](https://example.org/1)",
    )
    .mended(
        "\
### Europe
* 2025-12-10 | Bern, CH | [Group](https://example.org/)
    * [**Rust meetup**](https://example.org/1)",
    ),
    mend: "Finish the merge. Until then `draft` and `check --fix` write nothing.",
    remedy: Remedy::Human("which side is right is for someone to decide"),
};

/// Lines that git leaves where a merge needs a decision.
fn conflict_markers(page: &Page<'_>) -> Vec<Problem> {
    page::conflict_markers(&page.issue.text)
        .into_iter()
        .map(|(_, line)| {
            let problem = page.problem(Code::ConflictMarker, line.span, "a merge that was not finished");
            problem.with_help("decide which side is right, and delete the markers")
        })
        .collect()
}
