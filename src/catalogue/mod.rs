//! Everything that a set of issues says: the one way from issues to events.

mod attach;
mod candidates;
mod inferred;

use std::collections::BTreeMap;

use chrono::NaiveDate;

pub use attach::Attached;

use crate::{
    calendar::Calendars,
    event::{self, Identified, Joined, Lines},
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
    /// What calendars and pages say of the events, by event, the newest word first.
    pub attached: Vec<Attached>,
    /// What only calendars have, by first day, then id. They are among `events` only after
    /// [`with_candidates`](Self::with_candidates).
    pub candidates: Vec<Event>,
    /// Pages of events that are no longer there, with the day since when.
    pub gone: Vec<(String, Option<NaiveDate>)>,
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
        Self::read_with(issues, &Calendars::default(), Lines::default(), knowledge, as_of)
    }

    /// The same with what organisers say: hours, houses, cancellations, moves. What a calendar has attaches
    /// to an event of the issues or is a candidate; it founds, merges, splits and renames none. `before` tells
    /// which event stood on which line of these issues when they were last read.
    pub fn read_with(
        issues: Vec<Issue>,
        calendars: &Calendars,
        before: Lines,
        knowledge: &Knowledge,
        as_of: Option<NaiveDate>,
    ) -> Self {
        let mut listings = Vec::new();
        let mut problems = Vec::new();
        let mut reader = grammar::IssueReader::new(knowledge);
        for issue in &issues {
            let (read, whole) = reader.read(issue);
            listings.extend(read);
            problems.extend(whole);
        }
        let as_of = as_of.or_else(|| issues.last().map(|issue| issue.date)).unwrap_or_default();
        let identified = event::identify(&listings, knowledge, before);
        let event_of = identified.joined.iter().map(|joined| Some(joined.as_ref()?.event)).collect();
        let Identified { events, joined } = identified;
        let mut catalogue = Self {
            issues,
            as_of,
            listings,
            events,
            event_of,
            joined,
            attached: Vec::new(),
            candidates: Vec::new(),
            gone: Vec::new(),
            problems,
        };
        inferred::fill(&mut catalogue.events, knowledge);
        catalogue.compare(calendars, knowledge);
        attach::apply(&mut catalogue.events, &catalogue.attached);
        catalogue.sort();
        catalogue
    }

    /// Sets what calendars say beside the events, which stay as the issues have them: for who wants to know
    /// where they differ.
    pub fn compare(&mut self, calendars: &Calendars, knowledge: &Knowledge) {
        let outcome = attach::compare(&self.events, calendars, knowledge, self.as_of);
        (self.attached, self.candidates) = (outcome.attached, outcome.candidates);
        self.gone.clone_from(&calendars.gone);
    }

    /// With the candidates among the events, for who asks for them.
    #[must_use]
    pub fn with_candidates(mut self) -> Self {
        self.events.append(&mut self.candidates);
        self.sort();
        self
    }

    /// Adds an event that no issue has any more, with the listings that it had; [`sort`](Self::sort) puts it in
    /// its place.
    pub(crate) fn keep(&mut self, mut event: Event, listings: Vec<Listing>) {
        event.listings = (self.listings.len()..self.listings.len() + listings.len()).collect();
        self.event_of.resize(self.event_of.len() + listings.len(), Some(self.events.len()));
        self.joined.resize(self.joined.len() + listings.len(), None);
        self.listings.extend(listings);
        self.events.push(event);
    }

    /// Puts the events in their order, by first day, then id, and all that points at them.
    pub(crate) fn sort(&mut self) {
        let before: Vec<usize> = {
            let mut order: Vec<usize> = (0..self.events.len()).collect();
            order.sort_by(|a, b| {
                let (a, b) = (&self.events[*a], &self.events[*b]);
                (a.days, &a.id).cmp(&(b.days, &b.id))
            });
            order
        };
        if before.is_sorted() {
            return;
        }
        let mut place = vec![0; before.len()];
        for (now, before) in before.iter().enumerate() {
            place[*before] = now;
        }
        let mut events: Vec<Option<Event>> = std::mem::take(&mut self.events).into_iter().map(Some).collect();
        self.events = before.iter().filter_map(|index| events[*index].take()).collect();
        self.event_of.iter_mut().flatten().for_each(|event| *event = place[*event]);
        self.joined.iter_mut().flatten().for_each(|joined| joined.event = place[joined.event]);
        self.attached.iter_mut().for_each(|attached| attached.event = place[attached.event]);
        self.attached.sort_by_key(|attached| attached.event);
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
