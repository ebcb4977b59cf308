//! Places that the user adds: a dump of GeoNames, or a table in the form of `data/cities.tsv`.

use std::{fs, path::Path, sync::Arc};

use super::{
    City, Country, Gazetteer,
    table::{TableError, filled, is_header},
    tables::{CITIES, Tables},
};
use crate::text::fold;

/// The columns of a GeoNames dump such as `cities500.txt`, which has no header. See
/// <https://download.geonames.org/export/dump/readme.txt>.
const GEONAMES_COLUMNS: usize = 19;

/// What became of the rows of a file of places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Added {
    /// Rows that are cities now.
    pub cities: usize,
    /// Rows of GeoNames that are no populated place, or lie in a country that the tables lack.
    pub passed_over: usize,
}

impl Gazetteer {
    /// Adds the cities of a file: a GeoNames dump (`cities500.txt` and its like: 19 columns, no
    /// header), or a table with the header and the columns of `data/cities.tsv`.
    ///
    /// What the bundled tables know stays what is meant by a name that stands alone. A row of our own
    /// form takes the place of the same city in the bundled table; one of GeoNames does not, and its
    /// name is known only where a country or state stands behind it, because there is a village for
    /// every word.
    ///
    /// # Errors
    ///
    /// A file that cannot be read, is in neither form, or has a row that does not hold what it must.
    pub fn add_file(&mut self, path: &Path) -> Result<Added, TableError> {
        let text =
            fs::read_to_string(path).map_err(|source| TableError::Read { path: path.to_owned(), source })?;
        self.add(&path.display().to_string(), &text)
    }

    /// Adds the cities of a text in one of the forms of [`Gazetteer::add_file`]; `name` is what errors
    /// call it.
    ///
    /// # Errors
    ///
    /// The same, but for reading.
    pub fn add(&mut self, name: &str, text: &str) -> Result<Added, TableError> {
        let mut tables = Tables::clone(&self.tables);
        let first = text.trim_start_matches('\u{feff}').lines().next().unwrap_or_default();
        let added = if is_header(first, CITIES) {
            let cities = tables.add_cities(name, text)?;
            Added { cities, passed_over: 0 }
        } else if first.split('\t').count() == GEONAMES_COLUMNS {
            add_geonames(&mut tables, name, text)?
        } else {
            return Err(TableError::row(
                name,
                1,
                format!(
                    "neither a GeoNames dump ({GEONAMES_COLUMNS} columns, TAB between them) nor a table with \
                     the header {}",
                    CITIES.join(", ")
                ),
            ));
        };
        tables.finish();
        self.tables = Arc::new(tables);
        Ok(added)
    }
}

/// The fields of a GeoNames row that are of use here.
struct GeoName<'a> {
    name: &'a str,
    latitude: &'a str,
    longitude: &'a str,
    class: &'a str,
    country: &'a str,
    admin1: &'a str,
    population: u64,
    time_zone: &'a str,
}

fn add_geonames(tables: &mut Tables, table: &str, text: &str) -> Result<Added, TableError> {
    let mut added = Added::default();
    let mut read: Vec<(u64, City)> = Vec::new();
    for (index, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let row = geoname(table, index + 1, line)?;
        let country = Country::from_code(row.country);
        if row.class != "P" || country.is_none_or(|country| !tables.countries.contains_key(&country)) {
            added.passed_over += 1;
            continue;
        }
        let city = tables.city(
            (table, index + 1),
            (row.name, subdivision(tables, row.country, row.admin1), row.country),
            (row.latitude, row.longitude, row.time_zone),
        )?;
        read.push((row.population, city));
        added.cities += 1;
    }
    // The largest first: of several towns of one name in one country or state it is the one meant.
    read.sort_by(|(one, city), (other, next)| {
        other
            .cmp(one)
            .then_with(|| city.name.cmp(&next.name))
            .then_with(|| city.latitude.total_cmp(&next.latitude))
    });
    for (_, city) in read {
        tables.add_village(city);
    }
    Ok(added)
}

fn geoname<'a>(table: &str, line: usize, row: &'a str) -> Result<GeoName<'a>, TableError> {
    let cells: Vec<&str> = row.split('\t').collect();
    let &[
        _,
        name,
        _,
        _,
        latitude,
        longitude,
        class,
        _,
        country,
        _,
        admin1,
        _,
        _,
        _,
        population,
        _,
        _,
        time_zone,
        _,
    ] = cells.as_slice()
    else {
        return Err(TableError::row(
            table,
            line,
            format!("{} columns where a GeoNames dump has {GEONAMES_COLUMNS}", cells.len()),
        ));
    };
    let population = match filled(population) {
        None => 0,
        Some(number) => number.parse().map_err(|_| {
            TableError::row(table, line, format!("`{number}` is no population: expected a whole number"))
        })?,
    };
    Ok(GeoName { name, latitude, longitude, class, country, admin1, population, time_zone })
}

/// The subdivision's code for the first-order code of GeoNames, in countries whose cities are told
/// apart by it; empty elsewhere.
fn subdivision<'a>(tables: &'a Tables, country: &str, admin1: &'a str) -> &'a str {
    let Some(country) = Country::from_code(country).filter(|country| tables.divided.contains(country)) else {
        return "";
    };
    let key = (country, admin1.to_owned());
    match tables.geonames_codes.get(&key) {
        Some(code) => code,
        None if tables.subdivisions.contains_key(&key) => admin1,
        None => "",
    }
}

impl Tables {
    /// Adds a city whose name counts only beside a country or state, unless it is known already.
    fn add_village(&mut self, city: City) {
        let key = fold(&city.name);
        let named = self.city_names.get(&key).map(Vec::as_slice).unwrap_or_default();
        let known = named.iter().any(|index| {
            let other = &self.cities[*index];
            other.country == city.country
                && (other.subdivision == city.subdivision
                    || other.subdivision.is_none()
                    || city.subdivision.is_none())
        });
        if known {
            return;
        }
        let new = named.is_empty();
        self.add_city(city);
        if new {
            self.main_names.remove(&key);
            self.villages.insert(key);
        }
    }
}
