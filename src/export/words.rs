//! What feeds and pages say of an event in words.

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::title;
use crate::{
    catalogue::Catalogue,
    days::Days,
    event::{Change, ChangeKind, Event, Status},
    listing::Format,
    place::{Gazetteer, Place, printed},
    text,
};

/// Text for one line of a calendar or page: without line breaks, control characters and HTML
/// elements, which a listing may hold and no calendar shows. `Vec<T>` and `<dyn Trait>` stay.
pub fn one_line(text: &str) -> String {
    let text = text::clean(text);
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_ref();
    while let Some((before, inside)) = rest.split_once('<') {
        out.push_str(before);
        match inside.split_once('>') {
            Some((tag, after)) if is_element(tag) => rest = after,
            _ => {
                out.push('<');
                rest = inside;
            }
        }
    }
    out.push_str(rest);
    text::clean(&out).into_owned()
}

/// Whether what stands between `<` and `>` begins with the name of an element of HTML.
fn is_element(tag: &str) -> bool {
    const ELEMENTS: [&str; 30] = [
        "a", "b", "big", "br", "code", "del", "details", "div", "em", "font", "h1", "h2", "h3", "hr", "i",
        "iframe", "img", "ins", "kbd", "p", "q", "s", "script", "small", "span", "strong", "style", "sub",
        "sup", "u",
    ];
    let name = tag.trim_start_matches('/');
    let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    ELEMENTS.contains(&name[..end].to_ascii_lowercase().as_str())
}

/// A title that reads on its own among the events of other groups: one that any group might use
/// (`October Meetup`, `Topic TBD`) gets its group before it, or its city behind it.
pub fn summary(event: &Event) -> String {
    let title = one_line(&event.title);
    let group = event.groups.first().map(|group| one_line(&group.name));
    if title.is_empty() {
        return group.unwrap_or_else(|| "Rust event".to_owned());
    }
    if !title::is_generic(&title) {
        return title;
    }
    let folded = text::fold(&title);
    let named = match group {
        Some(group) if text::fold(&group).contains(&folded) => group,
        Some(group) if !folded.contains(&text::fold(&group)) => format!("{group}: {title}"),
        _ => title,
    };
    match event.places.iter().find_map(city) {
        Some(city) if title::is_generic(&named) => format!("{named} ({})", one_line(city)),
        _ => named,
    }
}

fn city(place: &Place) -> Option<&str> {
    place.city.as_deref().or(place.known_city.as_deref())
}

/// One place for people and maps, the country by its name: `Portland, OR, United States`.
pub fn place(place: &Place) -> Option<String> {
    let gazetteer = Gazetteer::bundled();
    let country = place.country.map(|country| gazetteer.country_name(country));
    let subdivision = place.subdivision.as_deref();
    // An area of a country, such as a state without a city, by its name.
    let named = match (city(place), place.country, subdivision) {
        (None, Some(country), Some(code)) => gazetteer.subdivision_name(country, code),
        _ => None,
    };
    let parts: Vec<&str> = [city(place), named.or(subdivision), country].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn places(event: &Event) -> Option<String> {
    let places: Vec<String> = event.places.iter().filter_map(place).collect();
    (!places.is_empty()).then(|| places.join("; "))
}

/// Where it is in the newsletter's short style, `Portland, OR, US`; empty for a virtual event.
pub fn short_places(event: &Event) -> String {
    if event.format == Format::Virtual {
        return String::new();
    }
    event.places.iter().map(printed).collect::<Vec<_>>().join("; ")
}

/// Where to go: the places, or `Online`.
pub fn location(event: &Event) -> Option<String> {
    if event.format == Format::Virtual { Some("Online".to_owned()) } else { places(event) }
}

/// How one takes part, in one word.
pub fn format(format: Format) -> &'static str {
    match format {
        Format::InPerson => "In person",
        Format::Virtual => "Online",
        Format::Hybrid => "Hybrid",
    }
}

/// How and where one takes part, as a sentence.
pub fn whereabouts(event: &Event) -> String {
    match (event.format, places(event)) {
        (Format::InPerson, Some(places)) => format!("In person in {places}."),
        (Format::InPerson, None) => "In person.".to_owned(),
        (Format::Virtual, Some(places)) => format!("Online, hosted from {places}."),
        (Format::Virtual, None) => "Online.".to_owned(),
        (Format::Hybrid, Some(places)) => format!("In person in {places}, and online."),
        (Format::Hybrid, None) => "In person and online.".to_owned(),
    }
}

/// Words to file an event under: format, region, country.
pub fn categories(event: &Event) -> Vec<String> {
    let gazetteer = Gazetteer::bundled();
    let mut out = vec!["Rust".to_owned(), format(event.format).to_owned()];
    for place in &event.places {
        let region = place.region.map(|region| region.heading().to_owned());
        let country = place.country.map(|country| gazetteer.country_name(country).to_owned());
        for word in [region, country].into_iter().flatten() {
            if !out.contains(&word) {
                out.push(word);
            }
        }
    }
    out
}

/// Everything worth reading in a calendar, several lines. It names only what is fixed or in the
/// event's history.
pub fn description(catalogue: &Catalogue, event: &Event) -> String {
    let mut lines = Vec::new();
    if let Some(note) = note(event) {
        lines.extend([note, String::new()]);
    }
    lines.push(whereabouts(event));
    if let Some(time) = local_time(event) {
        lines.push(time);
    }
    if event.paid {
        lines.push("Tickets cost money.".to_owned());
    }
    for group in &event.groups {
        lines.push(match &group.url {
            Some(url) => format!("Group: {} {url}", group.name),
            None => format!("Group: {}", group.name),
        });
    }
    if !event.links.is_empty() {
        lines.push(String::new());
    }
    lines.extend(event.links.iter().map(|link| format!("{}: {}", link.title, link.url)));
    lines.push(String::new());
    lines.push(first_listed(catalogue, event));
    lines.extend(event.history.iter().map(change));
    let lines: Vec<String> = lines.iter().map(|line| one_line(line)).collect();
    lines.join("\n")
}

/// What to know before going, for an event that may not take place.
pub fn note(event: &Event) -> Option<String> {
    match event.status {
        Status::Scheduled => None,
        Status::Withdrawn => Some(format!(
            "No longer listed since the issue of {}: it may not take place. Ask the organisers.",
            event.last_modified
        )),
        Status::Cancelled => Some("Cancelled.".to_owned()),
    }
}

fn first_listed(catalogue: &Catalogue, event: &Event) -> String {
    let number = catalogue.listings_of(event).next().and_then(|listing| listing.source.issue);
    match number {
        Some(number) => format!("First listed in This Week in Rust {number} ({}).", event.first_listed),
        None => format!("First listed in This Week in Rust of {}.", event.first_listed),
    }
}

/// `2025-11-02`, or `2025-11-02 to 2025-11-04`.
pub fn days(days: Days) -> String {
    if days.start() == days.end() {
        days.start().to_string()
    } else {
        format!("{} to {}", days.start(), days.end())
    }
}

/// `Sunday, 2 November 2025`.
pub fn long_day(day: NaiveDate) -> String {
    day.format("%A, %-d %B %Y").to_string()
}

/// The time at the place, when a source gave it.
pub fn local_time(event: &Event) -> Option<String> {
    let start = event.starts_at?;
    let zone = |time: DateTime<FixedOffset>| match event.time_zone {
        Some(zone) => time.with_timezone(&zone).naive_local(),
        None => time.naive_local(),
    };
    let clock = "%H:%M";
    let (from, to) = (zone(start), event.ends_at.map(zone));
    let until = match to {
        Some(to) if to.date() == from.date() => format!(" to {}", to.format(clock)),
        Some(to) => format!(" to {}, {}", long_day(to.date()), to.format(clock)),
        None => String::new(),
    };
    let name =
        event.time_zone.map_or_else(|| format!("UTC{}", start.offset()), |zone| zone.name().to_owned());
    Some(format!("{}, {}{until} ({name}).", long_day(from.date()), from.format(clock)))
}

/// A change as a sentence.
pub fn change(change: &Change) -> String {
    let list = |places: &[Place]| {
        let places: Vec<String> = places.iter().filter_map(place).collect();
        if places.is_empty() { "no place".to_owned() } else { places.join("; ") }
    };
    let what = match &change.kind {
        ChangeKind::Moved { from, to } => format!("Moved from {} to {}", days(*from), days(*to)),
        ChangeKind::Retitled { from, .. } => format!("Title changed from \u{201c}{from}\u{201d}"),
        ChangeKind::Relocated { from, to } => format!("Place changed from {} to {}", list(from), list(to)),
        ChangeKind::Relinked { .. } => "Link changed".to_owned(),
        ChangeKind::Reformatted { from, to } => {
            format!("Changed from {} to {}", format(*from).to_lowercase(), format(*to).to_lowercase())
        }
        ChangeKind::Withdrawn => "No longer listed".to_owned(),
        ChangeKind::Reinstated => "Listed again".to_owned(),
        ChangeKind::Cancelled => "Cancelled".to_owned(),
        ChangeKind::Reworded => "Details changed".to_owned(),
    };
    format!("{what} (issue of {}).", change.issue_date)
}
