//! Calendars that others keep: what organisers publish, and what the editors' tools bring.
//!
//! Each kind of source is one file and one line of `SOURCES`; each platform whose calendars have their
//! own ways is one file and one line of the list of platforms. Whatever comes in becomes an
//! [`Incoming`]. Nothing is fetched here, and nothing reads the clock.
//!
//! Limits: files of at most [`MAX_BYTES`]; a recurring event gives its occurrences inside the window that
//! was asked for, and rules within a day (by the hour or minute) are refused.

use std::{
    collections::BTreeMap,
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

use chrono::{DateTime, FixedOffset, NaiveDate};
use chrono_tz::Tz;

use crate::{
    knowledge::Knowledge,
    model::{Days, Format, Group, Link, Place, Region, Venue},
    newsletter::{Entry, Issue, Part, grammar, groups_field, place_field, title_field},
    place::{Address, Hints},
};

mod component;
mod events_json;
mod gather;
mod ical;
mod lines;
mod location;
mod meetup_tool;
mod page;
mod platform;
mod recurrence;
mod series;
mod state;
pub mod store;
mod value;
mod zone;

pub use gather::{Calendar, Calendars};

/// Calendars larger than this are refused.
pub const MAX_BYTES: u64 = 256 << 20;

/// Whether an event takes place, as its calendar has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum State {
    /// It does.
    #[default]
    Scheduled,
    /// It does not.
    Cancelled,
    /// Not on its day, and no new one is known.
    Postponed,
}

/// An event as a calendar has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Incoming {
    /// The days at the place of the event.
    pub days: Days,
    /// When it starts, where the calendar says so.
    pub starts_at: Option<DateTime<FixedOffset>>,
    /// When it ends, where the calendar says so and it is after the start.
    pub ends_at: Option<DateTime<FixedOffset>>,
    /// The zone of its place, else the one in which the calendar gives its times.
    pub time_zone: Option<Tz>,
    /// One line, without control characters and without the words that it is cancelled.
    pub title: String,
    /// How one takes part.
    pub format: Format,
    /// Where.
    pub places: Vec<Place>,
    /// The place in the calendar's words.
    pub written_place: String,
    /// The house, for events that are at one.
    pub venue: Option<Venue>,
    /// Who organises it.
    pub groups: Vec<Group>,
    /// The main link first, all canonical.
    pub links: Vec<Link>,
    /// Whether it costs money.
    pub paid: bool,
    /// The part of the section that the calendar itself puts it in.
    pub part: Option<Part>,
    /// Whether it takes place.
    pub state: State,
    /// The id that the calendar gives it, the same for all of a series.
    pub uid: Option<String>,
    /// Whether it is one of a series with one id.
    pub recurs: bool,
    /// The day on which the calendar had it before, where it says so.
    pub was_on: Option<NaiveDate>,
    /// The day on which the calendar said all this, where it tells.
    pub said: Option<NaiveDate>,
    /// What was taken from elsewhere than the calendar, or left out of it.
    pub notes: Vec<String>,
    /// What someone has to decide.
    pub questions: Vec<String>,
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

    /// An event of which only days and title are known yet.
    pub fn new(days: Days, title: String, source: Arc<str>) -> Self {
        Self {
            days,
            starts_at: None,
            ends_at: None,
            time_zone: None,
            title,
            format: Format::InPerson,
            places: Vec::new(),
            written_place: String::new(),
            venue: None,
            groups: Vec::new(),
            links: Vec::new(),
            paid: false,
            part: None,
            state: State::Scheduled,
            uid: None,
            recurs: false,
            was_on: None,
            said: None,
            notes: Vec::new(),
            questions: Vec::new(),
            source,
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
    /// Its events, in its order; those that are cancelled or postponed among them.
    pub events: Vec<Incoming>,
    /// How many are marked private or confidential; not read.
    pub private: usize,
    /// What could not be used, each with the reason.
    pub unusable: Vec<String>,
}

impl Brought {
    /// How many of its events are in a state.
    pub fn count(&self, state: State) -> usize {
        self.events.iter().filter(|event| event.state == state).count()
    }

    /// Whether it holds nothing at all.
    pub fn is_empty(&self) -> bool {
        self.events.is_empty() && self.private == 0 && self.unusable.is_empty()
    }
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
    /// It is none of the known kinds, or a damaged one.
    #[error("cannot use the calendar {}: {reason}", path.display())]
    Shape {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
}

/// One kind of source.
struct Source {
    /// Whether a file is of this kind.
    is: fn(&[u8]) -> bool,
    read: fn(&[u8], &mut CalendarReader<'_>) -> Result<Brought, String>,
}

/// Every kind; the first that a file is of reads it.
const SOURCES: &[Source] = &[
    Source { is: ical::is, read: ical::read },
    Source { is: page::is, read: page::read },
    Source { is: events_json::is, read: events_json::read },
    Source { is: meetup_tool::is, read: meetup_tool::read },
];

/// Reads a calendar from a file. Of recurring events it gives the occurrences on the days of `window`.
///
/// # Errors
///
/// When the file cannot be read, is larger than [`MAX_BYTES`], or is no calendar.
pub fn read_file(path: &Path, knowledge: &Knowledge, window: Days) -> Result<Brought, Error> {
    Ok(gather::read_file(path, Beforehand::default(), knowledge, window)?.brought)
}

/// Reads a calendar; which kind it is shows in its content.
///
/// # Errors
///
/// In words, what is wrong with it.
pub fn read(name: &str, bytes: &[u8], knowledge: &Knowledge, window: Days) -> Result<Brought, String> {
    read_of(name, bytes, Beforehand::default(), knowledge, window)
}

/// What is known of a calendar or a page beforehand.
#[derive(Debug, Clone, Default)]
struct Beforehand {
    /// Whose it is: stands for events that do not name their group.
    group: Option<Group>,
    /// The address of the page that was asked for.
    page: Option<String>,
}

/// The same of one of which something is known beforehand.
fn read_of(
    name: &str,
    bytes: &[u8],
    known: Beforehand,
    knowledge: &Knowledge,
    window: Days,
) -> Result<Brought, String> {
    let mut reader = CalendarReader {
        source: name.into(),
        group: known.group,
        page: known.page,
        knowledge,
        window,
        places: BTreeMap::new(),
        addresses: BTreeMap::new(),
    };
    let source = SOURCES.iter().find(|source| (source.is)(bytes)).ok_or(
        "expected an iCalendar file, an event's page with JSON-LD, the Meetup tool's JSON or an events.json",
    )?;
    (source.read)(bytes, &mut reader)
}

/// JSON as text; `None` where it is none.
fn json_text(bytes: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(bytes).ok()?.trim_start_matches('\u{feff}').trim_start();
    text.starts_with('{').then_some(text)
}

fn json(bytes: &[u8]) -> Result<serde_json::Value, String> {
    let text = json_text(bytes).ok_or("no JSON")?;
    serde_json::from_str(text).map_err(|error| format!("damaged JSON: {error}"))
}

/// What reading one calendar needs.
struct CalendarReader<'k> {
    source: Arc<str>,
    /// Whose calendar it is, where that is known.
    group: Option<Group>,
    /// The address of the page, where it was fetched.
    page: Option<String>,
    knowledge: &'k Knowledge,
    /// The days whose occurrences are wanted.
    window: Days,
    /// What place texts were read as: a calendar repeats them.
    places: BTreeMap<String, (Format, Vec<Place>)>,
    addresses: BTreeMap<(String, Option<String>, Option<&'static str>), Address>,
}

impl CalendarReader<'_> {
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

    /// Reads an address.
    fn address(&mut self, text: &str, hints: Hints) -> Address {
        let at = hints.at.map(|(north, east)| format!("{north};{east}"));
        let key = (text.to_owned(), at, hints.zone.map(|zone| zone.name()));
        if let Some(known) = self.addresses.get(&key) {
            return known.clone();
        }
        let address = self.knowledge.places.read_address(text, hints);
        self.addresses.insert(key, address.clone());
        address
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
