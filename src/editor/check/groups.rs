//! Groups under another name or link than in earlier issues.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    editor::page::Page,
    link,
    listing::{Group, Listing},
    problem::{Code, Problem},
    text,
};

/// How often a group must have stood in earlier issues before another name or link is worth a word.
const FAMILIAR: usize = 3;

/// Compares every group with what earlier issues wrote.
pub fn groups(page: &Page<'_>) -> Vec<Problem> {
    let earlier =
        page.catalogue.listings.iter().filter(|listing| listing.source.issue_date < page.issue.date);
    let mut names: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    let mut pages: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    for group in earlier.flat_map(|listing: &Listing| &listing.groups) {
        let Some(url) = place(group) else { continue };
        *pages.entry(text::fold(&group.name)).or_default().entry(url.clone()).or_default() += 1;
        *names.entry(url).or_default().entry(text::fold(&group.name)).or_default() += 1;
    }
    let mut problems = Vec::new();
    let mut told = BTreeSet::new();
    for found in &page.items {
        for group in &found.listing.groups {
            let Some(url) = place(group) else { continue };
            let name = text::fold(&group.name);
            if !told.insert((name.clone(), url.clone())) {
                continue;
            }
            let span = found.locate(page.issue, &group.name);
            let known_page = pages.get(&name).filter(|pages| !pages.contains_key(&url)).and_then(usual);
            let known_name = names.get(&url).filter(|names| !names.contains_key(&name)).and_then(usual);
            if let Some(usual) = known_page {
                let message = format!("{} had the link {usual} before", group.name);
                problems.push(
                    page.problem(Code::GroupRelinked, span, message).with_help("look which of them is right"),
                );
            } else if let Some(usual) = known_name {
                let message = format!("the group of this link was called `{usual}` before");
                problems.push(
                    page.problem(Code::GroupRenamed, span, message).with_help("look which name is right"),
                );
            }
        }
    }
    problems
}

/// What was written most often, if often enough.
fn usual(counts: &BTreeMap<String, usize>) -> Option<&String> {
    counts
        .iter()
        .max_by_key(|(text, count)| (**count, std::cmp::Reverse(*text)))
        .filter(|(_, count)| **count >= FAMILIAR)
        .map(|(text, _)| text)
}

/// A group's page, the same for all ways to write its link.
fn place(group: &Group) -> Option<String> {
    link::group_page(group.url.as_deref()?).ok()
}
