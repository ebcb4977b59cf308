//! Calendars that others keep, read for the editor's desk: the JSON of the editors' Meetup tool, an
//! iCalendar file, or our own `events.json`.
//!
//! Limits: a recurring iCalendar event gives its first occurrence only, which is said; nothing is
//! fetched here.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{
    knowledge::Knowledge,
    model::{Days, Format, Group, Link, Place, Region},
    newsletter::{Entry, Issue, Part, grammar, groups_field, place_field, title_field},
};

mod events_json;
mod ical;
mod meetup;
pub mod store;

/// Calendars larger than this are refused.
pub const MAX_BYTES: u64 = 256 << 20;

/// An event as a calendar has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Incoming {
    /// The days at the place of the event.
    pub days: Days,
    /// One line, without control characters.
    pub title: String,
    /// How one takes part.
    pub format: Format,
    /// Where.
    pub places: Vec<Place>,
    /// The place in the calendar's words.
    pub written_place: String,
    /// Who organises it.
    pub groups: Vec<Group>,
    /// The main link first, all canonical.
    pub links: Vec<Link>,
    /// Whether it costs money.
    pub paid: bool,
    /// The part of the section that the calendar itself puts it in.
    pub part: Option<Part>,
    /// The file that it came from.
    pub source: Arc<str>,
}

impl Incoming {
    /// What the calendar has, in house style.
    pub fn entry(&self) -> Entry {
        Entry {
            days: self.days,
            place: place_field(self.format, &self.places, &self.written_place),
            groups: groups_field(&self.groups),
            title: title_field(&self.title, &self.links, self.paid),
        }
    }

    /// The region of the first place.
    pub fn region(&self) -> Option<Region> {
        self.places.iter().find_map(|place| place.region)
    }
}

/// What a calendar gave.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Brought {
    /// Its events, in its order.
    pub events: Vec<Incoming>,
    /// How many it says are cancelled; left out.
    pub cancelled: usize,
    /// What could not be used, each with the reason.
    pub unusable: Vec<String>,
}

/// Why a calendar could not be read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file could not be read.
    #[error("cannot read the calendar {}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// It is none of the three kinds, or a damaged one.
    #[error("cannot use the calendar {}: {reason}", path.display())]
    Shape {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
}

/// Reads a calendar from a file.
///
/// # Errors
///
/// When the file cannot be read, is larger than [`MAX_BYTES`], or is not whole.
pub fn read_file(path: &Path, knowledge: &Knowledge) -> Result<Brought, Error> {
    let failed = |source| Error::Read { path: path.to_owned(), source };
    let shape = |reason: String| Error::Shape { path: path.to_owned(), reason };
    if fs::metadata(path).map_err(failed)?.len() > MAX_BYTES {
        return Err(shape(format!("larger than {} MiB", MAX_BYTES >> 20)));
    }
    let bytes = fs::read(path).map_err(failed)?;
    let text = String::from_utf8(bytes)
        .map_err(|error| shape(format!("no valid UTF-8 (byte {})", error.utf8_error().valid_up_to())))?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    read(&name, &text, knowledge).map_err(shape)
}

/// Reads a calendar; which kind it is shows in its content.
///
/// # Errors
///
/// In words, what is wrong with it.
pub fn read(name: &str, text: &str, knowledge: &Knowledge) -> Result<Brought, String> {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let mut reader = Reader { source: name.into(), knowledge, places: BTreeMap::new() };
    if text.get(..15).is_some_and(|start| start.eq_ignore_ascii_case("BEGIN:VCALENDAR")) {
        return ical::read(text, &mut reader);
    }
    if !text.starts_with('{') {
        return Err("expected an iCalendar file, the Meetup tool's JSON or an events.json".to_owned());
    }
    let value: serde_json::Value =
        serde_json::from_str(text).map_err(|error| format!("damaged JSON: {error}"))?;
    if value.get("events").is_some_and(serde_json::Value::is_array) && value.get("version").is_some() {
        events_json::read(value, &reader)
    } else {
        meetup::read(value, &mut reader)
    }
}

/// What reading one calendar needs.
struct Reader<'k> {
    source: Arc<str>,
    knowledge: &'k Knowledge,
    /// What place texts were read as: a calendar repeats them.
    places: BTreeMap<String, (Format, Vec<Place>)>,
}

impl Reader<'_> {
    /// Reads a place as it would be read in a listing: `Seattle, WA, US`, `Virtual (Berlin, DE)`.
    fn place(&mut self, text: &str) -> (Format, Vec<Place>) {
        let text = crate::text::clean(text).replace('|', " ");
        if let Some(known) = self.places.get(&text) {
            return known.clone();
        }
        let lines = format!(
            "## Upcoming Events\n* 2000-01-01 | {text} | [-](https://a.example)\n    * [**-**](https://a.example)\n"
        );
        let issue = Issue {
            file: self.source.clone(),
            path: None,
            number: None,
            date: chrono::NaiveDate::default(),
            draft: true,
            text: lines.into(),
            invalid_utf8: None,
        };
        let read = grammar::read(&issue, self.knowledge).0.into_iter().next();
        let found = read.map_or((Format::InPerson, Vec::new()), |listing| (listing.format, listing.places));
        self.places.insert(text, found.clone());
        found
    }
}

/// A canonical link, where the text is one that a listing may carry.
fn link(title: &str, url: &str) -> Option<Link> {
    Some(Link { title: title.to_owned(), url: crate::link::canonical(url).ok()? })
}

/// A group's page, canonical.
fn group(name: &str, url: Option<&str>) -> Group {
    Group {
        name: crate::text::clean(name).into_owned(),
        url: url.and_then(|url| crate::link::group_page(url).ok()),
    }
}
