//! Whom to ask: the calendars of groups that were listed within a year, the pages of upcoming events.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Days;

use super::FetchedKind;
use crate::{
    catalogue::Catalogue,
    knowledge::Knowledge,
    link::{self, LinkId},
};

/// Groups that were last listed longer ago have most likely gone.
pub const LISTED_WITHIN_DAYS: u64 = 365;

/// A source to ask.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wanted {
    /// Its address.
    pub url: String,
    /// What it is.
    pub kind: FetchedKind,
    /// The group whose calendar it is.
    pub group: Option<String>,
    /// That group's page.
    pub group_url: Option<String>,
}

/// The calendars of the groups that were listed within a year before the newest issue, and those that are of
/// many groups.
pub fn calendars(catalogue: &Catalogue, knowledge: &Knowledge) -> Vec<Wanted> {
    let groups = &knowledge.groups;
    let since = catalogue.as_of.checked_sub_days(Days::new(LISTED_WITHIN_DAYS)).unwrap_or_default();
    let mut found: BTreeMap<String, Wanted> = BTreeMap::new();
    let mut add = |url: String, group: Option<String>, group_url: Option<String>| {
        found.entry(url.clone()).or_insert(Wanted { url, kind: FetchedKind::Calendar, group, group_url });
    };
    for row in groups.calendars().filter(|row| row.group.is_none()) {
        add(row.url.clone(), None, None);
    }
    let recent = catalogue.listings.iter().filter(|listing| listing.source.issue_date >= since);
    let mut seen = BTreeSet::new();
    for group in recent.flat_map(|listing| &listing.groups).filter(|group| seen.insert(*group)) {
        let page = group.url.as_deref();
        let known = page.and_then(|page| groups.canonical(page)).or_else(|| groups.canonical(&group.name));
        if let Some(known) = known {
            for url in groups.calendars_of(known) {
                add(url, Some(known.name.clone()), known.url.clone());
            }
        } else if let Some(url) = page.and_then(link::calendar) {
            let group_url = page.and_then(|page| link::group_page(page).ok());
            add(url, Some(group.name.clone()), group_url);
        }
    }
    found.into_values().collect()
}

/// The page of every event that is upcoming as of the newest issue.
pub fn pages(catalogue: &Catalogue) -> Vec<Wanted> {
    let upcoming = catalogue.events.iter().filter(|event| event.days.end() >= catalogue.as_of);
    let urls: BTreeSet<&str> = upcoming.filter_map(|event| event.url()).collect();
    // A group's own page is none of an event, and a key opens what is for its owner.
    let groups_page = |url: &str| matches!(link::identity(url), LinkId::Meetup { event: None, .. });
    let wanted = urls
        .into_iter()
        .filter(|url| link::aside(url).is_none() && link::secret(url).is_none() && !groups_page(url));
    wanted
        .map(|url| Wanted { url: url.to_owned(), kind: FetchedKind::Page, group: None, group_url: None })
        .collect()
}
