//! What a link means, however it is written.

use std::fmt;

use url::Url;

use super::{canonical, host, meetup::MeetupPage, rules::host_matches, segments, tidy};

/// What a link means on the platform that it leads to, however it is written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum LinkId {
    /// A group on Meetup, or one of its events.
    Meetup {
        /// The group's name in addresses, in lower case.
        group: String,
        /// The event, where the link leads to one.
        event: Option<MeetupEvent>,
    },
    /// An event or a calendar on Luma, by its name in addresses, in lower case.
    Luma(String),
    /// An event on Eventbrite, under whichever of its domains, by its number.
    Eventbrite(String),
    /// Any other page: the host without `www.` and the rest without scheme, trailing slash,
    /// tracking and the anchor on the page.
    Other(String),
}

/// An event on Meetup.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MeetupEvent {
    /// One occurrence.
    Numbered(u64),
    /// A recurring event's next occurrence, by the letters that Meetup gives it
    /// (`qndgwsydclbnc`). They end in the occurrence's date, but not always in the right one.
    Series(String),
}

impl fmt::Display for LinkId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Meetup { group, event: None } => write!(f, "meetup:{group}"),
            Self::Meetup { group, event: Some(MeetupEvent::Numbered(id)) } => {
                write!(f, "meetup:{group}/{id}")
            }
            Self::Meetup { group, event: Some(MeetupEvent::Series(id)) } => write!(f, "meetup:{group}/{id}"),
            Self::Luma(slug) => write!(f, "luma:{slug}"),
            Self::Eventbrite(id) => write!(f, "eventbrite:{id}"),
            Self::Other(url) => f.write_str(url),
        }
    }
}

/// What a link means; two links with the same identity lead to the same page.
pub fn identity(url: &str) -> LinkId {
    // Most links lead to Meetup and are canonical, which shows without taking them apart.
    if let Some(path) = url.strip_prefix("https://www.meetup.com/")
        && path.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'/'))
        && let Some(page) =
            MeetupPage::read(&path.split('/').filter(|part| !part.is_empty()).collect::<Vec<_>>())
    {
        return LinkId::Meetup { group: page.group, event: page.event };
    }
    let Ok(canonical) = canonical(url) else { return LinkId::Other(tidy(url)) };
    let Ok(url) = Url::parse(&canonical) else { return LinkId::Other(canonical) };
    let host = host(&url);
    let segments = segments(&url);
    if host == "meetup.com"
        && let Some(page) = MeetupPage::read(&segments)
    {
        return LinkId::Meetup { group: page.group, event: page.event };
    }
    if host == "luma.com" {
        let own = segments.iter().find(|segment| segment.starts_with("evt-")).or(segments.last());
        if let Some(slug) = own {
            return LinkId::Luma(slug.to_ascii_lowercase());
        }
    }
    if host_matches("eventbrite.*", host)
        && let [_, name, ..] = segments.as_slice()
        && matches!(segments[0], "e" | "event")
    {
        let digits = name.len() - name.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        if digits > 4 {
            return LinkId::Eventbrite(name[name.len() - digits..].to_owned());
        }
    }
    let path = without_google_tail(url.path()).trim_end_matches('/');
    let mut out = format!("{host}{path}");
    if let Some(query) = url.query() {
        out.push('?');
        out.push_str(query);
    }
    if let Some(fragment) = url.fragment().filter(|fragment| is_page(fragment)) {
        out.push('#');
        out.push_str(fragment);
    }
    LinkId::Other(out)
}

/// A path without the parameters that Google Calendar appended to a link that had no query.
fn without_google_tail(path: &str) -> &str {
    path.find("&sa=D&").map_or(path, |at| &path[..at])
}

/// Whether a fragment names a page of an app rather than a place on one page.
fn is_page(fragment: &str) -> bool {
    fragment.starts_with(['/', '!']) || fragment.contains('=')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(url: &str) -> String {
        identity(url).to_string()
    }

    #[test]
    fn a_meetup_page_is_the_same_by_the_short_way_and_the_long() {
        for path in [
            "rust-berlin",
            "Rust-Berlin/events/12/",
            "de-DE/rust_x/events/QNDGWSYDCLBNC",
            "pro/rust/",
            "find",
        ] {
            let url = format!("https://www.meetup.com/{path}");
            assert_eq!(identity(&url), identity(&format!("{url}?utm_source=x")), "{path}");
        }
    }

    #[test]
    fn identity_sees_through_spelling() {
        assert_eq!(id("http://www.meetup.com/de/Rust-Berlin/events/12/?a=b"), "meetup:rust-berlin/12");
        assert_eq!(id("https://lu.ma/Abc"), id("https://luma.com/abc?tk=1"));
        assert_eq!(id("https://lu.ma/event/evt-1"), "luma:evt-1");
        assert_eq!(
            id("https://www.eventbrite.co.uk/e/rust-tickets-1849030121869?aff=x"),
            id("https://www.eventbrite.com/e/other-words-1849030121869")
        );
        assert_eq!(id("https://discord.gg/yN&sa=D&source=calendar&usd=2"), id("https://discord.gg/yN"));
        assert_eq!(id("http://www.x.example/y/"), id("https://x.example/y#top"));
        assert_ne!(id("https://x.example/#event=1"), id("https://x.example/#event=2"));
        assert_ne!(id("https://x.example/?v=1"), id("https://x.example/?v=2"));
        assert_eq!(id("https://www.eventbrite.com/o/rust-123456"), "eventbrite.com/o/rust-123456");
    }
}
