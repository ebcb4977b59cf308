//! The ids of events: made once, from the first listing, and never again.

use std::collections::HashSet;

use crate::{
    link::{self, LinkId, MeetupEvent},
    listing::Listing,
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
        let own = listing.url().and_then(platform_id);
        let candidates = [Some(name.clone()), own.map(|own| with_suffix(&name, &own))];
        let free = candidates.into_iter().flatten().find(|id| !self.taken.contains(id));
        let id = free.unwrap_or_else(|| {
            (2u32..)
                .map(|count| with_suffix(&name, &count.to_string()))
                .find(|id| !self.taken.contains(id))
                .unwrap_or_default()
        });
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
        LinkId::Luma(id) | LinkId::Eventbrite(id) => id,
        LinkId::Meetup { event: None, .. } | LinkId::Other(_) => return None,
    };
    let slug = text::slug(&id);
    (!slug.is_empty()).then(|| cut(&slug, 24).to_owned())
}
