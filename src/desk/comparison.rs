//! Whether two listings of one issue are the same event, by the one comparison of [`crate::event::rules`]; doubt
//! is left to a human.

use std::{collections::BTreeMap, rc::Rc, sync::LazyLock};

use crate::{
    event::{
        evidence::Features,
        rules::{Comparer, Question, Same},
    },
    knowledge::Knowledge,
    link::{self, LinkId},
    model::{Days, Listing},
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

/// On days with more listings than this only equal links and titles are compared: no newsletter has
/// them, but a calendar that is read may.
const FEW: usize = 300;

/// The bundled tables: a page knows no others.
static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(Knowledge::bundled);

/// Reads the signs of listings; only those of one reader can be compared.
pub struct RowComparer(Comparer<'static>);

impl Default for RowComparer {
    fn default() -> Self {
        Self(Comparer::new(&KNOWLEDGE))
    }
}

impl RowComparer {
    /// The sign of a listing with days.
    pub fn read(&mut self, listing: &Listing) -> Option<ComparedRow> {
        let pages: Vec<LinkId> = listing
            .groups
            .iter()
            .filter_map(|group| Some(link::identity(&link::group_page(group.url.as_deref()?).ok()?)))
            .collect();
        let cities =
            listing.places.iter().filter_map(|place| place.known_city.as_ref().or(place.city.as_ref()));
        let links: Vec<LinkId> = listing.links.iter().map(|link| link::identity(&link.url)).collect();
        Some(ComparedRow {
            features: self.0.read(listing)?,
            days: listing.days?,
            title: text::fold(&listing.title),
            cities: cities.map(|city| text::fold(city)).collect(),
            own: links.first().filter(|id| !pages.contains(id)).cloned(),
            links,
        })
    }
}

/// What of a listing is compared.
#[derive(Debug, Clone)]
pub struct ComparedRow {
    features: Rc<Features>,
    days: Days,
    title: String,
    cities: Vec<String>,
    /// The main link, where it is the event's own and not its group's page.
    own: Option<LinkId>,
    links: Vec<LinkId>,
}

impl ComparedRow {
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

    /// Answers a question about two listings; `None` where they are two events.
    pub fn compare(&self, other: &Self, question: Question) -> Option<Sameness> {
        let verdict = Comparer::compare(&self.features, &other.features, question);
        match verdict.same {
            Same::Same => Some(Sameness::Same(verdict.rule.reason)),
            Same::Unsure => Some(Sameness::Likely(verdict.rule.reason)),
            Same::Different => None,
        }
    }
}

/// ComparedRows by their first day, to find those that may be of one event.
#[derive(Debug, Default)]
pub struct ComparedRows {
    signs: Vec<ComparedRow>,
    days: BTreeMap<chrono::NaiveDate, Day>,
}

#[derive(Debug, Default)]
struct Day {
    all: Vec<usize>,
    links: BTreeMap<LinkId, Vec<usize>>,
    titles: BTreeMap<String, Vec<usize>>,
}

impl ComparedRows {
    /// Adds one; its number is that of the calls before.
    pub fn push(&mut self, sign: ComparedRow) {
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
        sign: &ComparedRow,
        mut wanted: impl FnMut(usize, &ComparedRow) -> Option<T>,
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
