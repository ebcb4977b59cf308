//! All years in pictures: SVG drawn here, with the numbers beneath as tables.

use std::collections::BTreeMap;

use askama::Template;
use chrono::{Datelike, NaiveDate};

use super::{
    Site,
    chart::{self, Stacked, Tick},
    shell::Shell,
};
use crate::{
    model::Format,
    model::Region,
    model::{Event, Status},
    output::Tree,
};

/// A group that was not listed for so many days has fallen silent.
const SILENT_DAYS: i64 = 365;

/// How many cities the list of the busiest has.
const BUSIEST: usize = 20;

#[derive(Template)]
#[template(path = "pages/years.html")]
struct Page {
    shell: Shell,
    pictures: Vec<Picture>,
    cities: Vec<City>,
    events: usize,
    first: String,
    width: usize,
    height: usize,
}

struct Picture {
    id: &'static str,
    title: &'static str,
    told: String,
    chart: Stacked,
    ticks: Vec<Tick>,
    head: Vec<String>,
    rows: Vec<(String, Vec<usize>)>,
}

struct City {
    slug: String,
    name: String,
    count: usize,
    width: usize,
}

pub(super) fn add(site: &Site<'_>, tree: &mut Tree) -> Result<(), askama::Error> {
    // What was taken back did not take place, as far as anybody knows.
    let events: Vec<&Event> =
        site.catalogue.events.iter().filter(|event| event.status == Status::Scheduled).collect();
    let description = "Events a month by region and format, groups that began and fell silent, the busiest \
                       cities."
        .to_owned();
    let shell = Shell::new(site, "pages/years.html", "Rust events in pictures", description);
    let months = months(&events, site.catalogue.as_of);
    let pictures = vec![by_region(&events, &months), by_format(&events, &months), groups(site)];
    let first = events.first().map(|event| event.days.start().year().to_string()).unwrap_or_default();
    let page = Page {
        shell,
        pictures,
        cities: cities(site, &events),
        events: events.len(),
        first,
        width: chart::WIDTH * 10,
        height: chart::HEIGHT * 10,
    };
    tree.insert("pages/years.html".to_owned(), page.render()?.into_bytes());
    Ok(())
}

/// Every month from the first event to as-of, as years and months.
fn months(events: &[&Event], as_of: NaiveDate) -> Vec<(i32, u32)> {
    let Some(first) = events.iter().map(|event| event.days.start()).min() else { return Vec::new() };
    let mut months = Vec::new();
    let (mut year, mut month) = (first.year(), first.month());
    while (year, month) <= (as_of.year(), as_of.month()) {
        months.push((year, month));
        (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    }
    months
}

fn picture(
    (id, title, told): (&'static str, &'static str, String),
    names: &[&str],
    months: &[(i32, u32)],
    events: &[&Event],
    kind: impl Fn(&Event) -> Option<usize>,
) -> Picture {
    let mut values = vec![vec![0; months.len()]; names.len()];
    for event in events {
        let start = event.days.start();
        let column = months.binary_search(&(start.year(), start.month()));
        if let (Ok(column), Some(row)) = (column, kind(event).and_then(|kind| values.get_mut(kind))) {
            row[column] += 1;
        }
    }
    let rows = months.iter().enumerate().rev().map(|(column, (year, month))| {
        (format!("{year}-{month:02}"), values.iter().map(|row| row[column]).collect())
    });
    Picture {
        id,
        title,
        told,
        ticks: ticks(months),
        head: std::iter::once("Month").chain(names.iter().copied()).map(str::to_owned).collect(),
        rows: rows.collect(),
        chart: Stacked::new(names, &values),
    }
}

/// Every second January.
fn ticks(months: &[(i32, u32)]) -> Vec<Tick> {
    let columns = months.len().max(1);
    let january = |(_, (year, month)): &(usize, &(i32, u32))| *month == 1 && year % 2 == 0;
    months
        .iter()
        .enumerate()
        .filter(january)
        .map(|(column, (year, _))| Tick {
            x: (column * chart::WIDTH * 10 / columns).to_string(),
            label: year.to_string(),
        })
        .collect()
}

fn by_region(events: &[&Event], months: &[(i32, u32)]) -> Picture {
    let names: Vec<&str> = Region::ALL.into_iter().map(Region::heading).collect();
    let going = |event: &Event| {
        let region = event.region().filter(|_| event.format != Format::Virtual)?;
        Region::ALL.into_iter().position(|other| other == region)
    };
    let told = "In person and hybrid events, by the month of their first day.".to_owned();
    picture(("by-region", "Where people met", told), &names, months, events, going)
}

fn by_format(events: &[&Event], months: &[(i32, u32)]) -> Picture {
    let kind = |event: &Event| {
        Some(match event.format {
            Format::InPerson => 0,
            Format::Hybrid => 1,
            Format::Virtual => 2,
        })
    };
    let told = "All events, by the month of their first day.".to_owned();
    picture(("by-format", "How people met", told), &["In person", "Hybrid", "Online"], months, events, kind)
}

fn groups(site: &Site<'_>) -> Picture {
    let (mut began, mut silent): (BTreeMap<i32, usize>, BTreeMap<i32, usize>) = Default::default();
    let as_of = site.catalogue.as_of;
    for events in site.events_of.iter().filter(|events| !events.is_empty()) {
        let listed = || events.iter().map(|event| &site.catalogue.events[*event]);
        let first = listed().map(|event| event.first_listed).min();
        let last = listed().map(|event| event.last_listed.max(event.days.end())).max();
        if let Some(first) = first {
            *began.entry(first.year()).or_default() += 1;
        }
        if let Some(last) = last.filter(|last| (as_of - *last).num_days() > SILENT_DAYS) {
            *silent.entry(last.year()).or_default() += 1;
        }
    }
    let years: Vec<i32> = match (began.keys().next(), began.keys().next_back()) {
        (Some(first), Some(last)) => (*first..=*last).collect(),
        _ => Vec::new(),
    };
    let of = |counts: &BTreeMap<i32, usize>| -> Vec<usize> {
        years.iter().map(|year| counts.get(year).copied().unwrap_or(0)).collect()
    };
    let values = [of(&began), of(&silent)];
    let columns = years.len().max(1);
    Picture {
        id: "groups",
        title: "Groups that began, and that fell silent",
        told:
            "Groups by the year in which they were first listed, and by the year after which they were not \
               listed for twelve months."
                .to_owned(),
        chart: Stacked::new(&["Began", "Fell silent"], &values),
        ticks: years
            .iter()
            .enumerate()
            .filter(|(_, year)| *year % 2 == 0)
            .map(|(column, year)| Tick {
                x: (column * chart::WIDTH * 10 / columns).to_string(),
                label: year.to_string(),
            })
            .collect(),
        head: ["Year", "Began", "Fell silent"].map(str::to_owned).to_vec(),
        rows: years
            .iter()
            .enumerate()
            .rev()
            .map(|(column, year)| (year.to_string(), values.iter().map(|row| row[column]).collect()))
            .collect(),
    }
}

fn cities(site: &Site<'_>, events: &[&Event]) -> Vec<City> {
    let mut counts: BTreeMap<&str, (&str, usize)> = BTreeMap::new();
    for event in events.iter().filter(|event| event.format != Format::Virtual) {
        for city in event.places.iter().filter_map(|place| site.city_of(place)) {
            counts.entry(&city.slug).or_insert((&city.name, 0)).1 += 1;
        }
    }
    let mut rows: Vec<(&str, &str, usize)> =
        counts.into_iter().map(|(slug, (name, count))| (slug, name, count)).collect();
    rows.sort_by(|a, b| b.2.cmp(&a.2).then(a.0.cmp(b.0)));
    let most = rows.first().map_or(1, |row| row.2);
    rows.into_iter()
        .take(BUSIEST)
        .map(|(slug, name, count)| City {
            slug: slug.to_owned(),
            name: name.to_owned(),
            count,
            width: count * 1000 / most,
        })
        .collect()
}
