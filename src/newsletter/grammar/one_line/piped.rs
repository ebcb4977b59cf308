//! `December 8, 2021 | Los Angeles, CA, US | **Title** | Group`: November 2021 to February 2022.

use super::{Parsed, fields};
use crate::newsletter::markdown::inline;

/// Reads what stands behind the date and its pipe. Pipes inside the emphasised title are the title's.
pub(super) fn read(text: &str) -> Parsed {
    let (before, title, after) = match emphasised(text) {
        Some((before, title, after)) => (before, inline::plain(title), after),
        None => {
            let fields: Vec<&str> = text.split('|').map(str::trim).collect();
            return match fields.as_slice() {
                [title] => Parsed { title: inline::plain(title), ..Parsed::default() },
                [place, title] => Parsed::new(Some(place), &inline::plain(title), None),
                [place, title @ .., group] => {
                    Parsed::new(Some(place), &inline::plain(&title.join(" | ")), Some(group))
                }
                [] => Parsed::default(),
            };
        }
    };
    let place = before.trim().trim_end_matches('|').trim();
    // `**Title** (Virtual) | Group`, and `**Title** - Group` where the pipe is missing.
    let (remark, group) = match after.rsplit_once('|') {
        Some((remark, group)) => (remark, group),
        None => match fields::separators(after).last() {
            Some(separator) => separator.split(after),
            None => match after.trim().strip_prefix(['-', '–', '—']) {
                Some(group) => ("", group),
                None => (after, ""),
            },
        },
    };
    Parsed {
        remark: inline::plain(remark.trim().trim_start_matches('|').trim()),
        ..Parsed::new(Some(place), &title, Some(group))
    }
}

/// The first emphasised part with what stands before and behind it.
fn emphasised(text: &str) -> Option<(&str, &str, &str)> {
    let open = text.find("**")?;
    let inside = text.get(open + 2..)?;
    let close = inside.find("**")?;
    Some((text.get(..open)?, inside.get(..close)?, inside.get(close + 2..)?))
}
