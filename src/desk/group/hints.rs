//! Whom somebody may have meant who named no group.

use crate::{catalogue::Catalogue, selection::GroupEntry, text};

/// A name of more groups than this says nothing of which is meant.
const MANY: usize = 8;

/// So many are named.
const SHOWN: usize = 3;

/// From here on a name is what somebody may have meant who mistyped it (by Jaro and Winkler).
const ALIKE: f64 = 0.85;

/// Why there is no report.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", message(wanted, *named, nearest))]
pub struct Unknown {
    /// What was asked for.
    pub wanted: String,
    /// How many groups have it in their names.
    pub named: usize,
    /// Groups that may be meant, the likeliest first.
    pub nearest: Vec<String>,
}

fn message(wanted: &str, named: usize, nearest: &[String]) -> String {
    let names: Vec<String> = nearest.iter().map(|name| format!("`{name}`")).collect();
    let names = names.join(" or ");
    match (named, nearest) {
        (_, []) => format!("no group `{wanted}` was ever listed"),
        (MANY.., _) => format!("{named} groups have `{wanted}` in their names: which one? Perhaps {names}"),
        _ => format!("no group `{wanted}` was ever listed; perhaps {names}"),
    }
}

/// The groups that may be meant: those with the words in their names, those listed most often first; where
/// there are none, those with a name like it.
pub(super) fn unknown(catalogue: &Catalogue, entries: &[GroupEntry], wanted: &str) -> Unknown {
    let folded = text::fold(wanted);
    let listed = |entry: &GroupEntry| {
        let of =
            catalogue.listings.iter().filter(|listing| listing.groups.iter().any(|group| entry.is(group)));
        // Those that are alive before those that met more often, long ago.
        let last = of.clone().map(|listing| listing.source.issue_date.format("%Y").to_string()).max();
        (last, of.count())
    };
    let words = |name: &str| -> Vec<String> {
        text::fold(name).split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect()
    };
    let asked: Vec<String> = words(wanted).into_iter().filter(|word| !word.is_empty()).collect();
    let has_words = |entry: &&GroupEntry| {
        !asked.is_empty()
            && entry.members.iter().any(|member| {
                let own = words(&member.name);
                asked.iter().all(|word| own.contains(word))
            })
    };
    let named: Vec<&GroupEntry> = entries.iter().filter(has_words).collect();
    let count = named.len();
    let nearest: Vec<String> = if named.is_empty() {
        let likeness = |entry: &GroupEntry| {
            let names = entry.members.iter().map(|member| text::fold(&member.name));
            names.map(|name| strsim::jaro_winkler(&name, &folded)).fold(0.0, f64::max)
        };
        let mut near: Vec<(f64, &GroupEntry)> = entries
            .iter()
            .map(|entry| (likeness(entry), entry))
            .filter(|(alike, _)| *alike >= ALIKE)
            .collect();
        near.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.name.cmp(&b.1.name)));
        near.into_iter().take(SHOWN).map(|(_, entry)| entry.name.clone()).collect()
    } else {
        let mut named: Vec<_> = named.into_iter().map(|entry| (listed(entry), entry)).collect();
        named.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.name.cmp(&b.1.name)));
        named.into_iter().take(SHOWN).map(|(_, entry)| entry.name.clone()).collect()
    };
    Unknown { wanted: wanted.to_owned(), named: count, nearest }
}
