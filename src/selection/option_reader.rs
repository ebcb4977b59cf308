//! The value of an option, read against what the catalogue and the tables know.

use std::{collections::BTreeSet, ops::Deref};

use chrono::NaiveDate;

use super::{City, Error, GroupEntry, Known, Point, Selection, Text};
use crate::{
    catalogue::Catalogue,
    knowledge::Knowledge,
    model::{Country, Format, Region},
    text,
};

/// The names of the options, as on the command line and in a query.
pub const OPTIONS: [&str; 13] = [
    "region",
    "country",
    "city",
    "group",
    "format",
    "from",
    "to",
    "weeks",
    "history",
    "near",
    "within",
    "text",
    "new-since",
];

/// Reads values against what is known.
pub(super) struct OptionReader<'a> {
    pub(super) known: &'a dyn Deref<Target = Known>,
    pub(super) catalogue: &'a Catalogue,
    pub(super) knowledge: &'a Knowledge,
}

impl OptionReader<'_> {
    pub(super) fn read(&self, into: &mut Selection, option: &str, value: &str) -> Result<(), Error> {
        let normal = option.trim().to_ascii_lowercase().replace('_', "-");
        let Some(option) = OPTIONS.into_iter().find(|known| *known == normal) else {
            return Err(Error::NoOption {
                option: option.to_owned(),
                nearest: nearest(&normal, OPTIONS.into_iter()),
            });
        };
        let parts: Vec<&str> = value.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
        if parts.is_empty() {
            return Err(Error::Malformed { option, value: value.to_owned(), what: "value: it is empty" });
        }
        match option {
            "region" => extend(&mut into.regions, &parts, |part| self.region(part))?,
            "country" => extend(&mut into.countries, &parts, |part| self.country(part))?,
            "format" => extend(&mut into.formats, &parts, format)?,
            "city" => into.cities.extend(joined(
                &parts,
                |text| self.cities(text),
                |text| self.no_city("city", text),
            )?),
            "group" => {
                into.groups.extend(joined(&parts, |text| self.groups(text), |text| self.no_group(text))?)
            }
            "near" => {
                into.near.extend(joined(&parts, |text| self.points(text), |text| self.no_city("near", text))?)
            }
            "text" => {
                into.texts.extend(parts.iter().map(|part| Text::read(part, self.knowledge, self.known)))
            }
            "from" => into.from = least(into.from, dates(option, &parts)?),
            "to" => into.to = greatest(into.to, dates(option, &parts)?),
            "new-since" => {
                let days = parts.iter().map(|part| self.issue(part)).collect::<Result<Vec<_>, _>>()?;
                into.new_since = least(into.new_since, days);
            }
            "weeks" => into.weeks = greatest(into.weeks, numbers(option, &parts)?),
            "history" => {
                for part in parts {
                    let what = "number of weeks, nor is it `all`";
                    let history = part.parse();
                    into.history = Some(history.map_err(|_| Error::Malformed {
                        option,
                        value: part.to_owned(),
                        what,
                    })?);
                }
            }
            _ => {
                for part in parts {
                    let km = part.parse().ok().filter(|km: &f64| km.is_finite() && *km >= 0.0);
                    let what = "number of kilometres";
                    let km = km.ok_or(Error::Malformed { option, value: part.to_owned(), what })?;
                    into.within_km = Some(into.within_km.map_or(km, |other| other.max(km)));
                }
            }
        }
        Ok(())
    }

    fn region(&self, value: &str) -> Result<Vec<Region>, Error> {
        let folded = text::fold(value).replace([' ', '-'], "_");
        let found: Vec<Region> = Region::ALL.into_iter().filter(|region| region.slug() == folded).collect();
        or_unknown(found, "region", "region", value, Region::ALL.into_iter().map(Region::slug))
    }

    fn country(&self, value: &str) -> Result<Vec<Country>, Error> {
        let places = &self.knowledge.places;
        let known: Vec<Country> = places.countries().collect();
        // A slip in a code is looked for among the codes, one in a name among the names.
        let name = |country: &Country| match value.chars().count() {
            0..=3 => country.code().to_owned(),
            _ => places.country_name(*country).to_owned(),
        };
        let names: Vec<String> = known.iter().map(name).collect();
        let found = places.country(value).into_iter().collect();
        or_unknown(found, "country", "country", value, names.iter().map(String::as_str))
    }

    /// Every city that a slug, a name, or a name with its state or country may mean; the one that is
    /// meant where the name stands alone comes first.
    fn cities(&self, value: &str) -> Vec<City> {
        let places = &self.knowledge.places;
        if let Some(city) = self.known.cities.iter().find(|city| city.slug == value) {
            return vec![city.clone()];
        }
        let mut parts = value.split(',').map(str::trim);
        let name = parts.next().unwrap_or_default();
        let beside: Vec<&str> = parts.collect();
        let lies_there = |country: Option<Country>, subdivision: Option<&str>| {
            beside.iter().all(|part| {
                let code = country.and_then(|country| places.subdivision(country, part));
                (country.is_some() && places.country(part) == country)
                    || subdivision.is_some_and(|own| code == Some(own) || own.eq_ignore_ascii_case(part))
            })
        };
        let in_tables = places.cities(name).into_iter().map(|city| {
            let place = places.place_of(city);
            City {
                name: city.name.clone(),
                country: Some(city.country),
                subdivision: city.subdivision.clone(),
                point: Point::of(&place),
                slug: places.city_slug(&place).unwrap_or_default(),
            }
        });
        let folded = text::fold(name);
        let unknown = self.known.cities.iter().filter(|city| city.point.is_none());
        let unknown = unknown.filter(|city| text::fold(&city.name) == folded).cloned();
        in_tables
            .chain(unknown)
            .filter(|city| lies_there(city.country, city.subdivision.as_deref()))
            .collect()
    }

    fn no_city(&self, option: &'static str, value: &str) -> Error {
        let listed = nearest(value, self.known.cities.iter().map(|city| city.name.as_str()));
        let in_tables = self.knowledge.places.nearest_city(value).map(|city| city.name.as_str());
        let names = listed.as_deref().into_iter().chain(in_tables);
        let what = if option == "near" { "place; give a city or LATITUDE,LONGITUDE" } else { "city" };
        Error::Unknown { option, what, value: value.to_owned(), nearest: nearest(value, names) }
    }

    /// A pair of coordinates, or where the city lies that is meant by a name.
    fn points(&self, value: &str) -> Vec<Point> {
        if let Some((latitude, longitude)) = value.split_once(',')
            && let (Ok(latitude), Ok(longitude)) = (latitude.trim().parse(), longitude.trim().parse())
        {
            return Point::new(latitude, longitude).into_iter().collect();
        }
        self.cities(value).iter().find_map(|city| city.point).into_iter().collect()
    }

    /// The groups of this name, slug or page. One that the tables know but no issue listed is known
    /// all the same: it has no events.
    fn groups(&self, value: &str) -> Vec<GroupEntry> {
        let mut found = self.known.groups_named(value, self.knowledge);
        if let Some(known) = self.knowledge.groups.canonical(value)
            && found.is_empty()
        {
            // Known, but not listed in what was read.
            found.push(GroupEntry {
                name: known.name.clone(),
                slug: text::slug(&known.name),
                other_slugs: Vec::new(),
                members: BTreeSet::new(),
            });
        }
        found
    }

    fn no_group(&self, value: &str) -> Error {
        let listed = self.known.groups.iter().flat_map(|entry| [entry.name.as_str(), entry.slug.as_str()]);
        let names = listed.chain(self.knowledge.groups.iter().map(|group| group.name.as_str()));
        Error::Unknown {
            option: "group",
            what: "group",
            value: value.to_owned(),
            nearest: nearest(value, names),
        }
    }

    /// A day, or the day of an issue by its number.
    fn issue(&self, value: &str) -> Result<NaiveDate, Error> {
        if let Ok(day) = day(value) {
            return Ok(day);
        }
        let option = "new-since";
        let number: u32 = value.trim_start_matches('#').parse().map_err(|_| Error::Malformed {
            option,
            value: value.to_owned(),
            what: "issue's number and no date such as 2025-10-29",
        })?;
        let numbered = || self.catalogue.issues.iter().filter_map(|issue| Some((issue.number?, issue.date)));
        let found = numbered().find(|(known, _)| *known == number);
        found.map(|(_, date)| date).ok_or_else(|| Error::Unknown {
            option,
            what: "issue",
            value: value.to_owned(),
            nearest: numbered()
                .map(|(known, _)| known)
                .min_by_key(|known| known.abs_diff(number))
                .map(|n| n.to_string()),
        })
    }
}

fn format(value: &str) -> Result<Vec<Format>, Error> {
    let names = [
        ("in_person", Format::InPerson),
        ("virtual", Format::Virtual),
        ("hybrid", Format::Hybrid),
        ("online", Format::Virtual),
    ];
    let folded = text::fold(value).replace([' ', '-'], "_");
    let found = names.iter().filter(|(name, _)| *name == folded).map(|(_, format)| *format).collect();
    or_unknown(found, "format", "format", value, names.iter().map(|(name, _)| *name))
}

fn or_unknown<'a, T>(
    found: Vec<T>,
    option: &'static str,
    what: &'static str,
    value: &str,
    known: impl Iterator<Item = &'a str>,
) -> Result<Vec<T>, Error> {
    if found.is_empty() {
        return Err(Error::Unknown { option, what, value: value.to_owned(), nearest: nearest(value, known) });
    }
    Ok(found)
}

/// The known name that is most like the value.
fn nearest<'a>(value: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    let folded = text::fold(value);
    let mut best: Option<(f64, &str)> = None;
    for name in known {
        let likeness = strsim::jaro_winkler(&folded, &text::fold(name));
        if best.is_none_or(|(most, _)| likeness > most) {
            best = Some((likeness, name));
        }
    }
    best.map(|(_, name)| name.to_owned())
}

fn extend<T: PartialEq>(
    into: &mut Vec<T>,
    parts: &[&str],
    read: impl Fn(&str) -> Result<Vec<T>, Error>,
) -> Result<(), Error> {
    for part in parts {
        into.extend(read(part)?);
    }
    Ok(())
}

/// Reads a comma list whose values may hold commas themselves: at each place the longest run of
/// parts that means something is taken.
fn joined<T>(
    parts: &[&str],
    read: impl Fn(&str) -> Vec<T>,
    unknown: impl Fn(&str) -> Error,
) -> Result<Vec<T>, Error> {
    /// No name of ours has more commas than this.
    const LONGEST: usize = 4;
    let mut found = Vec::new();
    let mut rest = parts;
    while let Some(first) = rest.first() {
        let longest = (1..=rest.len().min(LONGEST)).rev();
        let Some((length, values)) = longest
            .map(|length| (length, read(&rest[..length].join(", "))))
            .find(|(_, values)| !values.is_empty())
        else {
            return Err(unknown(first));
        };
        found.extend(values);
        rest = &rest[length..];
    }
    Ok(found)
}

fn day(value: &str) -> Result<NaiveDate, ()> {
    let form = value.len() == 10
        && value.bytes().enumerate().all(|(at, byte)| (byte == b'-') == (at == 4 || at == 7));
    if form { value.parse().map_err(|_| ()) } else { Err(()) }
}

fn dates(option: &'static str, parts: &[&str]) -> Result<Vec<NaiveDate>, Error> {
    let what = "date such as 2025-10-29";
    let read =
        |part: &&str| day(part).map_err(|()| Error::Malformed { option, value: (*part).to_owned(), what });
    parts.iter().map(read).collect()
}

fn numbers(option: &'static str, parts: &[&str]) -> Result<Vec<u32>, Error> {
    let what = "number of weeks";
    let read =
        |part: &&str| part.parse().map_err(|_| Error::Malformed { option, value: (*part).to_owned(), what });
    parts.iter().map(read).collect()
}

/// Values of one option are alternatives: the earliest beginning lets in most.
fn least<T: Ord>(old: Option<T>, new: Vec<T>) -> Option<T> {
    old.into_iter().chain(new).min()
}

/// And the latest end.
fn greatest<T: Ord>(old: Option<T>, new: Vec<T>) -> Option<T> {
    old.into_iter().chain(new).max()
}
