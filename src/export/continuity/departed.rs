//! What no issue lists any more although the build before had it: an editor took it out of a published issue.
//! Its subscribers have it in their calendars, and have to be told.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::{document, source};
use crate::{
    catalogue::Catalogue,
    event::rules::{Comparer, Question, Same},
    export::document::ChangeName,
    knowledge::Knowledge,
    model::{self, Change, ChangeKind, Days, Event, Listing, Source},
    text,
};

/// Those of the events that are gone which were taken out: the issue that last listed them is read still, and
/// they are no other event by now.
pub(super) fn kept<'p>(
    gone: &[&'p document::Event],
    catalogue: &Catalogue,
    knowledge: &Knowledge,
) -> Vec<&'p document::Event> {
    let files: BTreeSet<(&str, NaiveDate)> =
        catalogue.issues.iter().map(|issue| (&*issue.file, issue.date)).collect();
    let read = |row: &document::Listing| files.contains(&(row.file.as_str(), row.issue_date));
    let gone: Vec<_> =
        gone.iter().copied().filter(|event| event.listings.last().is_some_and(&read)).collect();
    if gone.is_empty() {
        return gone;
    }
    // A row that stands there still and is no event by now is read otherwise, not taken out.
    let no_event: BTreeSet<String> = catalogue
        .listings
        .iter()
        .zip(&catalogue.event_of)
        .filter(|(_, event)| event.is_none())
        .map(|(listing, _)| text::fold(&listing.title))
        .collect();
    let mut comparer = Comparer::new(knowledge);
    let mut of_day: BTreeMap<NaiveDate, Vec<&Event>> = BTreeMap::new();
    for event in &catalogue.events {
        of_day.entry(event.days.start()).or_default().push(event);
    }
    gone.into_iter()
        .filter(|previous| !no_event.contains(&text::fold(&previous.title)))
        .filter(|previous| {
            let Some(mine) = comparer.read(&super::listing(previous, knowledge)) else { return false };
            let others = of_day.get(&previous.start).into_iter().flatten();
            !others.into_iter().any(|event| {
                text::fold(&event.title) == text::fold(&previous.title)
                    && event.groups.first().map(|group| &group.name)
                        == previous.groups.first().map(|group| &group.name)
                    || comparer.read(&super::listing_of(event)).is_some_and(|theirs| {
                        Comparer::compare(&mine, &theirs, Question::Identity).same == Same::Same
                    })
            })
        })
        .collect()
}

/// The event as it was published, and its listings as far as it tells of them.
pub(super) fn event(previous: &document::Event, knowledge: &Knowledge) -> (Event, Vec<Listing>) {
    let last = super::listing(previous, knowledge);
    let days = last.days.unwrap_or_else(|| Days::single(previous.start));
    let event = Event {
        id: previous.id.clone(),
        title: previous.title.clone(),
        days,
        starts_at: previous.starts_at,
        ends_at: previous.ends_at,
        time_zone: previous.time_zone.as_deref().and_then(|zone| zone.parse().ok()),
        venue: previous
            .venue
            .as_ref()
            .map(|venue| model::Venue { name: venue.name.clone(), address: venue.address.clone() }),
        format: previous.format,
        places: last.places.clone(),
        groups: previous.groups.clone(),
        links: previous.links.clone(),
        paid: previous.paid,
        status: previous.status,
        first_listed: previous.first_listed,
        last_listed: previous.last_listed,
        candidate: previous.candidate,
        sources: previous
            .sources
            .iter()
            .map(|source| model::EventSource {
                kind: source.kind,
                url: source.url.clone(),
                uid: source.uid.clone(),
                fetched: source.fetched,
            })
            .collect(),
        sequence: previous.sequence,
        last_modified: previous.last_modified,
        history: previous.history.iter().filter_map(|change| self::change(change, knowledge)).collect(),
        listings: Vec::new(),
    };
    let listings = previous
        .listings
        .iter()
        .map(|row| Listing {
            source: Source {
                file: row.file.as_str().into(),
                line: row.line,
                issue: row.issue,
                ..source(row.issue_date)
            },
            ..last.clone()
        })
        .collect();
    (event, listings)
}

/// A place as it was published.
pub(super) fn place(place: &document::Place, knowledge: &Knowledge) -> model::Place {
    let country = place.country.as_deref().and_then(|code| knowledge.places.country_of_code(code));
    let cities = place.city.as_deref().map(|city| knowledge.places.cities(city)).unwrap_or_default();
    let known = cities.into_iter().find(|city| Some(city.country) == country);
    model::Place {
        city: place.city.clone(),
        known_city: known.map(|city| city.name.clone()),
        subdivision: place.subdivision.clone(),
        country,
        region: place.region,
        latitude: place.latitude,
        longitude: place.longitude,
        time_zone: place.time_zone.as_deref().and_then(|zone| zone.parse().ok()),
        inferred: place.inferred,
    }
}

/// A change as it was published; `None` where it lacks what its kind needs.
fn change(change: &document::Change, knowledge: &Knowledge) -> Option<Change> {
    let (from, to) = (change.from.as_ref(), change.to.as_ref());
    let days = |side: Option<&document::Changed>| {
        let side = side?;
        Days::new(side.start?, side.end?)
    };
    let title = |side: Option<&document::Changed>| side?.title.clone();
    let places = |side: Option<&document::Changed>| -> Option<Vec<model::Place>> {
        Some(side?.places.as_ref()?.iter().map(|place| self::place(place, knowledge)).collect())
    };
    let url = |side: Option<&document::Changed>| side.and_then(|side| side.url.clone());
    let format = |side: Option<&document::Changed>| side?.format;
    let kind = match change.change {
        ChangeName::Moved => ChangeKind::Moved { from: days(from)?, to: days(to)? },
        ChangeName::Retitled => ChangeKind::Retitled { from: title(from)?, to: title(to)? },
        ChangeName::Relocated => ChangeKind::Relocated { from: places(from)?, to: places(to)? },
        ChangeName::Relinked => ChangeKind::Relinked { from: url(from), to: url(to) },
        ChangeName::Reformatted => ChangeKind::Reformatted { from: format(from)?, to: format(to)? },
        ChangeName::Withdrawn => ChangeKind::Withdrawn,
        ChangeName::Reinstated => ChangeKind::Reinstated,
        ChangeName::Cancelled => ChangeKind::Cancelled,
        ChangeName::Postponed => ChangeKind::Postponed,
        ChangeName::Reworded => ChangeKind::Reworded,
    };
    Some(Change { issue_date: change.issue_date, by: change.by, kind })
}
