//! Places in text: one or several, with whatever people leave out, swap or misspell.

use super::{
    city_match::Match,
    piece::{Piece, Tail},
    resolve::no_country,
};
use crate::{
    knowledge::Gazetteer,
    model::{Country, PlaceField},
    text::fold,
};

impl Gazetteer {
    /// Reads places without words for the format: `Berlin, DE`, `Redmond, WA, US; New York, NY, US`,
    /// `Köln/Cologne, DE`, `Cologne / Germany`, `Malaysia`.
    pub fn read_places(&self, text: &str) -> PlaceField {
        self.memos.places.get_or(text, || self.read_new_places(text))
    }

    fn read_new_places(&self, text: &str) -> PlaceField {
        let mut field = PlaceField::default();
        let whole = Piece::whole(text);
        if !whole.text.contains(char::is_alphanumeric) || self.is_vague(whole.text) {
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
        // Two cities before one country (`Seattle/Bellevue, WA, USA`) say the same of it.
        field.findings.sort_by_key(|finding| (finding.span.start, finding.span.end, finding.code));
        field.findings.dedup_by(|one, other| one.code == other.code && one.span == other.span);
        field
    }

    fn is_vague(&self, text: &str) -> bool {
        self.tables.vague.contains(&fold(text))
    }

    fn is_vague_list(&self, part: Piece<'_>) -> bool {
        part.split_at_chars(&[',']).last().is_none_or(|last| {
            self.is_vague(last.text)
                || (last.joiners().iter().any(|_| true)
                    && last.split(&last.joiners()).iter().any(|piece| self.is_vague(piece.text)))
        })
    }

    /// Separates places at slashes and the like where each side has its own country or state, and
    /// leaves `Seattle/Bellevue, WA, US` together.
    fn groups<'t>(&self, whole: Piece<'t>) -> Vec<Piece<'t>> {
        let joiners = whole.joiners();
        if joiners.is_empty() || self.is_name(whole.text) {
            return vec![whole];
        }
        let pieces = whole.split(&joiners);
        let mut groups = Vec::new();
        let mut open: Vec<Piece<'t>> = Vec::new();
        for piece in pieces {
            open.push(piece);
            if self.has_tail(piece) {
                groups.extend(Piece::joined(whole, &open));
                open.clear();
            }
        }
        groups.extend(Piece::joined(whole, &open));
        groups
    }

    /// Whether a country or subdivision stands behind something else.
    fn has_tail(&self, part: Piece<'_>) -> bool {
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

    /// The parts between commas; `MN US`, `Berlin DE` and `Washington DC` come apart too.
    fn comma_parts<'t>(&self, whole: Piece<'t>) -> Vec<Piece<'t>> {
        let parts = whole.split_at_chars(&[',']);
        parts
            .iter()
            .map(|part| self.without_venue(*part))
            .flat_map(|part| match self.blank_tail(part) {
                Some((before, behind)) => vec![before, behind],
                None => vec![part],
            })
            .collect()
    }

    /// `DE` of `Berlin, DE (at the library)`.
    fn without_venue<'t>(&self, part: Piece<'t>) -> Piece<'t> {
        match part.text.split_once('(') {
            Some((before, _)) if self.country_or_subdivision(before) && !self.is_name(part.text) => {
                Piece { text: before, start: part.start }.trimmed()
            }
            _ => part,
        }
    }

    /// `MN US`, `Berlin DE`, `Washington DC`, `Berlin - Germany`, `Stuttgart (Germany)` as two parts:
    /// a city or subdivision, and behind it where it lies.
    fn blank_tail<'t>(&self, part: Piece<'t>) -> Option<(Piece<'t>, Piece<'t>)> {
        for (at, found) in part.text.rmatch_indices([' ', '(', '-']) {
            let text = part.text.get(at + found.len()..)?;
            let behind = Piece { text, start: part.start + at + found.len() }.trimmed();
            let bare = behind.text.trim_end_matches(')');
            let behind = Piece { text: bare, start: behind.start };
            let before = Piece { text: part.text.get(..at)?, start: part.start }.trimmed();
            if before.text.is_empty() || behind.text.is_empty() {
                continue;
            }
            let named = self.tables.cities_named(before.text);
            let tail = Tail { subdivision: Some(behind), ..Tail::default() };
            let lies_there = match self.country(behind.text) {
                Some(country) => {
                    named.iter().any(|index| self.tables.cities[*index].country == country)
                        || self.subdivision(country, before.text).is_some()
                }
                // A blank alone may stand inside a name.
                None => named.iter().any(|index| {
                    let told_apart = self.tables.cities[*index].subdivision.is_some();
                    (told_apart || found != " ") && self.lies_in(*index, &tail)
                }),
            };
            if lies_there {
                return Some((before, behind));
            }
        }
        None
    }

    fn read_one(&self, whole: Piece<'_>, field: &mut PlaceField) {
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
        let known = |part: &&Piece<'_>| !self.tables.cities_named(part.text).is_empty();
        let city =
            if known(&&first) { first } else { before.iter().rev().find(known).copied().unwrap_or(first) };
        let city = match Piece::joined(whole, before) {
            Some(joined) if before.len() > 1 && self.is_name(joined.text) => joined,
            _ => city,
        };
        if self.without_city(city, &tail, field) {
            return;
        }
        self.read_city(city, &tail, field);
    }

    /// Whether the part before the country is the city rather than its subdivision.
    fn is_the_city(&self, before: &[Piece<'_>], middle: Piece<'_>, country: Option<Country>) -> bool {
        let street = before.first().is_some_and(|first| first.text.contains(char::is_numeric));
        if !street && country.is_some_and(|country| self.subdivision(country, middle.text).is_some()) {
            return false;
        }
        before.first().is_some_and(|first| {
            self.tables.cities_named(first.text).is_empty() && first.joiners().is_empty()
        }) && !self.tables.cities_named(middle.text).is_empty()
    }

    /// A text without any comma.
    fn read_single(&self, part: Piece<'_>, field: &mut PlaceField) {
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
    fn read_pieces(&self, part: Piece<'_>, field: &mut PlaceField) -> bool {
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
        let city = |piece: &Piece<'_>| !self.tables.cities_named(piece.text).is_empty();
        if pieces.iter().all(city) || !pieces.iter().all(|piece| self.is_name(piece.text)) {
            return false;
        }
        for piece in pieces {
            self.read_single(piece, field);
        }
        true
    }

    /// `Malaysia, MY`, `Utah, US`, `NY US`, `TBD, MY`: a country, perhaps a subdivision, no city.
    fn without_city(&self, city: Piece<'_>, tail: &Tail<'_>, field: &mut PlaceField) -> bool {
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
        let named = !self.tables.villages.contains(&key)
            && self.tables.cities_named(city.text).iter().any(in_country);
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
    pub(super) fn read_city(&self, city: Piece<'_>, tail: &Tail<'_>, field: &mut PlaceField) {
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
}
