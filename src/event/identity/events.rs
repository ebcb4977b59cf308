//! The events known so far, and the ways to find those that a listing could belong to.

use std::{collections::BTreeSet, rc::Rc};

use chrono::NaiveDate;

use crate::{
    event::evidence::{Features, Linked, Side, Symbol, Title},
    map::HashMap,
    model::{Days, Format},
};

/// An event longer than this is found by its first days only.
const INDEXED_DAYS: usize = 10;

/// At most so many events of one bucket are looked at, the newest of them: a limit for input in
/// which a thousand events share a day and a city.
const LOOKED_AT: usize = 64;

/// An event as far as it is known.
#[derive(Debug, Clone)]
pub struct KnownEvent {
    /// Its days by the newest listing.
    pub days: Days,
    /// The days that it had before.
    pub past_days: Vec<Days>,
    /// Every link that it had.
    pub links: Vec<Linked>,
    /// Every group that listed it.
    pub groups: Vec<Symbol>,
    /// The pages of its groups.
    pub pages: Vec<Symbol>,
    /// Every city that it was listed in.
    pub cities: Vec<Symbol>,
    /// Its titles, the newest last.
    pub titles: Vec<Rc<Title>>,
    /// Every way to take part that it was listed with.
    pub formats: Vec<Format>,
    /// The newest issue that listed it, by its place in the order of reading.
    pub issue: usize,
    /// Its listings in that issue.
    pub rows: Vec<Rc<Features>>,
    /// Whether its day had passed already in every issue that listed it.
    pub mistyped: bool,
}

impl KnownEvent {
    fn new(features: &Features, issue: usize) -> Self {
        Self {
            days: features.days,
            past_days: Vec::new(),
            links: Vec::new(),
            groups: Vec::new(),
            pages: Vec::new(),
            cities: Vec::new(),
            titles: Vec::new(),
            formats: Vec::new(),
            issue,
            rows: Vec::new(),
            mistyped: true,
        }
    }

    /// Whether the issue that is being read lists it.
    pub fn is_in(&self, issue: usize) -> bool {
        self.issue == issue && !self.rows.is_empty()
    }

    /// All that is known of it as one side of a comparison.
    pub fn side(&self) -> Side<'_> {
        Side {
            days: self.days,
            links: &self.links,
            groups: &self.groups,
            pages: &self.pages,
            cities: &self.cities,
            titles: &self.titles,
            formats: &self.formats,
            rows: &self.rows,
        }
    }
}

/// All events so far.
#[derive(Debug, Clone, Default)]
pub struct Events {
    pub all: Vec<KnownEvent>,
    by_link: HashMap<Symbol, Vec<usize>>,
    by_group: HashMap<(NaiveDate, Symbol), Vec<usize>>,
    by_city: HashMap<(NaiveDate, Symbol), Vec<usize>>,
    by_title: HashMap<(NaiveDate, Symbol), Vec<usize>>,
    /// By what a title says that it is held with.
    by_guest: HashMap<(NaiveDate, Symbol), Vec<usize>>,
    /// By group and title without its numbers: the occurrences of a series.
    by_series: HashMap<(Symbol, Symbol), Vec<usize>>,
    /// The planned days of a series on Meetup.
    planned: HashMap<Symbol, BTreeSet<NaiveDate>>,
}

fn indexed(days: Days) -> impl Iterator<Item = NaiveDate> {
    days.start().iter_days().take_while(move |day| *day <= days.end()).take(INDEXED_DAYS)
}

impl Events {
    /// A new event, still without the listing.
    pub fn found(&mut self, features: &Features, issue: usize) -> usize {
        self.all.push(KnownEvent::new(features, issue));
        self.all.len() - 1
    }

    /// Adds a listing to an event.
    pub fn attach(&mut self, event: usize, features: &Rc<Features>, issue: usize) {
        let known = &mut self.all[event];
        if known.issue != issue {
            known.issue = issue;
            known.rows.clear();
        }
        known.mistyped &= features.days.end() < features.issue;
        if !known.formats.contains(&features.format) {
            known.formats.push(features.format);
        }
        let mut new_days = known.rows.is_empty() && known.titles.is_empty();
        if known.days != features.days {
            // A day that it had before and that still stands beside the new one is a row that
            // somebody forgot.
            if known.rows.is_empty() || !known.past_days.contains(&features.days) {
                known.past_days.push(known.days);
                known.days = features.days;
                known.past_days.retain(|days| *days != features.days);
            }
            new_days = true;
        }
        let mut new_groups = Vec::new();
        for group in &features.groups {
            if !known.groups.contains(group) {
                known.groups.push(*group);
                new_groups.push(*group);
            }
        }
        let mut new_cities = Vec::new();
        for city in &features.cities {
            if !known.cities.contains(city) {
                known.cities.push(*city);
                new_cities.push(*city);
            }
        }
        for page in &features.pages {
            if !known.pages.contains(page) {
                known.pages.push(*page);
            }
        }
        for link in &features.links {
            match known.links.iter_mut().find(|other| other.page == link.page) {
                Some(known) => known.kind = link.kind,
                None => {
                    known.links.push(*link);
                    self.by_link.entry(link.page).or_default().push(event);
                }
            }
        }
        let new_title = known.titles.last().is_none_or(|title| title.key != features.title.key);
        if new_title {
            known.titles.retain(|title| title.key != features.title.key);
            known.titles.push(features.title.clone());
        }
        for day in indexed(features.days) {
            for group in if new_days { &known.groups } else { &new_groups } {
                put(&mut self.by_group, (day, *group), event);
            }
            for city in if new_days { &known.cities } else { &new_cities } {
                put(&mut self.by_city, (day, *city), event);
            }
            for guest in &features.held_with {
                put(&mut self.by_guest, (day, *guest), event);
            }
            if new_days || new_title {
                put(&mut self.by_title, (day, features.keys.0), event);
            }
        }
        if new_title || !new_groups.is_empty() {
            for group in &known.groups {
                put(&mut self.by_series, (*group, features.keys.1), event);
            }
        }
        for (series, day) in &features.planned {
            self.planned.entry(*series).or_default().insert(*day);
        }
        known.rows.push(features.clone());
    }

    /// The least number of days between two occurrences of the listing's series on Meetup, where two
    /// are known.
    pub fn period(&self, features: &Features) -> Option<i64> {
        let days = features.planned.iter().filter_map(|(series, _)| self.planned.get(series));
        days.flat_map(|days| days.iter().zip(days.iter().skip(1)))
            .map(|(day, next)| (*next - *day).num_days())
            .min()
    }

    /// The events that had one of the listing's links, newest first.
    pub fn with_link(&self, features: &Features) -> Vec<usize> {
        gather(features.links.iter().filter_map(|link| self.by_link.get(&link.page)))
    }

    /// The events on one of the listing's days by one of its groups.
    pub fn with_group(&self, features: &Features) -> Vec<usize> {
        self.on_days(&self.by_group, features.days, &features.groups)
    }

    /// The events on one of the listing's days that share its group, its city or its title, or of which one is
    /// said to be held with the other's group.
    pub fn same_day(&self, features: &Features) -> Vec<usize> {
        let mut found = self.on_days(&self.by_title, features.days, &[features.keys.0]);
        found.extend(self.with_group(features));
        found.extend(self.on_days(&self.by_city, features.days, &features.cities));
        found.extend(self.on_days(&self.by_group, features.days, &features.held_with));
        found.extend(self.on_days(&self.by_guest, features.days, &features.groups));
        found.sort_unstable_by(|a, b| b.cmp(a));
        found.dedup();
        found
    }

    /// The events of the listing's groups with its title, whatever the number in it, on any day.
    pub fn of_series(&self, features: &Features) -> Vec<usize> {
        gather(features.groups.iter().filter_map(|group| self.by_series.get(&(*group, features.keys.1))))
    }

    fn on_days(
        &self,
        index: &HashMap<(NaiveDate, Symbol), Vec<usize>>,
        days: Days,
        keys: &[Symbol],
    ) -> Vec<usize> {
        gather(indexed(days).flat_map(|day| keys.iter().filter_map(move |key| index.get(&(day, *key)))))
    }
}

fn put<K: std::hash::Hash + Eq>(index: &mut HashMap<K, Vec<usize>>, key: K, event: usize) {
    let events = index.entry(key).or_default();
    if events.last() != Some(&event) {
        events.push(event);
    }
}

fn gather<'a>(buckets: impl Iterator<Item = &'a Vec<usize>>) -> Vec<usize> {
    let mut found: Vec<usize> =
        buckets.flat_map(|bucket| bucket.iter().rev().take(LOOKED_AT)).copied().collect();
    found.sort_unstable_by(|a, b| b.cmp(a));
    found.dedup();
    found
}
