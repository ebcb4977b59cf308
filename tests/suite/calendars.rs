//! What organisers say of the events of the issues: hours, houses, cancellations, moves, new ones.

use std::{fs, path::Path};

use serde_json::Value;

use super::run::{Run, command, done};

const ISSUE: &str = "Title: This Week in Rust 700\nNumber: 700\nDate: 2026-01-07\n\n## Upcoming Events\n\n\
    Rusty Events between 2026-01-07 - 2026-02-04 🦀\n\n\
    ### Virtual\n\
    * 2026-01-13 | Virtual (Berlin, DE) | [Crab Club](https://www.meetup.com/crab-club/)\n    * [**Online evening**](https://www.meetup.com/crab-club/events/300000001/)\n\n\
    ### Europe\n\
    * 2026-01-14 | Berlin, DE | [Crab Club](https://www.meetup.com/crab-club/)\n    * [**Borrowing**](https://www.meetup.com/crab-club/events/300000002/)\n\
    * 2026-01-15 - 2026-01-17 | Florence, IT | [CrabConf](https://crabconf.example)\n    * [**CrabConf**](https://crabconf.example)\n\
    * 2026-01-20 | Berlin, DE | [Crab Club](https://www.meetup.com/crab-club/)\n    * [**Lifetimes**](https://www.meetup.com/crab-club/events/300000003/)\n\
    * 2026-01-21 | Bern, CH | [Rust Sample Bern](https://sample-bern.example)\n    * [**Monthly evening**](https://sample-bern.example)\n\
    * 2026-01-28 | Berlin, DE | [Crab Club](https://www.meetup.com/crab-club/)\n    * [**Traits**](https://www.meetup.com/crab-club/events/300000004/)\n";

/// A calendar of these events, each a few lines.
fn calendar(events: &[&str]) -> String {
    let events: Vec<String> = events
        .iter()
        .enumerate()
        .map(|(index, lines)| {
            let stamp = if lines.contains("DTSTAMP") { "" } else { "DTSTAMP:20260108T090000Z\n" };
            format!("BEGIN:VEVENT\nUID:u{index}@sample.example\n{stamp}{lines}\nEND:VEVENT\n")
        })
        .collect();
    format!("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//y//EN\n{}END:VCALENDAR\n", events.concat())
        .replace('\n', "\r\n")
}

struct World(tempfile::TempDir);

impl World {
    fn new(calendar: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("issues")).unwrap();
        fs::write(folder.path().join("issues/2026-01-07-this-week-in-rust.md"), ISSUE).unwrap();
        fs::write(folder.path().join("club.ics"), calendar).unwrap();
        Self(folder)
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn run(&self, args: &[&str]) -> Run {
        let mut command = command();
        command.current_dir(self.path()).args(args).args(["--issues", "issues"]);
        done(command.output().unwrap())
    }

    /// The events as JSON, with the calendar.
    fn events(&self, more: &[&str]) -> Vec<Value> {
        let args = [&["export", "json", "--calendar", "club.ics"], more].concat();
        let json: Value = serde_json::from_str(&self.run(&args).ok()).unwrap();
        json["events"].as_array().unwrap().clone()
    }
}

fn event<'a>(events: &'a [Value], title: &str) -> &'a Value {
    let mut found = events.iter().filter(|event| event["title"] == title);
    let event = found.next().unwrap_or_else(|| panic!("no event {title}"));
    assert!(found.next().is_none(), "{title} twice");
    event
}

const BORROWING: &str = "DTSTART:20260114T173000Z\nDTEND:20260114T193000Z\nSUMMARY:Borrowing\n\
    LOCATION:House of Crabs\\, Hauptstr. 1\\, 10827 Berlin\\, Germany\n\
    URL:https://www.meetup.com/crab-club/events/300000002/";

#[test]
fn an_hour_and_a_house_come_from_the_events_own_page() {
    let world = World::new(&calendar(&[BORROWING]));
    let events = world.events(&[]);
    let found = event(&events, "Borrowing");
    assert_eq!(found["starts_at"], "2026-01-14T18:30:00+01:00");
    assert_eq!(found["ends_at"], "2026-01-14T20:30:00+01:00");
    assert_eq!(found["time_zone"], "Europe/Berlin");
    assert_eq!(found["venue"]["name"], "House of Crabs");
    assert_eq!(found["sources"][0]["url"], "club.ics");
    assert_eq!(
        (&found["sources"][0]["kind"], &found["sources"][0]["uid"]),
        (&"calendar".into(), &"u0@sample.example".into())
    );
    // The rest is as the issue has it.
    assert!(events.iter().filter(|event| !event["starts_at"].is_null()).count() == 1);
    let list = world.run(&["list", "--calendar", "club.ics"]).ok();
    assert!(list.contains("2026-01-14 18:30          Berlin, DE"), "{list}");
    let ics = world.run(&["export", "ics", "--calendar", "club.ics"]).ok().replace("\r\n ", "");
    assert!(ics.contains("DTSTART:20260114T173000Z\r\nDTEND:20260114T193000Z\r\n"), "{ics}");
    assert!(ics.contains("Wednesday\\, 14 January 2026\\, 18:30 to 20:30 (Europe/Berlin)."), "{ics}");
    assert!(ics.contains("LOCATION:House of Crabs\\, Hauptstr. 1\\, 10827 Berlin\\, Germany\r\n"), "{ics}");
    assert_eq!(ics.matches("The newsletter gives no time").count(), events.len() - 1);
}

#[test]
fn without_calendars_nothing_changes() {
    let world = World::new(&calendar(&[BORROWING]));
    let bare = world.run(&["export", "json"]).ok();
    assert_eq!(world.run(&["export", "json", "--no-calendars"]).ok(), bare);
    assert!(!bare.contains("2026-01-14T"));
}

#[test]
fn the_organisers_later_day_holds_and_an_earlier_word_does_not() {
    let moved =
        "DTSTART:20260122T173000Z\nSUMMARY:Lifetimes\nURL:https://www.meetup.com/crab-club/events/300000003/";
    let world = World::new(&calendar(&[moved]));
    let bare = world.run(&["export", "json"]).ok();
    let events = world.events(&[]);
    let found = event(&events, "Lifetimes");
    assert_eq!(
        (&found["start"], &found["starts_at"]),
        (&"2026-01-22".into(), &"2026-01-22T18:30:00+01:00".into())
    );
    assert_eq!((&found["sequence"], &found["last_modified"]), (&1.into(), &"2026-01-08".into()));
    let change = &found["history"][0];
    assert_eq!(
        (&change["change"], &change["by"], &change["to"]["start"]),
        (&"moved".into(), &"calendar".into(), &"2026-01-22".into())
    );
    let id = found["id"].as_str().unwrap();
    assert!(bare.contains(&format!("\"id\":\"{id}\"")), "its id is the one of the issues");
    // Said before the issue was printed: the newsletter has the later word.
    let before = format!("DTSTAMP:20260105T090000Z\n{moved}");
    fs::write(world.path().join("club.ics"), calendar(&[&before])).unwrap();
    let events = world.events(&[]);
    let found = event(&events, "Lifetimes");
    assert_eq!(
        (&found["start"], &found["starts_at"], &found["sequence"]),
        (&"2026-01-20".into(), &Value::Null, &0.into())
    );
}

#[test]
fn a_page_that_serves_a_far_day_by_now_moves_nothing() {
    let world = World::new(&calendar(&[
        "DTSTART:20261022T173000Z\nSUMMARY:Lifetimes\nURL:https://www.meetup.com/crab-club/events/300000003/",
    ]));
    assert_eq!(event(&world.events(&[]), "Lifetimes")["start"], "2026-01-20");
}

#[test]
fn what_is_cancelled_or_postponed_says_so() {
    let world = World::new(&calendar(&[
        "DTSTART:20260114T173000Z\nSUMMARY:Borrowing\nSTATUS:CANCELLED\nURL:https://www.meetup.com/crab-club/events/300000002/",
        "DTSTART:20260120T173000Z\nSUMMARY:Postponed: Lifetimes\nURL:https://www.meetup.com/crab-club/events/300000003/",
    ]));
    let events = world.events(&[]);
    let found = event(&events, "Borrowing");
    assert_eq!(
        (&found["status"], &found["summary"]),
        (&"cancelled".into(), &"Cancelled: Crab Club: Borrowing".into())
    );
    assert_eq!(found["sequence"], 1);
    let found = event(&events, "Lifetimes");
    assert_eq!(
        (&found["status"], &found["summary"]),
        (&"cancelled".into(), &"Postponed: Crab Club: Lifetimes".into())
    );
    let ics = world.run(&["export", "ics", "--calendar", "club.ics"]).ok().replace("\r\n ", "");
    assert_eq!(ics.matches("STATUS:CANCELLED").count(), 2);
    assert!(ics.contains("Postponed\\, its organisers say\\; no new day is known."), "{ics}");
}

#[test]
fn a_groups_only_event_of_a_day_is_its_calendars_only_row() {
    let row = "DTSTART:20260121T180000Z\nSUMMARY:Something quite different\nLOCATION:Bern\\, Switzerland\nORGANIZER;CN=Rust Sample Bern:mailto:x@sample.example";
    let world = World::new(&calendar(&[row]));
    assert_eq!(event(&world.events(&[]), "Monthly evening")["starts_at"], "2026-01-21T19:00:00+01:00");
    // Two rows: nobody can tell which of them it is.
    fs::write(
        world.path().join("club.ics"),
        calendar(&[row, &row.replace("T18", "T20").replace("different", "other")]),
    )
    .unwrap();
    assert_eq!(event(&world.events(&[]), "Monthly evening")["starts_at"], Value::Null);
}

#[test]
fn two_pages_of_one_platform_are_two_events() {
    let world = World::new(&calendar(&[
        "DTSTART:20260128T173000Z\nSUMMARY:Board games\nURL:https://www.meetup.com/crab-club/events/300000099/\nLOCATION:Berlin\\, Germany",
    ]));
    let events = world.events(&["--candidates"]);
    assert_eq!(event(&events, "Traits")["sources"].as_array().map(Vec::len), Some(0));
    assert_eq!(event(&events, "Board games")["candidate"], true);
}

#[test]
fn the_sessions_of_a_conference_are_not_its_hours() {
    let world = World::new(&calendar(&[
        "DTSTART;TZID=Europe/Rome:20260115T090000\nDTEND;TZID=Europe/Rome:20260115T170000\nSUMMARY:CrabConf\nURL:https://crabconf.example",
        "DTSTART;TZID=Europe/Rome:20260116T090000\nDTEND;TZID=Europe/Rome:20260116T170000\nSUMMARY:CrabConf\nURL:https://crabconf.example",
    ]));
    let events = world.events(&["--candidates"]);
    let found = event(&events, "CrabConf");
    assert_eq!(
        (&found["start"], &found["end"], &found["starts_at"]),
        (&"2026-01-15".into(), &"2026-01-17".into(), &Value::Null)
    );
    assert_eq!(events.len(), 6, "no day of it is an event of its own");
}

#[test]
fn candidates_are_asked_for_and_keep_their_ids() {
    let new = "DTSTART:20260130T173000Z\nSUMMARY:Unlisted\nLOCATION:Berlin\\, Germany\nURL:https://www.meetup.com/crab-club/events/300000005/";
    let world = World::new(&calendar(&[new]));
    assert!(world.events(&[]).iter().all(|event| event["candidate"] == false));
    let events = world.events(&["--candidates"]);
    let found = event(&events, "Unlisted");
    assert_eq!(
        (&found["candidate"], &found["starts_at"]),
        (&true.into(), &"2026-01-30T18:30:00+01:00".into())
    );
    let id = found["id"].clone();
    fs::write(
        world.path().join("club.ics"),
        calendar(&[&new.replace("0130", "0131").replace("Unlisted", "Renamed")]),
    )
    .unwrap();
    assert_eq!(event(&world.events(&["--candidates"]), "Renamed")["id"], id);
    for args in [
        &["list", "--candidates", "--calendar", "club.ics"][..],
        &["export", "ics", "--candidates", "--calendar", "club.ics"],
    ] {
        assert!(world.run(args).ok().contains("Renamed"), "{args:?}");
    }
    let built = world.run(&["build", "--candidates", "--calendar", "club.ics", "--out", "site"]);
    built.ok();
    let all = fs::read_to_string(world.path().join("site/all.ics")).unwrap().replace("\r\n ", "");
    assert!(all.contains("not listed in This Week in Rust so far."), "{all}");
}

#[test]
fn calendars_are_files_or_folders_and_what_is_none_is_told() {
    let world = World::new(&calendar(&[BORROWING]));
    let folder = world.path().join("calendars");
    fs::create_dir(&folder).unwrap();
    fs::copy(world.path().join("club.ics"), folder.join("b.ics")).unwrap();
    fs::write(folder.join("a.txt"), "no calendar").unwrap();
    let run = world.run(&["export", "json", "--calendar", "calendars"]);
    assert!(run.err.contains("a.txt"), "{}", run.err);
    assert!(run.ok().contains("2026-01-14T18:30:00+01:00"));
    for (args, part) in [
        (&["export", "json", "--calendar", "calendars/a.txt"][..], "cannot use the calendar calendars/a.txt"),
        (&["list", "--calendar", "nowhere.ics"], "cannot read the calendar nowhere.ics"),
    ] {
        let message = world.run(args).refused();
        assert!(message.contains(part), "{message}");
    }
}

#[test]
fn private_events_and_broken_ones_leave_the_others_whole() {
    let world = World::new(&calendar(&[
        "DTSTART:20260115T173000Z\nSUMMARY:Board meeting\nCLASS:PRIVATE",
        "DTSTART:tomorrow\nSUMMARY:Broken",
        BORROWING,
    ]));
    let run = world.run(&["export", "json", "--candidates", "--calendar", "club.ics"]);
    assert!(
        run.err.contains("1 event marked private, not read") && run.err.contains("Broken"),
        "{}",
        run.err
    );
    let out = run.ok();
    assert!(out.contains("2026-01-14T18:30:00+01:00") && !out.contains("Board meeting"));
}

#[test]
fn check_tells_where_organisers_say_otherwise() {
    let world = World::new(&calendar(&[
        "DTSTART:20260114T173000Z\nSUMMARY:Borrowing\nSTATUS:CANCELLED\nURL:https://www.meetup.com/crab-club/events/300000002/",
        "DTSTART:20260122T173000Z\nSUMMARY:Lifetimes\nURL:https://www.meetup.com/crab-club/events/300000003/",
        "DTSTART:20260128T173000Z\nSUMMARY:Traits\nLOCATION:Hamburg\\, Germany\nURL:https://www.meetup.com/crab-club/events/300000004/",
        "DTSTART:20260113T173000Z\nSUMMARY:Online evening\nLOCATION:Online event\nURL:https://www.meetup.com/crab-club/events/300000001/",
    ]));
    let file = "issues/2026-01-07-this-week-in-rust.md";
    let run = world.run(&["check", file, "--calendar", "club.ics", "--format", "json"]);
    let found: Vec<(String, u64, String)> = run
        .out
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .filter(|problem| problem["code"].as_str().unwrap().starts_with("calendar-"))
        .map(|problem| {
            let text = |key: &str| problem[key].as_str().unwrap().to_owned();
            (text("code"), problem["line"].as_u64().unwrap(), text("message"))
        })
        .collect();
    let codes: Vec<(&str, u64)> = found.iter().map(|(code, line, _)| (code.as_str(), *line)).collect();
    assert_eq!(
        codes,
        [("calendar-cancelled", 14), ("calendar-day", 18), ("calendar-place", 22)],
        "{found:?}"
    );
    assert!(found.iter().all(|(.., message)| message.contains("club.ics (of 2026-01-08)")), "{found:?}");
    assert!(found[1].2.contains("2026-01-22, not on 2026-01-20") && found[2].2.contains("Hamburg, DE"));
    // Unasked nothing is said, and asked without calendars neither.
    for args in
        [&["check", file, "--format", "json"][..], &["check", file, "--with-calendars", "--format", "json"]]
    {
        assert!(!world.run(args).out.contains("calendar-"), "{args:?}");
    }
}

#[test]
fn a_draft_takes_what_calendars_say() {
    let world = World::new(&calendar(&[
        "DTSTART:20260114T173000Z\nSUMMARY:Borrowing\nSTATUS:CANCELLED\nLOCATION:Berlin\\, Germany\nURL:https://www.meetup.com/crab-club/events/300000002/",
        "DTSTART;TZID=Europe/Berlin:20260122T183000\nSUMMARY:Lifetimes\nLOCATION:Berlin\\, Germany\nURL:https://www.meetup.com/crab-club/events/300000003/",
        "DTSTART;TZID=Europe/Berlin:20260130T183000\nSUMMARY:Unlisted\nLOCATION:Berlin\\, Germany\nURL:https://www.meetup.com/crab-club/events/300000005/",
    ]));
    let draft = world.path().join("draft.md");
    fs::write(&draft, format!("{ISSUE}\nIf you are running a Rust event, tell us.\n")).unwrap();
    let run = world.run(&["draft", "draft.md", "--calendar", "club.ics"]);
    let err = run.err.clone();
    let out = run.ok();
    assert!(!out.contains("300000002") && out.contains("* 2026-01-22 | Berlin, DE"), "{out}");
    assert!(out.contains("Unlisted") && !out.contains("2026-01-20"), "{out}");
    for part in ["dropped as cancelled: 1", "moved: 1", "added: 1"] {
        assert!(err.contains(part), "{part}: {err}");
    }
    // `--with-calendars` takes what a sync brought, and without one has nothing to take.
    let bare = world.run(&["draft", "draft.md", "--with-calendars"]).ok();
    assert_eq!(bare, world.run(&["draft", "draft.md"]).ok());
    assert_eq!(world.run(&["draft", "draft.md", "--with-calendars", "--no-calendars"]).status, 2);
}

#[test]
fn an_empty_selection_says_so_and_a_group_is_printed_once() {
    let world = World::new(&calendar(&[]));
    for args in [
        &["export", "markdown", "--for", "2027-01-06"][..],
        &["export", "ics", "--from", "2027-01-06"],
        &["export", "json", "--from", "2027-01-06"],
        &["export", "listings", "--from", "2027-01-06"],
    ] {
        let run = world.run(args);
        assert!(run.err.contains("no event is selected"), "{args:?}: {}", run.err);
        run.ok();
    }
    let full = world.run(&["export", "markdown", "--for", "2026-01-07"]);
    assert!(!full.err.contains("no event is selected"), "{}", full.err);
    // Two spellings of one group's page in two sections.
    let twice = ISSUE.replace(
        "* 2026-01-14 | Berlin, DE | [Crab Club](https://www.meetup.com/crab-club/)",
        "* 2026-01-14 | Berlin, DE | [Crab Club](https://www.meetup.com/crab-club/) + [Crab Club 🦀](https://www.meetup.com/Crab-Club)",
    );
    fs::write(world.path().join("issues/2026-01-07-this-week-in-rust.md"), twice).unwrap();
    let out = world.run(&["export", "markdown", "--for", "2026-01-07"]).ok();
    let line = out.lines().find(|line| line.contains("2026-01-14")).unwrap();
    assert_eq!(line.matches("crab-club").count(), 1, "{line}");
}

#[test]
fn a_group_that_always_met_in_both_ways_is_hybrid_whatever_its_platform_calls_it() {
    let world = World::new(&calendar(&[
        "DTSTART;TZID=Europe/Berlin:20260128T183000\nSUMMARY:Both ways\nLOCATION:Online event\nORGANIZER;CN=Crabs of Bern:mailto:x@x.example\nURL:https://hybrid.example/9",
    ]));
    let rows: String = (1..=3)
        .map(|week| format!("* 2025-12-{:02} | Hybrid (Bern, CH) | [Crabs of Bern](https://hybrid.example)\n    * [**Evening {week}**](https://hybrid.example/{week})\n", 7 * week))
        .collect();
    let text = format!(
        "Title: This Week in Rust 695\nNumber: 695\nDate: 2025-12-03\n\n## Upcoming Events\n\n### Europe\n{rows}"
    );
    fs::write(world.path().join("issues/2025-12-03-this-week-in-rust.md"), text).unwrap();
    fs::write(world.path().join("draft.md"), format!("{ISSUE}\nIf you are running a Rust event, tell us.\n"))
        .unwrap();
    let run = world.run(&["draft", "draft.md", "--calendar", "club.ics"]);
    assert!(run.err.contains("hybrid, as its group has always met"), "{}", run.err);
    let out = run.ok();
    assert_eq!(
        out.matches(
            "* 2026-01-28 | Hybrid (Bern, CH) | Crabs of Bern\n    * [**Both ways**](https://hybrid.example/9)"
        )
        .count(),
        2,
        "{out}"
    );
}

#[test]
fn a_title_that_says_nothing_yet_is_asked_about_when_its_page_has_one() {
    let world = World::new(&calendar(&[
        "DTSTART;TZID=Europe/Berlin:20260128T183000\nSUMMARY:Traits in anger\nLOCATION:Berlin\\, Germany\nURL:https://www.meetup.com/crab-club/events/300000004/",
    ]));
    let draft = |title: &str| {
        let text = ISSUE.replace("**Traits**", title);
        fs::write(
            world.path().join("draft.md"),
            format!("{text}\nIf you are running a Rust event, tell us.\n"),
        )
        .unwrap();
        world.run(&["draft", "draft.md", "--calendar", "club.ics"]).err
    };
    let asked = draft("**Topic TBD**");
    assert!(asked.contains("its calendar has a title by now, `Traits in anger`"), "{asked}");
    assert!(!draft("**Traits**").contains("has a title by now"), "an editor's own words stay");
}

#[test]
fn an_event_without_a_place_is_where_its_group_has_always_met() {
    let world = World::new(&calendar(&[
        "DTSTART;TZID=Europe/Berlin:20260128T183000\nSUMMARY:Somewhere\nORGANIZER;CN=Crabs of Bern:mailto:x@x.example\nURL:https://bern-crabs.example/9",
    ]));
    let history = |second: &str| {
        let rows: String = (1..=4)
            .map(|week| {
                let place = if week == 2 { second } else { "Bern, CH" };
                format!("* 2025-12-{:02} | {place} | [Crabs of Bern](https://bern-crabs.example)\n    * [**Evening {week}**](https://bern-crabs.example/{week})\n", 5 * week)
            })
            .collect();
        let text = format!(
            "Title: This Week in Rust 695\nNumber: 695\nDate: 2025-12-03\n\n## Upcoming Events\n\n### Europe\n{rows}"
        );
        fs::write(world.path().join("issues/2025-12-03-this-week-in-rust.md"), text).unwrap();
        fs::write(
            world.path().join("draft.md"),
            format!("{ISSUE}\nIf you are running a Rust event, tell us.\n"),
        )
        .unwrap();
        world.run(&["draft", "draft.md", "--calendar", "club.ics"])
    };
    let run = history("Bern, CH");
    assert!(
        run.err.contains("its calendar gives no place; Bern, CH, where its group has always met, was taken"),
        "{}",
        run.err
    );
    assert!(run.ok().contains("* 2026-01-28 | Bern, CH | Crabs of Bern\n    * [**Somewhere**]"));
    // Two cities: nobody can tell which.
    let run = history("Hamburg, DE");
    assert!(run.err.contains("Somewhere was not added"), "{}", run.err);
    assert!(!run.ok().contains("Somewhere"));
}
