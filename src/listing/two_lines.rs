//! `* DATE | PLACE | [Group](url)` with the title on its own line: the form in use since March 2022.

use chrono::NaiveDate;

use super::{Context, Format, Grammar, Group, Link, Listing, Written};
use crate::{
    days::Days,
    markdown::{Item, inline},
    place::{Country, Place},
};

/// Reads an item whose first line begins with an ISO date.
pub(crate) fn read(context: &Context<'_>, item: &Item<'_>) -> Listing {
    let first = &item.lines[0].text;
    let mut fields = first.splitn(3, '|');
    let date = fields.next().unwrap_or_default().trim();
    let place = fields.next().unwrap_or_default().trim();
    let groups = fields.next().unwrap_or_default().trim();
    let title = item.lines.get(1).map(|line| line.text.trim()).unwrap_or_default();
    let days = date.get(..10).and_then(|day| day.parse::<NaiveDate>().ok()).map(|start| {
        let end = date.get(13..23).and_then(|day| day.parse().ok()).unwrap_or(start);
        Days::new(start, end).unwrap_or(Days::single(start))
    });
    let is_virtual = place.to_lowercase().contains("virtual");
    let hybrid = place.to_lowercase().contains("hybrid");
    let inner = place
        .split_once('(')
        .map_or(if is_virtual { "" } else { place }, |(_, rest)| rest.trim_end_matches(')'));
    let parts: Vec<&str> = inner.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
    let places = match parts.as_slice() {
        [] => Vec::new(),
        [city, rest @ ..] => vec![Place {
            city: Some((*city).to_owned()),
            known_city: Some((*city).to_owned()),
            subdivision: (rest.len() > 1).then(|| rest[0].to_owned()),
            country: rest
                .last()
                .and_then(|code| code.as_bytes().try_into().ok())
                .map(|code| Country(if &code == b"UK" { *b"GB" } else { code })),
            ..Place::default()
        }],
    };
    let links: Vec<Link> = inline::links(title)
        .into_iter()
        .map(|link| Link { title: inline::plain(link.text), url: link.url.to_owned() })
        .collect();
    Listing {
        source: context.source(item),
        section: item.heading.as_deref().map(str::to_owned),
        grammar: Some(Grammar::TwoLines),
        days,
        format: if hybrid {
            Format::Hybrid
        } else if is_virtual || item.heading.as_deref() == Some("Virtual") {
            Format::Virtual
        } else {
            Format::InPerson
        },
        places,
        title: links.first().map(|link| link.title.clone()).unwrap_or_default(),
        groups: inline::links(groups)
            .into_iter()
            .map(|link| Group { name: inline::plain(link.text), url: Some(link.url.to_owned()) })
            .collect(),
        links,
        paid: title.starts_with('$'),
        written: Written {
            date: date.to_owned(),
            place: place.to_owned(),
            groups: groups.to_owned(),
            title: title.to_owned(),
        },
        problems: Vec::new(),
    }
}
