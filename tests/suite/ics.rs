//! iCal feeds, read back by another parser.

use std::{collections::BTreeMap, fs, process::Command};

use icalendar::{Calendar, Component, DatePerhapsTime, EventLike};

use crate::run::{command, done, run_on_issues};

fn feed(options: &[&str]) -> String {
    let args: Vec<&str> =
        ["export", "ics", "--history", "all"].into_iter().chain(options.iter().copied()).collect();
    run_on_issues(&args).ok()
}

fn parsed(text: &str) -> Calendar {
    text.parse().unwrap()
}

/// The only event of a feed.
fn only(options: &[&str]) -> icalendar::Event {
    let calendar = parsed(&feed(options));
    let mut events = calendar.events().cloned();
    let event = events.next().unwrap();
    assert_eq!(events.next(), None);
    event
}

#[test]
fn a_feed_read_back_gives_the_same_events() {
    let json: serde_json::Value =
        serde_json::from_str(&run_on_issues(&["export", "json", "--history", "all"]).ok()).unwrap();
    let calendar = parsed(&feed(&[]));
    let read: BTreeMap<String, &icalendar::Event> =
        calendar.events().map(|event| (event.get_uid().unwrap().to_owned(), event)).collect();
    let events = json["events"].as_array().unwrap();
    assert_eq!(read.len(), events.len());
    for event in events {
        let id = event["id"].as_str().unwrap();
        let read = read[&format!("{id}@twir-events")];
        let day = |date: Option<DatePerhapsTime>| match date {
            Some(DatePerhapsTime::Date(day)) => day,
            other => panic!("{id}: {other:?} is no day"),
        };
        assert_eq!(day(read.get_start()).to_string(), event["start"].as_str().unwrap());
        assert_eq!(day(read.get_end()).pred_opt().unwrap().to_string(), event["end"].as_str().unwrap());
        assert_eq!(read.get_url(), event["url"].as_str());
        assert_eq!(read.get_sequence().unwrap() as usize, event["history"].as_array().unwrap().len());
        if !event["title"].as_str().unwrap().contains('<') {
            assert!(read.get_summary().unwrap().contains(event["title"].as_str().unwrap()), "{id}");
        }
    }
}

#[test]
fn a_title_that_any_group_might_use_gets_its_group() {
    assert_eq!(only(&["--group", "crab-circle"]).get_summary(), Some("Crab Circle: Topic TBD"));
    assert_eq!(only(&["--city", "Portland"]).get_summary(), Some("Rust & Friends: Hack Night"));
    assert_eq!(
        only(&["--city", "Leipzig"]).get_summary(),
        Some("Withdrawn: Ferris Leipzig: Traits without tears")
    );
}

#[test]
fn texts_are_what_they_were_and_html_is_gone() {
    let hybrid = only(&["--city", "Zürich"]);
    assert_eq!(hybrid.get_summary(), Some("Ferris am See: Borrowing, lending; and \"returning\""));
    assert_eq!(hybrid.get_location(), Some("Zürich, Switzerland"));
    assert_eq!(hybrid.get_url(), Some("https://am-see.example/mai?a=1,2;b=3"));
    let description = hybrid.get_description().unwrap();
    assert!(description.contains("Stream: https://stream.example/am-see"), "{description}");
    assert!(description.contains("First listed in This Week in Rust 901 (2024-05-01)."), "{description}");
    let perth = only(&["--country", "AU"]);
    assert_eq!(perth.get_summary(), Some("Rust: Friends: Macro alert('x') & *stars*"));
}

#[test]
fn a_day_is_exclusive_at_its_end_and_blocks_nobody() {
    let text = feed(&["--city", "Florence"]);
    for line in ["DTSTART;VALUE=DATE:20240516", "DTEND;VALUE=DATE:20240519", "TRANSP:TRANSPARENT"] {
        assert!(text.contains(&format!("\r\n{line}\r\n")), "{line} is missing in {text}");
    }
    assert!(!text.contains("METHOD") && !text.starts_with('\u{feff}'));
}

#[test]
fn stamps_tell_the_issues_that_changed_the_event() {
    // Listed on the 1st for the 20th, on the 8th for the 23rd.
    let moved = only(&["--city", "Austin"]);
    assert_eq!(moved.get_sequence(), Some(1));
    assert_eq!(moved.get_created().unwrap().to_string(), "2024-05-01 00:00:00 UTC");
    assert_eq!(moved.get_timestamp().unwrap().to_string(), "2024-05-08 00:00:00 UTC");
    assert_eq!(moved.get_last_modified(), moved.get_timestamp());
    let description = moved.get_description().unwrap();
    assert!(description.contains("Moved from 20 May to 23 May"), "{description}");
}

#[test]
fn what_is_no_longer_listed_says_so_and_goes_as_asked() {
    let leipzig = |how: &str| {
        let text = feed(&["--city", "Leipzig", "--withdrawn", how]);
        parsed(&text).events().next().map(|event| event.property_value("STATUS").unwrap().to_owned())
    };
    assert_eq!(leipzig("tentative").as_deref(), Some("TENTATIVE"));
    assert_eq!(leipzig("cancelled").as_deref(), Some("CANCELLED"));
    assert_eq!(leipzig("drop"), None);
    let note = only(&["--city", "Leipzig"]);
    assert!(note.get_description().unwrap().starts_with("No longer listed since the issue of 2024-05-22"));
}

#[test]
fn a_feed_names_itself_and_its_refresh() {
    let text = feed(&["--country", "DE,IT", "--format", "in_person"]).replace("\r\n ", "");
    let head = text.split("BEGIN:VEVENT").next().unwrap();
    for line in [
        "VERSION:2.0",
        "PRODID:-//twir-events//twir-events//EN",
        "NAME:Rust events: Germany\\, Italy\\, in person",
        "X-WR-CALNAME:Rust events: Germany\\, Italy\\, in person",
        "REFRESH-INTERVAL;VALUE=DURATION:P1D",
        "X-PUBLISHED-TTL:P1D",
        "URL:https://this-week-in-rust.org/",
    ] {
        assert!(head.contains(&format!("\r\n{line}\r\n")), "{line} is missing in {head}");
    }
    assert!(!head.contains("SOURCE"));
}

#[test]
fn lines_are_short_and_end_in_crlf() {
    let text = feed(&[]);
    assert!(text.ends_with("END:VCALENDAR\r\n"));
    for line in text.split_terminator("\r\n") {
        assert!(line.len() <= 75 && !line.contains(['\n', '\r']), "{line:?}");
    }
    assert!(text.contains("所有権と借用"));
}

/// A new detail is news to a calendar: without a higher SEQUENCE some programs keep the old one.
#[test]
fn a_further_group_raises_the_sequence() {
    let folder = tempfile::tempdir().unwrap();
    let write = |number: u32, date: &str, groups: &str| {
        let item = format!(
            "* 2024-03-20 | Rome, IT | {groups}\n    * [**Roman numerals**](https://roma.example/1)\n"
        );
        let text = format!(
            "Title: This Week in Rust {number}\nDate: {date}\n\n## Upcoming Events\n\n### Europe\n{item}\n"
        );
        fs::write(folder.path().join(format!("{date}-twir.md")), text).unwrap();
    };
    let sequence = || {
        let mut command = command();
        command.args(["export", "ics", "--issues"]).arg(folder.path());
        parsed(&done(command.output().unwrap()).ok()).events().next().unwrap().get_sequence()
    };
    write(701, "2024-03-06", "[Roma Rust](https://roma.example/)");
    assert_eq!(sequence(), Some(0));
    write(702, "2024-03-13", "[Roma Rust](https://roma.example/) + [Lazio Rust](https://lazio.example/)");
    assert_eq!(sequence(), Some(1));
}

/// A selection of one made-up listing, as `SUMMARY`, `LOCATION` and `DESCRIPTION`.
fn told(listing: &str) -> [String; 3] {
    let folder = tempfile::tempdir().unwrap();
    let text = format!(
        "Title: This Week in Rust 701\nDate: 2024-03-06\n\n## Upcoming Events\n\n### Europe\n{listing}\n\n"
    );
    fs::write(folder.path().join("2024-03-06-twir.md"), text).unwrap();
    let mut command = command();
    command.args(["export", "ics", "--issues"]).arg(folder.path());
    let calendar = parsed(&done(command.output().unwrap()).ok());
    let event = calendar.events().next().unwrap();
    ["SUMMARY", "LOCATION", "DESCRIPTION"].map(|key| {
        let value = event.property_value(key).unwrap_or_default();
        value.replace("\\,", ",").replace("\\n", "\n")
    })
}

#[test]
fn a_title_reads_alone() {
    for (group, title, summary) in [
        ("[Crab Circle](https://c.example/)", "Git is easy?", "Crab Circle: Git is easy?"),
        ("[Crab Circle](https://c.example/)", "Rust Hack and Learn", "Crab Circle: Rust Hack and Learn"),
        (
            "[Crab Circle](https://c.example/)",
            "Summer pizza at the Crab Circle",
            "Summer pizza at the Crab Circle",
        ),
        ("[Crab Circle](https://c.example/)", "Zero trust", "Crab Circle: Zero trust"),
        ("[Crab Circle](https://c.example/)", "Bevy in Köln", "Bevy in Köln"),
        ("[Crab Circle](https://c.example/)", "Lifetimes in Rust", "Lifetimes in Rust"),
        ("[Crab Circle](https://c.example/)", "Cancelled", "Cancelled: Crab Circle"),
        (
            "[Crab Circle](https://c.example/)",
            "CANCELLED: Git is easy?",
            "Crab Circle: CANCELLED: Git is easy?",
        ),
    ] {
        let [told, ..] =
            told(&format!("* 2024-03-20 | Cologne, DE | {group}\n    * [**{title}**](https://c.example/1)"));
        assert_eq!(told, summary);
    }
}

#[test]
fn a_place_and_a_day_are_told_as_people_do() {
    let [_, place, description] = told(
        "* 2024-03-20 | Leipzig, SN, DE | [Crabs](https://c.example/)\n    * [**Rust talks**](https://c.example/1)",
    );
    assert_eq!(place, "Leipzig, Germany");
    assert_eq!(
        description,
        "Rust talks\nIn person in Leipzig, Germany.\nThe newsletter gives no time: see the page for the time.\n\n\
         By Crabs: https://c.example/\n\nPage: https://c.example/1\n\n\
         First listed in This Week in Rust 701 (2024-03-06)."
    );
}

/// Strict readers refuse a calendar without a component (RFC 5545, section 3.6).
#[test]
fn an_empty_selection_is_a_calendar() {
    let text = feed(&["--city", "Leipzig", "--withdrawn", "drop"]);
    assert!(!text.contains("VEVENT"));
    assert!(text.contains("\r\nBEGIN:VJOURNAL\r\n"), "{text}");
}

/// The judge of the project's owner, where it is at hand.
#[test]
fn the_strict_checker_finds_nothing() {
    let Some(checker) = crate::shared::beside("tools/icscheck.py") else { return };
    let out = tempfile::tempdir().unwrap();
    let public = out.path().join("public");
    run_on_issues(&["build", "--base-url", "https://example.org/x", "--out", public.to_str().unwrap()]).ok();
    let Ok(checked) = Command::new("python3").arg(checker).arg("--strict").arg(&public).output() else {
        eprintln!("not run: python3 is not here");
        return;
    };
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stdout));
}
