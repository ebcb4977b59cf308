//! Google Calendar: ORGANIZER is the calendar itself, or whoever wrote the event into it; the event's
//! page is among the links of its description, and the call is another one.

use super::{Platform, Seen};

pub(super) const PLATFORM: Platform = Platform { is, group, page: |seen| seen.url("URL") };

fn is(seen: &Seen<'_>) -> bool {
    seen.uid.ends_with("@google.com")
}

fn group(seen: &Seen<'_>) -> (Option<String>, Option<String>) {
    // A calendar has an address of its own; a person's is another.
    let itself =
        seen.event.line("ORGANIZER").is_some_and(|line| line.raw.contains("@group.calendar.google.com"));
    let name = seen.calendar_name().or_else(|| seen.organizer().filter(|_| itself));
    (name, seen.calendar_url())
}
