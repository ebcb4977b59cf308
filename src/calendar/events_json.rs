//! Our own `events.json`, or any part of it.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::Deserialize;
use serde_json::Value;

use super::{Brought, CalendarReader, Incoming, State, group, json, json_text, link};
use crate::{
    model::{Days, Format, Group, Link, Place, Region, Status},
    text,
};

/// What is needed of an event; the published form has more.
#[derive(Debug, Deserialize)]
struct PublishedEvent {
    title: String,
    start: NaiveDate,
    end: NaiveDate,
    format: Format,
    #[serde(default)]
    places: Vec<PublishedPlace>,
    #[serde(default)]
    groups: Vec<Group>,
    #[serde(default)]
    links: Vec<Link>,
    #[serde(default)]
    paid: bool,
    #[serde(default)]
    status: Option<Status>,
    #[serde(default)]
    starts_at: Option<DateTime<FixedOffset>>,
    #[serde(default)]
    ends_at: Option<DateTime<FixedOffset>>,
    #[serde(default)]
    time_zone: Option<String>,
}

#[derive(Debug, Deserialize)]
struct PublishedPlace {
    city: Option<String>,
    subdivision: Option<String>,
    country: Option<String>,
    region: Option<Region>,
}

/// It is an object with a list of `events` and a `version`, which no other source has.
pub(super) fn is(bytes: &[u8]) -> bool {
    json_text(bytes).is_some()
        && json(bytes).is_ok_and(|value| {
            value.get("events").is_some_and(Value::is_array) && value.get("version").is_some()
        })
}

pub(super) fn read(bytes: &[u8], reader: &mut CalendarReader<'_>) -> Result<Brought, String> {
    let mut value = json(bytes)?;
    if value.get("version") != Some(&Value::from(1)) {
        return Err("its `version` is not 1".to_owned());
    }
    let events = value.get_mut("events").map(Value::take).unwrap_or_default();
    let Value::Array(rows) = events else { return Err("its `events` are no list".to_owned()) };
    let mut brought = Brought::default();
    for (index, row) in rows.into_iter().enumerate() {
        let row: PublishedEvent =
            serde_json::from_value(row).map_err(|error| format!("event {}: {error}", index + 1))?;
        let days = Days::new(row.start, row.end)
            .ok_or_else(|| format!("event {}: it ends on {} before it starts", index + 1, row.end))?;
        brought.events.push(incoming(row, days, reader));
    }
    Ok(brought)
}

fn incoming(row: PublishedEvent, days: Days, reader: &CalendarReader<'_>) -> Incoming {
    let title = text::clean(&row.title).into_owned();
    Incoming {
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        time_zone: row.time_zone.and_then(|zone| zone.parse().ok()),
        format: row.format,
        places: row.places.into_iter().map(|row| place(row, reader)).collect(),
        groups: row.groups.iter().map(|row| group(&row.name, row.url.as_deref())).collect(),
        links: row.links.iter().filter_map(|row| link(&title, &row.url)).collect(),
        paid: row.paid,
        // What a later issue no longer lists is not to be listed again unasked.
        state: match row.status {
            Some(Status::Cancelled | Status::Withdrawn) => State::Cancelled,
            Some(Status::Scheduled) | None => State::Scheduled,
        },
        ..Incoming::new(days, title, reader.source.clone())
    }
}

fn place(row: PublishedPlace, reader: &CalendarReader<'_>) -> Place {
    Place {
        city: row.city,
        subdivision: row.subdivision,
        country: row.country.and_then(|code| reader.knowledge.places.country_of_code(&code)),
        region: row.region,
        ..Place::default()
    }
}
