//! One page of an event that stands for two days or for two ways to take part.

use std::collections::BTreeMap;

use super::about::{Check, CodeDoc, Example, Remedy};
use crate::{
    desk::page::{Page, PageItem},
    link::{self, LinkId, MeetupEvent},
    model::{Code, Format, Problem, Severity},
    newsletter::days_field,
};

/// One page for two days or two ways to take part.
pub const CHECK: Check = Check { codes: &[PAGE_TWICE, FORMAT_CONTRADICTED], wording: false, run: pages };

const PAGE_TWICE: CodeDoc = CodeDoc {
    code: Code::PageTwice,
    severity: Severity::Warning,
    meaning: "\
One event's own page, on Meetup, Luma or Eventbrite, stands on two days of one issue. One of the days or
of the links is a slip.",
    example: Example::under(
        "Europe",
        "\
* 2025-12-10 | Reading, UK | [Group](https://www.meetup.com/reading-rust-workshop)
    * [**Rust Meetup**](https://www.meetup.com/reading-rust-workshop/events/308944053/)
* 2025-12-17 | Reading, UK | [Group](https://www.meetup.com/reading-rust-workshop)
    * [**Rust Meetup**](https://www.meetup.com/reading-rust-workshop/events/308944053/)",
    )
    .mended(
        "\
* 2025-12-10 | Reading, UK | [Group](https://www.meetup.com/reading-rust-workshop)
    * [**Rust Meetup**](https://www.meetup.com/reading-rust-workshop/events/308944053/)
* 2025-12-17 | Reading, UK | [Group](https://www.meetup.com/reading-rust-workshop)
    * [**Rust Meetup**](https://www.meetup.com/reading-rust-workshop/events/308944054/)",
    ),
    mend: "Look at the page which day it is of; the other listing has a page of its own.",
    remedy: Remedy::Human("only the page says which day it is of"),
};

const FORMAT_CONTRADICTED: CodeDoc = CodeDoc {
    code: Code::FormatContradicted,
    severity: Severity::Warning,
    meaning: "One event's own page stands as virtual and as in person.",
    example: Example::section(
        "\
### Virtual
* 2025-12-10 | Virtual (Reading, UK) | [Group](https://www.meetup.com/reading-rust-workshop)
    * [**Rust Meetup**](https://www.meetup.com/reading-rust-workshop/events/308944053/)

### Europe
* 2025-12-10 | Reading, UK | [Group](https://www.meetup.com/reading-rust-workshop)
    * [**Rust Meetup**](https://www.meetup.com/reading-rust-workshop/events/308944053/)",
    )
    .mended(
        "\
### Virtual
* 2025-12-10 | Hybrid (Reading, UK) | [Group](https://www.meetup.com/reading-rust-workshop)
    * [**Rust Meetup**](https://www.meetup.com/reading-rust-workshop/events/308944053/)

### Europe
* 2025-12-10 | Hybrid (Reading, UK) | [Group](https://www.meetup.com/reading-rust-workshop)
    * [**Rust Meetup**](https://www.meetup.com/reading-rust-workshop/events/308944053/)",
    ),
    mend: "\
If one can take part in both ways, write `Hybrid (Reading, UK)` in both; else leave the one that is right.",
    remedy: Remedy::Human("only the page says how one takes part"),
};

/// An event's own page on two days of one issue, and one that is listed as virtual and as in person.
fn pages(page: &Page<'_>) -> Vec<Problem> {
    let mut seen: BTreeMap<LinkId, Vec<&PageItem<'_>>> = BTreeMap::new();
    let mut problems = Vec::new();
    for found in &page.items {
        let Some(id) = found.listing.url().map(link::identity).filter(is_of_one_event) else { continue };
        let Some(days) = found.listing.days else { continue };
        // The page of a series on Luma or elsewhere is that of its group, too.
        let group = found.listing.groups.iter().filter_map(|group| group.url.as_deref());
        if group.map(link::identity).any(|group| group == id) {
            continue;
        }
        let before = seen.entry(id).or_default();
        let other = before.iter().find(|other| other.listing.days.is_some_and(|other| !other.overlaps(days)));
        let formats = [Format::Virtual, Format::InPerson];
        let split = before.iter().find(|other| {
            let both = [other.listing.format, found.listing.format];
            other.listing.days == Some(days) && formats.iter().all(|format| both.contains(format))
        });
        if let Some((other, other_days)) = other.and_then(|other| Some((other, other.listing.days?))) {
            let span = found.locate(page.issue, &found.listing.written.date);
            let message = format!(
                "line {} has the same page on {}, not on {}",
                other.item.line,
                days_field(other_days),
                days_field(days)
            );
            let problem = page.problem(Code::PageTwice, span, message);
            problems.push(
                problem.with_help("look at the page which day it is of; the other listing has its own"),
            );
        } else if let Some(other) = split {
            let span = found.locate(page.issue, found.listing.written.place.trim());
            let message = format!(
                "line {} has the same page {}, this one {}",
                other.item.line,
                way(other.listing.format),
                way(found.listing.format)
            );
            let problem = page.problem(Code::FormatContradicted, span, message);
            problems.push(problem.with_help("write `Hybrid (…)` in both, or leave the one that is right"));
        }
        before.push(found);
    }
    problems
}

fn way(format: Format) -> &'static str {
    match format {
        Format::Virtual => "as virtual",
        Format::InPerson => "as in person",
        Format::Hybrid => "as hybrid",
    }
}

/// Whether a link names one occurrence: platforms give each a number or a name of its own.
fn is_of_one_event(id: &LinkId) -> bool {
    match id {
        LinkId::Meetup { event, .. } => {
            matches!(event, Some(MeetupEvent::Numbered(_) | MeetupEvent::Series(_)))
        }
        LinkId::Page { .. } => true,
        LinkId::Other(_) => false,
    }
}
