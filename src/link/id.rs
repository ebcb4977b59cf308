//! What a link means on the platform that it leads to.

use std::fmt;

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
    /// An event's page on another platform.
    Page {
        /// The platform's name, as in the list of platforms.
        platform: &'static str,
        /// What it calls the event.
        id: String,
        /// Whether organisers keep one page for several occurrences.
        shared: bool,
    },
    /// Any other page: the host without `www.` and the rest without scheme, trailing slash,
    /// tracking and the anchor on the page.
    Other(String),
}

impl LinkId {
    /// The platform's name; `None` for pages of nobody's platform.
    pub fn platform(&self) -> Option<&'static str> {
        match self {
            Self::Meetup { .. } => Some("meetup"),
            Self::Page { platform, .. } => Some(platform),
            Self::Other(_) => None,
        }
    }
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
            Self::Page { platform, id, .. } => write!(f, "{platform}:{id}"),
            Self::Other(url) => f.write_str(url),
        }
    }
}
