//! Calendars as organisers really publish them, read for a draft.

use twir_events::{
    calendar::{self, Brought, State},
    desk::draft::{self, Deed, Drafted, Options},
    knowledge::Knowledge,
    model::{Days, Format},
};

use super::support::{issue, read};

fn december() -> Days {
    Days::new("2025-12-03".parse().unwrap(), "2025-12-31".parse().unwrap()).unwrap()
}

fn brought(bytes: &[u8]) -> Brought {
    calendar::read("test.ics", bytes, &Knowledge::bundled(), december()).unwrap()
}

/// A calendar of the group Rust Sample with these components.
fn ics(components: &str) -> String {
    format!("BEGIN:VCALENDAR\nVERSION:2.0\nX-WR-CALNAME:Rust Sample\n{components}END:VCALENDAR\n")
}

fn event(lines: &str) -> String {
    format!("BEGIN:VEVENT\n{lines}\nEND:VEVENT\n")
}

fn days(brought: &Brought) -> Vec<String> {
    brought.events.iter().map(|event| event.days.start().to_string()).collect()
}

fn drafted(body: &str, calendar: &Brought) -> Drafted {
    let issue = read(&issue(body));
    draft::draft(&issue, &Knowledge::bundled(), &calendar.events, Options::of(&issue)).unwrap()
}

fn told(drafted: &Drafted, deed: Deed) -> Vec<&str> {
    drafted.report.done.iter().filter(|done| done.deed == deed).map(|done| done.what.as_str()).collect()
}

const LISTED: &str = "### Europe\n* 2025-12-10 | Bern, CH | [Rust Bern](https://www.meetup.com/rust-bern)\n    * [**Borrow night**](https://www.meetup.com/rust-bern/events/311111111/)\n";

#[test]
fn a_series_takes_place_on_each_of_its_days() {
    let series = "UID:s\nDTSTART;TZID=Europe/Berlin:20200107T190000\nDTEND;TZID=Europe/Berlin:20200107T210000\n\
        RRULE:FREQ=WEEKLY;BYDAY=TU\nEXDATE;TZID=Europe/Berlin:20251209T190000\nRDATE;TZID=Europe/Berlin:20251213T100000\n\
        SUMMARY:Weekly\nLOCATION:Berlin\\, Germany\nURL:https://a.example/w";
    let moved = "UID:s\nRECURRENCE-ID;TZID=Europe/Berlin:20251216T190000\nDTSTART;TZID=Europe/Berlin:20251217T180000\n\
        SUMMARY:Weekly\nLOCATION:Berlin\\, Germany\nURL:https://a.example/w";
    let off = "UID:s\nRECURRENCE-ID:20251223T180000Z\nDTSTART;TZID=Europe/Berlin:20251223T190000\nSTATUS:CANCELLED\n\
        SUMMARY:Weekly\nLOCATION:Berlin\\, Germany";
    let brought = brought(ics(&[event(series), event(moved), event(off)].concat()).as_bytes());
    let seen: Vec<(String, String, State)> = brought
        .events
        .iter()
        .map(|event| (event.days.start().to_string(), event.starts_at.unwrap().to_rfc3339(), event.state))
        .filter(|(day, ..)| (day.as_str() >= "2025-12-03") && (day.as_str() <= "2025-12-31"))
        .collect();
    let row = |day: &str, time: &str, state| (day.to_owned(), format!("{day}T{time}:00+01:00"), state);
    assert_eq!(
        seen,
        [
            row("2025-12-13", "10:00", State::Scheduled),
            row("2025-12-30", "19:00", State::Scheduled),
            row("2025-12-17", "18:00", State::Scheduled),
            row("2025-12-23", "19:00", State::Cancelled),
        ]
    );
    assert_eq!(
        brought.events.iter().find(|event| event.was_on.is_some()).unwrap().was_on.unwrap().to_string(),
        "2025-12-16"
    );
}

#[test]
fn an_evening_stays_an_evening_over_a_change_of_the_clock() {
    let series = "UID:s\nDTSTART;TZID=America/New_York:20250902T190000\nRRULE:FREQ=WEEKLY\nSUMMARY:Weekly\nLOCATION:New York\\, NY\\, USA";
    let autumn = Days::new("2025-10-27".parse().unwrap(), "2025-11-05".parse().unwrap()).unwrap();
    let brought = calendar::read("x", ics(&event(series)).as_bytes(), &Knowledge::bundled(), autumn).unwrap();
    let times: Vec<String> =
        brought.events.iter().map(|event| event.starts_at.unwrap().to_rfc3339()).collect();
    assert_eq!(times, ["2025-10-28T19:00:00-04:00", "2025-11-04T19:00:00-05:00"]);
}

#[test]
fn one_bad_event_costs_the_others_nothing() {
    let good = event("UID:1\nDTSTART;VALUE=DATE:20251210\nSUMMARY:Good\nLOCATION:Bern\\, Switzerland");
    for (bad, reason) in [
        ("UID:2\nDTSTART:soon\nSUMMARY:Odd", "`Odd`"),
        ("UID:2\nDTSTART;VALUE=DATE:20251211", "no SUMMARY"),
        ("UID:2\nSUMMARY:Odd\nDTSTART 20251211", "line 13: it is no `NAME:value`"),
        ("UID:2\nSUMMARY:Odd\nDTSTART;VALUE=DATE:00000101", "`Odd`"),
        ("UID:2\nSUMMARY:Odd\nDTSTART;VALUE=DATE:99990101", "`Odd`"),
        ("UID:2\nSUMMARY:Odd\nDTSTART:20251211T190000Z\nRRULE:FREQ=SECONDLY", "within a day"),
        ("UID:2\nSUMMARY:Odd\nDTSTART:00010101T000000Z\nRRULE:FREQ=DAILY;COUNT=9999999", "more occurrences"),
    ] {
        let brought =
            brought(ics(&[good.clone(), event(bad), good.replace("UID:1", "UID:3")].concat()).as_bytes());
        assert_eq!(days(&brought), ["2025-12-10", "2025-12-10"], "{bad}");
        assert!(
            matches!(brought.unusable.as_slice(), [only] if only.contains(reason)),
            "{bad}: {:?}",
            brought.unusable
        );
    }
    // What is of no concern to us costs nothing.
    let harmless = event(
        "UID:2\nDTSTART;VALUE=DATE:20251211\nSUMMARY:Fine\nLOCATION:Bern\\, Switzerland\n10179 Berlin\nATTENDEE;X=\"a \"b\" c\":mailto:x",
    );
    assert_eq!(days(&brought(ics(&harmless).as_bytes())), ["2025-12-11"]);
    let cut = brought(
        ics(&[good.clone(), good.replace("UID:1", "UID:3")].concat())
            .trim_end_matches("END:VEVENT\nEND:VCALENDAR\n")
            .as_bytes(),
    );
    assert_eq!((cut.events.len(), cut.unusable.len()), (1, 2), "{:?}", cut.unusable);
}

#[test]
fn the_newest_version_of_an_event_counts() {
    let version = |sequence: usize, day: &str, stamp: &str| {
        event(&format!(
            "UID:v\nSEQUENCE:{sequence}\nDTSTAMP:{stamp}\nDTSTART;VALUE=DATE:{day}\nSUMMARY:V\nLOCATION:Bern\\, Switzerland"
        ))
    };
    let of = |versions: &[String]| days(&brought(ics(&versions.concat()).as_bytes()));
    assert_eq!(of(&[version(2, "20251212", "1"), version(1, "20251211", "2")]), ["2025-12-12"]);
    assert_eq!(of(&[version(1, "20251212", "1"), version(1, "20251211", "2")]), ["2025-12-11"]);
    assert_eq!(of(&[version(1, "20251212", "1"), version(1, "20251212", "1")]), ["2025-12-12"]);
    // One number for two events: nothing is lost.
    assert_eq!(of(&[version(1, "20251212", "1"), version(1, "20251211", "1")]), ["2025-12-12", "2025-12-11"]);
    let nameless = event("DTSTART;VALUE=DATE:20251212\nSUMMARY:N\nLOCATION:Bern\\, Switzerland");
    assert_eq!(of(&[nameless.clone(), nameless]).len(), 2);
}

#[test]
fn what_is_private_is_neither_read_nor_named() {
    for class in ["PRIVATE", "confidential", "X-SECRET"] {
        let brought = brought(
            ics(&event(&format!("UID:p\nCLASS:{class}\nDTSTART;VALUE=DATE:20251212\nSUMMARY:Dinner")))
                .as_bytes(),
        );
        assert_eq!((brought.events.len(), brought.private, brought.unusable.len()), (0, 1, 0), "{class}");
    }
    let keyed = event(
        "UID:evt-1@events.lu.ma\nDTSTART:20251212T170000Z\nSUMMARY:Open\nLOCATION:Bern\\, Switzerland\nDESCRIPTION:Get up-to-date information at: https://luma.com/open1?pk=g-secret",
    );
    assert_eq!(brought(ics(&keyed).as_bytes()).events[0].links[0].url, "https://luma.com/open1");
}

#[test]
fn a_cancelled_listing_goes_and_is_named() {
    let off = |lines: &str| {
        brought(
            ics(&event(&format!(
                "UID:1\nDTSTART;TZID=Europe/Zurich:20251210T190000\nLOCATION:Bern\\, Switzerland\n{lines}"
            )))
            .as_bytes(),
        )
    };
    for lines in [
        "SUMMARY:Borrow night\nSTATUS:CANCELLED\nURL:https://www.meetup.com/rust-bern/events/311111111/",
        "SUMMARY:CANCELLED: Borrow night\nURL:https://www.meetup.com/rust-bern/events/311111111/",
        "SUMMARY:Abgesagt - Borrow night\nURL:https://www.meetup.com/rust-bern/events/311111111/",
    ] {
        let drafted = drafted(LISTED, &off(lines));
        assert!(!drafted.text.contains("Borrow night"), "{lines}");
        assert!(
            matches!(told(&drafted, Deed::Cancelled).as_slice(), [only] if only.contains("Borrow night")),
            "{lines}"
        );
    }
    let elsewhere = drafted(LISTED, &off("SUMMARY:CANCELLED: Another night\nURL:https://a.example/x"));
    assert!(elsewhere.text.contains("Borrow night") && !elsewhere.text.contains("Another"));
    assert_eq!(elsewhere.report.off, 1);
    let postponed = drafted(
        LISTED,
        &off("SUMMARY:POSTPONED: Borrow night\nURL:https://www.meetup.com/rust-bern/events/311111111/"),
    );
    assert!(postponed.text.contains("Borrow night"));
    assert!(matches!(told(&postponed, Deed::NeedsHuman).as_slice(), [only] if only.contains("postponed")));
}

#[test]
fn a_page_on_another_day_moves_or_is_asked_and_never_stands_on_two_days() {
    let on = |url: &str, more: &str| {
        brought(ics(&event(&format!("UID:1\nDTSTART;VALUE=DATE:20251217\nSUMMARY:Borrow night\nLOCATION:Bern\\, Switzerland\nURL:{url}\n{more}"))).as_bytes())
    };
    let moved = drafted(LISTED, &on("https://www.meetup.com/rust-bern/events/311111111/", "X-A:1"));
    assert!(moved.text.contains("* 2025-12-17 | Bern, CH") && !moved.text.contains("2025-12-10 |"));
    let own =
        LISTED.replace("https://www.meetup.com/rust-bern/events/311111111/", "https://bern.example/next");
    let asked = drafted(&own, &on("https://bern.example/next", "X-A:1"));
    assert!(asked.text.contains("* 2025-12-10 | Bern, CH") && !asked.text.contains("2025-12-17 |"));
    assert!(matches!(told(&asked, Deed::NeedsHuman).as_slice(), [only] if only.contains("2025-12-17")));
}

#[test]
fn hours_and_zones_come_with_an_event() {
    let of = |lines: &str| {
        let brought = brought(ics(&event(&format!("UID:1\nSUMMARY:T\n{lines}"))).as_bytes());
        let event = brought.events.into_iter().next().unwrap();
        let time = |time: Option<chrono::DateTime<chrono::FixedOffset>>| {
            time.map(|time| time.to_rfc3339()).unwrap_or_default()
        };
        (time(event.starts_at), time(event.ends_at), event.days.start().to_string(), event.questions.len())
    };
    let row = |start: &str, end: &str, day: &str, questions| {
        (start.to_owned(), end.to_owned(), day.to_owned(), questions)
    };
    assert_eq!(
        of("DTSTART:20251212T020000Z\nDTEND:20251212T040000Z\nLOCATION:Seattle\\, WA\\, USA"),
        row("2025-12-11T18:00:00-08:00", "2025-12-11T20:00:00-08:00", "2025-12-11", 0)
    );
    assert_eq!(
        of(
            "DTSTART;TZID=W. Europe Standard Time:20251212T190000\nDURATION:PT2H\nLOCATION:Bern\\, Switzerland"
        ),
        row("2025-12-12T19:00:00+01:00", "2025-12-12T21:00:00+01:00", "2025-12-12", 0)
    );
    // Floating: the zone of the place.
    assert_eq!(
        of("DTSTART:20251212T190000\nDTEND:20251212T190000\nLOCATION:Bern\\, Switzerland"),
        row("2025-12-12T19:00:00+01:00", "", "2025-12-12", 0)
    );
    // No zone at all: the day as written, and nothing of the hour.
    assert_eq!(of("DTSTART:20251212T190000\nLOCATION:Online"), row("", "", "2025-12-12", 0));
    assert_eq!(
        of("DTSTART;TZID=Nowhere:20251212T190000\nLOCATION:Bern\\, Switzerland"),
        row("", "", "2025-12-12", 1)
    );
    for slip in ["DTEND:20241212T190000Z", "DTEND:20351212T190000Z", "DTEND:never"] {
        let (start, end, day, questions) =
            of(&format!("DTSTART:20251212T180000Z\n{slip}\nLOCATION:Bern\\, Switzerland"));
        assert_eq!(
            (start.as_str(), end.as_str(), day.as_str(), questions),
            ("2025-12-12T19:00:00+01:00", "", "2025-12-12", 1),
            "{slip}"
        );
    }
}

#[test]
fn platforms_name_their_groups_in_their_own_fields() {
    let of = |calendar: &str, lines: &str| {
        let text = format!(
            "BEGIN:VCALENDAR\n{calendar}\n{}END:VCALENDAR",
            event(&format!("DTSTART;VALUE=DATE:20251212\nSUMMARY:T\nLOCATION:Bern\\, Switzerland\n{lines}"))
        );
        let event = brought(text.as_bytes()).events.into_iter().next().unwrap();
        let group = event.groups.first().cloned();
        group.map(|group| (group.name, group.url.unwrap_or_default()))
    };
    let is = |name: &str, url: &str| Some((name.to_owned(), url.to_owned()));
    let meetup = "UID:event_1@meetup.com\nORGANIZER;CN=Meetup Reminder:MAILTO:info@meetup.com\nURL:https://www.meetup.com/rust-elsewhere/events/1/";
    assert_eq!(
        of(
            "X-WR-CALNAME:Events - Rust Elsewhere\nX-ORIGINAL-URL:https://www.meetup.com/rust-elsewhere/events/ical/",
            meetup
        ),
        is("Rust Elsewhere", "https://www.meetup.com/rust-elsewhere")
    );
    let luma = "UID:evt-1@events.lu.ma\nORGANIZER;CN=\"Jane Host\":MAILTO:calendar-invite@lu.ma";
    assert_eq!(of("X-WR-CALNAME:Rust Elsewhere", luma), is("Rust Elsewhere", ""));
    assert_eq!(of("VERSION:2.0", luma), None, "a host is no group");
    let google = "UID:1@google.com\nORGANIZER;CN=Jane Host:mailto:jane@a.example";
    assert_eq!(of("X-WR-CALNAME:Rust Elsewhere", google), is("Rust Elsewhere", ""));
    assert_eq!(
        of("X-WR-CALNAME:Sample", "UID:1\nORGANIZER;CN=Jane Host:mailto:jane@a.example"),
        is("Sample", "")
    );
    assert_eq!(
        of("X-WR-CALNAME:Sample", "UID:1\nORGANIZER;CN=\"Rust, Bern & Co\":mailto:jane@a.example"),
        is("Rust, Bern & Co", "")
    );
    assert_eq!(
        of("PRODID:-//pretix//event//", "UID:1\nORGANIZER;CN=Ferris Society:mailto:x@a.example"),
        is("Ferris Society", "")
    );
}

#[test]
fn escapes_that_programs_leave_in_titles_are_undone() {
    let title = |written: &str| {
        let lines =
            format!("UID:1\nDTSTART;VALUE=DATE:20251212\nSUMMARY:{written}\nLOCATION:Bern\\, Switzerland");
        brought(ics(&event(&lines)).as_bytes()).events[0].title.clone()
    };
    assert_eq!(title("Crabs &amp\\; Shells"), "Crabs & Shells");
    assert_eq!(title("It&#39\\;s &quot\\;Rust&quot\\;: Vec&lt\\;T&gt\\;"), "It's \"Rust\": Vec<T>");
    assert_eq!(title("&amp\\;lt\\;"), "&lt;", "once");
    assert_eq!(title("R&D &copy\\;"), "R&D &copy;", "what is none of them stays");
}

#[test]
fn the_events_page_is_preferred_to_the_calls() {
    let of = |lines: &str| {
        let event = brought(
            ics(&event(&format!("UID:1@google.com\nDTSTART;VALUE=DATE:20251212\nSUMMARY:T\n{lines}")))
                .as_bytes(),
        )
        .events
        .into_iter()
        .next()
        .unwrap();
        (event.links.first().map(|link| link.url.clone()).unwrap_or_default(), event.format)
    };
    let call = "https://us02web.zoom.us/j/1?pwd=abc";
    assert_eq!(
        of(&format!(
            "LOCATION:{call}\nDESCRIPTION:<a href=\"https://www.google.com/url?q=https://a.example/e&amp;sa=D\">x</a>"
        )),
        ("https://a.example/e".to_owned(), Format::Virtual)
    );
    assert_eq!(of(&format!("LOCATION:{call}")), ("https://us02web.zoom.us/j/1".to_owned(), Format::Virtual));
    assert_eq!(
        of(&format!("LOCATION:Musterstr. 1\\, 3011 Bern\\, Switzerland {call}\nURL:https://a.example/e")),
        ("https://a.example/e".to_owned(), Format::Hybrid)
    );
}

#[test]
fn a_group_that_gives_no_place_is_where_it_usually_meets_and_that_is_said() {
    let text = "BEGIN:VCALENDAR\nX-WR-CALNAME:Events - Rust Berlin\nX-ORIGINAL-URL:https://www.meetup.com/rust-berlin/events/ical/\n\
        BEGIN:VEVENT\nUID:event_9@meetup.com\nDTSTART:20251212T180000Z\nSUMMARY:Evening\nURL:https://www.meetup.com/rust-berlin/events/9/\nEND:VEVENT\nEND:VCALENDAR";
    let drafted = drafted("", &brought(text.as_bytes()));
    assert!(
        drafted
            .text
            .contains("* 2025-12-12 | Berlin, DE | [Rust Berlin](https://www.meetup.com/rust-berlin)\n"),
        "{}",
        drafted.text
    );
    assert_eq!(drafted.report.told.len(), 1, "{:?}", drafted.report.told);
}

#[test]
fn a_large_calendar_takes_no_more_than_its_size() {
    let one = |number: usize, rule: &str| {
        event(&format!(
            "UID:{number}\nDTSTART;VALUE=DATE:20251212\n{rule}SUMMARY:Talk {number}\nLOCATION:Bern\\, Switzerland\nURL:https://a.example/{number}"
        ))
    };
    let many: String = (0..20_000).map(|number| one(number, "")).collect();
    assert_eq!(brought(ics(&many).as_bytes()).events.len(), 20_000);
    let never: String =
        (0..2_000).map(|number| one(number, "RRULE:FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=31\n")).collect();
    let brought = brought(ics(&never).as_bytes());
    assert!(brought.unusable.len() > 1_000, "told: {}", brought.unusable.len());
}
