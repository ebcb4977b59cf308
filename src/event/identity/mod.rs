//! Which listings are one event.
//!
//! Issues are read oldest first. The listings of each are matched with the events known so far and
//! with each other; a listing joins one event or founds a new one. Nothing that was founded is ever
//! merged, split or renamed, so that reading one more issue changes nothing of what was there.
//!
//! Within an issue the best evidence goes first: what is listed on its old day under its old link is
//! settled before anything can count as gone, and what is gone can only then have moved.

mod features;
mod keys;
mod known;
mod rules;
mod title;
mod words;

use std::{cmp::Reverse, rc::Rc};

use chrono::NaiveDate;
use known::Events;
use rules::Context;

pub use features::{Features, Reader, conflict, is_online, share};
pub use rules::{Reason, covered_from};
pub use title::{Edition, Likeness, notice};
pub use words::says_little;

use super::id;
use crate::{knowledge::Knowledge, model::Listing};

/// Why a listing belongs to its event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Joined {
    /// The event, by the order in which events were founded.
    pub event: usize,
    /// The rule that decided.
    pub reason: Reason,
    /// The event's listing that this one was like, `None` for the first.
    pub like: Option<usize>,
}

/// Finds events issue by issue, and remembers all that it needs for the next one.
#[derive(Debug, Clone, Default)]
pub struct Identifier {
    reader: Reader,
    events: Events,
    ids: id::Ids,
    issues: usize,
    covered_from: NaiveDate,
    listings: usize,
    joined: Vec<Option<Joined>>,
    members: Vec<Vec<usize>>,
}

impl Identifier {
    /// Reads the listings of one more issue, which has to be newer than those before.
    pub fn read_issue(&mut self, listings: &[Listing], knowledge: &Knowledge) {
        self.issues += 1;
        let first = self.listings;
        self.listings += listings.len();
        self.joined.resize(self.listings, None);
        let open: Vec<Rc<Features>> = listings
            .iter()
            .enumerate()
            .filter_map(|(index, listing)| {
                self.reader.read(first + index, listing, &knowledge.groups).map(Rc::new)
            })
            .collect();
        let to_come = open.iter().filter(|features| features.days.start() >= features.issue);
        let first_start = to_come.map(|features| features.days.start()).min();
        self.covered_from =
            open.first().map_or(NaiveDate::MAX, |features| covered_from(features.issue, first_start));
        let open = self.by_link(open);
        let open = self.by_day(open);
        let open = self.by_move(open);
        let open = self.by_replacement(open);
        let open = self.by_new_link_and_day(open);
        for features in open {
            // Its double in another section may have been settled in between.
            let joined = self.find_by_link(&features).or_else(|| self.find_by_day(&features));
            match joined {
                Some((event, reason)) => self.attach(event, reason, &features),
                None => {
                    let event = self.events.found(&features, self.issues);
                    self.members.push(Vec::new());
                    self.ids.found(&listings[features.listing - first]);
                    self.attach(event, Reason::First, &features);
                }
            }
        }
    }

    /// For each event its id and its listings, oldest first, in the order of founding.
    pub fn events(&self) -> impl Iterator<Item = (&str, &[usize])> {
        self.ids.iter().zip(&self.members).map(|(id, members)| (id, members.as_slice()))
    }

    /// For each listing its event and the reason; `None` for an item that is no dated event.
    pub fn joined(&self) -> &[Option<Joined>] {
        &self.joined
    }

    fn context(&self) -> Context<'_> {
        Context { events: &self.events, issue: self.issues, covered_from: self.covered_from }
    }

    fn attach(&mut self, event: usize, reason: Reason, features: &Rc<Features>) {
        let known = &self.events.all[event];
        let like = known
            .rows
            .iter()
            .rev()
            .find(|row| known.issue == self.issues || row.format == features.format)
            .or(known.rows.last())
            .map(|row| row.listing);
        self.joined[features.listing] = Some(Joined { event, reason, like });
        let members = &mut self.members[event];
        let place = members.partition_point(|member| *member < features.listing);
        members.insert(place, features.listing);
        self.events.attach(event, features, self.issues);
    }

    fn find_by_link(&self, features: &Features) -> Option<(usize, Reason)> {
        let context = self.context();
        let found = self.events.with_link(features).into_iter().filter_map(|event| {
            let reason = context.same_link(features, event)?;
            let known = &self.events.all[event];
            let titled = known.titles.last().is_some_and(|title| title.key == features.title.key);
            Some((event, reason, (reason, Reverse((known.shared_link(features), titled)))))
        });
        found.min_by_key(|(.., order)| *order).map(|(event, reason, _)| (event, reason))
    }

    fn find_by_day(&self, features: &Features) -> Option<(usize, Reason)> {
        let context = self.context();
        let found = self
            .events
            .same_day(features)
            .into_iter()
            .filter_map(|event| Some((event, context.same_day(features, event)?)));
        found.min_by_key(|(event, reason)| {
            let known = &self.events.all[*event];
            let titled = known.titles.iter().any(|title| title.key == features.title.key);
            (*reason, !titled, known.days != features.days, *event)
        })
    }

    /// Listings with the link and the day of an event.
    fn by_link(&mut self, open: Vec<Rc<Features>>) -> Vec<Rc<Features>> {
        self.settle(open, Self::find_by_link)
    }

    /// Listings with the day of an event, and much else in common.
    fn by_day(&mut self, open: Vec<Rc<Features>>) -> Vec<Rc<Features>> {
        self.settle(open, Self::find_by_day)
    }

    fn settle(
        &mut self,
        open: Vec<Rc<Features>>,
        find: impl Fn(&Self, &Features) -> Option<(usize, Reason)>,
    ) -> Vec<Rc<Features>> {
        let mut rest = Vec::new();
        for features in open {
            match find(self, &features) {
                Some((event, reason)) => self.attach(event, reason, &features),
                None => rest.push(features),
            }
        }
        rest
    }

    /// Listings with the link of an event on another day, the nearest day first.
    fn by_move(&mut self, open: Vec<Rc<Features>>) -> Vec<Rc<Features>> {
        let context = self.context();
        let mut moves = Vec::new();
        for (at, features) in open.iter().enumerate() {
            for event in self.events.with_link(features) {
                if let Some(reason) = context.moved(features, event) {
                    let apart = (self.events.all[event].days.start() - features.days.start()).num_days();
                    moves.push((reason, apart.abs(), at, event));
                }
            }
        }
        moves.sort_unstable();
        let mut settled = vec![false; open.len()];
        for (_, _, at, event) in moves {
            let Some(features) = open.get(at).filter(|_| !settled[at]) else { continue };
            // An event that moved is in this issue now, and on its new day: its listing in another
            // section belongs to it, a third day under the same link does not.
            let joined = self
                .find_by_link(features)
                .or_else(|| self.context().moved(features, event).map(|reason| (event, reason)));
            if let Some((event, reason)) = joined {
                self.attach(event, reason, features);
                settled[at] = true;
            }
        }
        let mut settled = settled.into_iter();
        let open = open.into_iter().filter(|_| !settled.next().unwrap_or_default()).collect();
        self.by_link(open)
    }

    /// Listings that stand in the place of one that is gone: where a group has exactly one entry of
    /// its day gone and exactly one new one.
    fn by_replacement(&mut self, open: Vec<Rc<Features>>) -> Vec<Rc<Features>> {
        let mut settled = vec![None; open.len()];
        let context = self.context();
        for (at, features) in open.iter().enumerate() {
            let of_day = self.events.with_group(features);
            let rival = |other: &Features| {
                other.listing != features.listing
                    && other.days == features.days
                    && features::share(&other.groups, &features.groups)
                    && other.title.key != features.title.key
            };
            if of_day.iter().any(|event| self.events.all[*event].is_in(self.issues))
                || open.iter().any(|other| rival(other))
            {
                continue;
            }
            let mut gone = of_day
                .iter()
                .filter_map(|event| context.replaced(features, *event).map(|reason| (*event, reason)));
            settled[at] = gone.next().filter(|_| gone.next().is_none());
        }
        self.attach_settled(open, settled)
    }

    /// Listings with the group and the title of an event that is gone from its day.
    fn by_new_link_and_day(&mut self, open: Vec<Rc<Features>>) -> Vec<Rc<Features>> {
        let mut rest = Vec::new();
        for features in open {
            let context = self.context();
            let found =
                self.events.of_series(&features).into_iter().find_map(|event| {
                    context.moved_and_relinked(&features, event).map(|reason| (event, reason))
                });
            match found {
                Some((event, reason)) => self.attach(event, reason, &features),
                None => rest.push(features),
            }
        }
        rest
    }

    fn attach_settled(
        &mut self,
        open: Vec<Rc<Features>>,
        settled: Vec<Option<(usize, Reason)>>,
    ) -> Vec<Rc<Features>> {
        let mut rest = Vec::new();
        for (features, settled) in open.into_iter().zip(settled) {
            match settled {
                Some((event, reason)) => self.attach(event, reason, &features),
                None => rest.push(features),
            }
        }
        rest
    }
}

#[cfg(test)]
mod tests;
