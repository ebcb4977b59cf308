//! What calendars bring, set beside what the draft has: new events are added, those that moved are
//! moved, those that are cancelled are dropped and named. Where two days stand against each other and
//! nothing says which holds, someone has to decide.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Deed, DraftReport, Options,
    item::{DraftItem, Form, parts, read_lines},
    section::{DraftSection, Slot},
};
use crate::{
    calendar::{Incoming, State},
    desk::check::titles::says_nothing,
    desk::comparison::{ComparedRow, ComparedRows, RowComparer, Sameness},
    desk::past::Past,
    event::rules::Question,
    knowledge::Knowledge,
    link::{self, LinkId, MeetupEvent},
    model::{Days, Format},
    newsletter::{Issue, days_field},
    place,
};

/// Adds what is not there yet, moves what a calendar has on another day, and drops what is cancelled.
pub fn add(
    section: &mut DraftSection,
    incoming: &[Incoming],
    issue: &Issue,
    knowledge: &Knowledge,
    options: &Options,
    report: &mut DraftReport,
) {
    let window = options.window();
    let pages = Pages::of(incoming);
    // What a calendar has under a page that is listed is no news, whatever else is different.
    let mut settled = vec![false; incoming.len()];
    follow(section, &pages, &mut settled, report);
    let mut wanted = Vec::new();
    for (index, event) in incoming.iter().enumerate() {
        if settled[index] {
            continue;
        }
        if event.days.end() < window.start() {
            report.past += 1;
        } else if event.days.start() > window.end() {
            report.beyond += 1;
        } else {
            wanted.push(event);
        }
    }
    let (mut reader, mut signs) = (RowComparer::default(), ComparedRows::default());
    let mut items = Vec::new();
    for item in section.parts.values().flat_map(|draft_part| &draft_part.items) {
        if let Some(sign) = reader.read(&item.listing) {
            signs.push(sign);
            items.push(item.clone());
        }
    }
    for event in wanted {
        let history = options.past.as_deref();
        let known = history.and_then(|past| hybrid_as_ever(event, past).or_else(|| at_home(event, past)));
        let event = known.as_ref().unwrap_or(event);
        let Some((item, place)) = item(event, issue, knowledge) else {
            match event.state {
                State::Scheduled => report.note(Deed::NeedsHuman, None, unplaced(event)),
                State::Cancelled | State::Postponed => report.off += 1,
            }
            continue;
        };
        let Some(sign) = reader.read(&item.listing) else { continue };
        let same = |_, other: &ComparedRow| match sign.compare(other, Question::Incoming) {
            Some(Sameness::Same(_)) => Some(true),
            Some(Sameness::Likely(_)) => Some(false),
            None => sign.shares_link(other).then_some(false),
        };
        match (signs.find(&sign, same), event.state) {
            (Some((number, sure)), State::Cancelled) => match items.get(number) {
                // Two calendars against each other are for someone to decide.
                Some(listed) if sure && listed.line.is_some() => cancel(section, listed, event, report),
                Some(listed) => report.note(
                    Deed::NeedsHuman,
                    listed.line,
                    format!(
                        "{} is cancelled, its calendar says ({}); it may be {}",
                        event.title,
                        event.source,
                        listed.name()
                    ),
                ),
                None => report.off += 1,
            },
            (Some((number, _)), State::Postponed) => {
                let line = items.get(number).and_then(|item| item.line);
                report.note(
                    Deed::NeedsHuman,
                    line,
                    format!("postponed, its calendar says ({}): {}", event.source, item.name()),
                );
            }
            (None, State::Cancelled | State::Postponed) => report.off += 1,
            (Some((number, _)), State::Scheduled) => {
                report.known += 1;
                if let Some(listed) = items.get(number) {
                    differences(listed, event, report);
                }
            }
            (None, State::Scheduled) => {
                report.note(Deed::Added, None, item.name());
                for question in &event.questions {
                    report.note(
                        Deed::NeedsHuman,
                        None,
                        format!("{}: {question} ({})", item.name(), event.source),
                    );
                }
                for note in &event.notes {
                    report.note_of_event(note, item.name());
                }
                signs.push(sign);
                items.push(item.clone());
                section.part_at(&place).items.push(item);
            }
        }
    }
}

/// An event that its platform calls online, of a group that has always met in both ways: Meetup knows one way
/// for each event only.
fn hybrid_as_ever(event: &Incoming, past: &Past) -> Option<Incoming> {
    let group = event.groups.iter().find(|group| past.usual_format(group) == Some(Format::Hybrid))?;
    if event.format != Format::Virtual {
        return None;
    }
    let home = past.home(group).cloned().or_else(|| event.places.first().cloned())?;
    let mut hybrid = Incoming { format: Format::Hybrid, places: vec![home], ..event.clone() };
    hybrid
        .notes
        .push("its calendar calls it online; hybrid, as its group has always met, was written".to_owned());
    Some(hybrid)
}

/// An event whose calendar gives no place at all, as Meetup prints it for strangers: it is where its group has
/// always met.
fn at_home(event: &Incoming, past: &Past) -> Option<Incoming> {
    let silent = event.places.is_empty() && event.written_place.trim().is_empty();
    if !silent || event.format == Format::Virtual {
        return None;
    }
    let home = event.groups.iter().find_map(|group| past.home(group))?;
    let mut placed = Incoming { places: vec![home.clone()], ..event.clone() };
    // The only question was where.
    placed.questions.retain(|question| !question.starts_with("its calendar says nothing of where it is"));
    placed.notes.push(format!(
        "its calendar gives no place; {}, where its group has always met, was taken",
        place::printed(home)
    ));
    Some(placed)
}

/// Why an event cannot be put anywhere.
fn unplaced(event: &Incoming) -> String {
    let reasons = if event.questions.is_empty() {
        "it has no place that says under which heading".to_owned()
    } else {
        event.questions.join("; ")
    };
    format!("{}: {} was not added: {reasons} ({})", days_field(event.days), event.title, event.source)
}

/// The item of an event and where it belongs.
fn item(event: &Incoming, issue: &Issue, knowledge: &Knowledge) -> Option<(DraftItem, Slot)> {
    let entry = event.entry();
    let heading = crate::newsletter::Part::of(event.format, event.region()).first().copied().or(event.part)?;
    let listing = read_lines(Some(heading.heading()), &entry.lines(), issue, knowledge).into_iter().next()?;
    let part = parts(&listing, Some(heading)).last().copied()?;
    let item = DraftItem { listing, line: None, form: Form::Laid { entry, more: Vec::new() } };
    Some((item, Slot::Part(part)))
}

/// What the calendars have under each page.
struct Pages<'a> {
    events: BTreeMap<LinkId, Vec<(usize, &'a Incoming)>>,
}

impl<'a> Pages<'a> {
    fn of(incoming: &'a [Incoming]) -> Self {
        let mut events: BTreeMap<LinkId, Vec<(usize, &Incoming)>> = BTreeMap::new();
        for (index, event) in incoming.iter().enumerate() {
            let groups: BTreeSet<LinkId> =
                event.groups.iter().filter_map(|group| Some(link::identity(group.url.as_deref()?))).collect();
            // A group's page is no event's.
            let own = event.links.first().map(|link| link::identity(&link.url));
            if let Some(id) = own.filter(|id| !groups.contains(id)) {
                events.entry(id).or_default().push((index, event));
            }
        }
        Self { events }
    }
}

/// Whether a page is that of one occurrence, and not of the next one of a series too.
fn is_occurrence(id: &LinkId) -> bool {
    matches!(id, LinkId::Meetup { event: Some(MeetupEvent::Numbered(_)), .. } | LinkId::Page { .. })
}

/// Follows what calendars say of the very pages that are listed.
fn follow(section: &mut DraftSection, pages: &Pages<'_>, settled: &mut [bool], report: &mut DraftReport) {
    let mut listed: BTreeMap<LinkId, BTreeSet<Days>> = BTreeMap::new();
    for item in section.parts.values().flat_map(|draft_part| &draft_part.items) {
        if let (Some(url), Some(days)) = (item.listing.url(), item.listing.days) {
            listed.entry(link::identity(url)).or_default().insert(days);
        }
    }
    let mut dropped: Vec<(DraftItem, &Incoming)> = Vec::new();
    let mut asked: BTreeSet<usize> = BTreeSet::new();
    for item in section.parts.values_mut().flat_map(|draft_part| &mut draft_part.items) {
        let Some(url) = item.listing.url() else { continue };
        let id = link::identity(url);
        let Some(found) = pages.events.get(&id) else { continue };
        let before = item.entry().days;
        // The same day first: then nothing moved.
        if let Some((index, event)) = found.iter().find(|(_, event)| event.days == before) {
            if event.state == State::Cancelled {
                settled[*index] = true;
                dropped.push((item.clone(), event));
            } else if event.state == State::Scheduled && is_occurrence(&id) && !settled[*index] {
                // Listed as it is: where it takes place need not be known again.
                settled[*index] = true;
                report.known += 1;
                differences(item, event, report);
            }
            continue;
        }
        let one_listed = listed.get(&id).is_some_and(|days| days.len() == 1);
        let moved_from = found.iter().find(|(_, event)| event.was_on == Some(before.start()));
        let one = match found.as_slice() {
            [one] if one_listed => Some(one),
            _ => moved_from,
        };
        let Some((index, event)) = one else { continue };
        let sure = is_occurrence(&id) && !event.recurs || moved_from.is_some();
        match event.state {
            State::Cancelled if sure => {
                settled[*index] = true;
                dropped.push((item.clone(), event));
            }
            State::Cancelled | State::Postponed => {
                settled[*index] = true;
                let state = if event.state == State::Cancelled { "cancelled" } else { "postponed" };
                let what = format!(
                    "{state} on {}, its calendar says ({}): {}",
                    days_field(event.days),
                    event.source,
                    item.name()
                );
                report.note(Deed::NeedsHuman, item.line, what);
            }
            State::Scheduled => {
                let name = item.name();
                let line = item.line;
                let now = event.days;
                if sure && let Some(entry) = item.entry_mut() {
                    entry.days = now;
                    item.listing.days = Some(now);
                    settled[*index] = true;
                    report.note(
                        Deed::Moved,
                        line,
                        format!("to {} as its calendar says: {name}", days_field(now)),
                    );
                } else if asked.insert(*index) {
                    settled[*index] = true;
                    let what = format!(
                        "its calendar has its page on {} ({}): {name}",
                        days_field(now),
                        event.source
                    );
                    report.note(Deed::NeedsHuman, line, what);
                }
            }
        }
    }
    for (item, event) in dropped {
        cancel(section, &item, event, report);
    }
}

/// Takes a cancelled listing out, wherever it stands.
fn cancel(section: &mut DraftSection, listed: &DraftItem, event: &Incoming, report: &mut DraftReport) {
    for draft_part in section.parts.values_mut() {
        draft_part.items.retain(|item| !(item.line == listed.line && item.print() == listed.print()));
    }
    report.note(Deed::Cancelled, listed.line, format!("{} ({})", listed.name(), event.source));
}

/// What a calendar has otherwise than the listing of the same event.
fn differences(listed: &DraftItem, event: &Incoming, report: &mut DraftReport) {
    // What this very run brought stands there in the calendar's words.
    if listed.line.is_none() {
        return;
    }
    if says_nothing(&listed.listing.title) && !says_nothing(&event.title) {
        let what = format!(
            "its calendar has a title by now, `{}` ({}): {}",
            event.title,
            event.source,
            listed.name()
        );
        report.note(Deed::NeedsHuman, listed.line, what);
    }
    let cities = |places: &[crate::model::Place]| -> BTreeSet<String> {
        places.iter().filter_map(|place| place.known_city.clone()).collect()
    };
    let (here, there) = (cities(&listed.listing.places), cities(&event.places));
    let by_calendar = event.notes.is_empty() && event.questions.is_empty();
    if by_calendar && !here.is_empty() && !there.is_empty() && here.is_disjoint(&there) {
        let named: Vec<String> = event.places.iter().map(place::printed).collect();
        let what =
            format!("its calendar has it in {} ({}): {}", named.join(", "), event.source, listed.name());
        report.note(Deed::NeedsHuman, listed.line, what);
    }
    let (mine, theirs) = (listed.listing.format, event.format);
    if by_calendar
        && mine != theirs
        && mine != Format::Hybrid
        && (mine == Format::Virtual) != (theirs == Format::Virtual)
    {
        let way = if theirs == Format::Virtual { "online" } else { "at a place" };
        let what = format!("its calendar has it {way} ({}): {}", event.source, listed.name());
        report.note(Deed::NeedsHuman, listed.line, what);
    }
}
