//! Builds one after the other: ids stay, SEQUENCE and LAST-MODIFIED rise where something changed and nowhere
//! else.

use std::{fs, path::Path};

use serde_json::Value;

use super::run::{Run, command, done};

const HEAD: &str =
    "Title: This Week in Rust 700\nNumber: 700\nDate: 2026-01-07\n\n## Upcoming Events\n\n### Europe\n";

const ROWS: [&str; 3] = [
    "* 2026-01-14 | Darmstadt, DE | [Crab Club](https://crabs.example)\n    * [**Borrowing**](https://crabs.example/1)\n",
    "* 2026-01-20 | Berlin, DE | [Crab Night](https://night.example)\n    * [**Lifetimes**](https://www.meetup.com/crab-night/events/300000003/)\n",
    "* 2026-01-28 | Bern, CH | [Rust Sample Bern](https://bern.example)\n    * [**Monthly evening**](https://bern.example)\n",
];

struct World(tempfile::TempDir);

impl World {
    fn new() -> Self {
        let world = Self(tempfile::tempdir().unwrap());
        world.write(&ROWS.concat());
        world
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn write(&self, rows: &str) {
        fs::write(self.path().join("2026-01-07-this-week-in-rust.md"), format!("{HEAD}{rows}")).unwrap();
    }

    fn run(&self, args: &[&str]) -> Run {
        let mut command = command();
        command.current_dir(self.path()).args(args).args(["--issues", "2026-01-07-this-week-in-rust.md"]);
        done(command.output().unwrap())
    }

    /// Builds, and gives each event's id, sequence and day of change, in the order of days.
    fn build(&self, more: &[&str]) -> Vec<(String, u64, String)> {
        self.run(&[&["build", "--out", "site"], more].concat()).ok();
        let text = fs::read_to_string(self.path().join("site/archive.json")).unwrap();
        let json: Value = serde_json::from_str(&text).unwrap();
        let text = |event: &Value, key: &str| event[key].as_str().unwrap().to_owned();
        let events = json["events"].as_array().unwrap().iter();
        events
            .map(|event| {
                (text(event, "id"), event["sequence"].as_u64().unwrap(), text(event, "last_modified"))
            })
            .collect()
    }
}

#[test]
fn the_same_input_again_changes_no_byte() {
    let world = World::new();
    let first = world.build(&[]);
    let again = world.run(&["build", "--out", "site"]);
    assert!(again.err.contains(": 0 files written, "), "{}", again.err);
    assert_eq!(world.build(&[]), first);
}

#[test]
fn an_edited_listing_keeps_its_id_and_rises() {
    for (edit, what) in [
        (("**Borrowing**", "**Borrowing and owning**"), "title"),
        (("* 2026-01-14", "* 2026-01-15"), "day"),
        (("[Crab Club](https://crabs.example)", "[Crab Society](https://society.example)"), "group"),
        (("Darmstadt, DE", "Frankfurt, DE"), "place"),
        (("https://crabs.example/1", "https://crabs.example/2"), "link"),
    ] {
        let world = World::new();
        let before = world.build(&[]);
        let edited = ROWS.concat().replacen(edit.0, edit.1, 1);
        assert_ne!(edited, ROWS.concat(), "{what}");
        world.write(&edited);
        let after = world.build(&[]);
        assert_eq!(after[0].0, before[0].0, "{what}");
        assert_eq!(after[0].1, before[0].1 + 1, "{what}");
        assert!(after[0].2 > before[0].2, "{what}: {} after {}", after[0].2, before[0].2);
        assert_eq!(after[1..], before[1..], "{what}: the others stay");
        let ics = fs::read_to_string(world.path().join("site/all.ics")).unwrap().replace("\r\n ", "");
        assert!(ics.contains(&format!("UID:{}@", before[0].0)) && ics.contains("SEQUENCE:1\r\n"), "{what}");
        // Twice is once.
        assert!(world.run(&["build", "--out", "site"]).err.contains(": 0 files written, "), "{what}");
    }
}

#[test]
fn the_wording_of_a_place_is_no_change() {
    let world = World::new();
    let before = world.build(&[]);
    world.write(&ROWS.concat().replace("Darmstadt, DE", "Darmstadt, HE, DE"));
    assert_eq!(world.build(&[]), before);
}

#[test]
fn an_hour_that_a_calendar_brings_rises() {
    let world = World::new();
    let before = world.build(&[]);
    let calendar = |hour: u32| {
        let lines = [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//x//y//EN",
            "BEGIN:VEVENT",
            "UID:1",
            "DTSTAMP:20260109T000000Z",
            &format!("DTSTART;TZID=Europe/Berlin:20260120T{hour}0000"),
            "SUMMARY:Lifetimes",
            "URL:https://www.meetup.com/crab-night/events/300000003/",
            "END:VEVENT",
            "END:VCALENDAR",
            "",
        ];
        fs::write(world.path().join("club.ics"), lines.join("\r\n")).unwrap();
    };
    let with = ["--calendar", "club.ics"];
    calendar(18);
    let first = world.build(&with);
    assert_eq!((first[1].1, first[0].clone(), first[2].clone()), (1, before[0].clone(), before[2].clone()));
    assert_eq!(world.build(&with), first);
    calendar(19);
    let second = world.build(&with);
    assert_eq!(second[1].1, 2);
    assert!(second[1].2 > first[1].2);
    // The hour goes again: that is a change, too, and nothing falls.
    let third = world.build(&["--no-calendars"]);
    assert_eq!(third[1].1, 3);
    assert!(third[1].2 > second[1].2);
}

#[test]
fn the_build_before_is_the_one_that_is_named_or_none() {
    let world = World::new();
    let before = world.build(&[]);
    world.write(&ROWS.concat().replacen("**Borrowing**", "**Owning**", 1));
    let fresh = |more: &[&str]| {
        let _ = fs::remove_dir_all(world.path().join("other"));
        world.run(&[&["build", "--out", "other"], more].concat()).ok();
        fs::read_to_string(world.path().join("other/archive.json")).unwrap()
    };
    assert!(!fresh(&[]).contains(&before[0].0));
    for previous in ["site", "site/archive.json"] {
        assert!(fresh(&["--previous", previous]).contains(&before[0].0), "{previous}");
    }
    world.run(&["build", "--out", "site", "--no-previous"]).ok();
    assert!(!fs::read_to_string(world.path().join("site/archive.json")).unwrap().contains(&before[0].0));
}

#[test]
fn what_is_taken_out_is_withdrawn_and_comes_back() {
    let world = World::new();
    let before = world.build(&[]);
    world.write(&ROWS[1..].concat());
    let run = world.run(&["build", "--out", "site"]);
    assert!(run.err.contains("in no issue any more, kept as withdrawn: 2026-01-14 Borrowing"), "{}", run.err);
    run.ok();
    // Twice is once, also in what it says.
    let again = world.run(&["build", "--out", "site"]);
    assert!(again.err.contains(": 0 files written, "), "{}", again.err);
    assert!(!again.err.contains("in no issue any more"), "{}", again.err);
    let gone = world.build(&[]);
    assert_eq!(gone[0].0, before[0].0);
    assert_eq!(gone[0].1, before[0].1 + 1);
    assert!(gone[0].2 > before[0].2);
    assert_eq!(gone[1..], before[1..]);
    let ics = fs::read_to_string(world.path().join("site/all.ics")).unwrap().replace("\r\n ", "");
    let event = ics.split("BEGIN:VEVENT").find(|event| event.contains(&before[0].0)).unwrap();
    assert!(event.contains("STATUS:TENTATIVE\r\n") && event.contains("SEQUENCE:1\r\n"), "{event}");
    let json: Value =
        serde_json::from_str(&fs::read_to_string(world.path().join("site/archive.json")).unwrap()).unwrap();
    let event = &json["events"][0];
    assert_eq!(event["status"], "withdrawn");
    assert_eq!(event["listings"].as_array().unwrap().len(), 1);
    assert_eq!(event["history"][0]["change"], "withdrawn");
    world.write(&ROWS.concat());
    let back = world.build(&[]);
    assert_eq!((&back[0].0, back[0].1), (&before[0].0, before[0].1 + 2));
    assert!(back[0].2 > gone[0].2);
    let text = fs::read_to_string(world.path().join("site/archive.json")).unwrap();
    assert!(!text.contains("withdrawn"), "it carries no scar");
}

#[test]
fn what_is_over_and_taken_out_stays_as_it_was() {
    let world = World::new();
    let before = world.build(&[]);
    world.write(&ROWS[1..].concat());
    assert_eq!(world.build(&["--as-of", "2026-01-16"]), before);
}

#[test]
fn what_is_in_no_issue_that_is_read_is_not_kept() {
    let world = World::new();
    world.build(&[]);
    let other = world.path().join("2026-02-04-this-week-in-rust.md");
    let rows = "* 2026-02-10 | Bern, CH | [Rust Sample Bern](https://bern.example)\n    * [**Monthly evening**](https://bern.example)\n";
    fs::write(&other, format!("{HEAD}{rows}").replace("2026-01-07", "2026-02-04")).unwrap();
    let mut command = command();
    command.current_dir(world.path());
    command.args(["build", "--out", "site", "--issues", "2026-02-04-this-week-in-rust.md"]);
    let run = done(command.output().unwrap());
    assert!(!run.err.contains("in no issue any more"), "{}", run.err);
    run.ok();
    let text = fs::read_to_string(world.path().join("site/archive.json")).unwrap();
    let json: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(json["events"].as_array().unwrap().len(), 1);
}

#[test]
fn a_double_that_goes_is_no_event_that_was_taken_out() {
    let world = World::new();
    let double = ROWS[0]
        .replace("https://crabs.example/1", "https://lu.ma/crab1")
        .replace("**Borrowing**", "**An evening**");
    let other = double.replace("Crab Club](https://crabs.example)", "Owl Club](https://owls.example)");
    world.write(&(ROWS.concat() + &other));
    assert_eq!(world.build(&[]).len(), 4);
    // The row says by now what another one says: it is that event.
    world.write(&(ROWS.concat() + ROWS[0]));
    let after = world.run(&["build", "--out", "site"]);
    assert!(!after.err.contains("2026-01-14 Borrowing"), "{}", after.err);
    after.ok();
}

/// The issue of a week later lists the same, and there the row is edited.
#[test]
fn an_edited_listing_of_an_event_with_older_listings_stays_with_it() {
    let title = ("**Borrowing**", "**Crabs at sea**");
    let link = ("https://crabs.example/1", "https://elsewhere.example/2");
    let group = ("[Crab Club](https://crabs.example)", "[Sea Society](https://society.example)");
    for (edits, what) in [
        (vec![title], "title"),
        (vec![("* 2026-01-14", "* 2026-01-16")], "day"),
        (vec![group], "group"),
        (vec![link], "link"),
        (vec![title, link], "title and link"),
        (vec![title, group], "title and group"),
    ] {
        let world = World::new();
        let issues = world.path().join("issues");
        fs::create_dir(&issues).unwrap();
        let write = |date: &str, rows: &str| {
            let text = format!("{HEAD}{rows}").replace("Date: 2026-01-07", &format!("Date: {date}"));
            fs::write(issues.join(format!("{date}-this-week-in-rust.md")), text).unwrap();
        };
        let build = || {
            let mut command = command();
            command.current_dir(world.path()).args(["build", "--out", "site", "--issues", "issues"]);
            done(command.output().unwrap()).ok();
            let text = fs::read_to_string(world.path().join("site/archive.json")).unwrap();
            let json: Value = serde_json::from_str(&text).unwrap();
            let events = json["events"].as_array().unwrap().iter();
            events
                .map(|event| {
                    (
                        event["id"].to_string(),
                        event["sequence"].as_u64().unwrap(),
                        event["listings"].as_array().unwrap().len(),
                    )
                })
                .collect::<Vec<_>>()
        };
        write("2026-01-07", &ROWS.concat());
        write("2026-01-09", &ROWS.concat());
        let before = build();
        assert_eq!(before.iter().map(|event| event.2).collect::<Vec<_>>(), [2, 2, 2]);
        let edited = edits.iter().fold(ROWS.concat(), |rows, edit| rows.replacen(edit.0, edit.1, 1));
        assert_ne!(edited, ROWS.concat(), "{what}");
        write("2026-01-09", &edited);
        let after = build();
        assert_eq!(after.len(), 3, "{what}: {after:?}");
        assert_eq!(after[0].0, before[0].0, "{what}");
        assert!(after[0].1 > before[0].1, "{what}");
        assert_eq!(after[1..], before[1..], "{what}");
    }
}

#[test]
fn one_of_two_rows_of_an_event_is_edited() {
    let hybrid = |day: &str| ROWS[1].replace("Berlin, DE", "Hybrid (Berlin, DE)").replace("2026-01-20", day);
    let rows = |virtual_day, day| {
        let part = "\n### Virtual\n";
        format!("{}{}{part}{}", ROWS[0], hybrid(day), hybrid(virtual_day))
    };
    for (virtual_day, day) in [("2026-01-21", "2026-01-20"), ("2026-01-20", "2026-01-21")] {
        let world = World::new();
        world.write(&rows("2026-01-20", "2026-01-20"));
        let before = world.build(&[]);
        assert_eq!(before.len(), 2);
        world.write(&rows(virtual_day, day));
        let after = world.build(&[]);
        assert_eq!(after.len(), 2, "{after:?}");
        assert_eq!(after[1].0, before[1].0);
        assert_eq!(after[0], before[0]);
        assert!(world.run(&["build", "--out", "site"]).err.contains(": 0 files written, "));
    }
}

/// A row that is put in moves all below it to lines on which others stood.
#[test]
fn a_row_more_touches_no_other() {
    let hybrid = ROWS[1].replace("Berlin, DE", "Hybrid (Berlin, DE)");
    let virtual_part = format!("{}\n### Virtual\n{hybrid}", ROWS.concat().replace(ROWS[1], &hybrid));
    let row = "* 2026-01-15 | Ghent, BE | [Reed](https://reed.example)\n    * [**Reeds**](https://reed.example/1)\n";
    for (at, _) in virtual_part.match_indices("* 2026-") {
        let world = World::new();
        world.write(&virtual_part);
        let before = world.build(&[]);
        assert_eq!(before.len(), 3);
        world.write(&format!("{}{row}{}", &virtual_part[..at], &virtual_part[at..]));
        let mut after = world.build(&[]);
        let new = after.iter().position(|event| event.0.contains("reed")).unwrap();
        after.remove(new);
        assert_eq!(after, before, "at {at}");
    }
}

#[test]
fn a_candidate_that_is_listed_keeps_its_id() {
    let world = World::new();
    let lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//x//y//EN",
        "BEGIN:VEVENT",
        "UID:evening-7@crabs.example",
        "DTSTAMP:20260105T000000Z",
        "DTSTART;TZID=Europe/Berlin:20260114T190000",
        "SUMMARY:Borrowing",
        "URL:https://crabs.example/1",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ];
    fs::write(world.path().join("club.ics"), lines.join("\r\n")).unwrap();
    world.write(&ROWS[1..].concat());
    let before = world.build(&["--calendar", "club.ics", "--candidates"]);
    assert!(before[0].0.starts_with("calendar-"), "{before:?}");
    world.write(&ROWS.concat());
    let after = world.build(&["--calendar", "club.ics", "--candidates"]);
    assert_eq!(after.len(), 3);
    assert_eq!((&after[0].0, after[0].1), (&before[0].0, before[0].1 + 1));
    assert_eq!(after[1..], before[1..]);
}

#[test]
fn a_build_before_that_is_none_is_refused_and_nothing_is_written() {
    let world = World::new();
    world.build(&[]);
    let page = fs::read(world.path().join("site/index.html")).unwrap();
    for (text, part) in [
        ("{", "archive.json"),
        (
            "{\"version\":2,\"as_of\":\"2026-01-07\",\"source\":{\"issues\":0,\"first\":null,\"last\":null},\"events\":[]}",
            "version is 2",
        ),
    ] {
        fs::write(world.path().join("site/archive.json"), text).unwrap();
        let message = world.run(&["build", "--out", "site"]).refused();
        assert!(message.contains(part) && message.contains("--no-previous"), "{message}");
        assert_eq!(fs::read(world.path().join("site/index.html")).unwrap(), page);
    }
    let message = world.run(&["build", "--out", "site", "--previous", "nowhere"]).refused();
    assert!(message.contains("cannot read the previous build nowhere"), "{message}");
    world.run(&["build", "--out", "site", "--no-previous"]).ok();
}

#[test]
fn a_page_that_no_build_wrote_is_not_overwritten() {
    let world = World::new();
    let site = world.path().join("mine");
    fs::create_dir(&site).unwrap();
    fs::write(site.join("index.html"), "my page").unwrap();
    let message = world.run(&["build", "--out", "mine"]).refused();
    assert!(message.contains("no build wrote it"), "{message}");
    assert_eq!(fs::read_to_string(site.join("index.html")).unwrap(), "my page");
    assert_eq!(fs::read_dir(&site).unwrap().count(), 1);
}

#[test]
fn more_words_for_one_place_are_no_change_from_issue_to_issue() {
    let world = World::new();
    let issues = world.path().join("issues");
    fs::create_dir(&issues).unwrap();
    let write = |date: &str, place: &str| {
        let text = format!("{HEAD}{}", ROWS.concat().replace("Darmstadt, DE", place));
        let text = text.replace("Date: 2026-01-07", &format!("Date: {date}"));
        fs::write(issues.join(format!("{date}-this-week-in-rust.md")), text).unwrap();
    };
    let sequence = |place: &str| {
        write("2026-01-07", "Darmstadt, DE");
        write("2026-01-09", place);
        let mut command = command();
        command.current_dir(world.path()).args(["export", "json", "--issues", "issues"]);
        let json: Value = serde_json::from_str(&done(command.output().unwrap()).ok()).unwrap();
        json["events"][0]["sequence"].as_u64().unwrap()
    };
    assert_eq!(sequence("Darmstadt, HE, DE"), 0);
    assert_eq!(sequence("Leipzig, DE"), 1);
}
