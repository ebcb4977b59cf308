//! The JSON that the editors' Meetup tool prints (`main.py -j`): an object of region name to events.

use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::Value;

use super::{Brought, Incoming, Reader, group, link};
use crate::{
    model::{Days, Format},
    newsletter::Part,
    text,
};

/// One event of the tool. Fields that it may add later are passed over.
#[derive(Debug, Deserialize)]
struct Row {
    name: String,
    /// `City, ST, CC`, or `City, CC`.
    #[serde(default)]
    location: Option<String>,
    /// `YYYY-MM-DD`, at the place of the event.
    date: NaiveDate,
    url: String,
    #[serde(default, rename = "virtual")]
    online: bool,
    organizer_name: String,
    #[serde(default)]
    organizer_url: Option<String>,
}

pub(super) fn read(value: Value, reader: &mut Reader<'_>) -> Result<Brought, String> {
    let Value::Object(regions) = value else { return Err("expected an object of region names".to_owned()) };
    let mut brought = Brought::default();
    for (region, rows) in regions {
        let Value::Array(rows) = rows else {
            return Err(format!("expected a list of events under `{region}`"));
        };
        for (index, row) in rows.into_iter().enumerate() {
            let row: Row = serde_json::from_value(row)
                .map_err(|error| format!("event {} under `{region}`: {error}", index + 1))?;
            brought.events.push(incoming(row, &region, reader));
        }
    }
    Ok(brought)
}

fn incoming(row: Row, region: &str, reader: &mut Reader<'_>) -> Incoming {
    let location = row.location.unwrap_or_default();
    let (said, places) = reader.place(&location);
    let title = text::clean(&row.name).into_owned();
    Incoming {
        days: Days::single(row.date),
        format: if row.online && said == Format::InPerson { Format::Virtual } else { said },
        places,
        written_place: location,
        groups: vec![group(&row.organizer_name, row.organizer_url.as_deref())],
        links: link(&title, &row.url).into_iter().collect(),
        title,
        paid: false,
        part: if row.online { Some(Part::Virtual) } else { Part::under(region) },
        source: reader.source.clone(),
    }
}
