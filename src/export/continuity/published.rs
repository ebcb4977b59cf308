//! What an earlier build published, read back.

use chrono::NaiveDate;

use super::document;
use crate::{
    export::document::ChangeName,
    knowledge::Knowledge,
    model::{self, Change, ChangeKind, Days, Event},
};

/// The event as it was published, without its listings.
pub(super) fn event(previous: &document::Event, knowledge: &Knowledge) -> Event {
    let (sequence, last_modified) = last_change(previous);
    Event {
        id: previous.id.clone(),
        title: previous.title.clone(),
        days: Days::new(previous.start, previous.end).unwrap_or(Days::single(previous.start)),
        starts_at: previous.starts_at,
        ends_at: previous.ends_at,
        time_zone: previous.time_zone.as_deref().and_then(|zone| zone.parse().ok()),
        venue: previous
            .venue
            .as_ref()
            .map(|venue| model::Venue { name: venue.name.clone(), address: venue.address.clone() }),
        format: previous.format,
        places: previous.places.iter().map(|place| self::place(place, knowledge)).collect(),
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
        sequence,
        last_modified,
        history: previous.history.iter().filter_map(|change| self::change(change, knowledge)).collect(),
        listings: Vec::new(),
    }
}

/// Sequence and day of the last change; of a build that did not write them yet, as its history has them.
pub(super) fn last_change(event: &document::Event) -> (u32, NaiveDate) {
    if event.last_modified != NaiveDate::default() {
        return (event.sequence, event.last_modified);
    }
    let last = event.history.last().map_or(event.first_listed, |change| change.issue_date);
    (u32::try_from(event.history.len()).unwrap_or(u32::MAX), last)
}

/// A place as it was published.
fn place(place: &document::Place, knowledge: &Knowledge) -> model::Place {
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
