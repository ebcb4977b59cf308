//! The Atom feed of newly announced events (RFC 4287).

use atom_syndication::{Category, Content, Entry, Feed, FixedDateTime, Generator, Link, Person, Text};
use chrono::{NaiveDate, NaiveTime};

use super::{format::OutputFormat, wording};
use crate::{
    catalogue::Catalogue,
    model::Event,
    selection::{History, Open},
    text,
};

/// The beginning of every id (RFC 4151): readers know an entry by it for ever.
const TAG: &str = "tag:twir-events.github.io,2025:";

/// A feed of announcements.
pub(super) const FORMAT: OutputFormat = OutputFormat {
    name: "atom",
    about: "A feed of announcements",
    live: Some("application/atom+xml; charset=utf-8"),
    open: Open::History(History::FEEDS),
    for_issue: false,
    print: |selected| {
        let head = Head::of_selection(&selected.description);
        Ok(print(selected.catalogue, &selected.events, &head).into())
    },
};

/// What a feed says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Its name in a feed reader.
    pub title: String,
    /// Where it lies in the folder: `new.atom`. Its id is made of it.
    pub path: String,
    /// Where the folder is hosted, with a slash at its end.
    pub base_url: Option<String>,
}

impl Head {
    /// For a feed made by hand or on request, from what [`Selection::describe`] says of it.
    ///
    /// [`Selection::describe`]: crate::selection::Selection::describe
    pub fn of_selection(description: &str) -> Self {
        let slug = text::slug(description);
        let (of, path) = match (description.is_empty(), slug.is_empty()) {
            (true, _) => (String::new(), "new".to_owned()),
            (false, true) => (format!(": {description}"), "new/selection".to_owned()),
            (false, false) => (format!(": {description}"), format!("new/{slug}")),
        };
        Self {
            title: text::clean(&format!("New Rust events{of}")).into_owned(),
            path: format!("{path}.atom"),
            base_url: None,
        }
    }
}

/// Prints a feed of these events, the newest announcement first.
pub fn print(catalogue: &Catalogue, events: &[&Event], head: &Head) -> String {
    let mut events = events.to_vec();
    events.sort_by(|a, b| (b.first_listed, a.days, &a.id).cmp(&(a.first_listed, b.days, &b.id)));
    let newest = catalogue.issues.last().map_or(catalogue.as_of, |issue| issue.date);
    let changed = events.iter().map(|event| event.last_modified).max();
    let links = head.base_url.as_deref().map(|base| {
        let link = |rel: &str, path: &str, kind: &str| Link {
            href: format!("{base}{path}"),
            rel: rel.to_owned(),
            mime_type: Some(kind.to_owned()),
            ..Link::default()
        };
        vec![link("self", &head.path, "application/atom+xml"), link("alternate", "", "text/html")]
    });
    let stem = head.path.trim_end_matches(".atom");
    let feed = Feed {
        title: Text::plain(head.title.as_str()),
        subtitle: Some(Text::plain("Events newly announced in This Week in Rust")),
        id: format!("{TAG}{stem}"),
        updated: midnight(changed.map_or(newest, |changed| changed.max(newest))),
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

/// The day stands in the title, because a list of news shows nothing else.
fn entry(catalogue: &Catalogue, event: &Event) -> Entry {
    let at = wording::location(event).map(|location| format!(", {location}")).unwrap_or_default();
    let days = wording::short_days(event.days);
    let summary = format!("{days}{at}");
    Entry {
        title: Text::plain(format!("{days}: {}", wording::summary(event))),
        id: format!("{TAG}event/{}", event.id),
        updated: midnight(event.last_modified),
        published: Some(midnight(event.first_listed)),
        links: event
            .url()
            .map(|url| Link { href: url.to_owned(), rel: "alternate".to_owned(), ..Link::default() })
            .into_iter()
            .collect(),
        categories: wording::categories(event)
            .into_iter()
            .map(|term| Category { term, ..Category::default() })
            .collect(),
        content: Some(Content {
            value: Some(content(catalogue, event, &summary)),
            content_type: Some("html".to_owned()),
            ..Content::default()
        }),
        summary: Some(Text::plain(text::clean(&summary).into_owned())),
        ..Entry::default()
    }
}

/// Paragraphs of HTML, in which nothing lives but links to pages.
fn content(catalogue: &Catalogue, event: &Event, summary: &str) -> String {
    let mut out = format!("<p>{}</p>", escape(&wording::one_line(summary)));
    for lines in wording::paragraphs(catalogue, event) {
        let lines: Vec<String> = lines.iter().map(|(text, url)| line(text, url.as_deref())).collect();
        out.extend(["\n<p>", &lines.join("<br>"), "</p>"]);
    }
    out
}

fn line(text: &str, url: Option<&str>) -> String {
    let text = wording::one_line(text);
    match url.filter(|url| wording::is_page(url)) {
        Some(url) => {
            let shown = if text.is_empty() { url } else { &text };
            format!("<a href=\"{}\">{}</a>", escape(url), escape(shown))
        }
        None => escape(&text),
    }
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}

fn midnight(day: NaiveDate) -> FixedDateTime {
    day.and_time(NaiveTime::MIN).and_utc().fixed_offset()
}
