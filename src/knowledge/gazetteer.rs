//! What is known of countries, subdivisions and cities: the tables of `data/`, and look-ups in them.

use std::{
    collections::BTreeMap,
    sync::{Arc, LazyLock},
};

use chrono_tz::Tz;

use super::{distance_km, memo::Memos, tables::Tables, words};
use crate::{
    model::{Country, Place, Region},
    text::fold,
};

/// A row of the table of cities.
#[derive(Debug, Clone, PartialEq)]
pub struct City {
    /// The name, without state and country.
    pub name: String,
    /// The subdivision's code, in countries whose cities the table tells apart by it.
    pub subdivision: Option<String>,
    /// The country.
    pub country: Country,
    /// Degrees north, of the city's centre.
    pub latitude: f64,
    /// Degrees east, of the city's centre.
    pub longitude: f64,
    /// The time zone.
    pub time_zone: Tz,
}

/// Countries, subdivisions, cities, their other names, and the words that go with them.
///
/// Cheap to clone: the tables are shared.
#[derive(Debug, Clone)]
pub struct Gazetteer {
    pub(crate) tables: Arc<Tables>,
    pub(crate) memos: Arc<Memos>,
}

static BUNDLED: LazyLock<Gazetteer> = LazyLock::new(|| {
    let tables = Tables::bundled().expect("the bundled tables can be read, which a test shows");
    Gazetteer { tables: Arc::new(tables), memos: Arc::default() }
});

impl Default for Gazetteer {
    fn default() -> Self {
        Self::bundled()
    }
}

impl Gazetteer {
    /// The tables under `data/`.
    pub fn bundled() -> Self {
        BUNDLED.clone()
    }

    /// The country of that code, name or other name.
    pub fn country(&self, text: &str) -> Option<Country> {
        self.tables.country_names.get(&fold(text)).copied()
    }

    /// The country of that ISO 3166-1 alpha-2 code, in capitals or not.
    pub fn country_of_code(&self, code: &str) -> Option<Country> {
        Country::of_table(&code.to_ascii_uppercase()).filter(|code| self.tables.countries.contains_key(code))
    }

    /// A country's short English name.
    pub fn country_name(&self, country: Country) -> &str {
        self.tables.countries.get(&country).map_or("", |row| row.name.as_str())
    }

    /// The region of a country by the newsletter's custom.
    pub fn region_of(&self, country: Country) -> Option<Region> {
        self.tables.countries.get(&country).and_then(|row| row.region)
    }

    /// Every country, by code.
    pub fn countries(&self) -> impl Iterator<Item = Country> {
        self.tables.countries.keys().copied()
    }

    /// The subdivision of a country by its code, name or other name: its code.
    pub fn subdivision(&self, country: Country, text: &str) -> Option<&str> {
        self.tables
            .subdivision_names
            .get(&fold(text))?
            .iter()
            .find(|(of, _)| *of == country)
            .map(|(_, code)| code.as_str())
    }

    /// The English name of a subdivision.
    pub fn subdivision_name(&self, country: Country, code: &str) -> Option<&str> {
        self.tables.subdivisions.get(&(country, code.to_owned())).map(String::as_str)
    }

    /// The states and provinces of a folded name, other name or code, each with its country.
    pub fn subdivisions_named(&self, folded: &str) -> &[(Country, String)] {
        self.tables.subdivision_names.get(folded).map(Vec::as_slice).unwrap_or_default()
    }

    /// The cities of that name or other name, whatever case and accents; the one that is meant when
    /// the name stands alone first.
    pub fn cities(&self, name: &str) -> Vec<&City> {
        self.tables.cities_named(name).iter().map(|index| &self.tables.cities[*index]).collect()
    }

    /// How the tables write a city's name or other name, where only capitals differ: `Tel Aviv-Yafo` for
    /// `Tel Aviv-yafo`.
    pub fn spelling(&self, name: &str) -> Option<&str> {
        self.tables.spellings.get(&name.to_lowercase()).map(String::as_str)
    }

    /// Whether the newsletter tells the cities of this country apart by their state or province.
    pub fn is_divided(&self, country: Country) -> bool {
        self.tables.divided.contains(&country)
    }

    /// Whether a subdivision of any country is so called.
    pub fn names_subdivision(&self, text: &str) -> bool {
        self.tables.subdivision_names.contains_key(&fold(text))
    }

    /// Whether a folded text is a word for a format: `online`.
    pub fn is_format_word(folded: &str) -> bool {
        words::is(folded, words::Class::PlaceFormat)
    }

    /// The city whose name is nearest to a text that names none.
    pub fn nearest_city(&self, text: &str) -> Option<&City> {
        nearest(&fold(text), &self.tables.city_names)
            .and_then(|indices| indices.first())
            .map(|index| &self.tables.cities[*index])
    }

    /// The city nearest to a point (degrees north and east), and how far it is in kilometres.
    pub fn nearest_to(&self, point: (f64, f64)) -> Option<(&City, f64)> {
        let far = |city: &City| distance_km(point, (city.latitude, city.longitude));
        self.tables.cities.iter().map(|city| (city, far(city))).min_by(|a, b| a.1.total_cmp(&b.1))
    }

    /// Every name that the tables know of a place's city, folded and sorted; empty for a city that they
    /// do not know.
    pub fn names_of(&self, place: &Place) -> Vec<String> {
        let is_it = |index: &usize| {
            let city = &self.tables.cities[*index];
            place.known_city.as_ref() == Some(&city.name)
                && (place.latitude, place.longitude) == (Some(city.latitude), Some(city.longitude))
        };
        let names = self.tables.city_names.iter().filter(|(_, cities)| cities.iter().any(is_it));
        let mut names: Vec<String> = names.map(|(name, _)| name.clone()).collect();
        names.sort();
        names
    }

    /// Every name that the tables know of a country, folded and sorted.
    pub fn names_of_country(&self, country: Country) -> Vec<String> {
        let names = self.tables.country_names.iter().filter(|(_, other)| **other == country);
        let mut names: Vec<String> = names.map(|(name, _)| name.clone()).collect();
        names.sort();
        names
    }

    /// A city as a place, under its name in the table.
    pub fn place_of(&self, city: &City) -> Place {
        Place {
            city: Some(city.name.clone()),
            known_city: Some(city.name.clone()),
            subdivision: city.subdivision.clone(),
            country: Some(city.country),
            region: self.region_of(city.country),
            latitude: Some(city.latitude),
            longitude: Some(city.longitude),
            time_zone: Some(city.time_zone),
            inferred: false,
        }
    }

    /// A country, and perhaps a subdivision of it, as a place.
    pub(crate) fn place_without_city(&self, country: Country, subdivision: Option<String>) -> Place {
        Place {
            subdivision,
            country: Some(country),
            region: self.region_of(country),
            time_zone: self.tables.zones.get(&country).copied().flatten(),
            ..Place::default()
        }
    }
}

/// The value under the key most like `text`, if any is like it at all; the first of equals.
fn nearest<'a, V>(text: &str, names: &'a BTreeMap<String, V>) -> Option<&'a V> {
    let mut best: Option<(f64, &V)> = None;
    for (name, value) in names.iter().filter(|(name, _)| name.chars().count() > 2) {
        let likeness = strsim::jaro_winkler(text, name);
        if likeness > 0.8 && best.is_none_or(|(most, _)| likeness > most) {
            best = Some((likeness, value));
        }
    }
    best.map(|(_, value)| value)
}
