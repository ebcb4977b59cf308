//! The tables of `data/` and how they are read.

use std::collections::{BTreeMap, BTreeSet};

use chrono_tz::Tz;

use super::{City, postcode::Postcode};
use crate::{
    model::{Country, Region},
    text::fold,
    tsv::{TableError, filled, rows},
};

#[derive(Debug, Clone)]
pub(crate) struct CountryRow {
    pub(crate) name: String,
    pub(crate) region: Option<Region>,
    /// What the newsletter writes for it: the code, or what a table of the house style says.
    pub(crate) printed: String,
}

/// An area that names a country, and perhaps a subdivision, but no city: `Bay Area`.
#[derive(Debug, Clone)]
pub(crate) struct Area {
    pub(crate) subdivision: Option<String>,
    pub(crate) country: Country,
}

/// Keys of all maps are folded (see [`fold`]), except where they are codes.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tables {
    pub(crate) countries: BTreeMap<Country, CountryRow>,
    pub(crate) country_names: BTreeMap<String, Country>,
    /// The codes' names as in the table, for messages.
    pub(crate) subdivisions: BTreeMap<(Country, String), String>,
    /// For codes, names and aliases alike: every subdivision that is so called.
    pub(crate) subdivision_names: BTreeMap<String, Vec<(Country, String)>>,
    pub(crate) cities: Vec<City>,
    /// Indices into `cities`; the one that is meant by default first.
    pub(crate) city_names: BTreeMap<String, Vec<usize>>,
    /// Names and other names of cities as written, by their small letters.
    pub(crate) spellings: BTreeMap<String, String>,
    /// Names that are a city's own and not an alias.
    pub(crate) main_names: BTreeSet<String>,
    /// Names with more than one city of which the first is meant by default.
    pub(crate) defaults: BTreeSet<String>,
    pub(crate) areas: BTreeMap<String, Area>,
    /// Areas and abbreviations as written: they stand for a place only in these very capitals.
    pub(crate) abbreviations: BTreeMap<String, String>,
    pub(crate) vague: BTreeSet<String>,
    pub(crate) ordinary: BTreeSet<String>,
    /// The zone of every city of the country, where they all have the same.
    pub(crate) zones: BTreeMap<Country, Option<Tz>>,
    /// Countries whose cities are told apart by their subdivision.
    pub(crate) divided: BTreeSet<Country>,
    /// Whether the bundled tables have been read.
    pub(crate) complete: bool,
    /// Names that are known only beside a country or state.
    pub(crate) villages: BTreeSet<String>,
    /// What GeoNames calls a subdivision where that is not its code.
    pub(crate) geonames_codes: BTreeMap<(Country, String), String>,
    /// How many words the longest name has.
    pub(crate) longest_name: usize,
    /// How countries write their postcodes.
    pub(crate) postcodes: Vec<Postcode>,
}

/// The columns of the table of cities.
pub(crate) const CITIES: [&str; 6] = ["city", "subdivision", "country", "latitude", "longitude", "time_zone"];

/// A bundled table: its name and its text.
macro_rules! table {
    ($name:literal) => {
        ($name, include_str!(concat!("../../data/", $name)))
    };
}
pub(super) use table;

impl Tables {
    pub(crate) fn bundled() -> Result<Self, TableError> {
        let mut tables = Self::default();
        tables.read_countries()?;
        tables.read_subdivisions()?;
        tables.read_words()?;
        let (name, text) = table!("cities.tsv");
        tables.add_cities(name, text)?;
        tables.read_other_names()?;
        tables.read_addresses()?;
        tables.finish();
        Ok(tables)
    }

    pub(crate) fn cities_named(&self, name: &str) -> &[usize] {
        self.city_names.get(&fold(name)).map(Vec::as_slice).unwrap_or_default()
    }

    pub(crate) fn country_code(&self, table: &str, line: usize, code: &str) -> Result<Country, TableError> {
        Country::of_table(code).filter(|country| self.countries.contains_key(country)).ok_or_else(|| {
            TableError::row(
                table,
                line,
                format!("`{code}` is no country: expected an ISO 3166-1 alpha-2 code such as GB"),
            )
        })
    }

    fn read_countries(&mut self) -> Result<(), TableError> {
        let (table, text) = table!("countries.tsv");
        for row in rows(table, text, ["code", "name", "region"])? {
            let [code, name, region] = row.cells;
            let country = Country::of_table(code)
                .ok_or_else(|| TableError::row(table, row.line, format!("`{code}` is no country code")))?;
            let region = match filled(region) {
                None => None,
                Some(slug) => Some(
                    Region::ALL
                        .into_iter()
                        .find(|region| region.slug() == slug)
                        .ok_or_else(|| TableError::row(table, row.line, format!("`{slug}` is no region")))?,
                ),
            };
            let printed = code.to_owned();
            self.countries.insert(country, CountryRow { name: name.to_owned(), region, printed });
            self.country_names.insert(fold(name), country);
        }
        // Codes after all names, so that no name can take a code's place.
        for country in self.countries.keys() {
            self.country_names.insert(fold(country.code()), *country);
        }
        let (table, text) = table!("country_aliases.tsv");
        for row in rows(table, text, ["alias", "code"])? {
            let country = self.country_code(table, row.line, row.cells[1])?;
            self.country_names.entry(fold(row.cells[0])).or_insert(country);
        }
        let (table, text) = table!("country_style.tsv");
        for row in rows(table, text, ["code", "printed"])? {
            let country = self.country_code(table, row.line, row.cells[0])?;
            if let Some(of) = self.countries.get_mut(&country) {
                of.printed = row.cells[1].to_owned();
            }
        }
        Ok(())
    }

    fn read_subdivisions(&mut self) -> Result<(), TableError> {
        let (table, text) = table!("subdivisions.tsv");
        for row in rows(table, text, ["country", "code", "name"])? {
            let [country, code, name] = row.cells;
            let country = self.country_code(table, row.line, country)?;
            self.subdivisions.insert((country, code.to_owned()), name.to_owned());
        }
        let keys: Vec<((Country, String), String)> =
            self.subdivisions.iter().map(|(key, name)| (key.clone(), name.clone())).collect();
        for ((country, code), name) in keys {
            self.call_subdivision(&code, country, &code);
            self.call_subdivision(&name, country, &code);
        }
        let (table, text) = table!("subdivision_aliases.tsv");
        for row in rows(table, text, ["country", "alias", "code"])? {
            let [country, alias, code] = row.cells;
            let country = self.country_code(table, row.line, country)?;
            if !self.subdivisions.contains_key(&(country, code.to_owned())) {
                return Err(TableError::row(table, row.line, format!("`{code}` is no subdivision")));
            }
            self.call_subdivision(alias, country, code);
        }
        Ok(())
    }

    fn call_subdivision(&mut self, name: &str, country: Country, code: &str) {
        let called = self.subdivision_names.entry(fold(name)).or_default();
        if !called.iter().any(|(of, _)| *of == country) {
            called.push((country, code.to_owned()));
        }
    }

    fn read_words(&mut self) -> Result<(), TableError> {
        let (table, text) = table!("geonames_subdivisions.tsv");
        for row in rows(table, text, ["country", "admin1", "code"])? {
            let [country, admin1, code] = row.cells;
            let country = self.country_code(table, row.line, country)?;
            self.geonames_codes.insert((country, admin1.to_owned()), code.to_owned());
        }
        let (table, text) = table!("vague_places.tsv");
        self.vague = rows(table, text, ["name"])?.iter().map(|row| fold(row.cells[0])).collect();
        let (table, text) = table!("ordinary_words.tsv");
        self.ordinary = rows(table, text, ["name"])?.iter().map(|row| fold(row.cells[0])).collect();
        let (table, text) = table!("areas.tsv");
        for row in rows(table, text, ["name", "subdivision", "country"])? {
            let [name, subdivision, country] = row.cells;
            let country = self.country_code(table, row.line, country)?;
            let area = Area { subdivision: filled(subdivision).map(str::to_owned), country };
            self.abbreviate(name);
            self.areas.insert(fold(name), area);
        }
        Ok(())
    }

    /// Adds the rows of a table in the form of `cities.tsv`. A city that is there already is taken
    /// from the new table.
    pub(crate) fn add_cities(&mut self, table: &str, text: &str) -> Result<usize, TableError> {
        let rows = rows(table, text, CITIES)?;
        let count = rows.len();
        for row in rows {
            let [name, subdivision, country, latitude, longitude, zone] = row.cells;
            let city =
                self.city((table, row.line), (name, subdivision, country), (latitude, longitude, zone))?;
            self.add_city(city);
        }
        Ok(count)
    }

    /// A city of cells, each checked.
    pub(crate) fn city(
        &self,
        (table, line): (&str, usize),
        (name, subdivision, country): (&str, &str, &str),
        (latitude, longitude, zone): (&str, &str, &str),
    ) -> Result<City, TableError> {
        let error = |message: String| TableError::row(table, line, message);
        let degrees = |cell: &str, what: &str, most: f64| {
            cell.parse::<f64>().ok().filter(|degrees| degrees.abs() <= most).ok_or_else(|| {
                error(format!("`{cell}` is no {what}: expected degrees from -{most} to {most}"))
            })
        };
        if fold(name).is_empty() {
            return Err(error("the city has no name".to_owned()));
        }
        Ok(City {
            name: name.to_owned(),
            subdivision: filled(subdivision).map(str::to_owned),
            country: self.country_code(table, line, country)?,
            latitude: degrees(latitude, "latitude", 90.0)?,
            longitude: degrees(longitude, "longitude", 180.0)?,
            time_zone: zone.parse().map_err(|_| {
                error(format!("`{zone}` is no IANA time zone: expected one such as Europe/Berlin"))
            })?,
        })
    }

    pub(crate) fn add_city(&mut self, city: City) {
        let key = fold(&city.name);
        let same = |other: &City| {
            fold(&other.name) == key && other.country == city.country && other.subdivision == city.subdivision
        };
        let named = self.city_names.entry(key.clone()).or_default();
        if let Some(index) = named.iter().find(|index| same(&self.cities[**index])) {
            self.cities[*index] = city;
            return;
        }
        named.push(self.cities.len());
        if self.complete && named.len() == 2 {
            // What the bundled tables know is what is meant where nothing else is said.
            self.defaults.insert(key.clone());
        }
        self.main_names.insert(key);
        self.spellings.entry(city.name.to_lowercase()).or_insert_with(|| city.name.clone());
        self.cities.push(city);
    }

    fn read_other_names(&mut self) -> Result<(), TableError> {
        let (table, text) = table!("city_aliases.tsv");
        for row in rows(table, text, ["alias", "city", "subdivision", "country"])? {
            let [alias, name, subdivision, country] = row.cells;
            let index = self.city_index((table, row.line), name, subdivision, country)?;
            self.abbreviate(alias);
            self.spellings.entry(alias.to_lowercase()).or_insert_with(|| alias.to_owned());
            let called = self.city_names.entry(fold(alias)).or_default();
            if !called.contains(&index) {
                called.push(index);
            }
        }
        let (table, text) = table!("default_cities.tsv");
        for row in rows(table, text, ["city", "subdivision", "country"])? {
            let [name, subdivision, country] = row.cells;
            let country = self.country_code(table, row.line, country)?;
            let key = fold(name);
            let meant = |index: &usize| {
                let city = &self.cities[*index];
                city.country == country && city.subdivision.as_deref() == filled(subdivision)
            };
            let Some(at) = self.city_names.get(&key).and_then(|named| named.iter().position(meant)) else {
                return Err(TableError::row(table, row.line, format!("`{name}` is no such city")));
            };
            if let Some(named) = self.city_names.get_mut(&key) {
                named[..=at].rotate_right(1);
            }
            self.defaults.insert(key);
        }
        Ok(())
    }

    fn city_index(
        &self,
        (table, line): (&str, usize),
        name: &str,
        subdivision: &str,
        country: &str,
    ) -> Result<usize, TableError> {
        let country = self.country_code(table, line, country)?;
        self.cities_named(name)
            .iter()
            .copied()
            .find(|index| {
                let city = &self.cities[*index];
                city.name == name
                    && city.country == country
                    && city.subdivision.as_deref() == filled(subdivision)
            })
            .ok_or_else(|| TableError::row(table, line, format!("`{name}` is no row of the cities")))
    }

    /// Notes a name without small letters, which in running text is one only as it is written.
    fn abbreviate(&mut self, name: &str) {
        if !name.chars().any(char::is_lowercase) {
            self.abbreviations.insert(fold(name), name.to_owned());
        }
    }

    /// What follows from the rows.
    pub(crate) fn finish(&mut self) {
        self.zones.clear();
        let mut divided: BTreeMap<Country, (usize, usize)> = BTreeMap::new();
        for city in &self.cities {
            let zone = self.zones.entry(city.country).or_insert(Some(city.time_zone));
            if *zone != Some(city.time_zone) {
                *zone = None;
            }
            let (all, with) = divided.entry(city.country).or_default();
            *all += 1;
            *with += usize::from(city.subdivision.is_some());
        }
        if !self.complete {
            // Elsewhere a subdivision stands only beside a few homonyms.
            let mostly = divided.into_iter().filter(|(_, (all, with))| with * 2 > *all);
            self.divided = mostly.map(|(country, _)| country).collect();
        }
        self.complete = true;
        let names = self.city_names.keys().chain(self.country_names.keys()).chain(self.areas.keys());
        self.longest_name = names.map(|name| name.split(' ').count()).max().unwrap_or(1).min(6);
    }
}
