//! An iCalendar file (RFC 5545) as it is really published: each event stands alone.

use chrono::{DateTime, FixedOffset, NaiveDateTime, Offset as _, TimeDelta, TimeZone as _, Utc};
use chrono_tz::Tz;

use super::{
    Brought, CalendarReader, Incoming, State,
    component::{Calendar, Component, calendars},
    lines, link, location,
    platform::Seen,
    recurrence::Budget,
    series::{self, Occurrence},
    state::{self, Said},
    value::{self, Moment},
    zone::{Zone, Zones, iana},
};
use crate::{
    model::{Days, Format},
    text,
};

/// What lasts longer is a slip of the year, or no event.
const LONGEST_DAYS: i64 = 60;
/// A date before 1970 or after 2199 is no event's.
const YEARS: std::ops::RangeInclusive<i32> = 1970..=2199;
/// So much of a file may stand before the calendar begins.
const HEAD_BYTES: usize = 64 << 10;

/// Lines that an event cannot be read without, when they are there.
const NEEDED: [&str; 12] = [
    "BEGIN",
    "CLASS",
    "DTEND",
    "DTSTART",
    "DURATION",
    "EXDATE",
    "LOCATION",
    "RDATE",
    "RECURRENCE-ID",
    "RRULE",
    "STATUS",
    "SUMMARY",
];

/// A calendar begins, or at least an event does.
pub(super) fn is(bytes: &[u8]) -> bool {
    let head = bytes.get(..HEAD_BYTES.min(bytes.len())).unwrap_or_default();
    let begins = |word: &[u8]| head.windows(word.len()).any(|part| part.eq_ignore_ascii_case(word));
    (begins(b"BEGIN:VCALENDAR") || begins(b"BEGIN:VEVENT"))
        && !bytes.trim_ascii_start().starts_with(b"<")
        && !bytes.trim_ascii_start().starts_with(b"{")
}

pub(super) fn read(bytes: &[u8], reader: &mut CalendarReader<'_>) -> Result<Brought, String> {
    let mut brought = Brought::default();
    let mut budget = Budget::of_file();
    for calendar in calendars(lines::lines(bytes)) {
        for line in calendar.own.lines.iter().filter(|line| line.bad.is_some()) {
            brought.unusable.push(format!("line {}: {}", line.number, line.bad.unwrap_or_default()));
        }
        read_calendar(&calendar, reader, &mut budget, &mut brought);
        if !calendar.own.whole {
            brought.unusable.push("what follows: it breaks off before END:VCALENDAR".to_owned());
        }
    }
    Ok(brought)
}

fn read_calendar(
    calendar: &Calendar,
    reader: &mut CalendarReader<'_>,
    budget: &mut Budget,
    brought: &mut Brought,
) {
    let zones = Zones::of(calendar);
    let own_zone = calendar.own.text("X-WR-TIMEZONE").or_else(|| calendar.own.text("TIMEZONE-ID"));
    let own_zone = own_zone.and_then(|name| iana(&name));
    let (events, twice) = series::newest(&calendar.events);
    brought.unusable.extend(twice);
    let mut readable: Vec<&Component> = Vec::new();
    for event in events {
        match sound(event) {
            Ok(true) => readable.push(event),
            Ok(false) => brought.private += 1,
            Err(reason) => brought.unusable.push(format!("{}: {reason}", name(event))),
        }
    }
    let mut told = Vec::new();
    let found = series::occurrences(&readable, &zones, own_zone, reader.window, budget, |event, reason| {
        told.push(format!("{}: {reason}", name(event)));
    });
    brought.unusable.extend(told);
    for occurrence in found {
        match incoming(&occurrence, calendar, &zones, own_zone, reader) {
            Ok(incoming) => brought.events.push(incoming),
            Err(reason) => brought.unusable.push(format!("{}: {reason}", name(occurrence.event))),
        }
    }
}

/// Whether an event may be read (`false` where its owner marked it as private).
fn sound(event: &Component) -> Result<bool, String> {
    // Before anything is said of it: what is private is not even named.
    if event.text("CLASS").is_some_and(|class| !class.eq_ignore_ascii_case("PUBLIC")) {
        return Ok(false);
    }
    if let Some(line) =
        event.lines.iter().find(|line| line.bad.is_some() && NEEDED.contains(&line.name.as_str()))
    {
        return Err(format!("line {}: {}", line.number, line.bad.unwrap_or_default()));
    }
    if !event.whole {
        return Err("it breaks off before END:VEVENT".to_owned());
    }
    if event.text("SUMMARY").is_none() {
        return Err("it has no SUMMARY".to_owned());
    }
    if event.line("DTSTART").is_none() {
        return Err("it has no DTSTART".to_owned());
    }
    Ok(true)
}

/// For messages: the title, else the line.
fn name(event: &Component) -> String {
    match event.text("SUMMARY") {
        Some(title) => format!("`{}`", text::clean(&title)),
        None => format!("the event on line {}", event.line),
    }
}

fn incoming(
    occurrence: &Occurrence<'_>,
    calendar: &Calendar,
    zones: &Zones,
    own_zone: Option<Tz>,
    reader: &mut CalendarReader<'_>,
) -> Result<Incoming, String> {
    let event = occurrence.event;
    let plain = |name: &str| event.text(name).map(|text| entities(&text)).unwrap_or_default();
    let said = state::read(&text::clean(&plain("SUMMARY")));
    let seen = Seen {
        event,
        calendar: &calendar.own,
        uid: event.text("UID").unwrap_or_default(),
        description: event.text("DESCRIPTION").unwrap_or_default(),
        location: plain("LOCATION"),
        knowledge: reader.knowledge,
    };
    let group = match (seen.group(), reader.group.clone()) {
        // Whose calendar it is was known before: with the page.
        (Some(said), Some(known))
            if said.url.is_none() && text::fold(&said.name) == text::fold(&known.name) =>
        {
            Some(known)
        }
        (said, known) => said.or(known),
    };
    let page = seen.page();
    let written_zone = occurrence.start.zone.named();
    let place = location::find(&seen, page.as_deref(), group.as_ref(), written_zone.or(own_zone), reader);
    let mut notes = place.notes;
    let mut questions = place.questions;
    // Without a place its own zone is the event's, then its group's; the calendar's is that of whoever
    // keeps it.
    let of_place = place.places.iter().find_map(|place| place.time_zone);
    let of_group = || group.as_ref().and_then(|group| location::home(group, reader))?.time_zone;
    let named = || {
        let name = group.as_ref().map(|group| group.name.as_str()).unwrap_or_default();
        let place = reader.knowledge.places.named_in(name)?;
        Some((place.time_zone?, place.city?))
    };
    let mut zone = of_place.or(written_zone).or_else(of_group).or(own_zone);
    if zone.is_none() && occurrence.start.zone == Zone::Utc && !occurrence.start.day {
        let day = occurrence.start.local.date();
        match named() {
            Some((found, city)) => {
                zone = Some(found);
                questions.push(format!("its time is in UTC and its calendar names no time zone; its day was taken as in {city}, which its group's name says"));
            }
            None => questions.push(format!(
                "its time is in UTC and nothing says in which time zone it is; {day} is the day in UTC"
            )),
        }
    }
    if let Zone::Unknown(name) = &occurrence.start.zone {
        questions.push(format!("its time zone `{name}` is unknown; the day was taken as written"));
        // Whichever it is: nothing is said of the hour.
        zone = None;
    }
    let times = times(occurrence, event, zones, zone, &mut questions)?;
    if !YEARS.contains(&chrono::Datelike::year(&times.days.start())) {
        return Err(format!("its day {} is none of our time", times.days.start()));
    }
    for line in event.lines.iter().filter(|line| line.bad.is_some()) {
        notes.push(format!("line {} was passed over: {}", line.number, line.bad.unwrap_or_default()));
    }
    let mut out = Incoming::new(times.days, said.title.clone(), reader.source.clone());
    out.notes = notes;
    out.questions = questions;
    out.note_state(&said);
    match plain("STATUS").to_ascii_uppercase().as_str() {
        "CANCELLED" | "CANCELED" => out.state = State::Cancelled,
        "POSTPONED" => out.state = State::Postponed,
        _ => {}
    }
    // DTSTAMP is when the calendar was printed (RFC 5545, section 3.8.7.2): then this still held.
    let stamp = event.line("DTSTAMP").or_else(|| event.line("LAST-MODIFIED"));
    let said_on = stamp.and_then(|line| Moment::of(line, zones)).map(|moment| moment.local.date());
    let was_on = occurrence.was.as_ref().map(|was| local_day(was, zone));
    Ok(Incoming {
        starts_at: times.starts_at,
        ends_at: times.ends_at,
        time_zone: zone,
        format: place.format.unwrap_or(Format::InPerson),
        places: place.places,
        written_place: place.written,
        venue: place.venue,
        groups: group.into_iter().collect(),
        links: page.and_then(|page| link(&said.title, &page)).into_iter().collect(),
        uid: Some(seen.uid.clone()).filter(|uid| !uid.is_empty()),
        recurs: occurrence.recurs,
        said: said_on,
        was_on: was_on.filter(|was| *was != times.days.start()),
        ..out
    })
}

impl Incoming {
    /// Takes over what a title says of its event.
    pub(super) fn note_state(&mut self, said: &Said) {
        if said.unsure {
            self.questions.push("its title may say that it does not take place".to_owned());
        } else {
            self.state = said.state;
        }
    }
}

struct Times {
    days: Days,
    starts_at: Option<DateTime<FixedOffset>>,
    ends_at: Option<DateTime<FixedOffset>>,
}

/// First and last day at the event's place, and the hours. DTEND is exclusive, and DURATION stands for it
/// (RFC 5545, section 3.6.1); what ends within a day of its start, such as an evening that goes past
/// midnight, is on one day.
fn times(
    occurrence: &Occurrence<'_>,
    event: &Component,
    zones: &Zones,
    zone: Option<Tz>,
    questions: &mut Vec<String>,
) -> Result<Times, String> {
    let start = &occurrence.start;
    let end = end(event, start, zones, zone, questions);
    if start.day {
        let first = start.local.date();
        let last =
            end.map(|end| (end - TimeDelta::seconds(1)).date()).filter(|last| *last > first).unwrap_or(first);
        let days = Days::new(first, last).unwrap_or(Days::single(first));
        return Ok(Times { days, starts_at: None, ends_at: None });
    }
    let at = |instant: DateTime<Utc>, zone: Tz| {
        let offset = zone.offset_from_utc_datetime(&instant.naive_utc()).fix();
        instant.with_timezone(&offset)
    };
    let begins = start.instant(zone).filter(|_| !matches!(start.zone, Zone::Unknown(_)));
    let starts_at = begins.map(|instant| match zone {
        Some(zone) => at(instant, zone),
        None => instant.fixed_offset(),
    });
    let local = starts_at.map_or(start.local, |time| time.naive_local());
    let length = end.map(|end| end - start.local).filter(|length| *length > TimeDelta::zero());
    let ends_at = starts_at.zip(length).and_then(|(begin, _)| {
        let end = Moment { local: end?, ..start.clone() }.instant(zone)?;
        Some(zone.map_or_else(|| end.fixed_offset(), |zone| at(end, zone))).filter(|end| *end > begin)
    });
    let until =
        ends_at.map(|end| end.naive_local()).or_else(|| local.checked_add_signed(length?)).unwrap_or(local);
    let days = if until - local < TimeDelta::hours(24) {
        Days::single(local.date())
    } else {
        Days::new(local.date(), (until - TimeDelta::seconds(1)).date()).unwrap_or(Days::single(local.date()))
    };
    Ok(Times { days, starts_at, ends_at })
}

/// The end in the local time of the start; `None` where there is none that can be used, which is told.
fn end(
    event: &Component,
    start: &Moment,
    zones: &Zones,
    home: Option<Tz>,
    questions: &mut Vec<String>,
) -> Option<NaiveDateTime> {
    let first = event.line("DTSTART").and_then(|line| Moment::of(line, zones))?;
    let length = if let Some(line) = event.line("DTEND") {
        match Moment::of(line, zones) {
            Some(end) if end.zone == first.zone || first.day || end.day => end.local - first.local,
            Some(end) => match (end.instant(home), first.instant(home)) {
                (Some(end), Some(first)) => end - first,
                _ => end.local - first.local,
            },
            None => {
                questions
                    .push(format!("its DTEND `{}` cannot be read; only its first day was taken", line.raw));
                return None;
            }
        }
    } else if let Some(line) = event.line("DURATION") {
        match value::duration(&line.raw) {
            Some(length) => length,
            None => {
                questions.push(format!(
                    "its DURATION `{}` cannot be read; only its first day was taken",
                    line.raw
                ));
                return None;
            }
        }
    } else {
        return None;
    };
    if length < TimeDelta::zero() {
        questions.push("its DTEND lies before its DTSTART; only its first day was taken".to_owned());
        return None;
    }
    if length > TimeDelta::days(LONGEST_DAYS) {
        questions.push(format!(
            "it ends {} days after it starts; only its first day was taken",
            length.num_days()
        ));
        return None;
    }
    start.local.checked_add_signed(length)
}

fn local_day(moment: &Moment, zone: Option<Tz>) -> chrono::NaiveDate {
    match (moment.instant(zone), zone) {
        (Some(instant), Some(zone)) => instant.with_timezone(&zone).date_naive(),
        _ => moment.local.date(),
    }
}

/// HTML's escapes, which some programs leave in plain text. Others stay as they are.
pub(super) fn entities(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let plain = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&apos;", "'"),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ];
    plain.iter().fold(text.to_owned(), |text, (escape, c)| text.replace(escape, c))
}
