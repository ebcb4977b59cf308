//! What a change brought in: the problems that were not there before it.

use std::collections::BTreeMap;

use super::check;
use crate::{
    desk::{
        comparison::{ComparedRow, ComparedRows, RowComparer, Sameness},
        page::{Page, PageItem},
    },
    event::rules::Question,
    link,
    model::{Code, Problem},
    newsletter::Part,
    text,
};

/// The problems of `now` that `base` does not have. They are compared by code, by the item in which they
/// stand, whatever else was changed in it, and by the text that they mark; not by the number of the line.
pub fn new_since(now: &Page<'_>, base: &Page<'_>) -> Vec<Problem> {
    let pairs = pairs(now, base);
    let mut before: BTreeMap<Key, usize> = BTreeMap::new();
    for problem in check(base) {
        let item = number(base, &problem).map(Item::Known);
        *before.entry(key(base, &problem, item)).or_default() += 1;
    }
    let mut is_new = |problem: &Problem| {
        let item = number(now, problem).map(|number| match pairs.get(number).copied().flatten() {
            Some(known) => Item::Known(known),
            None => Item::New,
        });
        match before.get_mut(&key(now, problem, item)) {
            Some(left) if *left > 0 => {
                *left -= 1;
                false
            }
            _ => true,
        }
    };
    let mut problems = check(now);
    problems.retain(|problem| is_new(problem));
    problems
}

/// An item that a problem marks.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Item {
    /// By its number in the base.
    Known(usize),
    /// The base does not have it.
    New,
}

type Key = (Code, Option<Item>, String);

/// A problem of a whole line is known by its item alone: any word of the line may have changed.
fn key(page: &Page<'_>, problem: &Problem, item: Option<Item>) -> Key {
    let issue = &page.issue.text;
    let marked = issue.get(problem.span.clone()).unwrap_or_default();
    let before = issue.get(..problem.span.start).unwrap_or_default();
    let after = issue.get(problem.span.end..).unwrap_or_default();
    let from_bullet = before.rsplit('\n').next().is_none_or(|start| !start.contains(char::is_alphanumeric));
    let to_end = after.is_empty() || after.starts_with(['\r', '\n']) || marked.ends_with('\n');
    let whole = item.is_some() && from_bullet && to_end && !marked.is_empty();
    let marked = if whole { String::new() } else { marked.split_whitespace().collect::<Vec<_>>().join(" ") };
    (problem.code, item, marked)
}

/// The number of the item in which a problem stands.
fn number(page: &Page<'_>, problem: &Problem) -> Option<usize> {
    let item = page.item_at(problem.span.start)?;
    page.items.iter().position(|other| other.index == item.index)
}

/// For each item of `now` the item of `base` that it was: the same words, else the same event by the one
/// comparison, else what is left of an edited line: its group on its days, its main link, its title. Each is
/// taken once.
fn pairs(now: &Page<'_>, base: &Page<'_>) -> Vec<Option<usize>> {
    let mut pairs: Vec<Option<usize>> = vec![None; now.items.len()];
    let mut taken = vec![false; base.items.len()];
    by_sign(words, now, base, &mut pairs, &mut taken);
    by_event(now, base, &mut pairs, &mut taken);
    for sign in [day_and_group, main_link, part_and_title] {
        by_sign(sign, now, base, &mut pairs, &mut taken);
    }
    pairs
}

fn by_event(now: &Page<'_>, base: &Page<'_>, pairs: &mut [Option<usize>], taken: &mut [bool]) {
    let mut reader = RowComparer::default();
    let mut signs: BTreeMap<Option<Part>, (ComparedRows, Vec<usize>)> = BTreeMap::new();
    for (number, found) in base.items.iter().enumerate().filter(|(number, _)| !taken[*number]) {
        if let Some(sign) = reader.read(found.listing) {
            let (signs, numbers) = signs.entry(found.part).or_default();
            signs.push(sign);
            numbers.push(number);
        }
    }
    for (pair, found) in pairs.iter_mut().zip(&now.items).filter(|(pair, _)| pair.is_none()) {
        let Some((signs, numbers)) = signs.get(&found.part) else { continue };
        let Some(sign) = reader.read(found.listing) else { continue };
        let same = |at: usize, other: &ComparedRow| {
            let number = *numbers.get(at)?;
            let free = !taken.get(number).copied()?;
            let same = matches!(sign.compare(other, Question::Base), Some(Sameness::Same(_)));
            (free && same).then_some(number)
        };
        if let Some((_, number)) = signs.find(&sign, same) {
            *pair = Some(number);
            taken[number] = true;
        }
    }
}

fn by_sign(
    sign: fn(&Page<'_>, &PageItem<'_>) -> Option<String>,
    now: &Page<'_>,
    base: &Page<'_>,
    pairs: &mut [Option<usize>],
    taken: &mut [bool],
) {
    let mut known: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (number, found) in base.items.iter().enumerate().rev().filter(|(number, _)| !taken[*number]) {
        if let Some(sign) = sign(base, found) {
            known.entry(sign).or_default().push(number);
        }
    }
    for (pair, found) in pairs.iter_mut().zip(&now.items).filter(|(pair, _)| pair.is_none()) {
        *pair = sign(now, found).and_then(|sign| known.get_mut(&sign)?.pop());
        if let Some(taken) = pair.and_then(|number| taken.get_mut(number)) {
            *taken = true;
        }
    }
}

fn words(page: &Page<'_>, found: &PageItem<'_>) -> Option<String> {
    let text = page.issue.text.get(found.item.span.clone())?;
    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn days(found: &PageItem<'_>) -> Option<String> {
    let days = found.listing.days?;
    Some(format!("{} {} {:?}", days.start(), days.end(), found.part))
}

fn day_and_group(_: &Page<'_>, found: &PageItem<'_>) -> Option<String> {
    Some(format!("{} {}", days(found)?, text::fold(&found.listing.groups.first()?.name)))
}

fn main_link(_: &Page<'_>, found: &PageItem<'_>) -> Option<String> {
    Some(format!("{}", link::identity(found.listing.url()?)))
}

fn part_and_title(_: &Page<'_>, found: &PageItem<'_>) -> Option<String> {
    Some(format!("{:?} {}", found.part, text::fold(&found.listing.title)))
}
