//! The order of listings: by first day, then by the place as printed, ignoring case.

use chrono::NaiveDate;

use crate::{
    editor::page::{Page, PageItem},
    problem::{Code, Problem},
};

type Key = (NaiveDate, String);

/// Names the fewest listings that would have to move for each part to be in order.
pub fn order(page: &Page<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut groups: Vec<Vec<(&PageItem<'_>, Key)>> = Vec::new();
    let mut last = None;
    for found in &page.items {
        let Some(days) = found.listing.days else { continue };
        if last != Some(found.heading) {
            groups.push(Vec::new());
            last = Some(found.heading);
        }
        if let Some(group) = groups.last_mut() {
            group.push((found, (days.start(), found.listing.written.place.to_lowercase())));
        }
    }
    for group in &groups {
        let kept = longest_run(&group.iter().map(|(_, key)| key).collect::<Vec<_>>());
        for (index, (found, key)) in group.iter().enumerate().filter(|(index, _)| !kept.contains(index)) {
            let follows = group
                .iter()
                .enumerate()
                .rfind(|(other, (_, other_key))| kept.contains(other) && *other != index && other_key <= key);
            let after = match follows {
                Some((_, (other, _))) => format!("after line {}", other.item.line),
                None => "at the head of its part".to_owned(),
            };
            let message = format!("out of order: by day and place it belongs {after}");
            problems.push(
                page.problem(Code::Order, found.first_line(), message)
                    .with_help("`draft` and `check --fix` sort the section"),
            );
        }
    }
    problems
}

/// The indices of a longest run of keys that does not descend.
fn longest_run(keys: &[&Key]) -> Vec<usize> {
    let mut best: Vec<(usize, Option<usize>)> = Vec::with_capacity(keys.len());
    for (index, key) in keys.iter().enumerate() {
        let before = (0..index)
            .filter(|other| keys[*other] <= *key)
            .max_by_key(|other| (best[*other].0, std::cmp::Reverse(*other)));
        best.push((before.map_or(1, |other| best[other].0 + 1), before));
    }
    let mut at = (0..best.len()).max_by_key(|index| (best[*index].0, std::cmp::Reverse(*index)));
    let mut run = Vec::new();
    while let Some(index) = at {
        run.push(index);
        at = best[index].1;
    }
    run.reverse();
    run
}
