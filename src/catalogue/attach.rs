//! What organisers say, set beside the events of the issues: each row of a calendar is one of them, or a
//! candidate. No row founds, merges, splits or renames an event.

use std::{cmp::Reverse, collections::BTreeMap, rc::Rc};

use chrono::{DateTime, FixedOffset, NaiveDate};
use chrono_tz::Tz;

use super::candidates;
use crate::{
    calendar::{Calendar, Calendars, Incoming, State},
    event::{
        evidence::{Agreement, Features, LinkKind, OwnLinks},
        rules::{Comparer, Question, Rule, Same},
    },
    knowledge::Knowledge,
    model::{Change, ChangeKind, Days, Event, EventSource, Format, Listing, SaidBy, Status},
};

/// An event whose page has it this far from its listed day was not moved: the page serves another one by
/// now. Of the moves in twelve years of issues none was longer.
const LONGEST_MOVE_DAYS: i64 = 92;

/// An event longer than this is found by its first days only.
const INDEXED_DAYS: usize = 10;

/// At most so many events of one day are compared with a row; no day of the newsletter has half of them.
const LOOKED_AT: usize = 256;

/// What a calendar says of an event.
#[derive(Debug, Clone)]
pub struct Attached {
    /// The event, by its index in [`Catalogue::events`](super::Catalogue::events).
    pub event: usize,
    /// What is said of it.
    pub row: Incoming,
    /// The days of the row at the event's place: a calendar may give the time without its zone.
    pub days: Days,
    /// By which source.
    pub source: EventSource,
    /// The rule that found them to be one.
    pub rule: &'static Rule,
    /// Whether the page is the event's own, so that its day says where the event went.
    pub own_page: bool,
    /// The day on which it was said.
    pub said: NaiveDate,
}

/// What came of it.
#[derive(Debug, Clone, Default)]
pub(super) struct Outcome {
    pub attached: Vec<Attached>,
    pub candidates: Vec<Event>,
}

/// Finds the event of every row.
pub(super) fn compare(
    events: &[Event],
    calendars: &Calendars,
    knowledge: &Knowledge,
    as_of: NaiveDate,
) -> Outcome {
    let mut comparer = Comparer::new(knowledge);
    let known = EventIndex::new(events, &mut comparer);
    let mut rows: Vec<CalendarRow<'_>> = Vec::new();
    for calendar in &calendars.all {
        for row in &calendar.brought.events {
            let said = row.said.unwrap_or(as_of);
            if let Some(features) = comparer.read(&as_listing(row, row.days, said)) {
                let was = row.was_on.and_then(|was| comparer.read(&as_listing(row, Days::single(was), said)));
                rows.push(CalendarRow { calendar, row, features, was, said, found: None });
            }
        }
    }
    for row in &mut rows {
        row.found = known.find(row, events);
    }
    find_the_only_ones(&mut rows, &known);
    let mut outcome = Outcome::default();
    let mut free = Vec::new();
    for row in rows {
        match row.found {
            Some(Match { event, rule, own_page }) => outcome.attached.push(Attached {
                event,
                days: days_at(row.row, events.get(event).and_then(|event| event.time_zone)),
                row: row.row.clone(),
                source: source(&row),
                rule,
                own_page,
                said: row.said,
            }),
            None => free.push((row.row, row.features.clone(), source(&row), row.said)),
        }
    }
    outcome.attached.sort_by_key(|attached| {
        (attached.event, Reverse(attached.said), !attached.own_page, attached.source.clone())
    });
    outcome.candidates = candidates::of(&free, as_of);
    outcome
}

/// Changes the events as the rows say.
pub(super) fn apply(events: &mut [Event], attached: &[Attached]) {
    for of_event in attached.chunk_by(|a, b| a.event == b.event) {
        if let Some(event) = of_event.first().and_then(|first| events.get_mut(first.event)) {
            apply_rows(event, of_event);
        }
    }
}

/// A row of a calendar on its way.
struct CalendarRow<'a> {
    calendar: &'a Calendar,
    row: &'a Incoming,
    features: Rc<Features>,
    /// The same on the day that it was planned for, where its calendar says that it moved.
    was: Option<Rc<Features>>,
    said: NaiveDate,
    found: Option<Match>,
}

#[derive(Clone, Copy)]
struct Match {
    event: usize,
    rule: &'static Rule,
    own_page: bool,
}

fn source(row: &CalendarRow<'_>) -> EventSource {
    EventSource {
        kind: row.calendar.kind,
        url: row.calendar.name.clone(),
        uid: row.row.uid.clone(),
        fetched: row.calendar.fetched,
    }
}

/// The events, and the ways to those that a row may be.
struct EventIndex {
    features: Vec<Option<Rc<Features>>>,
    by_link: BTreeMap<crate::link::LinkId, Vec<usize>>,
    by_day: BTreeMap<NaiveDate, Vec<usize>>,
}

impl EventIndex {
    fn new(events: &[Event], comparer: &mut Comparer<'_>) -> Self {
        let mut known = Self { features: Vec::new(), by_link: BTreeMap::new(), by_day: BTreeMap::new() };
        for (index, event) in events.iter().enumerate() {
            known.features.push(comparer.read(&event.as_listing()));
            for link in &event.links {
                known.by_link.entry(crate::link::identity(&link.url)).or_default().push(index);
            }
            for day in days(event.days) {
                known.by_day.entry(day).or_default().push(index);
            }
        }
        known
    }

    fn on_days(&self, span: Days) -> impl Iterator<Item = usize> {
        let mut found: Vec<usize> =
            days(span).filter_map(|day| self.by_day.get(&day)).flatten().copied().take(LOOKED_AT).collect();
        found.sort_unstable();
        found.dedup();
        found.into_iter()
    }

    /// The event of a row: one of its days where there is one, else the one whose own page the row has.
    fn find(&self, row: &CalendarRow<'_>, events: &[Event]) -> Option<Match> {
        let same = |event: usize| {
            let features = self.features.get(event)?.as_ref()?;
            let verdict = Comparer::compare(features, &row.features, Question::Calendar);
            let own_page = verdict.evidence.link.is_some_and(LinkKind::is_own);
            (verdict.same == Same::Same).then_some((verdict.rule, own_page, verdict.evidence))
        };
        let on_its_days = self.on_days(row.row.days).filter_map(|event| {
            let (rule, own_page, evidence) = same(event)?;
            Some((
                Match { event, rule, own_page },
                (own_page, evidence.days.equal(), evidence.title.likeness),
            ))
        });
        let best = on_its_days.max_by_key(|(found, likeness)| (*likeness, Reverse(found.event)));
        if let Some((found, _)) = best {
            return Some(found);
        }
        if let (Some(was), Some(was_on)) = (&row.was, row.row.was_on) {
            let planned = self.on_days(Days::single(was_on)).find_map(|event| {
                let verdict = Comparer::compare(self.features.get(event)?.as_ref()?, was, Question::Calendar);
                (verdict.same == Same::Same).then_some(Match { event, rule: verdict.rule, own_page: true })
            });
            if planned.is_some() {
                return planned;
            }
        }
        if row.row.recurs && row.row.was_on.is_none() {
            return None;
        }
        let linked =
            row.row.links.iter().filter_map(|link| self.by_link.get(&crate::link::identity(&link.url)));
        let mut moved: Vec<(i64, Match)> = linked
            .flatten()
            .filter_map(|event| {
                let (rule, own_page, _) = same(*event)?;
                let apart = (events.get(*event)?.days.start() - row.row.days.start()).num_days().abs();
                let told = row.row.was_on.is_none_or(|was| events[*event].days.overlaps(Days::single(was)));
                (own_page && told && apart <= LONGEST_MOVE_DAYS)
                    .then_some((apart, Match { event: *event, rule, own_page }))
            })
            .collect();
        moved.sort_by_key(|(apart, found)| (*apart, found.event));
        // What took place before this was said did not move: the page was used again.
        moved.retain(|(_, found)| events[found.event].days.end() >= row.said);
        moved.first().map(|(_, found)| *found)
    }
}

/// Where a group has one event on a day, and its calendars one row that is no other event, they are one,
/// whatever they are called.
fn find_the_only_ones(rows: &mut [CalendarRow<'_>], known: &EventIndex) {
    let taken: Vec<usize> = rows.iter().filter_map(|row| Some(row.found?.event)).collect();
    let mut of_event: BTreeMap<usize, Vec<(usize, &'static Rule)>> = BTreeMap::new();
    for (index, row) in rows.iter().enumerate().filter(|(_, row)| row.found.is_none()) {
        let fitting = known.on_days(row.row.days).filter_map(|event| {
            let features = known.features.get(event)?.as_ref()?;
            let mut evidence = Comparer::evidence(features, &row.features);
            if evidence.group != Agreement::Same || evidence.own_links == OwnLinks::Shared {
                return None;
            }
            evidence.presence.only_gone = true;
            Some((event, Question::Calendar.ask(evidence)))
        });
        let fitting: Vec<_> = fitting.collect();
        // Two events of the group on that day: which one it is, nobody can tell.
        if let [(event, verdict)] = fitting.as_slice()
            && verdict.same == Same::Same
            && !taken.contains(event)
        {
            of_event.entry(*event).or_default().push((index, verdict.rule));
        }
    }
    for (event, fitting) in of_event {
        if let [(index, rule)] = fitting.as_slice() {
            rows[*index].found = Some(Match { event, rule, own_page: false });
        }
    }
}

fn days(span: Days) -> impl Iterator<Item = NaiveDate> {
    span.start().iter_days().take_while(move |day| *day <= span.end()).take(INDEXED_DAYS)
}

/// Changes an event as its rows say, the newest word first.
fn apply_rows(event: &mut Event, rows: &[Attached]) {
    event.sources = rows.iter().map(|row| row.source.clone()).collect();
    event.sources.sort();
    event.sources.dedup();
    if let Some(row) = rows.iter().find(|row| row.own_page && row.said >= event.last_listed) {
        move_to(event, row);
    }
    // On its day: what is said of another day is said of something that is no longer so.
    let days = event.days;
    let on_its_day = |row: &&Attached| row.days == days;
    let Some(first) = rows
        .iter()
        .find(on_its_day)
        .or_else(|| rows.iter().find(|row| row.own_page && row.row.state != State::Scheduled))
    else {
        return;
    };
    take_place(event, first);
    let same_word = |row: &&Attached| on_its_day(row) && row.row.state == State::Scheduled;
    let timed: Vec<&Attached> =
        rows.iter().filter(|row| same_word(row) && row.row.starts_at.is_some()).collect();
    if let Some(first) = timed.first() {
        // The sessions of one page are several, and none of them is the event's time.
        let sessions = timed.iter().filter(|row| row.source.url == first.source.url);
        let one = sessions.clone().all(|row| row.row.starts_at == first.row.starts_at);
        if one {
            time(event, first);
        }
    }
    let housed =
        rows.iter().filter(same_word).find(|row| in_one_city(event, &row.row) && row.row.venue.is_some());
    if event.format != Format::Virtual {
        event.venue = housed.and_then(|row| row.row.venue.clone());
    }
}

fn change(event: &mut Event, said: NaiveDate, kind: ChangeKind) {
    let at = said.max(event.first_listed);
    event.history.push(Change { issue_date: at, by: SaidBy::Calendar, kind });
    event.sequence = event.sequence.saturating_add(1);
    event.last_modified = event.last_modified.max(at);
}

/// The organiser's day holds where it was said after the newsletter's.
fn move_to(event: &mut Event, row: &Attached) {
    let (from, to) = (event.days, row.days);
    // A day of a conference is none to move it to.
    let part = from.start() <= to.start() && to.end() <= from.end();
    if from == to || part || row.row.state != State::Scheduled {
        return;
    }
    event.days = to;
    change(event, row.said, ChangeKind::Moved { from, to });
}

fn take_place(event: &mut Event, row: &Attached) {
    let (status, kind) = match (row.row.state, event.status) {
        (State::Cancelled, Status::Scheduled | Status::Withdrawn) => {
            (Status::Cancelled, ChangeKind::Cancelled)
        }
        (State::Postponed, Status::Scheduled | Status::Withdrawn) => {
            (Status::Cancelled, ChangeKind::Postponed)
        }
        // The newsletter dropped it, and whoever holds it still means to.
        (State::Scheduled, Status::Withdrawn) if row.said >= event.last_modified => {
            (Status::Scheduled, ChangeKind::Reinstated)
        }
        _ => return,
    };
    event.status = status;
    change(event, row.said, kind);
}

fn time(event: &mut Event, row: &Attached) {
    let zone = match event.format {
        Format::Virtual => row.row.time_zone.or(event.time_zone),
        _ => event.time_zone.or(row.row.time_zone),
    };
    let Some(starts_at) = row.row.starts_at else { return };
    // In another zone than the place's it may be another day: then one of the two is wrong.
    let day = zone.map_or_else(|| starts_at.date_naive(), |zone| starts_at.with_timezone(&zone).date_naive());
    if day != event.days.start() {
        return;
    }
    let there = |time: DateTime<FixedOffset>| match zone {
        Some(zone) => time.with_timezone(&zone).fixed_offset(),
        None => time,
    };
    event.starts_at = Some(there(starts_at));
    event.ends_at = row.row.ends_at.map(there);
    event.time_zone = zone;
}

/// The days of a row in a zone, where its calendar names none.
fn days_at(row: &Incoming, zone: Option<Tz>) -> Days {
    let (None, Some(starts_at), Some(zone)) = (row.time_zone, row.starts_at, zone) else { return row.days };
    let first = starts_at.with_timezone(&zone).date_naive();
    let length = row.days.end() - row.days.start();
    first.checked_add_signed(length).and_then(|last| Days::new(first, last)).unwrap_or(Days::single(first))
}

fn in_one_city(event: &Event, row: &Incoming) -> bool {
    let mut theirs = row.places.iter().filter_map(|place| place.known_city.as_ref());
    event
        .places
        .iter()
        .filter_map(|place| place.known_city.as_ref())
        .any(|mine| theirs.any(|city| city == mine))
}

/// A row of a calendar on these days, as a listing.
fn as_listing(row: &Incoming, days: Days, said: NaiveDate) -> Listing {
    Listing {
        days: Some(days),
        format: row.format,
        places: row.places.clone(),
        title: row.title.clone(),
        groups: row.groups.clone(),
        links: row.links.clone(),
        paid: row.paid,
        ..Listing::unlisted(said)
    }
}
