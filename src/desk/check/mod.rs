//! Problems of an issue: what reading it found, and what an editor would find by looking at it.
//!
//! Each rule is a small function over a [`Page`]; [`RULES`] names them all with the codes that they give.

use std::{collections::BTreeSet, sync::Arc};

pub use crate::desk::past::Past;
pub use new_since::new_since;

use super::page::Page;
use crate::model::{Code, Problem};

mod calendars;
pub(super) mod dates;
mod doubles;
mod groups;
mod headings;
mod history;
mod lines;
mod links;
mod new_since;
mod order;
mod pages;
mod places;
mod sections;
mod stray;
pub(super) mod style;
mod title_days;
pub(super) mod titles;

/// One thing that is looked for.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// The codes that it gives.
    pub codes: &'static [Code],
    /// Whether its fixes change single words, so that a draft may be mended by them before it is
    /// regenerated.
    pub wording: bool,
    /// Looks.
    pub run: fn(&Page<'_>) -> Vec<Problem>,
}

/// Every rule.
pub const RULES: &[Rule] = &[
    Rule { codes: &[Code::ConflictMarker], wording: false, run: style::conflict_markers },
    Rule { codes: &[Code::HeaderDates, Code::MacRoman], wording: false, run: dates::header },
    Rule {
        codes: &[Code::PastEvent, Code::OutsideWindow, Code::DateSlip],
        wording: false,
        run: dates::window,
    },
    Rule { codes: &[Code::TitleDate], wording: false, run: title_days::title },
    Rule { codes: &[Code::Order], wording: false, run: order::order },
    Rule { codes: &[Code::WrongSection, Code::HybridOnce], wording: false, run: sections::sections },
    Rule {
        codes: &[Code::HeadingStyle, Code::HeadingOrder, Code::UnknownHeading, Code::EmptyHeading],
        wording: false,
        run: headings::headings,
    },
    Rule { codes: &[Code::Spacing], wording: false, run: style::spacing },
    Rule { codes: &[Code::Double, Code::LikelyDouble], wording: false, run: doubles::doubles },
    Rule {
        codes: &[Code::CalendarDay, Code::CalendarCancelled, Code::CalendarPlace, Code::CalendarGone],
        wording: false,
        run: calendars::calendars,
    },
    Rule { codes: &[Code::Moved, Code::Missing], wording: false, run: history::history },
    Rule {
        codes: &[
            Code::SecretInLink,
            Code::TrackingParameter,
            Code::LocalePath,
            Code::RedirectLink,
            Code::HttpLink,
            Code::LinkStyle,
        ],
        wording: true,
        run: links::links,
    },
    Rule { codes: &[Code::GroupRelinked, Code::GroupRenamed], wording: false, run: groups::names },
    Rule { codes: &[Code::GroupElsewhere], wording: false, run: groups::cities },
    Rule { codes: &[Code::OtherGroupsLink], wording: false, run: groups::hosts },
    Rule { codes: &[Code::PageTwice, Code::FormatContradicted], wording: false, run: pages::pages },
    Rule { codes: &[Code::SeparatorStyle], wording: true, run: style::separators },
    Rule { codes: &[Code::PlaceStyle], wording: true, run: places::wording },
    Rule { codes: &[Code::NoCity], wording: false, run: places::without_city },
    Rule { codes: &[Code::PlaceholderTitle], wording: false, run: titles::placeholder },
    Rule { codes: &[Code::TitleFormat], wording: false, run: titles::format },
    Rule { codes: &[Code::StrayMark], wording: true, run: stray::marks },
    Rule { codes: &[Code::RawHtml], wording: true, run: stray::html },
    Rule { codes: &[Code::TitleStyle], wording: true, run: titles::bold },
];

/// Every problem of the page, in the order of the text: those of reading and those of [`RULES`].
pub fn check(page: &Page<'_>) -> Vec<Problem> {
    let mut problems = reading(page);
    problems.extend(RULES.iter().flat_map(|rule| (rule.run)(page)));
    in_order(page, problems)
}

/// The problems that single words have: those whose fixes a draft takes before it is regenerated.
pub fn wording(page: &Page<'_>) -> Vec<Problem> {
    let mut problems = reading(page);
    problems.extend(RULES.iter().filter(|rule| rule.wording).flat_map(|rule| (rule.run)(page)));
    in_order(page, problems)
}

/// What reading the issue found.
fn reading(page: &Page<'_>) -> Vec<Problem> {
    let whole = page.catalogue.problems.iter().filter(|problem| Arc::ptr_eq(&problem.file, &page.issue.file));
    let mut cities = BTreeSet::new();
    let single = page.items.iter().flat_map(|found| {
        let past = found.listing.days.is_some_and(|days| days.end() < page.issue.date);
        found.listing.problems.iter().map(move |problem| (past, problem))
    });
    // A city that no table knows is told once, and only where an event is still to come.
    let single = single.filter(|(past, problem)| {
        problem.code != Code::UnknownCity || (!past && cities.insert(problem.message.clone()))
    });
    whole.chain(single.map(|(_, problem)| problem)).cloned().collect()
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
