//! How Eventbrite builds its addresses, under whichever of its domains.

use super::{id::LinkId, platform::Platform};

/// Numbers of events are longer than a year or a number in a title.
const DIGITS: usize = 5;

pub(super) const PLATFORM: Platform = Platform {
    host: "eventbrite.*",
    normalise: |_| {},
    identity: |segments| {
        let ["e" | "event", name, ..] = segments else { return None };
        let digits = name.len() - name.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let id = name[name.len() - digits..].to_owned();
        (digits >= DIGITS).then_some(LinkId::Page { platform: "eventbrite", id, shared: true })
    },
    group_page: |_| None,
    calendar: |_| None,
};
