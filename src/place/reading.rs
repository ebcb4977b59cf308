//! Places in text: one or several, with whatever people leave out, swap or misspell.

use super::{Country, Field, Finding, Gazetteer, Place, part::Part};
use crate::{problem::Code, text::fold};

/// What stands behind a city: `WA, US` of `Seattle, WA, US`.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tail<'t> {
    subdivision: Option<Part<'t>>,
    country: Option<(Part<'t>, Country)>,
    /// A last part that is neither.
    unknown: Option<Part<'t>>,
}

/// The one city that a name means in a place, and what had to be overlooked for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Match {
    city: usize,
    /// The subdivision beside it is another one.
    wrong_subdivision: bool,
    /// The country beside it is another one.
    wrong_country: bool,
    /// The name is not quite one of the city's.
    misspelt: bool,
}

impl Match {
    fn exact(city: usize) -> Self {
        Self { city, wrong_subdivision: false, wrong_country: false, misspelt: false }
    }
}

impl Gazetteer {
    /// Reads places without words for the format: `Berlin, DE`, `Redmond, WA, US; New York, NY, US`,
    /// `Köln/Cologne, DE`, `Cologne / Germany`, `Malaysia`.
    pub fn read_places(&self, text: &str) -> Field {
        let mut field = Field::default();
        let whole = Part::whole(text);
        if whole.text.is_empty() || self.is_vague(whole.text) {
            return field;
        }
        let mut vague = false;
        for piece in whole.split_at_chars(&[';', '|']) {
            for group in self.groups(piece) {
                if self.is_vague_list(group) {
                    vague = true;
                } else {
                    self.read_one(group, &mut field);
                }
            }
        }
        if vague {
            // `Europe / Israel` says how wide it is meant, not where it is.
            field.places.retain(|place| place.city.is_some());
        }
        field
    }

    fn is_vague(&self, text: &str) -> bool {
        self.tables.vague.contains(&fold(text))
    }

    fn is_vague_list(&self, part: Part<'_>) -> bool {
        part.split_at_chars(&[',']).last().is_none_or(|last| {
            self.is_vague(last.text)
                || (last.joiners().iter().any(|_| true)
                    && last.split(&last.joiners()).iter().any(|piece| self.is_vague(piece.text)))
        })
    }

    /// Separates places at slashes and the like where each side has its own country or state, and
    /// leaves `Seattle/Bellevue, WA, US` together.
    fn groups<'t>(&self, whole: Part<'t>) -> Vec<Part<'t>> {
        let joiners = whole.joiners();
        if joiners.is_empty() || self.is_name(whole.text) {
            return vec![whole];
        }
        let pieces = whole.split(&joiners);
        let mut groups = Vec::new();
        let mut open: Vec<Part<'t>> = Vec::new();
        for piece in pieces {
            open.push(piece);
            if self.has_tail(piece) {
                groups.extend(Part::joined(whole, &open));
                open.clear();
            }
        }
        groups.extend(Part::joined(whole, &open));
        groups
    }

    /// Whether a country or subdivision stands behind something else.
    fn has_tail(&self, part: Part<'_>) -> bool {
        let parts = self.comma_parts(part);
        parts.len() > 1
            && parts.last().is_some_and(|last| self.country_or_subdivision(last.text))
            && parts
                .first()
                .is_some_and(|first| !self.tables.cities_named(first.text).is_empty() || parts.len() > 2)
    }

    fn country_or_subdivision(&self, text: &str) -> bool {
        self.country(text).is_some() || self.tables.subdivision_names.contains_key(&fold(text))
    }

    /// Whether the text as a whole is a name of the tables.
    pub(super) fn is_name(&self, text: &str) -> bool {
        let key = fold(text);
        let tables = &self.tables;
        tables.city_names.contains_key(&key)
            || tables.country_names.contains_key(&key)
            || tables.subdivision_names.contains_key(&key)
            || tables.areas.contains_key(&key)
    }

    /// The parts between commas; `MN US` and `Minneapolis US` without the comma too.
    fn comma_parts<'t>(&self, whole: Part<'t>) -> Vec<Part<'t>> {
        let mut parts = whole.split_at_chars(&[',']);
        if let Some(last) = parts.last().copied()
            && !self.is_name(last.text)
            && let Some((before, behind)) = self.blank_tail(last)
        {
            parts.pop();
            parts.extend([before, behind]);
        }
        parts
    }

    /// `MN US`, `Berlin DE`, `Berlin - Germany`, `Stuttgart (Germany)` as two parts.
    fn blank_tail<'t>(&self, part: Part<'t>) -> Option<(Part<'t>, Part<'t>)> {
        for (at, found) in part.text.rmatch_indices([' ', '(', '-']) {
            let text = part.text.get(at + found.len()..)?;
            let behind = Part { text, start: part.start + at + found.len() }.trimmed();
            let bare = behind.text.trim_end_matches(')');
            let behind = Part { text: bare, start: behind.start };
            let before = Part { text: part.text.get(..at)?, start: part.start }.trimmed();
            let Some(country) = self.country(behind.text).filter(|_| !before.text.is_empty()) else {
                continue;
            };
            let named = self.tables.cities_named(before.text);
            if named.iter().any(|index| self.tables.cities[*index].country == country)
                || self.subdivision(country, before.text).is_some()
            {
                return Some((before, behind));
            }
        }
        None
    }

    fn read_one(&self, whole: Part<'_>, field: &mut Field) {
        let parts = self.comma_parts(whole);
        let (Some(first), Some(last)) = (parts.first().copied(), parts.last().copied()) else { return };
        if parts.len() == 1 {
            return self.read_single(first, field);
        }
        let mut tail = Tail::default();
        let mut before = &parts[..parts.len() - 1];
        if let Some(country) = self.country(last.text) {
            tail.country = Some((last, country));
            if let [_, .., middle] = before
                && !self.is_the_city(before, *middle, Some(country))
            {
                tail.subdivision = Some(*middle);
                before = &before[..before.len() - 1];
            }
        } else if self.tables.subdivision_names.contains_key(&fold(last.text)) {
            tail.subdivision = Some(last);
        } else {
            tail.unknown = Some(last);
        }
        // `200 University Ave W, Waterloo, CN`: of several parts the one that is a city.
        let known = |part: &&Part<'_>| !self.tables.cities_named(part.text).is_empty();
        let city =
            if known(&&first) { first } else { before.iter().rev().find(known).copied().unwrap_or(first) };
        let city = match Part::joined(whole, before) {
            Some(joined) if before.len() > 1 && self.is_name(joined.text) => joined,
            _ => city,
        };
        if self.without_city(city, &tail, field) {
            return;
        }
        self.read_city(city, &tail, field);
    }

    /// Whether the part before the country is the city rather than its subdivision.
    fn is_the_city(&self, before: &[Part<'_>], middle: Part<'_>, country: Option<Country>) -> bool {
        if country.is_some_and(|country| self.subdivision(country, middle.text).is_some()) {
            return false;
        }
        before.first().is_some_and(|first| {
            self.tables.cities_named(first.text).is_empty() && first.joiners().is_empty()
        }) && !self.tables.cities_named(middle.text).is_empty()
    }

    /// A text without any comma.
    fn read_single(&self, part: Part<'_>, field: &mut Field) {
        let key = fold(part.text);
        let tables = &self.tables;
        if let Some(area) = tables.areas.get(&key).filter(|_| !tables.main_names.contains(&key)) {
            field.places.push(self.place_without_city(area.country, area.subdivision.clone()));
        } else if tables.main_names.contains(&key) {
            self.read_city(part, &Tail::default(), field);
        } else if let Some(country) = self.country(part.text).filter(|country| {
            // `LA` is a city before it is a code.
            !(fold(country.code()) == key && tables.city_names.contains_key(&key))
        }) {
            field.places.push(self.place_without_city(country, None));
        } else if tables.city_names.contains_key(&key) {
            self.read_city(part, &Tail::default(), field);
        } else if let Some([(country, code)]) = tables.subdivision_names.get(&key).map(Vec::as_slice) {
            field.places.push(self.place_without_city(*country, Some(code.clone())));
            let printed = self.printed_country(*country);
            field.findings.push(no_country(part, Some(printed), true));
        } else if !self.read_pieces(part, field) {
            self.read_city(part, &Tail::default(), field);
        }
    }

    /// `Cologne / Germany`, `Germany/Cologne`, `Seattle/Portland`.
    fn read_pieces(&self, part: Part<'_>, field: &mut Field) -> bool {
        let pieces = part.split(&part.joiners());
        let [one, other, ..] = pieces.as_slice() else { return false };
        for (city, behind) in [(one, other), (other, one)] {
            let named = self.tables.cities_named(city.text);
            if let Some(country) = self.country(behind.text)
                && named.iter().any(|index| self.tables.cities[*index].country == country)
            {
                let tail = Tail { country: Some((*behind, country)), ..Tail::default() };
                self.read_city(*city, &tail, field);
                return true;
            }
        }
        let city = |piece: &Part<'_>| !self.tables.cities_named(piece.text).is_empty();
        if pieces.iter().all(city) || !pieces.iter().all(|piece| self.is_name(piece.text)) {
            return false;
        }
        for piece in pieces {
            self.read_single(piece, field);
        }
        true
    }

    /// `Malaysia, MY`, `Utah, US`, `NY US`, `TBD, MY`: a country, perhaps a subdivision, no city.
    fn without_city(&self, city: Part<'_>, tail: &Tail<'_>, field: &mut Field) -> bool {
        let Some((written, country)) = tail.country else {
            return false;
        };
        let key = fold(city.text);
        let vague = self.is_vague(city.text) || self.tables.areas.contains_key(&key);
        if tail.subdivision.is_some() && !vague {
            return false;
        }
        let main = self.tables.main_names.contains(&key);
        let in_country = |index: &usize| self.tables.cities[*index].country == country;
        let named = self.tables.cities_named(city.text).iter().any(in_country);
        let code = self.subdivision(country, city.text);
        let subdivision = match (code, tail.subdivision) {
            (Some(code), _) if !named || (!main && fold(code) == key) => Some(code.to_owned()),
            (_, Some(part)) if vague => {
                Some(self.subdivision(country, part.text).unwrap_or(part.text).to_owned())
            }
            _ => None,
        };
        let is_country = !named && self.country(city.text) == Some(country);
        let area = self.tables.areas.get(&key).filter(|area| !named && area.country == country);
        if subdivision.is_none() && !is_country && !vague {
            return false;
        }
        let subdivision = subdivision.or_else(|| area.and_then(|area| area.subdivision.clone()));
        field.places.push(self.place_without_city(country, subdivision));
        field.findings.extend(self.country_style(written, country));
        true
    }

    /// The city or the cities of one text (`Seattle/Bellevue`), with what stands behind it.
    pub(super) fn read_city(&self, city: Part<'_>, tail: &Tail<'_>, field: &mut Field) {
        if let Some(found) = self.find_city(city.text, tail) {
            return self.push_city(city, tail, found, field);
        }
        let pieces = city.split(&city.joiners());
        let found: Vec<Option<Match>> = pieces.iter().map(|piece| self.find_city(piece.text, tail)).collect();
        let known: Vec<Match> = found.iter().flatten().copied().collect();
        if let Some(first) = known.first().filter(|_| pieces.len() > 1) {
            let one_city = known.iter().all(|found| found.city == first.city);
            if one_city || known.len() < pieces.len() {
                // Two spellings of one city, or a city and a name that no table knows.
                return self.push_city(city, tail, *first, field);
            }
            for (piece, found) in pieces.iter().zip(found) {
                if let Some(found) = found {
                    self.push_city(*piece, tail, found, field);
                }
            }
            return;
        }
        if let Some(found) = self.bracketed(city, tail) {
            return self.push_city(city, tail, found, field);
        }
        if let Some(found) = self.misspelt(city.text, tail) {
            return self.push_city(city, tail, found, field);
        }
        self.push_unknown(city, tail, field);
    }

    /// `Hawthorne (Los Angeles)`: the city before the bracket, else the one in it.
    fn bracketed(&self, city: Part<'_>, tail: &Tail<'_>) -> Option<Match> {
        let (before, inside) = city.text.split_once('(')?;
        let inside = inside.split(')').next().unwrap_or_default();
        [before, inside].iter().find_map(|name| self.find_city(name.trim(), tail))
    }

    /// The city that a name means beside this tail.
    fn find_city(&self, name: &str, tail: &Tail<'_>) -> Option<Match> {
        let key = fold(name);
        let named = self.tables.cities_named(&key);
        if named.is_empty() {
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
    fn lies_in(&self, city: usize, tail: &Tail<'_>) -> bool {
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
    fn misspelt(&self, name: &str, tail: &Tail<'_>) -> Option<Match> {
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
        let mut found = std::collections::BTreeSet::new();
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

    /// A city of the table, with what there is to say about how it was written.
    fn push_city(&self, written: Part<'_>, tail: &Tail<'_>, found: Match, field: &mut Field) {
        let city = &self.tables.cities[found.city];
        let name = &city.name;
        let mut place = self.place_of(city);
        if found.misspelt {
            field.findings.push(
                Finding::new(
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
            field.findings.push(Finding::new(Code::CityContradicted, part, message).replaced(
                format!("write `{printed}`"),
                part,
                printed,
            ));
        }
        let divided = self.tables.divided.contains(&country);
        match (tail.subdivision, &city.subdivision) {
            (Some(part), Some(code)) if found.wrong_subdivision => {
                let right = self.subdivision_name(country, code).unwrap_or(code);
                let message = format!("{} lies in {right}, not in `{}`", written.text, part.text);
                field.findings.push(Finding::new(Code::CityContradicted, part, message).replaced(
                    format!("write `{code}`"),
                    part,
                    code,
                ));
            }
            (Some(part), None) if !divided && self.may_be_subdivision(country, part.text) => {
                place.subdivision = Some(part.text.to_owned());
            }
            (Some(part), None) => {
                field.findings.push(Finding::new(
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

    /// What there is to say about the country and subdivision that stand, or don't, behind a city.
    fn push_country_findings(&self, written: Part<'_>, tail: &Tail<'_>, found: Match, field: &mut Field) {
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
                    field.findings.push(Finding::new(Code::CityContradicted, part, message).replaced(
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
                    let sure = self.is_only_one(written.text, city.country);
                    let message = format!("`{}` stands without `{code}` ({name})", written.text);
                    let mut finding = Finding::new(Code::NoSubdivision, written, message);
                    finding.span = written.end()..written.end();
                    field.findings.push(finding.inserted(format!("add `{code}`"), format!(", {code}"), sure));
                }
            }
            (None, None) => {
                if let Some(part) = tail.unknown {
                    let right = self.behind(city, printed);
                    field.findings.push(
                        Finding::new(
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
    fn behind(&self, city: &super::City, printed: &str) -> String {
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
    fn push_unknown(&self, written: Part<'_>, tail: &Tail<'_>, field: &mut Field) {
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
            Finding::new(code, written, message)
                .with_help("add it with --places FILE, or to data/cities.tsv"),
        );
        match (tail.country, tail.subdivision, tail.unknown) {
            (Some((part, country)), ..) => field.findings.extend(self.country_style(part, country)),
            (None, Some(part), _) => {
                let printed = country.map(|country| self.printed_country(country));
                field.findings.push(no_country(part, printed, true));
            }
            (None, None, Some(part)) => field.findings.push(Finding::new(
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

    fn country_style(&self, written: Part<'_>, country: Country) -> Option<Finding> {
        let printed = self.printed_country(country);
        (written.text != printed).then(|| {
            let message = format!("the house style writes `{printed}` for `{}`", written.text);
            let mut finding = Finding::new(Code::CountryStyle, written, message).replaced(
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

fn no_country(behind: Part<'_>, missing: Option<&str>, safe: bool) -> Finding {
    let mut finding = Finding::new(Code::NoCountry, behind, format!("`{}` has no country", behind.text));
    match missing {
        Some(missing) => {
            finding.span = behind.end()..behind.end();
            finding.inserted(format!("add `{missing}`"), format!(", {missing}"), safe)
        }
        None => finding.with_help("add the country's code"),
    }
}

/// Whether one code may have been written for the other: they share a letter.
fn is_slip(written: &str, right: &str) -> bool {
    written.chars().any(|letter| right.contains(letter))
}
