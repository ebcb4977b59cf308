//! What calendars bring, set beside what the draft has.

use std::collections::BTreeMap;

use super::{
    Deed, Options, Report,
    card::{Card, Form, parts, read_lines},
    shelves::{Place, Shelves},
};
use crate::{
    calendar::Incoming,
    desk::sameness::{Sign, Signs},
    knowledge::Knowledge,
    link::{self, LinkId, MeetupEvent},
    newsletter::{Issue, days_field},
};

/// Adds what is not there yet, and moves what a calendar has on another day.
pub fn add(
    shelves: &mut Shelves,
    incoming: &[Incoming],
    issue: &Issue,
    knowledge: &Knowledge,
    options: Options,
    report: &mut Report,
) {
    let window = options.window();
    let mut wanted = Vec::new();
    for event in incoming {
        if event.days.end() < window.start() {
            report.past += 1;
        } else if event.days.start() > window.end() {
            report.beyond += 1;
        } else {
            wanted.push(event);
        }
    }
    follow_moves(shelves, incoming, report);
    let mut signs = Signs::default();
    for sign in
        shelves.shelves.values().flat_map(|shelf| &shelf.cards).filter_map(|card| Sign::of(&card.listing))
    {
        signs.push(sign);
    }
    for event in wanted {
        let Some((card, place)) = card(event, issue, knowledge) else {
            let what = format!(
                "{}: {} ({}) has no place that says under which heading",
                days_field(event.days),
                event.title,
                event.source
            );
            report.note(Deed::NeedsHuman, None, what);
            continue;
        };
        let Some(sign) = Sign::of(&card.listing) else { continue };
        let known =
            |_, other: &Sign| (sign.compare(other).is_some() || sign.shares_link(other)).then_some(());
        if signs.find(&sign, known).is_some() {
            report.known += 1;
            continue;
        }
        report.note(Deed::Added, None, card.name());
        signs.push(sign);
        shelves.shelf(&place).cards.push(card);
    }
}

/// The card of an event and the shelf on which it belongs.
fn card(event: &Incoming, issue: &Issue, knowledge: &Knowledge) -> Option<(Card, Place)> {
    let entry = event.entry();
    let heading = crate::newsletter::Part::of(event.format, event.region()).first().copied().or(event.part)?;
    let listing = read_lines(Some(heading.heading()), &entry.lines(), issue, knowledge).into_iter().next()?;
    let part = parts(&listing, Some(heading)).last().copied()?;
    let card = Card { listing, line: None, form: Form::Laid { entry, more: Vec::new() } };
    Some((card, Place::Part(part)))
}

/// A platform's own id names one occurrence; where a calendar has it on one other day only, that day
/// is right.
fn follow_moves(shelves: &mut Shelves, incoming: &[Incoming], report: &mut Report) {
    let mut days = BTreeMap::new();
    for event in incoming {
        for id in event.links.iter().filter_map(|link| occurrence(&link.url)) {
            let known = days.entry(id).or_insert(Some(event.days));
            if *known != Some(event.days) {
                *known = None;
            }
        }
    }
    for card in shelves.shelves.values_mut().flat_map(|shelf| &mut shelf.cards) {
        let id = card.listing.url().and_then(occurrence);
        let Some(Some(now)) = id.and_then(|id| days.get(&id)).copied() else { continue };
        let name = card.name();
        let line = card.line;
        let before = card.entry().days;
        if before == now {
            continue;
        }
        if let Some(entry) = card.entry_mut() {
            entry.days = now;
            card.listing.days = Some(now);
            report.note(Deed::Moved, line, format!("to {} as its calendar says: {name}", days_field(now)));
        }
    }
}

/// A link that names one occurrence, and not the next one of a series.
fn occurrence(url: &str) -> Option<LinkId> {
    match link::identity(url) {
        id @ LinkId::Meetup { event: Some(MeetupEvent::Numbered(_)), .. } => Some(id),
        _ => None,
    }
}
