//! What the desk asks of the rows of one issue, of two versions of it, and of calendars. Behind these
//! stand the tables of a link and a day in common.

use super::{Rule, Same, Table};
use crate::event::evidence::{Agreement, Evidence, Likeness, LinkKind, OwnLinks};

/// A double inside one part: what is the same can become one line, what may be needs someone.
pub(super) const DOUBLE: Table =
    &[&OTHER_DAYS, &ONE_LINE_TWICE, &ONE_PAGE, &LISTED_TWICE, &TWO_PAGES, &TWO_TITLES];

/// The other part's row of a hybrid event: any of the signs of a double, or the link alone.
pub(super) const TWIN: Table = &[&OTHER_DAYS, &ONE_LINE_TWICE, &TWIN_LINK, &LISTED_TWICE, &TWO_PAGES];

/// The same row in another version of the draft: its link stays while its day is mended.
pub(super) const BASE: Table = &[&ROW_LINK, &LISTED_TWICE];

/// A calendar's event: the page says which it is, whatever the day.
pub(super) const INCOMING: Table =
    &[&ANNOUNCED_LINK, &OTHER_DAYS, &ONE_LINE_TWICE, &TWIN_LINK, &LISTED_TWICE, &TWO_PAGES];

/// The same for a calendar's row and an event of the issues, which no one confirms: a group's only event of
/// a day is its calendar's only row.
pub(super) const CALENDAR: Table =
    &[&ANNOUNCED_LINK, &OTHER_DAYS, &ONE_LINE_TWICE, &TWO_TITLES, &ONLY_ONE, &LISTED_TWICE];

fn own(e: &Evidence) -> bool {
    e.own_links == OwnLinks::Shared || e.link.is_some_and(|kind| kind > LinkKind::Group)
}

fn one_place(e: &Evidence) -> bool {
    e.city != Agreement::Different
}

static OTHER_DAYS: Rule = Rule {
    name: "other_days",
    reason: "no day in common",
    says: Same::Different,
    holds: |e| !e.days.touch(),
};

static ONE_LINE_TWICE: Rule = Rule {
    name: "one_line_twice",
    reason: "one link on one day",
    says: Same::Same,
    holds: |e| {
        let known = e.group == Agreement::Same || e.title.likeness >= Likeness::Near;
        own(e) && e.days.equal() && one_place(e) && known
    },
};

/// Several cities may take part in one webinar, and a page is pasted beside the wrong line.
static ONE_PAGE: Rule = Rule {
    name: "one_page",
    reason: "one link on one day",
    says: Same::Unsure,
    holds: |e| own(e) && e.days.touch(),
};

static LISTED_TWICE: Rule = Rule {
    name: "listed_twice",
    reason: "one group, day and title",
    says: Same::Same,
    holds: |e| {
        e.days.equal()
            && e.group == Agreement::Same
            && e.title.likeness == Likeness::Equal
            && !e.title.blank
            && one_place(e)
            && !e.other_pages
    },
};

static TWO_PAGES: Rule = Rule {
    name: "two_pages",
    reason: "one group, day and title under two links",
    says: Same::Unsure,
    holds: |e| {
        e.days.equal() && e.group == Agreement::Same && e.title.likeness == Likeness::Equal && one_place(e)
    },
};

/// Pages of one group on one platform are sessions where the titles differ.
static TWO_TITLES: Rule = Rule {
    name: "two_titles",
    reason: "one group on one day, each with a page and a title of its own",
    says: Same::Different,
    holds: |e| e.own_links == OwnLinks::OnePlatform && e.title.likeness != Likeness::Equal,
};

static ONLY_ONE: Rule = Rule {
    name: "only_one",
    reason: "the only event of the group that day, and the only one in its calendar",
    says: Same::Same,
    holds: |e| {
        e.presence.only_gone
            && e.group == Agreement::Same
            && e.days.touch()
            && one_place(e)
            && !e.formats_apart
    },
};

static TWIN_LINK: Rule = Rule {
    name: "twin_link",
    reason: "one link on one day",
    says: Same::Same,
    holds: |e| own(e) && e.days.touch(),
};

static ROW_LINK: Rule = Rule {
    name: "row_link",
    reason: "the same link in both versions",
    says: Same::Same,
    holds: |e| own(e) && (e.days.touch() || e.link == Some(LinkKind::Occurrence)),
};

static ANNOUNCED_LINK: Rule = Rule {
    name: "announced_link",
    reason: "the same link, made for one occurrence",
    says: Same::Same,
    holds: |e| e.link == Some(LinkKind::Occurrence),
};
