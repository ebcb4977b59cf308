//! What comes when all goes well, and how politely it is asked for.

use twir_events::calendar::store::Status;

use super::*;

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
