//! One event as a VEVENT.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use icalendar::{Component, EventLike, EventStatus, Property};

use super::{UID_SUFFIX, Withdrawn};
use crate::{
    catalogue::Catalogue,
    export::wording,
    model::{Event, Format, Status},
};

/// Builds the VEVENT. Nothing in it changes from one build to the next unless the event's history
/// grew, so that `SEQUENCE` and `LAST-MODIFIED` tell the truth: it names the issue that first
/// listed the event, not the newest.
pub(super) fn vevent(catalogue: &Catalogue, event: &Event, withdrawn: Withdrawn) -> icalendar::Event {
    let mut out = icalendar::Event::with_uid(&format!("{}{UID_SUFFIX}", event.id));
    let modified = midnight(event.last_modified);
    out.timestamp(modified)
        .last_modified(modified)
        .created(midnight(event.first_listed))
        .sequence(event.sequence)
        .status(status(event.status, withdrawn))
        // Nobody attends every event of a feed: it must not make a subscriber's day look busy.
        .append_property(("TRANSP", "TRANSPARENT"))
        .summary(&wording::summary(event))
        .description(&wording::description(catalogue, event))
        .categories(wording::categories(event));
    span(event, &mut out);
    if let Some(location) = wording::location(event) {
        out.location(&wording::one_line(&location));
    }
    let at = event.places.iter().find_map(|place| Some((place.latitude?, place.longitude?)));
    if let Some((latitude, longitude)) = at.filter(|_| event.format != Format::Virtual) {
        out.add_property("GEO", format!("{latitude};{longitude}"));
    }
    if let Some(url) = event.url() {
        out.append_property(Property::new("URL", url));
    }
    out
}

/// With a time, both ends in UTC; else whole days, the end exclusive (RFC 5545, section 3.6.1).
fn span(event: &Event, out: &mut icalendar::Event) {
    if let Some(start) = event.starts_at {
        out.starts(start.with_timezone(&Utc));
        if let Some(end) = event.ends_at.filter(|end| *end > start) {
            out.ends(end.with_timezone(&Utc));
        }
        return;
    }
    out.starts(event.days.start());
    // The calendar's last day has no morrow; then a single day it is, which needs no end.
    if let Some(end) = event.days.end().checked_add_days(Days::new(1)) {
        out.ends(end);
    }
}

fn status(status: Status, withdrawn: Withdrawn) -> EventStatus {
    match (status, withdrawn) {
        (Status::Scheduled, _) => EventStatus::Confirmed,
        (Status::Cancelled, _) | (Status::Withdrawn, Withdrawn::Cancelled) => EventStatus::Cancelled,
        (Status::Withdrawn, _) => EventStatus::Tentative,
    }
}

fn midnight(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc()
}
