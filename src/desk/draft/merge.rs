//! Doubles inside a part become one listing; a hybrid listing stands in both of its parts.

use std::collections::BTreeMap;

use super::{
    Deed, DraftReport,
    item::DraftItem,
    section::{DraftSection, Slot},
};
use crate::{
    desk::comparison::{ComparedRow, ComparedRows, RowComparer, Sameness},
    event::rules::Question,
    model::{Format, Group},
    newsletter::Part,
    text,
};

/// Merges what is plainly the same event inside each part.
pub fn merge(section: &mut DraftSection, report: &mut DraftReport) {
    for draft_part in section.parts.values_mut() {
        let mut kept: Vec<DraftItem> = Vec::with_capacity(draft_part.items.len());
        let (mut reader, mut signs) = (RowComparer::default(), ComparedRows::default());
        for item in std::mem::take(&mut draft_part.items) {
            let Some(sign) = reader.read(&item.listing) else { continue };
            let twin = signs.find(&sign, |number, other| {
                let laid = kept.get(number)?.form.is_laid() && item.form.is_laid();
                let same = matches!(sign.compare(other, Question::Double), Some(Sameness::Same(_)));
                (laid && same && kept.get(number)?.listing.format == item.listing.format).then_some(())
            });
            match twin.and_then(|(number, ())| kept.get_mut(number)) {
                Some(twin) => {
                    let with = twin.line.map(|line| format!(" (with line {line})")).unwrap_or_default();
                    report.note(Deed::Merged, item.line, format!("{}{with}", item.name()));
                    join(twin, item);
                }
                None => {
                    signs.push(sign);
                    kept.push(item);
                }
            }
        }
        draft_part.items = kept;
    }
}

/// The first line's words stay; what only the second one says is added.
fn join(first: &mut DraftItem, second: DraftItem) {
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
    let mut reader = RowComparer::default();
    let mut own = |item: &DraftItem| reader.read(&item.listing).is_some_and(|sign| sign.has_own_link());
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
pub fn complete_hybrids(section: &mut DraftSection, report: &mut DraftReport) {
    let mut reader = RowComparer::default();
    let mut signs: BTreeMap<&Slot, ComparedRows> = BTreeMap::new();
    for (place, draft_part) in &section.parts {
        for sign in draft_part.items.iter().filter_map(|item| reader.read(&item.listing)) {
            signs.entry(place).or_default().push(sign);
        }
    }
    let mut copies: Vec<(Part, DraftItem)> = Vec::new();
    for (place, draft_part) in &section.parts {
        let Slot::Part(stands) = place else { continue };
        for item in draft_part
            .items
            .iter()
            .filter(|item| item.listing.format == Format::Hybrid && item.form.is_laid())
        {
            let Some(sign) = reader.read(&item.listing) else { continue };
            for part in Part::of(Format::Hybrid, item.listing.region()) {
                let there = signs.get(&Slot::Part(part));
                let twin =
                    there.and_then(|signs| signs.find(&sign, |_, other| is_twin(&sign, other).then_some(())));
                if part != *stands && twin.is_none() {
                    copies.push((part, item.clone()));
                }
            }
        }
    }
    for (part, item) in copies {
        report.note(
            Deed::Mended,
            item.line,
            format!("hybrid, so also under {}: {}", part.heading(), item.name()),
        );
        section.part_at(&Slot::Part(part)).items.push(item);
    }
}

/// Whether the other part's listing is this hybrid event, under whatever name, or may be it.
fn is_twin(sign: &ComparedRow, other: &ComparedRow) -> bool {
    sign.compare(other, Question::Twin).is_some() || sign.shares_link(other) || sign.stands_beside(other)
}
