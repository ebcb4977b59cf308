//! The register of groups: who is one group under all its names and pages, and which feed it has.
//!
//! Names that differ in case, accents, emoji, punctuation or a year are one group's; so are names that
//! share a page. A page counts for a name where it is the page that the name is mostly listed with, or
//! the name the one that the page is mostly listed under: a link to another group's page, pasted once,
//! joins nobody.

use std::collections::{BTreeMap, BTreeSet};

use super::file_names::FileNames;
use crate::{catalogue::Catalogue, knowledge::Knowledge, link, map::HashMap, model::Group, text};

/// A group with everything it was ever called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupEntry {
    /// The name to show: that of the tables, else the newest that was listed more than once.
    pub name: String,
    /// The stem of its feed: `rust-berlin`. That of its oldest name, which no later issue changes.
    pub slug: String,
    /// The stems of its other names, where the same feed lies.
    pub other_slugs: Vec<String>,
    /// Every name and link it was listed under.
    pub members: BTreeSet<Group>,
}

impl GroupEntry {
    /// Whether a group of a listing or an event is this one.
    pub fn is(&self, group: &Group) -> bool {
        self.members.contains(group)
    }

    /// Whether a text names it: one of its names in whatever spelling, the stem of its feed, one of its
    /// pages or what stands last in their addresses.
    fn is_named(&self, wanted: &Wanted) -> bool {
        self.slug == wanted.text
            || self.other_slugs.contains(&wanted.text)
            || self.members.iter().any(|member| {
                unspaced(&member.name) == wanted.unspaced
                    || member.url.as_deref().is_some_and(|url| {
                        let page = page_key(url);
                        page == wanted.page
                            || (!wanted.slug.is_empty() && page.rsplit('/').next() == Some(&*wanted.slug))
                    })
            })
    }
}

/// What somebody calls a group.
struct Wanted {
    text: String,
    name: String,
    unspaced: String,
    page: String,
    slug: String,
}

/// The entries that a text names, of all that are known; those whose name differs only in the spelling
/// of a city (`Rust Köln`, `Rust Cologne`) where no other is named.
pub(super) fn named(entries: &[GroupEntry], text: &str, knowledge: &Knowledge) -> Vec<GroupEntry> {
    let wanted = Wanted {
        text: text.trim().to_owned(),
        name: name_key(text),
        unspaced: unspaced(text),
        page: page_key(text),
        slug: text::slug(text),
    };
    let found: Vec<GroupEntry> = entries.iter().filter(|entry| entry.is_named(&wanted)).cloned().collect();
    if !found.is_empty() {
        return found;
    }
    if let Some(known) = knowledge.groups.canonical(text) {
        let listed: Vec<GroupEntry> =
            entries.iter().filter(|entry| entry.name == known.name).cloned().collect();
        if !listed.is_empty() {
            return listed;
        }
    }
    let city = in_city_names(&wanted.name, knowledge);
    let is_meant = |entry: &&GroupEntry| {
        entry.members.iter().any(|member| in_city_names(&name_key(&member.name), knowledge) == city)
    };
    entries.iter().filter(is_meant).cloned().collect()
}

/// A name of a group as it was listed.
#[derive(Default)]
struct Name {
    slug: String,
    members: BTreeSet<Group>,
    /// How often it was listed with each page.
    pages: BTreeMap<String, usize>,
    listed: usize,
    /// The table's name for it, where it has one.
    known: Option<String>,
    /// The newest listing of it.
    last: usize,
    written: String,
}

/// Everyone that a catalogue lists, by slug.
pub(super) fn register(catalogue: &Catalogue, knowledge: &Knowledge) -> Vec<GroupEntry> {
    let names = names(catalogue, knowledge);
    let mut joined = Joined::new(names.len());
    join_by_name(&names, &mut joined);
    join_by_page(&names, &mut joined);
    let mut parts: BTreeMap<usize, Vec<Name>> = BTreeMap::new();
    for (index, name) in names.into_iter().enumerate() {
        parts.entry(joined.first(index)).or_default().push(name);
    }
    let mut entries: Vec<GroupEntry> = parts.into_values().filter_map(entry).collect();
    entries.sort_by(|a, b| a.slug.cmp(&b.slug));
    entries
}

/// Each folded name in the order of its first listing, so that a later name cannot take an earlier
/// one's slug.
fn names(catalogue: &Catalogue, knowledge: &Knowledge) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    let mut at: HashMap<String, usize> = HashMap::default();
    let mut index_of: HashMap<&Group, (usize, Option<String>)> = HashMap::default();
    let mut stems = FileNames::default();
    let listed = catalogue.listings.iter().flat_map(|listing| &listing.groups);
    let merged = catalogue.events.iter().flat_map(|event| &event.groups);
    let lines = listed.map(|group| (group, true)).chain(merged.map(|group| (group, false)));
    for (line, (group, is_listed)) in lines.enumerate() {
        let (index, page) = match index_of.get(group) {
            Some((index, page)) => (*index, page.as_deref()),
            None => {
                let by_url = || knowledge.groups.canonical(group.url.as_deref()?);
                let known = knowledge.groups.canonical(&group.name).or_else(by_url);
                let shown = known.map_or(&group.name, |known| &known.name);
                let index = *at.entry(text::fold(shown)).or_insert_with(|| {
                    names.push(Name { slug: stems.take(shown), ..Name::default() });
                    names.len() - 1
                });
                names[index].known = known.map(|known| known.name.clone());
                names[index].members.insert(group.clone());
                let page = group.url.as_deref().map(page_key);
                let (index, page) = index_of.entry(group).or_insert((index, page));
                (*index, page.as_deref())
            }
        };
        if is_listed || names[index].listed == 0 {
            let name = &mut names[index];
            name.listed += 1;
            name.last = line;
            name.written.clone_from(&group.name);
            match page.and_then(|page| name.pages.get_mut(page)) {
                Some(count) => *count += 1,
                None => name.pages.extend(page.map(|page| (page.to_owned(), 1))),
            }
        }
    }
    names
}

fn join_by_name(names: &[Name], joined: &mut Joined) {
    let mut first: HashMap<String, usize> = HashMap::default();
    for (index, name) in names.iter().enumerate() {
        for key in name.members.iter().map(|member| unspaced(&member.name)) {
            joined.join(*first.entry(key).or_insert(index), index);
        }
    }
}

fn join_by_page(names: &[Name], joined: &mut Joined) {
    /// The key that counts most; the first of equals.
    fn most<K: Copy>(counts: impl Iterator<Item = (K, usize)>) -> Option<K> {
        let mut best: Option<(K, usize)> = None;
        for (key, count) in counts {
            if best.is_none_or(|(_, most)| count > most) {
                best = Some((key, count));
            }
        }
        best.map(|(key, _)| key)
    }
    let mut by_page: BTreeMap<&str, Vec<(usize, usize)>> = BTreeMap::new();
    for (index, name) in names.iter().enumerate() {
        for (page, count) in &name.pages {
            by_page.entry(page).or_default().push((index, *count));
        }
    }
    for (page, listed) in by_page {
        let Some(main) = most(listed.iter().copied()) else { continue };
        for (index, _) in listed {
            let own = most(names[index].pages.iter().map(|(page, count)| (page.as_str(), *count)));
            if own == Some(page) {
                joined.join(main, index);
            }
        }
    }
}

/// The entry of names that are one group, oldest first.
fn entry(names: Vec<Name>) -> Option<GroupEntry> {
    let known = names.iter().find_map(|name| name.known.clone());
    let newest = |names: &[&Name]| names.iter().max_by_key(|name| name.last).map(|name| name.written.clone());
    let often: Vec<&Name> = names.iter().filter(|name| name.listed > 1).collect();
    let shown = known.or_else(|| newest(&often)).or_else(|| newest(&names.iter().collect::<Vec<_>>()))?;
    let mut slugs = names.iter().map(|name| name.slug.clone());
    Some(GroupEntry {
        name: shown,
        slug: slugs.next()?,
        other_slugs: slugs.collect(),
        members: names.into_iter().flat_map(|name| name.members).collect(),
    })
}

/// Which of some numbers belong together.
struct Joined(Vec<usize>);

impl Joined {
    fn new(count: usize) -> Self {
        Self((0..count).collect())
    }

    /// The least number of those that belong to this one.
    fn first(&mut self, mut index: usize) -> usize {
        while self.0[index] != index {
            self.0[index] = self.0[self.0[index]];
            index = self.0[index];
        }
        index
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.first(one), self.first(other));
        self.0[one.max(other)] = one.min(other);
    }
}

/// A name without case, accents, emoji, punctuation and years; the folded name where nothing is left.
fn name_key(name: &str) -> String {
    let folded = text::fold(name);
    let is_year = |word: &&str| {
        word.len() == 4
            && matches!(word.as_bytes(), [b'1', b'9', ..] | [b'2', b'0', ..])
            && word.bytes().all(|byte| byte.is_ascii_digit())
    };
    // `C++` and `C#` are other names than `C`.
    let words = folded.split(|c: char| !c.is_alphanumeric() && c != '+' && c != '#');
    let key = words.filter(|word| !word.is_empty() && !is_year(word)).collect::<Vec<_>>().join(" ");
    if key.is_empty() { folded } else { key }
}

/// The same without blanks: `RustNL` is `Rust NL`.
fn unspaced(name: &str) -> String {
    name_key(name).replace(' ', "")
}

/// A page without scheme, `www.` and the slash at its end.
fn page_key(url: &str) -> String {
    let page = link::group_page(url).unwrap_or_else(|_| url.trim().to_owned());
    let page = page.split_once("://").map_or(&*page, |(_, rest)| rest);
    page.strip_prefix("www.").unwrap_or(page).trim_end_matches('/').to_lowercase()
}

/// The words of a name with each city under its name in the table.
fn in_city_names(key: &str, knowledge: &Knowledge) -> Vec<String> {
    let named = |word: &str| match knowledge.places.cities(word).first() {
        Some(city) => text::fold(&city.name),
        None => word.to_owned(),
    };
    key.split(' ').map(named).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::newsletter::Issue;

    fn known(lines: &[(&str, &str)]) -> Vec<GroupEntry> {
        let mut text =
            "Title: This Week in Rust 700\nDate: 2026-01-07\n\n## Upcoming Events\n\n### Europe\n".to_owned();
        for (index, (name, page)) in lines.iter().enumerate() {
            text += &format!(
                "* 2026-01-{:02} | Berlin, DE | [{name}]({page})\n    * [**Evening {index}**](https://e.example/{index})\n",
                8 + index
            );
        }
        let issue = Issue::parse("2026-01-07-this-week-in-rust.md", text.as_bytes()).unwrap();
        let knowledge = Knowledge::bundled();
        register(&Catalogue::read(vec![issue], &knowledge, None), &knowledge)
    }

    fn slugs(lines: &[(&str, &str)]) -> Vec<(String, Vec<String>)> {
        known(lines).into_iter().map(|entry| (entry.slug, entry.other_slugs)).collect()
    }

    #[test]
    fn emoji_punctuation_and_a_year_make_no_other_group() {
        let found = slugs(&[
            ("Crab Club", "https://a.example/x"),
            ("Crab Club 🦀", "https://b.example"),
            ("crab-club!", "https://c.example"),
            ("CrabClub", "https://c2.example"),
            ("CrabConf 2025", "https://conf.example/2025"),
            ("CrabConf 2026", "https://conf.example/2026"),
            ("Crab C++", "https://d.example"),
            ("Crab C", "https://e2.example"),
        ]);
        let first: Vec<&str> = found.iter().map(|(slug, _)| slug.as_str()).collect();
        assert_eq!(
            first,
            ["crab-c", "crab-c-59dd2b6b", "crab-club", "crabconf-2025"].map(|slug| {
                // The hash tells `Crab C` from `Crab C++`, which came first.
                if slug.starts_with("crab-c-") { first[1] } else { slug }
            })
        );
        assert_eq!(found[3].1, ["crabconf-2026"]);
    }

    #[test]
    fn one_page_is_one_group_and_both_addresses_live() {
        let found = slugs(&[
            ("Old Name", "https://www.meetup.com/ort-rust/"),
            ("New Name", "https://meetup.com/ort-rust"),
        ]);
        assert_eq!(found, [("old-name".to_owned(), vec!["new-name".to_owned()])]);
    }

    #[test]
    fn a_link_pasted_once_joins_nobody() {
        let found = slugs(&[
            ("Here", "https://www.meetup.com/here"),
            ("Here", "https://www.meetup.com/here"),
            ("There", "https://www.meetup.com/there"),
            ("There", "https://www.meetup.com/there"),
            ("There", "https://www.meetup.com/here"),
        ]);
        assert_eq!(found, [("here".to_owned(), vec![]), ("there".to_owned(), vec![])]);
    }

    #[test]
    fn a_group_is_found_by_whatever_it_is_called() {
        let entries = known(&[
            ("Rust Cologne", "https://www.meetup.com/rustcologne/"),
            ("Other", "https://www.meetup.com/other"),
        ]);
        let knowledge = Knowledge::bundled();
        for wanted in [
            "rust cologne",
            "Rust Köln",
            "rust-cologne",
            "rustcologne",
            "meetup.com/rustcologne",
            "Rust Cologne 🦀",
        ] {
            let found: Vec<String> =
                named(&entries, wanted, &knowledge).into_iter().map(|entry| entry.slug).collect();
            assert_eq!(found.len(), 1, "{wanted}: {found:?}");
            assert!(found[0].starts_with("rust-"), "{wanted}: {found:?}");
        }
        assert!(named(&entries, "Rust Berlin", &knowledge).is_empty());
    }
}
