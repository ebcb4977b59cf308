//! What earlier issues said of the events of this one, by the events' identity over time.

use std::collections::BTreeMap;

use super::about::{Check, CodeDoc, Earlier, Example, Remedy};
use crate::{
    catalogue::Catalogue,
    desk::page::{Page, PageItem},
    knowledge::words::{self, Class},
    link,
    model::{ChangeKind, Code, Event, Listing, Problem, Severity},
    newsletter::days_field,
    text,
};

/// What earlier issues said otherwise.
pub const CHECK: Check = Check { codes: &[MOVED, MISSING], wording: false, run: history };

const MOVED: CodeDoc = CodeDoc {
    code: Code::Moved,
    severity: Severity::Note,
    meaning: "An earlier issue had this event on another day.",
    example: Example::under(
        "Oceania",
        "\
* 2025-12-11 | Perth, WA, AU | [Group](https://www.meetup.com/perth-rust-meetup-group)
    * [**Rust meetup**](https://www.meetup.com/perth-rust-meetup-group/events/308944061/)",
    )
    .mended(
        "\
* 2025-12-10 | Perth, WA, AU | [Group](https://www.meetup.com/perth-rust-meetup-group)
    * [**Rust meetup**](https://www.meetup.com/perth-rust-meetup-group/events/308944061/)",
    )
    .after(&[Earlier {
        date: "2025-11-26",
        part: "Oceania",
        lines: "\
* 2025-12-10 | Perth, WA, AU | [Group](https://www.meetup.com/perth-rust-meetup-group)
    * [**Rust meetup**](https://www.meetup.com/perth-rust-meetup-group/events/308944061/)",
    }]),
    mend: "\
Look at the event's page whether it was moved, or whether one of the dates is a slip.",
    remedy: Remedy::Human("either of the days may be right"),
};

const MISSING: CodeDoc = CodeDoc {
    code: Code::Missing,
    severity: Severity::Warning,
    meaning: "\
An event of an earlier issue is not listed any more, although its day has not passed and the issue
covers it.",
    example: Example::under(
        "Europe",
        "\
* 2025-12-17 | Reading, UK | [Group](https://www.meetup.com/reading-rust-workshop)
    * [**Rust Meetup**](https://www.meetup.com/reading-rust-workshop/events/308944054/)",
    )
    .mended(
        "\
* 2025-12-10 | Reading, UK | [Group](https://www.meetup.com/reading-rust-workshop)
    * [**Rust Meetup**](https://www.meetup.com/reading-rust-workshop/events/308944053/)
* 2025-12-17 | Reading, UK | [Group](https://www.meetup.com/reading-rust-workshop)
    * [**Rust Meetup**](https://www.meetup.com/reading-rust-workshop/events/308944054/)",
    )
    .after(&[Earlier {
        date: "2025-11-26",
        part: "Europe",
        lines: "\
* 2025-12-10 | Reading, UK | [Group](https://www.meetup.com/reading-rust-workshop)
    * [**Rust Meetup**](https://www.meetup.com/reading-rust-workshop/events/308944053/)
* 2025-12-17 | Reading, UK | [Group](https://www.meetup.com/reading-rust-workshop)
    * [**Rust Meetup**](https://www.meetup.com/reading-rust-workshop/events/308944054/)",
    }]),
    mend: "Look at the event's page whether it was cancelled; if not, put it back.",
    remedy: Remedy::Human("it may have been taken out on purpose"),
};

/// Events that an earlier issue had on another day, and events that are missing now.
fn history(page: &Page<'_>) -> Vec<Problem> {
    let catalogue = page.catalogue;
    let issue = page.issue;
    let mut problems = Vec::new();
    let items: BTreeMap<usize, &PageItem<'_>> = page.items.iter().map(|found| (found.index, found)).collect();
    for event in &catalogue.events {
        for change in event.history.iter().filter(|change| change.issue_date == issue.date) {
            let mut listed = event.listings.iter().filter_map(|index| items.get(index).copied());
            match &change.kind {
                ChangeKind::Moved { from, to } => {
                    // A part of a longer event may stand beside the whole: then nothing has moved.
                    let stays = listed.clone().any(|found| found.listing.days == Some(*from));
                    let Some(found) = listed.find(|found| found.listing.days == Some(*to) && !stays) else {
                        continue;
                    };
                    let span = found.locate(issue, &found.listing.written.date);
                    let message = format!(
                        "an earlier issue had it on {}, not on {}",
                        days_field(*from),
                        days_field(*to)
                    );
                    let problem = page.problem(Code::Moved, span, message);
                    problems.push(problem.with_help("look at the event's page if it was moved"));
                }
                ChangeKind::Withdrawn
                    if listed.next().is_none()
                        && !is_off(&event.title)
                        && !stands(page, catalogue, event) =>
                {
                    let span = page.header().map_or(0..0, |line| line.span);
                    let last = catalogue
                        .listings_of(event)
                        .filter(|listing| listing.source.issue_date < issue.date)
                        .last();
                    let stood = last.map_or(String::new(), |listing| {
                        format!(" ({}, line {})", listing.source.file, listing.source.line)
                    });
                    let message =
                        format!("`{}` on {} is missing{stood}", event.title, days_field(event.days));
                    let problem = page.problem(Code::Missing, span, message);
                    problems.push(problem.with_help("look at the event's page if it was cancelled"));
                }
                _ => {}
            }
        }
    }
    problems
}

/// Whether something of this event's group, day and title stands in the issue, by whatever page, or its page
/// under another day or group: then it was corrected.
fn stands(page: &Page<'_>, catalogue: &Catalogue, event: &Event) -> bool {
    let of_group = |url: &&str| event.groups.iter().any(|group| group.url.as_deref() == Some(url));
    if let Some(its_page) = event.url().filter(|url| !of_group(url)).map(link::identity)
        && page.items.iter().any(|found| found.listing.url().map(link::identity) == Some(its_page.clone()))
    {
        return true;
    }
    let last: Vec<&Listing> = catalogue.listings_of(event).collect();
    let fold = |listing: &Listing| text::fold(&listing.title);
    page.items.iter().filter(|found| found.listing.days == Some(event.days)).any(|found| {
        let here = found.listing;
        last.iter().any(|before| {
            let group = here.groups.iter().any(|group| {
                before.groups.iter().any(|other| {
                    text::fold(&group.name) == text::fold(&other.name)
                        || (group.url.is_some() && group.url == other.url)
                })
            });
            group && fold(here) == fold(before)
        })
    })
}

/// Whether a title says that the event does not take place: then nobody misses it.
fn is_off(title: &str) -> bool {
    let folded = text::fold(title);
    folded.split(|c: char| !c.is_alphanumeric()).any(|word| words::is(word, Class::TitleOff))
}
