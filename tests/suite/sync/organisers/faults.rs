//! Everything that can go wrong on the way: each source keeps what it had, and it is told.

use twir_events::calendar::store::MANIFEST;

use super::*;

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
