//! The same event on another day, under another link, or both.

use super::{Rule, Same, Table};
use crate::event::evidence::{Agreement, DaysApart, Edition, Evidence, Likeness, LinkKind, Together};

/// A slip of the pen or a small correction moves an event by no more than this; no series meets again
/// so soon.
const SLIP_DAYS: i64 = 3;
/// A page that serves several occurrences moves none of them further than this.
const PAGE_MOVE_DAYS: i64 = 60;
/// A correction beside the row that it corrects goes no further than this.
const CORRECTION_DAYS: i64 = 31;
/// An event that was listed under a new link too was not moved further than this.
const RELINKED_MOVE_DAYS: i64 = 45;
/// An event that did not take place is held again within this time, or it is another one.
const RESCHEDULE_DAYS: i64 = 200;
/// A title that only names its own day was put off by less than two weeks, or it is the next one.
const NEXT_DAYS: i64 = 14;
/// An occurrence of a series moves no further under a new link.
const WEEK: i64 = 7;
/// A series of which only one occurrence is known meets about once a month.
const MONTH: i64 = 28;
/// So many words of its own make a title that no other event has by chance.
const OWN_TITLE: usize = 2;

/// Asked of what has a link, but no day in common.
pub(crate) const MOVED: Table = &[
    &OTHER_NUMBER,
    &OTHERS_LINK,
    &CORRECTED,
    &BOTH_LISTED,
    &MOVED_PAGE,
    &MISTYPED_PAGE,
    &PAGE_OF_MANY,
    &MOVED_LINK,
    &MISTYPED,
    &TOO_FAR,
    &PUT_OFF,
    &SAID_TO_CHANGE,
    &PUT_OFF_SOON,
    &OTHER_DATES,
    &NEXT_OCCURRENCE,
    &STILL_TO_COME,
    &LINK_OF_MANY,
];

/// Asked of what has a group and a day in common, where exactly one entry is gone and one new.
pub(crate) const REPLACED: Table = &[&REPLACED_ENTRY];

/// Asked of what has neither link nor day in common.
pub(crate) const RELINKED: Table = &[&MOVED_AND_RELINKED, &MOVED_IN_SERIES, &NEXT_MEETING];

/// Asked of what stands on the line on which the event stood when the issue was last read.
pub(crate) const EDITED: Table = &[&EDITED_LINE];

/// A line that says the same event still has kept so many of day, title, group and any link.
const KEPT: usize = 2;

static EDITED_LINE: Rule = Rule {
    name: "edited_line",
    reason: "on the line of the event before the issue was edited, with its page or two of day, title, group and link",
    says: Same::Same,
    holds: |e| {
        let kept = [
            matches!(e.days, DaysApart::OneDay | DaysApart::SameSpan | DaysApart::SameStart),
            e.title.likeness >= Likeness::Near,
            e.group == Agreement::Same,
            e.link.is_some(),
        ];
        e.link.is_some_and(|kind| kind > LinkKind::Group)
            || kept.into_iter().filter(|kept| *kept).count() >= KEPT
    },
};

/// A link in common on another day.
fn linked(e: &Evidence) -> bool {
    e.link.is_some() && !e.days.touch()
}

fn own(e: &Evidence) -> bool {
    e.link.is_some_and(LinkKind::is_own) && !e.days.touch()
}

fn page(e: &Evidence) -> bool {
    linked(e) && !own(e)
}

fn apart(e: &Evidence) -> i64 {
    e.days.apart().unwrap_or_default()
}

fn equal(e: &Evidence) -> bool {
    e.title.likeness == Likeness::Equal
}

static OTHER_NUMBER: Rule = Rule {
    name: "other_number",
    reason: "the same link on another day, and another number in the title",
    says: Same::Different,
    holds: |e| linked(e) && e.title.edition == Edition::Different,
};

static OTHERS_LINK: Rule = Rule {
    name: "others_link",
    reason: "the same link on another day, for another group in another city",
    says: Same::Different,
    holds: |e| linked(e) && e.group == Agreement::Different && e.city == Agreement::Different,
};

static CORRECTED: Rule = Rule {
    name: "corrected",
    reason: "the same link and title on another day beside the row of the old day: a correction",
    says: Same::Same,
    holds: |e| {
        let named = e.title.edition == Edition::Same || e.title.dates == Agreement::Same;
        own(e)
            && e.presence.together != Together::No
            && equal(e)
            && e.title.dates != Agreement::Different
            && (apart(e) < SLIP_DAYS || named && apart(e) <= CORRECTION_DAYS)
    },
};

static BOTH_LISTED: Rule = Rule {
    name: "both_listed",
    reason: "the same link on two days, and one issue lists both",
    says: Same::Different,
    holds: |e| linked(e) && e.presence.together != Together::No,
};

static MOVED_PAGE: Rule = Rule {
    name: "moved",
    reason: "the same page and a title of its own; the old day had not come yet, and the issue no longer lists it",
    says: Same::Same,
    holds: |e| {
        let slip = apart(e) <= SLIP_DAYS && equal(e);
        let titled = equal(e) && e.title.own_words >= OWN_TITLE && apart(e) <= PAGE_MOVE_DAYS;
        let numbered = e.title.edition == Edition::Same && apart(e) <= PAGE_MOVE_DAYS;
        page(e) && !of_many(e) && !e.presence.always_late && e.presence.gone && (slip || titled || numbered)
    },
};

static MISTYPED_PAGE: Rule = Rule {
    name: "mistyped",
    reason: "the same page and title; the old day had passed already when it was printed: a slip",
    says: Same::Same,
    holds: |e| page(e) && !of_many(e) && e.presence.always_late && equal(e),
};

/// Two occurrences with one page often have own links beside it.
fn of_many(e: &Evidence) -> bool {
    e.own_links.differ() || e.presence.serves_series || e.title.dates == Agreement::Different
}

static PAGE_OF_MANY: Rule = Rule {
    name: "page_of_many",
    reason: "the same page on another day: pages serve many occurrences",
    says: Same::Different,
    holds: page,
};

static MOVED_LINK: Rule = Rule {
    name: "moved",
    reason: "the same link; the old day had not come yet, and the issue no longer lists it",
    says: Same::Same,
    holds: |e| own(e) && (e.presence.gone || e.link == Some(LinkKind::Occurrence) && !e.presence.passed),
};

static MISTYPED: Rule = Rule {
    name: "mistyped",
    reason: "the same link; the old day had passed already when it was printed: a slip",
    says: Same::Same,
    holds: |e| own(e) && e.presence.always_late,
};

static TOO_FAR: Rule = Rule {
    name: "too_far",
    reason: "the same link, but far too late for an event that was put off, or before it",
    says: Same::Different,
    holds: |e| own(e) && (apart(e) > RESCHEDULE_DAYS || e.presence.printed_late),
};

static PUT_OFF: Rule = Rule {
    name: "put_off",
    reason: "the same link after the old day, and the title says that it was put off",
    says: Same::Same,
    holds: |e| own(e) && e.title.changed && e.title.likeness >= Likeness::Near,
};

static SAID_TO_CHANGE: Rule = Rule {
    name: "said_to_change",
    reason: "the same link after the old day, another title, and one of them says that it was changed",
    says: Same::Different,
    holds: |e| own(e) && e.title.changed,
};

/// Whatever the series: the page was made for this meeting.
static PUT_OFF_SOON: Rule = Rule {
    name: "put_off",
    reason: "the same link a few days after the old day: no series meets again so soon",
    says: Same::Same,
    holds: |e| {
        e.link == Some(LinkKind::Occurrence)
            && own(e)
            && equal(e)
            && apart(e) <= SLIP_DAYS
            && e.title.dates != Agreement::Different
    },
};

static OTHER_DATES: Rule = Rule {
    name: "other_dates",
    reason: "the same link, but the titles name other dates",
    says: Same::Different,
    holds: |e| own(e) && e.title.dates == Agreement::Different && !only_moved(e),
};

/// The page of one occurrence with nothing new in the title but its day, less than two weeks later: the
/// occurrence was put off, whatever else the page served before.
fn only_moved(e: &Evidence) -> bool {
    e.title.dates_of_days && apart(e) < NEXT_DAYS && e.link == Some(LinkKind::Occurrence)
}

static NEXT_OCCURRENCE: Rule = Rule {
    name: "next_occurrence",
    reason: "the same link after the old day, and it serves more than one meeting",
    says: Same::Different,
    holds: |e| own(e) && (e.title.blank || e.presence.serves_series && !only_moved(e)),
};

static STILL_TO_COME: Rule = Rule {
    name: "put_off",
    reason: "the same link, made for one occurrence, after the old day, and the title says that it is the same",
    says: Same::Same,
    holds: |e| {
        let numbered = e.title.edition == Edition::Same;
        let planned = e.off_plan.is_some_and(|days| 2 * days < e.presence.planned_after.unwrap_or(MONTH));
        let titled = equal(e)
            && e.link == Some(LinkKind::Occurrence)
            && e.title.own_words > 0
            && e.presence.repeats_after.is_none();
        let dated = e.title.dates_of_days;
        own(e) && (numbered || planned || titled || dated)
    },
};

static LINK_OF_MANY: Rule = Rule {
    name: "link_of_many",
    reason: "the same link after the old day, under a title that fits any meeting",
    says: Same::Different,
    holds: own,
};

static REPLACED_ENTRY: Rule = Rule {
    name: "replaced",
    reason: "the only new entry of its group on that day, and the only old one is gone",
    says: Same::Same,
    holds: |e| {
        e.presence.only_gone
            && e.days.equal()
            && e.group == Agreement::Same
            && e.city != Agreement::Different
            && !e.formats_apart
            && !e.presence.printed_late
            && e.title.edition != Edition::Different
    },
};

/// Neither link nor day in common: the group and the title have to say it.
fn relinked(e: &Evidence) -> bool {
    !e.days.touch()
        && e.presence.gone
        && e.presence.listed_before
        && e.group == Agreement::Same
        && e.city != Agreement::Different
        && !e.formats_apart
        && e.title.edition != Edition::Different
        && e.title.dates != Agreement::Different
}

static MOVED_AND_RELINKED: Rule = Rule {
    name: "moved_and_relinked",
    reason: "the same group and a title of its own on another day; the old entry is gone",
    says: Same::Same,
    holds: |e| {
        let titled = equal(e) && e.title.own_words >= OWN_TITLE && e.presence.repeats_after.is_none();
        let numbered = e.title.edition == Edition::Same && e.title.likeness >= Likeness::Near;
        relinked(e) && apart(e) <= RELINKED_MOVE_DAYS && (titled || numbered)
    },
};

/// The occurrences of a series have one title, but none is nearer to another than the series is wide.
static MOVED_IN_SERIES: Rule = Rule {
    name: "moved_in_series",
    reason: "the same group and title nearer to the old day than the series meets; the old entry is gone",
    says: Same::Same,
    holds: |e| {
        let near = e.presence.repeats_after.map_or(SLIP_DAYS, |days| ((days - 1) / 2).min(WEEK));
        relinked(e) && equal(e) && apart(e) <= near
    },
};

static NEXT_MEETING: Rule = Rule {
    name: "next_meeting",
    reason: "the same group on another day under another link: its next meeting",
    says: Same::Different,
    holds: |e| !e.days.touch() && e.group == Agreement::Same,
};
