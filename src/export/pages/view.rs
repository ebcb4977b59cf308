//! An event as the pages list it.

use chrono::{Datelike, NaiveDate};

use super::{
    super::{summary as title, wording},
    Site,
};
use crate::{
    model::Format,
    model::{Event, Status},
    text,
};

/// Conferences whose name alone tells that they are one.
const CONFERENCES: &str = include_str!("../../../data/conferences.tsv");

/// One event in a list.
pub(super) struct EventRow<'a> {
    pub(super) id: &'a str,
    pub(super) title: String,
    pub(super) url: Option<&'a str>,
    /// `p` in person, `v` virtual, `h` hybrid.
    pub(super) format: char,
    pub(super) format_words: &'static str,
    pub(super) place: String,
    /// The names of cities and countries in feeds: `de-berlin`, `de`.
    pub(super) places: String,
    pub(super) groups: Vec<GroupLink<'a>>,
    pub(super) group_slugs: String,
    pub(super) conference: bool,
    pub(super) days: String,
    pub(super) end: Option<NaiveDate>,
    pub(super) until: Option<String>,
    pub(super) time: Option<Time>,
    pub(super) paid: bool,
    pub(super) note: Option<String>,
}

/// A time that a source gave.
pub(super) struct Time {
    pub(super) stamp: String,
    /// At the place.
    pub(super) clock: String,
    pub(super) zone: String,
}

/// A group's name and the stem of its files.
pub(super) struct GroupLink<'a> {
    pub(super) name: String,
    pub(super) slug: &'a str,
    pub(super) page: bool,
}

/// The events that begin in one month; those that run already stand before all.
pub(super) struct Month<'a> {
    pub(super) name: String,
    pub(super) days: Vec<Day<'a>>,
}

/// The events of one day.
pub(super) struct Day<'a> {
    pub(super) date: NaiveDate,
    pub(super) weekday: String,
    pub(super) number: u32,
    pub(super) events: Vec<EventRow<'a>>,
}

/// Lists events by month and day.
pub(super) fn months<'a>(site: &'a Site<'_>, events: &[&'a Event]) -> Vec<Month<'a>> {
    let as_of = site.catalogue.as_of;
    let mut months: Vec<Month<'a>> = Vec::new();
    for event in events {
        let date = event.days.start();
        let name = if date < as_of { "Under way".to_owned() } else { date.format("%B %Y").to_string() };
        if months.last().is_none_or(|month| month.name != name) {
            months.push(Month { name, days: Vec::new() });
        }
        let Some(month) = months.last_mut() else { continue };
        if month.days.last().is_none_or(|day| day.date != date) {
            let weekday = date.format("%a").to_string();
            month.days.push(Day { date, weekday, number: date.day(), events: Vec::new() });
        }
        if let Some(day) = month.days.last_mut() {
            day.events.push(row(site, event));
        }
    }
    months
}

/// One event for a list.
pub(super) fn row<'a>(site: &'a Site<'_>, event: &'a Event) -> EventRow<'a> {
    let groups = groups(site, event);
    let slugs: Vec<&str> = groups.iter().map(|group| group.slug).filter(|slug| !slug.is_empty()).collect();
    let mut places: Vec<String> = Vec::new();
    for place in &event.places {
        let city = site.city_of(place).map(|city| city.slug.clone());
        let country = place.country.map(|country| country.code().to_ascii_lowercase());
        for slug in [city, country].into_iter().flatten() {
            if !places.contains(&slug) {
                places.push(slug);
            }
        }
    }
    let bare = wording::one_line(&event.title);
    let several = event.days.end() > event.days.start();
    let local = |time: chrono::DateTime<chrono::FixedOffset>| match event.time_zone {
        Some(zone) => time.with_timezone(&zone).format("%H:%M").to_string(),
        None => time.format("%H:%M").to_string(),
    };
    EventRow {
        id: &event.id,
        title: if crate::event::notice(&bare).alone { title::named(event) } else { bare },
        url: event.url().filter(|url| wording::is_page(url)),
        format: match event.format {
            Format::InPerson => 'p',
            Format::Virtual => 'v',
            Format::Hybrid => 'h',
        },
        format_words: wording::format(event.format),
        place: wording::short_places(event),
        places: places.join(" "),
        group_slugs: slugs.join(" "),
        groups,
        conference: is_conference(event),
        days: wording::short_days(event.days),
        end: several.then(|| event.days.end()),
        until: several.then(|| event.days.end().format("%a, %-d %b").to_string()),
        time: event.starts_at.map(|start| Time {
            stamp: start.to_rfc3339(),
            clock: local(start),
            zone: event.time_zone.map_or_else(
                || format!("UTC{}", start.offset()),
                |zone| zone.name().rsplit('/').next().unwrap_or_default().replace('_', " "),
            ),
        }),
        paid: event.paid,
        note: match event.status {
            Status::Scheduled => None,
            _ => wording::note(event),
        },
    }
}

/// The groups of an event, with the stems of their files.
pub(super) fn groups<'a>(site: &'a Site<'_>, event: &Event) -> Vec<GroupLink<'a>> {
    let groups = site.groups_of(event).into_iter().map(|index| {
        let entry = site.group(index);
        GroupLink { name: wording::one_line(&entry.name), slug: &entry.slug, page: site.is_living(index) }
    });
    groups.collect()
}

/// Several days, tickets, or a name that everybody knows.
pub(super) fn is_conference(event: &Event) -> bool {
    let folded = text::fold(&event.title);
    let title: String = folded.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let title = format!(" {} ", title.split_whitespace().collect::<Vec<_>>().join(" "));
    let known = |name: &str| title.starts_with(&format!(" {name} "));
    event.days.end() > event.days.start() || event.paid || CONFERENCES.lines().skip(1).any(known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_conferences_is_in_normal_form() {
        let mut rows: Vec<&str> = CONFERENCES.lines().skip(1).collect();
        rows.sort_unstable();
        rows.dedup();
        assert_eq!(CONFERENCES, format!("name\n{}\n", rows.join("\n")));
        assert!(rows.iter().all(|row| text::fold(row) == *row));
    }
}
