//! What a listing brings to the question which event it belongs to.

use std::{
    collections::{BTreeSet, HashMap},
    rc::Rc,
};

use chrono::NaiveDate;

use super::{
    keys::{self, Kind},
    title::Title,
};
use crate::{
    knowledge::groups::Groups,
    link,
    model::{Country, Days, Format, Group, Listing, Place},
    text,
};

/// A name that was given a number: equal names, equal numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol(u32);

/// A listing as it is compared.
#[derive(Debug, Clone)]
pub struct Features {
    /// Its index among all listings.
    pub listing: usize,
    /// The date of its issue.
    pub issue: NaiveDate,
    /// Its days.
    pub days: Days,
    /// Its links, the main one first.
    pub links: Vec<(Symbol, Kind)>,
    /// The series on Meetup that its links belong to, and the days planned there.
    pub planned: Vec<(Symbol, NaiveDate)>,
    /// Its groups, under all the names that are known for them.
    pub groups: Vec<Symbol>,
    /// How many groups it names.
    pub organisers: usize,
    /// Its cities, with their countries.
    pub cities: Vec<Symbol>,
    /// How one takes part.
    pub format: Format,
    /// Whether it stands in the section of virtual events.
    pub online: bool,
    /// The title.
    pub title: Rc<Title>,
    /// The title's key and base.
    pub keys: (Symbol, Symbol),
}

impl Features {
    /// The first link that was made for one occurrence.
    pub fn own_link(&self) -> Option<Symbol> {
        self.links.iter().find(|(_, kind)| kind.is_own()).map(|(link, _)| *link)
    }
}

/// Reads features; remembers names, so that they are compared as numbers, and what it has read, for
/// a listing stands in four issues on average.
#[derive(Debug, Clone, Default)]
pub struct Reader {
    names: HashMap<String, Symbol>,
    links: HashMap<String, (Symbol, Kind)>,
    series: HashMap<Symbol, Symbol>,
    groups: HashMap<Group, Rc<[Symbol]>>,
    cities: HashMap<String, Vec<(Option<Country>, Symbol)>>,
    titles: HashMap<String, Vec<TitleOf>>,
}

type TitleAndKeys = (Rc<Title>, (Symbol, Symbol));

/// A title, read for these groups and cities.
#[derive(Debug, Clone)]
struct TitleOf {
    groups: Vec<Symbol>,
    cities: Vec<Symbol>,
    title: TitleAndKeys,
}

impl Reader {
    fn name(&mut self, name: String) -> Symbol {
        let next = Symbol(u32::try_from(self.names.len()).unwrap_or(u32::MAX));
        *self.names.entry(name).or_insert(next)
    }

    /// The features of a listing that has days.
    pub fn read(&mut self, index: usize, listing: &Listing, groups: &Groups) -> Option<Features> {
        let days = listing.days?;
        let mut group_symbols: Vec<Symbol> = Vec::new();
        for group in &listing.groups {
            group_symbols.extend_from_slice(&self.group(group, groups));
        }
        dedup(&mut group_symbols);
        let mut cities: Vec<Symbol> = listing.places.iter().filter_map(|place| self.city(place)).collect();
        dedup(&mut cities);
        let mut links: Vec<(Symbol, Kind)> = Vec::with_capacity(listing.links.len());
        for link in &listing.links {
            let (symbol, kind) = self.link(&link.url);
            if links.iter().all(|(known, _)| *known != symbol) {
                // The page of a group is not the page of one occurrence, whatever it looks like.
                let of_group = group_symbols.contains(&symbol) && listing.links.len() > 1;
                let kind = if of_group { Kind::Page } else { kind };
                links.push((symbol, kind));
            }
        }
        let planned = links
            .iter()
            .filter_map(|(link, kind)| match kind {
                Kind::Planned(day) => Some((*self.series.get(link)?, *day)),
                _ => None,
            })
            .collect();
        let (title, keys) = self.title(listing, &group_symbols, &cities);
        Some(Features {
            listing: index,
            issue: listing.source.issue_date,
            days,
            links,
            planned,
            groups: group_symbols,
            organisers: listing.groups.len(),
            cities,
            format: listing.format,
            online: listing.section.as_deref().is_some_and(is_online),
            title,
            keys,
        })
    }

    fn link(&mut self, url: &str) -> (Symbol, Kind) {
        if let Some(known) = self.links.get(url) {
            return *known;
        }
        let (kind, key) = keys::read(&link::identity(url));
        let series = keys::series(&key).map(|series| self.name(format!("series:{series}")));
        let symbol = self.name(key);
        if let Some(series) = series {
            self.series.insert(symbol, series);
        }
        self.links.insert(url.to_owned(), (symbol, kind));
        (symbol, kind)
    }

    fn group(&mut self, group: &Group, groups: &Groups) -> Rc<[Symbol]> {
        if let Some(known) = self.groups.get(group) {
            return known.clone();
        }
        let mut symbols = Vec::new();
        let slug = text::slug(&group.name);
        if !slug.is_empty() {
            symbols.push(self.name(format!("group:{slug}")));
        }
        if let Some(url) = group.url.as_deref() {
            let page = link::group_page(url).unwrap_or_else(|_| url.to_owned());
            symbols.push(self.link(&page).0);
        }
        let of_page = group.url.as_deref().and_then(|url| groups.canonical(url));
        for known in [groups.canonical(&group.name), of_page].into_iter().flatten() {
            symbols.push(self.name(format!("group:{}", text::slug(&known.name))));
        }
        dedup(&mut symbols);
        let symbols: Rc<[Symbol]> = symbols.into();
        self.groups.insert(group.clone(), symbols.clone());
        symbols
    }

    fn city(&mut self, place: &Place) -> Option<Symbol> {
        let city = place.known_city.as_ref().or(place.city.as_ref())?;
        let known = self.cities.get(city).and_then(|known| known.iter().find(|(of, _)| *of == place.country));
        if let Some((_, symbol)) = known {
            return Some(*symbol);
        }
        let country = place.country.as_ref().map_or("", |country| country.code());
        let symbol = self.name(format!("city:{},{country}", text::fold(city)));
        self.cities.entry(city.clone()).or_default().push((place.country, symbol));
        Some(symbol)
    }

    fn title(&mut self, listing: &Listing, groups: &[Symbol], cities: &[Symbol]) -> TitleAndKeys {
        let known = self
            .titles
            .get(&listing.title)
            .and_then(|known| known.iter().find(|known| known.groups == groups && known.cities == cities));
        if let Some(known) = known {
            return known.title.clone();
        }
        let group_words = words(listing.groups.iter().map(|group| &group.name));
        let places = listing.places.iter().flat_map(|place| place.city.iter().chain(&place.known_city));
        let title = Title::new(&listing.title, &group_words, &words(places));
        let keys = (self.name(format!("title:{}", title.key)), self.name(format!("base:{}", title.base)));
        let title = (Rc::new(title), keys);
        let of = TitleOf { groups: groups.to_vec(), cities: cities.to_vec(), title: title.clone() };
        self.titles.entry(listing.title.clone()).or_default().push(of);
        title
    }
}

fn words<'a>(names: impl Iterator<Item = &'a String>) -> BTreeSet<String> {
    let words = |name: &String| -> Vec<String> {
        text::fold(name).split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect()
    };
    names.flat_map(words).collect()
}

/// Whether a heading is that of the virtual events.
pub fn is_online(heading: &str) -> bool {
    let heading = text::fold(heading);
    heading.starts_with("virtual") || heading.starts_with("online")
}

fn dedup(symbols: &mut Vec<Symbol>) {
    symbols.sort_unstable();
    symbols.dedup();
}

/// Whether two sorted or unsorted short lists share a member.
pub fn share<T: PartialEq>(a: &[T], b: &[T]) -> bool {
    a.iter().any(|a| b.contains(a))
}

/// Whether both say something, and not the same.
pub fn conflict<T: PartialEq>(a: &[T], b: &[T]) -> bool {
    !a.is_empty() && !b.is_empty() && !share(a, b)
}
