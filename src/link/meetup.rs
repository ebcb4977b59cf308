//! How Meetup builds its addresses.

use super::MeetupEvent;

/// A page under a Meetup group.
pub(super) struct MeetupPage {
    pub(super) group: String,
    pub(super) event: Option<MeetupEvent>,
}

impl MeetupPage {
    /// Reads the path of a Meetup page, where it is a group's, its list of events, or an event's.
    pub(super) fn read(segments: &[&str]) -> Option<Self> {
        let group = Self::group(segments)?;
        let rest = segments.iter().skip_while(|part| is_locale(part)).skip(1).copied();
        let rest: Vec<&str> = rest.collect();
        let event = match rest.as_slice() {
            [] => None,
            ["events"] | ["events", "calendar" | "past" | "upcoming"] => None,
            ["events", id] | ["events", id, "attendees" | "comments" | "photos"] => Some(match id.parse() {
                Ok(number) => MeetupEvent::Numbered(number),
                Err(_) => MeetupEvent::Series(id.to_ascii_lowercase()),
            }),
            _ => return None,
        };
        Some(Self { group, event })
    }

    /// The group to which a page belongs, whatever the page is.
    pub(super) fn group(segments: &[&str]) -> Option<String> {
        /// First parts of Meetup's own pages.
        const OWN: [&str; 12] = [
            "about", "apps", "blog", "cities", "events", "find", "help", "home", "login", "lp", "pro",
            "topics",
        ];
        let group = segments.iter().find(|segment| !is_locale(segment))?;
        (!OWN.contains(group)).then(|| group.to_ascii_lowercase())
    }

    /// Its canonical path.
    pub(super) fn path(&self) -> String {
        match &self.event {
            None => format!("/{}", self.group),
            Some(MeetupEvent::Numbered(id)) => format!("/{}/events/{id}/", self.group),
            Some(MeetupEvent::Series(id)) => format!("/{}/events/{id}/", self.group),
        }
    }
}

/// `de-DE`, `es`: the language in which a page is shown.
pub(super) fn is_locale(segment: &str) -> bool {
    let (language, country) = segment.split_once('-').unwrap_or((segment, "XX"));
    let two = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_alphabetic());
    two(language) && two(country)
}
