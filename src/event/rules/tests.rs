//! Each rule with a case that it decides and one much like it that it must leave alone.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::event::{Lines, fixture, identify};

/// Two rows of one issue, or of two a week apart, and the rule that decides.
struct Case(Question, &'static str, [&'static str; 2], [&'static str; 2]);

/// What is answered of two rows; those that begin with `later` stand in the next issue.
fn answer(question: Question, rows: [&str; 2]) -> Verdict {
    let listing = |line: usize, row: &str| match row.strip_prefix("later ") {
        Some(row) => fixture::listing("2025-10-08", line, row),
        None => fixture::listing("2025-10-01", line, row),
    };
    let (a, b) = (listing(1, rows[0]), listing(2, rows[1]));
    let knowledge = Knowledge::default();
    let verdict = compare(&a, &b, &knowledge, question).unwrap();
    assert_eq!(
        compare(&b, &a, &knowledge, question).unwrap().same,
        verdict.same,
        "in the other order: {rows:?}"
    );
    verdict
}

/// The rule that decides between two rows.
fn decides(question: Question, rows: [&str; 2]) -> &'static str {
    answer(question, rows).rule.name
}

/// The rule by which the last row of the last issue joined its event; `first` where it founded one.
fn joins(issues: &[(&str, &[&str])]) -> &'static str {
    let listings: Vec<_> = issues
        .iter()
        .flat_map(|(date, rows)| {
            rows.iter().enumerate().map(|(line, row)| fixture::listing(date, line + 1, row))
        })
        .collect();
    identify(&listings, &Knowledge::default(), Lines::default()).joined.pop().unwrap().unwrap().rule.name
}

use Question::{Base, Double, Identity, Incoming, Twin};

const CONF: &str = "a Virtual | 2025-11-04/2025-11-06 | Virtual (Crabtown, US) | Crab Foundation | Crabconf 2025 | crabconf.example";
const NIGHT: &str = "a Europe | 2025-11-05 | Crabtown, GB | Crab Club | Borrowed Bicycles | m/1";

/// Cases that two listings show by themselves.
const CASES: &[Case] = &[
    Case(
        Identity,
        "same_link",
        [NIGHT, "b Europe | 2025-11-05 | Crabtown, GB | Crab Club | Other Words | m/1"],
        [NIGHT, "b Europe | 2025-11-12 | Crabtown, GB | Crab Club | Other Words | m/1"],
    ),
    Case(
        Identity,
        "page_of_another",
        [
            "a Virtual | 2025-11-05 | Virtual | Crab Club | Reading #62 | room.example",
            "b Virtual | 2025-11-05 | Virtual | Crab Club | Reading #63 | room.example",
        ],
        [
            "a Virtual | 2025-11-05 | Virtual | Crab Club | Reading #62 | room.example",
            "b Virtual | 2025-11-05 | Virtual | Crab Club | Reading #62 | room.example",
        ],
    ),
    Case(
        Identity,
        "same_page",
        [
            CONF,
            "b Europe | 2025-11-04/2025-11-06 | Crabtown, US | Crab Club | Crabconf 2025 | crabconf.example",
        ],
        [CONF, "b Virtual | 2025-11-04 | Virtual | Crab Club | Hands-on Traits | crabconf.example"],
    ),
    Case(
        Identity,
        "other_edition",
        [
            "a Europe | 2025-11-05 | Crabtown, GB | Crab Club | Meetup #62 | m/1",
            "b Europe | 2025-11-05 | Crabtown, GB | Crab Club | Meetup #63 | m/2",
        ],
        [
            "a Europe | 2025-11-05 | Crabtown, GB | Crab Club | Meetup #62 | m/1",
            "later b Europe | 2025-11-05 | Crabtown, GB | Crab Club | Meetup #62 | m/2",
        ],
    ),
    Case(
        Identity,
        "printed_late",
        [
            "a Europe | 2025-10-05 | Crabtown, GB | Crab Club | Hack Night | m/1",
            "later b Europe | 2025-10-05 | Crabtown, GB | Crab Club | Hack Night | m/2",
        ],
        [
            "a Europe | 2025-10-10 | Crabtown, GB | Crab Club | Hack Night | m/1",
            "later b Europe | 2025-10-10 | Crabtown, GB | Crab Club | Hack Night | m/2",
        ],
    ),
    Case(
        Identity,
        "held_with",
        [
            "a Virtual | 2025-11-05 | Virtual (Clamtown, GB) | Clam Circle | Hybrid event with Crab Club! | m/1",
            "b Europe | 2025-11-05 | Crabtown, GB | Crab Club | Meetup November | m/2",
        ],
        [
            "a Virtual | 2025-11-05 | Virtual (Clamtown, GB) | Clam Circle | Hybrid event with Crab cakes! | m/1",
            "b Europe | 2025-11-05 | Crabtown, GB | Crab Club | Meetup November | m/2",
        ],
    ),
    Case(
        Identity,
        "announced",
        [
            "a Europe | 2025-11-04 | Clamtown, GB | Crab Club | Crabconf 2025 announcement | m/3",
            "b Europe | 2025-11-04/2025-11-06 | Crabtown, GB | Crab Club | Crabconf 2025 | crabconf.example",
        ],
        [
            "a Europe | 2025-11-04 | Clamtown, GB | Crab Club | Crabconf 2025 hackathon | m/3",
            "b Europe | 2025-11-04/2025-11-06 | Crabtown, GB | Crab Club | Crabconf 2025 | crabconf.example",
        ],
    ),
    Case(
        Identity,
        "same_conference",
        [
            CONF,
            "b North America | 2025-11-04/2025-11-06 | Crabtown, US | Crabconf | Crabconf | crabconf.example/2025",
        ],
        [
            CONF,
            "b North America | 2025-11-04/2025-11-06 | Clamtown, US | Clamconf | Clamconf | clamconf.example",
        ],
    ),
    Case(
        Identity,
        "part_of_it",
        [
            "a Europe | 2025-11-04/2025-11-06 | Crabtown, GB | Crabconf | Crabconf Europe meeting | crabconf.example",
            "b Europe | 2025-11-05 | Crabtown, GB | Crabconf | Crabconf Europe meeting hackathon | m/3",
        ],
        [
            "a Europe | 2025-11-04/2025-11-06 | Crabtown, GB | Crabconf | Crabconf Europe meeting | crabconf.example",
            "later b Europe | 2025-11-05/2025-11-06 | Crabtown, GB | Crabconf | Crabconf Europe meeting | m/3",
        ],
    ),
    Case(
        Identity,
        "two_platforms",
        [NIGHT, "b Europe | 2025-11-05 | Crabtown, GB | Crab Club | An Evening of Bevy | l/x"],
        [NIGHT, "b Europe | 2025-11-05 | Crabtown, GB | Crab Club | An Evening of Bevy | m/2"],
    ),
    Case(
        Identity,
        "two_sessions",
        [NIGHT, "b Europe | 2025-11-05 | Crabtown, GB | Crab Club | Borrowed Bicycles | m/2"],
        [NIGHT, "later b Europe | 2025-11-05 | Crabtown, GB | Crab Club | Borrowed Bicycles | m/2"],
    ),
    Case(
        Identity,
        "one_unnamed",
        [NIGHT, "b Virtual | 2025-11-05 | Virtual (Crabtown, GB) | Crab Club | TBD | x.example"],
        [NIGHT, "later b Virtual | 2025-11-05 | Virtual (Crabtown, GB) | Crab Club | Hack Night | x.example"],
    ),
    Case(
        Identity,
        "one_each_way",
        [
            NIGHT,
            "later b Virtual | 2025-11-05 | Virtual (Crabtown, GB) | Crab Club | Borrowed Bicycles Talks | m/2",
        ],
        [NIGHT, "later b Europe | 2025-11-05 | Crabtown, GB | Crab Club | Borrowed Bicycles Talks | m/2"],
    ),
    Case(
        Identity,
        "same_title",
        [NIGHT, "later b Europe | 2025-11-05 | Crabtown, GB | Crab Club | Borrowed Bicycles | m/2"],
        [NIGHT, "later b Europe | 2025-11-05 | Clamtown, GB | Crab Club | Borrowed Bicycles | m/2"],
    ),
    Case(
        Identity,
        "same_meeting",
        [
            "a Virtual | 2025-11-05 | Virtual |  | Moderation Team Meeting on Discord | discord.example/x",
            "later b Virtual | 2025-11-05 | Virtual |  | Moderation Team Meeting at #moderation on IRC | irc.example",
        ],
        [
            "a Virtual | 2025-11-05 | Virtual |  | Moderation Team Meeting on Discord | discord.example/x",
            "b Virtual | 2025-11-05 | Virtual |  | Outreach Team Meeting on Discord | discord.example/y",
        ],
    ),
    Case(
        Identity,
        "same_webinar",
        [
            "a Virtual | 2025-11-05 | Virtual (Crabtown, GB) | Crab Club | Borrowed Bicycles | m/1",
            "b Virtual | 2025-11-05 | Virtual (Clamtown, US) | Clam Club | Borrowed Bicycles | l/x",
        ],
        [
            "a Virtual | 2025-11-05 | Virtual (Crabtown, GB) | Crab Club | Monthly Meetup | m/1",
            "b Virtual | 2025-11-05 | Virtual (Clamtown, US) | Clam Club | Monthly Meetup | l/x",
        ],
    ),
    Case(
        Identity,
        "same_occasion",
        [
            "a Europe | 2025-11-05 | Crabtown, GB | Crab Club | Adopting Rust at Lobster bank | m/1",
            "b Europe | 2025-11-05 | Crabtown, GB | Clam Club | Rust at Lobster Banking Group | l/x",
        ],
        [
            "a Europe | 2025-11-05 | Crabtown, GB | Crab Club | Adopting Rust at Lobster bank | m/1",
            "b Europe | 2025-11-05 | Crabtown, GB | Clam Club | Games of the Sea | l/x",
        ],
    ),
    Case(
        Identity,
        "held_together",
        [
            "a Europe | 2025-11-05 | Crabtown, GB | Crab Club=crab.example | Ten years anniversary of Ferris | m/1",
            "b Virtual | 2025-11-05 | Virtual (Clamtown, US) | Clam Club | Celebrating ten years of Ferris, an anniversary | crab.example",
        ],
        [
            "a Europe | 2025-11-05 | Crabtown, GB | Crab Club=crab.example | Ten years anniversary of Ferris | m/1",
            "b Virtual | 2025-11-05 | Virtual (Clamtown, US) | Clam Club | Games of the Sea | crab.example",
        ],
    ),
    Case(
        Double,
        "one_line_twice",
        [NIGHT, "b Europe | 2025-11-05 | Crabtown, GB | Crab Club | Other Words | m/1"],
        [NIGHT, "b Europe | 2025-11-05 | Clamtown, GB | Clam Club | Other Words | m/1"],
    ),
    Case(
        Double,
        "one_page",
        [NIGHT, "b Europe | 2025-11-05 | Clamtown, GB | Clam Club | Other Words | m/1"],
        [NIGHT, "b Europe | 2025-11-05 | Clamtown, GB | Clam Club | Other Words | m/2"],
    ),
    Case(
        Double,
        "other_days",
        [NIGHT, "b Europe | 2025-11-06 | Crabtown, GB | Crab Club | Borrowed Bicycles | m/1"],
        [NIGHT, "b Europe | 2025-11-05 | Crabtown, GB | Crab Club | Borrowed Bicycles | m/1"],
    ),
    Case(
        Double,
        "listed_twice",
        [NIGHT, "b Europe | 2025-11-05 | Crabtown, GB | Crab Club | Borrowed Bicycles | "],
        [NIGHT, "b Europe | 2025-11-05 | Clamtown, GB | Crab Club | Borrowed Bicycles | "],
    ),
    Case(
        Double,
        "two_pages",
        [NIGHT, "b Europe | 2025-11-05 | Crabtown, GB | Crab Club | Borrowed Bicycles | m/2"],
        [NIGHT, "b Europe | 2025-11-05 | Crabtown, GB | Crab Club | An Evening of Bevy | m/2"],
    ),
    Case(
        Double,
        "two_titles",
        [NIGHT, "b Europe | 2025-11-05 | Crabtown, GB | Crab Club | An Evening of Bevy | m/2"],
        [NIGHT, "b Europe | 2025-11-05 | Crabtown, GB | Crab Club | An Evening of Bevy | l/x"],
    ),
    Case(
        Twin,
        "twin_link",
        [NIGHT, "b Virtual | 2025-11-05 | Virtual (Clamtown, US) | Clam Club | Other Words | m/1"],
        [NIGHT, "b Virtual | 2025-11-05 | Virtual (Clamtown, US) | Clam Club | Other Words | m/2"],
    ),
    Case(
        Base,
        "row_link",
        [NIGHT, "b Europe | 2025-11-07 | Crabtown, GB | Crab Club | Other Words | m/1"],
        [NIGHT, "b Europe | 2025-11-07 | Crabtown, GB | Crab Club | Other Words | m/2"],
    ),
    Case(
        Incoming,
        "announced_link",
        [NIGHT, "b Europe | 2025-11-07 | Crabtown, GB | Crab Club | Other Words | m/1"],
        [NIGHT, "b Europe | 2025-11-07 | Crabtown, GB | Crab Club | Other Words | m/2"],
    ),
    Case(
        Identity,
        "other_number",
        [
            "a Europe | 2025-11-05 | Crabtown, GB | Crab Club | Crabtown 2025 / 1 | m/1",
            "later b Europe | 2025-11-20 | Crabtown, GB | Crab Club | Crabtown 2025 / 2 | m/1",
        ],
        [
            "a Europe | 2025-11-05 | Crabtown, GB | Crab Club | Crabtown 2025 / 1 | m/1",
            "later b Europe | 2025-11-20 | Crabtown, GB | Crab Club | Crabtown 2025 / 1 | m/1",
        ],
    ),
    Case(
        Identity,
        "others_link",
        [NIGHT, "later b Europe | 2025-11-07 | Clamtown, GB | Clam Club | Borrowed Bicycles | m/1"],
        [NIGHT, "later b Europe | 2025-11-07 | Crabtown, GB | Crab Club | Borrowed Bicycles | m/1"],
    ),
    Case(
        Identity,
        "corrected",
        [
            "a Europe | 2025-11-05 | Crabtown, GB | Crab Club | Talks: November 2025 | m/1",
            "b Europe | 2025-11-15 | Crabtown, GB | Crab Club | Talks: November 2025 | m/1",
        ],
        [
            "a Europe | 2025-11-05 | Crabtown, GB | Crab Club | Talks | m/1",
            "b Europe | 2025-11-15 | Crabtown, GB | Crab Club | Talks | m/1",
        ],
    ),
    Case(
        Identity,
        "both_listed",
        [
            "a Europe | 2025-11-05 | Crabtown, GB | Crab Club | Talks | m/1",
            "b Europe | 2025-11-15 | Crabtown, GB | Crab Club | Talks | m/1",
        ],
        [
            "a Europe | 2025-11-05 | Crabtown, GB | Crab Club | Talks | m/1",
            "later b Europe | 2025-11-15 | Crabtown, GB | Crab Club | Talks | m/1",
        ],
    ),
    Case(
        Identity,
        "page_of_many",
        [
            CONF,
            "later b Virtual | 2025-12-04/2025-12-06 | Virtual | Crab Foundation | Crabconf | crabconf.example",
        ],
        [
            CONF,
            "later b Virtual | 2025-11-04/2025-11-07 | Virtual | Crab Foundation | Crabconf | crabconf.example",
        ],
    ),
    Case(
        Identity,
        "moved",
        [NIGHT, "later b Europe | 2025-11-15 | Crabtown, GB | Crab Club | Borrowed Bicycles | m/1"],
        [
            "a Europe | 2025-10-05 | Crabtown, GB | Crab Club | Talks | m/1",
            "later b Europe | 2025-11-15 | Crabtown, GB | Crab Club | Talks | m/1",
        ],
    ),
    Case(
        Identity,
        "too_far",
        [
            "a Europe | 2025-10-05 | Crabtown, GB | Crab Club | Borrowed Bicycles | m/1",
            "later b Europe | 2026-09-05 | Crabtown, GB | Crab Club | Borrowed Bicycles | m/1",
        ],
        [
            "a Europe | 2025-10-05 | Crabtown, GB | Crab Club | Borrowed Bicycles | m/1",
            "later b Europe | 2025-11-05 | Crabtown, GB | Crab Club | Borrowed Bicycles | m/1",
        ],
    ),
    Case(
        Identity,
        "put_off",
        [
            "a Europe | 2025-10-05 | Crabtown, GB | Crab Club | Borrowed Bicycles | m/1",
            "later b Europe | 2025-11-05 | Crabtown, GB | Crab Club | Borrowed Bicycles | m/1",
        ],
        [
            "a Europe | 2025-10-05 | Crabtown, GB | Crab Club | Monthly Meetup | m/1",
            "later b Europe | 2025-11-05 | Crabtown, GB | Crab Club | Monthly Meetup | m/1",
        ],
    ),
    Case(
        Identity,
        "said_to_change",
        [
            "a Europe | 2025-10-05 | Crabtown, GB | Crab Club | Cancelled: Borrowed Bicycles | m/1",
            "later b Europe | 2025-11-05 | Crabtown, GB | Crab Club | Games of the Sea | m/1",
        ],
        [
            "a Europe | 2025-10-05 | Crabtown, GB | Crab Club | Cancelled: Borrowed Bicycles | m/1",
            "later b Europe | 2025-11-05 | Crabtown, GB | Crab Club | Borrowed Bicycles | m/1",
        ],
    ),
    Case(
        Identity,
        "other_dates",
        [
            "a Europe | 2025-10-05 | Crabtown, GB | Crab Club | Crab Lunch, Oct 5 | m/1",
            "later b Europe | 2025-11-02 | Crabtown, GB | Crab Club | Crab Lunch, Nov 2 | m/1",
        ],
        [
            "a Europe | 2025-10-05 | Crabtown, GB | Crab Club | Crab Lunch, Oct 5 | m/1",
            "later b Europe | 2025-10-12 | Crabtown, GB | Crab Club | Crab Lunch, Oct 12 | m/1",
        ],
    ),
    Case(
        Identity,
        "next_occurrence",
        [
            "a Europe | 2025-10-05 | Crabtown, GB | Crab Club | TBD | m/1",
            "later b Europe | 2025-11-02 | Crabtown, GB | Crab Club | Games of the Sea | m/1",
        ],
        [
            "a Europe | 2025-10-05 | Crabtown, GB | Crab Club | Games of the Sea | m/1",
            "later b Europe | 2025-11-02 | Crabtown, GB | Crab Club | Games of the Sea | m/1",
        ],
    ),
    Case(
        Identity,
        "link_of_many",
        [
            "a Europe | 2025-10-05 | Crabtown, GB | Crab Club | Meetup | m/1",
            "later b Europe | 2025-11-02 | Crabtown, GB | Crab Club | Meetup | m/1",
        ],
        [
            "a Europe | 2025-10-05 | Crabtown, GB | Crab Club | Meetup #3 | m/1",
            "later b Europe | 2025-11-02 | Crabtown, GB | Crab Club | Meetup #3 | m/1",
        ],
    ),
    Case(
        Identity,
        "next_meeting",
        [NIGHT, "b Europe | 2025-11-12 | Crabtown, GB | Crab Club | Borrowed Bicycles | m/2"],
        [NIGHT, "b Europe | 2025-11-12 | Crabtown, GB | Clam Club | Borrowed Bicycles | m/2"],
    ),
    Case(
        Identity,
        "nothing_in_common",
        [NIGHT, "b Europe | 2025-11-05 | Clamtown, GB | Clam Club | Games of the Sea | m/2"],
        [NIGHT, "b Europe | 2025-11-05 | Crabtown, GB | Crab Club | Games of the Sea | l/x"],
    ),
];

#[test]
fn each_rule_decides_one_case_and_leaves_another_alone() {
    let mut wrong = Vec::new();
    for Case(question, rule, decided, left) in CASES {
        let found = [decides(*question, *decided), decides(*question, *left)];
        if found[0] != *rule || found[1] == *rule {
            wrong.push(format!("{rule}: {found:?} of {decided:#?} and {left:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A rule, issues whose last row it joins, and issues whose last row it must leave alone.
type Read = (
    &'static str,
    &'static [(&'static str, &'static [&'static str])],
    &'static [(&'static str, &'static [&'static str])],
);

/// Cases that need the issues before.
const READS: &[Read] = &[
    (
        "lingering_row",
        &[
            ("2025-10-01", &["a Europe | 2025-11-05 | Crabtown, GB | Crab Club | Talk | m/1"]),
            ("2025-10-08", &["b Europe | 2025-11-07 | Crabtown, GB | Crab Club | Talk | m/1"]),
            (
                "2025-10-15",
                &[
                    "c Europe | 2025-11-07 | Crabtown, GB | Crab Club | Talk | m/1",
                    "d Europe | 2025-11-05 | Crabtown, GB | Crab Club | Talk | m/1",
                ],
            ),
        ],
        &[
            ("2025-10-01", &["a Europe | 2025-11-05 | Crabtown, GB | Crab Club | Talk | m/1"]),
            (
                "2025-10-15",
                &[
                    "c Europe | 2025-11-05 | Crabtown, GB | Crab Club | Talk | m/1",
                    "d Europe | 2025-11-12 | Crabtown, GB | Crab Club | Talk | m/1",
                ],
            ),
        ],
    ),
    (
        "mistyped",
        &[
            ("2025-10-08", &["a Europe | 2025-01-05 | Crabtown, GB | Crab Club | Talk | m/1"]),
            ("2025-10-15", &["b Europe | 2025-11-05 | Crabtown, GB | Crab Club | Talk | m/1"]),
        ],
        &[
            ("2025-10-08", &["a Europe | 2025-10-10 | Crabtown, GB | Crab Club | Talk | m/1"]),
            ("2025-10-15", &["b Europe | 2025-11-05 | Crabtown, GB | Crab Club | Talk | m/1"]),
        ],
    ),
    (
        "replaced",
        &[
            ("2025-10-01", &["a Europe | 2025-11-05 | Crabtown, GB | Crab Club | Study Night | m/1"]),
            ("2025-10-08", &["b Europe | 2025-11-05 | Crabtown, GB | Crab Club | Bevy on Mars | m/2"]),
        ],
        &[
            ("2025-10-01", &["a Europe | 2025-11-05 | Crabtown, GB | Crab Club | Study Night | m/1"]),
            (
                "2025-10-08",
                &[
                    "a Europe | 2025-11-05 | Crabtown, GB | Crab Club | Study Night | m/1",
                    "b Europe | 2025-11-05 | Crabtown, GB | Crab Club | Bevy on Mars | m/2",
                ],
            ),
        ],
    ),
    (
        "moved_and_relinked",
        &[
            ("2025-10-01", &["a Europe | 2025-11-05 | Crabtown, GB | Crab Club | Bevy on Mars | m/1"]),
            ("2025-10-08", &["b Europe | 2025-11-25 | Crabtown, GB | Crab Club | Bevy on Mars | m/2"]),
        ],
        &[
            ("2025-10-01", &["a Europe | 2025-11-05 | Crabtown, GB | Crab Club | Meetup | m/1"]),
            ("2025-10-08", &["b Europe | 2025-11-25 | Crabtown, GB | Crab Club | Meetup | m/2"]),
        ],
    ),
    (
        "moved_in_series",
        &[
            ("2025-10-01", &["a Europe | 2025-11-05 | Crabtown, GB | Crab Club | Meetup | m/1"]),
            ("2025-10-08", &["b Europe | 2025-11-04 | Crabtown, GB | Crab Club | Meetup | m/2"]),
        ],
        &[
            ("2025-10-01", &["a Europe | 2025-11-05 | Crabtown, GB | Crab Club | Meetup | m/1"]),
            ("2025-10-08", &["b Europe | 2025-11-12 | Crabtown, GB | Crab Club | Meetup | m/2"]),
        ],
    ),
];

/// A line goes for a double only by what the desk asks of doubles: what other rules take for one event, someone has
/// to confirm.
#[test]
fn what_is_one_event_by_other_rules_is_no_sure_double() {
    let mut unsure = BTreeSet::new();
    for Case(_, _, decided, left) in CASES {
        for rows in [*decided, *left] {
            let verdict = answer(Double, rows);
            if verdict.rule.says == Same::Same
                && !desk::DOUBLE.iter().any(|rule| rule.name == verdict.rule.name)
            {
                assert_eq!(verdict.same, Same::Unsure, "{rows:?}");
                unsure.insert(verdict.rule.name);
            }
        }
    }
    assert!(unsure.len() > 3, "{unsure:?}");
}

#[test]
fn each_rule_over_time_joins_one_row_and_leaves_another_alone() {
    let mut wrong = Vec::new();
    for (rule, joined, left) in READS {
        let found = [joins(joined), joins(left)];
        if found[0] != *rule || found[1] == *rule {
            wrong.push(format!("{rule}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_has_its_case() {
    let tables = [LINK, DAY, MOVED, REPLACED, RELINKED, desk::DOUBLE, desk::TWIN, desk::BASE, desk::INCOMING];
    let rules: BTreeSet<&str> = tables.into_iter().flatten().map(|rule| rule.name).collect();
    let cases: BTreeSet<&str> =
        CASES.iter().map(|case| case.1).chain(READS.iter().map(|read| read.0)).collect();
    assert_eq!(rules.difference(&cases).collect::<Vec<_>>(), Vec::<&&str>::new());
}

fn row() -> impl Strategy<Value = String> {
    let days = prop::sample::select(
        &["2025-10-05", "2025-11-05", "2025-11-06", "2025-11-05/2025-11-07", "2026-06-01"][..],
    );
    let places = prop::sample::select(
        &["Virtual", "Crabtown, GB", "Virtual (Crabtown, GB)", "Hybrid (Clamtown, US)"][..],
    );
    let groups = prop::sample::select(
        &["", "Crab Club=crab.example", "Crab Club + Clam Club", "Clam Club", "Crabconf 2025"][..],
    );
    let titles = prop::sample::select(
        &[
            "",
            "TBD",
            "Crabconf",
            "Crabconf 2025",
            "Crabconf 2026",
            "Meetup #3",
            "Meetup #4: Bevy on Mars",
            "Bevy on Mars",
            "Lunch, Nov 5",
            "Lunch, Nov 6",
            "Hack Night",
            "Cancelled: Hack Night",
            "Borrow Borrowed Borrowing Bike",
            "Borrow Bike Bikes Mars",
        ][..],
    );
    let links = prop::sample::select(
        &["", "m/1", "m/2", "l/x", "crab.example", "m/qndgwsydcnbhb m/1", "crabconf.example"][..],
    );
    let headings = prop::sample::select(&["Virtual", "Europe"][..]);
    (headings, days, places, groups, titles, links).prop_map(|(heading, days, place, group, title, link)| {
        format!("a {heading} | {days} | {place} | {group} | {title} | {link}")
    })
}

proptest! {
    /// Which of two comes first in a file says nothing of what they are.
    #[test]
    fn a_comparison_is_the_same_in_either_order(a in row(), b in row(), weeks in 0u8..2) {
        let knowledge = Knowledge::default();
        let a = fixture::listing("2025-10-08", 1, &a);
        let b = fixture::listing(if weeks == 0 { "2025-10-08" } else { "2025-10-15" }, 2, &b);
        for question in [Identity, Double, Twin, Base, Incoming] {
            let (one, other) = (compare(&a, &b, &knowledge, question), compare(&b, &a, &knowledge, question));
            prop_assert_eq!(one, other);
        }
    }
}
