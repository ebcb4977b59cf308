//! What one example of a code does not show: what earlier issues make of it, and what is told but once.

use std::fs;

use twir_events::model::Code;

use super::support::{codes, issue, issue_of, problems, run, said};

#[test]
fn header_dates_are_the_issues() {
    let body = "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n";
    let bad = issue_of("2025-12-03", 628, "2025-11-26 - 2025-12-24", body);
    let found = problems(&[&bad]);
    assert_eq!(found.iter().map(|problem| problem.code).collect::<Vec<_>>(), [Code::HeaderDates]);
    let fix = found[0].fix.as_ref().expect("the dates can be written");
    assert_eq!(fix.edits[0].text, "Rusty Events between 2025-12-03 - 2025-12-31");
    assert_eq!(&bad[fix.edits[0].span.clone()], "Rusty Events between 2025-11-26 - 2025-12-24");
}

/// A group's listing on a day.
fn listing(day: &str, group: &str, link: &str) -> String {
    format!("* {day} | Bern, CH | {group}\n    * [**Rust Talks**]({link})\n")
}

fn slugs(texts: &[&str]) -> Vec<&'static str> {
    problems(texts).iter().map(|problem| problem.code.slug()).collect()
}

#[test]
fn an_event_on_another_day_and_one_that_is_missing_are_told() {
    let group = "[G](https://www.meetup.com/g-rust)";
    let one = "https://www.meetup.com/g-rust/events/1111111/";
    let two = "https://www.meetup.com/g-rust/events/2222222/";
    let last = listing(
        "2025-12-20",
        "[H](https://www.meetup.com/h-rust)",
        "https://www.meetup.com/h-rust/events/3333333/",
    );
    let both = format!(
        "### Europe\n{}{}{last}",
        listing("2025-12-10", group, one),
        listing("2025-12-17", group, two)
    );
    let before = issue_of("2025-11-26", 627, "2025-11-26 - 2025-12-24", &both);
    let same = issue(&both);
    assert_eq!(slugs(&[&before, &same]), Vec::<&str>::new());
    let moved = issue(&format!(
        "### Europe\n{}{}{last}",
        listing("2025-12-11", group, one),
        listing("2025-12-17", group, two)
    ));
    assert_eq!(slugs(&[&before, &moved]), ["moved"]);
    let missing = issue(&format!("### Europe\n{}{last}", listing("2025-12-17", group, two)));
    assert_eq!(slugs(&[&before, &missing]), ["missing"]);
}

#[test]
fn a_group_under_another_name_or_link_is_told() {
    let body = |day: &str, group: &str| {
        format!("### Europe\n{}", listing(day, group, &format!("https://a.example/{day}")))
    };
    let earlier: Vec<String> = (0..3)
        .map(|week| {
            let date = format!("2025-11-{:02}", 5 + week * 7);
            let window = format!("{date} - x");
            issue_of(&date, 624 + week, &window, &body(&date, "[Gophers for Rust](https://a.example/g)"))
        })
        .collect();
    let with = |group: &str| {
        let last = issue(&body("2025-12-10", group));
        let mut texts: Vec<&str> = earlier.iter().map(String::as_str).collect();
        texts.push(&last);
        slugs(&texts)
    };
    assert_eq!(with("[Gophers for Rust](https://a.example/g)"), Vec::<&str>::new());
    assert_eq!(with("[Gophers for Rust](https://b.example/other)"), ["group-relinked"]);
    assert_eq!(with("[Crabs for Rust](https://a.example/g)"), ["group-renamed"]);
}

/// Issues before the test issue in which `listing` stood on three days.
fn three_before(listing: impl Fn(&str) -> String) -> Vec<String> {
    let days = ["2025-09-10", "2025-10-08", "2025-11-12"];
    let issues = (0_u32..).zip(days).map(|(number, day)| {
        let body = format!("### Europe\n{}", listing(day));
        issue_of(day, 600 + number, &format!("{day} - x"), &body)
    });
    issues.collect()
}

/// The codes of an issue with this body after those issues.
fn after(earlier: &[String], body: &str) -> Vec<&'static str> {
    let last = issue(body);
    let mut texts: Vec<&str> = earlier.iter().map(String::as_str).collect();
    texts.push(&last);
    slugs(&texts)
}

#[test]
fn a_group_in_another_city_than_ever_is_told() {
    let at = |day: &str, place: &str| {
        format!(
            "* {day} | {place} | [Ort Rust](https://www.meetup.com/ort-rust)\n    * [**T {day}**](https://a.example/{day})\n"
        )
    };
    let earlier = three_before(|day| at(day, "Leipzig, DE"));
    let told = |place: &str| after(&earlier, &format!("### Europe\n{}", at("2025-12-10", place)));
    assert_eq!(told("Augsburg, DE"), ["group-elsewhere"]);
    assert_eq!(told("Leipzig, DE"), Vec::<&str>::new());
    assert_eq!(told("Halle, DE"), Vec::<&str>::new(), "near");
    // Who has met in two cities may meet anywhere; two days are no habit.
    let mut moving = earlier.clone();
    moving[0] = moving[0].replace("Leipzig", "Dresden");
    assert_eq!(
        after(&moving, &format!("### Europe\n{}", at("2025-12-10", "Augsburg, DE"))),
        Vec::<&str>::new()
    );
    assert_eq!(
        after(&earlier[..2], &format!("### Europe\n{}", at("2025-12-10", "Augsburg, DE"))),
        Vec::<&str>::new()
    );
}

#[test]
fn a_page_of_another_known_group_is_told() {
    let at = |day: &str, group: &str, host: &str, number: u32| {
        format!(
            "* {day} | Bern, CH | {group}\n    * [**T {day}**](https://www.meetup.com/{host}/events/{number}/)\n"
        )
    };
    let (ort, other) =
        ("[Ort Rust](https://www.meetup.com/ort-rust)", "[Tal Rust](https://www.meetup.com/tal-rust)");
    let number = |day: &str| day.replace('-', "").parse::<u32>().unwrap_or(0) * 10;
    let earlier = three_before(|day| at(day, ort, "ort-rust", number(day)));
    let told = |group: &str| {
        after(&earlier, &format!("### Europe\n{}", at("2025-12-10", group, "ort-rust", 311_000_000)))
    };
    assert_eq!(told(other), ["other-groups-link"]);
    assert_eq!(told(ort), Vec::<&str>::new());
    assert_eq!(told(&format!("{other} + {ort}")), Vec::<&str>::new());
    // A group that has listed the other one's events before may do so again.
    let with = three_before(|day| {
        format!("{}{}", at(day, ort, "ort-rust", number(day)), at(day, other, "ort-rust", number(day) + 1))
    });
    assert_eq!(
        after(&with, &format!("### Europe\n{}", at("2025-12-10", other, "ort-rust", 311_000_000))),
        Vec::<&str>::new()
    );
}

#[test]
fn what_stands_under_another_page_is_not_missing() {
    let at = |number: u32| {
        format!(
            "### Europe\n* 2025-12-10 | Bern, CH | [Ort Rust](https://www.meetup.com/ort-rust)\n    * [**Evening**](https://www.meetup.com/ort-rust/events/{number}/)\n\
                 * 2025-12-11 | Bern, CH | [H](https://a.example/h)\n    * [**Stays**](https://a.example/2)\n"
        )
    };
    let before = vec![issue_of("2025-11-26", 627, "2025-11-26 - 2025-12-24", &at(311_111_111))];
    let told = after(&before, &at(322_222_222));
    assert!(!told.contains(&"missing"), "{told:?}");
    let gone = at(1)
        .split_once("* 2025-12-11")
        .map(|(_, stays)| format!("### Europe\n* 2025-12-11{stays}"))
        .unwrap();
    assert_eq!(after(&before, &gone), ["missing"]);
    let off = vec![before[0].replace("**Evening**", "**CANCELLED: Evening**")];
    assert_eq!(after(&off, &gone), Vec::<&str>::new());
}

/// The page of one group's evening pasted at another's day, and taken out a week later.
#[test]
fn what_was_corrected_is_not_missing() {
    let own = "* 2025-12-11 | Reading, UK | [Ort Rust](https://www.meetup.com/ort-rust)\n    * [**Evening**](https://www.meetup.com/ort-rust/events/311111111/)\n";
    let pasted = "* 2025-12-12 | Geneva, CH | [Lab](https://lab.example)\n    * [**Evening**](https://www.meetup.com/ort-rust/events/311111111/)\n";
    let last = "* 2025-12-15 | Bern, CH | [H](https://a.example/h)\n    * [**Stays**](https://a.example/2)\n";
    let before = vec![issue_of(
        "2025-11-26",
        627,
        "2025-11-26 - 2025-12-24",
        &format!("### Europe\n{own}{pasted}{last}"),
    )];
    assert_eq!(after(&before, &format!("### Europe\n{own}{last}")), Vec::<&str>::new());
}

/// What its title contradicts is moved nowhere.
#[test]
fn a_title_that_says_another_way_to_take_part_is_for_a_human() {
    for (place, title, told) in [
        ("Virtual (Bern, CH)", "In person Rust January at the lab", true),
        ("Virtual (Bern, CH)", "Ort Rust onsite", true),
        ("Virtual (Bern, CH)", "Onboarding in person and other tales of a lost crab", false),
        ("Bern, CH", "Ort Rust Bern online", true),
        ("Bern, CH", "Selling bicycles online", false),
        ("Bern, CH", "Ort Rust meetup in person", false),
    ] {
        let row = format!(
            "* 2025-12-11 | {place} | [Ort Rust](https://ort.example)\n    * [**{title}**](https://ort.example/1)\n"
        );
        let right = if place.starts_with('V') { "Virtual" } else { "Europe" };
        let told_there = codes(&format!("### {right}\n{row}"));
        assert_eq!(told_there.contains(&"title-format"), told, "{title}: {told_there:?}");
        let wrong = if place.starts_with('V') { "Europe" } else { "Virtual" };
        let text = issue(&format!("### {wrong}\n{row}"));
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("2025-12-03-this-week-in-rust.md");
        fs::write(&path, &text).unwrap();
        let (out, _, _) = said(&run(&["draft", path.to_str().unwrap()]));
        assert_eq!(out.contains(&format!("### {wrong}\n")), told || wrong == "Virtual", "{title}:\n{out}");
    }
}

#[test]
fn a_city_that_no_table_knows_is_told_once_and_for_events_to_come() {
    let at = |day: &str, letter: char| {
        format!(
            "* {day} | Qwertzuhausen, DE | [G](https://a.example/g)\n    * [**{letter}**](https://a.example/{letter})\n"
        )
    };
    let body =
        format!("### Europe\n{}{}{}", at("2025-12-01", 'a'), at("2025-12-10", 'b'), at("2025-12-11", 'c'));
    let told: Vec<usize> = problems(&[&issue(&body)])
        .iter()
        .filter(|problem| problem.code == Code::UnknownCity)
        .map(|problem| problem.line)
        .collect();
    assert_eq!(told, [17]);
}
