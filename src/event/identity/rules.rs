//! The rules by which a listing belongs to an event. Each answers for one listing and one event.

use chrono::NaiveDate;
use serde::Serialize;

use super::{
    features::{Features, conflict, share},
    keys::Kind,
    known::{Events, Known},
    title::{Edition, Likeness},
};
use crate::model::{Days, Format};

/// A slip of the pen or a small correction moves an event by no more than this.
const SLIP_DAYS: i64 = 3;
/// A page that serves several occurrences moves none of them further than this.
const PAGE_MOVE_DAYS: i64 = 60;
/// An event that was listed under a new link too was not moved further than this.
const RELINKED_MOVE_DAYS: i64 = 45;
/// An event that did not take place is held again within this time, or it is another one.
const RESCHEDULE_DAYS: i64 = 200;

/// Why a listing belongs to its event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// It is the first listing of the event.
    First,
    /// A link and a day in common.
    SameLink,
    /// A link made for one occurrence, and a day on which the event stood before; the issue lists
    /// the newer day too.
    LingeringRow,
    /// The same day, the same or nearly the same title, the same group or city.
    SameTitle,
    /// The same day and title online, once for each host.
    SameWebinar,
    /// The same day and city, and titles that name the same occasion.
    SameOccasion,
    /// The same link; the other day had not come yet, and the issue no longer lists it.
    Moved,
    /// The same link on days next to each other, both in one issue: a correction beside the row
    /// that it corrects.
    Corrected,
    /// The same link; the other day had passed already when it was first printed.
    Mistyped,
    /// The same link made for one occurrence and the same title after the other day had passed: it
    /// was put off.
    PutOff,
    /// The same group and day; the entry that stood there is gone from the issue.
    Replaced,
    /// The same group and a title of its own; the entry on the other day is gone from the issue.
    MovedAndRelinked,
}

/// Where the rules look: the events, and which issue is being read.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    pub events: &'a Events,
    pub issue: usize,
    /// The first day from which on the issue lists what is to come (see [`covered_from`]).
    pub covered_from: NaiveDate,
}

/// The first day from which on an issue lists what is to come, by the first day on which something
/// begins: from 2016 to 2021 the newsletter left out what took place on the next two days.
pub fn covered_from(issue: NaiveDate, first_start: Option<NaiveDate>) -> NaiveDate {
    let next_days = issue.checked_add_days(chrono::Days::new(3)).unwrap_or(issue);
    first_start.map_or(next_days, |first| first.min(next_days))
}

fn apart(a: Days, b: Days) -> i64 {
    (a.start() - b.start()).num_days().abs()
}

impl Context<'_> {
    /// Whether the issue would list the event, were it still to take place on its day.
    fn would_list(&self, known: &Known) -> bool {
        known.days.end() >= self.covered_from
    }

    fn known(&self, event: usize) -> &Known {
        &self.events.all[event]
    }

    fn likeness(&self, f: &Features, event: &Known) -> Likeness {
        if event.titles.iter().all(|title| title.blank) || f.title.blank {
            return Likeness::Near;
        }
        let mut best = Likeness::Far;
        for title in event.titles.iter().rev().take(4) {
            best = best.max(title.likeness(&f.title));
            if best == Likeness::Equal {
                break;
            }
        }
        best
    }

    fn edition(&self, f: &Features, event: &Known) -> Edition {
        event.title().map_or(Edition::Unknown, |title| title.edition(&f.title))
    }

    /// A link and a day in common.
    pub fn same_link(&self, f: &Features, event: usize) -> Option<Reason> {
        let known = self.known(event);
        let kind = known.shared_link(f)?;
        if !known.days.overlaps(f.days) {
            let lingering = kind.is_own() && known.is_in(self.issue) && known.past_days.contains(&f.days);
            return lingering.then_some(Reason::LingeringRow);
        }
        if kind.is_own() {
            return Some(Reason::SameLink);
        }
        // A page may be that of a room or a conference, with several meetings on one day.
        let edition = self.edition(f, known);
        if edition == Edition::Different
            || conflict(&known.cities, &f.cities) && conflict(&known.groups, &f.groups)
        {
            return None;
        }
        let alike = self.likeness(f, known) >= Likeness::Near;
        let both_listed = known.is_in(self.issue) && known.rows.iter().any(|row| row.online == f.online);
        (alike || !both_listed && known.days == f.days && !self.other_row_fits(f, event))
            .then_some(Reason::SameLink)
    }

    /// Whether another event with the page and the day has the listing's very title.
    fn other_row_fits(&self, f: &Features, event: usize) -> bool {
        self.events.with_link(f).into_iter().filter(|other| *other != event).any(|other| {
            let other = self.known(other);
            other.days == f.days && self.likeness(f, other) == Likeness::Equal
        })
    }

    /// The same day, whatever the links.
    pub fn same_day(&self, f: &Features, event: usize) -> Option<Reason> {
        let known = self.known(event);
        if !known.days.overlaps(f.days) || self.edition(f, known) == Edition::Different {
            return None;
        }
        let likeness = self.likeness(f, known);
        let group = share(&known.groups, &f.groups);
        let city = share(&known.cities, &f.cities);
        let other_city = conflict(&known.cities, &f.cities);
        let here = known.is_in(self.issue);
        // A day that had passed when it was printed is a slip, and says nothing of what stood there.
        if f.days.end() < f.issue && known.own_links_differ(f) {
            return None;
        }
        // A hackathon at a conference is not the conference.
        let same_start = known.days.start() == f.days.start();
        if likeness == Likeness::Near && !same_start {
            return None;
        }
        // What several groups hold together, one of them may list again, under its own city online.
        let joint = group && known.rows.iter().any(|row| row.organisers > f.organisers);
        let elsewhere = other_city && !(joint && f.format == Format::Virtual);
        if likeness >= Likeness::Near && (group || city && likeness == Likeness::Equal) && !elsewhere {
            // Two links in one section of one issue are two sessions, unless one of them is the
            // series' and the other the occurrence's.
            let same_section = here && known.rows.iter().any(|row| row.online == f.online);
            let two_sessions = same_section && group && !joint && known.own_links_differ(f) && {
                let series =
                    |row: &Features| row.links.iter().any(|(_, kind)| matches!(kind, Kind::Planned(_)));
                likeness != Likeness::Equal || series(f) == known.rows.iter().any(|row| series(row))
            };
            let blank = likeness == Likeness::Near
                && here
                && (f.title.blank || known.rows.iter().any(|r| r.title.blank));
            let near_elsewhere = likeness == Likeness::Near && !known.format_agrees(f.format);
            if !two_sessions && !blank && !near_elsewhere {
                return Some(Reason::SameTitle);
            }
            return None;
        }
        let newest = known.title()?;
        if likeness == Likeness::Equal && known.groups.is_empty() && f.groups.is_empty() && !other_city {
            return Some(Reason::SameTitle);
        }
        if likeness == Likeness::Equal && f.title.content.len() >= 2 && known.format_agrees(f.format) {
            use crate::model::Format::InPerson;
            let both_in_person =
                f.format == InPerson && known.formats.iter().all(|format| *format == InPerson);
            if !(both_in_person && other_city) {
                return Some(Reason::SameWebinar);
            }
        }
        if city
            && !group
            && known.days.start() == f.days.start()
            && known.format_agrees(f.format)
            && newest.same_occasion(&f.title)
        {
            return Some(Reason::SameOccasion);
        }
        None
    }

    /// A link in common on another day.
    pub fn moved(&self, f: &Features, event: usize) -> Option<Reason> {
        let known = self.known(event);
        let kind = known.shared_link(f)?;
        if known.days.overlaps(f.days)
            || self.edition(f, known) == Edition::Different
            || conflict(&known.groups, &f.groups) && conflict(&known.cities, &f.cities)
        {
            return None;
        }
        let own = kind.is_own();
        let title = known.title()?;
        let likeness = self.likeness(f, known);
        let apart = apart(known.days, f.days);
        if known.is_in(self.issue) {
            let slip =
                own && apart < SLIP_DAYS && likeness == Likeness::Equal && !title.dates_differ(&f.title);
            return slip.then_some(Reason::Corrected);
        }
        if !own {
            // Two occurrences with one page often have own links beside it.
            if known.own_links_differ(f) || self.serves_a_series(f) || title.dates_differ(&f.title) {
                return None;
            }
            let slip = apart <= SLIP_DAYS && likeness == Likeness::Equal;
            let same = likeness == Likeness::Equal && f.title.content.len() >= 2 && apart <= PAGE_MOVE_DAYS;
            if known.mistyped && likeness == Likeness::Equal {
                return Some(Reason::Mistyped);
            }
            let numbered = self.edition(f, known) == Edition::Same && apart <= PAGE_MOVE_DAYS;
            return (self.would_list(known) && (slip || same || numbered)).then_some(Reason::Moved);
        }
        if self.would_list(known) {
            return Some(Reason::Moved);
        }
        if known.mistyped {
            return Some(Reason::Mistyped);
        }
        if f.days.end() < known.days.start() || apart > RESCHEDULE_DAYS {
            return None;
        }
        if f.title.changed || title.changed {
            return (likeness >= Likeness::Near).then_some(Reason::PutOff);
        }
        if title.dates_differ(&f.title) {
            return None;
        }
        // No series meets again so soon: whatever the title, the page was made for this meeting.
        if kind == Kind::Occurrence && apart <= SLIP_DAYS && likeness == Likeness::Equal {
            return Some(Reason::PutOff);
        }
        if title.blank || f.title.blank || self.serves_a_series(f) {
            return None;
        }
        let edition = self.edition(f, known) == Edition::Same;
        let planned = matches!(kind, Kind::Planned(day) if 2 * (f.days.start() - day).num_days().abs() < self.period(f));
        let same_title = likeness == Likeness::Equal
            && kind == Kind::Occurrence
            && !f.title.content.is_empty()
            && !self.is_series(f, event);
        (edition || planned || same_title).then_some(Reason::PutOff)
    }

    /// Whether a link is known to have served more than one occurrence.
    fn serves_a_series(&self, f: &Features) -> bool {
        self.events.with_link(f).len() > 1
    }

    /// Whether the group has held other events under this title.
    fn is_series(&self, f: &Features, event: usize) -> bool {
        self.events.of_series(f).into_iter().any(|other| {
            let known = self.known(other);
            other != event && known.days != f.days && known.days != self.known(event).days
        })
    }

    /// The least number of days between two occurrences of the series on Meetup, 28 where only one
    /// is known.
    fn period(&self, f: &Features) -> i64 {
        self.events.period(f).unwrap_or(28)
    }

    /// The same group and day, another title and link: what stood there is gone from the issue.
    pub fn replaced(&self, f: &Features, event: usize) -> Option<Reason> {
        let known = self.known(event);
        let fits = known.days == f.days
            && f.days.end() >= f.issue
            && !known.is_in(self.issue)
            && share(&known.groups, &f.groups)
            && !conflict(&known.cities, &f.cities)
            && known.format_agrees(f.format)
            && self.edition(f, known) != Edition::Different;
        fits.then_some(Reason::Replaced)
    }

    /// The same group and title on another day under another link: the old day is gone.
    pub fn moved_and_relinked(&self, f: &Features, event: usize) -> Option<Reason> {
        let known = self.known(event);
        let title = known.title()?;
        let edition = self.edition(f, known);
        let own_title = f.title.content.len() >= 2 && !self.is_series(f, event) || edition == Edition::Same;
        let fits = !known.days.overlaps(f.days)
            && !known.is_in(self.issue)
            && known.issue + 1 == self.issue
            && self.would_list(known)
            && apart(known.days, f.days) <= RELINKED_MOVE_DAYS
            && share(&known.groups, &f.groups)
            && !conflict(&known.cities, &f.cities)
            && known.format_agrees(f.format)
            && edition != Edition::Different
            && title.likeness(&f.title) == Likeness::Equal
            && !title.dates_differ(&f.title)
            && own_title;
        fits.then_some(Reason::MovedAndRelinked)
    }
}
