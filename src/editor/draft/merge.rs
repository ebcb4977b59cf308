//! Doubles inside a part become one listing; a hybrid listing stands in both of its parts.

use super::{
    Deed, Report,
    card::Card,
    shelves::{Place, Shelves},
};
use crate::{
    editor::sameness::{Sameness, compare, own_link},
    export::markdown::Part,
    listing::{Format, Group},
    text,
};

/// Merges what is plainly the same event inside each part.
pub fn merge(shelves: &mut Shelves, report: &mut Report) {
    for shelf in shelves.shelves.values_mut() {
        let mut kept: Vec<Card> = Vec::with_capacity(shelf.cards.len());
        for card in std::mem::take(&mut shelf.cards) {
            let twin = kept.iter_mut().find(|other| {
                card.listing.format == other.listing.format
                    && matches!(compare(&card.listing, &other.listing), Some(Sameness::Same(_)))
                    && other.form.is_laid()
            });
            match twin {
                Some(twin) if card.form.is_laid() => {
                    report.note(
                        Deed::Merged,
                        card.line,
                        format!("{} (with line {})", card.name(), twin.line.unwrap_or(0)),
                    );
                    join(twin, card);
                }
                _ => kept.push(card),
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
    let better_link = own_link(&first.listing).is_none() && own_link(&second.listing).is_some();
    let other = second.entry().clone();
    if let Some(entry) = first.entry_mut() {
        if !missing.is_empty() {
            entry.groups = format!("{} + {}", entry.groups, crate::export::markdown::groups_field(&missing));
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

/// Copies a hybrid listing into the part in which it is missing, the same line.
pub fn complete_hybrids(shelves: &mut Shelves, report: &mut Report) {
    let mut copies: Vec<(Part, Card)> = Vec::new();
    for (place, shelf) in &shelves.shelves {
        let Place::Part(stands) = place else { continue };
        for card in
            shelf.cards.iter().filter(|card| card.listing.format == Format::Hybrid && card.form.is_laid())
        {
            for part in Part::of(Format::Hybrid, card.listing.region()) {
                let there =
                    shelves.shelves.get(&Place::Part(part)).into_iter().flat_map(|shelf| &shelf.cards);
                if part != *stands && !there.into_iter().any(|other| twin(card, other)) {
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

/// Whether the other part's card is this hybrid event, under whatever name.
fn twin(card: &Card, other: &Card) -> bool {
    card.entry().days == other.entry().days
        && (compare(&card.listing, &other.listing).is_some()
            || (own_link(&card.listing).is_some() && own_link(&card.listing) == own_link(&other.listing)))
}
