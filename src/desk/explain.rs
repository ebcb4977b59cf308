//! Why listings are one event, or are not: the evidence, in words.

use std::rc::Rc;

use serde::Serialize;

use crate::{
    catalogue::Catalogue,
    event::{
        Joined,
        evidence::{Features, Likeness, share},
        rules::{Comparer, Question},
    },
    knowledge::Knowledge,
    model::{Change, ChangeKind, Event, Format, Listing, Place, SaidBy},
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
    pub reason: &'static str,
    /// The rule in words.
    pub because: String,
    /// What the rule saw.
    pub evidence: Vec<String>,
}

/// Another event that one could take for the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Neighbour {
    /// Its id.
    pub id: String,
    /// Its title, days and place.
    pub summary: String,
    /// The rule that keeps them apart, in words.
    pub because: String,
    /// What speaks for one event.
    pub alike: Vec<String>,
    /// What speaks against it.
    pub apart: Vec<String>,
}

/// Compares events; reads every listing once.
#[derive(Debug)]
pub struct Explainer<'a> {
    catalogue: &'a Catalogue,
    features: Vec<Option<Rc<Features>>>,
}

impl<'a> Explainer<'a> {
    /// Prepares the comparison of a catalogue's events.
    pub fn new(catalogue: &'a Catalogue, knowledge: &Knowledge) -> Self {
        let mut comparer = Comparer::new(knowledge);
        let features = catalogue.listings.iter().map(|listing| comparer.read(listing)).collect();
        Self { catalogue, features }
    }

    /// Explains the event with this index in [`Catalogue::events`]; `None` where there is none.
    pub fn event(&self, index: usize) -> Option<Explanation> {
        let event = self.catalogue.events.get(index)?;
        Some(Explanation {
            id: event.id.clone(),
            summary: summary(event),
            listings: event.listings.iter().filter_map(|listing| self.reason_of(*listing)).collect(),
            history: event.history.iter().map(change).collect(),
            neighbours: self.neighbours(index),
        })
    }

    /// Compares two events; `None` where one of them is missing.
    pub fn compare(&self, a: usize, b: usize) -> Option<Neighbour> {
        let (first, second) = (self.catalogue.events.get(a)?, self.catalogue.events.get(b)?);
        // The nearest in time of their listings: what was compared when the later one came.
        let (older, newer) =
            if first.first_listed <= second.first_listed { (first, second) } else { (second, first) };
        let newer = self.of(newer).next()?;
        let older =
            self.of(older).take_while(|row| row.issue <= newer.issue).last().or(self.of(older).last())?;
        let verdict = Comparer::compare(older, newer, Question::Identity);
        Some(Neighbour {
            id: second.id.clone(),
            summary: summary(second),
            because: verdict.rule.reason.to_owned(),
            alike: verdict.evidence.alike(),
            apart: verdict.evidence.apart(),
        })
    }

    fn reason_of(&self, index: usize) -> Option<Told> {
        let listing = self.catalogue.listings.get(index)?;
        let joined = self.catalogue.joined.get(index)?.as_ref()?;
        let like = joined.like.and_then(|like| self.catalogue.listings.get(like));
        Some(Told {
            file: listing.source.file.to_string(),
            line: listing.source.line,
            reason: joined.rule.name,
            because: because(joined, listing, like),
            evidence: joined.evidence.map(|evidence| evidence.alike()).unwrap_or_default(),
        })
    }

    fn neighbours(&self, index: usize) -> Vec<Neighbour> {
        let Some(event) = self.catalogue.events.get(index) else { return Vec::new() };
        let mine: Vec<&Rc<Features>> = self.of(event).collect();
        let mut near: Vec<(u8, i64, usize)> = Vec::new();
        for (other, candidate) in self.catalogue.events.iter().enumerate() {
            if other == index {
                continue;
            }
            let Some(theirs) = self.of(candidate).last() else { continue };
            let links: Vec<_> = theirs.links.iter().map(|link| link.page).collect();
            let shares_link = mine.iter().any(|row| row.links.iter().any(|link| links.contains(&link.page)));
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

    fn of<'b>(&'b self, event: &'b Event) -> impl DoubleEndedIterator<Item = &'b Rc<Features>> {
        event.listings.iter().filter_map(|listing| self.features.get(*listing)?.as_ref())
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
        ChangeKind::Cancelled if change.by == SaidBy::Calendar => "cancelled".to_owned(),
        ChangeKind::Cancelled => "cancelled, as its title says".to_owned(),
        ChangeKind::Postponed => "postponed".to_owned(),
        ChangeKind::Reworded => "other details".to_owned(),
    };
    let by = if change.by == SaidBy::Calendar { " (its calendar)" } else { "" };
    format!("{}: {what}{by}", change.issue_date)
}

/// What decided, in words: the rule, and the values that it was about.
fn because(joined: &Joined, listing: &Listing, like: Option<&Listing>) -> String {
    let day = listing.days.map(days).unwrap_or_default();
    let url = listing.url().unwrap_or("no link");
    let reason = joined.rule.reason;
    let Some(like) = like else { return format!("{reason}: {day}, “{}”, {url}", listing.title) };
    let mut values = Vec::new();
    if like.days != listing.days {
        values.push(format!("{} became {day}", like.days.map(days).unwrap_or_default()));
    }
    if like.title != listing.title {
        values.push(format!("“{}”", listing.title));
    }
    if like.url() != listing.url() {
        values.push(url.to_owned());
    }
    if values.is_empty() { reason.to_owned() } else { format!("{reason} ({})", values.join("; ")) }
}
