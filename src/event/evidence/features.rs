//! What a listing brings to the question which event it belongs to.

use std::{collections::BTreeSet, rc::Rc};

use chrono::NaiveDate;

use super::{
    Presence, Side, Together,
    link_kinds::{self, LinkKind},
    title::Title,
};
use crate::{
    knowledge::groups::Groups,
    link,
    map::HashMap,
    model::{Country, Days, Format, Group, Listing, Place},
    text,
};

/// A name that was given a number: equal names, equal numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol(u32);

/// A link as it is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Linked {
    /// The page.
    pub page: Symbol,
    /// What it says of the occurrence that it leads to.
    pub kind: LinkKind,
    /// Where it lies.
    pub platform: Option<&'static str>,
}

/// A listing as it is compared.
#[derive(Debug, Clone)]
pub struct Features {
    /// Its index among all listings.
    pub listing: usize,
    /// The date of its issue.
    pub issue: NaiveDate,
    /// Its days.
    pub days: Days,
    /// Its issue: listings of one file are in one issue.
    pub file: Symbol,
    /// Its links, the main one first.
    pub links: Vec<Linked>,
    /// The series on Meetup that its links belong to, and the days planned there.
    pub planned: Vec<(Symbol, NaiveDate)>,
    /// Its groups, under all the names that are known for them.
    pub groups: Vec<Symbol>,
    /// The pages of its groups.
    pub pages: Vec<Symbol>,
    /// What its title says it is held with, if it says so: names of groups, perhaps.
    pub held_with: Vec<Symbol>,
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
    /// This listing as one side of a comparison.
    pub(crate) fn side<'a>(self: &'a Rc<Self>) -> Side<'a> {
        Side {
            days: self.days,
            links: &self.links,
            groups: &self.groups,
            pages: &self.pages,
            cities: &self.cities,
            titles: std::slice::from_ref(&self.title),
            formats: std::slice::from_ref(&self.format),
            rows: std::slice::from_ref(self),
        }
    }

    /// What two listings show by themselves of their place in the issues, the older one first.
    pub(crate) fn presence(older: &Self, newer: &Self) -> Presence {
        let together =
            match (older.issue == newer.issue && older.file == newer.file, older.online == newer.online) {
                (false, _) => Together::No,
                (true, true) => Together::SamePart,
                (true, false) => Together::OtherPart,
            };
        Presence {
            together,
            passed: older.days.end() < newer.issue,
            printed_late: newer.days.end() < newer.issue,
            ..Presence::default()
        }
    }
}

/// Reads features; remembers names, so that they are compared as numbers, and what it has read, for
/// a listing stands in four issues on average.
#[derive(Debug, Clone, Default)]
pub struct FeatureReader {
    names: HashMap<String, Symbol>,
    links: HashMap<String, Linked>,
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

impl FeatureReader {
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
        let mut links: Vec<Linked> = Vec::with_capacity(listing.links.len());
        for link in &listing.links {
            let mut link = self.link(&link.url);
            if links.iter().all(|known| known.page != link.page) {
                // The page of a group is not the page of one occurrence, whatever it looks like.
                if group_symbols.contains(&link.page) && (listing.links.len() > 1 || !link.kind.is_own()) {
                    link.kind = LinkKind::Group;
                }
                links.push(link);
            }
        }
        let planned = links
            .iter()
            .filter_map(|link| match link.kind {
                LinkKind::Planned(day) => Some((*self.series.get(&link.page)?, day)),
                _ => None,
            })
            .collect();
        let mut pages = Vec::new();
        for url in listing.groups.iter().filter_map(|group| group.url.as_deref()) {
            pages.push(self.link(&link::group_page(url).unwrap_or_else(|_| url.to_owned())).page);
        }
        dedup(&mut pages);
        let (title, keys) = self.title(listing, &group_symbols, &cities);
        Some(Features {
            listing: index,
            issue: listing.source.issue_date,
            file: self.name(format!("file:{}", listing.source.file)),
            days,
            links,
            planned,
            groups: group_symbols,
            pages,
            held_with: self.held_with(&listing.title),
            organisers: listing.groups.len(),
            cities,
            format: listing.format,
            online: listing.section.as_deref().is_some_and(is_online),
            title,
            keys,
        })
    }

    /// `Hybrid event with Rust Dortmund!`: the words behind `with`, as the names of groups are.
    fn held_with(&mut self, title: &str) -> Vec<Symbol> {
        /// More words has the name of no group that somebody would write into a title.
        const WORDS: usize = 5;
        let folded = text::fold(title);
        let mut words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        if !words.any(|word| word == "with") {
            return Vec::new();
        }
        let mut name = String::from("group:");
        let named = words.take(WORDS).enumerate().filter_map(|(before, word)| {
            name.push_str(&unspaced(word));
            // One word is a person's name or a topic as well.
            (before > 0).then(|| name.clone())
        });
        named.map(|name| self.name(name)).collect()
    }

    fn link(&mut self, url: &str) -> Linked {
        if let Some(known) = self.links.get(url) {
            return *known;
        }
        let id = link::identity(url);
        let platform = id.platform();
        let (kind, key) = link_kinds::read(&id);
        let series = link_kinds::series(&key).map(|series| self.name(format!("series:{series}")));
        let symbol = self.name(key);
        if let Some(series) = series {
            self.series.insert(symbol, series);
        }
        let linked = Linked { page: symbol, kind, platform };
        self.links.insert(url.to_owned(), linked);
        linked
    }

    fn group(&mut self, group: &Group, groups: &Groups) -> Rc<[Symbol]> {
        if let Some(known) = self.groups.get(group) {
            return known.clone();
        }
        let mut symbols = Vec::new();
        let slug = unspaced(&group.name);
        if !slug.is_empty() {
            symbols.push(self.name(format!("group:{slug}")));
        }
        if let Some(url) = group.url.as_deref() {
            let page = link::group_page(url).unwrap_or_else(|_| url.to_owned());
            symbols.push(self.link(&page).page);
        }
        let of_page = group.url.as_deref().and_then(|url| groups.canonical(url));
        for known in [groups.canonical(&group.name), of_page].into_iter().flatten() {
            symbols.push(self.name(format!("group:{}", unspaced(&known.name))));
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

/// A name without its blanks: `RustNL` is `Rust NL`.
fn unspaced(name: &str) -> String {
    text::slug(name).replace('-', "")
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
