//! What an organiser wants to know: is my group listed, when and where next, what has changed, what is
//! wrong with my listings, and has my series stopped.

mod changes;
mod hints;
mod rhythm;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days as DayCount, NaiveDate};
use serde::Serialize;

pub use changes::Changed;
pub use hints::Unknown;
pub use rhythm::Rhythm;

use crate::{
    catalogue::Catalogue,
    desk::{check, page::Page},
    knowledge::Knowledge,
    link,
    model::{Code, Event, Format, Group, Listing, Problem, Status},
    newsletter::place_field,
    selection::Known,
    text,
};

/// A listing within so many days is of today: its slips can still be mended.
const RECENT_DAYS: i64 = 365;

/// So far ahead an announced event should be listed by now: what an issue covers.
const LISTED_AHEAD_DAYS: u64 = 28;

/// Everything about one group.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GroupReport {
    /// Its name, as the newest listing writes it.
    pub name: String,
    /// Its page.
    pub url: Option<String>,
    /// All names under which it was listed.
    pub names: Vec<String>,
    /// "Now".
    pub as_of: NaiveDate,
    /// The newest published issue, by its file's name.
    pub issue: Option<String>,
    /// Whether that issue lists it.
    pub listed: bool,
    /// A newer draft, by its file's name, and its items in it.
    pub draft: Option<(String, Vec<Item>)>,
    /// The date of the first issue that listed it.
    pub first_listed: NaiveDate,
    /// The date of the newest issue that listed it.
    pub last_listed: NaiveDate,
    /// What lies ahead, the next one first.
    pub upcoming: Vec<Occurrence>,
    /// The last one before "now".
    pub last: Option<Occurrence>,
    /// What its calendars have in the next four weeks and no issue lists.
    pub unlisted: Vec<Occurrence>,
    /// Its items in the newest published issue.
    pub newest_issue: Vec<Item>,
    /// What changed, oldest first.
    pub changes: Vec<Changed>,
    /// What is wrong with its listings: each code with how often, and where it was last.
    pub problems: Vec<Trouble>,
    /// How often it meets.
    pub rhythm: Rhythm,
    /// Other events in its city or online on the days of its upcoming ones.
    pub same_days: Vec<Occurrence>,
    /// Its feeds.
    pub feeds: Vec<Feed>,
}

/// A feed of the group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Feed {
    /// Where it lies in the built folder.
    pub path: String,
    /// How many events it was ever about.
    pub events: usize,
    /// How many of them are still to come.
    pub upcoming: usize,
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

impl GroupReport {
    /// Whether a problem is of the last year.
    pub fn is_recent(&self, trouble: &Trouble) -> bool {
        (self.as_of - trouble.issue_date).num_days() <= RECENT_DAYS
    }
}

/// A kind of problem in the group's listings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Trouble {
    /// Which.
    pub code: Code,
    /// In how many listings.
    pub count: usize,
    /// The date of the issue where it was last.
    pub issue_date: NaiveDate,
    /// Where it was last: file and line.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What it said there.
    pub message: String,
}

/// Says what is known of a group, by its name, its slug or any of its links.
///
/// # Errors
///
/// When no listing is of such a group; the error names the nearest ones.
pub fn report(catalogue: &Catalogue, knowledge: &Knowledge, wanted: &str) -> Result<GroupReport, Unknown> {
    let known = Known::of(catalogue, knowledge);
    let entries = known.groups_named(wanted, knowledge);
    let is_one = |group: &Group| entries.iter().any(|entry| entry.is(group));
    let is_ours = |listing: &Listing| listing.groups.iter().any(is_one);
    let ours: Vec<(usize, &Listing)> =
        catalogue.listings.iter().enumerate().filter(|(_, listing)| is_ours(listing)).collect();
    let (Some((_, first)), Some((_, last))) = (ours.first(), ours.last()) else {
        return Err(hints::unknown(catalogue, &known.groups, wanted));
    };
    let events: Vec<&Event> =
        catalogue.events.iter().filter(|event| catalogue.listings_of(event).any(is_ours)).collect();
    let published = catalogue.issues.iter().rfind(|issue| !issue.draft);
    let newest = catalogue.issues.last();
    let draft = newest.filter(|newest| newest.draft && published.is_some());
    // A draft's date is to come; nothing has passed before it.
    let as_of = match (draft, published) {
        (Some(draft), Some(published)) if catalogue.as_of == draft.date => published.date,
        _ => catalogue.as_of,
    };
    let published = published.or(newest);
    let page = last.groups.iter().find(|group| is_one(group));
    let upcoming: Vec<&Event> = events
        .iter()
        .copied()
        .filter(|event| event.days.end() >= as_of && event.status == Status::Scheduled)
        .collect();
    let newest_issue = published.map(|issue| issue.file.clone());
    let names: BTreeSet<String> = ours
        .iter()
        .flat_map(|(_, listing)| &listing.groups)
        .filter(|group| is_one(group))
        .map(|group| group.name.clone())
        .collect();
    let items_of = |file: &str| -> Vec<Item> {
        let of_file = ours.iter().filter(|(_, listing)| *listing.source.file == *file);
        of_file.map(|(_, listing)| item(listing)).collect()
    };
    let soon = as_of.checked_add_days(DayCount::new(LISTED_AHEAD_DAYS)).unwrap_or(as_of);
    let of_group = |group: &Group| {
        let key = group.url.as_deref().unwrap_or(&group.name);
        let named = known.groups_named(key, knowledge);
        named.iter().any(|entry| entries.iter().any(|ours| ours.slug == entry.slug))
    };
    let unlisted = catalogue.candidates.iter().filter(|event| {
        event.days.end() >= as_of && event.days.start() <= soon && event.groups.iter().any(of_group)
    });
    let in_newest = ours.iter().filter(|(_, listing)| Some(&listing.source.file) == newest_issue.as_ref());
    let name = entries.first().map(|entry| entry.name.clone()).unwrap_or_default();
    Ok(GroupReport {
        url: page.and_then(|group| group.url.as_deref()).and_then(|url| link::group_page(url).ok()),
        names: names.into_iter().collect(),
        as_of,
        first_listed: first.source.issue_date,
        last_listed: last.source.issue_date,
        last: events.iter().rfind(|event| event.days.end() < as_of).map(|event| occurrence(event)),
        newest_issue: in_newest.map(|(_, listing)| item(listing)).collect::<Vec<_>>(),
        listed: ours.iter().any(|(_, listing)| Some(&listing.source.file) == newest_issue.as_ref()),
        changes: changes::changes(catalogue, &events),
        problems: troubles(catalogue, &ours),
        rhythm: rhythm::rhythm(&events, as_of),
        same_days: same_days(catalogue, &events, &upcoming),
        feeds: entries
            .iter()
            .map(|entry| {
                let of_feed =
                    catalogue.events.iter().filter(|event| event.groups.iter().any(|group| entry.is(group)));
                Feed {
                    path: format!("group/{}.ics", entry.slug),
                    events: of_feed.clone().count(),
                    upcoming: of_feed.filter(|event| event.days.end() >= as_of).count(),
                }
            })
            .collect(),
        unlisted: unlisted.map(occurrence).collect(),
        issue: newest_issue.as_deref().map(str::to_owned),
        draft: draft.map(|draft| (draft.file.to_string(), items_of(&draft.file))),
        upcoming: upcoming.into_iter().map(occurrence).collect(),
        name,
    })
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
    let dates: BTreeMap<&str, NaiveDate> =
        catalogue.issues.iter().map(|issue| (&*issue.file, issue.date)).collect();
    let mut by_code: BTreeMap<Code, Trouble> = BTreeMap::new();
    for problem in earlier.chain(&newest) {
        let trouble = by_code.entry(problem.code).or_insert(Trouble {
            code: problem.code,
            count: 0,
            issue_date: NaiveDate::default(),
            file: String::new(),
            line: 0,
            message: String::new(),
        });
        trouble.count += 1;
        trouble.issue_date = dates.get(&*problem.file).copied().unwrap_or_default();
        trouble.file = problem.file.to_string();
        trouble.line = problem.line;
        trouble.message.clone_from(&problem.message);
    }
    // What an organiser can still mend stands first.
    let mut troubles: Vec<Trouble> = by_code.into_values().collect();
    troubles.sort_by(|a, b| b.issue_date.cmp(&a.issue_date).then(a.code.cmp(&b.code)));
    troubles
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
