//! Everything that a set of issues says: the one way from issues to events.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::{
    event::{self, Identified, Joined},
    knowledge::Knowledge,
    model::{Event, Listing, Problem},
    newsletter::{Issue, grammar},
    place,
};

/// Issues, read.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Catalogue {
    /// The issues, oldest first.
    pub issues: Vec<Issue>,
    /// "Now": the date asked for, else that of the newest issue.
    pub as_of: NaiveDate,
    /// One for each list item of every section, in the order of issues and lines.
    pub listings: Vec<Listing>,
    /// Every event, by first day, then id.
    pub events: Vec<Event>,
    /// For each listing the index of its event.
    pub event_of: Vec<Option<usize>>,
    /// For each listing why it belongs to its event.
    pub joined: Vec<Option<Joined>>,
    /// Problems of files rather than of listings.
    pub problems: Vec<Problem>,
}

impl Catalogue {
    /// Reads issues (oldest first) and finds the events in them.
    ///
    /// `as_of` is "now"; left out, it is the date of the newest issue.
    ///
    /// ```
    /// use twir_events::{Archive, Catalogue, Knowledge};
    ///
    /// let catalogue = Catalogue::read(Archive::bundled().issues, &Knowledge::bundled(), None);
    /// assert_eq!(catalogue.as_of, catalogue.issues.last().unwrap().date);
    /// for event in &catalogue.events {
    ///     assert!(catalogue.listings_of(event).count() > 0);
    /// }
    /// ```
    pub fn read(issues: Vec<Issue>, knowledge: &Knowledge, as_of: Option<NaiveDate>) -> Self {
        let mut listings = Vec::new();
        let mut problems = Vec::new();
        let mut reader = grammar::Reader::new(knowledge);
        for issue in &issues {
            let (read, whole) = reader.read(issue);
            listings.extend(read);
            problems.extend(whole);
        }
        let as_of = as_of.or_else(|| issues.last().map(|issue| issue.date)).unwrap_or_default();
        let identified = event::identify(&listings, knowledge);
        let event_of = identified.joined.iter().map(|joined| Some(joined.as_ref()?.event)).collect();
        let Identified { events, joined } = identified;
        Self { issues, as_of, listings, events, event_of, joined, problems }
    }

    /// The cities that no table knows, as the house style prints them, each with the count of
    /// listings that name it.
    pub fn unknown_cities(&self) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        let places = self.listings.iter().flat_map(|listing| &listing.places);
        for place in places.filter(|place| place.city.is_some() && place.known_city.is_none()) {
            *counts.entry(place::printed(place)).or_default() += 1;
        }
        counts
    }

    /// The listings of an event, oldest first.
    pub fn listings_of<'a>(&'a self, event: &'a Event) -> impl Iterator<Item = &'a Listing> {
        event.listings.iter().map(|index| &self.listings[*index])
    }
}
