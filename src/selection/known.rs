//! What can be named in a selection: the cities and groups of a catalogue, with the names of their
//! feeds.

use std::collections::BTreeSet;

use super::{
    Point,
    groups::{self, GroupEntry},
};
use crate::{
    catalogue::Catalogue,
    knowledge::Knowledge,
    model::{Country, Place},
    selection::file_names::FileNames,
    text,
};

/// A city, told from others of its name.
#[derive(Debug, Clone, PartialEq)]
pub struct City {
    /// The name in the table, else as written.
    pub name: String,
    /// Its country; `None` where no listing gave one.
    pub country: Option<Country>,
    /// The subdivision's code or, of a city that the tables do not know, what was written for it.
    pub subdivision: Option<String>,
    /// Where it is; `None` for a city that the tables do not know.
    pub point: Option<Point>,
    /// The stem of its feed: `de-berlin`, `us-or-portland`.
    pub slug: String,
}

impl City {
    /// Whether a place is this city.
    pub fn is(&self, place: &Place) -> bool {
        // The cheap comparisons first: this is asked for every event and city.
        place.country == self.country
            && match (&place.known_city, self.point) {
                (Some(name), Some(point)) => *name == self.name && Point::of(place) == Some(point),
                (None, None) => {
                    place.subdivision == self.subdivision
                        && place
                            .city
                            .as_deref()
                            .is_some_and(|name| text::fold(name) == text::fold(&self.name))
                }
                _ => false,
            }
    }
}

/// What the issues of a catalogue name.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Countries of places, by code.
    pub countries: BTreeSet<Country>,
    /// Cities, by slug.
    pub cities: Vec<City>,
    /// Groups, by slug.
    pub groups: Vec<GroupEntry>,
}

impl Known {
    /// Collects what the listings and events of a catalogue name.
    pub fn of(catalogue: &Catalogue, knowledge: &Knowledge) -> Self {
        let mut known = Self::default();
        known.collect_places(catalogue, knowledge);
        known.groups = groups::register(catalogue, knowledge);
        known
    }

    fn collect_places(&mut self, catalogue: &Catalogue, knowledge: &Knowledge) {
        let listed = catalogue.listings.iter().flat_map(|listing| &listing.places);
        let places = listed.chain(catalogue.events.iter().flat_map(|event| &event.places));
        // In the order of the first listing, so that a later city cannot take an earlier one's name;
        // cities of the table before all others.
        let mut seen: BTreeSet<String> = BTreeSet::new();
        let mut stems = FileNames::default();
        let mut unknown: Vec<&Place> = Vec::new();
        for place in places {
            self.countries.extend(place.country);
            let slug = knowledge.places.city_slug(place);
            match (slug, place.known_city.as_deref(), Point::of(place)) {
                (Some(slug), Some(name), Some(point)) if seen.insert(slug.clone()) => {
                    self.cities.push(City {
                        name: name.to_owned(),
                        country: place.country,
                        subdivision: place.subdivision.clone(),
                        point: Some(point),
                        slug: stems.take(&slug),
                    })
                }
                (Some(_), Some(_), Some(_)) => {}
                _ => unknown.push(place),
            }
        }
        for place in unknown {
            let Some(name) = place.city.as_deref().filter(|_| place.known_city.is_none()) else { continue };
            if self.cities.iter().any(|city| city.is(place)) {
                continue;
            }
            let country = place.country.as_ref().map(Country::code);
            let parts: Vec<&str> =
                [country, place.subdivision.as_deref(), Some(name)].into_iter().flatten().collect();
            self.cities.push(City {
                name: name.to_owned(),
                country: place.country,
                subdivision: place.subdivision.clone(),
                point: None,
                slug: stems.take(&parts.join(" ")),
            });
        }
        self.cities.sort_by(|a, b| a.slug.cmp(&b.slug));
    }

    /// The groups that a text names: by a name in whatever spelling, the stem of a feed, a page, or a city's
    /// other name in it.
    pub fn groups_named(&self, text: &str, knowledge: &Knowledge) -> Vec<GroupEntry> {
        groups::named(&self.groups, text, knowledge)
    }
}
