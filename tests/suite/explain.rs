//! `explain`, through the program, over issues of our own and the bundled ones.

use std::fs;

use crate::run::{Run, command, done, run};

/// Issues in which one event moves, another gets a new link, and a series reuses its title.
fn issues() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (date, items) in [
        (
            "2025-10-01",
            "* 2025-10-15 | Virtual (Berlin, DE) | [Crab Club](https://www.meetup.com/crab-club)\n    \
             * [**Borrowed Bicycles**](https://www.meetup.com/crab-club/events/300000001/)\n\
             * 2025-10-20 | Virtual (Berlin, DE) | [Crab Club](https://www.meetup.com/crab-club)\n    \
             * [**Crab Social**](https://www.meetup.com/crab-club/events/300000002/)\n\
             * Call for papers: see the site\n",
        ),
        (
            "2025-10-08",
            "* 2025-10-16 | Virtual (Berlin, DE) | [Crab Club](https://www.meetup.com/crab-club)\n    \
             * [**Borrowed Bicycles**](https://www.meetup.com/crab-club/events/300000001/)\n\
             * 2025-10-20 | Virtual (Berlin, DE) | [Crab Club](https://www.meetup.com/crab-club)\n    \
             * [**Crab Social**](https://www.meetup.com/crab-club/events/300000003/)\n\
             * 2025-10-27 | Virtual (Berlin, DE) | [Crab Club](https://www.meetup.com/crab-club)\n    \
             * [**Crab Social**](https://www.meetup.com/crab-club/events/300000004/)\n",
        ),
    ] {
        let text = format!(
            "Title: This Week in Rust\nNumber: 700\nDate: {date}\n\n## Upcoming Events\n\n### Virtual\n{items}\n\
             If you are running a Rust event please add it to the [calendar].\n"
        );
        fs::write(folder.path().join(format!("{date}-this-week-in-rust.md")), text).unwrap();
    }
    folder
}

fn explain(args: &[&str]) -> Run {
    let folder = issues();
    done(command().arg("explain").args(args).arg("--issues").arg(folder.path()).output().unwrap())
}

#[test]
fn an_event_tells_its_listings_and_its_changes() {
    insta::assert_snapshot!(explain(&["2025-10-15-crab-club-borrowed-bicycles"]).ok(), @r#"
    2025-10-15-crab-club-borrowed-bicycles
      2025-10-16 | Borrowed Bicycles | Crab Club | Berlin, DE | online
    Its listings:
      2025-10-01-this-week-in-rust.md:8: first listed: 2025-10-15, “Borrowed Bicycles”, https://www.meetup.com/crab-club/events/300000001/
      2025-10-08-this-week-in-rust.md:8: the same link; the old day had not come yet, and the issue no longer lists it (2025-10-15 became 2025-10-16)
    What changed:
      2025-10-08: moved from 2025-10-15 to 2025-10-16
    "#);
}

#[test]
fn an_event_tells_its_neighbours_and_why_they_are_others() {
    let text = explain(&["2025-10-20-crab-club-crab-social"]).ok();
    let (_, neighbours) = text.split_once("Others near it:\n").expect("neighbours");
    insta::assert_snapshot!(neighbours, @r#"
      2025-10-27-crab-club-crab-social
        2025-10-27 | Crab Social | Crab Club | Berlin, DE | online
        the same group on another day under another link: its next meeting
        alike: the same group; the same city; the same title
        apart: 7 days apart; two pages on one platform; one issue lists both in one part
    "#);
}

#[test]
fn a_listing_names_its_event_by_file_or_date_and_by_either_line() {
    let by_id = explain(&["2025-10-15-crab-club-borrowed-bicycles"]).ok();
    for name in
        ["2025-10-08:8", "2025-10-08-this-week-in-rust.md:8", "some/where/2025-10-08-this-week-in-rust.md:9"]
    {
        assert_eq!(explain(&[name]).ok(), by_id, "{name}");
    }
}

#[test]
fn two_listings_are_one_event_or_two() {
    let one = explain(&["2025-10-01:8", "2025-10-08:8"]).ok();
    assert!(one.starts_with("One event.\n"), "{one}");
    let two = explain(&["2025-10-08:10", "2025-10-08:12"]).ok();
    insta::assert_snapshot!(two, @r#"
    Two events: the same group on another day under another link: its next meeting.
      alike: the same group; the same city; the same title
      apart: 7 days apart; two pages on one platform; one issue lists both in one part

    2025-10-20-crab-club-crab-social
      2025-10-20 | Crab Social | Crab Club | Berlin, DE | online
    Its listings:
      2025-10-01-this-week-in-rust.md:10: first listed: 2025-10-20, “Crab Social”, https://www.meetup.com/crab-club/events/300000002/
      2025-10-08-this-week-in-rust.md:10: the same day, the same title or one like it, the same group or city (https://www.meetup.com/crab-club/events/300000003/)
    What changed:
      2025-10-08: link: https://www.meetup.com/crab-club/events/300000002/ became https://www.meetup.com/crab-club/events/300000003/

    2025-10-27-crab-club-crab-social
      2025-10-27 | Crab Social | Crab Club | Berlin, DE | online
    Its listings:
      2025-10-08-this-week-in-rust.md:12: first listed: 2025-10-27, “Crab Social”, https://www.meetup.com/crab-club/events/300000004/
    "#);
}

#[test]
fn programs_get_the_same_as_json() {
    let text = explain(&["2025-10-08:10", "2025-10-08:12", "--format", "json"]).ok();
    let answer: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(answer["same"], false);
    assert_eq!(answer["events"].as_array().unwrap().len(), 2);
    assert_eq!(answer["events"][0]["listings"][0]["reason"], "first");
    assert_eq!(answer["comparison"]["apart"][0], "7 days apart");
    let text = explain(&["2025-10-08:8", "--format", "json"]).ok();
    let answer: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(answer["same"], serde_json::Value::Null);
    assert_eq!(answer["events"][0]["listings"][1]["reason"], "moved");
}

#[test]
fn what_is_no_event_is_refused_with_a_hint() {
    for (name, message) in [
        (
            "2025-10-15-crab-club-borrowed-bicycle",
            "no event has this id; did you mean 2025-10-15-crab-club-borrowed-bicycles?",
        ),
        ("nothing", "no event has this id"),
        ("2025-10-22:8", "no issue of that name or date was read"),
        ("2025-10-08:2", "no list item of an events section begins there"),
        ("2025-10-08:400", "no list item of an events section begins there"),
        ("2025-10-01:12", "the item is no dated event"),
        ("2025-10-01:many", "no event has this id"),
    ] {
        let refused = explain(&[name]).refused();
        assert!(refused.starts_with(&format!("cannot explain {name}: ")), "{refused}");
        assert!(refused.contains(message), "{refused}");
    }
}

#[test]
fn the_bundled_issues_explain_a_changed_link() {
    let text = run(["explain", "2025-11-05-indy-rust-indy-rs-with-social-distancing"]).ok();
    assert!(text.contains("link: https://www.meetup.com/indyrs/events/wqzhftyhcpbhb/ became"), "{text}");
}
