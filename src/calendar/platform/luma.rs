//! Luma (`api.luma.com/ics/get`): times in UTC, ORGANIZER is whoever hosts that evening, LOCATION is
//! often the event's own address with its id, and the page that people know is the one in DESCRIPTION.

use super::{Platform, Seen, links};
use crate::link::{self, LinkId};

pub(super) const PLATFORM: Platform = Platform { is, group, page };

fn is(seen: &Seen<'_>) -> bool {
    seen.uid.ends_with("@events.lu.ma") || seen.uid.ends_with("@events.luma.com")
}

fn group(seen: &Seen<'_>) -> (Option<String>, Option<String>) {
    let name = seen.calendar_name().map(|name| name.strip_prefix("Luma - ").unwrap_or(&name).to_owned());
    (name, seen.calendar_url())
}

fn page(seen: &Seen<'_>) -> Option<String> {
    const BEFORE: &str = "Get up-to-date information at:";
    let told = seen.description.find(BEFORE).and_then(|at| seen.description.get(at + BEFORE.len()..));
    let told = told.map(str::trim_start).filter(|rest| rest.starts_with("http"));
    told.and_then(|rest| links(rest).into_iter().next()).or_else(|| seen.url("URL")).or_else(|| {
        links(&seen.description).into_iter().find(|url| {
            matches!(link::identity(url), LinkId::Page { platform: "luma", .. })
                && !url.contains("/event/evt-")
        })
    })
}
