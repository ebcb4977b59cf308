//! Meetup (`meetup.com/GROUP/events/ical/`): ORGANIZER is a robot, the calendar is called
//! `Events - GROUP`, and every link of an event is under its group's page.

use super::{Platform, Seen};
use crate::link::{self, LinkId};

pub(super) const PLATFORM: Platform = Platform { is, group, page: |seen| seen.url("URL") };

fn is(seen: &Seen<'_>) -> bool {
    seen.uid.ends_with("@meetup.com") || seen.url("URL").is_some_and(|url| slug(&url).is_some())
}

fn group(seen: &Seen<'_>) -> (Option<String>, Option<String>) {
    let url = seen.url("URL").or_else(|| seen.calendar.text("X-ORIGINAL-URL"));
    let page = url.filter(|url| slug(url).is_some());
    let of_calendar = seen.calendar.text("X-ORIGINAL-URL").and_then(|url| slug(&url));
    // A member's own calendar holds the events of many groups; their names head the descriptions.
    let one_group = of_calendar.is_none() || of_calendar == page.as_deref().and_then(slug);
    let called = seen.calendar_name().filter(|_| one_group);
    let called = called.map(|name| name.strip_prefix("Events - ").unwrap_or(&name).trim().to_owned());
    let called = called.filter(|name| !name.is_empty() && !name.starts_with("Meetup"));
    let known = page.as_deref().and_then(|page| seen.knowledge.groups.canonical(page));
    let heading = || {
        let first = seen.description.lines().next()?.trim();
        (!first.is_empty() && first.chars().count() <= 80 && !first.contains("://")).then(|| first.to_owned())
    };
    (called.or_else(|| known.map(|known| known.name.clone())).or_else(heading), page)
}

fn slug(url: &str) -> Option<String> {
    let page = link::group_page(url).ok()?;
    match link::identity(&page) {
        LinkId::Meetup { group, .. } => Some(group),
        _ => None,
    }
}
