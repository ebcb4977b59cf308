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
    map::HashMap,
    model::{Days, Event, EventSource, Format, Status},
    text,
};

/// At most so many rows of one day and key are compared with each other.
const LOOKED_AT: usize = 64;

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
    let mut by_key: HashMap<(Days, String), Vec<usize>> = HashMap::default();
    for (id, row, features, source, said) in rows {
        let keys: Vec<(Days, String)> = keys(&id, row).map(|key| (row.days, key)).collect();
        let near = keys.iter().filter_map(|key| by_key.get(key)).flatten().copied();
        let same = |index: &usize| {
            found.get(*index).is_some_and(|(event, other)| {
                event.id == id || Comparer::compare(other, features, Question::Calendar).same == Same::Same
            })
        };
        match near.take(LOOKED_AT).find(same).and_then(|index| found.get_mut(index)) {
            Some((event, _)) => event.sources.push(source.clone()),
            None => {
                for key in keys {
                    by_key.entry(key).or_default().push(found.len());
                }
                found.push((event(id, row, source, said), features));
            }
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

/// By what a row is found among those of its days: its id, its links, its groups, its title.
fn keys(id: &str, row: &Incoming) -> impl Iterator<Item = String> {
    let links = row.links.iter().map(|link| link::identity(&link.url).to_string());
    let groups = row.groups.iter().map(|group| format!("group:{}", text::fold(&group.name)));
    let title = format!("title:{}", text::fold(&row.title));
    links.chain(groups).chain([id.to_owned(), title])
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
