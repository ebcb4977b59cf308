//! Why listings are one event, or are not: the evidence, in words.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::{
    catalogue::Catalogue,
    event::{
        Reason,
        identity::{Edition, Features, Likeness, Reader, conflict, share},
    },
    knowledge::Knowledge,
    model::{Change, ChangeKind, Event, Format, Listing, Place},
};

/// So many neighbours are shown.
const NEAREST: usize = 6;
/// Occurrences of a series further apart than this are no neighbours.
const NEAR_DAYS: i64 = 45;

/// Why the listings of an event are one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// The event's id.
    pub id: String,
    /// Its title, days and place.
    pub summary: String,
    /// Its listings, oldest first.
    pub listings: Vec<Told>,
    /// What changed, oldest first.
    pub history: Vec<String>,
    /// The events most like it, and why they are others.
    pub neighbours: Vec<Neighbour>,
}

/// A listing, and why it belongs to its event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Told {
    /// The name of the file.
    pub file: String,
    /// The line of the bullet, from 1.
    pub line: usize,
    /// The rule that decided; absent in a comparison of two events.
    pub reason: Reason,
    /// The rule in words.
    pub because: String,
}

/// Another event that one could take for the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Neighbour {
    /// Its id.
    pub id: String,
    /// Its title, days and place.
    pub summary: String,
    /// What speaks for one event.
    pub alike: Vec<String>,
    /// What speaks against it.
    pub apart: Vec<String>,
}

/// Compares events; reads every listing once.
#[derive(Debug)]
pub struct Explainer<'a> {
    catalogue: &'a Catalogue,
    features: Vec<Option<Features>>,
}

impl<'a> Explainer<'a> {
    /// Prepares the comparison of a catalogue's events.
    pub fn new(catalogue: &'a Catalogue, knowledge: &Knowledge) -> Self {
        let mut reader = Reader::default();
        let features = catalogue
            .listings
            .iter()
            .enumerate()
            .map(|(index, listing)| reader.read(index, listing, &knowledge.groups))
            .collect();
        Self { catalogue, features }
    }

    /// Explains the event with this index in [`Catalogue::events`]; `None` where there is none.
    pub fn event(&self, index: usize) -> Option<Explanation> {
        let event = self.catalogue.events.get(index)?;
        Some(Explanation {
            id: event.id.clone(),
            summary: summary(event),
            listings: event.listings.iter().filter_map(|listing| self.told(*listing)).collect(),
            history: event.history.iter().map(change).collect(),
            neighbours: self.neighbours(index),
        })
    }

    /// Compares two events; `None` where one of them is missing.
    pub fn compare(&self, a: usize, b: usize) -> Option<Neighbour> {
        let (first, second) = (self.catalogue.events.get(a)?, self.catalogue.events.get(b)?);
        let (alike, apart) = self.facts(first, second);
        Some(Neighbour { id: second.id.clone(), summary: summary(second), alike, apart })
    }

    fn told(&self, index: usize) -> Option<Told> {
        let listing = self.catalogue.listings.get(index)?;
        let joined = self.catalogue.joined.get(index)?.as_ref()?;
        let like = joined.like.and_then(|like| self.catalogue.listings.get(like));
        Some(Told {
            file: listing.source.file.to_string(),
            line: listing.source.line,
            reason: joined.reason,
            because: because(joined.reason, listing, like),
        })
    }

    fn neighbours(&self, index: usize) -> Vec<Neighbour> {
        let Some(event) = self.catalogue.events.get(index) else { return Vec::new() };
        let mine: Vec<&Features> = self.of(event).collect();
        let mut near: Vec<(u8, i64, usize)> = Vec::new();
        for (other, candidate) in self.catalogue.events.iter().enumerate() {
            if other == index {
                continue;
            }
            let Some(theirs) = self.of(candidate).last() else { continue };
            let links: Vec<_> = theirs.links.iter().map(|(link, _)| *link).collect();
            let shares_link = mine.iter().any(|row| row.links.iter().any(|(link, _)| links.contains(link)));
            let same_day = event.days.overlaps(candidate.days);
            let group = mine.iter().any(|row| share(&row.groups, &theirs.groups));
            let city = mine.iter().any(|row| share(&row.cities, &theirs.cities));
            let titled = mine.iter().any(|row| row.title.likeness(&theirs.title) >= Likeness::Near);
            let apart = (event.days.start() - candidate.days.start()).num_days().abs();
            let rank = match (same_day, shares_link, group, city || titled) {
                (true, true, ..) | (true, _, true, _) => 0,
                (false, true, ..) if apart <= NEAR_DAYS => 1,
                (true, .., true) => 2,
                (_, _, true, _) if titled && apart <= NEAR_DAYS => 3,
                _ => continue,
            };
            near.push((rank, apart, other));
        }
        near.sort_unstable();
        near.into_iter().take(NEAREST).filter_map(|(.., other)| self.compare(index, other)).collect()
    }

    fn of<'b>(&'b self, event: &'b Event) -> impl Iterator<Item = &'b Features> {
        event.listings.iter().filter_map(|listing| self.features.get(*listing)?.as_ref())
    }

    /// What speaks for and against one event.
    fn facts(&self, a: &Event, b: &Event) -> (Vec<String>, Vec<String>) {
        let (mut alike, mut apart) = (Vec::new(), Vec::new());
        let (mine, theirs): (Vec<_>, Vec<_>) = (self.of(a).collect(), self.of(b).collect());
        let of = |rows: &[&Features], field: fn(&Features) -> Vec<_>| -> Vec<_> {
            rows.iter().flat_map(|row| field(row)).collect()
        };
        let links = |row: &Features| row.links.iter().map(|(link, _)| *link).collect();
        if a.days.overlaps(b.days) {
            alike.push("the same day".to_owned());
        } else {
            let days = (b.days.start() - a.days.start()).num_days();
            let direction = if days < 0 { "earlier" } else { "later" };
            let unit = if days.abs() == 1 { "day" } else { "days" };
            apart.push(format!("{} {unit} {direction}", days.abs()));
        }
        if share(&of(&mine, links), &of(&theirs, links)) {
            alike.push("a link in common".to_owned());
        } else if !of(&mine, links).is_empty() && !of(&theirs, links).is_empty() {
            apart.push("other links".to_owned());
        }
        let groups = |row: &Features| row.groups.clone();
        if share(&of(&mine, groups), &of(&theirs, groups)) {
            alike.push("the same group".to_owned());
        } else if conflict(&of(&mine, groups), &of(&theirs, groups)) {
            apart.push("another group".to_owned());
        }
        let cities = |row: &Features| row.cities.clone();
        if share(&of(&mine, cities), &of(&theirs, cities)) {
            alike.push("the same city".to_owned());
        } else if conflict(&of(&mine, cities), &of(&theirs, cities)) {
            apart.push("another city".to_owned());
        }
        if let (Some(mine), Some(theirs)) = (mine.last(), theirs.last()) {
            match mine.title.likeness(&theirs.title) {
                Likeness::Equal => alike.push("the same title".to_owned()),
                Likeness::Near => alike.push("a title much like it".to_owned()),
                Likeness::Far => apart.push("another title".to_owned()),
            }
            if mine.title.edition(&theirs.title) == Edition::Different {
                apart.push("another number in the title".to_owned());
            }
        }
        if matches!(
            (a.format, b.format),
            (Format::InPerson, Format::Virtual) | (Format::Virtual, Format::InPerson)
        ) {
            apart.push("one of them in person, the other online".to_owned());
        }
        if let Some(issue) = self.both_listed(a, b) {
            apart.push(format!("the issue of {issue} lists both"));
        } else if b.first_listed > a.days.end() || a.first_listed > b.days.end() {
            apart.push("one had passed when the other was first listed".to_owned());
        }
        (alike, apart)
    }

    /// The first issue that lists both events.
    fn both_listed(&self, a: &Event, b: &Event) -> Option<chrono::NaiveDate> {
        let issues = |event: &Event| -> BTreeSet<_> {
            let listings = event.listings.iter().filter_map(|index| self.catalogue.listings.get(*index));
            listings.map(|listing| listing.source.issue_date).collect()
        };
        issues(a).intersection(&issues(b)).next().copied()
    }
}

fn days(days: crate::model::Days) -> String {
    if days.start() == days.end() {
        days.start().to_string()
    } else {
        format!("{} to {}", days.start(), days.end())
    }
}

fn places(places: &[Place]) -> String {
    let one = |place: &Place| {
        let country = place.country.as_ref().map(|country| country.code().to_owned());
        let parts = [place.city.clone(), place.subdivision.clone(), country];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    };
    if places.is_empty() {
        "no place".to_owned()
    } else {
        places.iter().map(one).collect::<Vec<_>>().join("; ")
    }
}

fn format(format: Format) -> &'static str {
    match format {
        Format::InPerson => "in person",
        Format::Virtual => "online",
        Format::Hybrid => "hybrid",
    }
}

fn summary(event: &Event) -> String {
    let mut parts = vec![days(event.days), event.title.clone()];
    parts.extend(event.groups.iter().map(|group| group.name.clone()).find(|name| *name != event.title));
    parts.extend((!event.places.is_empty()).then(|| places(&event.places)));
    parts.push(format(event.format).to_owned());
    parts.join(" | ")
}

fn change(change: &Change) -> String {
    let url = |url: &Option<String>| url.clone().unwrap_or_else(|| "no link".to_owned());
    let what = match &change.kind {
        ChangeKind::Moved { from, to } => format!("moved from {} to {}", days(*from), days(*to)),
        ChangeKind::Retitled { from, to } => format!("title: “{from}” became “{to}”"),
        ChangeKind::Relocated { from, to } => format!("place: {} became {}", places(from), places(to)),
        ChangeKind::Relinked { from, to } => format!("link: {} became {}", url(from), url(to)),
        ChangeKind::Reformatted { from, to } => format!("{} became {}", format(*from), format(*to)),
        ChangeKind::Withdrawn => "no longer listed, although the issue covers its day".to_owned(),
        ChangeKind::Reinstated => "listed again".to_owned(),
        ChangeKind::Cancelled => "cancelled, as its title says".to_owned(),
        ChangeKind::Reworded => "other details".to_owned(),
    };
    format!("{}: {what}", change.issue_date)
}

/// A rule's decision in words.
fn because(reason: Reason, listing: &Listing, like: Option<&Listing>) -> String {
    let day = listing.days.map(days).unwrap_or_default();
    let old_day = like.and_then(|like| like.days).map(days).unwrap_or_default();
    let url = listing.url().unwrap_or("no link");
    let title = &listing.title;
    match reason {
        Reason::First => format!("first listed: {day}, “{title}”, {url}"),
        Reason::SameLink => "the same link and day".to_owned(),
        Reason::LingeringRow => {
            format!("the same link; {day} is where it stood before, and the issue lists its new day too")
        }
        Reason::SameTitle => format!("the same day, title and group or city; its link here is {url}"),
        Reason::SameWebinar => format!("the same title online on the same day, by another host: {url}"),
        Reason::SameOccasion => {
            format!("the same city and day, and “{title}” names the same occasion: {url}")
        }
        Reason::Moved => {
            format!("the same link on {day}; {old_day} had not come yet, and the issue no longer lists it")
        }
        Reason::Corrected => {
            format!("the same link and title on {day}, next to the row of {old_day}: a correction")
        }
        Reason::Mistyped => {
            format!("the same link on {day}; {old_day} had passed already when it was printed: a slip")
        }
        Reason::PutOff => format!(
            "the same link, made for one occurrence, on {day}; {old_day} had passed, and the title says that it is \
             the same"
        ),
        Reason::Replaced => format!(
            "the only new entry of its group on that day, and the only old one is gone: “{title}”, {url}"
        ),
        Reason::MovedAndRelinked => {
            format!("the same group and a title of its own on {day}; the entry of {old_day} is gone: {url}")
        }
    }
}
