//! What no issue lists any more although the build before had it: an editor took it out of a published issue.
//! Its subscribers have it in their calendars, and have to be told.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::{document, published};
use crate::{
    catalogue::Catalogue,
    event::rules::{Comparer, Question, Same},
    knowledge::Knowledge,
    model::{Event, Listing, Source},
    text,
};

/// Those of the events that are gone which were taken out: the issue that last listed them is read still, and
/// they are no other event by now.
pub(super) fn kept<'p>(
    gone: &[&'p document::Event],
    catalogue: &Catalogue,
    knowledge: &Knowledge,
) -> Vec<&'p document::Event> {
    let files: BTreeSet<(&str, NaiveDate)> =
        catalogue.issues.iter().map(|issue| (&*issue.file, issue.date)).collect();
    let read = |row: &document::Listing| files.contains(&(row.file.as_str(), row.issue_date));
    let gone: Vec<_> =
        gone.iter().copied().filter(|event| event.listings.last().is_some_and(&read)).collect();
    if gone.is_empty() {
        return gone;
    }
    // A row that stands there still and is no event by now is read otherwise, not taken out.
    let no_event: BTreeSet<String> = catalogue
        .listings
        .iter()
        .zip(&catalogue.event_of)
        .filter(|(_, event)| event.is_none())
        .map(|(listing, _)| text::fold(&listing.title))
        .collect();
    let mut comparer = Comparer::new(knowledge);
    let mut of_day: BTreeMap<NaiveDate, Vec<&Event>> = BTreeMap::new();
    for event in &catalogue.events {
        of_day.entry(event.days.start()).or_default().push(event);
    }
    gone.into_iter()
        .filter(|previous| !no_event.contains(&text::fold(&previous.title)))
        .filter(|previous| {
            let Some(mine) = comparer.read(&published::event(previous, knowledge).as_listing()) else {
                return false;
            };
            let others = of_day.get(&previous.start).into_iter().flatten();
            !others.into_iter().any(|event| {
                text::fold(&event.title) == text::fold(&previous.title)
                    && event.groups.first().map(|group| &group.name)
                        == previous.groups.first().map(|group| &group.name)
                    || comparer.read(&event.as_listing()).is_some_and(|theirs| {
                        Comparer::compare(&mine, &theirs, Question::Identity).same == Same::Same
                    })
            })
        })
        .collect()
}

/// The listings of an event that was taken out, as far as the build before tells of them.
pub(super) fn listings(previous: &document::Event, event: &Event) -> Vec<Listing> {
    let row = |row: &document::Listing| Listing {
        source: Source {
            issue_date: row.issue_date,
            file: row.file.as_str().into(),
            line: row.line,
            issue: row.issue,
            draft: false,
        },
        ..event.as_listing()
    };
    previous.listings.iter().map(row).collect()
}
