//! Groups under another name or link, in another city, or at another group's event than ever before.

use std::collections::BTreeSet;

use crate::{
    desk::{
        page::{Page, PageItem},
        past,
    },
    link,
    model::{Code, Problem},
    place, text,
};

/// Compares the name and the link of every group with what earlier issues wrote.
pub fn names(page: &Page<'_>) -> Vec<Problem> {
    let past = page.past();
    let mut problems = Vec::new();
    let mut told = BTreeSet::new();
    for found in &page.items {
        for group in &found.listing.groups {
            let Some((id, _)) = past::page(group) else { continue };
            let name = text::fold(&group.name);
            if !told.insert((name.clone(), id.clone())) {
                continue;
            }
            let span = found.locate(page.issue, &group.name);
            if let Some(usual) = past.usual_page(&name, &id) {
                let message = format!("{} had the link {usual} before", group.name);
                let problem = page.problem(Code::GroupRelinked, span, message);
                problems.push(problem.with_help("look which of them is right"));
            } else if let Some(usual) = past.usual_name(&id, &name) {
                let message = format!("the group of this link was called `{usual}` before");
                let problem = page.problem(Code::GroupRenamed, span, message);
                problems.push(problem.with_help("look which name is right"));
            }
        }
    }
    problems
}

/// A group that met in one city on every day of earlier issues and now stands in another: that was
/// perhaps copied from another listing.
pub fn cities(page: &Page<'_>) -> Vec<Problem> {
    page.items.iter().filter_map(|found| elsewhere(page, found)).collect()
}

fn elsewhere(page: &Page<'_>, found: &PageItem<'_>) -> Option<Problem> {
    let listing = found.listing;
    let places: Vec<_> = listing.places.iter().filter(|place| place.city.is_some()).collect();
    listing.days?;
    // Of several groups or places each may be at home somewhere else.
    let ([group], [place]) = (listing.groups.as_slice(), places.as_slice()) else { return None };
    let usual = page.past().usual_city(group, place)?;
    let (usual, written) = (place::printed(usual), place::printed(place));
    let span = found.locate(page.issue, listing.written.place.trim());
    let message = format!("{} met in {usual} in all earlier issues, not in {written}", group.name);
    let problem = page.problem(Code::GroupElsewhere, span, message);
    Some(problem.with_help("look at the event's page which city is right"))
}

/// An event's page that is another known group's.
pub fn hosts(page: &Page<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for found in page.items.iter().filter(|found| found.listing.days.is_some()) {
        let Some(host) = page.past().other_host(found.listing) else { continue };
        let url = found.listing.url().unwrap_or_default();
        let written =
            found.item.lines.iter().flat_map(|line| crate::newsletter::markdown::inline::links(&line.text));
        let url = written
            .map(|written| written.url.to_owned())
            .find(|written| link::identity(written) == link::identity(url))
            .unwrap_or_default();
        let span = found.locate(page.issue, &url);
        let message = format!("this page is one of {host}, which the listing does not name");
        let problem = page.problem(Code::OtherGroupsLink, span, message);
        problems.push(
            problem.with_help("look whether the link or the group is right; name both where both invite"),
        );
    }
    problems
}
