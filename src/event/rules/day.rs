//! A day in common, whatever the links.

use super::{Rule, Same, Table};
use crate::{
    event::evidence::{Agreement, DaysApart, Edition, Evidence, Likeness, OwnLinks, Together},
    model::Format,
};

/// So many words of its own make a title that no other event has by chance.
const OWN_TITLE: usize = 2;

/// Asked of what has a day in common, but no link that decides.
pub(crate) const DAY: Table = &[
    &OTHER_EDITION,
    &PRINTED_LATE,
    &ANNOUNCED,
    &SAME_CONFERENCE,
    &PART_OF_IT,
    &TWO_PLATFORMS,
    &TWO_SESSIONS,
    &ONE_UNNAMED,
    &ONE_EACH_WAY,
    &SAME_TITLE,
    &SAME_MEETING,
    &SAME_WEBINAR,
    &SAME_OCCASION,
    &HELD_TOGETHER,
    &HELD_WITH,
];

static OTHER_EDITION: Rule = Rule {
    name: "other_edition",
    reason: "another number in the title",
    says: Same::Different,
    holds: |e| e.days.touch() && e.title.edition == Edition::Different,
};

/// A day that had passed when it was printed is a slip, and says nothing of what stood there.
static PRINTED_LATE: Rule = Rule {
    name: "printed_late",
    reason: "its day had passed when it was printed, and it has another link",
    says: Same::Different,
    holds: |e| e.days.touch() && e.presence.printed_late && e.own_links.differ(),
};

/// Tickets are sold and announcements made under the day of the conference, before it has a listing of its own
/// and beside it; who does that may have their seat in another city.
static ANNOUNCED: Rule = Rule {
    name: "announced",
    reason: "the same first day, and one title speaks of the tickets or the announcement of the other",
    says: Same::Same,
    holds: |e| {
        e.title.announces
            && e.days.same_start()
            && (e.link.is_some()
                || e.group == Agreement::Same && (e.title.occasion || e.title.likeness == Likeness::Equal))
    },
};

/// A conference of several days is listed by its hosts, by its name with and without the year, once to
/// go to and once to watch.
static SAME_CONFERENCE: Rule = Rule {
    name: "same_conference",
    reason: "the same several days, and titles that name the same conference",
    says: Same::Same,
    holds: |e| {
        e.days == DaysApart::SameSpan
            && e.city != Agreement::Different
            && (e.title.occasion || e.title.likeness == Likeness::Equal)
            && (e.city == Agreement::Same || e.group == Agreement::Same || e.link.is_some())
            && e.own_links != OwnLinks::OnePlatform
    },
};

/// A hackathon at a conference is not the conference.
static PART_OF_IT: Rule = Rule {
    name: "part_of_it",
    reason: "a title only like it, and another first day: a part of it",
    says: Same::Different,
    holds: |e| e.days.touch() && e.title.likeness == Likeness::Near && !e.days.same_start(),
};

/// What a group announces on two platforms is one evening; two pages on one platform are two.
static TWO_PLATFORMS: Rule = Rule {
    name: "two_platforms",
    reason: "one evening of one group in one place, announced on two platforms",
    says: Same::Same,
    holds: |e| {
        e.own_links == OwnLinks::TwoPlatforms
            && e.days == DaysApart::OneDay
            && e.group == Agreement::Same
            && e.city != Agreement::Different
            && (!e.formats_apart || e.title.likeness >= Likeness::Near)
            && e.title.dates != Agreement::Different
    },
};

/// Whether two listings that are otherwise alike name the same people or the same title in one place.
fn titled(e: &Evidence) -> bool {
    // What several groups hold together, one of them may list again, under its own city online.
    let elsewhere = e.city == Agreement::Different && e.joint != Some(Format::Virtual);
    let by_group = e.group == Agreement::Same && e.title.likeness >= Likeness::Near;
    let by_city = e.city == Agreement::Same && e.title.likeness == Likeness::Equal;
    e.days.touch() && (by_group || by_city) && !elsewhere
}

/// Two links in one section of one issue are two sessions, unless one of them is the series' and the
/// other the occurrence's.
static TWO_SESSIONS: Rule = Rule {
    name: "two_sessions",
    reason: "one issue lists both in one part, each with a page of its own",
    says: Same::Different,
    holds: |e| {
        titled(e)
            && e.presence.together == Together::SamePart
            && e.group == Agreement::Same
            && e.joint.is_none()
            && e.own_links.differ()
            && (e.title.likeness != Likeness::Equal || e.own_links != OwnLinks::SeriesAndOccurrence)
    },
};

static ONE_UNNAMED: Rule = Rule {
    name: "one_unnamed",
    reason: "one issue lists both, and one of them has no title yet",
    says: Same::Different,
    holds: |e| {
        titled(e)
            && e.title.likeness == Likeness::Near
            && e.presence.together != Together::No
            && e.title.blank
    },
};

static ONE_EACH_WAY: Rule = Rule {
    name: "one_each_way",
    reason: "a title only like it, one in person and the other online",
    says: Same::Different,
    holds: |e| titled(e) && e.title.likeness == Likeness::Near && e.formats_apart,
};

static SAME_TITLE: Rule = Rule {
    name: "same_title",
    reason: "the same day, the same title or one like it, the same group or city",
    says: Same::Same,
    holds: |e| {
        let unhosted = e.title.likeness == Likeness::Equal
            && e.group == Agreement::Untold
            && e.city != Agreement::Different
            && e.days.touch();
        titled(e) || unhosted
    },
};

/// A team's meeting, whatever the channel. Two teams meet on one day, and the issue lists both.
static SAME_MEETING: Rule = Rule {
    name: "same_meeting",
    reason: "the same day online, no group, and the words of the one title in the other",
    says: Same::Same,
    holds: |e| {
        e.days == DaysApart::OneDay
            && e.online
            && e.group == Agreement::Untold
            && e.city == Agreement::Untold
            && e.title.covered
            && e.presence.together == Together::No
    },
};

static SAME_WEBINAR: Rule = Rule {
    name: "same_webinar",
    reason: "the same title of its own on the same day, by another host",
    says: Same::Same,
    holds: |e| {
        e.days.touch()
            && e.title.likeness == Likeness::Equal
            && e.title.own_words >= OWN_TITLE
            && !e.formats_apart
            && !(e.in_person && e.city == Agreement::Different)
    },
};

static SAME_OCCASION: Rule = Rule {
    name: "same_occasion",
    reason: "the same city and day, and titles that name the same occasion",
    says: Same::Same,
    holds: |e| {
        e.city == Agreement::Same
            && e.group != Agreement::Same
            && e.days.same_start()
            && !e.formats_apart
            && e.title.occasion
    },
};

/// An evening that two groups hold together: each lists it its own way.
static HELD_TOGETHER: Rule = Rule {
    name: "held_together",
    reason: "the same day, one links to the other's group, and the titles have words of their own in common",
    says: Same::Same,
    holds: |e| {
        e.days.same_start()
            && e.names_group
            && e.group != Agreement::Same
            && e.title.common_words >= OWN_TITLE
    },
};

static HELD_WITH: Rule = Rule {
    name: "held_with",
    reason: "the same day, and the title of the one says that it is held with the other's group",
    says: Same::Same,
    holds: |e| e.days.same_start() && e.held_with && e.group != Agreement::Same,
};
