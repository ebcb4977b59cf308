//! Places of the matches, with what there is to say about how they were written.

use super::{
    city_match::Match,
    piece::{Piece, Tail},
};
use crate::{
    knowledge::{City, Gazetteer},
    model::{Code, Country, Place, PlaceField, PlaceFinding},
    text::fold,
};

impl Gazetteer {
    /// A city of the table, with what there is to say about how it was written.
    pub(super) fn push_city(
        &self,
        written: Piece<'_>,
        tail: &Tail<'_>,
        found: Match,
        field: &mut PlaceField,
    ) {
        let city = &self.tables.cities[found.city];
        let name = &city.name;
        let mut place = self.place_of(city);
        if found.misspelt {
            field.findings.push(
                PlaceFinding::new(
                    Code::MisspeltCity,
                    written,
                    format!("`{}` is not in the tables, `{name}` is", written.text),
                )
                .replaced(format!("write `{name}`"), written, name),
            );
        } else {
            place.city = Some(written.text.to_owned());
        }
        let country = city.country;
        let printed = self.printed_country(country);
        if found.wrong_country
            && let Some((part, _)) = tail.country
        {
            let message =
                format!("{} lies in {}, not in `{}`", written.text, self.country_name(country), part.text);
            field.findings.push(PlaceFinding::new(Code::CityContradicted, part, message).replaced(
                format!("write `{printed}`"),
                part,
                printed,
            ));
        }
        let divided = self.tables.divided.contains(&country);
        let homonym = tail.subdivision.filter(|_| !divided && city.subdivision.is_none()).and_then(|part| {
            let (other, state) = self.homonym(city, part.text)?;
            let message = format!(
                "`{}` and `{printed}` contradict each other: there is a {name} in {state}, {}, too",
                part.text,
                self.country_name(other)
            );
            let help =
                format!("write `{printed}` alone, or `{}, {}`", part.text, self.printed_country(other));
            Some(PlaceFinding::new(Code::CityContradicted, part, message).with_help(&help))
        });
        match (tail.subdivision, &city.subdivision) {
            _ if homonym.is_some() => field.findings.extend(homonym),
            (Some(part), Some(code)) if found.wrong_subdivision => {
                let right = self.subdivision_name(country, code).unwrap_or(code);
                let message = format!("{} lies in {right}, not in `{}`", written.text, part.text);
                field.findings.push(PlaceFinding::new(Code::CityContradicted, part, message).replaced(
                    format!("write `{code}`"),
                    part,
                    code,
                ));
            }
            // `Lima-Perú, PE` says the country twice.
            (Some(part), None) if self.country(part.text) == Some(country) => {}
            (Some(part), None) if !divided && self.may_be_subdivision(country, part.text) => {
                place.subdivision = Some(part.text.to_owned());
            }
            // A code that some calendar puts there, `Edinburgh, U8, UK`.
            (Some(part), None)
                if !divided
                    && part.text.len() <= 3
                    && part.text.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit()) => {}
            (Some(part), None) => {
                field.findings.push(PlaceFinding::new(
                    Code::UnknownPlace,
                    part,
                    format!("`{}` is no part of {}", part.text, self.country_name(country)),
                ));
            }
            (Some(part), Some(_)) if !divided => place.subdivision = Some(part.text.to_owned()),
            _ => {}
        }
        self.push_country_findings(written, tail, found, field);
        field.places.push(place);
    }

    /// Whether a text beside a city can name a part of the country: one of the tables, a city that
    /// the place is a part of (`Shibuya, Tokyo`), or a few words that are no other country's code.
    fn may_be_subdivision(&self, country: Country, text: &str) -> bool {
        self.subdivision(country, text).is_some()
            || !self.tables.cities_named(text).is_empty()
            || (self.country(text).is_none()
                && text.split_whitespace().count() <= 3
                && !text.contains(char::is_numeric))
    }

    /// The country and the name of a subdivision of this code, where another city of the same name lies
    /// in it: `OH` beside the Dublin of Ireland.
    fn homonym(&self, city: &City, code: &str) -> Option<(Country, &str)> {
        if self.subdivision(city.country, code).is_some() {
            return None;
        }
        let others = self.tables.cities_named(&city.name).iter().map(|index| &self.tables.cities[*index]);
        let other = others.filter(|other| other.country != city.country).find(|other| {
            other.subdivision.is_some()
                && self.subdivision(other.country, code) == other.subdivision.as_deref()
        })?;
        Some((other.country, self.subdivision_name(other.country, other.subdivision.as_deref()?)?))
    }

    /// What there is to say about the country and subdivision that stand, or don't, behind a city.
    fn push_country_findings(
        &self,
        written: Piece<'_>,
        tail: &Tail<'_>,
        found: Match,
        field: &mut PlaceField,
    ) {
        let city = &self.tables.cities[found.city];
        let printed = self.printed_country(city.country);
        // What was written as a country and is the city's state: `San Jose, CA`.
        let state = tail.country.filter(|(part, country)| {
            *country != city.country
                && !found.wrong_country
                && (found.wrong_subdivision
                    || self.subdivision(city.country, part.text) == city.subdivision.as_deref())
        });
        match (tail.country, state) {
            (_, Some((part, _))) => {
                if found.wrong_subdivision
                    && let Some(code) = &city.subdivision
                {
                    let message = format!("{} does not lie in `{}`", written.text, part.text);
                    field.findings.push(PlaceFinding::new(Code::CityContradicted, part, message).replaced(
                        format!("write `{code}, {printed}`"),
                        part,
                        &format!("{code}, {printed}"),
                    ));
                } else {
                    field.findings.push(no_country(part, Some(printed), true));
                }
            }
            (Some((part, country)), None) => {
                if !found.wrong_country {
                    field.findings.extend(self.country_style(part, country));
                }
                if tail.subdivision.is_none()
                    && self.tables.divided.contains(&city.country)
                    && let Some(code) = &city.subdivision
                {
                    let name = self.subdivision_name(city.country, code).unwrap_or(code);
                    let sure = !found.misspelt && self.is_only_one(&city.name, city.country);
                    let message = format!("`{}` stands without `{code}` ({name})", written.text);
                    let mut finding = PlaceFinding::new(Code::NoSubdivision, written, message);
                    finding.span = written.end()..written.end();
                    field.findings.push(finding.inserted(format!("add `{code}`"), format!(", {code}"), sure));
                }
            }
            (None, None) => {
                if let Some(part) = tail.unknown {
                    let right = self.behind(city, printed);
                    field.findings.push(
                        PlaceFinding::new(
                            Code::UnknownPlace,
                            part,
                            format!("`{}` is neither a country nor a part of one", part.text),
                        )
                        .replaced(format!("write `{right}`"), part, &right),
                    );
                } else if let Some(part) = tail.subdivision {
                    field.findings.push(no_country(part, Some(printed), true));
                } else {
                    let sure = self.tables.cities_named(written.text).len() == 1;
                    field.findings.push(no_country(written, Some(&self.behind(city, printed)), sure));
                }
            }
        }
    }

    /// What the house style prints behind a city: `WA, US` or `DE`.
    fn behind(&self, city: &City, printed: &str) -> String {
        match &city.subdivision {
            Some(code) if self.tables.divided.contains(&city.country) => format!("{code}, {printed}"),
            _ => printed.to_owned(),
        }
    }

    fn is_only_one(&self, name: &str, country: Country) -> bool {
        let in_country = |index: &&usize| self.tables.cities[**index].country == country;
        self.tables.cities_named(name).iter().filter(in_country).count() == 1
    }

    /// A city that no table knows: its text and country stay, coordinates are not invented.
    pub(super) fn push_unknown(&self, written: Piece<'_>, tail: &Tail<'_>, field: &mut PlaceField) {
        let states = tail.subdivision.and_then(|part| self.tables.subdivision_names.get(&fold(part.text)));
        let (country, subdivision) = match (tail.country, tail.subdivision) {
            (Some((_, country)), Some(part)) => {
                let code =
                    self.subdivision(country, part.text).filter(|_| self.tables.divided.contains(&country));
                (Some(country), Some(code.unwrap_or(part.text).to_owned()))
            }
            (Some((_, country)), None) => (Some(country), None),
            (None, Some(part)) => match states.map(Vec::as_slice) {
                Some([(country, code)]) => (Some(*country), Some(code.clone())),
                _ => (None, Some(part.text.to_owned())),
            },
            (None, None) => (None, None),
        };
        let name = written.text;
        let known = !self.tables.cities_named(name).is_empty();
        let (code, message) = match country {
            Some(country) if known => (
                Code::UnknownCity,
                format!("the tables know `{name}`, but not in {}", self.country_name(country)),
            ),
            _ => (Code::UnknownCity, format!("the tables do not know the city `{name}`")),
        };
        field.findings.push(
            PlaceFinding::new(code, written, message)
                .with_help("add it with --places FILE, or to data/cities.tsv"),
        );
        match (tail.country, tail.subdivision, tail.unknown) {
            (Some((part, country)), ..) => field.findings.extend(self.country_style(part, country)),
            (None, Some(part), _) => {
                let printed = country.map(|country| self.printed_country(country));
                field.findings.push(no_country(part, printed, true));
            }
            (None, None, Some(part)) => field.findings.push(PlaceFinding::new(
                Code::UnknownPlace,
                part,
                format!("`{}` is neither a country nor a part of one", part.text),
            )),
            (None, None, None) => field.findings.push(no_country(written, None, false)),
        }
        let mut place = match country {
            Some(country) => self.place_without_city(country, subdivision),
            None => Place { subdivision, ..Place::default() },
        };
        place.city = Some(name.to_owned());
        field.places.push(place);
    }

    pub(super) fn country_style(&self, written: Piece<'_>, country: Country) -> Option<PlaceFinding> {
        let printed = self.printed_country(country);
        (written.text != printed).then(|| {
            let message = format!("the house style writes `{printed}` for `{}`", written.text);
            let mut finding = PlaceFinding::new(Code::CountryStyle, written, message).replaced(
                format!("write `{printed}`"),
                written,
                printed,
            );
            finding.safe = true;
            finding
        })
    }

    /// What the newsletter writes for a country: the ISO code, mostly.
    pub fn printed_country(&self, country: Country) -> &str {
        self.tables.countries.get(&country).map_or("", |row| row.printed.as_str())
    }
}

pub(super) fn no_country(behind: Piece<'_>, missing: Option<&str>, safe: bool) -> PlaceFinding {
    let mut finding = PlaceFinding::new(Code::NoCountry, behind, format!("`{}` has no country", behind.text));
    match missing {
        Some(missing) => {
            finding.span = behind.end()..behind.end();
            finding.inserted(format!("add `{missing}`"), format!(", {missing}"), safe)
        }
        None => finding.with_help("add the country's code"),
    }
}
