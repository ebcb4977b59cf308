//! The Atom feed of newly announced events (RFC 4287).

use atom_syndication::{Category, Content, Entry, Feed, FixedDateTime, Generator, Link, Person, Text};
use chrono::{NaiveDate, NaiveTime};

use super::words;
use crate::{catalogue::Catalogue, event::Event, text};

/// The beginning of every id (RFC 4151): readers know an entry by it for ever.
const TAG: &str = "tag:twir-events.github.io,2025:";

/// Prints a feed of these events, the newest announcement first.
///
/// `base_url` is where the folder is hosted, with a slash at its end.
pub fn print(catalogue: &Catalogue, events: &[&Event], base_url: Option<&str>) -> String {
    let mut events = events.to_vec();
    events.sort_by(|a, b| (b.first_listed, a.days, &a.id).cmp(&(a.first_listed, b.days, &b.id)));
    let newest = catalogue.issues.last().map_or(catalogue.as_of, |issue| issue.date);
    let links = base_url.map(|base| {
        let link = |rel: &str, path: &str, kind: &str| Link {
            href: format!("{base}{path}"),
            rel: rel.to_owned(),
            mime_type: Some(kind.to_owned()),
            ..Link::default()
        };
        vec![link("self", "new.atom", "application/atom+xml"), link("alternate", "", "text/html")]
    });
    let feed = Feed {
        title: Text::plain("New Rust events"),
        subtitle: Some(Text::plain("Events newly announced in This Week in Rust")),
        id: format!("{TAG}new"),
        updated: midnight(newest),
        authors: vec![Person { name: "This Week in Rust".to_owned(), ..Person::default() }],
        generator: Some(Generator { value: "twir-events".to_owned(), ..Generator::default() }),
        links: links.unwrap_or_default(),
        lang: Some("en".to_owned()),
        entries: events.into_iter().map(|event| entry(catalogue, event)).collect(),
        ..Feed::default()
    };
    let mut out = feed.to_string();
    out.push('\n');
    out
}

fn entry(catalogue: &Catalogue, event: &Event) -> Entry {
    let at = words::location(event).map(|location| format!(", {location}")).unwrap_or_default();
    let summary = format!("{}{at}", words::days(event.days));
    Entry {
        title: Text::plain(words::summary(event)),
        id: format!("{TAG}event/{}", event.id),
        updated: midnight(event.last_modified),
        published: Some(midnight(event.first_listed)),
        links: event
            .url()
            .map(|url| Link { href: url.to_owned(), rel: "alternate".to_owned(), ..Link::default() })
            .into_iter()
            .collect(),
        categories: words::categories(event)
            .into_iter()
            .map(|term| Category { term, ..Category::default() })
            .collect(),
        summary: Some(Text::plain(text::clean(&summary).into_owned())),
        content: Some(Content {
            value: Some(format!("{summary}\n{}", words::description(catalogue, event))),
            content_type: Some("text".to_owned()),
            ..Content::default()
        }),
        ..Entry::default()
    }
}

fn midnight(day: NaiveDate) -> FixedDateTime {
    day.and_time(NaiveTime::MIN).and_utc().fixed_offset()
}
