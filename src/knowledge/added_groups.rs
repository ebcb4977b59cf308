//! Which calendar is which group's: what follows from a group's page, the rows of
//! `data/group_calendars.tsv`, and what a file of the user's adds, groups and calendars.

use std::{fs, path::Path};

use chrono_tz::Tz;

use super::{
    Gazetteer,
    group_calendars::{GroupCalendar, zone_of},
    groups::{Groups, KnownGroup},
};
use crate::{
    link,
    tsv::{self, TableError},
};

/// The columns of a file that adds groups: those of `data/groups.tsv`, and of this table.
const ADDED_COLUMNS: [&str; 7] = ["name", "url", "city", "subdivision", "country", "calendar", "zone"];

impl Groups {
    /// Every calendar of a table, in its order: those of groups, and those of many groups.
    pub fn calendars(&self) -> impl Iterator<Item = &GroupCalendar> {
        self.calendars.iter()
    }

    /// The calendars of a group: those that a table names, and the one that follows from its page.
    pub fn calendars_of(&self, group: &KnownGroup) -> Vec<String> {
        let named = self.calendars.iter().filter(|row| row.group.as_deref() == Some(&group.name));
        let mut found: Vec<String> = named.map(|row| row.url.clone()).collect();
        found.extend(group.url.as_deref().and_then(link::calendar).filter(|url| !found.contains(url)));
        found
    }

    /// The zone that a table names for a group.
    pub fn time_zone_of(&self, group: &KnownGroup) -> Option<Tz> {
        let named = self.calendars.iter().filter(|row| row.group.as_deref() == Some(&group.name));
        named.filter_map(|row| row.time_zone).next_back()
    }

    /// Adds the groups of a file: a table with the columns `name url city subdivision country calendar zone`,
    /// of which all but the name may be empty. A group that is known already gets the calendar and the zone.
    /// Returns how many rows there were.
    ///
    /// # Errors
    ///
    /// A file that cannot be read or has a row that does not hold what it must.
    pub fn add_file(&mut self, path: &Path, places: &Gazetteer) -> Result<usize, TableError> {
        let text = fs::read_to_string(path)
            .map_err(|source| TableError::Groups { path: path.to_owned(), source })?;
        self.add(&path.display().to_string(), &text, places)
    }

    /// Adds the groups of a text in the form of [`Self::add_file`]; `name` is what errors call it.
    ///
    /// # Errors
    ///
    /// The same, but for reading.
    pub fn add(&mut self, name: &str, text: &str, places: &Gazetteer) -> Result<usize, TableError> {
        let rows = tsv::rows(name, text, ADDED_COLUMNS)?;
        let count = rows.len();
        for row in rows {
            let wrong = |message: String| Err(TableError::row(name, row.line, message));
            let [group, url, city, subdivision, country, calendar, zone] = row.cells;
            let owned = |cell| tsv::filled(cell).map(str::to_owned);
            if group.is_empty() {
                return wrong("a group has a name".to_owned());
            }
            for address in [url, calendar].into_iter().filter(|cell| !cell.is_empty()) {
                if let Err(error) = link::canonical(address) {
                    return wrong(format!("`{address}`: {error}"));
                }
            }
            let country = match tsv::filled(country).map(|code| (code, places.country_of_code(code))) {
                None => None,
                Some((code, None)) => return wrong(format!("`{code}` is no country")),
                Some((_, known)) => known,
            };
            let time_zone = match zone_of(zone) {
                Ok(zone) => zone,
                Err(message) => return wrong(message),
            };
            let known = self.canonical(group).map(|known| known.name.clone());
            let known = known.unwrap_or_else(|| {
                self.insert(KnownGroup {
                    name: group.to_owned(),
                    url: owned(url),
                    city: owned(city),
                    subdivision: owned(subdivision),
                    country,
                });
                group.to_owned()
            });
            let follows = self.canonical(&known).and_then(|group| link::calendar(group.url.as_deref()?));
            if let Some(url) = owned(calendar).or(follows.filter(|_| time_zone.is_some())) {
                self.calendars.push(GroupCalendar { url, group: Some(known), time_zone });
            }
        }
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "name\turl\tcity\tsubdivision\tcountry\tcalendar\tzone\n";

    #[test]
    fn a_calendar_stands_in_the_table_or_follows_from_the_page() {
        let groups = Groups::bundled();
        let of = |name: &str| groups.calendars_of(groups.canonical(name).unwrap());
        assert_eq!(of("Rust Berlin"), ["https://www.meetup.com/rust-berlin/events/ical/"]);
        assert!(of("Rust Girona")[0].contains("cal-YjQVtnwkdU40fBI"));
        assert_eq!(of("Rust MX").len(), 2, "on two platforms");
        assert!(of("AeroRust").is_empty());
        assert!(groups.calendars().any(|row| row.group.is_none()));
    }

    #[test]
    fn a_file_adds_groups_and_calendars() {
        let mut groups = Groups::bundled();
        let table = format!(
            "{HEADER}Rust Ort\thttps://ort.example/\tOrt\t\tDE\thttps://ort.example/ics\tEurope/Berlin\n\
             Rust Nirgends\thttps://www.meetup.com/rust-nirgends\t\t\t\t\t\n\
             rust berlin\t\t\t\t\thttps://berlin.example/ics\t\n"
        );
        assert_eq!(groups.add("mine.tsv", &table, &Gazetteer::bundled()).unwrap(), 3);
        let of = |name: &str| groups.calendars_of(groups.canonical(name).unwrap());
        assert_eq!(of("Rust Ort"), ["https://ort.example/ics"]);
        let ort = groups.canonical("https://ort.example/events/1").unwrap();
        assert_eq!(groups.time_zone_of(ort), Some(Tz::Europe__Berlin));
        assert_eq!(of("Rust Nirgends"), ["https://www.meetup.com/rust-nirgends/events/ical/"]);
        assert_eq!(of("Rust Berlin")[0], "https://berlin.example/ics");
    }

    #[test]
    fn what_is_wrong_with_a_file_is_said_with_its_line() {
        for (row, message) in [
            ("\thttps://x.example\t\t\t\t\t", "mine.tsv, line 2: a group has a name"),
            ("A\tnowhere\t\t\t\t\t", "`nowhere`"),
            ("A\t\t\t\t\tjavascript:x\t", "`javascript:x`"),
            ("A\t\t\t\tGermany\t\t", "`Germany` is no country"),
            ("A\t\t\t\tDE\thttps://x.example/ics\tBerlin", "no time zone"),
            ("A\t\t", "3 cells where 7 are expected"),
        ] {
            let error = Groups::bundled()
                .add("mine.tsv", &format!("{HEADER}{row}\n"), &Gazetteer::bundled())
                .unwrap_err()
                .to_string();
            assert!(error.contains(message), "{error}");
        }
        assert!(
            Groups::bundled()
                .add("mine.tsv", "name\n", &Gazetteer::bundled())
                .unwrap_err()
                .to_string()
                .contains("the header must")
        );
    }
}
