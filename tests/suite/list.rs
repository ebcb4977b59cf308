//! `list`, `completions` and `man`: what people see on a terminal.

use crate::run::{command, done, run, run_on_issues};

#[test]
fn a_list_is_a_table_from_today_on() {
    let run = run_on_issues(&["list"]);
    assert!(run.err.ends_with("7 events\n"), "{}", run.err);
    let table = "\
2024-05-23  Austin, TX, US     Lifetimes on the range            Lone Crab
2024-05-28  Leipzig, DE        (withdrawn) Traits without tears  Ferris Leipzig
2024-05-30  Online             Rust Hack and Learn               Rust Berlin
2024-06-04  Johannesburg, ZA   Monthly Meetup                    🦀🦀
2024-06-05  Curitiba, BR       Run me                            CON
2024-06-11  Lyon, FR + online  Deux fleuves, un borrow checker   Rhône Crabs
2024-06-13  Warsaw, PL         Zażółć gęślą jaźń                 Kraby nad Wisłą
";
    assert_eq!(run.ok(), table);
}

#[test]
fn nothing_selected_prints_nothing_and_says_so() {
    let run = run_on_issues(&["list", "--country", "JP"]);
    assert!(run.err.ends_with("no event is selected\n"), "{}", run.err);
    assert_eq!(run.ok(), "");
}

#[test]
fn every_command_has_help_with_examples() {
    for name in ["build", "export", "list", "completions", "man"] {
        let help = run([name, "--help"]).ok();
        assert!(help.contains("Examples:") && help.contains(&format!("twir-events {name}")), "{help}");
    }
}

#[test]
fn completions_and_manual_pages_know_the_commands() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = run(["completions", shell]).ok();
        assert!(script.contains("new-since"), "{shell}");
    }
    assert!(run(["man"]).ok().contains("twir\\-events"));
    assert!(run(["man", "build"]).ok().contains("base\\-url"));
    assert!(run(["man", "bild"]).refused().contains("bild"));
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let mut child = command()
        .args(["export", "listings", "--issues"])
        .arg(crate::run::issues())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    assert_eq!(done(child.wait_with_output().unwrap()).status, 0);
}

#[test]
fn markdown_is_the_block_of_an_issue() {
    let run = run_on_issues(&["export", "markdown", "--for", "2024-05-29", "--region", "europe,africa"]);
    assert!(run.err.lines().count() == 1, "{}", run.err);
    let block = "\
Rusty Events between 2024-05-29 - 2024-06-26 🦀

### Africa
* 2024-06-04 | Johannesburg, ZA | [🦀🦀](https://crabs.example/)
    * [**Monthly Meetup**](https://crabs.example/june)

### Europe
* 2024-06-11 | Hybrid (Lyon, FR) | [Rhône Crabs](https://rhone.example/)
    * [**Deux fleuves, un borrow checker**](https://rhone.example/juin)
* 2024-06-13 | Warsaw, PL | [Kraby nad Wisłą](https://wisla.example/)
    * [**Zażółć gęślą jaźń**](https://wisla.example/13)
";
    assert_eq!(run.ok(), block);
    let short = run_on_issues(&["export", "markdown", "--for", "2024-05-29", "--weeks", "1"]).ok();
    assert!(short.starts_with("Rusty Events between 2024-05-29 - 2024-06-05 🦀\n"), "{short}");
    assert!(short.contains("Monthly Meetup") && short.contains("### Virtual") && !short.contains("Rhône"));
}

#[test]
fn what_was_taken_back_is_not_printed_again() {
    let run = run_on_issues(&["export", "markdown"]);
    assert!(run.err.contains("no longer listed or cancelled: Traits without tears"), "{}", run.err);
    assert!(!run.ok().contains("Traits without tears"));
    assert!(run_on_issues(&["export", "ics", "--for", "2024-05-29"]).refused().contains("markdown"));
}

#[test]
fn values_that_cannot_be_are_told_in_words() {
    assert!(run_on_issues(&["list", "--near", "Paris", "--within", "-5"]).refused().contains("within"));
    assert!(run_on_issues(&["list", "--weeks", "-1"]).refused().contains("weeks"));
    for args in [["list", "--as-of", "yesterday"], ["list", "--as-of", "2025-02-30"]] {
        let run = run_on_issues(&args);
        assert_eq!(run.status, 2);
        assert!(run.err.contains("expected a day such as 2025-12-03"), "{}", run.err);
    }
    let run = run_on_issues(&["export", "markdown", "--for", "soon"]);
    assert_eq!(run.status, 2);
    assert!(run.err.contains("expected a day such as"), "{}", run.err);
}
