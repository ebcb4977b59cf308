//! Places in running text: whether a text is a place, and which one a group's name names.

use std::ops::Range;

use super::piece::Piece;
use crate::{
    knowledge::Gazetteer,
    model::{Code, Place},
    text::fold,
};

/// A name in running text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Named {
    Area,
    City,
    Country,
    Subdivision,
}

impl Gazetteer {
    /// Whether text reads wholly as a place: every part between commas is a city, subdivision or
    /// country of the tables, or a short name in capitals stands before a known country.
    pub fn is_place(&self, text: &str) -> bool {
        self.memos.is_place.get_or(text, || self.is_new_place(text))
    }

    fn is_new_place(&self, text: &str) -> bool {
        let whole = Piece::whole(text);
        if whole.text.is_empty() {
            return false;
        }
        if self.tables.vague.contains(&fold(whole.text)) {
            return true;
        }
        whole.split_at_chars(&[';']).iter().all(|piece| self.is_one_place(*piece))
    }

    fn is_one_place(&self, piece: Piece<'_>) -> bool {
        if self.is_name(piece.text) {
            return self.is_written_as_name(piece.text) && !self.tables.villages.contains(&fold(piece.text));
        }
        let parts: Vec<Piece<'_>> = piece.split_at_chars(&[',', '/']);
        let known = |part: &Piece<'_>| {
            let mut words = part.text.rsplitn(2, ' ');
            let (last, before) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
            (self.is_name(part.text) && self.is_written_as_name(part.text))
                || (is_code(last) && self.country(last).is_some() && self.is_name(before))
                || part
                    .text
                    .strip_suffix(')')
                    .and_then(|text| text.split_once('('))
                    .is_some_and(|(before, inside)| self.is_name(before) && self.is_name(inside))
        };
        if parts.len() > 1 && parts.iter().all(known) {
            return true;
        }
        // A town that the tables do not know, before a country or state that they do.
        let Some((last, before)) =
            piece.split_at_chars(&[',']).split_last().map(|(last, before)| (*last, before.to_vec()))
        else {
            return false;
        };
        let tail =
            self.country(last.text).is_some() || self.tables.subdivision_names.contains_key(&fold(last.text));
        tail && self.is_written_as_name(last.text)
            && before.split_first().is_some_and(|(town, between)| {
                self.may_be_a_town(town.text)
                    && between.len() < 2
                    && between.iter().all(|part| self.tables.subdivision_names.contains_key(&fold(part.text)))
            })
    }

    /// `AR` and `Argentina` are names, `ar` is none.
    fn is_written_as_name(&self, text: &str) -> bool {
        text.starts_with(|c: char| c.is_uppercase() || !c.is_lowercase())
            && (text.chars().count() > 3 || !text.is_ascii() || !self.is_code_only(text) || is_code(text))
    }

    fn is_code_only(&self, text: &str) -> bool {
        let key = fold(text);
        !self.tables.main_names.contains(&key) && self.country(text).is_some()
    }

    fn may_be_a_town(&self, text: &str) -> bool {
        let words: Vec<&str> = text.split_whitespace().collect();
        let capital = |word: &&&str| word.starts_with(char::is_uppercase);
        (1..=3).contains(&words.len())
            && !text
                .contains(|c: char| c.is_numeric() || matches!(c, ':' | '!' | '?' | '#' | '+' | '@' | '.'))
            && words.first().is_some_and(|word| capital(&word))
            && words.iter().filter(capital).count() * 2 > words.len()
            && self.named_in(text).is_none()
    }

    /// The place that a name plainly names: `Rust Paris`, `Rust DC` (no city), `Mozilla Meetup
    /// Switzerland` (a country), `Bay Area Rust` (an area: no city). The first city in the text, or the
    /// first country or area where no city of it follows; the longest name of those that begin at one
    /// word. Names that are ordinary words too, and codes, do not count.
    pub fn named_in(&self, text: &str) -> Option<Place> {
        self.memos.named.get_or(text, || self.named_in_new(text))
    }

    fn named_in_new(&self, text: &str) -> Option<Place> {
        let mut wide: Option<Place> = None;
        for (name, named) in self.names_in(text) {
            let Some(place) = self.with_tail(text, name, named) else { continue };
            match &wide {
                // `Rhein-Main: Table of Regulars Darmstadt`: a city within what was named first.
                Some(area) => {
                    let within = place.country == area.country
                        && (area.subdivision.is_none() || place.subdivision == area.subdivision);
                    if place.city.is_some() && within {
                        return Some(place);
                    }
                }
                None if place.city.is_some() => return Some(place),
                None => wide = Some(place),
            }
        }
        wide
    }

    /// The names of places in a text, from left to right, each the longest that begins there.
    fn names_in(&self, text: &str) -> Vec<(Range<usize>, Named)> {
        let words = name_words(text);
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(first) = words.get(at) {
            let longest = (1..=self.tables.longest_name).rev().find_map(|count| {
                let span = first.start..words.get(at + count - 1)?.end;
                Some((count, span.clone(), self.plainly_named(text.get(span)?)?))
            });
            match longest {
                Some((count, span, named)) => {
                    found.push((span, named));
                    at += count;
                }
                None => at += 1,
            }
        }
        found
    }

    /// What a name is in running text.
    fn plainly_named(&self, name: &str) -> Option<Named> {
        let key = fold(name);
        let tables = &self.tables;
        if tables.ordinary.contains(&key)
            || tables.villages.contains(&key)
            || !name.starts_with(|c: char| !c.is_lowercase())
        {
            return None;
        }
        let capitals = !name.chars().any(char::is_lowercase);
        if let Some(written) = tables.abbreviations.get(&key)
            && written != name
            && !tables.main_names.contains(&key)
        {
            return None;
        }
        if tables.areas.contains_key(&key) {
            return Some(Named::Area);
        }
        if tables.city_names.contains_key(&key) {
            return Some(Named::City);
        }
        let short = name.chars().filter(|c| c.is_alphanumeric()).count() <= 3;
        if tables.country_names.contains_key(&key) && (!short || !capitals && key.len() > 3) {
            return Some(Named::Country);
        }
        let full = tables.subdivision_names.get(&key).map(Vec::as_slice);
        matches!(full, Some([_])).then_some(()).filter(|()| !short && !capitals).map(|()| Named::Subdivision)
    }

    /// The place of a name, with the state and country that may stand behind it.
    fn with_tail(&self, text: &str, span: Range<usize>, named: Named) -> Option<Place> {
        let name = text.get(span.clone())?;
        let key = fold(name);
        match named {
            Named::Area => {
                let area = self.tables.areas.get(&key)?;
                Some(self.place_without_city(area.country, area.subdivision.clone()))
            }
            Named::Country => Some(self.place_without_city(self.country(name)?, None)),
            Named::Subdivision => {
                let (country, code) = self.tables.subdivision_names.get(&key)?.first()?;
                Some(self.place_without_city(*country, Some(code.clone())))
            }
            Named::City => {
                let behind = self.tail_length(text.get(span.end..).unwrap_or_default());
                let with_tail = text.get(span.start..span.end + behind).filter(|_| behind > 0);
                let read = with_tail.map(|whole| self.read_places(whole)).filter(|field| {
                    // `Rust Bangalore IO`: what stands behind is no country of the city's.
                    !field
                        .findings
                        .iter()
                        .any(|finding| matches!(finding.code, Code::UnknownCity | Code::CityContradicted))
                });
                let field = read.unwrap_or_else(|| self.read_places(name));
                let mut place = field.places.into_iter().next()?;
                if self.tables.abbreviations.contains_key(&key) && place.known_city.is_some() {
                    place.city.clone_from(&place.known_city);
                }
                Some(place)
            }
        }
    }

    /// How much of what stands behind a city is its state and country: `, NC`, ` / Germany`, ` Italy`.
    fn tail_length(&self, text: &str) -> usize {
        let mut length = 0;
        for _ in 0..2 {
            let rest = text.get(length..).unwrap_or_default();
            let name = rest.trim_start_matches([',', ' ', '/', '(']);
            let word = name_words(name).into_iter().next().and_then(|word| {
                let whole = name.get(..word.end)?;
                (word.start == 0).then_some(whole)
            });
            let Some(word) = word else { break };
            let place = (is_code(word) || word.len() > 3)
                && (self.country(word).is_some() || self.tables.subdivision_names.contains_key(&fold(word)));
            if !place || rest.len() == name.len() {
                break;
            }
            length += rest.len() - name.len() + word.len();
        }
        length
    }
}

fn is_code(text: &str) -> bool {
    text.len() >= 2 && text.chars().all(|c| c.is_ascii_uppercase() || c == '.')
}

/// Words as names are made of them; joined words come apart where capitals say so (`RustBerlin`,
/// `PDXRust`).
fn name_words(text: &str) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    let mut before: Option<char> = None;
    let mut letters = text.char_indices().peekable();
    while let Some((at, c)) = letters.next() {
        let inside = c.is_alphanumeric() || matches!(c, '\'' | '’' | '-');
        if inside {
            let small_behind = letters.peek().is_some_and(|(_, next)| next.is_lowercase());
            let apart = c.is_uppercase()
                && before
                    .is_some_and(|before| before.is_lowercase() || (before.is_uppercase() && small_behind));
            match words.last_mut() {
                Some(word) if word.end == at && !apart => word.end = at + c.len_utf8(),
                _ => words.push(at..at + c.len_utf8()),
            }
        }
        before = Some(c).filter(|_| inside);
    }
    words
}
