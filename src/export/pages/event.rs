//! A page for each event that the feeds hold: its permalink, with what search engines and chats read.

use askama::Template;
use serde_json::{Value, json};
use url::form_urlencoded::Serializer;

use super::{
    Site,
    shell::Shell,
    view::{self, EventRow},
};
use crate::{
    export::{
        feeds::{self, FeedKind},
        summary as title, wording,
    },
    model::Format,
    model::{Event, Status},
    output::Tree,
};

#[derive(Template)]
#[template(path = "pages/event.html")]
struct Page<'a> {
    shell: Shell,
    event: EventRow<'a>,
    heading: String,
    whereabouts: String,
    house: Option<String>,
    when: String,
    links: Vec<(&'a str, &'a str)>,
    /// What else is known of it: where it was listed, what changed.
    listed: Vec<String>,
    /// The event's calendar, where it is still to come.
    file: Option<String>,
    google: String,
    country: Option<(String, String)>,
    data: String,
}

pub(super) fn add(site: &Site<'_>, tree: &mut Tree) -> Result<(), askama::Error> {
    let Some(all) = site.feeds.iter().find(|feed| feed.kind == FeedKind::All) else { return Ok(()) };
    for event in &all.events {
        let path = path(event);
        let page = page(site, event, &path).render()?;
        tree.insert(path, page.into_bytes());
    }
    Ok(())
}

/// Where an event's page lies.
fn path(event: &Event) -> String {
    format!("pages/event/{}.html", event.id)
}

fn page<'a>(site: &'a Site<'_>, event: &'a Event, path: &str) -> Page<'a> {
    let heading = title::summary(event);
    let place = wording::location(event).unwrap_or_default();
    let days = wording::short_days(event.days);
    let at = if place.is_empty() { String::new() } else { format!(", {place}") };
    let shell = Shell::new(site, path, &heading, format!("{days}{at}. {}", wording::when(event)));
    let to_come = event.days.end() >= site.catalogue.as_of;
    let country = event.places.iter().find_map(|place| place.country);
    let lines = wording::paragraphs(site.catalogue, event).pop().unwrap_or_default();
    Page {
        event: view::row(site, event),
        whereabouts: wording::whereabouts(event),
        house: wording::house(event).filter(|_| event.format != Format::Virtual),
        when: wording::when(event),
        links: event
            .links
            .iter()
            .filter(|link| wording::is_page(&link.url))
            .map(|link| (link.url.as_str(), link.title.as_str()))
            .collect(),
        listed: lines.into_iter().map(|(text, _)| text).collect(),
        file: to_come.then(|| feeds::event_file(event)),
        google: google(event, &heading, &place),
        country: country.map(|country| {
            let name = site.knowledge.places.country_name(country).to_owned();
            (country.code().to_ascii_lowercase(), name)
        }),
        data: data(site, event, &shell).to_string().replace('<', "\\u003c"),
        heading,
        shell,
    }
}

/// Google Calendar's template: <https://github.com/InteractionDesignFoundation/add-event-to-calendar-docs/blob/main/services/google.md>.
fn google(event: &Event, heading: &str, place: &str) -> String {
    let stamp = |time: chrono::DateTime<chrono::FixedOffset>| {
        time.with_timezone(&chrono::Utc).format("%Y%m%dT%H%M%SZ").to_string()
    };
    let day = |day: chrono::NaiveDate| day.format("%Y%m%d").to_string();
    let dates = match (event.starts_at, event.ends_at) {
        (Some(start), end) => format!("{}/{}", stamp(start), stamp(end.unwrap_or(start))),
        (None, _) => {
            let end = event.days.end().succ_opt().unwrap_or(event.days.end());
            format!("{}/{}", day(event.days.start()), day(end))
        }
    };
    let details = event.url().unwrap_or_default();
    let query = Serializer::new(String::new())
        .append_pair("action", "TEMPLATE")
        .append_pair("text", heading)
        .append_pair("dates", &dates)
        .append_pair("details", details)
        .append_pair("location", place)
        .finish();
    format!("https://calendar.google.com/calendar/render?{query}")
}

/// What search engines read: <https://schema.org/Event>.
fn data(site: &Site<'_>, event: &Event, shell: &Shell) -> Value {
    let online = json!({"@type": "VirtualLocation", "url": event.url().or(shell.address.as_deref())});
    let mut locations: Vec<Value> = Vec::new();
    if event.format != Format::Virtual {
        locations.extend(event.places.iter().filter_map(|place| {
            let venue = event.venue.as_ref();
            let house = venue.and_then(|venue| venue.name.clone());
            Some(json!({
                "@type": "Place",
                "name": house.or_else(|| wording::place(place))?,
                "address": {
                    "@type": "PostalAddress",
                    "streetAddress": venue.and_then(|venue| venue.address.clone()),
                    "addressLocality": place.known_city.as_ref().or(place.city.as_ref()),
                    "addressRegion": place.subdivision,
                    "addressCountry": place.country.map(|country| country.code().to_owned()),
                },
            }))
        }));
    }
    if event.format != Format::InPerson {
        locations.push(online);
    }
    let organizers: Vec<Value> = event
        .groups
        .iter()
        .map(|group| json!({"@type": "Organization", "name": group.name, "url": group.url}))
        .collect();
    let mode = match event.format {
        Format::InPerson => "OfflineEventAttendanceMode",
        Format::Virtual => "OnlineEventAttendanceMode",
        Format::Hybrid => "MixedEventAttendanceMode",
    };
    let start = event.starts_at.map_or(event.days.start().to_string(), |time| time.to_rfc3339());
    let end = event.ends_at.map_or(event.days.end().to_string(), |time| time.to_rfc3339());
    let mut data = json!({
        "@context": "https://schema.org",
        "@type": "Event",
        "name": title::named(event),
        "startDate": start,
        "endDate": end,
        "eventAttendanceMode": format!("https://schema.org/{mode}"),
        "location": locations,
        "organizer": organizers,
        "url": event.url(),
        "description": wording::description(site.catalogue, event),
    });
    let status = match event.status {
        Status::Scheduled => Some("EventScheduled"),
        Status::Cancelled if wording::is_postponed(event) => Some("EventPostponed"),
        Status::Cancelled => Some("EventCancelled"),
        // Nobody said so; search engines have no word for "perhaps not".
        Status::Withdrawn => None,
    };
    if let (Some(status), Some(members)) = (status, data.as_object_mut()) {
        members.insert("eventStatus".to_owned(), format!("https://schema.org/{status}").into());
    }
    data
}
