//! What two listings have in common, and what speaks against their being one event.
//!
//! [`Evidence`] only looks; what follows from it is said by the tables of [`rules`](super::rules).

mod facts;
mod features;
mod in_words;
mod link_kinds;
mod title;
mod title_words;

use std::rc::Rc;

use crate::model::{Days, Format};

pub use facts::{Agreement, DaysApart, Evidence, OwnLinks, Presence, TitleEvidence, Together};
pub use features::{FeatureReader, Features, Linked, Symbol, conflict, is_online, share};
pub use link_kinds::LinkKind;
pub use title::{Edition, Likeness, Title, notice};
pub(crate) use title_words::says_little;

/// One side of a comparison: a listing, or all that is known of an event.
#[derive(Clone, Copy)]
pub(crate) struct Side<'a> {
    pub days: Days,
    /// Every link, with its kind.
    pub links: &'a [Linked],
    pub groups: &'a [Symbol],
    /// The pages of the groups.
    pub pages: &'a [Symbol],
    pub cities: &'a [Symbol],
    /// The titles, the newest last.
    pub titles: &'a [Rc<Title>],
    pub formats: &'a [Format],
    /// The newest listings themselves.
    pub rows: &'a [Rc<Features>],
}

/// So many titles of an event are looked at.
const TITLES: usize = 4;

impl Evidence {
    /// What two sides have in common, the older one first; `presence` is what only their reader knows.
    pub(crate) fn between(older: Side<'_>, newer: Side<'_>, presence: Presence) -> Self {
        let shared = older
            .links
            .iter()
            .filter_map(|link| {
                let other = newer.links.iter().find(|other| other.page == link.page)?;
                Some(link.kind.min(other.kind))
            })
            .max();
        let off_plan = match shared {
            Some(LinkKind::Planned(day)) => Some((newer.days.start() - day).num_days().abs()),
            _ => None,
        };
        let group = Agreement::of(older.groups, newer.groups);
        let organisers =
            |side: Side<'_>| side.rows.iter().map(|row| row.organisers).max().unwrap_or_default();
        let joint = (group == Agreement::Same && organisers(older) != organisers(newer)).then(|| {
            let few = if organisers(older) < organisers(newer) { older } else { newer };
            few.rows.last().map_or(Format::InPerson, |row| row.format)
        });
        let names = |a: Side<'_>, b: Side<'_>| a.links.iter().any(|link| b.pages.contains(&link.page));
        Self {
            link: shared,
            own_links: own_links(older, newer),
            other_pages: other_pages(older, newer),
            off_plan,
            days: DaysApart::of(older.days, newer.days),
            group,
            joint,
            names_group: names(older, newer) || names(newer, older),
            held_with: invites(older, newer) || invites(newer, older),
            city: Agreement::of(older.cities, newer.cities),
            online: older.formats.iter().chain(newer.formats).all(|format| *format == Format::Virtual),
            in_person: older.formats.iter().chain(newer.formats).all(|format| *format == Format::InPerson),
            formats_apart: !older.formats.iter().any(|a| newer.formats.iter().any(|b| agree(*a, *b))),
            title: TitleEvidence::between(older, newer),
            presence,
        }
    }
}

/// Whether a title of the one says that it is held with a group of the other.
fn invites(host: Side<'_>, guest: Side<'_>) -> bool {
    host.rows.iter().flat_map(|row| &row.held_with).any(|name| guest.groups.contains(name))
}

fn agree(a: Format, b: Format) -> bool {
    a == b || a == Format::Hybrid || b == Format::Hybrid
}

/// Whether both newest rows link to pages that are no group's, and to none in common.
fn other_pages(a: Side<'_>, b: Side<'_>) -> bool {
    let pages = |side: Side<'_>| -> Vec<Symbol> {
        let links = side.rows.iter().flat_map(|row| &row.links);
        links.filter(|link| link.kind > LinkKind::Group).map(|link| link.page).collect()
    };
    conflict(&pages(a), &pages(b))
}

/// What the pages say that were made for one occurrence, in the newest rows.
fn own_links(a: Side<'_>, b: Side<'_>) -> OwnLinks {
    let own = |side: Side<'_>| -> Vec<Linked> {
        side.rows.iter().flat_map(|row| &row.links).filter(|link| link.kind.is_own()).copied().collect()
    };
    let (mine, theirs) = (own(a), own(b));
    if mine.is_empty() || theirs.is_empty() {
        return OwnLinks::Untold;
    }
    if mine.iter().any(|link| theirs.iter().any(|other| other.page == link.page)) {
        return OwnLinks::Shared;
    }
    let planned = |links: &[Linked]| links.iter().any(|link| matches!(link.kind, LinkKind::Planned(_)));
    if planned(&mine) != planned(&theirs) {
        return OwnLinks::SeriesAndOccurrence;
    }
    if mine.iter().any(|link| theirs.iter().any(|other| other.platform == link.platform)) {
        return OwnLinks::OnePlatform;
    }
    OwnLinks::TwoPlatforms
}

impl TitleEvidence {
    fn between(older: Side<'_>, newer: Side<'_>) -> Self {
        let newest = |side: Side<'_>| -> Option<Rc<Title>> {
            side.titles.iter().rev().find(|title| !title.blank).or(side.titles.last()).cloned()
        };
        let (Some(a), Some(b)) = (newest(older), newest(newer)) else { return Self::default() };
        let said = |side: Side<'_>| side.titles.iter().any(|title| !title.blank);
        let mut likeness = Likeness::Far;
        if said(older) && said(newer) {
            for mine in older.titles.iter().rev().take(TITLES) {
                for theirs in newer.titles.iter().rev().take(TITLES) {
                    if likeness < Likeness::Equal {
                        likeness = likeness.max(mine.likeness(theirs));
                    }
                }
            }
        } else {
            likeness = Likeness::Near;
        }
        let blank = |side: Side<'_>| side.rows.iter().any(|row| row.title.blank);
        Self {
            likeness,
            edition: a.edition(&b),
            dates: a.compare_dates(&b),
            dates_of_days: a.is_dated(older.days) && b.is_dated(newer.days),
            blank: blank(older) || blank(newer),
            changed: a.changed || b.changed,
            announces: a.announces || b.announces,
            own_words: a.content.len().min(b.content.len()),
            common_words: a.common_words(&b),
            covered: a.same_content(&b),
            occasion: a.same_occasion(&b),
        }
    }
}
