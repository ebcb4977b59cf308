//! From evidence to an answer: one list of rules, and for each question a short table of those that it
//! asks. The first rule of a table that holds decides.

mod day;
mod desk;
mod link;
mod moves;

use std::rc::Rc;

use super::evidence::{Evidence, FeatureReader, Features};
use crate::{knowledge::Knowledge, model::Listing};

/// What is asked of two listings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Question {
    /// Whether they are one event, in whichever issues.
    Identity,
    /// Whether one part of one issue lists an event twice.
    Double,
    /// Whether the one is the other's event under another heading: a hybrid event stands in two parts.
    Twin,
    /// Whether the one is the other in an earlier version of the same draft.
    Base,
    /// Whether what a calendar announces is what a listing says.
    Incoming,
    /// Whether a calendar's row is an event that issues listed. Nobody looks at the answer: what is not sure
    /// is two.
    Calendar,
}

/// The answer to a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Same {
    /// One event.
    Same,
    /// Two events.
    Different,
    /// Someone has to look.
    Unsure,
}

/// One rule.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Its name, for programs: `same_link`.
    pub name: &'static str,
    /// Why, in words.
    pub reason: &'static str,
    /// What it answers.
    pub says: Same,
    holds: fn(&Evidence) -> bool,
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Rule {}

/// A table of rules; the first that holds decides.
pub(crate) type Table = &'static [&'static Rule];

/// The answer, which rule gave it, and on what evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// The answer.
    pub same: Same,
    /// The rule that decided.
    pub rule: &'static Rule,
    /// What it saw.
    pub evidence: Evidence,
}

/// A rule that is no comparison: what founds an event.
pub(crate) static FIRST: Rule =
    Rule { name: "first", reason: "first listed", says: Same::Different, holds: |_| true };

/// What decides where nothing else does.
static NOTHING: Rule = Rule {
    name: "nothing_in_common",
    reason: "too little in common",
    says: Same::Different,
    holds: |_| true,
};

pub(crate) use day::DAY;
pub(crate) use link::LINK;
pub(crate) use moves::{EDITED, MOVED, RELINKED, REPLACED};

impl Question {
    /// Its tables, in the order in which they are asked.
    fn tables(self) -> &'static [Table] {
        match self {
            Self::Identity => &[LINK, DAY, MOVED, RELINKED],
            Self::Double => &[desk::DOUBLE, LINK, DAY],
            Self::Twin => &[desk::TWIN, LINK, DAY],
            Self::Base => &[desk::BASE, LINK, DAY],
            Self::Incoming => &[desk::INCOMING, LINK, DAY],
            Self::Calendar => &[desk::CALENDAR, LINK, DAY],
        }
    }

    /// The answer that the evidence gives.
    pub fn ask(self, evidence: Evidence) -> Verdict {
        let found = self.tables().iter().find_map(|table| first(table, &evidence));
        let rule = found.unwrap_or(&NOTHING);
        let same = match (self, rule.says) {
            // What only the rules over time take for one event, a human has to confirm before a line goes.
            (Self::Double, Same::Same) if !desk::DOUBLE.contains(&rule) => Same::Unsure,
            (_, says) => says,
        };
        Verdict { same, rule, evidence }
    }
}

/// The first rule of a table that holds.
pub(crate) fn first(table: Table, evidence: &Evidence) -> Option<&'static Rule> {
    table.iter().copied().find(|rule| (rule.holds)(evidence))
}

/// Whether what stands on the line of an event is that event, edited.
pub(crate) fn is_edited(evidence: &Evidence) -> bool {
    first(EDITED, evidence).is_some()
}

/// Where a rule stands in a table: the lower, the surer.
pub(crate) fn rank(table: Table, rule: &Rule) -> usize {
    table.iter().position(|other| std::ptr::eq(*other, rule)).unwrap_or(table.len())
}

/// Compares two listings; both need days, else they are two.
///
/// To compare many, read each once: [`Comparer`].
pub fn compare(a: &Listing, b: &Listing, knowledge: &Knowledge, question: Question) -> Option<Verdict> {
    let mut comparer = Comparer::new(knowledge);
    let (a, b) = (comparer.read(a)?, comparer.read(b)?);
    Some(Comparer::compare(&a, &b, question))
}

/// Compares many listings, each read once.
#[derive(Debug, Clone)]
pub struct Comparer<'a> {
    knowledge: &'a Knowledge,
    reader: FeatureReader,
}

impl<'a> Comparer<'a> {
    /// With what is known of groups.
    pub fn new(knowledge: &'a Knowledge) -> Self {
        Self { knowledge, reader: FeatureReader::default() }
    }

    /// A listing as it is compared; `None` for one without days.
    pub fn read(&mut self, listing: &Listing) -> Option<Rc<Features>> {
        self.reader.read(0, listing, &self.knowledge.groups).map(Rc::new)
    }

    /// What two listings, read by one comparer, have in common.
    pub fn evidence(a: &Rc<Features>, b: &Rc<Features>) -> Evidence {
        let order = |f: &Features| (f.issue, f.days.start(), f.days.end());
        let (older, newer) = if order(a) <= order(b) { (a, b) } else { (b, a) };
        Evidence::between(older.side(), newer.side(), Features::presence(older, newer))
    }

    /// Answers a question about two listings that were read by one comparer, in whichever order.
    pub fn compare(a: &Rc<Features>, b: &Rc<Features>, question: Question) -> Verdict {
        question.ask(Self::evidence(a, b))
    }
}

#[cfg(test)]
mod tests;
