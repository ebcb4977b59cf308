//! The JSON that the editors' Meetup tool prints (`main.py -j`): an object of region name to events.

use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::Value;

use super::{Brought, CalendarReader, Incoming, group, json, json_text, link, state};
use crate::{
    model::{Days, Format},
    newsletter::Part,
    text,
};

/// One event of the tool. Fields that it may add later are passed over.
#[derive(Debug, Deserialize)]
struct ToolEvent {
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

/// Any other JSON object.
pub(super) fn is(bytes: &[u8]) -> bool {
    json_text(bytes).is_some()
}

pub(super) fn read(bytes: &[u8], reader: &mut CalendarReader<'_>) -> Result<Brought, String> {
    let value = json(bytes)?;
    let Value::Object(regions) = value else { return Err("expected an object of region names".to_owned()) };
    let mut brought = Brought::default();
    for (region, rows) in regions {
        let Value::Array(rows) = rows else {
            return Err(format!("expected a list of events under `{region}`"));
        };
        for (index, row) in rows.into_iter().enumerate() {
            let row: ToolEvent = serde_json::from_value(row)
                .map_err(|error| format!("event {} under `{region}`: {error}", index + 1))?;
            brought.events.push(incoming(row, &region, reader));
        }
    }
    Ok(brought)
}

fn incoming(row: ToolEvent, region: &str, reader: &mut CalendarReader<'_>) -> Incoming {
    let location = row.location.unwrap_or_default();
    let (said, places) = reader.place(&location);
    let title = state::read(&text::clean(&row.name));
    let mut incoming = Incoming::new(Days::single(row.date), title.title.clone(), reader.source.clone());
    incoming.note_state(&title);
    Incoming {
        format: if row.online && said == Format::InPerson { Format::Virtual } else { said },
        places,
        written_place: location,
        groups: vec![group(&row.organizer_name, row.organizer_url.as_deref())],
        links: link(&title.title, &row.url).into_iter().collect(),
        part: if row.online { Some(Part::Virtual) } else { Part::under(region) },
        ..incoming
    }
}
