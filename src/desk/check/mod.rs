//! Problems of an issue: what reading it found, and what an editor would find by looking at it.
//!
//! Each check is one file with a [`Check`]: its codes, how bad they are, what they mean, an example, who mends
//! them, and the function that looks for them in a [`Page`]. [`CHECKS`] names them all. `docs/problems.md` is
//! made of them.

pub use crate::desk::past::Past;
pub use about::{Check, CodeDoc, EXAMPLE_DATE, Earlier, Example, Remedy, Stands};
pub use docs::problems_md;
pub use new_since::new_since;

use super::page::Page;
use crate::model::{Code, Problem, Severity};

mod about;
mod calendars;
mod conflict_markers;
mod docs;
mod doubles;
mod groups;
mod header;
mod headings;
mod history;
mod links;
mod new_since;
mod no_city;
mod order;
mod pages;
mod place_style;
mod raw_html;
mod reading;
mod sections;
mod separators;
pub(super) mod spacing;
mod stray_marks;
mod title_days;
mod title_style;
pub(super) mod titles;
pub(super) mod window;

/// Every check.
pub const CHECKS: &[&Check] = &[
    &reading::file::CHECK,
    &reading::item::CHECK,
    &reading::date::CHECK,
    &reading::place::CHECK,
    &reading::link::CHECK,
    &conflict_markers::CHECK,
    &header::CHECK,
    &window::CHECK,
    &title_days::CHECK,
    &order::CHECK,
    &sections::CHECK,
    &headings::CHECK,
    &spacing::CHECK,
    &doubles::CHECK,
    &calendars::CHECK,
    &history::CHECK,
    &links::CHECK,
    &groups::CHECK,
    &pages::CHECK,
    &separators::CHECK,
    &place_style::CHECK,
    &no_city::CHECK,
    &titles::CHECK,
    &stray_marks::CHECK,
    &raw_html::CHECK,
    &title_style::CHECK,
];

/// What the check that carries a code says of it.
pub fn doc(code: Code) -> Option<&'static CodeDoc> {
    CHECKS.iter().flat_map(|check| check.codes).find(|doc| doc.code == code)
}

/// How bad a problem with this code is. Every code is carried by a check.
pub fn severity(code: Code) -> Severity {
    doc(code).map_or(Severity::Error, |doc| doc.severity)
}

/// Every problem of the page, in the order of the text.
pub fn check(page: &Page<'_>) -> Vec<Problem> {
    in_order(page, CHECKS.iter().flat_map(|check| (check.run)(page)).collect())
}

/// The problems that single words have: those whose fixes a draft takes before it is regenerated.
pub fn wording(page: &Page<'_>) -> Vec<Problem> {
    let checks = CHECKS.iter().filter(|check| check.wording);
    in_order(page, checks.flat_map(|check| (check.run)(page)).collect())
}

/// In the order of the text. A line whose date is none is left to a human as it stands: nothing in it is
/// mended unasked.
fn in_order(page: &Page<'_>, mut problems: Vec<Problem>) -> Vec<Problem> {
    for problem in &mut problems {
        let dateless = page.item_at(problem.span.start).is_some_and(|found| {
            found.listing.days.is_none()
                && found.listing.problems.iter().any(|problem| problem.code == Code::BadDate)
        });
        if let Some(fix) = problem.fix.as_mut().filter(|_| dateless) {
            fix.safe = false;
        }
    }
    problems.sort_by(|a, b| (a.span.start, a.code, &a.message).cmp(&(b.span.start, b.code, &b.message)));
    problems.dedup_by(|a, b| a.code == b.code && a.span == b.span && a.message == b.message);
    problems
}
