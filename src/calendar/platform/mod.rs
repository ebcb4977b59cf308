//! Platforms whose calendars have their own ways: who the group is, and which link is the event's page.
//!
//! A platform is one file and one line of [`PLATFORMS`].

use super::{component::Component, lines::Line};
use crate::{
    knowledge::{
        Knowledge,
        words::{self, Class},
    },
    link,
    model::Group,
    text::{clean, fold},
};

mod google;
mod luma;
mod meetup;
mod organisers;

/// An event among what its calendar says of itself.
pub(super) struct Seen<'a> {
    pub event: &'a Component,
    pub calendar: &'a Component,
    pub uid: String,
    pub description: String,
    pub location: String,
    pub knowledge: &'a Knowledge,
}

/// How a platform writes its calendars.
pub(super) struct Platform {
    /// Whether an event is of this platform.
    is: fn(&Seen<'_>) -> bool,
    /// The group's name and page, as far as they are said.
    group: fn(&Seen<'_>) -> (Option<String>, Option<String>),
    /// The event's own page, where the platform has a place of its own for it.
    page: fn(&Seen<'_>) -> Option<String>,
}

/// Every platform that is known; the last is of every event.
const PLATFORMS: &[Platform] =
    &[meetup::PLATFORM, luma::PLATFORM, google::PLATFORM, organisers::PLATFORM, ANY];

/// Any other program.
const ANY: Platform = Platform { is: |_| true, group: any_group, page: |seen| seen.url("URL") };

impl Seen<'_> {
    fn platform(&self) -> &'static Platform {
        PLATFORMS.iter().find(|platform| (platform.is)(self)).unwrap_or(&ANY)
    }

    /// A web address of a line.
    fn url(&self, name: &str) -> Option<String> {
        self.event.text(name).filter(|url| url.starts_with("http"))
    }

    /// What the calendar is called.
    pub fn calendar_name(&self) -> Option<String> {
        let name = self.calendar.text("X-WR-CALNAME").or_else(|| self.calendar.text("NAME"))?;
        let name = clean(&name).into_owned();
        // A calendar called by its owner's address, or by what it is, names no group.
        let says_nothing = name.contains('@') || words::is(&fold(&name), Class::SenderUnnamed);
        (!says_nothing).then_some(name)
    }

    /// The calendar's own page.
    pub fn calendar_url(&self) -> Option<String> {
        let url = self.calendar.text("URL").or_else(|| self.calendar.text("X-ORIGINAL-URL"))?;
        let file = url.contains("/ical") || url.contains(".ics") || url.contains("/ics");
        (url.starts_with("http") && !file).then_some(url)
    }

    /// The name of the ORGANIZER, where it is neither a robot's nor an address.
    pub fn organizer(&self) -> Option<String> {
        let name = self.event.line("ORGANIZER")?.param("CN")?;
        let name = clean(name.trim_matches(|c| matches!(c, '"' | '\''))).into_owned();
        let folded = fold(&name);
        let robot = words::stand_in(&folded, Class::SenderRobot);
        (!robot && !name.contains('@') && name.contains(char::is_alphanumeric)).then_some(name)
    }

    /// The event's group: as the tables know it, else as the platform names it.
    pub fn group(&self) -> Option<Group> {
        let (name, page) = (self.platform().group)(self);
        let groups = &self.knowledge.groups;
        let by_page = page.as_deref().and_then(|page| groups.canonical(page));
        let known = by_page.or_else(|| name.as_deref().and_then(|name| groups.canonical(name)));
        let page = page.and_then(|page| link::group_page(&page).ok());
        match (name, known) {
            (name, Some(known)) => Some(Group {
                name: name.unwrap_or_else(|| known.name.clone()),
                url: page.or_else(|| known.url.clone()),
            }),
            (Some(name), None) => Some(Group { name, url: page }),
            (None, None) => None,
        }
    }

    /// Whether something beside LOCATION names the event's page.
    pub fn has_page_elsewhere(&self) -> bool {
        self.url("URL").is_some() || !links(&self.description).is_empty()
    }

    /// The event's own page; a call is one only where nothing else is there.
    pub fn page(&self) -> Option<String> {
        let first = (self.platform().page)(self);
        let described = links(&self.description);
        let placed = links(&self.location);
        let all: Vec<String> =
            first.into_iter().chain(self.url("URL")).chain(described).chain(placed).collect();
        // A redirect shows what it leads to only when it is followed.
        let all: Vec<String> = all.iter().filter_map(|url| link::canonical(url).ok()).collect();
        let beside = |url: &str| link::is_call(url) || link::aside(url).is_some();
        let of_platform = |url: &str| {
            matches!(
                link::identity(url),
                link::LinkId::Meetup { event: Some(_), .. } | link::LinkId::Page { .. }
            )
        };
        let own = all.first().filter(|url| !beside(url));
        let own = own.or_else(|| all.iter().find(|url| of_platform(url)));
        own.or_else(|| all.iter().find(|url| !beside(url))).or(all.first()).cloned()
    }
}

/// ORGANIZER where it names a group: one that is known, or one that calls itself by what the newsletter
/// is about; a calendar's name otherwise, for an ORGANIZER may be whoever sent this once.
fn any_group(seen: &Seen<'_>) -> (Option<String>, Option<String>) {
    let calendar = seen.calendar_name();
    let organizer = seen.organizer();
    let a_group = |name: &String| {
        seen.knowledge.groups.is_group(name)
            || fold(name).split(|c: char| !c.is_alphanumeric()).any(|word| word.starts_with("rust"))
    };
    match (organizer, calendar) {
        (Some(name), calendar) if a_group(&name) => {
            let page = seen.calendar_url().filter(|_| calendar.as_ref() == Some(&name));
            (Some(name), page)
        }
        (_, Some(calendar)) => (Some(calendar), seen.calendar_url()),
        (organizer, None) => (organizer, None),
    }
}

/// Every web address of a text, plain or in HTML.
pub(super) fn links(text: &str) -> Vec<String> {
    let starts = text.match_indices("http").filter(|(at, _)| {
        text.get(*at..).is_some_and(|rest| rest.starts_with("https://") || rest.starts_with("http://"))
            // A redirect's target is a part of it.
            && !text.get(..*at).is_some_and(|before| before.ends_with(['=', '/']))
    });
    starts
        .filter_map(|(at, _)| {
            let rest = text.get(at..)?;
            let end =
                rest.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | ')' | '\\' | '|'));
            let url = rest.get(..end.unwrap_or(rest.len()))?.replace("&amp;", "&");
            Some(url.trim_end_matches(['.', ',', ';', ':', '!', '\'', ']', '*']).to_owned())
        })
        .collect()
}

/// The value behind a word at the head of a line: `Address:`.
pub(super) fn lines_below<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let at = text.find(word)?;
    let rest = text.get(at + word.len()..)?.trim_start_matches([' ', '\n']);
    Some(rest.split("\n\n").next().unwrap_or_default().trim()).filter(|rest| !rest.is_empty())
}

/// What a line says beside its value, for platforms that only differ in `PRODID`.
fn product(calendar: &Component) -> String {
    calendar.line("PRODID").map(Line::text).unwrap_or_default().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_found_in_text_and_html() {
        let text = "See https://a.example/x?y=1&amp;z=2, <a href=\"https://b.example/\">b</a> or (http://c.example/d).";
        assert_eq!(links(text), ["https://a.example/x?y=1&z=2", "https://b.example/", "http://c.example/d"]);
        assert_eq!(
            links("https://www.google.com/url?q=https://a.example/x&sa=D"),
            ["https://www.google.com/url?q=https://a.example/x&sa=D"]
        );
        assert_eq!(lines_below("x\nAddress:\nNo\nGirona\n\nHosts", "Address:"), Some("No\nGirona"));
    }
}
