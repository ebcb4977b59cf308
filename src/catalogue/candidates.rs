//! What only calendars have: events that no issue has listed so far.

use std::rc::Rc;

use chrono::NaiveDate;

use crate::{
    calendar::{Incoming, State},
    event::{
        evidence::Features,
        rules::{Comparer, Question, Same},
    },
    link,
    model::{Event, EventSource, Format, Status},
};

/// The ids of candidates begin so; that of an issue's event begins with its day.
const PREFIX: &str = "calendar";

/// The rows that are still to come and take place, each event once, by first day, then id.
pub(super) fn of(rows: &[(&Incoming, Rc<Features>, EventSource, NaiveDate)], as_of: NaiveDate) -> Vec<Event> {
    let mut rows: Vec<_> = rows
        .iter()
        .filter(|(row, ..)| row.state == State::Scheduled && row.days.end() >= as_of)
        .map(|(row, features, source, said)| (id(row), *row, features, source, *said))
        .collect();
    // In an order that does not depend on that of the calendars; of one day's rows those with a time first.
    rows.sort_by(|a, b| {
        let key = |row: &Incoming| (row.days, row.starts_at.is_none());
        (key(a.1), &a.0, a.3).cmp(&(key(b.1), &b.0, b.3))
    });
    let mut found: Vec<(Event, &Rc<Features>)> = Vec::new();
    for (id, row, features, source, said) in rows {
        let of_day = found.iter_mut().rev().take_while(|(event, _)| event.days == row.days);
        let same = |event: &Event, other: &Rc<Features>| {
            event.id == id || Comparer::compare(other, features, Question::Calendar).same == Same::Same
        };
        match of_day.into_iter().find(|(event, other)| same(event, other)) {
            Some((event, _)) => event.sources.push(source.clone()),
            None => found.push((event(id, row, source, said), features)),
        }
    }
    let mut events: Vec<Event> = found.into_iter().map(|(event, _)| event).collect();
    for event in &mut events {
        event.sources.sort();
        event.sources.dedup();
    }
    events.sort_by(|a, b| (a.days, &a.id).cmp(&(b.days, &b.id)));
    events
}

fn event(id: String, row: &Incoming, source: &EventSource, said: NaiveDate) -> Event {
    Event {
        id,
        title: row.title.clone(),
        days: row.days,
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        time_zone: row.time_zone.or_else(|| row.places.iter().find_map(|place| place.time_zone)),
        venue: row.venue.clone().filter(|_| row.format != Format::Virtual),
        format: row.format,
        places: row.places.clone(),
        groups: row.groups.clone(),
        links: row.links.clone(),
        paid: row.paid,
        status: Status::Scheduled,
        first_listed: said,
        last_listed: said,
        candidate: true,
        sources: vec![source.clone()],
        sequence: 0,
        last_modified: said,
        history: Vec::new(),
        listings: Vec::new(),
    }
}

/// From what its calendar calls the event, which no later word changes; of a series' occurrence with the day
/// for which it was planned. Without a UID its page stands for it, else title and day.
fn id(row: &Incoming) -> String {
    let planned = row.was_on.unwrap_or(row.days.start());
    let name = match (&row.uid, row.links.first()) {
        (Some(uid), _) if row.recurs => format!("{uid} {planned}"),
        (Some(uid), _) => uid.clone(),
        (None, Some(link)) => format!("{} {planned}", link::identity(&link.url)),
        (None, None) => format!("{} {planned}", row.title),
    };
    format!("{PREFIX}-{:016x}", fnv(name.as_bytes()))
}

/// FNV-1a (draft-eastlake-fnv): the same for ever, unlike the hashes of the standard library.
fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
