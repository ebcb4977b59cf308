//! Which listings are one event, and what became of it over time.

pub mod evidence;
#[cfg(test)]
mod fixture;
mod history;
mod id;
pub(crate) mod identity;
mod merge;
pub mod rules;

use crate::{
    knowledge::Knowledge,
    model::{Event, Listing},
};

pub(crate) use evidence::{notice, says_little};
pub use id::MAX_LEN as MAX_ID_LEN;
pub use identity::{Identifier, Joined, Lines};

/// What [`identify`] found.
#[derive(Debug, Clone, Default)]
pub struct Identified {
    /// Every event, by first day, then id.
    pub events: Vec<Event>,
    /// For each listing its event and why it belongs there.
    pub joined: Vec<Option<Joined>>,
}

/// Finds the events in listings that are in the order of their issues and lines.
///
/// A listing joins an event or founds one by what its own issue and older ones say: newer issues
/// change neither the ids nor which listings an event has so far. `before` tells which event stood on which
/// line when these issues were last read; without it nothing of that is known.
pub fn identify(listings: &[Listing], knowledge: &Knowledge, before: Lines) -> Identified {
    let issues = history::issues(listings);
    let mut identifier = Identifier::after(before);
    for issue in &issues {
        identifier.read_issue(issue.of(listings), knowledge);
    }
    let mut events: Vec<(usize, Event)> = identifier
        .events()
        .map(|(id, members)| history::event(id, members, listings, &issues))
        .enumerate()
        .filter_map(|(founded, event)| Some((founded, event?)))
        .collect();
    events.sort_by(|(_, a), (_, b)| (a.days, &a.id).cmp(&(b.days, &b.id)));
    let mut place = vec![0; events.len()];
    for (index, (founded, _)) in events.iter().enumerate() {
        place[*founded] = index;
    }
    let joined = identifier
        .joined()
        .iter()
        .map(|joined| joined.map(|joined| Joined { event: place[joined.event], ..joined }))
        .collect();
    Identified { events: events.into_iter().map(|(_, event)| event).collect(), joined }
}
