//! The printed entry: one listing in the newsletter's house style.
//!
//! Reading what is printed here gives the same again: the days, the format, the places, the title,
//! the groups and the links. Foreign text shows as it is, see [`escape`].

use std::cmp::Ordering;

use chrono::NaiveDate;

use super::markdown::{
    escape::{self, Inside, destination},
    inline,
};
use crate::{
    link,
    model::{Days, Event, Format, Group, Link, Listing, Place},
    place, text,
};

/// One listing, ready to be printed: its fields in Markdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// When.
    pub days: Days,
    /// The place field.
    pub place: String,
    /// The groups field.
    pub groups: String,
    /// The title line without its bullet; several, one a session, are parted by line breaks.
    pub title: String,
}

impl Entry {
    /// What a listing says, in house style.
    pub fn of_listing(listing: &Listing) -> Option<Self> {
        Some(Self {
            days: listing.days?,
            place: place_field(listing.format, &listing.places, &listing.written.place),
            groups: groups_field(&listing.groups),
            title: title_field(&listing.title, &listing.links, listing.paid),
        })
    }

    /// What is known of an event, in house style. `written` is its place as the newsletter wrote it,
    /// for places that are none (`Various`).
    pub fn of_event(event: &Event, written: &str) -> Self {
        Self {
            days: event.days,
            place: place_field(event.format, &event.places, written),
            groups: groups_field(&event.groups),
            title: title_field(&event.title, &event.links, event.paid),
        }
    }

    /// The order of the newsletter: by first day, then by the printed place ignoring case.
    pub fn order(&self, other: &Self) -> Ordering {
        self.sort_key().cmp(&other.sort_key())
    }

    fn sort_key(&self) -> (NaiveDate, String) {
        (self.days.start(), self.place.to_lowercase())
    }

    /// The two lines of the listing, or more where it has several sessions, with their line ends.
    pub fn lines(&self) -> String {
        let Self { days, place, groups, title } = self;
        let title = title.replace('\n', "\n    * ");
        format!("* {} | {place} | {groups}\n    * {title}\n", days_field(*days))
    }
}

/// `2025-11-02`, or `2025-11-02 - 2025-11-04`.
pub fn days_field(days: Days) -> String {
    if days.start() == days.end() {
        days.start().to_string()
    } else {
        format!("{} - {}", days.start(), days.end())
    }
}

/// The place field: `Berlin, DE`, `Virtual (Berlin, DE)`, `Hybrid (Berlin, DE)`, `Virtual`.
///
/// `written` stands in for places that are none.
pub fn place_field(format: Format, places: &[Place], written: &str) -> String {
    let names = place_names(places);
    let names = escape::text(&names, Inside::Line);
    match (format, &*names) {
        (Format::InPerson, "") => {
            escape::text(&text::clean(&inline::plain(written)), Inside::Line).into_owned()
        }
        (Format::InPerson, _) => names.into_owned(),
        (Format::Virtual, "") => "Virtual".to_owned(),
        (Format::Virtual, _) => format!("Virtual ({names})"),
        (Format::Hybrid, "") => "Hybrid".to_owned(),
        (Format::Hybrid, _) => format!("Hybrid ({names})"),
    }
}

/// `Redmond, WA, US; New York, NY, US`, and `Seattle/Bellevue, WA, US` where known cities share what
/// stands behind them.
fn place_names(places: &[Place]) -> String {
    let alike = |a: &Place, b: &Place| {
        let known = |place: &Place| place.known_city.is_some() && place.country.is_some();
        known(a) && known(b) && (&a.subdivision, a.country) == (&b.subdivision, b.country)
    };
    let names = places.chunk_by(alike).filter_map(|group| {
        let cities: Vec<&str> = group.iter().filter_map(|place| place.city.as_deref()).collect();
        let first = group.first()?;
        if cities.len() < 2 {
            return Some(place::printed(first));
        }
        Some(place::printed(&Place { city: Some(cities.join("/")), ..first.clone() }))
    });
    names.filter(|name| !name.is_empty()).collect::<Vec<_>>().join("; ")
}

/// `[Rust Girona](https://lu.ma/rust-girona) + [Silicon Girona](https://silicongirona.github.io)`
pub fn groups_field(groups: &[Group]) -> String {
    // One group under two of its spellings, or twice with one page, is printed once.
    let mut seen: Vec<String> = Vec::new();
    let once = groups.iter().filter(|group| {
        let page = group.url.as_deref().map(|url| link::group_page(url).unwrap_or_else(|_| url.to_owned()));
        let page = page.map(|page| page.trim_end_matches('/').to_lowercase());
        let known = page.iter().chain([&text::fold(&group.name)]).any(|key| seen.contains(key));
        seen.extend(page);
        seen.push(text::fold(&group.name));
        !known
    });
    let printed = once.map(|group| match &group.url {
        Some(url) => {
            let page = link::group_page(url).unwrap_or_else(|_| url.clone());
            format!("[{}]({})", escape::text(&group.name, Inside::Link), destination(&page))
        }
        None => escape::text(&group.name, Inside::Line).into_owned(),
    });
    printed.collect::<Vec<_>>().join(" + ")
}

/// `$[**Title**](url) | [**Mirror**](url)`, with the event's title as the text of the main link.
pub fn title_field(title: &str, links: &[Link], paid: bool) -> String {
    let mark = if paid { "$" } else { "" };
    let bold = |text: &str, inside| format!("**{}**", escape::text(text, inside));
    let Some((_, mirrors)) = links.split_first() else {
        return format!("{mark}{}", bold(title, Inside::Line));
    };
    let texts = std::iter::once(title).chain(mirrors.iter().map(|link| link.title.as_str()));
    let printed = texts.zip(links).map(|(text, link)| {
        let url = link::canonical(&link.url).unwrap_or_else(|_| link.url.clone());
        format!("[{}]({})", bold(text, Inside::Link), destination(&url))
    });
    format!("{mark}{}", printed.collect::<Vec<_>>().join(" | "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn each_session_has_its_line() {
        let entry = Entry {
            days: Days::single(day("2025-11-02")),
            place: "Berlin, DE".to_owned(),
            groups: "G".to_owned(),
            title: "**A**\n**B**".to_owned(),
        };
        assert_eq!(entry.lines(), "* 2025-11-02 | Berlin, DE | G\n    * **A**\n    * **B**\n");
    }
}
