//! Calls for proposals that are open, as a calendar of their last days and as JSON.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use icalendar::{Component, EventLike, EventStatus, Property};
use serde::Serialize;

use super::{
    document::{Listing, Place},
    ics::{self, Header},
    wording,
};
use crate::{
    catalogue::Catalogue,
    knowledge::Knowledge,
    model::Format,
    newsletter::calls::{self, Call},
};

/// The calendar's name.
pub const TITLE: &str = "Rust: calls for proposals";

/// `cfp.json`.
#[derive(Debug, Serialize)]
struct Document<'a> {
    version: u32,
    as_of: NaiveDate,
    calls: Vec<CallRow<'a>>,
}

/// A call as programs read it.
#[derive(Debug, Serialize)]
struct CallRow<'a> {
    id: &'a str,
    name: &'a str,
    url: &'a str,
    website: Option<&'a str>,
    closes: Option<NaiveDate>,
    closes_told: Option<&'a str>,
    start: Option<NaiveDate>,
    end: Option<NaiveDate>,
    format: Option<Format>,
    places: Vec<Place>,
    sequence: u32,
    last_modified: NaiveDate,
    listings: Vec<Listing>,
}

/// The calls of a catalogue's issues that are open on its as-of day, by their last day; those without
/// one last.
pub fn open(catalogue: &Catalogue, knowledge: &Knowledge) -> Vec<Call> {
    let mut calls = calls::read(&catalogue.issues, knowledge);
    calls.retain(|call| call.is_open(catalogue.as_of));
    calls
}

/// Prints `cfp.json`, one line a call.
///
/// # Errors
///
/// Those of the serializer, which has no reason for one.
pub fn json(catalogue: &Catalogue, calls: &[Call]) -> serde_json::Result<String> {
    let Document { version, as_of, calls } =
        Document { version: 1, as_of: catalogue.as_of, calls: calls.iter().map(row).collect() };
    let rows: Vec<String> = calls.iter().map(serde_json::to_string).collect::<Result<_, _>>()?;
    let body = if rows.is_empty() { String::new() } else { format!("\n{}\n", rows.join(",\n")) };
    Ok(format!("{{\"version\":{version},\"as_of\":\"{as_of}\",\n\"calls\":[{body}]}}\n"))
}

fn row(call: &Call) -> CallRow<'_> {
    CallRow {
        id: &call.id,
        name: &call.name,
        url: &call.url,
        website: call.website.as_deref(),
        closes: call.closes,
        closes_told: call.closes_told.as_deref(),
        start: call.days.map(|days| days.start()),
        end: call.days.map(|days| days.end()),
        format: call.format,
        places: call.places.iter().map(Place::from).collect(),
        sequence: call.sequence,
        last_modified: call.last_modified,
        listings: call
            .listed
            .iter()
            .map(|listed| Listing {
                file: listed.file.to_string(),
                line: listed.line,
                issue: listed.issue,
                issue_date: listed.issue_date,
            })
            .collect(),
    }
}

/// Prints `cfp.ics`: each call on its last day. A call without one has no day to stand on.
pub fn calendar(calls: &[Call], base_url: Option<&str>) -> String {
    let header = Header {
        name: TITLE.to_owned(),
        description: "The last days of open calls for proposals, as listed in This Week in Rust.".to_owned(),
        url: base_url.map(str::to_owned),
        source: base_url.map(|base| format!("{base}cfp.ics")),
    };
    let dated = calls.iter().filter_map(|call| Some(vevent(call, call.closes?)));
    ics::print_events(dated, &header)
}

fn vevent(call: &Call, closes: NaiveDate) -> icalendar::Event {
    let mut out = icalendar::Event::with_uid(&format!("{}{}", call.id, ics::UID_SUFFIX));
    let created = call.listed.first().map_or(call.last_modified, |listed| listed.issue_date);
    let modified = midnight(call.last_modified);
    out.timestamp(modified)
        .last_modified(modified)
        .created(midnight(created))
        .sequence(call.sequence)
        .status(EventStatus::Confirmed)
        .append_property(("TRANSP", "TRANSPARENT"))
        .summary(&wording::one_line(&format!("Call for talks ends: {}", call.name)))
        .description(&description(call))
        .categories(["Rust", "Call for proposals"])
        .append_property(Property::new("URL", call.url.as_str()));
    out.starts(closes);
    if let Some(end) = closes.checked_add_days(Days::new(1)) {
        out.ends(end);
    }
    out
}

fn description(call: &Call) -> String {
    let mut lines = vec![wording::one_line(&call.name)];
    let place: Vec<String> = call.places.iter().filter_map(wording::place).collect();
    let place = if place.is_empty() && call.format == Some(Format::Virtual) {
        "Online".to_owned()
    } else {
        place.join("; ")
    };
    let days = call.days.map(wording::short_days).unwrap_or_default();
    let facts: Vec<&str> =
        [place.as_str(), days.as_str()].into_iter().filter(|fact| !fact.is_empty()).collect();
    if !facts.is_empty() {
        lines.push(facts.join(", "));
    }
    lines.extend(call.closes_told.as_deref().map(wording::one_line));
    lines.push(String::new());
    lines.push(format!("Propose at: {}", call.url));
    lines.extend(call.website.as_ref().map(|website| format!("The event's page: {website}")));
    if let Some(first) = call.listed.first() {
        lines.push(String::new());
        lines.push(match first.issue {
            Some(number) => format!("First listed in This Week in Rust {number} ({}).", first.issue_date),
            None => format!("First listed in This Week in Rust of {}.", first.issue_date),
        });
    }
    lines.join("\n")
}

fn midnight(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc()
}
