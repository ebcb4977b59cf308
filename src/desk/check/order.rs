//! The order of listings: by first day, then by the place as printed, ignoring case.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::about::{Check, CodeDoc, Example, Remedy};
use crate::{
    desk::page::{Page, PageItem},
    model::{Code, Problem, Severity},
};

/// Listings out of their order.
pub const CHECK: Check = Check { codes: &[ORDER], wording: false, run: order };

const ORDER: CodeDoc = CodeDoc {
    code: Code::Order,
    severity: Severity::Warning,
    meaning: "\
The listing does not stand in the order of first days, then of places as written, ignoring case. Told
for the fewest listings that would have to move.",
    example: Example::under(
        "Europe",
        "\
* 2025-12-10 | Reading, UK | [Group](https://example.org/)
    * [**Rust meetup**](https://example.org/1)
* 2025-12-10 | Munich, DE | [Group](https://example.org/)
    * [**Hack night**](https://example.org/2)",
    )
    .mended(
        "\
* 2025-12-10 | Munich, DE | [Group](https://example.org/)
    * [**Hack night**](https://example.org/2)
* 2025-12-10 | Reading, UK | [Group](https://example.org/)
    * [**Rust meetup**](https://example.org/1)",
    ),
    mend: "`draft` and `check --fix` sort. What the order leaves open stays as it is.",
    remedy: Remedy::Section("listings change their place and not a byte of their words"),
};

type Key = (NaiveDate, String);

/// Names the fewest listings that would have to move for each part to be in order.
fn order(page: &Page<'_>) -> Vec<Problem> {
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
        let run = longest_run(&group.iter().map(|(_, key)| key).collect::<Vec<_>>());
        // The run does not descend, so that the place of another listing in it is found by halves.
        let kept: Vec<&(&PageItem<'_>, Key)> = run.iter().filter_map(|index| group.get(*index)).collect();
        let stays: BTreeSet<usize> = run.into_iter().collect();
        for (_, (found, key)) in group.iter().enumerate().filter(|(index, _)| !stays.contains(index)) {
            let before = kept.partition_point(|(_, other)| other <= key);
            let follows = before.checked_sub(1).and_then(|index| kept.get(index));
            let after = match follows {
                Some((other, _)) => format!("after line {}", other.item.line),
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

/// The indices of a longest run of keys that does not descend (by patience sorting).
fn longest_run(keys: &[&Key]) -> Vec<usize> {
    // For each length the index with the smallest key that ends a run of that length.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(keys.len());
    for (index, key) in keys.iter().enumerate() {
        let length = ends.partition_point(|end| keys[*end] <= *key);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        match ends.get_mut(length) {
            Some(end) => *end = index,
            None => ends.push(index),
        }
    }
    let mut at = ends.last().copied();
    let mut run = Vec::with_capacity(ends.len());
    while let Some(index) = at {
        run.push(index);
        at = before[index];
    }
    run.reverse();
    run
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fewest_have_to_move() {
        let day = NaiveDate::default();
        let keys: Vec<Key> = ["b", "z", "c", "c", "a", "d"].map(|place| (day, place.to_owned())).to_vec();
        assert_eq!(longest_run(&keys.iter().collect::<Vec<_>>()), [0, 2, 3, 5]);
        assert!(longest_run(&[]).is_empty());
    }
}
