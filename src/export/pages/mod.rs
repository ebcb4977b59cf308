//! The pages of the folder: one file a page, all made from one [`Site`].
//!
//! They work from any host and folder and from the disk, ask no other host for anything, and can be
//! read without JavaScript. What comes from issues and calendars is text: askama escapes it.

mod chart;
mod event;
mod feeds;
mod group;
mod map;
mod more;
mod place;
mod shell;
mod start;
mod view;
mod years;

use std::collections::{BTreeMap, BTreeSet};

use chrono::Days as Lapse;

use super::{feeds::Feed, options::Options};
use crate::{
    catalogue::Catalogue,
    knowledge::Knowledge,
    model::Event,
    model::Group,
    newsletter::calls::Call,
    output::{SITEMAP, Tree},
    selection::{City, GroupEntry, Known},
};

/// Groups that were listed within so many days have a page of their own.
const LIVING_DAYS: u64 = 730;

/// Files that the pages need beside them.
const ASSETS: [(&str, &str); 6] = [
    ("assets/early.js", include_str!("../../../templates/assets/early.js")),
    ("assets/host.js", include_str!("../../../templates/assets/host.js")),
    ("assets/icon.svg", include_str!("../../../templates/assets/icon.svg")),
    ("assets/map.js", include_str!("../../../templates/assets/map.js")),
    ("assets/page.css", include_str!("../../../templates/assets/page.css")),
    ("assets/page.js", include_str!("../../../templates/assets/page.js")),
];

/// Adds the pages of one kind.
type Add = fn(&Site<'_>, &mut Tree) -> Result<(), askama::Error>;

/// The kinds of page.
const PAGES: [Add; 7] = [start::add, event::add, group::add, place::add, feeds::add, map::add, years::add];

/// What pages are made from.
pub(super) struct Site<'a> {
    catalogue: &'a Catalogue,
    knowledge: &'a Knowledge,
    feeds: &'a [Feed<'a>],
    options: &'a Options,
    calls: &'a [Call],
    known: Known,
    /// What is shown and has not ended, by day.
    upcoming: Vec<&'a Event>,
    /// The group of each spelling, as an index into those known.
    group_of: BTreeMap<Group, usize>,
    /// For each group the indices of its events, oldest first.
    events_of: Vec<Vec<usize>>,
}

/// Adds every page and what it needs to the folder.
pub(super) fn add(
    catalogue: &Catalogue,
    knowledge: &Knowledge,
    known: Known,
    feeds: &[Feed<'_>],
    calls: &[Call],
    options: &Options,
    tree: &mut Tree,
) -> Result<(), askama::Error> {
    let site = Site::new(catalogue, knowledge, known, feeds, calls, options);
    for add in PAGES {
        add(&site, tree)?;
    }
    for (path, text) in ASSETS {
        tree.insert(path.to_owned(), squeezed(text).into_bytes());
    }
    tree.insert("assets/more.js".to_owned(), more::print(&site).map_err(askama::Error::custom)?.into_bytes());
    if let Some(base) = &options.base_url {
        tree.insert(SITEMAP.to_owned(), sitemap(base, tree).into_bytes());
    }
    Ok(())
}

/// A script or style sheet without indentation and lines of comment, which readers need not fetch.
fn squeezed(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    lines.fold(String::new(), |out, line| out + line + "\n")
}

/// The list of pages for search engines (sitemaps.org, 0.9).
fn sitemap(base: &str, tree: &Tree) -> String {
    let pages = tree.keys().filter(|path| path.ends_with(".html"));
    let row = |path: &String| {
        format!("<url><loc>{base}{}</loc></url>\n", path.strip_suffix("index.html").unwrap_or(path))
    };
    let rows: String = pages.map(row).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n{rows}</urlset>\n"
    )
}

impl<'a> Site<'a> {
    fn new(
        catalogue: &'a Catalogue,
        knowledge: &'a Knowledge,
        known: Known,
        feeds: &'a [Feed<'a>],
        calls: &'a [Call],
        options: &'a Options,
    ) -> Self {
        let group_of: BTreeMap<Group, usize> = known
            .groups
            .iter()
            .enumerate()
            .flat_map(|(index, entry)| entry.members.iter().map(move |member| (member.clone(), index)))
            .collect();
        let mut events_of = vec![Vec::new(); known.groups.len()];
        for (index, event) in catalogue.events.iter().enumerate() {
            let groups: BTreeSet<usize> =
                event.groups.iter().filter_map(|group| group_of.get(group).copied()).collect();
            for group in groups {
                events_of[group].push(index);
            }
        }
        let shown =
            |event: &&Event| event.days.end() >= catalogue.as_of && options.withdrawn.shows(event.status);
        let mut upcoming: Vec<&Event> = catalogue.events.iter().filter(shown).collect();
        upcoming
            .sort_by_key(|event| (event.days, event.starts_at, super::wording::location(event), &event.id));
        Self { catalogue, knowledge, feeds, options, calls, known, upcoming, group_of, events_of }
    }

    fn groups_of(&self, event: &Event) -> Vec<usize> {
        let mut groups: Vec<usize> = Vec::new();
        for group in event.groups.iter().filter_map(|group| self.group_of.get(group)) {
            if !groups.contains(group) {
                groups.push(*group);
            }
        }
        groups
    }

    fn group(&self, index: usize) -> &GroupEntry {
        &self.known.groups[index]
    }

    /// Whether a group was listed so lately that it has a page.
    fn is_living(&self, group: usize) -> bool {
        let since = self.catalogue.as_of.checked_sub_days(Lapse::new(LIVING_DAYS));
        self.events_of[group].iter().any(|event| {
            let listed = self.catalogue.events[*event].last_listed;
            since.is_none_or(|since| listed >= since)
        })
    }

    fn city_of(&self, place: &crate::model::Place) -> Option<&City> {
        self.known.cities.iter().find(|city| city.is(place))
    }
}
