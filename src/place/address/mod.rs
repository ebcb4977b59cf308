//! The city of a postal address, of whatever country, by what the tables know of cities, postcodes and
//! the order in which addresses are written.
//!
//! A part of an address counts as the city only as a whole (`1018 LL Amsterdam`, never `Berliner
//! Straße`), and only where what stands beside it agrees. Otherwise the country is all that is said:
//! never is a street, a venue, a district or another city taken for the city.

mod country;

use chrono_tz::Tz;

use crate::{
    knowledge::{AddressWord, City, Gazetteer, distance_km},
    model::{Country, Format, Place},
    text::fold,
};

/// What else is known of an address.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Hints {
    /// Degrees north and east.
    pub at: Option<(f64, f64)>,
    /// The time zone of the event.
    pub zone: Option<Tz>,
}

/// What an address says.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Address {
    /// The city, or the country where the city is not known for sure.
    pub place: Option<Place>,
    /// How one takes part, where the text says so.
    pub format: Option<Format>,
    /// Whether something was written that may name a city, and none is known for sure.
    pub unsure: bool,
}

/// Within so many kilometres of a city's centre lies what is in the city.
const IN_CITY_KM: f64 = 12.0;
/// What lies further from a city than this is not in it, whatever an address says.
const NEAR_CITY_KM: f64 = 80.0;

/// What follows the name of a city that stands first in an address of East Asia, with the street behind it and no
/// blank between: `東京都渋谷区`, `台北市信義區`, `서울특별시 강남구`.
const CITY_SUFFIXES: [&str; 7] = ["特別市", "특별시", "광역시", "都", "府", "市", "시"];

/// One part of an address, between commas or line ends.
#[derive(Debug)]
struct Piece<'g> {
    /// Without postcode and subdivision.
    core: String,
    postcode: bool,
    subdivision: Option<String>,
    cities: Vec<&'g City>,
    online: bool,
}

impl Gazetteer {
    /// Reads what stands where a calendar says where an event is.
    pub fn read_address(&self, text: &str, hints: Hints) -> Address {
        let mut parts = split(text);
        // `Berlin, de`, as Meetup writes countries.
        if let [.., _, last] = parts.as_mut_slice()
            && last.len() == 2
            && last.bytes().all(|byte| byte.is_ascii_lowercase())
            && self.country_of_code(last).is_some()
        {
            last.make_ascii_uppercase();
        }
        let mut online = false;
        let mut said = None;
        let mut silent = false;
        parts.retain(|part| match self.wordless(part) {
            Some(AddressWord::Online) => {
                online = true;
                false
            }
            Some(AddressWord::Unsaid | AddressWord::Filler) => {
                silent = true;
                false
            }
            None => true,
        });
        // `Hybrid`, `In person` and the like stand alone or before the place.
        parts.retain(|part| match self.format_in(part).filter(|_| self.is_format_alone(part)) {
            Some(format) => {
                said = Some(format);
                false
            }
            None => true,
        });
        let mut out = self.read_parts(&parts, hints);
        out.format = match (said, online, parts.is_empty()) {
            (Some(format), ..) => Some(format),
            (None, true, true) => Some(Format::Virtual),
            // A street and a call: one may take part in both ways. A city alone is where the call is at
            // home.
            (None, true, false) if parts.iter().any(|part| part.chars().any(|c| c.is_ascii_digit())) => {
                Some(Format::Hybrid)
            }
            (None, true, false) => Some(Format::Virtual),
            (None, false, _) => None,
        };
        if parts.is_empty() && hints.at.is_none() {
            out.unsure = silent && !online;
        }
        out
    }

    /// What a part says that names no place.
    fn wordless(&self, part: &str) -> Option<AddressWord> {
        if let Some(word) = Self::address_word(part) {
            return Some(word);
        }
        // `Zoom Meeting 123 456`: only words of the table, and one of them says that it is online.
        let words: Vec<&str> =
            part.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|word| !word.is_empty()).collect();
        let mut online = false;
        let mut at = 0;
        while at < words.len() {
            let longest = (1..=3).rev().filter(|length| at + length <= words.len()).find_map(|length| {
                let phrase = words[at..at + length].join(" ");
                let format =
                    self.format_in(&phrase) == Some(Format::Virtual) && self.is_format_alone(&phrase);
                let word = Self::address_word(&phrase).or(format.then_some(AddressWord::Online));
                word.map(|word| (length, word))
            });
            match longest {
                Some((length, word)) => {
                    online |= word == AddressWord::Online;
                    at += length;
                }
                None if words[at].bytes().all(|byte| byte.is_ascii_digit()) => at += 1,
                None => return None,
            }
        }
        online.then_some(AddressWord::Online)
    }

    /// Whether a text is nothing but a word for a format.
    fn is_format_alone(&self, text: &str) -> bool {
        Self::is_format_word(&fold(text.trim_matches(|c: char| !c.is_alphanumeric())))
    }

    fn read_parts(&self, parts: &[String], hints: Hints) -> Address {
        let mut parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        if parts.is_empty() {
            return self.by_coordinates(None, hints);
        }
        let (country, reversed, rest) = self.take_country(&mut parts);
        let mut parts: Vec<String> = parts.into_iter().map(str::to_owned).collect();
        if let (Some(rest), Some(last)) = (rest, parts.last_mut()) {
            *last = rest;
        }
        if reversed {
            parts.reverse();
        }
        let country = country.or_else(|| self.country_by_shape(&parts));
        let pieces: Vec<Piece<'_>> = parts.iter().map(|part| self.piece(part, country, hints)).collect();
        match self.choose(&pieces, country, hints) {
            Some(city) => Address { place: Some(self.place_of(city)), ..Address::default() },
            None => self.by_coordinates(country, hints),
        }
    }

    fn piece<'g>(&'g self, part: &str, country: Option<Country>, hints: Hints) -> Piece<'g> {
        let mut words: Vec<&str> = part.split_whitespace().collect();
        let mut postcode = false;
        // At either end of a part; `110 00 Praha 1`, `London EC1A 1BB`.
        'ends: for length in [2, 1] {
            for at in [0, words.len().saturating_sub(length)] {
                let Some(run) = words.get(at..at + length) else { continue };
                let text = run.join(" ");
                let digits = text.bytes().filter(u8::is_ascii_digit).count();
                let bare = digits == text.len() && at > 0;
                if bare && country.is_some_and(|country| !self.has_postcode_behind(country)) {
                    continue;
                }
                // Without a country a short number is a house's.
                if self.is_postcode(&text, country) && (country.is_some() || digits > 3 || !text.is_ascii()) {
                    postcode = true;
                    words.drain(at..at + length);
                    break 'ends;
                }
            }
        }
        let mut subdivision = None;
        if let (Some(country), Some(last)) = (country, words.last())
            && (words.len() > 1 || postcode)
            && is_code(last)
            && let Some(code) = self.subdivision(country, last)
        {
            subdivision = Some(code.to_owned());
            words.pop();
        }
        // `Melbourne VIC 3000` gives VIC before 3000; `WA 98101` a part of its own.
        let core = words.join(" ");
        let core =
            core.trim_matches(|c: char| matches!(c, '.' | '-' | '–' | '"' | '\'' | '#')).trim().to_owned();
        let own = country.and_then(|country| self.subdivision(country, &core)).map(str::to_owned);
        let cities = self.cities_of(&core, country, hints);
        if subdivision.is_none() && (cities.is_empty() || is_code(&core)) {
            subdivision = own;
        }
        Piece { core, postcode, subdivision, cities, online: false }
    }

    /// The cities of a country that a part names as a whole, or with the number of a district behind it.
    fn cities_of(&self, core: &str, country: Option<Country>, hints: Hints) -> Vec<&City> {
        let named = |name: &str| -> Vec<&City> {
            let key = fold(name.trim());
            if key.is_empty()
                || key.bytes().all(|byte| byte.is_ascii_digit())
                || (is_code(name) && name.len() < 3)
            {
                return Vec::new();
            }
            let alone = country.is_none() && self.tables.villages.contains(&key);
            let fits = |city: &&City| !alone && country.is_none_or(|country| city.country == country);
            self.cities(name.trim()).into_iter().filter(fits).collect()
        };
        let mut found = named(core);
        if found.is_empty() {
            // `Praha 1`, `Paris 2e`, `Dublin 2`: at most two digits.
            let district = core.rsplit_once(' ').filter(|(_, last)| {
                let digits = last.bytes().take_while(u8::is_ascii_digit).count();
                let tail = last.get(digits..).unwrap_or_default().trim_end_matches('.');
                (1..=2).contains(&digits)
                    && matches!(tail, "" | "e" | "er" | "ème" | "eme" | "th" | "st" | "nd" | "rd")
            });
            found = district.map(|(name, _)| named(name)).unwrap_or_default();
        }
        if found.is_empty() && !core.is_ascii() {
            let names = CITY_SUFFIXES.iter().filter_map(|suffix| core.split_once(suffix));
            found = names.map(|(name, _)| named(name)).find(|cities| !cities.is_empty()).unwrap_or_default();
        }
        if found.is_empty() && core.contains('/') {
            found = core.split('/').rev().map(named).find(|cities| !cities.is_empty()).unwrap_or_default();
        }
        if found.is_empty() && country.is_some() {
            let bare = core.strip_suffix(" City").or_else(|| core.strip_prefix("City of "));
            found = bare.map(named).unwrap_or_default();
        }
        if let Some(at) = hints.at.filter(|_| found.len() > 1) {
            let near: Vec<&City> = found.iter().copied().filter(|city| is_near(city, at)).collect();
            if !near.is_empty() {
                found = near;
            }
        }
        if let Some(zone) = hints.zone.filter(|_| found.len() > 1) {
            let there: Vec<&City> = found.iter().copied().filter(|city| city.time_zone == zone).collect();
            if !there.is_empty() {
                found = there;
            }
        }
        found
    }

    /// The city of an address, where it is one for sure.
    fn choose<'g>(
        &'g self,
        pieces: &[Piece<'g>],
        country: Option<Country>,
        hints: Hints,
    ) -> Option<&'g City> {
        let at = (0..pieces.len()).rev().find(|at| {
            let piece = &pieces[*at];
            if piece.cities.is_empty() {
                return false;
            }
            // `Buffalo, New York`: a state's name behind a city in it is the state.
            let state = country.and_then(|country| self.subdivision(country, &piece.core));
            let before = at.checked_sub(1).map(|before| &pieces[before].cities);
            let later = pieces[at + 1..].iter().any(|piece| piece.subdivision.is_some());
            let a_state = state.is_some_and(|state| {
                before.is_some_and(|cities| {
                    cities.iter().any(|city| city.subdivision.as_deref().is_none_or(|own| own == state))
                })
            });
            !a_state || later
        });
        let Some(at) = at else {
            // `12 Sample Rd, Singapore 123456`
            return country
                .filter(|country| self.is_city_state(*country))
                .and_then(|country| self.tables.cities.iter().find(|city| city.country == country));
        };
        let state_of = |piece: &Piece<'_>| {
            let named = || Some(self.subdivision(country?, &piece.core)?.to_owned());
            piece.subdivision.clone().or_else(named)
        };
        let piece = &pieces[at];
        let behind = pieces.get(at..)?;
        let mut cities = piece.cities.clone();
        if let Some(state) = piece.subdivision.clone().or_else(|| behind.iter().skip(1).find_map(state_of)) {
            let inside: Vec<&City> =
                cities.iter().copied().filter(|city| city.subdivision.as_ref() == Some(&state)).collect();
            let undivided: Vec<&City> =
                cities.iter().copied().filter(|city| city.subdivision.is_none()).collect();
            cities = if inside.is_empty() { undivided } else { inside };
        } else if country.is_none()
            && let Some(last) = behind.get(1).map(|piece| piece.core.as_str()).filter(|core| is_code(core))
        {
            // `San Francisco, CA`: the state decides, and where it fits none, nothing does.
            let states = self.subdivision_of_any(last).unwrap_or_default();
            cities.retain(|city| {
                states
                    .iter()
                    .any(|(of, state)| *of == city.country && Some(state) == city.subdivision.as_ref())
            });
        }
        let city = match cities.as_slice() {
            [] => return None,
            [one] => *one,
            [first, ..] => {
                let meant = self.tables.defaults.contains(&fold(&piece.core))
                    && self.cities(&piece.core).first() == Some(first);
                if !meant {
                    return None;
                }
                first
            }
        };
        let confirmed = hints.at.is_some_and(|at| is_near(city, at));
        if hints.at.is_some() && !confirmed {
            return None;
        }
        let known = |piece: &Piece<'_>| {
            piece.core.is_empty()
                || state_of(piece).is_some()
                || piece.online
                || country.is_none()
                    && self
                        .subdivision_of_any(&piece.core)
                        .is_some_and(|states| states.iter().any(|(of, _)| *of == city.country))
        };
        // Behind the city stand its state and its country. What else stands there may be the city, and
        // what was read as one a venue or a district. A postcode says that it is the city.
        let plain = piece.postcode && country.is_some() || pieces[at + 1..].iter().all(known);
        // A word that is also a plain one, or a person's name, is no city by itself.
        let ordinary =
            country.is_none() && pieces.len() > 1 && self.tables.ordinary.contains(&fold(&piece.core));
        // A number that is no postcode belongs to a street.
        let street =
            pieces.len() > 1 && at == 0 && piece.core.chars().any(|c| c.is_ascii_digit()) && !piece.postcode;
        // Another part has the postcode and a name that nobody knows: that is the city.
        let elsewhere = pieces.iter().enumerate().any(|(other, part)| {
            other > at && part.postcode && part.subdivision.is_none() && !part.core.is_empty()
        });
        (confirmed || plain && !ordinary && !street && !elsewhere).then_some(city)
    }

    /// By its coordinates: the city that they lie in where no other is near, else the country.
    fn by_coordinates(&self, country: Option<Country>, hints: Hints) -> Address {
        let alone = |country| Address {
            place: Some(self.place_without_city(country, None)),
            unsure: true,
            ..Address::default()
        };
        let fallback = || country.map_or_else(|| Address { unsure: true, ..Address::default() }, alone);
        let Some(at) = hints.at else { return fallback() };
        let inside = |city: &&City| country.is_none_or(|country| city.country == country);
        let mut near: Vec<(f64, &City)> = self
            .tables
            .cities
            .iter()
            .filter(|city| (city.latitude - at.0).abs() < 1.0)
            .map(|city| (distance_km(at, (city.latitude, city.longitude)), city))
            .filter(|(km, city)| *km < NEAR_CITY_KM && inside(city))
            .collect();
        near.sort_by(|(a, one), (b, other)| a.total_cmp(b).then_with(|| one.name.cmp(&other.name)));
        match near.as_slice() {
            [] => fallback(),
            [(km, city), rest @ ..] => {
                // Twice as near as any other, or it may as well be in that one.
                let alone_there = *km < IN_CITY_KM
                    && rest.first().is_none_or(|(other, _)| *other > 2.0 * km + IN_CITY_KM / 2.0);
                if alone_there {
                    return Address { place: Some(self.place_of(city)), ..Address::default() };
                }
                alone(country.unwrap_or(city.country))
            }
        }
    }
}

/// The parts of an address, without links and empty ones.
fn split(text: &str) -> Vec<String> {
    let text = text.replace(" - ", ",").replace(" – ", ",").replace(" — ", ",");
    let marks = |c: char| {
        matches!(
            c,
            ',' | '\n' | ';' | '、' | '，' | '|' | '•' | '(' | ')' | '（' | '）' | '[' | ']' | '+' | '&'
        )
    };
    text.split(marks)
        .map(|part| {
            let words = part.split_whitespace().filter(|word| !word.contains("://") && !word.contains('@'));
            words.collect::<Vec<_>>().join(" ")
        })
        .map(|part| part.trim_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '*' | '"')).to_owned())
        .filter(|part| part.contains(char::is_alphanumeric))
        .collect()
}

/// Two or three capitals: `VIC`, `ON`.
fn is_code(text: &str) -> bool {
    (2..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

fn is_near(city: &City, at: (f64, f64)) -> bool {
    distance_km(at, (city.latitude, city.longitude)) < NEAR_CITY_KM
}

#[cfg(test)]
mod tests;
