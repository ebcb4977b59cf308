//! A day in the life: an issue and four organisers, each on a platform of its own; what they say is fetched,
//! published and drafted; then an hour changes, one is cancelled, one moves, one is new, and again.

use super::{world::GOOGLE, *};
use serde_json::Value;

/// What a subscriber, an editor and the program see of one state of the world.
struct Seen {
    events: Vec<Value>,
    ics: String,
    drafted: (String, String),
}

struct Life {
    world: World,
    wanted: Vec<Wanted>,
    issue: PathBuf,
}

const CLUB: &str = "/crab-club/events/ical/";
const GIRONA: &str = "/ics/get?entity=calendar&id=cal-Crab";
const WEEKLY: &str = "/calendar/ical/crab%40group/public/basic.ics";

impl Life {
    fn new() -> Self {
        let world = World::new();
        let page = world.url(PAGES, "/conf");
        let text = format!(
            "Title: This Week in Rust 632\nNumber: 632\nDate: 2025-12-31\n\n## Upcoming Events\n\n\
             Rusty Events between 2025-12-31 - 2026-01-28 🦀\n\n\
             ### Virtual\n\
             * 2026-01-15 | Virtual (Berlin, DE) | [Crab Weekly](https://weekly.example)\n    * [**Crab hours**](https://weekly.example/room)\n\n\
             ### Europe\n\
             * 2026-01-14 | Berlin, DE | [Crab Club](https://www.meetup.com/crab-club/)\n    * [**Borrowing**](https://www.meetup.com/crab-club/events/300000002/)\n\
             * 2026-01-16 | Girona, ES | [Crab Girona](https://luma.com/crab-girona)\n    * [**Codi i cafè**](https://luma.com/crab-jan)\n\
             * 2026-01-20 - 2026-01-21 | Bern, CH | [CrabConf]({page})\n    * [**CrabConf**]({page})\n\n\
             If you are running a Rust event, tell us.\n"
        );
        let issue = world.folder.path().join("2025-12-31-this-week-in-rust.md");
        fs::write(&issue, text).unwrap();
        let of = |host: &str, path: &str, group: &str, group_url: &str| Wanted {
            group: Some(group.to_owned()),
            group_url: Some(group_url.to_owned()),
            ..world.wanted(host, path)
        };
        let wanted = vec![
            of(MEETUP, CLUB, "Crab Club", "https://www.meetup.com/crab-club"),
            of(LUMA, GIRONA, "Crab Girona", "https://luma.com/crab-girona"),
            of(GOOGLE, WEEKLY, "Crab Weekly", "https://weekly.example"),
            of(PAGES, "/conf", "CrabConf", &page),
        ];
        Self { world, wanted, issue }
    }

    fn say(&self, host: &str, path: &str, kind: &str, body: &str) {
        let headers = [("content-type", kind)];
        self.world.set(host, path, Thing::Answer(Answer::new(200, &headers, body.as_bytes())));
    }

    /// As Meetup prints it: no LOCATION for strangers, the group in X-ORIGINAL-URL, a robot for ORGANIZER.
    fn meetup(&self, hour: &str, more: &str) {
        let body = format!(
            "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Meetup//RemoteApi//EN\nX-ORIGINAL-URL:https://www.meetup.com/crab-club/\nX-WR-CALNAME:Events - Crab Club\n\
             BEGIN:VEVENT\nUID:event_300000002@meetup.com\nSEQUENCE:1\nDTSTAMP:20260101T000000Z\nDTSTART;TZID=Europe/Berlin:20260114T{hour}\nDTEND;TZID=Europe/Berlin:20260114T213000\n\
             SUMMARY:Borrowing\nURL;VALUE=URI:https://www.meetup.com/crab-club/events/300000002/\nSTATUS:CONFIRMED\nORGANIZER;CN=Meetup Reminder:MAILTO:info@meetup.com\nEND:VEVENT\n\
             {more}END:VCALENDAR\n"
        );
        self.say(MEETUP, CLUB, "text/calendar;charset=UTF-8", &body.replace('\n', "\r\n"));
    }

    /// As Luma prints it: UTC, the event's own address for LOCATION, the page in DESCRIPTION.
    fn luma(&self, status: &str) {
        let body = format!(
            "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:Luma\nX-WR-CALNAME:Crab Girona\n\
             BEGIN:VEVENT\nUID:evt-crabjan@events.lu.ma\nDTSTAMP:20260101T000000Z\nDTSTART:20260116T173000Z\nDTEND:20260116T193000Z\n\
             SUMMARY:Codi i cafè\nSTATUS:{status}\nGEO:41.9794;2.8214\nLOCATION:https://luma.com/event/evt-crabjan\n\
             DESCRIPTION:Get up-to-date information at: https://luma.com/crab-jan?pk=g-secret\\n\\nAddress:\\nPlaça Major 1\\, Girona\\, Spain\nORGANIZER;CN=A. Host:MAILTO:calendar-invite@lu.ma\nEND:VEVENT\n\
             END:VCALENDAR\n"
        );
        self.say(LUMA, GIRONA, "text/calendar; charset=utf-8", &body.replace('\n', "\r\n"));
    }

    /// As Google prints it: a series from years ago, the call's password in its description.
    fn google(&self, more: &str) {
        let body = format!(
            "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Google Inc//Google Calendar 70.9054//EN\nX-WR-CALNAME:Crab Weekly\nX-WR-TIMEZONE:Europe/Berlin\n\
             BEGIN:VEVENT\nUID:weekly@google.com\nDTSTAMP:20260101T000000Z\nDTSTART;TZID=Europe/Berlin:20240104T190000\nDTEND;TZID=Europe/Berlin:20240104T210000\nRRULE:FREQ=WEEKLY;BYDAY=TH\n\
             SUMMARY:Crab hours\nDESCRIPTION:https://weekly.example/room or https://zoom.us/j/1?pwd=secret\nLOCATION:Online\nEND:VEVENT\n\
             {more}END:VCALENDAR\n"
        );
        self.say(GOOGLE, WEEKLY, "text/calendar; charset=utf-8", &body.replace('\n', "\r\n"));
    }

    fn page(&self, status: &str) {
        let url = self.world.url(PAGES, "/conf");
        let body = format!(
            r#"<!doctype html><script type="application/ld+json">{{"@context":"https://schema.org","@type":"Event","name":"CrabConf","url":"{url}",
            "startDate":"2026-01-20T09:00:00+0100","endDate":"2026-01-21T17:00:00+0100","eventStatus":"https://schema.org/{status}",
            "location":{{"@type":"Place","name":"Kornhaus","address":{{"@type":"PostalAddress","streetAddress":"Kornhausplatz 18","postalCode":"3011","addressLocality":"Bern","addressCountry":"CH"}}}}}}</script>"#
        );
        self.say(PAGES, "/conf", "text/html; charset=utf-8", &body);
    }

    fn run(&self, arguments: &[&str]) -> (String, String) {
        let output = Command::new(env!("CARGO_BIN_EXE_twir-events"))
            .args(arguments)
            .env("TWIR_EVENTS_CACHE", self.world.cache().root())
            .output()
            .unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", text(&output.stderr));
        (text(&output.stdout), text(&output.stderr))
    }

    /// Asks everyone, builds, drafts.
    fn sync_build_draft(&self) -> Seen {
        self.world.clock.pass(24);
        let report = self.world.ask(&self.wanted);
        assert!(!report.is_failure(), "{report:?}");
        let site = self.world.folder.path().join("site");
        let (issue, site) = (self.issue.to_str().unwrap(), site.to_str().unwrap());
        self.run(&["build", "--issues", issue, "--out", site]);
        let read = |file: &str| fs::read_to_string(std::path::Path::new(site).join(file)).unwrap();
        let json: Value = serde_json::from_str(&read("events.json")).unwrap();
        let drafted = self.run(&["draft", issue, "--issues", issue, "--with-calendars"]);
        Seen {
            events: json["events"].as_array().unwrap().clone(),
            ics: read("all.ics").replace("\r\n ", ""),
            drafted,
        }
    }
}

impl Seen {
    fn of(&self, title: &str, key: &str) -> String {
        let event = self.events.iter().find(|event| event["title"] == title);
        let event = event.unwrap_or_else(|| panic!("{title} is missing"));
        event[key].as_str().map_or_else(|| event[key].to_string(), str::to_owned)
    }
}

#[test]
fn a_day_in_the_life() {
    let life = Life::new();
    life.meetup("183000", "");
    life.luma("CONFIRMED");
    life.google("");
    life.page("EventScheduled");
    let first = life.sync_build_draft();
    assert_eq!(first.of("Borrowing", "starts_at"), "2026-01-14T18:30:00+01:00");
    assert_eq!(first.of("Codi i cafè", "starts_at"), "2026-01-16T18:30:00+01:00");
    assert_eq!(first.of("Crab hours", "starts_at"), "2026-01-15T19:00:00+01:00");
    assert_eq!(first.of("CrabConf", "starts_at"), "2026-01-20T09:00:00+01:00");
    assert_eq!(first.of("CrabConf", "ends_at"), "2026-01-21T17:00:00+01:00");
    for title in ["Borrowing", "Codi i cafè", "Crab hours", "CrabConf"] {
        assert_eq!(
            (first.of(title, "status"), first.of(title, "sequence")),
            ("scheduled".into(), "0".into()),
            "{title}"
        );
    }
    assert!(
        first.ics.contains("DTSTART:20260114T173000Z") && first.ics.contains("Kornhaus"),
        "{}",
        first.ics
    );
    assert!(!first.ics.contains("secret"));
    assert!(
        !first.drafted.1.contains("moved:") && !first.drafted.1.contains("cancelled:"),
        "{}",
        first.drafted.1
    );

    // The same again: nothing changes.
    let again = life.sync_build_draft();
    let plain = |seen: &Seen| seen.ics.clone();
    assert_eq!(plain(&again), plain(&first));

    // The hour changes and a new one comes; one is cancelled; one week's evening moves; the conference is off.
    life.meetup(
        "190000",
        "BEGIN:VEVENT\nUID:event_300000009@meetup.com\nDTSTAMP:20260102T000000Z\nDTSTART;TZID=Europe/Berlin:20260121T183000\nSUMMARY:Lifetimes | a *new* one\nURL;VALUE=URI:https://www.meetup.com/crab-club/events/300000009/\nSTATUS:CONFIRMED\nLOCATION:House of Crabs\\, Hauptstr. 1\\, Berlin\\, de\nEND:VEVENT\n",
    );
    life.luma("CANCELLED");
    life.google(
        "BEGIN:VEVENT\nUID:weekly@google.com\nRECURRENCE-ID;TZID=Europe/Berlin:20260115T190000\nDTSTAMP:20260102T000000Z\nDTSTART;TZID=Europe/Berlin:20260116T200000\nDTEND;TZID=Europe/Berlin:20260116T220000\nSUMMARY:Crab hours\nDESCRIPTION:https://weekly.example/room\nLOCATION:Online\nEND:VEVENT\n",
    );
    life.page("EventPostponed");
    let second = life.sync_build_draft();
    assert_eq!(second.of("Borrowing", "starts_at"), "2026-01-14T19:00:00+01:00");
    assert_eq!(
        (second.of("Codi i cafè", "status"), second.of("Codi i cafè", "summary")),
        ("cancelled".into(), "Cancelled: Crab Girona: Codi i cafè".into())
    );
    assert_eq!(
        (second.of("Crab hours", "start"), second.of("Crab hours", "starts_at")),
        ("2026-01-16".into(), "2026-01-16T20:00:00+01:00".into())
    );
    assert!(second.of("CrabConf", "summary").starts_with("Postponed: "));
    for title in ["Borrowing", "Codi i cafè", "Crab hours", "CrabConf"] {
        assert_eq!(second.of(title, "id"), first.of(title, "id"), "{title}");
        assert!(second.of(title, "sequence").parse::<u32>().unwrap() > 0, "{title}");
        assert!(second.of(title, "last_modified") > first.of(title, "last_modified"), "{title}");
    }
    assert_eq!(second.events.len(), first.events.len(), "what only calendars have is asked for");
    let (section, report) = &second.drafted;
    assert!(section.contains("* 2026-01-21 | Berlin, DE | [Crab Club](https://www.meetup.com/crab-club)\n    * [**Lifetimes | a \\*new\\* one**](https://www.meetup.com/crab-club/events/300000009/)"), "{section}");
    assert!(
        !section.contains("crab-jan")
            && section
                .contains("* 2026-01-16 | Virtual (Berlin, DE) | [Crab Weekly](https://weekly.example)"),
        "{section}"
    );
    for part in ["added: 4", "dropped as cancelled: 1", "moved: 1", "needs a human: 1", "postponed"] {
        assert!(report.contains(part), "{part}: {report}");
    }
    assert!(life.sync_build_draft().ics == second.ics, "twice is once");
}
