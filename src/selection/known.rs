//! What can be named in a selection: the cities and groups of a catalogue, with the names of their
//! feeds.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    catalogue::{Catalogue, Knowledge},
    listing::Group,
    names::Stems,
    place::{Country, Place},
    text,
};

/// A city, told from others of its name by country and subdivision.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct City {
    /// Its country; `None` where no listing gave one.
    pub country: Option<Country>,
    /// The subdivision's code, where the city has one.
    pub subdivision: Option<String>,
    /// The name in the table, else as written.
    pub name: String,
    /// The stem of its feed: `de-berlin`, `us-or-portland`.
    pub slug: String,
}

impl City {
    /// Whether a place is this city.
    pub fn is(&self, place: &Place) -> bool {
        // The cheap comparisons first: this is asked for every event and city.
        place.country == self.country
            && place.subdivision == self.subdivision
            && name_of(place).is_some_and(|name| text::fold(name) == text::fold(&self.name))
    }
}

/// A city's name: that of the table, else as written.
fn name_of(place: &Place) -> Option<&str> {
    place.known_city.as_deref().or(place.city.as_deref())
}

/// A group with everything it was ever called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupEntry {
    /// The name to show: the newest.
    pub name: String,
    /// The stem of its feed: `rust-berlin`.
    pub slug: String,
    /// Every name and link it was listed under.
    pub members: BTreeSet<Group>,
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
    /// For each city of `cities` its folded spellings.
    pub(super) spellings: Vec<BTreeSet<String>>,
}

impl Known {
    /// Collects what the listings and events of a catalogue name.
    pub fn of(catalogue: &Catalogue, knowledge: &Knowledge) -> Self {
        let mut known = Self::default();
        known.collect_places(catalogue);
        known.collect_groups(catalogue, knowledge);
        known
    }

    fn collect_places(&mut self, catalogue: &Catalogue) {
        let listed = catalogue.listings.iter().flat_map(|listing| &listing.places);
        let places = listed.chain(catalogue.events.iter().flat_map(|event| &event.places));
        // In the order of the first listing, so that a later city cannot take an earlier one's name.
        let mut at: BTreeMap<(Option<Country>, Option<&str>, String), usize> = BTreeMap::new();
        let mut stems = Stems::default();
        for place in places {
            self.countries.extend(place.country);
            let Some(name) = name_of(place) else { continue };
            let key = (place.country, place.subdivision.as_deref(), text::fold(name));
            let index = *at.entry(key).or_insert_with(|| {
                let parts =
                    [place.country.as_ref().map(Country::code), place.subdivision.as_deref(), Some(name)];
                self.cities.push(City {
                    country: place.country,
                    subdivision: place.subdivision.clone(),
                    name: name.to_owned(),
                    slug: stems.take(&parts.into_iter().flatten().collect::<Vec<_>>().join(" ")),
                });
                self.spellings.push(BTreeSet::from([text::fold(name)]));
                self.cities.len() - 1
            });
            let written = place.city.as_deref().unwrap_or(name);
            let spellings = std::iter::once(written).chain(written.split('/'));
            if let Some(known) = self.spellings.get_mut(index) {
                known.extend(spellings.map(|spelling| text::fold(spelling.trim())));
            }
        }
        let mut both: Vec<_> =
            std::mem::take(&mut self.cities).into_iter().zip(std::mem::take(&mut self.spellings)).collect();
        both.sort_by(|a, b| a.0.slug.cmp(&b.0.slug));
        (self.cities, self.spellings) = both.into_iter().unzip();
    }

    /// A group that the tables know goes by its name there, whatever it was listed as; of others the
    /// names alone tell who is who, and the newest spelling is shown.
    fn collect_groups(&mut self, catalogue: &Catalogue, knowledge: &Knowledge) {
        let listed = catalogue.listings.iter().flat_map(|listing| &listing.groups);
        let groups = listed.chain(catalogue.events.iter().flat_map(|event| &event.groups));
        let mut at: BTreeMap<String, usize> = BTreeMap::new();
        let mut stems = Stems::default();
        let groups: BTreeMap<&Group, usize> = {
            let mut first = BTreeMap::new();
            for (order, group) in groups.enumerate() {
                first.entry(group).or_insert(order);
            }
            first
        };
        let mut groups: Vec<(&Group, usize)> = groups.into_iter().collect();
        groups.sort_by_key(|(_, order)| *order);
        for (group, _) in groups {
            let by_url = || knowledge.groups.canonical(group.url.as_deref()?);
            let known = knowledge.groups.canonical(&group.name).or_else(by_url);
            let name = known.map_or(&group.name, |known| &known.name);
            let index = *at.entry(text::fold(name)).or_insert_with(|| {
                let slug = stems.take(name);
                self.groups.push(GroupEntry { name: String::new(), slug, members: BTreeSet::new() });
                self.groups.len() - 1
            });
            if let Some(entry) = self.groups.get_mut(index) {
                entry.name.clone_from(name);
                entry.members.insert(group.clone());
            }
        }
        self.groups.sort_by(|a, b| a.slug.cmp(&b.slug));
    }
}
