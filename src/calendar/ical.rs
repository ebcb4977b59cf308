//! An iCalendar file (RFC 5545).

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, TimeZone as _, Utc};
use chrono_tz::Tz;
use icalendar::parser::{Component, Property, read_calendar, unfold};

use super::{Brought, Incoming, Reader, group, link};
use crate::{
    model::{Days, Format, Place},
    text,
};

/// A point in time as the calendar writes it.
#[derive(Debug, Clone, Copy)]
enum Moment {
    /// `VALUE=DATE`
    Day(NaiveDate),
    /// Floating, or with a `TZID` that nobody knows: taken for the local time at the event.
    Local(NaiveDateTime),
    /// With a `TZID`: the local time in that zone.
    Zoned(NaiveDateTime, Tz),
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
        let mut doubts = Vec::new();
        let usable = incoming(event, &title, name.as_deref(), url.as_deref(), zone, reader, &mut doubts);
        match usable {
            Ok(incoming) => brought.events.push(incoming),
            Err(reason) => brought.unusable.push(format!("`{title}`: {reason}")),
        }
        brought.unusable.extend(doubts.into_iter().map(|doubt| format!("`{title}`: {doubt}")));
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
    doubts: &mut Vec<String>,
) -> Result<Incoming, String> {
    if title.is_empty() {
        return Err("it has no SUMMARY".to_owned());
    }
    let start = moment(event, "DTSTART").ok_or("it has no DTSTART that can be read")?;
    let location = property(event, "LOCATION").unwrap_or_default();
    let description = property(event, "DESCRIPTION").unwrap_or_default();
    let (format, places) = whereabouts(&location, reader).ok_or("it says nothing of where it is")?;
    // Without a place its own zone is the event's; the calendar's is that of whoever keeps it.
    let written_zone = if let Moment::Zoned(_, zone) = start { Some(zone) } else { None };
    let place_zone = places.iter().find_map(|place| place.time_zone);
    let zone = place_zone.or(written_zone).or(calendar_zone).unwrap_or(Tz::UTC);
    if let (Moment::Local(_), Some(name)) = (start, zone_name(event, "DTSTART")) {
        doubts.push(format!("its time zone `{name}` is unknown; the day was taken as written"));
    }
    let days = days(event, start, zone, doubts);
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

/// First and last day at the event's place. DTEND is exclusive, and DURATION stands for it (RFC 5545,
/// section 3.6.1); what ends within a day of its start, such as an evening that goes past midnight, is
/// on one day.
fn days(event: &Component<'_>, start: Moment, zone: Tz, doubts: &mut Vec<String>) -> Days {
    let local = |moment: Moment| match moment {
        Moment::Day(day) => day.and_time(chrono::NaiveTime::MIN),
        Moment::Local(time) => time,
        Moment::Zoned(time, written) if written == zone => time,
        Moment::Zoned(time, written) => {
            instant(time, written).map_or(time, |utc| utc.with_timezone(&zone).naive_local())
        }
        Moment::Utc(time) => time.with_timezone(&zone).naive_local(),
    };
    let from = local(start);
    let to = match (moment(event, "DTEND"), property(event, "DURATION")) {
        (Some(end), _) => local(end),
        (None, Some(text)) => {
            duration(&text).and_then(|length| from.checked_add_signed(length)).unwrap_or_else(|| {
                doubts.push(format!("its DURATION `{text}` cannot be read; only its first day was taken"));
                from
            })
        }
        (None, None) => from,
    };
    let whole_days = matches!(start, Moment::Day(_));
    if !whole_days && to - from < TimeDelta::hours(24) {
        return Days::single(from.date());
    }
    let last = (to - TimeDelta::seconds(1)).date();
    Days::new(from.date(), last).unwrap_or(Days::single(from.date()))
}

/// The point in time of a local time: the first of two where clocks are put back, and where they are
/// put forward over it, by the offset before (RFC 5545, section 3.3.5).
fn instant(local: NaiveDateTime, zone: Tz) -> Option<DateTime<Utc>> {
    let day = TimeDelta::days(1);
    let before =
        || zone.from_local_datetime(&local.checked_sub_signed(day)?).earliest()?.checked_add_signed(day);
    zone.from_local_datetime(&local).earliest().or_else(before).map(|time| time.to_utc())
}

/// A positive DURATION (RFC 5545, section 3.3.6): `P3D`, `PT1H30M`, `P1W`.
fn duration(text: &str) -> Option<TimeDelta> {
    let mut rest = text.trim_start_matches('+').strip_prefix('P')?;
    let mut seconds: i64 = 0;
    let mut in_time = false;
    let mut parts = 0;
    while !rest.is_empty() {
        if let Some(time) = rest.strip_prefix('T').filter(|_| !in_time) {
            (in_time, rest) = (true, time);
            continue;
        }
        let at = rest.find(|c: char| !c.is_ascii_digit())?;
        let (number, unit) = rest.split_at(at);
        let length = match (unit.chars().next()?, in_time) {
            ('W', false) => 7 * 86_400,
            ('D', false) => 86_400,
            ('H', true) => 3_600,
            ('M', true) => 60,
            ('S', true) => 1,
            _ => return None,
        };
        seconds = seconds.checked_add(number.parse::<i64>().ok()?.checked_mul(length)?)?;
        rest = unit.get(1..)?;
        parts += 1;
    }
    TimeDelta::try_seconds(seconds).filter(|_| parts > 0)
}

fn moment(event: &Component<'_>, name: &str) -> Option<Moment> {
    let property = event.find_prop(name)?;
    let text = property.val.as_str().trim();
    if let Some(utc) = text.strip_suffix('Z') {
        let naive = NaiveDateTime::parse_from_str(utc, "%Y%m%dT%H%M%S").ok()?;
        return Some(Moment::Utc(naive.and_utc()));
    }
    if !text.contains('T') {
        return NaiveDate::parse_from_str(text, "%Y%m%d").ok().map(Moment::Day);
    }
    let time = NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%S").ok()?;
    let zone = zone_name(event, name).and_then(|name| known_zone(&name));
    Some(zone.map_or(Moment::Local(time), |zone| Moment::Zoned(time, zone)))
}

/// The `TZID` of a date.
fn zone_name(event: &Component<'_>, name: &str) -> Option<String> {
    let params = &event.find_prop(name)?.params;
    let param = params.iter().find(|param| param.key.as_str().eq_ignore_ascii_case("TZID"))?;
    let name = param.val.as_ref()?.as_str().trim_matches('"').trim();
    (!name.is_empty()).then(|| name.to_owned())
}

/// A zone of the IANA data. One that begins with `/` has its keeper's name before it (RFC 5545, section
/// 3.2.19): `/example.org/2025/Europe/Berlin`.
fn known_zone(name: &str) -> Option<Tz> {
    if !name.starts_with('/') {
        return name.parse().ok();
    }
    name.match_indices('/').find_map(|(at, _)| name.get(at + 1..)?.parse().ok())
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
