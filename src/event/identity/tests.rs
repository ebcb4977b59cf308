//! Each rule with listings that it joins and listings that it keeps apart.

use crate::event::fixture::read;

/// Asserts which rows are one event: `ab c` means that `a` and `b` are, and `c` another.
#[track_caller]
fn assert_events(expected: &str, issues: &[(&str, &[&str])]) {
    let (_, events) = read(issues);
    let names: Vec<char> =
        issues.iter().flat_map(|(_, rows)| *rows).filter_map(|row| row.chars().next()).collect();
    let mut found: Vec<String> =
        events.iter().map(|event| event.listings.iter().map(|listing| names[*listing]).collect()).collect();
    found.sort();
    assert_eq!(found.join(" "), expected);
}

#[test]
fn the_same_listing_week_after_week_is_one_event() {
    assert_events(
        "abc",
        &[
            (
                "2025-10-01",
                &["a Virtual | 2025-10-20 | Virtual (Crabtown, US) | Crab Club | Hack Night | m/1"],
            ),
            (
                "2025-10-08",
                &["b Virtual | 2025-10-20 | Virtual (Crabtown, US) | Crab Club | Hack Night | m/1"],
            ),
            (
                "2025-10-15",
                &["c Virtual | 2025-10-20 | Virtual (Crabtown, US) | Crab Club | Other Words | m/1"],
            ),
        ],
    );
}

#[test]
fn each_date_of_a_series_with_one_link_is_an_event() {
    // All of them listed together, and one after the other.
    let rows: [&str; 3] = [
        "a Virtual | 2025-10-09 | Virtual (Crabtown, US) | Crab Club | Rust Hack and Learn | jitsi.example/crab",
        "b Virtual | 2025-10-23 | Virtual (Crabtown, US) | Crab Club | Rust Hack and Learn | jitsi.example/crab",
        "c Virtual | 2025-11-06 | Virtual (Crabtown, US) | Crab Club | Rust Hack and Learn | jitsi.example/crab",
    ];
    assert_events("a b c", &[("2025-10-08", &rows)]);
    assert_events(
        "a b c",
        &[("2025-10-08", &rows[..1]), ("2025-10-15", &rows[1..2]), ("2025-10-29", &rows[2..])],
    );
    // The old day was skipped: a room says nothing about which meeting this is.
    assert_events("a c", &[("2025-10-08", &rows[..1]), ("2025-10-09", &rows[2..])]);
}

#[test]
fn a_conference_keeps_its_page_from_year_to_year() {
    assert_events(
        "a b",
        &[
            (
                "2025-02-05",
                &["a Europe | 2025-02-19/2025-02-20 | Crabtown, GB | Crabconf | Crabconf 2025 | crab.conf"],
            ),
            (
                "2026-01-21",
                &["b Europe | 2026-02-18/2026-02-19 | Crabtown, GB | Crabconf | Crabconf | crab.conf"],
            ),
        ],
    );
}

#[test]
fn an_event_moves_when_its_old_day_is_gone() {
    for (day, links) in
        [("2025-10-21", "m/1"), ("2025-10-07", "m/1"), ("2025-12-20", "m/1"), ("2026-10-20", "l/x")]
    {
        let first = format!("a Europe | 2025-10-20 | Crabtown, GB | Crab Club | Hack Night | {links}");
        let second = format!("b Europe | {day} | Crabtown, GB | Crab Club | Hack Night | {links}");
        assert_events("ab", &[("2025-10-01", &[&first]), ("2025-10-08", &[&second])]);
    }
}

#[test]
fn a_page_moves_an_event_only_with_a_title_of_its_own() {
    let row = |name: char, day: &str, title: &str| {
        format!("{name} Virtual | {day} | Virtual | Crab Club | {title} | crab.example/event/1")
    };
    let own = [row('a', "2025-10-20", "Borrowed Bicycles"), row('b', "2025-11-03", "Borrowed Bicycles")];
    assert_events("ab", &[("2025-10-01", &[&own[0]]), ("2025-10-08", &[&own[1]])]);
    let custom = [row('a', "2025-10-20", "Monthly Meetup"), row('b', "2025-11-03", "Monthly Meetup")];
    assert_events("a b", &[("2025-10-01", &[&custom[0]]), ("2025-10-08", &[&custom[1]])]);
    let slip = [row('a', "2025-10-20", "Monthly Meetup"), row('b', "2025-10-21", "Monthly Meetup")];
    assert_events("ab", &[("2025-10-01", &[&slip[0]]), ("2025-10-08", &[&slip[1]])]);
}

#[test]
fn both_days_listed_are_two_events() {
    let a = "a Virtual | 2025-10-09 | Virtual (Crabtown, US) | Crab Club | Bookworms | m/1";
    let b = "b Virtual | 2025-10-23 | Virtual (Crabtown, US) | Crab Club | Bookworms | m/1";
    assert_events("a b", &[("2025-10-01", &[a, b])]);
    assert_events("ac b", &[("2025-10-01", &[a]), ("2025-10-08", &[&a.replace("a Vir", "c Vir"), b])]);
}

#[test]
fn a_correction_beside_the_row_that_it_corrects_is_no_second_event() {
    let row = |name: char, day: u32| {
        format!("{name} Europe | 2025-06-0{day} | Crabtown, DE | Crab Club | 2025 / 2 - Hack Evening | m/1")
    };
    assert_events(
        "abcdef",
        &[
            ("2025-05-07", &[&row('a', 4)]),
            ("2025-05-14", &[&row('b', 4), &row('c', 5)]),
            ("2025-05-21", &[&row('d', 4), &row('e', 5)]),
            ("2025-05-28", &[&row('f', 5)]),
        ],
    );
}

#[test]
fn editions_are_told_apart_by_their_numbers() {
    assert_events(
        "a b",
        &[
            ("2026-01-21", &["a Europe | 2026-01-27 | Crabtown, NO | Crab Club | Crab #4 @ Pier | m/1"]),
            ("2026-01-26", &["b Europe | 2026-02-24 | Crabtown, NO | Crab Club | Crab #5 @ Pier | m/1"]),
        ],
    );
}

#[test]
fn a_link_pasted_under_another_groups_heading_joins_nothing() {
    assert_events(
        "a b",
        &[(
            "2026-01-21",
            &[
                "a Europe | 2026-02-11 | Crabtown, GB | Crab Club | Crab Meetup | m/1",
                "b Europe | 2026-02-12 | Lobsterville, CH | Lobster Lab | Crab Meetup | m/1",
            ],
        )],
    );
}

#[test]
fn after_its_day_an_event_was_put_off_or_another_takes_its_link() {
    let both = |title: &str, next: &str, day: &str| {
        let a = format!("a Europe | 2025-10-07 | Crabtown, GB | Crab Club | {title} | m/1");
        let b = format!("b Europe | {day} | Crabtown, GB | Crab Club | {next} | m/1");
        let (_, events) = read(&[("2025-10-01", &[&a]), ("2025-10-08", &[&b])]);
        events.len() == 1
    };
    assert!(both("Elixir of Life", "Elixir of Life", "2025-10-21"), "a talk of its own");
    assert!(both("Monthly Mixer", "Monthly Mixer (moved to Oct 14th)", "2025-10-14"), "it says so");
    assert!(both("Meetup #53", "Meetup #53 with guests", "2025-10-14"), "the same number");
    assert!(!both("Topic TBD", "Types and Traits", "2025-11-18"), "another topic");
    assert!(!both("Crab Lunch, Oct 7", "Crab Lunch, Nov 4", "2025-11-04"), "titles with other dates");
    assert!(!both("Elixir of Life", "Elixir of Life", "2026-09-01"), "too late");
    assert!(!both("Crab Club Meetup", "Crab Club Meetup", "2025-11-04"), "a title that fits every month");
    assert!(both("Crab Club Meetup", "Crab Club Meetup", "2025-10-08"), "no series meets again so soon");
}

#[test]
fn on_the_day_of_the_issue_nothing_has_passed() {
    let topics = |day: &str| {
        let a = format!("a Europe | {day} | Crabtown, GB | Crab Club | Topic TBD | m/1");
        let b = "b Europe | 2025-11-18 | Crabtown, GB | Crab Club | Types and Traits | m/1";
        let (_, events) = read(&[("2025-10-01", &[&a]), ("2025-10-08", &[b])]);
        events.len()
    };
    assert_eq!(topics("2025-10-08"), 1, "its link says that it was moved");
    assert_eq!(topics("2025-10-07"), 2, "it took place");
}

#[test]
fn a_series_that_is_known_to_reuse_its_title_is_not_put_off() {
    assert_events(
        "a b c",
        &[
            ("2025-09-24", &["a Europe | 2025-09-30 | Crabtown, GB | Crab Club | Crab Lunch | m/1"]),
            ("2025-10-01", &["b Europe | 2025-10-07 | Crabtown, GB | Crab Club | Crab Lunch | m/2"]),
            ("2025-10-08", &["c Europe | 2025-10-21 | Crabtown, GB | Crab Club | Crab Lunch | m/2"]),
        ],
    );
}

#[test]
fn a_day_that_had_passed_when_it_was_printed_is_a_slip() {
    assert_events(
        "a bc",
        &[
            ("2025-06-01", &["a Europe | 2025-06-22 | Crabtown, NL | Crab Club | Crab Developers | m/1"]),
            ("2025-07-13", &["b Europe | 2025-06-22 | Crabtown, NL | Crab Club | Crab Developers | m/2"]),
            ("2025-07-20", &["c Europe | 2025-07-27 | Crabtown, NL | Crab Club | Crab Developers | m/2"]),
        ],
    );
    assert_events(
        "ab",
        &[
            ("2024-12-11", &["a Virtual | 2024-01-02 | Virtual | Crab Club | Hack and Learn | crab.example"]),
            ("2024-12-18", &["b Virtual | 2025-01-02 | Virtual | Crab Club | Hack and Learn | crab.example"]),
        ],
    );
}

#[test]
fn a_series_link_gives_way_to_a_numbered_one() {
    let series = "Virtual | 2025-11-05 | Virtual (Crabtown, US) | Crab Club | Crab Social | m/wqzhftyhcpbhb";
    let numbered = "Virtual | 2025-11-05 | Virtual (Crabtown, US) | Crab Club | Crab Social | m/311574520";
    let (a, b, c) = (format!("a {series}"), format!("b {numbered}"), format!("c {series}"));
    assert_events("ab", &[("2025-10-15", &[&a]), ("2025-10-22", &[&b])]);
    // Both of them listed for a while.
    assert_events("abc", &[("2025-10-15", &[&a]), ("2025-10-22", &[&b, &c])]);
}

#[test]
fn an_entry_that_is_gone_was_replaced_by_the_new_one_of_its_day() {
    let a = "a Virtual | 2025-10-15 | Virtual (Crabtown, US) | Crab Club | Study Night | m/1";
    let b = "b Virtual | 2025-10-15 | Virtual (Crabtown, US) | Crab Club | Building a Randomizer | m/2";
    assert_events("ab", &[("2025-10-01", &[a]), ("2025-10-08", &[b])]);
    assert_events("a b", &[("2025-10-01", &[a, b])]);
    let c = "c Virtual | 2025-10-15 | Virtual (Crabtown, US) | Crab Club | Parsers at Sea | m/3";
    assert_events("a b c", &[("2025-10-01", &[a]), ("2025-10-08", &[b, c])]);
    let elsewhere = "b Europe | 2025-10-15 | Crabtown, US | Crab Club | Building a Randomizer | m/2";
    assert_events("a b", &[("2025-10-01", &[a]), ("2025-10-08", &[elsewhere])]);
}

#[test]
fn a_hybrid_event_in_two_sections_is_one() {
    assert_events(
        "ab",
        &[(
            "2025-10-01",
            &[
                "a Virtual | 2025-10-15 | Hybrid (Crabtown, US) | Crab Club | Crab Night | m/1",
                "b North America | 2025-10-15 | Hybrid (Crabtown, US) | Crab Club | Crab Night | m/2",
            ],
        )],
    );
    assert_events(
        "ab",
        &[(
            "2022-03-02",
            &[
                "a Virtual | 2022-03-09 | Virtual (Crabtown, US) | Crab Club | Crab Night | m/1 crab.example/1",
                "b North America | 2022-03-09 | Crabtown, US | Crab Club | Night of Crabs! | crab.example/1",
            ],
        )],
    );
}

#[test]
fn two_links_in_one_section_are_two_sessions() {
    let row = |name: char, title: &str, link: u32| {
        format!("{name} Europe | 2025-05-12 | Crabtown, NL | Crab Club | {title} | m/{link}")
    };
    let issue =
        [row('a', "Walking Tour", 1), row('b', "Walking Tour (afternoon)", 2), row('c', "Bowling", 3)];
    let issue: Vec<&str> = issue.iter().map(String::as_str).collect();
    assert_events("a b c", &[("2025-05-07", &issue)]);
}

#[test]
fn a_webinar_is_one_event_for_all_its_hosts() {
    let row = |name: char, city: &str, group: &str, link: u32| {
        format!(
            "{name} Virtual | 2025-02-10 | Virtual ({city}, PL) | {group} | Tools for Terminals | m/{link}"
        )
    };
    let issue =
        [row('a', "Crabtown", "Academy Crabtown", 1), row('b', "Lobsterville", "Academy Lobsterville", 2)];
    assert_events("ab", &[("2025-02-01", &[&issue[0], &issue[1]])]);
    // In person these are two evenings.
    let there = issue.map(|row| row.replace("Virtual (", "").replace(')', "").replace("Virtual", "Europe"));
    assert_events("a b", &[("2025-02-01", &[&there[0], &there[1]])]);
    // And a title that everybody has says nothing.
    let custom = [
        "a Virtual | 2025-02-10 | Virtual (Crabtown, PL) | Crab Club | Rust Meetup | m/1",
        "b Virtual | 2025-02-10 | Virtual (Lobsterville, PL) | Lobster Lab | Rust Meetup | m/2",
    ];
    assert_events("a b", &[("2025-02-01", &custom)]);
}

#[test]
fn one_occasion_of_two_groups_is_one_event() {
    assert_events(
        "ab c",
        &[(
            "2025-09-03",
            &[
                "a Asia | 2025-09-13 | Crabtown, CN | Wasm Friends | Gosim AI Crabtown 2025 (CFP is still open) | m/1",
                "b Asia | 2025-09-13/2025-09-14 | Crabtown, CN | Gosim | Gosim Crabtown 2025 | gosim.example",
                "c Asia | 2025-09-13 | Crabtown, CN | Crab Club | Hack Night | m/2",
            ],
        )],
    );
}

#[test]
fn a_hackathon_at_a_conference_is_not_the_conference() {
    assert_events(
        "a b",
        &[(
            "2025-05-07",
            &[
                "a Europe | 2025-05-13/2025-05-17 | Crabtown, NL | Crab Club | Crabweek 2025 | crab.example",
                "b Europe | 2025-05-16 | Crabtown, NL | Crab Club | Crabweek Hackathon | m/1",
            ],
        )],
    );
}

#[test]
fn what_several_groups_hold_one_of_them_may_list_again() {
    assert_events(
        "ab",
        &[(
            "2025-05-14",
            &[
                "a Virtual | 2025-05-15 | Virtual | Crab Club + Lobster Lab | Celebrating 10 years | m/1",
                "b Virtual | 2025-05-15 | Virtual (Crabtown, CH) | Crab Club | Celebrating 10 years (with friends) | m/2",
            ],
        )],
    );
}

#[test]
fn a_new_link_and_a_new_day_at_once_need_a_title_of_its_own() {
    let both = |title: &str| {
        let a = format!("a Europe | 2025-10-20 | Crabtown, GB | Crab Club | {title} | m/1");
        let b = format!("b Europe | 2025-10-27 | Crabtown, GB | Crab Club | {title} | m/2");
        read(&[("2025-10-01", &[&a]), ("2025-10-08", &[&b])]).1.len() == 1
    };
    assert!(both("Borrowed Bicycles"));
    assert!(both("Meetup #53"));
    assert!(!both("Weekly Meetup"));
}

#[test]
fn meetings_in_one_room_on_one_day_are_told_apart_by_title() {
    assert_events(
        "ac bd",
        &[
            (
                "2017-08-01",
                &[
                    "a Online | 2017-08-09 | Virtual |  | Community Team Meeting | irc.example/rust",
                    "b Online | 2017-08-09 | Virtual |  | Documentation Team Meeting | irc.example/rust",
                ],
            ),
            (
                "2017-08-08",
                &[
                    "c Online | 2017-08-09 | Virtual |  | Community Team Meeting | irc.example/rust",
                    "d Online | 2017-08-09 | Virtual |  | Documentation Team Meeting | irc.example/rust",
                ],
            ),
        ],
    );
}

#[test]
fn a_link_shared_by_a_hundred_events_and_a_crowded_day_are_read() {
    let day = |n: usize| chrono::NaiveDate::from_ymd_opt(2025, 1, 8).unwrap() + chrono::Days::new(n as u64);
    let series: Vec<String> = (0..100)
        .map(|n| format!("a Virtual | {} | Virtual | Crab Club | Crab Talk | crab.example", day(n)))
        .collect();
    let series: Vec<&str> = series.iter().map(String::as_str).collect();
    let (_, events) = read(&[("2025-01-01", &series), ("2025-01-08", &series)]);
    assert_eq!(events.len(), 100);
    assert!(events.iter().all(|event| event.listings.len() == 2));
    let crowd: Vec<String> = (0..1000)
        .map(|n| format!("a Europe | 2025-01-08 | Crabtown, GB | Crab Club | Talk number {n} | m/{n}"))
        .collect();
    let crowd: Vec<&str> = crowd.iter().map(String::as_str).collect();
    let (_, events) = read(&[("2025-01-01", &crowd), ("2025-01-08", &crowd)]);
    assert_eq!(events.len(), 1000);
}

/// Its page served a meeting before, which was another one; but a week is no time for the next.
#[test]
fn a_meeting_that_names_its_day_is_put_off_by_a_week() {
    let row = |name: &str, day: &str, title: &str| {
        format!("{name} North America | {day} | Crabtown, US | Crab Club | Clam Lunch, {title} | m/312483562")
    };
    let (first, second) = (row("a", "2026-01-03", "Jan 3"), row("b", "2026-02-07", "Feb 7"));
    let third = row("c", "2026-02-14", "Feb 14");
    assert_events(
        "a bc",
        &[("2025-12-31", &[&first]), ("2026-02-04", &[&second]), ("2026-02-11", &[&third])],
    );
    // Five weeks later it is the next one.
    let third = row("c", "2026-03-14", "Mar 14");
    assert_events(
        "a b c",
        &[("2025-12-31", &[&first]), ("2026-02-04", &[&second]), ("2026-02-25", &[&third])],
    );
}
