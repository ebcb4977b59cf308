//! Which city of the tables a name means beside what is written behind it.

use std::collections::BTreeSet;

use super::piece::{Piece, Tail};
use crate::{knowledge::Gazetteer, model::Country, text::fold};

/// The one city that a name means in a place, and what had to be overlooked for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Match {
    pub(super) city: usize,
    /// The subdivision beside it is another one.
    pub(super) wrong_subdivision: bool,
    /// The country beside it is another one.
    pub(super) wrong_country: bool,
    /// The name is not quite one of the city's.
    pub(super) misspelt: bool,
}

impl Match {
    fn exact(city: usize) -> Self {
        Self { city, wrong_subdivision: false, wrong_country: false, misspelt: false }
    }
}

impl Gazetteer {
    /// `Hawthorne (Los Angeles)`: the city before the bracket, else the one in it.
    pub(super) fn bracketed(&self, city: Piece<'_>, tail: &Tail<'_>) -> Option<Match> {
        let (before, inside) = city.text.split_once('(')?;
        let inside = inside.split(')').next().unwrap_or_default();
        [before, inside].iter().find_map(|name| self.find_city(name.trim(), tail))
    }

    /// The city that a name means beside this tail.
    pub(super) fn find_city(&self, name: &str, tail: &Tail<'_>) -> Option<Match> {
        let key = fold(name);
        let named = self.tables.cities_named(&key);
        let alone = tail.country.is_none() && tail.subdivision.is_none();
        if named.is_empty() || (alone && self.tables.villages.contains(&key)) {
            return None;
        }
        let country = tail.country.map(|(_, country)| country);
        let subdivision = tail.subdivision.map(|part| fold(part.text));
        let beside = |index: &usize| {
            let city = &self.tables.cities[*index];
            subdivision.as_ref().is_none_or(|written| match &city.subdivision {
                Some(code) => self.subdivision(city.country, written).is_some_and(|found| found == code),
                None => true,
            })
        };
        let within =
            |index: &usize| country.is_none_or(|country| self.tables.cities[*index].country == country);
        if let Some(city) = self.only(&key, named, |index| within(index) && beside(index))
            && (country.is_some() || subdivision.is_none() || self.lies_in(city, tail))
        {
            return Some(Match::exact(city));
        }
        // `CA` at the end is a country and a state: the city decides.
        if let (Some((written, _)), None) = (tail.country, tail.subdivision) {
            let state = Tail { subdivision: Some(written), ..Tail::default() };
            let code = fold(written.text);
            let in_state = |index: &usize| {
                let city = &self.tables.cities[*index];
                city.subdivision.is_some()
                    && self.subdivision(city.country, &code) == city.subdivision.as_deref()
            };
            if let Some(city) = self.only(&key, named, in_state).filter(|city| self.lies_in(*city, &state)) {
                return Some(Match::exact(city));
            }
        }
        self.find_contradicted(&key, named, tail)
    }

    /// Whether the written subdivision exists in the city's country and is the city's.
    pub(super) fn lies_in(&self, city: usize, tail: &Tail<'_>) -> bool {
        let city = &self.tables.cities[city];
        tail.subdivision.is_none_or(|part| {
            self.subdivision(city.country, part.text)
                .is_some_and(|code| city.subdivision.as_deref().is_none_or(|own| own == code))
        })
    }

    /// The one reading that fits although something beside the city contradicts it.
    fn find_contradicted(&self, key: &str, named: &[usize], tail: &Tail<'_>) -> Option<Match> {
        let of = |index: &usize| &self.tables.cities[*index];
        let country = tail.country.map(|(_, country)| country);
        let written = tail.subdivision.map(|part| part.text);
        let states = |text: &str| self.tables.subdivision_names.get(&fold(text)).map(Vec::as_slice);
        if let Some(text) = written
            && country.is_none_or(|country| self.subdivision(country, text).is_none())
        {
            // `Vancouver, BC, US`: city and province agree against the country.
            let agrees = |index: &usize| {
                let city = of(index);
                city.subdivision.is_some()
                    && self.subdivision(city.country, text) == city.subdivision.as_deref()
            };
            if let Some(city) = self.only(key, named, agrees) {
                return Some(Match { wrong_country: country.is_some(), ..Match::exact(city) });
            }
        }
        if let Some(country) = country {
            // `Charlottesville, NC, US`: one city of that name in the country.
            if let Some(city) = self.only(key, named, |index| of(index).country == country) {
                return Some(Match { wrong_subdivision: true, ..Match::exact(city) });
            }
            let agrees = written.is_some_and(|text| self.subdivision(country, text).is_some());
            let state = written.is_none().then(|| tail.country.map(|(part, _)| part.text)).flatten();
            if let Some(city) = self.in_countries_of(key, named, state.and_then(states).unwrap_or_default()) {
                return Some(Match { wrong_subdivision: true, ..Match::exact(city) });
            }
            // `Linz, AU`: a slip of the code. Another country altogether may have its own Linz.
            return self
                .only(key, named, |_| true)
                .filter(|city| !agrees && is_slip(country.code(), of(city).country.code()))
                .map(|city| Match { wrong_country: true, ..Match::exact(city) });
        }
        if let Some(text) = written {
            let city = self.in_countries_of(key, named, states(text).unwrap_or_default())?;
            return Some(Match { wrong_subdivision: true, ..Match::exact(city) });
        }
        self.only(key, named, |_| true).map(Match::exact)
    }

    /// The one city in the countries that have such a subdivision.
    fn in_countries_of(&self, key: &str, named: &[usize], states: &[(Country, String)]) -> Option<usize> {
        self.only(key, named, |index| {
            let city = &self.tables.cities[*index];
            city.subdivision.is_some() && states.iter().any(|(country, _)| *country == city.country)
        })
    }

    /// The only one of these cities that fits; of several the one that the name means by default.
    fn only(&self, key: &str, named: &[usize], fits: impl Fn(&usize) -> bool) -> Option<usize> {
        let mut fitting = named.iter().filter(|index| fits(index));
        let first = *fitting.next()?;
        let default = self.tables.defaults.contains(key) && named.first() == Some(&first);
        (default || fitting.next().is_none()).then_some(first)
    }

    /// The one city of the country or state whose name is nearly this one.
    pub(super) fn misspelt(&self, name: &str, tail: &Tail<'_>) -> Option<Match> {
        let key = fold(name);
        let length = key.chars().count();
        let most = match length {
            0..=4 => return None,
            5..=8 => 1,
            _ => 2,
        };
        let country = tail.country.map(|(_, country)| country);
        if country.is_none() && tail.subdivision.is_none() {
            return None;
        }
        let fits = |index: &usize| {
            let city = &self.tables.cities[*index];
            country.is_none_or(|country| city.country == country) && self.lies_in(*index, tail)
        };
        let mut best = most + 1;
        let mut found = BTreeSet::new();
        for (other, indices) in &self.tables.city_names {
            if other.chars().next() != key.chars().next() || other.chars().count().abs_diff(length) > most {
                continue;
            }
            let distance = strsim::osa_distance(&key, other);
            if distance > best || distance > most {
                continue;
            }
            let fitting: Vec<usize> = indices.iter().copied().filter(|index| fits(index)).collect();
            if !fitting.is_empty() && distance < best {
                best = distance;
                found.clear();
            }
            found.extend(fitting);
        }
        let mut found = found.into_iter();
        let city = found.next().filter(|_| found.next().is_none())?;
        Some(Match { misspelt: true, ..Match::exact(city) })
    }
}

/// Whether one code may have been written for the other: they share a letter.
fn is_slip(written: &str, right: &str) -> bool {
    written.chars().any(|letter| right.contains(letter))
}
