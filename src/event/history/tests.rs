//! What changed, which wording wins, and what became of the event.

use crate::{
    event::fixture::read,
    model::{ChangeKind, Event, Format, Status},
};

/// The one event of these issues.
#[track_caller]
fn one(issues: &[(&str, &[&str])]) -> Event {
    let (_, mut events) = read(issues);
    assert_eq!(events.len(), 1, "one event");
    events.remove(0)
}

/// The changes in short: `10-08 moved`.
fn changes(event: &Event) -> Vec<String> {
    let kind = |kind: &ChangeKind| match kind {
        ChangeKind::Moved { .. } => "moved",
        ChangeKind::Retitled { .. } => "retitled",
        ChangeKind::Relocated { .. } => "relocated",
        ChangeKind::Relinked { .. } => "relinked",
        ChangeKind::Reformatted { .. } => "reformatted",
        ChangeKind::Withdrawn => "withdrawn",
        ChangeKind::Reinstated => "reinstated",
        ChangeKind::Cancelled => "cancelled",
        ChangeKind::Postponed => "postponed",
        ChangeKind::Reworded => "reworded",
    };
    let changes = &event.history;
    changes
        .iter()
        .map(|change| format!("{} {}", change.issue_date.format("%m-%d"), kind(&change.kind)))
        .collect()
}

const A: &str = "a Europe | 2025-11-05 | Crabtown, GB | Crab Club | Hack Night | m/1";
/// Another event, so that issues list something later.
const LATER: &str = "z Europe | 2025-11-20 | Lobsterville, FR | Lobster Lab | Claws and Effect | m/99";

#[test]
fn every_change_has_the_issue_that_made_it() {
    let event = one(&[
        ("2025-10-01", &[A]),
        ("2025-10-08", &["b Europe | 2025-11-06 | Crabtown, GB | Crab Club | Hack Night | m/1"]),
        ("2025-10-15", &["c Europe | 2025-11-06 | Crabtown, GB | Crab Club | Night of Parsers | m/1"]),
        ("2025-10-22", &["d Europe | 2025-11-06 | Lobsterville, GB | Crab Club | Night of Parsers | m/1"]),
        ("2025-10-29", &["e Europe | 2025-11-06 | Lobsterville, GB | Crab Club | Night of Parsers | m/1"]),
        (
            "2025-11-05",
            &["f Virtual | 2025-11-06 | Virtual (Lobsterville, GB) | Crab Club | Night of Parsers | m/1"],
        ),
    ]);
    assert_eq!(changes(&event), ["10-08 moved", "10-15 retitled", "10-22 relocated", "11-05 reformatted"]);
    assert_eq!(event.last_modified.to_string(), "2025-11-05");
    assert_eq!(event.first_listed.to_string(), "2025-10-01");
    assert_eq!(event.last_listed.to_string(), "2025-11-05");
    assert_eq!(event.title, "Night of Parsers");
    assert_eq!(event.format, Format::Virtual);
    assert_eq!(event.status, Status::Scheduled);
}

#[test]
fn another_spelling_is_no_change() {
    let event = one(&[
        ("2025-10-01", &["a Europe | 2025-11-05 | Crabtown, GB | Crab Club | Hack Night: Größen | l/Abc"]),
        (
            "2025-10-08",
            &["b Europe | 2025-11-05 | CRABTOWN, GB | Crab Club | hack night - grössen! | lu.ma/abc"],
        ),
    ]);
    assert_eq!(event.history, []);
    assert_eq!(event.last_modified.to_string(), "2025-10-01");
    // Nor does it reach the calendars, which would not heed it without a change.
    assert_eq!(event.title, "Hack Night: Größen");
}

#[test]
fn another_group_is_news() {
    let row =
        |group: &str, title: &str| format!("a Europe | 2025-11-05 | Crabtown, GB | {group} | {title} | m/1");
    let (first, second) = (row("Crab Club", "Hack Night"), row("Crab Club + Lobster Lab", "Hack Night"));
    let event = one(&[("2025-10-01", &[&first]), ("2025-10-08", &[&second]), ("2025-10-15", &[&second])]);
    assert_eq!(changes(&event), ["10-08 reworded"]);
    assert_eq!(event.groups.len(), 2);
}

#[test]
fn what_was_cancelled_before_it_was_listed_has_a_change() {
    let event = one(&[(
        "2025-10-01",
        &["a Europe | 2025-11-05 | Crabtown, GB | Crab Club | Cancelled: Hack Night | m/1"],
    )]);
    assert_eq!(changes(&event), ["10-01 cancelled"]);
    assert_eq!(event.status, Status::Cancelled);
}

#[test]
fn two_rows_that_differ_for_weeks_change_nothing() {
    let rows = [
        "a Virtual | 2025-11-05 | Hybrid (Crabtown, GB) | Crab Club | Hack Night online | m/1",
        "b Europe | 2025-11-05 | Hybrid (Crabtown, GB) | Crab Club | Hack Night | m/1 m/2",
    ];
    let event = one(&[("2025-10-01", &rows), ("2025-10-08", &rows), ("2025-10-15", &[rows[1], rows[0]])]);
    assert_eq!(event.history, []);
    assert_eq!(event.title, "Hack Night online");
    let urls: Vec<&str> = event.links.iter().filter_map(|link| link.url.rsplit('/').nth(1)).collect();
    assert_eq!(urls, ["1", "2"]);
}

#[test]
fn a_new_day_beside_the_old_one_is_the_day_and_stays_it() {
    let row = |day: u32| {
        format!("a Europe | 2025-06-0{day} | Crabtown, DE | Crab Club | 2025 / 2 - Hack Evening | m/1")
    };
    let (old, new) = (row(4), row(5));
    let event = one(&[
        ("2025-05-07", &[&old]),
        ("2025-05-14", &[&old, &new]),
        ("2025-05-21", &[&old, &new]),
        ("2025-05-28", &[&new]),
    ]);
    assert_eq!(changes(&event), ["05-14 moved"]);
    assert_eq!(event.days.start().to_string(), "2025-06-05");
}

#[test]
fn what_was_lost_is_kept() {
    let event = one(&[
        ("2025-10-01", &["a Virtual | 2025-11-05 | Virtual (Crabtown, GB) | Crab Club | Hack Night | m/1"]),
        ("2025-10-08", &["b Virtual | 2025-11-05 | Virtual | Crab Club | Hack Night | m/1"]),
        ("2025-10-15", &["c Virtual | 2025-11-05 | Virtual | Crab Club |  | m/1"]),
        ("2025-10-22", &["d Virtual | 2025-11-05 | Virtual | Crab Club | Hack Night | "]),
    ]);
    assert_eq!(event.history, []);
    assert_eq!(event.title, "Hack Night");
    assert_eq!(event.places.len(), 1);
    assert_eq!(event.url(), Some("https://www.meetup.com/crab-club/events/1/"));
}

#[test]
fn an_event_in_both_kinds_of_section_is_hybrid() {
    let event = one(&[(
        "2025-10-01",
        &[
            "a Virtual | 2025-11-05 | Virtual (Crabtown, GB) | Crab Club | Hack Night | m/1",
            "b Europe | 2025-11-05 | Crabtown, GB | Crab Club | Hack Night | m/1",
        ],
    )]);
    assert_eq!(event.format, Format::Hybrid);
}

#[test]
fn the_page_of_a_series_gives_way() {
    let series =
        "a Virtual | 2025-11-05 | Virtual (Crabtown, US) | Crab Club | Crab Social | m/wqzhftyhcpbhb";
    let numbered = "b Virtual | 2025-11-05 | Virtual (Crabtown, US) | Crab Club | Crab Social | m/311574520";
    let event = one(&[("2025-10-15", &[series]), ("2025-10-22", &[series, numbered])]);
    assert_eq!(changes(&event), ["10-22 relinked"]);
    assert_eq!(event.links.len(), 1);
    assert_eq!(event.url(), Some("https://www.meetup.com/crab-club/events/311574520/"));
}

#[test]
fn the_row_of_a_second_host_adds_its_link() {
    let first = "a Virtual | 2025-11-05 | Virtual (Crabtown, CH) | Crab Club + Lobster Lab | Ten years of claws | m/1";
    let second = "b Virtual | 2025-11-05 | Virtual (Lobsterville, FR) | Lobster Lab | Ten years of claws (with us) | m/2";
    let event = one(&[("2025-10-01", &[first]), ("2025-10-08", &[first, second])]);
    assert_eq!(changes(&event), ["10-08 reworded"]);
    assert_eq!(event.links.len(), 2);
}

#[test]
fn an_event_that_a_covering_issue_leaves_out_is_withdrawn() {
    let status = |issues: &[(&str, &[&str])]| {
        let (_, events) = read(issues);
        let event = events.into_iter().find(|event| event.title == "Hack Night").unwrap();
        (event.status, changes(&event).join(", "))
    };
    let scheduled = (Status::Scheduled, String::new());
    let withdrawn = (Status::Withdrawn, "10-22 withdrawn".to_owned());
    assert_eq!(status(&[("2025-10-15", &[A, LATER]), ("2025-10-22", &[LATER])]), withdrawn);
    // It stays so when more issues leave it out, and comes back when one lists it.
    assert_eq!(
        status(&[("2025-10-15", &[A, LATER]), ("2025-10-22", &[LATER]), ("2025-10-29", &[LATER])]),
        withdrawn
    );
    assert_eq!(
        status(&[("2025-10-15", &[A, LATER]), ("2025-10-22", &[LATER]), ("2025-10-29", &[A, LATER])]),
        scheduled,
        "what was left out by mistake leaves no scar"
    );
    // Nothing of that day or later is listed.
    let sooner = "y Europe | 2025-11-01 | Lobsterville, FR | Lobster Lab | Claws First | m/98";
    assert_eq!(status(&[("2025-10-15", &[A, sooner]), ("2025-10-22", &[sooner])]), scheduled);
    // Its day lies outside the window, or has come.
    assert_eq!(status(&[("2025-09-01", &[A, LATER]), ("2025-09-08", &[LATER])]), scheduled);
    assert_eq!(status(&[("2025-10-29", &[A, LATER]), ("2025-11-05", &[LATER])]), scheduled);
    // The issue lost half of its listings, or a whole section.
    let more = "x Europe | 2025-11-21 | Crabtown, FR | Crab Club | Shells | m/97";
    assert_eq!(status(&[("2025-10-15", &[A, more, sooner]), ("2025-10-22", &[LATER])]), scheduled);
    let asia = LATER.replace("Europe", "Asia");
    assert_eq!(status(&[("2025-10-15", &[A, more, &asia]), ("2025-10-22", &[&asia, &asia])]), scheduled);
}

#[test]
fn one_issue_may_forget_what_is_far_or_a_conference() {
    let later = "z Europe | 2025-11-25 | Lobsterville, FR | Lobster Lab | Claws Last | m/99";
    let status = |row: &str, issues: &[&str]| {
        let rows = [row, later];
        let all: Vec<(&str, &[&str])> = issues
            .iter()
            .enumerate()
            .map(|(index, date)| (*date, if index == 0 { &rows[..] } else { &rows[1..] }))
            .collect();
        let (_, events) = read(&all);
        events.into_iter().find(|event| event.title == "Forgotten").unwrap().status
    };
    let evening = |day: &str| format!("a Europe | {day} | Crabtown, GB | Crab Club | Forgotten | m/1");
    let near = evening("2025-11-05");
    assert_eq!(status(&near, &["2025-10-15", "2025-10-22"]), Status::Withdrawn);
    let far = evening("2025-11-19");
    assert_eq!(status(&far, &["2025-10-22", "2025-10-29"]), Status::Scheduled);
    assert_eq!(status(&far, &["2025-10-22", "2025-10-29", "2025-11-05"]), Status::Withdrawn);
    let conference = evening("2025-11-05/2025-11-07");
    assert_eq!(status(&conference, &["2025-10-22", "2025-10-29"]), Status::Scheduled);
    // The morrow of an issue is listed since 2022, Christmas among it, and was not before.
    let christmas = evening("2025-12-25");
    let later = later.replace("2025-11-25", "2025-12-28");
    let year = |year: &str| {
        let at = |text: &str| text.replace("2025", year);
        let (christmas, later) = (at(&christmas), at(&later));
        let issues: [(&str, &[&str]); 2] =
            [(&at("2025-12-17"), &[&christmas, &later]), (&at("2025-12-24"), &[&later])];
        let (_, events) = read(&issues);
        events.into_iter().find(|event| event.title == "Forgotten").unwrap().status
    };
    assert_eq!((year("2025"), year("2019")), (Status::Withdrawn, Status::Scheduled));
}

#[test]
fn a_title_may_say_that_there_is_no_event() {
    let event = one(&[
        ("2025-10-01", &[A]),
        ("2025-10-08", &["b Europe | 2025-11-05 | Crabtown, GB | Crab Club | CANCELLED: Hack Night | m/1"]),
    ]);
    assert_eq!(event.status, Status::Cancelled);
    assert!(changes(&event).contains(&"10-08 cancelled".to_owned()));
    // The word alone leaves the title as it was.
    let event = one(&[
        ("2025-10-01", &[A]),
        ("2025-10-08", &["b Europe | 2025-11-05 | Crabtown, GB | Crab Club | Cancelled | m/1"]),
    ]);
    assert_eq!((event.status, event.title.as_str()), (Status::Cancelled, "Hack Night"));
    // Put off to a day that is known, it does take place.
    let event = one(&[
        ("2025-10-01", &[A]),
        ("2025-10-08", &["b Europe | 2025-11-12 | Crabtown, GB | Crab Club | Hack Night (postponed) | m/1"]),
        (
            "2025-10-15",
            &["c Europe | 2025-11-12 | Crabtown, GB | Crab Club | Hack Night (postponed) | m/1 m/2"],
        ),
    ]);
    assert_eq!(event.status, Status::Scheduled);
}
