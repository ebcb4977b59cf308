//! Every option that selects, through `list`, `export json` and `export listings`.

use crate::run::run_on_issues;

const ALWAYS: [&str; 2] = ["--history", "all"];

/// The titles that `export json` selects, in order.
fn titles(options: &[&str]) -> Vec<String> {
    let args: Vec<&str> = ["export", "json"].into_iter().chain(options.iter().copied()).collect();
    let json: serde_json::Value = serde_json::from_str(&run_on_issues(&args).ok()).unwrap();
    let events = json["events"].as_array().unwrap();
    events.iter().map(|event| event["title"].as_str().unwrap().to_owned()).collect()
}

fn always(options: &[&str]) -> Vec<String> {
    titles(&options.iter().chain(&ALWAYS).copied().collect::<Vec<_>>())
}

#[track_caller]
fn assert_refused(options: &[&str], parts: &[&str]) {
    let args: Vec<&str> = ["list"].into_iter().chain(options.iter().copied()).collect();
    let message = run_on_issues(&args).refused();
    for part in parts {
        assert!(message.contains(part), "{message}");
    }
}

#[test]
fn each_option_selects() {
    assert_eq!(always(&["--region", "oceania"]), ["Macro <script>alert('x')</script> & *stars*"]);
    assert_eq!(always(&["--country", "IT"]), ["Crabconf 2024"]);
    assert_eq!(always(&["--country", "South Africa"]), ["Monthly Meetup"]);
    assert_eq!(always(&["--city", "austin"]), ["Lifetimes on the range"]);
    assert_eq!(always(&["--city", "Portland, OR"]), ["Hack Night"]);
    assert_eq!(always(&["--city", "us-or-portland"]), ["Hack Night"]);
    assert_eq!(always(&["--group", "crab circle"]), ["Topic TBD"]);
    assert_eq!(always(&["--group", "https://www.meetup.com/rust-berlin/"]).len(), 3);
    // Names that differ in punctuation only are one group's.
    for group in ["rust-friends", "Rust: Friends", "rust & friends"] {
        let events = always(&["--group", group]);
        assert_eq!(events, ["Hack Night", "Macro <script>alert('x')</script> & *stars*"], "{group}");
    }
    assert_eq!(always(&["--format", "hybrid", "--country", "CH"]), ["Borrowing, lending; and \"returning\""]);
    assert_eq!(always(&["--text", "LIFETIMES"]), ["Lifetimes on the range"]);
    assert_eq!(always(&["--text", "所有権"]).len(), 1);
}

#[test]
fn values_of_one_option_are_alternatives_and_options_all_hold() {
    assert_eq!(always(&["--country", "IT,DE", "--format", "in_person"]).len(), 2);
    assert_eq!(always(&["--country", "IT", "--country", "ZA"]).len(), 2);
    assert_eq!(always(&["--city", "Portland, OR, Austin"]).len(), 2);
    assert_eq!(always(&["--country", "IT", "--format", "virtual"]), [""; 0]);
}

#[test]
fn a_city_goes_by_its_other_names() {
    for name in ["Zurich", "Zürich", "zuerich", "ch-zurich"] {
        assert_eq!(always(&["--city", name]).len(), 1, "{name}");
    }
}

#[test]
fn a_text_finds_places_and_groups_by_their_other_names() {
    assert_eq!(always(&["--text", "Firenze"]), always(&["--city", "Florence"]));
    assert_eq!(always(&["--text", "italia"]), ["Crabconf 2024"]);
    assert_eq!(always(&["--text", "texas"]), ["Lifetimes on the range"]);
    // A word or a code is no state and no country.
    assert!(!always(&["--text", "tx"]).contains(&"Lifetimes on the range".to_owned()));
    let berlin = always(&["--group", "https://www.meetup.com/rust-berlin/"]);
    let found = always(&["--text", "rust-berlin"]);
    assert!(berlin.len() == 3 && berlin.iter().all(|title| found.contains(title)), "{found:?}");
}

#[test]
fn an_event_counts_when_any_of_its_days_does() {
    assert_eq!(titles(&["--from", "2024-05-18", "--to", "2024-05-18"]), ["Crabconf 2024"]);
    assert_eq!(titles(&["--from", "2024-05-19", "--to", "2024-05-20"]), [""; 0]);
    assert_eq!(titles(&["--from", "2024-05-14", "--to", "2024-05-14"]).len(), 1);
}

#[test]
fn weeks_count_from_the_first_day_and_include_the_last() {
    assert_eq!(titles(&["--from", "2024-05-02", "--weeks", "1"]).len(), 2);
    // As of 2024-05-22: Austin on the 23rd, Leipzig on the 28th.
    assert_eq!(titles(&["--weeks", "1", "--format", "in_person"]).len(), 2);
}

#[test]
fn near_means_in_person_and_known_to_be_there() {
    assert_eq!(always(&["--near", "Berlin"]), [""; 0], "Rust Berlin meets online only");
    assert_eq!(always(&["--near", "Berlin", "--within", "200"]), ["Traits without tears"]);
    assert_eq!(always(&["--near", "47.4,8.5", "--within", "20"]).len(), 1);
    assert_eq!(always(&["--near", "-31.95,115.86,47.4,8.5"]).len(), 2);
}

#[test]
fn new_since_is_what_that_issue_did_not_have() {
    let since_first = always(&["--new-since", "901"]);
    assert!(since_first.contains(&"Monthly Meetup".to_owned()), "{since_first:?}");
    assert!(!since_first.contains(&"Crabconf 2024".to_owned()), "{since_first:?}");
    assert_eq!(since_first, always(&["--new-since", "2024-05-01"]));
    assert_eq!(
        always(&["--new-since", "902"]),
        ["Rust Hack and Learn", "Deux fleuves, un borrow checker", "Zażółć gęślą jaźń"]
    );
}

#[test]
fn what_is_left_open_depends_on_the_use() {
    let count = |args: &[&str]| run_on_issues(args).ok().lines().count();
    assert_eq!(count(&["list"]), 7);
    assert_eq!(count(&["list", "--from", "2024-01-01"]), 15);
    assert_eq!(count(&["list", "--to", "2024-05-09"]), 2);
    assert_eq!(count(&["export", "listings"]), 29);
    assert_eq!(count(&["export", "listings", "--from", "2024-06-11"]), 3);
    assert_eq!(titles(&[]).len(), 15);
    // Twelve weeks before is the 22nd of May.
    assert_eq!(titles(&["--as-of", "2024-08-14"]).len(), 7);
    assert_eq!(titles(&["--as-of", "2024-08-14", "--history", "8"]).len(), 0);
    assert_eq!(titles(&["--as-of", "2024-08-14", "--history", "all"]).len(), 15);
}

#[test]
fn what_names_nothing_is_refused_with_the_nearest() {
    assert_refused(&["--region", "erope"], &["region", "erope", "`europe`"]);
    assert_refused(&["--country", "XX"], &["country", "XX", "nearest"]);
    assert_refused(&["--country", "Germny"], &["`Germany`"]);
    assert_refused(&["--city", "Florenze"], &["`Florence`"]);
    assert_refused(&["--group", "Crab Cirle"], &["`Crab Circle`"]);
    assert_refused(&["--format", "hybird"], &["`hybrid`"]);
    assert_refused(&["--near", "Berlln"], &["near", "`Berlin`"]);
    assert_refused(&["--near", "95,10"], &["near"]);
    assert_refused(&["--new-since", "904"], &["issue", "`903`"]);
    assert_refused(&["--region", "europe,erope"], &["`europe`"]);
}

#[test]
fn what_has_the_wrong_form_is_refused() {
    assert_refused(&["--from", "2024-02-30"], &["from", "2024-02-30", "date"]);
    assert_refused(&["--to", "2024-5-1"], &["to", "2024-5-1"]);
    assert_refused(&["--weeks", "two"], &["weeks", "two"]);
    assert_refused(&["--near", "Berlin", "--within=-3"], &["within"]);
    assert_refused(&["--near", "Berlin", "--within", "NaN"], &["within"]);
    assert_refused(&["--within", "10"], &["near"]);
    assert_refused(&["--weeks", "1", "--to", "2024-06-01"], &["weeks", "to"]);
    assert_refused(&["--from", "2024-06-01", "--to", "2024-05-01"], &["from", "to"]);
    assert_refused(&["--region", " , "], &["region", "empty"]);
}
