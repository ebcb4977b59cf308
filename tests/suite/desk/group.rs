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
        "listed in the newest issue, 2025-12-03-this-week-in-rust.md; first listed 2025-10-08",
        "next: 2025-12-10 | Bern, CH | December <https://www.meetup.com/alpine-crabs/events/1000003/>",
        "last: 2025-11-12 | Bern, CH | November",
        "3 events so far, usually 28 days apart",
        "2025-12-03-this-week-in-rust.md:15 (Europe): 2025-12-10 | Bern, CH | [Alpine Crabs]",
        "2025-12-03: moved from 2025-12-09 to 2025-12-10",
        "2025-12-10 | Bern, CH | Rust for Gophers <https://a.example/1>",
        "group/alpine-crabs.ics (3 events, 1 to come)",
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

#[test]
fn a_draft_is_named_as_one() {
    let folder = folder();
    let published = fs::read_to_string(folder.path().join("2025-12-03-this-week-in-rust.md")).unwrap();
    let drafts = folder.path().join("draft");
    let content = folder.path().join("content");
    for folder in [&drafts, &content] {
        fs::create_dir(folder).unwrap();
    }
    for entry in
        fs::read_dir(folder.path()).unwrap().map(Result::unwrap).filter(|entry| entry.path().is_file())
    {
        fs::rename(entry.path(), content.join(entry.file_name())).unwrap();
    }
    let draft = published.replace("2025-12-03", "2025-12-10").replace("628", "629");
    fs::write(drafts.join("2025-12-10-this-week-in-rust.md"), draft).unwrap();
    let (out, err, status) =
        said(&run(&["group", "Alpine Crabs", "--issues", folder.path().to_str().unwrap(), "--no-calendars"]));
    assert_eq!(status, 0, "{err}");
    assert!(out.contains("listed in the newest issue, 2025-12-03-this-week-in-rust.md"), "{out}");
    assert!(out.contains("1 listing in the draft 2025-12-10-this-week-in-rust.md"), "{out}");
}

#[test]
fn what_the_groups_calendar_has_and_no_issue_lists_is_told() {
    let folder = folder();
    let event = |day: &str, title: &str, number: u32| {
        format!(
            "BEGIN:VEVENT\r\nUID:{number}\r\nDTSTAMP:20251204T000000Z\r\nDTSTART;TZID=Europe/Zurich:{day}T183000\r\nSUMMARY:{title}\r\n\
             LOCATION:Bern\\, Switzerland\r\nURL:https://www.meetup.com/alpine-crabs/events/{number}/\r\nEND:VEVENT\r\n"
        )
    };
    let calendar = format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nX-WR-CALNAME:Events - Alpine Crabs\r\n{}{}{}END:VCALENDAR\r\n",
        event("20251210", "December", 1_000_003),
        event("20251217", "Workshop", 1_000_004),
        event("20260317", "Far away", 1_000_005)
    );
    let path = folder.path().join("crabs.ics");
    fs::write(&path, calendar).unwrap();
    let issues = folder.path().to_str().unwrap();
    let (out, err, status) =
        said(&run(&["group", "Alpine Crabs", "--issues", issues, "--calendar", path.to_str().unwrap()]));
    assert_eq!(status, 0, "{err}");
    assert!(out.contains("one of your events in the next four weeks is not listed:"), "{out}");
    assert!(
        out.contains(
            "2025-12-17 | Bern, CH | Workshop <https://www.meetup.com/alpine-crabs/events/1000004/>"
        )
    );
    assert!(!out.contains("Far away"), "{out}");
}

#[test]
fn a_word_of_many_names_is_asked_back_and_a_city_names_its_group() {
    let folder = tempfile::tempdir().unwrap();
    let row = |name: &str| {
        let slug = name.to_lowercase().replace([' ', '.'], "-");
        format!(
            "* 2025-12-10 | Bern, CH | [{name}](https://{slug}.example)\n    * [**{name} evening**](https://{slug}.example/1)\n"
        )
    };
    let many: Vec<String> = (b'a'..=b'i').map(|letter| format!("Rust Tal {}", char::from(letter))).collect();
    let names = many.iter().map(String::as_str).chain(["Rust Bern", "Berne.rs", "Gophers"]);
    let text = issue(&format!("### Europe\n{}", names.map(row).collect::<String>()));
    fs::write(folder.path().join("2025-12-03-this-week-in-rust.md"), text).unwrap();
    let ask = |name: &str| {
        let (out, err, status) = said(&run(&["group", name, "--issues", folder.path().to_str().unwrap()]));
        assert_eq!((out.as_str(), status), ("", 2), "{err}");
        err
    };
    assert!(ask("bern").contains("perhaps `Rust Bern`"), "{}", ask("bern"));
    assert!(ask("Rust").contains("10 groups have `Rust` in their names: which one?"), "{}", ask("Rust"));
    assert!(ask("Gohpers").contains("perhaps `Gophers`"));
}
