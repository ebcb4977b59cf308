//! Days outside those of the issue, and likely slips.

use chrono::{Datelike, Months, NaiveDate, TimeDelta};

use super::about::{Check, CodeDoc, Example, Remedy};
use crate::{
    desk::page::{Page, PageItem},
    model::{Code, Days, Edit, Problem, Severity},
    newsletter,
};

/// Days that the issue does not cover.
pub const CHECK: Check =
    Check { codes: &[PAST_EVENT, OUTSIDE_WINDOW, DATE_SLIP], wording: false, run: window };

const PAST_EVENT: CodeDoc = CodeDoc {
    code: Code::PastEvent,
    severity: Severity::Warning,
    meaning: "\
The last day of the listing lies before the issue's date. A draft begins as a copy of the week before,
so that it holds some until they are taken out.",
    example: Example::under(
        "Europe",
        "\
* 2025-11-26 | Bern, CH | [Group](https://example.org/)
    * [**Rust meetup**](https://example.org/1)",
    )
    .mended(
        "\
* 2025-12-03 | Bern, CH | [Group](https://example.org/)
    * [**Rust meetup**](https://example.org/1)",
    )
    .dated("2025-12-03"),
    mend: "\
Leave the listing out; `draft` does. `check --fix` does not: it takes no event out of a file.",
    remedy: Remedy::Human("`check --fix` takes no event out of a file, and `draft` does"),
};

const OUTSIDE_WINDOW: CodeDoc = CodeDoc {
    code: Code::OutsideWindow,
    severity: Severity::Warning,
    meaning: "\
The listing begins after the last day that the issue covers: its date and the 28 days after it.",
    example: Example::under(
        "Europe",
        "\
* 2026-01-14 | Bern, CH | [Group](https://example.org/)
    * [**Rust meetup**](https://example.org/1)",
    )
    .mended(
        "\
* 2025-12-31 | Bern, CH | [Group](https://example.org/)
    * [**Rust meetup**](https://example.org/1)",
    )
    .dated("2025-12-03"),
    mend: "It can wait for a later issue.",
    remedy: Remedy::Human("an event far ahead may be listed on purpose"),
};

const DATE_SLIP: CodeDoc = CodeDoc {
    code: Code::DateSlip,
    severity: Severity::Error,
    meaning: "\
The date is more than six weeks off the days that the issue covers, and with another year, or with the
month before or after, it would lie in them.",
    example: Example::under(
        "Virtual",
        "\
* 2024-01-02 | Virtual (Berlin, DE) | [Group](https://example.org/)
    * [**Rust meetup**](https://example.org/1)",
    )
    .mended(
        "\
* 2025-01-02 | Virtual (Berlin, DE) | [Group](https://example.org/)
    * [**Rust meetup**](https://example.org/1)",
    )
    .dated("2024-12-11"),
    mend: "Look at the event's page, and write the right year or month: `2025-01-02`.",
    remedy: Remedy::Offered("the likely date is a guess that the event's page has to confirm"),
};

/// What has passed, what is too far ahead, and what is so far off that year or month must be a slip.
fn window(page: &Page<'_>) -> Vec<Problem> {
    page.items.iter().filter_map(|found| outside(page, found)).collect()
}

fn outside(page: &Page<'_>, found: &PageItem<'_>) -> Option<Problem> {
    let days = found.listing.days?;
    let span = found.locate(page.issue, &found.listing.written.date);
    if let Some(right) = slip(days, page.window) {
        let message = format!(
            "{} is far from the issue's date; perhaps {}?",
            newsletter::days_field(days),
            newsletter::days_field(right)
        );
        let edit = Edit { span: span.clone(), text: newsletter::days_field(right) };
        let problem = page.problem(Code::DateSlip, span, message);
        return Some(problem.with_help("look at the event's page").with_fix(
            "write the likely date",
            vec![edit],
            false,
        ));
    }
    if days.end() < page.issue.date {
        let message = format!("it ended on {}, before the issue of {}", days.end(), page.issue.date);
        return Some(page.problem(Code::PastEvent, span, message).with_help("`draft` drops it"));
    }
    (days.start() > page.window.end()).then(|| {
        let message =
            format!("it begins on {}, after the last day of the window, {}", days.start(), page.window.end());
        page.problem(Code::OutsideWindow, span, message).with_help("it can wait for a later issue")
    })
}

/// A date far off the window that lies in it with another year, or with the month before or after.
///
/// A draft holds the past events of a week or two, so that what ended lately is no slip.
pub(in crate::desk) fn slip(days: Days, window: Days) -> Option<Days> {
    let far = TimeDelta::days(45);
    let off = days.end() < window.start() - far || days.start() > window.end() + far;
    if !off {
        return None;
    }
    let fits = |days: &Days| days.overlaps(window);
    let years = [window.start().year(), window.end().year()];
    let shifted =
        |shift: &dyn Fn(NaiveDate) -> Option<NaiveDate>| Days::new(shift(days.start())?, shift(days.end())?);
    let by_year = years.iter().find_map(|year| shifted(&|day| day.with_year(*year)).filter(fits));
    by_year.or_else(|| {
        let later = shifted(&|day| day.checked_add_months(Months::new(1))).filter(fits);
        later.or_else(|| shifted(&|day| day.checked_sub_months(Months::new(1))).filter(fits))
    })
}
