//! Whether two listings of one issue are the same event. Identity over time is decided in
//! [`crate::event`]; here two lines of one page are compared, and doubt is left to a human.

use crate::{
    listing::{Format, Listing},
    text,
};

/// How sure it is, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sameness {
    /// The same event; one of the lines can go.
    Same(&'static str),
    /// Perhaps the same event; someone has to look.
    Likely(&'static str),
}

/// Titles at least this alike (by the normalised Damerau-Levenshtein distance) are taken for one.
const ALIKE: f64 = 0.85;

/// Compares two listings; `None` where they are plainly two events.
pub fn compare(a: &Listing, b: &Listing) -> Option<Sameness> {
    use Sameness::{Likely, Same};
    let (Some(a_days), Some(b_days)) = (a.days, b.days) else { return None };
    if a_days != b_days {
        return None;
    }
    let (a_title, b_title) = (text::fold(&a.title), text::fold(&b.title));
    let title = a_title == b_title;
    let like = title || strsim::normalized_damerau_levenshtein(&a_title, &b_title) >= ALIKE;
    let group = share_group(a, b);
    let place = places_agree(a, b);
    let own = |listing: &Listing| own_link(listing).map(str::to_owned);
    match (own(a), own(b)) {
        (Some(x), Some(y)) if x == y => {
            // A page of its own that two lines share; several cities may take part in one webinar.
            if place && (like || group) {
                Some(Same("one link on one day"))
            } else {
                Some(Likely("one link on one day"))
            }
        }
        (Some(_), Some(_)) if title && group && place => {
            Some(Likely("one group, day and title under two links"))
        }
        (Some(_), Some(_)) => (like && place && !group && named(a, b) && other_host(a, b))
            .then_some(Likely("one day, place and title on two platforms")),
        _ => (title && group && place).then_some(Same("one group, day and title")),
    }
}

/// The main link, where it is the event's own and not its group's page.
pub fn own_link(listing: &Listing) -> Option<&str> {
    let url = listing.url()?;
    let page = |url: &str| url.trim_end_matches('/').trim_end_matches("/events").to_owned();
    let groups = listing.groups.iter().filter_map(|group| group.url.as_deref());
    (!groups.into_iter().any(|group| page(group) == page(url))).then_some(url)
}

/// Whether a group of one is a group of the other, by link or by name.
pub fn share_group(a: &Listing, b: &Listing) -> bool {
    let page = |url: &Option<String>| {
        url.as_deref().map(|url| url.trim_end_matches('/').trim_end_matches("/events").to_lowercase())
    };
    a.groups.iter().any(|x| {
        b.groups.iter().any(|y| {
            (x.url.is_some() && page(&x.url) == page(&y.url)) || text::fold(&x.name) == text::fold(&y.name)
        })
    })
}

/// Whether the places may be the same: a city in common, or one names none.
pub fn places_agree(a: &Listing, b: &Listing) -> bool {
    let cities = |listing: &Listing| -> Vec<String> {
        let named =
            listing.places.iter().filter_map(|place| place.known_city.as_ref().or(place.city.as_ref()));
        named.map(|city| text::fold(city)).collect()
    };
    let (a_cities, b_cities) = (cities(a), cities(b));
    a_cities.is_empty() || b_cities.is_empty() || a_cities.iter().any(|city| b_cities.contains(city))
}

/// Whether both name a city or are at least both virtual, so that agreeing places mean something.
fn named(a: &Listing, b: &Listing) -> bool {
    let named = |listing: &Listing| listing.places.iter().any(|place| place.city.is_some());
    (named(a) && named(b)) || (a.format == Format::Virtual && b.format == Format::Virtual)
}

/// Whether the main links lie on different hosts.
fn other_host(a: &Listing, b: &Listing) -> bool {
    let host = |listing: &Listing| {
        let url = url::Url::parse(listing.url()?).ok()?;
        Some(url.host_str()?.trim_start_matches("www.").to_owned())
    };
    host(a) != host(b)
}
