//! The line `Rusty Events between`.

use super::about::{Check, CodeDoc, Example, Remedy};
use crate::{
    desk::page::{HEADER, Page},
    model::{Code, Edit, Problem, Severity},
};

/// The line `Rusty Events between`.
pub const CHECK: Check = Check { codes: &[HEADER_DATES], wording: false, run: header };

const HEADER_DATES: CodeDoc = CodeDoc {
    code: Code::HeaderDates,
    severity: Severity::Warning,
    meaning: "\
The line `Rusty Events between` does not name the issue's date and the day four weeks later.",
    example: Example::header("Rusty Events between 2025-11-26 - 2025-12-24 🦀")
        .mended("Rusty Events between 2025-12-03 - 2025-12-31 🦀")
        .dated("2025-12-03"),
    mend: "\
Write `Rusty Events between 2025-12-03 - 2025-12-31`; `check --fix` does. `draft` leaves the line alone,
because it writes only below it.",
    remedy: Remedy::Safe("the issue's date says which days are right, and only they are replaced"),
};

/// The line `Rusty Events between` names the issue's date and the day four weeks later.
fn header(page: &Page<'_>) -> Vec<Problem> {
    let Some(line) = page.header() else { return Vec::new() };
    let content = line.text.trim_start_matches('\u{feff}');
    let right = format!("{HEADER} {} - {}", page.window.start(), page.window.end());
    if content.starts_with(&right) {
        return Vec::new();
    }
    // Only dates are replaced: what stands behind them is the editor's, and may be a better emoji.
    let start = line.span.start + line.text.len() - content.len();
    let dates = content.get(HEADER.len()..).unwrap_or_default();
    let length = HEADER.len()
        + dates.find(|c: char| !(c.is_ascii_digit() || " -/".contains(c))).unwrap_or(dates.len());
    let end = start + content.get(..length).unwrap_or(content).trim_end().len();
    let message = format!("the header's dates are not those of the issue of {}", page.issue.date);
    let fix = vec![Edit { span: start..end, text: right.clone() }];
    vec![page.problem(Code::HeaderDates, start..end, message).with_fix(format!("write `{right}`"), fix, true)]
}
