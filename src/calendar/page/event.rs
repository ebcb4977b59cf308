//! One event of a page's JSON-LD.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, TimeDelta, TimeZone as _, Timelike as _};
use chrono_tz::Tz;
use serde_json::{Map, Value};

use super::{
    super::{CalendarReader, Incoming, State, group, link, location, state},
    data::{list, local, text},
    time::{self, PageTime},
};
use crate::{
    knowledge::words::{self, Class},
    model::{Days, Format, Group, Place, Venue},
    place::{Hints, printed},
    text::clean,
};

/// What lasts longer is a slip of the year, or a course.
const LONGEST_DAYS: i64 = 60;

/// Reads one; `own` is the page's address.
pub(super) fn incoming(
    event: &Map<String, Value>,
    nodes: &Nodes<'_>,
    own: Option<&str>,
    reader: &mut CalendarReader<'_>,
) -> Result<Incoming, String> {
    let title = event.get("name").and_then(text).ok_or("an event without a name")?;
    let said = state::read(&title);
    let start = event.get("startDate").and_then(text);
    let start =
        start.as_deref().and_then(time::read).ok_or_else(|| format!("`{title}`: it has no startDate"))?;
    let page = event.get("url").and_then(text).and_then(|url| absolute(&url, own));
    let page = page.or_else(|| own.map(str::to_owned));
    let organiser = organiser(event, nodes, page.as_deref()).or_else(|| reader.group.clone());
    let mut found = location(event, nodes, organiser.as_ref(), reader);
    let zone = found.places.iter().find_map(|place| place.time_zone);
    let of_group =
        organiser.as_ref().and_then(|group| location::home(group, reader)).and_then(|home| home.time_zone);
    let zone = zone.or(of_group);
    let times = times(event, start, zone, &mut found);
    let mut out = Incoming::new(times.days, said.title.clone(), reader.source.clone());
    (out.notes, out.questions) = (found.notes, found.questions);
    out.note_state(&said);
    let status = event.get("eventStatus").and_then(text).unwrap_or_default();
    match local(&status) {
        "EventCancelled" => out.state = State::Cancelled,
        "EventPostponed" => out.state = State::Postponed,
        _ => {}
    }
    let was_on = list(event.get("previousStartDate")).into_iter().find_map(text);
    let was_on = was_on.as_deref().and_then(time::read).map(|was| day_in(was, zone));
    Ok(Incoming {
        starts_at: times.starts_at,
        ends_at: times.ends_at,
        time_zone: zone.filter(|_| times.starts_at.is_some()),
        format: found.format,
        places: found.places,
        written_place: found.written,
        venue: found.venue,
        groups: organiser.into_iter().collect(),
        links: page.and_then(|page| link(&said.title, &page)).into_iter().collect(),
        paid: is_paid(event),
        was_on: was_on.filter(|was| *was != times.days.start()),
        ..out
    })
}

/// The group: an organisation, never a person who hosts this once.
fn organiser(event: &Map<String, Value>, nodes: &Nodes<'_>, page: Option<&str>) -> Option<Group> {
    let named = list(event.get("organizer")).into_iter().find_map(|organiser| {
        let object = node(organiser, nodes)?;
        let kind = object.get("@type").and_then(text).unwrap_or_default();
        let name = object.get("name").and_then(text)?;
        let url = object.get("url").and_then(text);
        (local(&kind) != "Person").then(|| group(&name, url.as_deref()))
    });
    // Below a group's page lie its events.
    let page = page.and_then(|page| crate::link::group_page(page).ok().filter(|group| group != page));
    named.map(|group| Group { url: group.url.or(page), name: group.name })
}

/// Where an event is.
struct Location {
    format: Format,
    places: Vec<Place>,
    written: String,
    venue: Option<Venue>,
    notes: Vec<String>,
    questions: Vec<String>,
}

fn location(
    event: &Map<String, Value>,
    nodes: &Nodes<'_>,
    organiser: Option<&Group>,
    reader: &mut CalendarReader<'_>,
) -> Location {
    let mut found = Location {
        format: Format::InPerson,
        places: Vec::new(),
        written: String::new(),
        venue: None,
        notes: Vec::new(),
        questions: Vec::new(),
    };
    let mut online = false;
    let mut on_site = false;
    for place in list(event.get("location")) {
        match place {
            Value::String(words) if words.starts_with("http") => online = true,
            Value::String(words) => {
                let address = reader.address(words, Hints::default());
                online |= address.format == Some(Format::Virtual);
                on_site |= address.place.is_some();
                found.take(words, address, None);
            }
            other => {
                let Some(object) = node(other, nodes) else { continue };
                let kind = object.get("@type").and_then(text).unwrap_or_default();
                if local(&kind) == "VirtualLocation" {
                    online = true;
                    continue;
                }
                match site(object, &mut found, reader) {
                    Site::Online => online = true,
                    Site::Place => on_site = true,
                    Site::Unsaid => {}
                }
            }
        }
    }
    let mode = event.get("eventAttendanceMode").and_then(text).unwrap_or_default();
    let status = event.get("eventStatus").and_then(text).unwrap_or_default();
    found.format = match local(&mode) {
        "MixedEventAttendanceMode" => Format::Hybrid,
        "OnlineEventAttendanceMode" => Format::Virtual,
        _ if local(&status) == "EventMovedOnline" => Format::Virtual,
        "OfflineEventAttendanceMode" => Format::InPerson,
        _ if online && on_site => Format::Hybrid,
        _ if online => Format::Virtual,
        _ => Format::InPerson,
    };
    if found.format == Format::InPerson && online && !on_site {
        found.questions.push("its page says that one goes there, and names only a call".to_owned());
    }
    if found.format == Format::Virtual {
        found.venue = None;
        found.questions.clear();
    }
    if found.places.is_empty() && found.questions.is_empty() {
        let home = organiser.and_then(|group| location::home(group, reader));
        match home {
            Some(home) => {
                if found.format != Format::Virtual {
                    found.notes.push(format!(
                        "its page gives no place; {}, where its group usually meets, was taken",
                        printed(&home)
                    ));
                }
                found.places.push(home);
            }
            None if found.format != Format::Virtual => {
                found.questions.push("its page says nothing of where it is".to_owned());
            }
            None => {}
        }
    }
    found
}

/// What a place is.
enum Site {
    /// A call that is called a place.
    Online,
    /// One that people go to.
    Place,
    /// Nothing is said of it.
    Unsaid,
}

/// Takes a place with its address.
fn site(object: &Map<String, Value>, found: &mut Location, reader: &mut CalendarReader<'_>) -> Site {
    let number = |key: &str, of: &Map<String, Value>| text(of.get(key)?)?.parse::<f64>().ok();
    let geo = object.get("geo").and_then(Value::as_object).unwrap_or(object);
    let at = number("latitude", geo).zip(number("longitude", geo));
    let at = at
        .filter(|(north, east)| north.abs() <= 90.0 && east.abs() <= 180.0 && (*north, *east) != (0.0, 0.0));
    let hints = Hints { at, zone: None };
    let name = object.get("name").and_then(text).filter(|name| {
        let folded = crate::text::fold(name);
        !words::of(Class::AddressHidden).iter().any(|hidden| folded.starts_with(hidden))
    });
    let mut bare = None;
    let (words, street) = match object.get("address") {
        Some(Value::Object(address)) => {
            let of = |key: &str| address.get(key).and_then(text);
            let country = of("addressCountry")
                .map(|country| if country.len() == 2 { country.to_ascii_uppercase() } else { country });
            let city = [of("addressLocality"), of("addressRegion"), country.clone()];
            let city: Vec<String> = city.into_iter().flatten().collect();
            let named = [of("addressLocality"), country.clone()];
            bare = of("addressRegion").map(|_| named.into_iter().flatten().collect::<Vec<_>>().join(", "));
            let town = match (of("postalCode"), of("addressLocality")) {
                (Some(code), Some(town)) => Some(format!("{code} {town}")),
                (code, town) => code.or(town),
            };
            let whole: Vec<String> = [of("streetAddress"), town, country].into_iter().flatten().collect();
            let words = if of("addressLocality").is_some() { city } else { whole.clone() };
            (words.join(", "), of("streetAddress").map(|_| whole.join(", ")))
        }
        Some(address) => {
            let words = text(address).unwrap_or_default();
            (words.clone(), Some(words))
        }
        None => (name.clone().unwrap_or_default(), None),
    };
    let mut address = reader.address(&words, hints);
    if address.place.as_ref().is_none_or(|place| place.city.is_none())
        && let Some(bare) = bare
    {
        // `Berlin, BE, DE`: a region that the tables do not know costs no city that they do.
        let without = reader.address(&bare, hints);
        if without.place.as_ref().is_some_and(|place| place.city.is_some()) && !without.unsure {
            address = without;
        }
    }
    let online_name = object.get("name").and_then(text).is_some_and(|name| {
        reader.address(&name, Hints::default()).format == Some(Format::Virtual)
            && object.get("address").is_none()
    });
    if address.format == Some(Format::Virtual) || online_name {
        return Site::Online;
    }
    let venue = (name.is_some() || street.is_some()).then_some(Venue { name, address: street });
    let placed = address.place.is_some();
    found.take(&words, address, venue);
    if placed || !words.is_empty() { Site::Place } else { Site::Unsaid }
}

/// What has an id, by it.
type Nodes<'v> = BTreeMap<&'v str, &'v Map<String, Value>>;

/// An object, or the one that an id stands for.
fn node<'v>(value: &'v Value, nodes: &Nodes<'v>) -> Option<&'v Map<String, Value>> {
    match value {
        Value::Object(object) if object.len() == 1 => {
            let id = object.get("@id").and_then(Value::as_str);
            Some(id.and_then(|id| nodes.get(id).copied()).unwrap_or(object))
        }
        Value::Object(object) => Some(object),
        _ => None,
    }
}

/// An address as it is, or below the page that names it.
fn absolute(url: &str, own: Option<&str>) -> Option<String> {
    if crate::link::canonical(url).is_ok() {
        return Some(url.to_owned());
    }
    let joined = url::Url::parse(own?).ok()?.join(url).ok()?;
    crate::link::canonical(joined.as_str()).is_ok().then(|| joined.into())
}

impl Location {
    fn take(&mut self, words: &str, address: crate::place::Address, venue: Option<Venue>) {
        if self.written.is_empty() {
            self.written = clean(words).into_owned();
        }
        let unsure =
            address.unsure || (address.place.is_none() && address.format.is_none() && !words.is_empty());
        if unsure {
            let words: String = clean(words).chars().take(80).collect();
            self.questions.push(format!("the city of `{words}` is not known for sure"));
        }
        if let Some(place) = address.place.filter(|place| !self.places.contains(place)) {
            self.places.push(place);
        }
        self.venue = self.venue.take().or(venue);
    }
}

struct Times {
    days: Days,
    starts_at: Option<DateTime<FixedOffset>>,
    ends_at: Option<DateTime<FixedOffset>>,
}

/// First and last day at the place, and the hours; a time without an offset is of the place, and without a
/// place only a day.
fn times(event: &Map<String, Value>, start: PageTime, zone: Option<Tz>, found: &mut Location) -> Times {
    let first = day_in(start, zone);
    if matches!(start, PageTime::At(time) if time.offset().local_minus_utc() == 0 && zone.is_none()) {
        found.questions.push(format!(
            "its time is in UTC and nothing says in which time zone it is; {first} is the day in UTC"
        ));
    }
    let written = event.get("endDate").and_then(text);
    let end = written.as_deref().and_then(time::read);
    let day_of = |end: PageTime| match end {
        PageTime::Day(day) => day,
        // Until midnight is until the end of the day before.
        other if midnight(other) => {
            day_in(other, zone).pred_opt().filter(|day| *day >= first).unwrap_or(first)
        }
        other => day_in(other, zone),
    };
    // Midnight to midnight is a day without an hour.
    let whole = midnight(start) && end.is_none_or(|end| midnight(end) || last_minute(end));
    let starts_at = instant(start, zone).filter(|_| !whole);
    let ends_at =
        end.and_then(|end| instant(end, zone)).filter(|end| starts_at.is_some_and(|start| *end > start));
    let last = match (end, starts_at, ends_at) {
        (_, Some(start), Some(end)) if end - start < TimeDelta::hours(24) => first,
        (_, _, Some(end)) => day_in(PageTime::At(end - TimeDelta::seconds(1)), zone),
        (Some(end), ..) => day_of(end),
        (None, ..) => first,
    };
    let length = (last - first).num_days();
    let days = if length < 0 {
        found
            .questions
            .push("its endDate lies before its startDate; only its first day was taken".to_owned());
        Days::single(first)
    } else if length > LONGEST_DAYS {
        found.questions.push(format!("it ends {length} days after it starts; only its first day was taken"));
        Days::single(first)
    } else {
        Days::new(first, last).unwrap_or(Days::single(first))
    };
    let ends_at = ends_at.filter(|_| (0..=LONGEST_DAYS).contains(&length));
    Times { days, starts_at, ends_at }
}

fn midnight(time: PageTime) -> bool {
    match time {
        PageTime::Day(_) => true,
        PageTime::Local(time) => time.time() == NaiveTime::MIN,
        PageTime::At(time) => {
            time.naive_local().time() == NaiveTime::MIN && time.offset().local_minus_utc() != 0
        }
    }
}

fn last_minute(time: PageTime) -> bool {
    match time {
        PageTime::Day(_) => false,
        PageTime::Local(time) => (time.hour(), time.minute()) == (23, 59),
        PageTime::At(time) => (time.naive_local().hour(), time.naive_local().minute()) == (23, 59),
    }
}

fn instant(time: PageTime, zone: Option<Tz>) -> Option<DateTime<FixedOffset>> {
    match (time, zone) {
        (PageTime::At(time), Some(zone)) => Some(time.with_timezone(&zone).fixed_offset()),
        (PageTime::At(time), None) => Some(time),
        // In the hour that a change of the clock repeats, the first; in the one that it skips, none.
        (PageTime::Local(time), Some(zone)) => {
            zone.from_local_datetime(&time).earliest().map(|time| time.fixed_offset())
        }
        _ => None,
    }
}

fn day_in(time: PageTime, zone: Option<Tz>) -> NaiveDate {
    match (time, zone) {
        (PageTime::At(time), Some(zone)) => time.with_timezone(&zone).date_naive(),
        (other, _) => other.day(),
    }
}

/// Whether every ticket costs money, as far as the page says.
fn is_paid(event: &Map<String, Value>) -> bool {
    if let Some(free) = event.get("isAccessibleForFree") {
        return matches!(free, Value::Bool(false))
            || text(free).is_some_and(|text| local(&text).eq_ignore_ascii_case("false"));
    }
    let prices: Vec<f64> = list(event.get("offers"))
        .into_iter()
        .filter_map(Value::as_object)
        .filter_map(|offer| {
            let price = offer.get("lowPrice").or_else(|| offer.get("price"))?;
            text(price)?.replace(',', ".").parse::<f64>().ok()
        })
        .collect();
    !prices.is_empty() && prices.iter().all(|price| *price > 0.0)
}
