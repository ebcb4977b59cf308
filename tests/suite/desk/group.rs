//! `twir-events group`: the organiser's question.

use std::fs;

use super::support::{issue, issue_of, run, said};

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let listing = |day: &str, number: u32, title: &str| {
        format!(
            "* {day} | Bern, CH | [Alpine Crabs](https://www.meetup.com/alpine-crabs/events/)\n    * [**{title}**](https://www.meetup.com/alpine-crabs/events/{number}/)\n"
        )
    };
    let other = "* 2025-12-10 | Bern, CH | [Gophers](https://a.example/g)\n    * [**Rust for Gophers**](https://a.example/1)\n";
    let weeks = [
        ("2025-10-08", 620, listing("2025-10-15", 1_000_001, "October")),
        ("2025-11-05", 624, listing("2025-11-12", 1_000_002, "November")),
        ("2025-11-26", 627, listing("2025-12-09", 1_000_003, "December")),
    ];
    for (date, number, body) in weeks {
        let text = issue_of(date, number, &format!("{date} - x"), &format!("### Europe\n{body}"));
        fs::write(folder.path().join(format!("{date}-this-week-in-rust.md")), text).unwrap();
    }
    let newest = issue(&format!("### Europe\n{}{other}", listing("2025-12-10", 1_000_003, "December")));
    fs::write(folder.path().join("2025-12-03-this-week-in-rust.md"), newest).unwrap();
    folder
}

fn ask(name: &str, more: &[&str]) -> (String, String, i32) {
    let folder = folder();
    let mut arguments = vec!["group", name, "--issues", folder.path().to_str().unwrap()];
    arguments.extend(more);
    said(&run(&arguments))
}

#[test]
fn an_organiser_learns_what_is_listed_and_what_changed() {
    let (out, err, status) = ask("alpine crabs", &[]);
    assert_eq!(status, 0, "{err}");
    for part in [
        "Alpine Crabs <https://www.meetup.com/alpine-crabs>",
        "listed in the newest issue; first listed 2025-10-08",
        "next: 2025-12-10 | Bern, CH | December <https://www.meetup.com/alpine-crabs/events/1000003/>",
        "last: 2025-11-12 | Bern, CH | November",
        "3 events so far, usually 28 days apart",
        "2025-12-03-this-week-in-rust.md:15 (Europe): 2025-12-10 | Bern, CH | [Alpine Crabs]",
        "2025-12-03: moved from 2025-12-09 to 2025-12-10",
        "2025-12-10 | Bern, CH | Rust for Gophers <https://a.example/1>",
        "group/alpine-crabs.ics",
    ] {
        assert!(out.contains(part), "`{part}` is missing in\n{out}");
    }
}

#[test]
fn links_and_slugs_name_a_group_too() {
    let (by_name, _, _) = ask("Alpine Crabs", &["--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&by_name).unwrap();
    assert_eq!((&report["listed"], &report["upcoming"][0]["start"]), (&true.into(), &"2025-12-10".into()));
    assert_eq!(report["rhythm"]["stopped"], false);
    for name in ["alpine-crabs", "https://www.meetup.com/de-DE/Alpine-Crabs/events/123456/"] {
        assert_eq!(ask(name, &["--format", "json"]).0, by_name, "{name}");
    }
}

#[test]
fn a_series_that_has_stopped_is_told() {
    let (out, _, _) = ask("Alpine Crabs", &["--as-of", "2026-06-01"]);
    assert!(out.contains("nothing ahead as of 2026-06-01"), "{out}");
    assert!(out.contains("the series seems to have stopped after 2025-12-10"), "{out}");
}

#[test]
fn an_unknown_name_suggests_the_nearest() {
    let (out, err, status) = ask("Alpin Crab", &[]);
    assert_eq!((out.as_str(), status), ("", 2));
    assert!(err.contains("no group `Alpin Crab` was ever listed; perhaps `Alpine Crabs`"), "{err}");
    let (_, err, status) = ask("zzzz", &[]);
    assert!(status == 2 && err.trim_end().ends_with("was ever listed"), "{err}");
}
