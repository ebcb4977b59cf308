//! Which listings are one event.
//!
//! Issues are read oldest first. The listings of each are matched with the events known so far and
//! with each other; a listing joins one event or founds a new one. Nothing that was founded is ever
//! merged, split or renamed, so that reading one more issue changes nothing of what was there.
//!
//! Within an issue the best evidence goes first: what is listed on its old day under its old link is
//! settled before anything can count as gone, and what is gone can only then have moved.

mod events;
mod lines;

use std::{cmp::Reverse, rc::Rc};

use chrono::NaiveDate;
use events::{Events, KnownEvent};
pub use lines::Lines;

use super::{
    evidence::{Evidence, FeatureReader, Features, Presence, Together, share},
    id,
    rules::{self, Rule, Same, Table, Verdict},
};
use crate::{knowledge::Knowledge, map::HashMap, model::Listing};

/// Why a listing belongs to its event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Joined {
    /// The event, by the order in which events were founded.
    pub event: usize,
    /// The rule that decided.
    pub rule: &'static Rule,
    /// What it saw; `None` for the first listing of an event.
    pub evidence: Option<Evidence>,
    /// The event's listing that this one was like, `None` for the first.
    pub like: Option<usize>,
}

/// The events around a listing.
struct Around {
    /// Those that had one of its links.
    linked: Vec<usize>,
    /// Those of its groups with its title.
    series: Vec<usize>,
    /// The least number of days between two planned ones of its series.
    period: Option<i64>,
}

/// The first day from which on an issue lists what is to come, by the first day on which something
/// begins: from 2016 to 2021 the newsletter left out what took place on the next two days.
pub fn covered_from(issue: NaiveDate, first_start: Option<NaiveDate>) -> NaiveDate {
    let next_days = issue.checked_add_days(chrono::Days::new(3)).unwrap_or(issue);
    first_start.map_or(next_days, |first| first.min(next_days))
}

/// Finds events issue by issue, and remembers all that it needs for the next one.
#[derive(Debug, Clone, Default)]
pub struct Identifier {
    reader: FeatureReader,
    events: Events,
    ids: id::Ids,
    issues: usize,
    covered_from: NaiveDate,
    listings: usize,
    joined: Vec<Option<Joined>>,
    members: Vec<Vec<usize>>,
    lines: Lines,
    /// By the id that an event had, the one that has its lines now.
    held: HashMap<String, usize>,
}

impl Identifier {
    /// One that knows which event stood on which line before.
    pub fn after(lines: Lines) -> Self {
        Self { lines, ..Self::default() }
    }

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
        let all = if self.lines.is_empty() { Vec::new() } else { open.clone() };
        let open = self.by_table(rules::LINK, open);
        let open = self.by_table(rules::DAY, open);
        let open = self.by_move(open);
        let open = self.by_replacement(open);
        let open = self.by_new_link_and_day(open);
        for features in &all {
            self.hold(&listings[features.listing - first], features, knowledge);
        }
        for features in open {
            // Its double in another section may have been settled in between.
            let row = &listings[features.listing - first];
            let settled = self.find(rules::LINK, &features).or_else(|| self.find(rules::DAY, &features));
            match settled.or_else(|| self.edited(row, &features, knowledge)) {
                Some((event, verdict)) => self.attach(event, verdict.rule, Some(verdict.evidence), &features),
                None => {
                    let event = self.events.found(&features, self.issues);
                    self.members.push(Vec::new());
                    self.ids.found(row);
                    self.attach(event, &rules::FIRST, None, &features);
                }
            }
            self.hold(row, &features, knowledge);
        }
    }

    /// Remembers which event has the lines of one that was read before.
    fn hold(&mut self, row: &Listing, features: &Rc<Features>, knowledge: &Knowledge) {
        let Some((id, published, _)) = self.lines.on_line_of(row) else { return };
        // Most rows are as they were, and are not compared.
        let as_before = row.days == published.days && row.title == published.title;
        let Some(joined) = self.joined[features.listing].filter(|_| !self.held.contains_key(id)) else {
            return;
        };
        let id = id.to_owned();
        if as_before || self.is_edited(row, features, knowledge).is_some() {
            self.held.insert(id, joined.event);
        }
    }

    /// The event that stood on the listing's line before, where it stands on fewer lines of this issue now.
    fn edited(
        &mut self,
        listing: &Listing,
        features: &Rc<Features>,
        knowledge: &Knowledge,
    ) -> Option<(usize, Verdict)> {
        let (id, _, lines) = self.lines.on_line_of(listing)?;
        let event = *self.held.get(id)?;
        let known = &self.events.all[event];
        if known.is_in(self.issues) && known.rows.len() >= lines {
            return None;
        }
        Some((event, self.is_edited(listing, features, knowledge)?))
    }

    /// Whether a listing is what stood on its line before, edited.
    fn is_edited(
        &mut self,
        listing: &Listing,
        features: &Rc<Features>,
        knowledge: &Knowledge,
    ) -> Option<Verdict> {
        let (_, published, _) = self.lines.on_line_of(listing)?;
        let published = self.reader.read(features.listing, published, &knowledge.groups).map(Rc::new)?;
        let evidence = Evidence::between(published.side(), features.side(), Presence::default());
        let rule = rules::first(rules::EDITED, &evidence)?;
        Some(Verdict { same: rule.says, rule, evidence })
    }

    /// For each event its id and its listings, oldest first, in the order of founding.
    pub fn events(&self) -> impl Iterator<Item = (&str, &[usize])> {
        self.ids.iter().zip(&self.members).map(|(id, members)| (id, members.as_slice()))
    }

    /// For each listing its event and the reason; `None` for an item that is no dated event.
    pub fn joined(&self) -> &[Option<Joined>] {
        &self.joined
    }

    /// What a listing and an event have in common.
    fn evidence(&self, features: &Rc<Features>, event: usize, around: &Around) -> Evidence {
        let known = &self.events.all[event];
        Evidence::between(known.side(), features.side(), self.presence(features, event, known, around))
    }

    /// What is asked anew for each event that a listing is compared with, and does not depend on it.
    fn around(&self, features: &Features) -> Around {
        Around {
            linked: self.events.with_link(features),
            series: self.events.of_series(features),
            period: self.events.period(features),
        }
    }

    fn presence(&self, features: &Features, event: usize, known: &KnownEvent, around: &Around) -> Presence {
        let together = if !known.is_in(self.issues) {
            Together::No
        } else if known.rows.iter().any(|row| row.online == features.online) {
            Together::SamePart
        } else {
            Together::OtherPart
        };
        let passed = known.days.end() < features.issue;
        let others = || around.linked.iter().copied().filter(move |other| *other != event);
        let repeats: Option<i64> = around
            .series
            .iter()
            .map(|other| &self.events.all[*other].days)
            .filter(|days| **days != features.days && **days != known.days)
            .flat_map(|days| {
                [features.days, known.days].map(|day| (day.start() - days.start()).num_days().abs())
            })
            .min();
        Presence {
            together,
            passed,
            printed_late: features.days.end() < features.issue,
            gone: together == Together::No && known.days.end() >= self.covered_from,
            listed_before: known.issue + 1 == self.issues,
            always_late: known.mistyped,
            stood_there: known.past_days.contains(&features.days),
            serves_series: others().next().is_some(),
            repeats_after: repeats,
            planned_after: around.period,
            other_fits: others().any(|other| {
                let other = &self.events.all[other];
                other.days == features.days
                    && other.titles.iter().any(|title| title.key == features.title.key)
            }),
            only_gone: false,
        }
    }

    /// What a table says of a listing and an event, where it says that they are one.
    fn joins(&self, table: Table, features: &Rc<Features>, event: usize, around: &Around) -> Option<Verdict> {
        let evidence = self.evidence(features, event, around);
        let rule = rules::first(table, &evidence)?;
        (rule.says == Same::Same).then_some(Verdict { same: Same::Same, rule, evidence })
    }

    fn attach(
        &mut self,
        event: usize,
        rule: &'static Rule,
        evidence: Option<Evidence>,
        features: &Rc<Features>,
    ) {
        let known = &self.events.all[event];
        let like = known
            .rows
            .iter()
            .rev()
            .find(|row| known.issue == self.issues || row.format == features.format)
            .or(known.rows.last())
            .map(|row| row.listing);
        self.joined[features.listing] = Some(Joined { event, rule, evidence, like });
        let members = &mut self.members[event];
        let place = members.partition_point(|member| *member < features.listing);
        members.insert(place, features.listing);
        self.events.attach(event, features, self.issues);
    }

    /// The event that a listing joins by a table about one day: by the first rule, then by the best link,
    /// by the very title, by the very days.
    fn find(&self, table: Table, features: &Rc<Features>) -> Option<(usize, Verdict)> {
        let around = self.around(features);
        let same_day;
        let candidates = if table == rules::LINK {
            &around.linked
        } else {
            same_day = self.events.same_day(features);
            &same_day
        };
        let found = candidates.iter().copied().filter_map(|event| {
            let verdict = self.joins(table, features, event, &around)?;
            Some((event, verdict))
        });
        found.min_by_key(|(event, verdict)| {
            let known = &self.events.all[*event];
            let titled = known.titles.iter().any(|title| title.key == features.title.key);
            (
                rules::rank(table, verdict.rule),
                Reverse(verdict.evidence.link),
                !titled,
                known.days != features.days,
            )
        })
    }

    /// Settles what a table about one day decides.
    fn by_table(&mut self, table: Table, open: Vec<Rc<Features>>) -> Vec<Rc<Features>> {
        let mut rest = Vec::new();
        for features in open {
            match self.find(table, &features) {
                Some((event, verdict)) => self.attach(event, verdict.rule, Some(verdict.evidence), &features),
                None => rest.push(features),
            }
        }
        rest
    }

    /// Listings with the link of an event on another day, the nearest day first.
    fn by_move(&mut self, open: Vec<Rc<Features>>) -> Vec<Rc<Features>> {
        let mut moves = Vec::new();
        for (at, features) in open.iter().enumerate() {
            let around = self.around(features);
            for event in around.linked.iter().copied() {
                if let Some(verdict) = self.joins(rules::MOVED, features, event, &around) {
                    let apart = verdict.evidence.days.apart().unwrap_or_default();
                    moves.push((rules::rank(rules::MOVED, verdict.rule), apart, at, event));
                }
            }
        }
        moves.sort_unstable();
        let mut settled = vec![false; open.len()];
        for (_, _, at, event) in moves {
            let Some(features) = open.get(at).filter(|_| !settled[at]) else { continue };
            // An event that moved is in this issue now, and on its new day: its listing in another
            // section belongs to it, a third day under the same link does not.
            let moved = || self.joins(rules::MOVED, features, event, &self.around(features));
            let joined = self.find(rules::LINK, features).or_else(|| moved().map(|verdict| (event, verdict)));
            if let Some((event, verdict)) = joined {
                self.attach(event, verdict.rule, Some(verdict.evidence), features);
                settled[at] = true;
            }
        }
        let mut settled = settled.into_iter();
        let open = open.into_iter().filter(|_| !settled.next().unwrap_or_default()).collect();
        self.by_table(rules::LINK, open)
    }

    /// Listings that stand in the place of one that is gone: where a group has exactly one entry of
    /// its day gone and exactly one new one.
    fn by_replacement(&mut self, open: Vec<Rc<Features>>) -> Vec<Rc<Features>> {
        let mut settled = vec![None; open.len()];
        for (at, features) in open.iter().enumerate() {
            let of_day = self.events.with_group(features);
            let rival = |other: &Features| {
                other.listing != features.listing
                    && other.days == features.days
                    && share(&other.groups, &features.groups)
                    && other.title.key != features.title.key
            };
            if of_day.iter().any(|event| self.events.all[*event].is_in(self.issues))
                || open.iter().any(|other| rival(other))
            {
                continue;
            }
            let around = self.around(features);
            let mut gone = of_day.iter().filter_map(|event| {
                let mut evidence = self.evidence(features, *event, &around);
                evidence.presence.only_gone = true;
                let rule = rules::first(rules::REPLACED, &evidence)?;
                Some((*event, Verdict { same: rule.says, rule, evidence }))
            });
            settled[at] = gone.next().filter(|_| gone.next().is_none());
        }
        let mut rest = Vec::new();
        for (features, settled) in open.into_iter().zip(settled) {
            match settled {
                Some((event, verdict)) => self.attach(event, verdict.rule, Some(verdict.evidence), &features),
                None => rest.push(features),
            }
        }
        rest
    }

    /// Listings with the group and the title of an event that is gone from its day, the nearest first.
    fn by_new_link_and_day(&mut self, open: Vec<Rc<Features>>) -> Vec<Rc<Features>> {
        let mut moves = Vec::new();
        for (at, features) in open.iter().enumerate() {
            let around = self.around(features);
            for event in around.series.iter().copied() {
                if self.events.all[event].issue + 1 == self.issues
                    && let Some(verdict) = self.joins(rules::RELINKED, features, event, &around)
                {
                    moves.push((verdict.evidence.days.apart().unwrap_or_default(), at, event));
                }
            }
        }
        moves.sort_unstable();
        let mut settled = vec![false; open.len()];
        for (_, at, event) in moves {
            let Some(features) = open.get(at).filter(|_| !settled[at]) else { continue };
            let around = self.around(features);
            if let Some(verdict) = self.joins(rules::RELINKED, features, event, &around) {
                self.attach(event, verdict.rule, Some(verdict.evidence), features);
                settled[at] = true;
            }
        }
        let mut settled = settled.into_iter();
        open.into_iter().filter(|_| !settled.next().unwrap_or_default()).collect()
    }
}

#[cfg(test)]
mod tests;
