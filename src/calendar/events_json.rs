//! Our own `events.json`, or any part of it.

use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::Value;

use super::{Brought, Incoming, Reader, group, link};
use crate::{
    model::{Days, Format, Group, Link, Place, Region, Status},
    text,
};

/// What is needed of an event; the published form has more.
#[derive(Debug, Deserialize)]
struct Row {
    title: String,
    start: NaiveDate,
    end: NaiveDate,
    format: Format,
    #[serde(default)]
    places: Vec<RowPlace>,
    #[serde(default)]
    groups: Vec<Group>,
    #[serde(default)]
    links: Vec<Link>,
    #[serde(default)]
    paid: bool,
    #[serde(default)]
    status: Option<Status>,
}

#[derive(Debug, Deserialize)]
struct RowPlace {
    city: Option<String>,
    subdivision: Option<String>,
    country: Option<String>,
    region: Option<Region>,
}

pub(super) fn read(mut value: Value, reader: &Reader<'_>) -> Result<Brought, String> {
    if value.get("version") != Some(&Value::from(1)) {
        return Err("its `version` is not 1".to_owned());
    }
    let events = value.get_mut("events").map(Value::take).unwrap_or_default();
    let Value::Array(rows) = events else { return Err("its `events` are no list".to_owned()) };
    let mut brought = Brought::default();
    for (index, row) in rows.into_iter().enumerate() {
        let row: Row =
            serde_json::from_value(row).map_err(|error| format!("event {}: {error}", index + 1))?;
        let days = Days::new(row.start, row.end)
            .ok_or_else(|| format!("event {}: it ends on {} before it starts", index + 1, row.end))?;
        match row.status {
            Some(Status::Cancelled | Status::Withdrawn) => brought.cancelled += 1,
            Some(Status::Scheduled) | None => brought.events.push(incoming(row, days, reader)),
        }
    }
    Ok(brought)
}

fn incoming(row: Row, days: Days, reader: &Reader<'_>) -> Incoming {
    Incoming {
        days,
        title: text::clean(&row.title).into_owned(),
        format: row.format,
        places: row.places.into_iter().map(|row| place(row, reader)).collect(),
        written_place: String::new(),
        groups: row.groups.iter().map(|row| group(&row.name, row.url.as_deref())).collect(),
        links: row.links.iter().filter_map(|row| link(&text::clean(&row.title), &row.url)).collect(),
        paid: row.paid,
        part: None,
        source: reader.source.clone(),
    }
}

fn place(row: RowPlace, reader: &Reader<'_>) -> Place {
    Place {
        city: row.city,
        subdivision: row.subdivision,
        country: row.country.and_then(|code| reader.knowledge.places.country_of_code(&code)),
        region: row.region,
        ..Place::default()
    }
}
