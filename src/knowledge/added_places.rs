//! Places that the user adds: a dump of GeoNames, or a table in the form of `data/cities.tsv`.

use std::{fs, path::Path, sync::Arc};

use super::{
    City, Gazetteer,
    tables::{CITIES, Tables},
};
use crate::{
    model::Country,
    text::fold,
    tsv::{TableError, filled, is_header},
};

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
        // What was read with the tables as they were.
        self.memos = Arc::default();
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
        let country = Country::of_table(row.country);
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
    let Some(country) = Country::of_table(country).filter(|country| tables.divided.contains(country)) else {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::tests::shown;

    /// A row of a GeoNames dump.
    fn geoname(
        name: &str,
        place: (f64, f64),
        class: &str,
        (country, admin1): (&str, &str),
        zone: &str,
    ) -> String {
        let (latitude, longitude) = place;
        format!(
            "1\t{name}\t{name}\t\t{latitude}\t{longitude}\t{class}\tPPL\t{country}\t\t{admin1}\t\t\t\t1200\t\t7\t{zone}\t2024-01-01\n"
        )
    }

    #[test]
    fn a_geonames_dump_adds_cities_and_changes_none() {
        let mut known = Gazetteer::bundled();
        let dump = [
            geoname("Kleinkleckersdorf", (50.5, 8.25), "P", ("DE", "05"), "Europe/Berlin"),
            geoname("Paris", (33.66, -95.55), "P", ("US", "TX"), "America/Chicago"),
            geoname("Berlin", (1.0, 1.0), "P", ("DE", "16"), "Europe/Berlin"),
            geoname("Wagga Wagga", (-35.1, 147.4), "P", ("AU", "02"), "Australia/Sydney"),
            geoname("Rust", (48.27, 7.73), "P", ("DE", "01"), "Europe/Berlin"),
            geoname("Nevada", (37.84, -94.35), "P", ("US", "MO"), "America/Chicago"),
            geoname("Some Hill", (48.27, 7.73), "T", ("DE", "01"), "Europe/Berlin"),
            geoname("Pristina", (42.67, 21.17), "P", ("XK", "00"), "Europe/Belgrade"),
        ]
        .concat();
        let added = known.add("dump.txt", &dump).expect("a good dump");
        assert_eq!(added, Added { cities: 6, passed_over: 2 });
        let read = |field: &str| known.read_field(field).places.iter().map(shown).collect::<Vec<_>>();
        assert_eq!(read("Kleinkleckersdorf, DE"), ["Kleinkleckersdorf|Kleinkleckersdorf||DE"]);
        assert_eq!(read("Paris, TX, US"), ["Paris|Paris|TX|US"]);
        assert_eq!(read("Paris"), ["Paris|Paris||FR"], "what stands alone means what it meant");
        assert_eq!(read("Wagga Wagga, AU"), ["Wagga Wagga|Wagga Wagga|NSW|AU"], "the code is not GeoNames'");
        assert_eq!(known.cities("Berlin")[0].latitude, Gazetteer::bundled().cities("Berlin")[0].latitude);
        assert_eq!(read("Nevada, US"), ["||NV|US"]);
        assert_eq!(read("Rust, DE"), ["Rust|Rust||DE"]);
        assert_eq!(known.named_in("Rust Paris").as_ref().map(shown), Some("Paris|Paris||FR".to_owned()));
        assert!(!known.is_place("Rust"));
        assert_eq!(read("Rust"), ["Rust|||"]);
        assert_eq!(Gazetteer::bundled().read_field("Rust, DE").places[0].known_city, None);
    }

    #[test]
    fn a_table_of_our_own_form_adds_and_replaces_cities() {
        let mut known = Gazetteer::bundled();
        let table = "city\tsubdivision\tcountry\tlatitude\tlongitude\ttime_zone\r\n\
            Entenhausen\t\tDE\t50.00\t9.00\tEurope/Berlin\r\n\
            Berlin\t\tDE\t52.00\t13.00\tEurope/Berlin\r\n";
        assert_eq!(known.add("mine.tsv", table).expect("a good table"), Added { cities: 2, passed_over: 0 });
        assert_eq!(
            known.named_in("Rust Entenhausen").as_ref().map(shown),
            Some("Entenhausen|Entenhausen||DE".to_owned())
        );
        assert_eq!(known.cities("Berlin")[0].latitude, 52.0);
        assert_eq!(known.cities("Berlin").len(), Gazetteer::bundled().cities("Berlin").len());
    }

    #[test]
    fn bad_tables_are_refused_with_their_line() {
        let header = "city\tsubdivision\tcountry\tlatitude\tlongitude\ttime_zone\n";
        let good = geoname("Good", (1.0, 1.0), "P", ("DE", ""), "Europe/Berlin");
        for (text, message) in [
            (String::new(), "x, line 1: neither a GeoNames dump"),
            ("what is this\n".to_owned(), "x, line 1: neither a GeoNames dump"),
            (format!("{header}Foo\t\tDE\t1\t2\n"), "x, line 2: 5 cells where 6 are expected"),
            (format!("{header}\nFoo\t\tXX\t1\t2\tEurope/Berlin\n"), "x, line 3: `XX` is no country"),
            (format!("{header}Foo\t\tDE\t91\t2\tEurope/Berlin\n"), "x, line 2: `91` is no latitude"),
            (format!("{header}Foo\t\tDE\tNaN\t2\tEurope/Berlin\n"), "x, line 2: `NaN` is no latitude"),
            (format!("{header}Foo\t\tDE\t1\t-181\tEurope/Berlin\n"), "x, line 2: `-181` is no longitude"),
            (format!("{header}Foo\t\tDE\t1\t2\tEurope/Bärlin\n"), "x, line 2: `Europe/Bärlin` is no IANA"),
            (format!("{header}\t\tDE\t1\t2\tEurope/Berlin\n"), "x, line 2: the city has no name"),
            (format!("{good}one\ttwo\n"), "x, line 2: 2 columns where a GeoNames dump has 19"),
            (format!("{good}{}", good.replace("1200", "many")), "x, line 2: `many` is no population"),
        ] {
            let mut known = Gazetteer::bundled();
            let error = known.add("x", &text).expect_err(message).to_string();
            assert!(error.starts_with(message), "{error}");
            assert_eq!(known.cities("Good"), Vec::<&City>::new(), "all of a file or nothing");
        }
    }
}
