//! What a line leaves out and the group's other events or the title say: the city of a place that names only its
//! country (`Switzerland, CH`). For feeds and JSON, which say that it was inferred; listings stay as they were written.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    knowledge::Knowledge,
    map::HashMap,
    model::{Event, Format, Group, Place},
};

/// On so many days a group has to have met in one city, and in no other, for that to be where it meets.
const ALWAYS: usize = 3;

/// Gives events without a city the one that is known.
pub(super) fn fill(events: &mut [Event], knowledge: &Knowledge) {
    let is_bare =
        |place: &Place| place.city.is_none() && place.subdivision.is_none() && place.country.is_some();
    let bare: Vec<usize> = (0..events.len())
        .filter(|index| {
            let event = &events[*index];
            event.format != Format::Virtual && event.places.len() == 1 && event.places.iter().all(is_bare)
        })
        .collect();
    if bare.is_empty() {
        return;
    }
    let mut met: HashMap<&Group, BTreeMap<&str, (&Place, usize)>> = HashMap::default();
    for event in events.iter().filter(|event| event.format != Format::Virtual) {
        for group in &event.groups {
            for place in &event.places {
                if let Some(city) = place.known_city.as_deref() {
                    met.entry(group).or_default().entry(city).or_insert((place, 0)).1 += 1;
                }
            }
        }
    }
    let mut found: Vec<(usize, Place)> = Vec::new();
    for index in bare {
        let event = &events[index];
        let Some(country) = event.places.first().and_then(|place| place.country) else { continue };
        let cities: Vec<(&Place, usize)> = event
            .groups
            .iter()
            .filter_map(|group| met.get(group))
            .flat_map(|cities| cities.values().copied())
            .filter(|(place, _)| place.country == Some(country))
            .collect();
        let names: BTreeSet<&str> =
            cities.iter().filter_map(|(place, _)| place.known_city.as_deref()).collect();
        let told = knowledge.places.named_in(&event.title);
        let told = told.filter(|place| place.known_city.is_some() && place.country == Some(country));
        let place = match (told, cities.as_slice()) {
            // The title names it, and the group meets there or is not known to meet elsewhere.
            (Some(place), _)
                if names.is_empty()
                    || place.known_city.as_deref().is_some_and(|city| names.contains(city)) =>
            {
                Some(place)
            }
            (None, [(place, days), ..]) if names.len() == 1 && *days >= ALWAYS => Some((*place).clone()),
            _ => None,
        };
        found.extend(place.map(|place| (index, Place { inferred: true, ..place })));
    }
    for (index, place) in found {
        events[index].time_zone = events[index].time_zone.or(place.time_zone);
        events[index].places = vec![place];
    }
}
