//! How Meetup builds its addresses.

use url::Url;

use super::{
    id::{LinkId, MeetupEvent},
    platform::Platform,
    segments,
};

pub(super) const PLATFORM: Platform = Platform {
    host: "meetup.com",
    normalise,
    identity: |segments| {
        let MeetupPage { group, event } = MeetupPage::read(segments)?;
        Some(LinkId::Meetup { group, event })
    },
    group_page: |segments| MeetupPage::group(segments).map(|group| format!("https://www.meetup.com/{group}")),
    // The list of the group's upcoming events
    // (<https://github.com/geeksforsocialchange/PlaceCal/pull/2910>).
    calendar: |segments| {
        let MeetupPage { group, .. } = MeetupPage::read(segments)?;
        Some(format!("https://www.meetup.com/{group}/events/ical/"))
    },
};

fn normalise(url: &mut Url) {
    // It fails only for URLs without a host.
    let _ = url.set_host(Some("www.meetup.com"));
    let segments = segments(url);
    if let Some(page) = MeetupPage::read(&segments) {
        // A bare language (`/de/`) stays: unlike `/de-DE/`, it might be a group's name.
        let language = segments.first().filter(|first| first.len() == 2 && is_locale(first));
        let path = language.map_or_else(|| page.path(), |language| format!("/{language}{}", page.path()));
        url.set_path(&path);
        url.set_query(None);
        url.set_fragment(None);
    } else if segments.first().is_some_and(|first| first.len() > 2 && is_locale(first)) {
        let path = url.path().trim_start_matches('/').split_once('/').map_or("", |(_, rest)| rest);
        let path = format!("/{path}");
        url.set_path(&path);
    }
}

/// A page under a Meetup group.
struct MeetupPage {
    group: String,
    event: Option<MeetupEvent>,
}

impl MeetupPage {
    /// Reads the path of a Meetup page, where it is a group's, its list of events, or an event's.
    fn read(segments: &[&str]) -> Option<Self> {
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
    fn group(segments: &[&str]) -> Option<String> {
        /// First parts of Meetup's own pages.
        const OWN: [&str; 12] = [
            "about", "apps", "blog", "cities", "events", "find", "help", "home", "login", "lp", "pro",
            "topics",
        ];
        let group = segments.iter().find(|segment| !is_locale(segment))?;
        (!OWN.contains(group)).then(|| group.to_ascii_lowercase())
    }

    /// Its canonical path.
    fn path(&self) -> String {
        match &self.event {
            None => format!("/{}", self.group),
            Some(MeetupEvent::Numbered(id)) => format!("/{}/events/{id}/", self.group),
            Some(MeetupEvent::Series(id)) => format!("/{}/events/{id}/", self.group),
        }
    }
}

/// `de-DE`, `es`: the language in which a page is shown.
fn is_locale(segment: &str) -> bool {
    let (language, country) = segment.split_once('-').unwrap_or((segment, "XX"));
    let two = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_alphabetic());
    two(language) && two(country)
}
