//! What an organiser wants to know: is my group listed, when and where next, what has changed, what is
//! wrong with my listings, and has my series stopped.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days as DayCount, NaiveDate};
use serde::Serialize;

use crate::{
    catalogue::Catalogue,
    desk::{check, page::Page},
    knowledge::Knowledge,
    link,
    model::{ChangeKind, Code, Event, Format, Group, Listing, Problem, SaidBy, Status},
    newsletter::{days_field, place_field},
    selection::Known,
    text,
};

/// A series is taken to have stopped when nothing came for this many of its usual gaps.
const GAPS_UNTIL_STOPPED: i64 = 3;
/// Fewer occurrences than this have no rhythm.
const RHYTHM_FROM: usize = 3;

/// Everything about one group.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// Its name, as the newest listing writes it.
    pub name: String,
    /// Its page.
    pub url: Option<String>,
    /// All names under which it was listed.
    pub names: Vec<String>,
    /// "Now".
    pub as_of: NaiveDate,
    /// Whether the newest issue lists it.
    pub listed: bool,
    /// The date of the first issue that listed it.
    pub first_listed: NaiveDate,
    /// The date of the newest issue that listed it.
    pub last_listed: NaiveDate,
    /// What lies ahead, the next one first.
    pub upcoming: Vec<Occurrence>,
    /// The last one before "now".
    pub last: Option<Occurrence>,
    /// Its items in the newest issue.
    pub newest_issue: Vec<Item>,
    /// What changed, oldest first.
    pub changes: Vec<Changed>,
    /// What is wrong with its listings: each code with how often, and where it was last.
    pub problems: Vec<Trouble>,
    /// How often it meets.
    pub rhythm: Rhythm,
    /// Other events in its city or online on the days of its upcoming ones.
    pub same_days: Vec<Occurrence>,
    /// The paths of its feeds.
    pub feeds: Vec<String>,
}

/// An event in a few words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Occurrence {
    /// The event's id.
    pub event: String,
    /// The first day.
    pub start: NaiveDate,
    /// The last day, inclusive.
    pub end: NaiveDate,
    /// As the house prints it.
    pub place: String,
    /// The title.
    pub title: String,
    /// The main link.
    pub url: Option<String>,
    /// Whether it takes place.
    pub status: Status,
}

/// A list item as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Item {
    /// The file's name.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The heading above it.
    pub section: Option<String>,
    /// When, where and who, as written.
    pub text: String,
    /// The title, as written.
    pub title: String,
}

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

/// A kind of problem in the group's listings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Trouble {
    /// Which.
    pub code: Code,
    /// In how many listings.
    pub count: usize,
    /// Where it was last: file and line.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What it said there.
    pub message: String,
}

/// How often a group meets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rhythm {
    /// Distinct first days.
    pub occurrences: usize,
    /// The median of the days between them; `None` for fewer than three.
    pub median_gap_days: Option<i64>,
    /// The newest first day.
    pub last_day: Option<NaiveDate>,
    /// Whether it seems to have stopped: nothing lies ahead, and nothing came for three usual gaps.
    pub stopped: bool,
}

/// Why there is no report.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no group `{wanted}` was ever listed{}", suggestion(nearest))]
pub struct Unknown {
    /// What was asked for.
    pub wanted: String,
    /// Names that are like it, the nearest first.
    pub nearest: Vec<String>,
}

fn suggestion(nearest: &[String]) -> String {
    match nearest {
        [] => String::new(),
        names => format!(
            "; perhaps {}",
            names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or ")
        ),
    }
}

/// Says what is known of a group, by its name, its slug or any of its links.
///
/// # Errors
///
/// When no listing is of such a group; the error names the nearest ones.
pub fn report(catalogue: &Catalogue, knowledge: &Knowledge, wanted: &str) -> Result<Report, Unknown> {
    let entries = Known::of(catalogue, knowledge).groups_named(wanted, knowledge);
    let is_one = |group: &Group| entries.iter().any(|entry| entry.is(group));
    let is_ours = |listing: &Listing| listing.groups.iter().any(is_one);
    let ours: Vec<(usize, &Listing)> =
        catalogue.listings.iter().enumerate().filter(|(_, listing)| is_ours(listing)).collect();
    let (Some((_, first)), Some((_, last))) = (ours.first(), ours.last()) else {
        return Err(unknown(catalogue, wanted));
    };
    let events: Vec<&Event> =
        catalogue.events.iter().filter(|event| catalogue.listings_of(event).any(is_ours)).collect();
    let as_of = catalogue.as_of;
    let newest = last.groups.iter().find(|group| is_one(group));
    let upcoming: Vec<&Event> = events
        .iter()
        .copied()
        .filter(|event| event.days.end() >= as_of && event.status == Status::Scheduled)
        .collect();
    let newest_issue = catalogue.issues.last().map(|issue| issue.file.clone());
    let names: BTreeSet<String> = ours
        .iter()
        .flat_map(|(_, listing)| &listing.groups)
        .filter(|group| is_one(group))
        .map(|group| group.name.clone())
        .collect();
    let in_newest = ours.iter().filter(|(_, listing)| Some(&listing.source.file) == newest_issue.as_ref());
    let name = entries.first().map(|entry| entry.name.clone()).unwrap_or_default();
    Ok(Report {
        url: newest.and_then(|group| group.url.as_deref()).and_then(|url| link::group_page(url).ok()),
        names: names.into_iter().collect(),
        as_of,
        first_listed: first.source.issue_date,
        last_listed: last.source.issue_date,
        last: events.iter().rfind(|event| event.days.end() < as_of).map(|event| occurrence(event)),
        newest_issue: in_newest.map(|(_, listing)| item(listing)).collect::<Vec<_>>(),
        listed: ours.iter().any(|(_, listing)| Some(&listing.source.file) == newest_issue.as_ref()),
        changes: changes(&events),
        problems: troubles(catalogue, &ours),
        rhythm: rhythm(&events, as_of),
        same_days: same_days(catalogue, &events, &upcoming),
        feeds: entries.iter().map(|entry| format!("group/{}.ics", entry.slug)).collect(),
        upcoming: upcoming.into_iter().map(occurrence).collect(),
        name,
    })
}

fn unknown(catalogue: &Catalogue, wanted: &str) -> Unknown {
    let folded = text::fold(wanted);
    let groups = catalogue.listings.iter().flat_map(|listing| &listing.groups);
    let names: BTreeMap<String, &str> =
        groups.map(|group| (text::fold(&group.name), group.name.as_str())).collect();
    let likeness = |name: &str| {
        let whole = strsim::jaro_winkler(name, &folded);
        let part =
            if folded.len() > 3 && (name.contains(&folded) || folded.contains(name)) { 0.9 } else { 0.0 };
        f64::max(whole, part)
    };
    let mut near: Vec<(f64, &str)> = names
        .iter()
        .map(|(folded, name)| (likeness(folded), *name))
        .filter(|(likeness, _)| *likeness > 0.75)
        .collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    Unknown {
        wanted: wanted.to_owned(),
        nearest: near.into_iter().take(3).map(|(_, name)| name.to_owned()).collect(),
    }
}

fn occurrence(event: &Event) -> Occurrence {
    Occurrence {
        event: event.id.clone(),
        start: event.days.start(),
        end: event.days.end(),
        place: place_field(event.format, &event.places, ""),
        title: event.title.clone(),
        url: event.url().map(str::to_owned),
        status: event.status,
    }
}

fn item(listing: &Listing) -> Item {
    let written = &listing.written;
    Item {
        file: listing.source.file.to_string(),
        line: listing.source.line,
        section: listing.section.clone(),
        text: [&written.date, &written.place, &written.groups].map(|part| part.trim()).join(" | "),
        title: written.title.clone(),
    }
}

fn changes(events: &[&Event]) -> Vec<Changed> {
    let mut all: Vec<Changed> = events
        .iter()
        .flat_map(|event| event.history.iter().map(move |change| (event, change)))
        .map(|(event, change)| Changed {
            issue_date: change.issue_date,
            event: event.id.clone(),
            what: match change.by {
                SaidBy::Issue => words(&change.kind),
                SaidBy::Calendar => format!("{}, its calendar says", words(&change.kind)),
            },
        })
        .collect();
    all.sort_by(|a, b| (a.issue_date, &a.event).cmp(&(b.issue_date, &b.event)));
    all
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
        ChangeKind::Reworded => "details changed".to_owned(),
    }
}

fn format_words(format: Format) -> &'static str {
    match format {
        Format::InPerson => "in person",
        Format::Virtual => "virtual",
        Format::Hybrid => "hybrid",
    }
}

/// The problems of the group's listings: in the newest issue all that [`check::check`] finds, in earlier
/// ones those of reading.
fn troubles(catalogue: &Catalogue, ours: &[(usize, &Listing)]) -> Vec<Trouble> {
    let page = catalogue.issues.len().checked_sub(1).and_then(|newest| Page::open(catalogue, newest));
    let is_ours = |page: &Page<'_>, problem: &Problem| {
        let item = page.item_at(problem.span.start);
        item.is_some_and(|found| ours.iter().any(|(index, _)| *index == found.index))
    };
    let newest: Vec<Problem> = page.as_ref().map_or_else(Vec::new, |page| {
        check::check(page).into_iter().filter(|problem| is_ours(page, problem)).collect()
    });
    let checked =
        |index: usize| page.as_ref().is_some_and(|page| page.items.iter().any(|found| found.index == index));
    let earlier =
        ours.iter().filter(|(index, _)| !checked(*index)).flat_map(|(_, listing)| &listing.problems);
    let mut by_code: BTreeMap<Code, Trouble> = BTreeMap::new();
    for problem in earlier.chain(&newest) {
        let trouble = by_code.entry(problem.code).or_insert(Trouble {
            code: problem.code,
            count: 0,
            file: String::new(),
            line: 0,
            message: String::new(),
        });
        trouble.count += 1;
        trouble.file = problem.file.to_string();
        trouble.line = problem.line;
        trouble.message.clone_from(&problem.message);
    }
    by_code.into_values().collect()
}

fn rhythm(events: &[&Event], as_of: NaiveDate) -> Rhythm {
    let days: BTreeSet<NaiveDate> = events.iter().map(|event| event.days.start()).collect();
    let mut gaps: Vec<i64> =
        days.iter().zip(days.iter().skip(1)).map(|(a, b)| (*b - *a).num_days()).collect();
    gaps.sort_unstable();
    let middle = gaps.get(gaps.len().saturating_sub(1) / 2).zip(gaps.get(gaps.len() / 2));
    let median = middle.filter(|_| days.len() >= RHYTHM_FROM).map(|(low, high)| (low + high) / 2);
    let last_day = days.last().copied();
    let silent = last_day.map_or(0, |day| (as_of - day).num_days());
    Rhythm {
        occurrences: days.len(),
        median_gap_days: median,
        last_day,
        stopped: median.is_some_and(|gap| silent > gap.max(7) * GAPS_UNTIL_STOPPED),
    }
}

/// Other events of the group's cities, or online, on the days of its upcoming ones.
fn same_days(catalogue: &Catalogue, events: &[&Event], upcoming: &[&Event]) -> Vec<Occurrence> {
    let city = |event: &Event| -> Vec<(String, Option<String>)> {
        let named = event.places.iter().filter_map(|place| {
            Some((
                text::fold(place.known_city.as_ref().or(place.city.as_ref())?),
                place.country.map(|country| country.code().to_owned()),
            ))
        });
        named.collect()
    };
    let own: BTreeSet<&str> = events.iter().map(|event| event.id.as_str()).collect();
    let beside = |other: &Event| {
        upcoming.iter().any(|event| {
            let online = event.format != Format::InPerson && other.format != Format::InPerson;
            let cities = city(event);
            event.days.overlaps(other.days)
                && (online || city(other).iter().any(|place| cities.contains(place)))
        })
    };
    let window =
        upcoming.first().map(|event| event.days.start()).zip(upcoming.last().map(|event| event.days.end()));
    let Some((from, to)) = window else { return Vec::new() };
    let to = to.checked_add_days(DayCount::new(1)).unwrap_or(to);
    catalogue
        .events
        .iter()
        .filter(|event| event.days.end() >= from && event.days.start() <= to)
        .filter(|event| {
            event.status == Status::Scheduled && !own.contains(event.id.as_str()) && beside(event)
        })
        .map(occurrence)
        .collect()
}
