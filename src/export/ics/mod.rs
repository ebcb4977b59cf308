//! iCal feeds (RFC 5545, RFC 7986), as Google, Apple, Outlook and Thunderbird subscribe to them.

mod event;
mod print;

use icalendar::{Calendar, Property};

pub use super::options::Withdrawn;

use crate::{
    catalogue::Catalogue,
    export::{format::OutputFormat, wording},
    map::HashMap,
    model::Event,
    selection::{History, Open},
    text,
};

/// What stands behind every UID. It never changes: a subscriber's program would take an event with
/// another UID for another event.
pub(super) const UID_SUFFIX: &str = "@twir-events";

/// Where the events come from, for feeds that are not hosted.
const NEWSLETTER: &str = "https://this-week-in-rust.org/";

/// A calendar.
pub(super) const FORMAT: OutputFormat = OutputFormat {
    name: "ics",
    about: "A calendar",
    live: Some("text/calendar; charset=utf-8"),
    open: Open::History(History::FEEDS),
    for_issue: false,
    print: |selected| {
        let header = Header::of_selection(&selected.description);
        Ok(print(selected.catalogue, &selected.events, &header, selected.withdrawn).into())
    },
};

/// What a feed says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// Its name in a list of calendars.
    pub name: String,
    /// One sentence.
    pub description: String,
    /// A page about the calendar; the newsletter's where it is `None`.
    pub url: Option<String>,
    /// Where the feed itself lies, when that is known.
    pub source: Option<String>,
}

impl Header {
    /// For a calendar made by hand or on request, from what [`Selection::describe`] says of it.
    ///
    /// [`Selection::describe`]: crate::selection::Selection::describe
    pub fn of_selection(description: &str) -> Self {
        let of = if description.is_empty() { String::new() } else { format!(": {description}") };
        let name = text::clean(&format!("Rust events{of}")).into_owned();
        let description = format!("{name}, as listed in This Week in Rust.");
        Self { name, description, url: None, source: None }
    }

    /// For the file of one event; `base_url` has a slash at its end.
    pub fn of_event(event: &Event, base_url: Option<&str>) -> Self {
        let name = wording::summary(event);
        let description = format!("{name}, as listed in This Week in Rust.");
        Self { name, description, url: base_url.map(str::to_owned), source: None }
    }
}

/// Prints a feed.
pub fn print(catalogue: &Catalogue, events: &[&Event], header: &Header, withdrawn: Withdrawn) -> String {
    Printer::new(catalogue, withdrawn).print(events, header)
}

/// Prints feeds that share events: each event once, for it stands in half a dozen of them.
pub(super) struct Printer<'a> {
    catalogue: &'a Catalogue,
    withdrawn: Withdrawn,
    printed: HashMap<String, String>,
}

impl<'a> Printer<'a> {
    /// With nothing printed so far.
    pub(super) fn new(catalogue: &'a Catalogue, withdrawn: Withdrawn) -> Self {
        Self { catalogue, withdrawn, printed: HashMap::default() }
    }

    /// Prints a feed.
    pub(super) fn print(&mut self, events: &[&Event], header: &Header) -> String {
        let mut out = String::new();
        print::begin(&mut out, &calendar(header));
        let mut empty = true;
        for event in events.iter().filter(|event| self.withdrawn.shows(event.status)) {
            empty = false;
            if let Some(text) = self.printed.get(&event.id) {
                out.push_str(text);
                continue;
            }
            let start = out.len();
            print::event(&mut out, &event::vevent(self.catalogue, event, self.withdrawn));
            self.printed.insert(event.id.clone(), out[start..].to_owned());
        }
        print::end(&mut out, empty);
        out
    }
}

/// Prints a calendar of these events.
pub(super) fn print_events(events: impl Iterator<Item = icalendar::Event>, header: &Header) -> String {
    let mut out = String::new();
    print::begin(&mut out, &calendar(header));
    let mut empty = true;
    for event in events {
        empty = false;
        print::event(&mut out, &event);
    }
    print::end(&mut out, empty);
    out
}

/// A calendar without events: what a feed says of itself.
fn calendar(header: &Header) -> Calendar {
    let mut calendar = Calendar::empty();
    let duration = |key: &str| Property::new(key, "P1D").add_parameter("VALUE", "DURATION").done();
    calendar
        .append_property(("VERSION", "2.0"))
        .append_property(("PRODID", "-//twir-events//twir-events//EN"))
        .append_property(("CALSCALE", "GREGORIAN"))
        .append_property(("NAME", header.name.as_str()))
        .append_property(("X-WR-CALNAME", header.name.as_str()))
        .append_property(("DESCRIPTION", header.description.as_str()))
        .append_property(("X-WR-CALDESC", header.description.as_str()))
        .append_property(("URL", header.url.as_deref().unwrap_or(NEWSLETTER)))
        .append_property(duration("REFRESH-INTERVAL"))
        .append_property(("X-PUBLISHED-TTL", "P1D"));
    if let Some(source) = &header.source {
        calendar.append_property(Property::new("SOURCE", source).add_parameter("VALUE", "URI").done());
    }
    calendar
}
