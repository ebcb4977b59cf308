//! One real-world occurrence, seen in one or more listings.

use chrono::{DateTime, FixedOffset, NaiveDate};
use chrono_tz::Tz;

use super::{Days, Format, Group, Link, Listing, Place, Region};

/// Whether an event takes place, as far as the newsletter lets on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Listed, and not taken back.
    Scheduled,
    /// A later issue whose window covers the day no longer lists it.
    Withdrawn,
    /// A source says that it is cancelled.
    Cancelled,
}

/// Who said that something changed.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, serde::Serialize, serde::Deserialize,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SaidBy {
    /// An issue of the newsletter.
    #[default]
    Issue,
    /// A calendar or a page of the organisers.
    Calendar,
}

/// What changed from one issue to the next. `from` and `to` hold only the field that changed.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Change {
    /// The date of the issue that made the change, or the day on which a calendar said so.
    pub issue_date: NaiveDate,
    /// Who said it.
    pub by: SaidBy,
    /// What kind of change, with the old and the new value.
    pub kind: ChangeKind,
}

/// The kinds of change, each with the value before and after.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)]
#[non_exhaustive]
pub enum ChangeKind {
    /// To other days.
    Moved { from: Days, to: Days },
    /// Another title.
    Retitled { from: String, to: String },
    /// Another place.
    Relocated { from: Vec<Place>, to: Vec<Place> },
    /// Another main link.
    Relinked { from: Option<String>, to: Option<String> },
    /// Another way to take part.
    Reformatted { from: Format, to: Format },
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

/// What kind of source told of an event beside the newsletter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// A calendar.
    Calendar,
    /// The event's page.
    Page,
}

/// A calendar or a page that knows the event.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
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

/// Where exactly an event is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Venue {
    /// What the house is called.
    pub name: Option<String>,
    /// Its address, on one line.
    pub address: Option<String>,
}

/// One real-world occurrence.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Event {
    /// For ever the same; readable, URL-safe, lower-case ASCII, at most 64 characters.
    pub id: String,
    /// The best wording of its title.
    pub title: String,
    /// The days on which it takes place.
    pub days: Days,
    /// When it starts, only where a source gave the time.
    pub starts_at: Option<DateTime<FixedOffset>>,
    /// When it ends, exclusive, only where a source gave the time.
    pub ends_at: Option<DateTime<FixedOffset>>,
    /// The time zone of the place, or that of the source of the time.
    pub time_zone: Option<Tz>,
    /// The house, only where a source named one.
    pub venue: Option<Venue>,
    /// How one takes part.
    pub format: Format,
    /// Where it is; empty for a purely virtual event.
    pub places: Vec<Place>,
    /// Who organises it.
    pub groups: Vec<Group>,
    /// Its links, the main one first.
    pub links: Vec<Link>,
    /// Whether it costs money.
    pub paid: bool,
    /// Whether it takes place.
    pub status: Status,
    /// The date of the first issue that listed it.
    pub first_listed: NaiveDate,
    /// The date of the newest issue that listed it.
    pub last_listed: NaiveDate,
    /// Whether only calendars have it, and no issue so far.
    pub candidate: bool,
    /// The calendars and pages that know it.
    pub sources: Vec<EventSource>,
    /// How often something that a reader sees has changed.
    pub sequence: u32,
    /// The day of the last such change: the date of an issue, or the day on which a calendar said it.
    pub last_modified: NaiveDate,
    /// Every change, oldest first.
    pub history: Vec<Change>,
    /// Its listings as indices into [`Catalogue::listings`](crate::catalogue::Catalogue::listings),
    /// oldest first.
    pub listings: Vec<usize>,
}

impl Event {
    /// The event as if it were listed once, on the day of its last issue: for comparisons.
    pub(crate) fn as_listing(&self) -> Listing {
        Listing {
            days: Some(self.days),
            format: self.format,
            places: self.places.clone(),
            title: self.title.clone(),
            groups: self.groups.clone(),
            links: self.links.clone(),
            paid: self.paid,
            ..Listing::unlisted(self.last_listed)
        }
    }

    /// The region of the first place.
    pub fn region(&self) -> Option<Region> {
        self.places.iter().find_map(|place| place.region)
    }

    /// The main link.
    pub fn url(&self) -> Option<&str> {
        self.links.first().map(|link| link.url.as_str())
    }
}
