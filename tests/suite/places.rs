//! `--places FILE` through the command line.

use std::{fs, path::Path, process::Command};

use serde_json::Value;
use tempfile::TempDir;

const ISSUE: &str = "Title: This Week in Rust 700\nNumber: 700\nDate: 2027-01-06\n\n\
    ## Upcoming Events\n\n### Europe\n\
    * 2027-01-12 | Entenhausen, DE | [Rust Entenhausen](https://example.org/entenhausen)\n    \
    * [**Talks**](https://example.org/entenhausen/1)\n";

/// The rows of `export listings` with these options and what was said on standard error, or only that.
fn listings(folder: &Path, options: &[&str]) -> Result<(Vec<Value>, String), String> {
    let issue = folder.join("2027-01-06-this-week-in-rust.md");
    fs::write(&issue, ISSUE).expect("the issue is written");
    let output = Command::new(env!("CARGO_BIN_EXE_twir-events"))
        .args(["export", "listings", "--issues"])
        .arg(&issue)
        .args(options)
        .output()
        .expect("the program runs");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    if !output.status.success() {
        assert_eq!(output.status.code(), Some(2), "what cannot be done is status 2");
        return Err(said);
    }
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    Ok((text.lines().map(|line| serde_json::from_str(line).expect("a row")).collect(), said))
}

#[test]
fn a_city_of_the_users_table_gets_its_coordinates() {
    let folder = TempDir::new().expect("a folder");
    let (before, said) = listings(folder.path(), &[]).expect("rows");
    assert!(said.contains("unknown-city: Entenhausen, DE (1 listing)"), "{said}");
    assert_eq!(before[0]["places"][0]["city"], "Entenhausen");
    assert_eq!(before[0]["places"][0]["latitude"], Value::Null);
    assert!(before[0]["problems"].as_array().is_some_and(|codes| codes.contains(&"unknown-city".into())));

    let table = folder.path().join("mine.tsv");
    let text = "city\tsubdivision\tcountry\tlatitude\tlongitude\ttime_zone\nEntenhausen\t\tDE\t50.10\t8.20\tEurope/Berlin\n";
    fs::write(&table, text).expect("the table is written");
    let (after, said) = listings(folder.path(), &["--places", &table.display().to_string()]).expect("rows");
    assert!(said.contains("1 city from") && !said.contains("unknown-city"), "{said}");
    assert_eq!(after[0]["places"][0]["latitude"], 50.1);
    assert_eq!(after[0]["places"][0]["time_zone"], "Europe/Berlin");
    assert_eq!(after[0]["problems"], Value::Array(Vec::new()));
    assert_eq!(before[0]["event"], after[0]["event"], "what is known of places is not identity");
}

#[test]
fn a_bad_table_is_named_with_its_line() {
    let folder = TempDir::new().expect("a folder");
    let table = folder.path().join("mine.tsv");
    let text = "city\tsubdivision\tcountry\tlatitude\tlongitude\ttime_zone\nEntenhausen\t\tDE\tnorth\t8.20\tEurope/Berlin\n";
    fs::write(&table, text).expect("the table is written");
    let path = table.display().to_string();
    let error = listings(folder.path(), &["--places", &path]).expect_err("a bad row");
    assert!(error.contains(&format!("{path}, line 2: `north` is no latitude")), "{error}");

    let missing = folder.path().join("missing.tsv").display().to_string();
    let error = listings(folder.path(), &["--places", &missing]).expect_err("a missing file");
    assert!(error.contains("cannot read the places in") && error.contains("missing.tsv"), "{error}");

    fs::write(&table, b"\xff\xfe\x00c\x00i").expect("the table is written");
    let error = listings(folder.path(), &["--places", &path]).expect_err("no UTF-8");
    assert!(error.contains("cannot read the places in"), "{error}");
}
