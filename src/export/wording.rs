//! What feeds and pages say of an event in words.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate};

pub use super::summary::summary;
use crate::{
    catalogue::Catalogue,
    knowledge::Gazetteer,
    model::{Change, ChangeKind, Days, Event, Format, Place, SaidBy, Status},
    place::printed,
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
    // A line break of Markdown at the end of what was a line.
    text::clean(&out).trim_end_matches(['\\', ' ']).to_owned()
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

/// Codes of subdivisions have at most three characters (ISO 3166-2); what is longer is a name.
const LONGEST_CODE: usize = 3;

fn city(place: &Place) -> Option<&str> {
    place.city.as_deref().or(place.known_city.as_deref())
}

/// One place for people and maps, the country by its name: `Portland, OR, United States`.
pub fn place(place: &Place) -> Option<String> {
    let gazetteer = Gazetteer::bundled();
    let country = place.country.map(|country| gazetteer.country_name(country));
    // `Leipzig, Germany`: only where there are many Portlands does a person write the state.
    let told = |code: &&str| {
        let divided = place.country.is_none_or(|country| gazetteer.is_divided(country));
        divided || city(place).is_none() || code.chars().count() > LONGEST_CODE
    };
    let subdivision = place.subdivision.as_deref().filter(told);
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

/// Where to go: the house with its address where a source named it, else the places, or `Online`.
pub fn location(event: &Event) -> Option<String> {
    if event.format == Format::Virtual {
        Some("Online".to_owned())
    } else {
        house(event).or_else(|| places(event))
    }
}

/// The house with its address, for maps: with the place behind it where the address does not name the city.
pub fn house(event: &Event) -> Option<String> {
    let venue = event.venue.as_ref()?;
    let (name, address) = (venue.name.as_deref().map(one_line), venue.address.as_deref().map(one_line));
    let house = match (name, address) {
        (Some(name), Some(address)) if address.contains(&name) => address,
        (Some(name), Some(address)) => format!("{name}, {address}"),
        (name, address) => name.or(address)?,
    };
    let folded = text::fold(&house);
    let named = event.places.iter().filter_map(city).any(|city| folded.contains(&text::fold(city)));
    match places(event).filter(|_| !named) {
        Some(places) => Some(format!("{house}, {places}")),
        None => Some(house),
    }
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

/// Everything worth reading in a calendar, several lines: whether it takes place, what, where, when,
/// who, links, where it was listed. It names only what is fixed or in the event's history.
pub fn description(catalogue: &Catalogue, event: &Event) -> String {
    let lines: Vec<String> = paragraphs(catalogue, event)
        .iter()
        .map(|lines| {
            lines.iter().map(|(text, url)| line(text, url.as_deref())).collect::<Vec<_>>().join("\n")
        })
        .collect();
    lines.join("\n\n")
}

fn line(text: &str, url: Option<&str>) -> String {
    let text = one_line(text);
    match url {
        Some(url) if text.is_empty() => url.to_owned(),
        Some(url) => format!("{text}: {url}"),
        None => text,
    }
}

/// The paragraphs of a [`description`]: lines, each with the address that it leads to.
pub fn paragraphs(catalogue: &Catalogue, event: &Event) -> Vec<Vec<(String, Option<String>)>> {
    let plain = |text: String| (text, None);
    let mut facts: Vec<(String, Option<String>)> = note(event).map(plain).into_iter().collect();
    let title = one_line(&event.title);
    if !title.is_empty() {
        facts.push(plain(title));
    }
    facts.push(plain(whereabouts(event)));
    if event.places.iter().any(|place| place.inferred) {
        facts.push(plain(
            "The newsletter names only the country; the city is the group's or the title's.".to_owned(),
        ));
    }
    facts.extend(house(event).filter(|_| event.format != Format::Virtual).map(plain));
    facts.push(plain(when(event)));
    if event.paid {
        facts.push(plain("Tickets cost money.".to_owned()));
    }
    let groups = event.groups.iter().map(|group| (format!("By {}", group.name), group.url.clone()));
    let links = event.links.iter().map(|link| {
        // The title stands above already.
        let name = if link.title == event.title { "Page" } else { link.title.as_str() };
        (name.to_owned(), Some(link.url.clone()))
    });
    let listed = std::iter::once(first_listed(catalogue, event)).chain(event.history.iter().map(change));
    let all = [facts, groups.collect(), links.collect(), listed.map(plain).collect()];
    all.into_iter().filter(|lines: &Vec<_>| !lines.is_empty()).collect()
}

/// The time at the place, or that there is none, and whose day it then is.
pub fn when(event: &Event) -> String {
    if let Some(time) = local_time(event) {
        return time;
    }
    let see = if event.url().is_some() { "see the page for the time" } else { "ask the group for the time" };
    match event.format {
        Format::InPerson => format!("The newsletter gives no time: {see}."),
        Format::Virtual => {
            format!("The newsletter gives no time: {see}. The day is the one at its host's.")
        }
        Format::Hybrid => format!("The newsletter gives no time: {see}. The day is the one at the place."),
    }
}

/// What to know before going, for an event that may not take place.
pub fn note(event: &Event) -> Option<String> {
    match event.status {
        Status::Scheduled => None,
        Status::Withdrawn => Some(format!(
            "No longer listed since the issue of {}: it may not take place. Ask the organisers.",
            event.last_modified
        )),
        Status::Cancelled if is_postponed(event) => {
            Some("Postponed, its organisers say; no new day is known.".to_owned())
        }
        Status::Cancelled => Some("Cancelled.".to_owned()),
    }
}

/// Whether an event that is not on its day is to come on another.
pub fn is_postponed(event: &Event) -> bool {
    event.history.last().is_some_and(|change| change.kind == ChangeKind::Postponed)
}

fn first_listed(catalogue: &Catalogue, event: &Event) -> String {
    if event.candidate {
        return "From its organisers' calendar; not listed in This Week in Rust so far.".to_owned();
    }
    let number = catalogue.listings_of(event).next().and_then(|listing| listing.source.issue);
    match number {
        Some(number) => format!("First listed in This Week in Rust {number} ({}).", event.first_listed),
        None => format!("First listed in This Week in Rust of {}.", event.first_listed),
    }
}

/// A day as people say it, beside another: `16 September`, `16–18 September`, with the year where the two
/// have not the same.
pub fn told_days(told: Days, beside: Days) -> String {
    let (start, end) = (told.start(), told.end());
    let years = [start, end, beside.start(), beside.end()].map(|day| day.year());
    let one_year = years.iter().all(|year| *year == years[0]);
    let full = |day: NaiveDate| {
        let form = if one_year { "%-d %B" } else { "%-d %B %Y" };
        day.format(form).to_string()
    };
    if start == end {
        full(start)
    } else if (start.year(), start.month()) == (end.year(), end.month()) {
        format!("{}\u{2013}{}", start.day(), full(end))
    } else {
        format!("{} \u{2013} {}", full(start), full(end))
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

/// `Sun, 2 Nov 2025`, or `2–4 Nov 2025`, with as much of the first day as differs.
pub fn short_days(days: Days) -> String {
    let (start, end) = (days.start(), days.end());
    let until = end.format("%-d %b %Y");
    if start == end {
        return start.format("%a, %-d %b %Y").to_string();
    }
    match (start.year() == end.year(), start.month() == end.month()) {
        (true, true) => format!("{}\u{2013}{until}", start.day()),
        (true, false) => format!("{} \u{2013} {until}", start.format("%-d %b")),
        (false, _) => format!("{} \u{2013} {until}", start.format("%-d %b %Y")),
    }
}

/// Whether an address leads to a page: what a listing says must not be run.
pub fn is_page(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
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

/// The hour at the place, `18:30`, when a source gave it.
pub fn local_clock(event: &Event) -> Option<String> {
    let start = event.starts_at?;
    let local =
        event.time_zone.map_or_else(|| start.naive_local(), |zone| start.with_timezone(&zone).naive_local());
    Some(local.format("%H:%M").to_string())
}

/// A change as a sentence.
pub fn change(change: &Change) -> String {
    let list = |places: &[Place]| {
        let places: Vec<String> = places.iter().filter_map(place).collect();
        if places.is_empty() { "no place".to_owned() } else { places.join("; ") }
    };
    let what = match &change.kind {
        ChangeKind::Moved { from, to } => {
            format!("Moved from {} to {}", told_days(*from, *to), told_days(*to, *from))
        }
        ChangeKind::Retitled { from, .. } => format!("Title changed from \u{201c}{from}\u{201d}"),
        ChangeKind::Relocated { from, to } => format!("Place changed from {} to {}", list(from), list(to)),
        ChangeKind::Relinked { .. } => "Link changed".to_owned(),
        ChangeKind::Reformatted { from, to } => {
            format!("Changed from {} to {}", format(*from).to_lowercase(), format(*to).to_lowercase())
        }
        ChangeKind::Withdrawn => "No longer listed".to_owned(),
        ChangeKind::Reinstated => "Listed again".to_owned(),
        ChangeKind::Cancelled => "Cancelled".to_owned(),
        ChangeKind::Postponed => "Postponed; no new day is known".to_owned(),
        ChangeKind::Reworded => "Details changed".to_owned(),
    };
    match change.by {
        SaidBy::Issue => format!("{what} (issue of {}).", change.issue_date),
        SaidBy::Calendar => format!("{what} (its calendar, {}).", change.issue_date),
    }
}
