//! The build before as one more input: published issues are edited afterwards and calendars change, and a
//! subscriber's calendar has to follow. An event that was there keeps its id; SEQUENCE and LAST-MODIFIED never
//! fall, and rise exactly when something that a reader sees has changed (RFC 5545, section 3.8.7.4).

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
    rc::Rc,
};

use chrono::{DateTime, NaiveDate, Utc};

use super::document::{self, Document, VERSION};
use crate::{
    catalogue::Catalogue,
    event::{
        Lines,
        evidence::{Features, Likeness},
        rules::{self, Comparer, Question, Same},
    },
    knowledge::Knowledge,
    link,
    model::{self, Change, ChangeKind, Link, SaidBy, Status},
    text,
};

mod departed;
mod published;

/// The file of a build that the next one reads.
pub const FILE: &str = "archive.json";

/// An event whose day was edited by more than this is another one, unless it stands on the same line.
const NEAR_DAYS: i64 = 92;

/// Why the previous build cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file cannot be read.
    #[error("cannot read the previous build {}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// It is no archive.json of this program.
    #[error("cannot use the previous build {}: {reason}; --no-previous builds without it", path.display())]
    Shape {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
}

/// What an earlier build published.
#[derive(Debug, Clone)]
pub struct Previous {
    events: Vec<document::Event>,
}

/// What was carried on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Carried {
    /// How many events changed in something that a reader sees.
    pub changed: usize,
    /// How many of those keep their id though the issues would give them another by now.
    pub kept: usize,
    /// Events still to come that were taken out of an issue and are withdrawn since, each in words.
    pub lost: Vec<String>,
}

impl Previous {
    /// Reads the previous build from its folder or from its `archive.json`.
    ///
    /// # Errors
    ///
    /// When there is none, or when it was not written by this program.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let path = if path.is_dir() { path.join(FILE) } else { path.to_owned() };
        let bytes = fs::read(&path).map_err(|source| Error::Read { path: path.clone(), source })?;
        let document: Document = serde_json::from_slice(&bytes)
            .map_err(|error| Error::Shape { path: path.clone(), reason: error.to_string() })?;
        if document.version != VERSION {
            let reason = format!("its version is {}, not {VERSION}", document.version);
            return Err(Error::Shape { path, reason });
        }
        Ok(Self { events: document.events })
    }

    /// Which event stood on which line.
    pub fn lines(&self, knowledge: &Knowledge) -> Lines {
        let mut lines = Lines::default();
        for event in self.events.iter().filter(|event| !event.listings.is_empty()) {
            let rows = event.listings.iter().map(|row| (row.file.as_str(), row.line));
            lines.note(&event.id, published::event(event, knowledge).as_listing(), rows);
        }
        lines
    }

    /// Gives the events of a catalogue the ids, sequences and days of change that follow from this build, and
    /// keeps what was taken out of an issue that is still read.
    pub fn carry(&self, catalogue: &mut Catalogue, knowledge: &Knowledge) -> Carried {
        let mut carried = Carried::default();
        let before: BTreeMap<&str, &document::Event> =
            self.events.iter().map(|event| (event.id.as_str(), event)).collect();
        let now: BTreeSet<&str> =
            catalogue.events.iter().chain(&catalogue.candidates).map(|event| event.id.as_str()).collect();
        let gone: Vec<&document::Event> =
            before.values().copied().filter(|event| !now.contains(event.id.as_str())).collect();
        let new: Vec<usize> = (0..catalogue.events.len())
            .filter(|index| {
                let event = &catalogue.events[*index];
                !event.candidate && !before.contains_key(event.id.as_str())
            })
            .collect();
        let found = renamed(&gone, &new, catalogue, knowledge);
        for (index, event) in &found {
            catalogue.events[*index].id.clone_from(&event.id);
        }
        let still: BTreeSet<&str> = found.values().map(|event| event.id.as_str()).collect();
        let gone: Vec<&document::Event> =
            gone.into_iter().filter(|event| !still.contains(event.id.as_str())).collect();
        for index in 0..catalogue.events.len() {
            let Some(previous) = before.get(catalogue.events[index].id.as_str()) else { continue };
            let event = document::Event::of(catalogue, &catalogue.events[index]);
            let (sequence, modified) = published::last_change(previous);
            let (sequence, modified) = if seen(previous) == seen(&event) {
                (sequence, modified)
            } else {
                carried.changed += 1;
                carried.kept += usize::from(found.contains_key(&index));
                let fetched = event.sources.iter().filter_map(|source| source.fetched);
                let newest = fetched.chain([event.last_modified, catalogue.as_of]).max();
                ((sequence + 1).max(event.sequence), risen(modified, newest))
            };
            let event = &mut catalogue.events[index];
            (event.sequence, event.last_modified) = (sequence, modified);
            said_first(event, previous);
        }
        for previous in departed::kept(&gone, catalogue, knowledge) {
            let mut event = published::event(previous, knowledge);
            let listings = departed::listings(previous, &event);
            if event.status == Status::Scheduled && event.days.end() >= catalogue.as_of {
                let issue_date = catalogue.issues.last().map_or(catalogue.as_of, |issue| issue.date);
                event.status = Status::Withdrawn;
                event.history.push(Change { issue_date, by: SaidBy::Issue, kind: ChangeKind::Withdrawn });
                event.sequence += 1;
                event.last_modified = risen(event.last_modified, Some(catalogue.as_of));
                carried.lost.push(format!("{} {}", previous.start, previous.title));
            }
            catalogue.keep(event, listings);
        }
        catalogue.sort();
        carried
    }
}

/// The day of a change after one on `modified`: a day that nobody told is the next one, for it has to rise.
fn risen(modified: NaiveDate, newest: Option<NaiveDate>) -> NaiveDate {
    let next = modified.succ_opt().unwrap_or(modified);
    newest.filter(|newest| *newest > modified).unwrap_or(next)
}

/// What a calendar says every day it said on the first of them.
fn said_first(event: &mut model::Event, previous: &document::Event) {
    let same = |a: &document::Change, b: &document::Change| {
        (a.change, a.by, &a.from, &a.to) == (b.change, b.by, &b.from, &b.to)
    };
    for change in event.history.iter_mut().filter(|change| change.by == model::SaidBy::Calendar) {
        let now = document::Change::from(&*change);
        if let Some(before) = previous.history.iter().rev().find(|before| same(before, &now)) {
            change.issue_date = before.issue_date;
        }
    }
}

/// What a reader sees of an event: not how often it was listed, nor in how many words its place was said.
fn seen(event: &document::Event) -> impl PartialEq + use<> {
    let utc = |time: Option<DateTime<chrono::FixedOffset>>| time.map(|time| time.with_timezone(&Utc));
    let place = |place: &document::Place| {
        let point = place.latitude.zip(place.longitude).map(|(north, east)| format!("{north};{east}"));
        let named = || place.city.as_deref().map(text::fold);
        (point.or_else(named), place.country.clone())
    };
    let group = |group: &model::Group| (group.name.clone(), group.url.clone());
    (
        (event.summary.clone(), event.start, event.end, utc(event.starts_at), utc(event.ends_at)),
        (event.format, event.status, event.paid, event.candidate, event.venue.clone()),
        event.places.iter().map(place).collect::<Vec<_>>(),
        event.groups.iter().map(group).collect::<Vec<_>>(),
        event.links.iter().map(|link| (link.title.clone(), link.url.clone())).collect::<Vec<_>>(),
    )
}

/// The events of the catalogue that are one with an event which the build before had under another id: its
/// issue was edited, and what founded the id with it.
fn renamed<'p>(
    gone: &[&'p document::Event],
    new: &[usize],
    catalogue: &Catalogue,
    knowledge: &Knowledge,
) -> BTreeMap<usize, &'p document::Event> {
    let mut comparer = Comparer::new(knowledge);
    let features: Vec<(usize, Option<Rc<Features>>)> =
        new.iter().map(|index| (*index, comparer.read(&catalogue.events[*index].as_listing()))).collect();
    let mut pairs = Vec::new();
    for (number, previous) in gone.iter().enumerate() {
        let Some(mine) = comparer.read(&published::event(previous, knowledge).as_listing()) else { continue };
        let stood: BTreeSet<(&str, usize)> =
            previous.listings.iter().map(|row| (row.file.as_str(), row.line)).collect();
        let pages: BTreeSet<String> = own_pages(&previous.links);
        for (index, theirs) in &features {
            let Some(theirs) = theirs else { continue };
            let event = &catalogue.events[*index];
            let evidence = Comparer::evidence(&mine, theirs);
            let apart = (previous.start - event.days.start()).num_days().abs();
            let one_line =
                catalogue.listings_of(event).any(|row| stood.contains(&(&*row.source.file, row.source.line)));
            let one_page = own_pages(&event.links).iter().any(|page| pages.contains(page));
            let alike = evidence.title.likeness >= Likeness::Near;
            let edited = one_line && rules::is_edited(&evidence);
            let same = match previous.candidate {
                // It is listed now: its calendar says that it is this event.
                true => knows(&event.sources, &previous.sources),
                false => Question::Base.ask(evidence).same == Same::Same && apart <= NEAR_DAYS,
            };
            if same || edited {
                pairs.push(((!edited, !one_page, !alike, apart), number, *index));
            }
        }
    }
    pairs.sort_unstable();
    let mut found: BTreeMap<usize, &document::Event> = BTreeMap::new();
    let mut taken = BTreeSet::new();
    for (_, number, index) in pairs {
        if !found.contains_key(&index) && taken.insert(number) {
            found.insert(index, gone[number]);
        }
    }
    found
}

fn own_pages(links: &[Link]) -> BTreeSet<String> {
    links.iter().map(|link| link::identity(&link.url).to_string()).collect()
}

/// Whether a calendar or page that knew the one knows the other.
fn knows(now: &[model::EventSource], before: &[document::EventSource]) -> bool {
    now.iter().any(|now| before.iter().any(|before| (&now.url, &now.uid) == (&before.url, &before.uid)))
}
