//! The city of a postal address, of whatever country, by what the tables know of cities, postcodes and
//! the order in which addresses are written.
//!
//! A part of an address counts as the city only as a whole (`1018 LL Amsterdam`, never `Berliner
//! Straße`), and only where what stands beside it agrees. Otherwise the country is all that is said:
//! never is a street, a venue, a district or another city taken for the city.

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

    /// Takes the country off: the last part or the end of it, or the first of an address that is written
    /// from the large to the small. What is left of the last part comes third.
    fn take_country(&self, parts: &mut Vec<&str>) -> (Option<Country>, bool, Option<String>) {
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

    fn names_city_of(&self, name: &str, country: Country) -> bool {
        self.cities(name).iter().any(|city| city.country == country)
    }

    fn subdivision_of_any(&self, text: &str) -> Option<&[(Country, String)]> {
        self.tables.subdivision_names.get(&fold(text)).map(Vec::as_slice)
    }

    /// The country that a postcode's form tells, or a state with a postcode behind it.
    fn country_by_shape(&self, parts: &[String]) -> Option<Country> {
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
mod tests {
    use super::{super::printed, *};

    fn read(text: &str) -> String {
        let address = Gazetteer::bundled().read_address(text, Hints::default());
        let place = address.place.as_ref().map(printed).unwrap_or_default();
        let format = address.format.map(|format| format!(" {format:?}")).unwrap_or_default();
        format!("{place}{format}{}", if address.unsure { "?" } else { "" })
    }

    #[test]
    fn the_city_of_an_address_of_any_country() {
        for (text, place) in [
            ("1 Sample Rd, London EC1A 1BB, UK", "London, UK"),
            ("De Hal, Voorbeeldplein 9, 1018 LL Amsterdam, Netherlands", "Amsterdam, NL"),
            ("R. Exemplo 5, 1200-000 Lisboa, Portugal", "Lisbon, PT"),
            ("Örnek Cd. No:5, 34433 Beyoğlu/İstanbul, Türkiye", "Istanbul, TR"),
            ("165 Sample St W, Kitchener, ON N2G 1A7, Canada", "Kitchener, ON, CA"),
            ("Level 3, 100 Sample St, Melbourne VIC 3000, Australia", "Melbourne, VIC, AU"),
            ("Příkladná 7, 110 00 Praha 1, Czechia", "Prague, CZ"),
            ("Beispielhaus\nBeispielstr. 20\n10179 Berlin\nGermany", "Berlin, DE"),
            ("Café Beispiel (Berlin)", "Berlin, DE"),
            ("Japan, 〒150-0002 Tokyo, Shibuya, 2 Chome-1-1 Sample Building", "Tokyo, JP"),
            ("100 Main St, Seattle, WA 98101, USA", "Seattle, WA, US"),
            ("100 Main St, Seattle, WA 98101", "Seattle, WA, US"),
            ("1 Sample St, Buffalo, New York, USA", "Buffalo, NY, US"),
            ("Sample Hub (carrer exemple 8, Barcelona, Spain)", "Barcelona, ES"),
            ("12 Example Ave, Singapore 123456", "Singapore, SG"),
            ("Sample Tech, Atlanta, Georgia", "Atlanta, GA, US"),
            ("Sample House, Tbilisi, Georgia", "Tbilisi, GE"),
            ("〒150-0002 東京都渋谷区見本2-24-12", "Tokyo, JP"),
            ("서울특별시 강남구 견본로 152", "Seoul, KR"),
            ("台北市信義區樣本路1號", "Taipei, TW"),
            ("12/F, Example Tower, Hong Kong", "Hong Kong, HK"),
            ("Calle Córdoba 1234, Buenos Aires, Argentina", "Buenos Aires, AR"),
            ("Córdoba 1234, C1055 Buenos Aires, Argentina", "Buenos Aires, AR"),
            ("Koramangala, Bengaluru, Karnataka 560034, India", "Bangalore, IN"),
            ("Via Esempio 3, 20121 Milano MI, Italy", "Milano, IT"),
            ("2 rue de l'Exemple, 75002 Paris 2e, France", "Paris, FR"),
            ("Examplestraat 1, 1018LL Amsterdam", "Amsterdam, NL"),
            ("Berlin", "Berlin, DE"),
            ("San Francisco, CA", "San Francisco, CA, US"),
            ("Exempelgatan 4, 111 22 Stockholm, Sweden", "Stockholm, SE"),
            ("D-10179 Berlin", "Berlin, DE"),
        ] {
            assert_eq!(read(text), place, "{text}");
        }
    }

    #[test]
    fn where_the_city_is_not_known_the_country_is_all_that_is_said() {
        for (text, place) in [
            ("Berlin, 12345 Kleinkleckersdorf, Germany", "Germany?"),
            ("Berlin, Musterweg 3, Kleinkleckersdorf, Germany", "Germany?"),
            ("Hotel Paris, Kleinkleckersdorf, Germany", "Germany?"),
            ("1 London Road, Smalltown XY1 2ZZ, UK", "United Kingdom?"),
            ("Berliner Straße 5", "?"),
            ("Córdoba 1234, Villa Ejemplo, Argentina", "Argentina?"),
            ("Sample House", "?"),
            ("TBA", "?"),
            ("Register to See Address", "?"),
            ("", ""),
        ] {
            assert_eq!(read(text), place, "{text}");
        }
    }

    #[test]
    fn words_for_a_call_are_no_place() {
        for text in [
            "Zoom Meeting",
            "Online",
            "Virtual (Meeting)",
            "Google Meet",
            "Microsoft Teams Meeting",
            "Online event",
            "Zoom: 123 456 7890",
            "https://a.example/x Online",
        ] {
            assert_eq!(read(text), " Virtual", "{text}");
        }
        assert_eq!(read("Online, Berlin, Germany"), "Berlin, DE Virtual");
        assert_eq!(read("Beispielstr. 20, 10179 Berlin, Germany + Online"), "Berlin, DE Hybrid");
        assert_eq!(read("Café Zoom, Beispielstr. 20, 10179 Berlin, Germany"), "Berlin, DE");
    }

    #[test]
    fn coordinates_decide_between_homonyms_and_against_what_is_far() {
        let known = Gazetteer::bundled();
        let at = |text: &str, at: (f64, f64)| {
            let address = known.read_address(text, Hints { at: Some(at), zone: None });
            format!(
                "{}{}",
                address.place.as_ref().map(printed).unwrap_or_default(),
                if address.unsure { "?" } else { "" }
            )
        };
        assert_eq!(at("Cambridge", (42.37, -71.11)), "Cambridge, MA, US");
        assert_eq!(at("Cambridge", (52.21, 0.12)), "Cambridge, UK");
        assert_eq!(at("Berlin", (48.14, 11.58)), "Munich, DE");
        assert_eq!(at("", (41.98, 2.82)), "Girona, ES");
        assert_eq!(at("", (0.0, -30.0)), "?");
    }
}
