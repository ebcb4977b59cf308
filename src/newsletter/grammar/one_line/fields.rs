//! The parts of `Berlin, DE - OpenTechSchool Berlin - Rust Hack and Learn`: where they are separated,
//! and which of them are places.

use crate::{
    knowledge::{Gazetteer, Knowledge},
    model::{Format, Place},
    text,
};

/// What separates two parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// ` - `, ` – `, ` — `, ` -- `.
    Dash,
    /// A dash with a blank on one side only, or an em dash with none: `IN- Rust`, `DC—Mid-month`.
    TightDash,
    /// `: `.
    Colon,
}

/// A separator in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Separator {
    pub(super) mark: Mark,
    /// The end of the part before it.
    pub(super) left: usize,
    /// The start of the part behind it.
    pub(super) right: usize,
}

impl Separator {
    /// The parts before and behind it.
    pub(super) fn split<'t>(&self, text: &'t str) -> (&'t str, &'t str) {
        let left = text.get(..self.left).unwrap_or_default();
        let right = text.get(self.right..).unwrap_or_default();
        (left.trim(), right.trim())
    }
}

/// The separators of a text outside of brackets, in order.
pub(super) fn separators(text: &str) -> Vec<Separator> {
    let mut found: Vec<Separator> = Vec::new();
    let mut depth = 0usize;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let after = text.get(at + c.len_utf8()..).unwrap_or_default();
        let blank_after = after.starts_with(char::is_whitespace);
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            '-' | '–' | '—' if depth == 0 && at > 0 && !after.is_empty() => {
                // The second of `--` belongs to the first.
                let double = c == '-' && found.last().is_some_and(|last| last.right == at);
                let joined = after.strip_prefix('-').filter(|_| c == '-');
                let (blank_after, right) = match joined {
                    Some(rest) => (rest.starts_with(char::is_whitespace), at + 2),
                    None => (blank_after, at + c.len_utf8()),
                };
                let mark = match (before.is_whitespace(), blank_after) {
                    (true, true) => Some(Mark::Dash),
                    (false, false) if c != '—' => None,
                    _ => Some(Mark::TightDash),
                };
                if let Some(mark) = mark.filter(|_| !double && before != '-') {
                    found.push(Separator { mark, left: at, right });
                }
            }
            ':' if depth == 0 && at > 0 && blank_after && before != ':' => {
                found.push(Separator { mark: Mark::Colon, left: at, right: at + 1 });
            }
            _ => {}
        }
        before = c;
    }
    found
}

/// A place and the text without it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Located {
    /// The place as written.
    pub(super) place: String,
    /// What is left of the text; empty where it was nothing but the place.
    pub(super) rest: String,
}

impl Located {
    fn new(place: &str, rest: &str) -> Self {
        Self { place: place.trim().to_owned(), rest: rest.trim().to_owned() }
    }
}

/// The place with which a text begins: `Berlin, DE - X`, `Cologne: X`, `Brno, CZ, X`, `(San Diego) X`,
/// `Online - X`, or nothing but a place.
pub(super) fn leading_place(text: &str, knowledge: &Knowledge) -> Option<Located> {
    let places = &knowledge.places;
    let text = text.trim();
    if is_known_place(text, places) {
        return Some(Located::new(text, ""));
    }
    if let Some((inside, rest)) = text.strip_prefix('(').and_then(|text| text.split_once(')'))
        && is_place(inside, places)
        && !rest.trim().is_empty()
    {
        return Some(Located::new(inside, rest));
    }
    // The first of each kind, for a title may hold more of them.
    let separators = separators(text);
    let firsts = [Mark::Dash, Mark::TightDash, Mark::Colon]
        .iter()
        .filter_map(|mark| separators.iter().find(|separator| separator.mark == *mark));
    for separator in firsts {
        let (left, right) = separator.split(text);
        if !right.is_empty() && is_place(left, places) {
            return Some(Located::new(left, right));
        }
    }
    // `Global, X`, `Brno, CZ, X`: the longest beginning, which must end in a state or country.
    let commas: Vec<usize> = text.match_indices(", ").map(|(at, _)| at).take(4).collect();
    commas.iter().enumerate().rev().find_map(|(index, at)| {
        let (left, right) = (text.get(..*at)?, text.get(at + 1..)?);
        let last = left.rsplit(", ").next().unwrap_or(left);
        let ends = if index == 0 {
            is_vague_or_online(left, places)
        } else {
            places.country(last).is_some() || is_code(last)
        };
        (ends && is_known_place(left, places)).then(|| Located::new(left, right))
    })
}

/// The place with which a text ends: `RustFest 2017 - Kyiv, Ukraine`, `Rust Meetup, Irving, TX`,
/// `Downtown Meetup (San Diego)`.
pub(super) fn trailing_place(text: &str, knowledge: &Knowledge) -> Option<Located> {
    let places = &knowledge.places;
    let text = text.trim();
    if let Some((rest, inside)) = text.strip_suffix(')').and_then(|text| text.rsplit_once('('))
        && is_place(inside, places)
        && places.read_places(inside).places.iter().any(|place| place.city.is_some())
        && !rest.trim().is_empty()
    {
        return Some(Located::new(inside, rest));
    }
    let last = separators(text).into_iter().rev().find(|separator| separator.mark == Mark::Dash);
    if let Some((left, right)) = last.map(|separator| separator.split(text))
        && !left.is_empty()
        && is_place(right, places)
    {
        return Some(Located::new(right, left));
    }
    let commas: Vec<usize> = text.match_indices(", ").map(|(at, _)| at).collect();
    commas.iter().rev().take(3).rev().find_map(|at| {
        let (left, right) = (text.get(..*at)?, text.get(at + 1..)?.trim());
        if !is_code(right) {
            return is_known_place(right, places).then(|| Located::new(right, left));
        }
        // `Lambdaconf. Boulder, CO`: a state has its city before it, and that begins a sentence.
        let from = left.rfind(['.', ':', '@', ';'])? + 1;
        let place = text.get(from..)?.trim();
        let rest = text.get(..from)?.trim_end_matches(['.', ':', '@', ';', ' ']);
        (!rest.is_empty() && is_known_place(place, places)).then(|| Located::new(place, rest))
    })
}

/// Whether the text is a place, a vague one, or `Online`.
fn is_place(text: &str, places: &Gazetteer) -> bool {
    let text = text.trim();
    !text.is_empty() && (places.is_place(without_street(text)) || is_vague_or_online(text, places))
}

/// Like [`is_place`], but no town that the tables do not know, which could be anything where no
/// separator shows that a place is meant: `Crate Polishing Workshop, Darmstadt`.
fn is_known_place(text: &str, places: &Gazetteer) -> bool {
    let known = |place: &Place| place.city.is_none() || place.known_city.is_some();
    is_place(text, places) && places.read_places(text).places.iter().all(known)
}

fn is_vague_or_online(text: &str, places: &Gazetteer) -> bool {
    // What a title says is asked here, too: the dear reading only of what could be one.
    let one_word = text.split_whitespace().count() == 1;
    let is_place = places.is_place(text);
    if !one_word && !is_place {
        return false;
    }
    let field = places.read_field(text);
    let only_format = one_word && field.format == Some(Format::Virtual);
    field.places.is_empty() && (only_format || (is_place && field.findings.is_empty()))
}

/// A place without the street before it: `200 University Ave W, Waterloo, CA`.
pub(super) fn without_street(place: &str) -> &str {
    match place.split_once(',') {
        Some((street, rest)) if street.starts_with(|c: char| c.is_ascii_digit()) => rest.trim(),
        _ => place,
    }
}

/// Whether the text names an area of many cities and nothing else.
pub(super) fn is_area(text: &str, knowledge: &Knowledge) -> bool {
    let words = text.split_whitespace().count();
    words <= 3
        && !text::fold(text).contains("rust")
        && knowledge.places.named_in(text).is_some_and(|place| place.city.is_none())
}

fn is_code(text: &str) -> bool {
    (2..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_uppercase())
}
