//! A form of items, and what they are read with.

use std::collections::BTreeMap;

use super::super::{
    Issue,
    markdown::{self, Item},
    report::ItemReport,
};
use crate::{
    knowledge::Knowledge,
    model::{Listing, Source},
};

/// A form in which items were written. A new one is a file with a constant of this and a line in the
/// list of `grammar`.
pub(super) struct Form {
    /// Whether an item is of this form, as its beginning shows.
    pub(super) takes: fn(&Item<'_>) -> bool,
    /// Whether what it reads depends on the issue's date, not only on the item.
    pub(super) asks_for_the_date: bool,
    /// Reads it. Nothing is dropped: what is no dated event becomes a listing with the reason.
    pub(super) read: fn(&Context<'_>, &Item<'_>) -> Listing,
}

/// What an item is read with: its issue and what is known beforehand.
#[derive(Debug)]
pub(crate) struct Context<'a> {
    pub(crate) issue: &'a Issue,
    pub(crate) knowledge: &'a Knowledge,
    /// The issue's link definitions by folded label, see [`markdown::definitions`].
    pub(crate) definitions: BTreeMap<String, &'a str>,
}

impl<'a> Context<'a> {
    pub(super) fn new(issue: &'a Issue, knowledge: &'a Knowledge) -> Self {
        Self { issue, knowledge, definitions: markdown::definitions(&issue.text) }
    }

    /// Whether a text may use one of the issue's link definitions: it has a bracket and the first word of
    /// a label.
    pub(super) fn may_define_a_link_of(&self, text: &str) -> bool {
        let text = text.to_ascii_lowercase();
        let first_word = |label: &String| label.split(' ').next().unwrap_or_default().to_owned();
        self.definitions.keys().map(first_word).any(|word| !word.is_ascii() || text.contains(&word))
    }

    /// Where an item stands.
    pub(crate) fn source(&self, item: &Item<'_>) -> Source {
        Source {
            issue_date: self.issue.date,
            file: self.issue.file.clone(),
            line: item.line,
            issue: self.issue.number,
            draft: self.issue.draft,
        }
    }

    /// An empty report on an item.
    pub(crate) fn report<'i>(&self, item: &'i Item<'i>) -> ItemReport<'i>
    where
        'a: 'i,
    {
        ItemReport::new(self.issue, item)
    }
}
