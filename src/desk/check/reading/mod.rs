//! What reading the issue found. Its codes arise where the newsletter is read, and are told of here.

use std::{collections::BTreeSet, sync::Arc};

use super::about::CodeDoc;
use crate::{
    desk::page::Page,
    model::{Code, Problem},
};

pub mod date;
pub mod file;
pub mod item;
pub mod link;
pub mod place;

/// The problems that reading found, of these codes.
fn found(page: &Page<'_>, codes: &[CodeDoc]) -> Vec<Problem> {
    let told = |problem: &&Problem| codes.iter().any(|doc| doc.code == problem.code);
    let whole = page.catalogue.problems.iter().filter(|problem| Arc::ptr_eq(&problem.file, &page.issue.file));
    let mut cities = BTreeSet::new();
    let single = page.items.iter().flat_map(|found| {
        let past = found.listing.days.is_some_and(|days| days.end() < page.issue.date);
        found.listing.problems.iter().map(move |problem| (past, problem))
    });
    // A city that no table knows is told once, and only where an event is still to come.
    let single = single.filter(|(past, problem)| {
        problem.code != Code::UnknownCity || (!past && cities.insert(problem.message.clone()))
    });
    whole.chain(single.map(|(_, problem)| problem)).filter(told).cloned().collect()
}
