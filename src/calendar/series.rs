//! What of a calendar's components holds: the newest version of each event, and of a series each of its
//! occurrences (RFC 5545, sections 3.8.4.4, 3.8.5 and 3.8.7.4).

use std::collections::BTreeMap;

use chrono::{NaiveDateTime, TimeDelta};
use chrono_tz::Tz;

use super::{
    component::Component,
    recurrence::{self, Budget, Rule},
    value::Moment,
    zone::{Zone, Zones},
};
use crate::model::Days;

/// One occurrence.
#[derive(Debug, Clone)]
pub(super) struct Occurrence<'c> {
    /// What it is worded by.
    pub event: &'c Component,
    pub start: Moment,
    /// Where the series had it.
    pub was: Option<Moment>,
    pub recurs: bool,
}

/// The components that count: of two versions of one event the newer. The rest are told where they say
/// something else under the same number.
pub(super) fn newest(events: &[Component]) -> (Vec<&Component>, Vec<String>) {
    let mut kept: Vec<&Component> = Vec::new();
    let mut by_id: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut told = Vec::new();
    for event in events {
        let Some(uid) = event.text("UID") else {
            kept.push(event);
            continue;
        };
        let id = event.line("RECURRENCE-ID").map(|line| line.behind_colons().to_owned()).unwrap_or_default();
        let at = *by_id.entry((uid, id)).or_insert(kept.len());
        match kept.get(at) {
            None => kept.push(event),
            Some(other) => match version(event).cmp(&version(other)) {
                std::cmp::Ordering::Greater => kept[at] = event,
                std::cmp::Ordering::Less => {}
                std::cmp::Ordering::Equal if same(event, other) => {}
                std::cmp::Ordering::Equal => {
                    let title = event.text("SUMMARY").unwrap_or_default();
                    told.push(format!(
                        "`{title}`: its UID stands twice, on line {} and {}; both were read",
                        other.line, event.line
                    ));
                    kept.push(event);
                }
            },
        }
    }
    (kept, told)
}

/// SEQUENCE, then what was changed last.
fn version(event: &Component) -> (i64, String, String) {
    let stamp = |name: &str| event.text(name).unwrap_or_default();
    let sequence = event.text("SEQUENCE").and_then(|text| text.trim().parse().ok()).unwrap_or(0);
    (sequence, stamp("LAST-MODIFIED"), stamp("DTSTAMP"))
}

fn same(event: &Component, other: &Component) -> bool {
    let says = |event: &Component| {
        ["DTSTART", "SUMMARY", "URL", "LOCATION", "STATUS"].map(|name| event.text(name).unwrap_or_default())
    };
    says(event) == says(other)
}

/// Every occurrence: of a series those on the days of the window. `home` is the zone of floating times.
pub(super) fn occurrences<'c>(
    events: &[&'c Component],
    zones: &Zones,
    home: Option<Tz>,
    window: Days,
    budget: &mut Budget,
    mut told: impl FnMut(&Component, String),
) -> Vec<Occurrence<'c>> {
    let mut changed: BTreeMap<String, Vec<(&'c Component, Moment)>> = BTreeMap::new();
    for event in events {
        if let (Some(uid), Some(line)) = (event.text("UID"), event.line("RECURRENCE-ID"))
            && let Some(id) = Moment::of(line, zones)
        {
            changed.entry(uid).or_default().push((event, id));
        }
    }
    let mut out = Vec::new();
    for event in events {
        let Some(start) = event.line("DTSTART").and_then(|line| Moment::of(line, zones)) else {
            told(event, "it has no DTSTART that can be read".to_owned());
            continue;
        };
        if let Some(line) = event.line("RECURRENCE-ID") {
            let was = Moment::of(line, zones);
            out.push(Occurrence { event, start, was, recurs: true });
            continue;
        }
        let recurs = event.line("RRULE").is_some() || event.line("RDATE").is_some();
        if !recurs {
            out.push(Occurrence { event, start, was: None, recurs: false });
            continue;
        }
        let uid = event.text("UID").unwrap_or_default();
        let changes = changed.get(&uid).map(Vec::as_slice).unwrap_or_default();
        let mut starts =
            series(event, &start, zones, home, window, budget, &mut |reason| told(event, reason));
        starts.retain(|time| !changes.iter().any(|(_, id)| is_at(id, time, home)));
        for time in starts {
            let (by, time, was) = shifted(event, time, changes, zones);
            out.push(Occurrence { event: by, start: time, was, recurs: true });
        }
    }
    out
}

/// An occurrence behind a change that holds for all that follow (`RANGE=THISANDFUTURE`).
fn shifted<'c>(
    event: &'c Component,
    time: Moment,
    changes: &[(&'c Component, Moment)],
    zones: &Zones,
) -> (&'c Component, Moment, Option<Moment>) {
    let future = |component: &Component| {
        component
            .line("RECURRENCE-ID")
            .and_then(|line| line.param("RANGE"))
            .is_some_and(|range| range.eq_ignore_ascii_case("THISANDFUTURE"))
    };
    let last = changes
        .iter()
        .filter(|(component, id)| future(component) && id.local < time.local)
        .max_by_key(|(_, id)| id.local);
    let Some((component, id)) = last else { return (event, time, None) };
    let Some(moved) = component.line("DTSTART").and_then(|line| Moment::of(line, zones)) else {
        return (event, time, None);
    };
    let local = time.local.checked_add_signed(moved.local - id.local).unwrap_or(time.local);
    (component, Moment { local, ..moved }, Some(time))
}

/// The starts of a series inside the window, without those that are taken out.
fn series(
    event: &Component,
    start: &Moment,
    zones: &Zones,
    home: Option<Tz>,
    window: Days,
    budget: &mut Budget,
    told: &mut dyn FnMut(String),
) -> Vec<Moment> {
    // A day more on either side: the window's days are those at the event's place.
    let day = TimeDelta::days(1);
    let midnight = |day: chrono::NaiveDate| day.and_time(chrono::NaiveTime::MIN);
    let from = midnight(window.start()).checked_sub_signed(day).unwrap_or(NaiveDateTime::MIN);
    let to = midnight(window.end()).checked_add_signed(day * 2).unwrap_or(NaiveDateTime::MAX);
    let zone = match &start.zone {
        Zone::Floating | Zone::Unknown(_) => home.map_or(Zone::Utc, Zone::Named),
        zone => zone.clone(),
    };
    let local = |utc: NaiveDateTime| in_zone(utc, &zone);
    let mut starts: Vec<NaiveDateTime> = Vec::new();
    for line in event.all("RRULE") {
        let rule = Rule::read(&line.raw, start.local, local);
        match rule.and_then(|rule| recurrence::starts(start.local, &rule, from, to, budget)) {
            Ok(found) => starts.extend(found),
            Err(reason) => told(format!("{reason}; its occurrences were not read")),
        }
    }
    if event.line("RRULE").is_none() && (from..=to).contains(&start.local) {
        starts.push(start.local);
    }
    let mut dates = |name: &str| -> Vec<Moment> {
        let read: Vec<Option<Moment>> = event.all(name).flat_map(|line| Moment::all(line, zones)).collect();
        if read.contains(&None) {
            told(format!("a date of its {name} cannot be read"));
        }
        read.into_iter().flatten().collect()
    };
    let more = dates("RDATE");
    let out = dates("EXDATE");
    let mut moments: Vec<Moment> =
        starts.into_iter().map(|local| Moment { local, day: start.day, zone: start.zone.clone() }).collect();
    moments.extend(more.into_iter().filter(|date| (from..=to).contains(&date.local)));
    moments.sort_by_key(|moment| moment.local);
    moments.dedup();
    moments.retain(|moment| !out.iter().any(|date| is_at(date, moment, home)));
    moments
}

/// The local time in a zone of a time in UTC. In a calendar's own zone, where only the other way is
/// known, by the offset that holds there a little before or after.
fn in_zone(utc: NaiveDateTime, zone: &Zone) -> Option<NaiveDateTime> {
    match zone {
        Zone::Named(zone) => Some(utc.and_utc().with_timezone(zone).naive_local()),
        Zone::Own(_) => {
            let offset = utc - zone.instant(utc)?.naive_utc();
            let local = utc.checked_add_signed(offset)?;
            let again = local - zone.instant(local)?.naive_utc();
            utc.checked_add_signed(again)
        }
        Zone::Utc | Zone::Floating | Zone::Unknown(_) => Some(utc),
    }
}

/// Whether an EXDATE or RECURRENCE-ID means an occurrence. Some programs write the day of an evening, or
/// its local time without the zone.
fn is_at(date: &Moment, occurrence: &Moment, home: Option<Tz>) -> bool {
    if date.day || occurrence.day {
        return date.local.date() == occurrence.local.date();
    }
    match (date.instant(home), occurrence.instant(home)) {
        (Some(date), Some(occurrence)) => date == occurrence,
        _ => date.local == occurrence.local,
    }
}
