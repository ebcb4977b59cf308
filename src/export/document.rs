//! The published form of the model: what other programs read. A change here is a change of the
//! contract.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

use super::wording;
use crate::{
    catalogue::Catalogue,
    model::{self, ChangeKind, Format, Group, Link, Region, SaidBy, SourceKind, Status},
};

/// The version of [`Document`]. It rises when a reader of the old form would go wrong.
pub const VERSION: u32 = 1;

/// What a name in the IANA time zone database looks like.
#[cfg(feature = "schema")]
const ZONE_PATTERN: &str = "^[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+){0,2}$";

/// Events of the newsletter This Week in Rust.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Document {
    /// The version of this form: 1.
    pub version: u32,
    /// The day that was taken as today.
    pub as_of: NaiveDate,
    /// What was read.
    pub source: Source,
    /// The events, by first day, then id.
    pub events: Vec<Event>,
}

/// The issues that were read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Source {
    /// How many.
    pub issues: usize,
    /// The date of the oldest.
    pub first: Option<NaiveDate>,
    /// The date of the newest.
    pub last: Option<NaiveDate>,
}

/// One real-world occurrence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Event {
    /// For ever the same: lower-case ASCII, at most 64 characters.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = r"^[a-z0-9][a-z0-9-]{0,63}$")))]
    pub id: String,
    /// What its source calls it.
    pub title: String,
    /// The first day.
    pub start: NaiveDate,
    /// The last day, inclusive.
    pub end: NaiveDate,
    /// When it starts; only where a source gave the time.
    pub starts_at: Option<DateTime<FixedOffset>>,
    /// When it ends, exclusive; only where a source gave the time.
    pub ends_at: Option<DateTime<FixedOffset>>,
    /// IANA time zone of the first place, or that of the source of the time.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = ZONE_PATTERN)))]
    pub time_zone: Option<String>,
    /// How one takes part.
    pub format: Format,
    /// The region of the first place.
    pub region: Option<Region>,
    /// Where it is; empty for a purely virtual event without a place.
    pub places: Vec<Place>,
    /// Who organises it.
    pub groups: Vec<Group>,
    /// Its links, the main one first.
    pub links: Vec<Link>,
    /// What feeds show in a month grid: a title that reads on its own, with the group before it where
    /// the title alone does not, and with the word that it is cancelled or withdrawn.
    #[serde(default)]
    pub summary: String,
    /// The house, its name and its address; only where a source named it.
    #[serde(default)]
    pub venue: Option<Venue>,
    /// The main link.
    pub url: Option<String>,
    /// Whether it costs money.
    pub paid: bool,
    /// Whether it takes place: `withdrawn` when a later issue no longer lists it, `cancelled` when a
    /// source says so.
    pub status: Status,
    /// Whether only calendars have it, and no issue of the newsletter so far.
    #[serde(default)]
    pub candidate: bool,
    /// How often something that a reader sees has changed, as in SEQUENCE of the feeds.
    #[serde(default)]
    pub sequence: u32,
    /// The day of the last such change.
    #[serde(default)]
    pub last_modified: NaiveDate,
    /// The date of the first issue that listed it; of a candidate the day on which its calendar had it.
    pub first_listed: NaiveDate,
    /// The date of the newest issue that listed it; of a candidate the day on which its calendar had it.
    pub last_listed: NaiveDate,
    /// The calendars and pages that know it, beside the newsletter.
    #[serde(default)]
    pub sources: Vec<EventSource>,
    /// Every change, oldest first.
    pub history: Vec<Change>,
    /// Where it was listed, oldest first.
    pub listings: Vec<Listing>,
}

/// Where exactly an event is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Venue {
    /// What the house is called.
    pub name: Option<String>,
    /// Its address, on one line.
    pub address: Option<String>,
}

/// A calendar or a page that knows the event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EventSource {
    /// What it is.
    pub kind: SourceKind,
    /// Its address, else the name of its file.
    pub url: String,
    /// What it calls the event.
    pub uid: Option<String>,
    /// The day on which it was fetched, where that was written down.
    pub fetched: Option<NaiveDate>,
}

/// What changed from one issue to the next.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Change {
    /// The date of the issue that made the change, or the day on which a calendar said so.
    pub issue_date: NaiveDate,
    /// Who said it: an issue, where nothing else stands here.
    #[serde(default, skip_serializing_if = "is_issue")]
    pub by: SaidBy,
    /// What kind of change.
    pub change: ChangeName,
    /// The fields that changed, before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Changed>,
    /// The fields that changed, after.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Changed>,
}

/// The kinds of change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ChangeName {
    /// To other days.
    Moved,
    /// Another title.
    Retitled,
    /// Another place.
    Relocated,
    /// Another main link.
    Relinked,
    /// Another way to take part.
    Reformatted,
    /// No longer listed although its day has not passed.
    Withdrawn,
    /// Listed again after it was withdrawn.
    Reinstated,
    /// A source says that it is cancelled.
    Cancelled,
    /// A calendar says that it is not on its day, and names no new one.
    Postponed,
    /// Nothing of that, but another spelling, group, further link or price.
    Reworded,
}

/// Fields of an event that changed; only those are there.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Changed {
    /// The first day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<NaiveDate>,
    /// The last day, inclusive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<NaiveDate>,
    /// The title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The places.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub places: Option<Vec<Place>>,
    /// The main link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// How one takes part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<Format>,
}

/// Where an event was listed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Listing {
    /// The file's name.
    pub file: String,
    /// The line of the item's bullet, from 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1)))]
    pub line: usize,
    /// The issue's number.
    pub issue: Option<u32>,
    /// The issue's date.
    pub issue_date: NaiveDate,
}

/// Where something is, as far as it is known.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Place {
    /// The city as written, without state and country.
    pub city: Option<String>,
    /// The subdivision's code (`CA`).
    pub subdivision: Option<String>,
    /// The country by its code (ISO 3166-1 alpha-2), `GB` for the United Kingdom.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = "^[A-Z]{2}$")))]
    pub country: Option<String>,
    /// The country's region.
    pub region: Option<Region>,
    /// Degrees north, of the city's centre.
    #[cfg_attr(feature = "schema", schemars(range(min = -90.0, max = 90.0)))]
    pub latitude: Option<f64>,
    /// Degrees east, of the city's centre.
    #[cfg_attr(feature = "schema", schemars(range(min = -180.0, max = 180.0)))]
    pub longitude: Option<f64>,
    /// IANA time zone.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = ZONE_PATTERN)))]
    pub time_zone: Option<String>,
    /// Whether the newsletter named only the country, and the city is that of the title or of the group's other
    /// events. Left out where it is not so.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub inferred: bool,
}

impl Document {
    /// These events of a catalogue.
    pub fn of(catalogue: &Catalogue, events: &[&model::Event]) -> Self {
        Self {
            version: VERSION,
            as_of: catalogue.as_of,
            source: Source {
                issues: catalogue.issues.len(),
                first: catalogue.issues.first().map(|issue| issue.date),
                last: catalogue.issues.last().map(|issue| issue.date),
            },
            events: events.iter().map(|event| Event::of(catalogue, event)).collect(),
        }
    }
}

impl Event {
    /// An event of a catalogue.
    pub fn of(catalogue: &Catalogue, event: &model::Event) -> Self {
        Self {
            id: event.id.clone(),
            title: event.title.clone(),
            start: event.days.start(),
            end: event.days.end(),
            starts_at: event.starts_at,
            ends_at: event.ends_at,
            time_zone: event.time_zone.map(|zone| zone.name().to_owned()),
            venue: event
                .venue
                .as_ref()
                .map(|venue| Venue { name: venue.name.clone(), address: venue.address.clone() }),
            format: event.format,
            region: event.region(),
            places: event.places.iter().map(Place::from).collect(),
            groups: event.groups.clone(),
            links: event.links.clone(),
            summary: wording::summary(event),
            url: event.url().map(str::to_owned),
            paid: event.paid,
            status: event.status,
            candidate: event.candidate,
            sequence: event.sequence,
            last_modified: event.last_modified,
            first_listed: event.first_listed,
            last_listed: event.last_listed,
            sources: event.sources.iter().map(EventSource::from).collect(),
            history: event.history.iter().map(Change::from).collect(),
            listings: catalogue
                .listings_of(event)
                .map(|listing| Listing {
                    file: listing.source.file.to_string(),
                    line: listing.source.line,
                    issue: listing.source.issue,
                    issue_date: listing.source.issue_date,
                })
                .collect(),
        }
    }
}

impl From<&model::Change> for Change {
    fn from(change: &model::Change) -> Self {
        let places = |places: &[model::Place]| Changed {
            places: Some(places.iter().map(Place::from).collect()),
            ..Changed::default()
        };
        let days = |days: crate::model::Days| Changed {
            start: Some(days.start()),
            end: Some(days.end()),
            ..Changed::default()
        };
        let title = |title: &String| Changed { title: Some(title.clone()), ..Changed::default() };
        let url =
            |url: &Option<String>| url.clone().map(|url| Changed { url: Some(url), ..Changed::default() });
        let format = |format: Format| Changed { format: Some(format), ..Changed::default() };
        let (name, from, to) = match &change.kind {
            ChangeKind::Moved { from, to } => (ChangeName::Moved, Some(days(*from)), Some(days(*to))),
            ChangeKind::Retitled { from, to } => (ChangeName::Retitled, Some(title(from)), Some(title(to))),
            ChangeKind::Relocated { from, to } => {
                (ChangeName::Relocated, Some(places(from)), Some(places(to)))
            }
            ChangeKind::Relinked { from, to } => (ChangeName::Relinked, url(from), url(to)),
            ChangeKind::Reformatted { from, to } => {
                (ChangeName::Reformatted, Some(format(*from)), Some(format(*to)))
            }
            ChangeKind::Withdrawn => (ChangeName::Withdrawn, None, None),
            ChangeKind::Reinstated => (ChangeName::Reinstated, None, None),
            ChangeKind::Cancelled => (ChangeName::Cancelled, None, None),
            ChangeKind::Postponed => (ChangeName::Postponed, None, None),
            ChangeKind::Reworded => (ChangeName::Reworded, None, None),
        };
        Self { issue_date: change.issue_date, by: change.by, change: name, from, to }
    }
}

impl From<&model::EventSource> for EventSource {
    fn from(source: &model::EventSource) -> Self {
        Self { kind: source.kind, url: source.url.clone(), uid: source.uid.clone(), fetched: source.fetched }
    }
}

fn is_issue(by: &SaidBy) -> bool {
    *by == SaidBy::Issue
}

impl From<&model::Place> for Place {
    fn from(place: &model::Place) -> Self {
        Self {
            city: place.city.clone(),
            subdivision: place.subdivision.clone(),
            country: place.country.map(|country| country.code().to_owned()),
            region: place.region,
            latitude: place.latitude,
            longitude: place.longitude,
            time_zone: place.time_zone.map(|zone| zone.name().to_owned()),
            inferred: place.inferred,
        }
    }
}
