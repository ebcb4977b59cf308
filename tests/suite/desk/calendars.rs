//! What calendars bring into a draft.

use std::fs;

use twir_events::{
    calendar::{self, Brought, State},
    desk::draft::{self, Deed, Drafted, Options},
    knowledge::Knowledge,
    model::Days,
};

use super::support::{issue, read, run, said};

const MEETUP: &str = r#"{
  "Virtual": [{"name": "Hack Night", "location": "Berlin, DE", "date": "2025-12-04", "url": "https://www.meetup.com/rust-berlin/events/306046643/?utm_source=x", "virtual": true, "organizer_name": "Rust Berlin", "organizer_url": "https://www.meetup.com/rust-berlin/"}],
  "North America": [
    {"name": "Rust | *Talk* [1]", "location": "Seattle, WA, US", "date": "2025-12-11", "url": "https://www.meetup.com/join-srug/events/311351054/", "virtual": false, "organizer_name": "Seattle Rust", "organizer_url": "https://www.meetup.com/join-srug"},
    {"name": "Long gone", "location": "Seattle, WA, US", "date": "2025-11-11", "url": "https://www.meetup.com/join-srug/events/311351001/", "virtual": false, "organizer_name": "Seattle Rust", "organizer_url": "https://www.meetup.com/join-srug"},
    {"name": "Far away", "location": "Seattle, WA, US", "date": "2026-02-11", "url": "https://www.meetup.com/join-srug/events/311351002/", "virtual": false, "organizer_name": "Seattle Rust", "organizer_url": "https://www.meetup.com/join-srug"}],
  "Europe": []
}"#;

const ICS: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\nX-WR-CALNAME:Rust Tokyo\r\n\
    BEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20251101T000000Z\r\nDTSTART:20251210T230000Z\r\nDTEND:20251211T010000Z\r\n\
    SUMMARY:Morning talks\\, with a very long title that has to be folded some\r\n where\r\nLOCATION:Tokyo\\, JP\r\nURL:https://a.example/morning\r\nEND:VEVENT\r\n\
    BEGIN:VEVENT\r\nUID:2\r\nDTSTAMP:20251101T000000Z\r\nDTSTART;TZID=Europe/Berlin:20251212T190000\r\nDTEND;TZID=Europe/Berlin:20251213T010000\r\n\
    SUMMARY:Night shift\r\nLOCATION:Kottbusser Damm 25\\, 10967 Berlin\\, Germany\r\nORGANIZER;CN=Rust Berlin:mailto:x@example.org\r\nDESCRIPTION:See https://a.example/night.\r\nEND:VEVENT\r\n\
    BEGIN:VEVENT\r\nUID:3\r\nDTSTAMP:20251101T000000Z\r\nDTSTART;VALUE=DATE:20251215\r\nDTEND;VALUE=DATE:20251218\r\nSUMMARY:Conf\r\nLOCATION:Paris\\, France\r\nURL:https://conf.example\r\nEND:VEVENT\r\n\
    BEGIN:VEVENT\r\nUID:4\r\nDTSTAMP:20251101T000000Z\r\nDTSTART;VALUE=DATE:20251216\r\nSUMMARY:Off\r\nSTATUS:CANCELLED\r\nLOCATION:Paris\\, France\r\nEND:VEVENT\r\n\
    BEGIN:VEVENT\r\nUID:5\r\nDTSTAMP:20251101T000000Z\r\nDTSTART;VALUE=DATE:20251217\r\nSUMMARY:Somewhere\r\nEND:VEVENT\r\n\
    END:VCALENDAR\r\n";

fn brought(name: &str, text: &str) -> Brought {
    calendar::read(name, text.as_bytes(), &Knowledge::bundled(), december()).unwrap()
}

/// The window of the draft that they are read for.
fn december() -> Days {
    Days::new("2025-12-03".parse().unwrap(), "2025-12-31".parse().unwrap()).unwrap()
}

fn with(body: &str, calendar: &Brought) -> Drafted {
    let issue = read(&issue(body));
    draft::draft(&issue, &Knowledge::bundled(), &calendar.events, Options::of(&issue)).unwrap()
}

#[test]
fn the_meetup_tools_events_come_in_once() {
    let calendar = brought("events.json", MEETUP);
    let drafted = with("", &calendar);
    assert_eq!(
        drafted.section(),
        "Rusty Events between 2025-12-03 - 2025-12-31 🦀\n\n\
         ### Virtual\n* 2025-12-04 | Virtual (Berlin, DE) | [Rust Berlin](https://www.meetup.com/rust-berlin)\n    * [**Hack Night**](https://www.meetup.com/rust-berlin/events/306046643/)\n\n\
         ### North America\n* 2025-12-11 | Seattle, WA, US | [Seattle Rust](https://www.meetup.com/join-srug)\n    * [**Rust | \\*Talk\\* [1]**](https://www.meetup.com/join-srug/events/311351054/)\n"
    );
    let report = &drafted.report;
    assert_eq!((report.count(Deed::Added), report.past, report.beyond, report.known), (2, 1, 1, 0));
    let issue = read(&drafted.text);
    let again = draft::draft(&issue, &Knowledge::bundled(), &calendar.events, Options::of(&issue)).unwrap();
    assert_eq!(again.text, drafted.text);
    assert_eq!((again.report.count(Deed::Added), again.report.known), (0, 2));
}

#[test]
fn what_the_draft_has_under_another_link_or_title_is_not_added() {
    let calendar = brought("events.json", MEETUP);
    let own = "### Virtual\n* 2025-12-04 | Virtual | [Berlin's own](https://berlin.example)\n    * [**An editor's title**](https://www.meetup.com/de-DE/rust-berlin/events/306046643)\n\n\
        ### North America\n* 2025-12-11 | Seattle, WA, US | [Seattle Rust](https://www.meetup.com/join-srug)\n    * [**Rust | \\*Talk\\* [1]**](https://seattle.example/talk)\n";
    let drafted = with(own, &calendar);
    assert_eq!((drafted.report.count(Deed::Added), drafted.report.known), (0, 2));
    assert!(drafted.text.contains("[**An editor's title**]"));
}

#[test]
fn an_event_that_its_calendar_has_on_another_day_is_moved() {
    let own = "### Virtual\n* 2025-12-18 | Virtual (Berlin, DE) | [Rust Berlin](https://www.meetup.com/rust-berlin)\n    * [**Hack *Night***](https://www.meetup.com/rust-berlin/events/306046643/)\n";
    let drafted = with(own, &brought("events.json", MEETUP));
    assert!(
        drafted.text.contains("* 2025-12-04 | Virtual (Berlin, DE)") && !drafted.text.contains("2025-12-18")
    );
    assert!(drafted.text.contains("[**Hack *Night***]"), "the editor's words stay");
    assert_eq!(drafted.report.count(Deed::Moved), 1);
}

#[test]
fn icalendar_days_are_those_of_the_place() {
    let calendar = brought("tokyo.ics", ICS);
    let days: Vec<(String, String, String)> = calendar
        .events
        .iter()
        .filter(|event| event.state == State::Scheduled && event.questions.is_empty())
        .map(|event| (event.title.clone(), event.days.start().to_string(), event.days.end().to_string()))
        .collect();
    let day = |title: &str, start: &str, end: &str| (title.to_owned(), start.to_owned(), end.to_owned());
    assert_eq!(
        days,
        [
            day(
                "Morning talks, with a very long title that has to be folded somewhere",
                "2025-12-11",
                "2025-12-11"
            ),
            day("Night shift", "2025-12-12", "2025-12-12"),
            day("Conf", "2025-12-15", "2025-12-17"),
        ]
    );
    assert_eq!(calendar.count(State::Cancelled), 1);
    let drafted = with("", &calendar);
    let asked = drafted.report.done.iter().filter(|done| done.deed == Deed::NeedsHuman);
    assert!(
        matches!(asked.collect::<Vec<_>>().as_slice(), [only] if only.what.contains("Somewhere was not added"))
    );
    let section = with("", &calendar).section().to_owned();
    assert!(section.contains("### Asia\n* 2025-12-11 | Tokyo, JP | Rust Tokyo\n"), "{section}");
    assert!(
        section.contains(
            "* 2025-12-12 | Berlin, DE | [Rust Berlin](https://www.meetup.com/rust-berlin)\n    * [**Night shift**](https://a.example/night)\n"
        ),
        "{section}"
    );
    assert!(
        section.contains(
            "* 2025-12-15 - 2025-12-17 | Paris, FR | Rust Tokyo\n    * [**Conf**](https://conf.example)\n"
        ),
        "{section}"
    );
}

/// The days of one event in a calendar of its own, and what was said of it.
fn days_of(dates: &str, location: &str) -> (String, Vec<String>) {
    let calendar = brought(
        "one.ics",
        &format!(
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\nX-WR-CALNAME:Group\r\nX-WR-TIMEZONE:Asia/Tokyo\r\n\
             BEGIN:VEVENT\r\nUID:1\r\n{dates}\r\nSUMMARY:Talks\r\nLOCATION:{location}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        ),
    );
    let days = calendar.events.first().expect("the event is read").days;
    (format!("{}..{}", days.start(), days.end()), calendar.events[0].questions.clone())
}

#[test]
fn a_duration_says_the_last_day() {
    for (dates, days) in [
        ("DTSTART;VALUE=DATE:20251226\r\nDURATION:P3D", "2025-12-26..2025-12-28"),
        ("DTSTART;VALUE=DATE:20251226\r\nDURATION:P1W", "2025-12-26..2026-01-01"),
        ("DTSTART:20251226T190000\r\nDURATION:PT2H30M", "2025-12-26..2025-12-26"),
        // A night is one day, a day and a night are two.
        ("DTSTART:20251226T190000\r\nDURATION:PT23H59M", "2025-12-26..2025-12-26"),
        ("DTSTART:20251226T190000\r\nDURATION:P1D", "2025-12-26..2025-12-27"),
        ("DTSTART:20251226T090000\r\nDURATION:+P1DT8H", "2025-12-26..2025-12-27"),
        // Of a day and an hour elsewhere the hour's own day counts.
        ("DTSTART;VALUE=DATE:20251226\r\nDTEND:20251227T230000Z", "2025-12-26..2025-12-27"),
        (
            "DTSTART;VALUE=DATE:20251226\r\nDTEND;VALUE=DATE:20251228\r\nDURATION:P9D",
            "2025-12-26..2025-12-27",
        ),
    ] {
        assert_eq!(days_of(dates, "Paris\\, France"), (days.to_owned(), vec![]), "{dates}");
    }
    for bad in ["P", "3D", "-P3D", "PT3D", "P3", "P3é", "P99999999999999999999D", "P999999999999D", "PTT1H"]
    {
        let dates = format!("DTSTART;VALUE=DATE:20251226\r\nDURATION:{bad}");
        let (days, said) = days_of(&dates, "Paris\\, France");
        assert_eq!(days, "2025-12-26..2025-12-26", "{bad}");
        assert!(matches!(said.as_slice(), [only] if only.contains(&format!("DURATION `{bad}`"))), "{said:?}");
    }
}

#[test]
fn sixty_days_are_one_event_and_more_are_not() {
    let (days, said) = days_of("DTSTART;VALUE=DATE:20251201\r\nDTEND;VALUE=DATE:20260130", "Paris\\, France");
    assert_eq!((days.as_str(), said.len()), ("2025-12-01..2026-01-29", 0), "{said:?}");
    let (days, said) = days_of("DTSTART;VALUE=DATE:20251201\r\nDTEND;VALUE=DATE:20260131", "Paris\\, France");
    assert_eq!(days, "2025-12-01..2025-12-01");
    assert!(matches!(said.as_slice(), [only] if only.contains("ends 61 days after it starts")), "{said:?}");
}

#[test]
fn a_time_in_another_zone_is_on_the_day_of_the_place() {
    for (dates, location, days) in [
        ("DTSTART;TZID=America/New_York:20251220T203000", "Tokyo\\, JP", "2025-12-21..2025-12-21"),
        (
            "DTSTART;TZID=\"/example.org/2025/America/New_York\":20251220T203000",
            "Tokyo\\, JP",
            "2025-12-21..2025-12-21",
        ),
        ("DTSTART;TZID=Asia/Tokyo:20251221T083000", "New York\\, NY\\, US", "2025-12-20..2025-12-20"),
        // Nobody's place: the day that the calendar names.
        ("DTSTART;TZID=America/New_York:20251220T203000", "https://a.example/call", "2025-12-20..2025-12-20"),
        // Skipped and repeated hours of New York.
        ("DTSTART;TZID=America/New_York:20260308T023000", "Berlin\\, Germany", "2026-03-08..2026-03-08"),
        ("DTSTART;TZID=America/New_York:20251102T013000", "Berlin\\, Germany", "2025-11-02..2025-11-02"),
        (
            "DTSTART;TZID=America/New_York:20251220T203000\r\nDTEND;TZID=Asia/Tokyo:20251223T090000",
            "Tokyo\\, JP",
            "2025-12-21..2025-12-23",
        ),
    ] {
        assert_eq!(days_of(dates, location), (days.to_owned(), vec![]), "{dates}");
    }
    let (days, said) = days_of("DTSTART;TZID=Somewhere Standard Time:20251220T203000", "Tokyo\\, JP");
    assert_eq!(days, "2025-12-20..2025-12-20");
    assert!(
        matches!(said.as_slice(), [only] if only.contains("`Somewhere Standard Time` is unknown")),
        "{said:?}"
    );
}

#[test]
fn our_own_json_comes_back_as_it_was() {
    let event = |title: &str, status: &str| {
        format!(
            r#"{{"id":"x","title":"{title}","start":"2025-12-10","end":"2025-12-11","format":"hybrid","region":"europe",
            "places":[{{"city":"Bern","subdivision":null,"country":"CH","region":"europe"}}],
            "groups":[{{"name":"Rust Bern","url":"https://www.meetup.com/rust-bern"}}],
            "links":[{{"title":"{title}","url":"https://a.example/{title}"}}],"paid":true,"status":"{status}"}}"#
        )
    };
    let json = format!(
        r#"{{"version":1,"as_of":"2025-12-03","events":[{},{}]}}"#,
        event("Talks", "scheduled"),
        event("Off", "cancelled")
    );
    let calendar = brought("events.json", &json);
    assert_eq!(calendar.count(State::Cancelled), 1);
    let line = "* 2025-12-10 - 2025-12-11 | Hybrid (Bern, CH) | [Rust Bern](https://www.meetup.com/rust-bern)\n    * $[**Talks**](https://a.example/Talks)\n";
    let section = with("", &calendar).section().to_owned();
    assert!(section.ends_with(&format!("### Virtual\n{line}\n### Europe\n{line}")), "{section}");
}

#[test]
fn damaged_calendars_are_one_error_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("draft.md");
    let text = issue(
        "### Europe\n* 2025-12-01 | Bern, CH | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
    );
    fs::write(&path, &text).unwrap();
    let calendar = folder.path().join("calendar");
    let half = |text: &str| text[..text.len() / 2].to_owned();
    for (content, part) in [
        (half(MEETUP), "damaged JSON"),
        ("[]".to_owned(), "expected an iCalendar file"),
        ("{\"Europe\": 1}".to_owned(), "expected a list of events under `Europe`"),
        ("{\"Europe\": [{\"name\": \"x\"}]}".to_owned(), "event 1 under `Europe`"),
        ("{\"version\": 2, \"events\": []}".to_owned(), "its `version` is not 1"),
        ("{\"version\": 1, \"events\": [{}]}".to_owned(), "event 1: missing field"),
        ("<html>".to_owned(), "a page without JSON-LD"),
        (String::new(), "expected an iCalendar file"),
    ] {
        fs::write(&calendar, &content).unwrap();
        let arguments = ["draft", path.to_str().unwrap(), "--with", calendar.to_str().unwrap(), "--write"];
        let (out, err, status) = said(&run(&arguments));
        assert_eq!((out.as_str(), status), ("", 2), "{err}");
        assert!(err.contains(part) && err.contains("calendar"), "{part}: {err}");
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
    }
}

#[test]
fn a_hundred_thousand_events_are_taken() {
    let row = |number: usize, day: &str| {
        format!(
            r#"{{"name":"Talk {number}","location":"Berlin, DE","date":"{day}","url":"https://www.meetup.com/rust-berlin/events/{}/","virtual":false,"organizer_name":"Rust Berlin"}}"#,
            1_000_000 + number
        )
    };
    let days = ["2019-12-10", "2025-12-02", "2026-01-01", "2030-12-10"];
    let mut rows: Vec<String> = (0..100_000).map(|number| row(number, days[number % 4])).collect();
    rows.extend((0..500).map(|number| row(200_000 + number % 400, "2025-12-10")));
    let calendar = brought("many.json", &format!(r#"{{"Europe":[{}]}}"#, rows.join(",")));
    let drafted = with("", &calendar);
    let report = &drafted.report;
    assert_eq!((report.past, report.beyond), (50_000, 50_000));
    assert_eq!((report.count(Deed::Added), report.known), (400, 100));
}
