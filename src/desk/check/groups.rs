//! Groups under another name or link, in another city, or at another group's event than ever before.

use std::collections::BTreeSet;

use super::about::{Check, CodeDoc, Earlier, Example, Remedy};
use crate::{
    desk::{
        page::{Page, PageItem},
        past,
    },
    link,
    model::{Code, Problem, Severity},
    place, text,
};

/// A listing that three earlier issues had, each on its own day: less is no custom.
macro_rules! three_issues {
    ($part:literal, $listing:literal) => {
        &[
            Earlier { date: "2025-09-10", part: $part, lines: concat!("* 2025-09-10 | ", $listing) },
            Earlier { date: "2025-10-08", part: $part, lines: concat!("* 2025-10-08 | ", $listing) },
            Earlier { date: "2025-11-12", part: $part, lines: concat!("* 2025-11-12 | ", $listing) },
        ]
    };
}

/// Groups that are not as earlier issues had them.
pub const CHECK: Check = Check {
    codes: &[GROUP_RELINKED, GROUP_RENAMED, GROUP_ELSEWHERE, OTHER_GROUPS_LINK],
    wording: false,
    run: groups,
};

const GROUP_RELINKED: CodeDoc = CodeDoc {
    code: Code::GroupRelinked,
    severity: Severity::Note,
    meaning: "\
A group whose name stood in at least three listings of earlier issues, always with other links.",
    example: Example::under(
        "Europe",
        "\
* 2025-12-10 | Cologne, DE | [Rust Cologne](https://www.meetup.com/rust-cologne-bonn)
    * [**Rust meetup**](https://example.org/1)",
    )
    .mended(
        "\
* 2025-12-10 | Cologne, DE | [Rust Cologne](https://rust.cologne/)
    * [**Rust meetup**](https://example.org/1)",
    )
    .after(three_issues!("Europe", "Cologne, DE | [Rust Cologne](https://rust.cologne/)")),
    mend: "\
Look which link is right. Subscribers are not concerned: a group's other links are known by
`data/group_aliases.tsv`.",
    remedy: Remedy::Human("a group may have moved"),
};

const GROUP_RENAMED: CodeDoc = CodeDoc {
    code: Code::GroupRenamed,
    severity: Severity::Note,
    meaning: "\
A group's link that stood in at least three listings of earlier issues, always under other names.",
    example: Example::under(
        "Virtual",
        "\
* 2025-12-10 | Virtual (Dallas, TX, US) | [Dallas Rust User Meetup](https://www.meetup.com/dallasrust)
    * [**Rust meetup**](https://example.org/1)",
    )
    .mended(
        "\
* 2025-12-10 | Virtual (Dallas, TX, US) | [Dallas Rust](https://www.meetup.com/dallasrust)
    * [**Rust meetup**](https://example.org/1)",
    )
    .after(three_issues!(
        "Virtual",
        "Virtual (Dallas, TX, US) | [Dallas Rust](https://www.meetup.com/dallasrust)"
    )),
    mend: "Look which name is right.",
    remedy: Remedy::Human("a group may have a new name"),
};

const GROUP_ELSEWHERE: CodeDoc = CodeDoc {
    code: Code::GroupElsewhere,
    severity: Severity::Warning,
    meaning: "\
A group that met in one city in every earlier issue, on three days or more, and now stands in another,
50 kilometres away or farther. That city was perhaps copied from another listing.",
    example: Example::under(
        "Europe",
        "\
* 2025-12-16 | Augsburg, DE | [Rust Leipzig](https://www.meetup.com/rust-leipzig)
    * [**Rust meetup**](https://example.org/1)",
    )
    .mended(
        "\
* 2025-12-16 | Leipzig, DE | [Rust Leipzig](https://www.meetup.com/rust-leipzig)
    * [**Rust meetup**](https://example.org/1)",
    )
    .after(three_issues!("Europe", "Leipzig, DE | [Rust Leipzig](https://www.meetup.com/rust-leipzig)")),
    mend: "Look at the event's page which city is right.",
    remedy: Remedy::Human("a group may meet elsewhere for once"),
};

const OTHER_GROUPS_LINK: CodeDoc = CodeDoc {
    code: Code::OtherGroupsLink,
    severity: Severity::Warning,
    meaning: "\
The event's page is that of a group that earlier issues knew under another name, and which the listing
does not name; nor did an earlier issue list events of the one under the other.",
    example: Example::under(
        "Europe",
        "\
* 2025-12-16 | Leipzig, DE | [Rust Leipzig](https://www.meetup.com/rust-leipzig)
    * [**Talks**](https://www.meetup.com/rust-berlin/events/311000009/)",
    )
    .mended(
        "\
* 2025-12-16 | Leipzig, DE | [Rust Leipzig](https://www.meetup.com/rust-leipzig)
    * [**Talks**](https://www.meetup.com/rust-leipzig/events/311000009/)",
    )
    .after(&[
        Earlier {
            date: "2025-09-10",
            part: "Europe",
            lines: "\
* 2025-09-10 | Berlin, DE | [Rust Berlin](https://www.meetup.com/rust-berlin)
    * [**Talks**](https://www.meetup.com/rust-berlin/events/202509109/)",
        },
        Earlier {
            date: "2025-10-08",
            part: "Europe",
            lines: "\
* 2025-10-08 | Berlin, DE | [Rust Berlin](https://www.meetup.com/rust-berlin)
    * [**Talks**](https://www.meetup.com/rust-berlin/events/202510089/)",
        },
        Earlier {
            date: "2025-11-12",
            part: "Europe",
            lines: "\
* 2025-11-12 | Berlin, DE | [Rust Berlin](https://www.meetup.com/rust-berlin)
    * [**Talks**](https://www.meetup.com/rust-berlin/events/202511129/)",
        },
    ]),
    mend: "\
Look whether the link or the group is right. Where both invite, name both: `[A](…) + [B](…)`.",
    remedy: Remedy::Human("the link or the group may be the wrong one"),
};

/// Everything that is told of groups.
fn groups(page: &Page<'_>) -> Vec<Problem> {
    let mut problems = names(page);
    problems.extend(cities(page));
    problems.extend(hosts(page));
    problems
}

/// Compares the name and the link of every group with what earlier issues wrote.
fn names(page: &Page<'_>) -> Vec<Problem> {
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
fn cities(page: &Page<'_>) -> Vec<Problem> {
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
fn hosts(page: &Page<'_>) -> Vec<Problem> {
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
