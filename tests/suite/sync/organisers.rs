//! `sync --calendars` and `sync --pages`: what comes, how politely it is asked for, and that whatever goes
//! wrong leaves what was there.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use twir_events::{
    calendar::store::{MANIFEST, Status},
    sync::calendars::{Config, Outcome, Wanted, is_public},
};

use super::{
    world::{GOOGLE, LUMA, MEETUP, PAGES, TestNames, Thing, World, calendar},
    *,
};

fn events(names: &[&str]) -> Thing {
    Thing::Calendar(names.iter().map(|name| (*name).to_owned()).collect())
}

fn whole(names: &[&str]) -> String {
    calendar(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>())
}

const ICAL: &str = "/rust-ort/events/ical/";

/// A world with one of each, and what is wanted of it.
fn four() -> (World, Vec<Wanted>) {
    let world = World::new();
    world.set(MEETUP, ICAL, events(&["m1"]));
    world.set(LUMA, "/ics/get?entity=calendar&id=cal-A", events(&["l1"]));
    world.set(GOOGLE, "/calendar/ical/x%40group/public/basic.ics", events(&["g1"]));
    world.set(PAGES, "/talk", Thing::Page("<html>Talk</html>".to_owned()));
    let wanted = vec![
        world.wanted(MEETUP, ICAL),
        world.wanted(LUMA, "/ics/get?entity=calendar&id=cal-A"),
        world.wanted(GOOGLE, "/calendar/ical/x%40group/public/basic.ics"),
        world.wanted(PAGES, "/talk"),
    ];
    (world, wanted)
}

#[test]
fn what_comes_is_kept_byte_for_byte_and_asked_for_with_conditions() {
    let (world, wanted) = four();
    let report = world.ask(&wanted);
    assert!(report.outcomes.iter().all(|(_, outcome)| *outcome == Outcome::New), "{report:?}");
    assert_eq!(world.kept(&wanted[0]), whole(&["m1"]));
    assert_eq!(world.kept(&wanted[3]), "<html>Talk</html>");
    let source = world.source(&wanted[0]);
    assert_eq!(source.fetched.unwrap().to_string(), "2026-01-01");
    assert_eq!(source.group.as_deref(), Some("Rust Ort"));
    assert!(source.etag.is_some() && world.source(&wanted[2]).last_modified.is_some());
    world.asked();

    world.clock.pass(24);
    let report = world.ask(&wanted);
    assert!(report.outcomes.iter().all(|(_, outcome)| *outcome == Outcome::Unchanged), "{report:?}");
    assert_eq!(world.source(&wanted[0]).fetched.unwrap().to_string(), "2026-01-02");
    let asked = world.asked();
    let with = |header: &str| asked.iter().filter(|asked| asked.headers.contains_key(header)).count();
    assert_eq!((with("if-none-match"), with("if-modified-since")), (1, 1));

    world.set(MEETUP, ICAL, events(&["m1", "m2"]));
    world.clock.pass(24);
    let report = world.ask(&wanted);
    assert_eq!(report.outcomes.iter().filter(|(_, outcome)| *outcome == Outcome::New).count(), 1);
    assert_eq!(world.kept(&wanted[0]), whole(&["m1", "m2"]));
    // What is no longer named goes with the next run.
    world.clock.pass(24);
    world.ask(&wanted);
    assert_eq!(tree(world.store().folder()).len(), 5);
}

#[test]
fn a_host_is_asked_once_a_second_and_the_others_meanwhile() {
    let world = World::new();
    let mut wanted = Vec::new();
    for group in ["a", "b", "c"] {
        let path = format!("/{group}/events/ical/");
        world.set(MEETUP, &path, events(&["x"]));
        wanted.push(world.wanted(MEETUP, &path));
    }
    world.set(LUMA, "/ics/get?entity=calendar&id=cal-A", events(&["l1"]));
    wanted.push(world.wanted(LUMA, "/ics/get?entity=calendar&id=cal-A"));
    world.ask(&wanted);
    let asked = world.server.take_asked();
    let of = |host: &str| asked.iter().filter(|asked| asked.headers["host"].starts_with(host)).count();
    assert_eq!((of(MEETUP), of(LUMA)), (4, 2), "each once, and its rules");
    // One between Luma's two, three between Meetup's four, none between the hosts.
    assert_eq!(world.clock.take_seconds(), [1, 1, 1, 1]);
}

#[test]
fn an_interrupted_run_is_gone_on_with() {
    let (world, wanted) = four();
    let mut config = world.config();
    config.limits.requests = 4;
    let report = world.ask_with(&wanted, &config);
    let put_off = report.outcomes.iter().filter(|(_, outcome)| matches!(outcome, Outcome::PutOff(_))).count();
    assert_eq!((report.outcomes.len(), put_off), (4, 2), "{report:?}");
    let done: Vec<_> = world.asked();
    let report = world.ask(&wanted);
    let again = world.asked();
    assert_eq!((done.len(), again.len()), (2, 2));
    assert!(again.iter().all(|asked| done.iter().all(|done| done.path != asked.path)));
    assert_eq!(report.outcomes.iter().filter(|(_, outcome)| *outcome == Outcome::Recent).count(), 2);
    assert_eq!(world.store().iter().count(), 4);
    // Unless everything is wanted once more.
    let mut config = world.config();
    config.again = true;
    assert!(
        !world.ask_with(&wanted, &config).outcomes.iter().any(|(_, outcome)| *outcome == Outcome::Recent)
    );
}

#[test]
fn a_host_that_wants_no_robots_is_not_asked() {
    let (world, wanted) = four();
    let rules =
        |text: &str| Thing::Answer(Answer::new(200, &[("content-type", "text/plain")], text.as_bytes()));
    world.set(MEETUP, "/robots.txt", rules("User-agent: *\nDisallow: /*/events/ical/\n"));
    world.set(
        LUMA,
        "/robots.txt",
        rules("User-agent: *\nDisallow: /\n\nUser-agent: twir-events\nAllow: /ics/\n"),
    );
    world.set(GOOGLE, "/robots.txt", Thing::Answer(Answer::new(503, &[], b"")));
    world.set(PAGES, "/robots.txt", Thing::Answer(Answer::new(302, &[("location", "/rules")], b"")));
    world.set(PAGES, "/rules", rules("User-agent: *\nDisallow: /talk\n"));
    let wanted = [&wanted[..], &[world.wanted(GOOGLE, "/calendar/ical/y/public/basic.ics")]].concat();
    let report = world.ask(&wanted);
    let of = |wanted: &Wanted| &report.outcomes.iter().find(|(url, _)| *url == wanted.url).unwrap().1;
    assert!(matches!(of(&wanted[0]), Outcome::Refused(why) if why.contains("robots.txt")));
    assert_eq!(of(&wanted[1]), &Outcome::New);
    assert!(matches!(of(&wanted[2]), Outcome::PutOff(why) if why.contains("robots.txt")), "{report:?}");
    assert!(matches!(of(&wanted[3]), Outcome::Refused(_)));
    let asked = world.server.take_asked();
    let rules =
        asked.iter().filter(|asked| asked.path == "/robots.txt" && asked.headers["host"].starts_with(GOOGLE));
    assert_eq!(rules.count(), 1, "what could not be read is not asked for again for each source");
    let asked: Vec<_> =
        asked.into_iter().map(|asked| asked.path).filter(|path| path != "/robots.txt").collect();
    assert_eq!(asked, ["/ics/get?entity=calendar&id=cal-A", "/rules"]);
}

#[test]
fn what_turns_empty_into_a_page_or_away_keeps_what_was_there_and_is_told() {
    let (world, wanted) = four();
    let meetup = &wanted[0];
    world.ask(&wanted);
    let kept = |status: Status| {
        assert_eq!(world.kept(meetup), whole(&["m1"]));
        assert_eq!(world.source(meetup).status, status);
        assert_eq!(world.source(meetup).fetched.unwrap().to_string(), "2026-01-01");
    };
    world.set(MEETUP, ICAL, events(&[]));
    assert_eq!(world.one(meetup), Outcome::Empty);
    kept(Status::Empty);
    world.set(MEETUP, ICAL, Thing::Answer(Answer::new(200, &[], b"")));
    assert_eq!(world.one(meetup), Outcome::Empty);
    world.set(MEETUP, ICAL, Thing::Page("<!doctype html><title>Log in".to_owned()));
    assert_eq!(world.one(meetup), Outcome::Page);
    kept(Status::Page);
    world.remove(MEETUP, ICAL);
    world.clock.pass(14);
    assert_eq!(world.one(meetup), Outcome::Gone);
    kept(Status::Gone);
    let since = world.source(meetup).gone.unwrap();
    world.clock.pass(48);
    assert_eq!(world.one(meetup), Outcome::Gone);
    assert_eq!(world.source(meetup).gone, Some(since), "since the first day");
    // And back.
    world.set(MEETUP, ICAL, events(&["m2"]));
    assert_eq!(world.one(meetup), Outcome::New);
    assert_eq!((world.source(meetup).gone, world.source(meetup).status), (None, Status::Good));
    // A group that never had an event has an empty calendar.
    world.set(MEETUP, "/new/events/ical/", events(&[]));
    assert_eq!(world.one(&world.wanted(MEETUP, "/new/events/ical/")), Outcome::New);
}

#[test]
fn every_fault_leaves_the_old_state_whole() {
    let (world, wanted) = four();
    let meetup = &wanted[0];
    world.ask(&wanted);
    let kind = ("content-type", "text/calendar");
    let body = whole(&["m1", "m2"]);
    let faults: Vec<(Answer, &str)> = vec![
        (Answer::new(500, &[], b""), "status 500"),
        (Answer::new(418, &[], b""), "status 418"),
        (Answer::new(200, &[kind], &body.as_bytes()[..60]), "cut off"),
        (Answer::new(200, &[kind], b"{}"), "no calendar"),
        (Answer::new(200, &[kind], body.as_bytes()).without_last(20), "broke off"),
        (Answer::chunked(&[kind], body.as_bytes()).without_last(9), "broke off"),
        (Answer { bytes: b"HTTP/1.1 200 OK\r\ncontent-".to_vec(), end: fake::End::Close }, "broke off"),
        (Answer { bytes: Vec::new(), end: fake::End::Close }, "broke off"),
        (Answer::new(200, &[kind, ("content-encoding", "gzip")], body.as_bytes()), "content encoding"),
        (Answer::new(302, &[], b""), "redirected in vain"),
        (Answer::new(302, &[("location", ICAL)], b""), "more than 5 redirects"),
        (Answer::new(304, &[], b""), ""),
    ];
    for (answer, message) in faults {
        world.set(MEETUP, ICAL, Thing::Answer(answer));
        match world.one(meetup) {
            Outcome::Failed(why) => assert!(why.contains(message) && !message.is_empty(), "{message}: {why}"),
            other => assert!(message.is_empty() && other == Outcome::Unchanged, "{message}: {other:?}"),
        }
        assert_eq!(world.kept(meetup), whole(&["m1"]), "{message}");
    }
    world.set(MEETUP, ICAL, events(&["m3"]));
    assert_eq!(world.one(meetup), Outcome::New);
}

#[test]
fn silence_does_not_hold_up_the_run() {
    let (world, wanted) = four();
    world.set(MEETUP, ICAL, Thing::Answer(Answer { bytes: Vec::new(), end: fake::End::Stall }));
    let mut config = world.config();
    config.timeouts.idle = Duration::from_secs(1);
    config.patience.attempts = 1;
    let report = world.ask_with(&wanted, &config);
    let failed = report
        .outcomes
        .iter()
        .filter(|(_, outcome)| matches!(outcome, Outcome::Failed(why) if why.contains("within 1 s")));
    assert_eq!(failed.count(), 1, "{report:?}");
    assert_eq!(report.outcomes.iter().filter(|(_, outcome)| *outcome == Outcome::New).count(), 3);
}

#[test]
fn a_pause_that_is_asked_for_is_kept_and_a_long_one_ends_the_host_for_this_run() {
    let world = World::new();
    let wanted: Vec<Wanted> =
        ["a", "b", "c"].map(|group| world.wanted(MEETUP, &format!("/{group}/events/ical/"))).to_vec();
    for wanted in &wanted {
        let path = wanted.url.split_once(".test").unwrap().1.split_once('/').unwrap().1;
        let busy = Answer::new(429, &[("retry-after", "7")], b"");
        world.set(MEETUP, &format!("/{path}"), Thing::Answer(busy));
    }
    world.ask(&wanted[..1]);
    let waits = world.clock.take_seconds();
    assert_eq!(waits.iter().filter(|wait| **wait == 7).count(), 2, "{waits:?}");
    world.asked();

    world.set(MEETUP, "/a/events/ical/", Thing::Answer(Answer::new(503, &[("retry-after", "3600")], b"")));
    world.clock.pass(2);
    let report = world.ask(&wanted);
    assert!(!world.clock.take_seconds().contains(&3600));
    let asked = world.asked().into_iter().filter(|asked| asked.path == "/c/events/ical/").count();
    let put_off = report.outcomes.iter().filter(|(_, outcome)| matches!(outcome, Outcome::PutOff(_))).count();
    assert!(asked <= 3 && put_off >= 1, "{report:?}");
}

#[test]
fn a_host_that_nobody_reaches_is_left_alone_after_some_tries() {
    let world = World::new();
    let gone = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let wanted: Vec<Wanted> = (0..6)
        .map(|number| Wanted {
            url: format!("http://nobody.test:{gone}/{number}"),
            ..world.wanted(MEETUP, "/")
        })
        .collect();
    let report = world.ask(&wanted);
    let put_off = report
        .outcomes
        .iter()
        .filter(|(_, outcome)| matches!(outcome, Outcome::PutOff(why) if why.contains("left alone")));
    assert_eq!(put_off.count(), 3, "{report:?}");
    assert!(report.is_failure());
}

#[test]
fn more_than_there_is_room_for_is_stopped_and_told() {
    let world = World::new();
    let meetup = world.wanted(MEETUP, ICAL);
    let many: Vec<String> = (0..2000).map(|number| format!("event {number}")).collect();
    let large = calendar(&many);
    for answer in [Answer::new(200, &[], large.as_bytes()), Answer::chunked(&[], large.as_bytes())] {
        world.set(MEETUP, ICAL, Thing::Answer(answer));
        let mut config = world.config();
        config.limits.calendar = 10_000;
        config.again = true;
        let report = world.ask_with(std::slice::from_ref(&meetup), &config);
        assert!(
            matches!(&report.outcomes[0].1, Outcome::Failed(why) if why.contains("larger than 10000 bytes"))
        );
        let mut config = world.config();
        config.limits.total = 10_000;
        let report = world.ask_with(std::slice::from_ref(&meetup), &config);
        assert!(matches!(&report.outcomes[0].1, Outcome::PutOff(why) if why.contains("enough for one run")));
    }
    assert_eq!(tree(world.store().folder()).len(), 1, "the manifest alone");
}

#[test]
fn moved_for_good_is_told_and_a_redirect_for_now_is_not() {
    let (world, wanted) = four();
    let to = world.url(MEETUP, "/new-ort/events/ical/");
    world.set(MEETUP, "/new-ort/events/ical/", events(&["m9"]));
    for (status, moved) in [(301, true), (302, false), (308, true), (307, false)] {
        world.set(MEETUP, ICAL, Thing::Answer(Answer::new(status, &[("location", &to)], b"")));
        world.clock.pass(2);
        let report = world.ask(&wanted[..1]);
        assert_eq!(!report.moved.is_empty(), moved, "{status}");
        assert_eq!(world.source(&wanted[0]).moved.is_some(), moved, "{status}");
        assert_eq!(world.kept(&wanted[0]), whole(&["m9"]));
    }
}

/// Only the machine's first address may be asked, as if it were public.
fn only_first(address: IpAddr) -> bool {
    address == IpAddr::V4(Ipv4Addr::LOCALHOST)
}

fn odd_names(name: &str) -> Vec<IpAddr> {
    let second = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 2));
    match name {
        "private.test" => vec![second],
        "both.test" => vec![IpAddr::V4(Ipv4Addr::LOCALHOST), second],
        "six.test" => vec![IpAddr::V6(Ipv6Addr::LOCALHOST)],
        "metadata.test" => vec![IpAddr::V4(Ipv4Addr::new(169, 254, 169, 254))],
        _ => vec![IpAddr::V4(Ipv4Addr::LOCALHOST)],
    }
}

#[test]
fn nothing_goes_to_a_private_address() {
    let world = World::new();
    let private =
        Server::start(|_| Answer::new(200, &[("content-type", "text/calendar")], b"BEGIN:VCALENDAR"));
    let port = private.url().rsplit(':').next().unwrap().to_owned();
    let mut config = world.config();
    config.names = std::sync::Arc::new(TestNames(odd_names));
    config.may_connect = only_first;
    config.again = true;
    let refused = |config: &Config, url: String| {
        let wanted = Wanted { url: url.clone(), ..world.wanted(MEETUP, "/") };
        let report = world.ask_with(&[wanted], config);
        assert!(matches!(&report.outcomes[0].1, Outcome::Refused(_)), "{url}: {report:?}");
    };
    // By its address, by what a name leads to, by one of several answers.
    for host in ["127.0.0.2", "[::1]", "10.0.0.1", "private.test", "both.test", "six.test", "metadata.test"] {
        refused(&config, format!("http://{host}:{port}/x"));
    }
    refused(&config, "http://user:secret@www.meetup.test/x".to_owned());
    refused(&config, "file:///etc/passwd".to_owned());
    refused(&config, "ftp://www.meetup.test/x".to_owned());
    // By a redirect, of the thing and of its host's rules.
    let locations = [
        format!("http://127.0.0.2:{port}/x"),
        format!("http://private.test:{port}/x"),
        format!("http://both.test:{port}/x"),
        format!("http://user@www.meetup.test:{port}/x"),
        "file:///etc/passwd".to_owned(),
    ];
    for location in locations {
        world.set(MEETUP, ICAL, Thing::Answer(Answer::new(302, &[("location", &location)], b"")));
        let report = world.ask_with(&[world.wanted(MEETUP, ICAL)], &config);
        let outcome = &report.outcomes[0].1;
        assert!(matches!(outcome, Outcome::Refused(_) | Outcome::Failed(_)), "{location}: {outcome:?}");
        world.set(GOOGLE, "/robots.txt", Thing::Answer(Answer::new(302, &[("location", &location)], b"")));
        let report = world.ask_with(&[world.wanted(GOOGLE, "/x.ics")], &config);
        let outcome = &report.outcomes[0].1;
        assert!(matches!(outcome, Outcome::Refused(_) | Outcome::PutOff(_)), "{location}: {outcome:?}");
    }
    assert!(private.take_asked().is_empty(), "nobody came");
    // As it is outside of tests, loopback itself is private.
    config.may_connect = is_public;
    refused(&config, world.url(MEETUP, ICAL));
    refused(&config, world.server.url());
}

#[test]
fn a_damaged_manifest_is_told_and_nothing_is_asked() {
    let (world, wanted) = four();
    world.ask(&wanted);
    world.asked();
    let path = world.store().folder().join(MANIFEST);
    let whole = fs::read(&path).unwrap();
    for at in (0..whole.len()).step_by(97) {
        let mut bytes = whole.clone();
        bytes[at] = b'\x01';
        fs::write(&path, &bytes).unwrap();
        let error = twir_events::sync::calendars::ask(&world.cache(), &wanted, &world.config(), &mut |_| {});
        assert!(error.unwrap_err().to_string().contains("damaged"), "byte {at}");
    }
    assert!(world.asked().is_empty());
    fs::write(&path, &whole).unwrap();
    // A file that someone took away or changed comes again, whole.
    let file = world.store().path(&world.source(&wanted[0])).unwrap();
    for damage in [None, Some("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"), Some("")] {
        match damage {
            Some(text) => fs::write(&file, text).unwrap(),
            None => fs::remove_file(&file).unwrap(),
        }
        world.clock.pass(2);
        world.ask(&wanted);
        assert!(world.asked().iter().all(|asked| !asked.headers.contains_key("if-none-match")));
        assert_eq!(world.kept(&wanted[0]), self::whole(&["m1"]));
    }
}

/// An issue that lists a group of this world, and the file that says where its calendar is.
fn program(world: &World) -> (Server, String, String) {
    let page = world.server.url();
    let text = format!(
        "Title: This Week in Rust 701\nNumber: 701\nDate: 2026-01-07\n\n## Upcoming Events\n\n\
         Rusty Events between 2026-01-07 - 2026-02-04 🦀\n\n### Europe\n\
         * 2026-01-10 | Bern, CH | [Rust Ort]({page}/rust-ort)\n    * [**Talks**]({page}/talk)\n\
         * 2026-01-05 | Bern, CH | [Rust Ort]({page}/rust-ort)\n    * [**Past**]({page}/past)\n"
    );
    let files: Files = [("content/2026-01-07-this-week-in-rust.md".to_owned(), text)].into();
    let github = Server::start(move |asked| github(&files, asked));
    let groups = world.folder.path().join("groups.tsv");
    fs::write(
        &groups,
        format!(
            "name\turl\tcity\tsubdivision\tcountry\tcalendar\tzone\n\
             Rust Ort\t{page}/rust-ort\tBern\t\tCH\t{page}{ICAL}\tEurope/Zurich\n"
        ),
    )
    .unwrap();
    let url = github.url();
    (github, url, groups.to_str().unwrap().to_owned())
}

fn run(world: &World, arguments: &[&str]) -> (String, String, Option<i32>) {
    let output = Command::new(env!("CARGO_BIN_EXE_twir-events"))
        .args(arguments)
        .env("TWIR_EVENTS_CACHE", world.cache().root())
        .env_remove("GITHUB_TOKEN")
        .output()
        .unwrap();
    (text(&output.stdout), text(&output.stderr), output.status.code())
}

#[test]
fn the_program_asks_for_calendars_and_pages() {
    let world = World::new();
    let (_github, from, groups) = program(&world);
    world.set("127.0.0.1", ICAL, events(&["m1"]));
    world.set("127.0.0.1", "/talk", Thing::Page("<html>Talks</html>".to_owned()));
    world.set("127.0.0.1", "/past", Thing::Page("<html>Past</html>".to_owned()));
    let base = ["sync", "--from", &from, "--groups", &groups];
    // The community's own calendar is asked for with every `--calendars`; here there are pages only.
    let (out, err, status) = run(&world, &[&base[..], &["--pages", "--allow-private"]].concat());
    assert_eq!(status, Some(0), "{err}");
    assert!(out.contains("calendars and pages: 1 new"), "{out}");
    let asked: Vec<String> = world.asked().into_iter().map(|asked| asked.path).collect();
    assert_eq!(asked, ["/talk"], "what has passed is not asked for");
    let (out, err, status) = run(&world, &[&base[..], &["--pages", "--allow-private"]].concat());
    assert_eq!((status, out.contains("1 asked within the hour")), (Some(0), true), "{out}{err}");
    // Where the newsletter's own repository does not answer, the organisers are asked all the same.
    let gone = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let gone = format!("http://{gone}");
    world.asked();
    let (out, err, status) =
        run(&world, &["sync", "--from", &gone, "--groups", &groups, "--pages", "--again", "--allow-private"]);
    assert_eq!(status, Some(2), "{out}");
    assert!(out.contains("1 unchanged") && err.contains("no connection"), "{out}{err}");
    assert_eq!(world.asked().len(), 1);
    // Without leave nothing goes to a private address, and that is said.
    let (out, err, status) = run(&world, &[&base[..], &["--pages", "--again"]].concat());
    assert_eq!(status, Some(0), "{err}");
    assert!(out.contains("refused") && out.contains("--allow-private"), "{out}");
    assert!(world.asked().is_empty());
    let (out, err, status) = run(&world, &[&base[..], &["--pages", "--groups", "missing.tsv"]].concat());
    assert_eq!(status, Some(2), "{out}");
    assert!(err.contains("cannot read the groups in missing.tsv"), "{err}");
}

#[test]
fn whom_to_ask_follows_from_what_was_listed() {
    use twir_events::{catalogue::Catalogue, knowledge::Knowledge, newsletter::Issue};
    let text = |date: &str, body: &str| {
        let text =
            format!("Title: This Week in Rust 1\nDate: {date}\n\n## Upcoming Events\n\n### Europe\n{body}");
        Issue::parse(&format!("{date}-this-week-in-rust.md"), text.as_bytes()).unwrap()
    };
    let old = text(
        "2024-12-01",
        "* 2024-12-05 | Ulm, DE | [Rust Ulm](https://www.meetup.com/rust-ulm)\n    * [**Old**](https://www.meetup.com/rust-ulm/events/1/)\n",
    );
    let new = text(
        "2026-01-07",
        "* 2026-01-10 | Berlin, DE | [Rust Berlin](https://www.meetup.com/rust-berlin)\n    * [**A**](https://www.meetup.com/rust-berlin/events/2/)\n\
         * 2026-01-11 | Bern, CH | [Neu](https://www.meetup.com/neu/events/)\n    * [**B**](https://www.meetup.com/neu/)\n\
         * 2026-01-01 | Bern, CH | [Rust Girona](https://lu.ma/rust-girona)\n    * [**Past**](https://luma.com/past)\n",
    );
    let knowledge = Knowledge::bundled();
    let catalogue = Catalogue::read(vec![old, new], &knowledge, None);
    let wanted = twir_events::sync::calendars::calendars(&catalogue, &knowledge);
    let urls: Vec<&str> = wanted.iter().map(|wanted| wanted.url.as_str()).collect();
    for url in ["https://www.meetup.com/rust-berlin/events/ical/", "https://www.meetup.com/neu/events/ical/"]
    {
        assert!(urls.contains(&url), "{url}: {urls:?}");
    }
    assert!(urls.iter().any(|url| url.contains("cal-YjQVtnwkdU40fBI")), "{urls:?}");
    assert!(urls.iter().any(|url| url.contains("apd9vmbc22egenmtu5l6c5jbfc")), "{urls:?}");
    assert!(!urls.iter().any(|url| url.contains("rust-ulm")), "not listed within a year");
    let pages = twir_events::sync::calendars::pages(&catalogue);
    let pages: Vec<&str> = pages.iter().map(|wanted| wanted.url.as_str()).collect();
    assert_eq!(pages, ["https://www.meetup.com/rust-berlin/events/2/"]);
}

const STEP: &str = "TWIR_EVENTS_TEST_STEP";
const URL: &str = "TWIR_EVENTS_TEST_URL";
const CACHE: &str = "TWIR_EVENTS_TEST_CACHE";

/// Is the child of the test below: asks, and at the step asked for it waits to be killed.
#[test]
#[ignore = "runs as the child of `a_kill_at_every_step_of_asking`"]
fn child() {
    let (Ok(step), Ok(urls), Some(cache)) =
        (std::env::var(STEP), std::env::var(URL), std::env::var_os(CACHE))
    else {
        return;
    };
    let step: usize = step.parse().unwrap();
    let world = World::new();
    world.clock.pass(24);
    let wanted: Vec<Wanted> =
        urls.split(' ').map(|url| Wanted { url: url.to_owned(), ..world.wanted(MEETUP, "/") }).collect();
    let mut steps = 0;
    twir_events::sync::calendars::ask(
        &Cache::new(PathBuf::from(cache)),
        &wanted,
        &world.config(),
        &mut |_| {
            steps += 1;
            if steps == step {
                println!("\nstep {step}");
                loop {
                    std::thread::park();
                }
            }
        },
    )
    .unwrap();
}

#[test]
fn a_kill_at_every_step_of_asking_leaves_each_source_whole() {
    use std::io::{BufRead as _, BufReader};
    let (world, wanted) = four();
    let wanted = &wanted[..3];
    world.ask(wanted);
    let old: Vec<String> = wanted.iter().map(|wanted| world.kept(wanted)).collect();
    world.set(MEETUP, ICAL, events(&["m1", "m2"]));
    world.set(LUMA, "/ics/get?entity=calendar&id=cal-A", events(&["l1", "l2"]));
    let urls: Vec<&str> = wanted.iter().map(|wanted| wanted.url.as_str()).collect();
    let mut steps = 0;
    loop {
        steps += 1;
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["sync::organisers::child", "--exact", "--ignored", "--nocapture"])
            .env(STEP, steps.to_string())
            .env(URL, urls.join(" "))
            .env(CACHE, world.cache().root())
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let stopped = lines.map_while(Result::ok).any(|line| line == format!("step {steps}"));
        child.kill().unwrap();
        child.wait().unwrap();
        for (wanted, old) in wanted.iter().zip(&old) {
            let kept = world.kept(wanted);
            assert!(kept == *old || kept == whole(&["m1", "m2"]) || kept == whole(&["l1", "l2"]), "{kept}");
        }
        if !stopped {
            break;
        }
    }
    assert_eq!(steps, 8, "all asked, each asked and answered, and one that comes through");
    // Left-overs of a kill between a file and the manifest go with the next run; other people's stay.
    let folder = world.store().folder().to_owned();
    for name in
        ["meetup-0123456789abcdef.ics", "meetup-0123456789abcdef.ics.new", "manifest.json.new", "notes.txt"]
    {
        fs::write(folder.join(name), "half").unwrap();
    }
    world.clock.pass(48);
    let report = world.ask(wanted);
    assert!(report.outcomes.iter().all(|(_, outcome)| matches!(outcome, Outcome::New | Outcome::Unchanged)));
    let left: Vec<String> = tree(&folder).keys().map(|path| path.display().to_string()).collect();
    assert_eq!(left.len(), 5, "{left:?}");
    assert!(left.contains(&"notes.txt".to_owned()));
}
