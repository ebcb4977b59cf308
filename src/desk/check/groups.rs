//! Groups under another name or link than in earlier issues.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    desk::page::Page,
    link,
    model::{Code, Group, Listing, Problem},
    text,
};

/// How often a group must have stood in earlier issues before another name or link is worth a word.
const FAMILIAR: usize = 3;

/// What earlier issues wrote: for each key the spellings and how often they stood there.
type Seen = BTreeMap<String, BTreeMap<String, (usize, String)>>;

/// Compares every group with what earlier issues wrote.
pub fn groups(page: &Page<'_>) -> Vec<Problem> {
    let earlier =
        page.catalogue.listings.iter().filter(|listing| listing.source.issue_date < page.issue.date);
    let (mut names, mut pages) = (Seen::new(), Seen::new());
    for group in earlier.flat_map(|listing: &Listing| &listing.groups) {
        let Some((id, url)) = place(group) else { continue };
        let name = text::fold(&group.name);
        count(pages.entry(name.clone()).or_default(), &id, url);
        count(names.entry(id).or_default(), &name, group.name.clone());
    }
    let mut problems = Vec::new();
    let mut told = BTreeSet::new();
    for found in &page.items {
        for group in &found.listing.groups {
            let Some((id, _)) = place(group) else { continue };
            let name = text::fold(&group.name);
            if !told.insert((name.clone(), id.clone())) {
                continue;
            }
            let span = found.locate(page.issue, &group.name);
            if let Some(usual) = usual(&pages, &name, &id) {
                let message = format!("{} had the link {usual} before", group.name);
                let problem = page.problem(Code::GroupRelinked, span, message);
                problems.push(problem.with_help("look which of them is right"));
            } else if let Some(usual) = usual(&names, &id, &name) {
                let message = format!("the group of this link was called `{usual}` before");
                let problem = page.problem(Code::GroupRenamed, span, message);
                problems.push(problem.with_help("look which name is right"));
            }
        }
    }
    problems
}

fn count(spellings: &mut BTreeMap<String, (usize, String)>, key: &str, written: String) {
    let seen = spellings.entry(key.to_owned()).or_default();
    *seen = (seen.0 + 1, written);
}

/// What stood there most often, if `other` never did and it stood there often enough.
fn usual<'s>(seen: &'s Seen, key: &str, other: &str) -> Option<&'s str> {
    let spellings = seen.get(key).filter(|spellings| !spellings.contains_key(other))?;
    let (count, written) =
        spellings.values().max_by_key(|(count, written)| (*count, std::cmp::Reverse(written)))?;
    (*count >= FAMILIAR).then_some(written.as_str())
}

/// What a group's link means, and its page as the house writes it.
fn place(group: &Group) -> Option<(String, String)> {
    let page = link::group_page(group.url.as_deref()?).ok()?;
    Some((link::identity(&page).to_string(), page))
}
