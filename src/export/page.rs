//! The page of the folder: upcoming events by day, and every feed to subscribe to.

use askama::Template;
use chrono::NaiveDate;

use super::{
    feeds::{Feed, Kind},
    options::Options,
    words,
};
use crate::{
    catalogue::Catalogue,
    model::{Event, Format, Region, Status},
    text,
};

/// Files that the page needs beside it.
pub const ASSETS: &[(&str, &str)] = &[
    ("assets/page.css", include_str!("../../templates/assets/page.css")),
    ("assets/page.js", include_str!("../../templates/assets/page.js")),
    ("assets/icon.svg", include_str!("../../templates/assets/icon.svg")),
];

#[derive(Template)]
#[template(path = "index.html")]
struct Page<'a> {
    as_of: NaiveDate,
    as_of_words: String,
    months: Vec<Month<'a>>,
    upcoming: usize,
    regions: Vec<(&'static str, &'static str)>,
    sections: Vec<Section<'a>>,
    all: Link<'a>,
    /// The address of all.ics for programs that take a link in the `webcal` scheme.
    webcal: Option<String>,
}

/// The events that begin in one month; those that run already stand in a "month" of their own.
struct Month<'a> {
    name: String,
    days: Vec<Day<'a>>,
}

struct Day<'a> {
    date: NaiveDate,
    weekday: String,
    number: String,
    events: Vec<Row<'a>>,
}

struct Row<'a> {
    id: &'a str,
    title: String,
    url: Option<&'a str>,
    format: &'static str,
    format_words: &'static str,
    region: &'static str,
    whereabouts: String,
    groups: String,
    until: Option<String>,
    time: Option<String>,
    paid: bool,
    note: Option<String>,
    /// Folded words to search in.
    words: String,
}

struct Section<'a> {
    id: &'static str,
    title: &'static str,
    /// Long lists are folded away.
    folded: bool,
    feeds: Vec<Link<'a>>,
}

struct Link<'a> {
    path: &'a str,
    name: &'a str,
    count: usize,
}

/// Prints `index.html`.
///
/// # Errors
///
/// Those of the template, which has no reason for one.
pub fn print(catalogue: &Catalogue, feeds: &[Feed<'_>], options: &Options) -> Result<String, askama::Error> {
    let as_of = catalogue.as_of;
    let mut upcoming: Vec<&Event> = catalogue
        .events
        .iter()
        .filter(|event| event.days.end() >= as_of && options.withdrawn.shows(event.status))
        .collect();
    upcoming.sort_by_key(|event| (event.days, words::location(event), &event.id));
    let section = |id, title, kinds: &[Kind], folded| Section {
        id,
        title,
        folded,
        feeds: feeds.iter().filter(|feed| kinds.contains(&feed.kind)).map(link).collect(),
    };
    let sections = vec![
        section("general", "General", &[Kind::All, Kind::Virtual, Kind::Archive], false),
        section("regions", "Regions", &[Kind::Region], false),
        section("countries", "Countries", &[Kind::Country], true),
        section("cities", "Cities", &[Kind::City], true),
        section("groups", "Groups", &[Kind::Group], true),
    ];
    let base = options.base_url.as_deref();
    let webcal = base.and_then(|base| base.strip_prefix("https://").or(base.strip_prefix("http://")));
    let page = Page {
        as_of,
        as_of_words: words::long_day(as_of),
        upcoming: upcoming.len(),
        months: months(&upcoming, as_of),
        regions: Region::ALL.into_iter().map(|region| (region.slug(), region.heading())).collect(),
        sections: sections.into_iter().filter(|section| !section.feeds.is_empty()).collect(),
        all: Link { path: "all.ics", name: "all", count: upcoming.len() },
        webcal: webcal.map(|rest| format!("webcal://{rest}all.ics")),
    };
    page.render()
}

fn link<'a>(feed: &'a Feed<'_>) -> Link<'a> {
    let name = feed.title.strip_prefix("Rust events: ").unwrap_or("everything");
    Link { path: &feed.path, name, count: feed.events.len() }
}

fn months<'a>(events: &[&'a Event], as_of: NaiveDate) -> Vec<Month<'a>> {
    let mut months: Vec<Month<'a>> = Vec::new();
    for event in events {
        let date = event.days.start();
        let name = if date < as_of { "Under way".to_owned() } else { date.format("%B %Y").to_string() };
        if months.last().is_none_or(|month| month.name != name) {
            months.push(Month { name, days: Vec::new() });
        }
        let Some(month) = months.last_mut() else { continue };
        if month.days.last().is_none_or(|day| day.date != date) {
            let (weekday, number) = (date.format("%a").to_string(), date.format("%-d").to_string());
            month.days.push(Day { date, weekday, number, events: Vec::new() });
        }
        if let Some(day) = month.days.last_mut() {
            day.events.push(row(event));
        }
    }
    months
}

fn row(event: &Event) -> Row<'_> {
    let groups: Vec<&str> = event.groups.iter().map(|group| group.name.as_str()).collect();
    let groups = groups.join(" + ");
    let title = words::one_line(&event.title);
    let whereabouts = words::short_places(event);
    // Long names of countries too: people look for Germany, the page says DE.
    let whole = words::location(event).unwrap_or_default();
    let words = [title.as_str(), groups.as_str(), whereabouts.as_str(), whole.as_str()];
    Row {
        id: &event.id,
        words: text::fold(&words.join(" ")),
        title,
        // A page must not run what a listing says: only links that lead to pages.
        url: event.url().filter(|url| url.starts_with("https://") || url.starts_with("http://")),
        format: match event.format {
            Format::InPerson => "in_person",
            Format::Virtual => "virtual",
            Format::Hybrid => "hybrid",
        },
        format_words: words::format(event.format),
        region: event.region().map_or("", Region::slug),
        whereabouts,
        groups,
        until: (event.days.end() > event.days.start()).then(|| words::long_day(event.days.end())),
        time: words::local_time(event),
        paid: event.paid,
        note: match event.status {
            Status::Scheduled => None,
            _ => words::note(event),
        },
    }
}
