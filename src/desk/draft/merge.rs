//! Doubles inside a part become one listing; a hybrid listing stands in both of its parts.

use std::collections::BTreeMap;

use super::{
    Deed, Report,
    card::Card,
    shelves::{Place, Shelves},
};
use crate::{
    desk::sameness::{Sameness, Sign, SignReader, Signs},
    event::rules::Question,
    model::{Format, Group},
    newsletter::Part,
    text,
};

/// Merges what is plainly the same event inside each part.
pub fn merge(shelves: &mut Shelves, report: &mut Report) {
    for shelf in shelves.shelves.values_mut() {
        let mut kept: Vec<Card> = Vec::with_capacity(shelf.cards.len());
        let (mut reader, mut signs) = (SignReader::default(), Signs::default());
        for card in std::mem::take(&mut shelf.cards) {
            let Some(sign) = reader.read(&card.listing) else { continue };
            let twin = signs.find(&sign, |number, other| {
                let laid = kept.get(number)?.form.is_laid() && card.form.is_laid();
                let same = matches!(sign.compare(other, Question::Double), Some(Sameness::Same(_)));
                (laid && same && kept.get(number)?.listing.format == card.listing.format).then_some(())
            });
            match twin.and_then(|(number, ())| kept.get_mut(number)) {
                Some(twin) => {
                    let with = twin.line.map(|line| format!(" (with line {line})")).unwrap_or_default();
                    report.note(Deed::Merged, card.line, format!("{}{with}", card.name()));
                    join(twin, card);
                }
                None => {
                    signs.push(sign);
                    kept.push(card);
                }
            }
        }
        shelf.cards = kept;
    }
}

/// The first line's words stay; what only the second one says is added.
fn join(first: &mut Card, second: Card) {
    let missing: Vec<Group> = second
        .listing
        .groups
        .iter()
        .filter(|group| {
            !first.listing.groups.iter().any(|other| {
                other.url == group.url && group.url.is_some()
                    || text::fold(&other.name) == text::fold(&group.name)
            })
        })
        .cloned()
        .collect();
    let better_place = first.listing.places.is_empty() && !second.listing.places.is_empty();
    let mut reader = SignReader::default();
    let mut own = |card: &Card| reader.read(&card.listing).is_some_and(|sign| sign.has_own_link());
    let better_link = !own(first) && own(&second);
    let other = second.entry().clone();
    if let Some(entry) = first.entry_mut() {
        if !missing.is_empty() {
            entry.groups = format!("{} + {}", entry.groups, crate::newsletter::groups_field(&missing));
        }
        if better_place {
            entry.place = other.place;
        }
        if better_link {
            entry.title = other.title;
        }
    }
    first.listing.groups.extend(missing);
    if better_place {
        first.listing.places = second.listing.places;
    }
    if better_link {
        first.listing.links = second.listing.links;
    }
}

/// Copies a hybrid listing into the part in which it is missing, the same line. Nothing is copied to where a
/// listing of the same days and city stands: it may be this one under another title, and once more would be
/// a double.
pub fn complete_hybrids(shelves: &mut Shelves, report: &mut Report) {
    let mut reader = SignReader::default();
    let mut signs: BTreeMap<&Place, Signs> = BTreeMap::new();
    for (place, shelf) in &shelves.shelves {
        for sign in shelf.cards.iter().filter_map(|card| reader.read(&card.listing)) {
            signs.entry(place).or_default().push(sign);
        }
    }
    let mut copies: Vec<(Part, Card)> = Vec::new();
    for (place, shelf) in &shelves.shelves {
        let Place::Part(stands) = place else { continue };
        for card in
            shelf.cards.iter().filter(|card| card.listing.format == Format::Hybrid && card.form.is_laid())
        {
            let Some(sign) = reader.read(&card.listing) else { continue };
            for part in Part::of(Format::Hybrid, card.listing.region()) {
                let there = signs.get(&Place::Part(part));
                let twin =
                    there.and_then(|signs| signs.find(&sign, |_, other| is_twin(&sign, other).then_some(())));
                if part != *stands && twin.is_none() {
                    copies.push((part, card.clone()));
                }
            }
        }
    }
    for (part, card) in copies {
        report.note(
            Deed::Mended,
            card.line,
            format!("hybrid, so also under {}: {}", part.heading(), card.name()),
        );
        shelves.shelf(&Place::Part(part)).cards.push(card);
    }
}

/// Whether the other part's listing is this hybrid event, under whatever name, or may be it.
fn is_twin(sign: &Sign, other: &Sign) -> bool {
    sign.compare(other, Question::Twin).is_some() || sign.shares_link(other) || sign.stands_beside(other)
}
