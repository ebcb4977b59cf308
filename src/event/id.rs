//! The ids of events: made once, from the first listing, and never again.

use std::collections::HashSet;

use crate::{
    link::{self, LinkId, MeetupEvent},
    model::Listing,
    text,
};

/// No id is longer.
pub const MAX_LEN: usize = 64;

/// The ids given so far.
#[derive(Debug, Clone, Default)]
pub struct Ids {
    ids: Vec<String>,
    taken: HashSet<String>,
}

impl Ids {
    /// Gives an id to the event that a listing founds: the first day, the group and the title. Where
    /// that is taken, what the platform calls the event follows, then a counter.
    pub fn found(&mut self, listing: &Listing) {
        let name = name(listing);
        let free = |id: &String| !self.taken.contains(id);
        let own = || listing.url().and_then(platform_id).map(|own| with_suffix(&name, &own)).filter(free);
        let counted = || (2u32..).map(|count| with_suffix(&name, &count.to_string())).find(free);
        let id = Some(name.clone()).filter(free).or_else(own).or_else(counted).unwrap_or_default();
        self.taken.insert(id.clone());
        self.ids.push(id);
    }

    /// The ids in the order in which they were given.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.ids.iter().map(String::as_str)
    }
}

/// `2025-11-05-indy-rust-with-social-distancing`.
fn name(listing: &Listing) -> String {
    let title = text::slug(&listing.title);
    let group = listing.groups.first().map(|group| text::slug(&group.name)).unwrap_or_default();
    let city =
        listing.places.iter().find_map(|place| place.city.as_deref()).map(text::slug).unwrap_or_default();
    let words = if title.is_empty() && group.is_empty() {
        if city.is_empty() { "event".to_owned() } else { city }
    } else if group.is_empty() || contains(&title, &group) {
        title
    } else if title.is_empty() || contains(&group, &title) {
        group
    } else {
        // Half of the room for each, and what the shorter one leaves for the other.
        let room = MAX_LEN - 12;
        let group = cut(&group, (room / 2).max(room.saturating_sub(title.len())));
        format!("{group}-{title}")
    };
    let day = listing.days.map(|days| days.start().to_string()).unwrap_or_default();
    cut(&format!("{day}-{words}"), MAX_LEN).to_owned()
}

/// Whether a slug holds another in whole words.
fn contains(slug: &str, words: &str) -> bool {
    format!("-{slug}-").contains(&format!("-{words}-"))
}

/// At most `len` bytes, cut between words where there is a place for that.
fn cut(slug: &str, len: usize) -> &str {
    let Some(start) = slug.get(..len).filter(|_| slug.len() > len) else { return slug };
    let whole = slug.as_bytes().get(len) == Some(&b'-');
    let end = if whole { len } else { start.rfind('-').filter(|end| *end > len / 2).unwrap_or(len) };
    slug.get(..end).unwrap_or(start).trim_end_matches('-')
}

fn with_suffix(name: &str, suffix: &str) -> String {
    format!("{}-{suffix}", cut(name, MAX_LEN - 1 - suffix.len()))
}

/// What a platform calls the event, as far as it fits.
fn platform_id(url: &str) -> Option<String> {
    let id = match link::identity(url) {
        LinkId::Meetup { event: Some(MeetupEvent::Numbered(id)), .. } => id.to_string(),
        LinkId::Meetup { event: Some(MeetupEvent::Series(id)), .. } => id,
        LinkId::Page { id, .. } => id,
        LinkId::Meetup { event: None, .. } | LinkId::Other(_) => return None,
    };
    let slug = text::slug(&id);
    (!slug.is_empty()).then(|| cut(&slug, 24).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::fixture::{listing, read};

    fn name_of(row: &str) -> String {
        let mut ids = Ids::default();
        ids.found(&listing("2025-10-01", 1, row));
        ids.iter().next().unwrap().to_owned()
    }

    #[test]
    fn an_id_says_day_group_and_title_once() {
        for (row, id) in [
            (
                "a Europe | 2025-11-05 | Crabtown, GB | Crab Club | Hack Night | m/1",
                "2025-11-05-crab-club-hack-night",
            ),
            (
                "a Europe | 2025-11-02/2025-11-04 | Crabtown, IT | Crabconf | Crabconf 2025 | x.example",
                "2025-11-02-crabconf-2025",
            ),
            (
                "a Europe | 2025-11-05 | Crabtown, GB | Crab Club of Crabtown | Crab Club | m/1",
                "2025-11-05-crab-club-of-crabtown",
            ),
            ("a Europe | 2025-11-05 | Crabtown, GB |  | 蟹の夜 | m/1", "2025-11-05-crabtown"),
            ("a Virtual | 2025-11-05 | Virtual |  |  | ", "2025-11-05-event"),
            ("a Europe | 2025-11-05 | Crabtown, GB | Crab Club |  | m/1", "2025-11-05-crab-club"),
        ] {
            assert_eq!(name_of(row), id);
        }
    }

    #[test]
    fn a_long_id_is_cut_between_words() {
        let long = name_of(
            "a Europe | 2025-11-05 | Crabtown, GB | The Exceedingly Long Named Association of Crustacean Programmers | \
             A Title That Goes On And On Until Nobody Remembers How It Began | m/1",
        );
        assert_eq!(long, "2025-11-05-the-exceedingly-long-named-a-title-that-goes-on-and");
        assert!(long.len() <= MAX_LEN);
        let endless =
            name_of(&format!("a Europe | 2025-11-05 | Crabtown, GB |  | {} | m/1", "x".repeat(300)));
        assert_eq!(endless.len(), MAX_LEN);
    }

    #[test]
    fn two_events_of_one_name_differ_by_platform_id_then_by_number() {
        let row = |link| format!("a Europe | 2025-11-05 | Crabtown, GB | Crab Club | Hack Night | {link}");
        let mut ids = Ids::default();
        for link in ["m/1", "m/2", "l/abc", "x.example", "y.example"] {
            ids.found(&listing("2025-10-01", 1, &row(link)));
        }
        let ids: Vec<&str> = ids.iter().collect();
        let name = "2025-11-05-crab-club-hack-night";
        let expected = ["", "-2", "-abc", "-3", "-4"].map(|suffix| format!("{name}{suffix}"));
        assert_eq!(ids, expected);
    }

    #[test]
    fn nothing_that_changes_later_changes_the_id() {
        let (_, events) = read(&[
            ("2025-10-01", &["a Europe | 2025-11-05 | Crabtown, GB | Crab Club | Hack Night | m/1"]),
            ("2025-10-08", &["b Virtual | 2025-11-06 | Virtual | Lobster Lab | Night of Crabs | m/1"]),
            ("2025-10-15", &["c Virtual | 2025-11-06 | Virtual | Lobster Lab | Night of Crabs | m/2"]),
        ]);
        let ids: Vec<&str> = events.iter().map(|event| event.id.as_str()).collect();
        assert_eq!(ids, ["2025-11-05-crab-club-hack-night"]);
    }
}
