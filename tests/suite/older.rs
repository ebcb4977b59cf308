//! The grammars before March 2022, one issue each, through `export listings`.

use std::{path::Path, process::Command};

use serde_json::Value;

/// What each row of a fixture says: line, days, format, places, groups, title, main link, problems.
fn rows(date: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/older")
        .join(format!("{date}-this-week-in-rust.md"));
    let output = Command::new(env!("CARGO_BIN_EXE_twir-events"))
        .args(["export", "listings", "--issues"])
        .arg(path)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(|line| said(&serde_json::from_str(line).unwrap())).collect()
}

fn said(row: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let each = |name: &str, say: &dyn Fn(&Value) -> String| -> String {
        row[name].as_array().unwrap().iter().map(say).collect::<Vec<_>>().join("; ")
    };
    [
        row["line"].to_string(),
        format!("{}..{}", text(&row["start"]), text(&row["end"])),
        text(&row["format"]),
        each("places", &|place| format!("{}/{}", text(&place["city"]), text(&place["country"]))),
        each("groups", &|group| format!("{} <{}>", text(&group["name"]), text(&group["url"]))),
        text(&row["title"]),
        each("links", &|link| text(&link["url"])),
        each("problems", &|code| text(code)),
    ]
    .join(" | ")
}

#[test]
fn upcoming_meetups_of_the_first_winter() {
    assert_eq!(
        rows("2015-01-05"),
        [
            "10 | 2015-01-12..2015-01-12 | in_person | Oslo/NO |  | Crabs of Oslo | https://www.meetup.com/crabs-of-oslo/events/100000001/ | ",
            "12 | 2015-01-28..2015-01-28 | in_person | Lisbon/PT |  | first Rust Lisbon meetup | http://crabs.example/lisbon; http://crabs.example/speakers | unread-text",
            "14 | 2015-01-20..2015-01-20 | virtual |  |  | Fast, Safe, and Beautiful | http://crabs.example/webcast | unread-text",
            "17 | -..- | in_person | Dublin/IE |  | Rust Dublin: Early 2015 | http://crabs.example/dublin | no-date",
            "18 | 2015-02-03..2015-02-03 | in_person | Prague/CZ |  | Rust Prague | http://crabs.example/prague | ",
        ]
    );
}

#[test]
fn month_slash_day() {
    assert_eq!(
        rows("2016-12-27"),
        [
            "12 | 2016-12-28..2016-12-28 | virtual |  |  | Rust Crustacean Team Meeting at #crabs on irc.example.org | https://chat.example/?channel=%23crabs | ",
            "13 | 2016-12-29..2016-12-29 | in_person | Oslo/NO |  | Rust Hack and Learn Oslo |  | no-link",
            "14 | 2017-01-04..2017-01-04 | in_person | Dublin/IE | Rust Dublin <https://www.meetup.com/rust-dublin> | Error handling | https://www.meetup.com/rust-dublin/events/100000002/ | ",
            "15 | 2017-01-05..2017-01-05 | in_person | -/US | Rust DC <https://www.meetup.com/rustdc> | Ownership | https://www.meetup.com/rustdc/events/100000003/ | ",
            "16 | 2017-01-09..2017-01-09 | in_person | Oslo/NO | Oslo Crab Society <https://www.meetup.com/oslo-crabs> | Oslo Crab Society | https://www.meetup.com/oslo-crabs/events/100000004/ | ",
            "17 | 2017-01-14..2017-01-15 | in_person | Lyon/FR |  | Crab Code Sprint | http://crabs.example/sprint | ",
            "18 | 2017-02-09..2017-02-09 | in_person |  |  | CrabConf 2017 | http://crabs.example/conf | ",
            "19 | -..- | in_person |  |  | Crab Contest Submission Deadline | http://crabs.example/contest | not-an-event",
        ]
    );
}

#[test]
fn place_group_title() {
    assert_eq!(
        rows("2018-12-25"),
        [
            "10 | 2019-01-02..2019-01-02 | virtual |  |  | Rust Events Team Meeting | https://crabs.example/chat | ",
            "14 | 2018-12-27..2018-12-30 | in_person | Leipzig/DE |  | Crab assembly | https://crabs.example/assembly | ",
            "15 | 2018-12-31..2019-01-02 | in_person | Berlin/DE | OpenTechSchool Berlin <https://www.meetup.com/opentechschool-berlin> | Rust Hack and Learn | https://www.meetup.com/opentechschool-berlin/events/100000005/ | ",
            "16 | 2019-01-10..2019-01-10 | in_person | Brno/CZ |  | Crab talks | https://crabs.example/brno | ",
            "17 | 2019-01-16..2019-01-16 | in_person | Oslo/NO | Rust Oslo <https://www.meetup.com/rust-oslo> | Virtual tables - and traits | https://www.meetup.com/rust-oslo/events/100000006/ | ",
            "21 | 2019-01-09..2019-01-09 | in_person | Durham/US | Triangle Rustaceans <https://www.meetup.com/triangle-rustaceans> | Triangle Rustaceans | https://www.meetup.com/triangle-rustaceans/events/100000007/ | ",
            "22 | 2019-01-17..2019-01-17 | in_person | Vancouver/CA |  | Crab Hack Night | https://www.meetup.com/crab-coders/events/100000008/ | ",
        ]
    );
}

#[test]
fn place_title_group() {
    assert_eq!(
        rows("2021-03-24"),
        [
            "10 | 2021-03-30..2021-03-30 | virtual | Dallas/US | Dallas Rust <https://www.meetup.com/dallas-rust> | Last Tuesday | https://www.meetup.com/dallas-rust/events/100000009/ | ",
            "11 | 2021-04-03..2021-04-04 | virtual |  |  | CrabFest | https://crabs.example/fest | ",
            "12 | 2021-04-13..2021-04-13 | virtual | Saarbrücken/DE |  | Rust Saar 10u16 | https://www.meetup.com/rust-saar/events/100000010/ | ",
            "13 | 2021-04-14..2021-04-14 | virtual |  | MUC++ <https://www.meetup.com/mucplusplus> | C++/Rust: Learning - from Each Other | https://www.meetup.com/mucplusplus/events/100000011/ | ",
            "17 | 2021-04-14..2021-04-14 | in_person | Atlanta/US | Rust Atlanta <https://www.meetup.com/rust-atl> | Grab a beer | https://www.meetup.com/rust-atl/events/100000012/ | date-style",
        ]
    );
}

#[test]
fn fields_between_pipes() {
    assert_eq!(
        rows("2022-01-19"),
        [
            "12 | 2022-01-25..2022-01-25 | virtual | Washington/US | Rust DC <https://www.meetup.com/rustdc> | Mid-month Rustful | https://www.meetup.com/rustdc/events/100000013/ | ",
            "13 | 2021-02-01..2021-02-01 | virtual | Berlin/DE | OpenTechSchool Berlin <https://www.meetup.com/opentechschool-berlin> | Guest | A crab in 2022 | https://www.meetup.com/opentechschool-berlin/events/100000014/ | ",
            "17 | 2022-02-05..2022-02-06 | in_person | Dublin/IE | Rust Dublin <https://www.meetup.com/rust-dublin> | Rust Dublin February Meetup | https://www.meetup.com/rust-dublin/events/100000015/ | ",
        ]
    );
}
