//! Whether two listings of one issue are the same event. Identity over time is decided in
//! [`crate::event`]; here two lines of one page are compared, and doubt is left to a human.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    link::{self, LinkId},
    model::{Days, Format, Listing},
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
/// On days with more listings than this only equal links and titles are compared: no newsletter has
/// them, but a calendar that is read may.
const FEW: usize = 300;

/// What of a listing is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sign {
    days: Days,
    title: String,
    format: Format,
    cities: Vec<String>,
    groups: BTreeSet<String>,
    /// The main link, where it is the event's own and not its group's page.
    own: Option<LinkId>,
    links: Vec<LinkId>,
    host: Option<String>,
}

impl Sign {
    /// The sign of a listing with days.
    pub fn of(listing: &Listing) -> Option<Self> {
        let pages: Vec<LinkId> = listing
            .groups
            .iter()
            .filter_map(|group| Some(link::identity(&link::group_page(group.url.as_deref()?).ok()?)))
            .collect();
        let names =
            listing.groups.iter().map(|group| text::fold(&group.name)).filter(|name| !name.is_empty());
        let cities =
            listing.places.iter().filter_map(|place| place.known_city.as_ref().or(place.city.as_ref()));
        let links: Vec<LinkId> = listing.links.iter().map(|link| link::identity(&link.url)).collect();
        let host = listing.url().and_then(|url| url::Url::parse(url).ok());
        Some(Self {
            days: listing.days?,
            title: text::fold(&listing.title),
            format: listing.format,
            cities: cities.map(|city| text::fold(city)).collect(),
            own: links.first().filter(|id| !pages.contains(id)).cloned(),
            groups: pages.iter().map(ToString::to_string).chain(names).collect(),
            links,
            host: host.and_then(|url| Some(url.host_str()?.trim_start_matches("www.").to_owned())),
        })
    }

    /// Whether the main link is a page of the event's own.
    pub fn has_own_link(&self) -> bool {
        self.own.is_some()
    }

    /// Whether a page of the event's own is a link of the other one.
    pub fn shares_link(&self, other: &Self) -> bool {
        self.own.as_ref().is_some_and(|id| other.links.contains(id))
            || other.own.as_ref().is_some_and(|id| self.links.contains(id))
    }

    /// Whether they are on the same days in a city in common (or both in none): too near to put one of them
    /// beside the other without someone who looks.
    pub fn stands_beside(&self, other: &Self) -> bool {
        let city = self.cities.iter().any(|city| other.cities.contains(city));
        self.days == other.days && (city || (self.cities.is_empty() && other.cities.is_empty()))
    }

    /// Compares two listings; `None` where they are plainly two events.
    pub fn compare(&self, other: &Self) -> Option<Sameness> {
        use Sameness::{Likely, Same};
        if self.days != other.days || !self.places_agree(other) && self.own != other.own {
            return None;
        }
        let title = self.title == other.title;
        let group = !self.groups.is_disjoint(&other.groups);
        match (&self.own, &other.own) {
            (Some(mine), Some(theirs)) if mine == theirs => {
                // A page of its own that two lines share; several cities may take part in one webinar.
                let one = self.places_agree(other) && (group || title || self.alike(other));
                Some(if one { Same("one link on one day") } else { Likely("one link on one day") })
            }
            (Some(_), Some(_)) if group => {
                title.then_some(Likely("one group, day and title under two links"))
            }
            (Some(_), Some(_)) => {
                let platforms = self.host != other.host && self.placed(other) && (title || self.alike(other));
                platforms.then_some(Likely("one day, place and title on two platforms"))
            }
            _ => (title && group).then_some(Same("one group, day and title")),
        }
    }

    fn alike(&self, other: &Self) -> bool {
        strsim::normalized_damerau_levenshtein(&self.title, &other.title) >= ALIKE
    }

    /// Whether the places may be the same: a city in common, or one names none.
    fn places_agree(&self, other: &Self) -> bool {
        self.cities.is_empty()
            || other.cities.is_empty()
            || self.cities.iter().any(|city| other.cities.contains(city))
    }

    /// Whether both name a city or are at least both virtual, so that agreeing places mean something.
    fn placed(&self, other: &Self) -> bool {
        (!self.cities.is_empty() && !other.cities.is_empty())
            || (self.format == Format::Virtual && other.format == Format::Virtual)
    }
}

/// Signs by their first day, to find those that may be of one event.
#[derive(Debug, Default)]
pub struct Signs {
    signs: Vec<Sign>,
    days: BTreeMap<chrono::NaiveDate, Day>,
}

#[derive(Debug, Default)]
struct Day {
    all: Vec<usize>,
    links: BTreeMap<LinkId, Vec<usize>>,
    titles: BTreeMap<String, Vec<usize>>,
}

impl Signs {
    /// Adds one; its number is that of the calls before.
    pub fn push(&mut self, sign: Sign) {
        let number = self.signs.len();
        let day = self.days.entry(sign.days.start()).or_default();
        day.all.push(number);
        for id in &sign.links {
            day.links.entry(id.clone()).or_default().push(number);
        }
        day.titles.entry(sign.title.clone()).or_default().push(number);
        self.signs.push(sign);
    }

    /// The number of the first sign of which `wanted` is true, among those of the same first day that
    /// can be the same event.
    pub fn find<T>(
        &self,
        sign: &Sign,
        mut wanted: impl FnMut(usize, &Sign) -> Option<T>,
    ) -> Option<(usize, T)> {
        let day = self.days.get(&sign.days.start())?;
        let mut look = |number: &usize| Some((*number, wanted(*number, self.signs.get(*number)?)?));
        if day.all.len() <= FEW {
            return day.all.iter().find_map(look);
        }
        let links = sign.links.iter().filter_map(|id| day.links.get(id)).flatten();
        links.chain(day.titles.get(&sign.title).into_iter().flatten()).find_map(&mut look)
    }
}
