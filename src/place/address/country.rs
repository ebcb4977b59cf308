//! The country of an address, by its name, its code, its postcodes or the state beside them.

use super::is_code;
use crate::{
    knowledge::{City, Gazetteer},
    model::Country,
    text::fold,
};

impl Gazetteer {
    /// Takes the country off: the last part or the end of it, or the first of an address that is written
    /// from the large to the small. What is left of the last part comes third.
    pub(super) fn take_country(&self, parts: &mut Vec<&str>) -> (Option<Country>, bool, Option<String>) {
        let whole = |part: &str| {
            let part = part.trim().trim_end_matches('.');
            // Two letters are a country's code only where they are no state's beside its city, and `Georgia`
            // behind `Atlanta` is the state.
            self.country(part).filter(|country| match part.chars().count() {
                0..=2 => self.is_country_code(part, parts),
                _ => !self.is_state_of_the_city(part, *country, parts),
            })
        };
        if let Some(country) = parts.last().and_then(|part| whole(part)) {
            // `Luxembourg` and `Singapore` alone are the city.
            if parts.len() > 1 || !self.names_city_of(parts[0], country) {
                parts.pop();
            }
            return (Some(country), false, None);
        }
        if parts.len() > 1
            && let Some(country) = self.country(parts[0]).filter(|_| parts[0].chars().count() > 2)
            && !self.tables.city_names.contains_key(&fold(parts[0]))
        {
            parts.remove(0);
            return (Some(country), true, None);
        }
        let Some(last) = parts.last() else { return (None, false, None) };
        let words: Vec<&str> = last.split_whitespace().collect();
        for count in (1..=4.min(words.len().saturating_sub(1))).rev() {
            let (before, name) = words.split_at(words.len() - count);
            let name = name.join(" ");
            let long = name.chars().count() > 3 || matches!(name.as_str(), "UK" | "USA" | "UAE");
            if let Some(country) =
                self.country(&name).filter(|_| long && self.subdivision_of_any(&name).is_none())
            {
                return (Some(country), false, Some(before.join(" ")));
            }
            // `Singapore 123456`: the country, and its postcode behind it.
            let digits = |word: &&str| self.is_postcode(word, None);
            if count == 1 && digits(&words[words.len() - 1]) {
                let name = before.join(" ");
                if let Some(country) = self.country(&name).filter(|country| self.is_city_state(*country)) {
                    return (Some(country), false, Some(name));
                }
                if let Some(country) = self
                    .country(&name)
                    .filter(|_| name.chars().count() > 3 && self.subdivision_of_any(&name).is_none())
                {
                    return (Some(country), false, Some(words[words.len() - 1].to_owned()));
                }
            }
        }
        (None, false, None)
    }

    /// Whether two letters at the end mean a country: the part before them names a city of it, and none
    /// in a state of that code.
    fn is_country_code(&self, code: &str, parts: &[&str]) -> bool {
        if !code.bytes().all(|byte| byte.is_ascii_uppercase()) {
            return false;
        }
        let Some(states) = self.tables.subdivision_names.get(&fold(code)) else { return true };
        let Some(country) = self.country(code) else { return false };
        let before = parts.len().checked_sub(2).and_then(|at| parts.get(at)).copied().unwrap_or_default();
        let named = self.cities(before.trim());
        let in_state = named.iter().any(|city| {
            states.iter().any(|(of, state)| *of == city.country && Some(state) == city.subdivision.as_ref())
        });
        let divided = states.iter().any(|(of, _)| self.tables.divided.contains(of));
        let in_country = named.iter().any(|city| city.country == country);
        if in_country { !in_state } else { !divided }
    }

    /// Whether a country's name is that of a state, too, and the part before it names a city there and none
    /// in the country.
    fn is_state_of_the_city(&self, name: &str, country: Country, parts: &[&str]) -> bool {
        let Some(states) = self.subdivision_of_any(name) else { return false };
        let before = parts.len().checked_sub(2).and_then(|at| parts.get(at)).copied().unwrap_or_default();
        let named = self.cities(before.trim());
        let in_state = |city: &&City| {
            states.iter().any(|(of, state)| *of == city.country && Some(state) == city.subdivision.as_ref())
        };
        named.iter().any(in_state) && named.iter().all(|city| city.country != country)
    }

    pub(super) fn names_city_of(&self, name: &str, country: Country) -> bool {
        self.cities(name).iter().any(|city| city.country == country)
    }

    pub(super) fn subdivision_of_any(&self, text: &str) -> Option<&[(Country, String)]> {
        self.tables.subdivision_names.get(&fold(text)).map(Vec::as_slice)
    }

    /// The country that a postcode's form tells, or a state with a postcode behind it.
    pub(super) fn country_by_shape(&self, parts: &[String]) -> Option<Country> {
        parts.iter().rev().find_map(|part| {
            let words: Vec<&str> = part.split_whitespace().collect();
            let runs = (0..words.len()).flat_map(|at| [(at, 2), (at, 1)]);
            runs.filter_map(|(at, length)| Some((at, words.get(at..at + length)?.join(" ")))).find_map(
                |(at, run)| {
                    if let Some(country) = self.country_of_postcode(&run) {
                        return Some(country);
                    }
                    let state = words.get(at.checked_sub(1)?).filter(|word| is_code(word))?;
                    let states = self.subdivision_of_any(state)?;
                    let mut fitting = states.iter().map(|(country, _)| *country).filter(|country| {
                        self.tables.divided.contains(country) && self.is_postcode(&run, Some(*country))
                    });
                    fitting.next().filter(|_| fitting.next().is_none())
                },
            )
        })
    }
}
