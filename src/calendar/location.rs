//! Where an event is and how one takes part, from everything that its calendar says: LOCATION, GEO, the
//! address below `Address:`, and what is known of the group.

use super::{
    CalendarReader,
    platform::{Seen, lines_below, links},
};
use crate::{
    link::{self, LinkId},
    model::{Format, Group, Place, Venue},
    place::{Hints, printed},
    text::clean,
};

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Whereabouts {
    pub format: Option<Format>,
    pub places: Vec<Place>,
    /// In the calendar's words.
    pub written: String,
    pub venue: Option<Venue>,
    pub notes: Vec<String>,
    pub questions: Vec<String>,
}

/// Finds it. `page` is the event's own page, `zone` the one in which the calendar writes its time.
pub(super) fn find(
    seen: &Seen<'_>,
    page: Option<&str>,
    group: Option<&Group>,
    zone: Option<chrono_tz::Tz>,
    reader: &mut CalendarReader<'_>,
) -> Whereabouts {
    let mut out = Whereabouts::default();
    let location = seen.location.trim();
    let hints = Hints { at: coordinates(seen), zone };
    // A link says that it is online where it leads into a call, and nothing where it leads to the page.
    let urls = links(location);
    let call = urls.iter().any(|url| link::is_call(url));
    let own_host = page.filter(|_| !urls.is_empty()).and_then(host).filter(|_| seen.has_page_elsewhere());
    let own = |url: &String| own_host.is_some() && host(url) == own_host || is_event_page(url);
    let elsewhere = urls.iter().any(|url| !own(url) && !link::is_call(url) && link::aside(url).is_none());
    let words = without_links(location);
    out.written = clean(&words).into_owned();
    let mut address = reader.address(&words, hints);
    let mut text = words;
    let better =
        |address: &crate::place::Address| address.place.as_ref().is_some_and(|place| place.city.is_some());
    if !better(&address) {
        let more =
            lines_below(&seen.description, "Address:").map(str::to_owned).into_iter().chain(structured(seen));
        for more in more {
            let found = reader.address(&more, hints);
            if better(&found) || address.place.is_none() && found.place.is_some() {
                address = crate::place::Address { format: address.format.or(found.format), ..found };
                text = more;
            }
            if better(&address) {
                break;
            }
        }
    }
    let online = call
        || address.format == Some(Format::Virtual)
        || (address.format.is_none() && address.place.is_none() && elsewhere);
    let home = group.and_then(|group| home(group, reader));
    out.format = match (address.format, &address.place) {
        (Some(format), _) if !(call && format == Format::InPerson) => Some(format),
        (_, Some(_)) if call => Some(Format::Hybrid),
        (_, Some(_)) => Some(Format::InPerson),
        (_, None) if online => Some(Format::Virtual),
        (_, None) => None,
    };
    let usual = home.as_ref().map(printed).unwrap_or_default();
    match address.place {
        Some(place) => {
            if address.unsure && out.format != Some(Format::Virtual) {
                let what =
                    if out.written.is_empty() { clean(&text).into_owned() } else { out.written.clone() };
                let hint = home
                    .as_ref()
                    .map(|_| format!("; its group usually meets in {usual}"))
                    .unwrap_or_default();
                out.questions.push(format!("the city of `{}` is not known for sure{hint}", short(&what)));
            }
            out.places.push(place);
        }
        None => match (out.format, home) {
            // An evening online is at home where its group is.
            (Some(Format::Virtual), home) => out.places.extend(home),
            (_, Some(home)) if !address.unsure || out.written.is_empty() => {
                out.notes.push(format!(
                    "its calendar gives no place; {usual}, where its group usually meets, was taken"
                ));
                out.format = Some(out.format.unwrap_or(Format::InPerson));
                out.places.push(home);
            }
            (_, home) => {
                let hint = home.map(|_| format!("; its group usually meets in {usual}")).unwrap_or_default();
                let what = if out.written.is_empty() {
                    "its calendar says nothing of where it is".to_owned()
                } else {
                    format!("the city of `{}` is not known", short(&out.written))
                };
                out.questions.push(format!("{what}{hint}"));
            }
        },
    }
    if out.format != Some(Format::Virtual) {
        out.venue = venue(&text);
    }
    out
}

/// Where a group usually meets.
pub(super) fn home(group: &Group, reader: &CalendarReader<'_>) -> Option<Place> {
    let groups = &reader.knowledge.groups;
    let known = group
        .url
        .as_deref()
        .and_then(|url| groups.canonical(url))
        .or_else(|| groups.canonical(&group.name))?;
    let city = known.city.as_deref()?;
    let places = &reader.knowledge.places;
    let fits = |row: &&crate::knowledge::City| {
        Some(row.country) == known.country
            && (row.subdivision == known.subdivision
                || known.subdivision.is_none()
                || row.subdivision.is_none())
    };
    places.cities(city).into_iter().find(fits).map(|city| places.place_of(city))
}

/// GEO (RFC 5545, section 3.8.1.6), or the point of Apple's structured location.
fn coordinates(seen: &Seen<'_>) -> Option<(f64, f64)> {
    let pair = |text: &str, mark| {
        let (north, east) = text.split_once(mark)?;
        let (north, east) = (north.trim().parse::<f64>().ok()?, east.trim().parse::<f64>().ok()?);
        let real = north.abs() <= 90.0 && east.abs() <= 180.0 && (north != 0.0 || east != 0.0);
        real.then_some((north, east))
    };
    let geo = seen.event.text("GEO").and_then(|text| pair(&text, ';').or_else(|| pair(&text, ',')));
    geo.or_else(|| {
        let line = seen.event.line("X-APPLE-STRUCTURED-LOCATION")?;
        pair(line.raw.split("geo:").nth(1)?, ',')
    })
}

/// The address of Apple's structured location.
fn structured(seen: &Seen<'_>) -> Option<String> {
    let line = seen.event.line("X-APPLE-STRUCTURED-LOCATION")?;
    Some(line.param("X-ADDRESS")?.replace("\\\\n", "\n").replace("\\n", "\n").replace("\\,", ","))
}

fn venue(text: &str) -> Option<Venue> {
    let line = clean(&text.replace('\n', ", ")).into_owned();
    if line.is_empty() || !line.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    // What stands before the first comma is the house, unless it is the street.
    let first = line.split(',').next().unwrap_or_default().trim();
    let named = line.contains(',') && !first.contains(|c: char| c.is_ascii_digit()) && !first.is_empty();
    Some(Venue { name: named.then(|| first.to_owned()), address: Some(line) })
}

fn without_links(text: &str) -> String {
    let lines = text.lines().map(|line| {
        line.split_whitespace().filter(|word| !word.contains("://")).collect::<Vec<_>>().join(" ")
    });
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Whether a link is the page of an event on a platform, and so no call.
fn is_event_page(url: &str) -> bool {
    matches!(link::identity(url), LinkId::Meetup { event: Some(_), .. } | LinkId::Page { .. })
}

fn host(url: &str) -> Option<String> {
    let url = link::canonical(url).ok()?;
    Some(url::Url::parse(&url).ok()?.host_str()?.trim_start_matches("www.").to_owned())
}

/// For messages.
fn short(text: &str) -> String {
    text.chars().take(80).collect()
}
