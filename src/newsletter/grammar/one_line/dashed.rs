//! `Berlin, DE - Group - Title` (2014 to October 2020) and `Dallas, TX, US - Title - Group` (October
//! 2020 to October 2021), with dashes or colons between the parts and any of them left out.

use super::{
    Parsed, dates,
    fields::{self, Mark, Separator},
    group_or_title,
};
use crate::knowledge::Knowledge;

/// In which order group and title stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// `Group - Title`.
    GroupTitle,
    /// `Title - Group`.
    TitleGroup,
}

/// Reads what stands behind the date, without emphasis.
///
/// `page` is the Meetup page that the link leads to, as in its address (`rust-berlin`).
pub(super) fn read(text: &str, order: Order, page: Option<&str>, knowledge: &Knowledge) -> Parsed {
    let text = text.trim();
    let mut parsed = Parsed::default();
    let mut rest = text.to_owned();
    // `Paris, FR - Paris - Rust Paris` says it twice.
    while let Some(located) =
        fields::leading_place(&rest, knowledge).filter(|_| !names_group(&rest, knowledge))
    {
        if parsed.place.is_none() {
            parsed.place = Some(located.place);
        } else if located.rest.is_empty() {
            break;
        }
        rest = located.rest;
        if rest.is_empty() {
            // A bare city is title and place.
            parsed.title = text.to_owned();
            return parsed;
        }
    }
    (parsed.group, parsed.title) = split(&rest, order, page, parsed.place.is_some(), knowledge);
    if parsed.place.is_some() {
        return parsed;
    }
    if let Some(group) = &parsed.group {
        // `Triangle Rustaceans Durham, NC - X`, `Triangle Rustaceans - Durham, NC - X`
        if let Some((name, place)) = known_with_place(group, knowledge) {
            parsed.place = Some(place.to_owned());
            parsed.group = Some(name.to_owned());
            return parsed;
        }
        if let Some(located) =
            fields::leading_place(&parsed.title, knowledge).filter(|at| !at.rest.is_empty())
        {
            (parsed.place, parsed.title) = (Some(located.place), located.rest);
            return parsed;
        }
    }
    if let Some(located) = fields::trailing_place(&parsed.title, knowledge) {
        if parsed.group.as_deref() == Some(parsed.title.as_str()) {
            parsed.group = Some(located.rest.clone());
        }
        (parsed.place, parsed.title) = (Some(located.place), located.rest);
    }
    parsed
}

/// A group and a title; only the title where there is no group, both the same where the title plainly
/// is a group's name.
fn split(
    text: &str,
    order: Order,
    page: Option<&str>,
    placed: bool,
    knowledge: &Knowledge,
) -> (Option<String>, String) {
    let all = fields::separators(text);
    let own = |(group, title): (&str, &str)| (Some(group.to_owned()), title.to_owned());
    let known = |(name, title): (&str, &str)| {
        knowledge.groups.is_group(name)
            || known_with_place(name, knowledge).is_some()
            || page.is_some_and(|page| group_or_title::is_page(name, page))
                && !dates::is_month_and_year(title)
    };
    let swap = |separator: &Separator| {
        let (title, group) = separator.split(text);
        (group, title)
    };
    let dashes: Vec<&Separator> = all.iter().filter(|separator| separator.mark == Mark::Dash).collect();
    let (first, last) = (dashes.first().copied(), dashes.last().copied());
    let first_known = first.filter(|separator| known(separator.split(text)));
    let last_known = last.filter(|separator| known(swap(separator)));
    // Before the first dash a colon or a tight dash separates too: `Rust Ort: Show - and tell`.
    let early = all
        .iter()
        .take_while(|separator| separator.mark != Mark::Dash)
        .find(|separator| known(separator.split(text)));
    match order {
        Order::GroupTitle => {
            if let Some(separator) = early.or(first_known) {
                return own(separator.split(text));
            }
            if let Some(separator) = last_known {
                return own(swap(separator));
            }
            let colon = all.first().filter(|separator| separator.mark == Mark::Colon);
            if let Some(separator) =
                colon.filter(|at| group_or_title::is_group_like(at.split(text).0, knowledge))
            {
                return own(separator.split(text));
            }
            // `Rust Berlin Meetup - September 2017` is one title.
            let group = |separator: &&Separator| {
                let (name, title) = separator.split(text);
                (group_or_title::is_group_like(name, knowledge)
                    || placed && group_or_title::may_be_group(name, page, knowledge))
                    && !dates::is_month_and_year(title)
            };
            if let Some(separator) = first.filter(group) {
                return own(separator.split(text));
            }
            // `Rust Hack and Learn - Berline.rs`, before that became the order.
            if let Some(separator) =
                last.filter(|at| group_or_title::is_group_like(at.split(text).1, knowledge))
            {
                return own(swap(separator));
            }
        }
        Order::TitleGroup => {
            if let Some(separator) = last_known {
                return own(swap(separator));
            }
            if let Some(separator) = first_known.or(early) {
                return own(separator.split(text));
            }
            let group = |separator: &&Separator| {
                group_or_title::may_be_last_group(separator.split(text).1, page, knowledge)
            };
            if let Some(separator) = last.filter(group) {
                return own(swap(separator));
            }
            if let Some(separator) =
                first.filter(|at| group_or_title::is_group_like(at.split(text).0, knowledge))
            {
                return own(separator.split(text));
            }
        }
    }
    let group = group_or_title::is_plainly_group(text, knowledge).then(|| {
        let bare = text.strip_prefix("The ").filter(|bare| knowledge.groups.is_group(bare));
        bare.unwrap_or(text).to_owned()
    });
    (group, text.to_owned())
}

/// Whether the text begins with a group's name that could be taken for a place.
fn names_group(text: &str, knowledge: &Knowledge) -> bool {
    let left = fields::separators(text).first().map_or(text, |separator| separator.split(text).0);
    knowledge.groups.is_group(left)
}

/// A known group's name with a place behind it.
fn known_with_place<'t>(text: &'t str, knowledge: &Knowledge) -> Option<(&'t str, &'t str)> {
    if knowledge.groups.is_group(text) {
        return None;
    }
    text.match_indices(' ').take(8).find_map(|(at, _)| {
        let (name, place) = (text.get(..at)?, text.get(at + 1..)?);
        (knowledge.groups.is_group(name.trim_end_matches(',')) && knowledge.places.is_place(place))
            .then(|| (name.trim_end_matches(','), place))
    })
}
