//! What changed of a group's events, in words.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::Serialize;

use crate::{
    catalogue::Catalogue,
    link,
    model::{ChangeKind, Event, Format, Listing, SaidBy},
    newsletter::{days_field, place_field},
    text,
};

/// A change of an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Changed {
    /// The issue that made it.
    pub issue_date: NaiveDate,
    /// The event's id.
    pub event: String,
    /// In words.
    pub what: String,
}

/// Every change, oldest first.
pub(super) fn changes(catalogue: &Catalogue, events: &[&Event]) -> Vec<Changed> {
    let mut all: Vec<Changed> = events
        .iter()
        .flat_map(|event| event.history.iter().map(move |change| (event, change)))
        .map(|(event, change)| Changed {
            issue_date: change.issue_date,
            event: event.id.clone(),
            what: match (change.by, &change.kind) {
                (SaidBy::Issue, ChangeKind::Reworded) => details(catalogue, event, change.issue_date),
                (SaidBy::Issue, kind) => words(kind),
                (SaidBy::Calendar, kind) => format!("{}, its calendar says", words(kind)),
            },
        })
        .collect();
    all.sort_by(|a, b| (a.issue_date, &a.event).cmp(&(b.issue_date, &b.event)));
    all
}

/// Which details changed: groups, further links, the price.
fn details(catalogue: &Catalogue, event: &Event, date: NaiveDate) -> String {
    let (before, now): (Vec<&Listing>, Vec<&Listing>) = catalogue
        .listings_of(event)
        .filter(|listing| listing.source.issue_date <= date)
        .partition(|listing| listing.source.issue_date < date);
    // The issue before says what changed, not all that ever stood there.
    let last = before.iter().map(|listing| listing.source.issue_date).max();
    let before: Vec<&Listing> =
        before.into_iter().filter(|listing| Some(listing.source.issue_date) == last).collect();
    let groups = |rows: &[&Listing]| -> BTreeSet<String> {
        rows.iter().flat_map(|row| &row.groups).map(|group| group.name.clone()).collect()
    };
    let pages = |rows: &[&Listing]| -> BTreeSet<String> {
        rows.iter().flat_map(|row| &row.links).map(|link| link.url.clone()).collect()
    };
    let mut said = Vec::new();
    let fold = |names: &BTreeSet<String>| -> BTreeSet<String> {
        names.iter().map(|name| text::fold(name)).collect()
    };
    let (old, new) = (groups(&before), groups(&now));
    if fold(&old) != fold(&new) {
        said.push(became("group", &old, &new));
    }
    let homes = |rows: &[&Listing]| -> BTreeSet<String> {
        rows.iter().flat_map(|row| &row.groups).filter_map(|group| group.url.clone()).collect()
    };
    let identities = |urls: &BTreeSet<String>| -> BTreeSet<String> {
        urls.iter().map(|url| link::identity(url).to_string()).collect()
    };
    let (old, new) = (homes(&before), homes(&now));
    if said.is_empty() && identities(&old) != identities(&new) {
        said.push(became("the group's page", &old, &new));
    }
    let (old, new) = (pages(&before), pages(&now));
    if identities(&old) != identities(&new) {
        said.push(became("links", &old, &new));
    }
    let paid = |rows: &[&Listing]| rows.iter().any(|row| row.paid);
    match (paid(&before), paid(&now)) {
        (false, true) => said.push("now costs money".to_owned()),
        (true, false) => said.push("no longer costs money".to_owned()),
        _ => {}
    }
    if said.is_empty() { "the wording of its group or links changed".to_owned() } else { said.join("; ") }
}

fn became(what: &str, old: &BTreeSet<String>, new: &BTreeSet<String>) -> String {
    let list = |names: &BTreeSet<String>| {
        if names.is_empty() {
            "none".to_owned()
        } else {
            names.iter().cloned().collect::<Vec<_>>().join(", ")
        }
    };
    format!("{what} {} became {}", list(old), list(new))
}

fn words(change: &ChangeKind) -> String {
    let link = |url: &Option<String>| url.clone().unwrap_or_else(|| "none".to_owned());
    match change {
        ChangeKind::Moved { from, to } => format!("moved from {} to {}", days_field(*from), days_field(*to)),
        ChangeKind::Retitled { from, to } => format!("title `{from}` became `{to}`"),
        ChangeKind::Relocated { from, to } => {
            let place = |places| place_field(Format::InPerson, places, "nowhere");
            format!("place {} became {}", place(from), place(to))
        }
        ChangeKind::Relinked { from, to } => format!("link {} became {}", link(from), link(to)),
        ChangeKind::Reformatted { from, to } => {
            format!("{} became {}", format_words(*from), format_words(*to))
        }
        ChangeKind::Withdrawn => "no longer listed".to_owned(),
        ChangeKind::Reinstated => "listed again".to_owned(),
        ChangeKind::Cancelled => "cancelled".to_owned(),
        ChangeKind::Postponed => "postponed".to_owned(),
        ChangeKind::Reworded => "other details".to_owned(),
    }
}

fn format_words(format: Format) -> &'static str {
    match format {
        Format::InPerson => "in person",
        Format::Virtual => "virtual",
        Format::Hybrid => "hybrid",
    }
}
