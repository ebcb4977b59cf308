//! An iCalendar file (RFC 5545).

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use icalendar::parser::{Component, Property, read_calendar, unfold};

use super::{Brought, Incoming, Reader, group, link};
use crate::{days::Days, listing::Format, place::Place, text};

/// A point in time as the calendar writes it.
#[derive(Debug, Clone, Copy)]
enum Moment {
    /// `VALUE=DATE`
    Day(NaiveDate),
    /// With a `TZID`, or floating: the local time at the event.
    Local(NaiveDateTime),
    /// With a `Z`.
    Utc(DateTime<Utc>),
}

pub(super) fn read(text: &str, reader: &mut Reader<'_>) -> Result<Brought, String> {
    let end = text.trim_end().lines().next_back().unwrap_or_default();
    if !end.trim().eq_ignore_ascii_case("END:VCALENDAR") {
        return Err("it breaks off before END:VCALENDAR".to_owned());
    }
    let unfolded = unfold(text);
    let calendar =
        read_calendar(&unfolded).map_err(|error| format!("damaged iCalendar: {}", short(&error)))?;
    let header = |name: &str| {
        let found =
            calendar.properties.iter().find(|property| property.name.as_str().eq_ignore_ascii_case(name));
        found.map(value).filter(|value| !value.is_empty())
    };
    let name = header("NAME").or_else(|| header("X-WR-CALNAME"));
    let url = header("URL").filter(|url| url.starts_with("http"));
    let zone = header("X-WR-TIMEZONE").and_then(|zone| zone.parse::<Tz>().ok());
    let mut brought = Brought::default();
    let events =
        calendar.components.iter().filter(|component| component.name.as_str().eq_ignore_ascii_case("VEVENT"));
    for event in events {
        if property(event, "STATUS").is_some_and(|status| status.eq_ignore_ascii_case("CANCELLED")) {
            brought.cancelled += 1;
            continue;
        }
        let title = property(event, "SUMMARY").unwrap_or_default();
        let title = text::clean(&title).into_owned();
        let usable = incoming(event, &title, name.as_deref(), url.as_deref(), zone, reader);
        match usable {
            Ok(incoming) => brought.events.push(incoming),
            Err(reason) => brought.unusable.push(format!("`{title}`: {reason}")),
        }
        if event.find_prop("RRULE").is_some() || event.find_prop("RDATE").is_some() {
            brought.unusable.push(format!("`{title}`: it recurs; only its first occurrence was read"));
        }
    }
    Ok(brought)
}

fn incoming(
    event: &Component<'_>,
    title: &str,
    calendar: Option<&str>,
    calendar_url: Option<&str>,
    calendar_zone: Option<Tz>,
    reader: &mut Reader<'_>,
) -> Result<Incoming, String> {
    if title.is_empty() {
        return Err("it has no SUMMARY".to_owned());
    }
    let start = moment(event, "DTSTART").ok_or("it has no DTSTART that can be read")?;
    let location = property(event, "LOCATION").unwrap_or_default();
    let description = property(event, "DESCRIPTION").unwrap_or_default();
    let (format, places) = whereabouts(&location, reader).ok_or("it says nothing of where it is")?;
    let zone = places.iter().find_map(|place| place.time_zone).or(calendar_zone).unwrap_or(Tz::UTC);
    let days = days(event, start, zone);
    let url = property(event, "URL").filter(|url| url.starts_with("http"));
    let url = url.or_else(|| first_url(&location)).or_else(|| first_url(&description));
    let organizer = event.find_prop("ORGANIZER").and_then(|organizer| {
        let name = organizer.params.iter().find(|param| param.key.as_str().eq_ignore_ascii_case("CN"))?;
        Some(name.val.as_ref()?.as_str().trim_matches('"').to_owned())
    });
    let organiser = match (&organizer, calendar) {
        (Some(name), calendar) => group(name, calendar_url.filter(|_| calendar == Some(name.as_str()))),
        (None, Some(name)) => group(name, calendar_url),
        (None, None) => return Err("neither it nor its calendar says who organises it".to_owned()),
    };
    Ok(Incoming {
        days,
        title: title.to_owned(),
        format,
        places,
        written_place: location,
        groups: vec![organiser],
        links: url.and_then(|url| link(title, &url)).into_iter().collect(),
        paid: false,
        part: None,
        source: reader.source.clone(),
    })
}

/// What LOCATION says: a link or a word such as `Online` is virtual, else a place or an address. An
/// address is read from its end, where city and country stand.
fn whereabouts(location: &str, reader: &mut Reader<'_>) -> Option<(Format, Vec<Place>)> {
    let location = text::clean(location);
    if location.is_empty() {
        return None;
    }
    if location.starts_with("http://") || location.starts_with("https://") {
        return Some((Format::Virtual, Vec::new()));
    }
    let known =
        |places: &[Place]| places.iter().any(|place| place.known_city.is_some() && place.country.is_some());
    let (format, places) = reader.place(&location);
    if known(&places) || format != Format::InPerson {
        return Some((format, places));
    }
    let parts: Vec<&str> =
        location.split(',').map(without_postcode).filter(|part| !part.is_empty()).collect();
    let tails = (2..=parts.len().min(4)).map(|length| parts[parts.len() - length..].join(", "));
    let skipped = (0..parts.len().saturating_sub(1))
        .rev()
        .filter_map(|at| Some(format!("{}, {}", parts.get(at)?, parts.last()?)));
    let address = tails.chain(skipped).map(|text| reader.place(&text).1).find(|places| known(places));
    Some((format, address.unwrap_or(places)))
}

/// `10967 Berlin` and `WA 98101` without the digits.
fn without_postcode(part: &str) -> &str {
    part.trim().trim_matches(|c: char| c.is_ascii_digit() || c.is_whitespace())
}

/// First and last day at the event's place. DTEND is exclusive; what ends within a day of its start,
/// such as an evening that goes past midnight, is on one day.
fn days(event: &Component<'_>, start: Moment, zone: Tz) -> Days {
    let local = |moment: Moment| match moment {
        Moment::Day(day) => day.and_time(chrono::NaiveTime::MIN),
        Moment::Local(time) => time,
        Moment::Utc(time) => time.with_timezone(&zone).naive_local(),
    };
    let from = local(start);
    let to = moment(event, "DTEND").map_or(from, local);
    let whole_days = matches!(start, Moment::Day(_));
    if !whole_days && to - from < TimeDelta::hours(24) {
        return Days::single(from.date());
    }
    let last = (to - TimeDelta::seconds(1)).date();
    Days::new(from.date(), last).unwrap_or(Days::single(from.date()))
}

fn moment(event: &Component<'_>, name: &str) -> Option<Moment> {
    let property = event.find_prop(name)?;
    let text = property.val.as_str().trim();
    if let Some(utc) = text.strip_suffix('Z') {
        let naive = NaiveDateTime::parse_from_str(utc, "%Y%m%dT%H%M%S").ok()?;
        return Some(Moment::Utc(naive.and_utc()));
    }
    match text.split_once('T') {
        Some(_) => NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%S").ok().map(Moment::Local),
        None => NaiveDate::parse_from_str(text, "%Y%m%d").ok().map(Moment::Day),
    }
}

fn property(event: &Component<'_>, name: &str) -> Option<String> {
    event.find_prop(name).map(value).filter(|value| !value.is_empty())
}

/// A TEXT value without its escapes (RFC 5545, section 3.3.11).
fn value(property: &Property<'_>) -> String {
    let mut out = String::new();
    let mut chars = property.val.as_str().chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n' | 'N') => out.push('\n'),
                Some(c) => out.push(c),
                None => {}
            },
            c => out.push(c),
        }
    }
    out.trim().to_owned()
}

fn first_url(text: &str) -> Option<String> {
    let at = text.find("https://").or_else(|| text.find("http://"))?;
    let url = text[at..].split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | ')')).next()?;
    Some(url.trim_end_matches(['.', ',', ';']).to_owned())
}

/// A parser's message without the rest of the file.
fn short(error: &str) -> String {
    error.lines().next().unwrap_or_default().chars().take(120).collect()
}
