//! One real-world occurrence, seen in one or more listings.

use chrono::{DateTime, FixedOffset, NaiveDate};
use chrono_tz::Tz;

use super::{Days, Format, Group, Link, Place, Region};

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

/// What changed from one issue to the next. `from` and `to` hold only the field that changed.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Change {
    /// The issue that made the change.
    pub issue_date: NaiveDate,
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
    /// Nothing of that, but another spelling, group, further link or price.
    Reworded,
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
    /// The time zone of the place.
    pub time_zone: Option<Tz>,
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
    /// The date of the issue that last changed it.
    pub last_modified: NaiveDate,
    /// Every change, oldest first. Its length is the event's `SEQUENCE`.
    pub history: Vec<Change>,
    /// Its listings as indices into [`Catalogue::listings`](crate::catalogue::Catalogue::listings),
    /// oldest first.
    pub listings: Vec<usize>,
}

impl Event {
    /// The region of the first place.
    pub fn region(&self) -> Option<Region> {
        self.places.iter().find_map(|place| place.region)
    }

    /// The main link.
    pub fn url(&self) -> Option<&str> {
        self.links.first().map(|link| link.url.as_str())
    }
}
