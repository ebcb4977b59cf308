//! Listings for tests, written in a line each.

use std::sync::Arc;

use super::{Event, Lines, identify};
use crate::{
    knowledge::Knowledge,
    model::{Country, Days, Format, Grammar, Group, Link, Listing, Place, Source, Written},
};

/// A row such as `a Virtual | 2025-10-08 | Virtual (Crabtown, US) | Crab Club | Hack Night | url url`:
/// a letter to name it, the heading, the days, the place, the groups (`+` between them, `=` before a page), the title and
/// the links. `m/1` is event 1 on Meetup, `l/x` event x on Luma, anything else an address.
pub fn listing(issue: &str, line: usize, row: &str) -> Listing {
    let mut fields = row.split('|').map(str::trim);
    let mut field = || fields.next().unwrap_or_default();
    let section = field()[2..].to_owned();
    let (days, place, groups, title, links) = (field(), field(), field(), field(), field());
    let (start, end) = days.split_once('/').unwrap_or((days, days));
    let (kind, inner) = place.split_once(" (").unwrap_or(("", place));
    let inner = inner.trim_end_matches(')');
    let (city, country) = inner.split_once(", ").unwrap_or((inner, "US"));
    let format = match kind {
        "Virtual" => Format::Virtual,
        "Hybrid" => Format::Hybrid,
        _ if place == "Virtual" => Format::Virtual,
        _ => Format::InPerson,
    };
    let place = (place != "Virtual").then(|| Place {
        city: Some(city.to_owned()),
        known_city: Some(city.to_owned()),
        country: Some(Country::of_table(country).unwrap()),
        ..Place::default()
    });
    let url = |link: &str| match link.split_once('/') {
        Some(("m", id)) => format!("https://www.meetup.com/crab-club/events/{id}/"),
        Some(("l", slug)) => format!("https://luma.com/{slug}"),
        _ => format!("https://{link}"),
    };
    Listing {
        source: Source {
            issue_date: issue.parse().unwrap(),
            file: Arc::from(format!("{issue}.md")),
            line,
            issue: None,
            draft: false,
        },
        section: Some(section),
        grammar: Some(Grammar::TwoLines),
        days: Days::new(start.parse().unwrap(), end.parse().unwrap()),
        format,
        places: place.into_iter().collect(),
        title: title.to_owned(),
        groups: groups
            .split(" + ")
            .filter(|name| !name.is_empty())
            .map(|name| match name.split_once('=') {
                Some((name, url)) => Group { name: name.to_owned(), url: Some(format!("https://{url}")) },
                None => Group { name: name.to_owned(), url: None },
            })
            .collect(),
        links: links
            .split_whitespace()
            .map(|link| Link { title: title.to_owned(), url: url(link) })
            .collect(),
        paid: false,
        written: Written::default(),
        problems: Vec::new(),
    }
}

/// The listings and events of issues, each with its date and rows.
pub fn read(issues: &[(&str, &[&str])]) -> (Vec<Listing>, Vec<Event>) {
    let listings: Vec<Listing> = issues
        .iter()
        .flat_map(|(date, rows)| rows.iter().enumerate().map(|(line, row)| listing(date, line + 1, row)))
        .collect();
    let events = identify(&listings, &Knowledge::default(), Lines::default()).events;
    (listings, events)
}
