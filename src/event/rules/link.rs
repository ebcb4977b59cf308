//! A link and a day in common.

use super::{Rule, Same, Table};
use crate::event::evidence::{Agreement, Edition, Evidence, Likeness, Together};

/// Asked first: nothing else says as much as a link made for the occurrence.
pub(crate) const LINK: Table = &[&SAME_LINK, &LINGERING_ROW, &PAGE_OF_ANOTHER, &SAME_PAGE];

fn own(e: &Evidence) -> bool {
    e.link.is_some_and(|kind| kind.is_own())
}

static SAME_LINK: Rule = Rule {
    name: "same_link",
    reason: "the same link, made for one occurrence, on the same day",
    says: Same::Same,
    holds: |e| own(e) && e.days.touch(),
};

static LINGERING_ROW: Rule = Rule {
    name: "lingering_row",
    reason: "the same link on the day where it stood before, beside its new day",
    says: Same::Same,
    holds: |e| own(e) && e.presence.together != Together::No && e.presence.stood_there,
};

/// A page may be that of a room or a conference, with several meetings on one day.
static PAGE_OF_ANOTHER: Rule = Rule {
    name: "page_of_another",
    reason: "the same page on the same day, but another number in the title, or another group in another city",
    says: Same::Different,
    holds: |e| {
        e.link.is_some()
            && e.days.touch()
            && (e.title.edition == Edition::Different
                || e.city == Agreement::Different && e.group == Agreement::Different)
    },
};

static SAME_PAGE: Rule = Rule {
    name: "same_page",
    reason: "the same page on the same day, and a title like it or no other meeting there",
    says: Same::Same,
    holds: |e| {
        e.link.is_some()
            && e.days.touch()
            && (e.title.likeness >= Likeness::Near
                || e.presence.together != Together::SamePart && e.days.equal() && !e.presence.other_fits)
    },
};
