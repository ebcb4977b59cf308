//! What earlier issues said of groups: their names, pages, cities and ways of meeting.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::{
    knowledge::{Knowledge, distance_km},
    link::{self, LinkId},
    model::{Format, Group, Listing, Place},
    newsletter::{Issue, grammar},
    text,
};

/// On how many days a group must have been listed before another name, link, city or way of meeting is
/// worth a word: two may be chance.
pub const FAMILIAR: usize = 3;
/// Two places nearer than this, in kilometres, are one to meet in: a city and its suburbs.
const NEAR: f64 = 50.0;

/// Spellings, and how often they stood there.
type Spellings = BTreeMap<String, (usize, String)>;

/// What earlier issues said.
#[derive(Debug, Clone, Default)]
pub struct Past {
    /// For each page of a group its names.
    names: BTreeMap<String, Spellings>,
    /// For each name of a group its pages.
    pages: BTreeMap<String, Spellings>,
    /// For each page or name of a group when and where it met.
    meetings: BTreeMap<String, Meetings>,
    /// Groups beside the Meetup groups whose events they listed.
    hosts: BTreeSet<(String, String)>,
}

/// When and where a group met.
#[derive(Debug, Clone, Default)]
pub struct Meetings {
    /// The cities, each with the days.
    cities: Vec<(Place, BTreeSet<NaiveDate>)>,
    /// The days on which it met in each way.
    formats: BTreeMap<Format, BTreeSet<NaiveDate>>,
}

impl Past {
    /// What listings of issues before `date` said.
    pub fn before<'l>(date: NaiveDate, listings: impl IntoIterator<Item = &'l Listing>) -> Self {
        let mut past = Self::default();
        for listing in listings.into_iter().filter(|listing| listing.source.issue_date < date) {
            past.add(listing);
        }
        past
    }

    /// What issues before `date` said.
    pub fn of_issues(date: NaiveDate, issues: &[Issue], knowledge: &Knowledge) -> Self {
        let mut reader = grammar::IssueReader::new(knowledge);
        let mut past = Self::default();
        for issue in issues.iter().filter(|issue| issue.date < date) {
            reader.read(issue).0.iter().for_each(|listing| past.add(listing));
        }
        past
    }

    fn add(&mut self, listing: &Listing) {
        let events: Vec<String> = listing.links.iter().filter_map(|link| meetup_group(&link.url)).collect();
        for group in &listing.groups {
            let name = text::fold(&group.name);
            if let Some((id, url)) = page(group) {
                count(self.pages.entry(name.clone()).or_default(), &id, url);
                count(self.names.entry(id).or_default(), &name, group.name.clone());
            }
            for event in &events {
                self.hosts.insert((key(group), event.clone()));
            }
            let Some(days) = listing.days else { continue };
            let meetings = self.meetings.entry(key(group)).or_default();
            meetings.formats.entry(listing.format).or_default().insert(days.start());
            for place in listing.places.iter().filter(|place| place.city.is_some()) {
                let known = meetings.cities.iter_mut().find(|(known, _)| is_near(known, place));
                match known {
                    Some((_, met)) => {
                        met.insert(days.start());
                    }
                    None => meetings.cities.push((place.clone(), [days.start()].into())),
                }
            }
        }
    }

    /// What a group of this page was mostly called, where it never had this name.
    pub fn usual_name(&self, id: &str, name: &str) -> Option<&str> {
        usual(&self.names, id, name)
    }

    /// The usual page of a group of this name, where it never was this one.
    pub fn usual_page(&self, name: &str, id: &str) -> Option<&str> {
        usual(&self.pages, name, id)
    }

    /// The one city in which a group always met on several days, where this place is none of it.
    pub fn usual_city(&self, group: &Group, place: &Place) -> Option<&Place> {
        let [(city, days)] = self.meetings_of(group)?.cities.as_slice() else { return None };
        (days.len() >= FAMILIAR && !is_near(city, place)).then_some(city)
    }

    /// Of a group without a page, as calendars have them, those of the page that its name always had.
    fn meetings_of(&self, group: &Group) -> Option<&Meetings> {
        let of_name = || {
            let pages = self.pages.get(&text::fold(&group.name)).filter(|_| group.url.is_none())?;
            let [(page, _)] = pages.iter().collect::<Vec<_>>()[..] else { return None };
            self.meetings.get(page)
        };
        self.meetings.get(&key(group)).or_else(of_name)
    }

    /// The one city in which a group always met on several days.
    pub fn home(&self, group: &Group) -> Option<&Place> {
        let [(city, days)] = self.meetings_of(group)?.cities.as_slice() else { return None };
        (days.len() >= FAMILIAR).then_some(city)
    }

    /// The one way in which a group always met on several days.
    pub fn usual_format(&self, group: &Group) -> Option<Format> {
        let formats = &self.meetings_of(group)?.formats;
        let (format, days) = formats.first_key_value().filter(|_| formats.len() == 1)?;
        (days.len() >= FAMILIAR).then_some(*format)
    }

    /// The name of the group on Meetup whose event this is, where it is known and neither one of the
    /// listing's groups nor ever named beside them.
    pub fn other_host(&self, listing: &Listing) -> Option<&str> {
        let host = meetup_group(listing.url()?)?;
        let id = LinkId::Meetup { group: host.clone(), event: None }.to_string();
        let own = |group: &Group| {
            page(group).is_some_and(|(page, _)| page == id)
                || self.hosts.contains(&(key(group), host.clone()))
        };
        if listing.groups.is_empty() || listing.groups.iter().any(own) {
            return None;
        }
        let (count, name) = self.names.get(&id)?.values().max_by_key(|(count, _)| *count)?;
        let named = |group: &Group| text::fold(&group.name) == text::fold(name);
        (*count >= FAMILIAR && !listing.groups.iter().any(named)).then_some(name.as_str())
    }
}

/// Whether two places are one to meet in: the same city, or near to it, or nothing says how far.
fn is_near(a: &Place, b: &Place) -> bool {
    if a.known_city.is_some() && (&a.known_city, a.country) == (&b.known_city, b.country) {
        return true;
    }
    let at = |place: &Place| place.latitude.zip(place.longitude);
    match (at(a), at(b)) {
        (Some(a), Some(b)) => distance_km(a, b) < NEAR,
        _ => a.city.as_deref().map(text::fold) == b.city.as_deref().map(text::fold),
    }
}

/// The group on Meetup to which a page belongs that is one of an event.
fn meetup_group(url: &str) -> Option<String> {
    match link::identity(url) {
        LinkId::Meetup { group, event: Some(_) } => Some(group),
        _ => None,
    }
}

fn count(spellings: &mut Spellings, key: &str, written: String) {
    let seen = spellings.entry(key.to_owned()).or_default();
    *seen = (seen.0 + 1, written);
}

/// What stood there most often, if `other` never did and it stood there often enough.
fn usual<'s>(seen: &'s BTreeMap<String, Spellings>, key: &str, other: &str) -> Option<&'s str> {
    let spellings = seen.get(key).filter(|spellings| !spellings.contains_key(other))?;
    let (count, written) =
        spellings.values().max_by_key(|(count, written)| (*count, std::cmp::Reverse(written)))?;
    (*count >= FAMILIAR).then_some(written.as_str())
}

/// What a group's link means, and its page as the house writes it.
pub fn page(group: &Group) -> Option<(String, String)> {
    let page = link::group_page(group.url.as_deref()?).ok()?;
    Some((link::identity(&page).to_string(), page))
}

/// By what a group is known again: its page, else its name.
fn key(group: &Group) -> String {
    page(group).map_or_else(|| text::fold(&group.name), |(id, _)| id)
}
