//! Markdown: the events of an issue in the newsletter's house style.
//!
//! ```text
//! Rusty Events between 2025-10-29 - 2025-11-26 🦀
//!
//! ### Europe
//! * 2025-11-02 - 2025-11-04 | Florence, IT | [RustLab](https://rustlab.it)
//!     * $[**RustLab 2025**](https://rustlab.it)
//! ```
//!
//! Reading what is printed here gives the same again: the days, the format, the places, the title,
//! the groups and the links. Foreign text shows as it is.

use std::collections::BTreeMap;

use super::format::{OutputFormat, Printed, Selected};
use crate::{
    catalogue::Catalogue,
    model::{Days, Event, Region, Status},
    newsletter::{Entry, Part, headed, header},
    selection::Open,
};

/// The events of an issue in the newsletter's house style.
pub(super) const FORMAT: OutputFormat = OutputFormat {
    name: "markdown",
    about: "The events of an issue in the newsletter's house style",
    live: None,
    open: Open::Everything,
    for_issue: true,
    print: |selected| Ok(issue(selected)),
};

/// The block of an issue. What the newsletter took back, or called off, is not printed again.
fn issue(selected: &Selected<'_>) -> Printed {
    let within = selected.events.iter().copied().filter(|event| event.days.overlaps(selected.window));
    let (on, off): (Vec<&Event>, Vec<&Event>) = within.partition(|event| event.status == Status::Scheduled);
    let gone = |event: &&Event| format!("as no longer listed or cancelled: {} ({})", event.title, event.id);
    let mut left_out: Vec<String> = off.iter().map(gone).collect();
    let block = block(selected.catalogue, on, selected.window, &selected.selection.regions);
    left_out.extend(block.without_region.iter().map(|id| format!("as no heading fits it: {id}")));
    Printed { bytes: block.text.into_bytes(), left_out, events: 0 }
}

/// What [`block`] printed, and what found no place in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// From `Rusty Events between` to the line end of the last listing.
    pub text: String,
    /// Ids of events in person whose region nobody knows, which therefore stand under no heading.
    pub without_region: Vec<String>,
}

/// Prints events: those that share a day with `window`, under the headings of `regions` (all, when it
/// is empty; Virtual is printed only then, because it is no region).
pub fn block<'a>(
    catalogue: &Catalogue,
    events: impl IntoIterator<Item = &'a Event>,
    window: Days,
    regions: &[Region],
) -> Block {
    let mut parts: BTreeMap<Part, Vec<(Entry, &str)>> = BTreeMap::new();
    let mut without_region = Vec::new();
    for event in events.into_iter().filter(|event| event.days.overlaps(window)) {
        let newest = catalogue.listings_of(event).last();
        let entry = Entry::of_event(event, newest.map_or("", |listing| &listing.written.place));
        let mut places = Part::of(event.format, event.region());
        if places.is_empty() {
            let heading = newest.and_then(|listing| listing.section.as_deref());
            places.extend(heading.and_then(Part::under));
        }
        if places.is_empty() {
            without_region.push(event.id.clone());
        }
        for part in places {
            let wanted = match part {
                Part::Virtual => regions.is_empty(),
                Part::Region(region) => regions.is_empty() || regions.contains(&region),
            };
            if wanted {
                parts.entry(part).or_default().push((entry.clone(), &event.id));
            }
        }
    }
    for entries in parts.values_mut() {
        entries.sort_by(|(a, a_id), (b, b_id)| a.order(b).then_with(|| a_id.cmp(b_id)));
    }
    let parts = parts
        .into_iter()
        .map(|(part, entries)| (part, entries.iter().map(|(entry, _)| entry.lines()).collect::<String>()));
    Block { text: format!("{}\n{}", header(window), headed(parts)), without_region }
}
