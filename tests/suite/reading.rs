//! What is read, and what bad input does: whole files through `export listings`.

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    process::{Command, Output},
};

use proptest::prelude::*;
use serde_json::Value;
use tempfile::TempDir;
use twir_events::{catalogue::Catalogue, export::listings, knowledge::Knowledge, newsletter::Issue};

const NAME: &str = "2025-10-29-this-week-in-rust.md";
const ISSUE: &str = include_str!("../fixtures/reading/2025-10-29-this-week-in-rust.md");

fn export(path: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_twir-events"))
        .args(["export", "listings", "--issues"])
        .arg(path)
        .output()
        .unwrap()
}

fn rows_of(output: &Output) -> Vec<Value> {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = std::str::from_utf8(&output.stdout).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The rows of a file with these bytes.
fn rows(bytes: impl AsRef<[u8]>) -> Vec<Value> {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join(NAME);
    fs::write(&path, bytes).unwrap();
    rows_of(&export(&path))
}

/// An issue whose events section holds `section`.
fn with_section(section: &str) -> String {
    format!("Title: This Week in Rust 700\nDate: 2025-10-29\n\n# Upcoming Events\n\n{section}\n# Jobs\n")
}

fn problems(row: &Value) -> Vec<&str> {
    row["problems"].as_array().unwrap().iter().map(|code| code.as_str().unwrap()).collect()
}

/// The catalogue of one file, where it is an issue.
fn catalogue(name: &str, bytes: &[u8], knowledge: &Knowledge) -> Option<Catalogue> {
    let issue = Issue::parse(name, bytes).ok()?;
    Some(Catalogue::read(vec![issue], knowledge, None))
}

/// What holds for every input: each item is a row, a row without days says why, events have days.
fn assert_sound(catalogue: &Catalogue) {
    let items: usize = catalogue
        .issues
        .iter()
        .flat_map(|issue| twir_events::newsletter::markdown::sections(&issue.text))
        .map(|section| section.items.len())
        .sum();
    assert_eq!(catalogue.listings.len(), items);
    for (listing, event) in catalogue.listings.iter().zip(&catalogue.event_of) {
        assert_eq!(listing.days.is_some(), event.is_some(), "{listing:?}");
        assert!(listing.days.is_some() || !listing.problems.is_empty(), "{listing:?}");
    }
    let mut out = Vec::new();
    let all: Vec<usize> = (0..catalogue.listings.len()).collect();
    listings::write(catalogue, &all, &mut out).unwrap();
    assert!(std::str::from_utf8(&out).is_ok());
}

#[test]
fn every_item_of_the_section_is_a_row() {
    let rows = rows(ISSUE);
    let seen: Vec<String> = rows
        .iter()
        .map(|row| {
            let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
            let cities: Vec<String> =
                row["places"].as_array().unwrap().iter().map(|place| text(&place["city"])).collect();
            let groups: Vec<String> =
                row["groups"].as_array().unwrap().iter().map(|group| text(&group["name"])).collect();
            format!(
                "{} {} {} {} {} {} | {} | {}",
                row["line"],
                text(&row["start"]),
                text(&row["end"]).trim_start_matches("2025-"),
                text(&row["format"]),
                cities.join("+"),
                text(&row["region"]),
                text(&row["title"]),
                groups.join("+"),
            )
        })
        .collect();
    assert_eq!(
        seen,
        [
            "13 2025-10-30 10-30 virtual Cardiff europe | Borrowing for beginners | Crabs of Cardiff",
            "15 2025-11-04 11-04 virtual  - | Ask a crab | Ferris Online+Crabs of Cardiff",
            "17 2025-11-05 11-05 hybrid Seattle north_america | November, 2025 Sound of Rust | Sound of Rust",
            "19 2025-11-06 11-06 virtual Girona europe | Sessió setmanal / Weekly session | Crancs de Girona",
            "23 2025-11-08 11-08 in_person Tokyo asia | はじめての Rust 🦀 | カニの会",
            "27 2025-11-02 11-04 in_person Florence europe | CrabCon 2025 | CrabCon",
            "29 2025-11-11 11-11 in_person Köln/Cologne europe | [FREE] Crabs & Shells | cargo night | [Net-Crabs] Rhein",
            "33 2025-11-05 11-05 hybrid Seattle north_america | November, 2025 Sound of Rust | Sound of Rust",
            "35 2025-11-20 11-20 in_person Austin north_america | Rust Lunch | Crab ATX",
        ]
    );
    assert_eq!(rows[5]["paid"], true);
    assert_eq!(rows[6]["links"][0]["url"], "https://www.meetup.com/net-crabs/events/400000004/");
    assert_eq!(rows[6]["groups"][0]["url"], "https://www.meetup.com/net-crabs");
    assert_eq!(rows[1]["links"][0]["url"], "https://luma.com/ask-a-crab");
    assert!(rows.iter().all(|row| row["issue"] == 700 && row["file"] == NAME));
}

#[test]
fn crlf_and_bom_change_nothing() {
    let plain = rows(ISSUE);
    assert_eq!(rows(ISSUE.replace('\n', "\r\n")), plain);
    assert_eq!(rows(format!("\u{feff}{ISSUE}")), plain);
    assert_eq!(rows(format!("\u{feff}{}", ISSUE.replace('\n', "\r\n"))), plain);
}

#[test]
fn mac_roman_damage_changes_only_the_problems() {
    // What a program makes of the file that takes its UTF-8 for Mac Roman; the apple is F0.
    let damaged: String = ISSUE.lines().map(|line| format!("{}\n", mac_roman(line))).collect();
    let rows = rows(damaged);
    assert_eq!(problems(&rows[3]), ["mac-roman"]);
    assert_eq!(problems(&rows[4]), ["mac-roman"]);
    let mut mended = rows;
    for row in &mut mended {
        row["problems"] = Value::Array(Vec::new());
    }
    assert_eq!(mended, self::rows(ISSUE));
}

/// A line's UTF-8 read as Mac Roman.
fn mac_roman(line: &str) -> String {
    let (text, _, _) = encoding_rs::MACINTOSH.decode(line.as_bytes());
    text.into_owned()
}

#[test]
fn invalid_utf8_is_replaced_and_the_rest_is_read() {
    let mut bytes = ISSUE.as_bytes().to_vec();
    let at = ISSUE.find("Borrowing").unwrap();
    bytes[at] = 0xff;
    let rows = rows(&bytes);
    assert_eq!(rows.len(), 9);
    assert_eq!(rows[0]["title"], "\u{fffd}orrowing for beginners");
    let catalogue = catalogue(NAME, &bytes, &Knowledge::bundled()).unwrap();
    let problem = &catalogue.problems[0];
    assert_eq!((problem.code.slug(), problem.line, problem.column), ("invalid-utf8", 14, 10));
}

#[test]
fn files_that_are_no_issues_are_one_clear_error() {
    let folder = TempDir::new().unwrap();
    let big = folder.path().join("2025-10-29-big.md");
    let head = b"Title: x\nDate: 2025-10-29\n\n# Upcoming Events\n";
    fs::write(&big, head.iter().copied().chain(std::iter::repeat_n(b'x', 50 << 20)).collect::<Vec<u8>>())
        .unwrap();
    let note = folder.path().join("note.md");
    fs::write(&note, "Hello\n").unwrap();
    let empty = folder.path().join("empty.md");
    fs::write(&empty, "").unwrap();
    let undated = folder.path().join("undated.md");
    fs::write(&undated, "Title: This Week in Rust 1\n\n").unwrap();
    for (path, reason) in [
        (&big, "larger than"),
        (&note, "`Title:`"),
        (&empty, "`Title:`"),
        (&undated, "no date"),
        (&folder.path().join("missing.md"), "cannot read issues"),
        (&folder.path().join("missing"), "cannot read issues"),
        (&folder.path().to_owned(), "no issues in"),
    ] {
        let output = export(path);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(reason) && said.contains(&*path.to_string_lossy()), "{said}");
        assert!(output.stdout.is_empty());
    }
    // Beside an issue they are passed over, and counted.
    fs::write(folder.path().join(NAME), ISSUE).unwrap();
    let output = export(folder.path());
    assert_eq!(rows_of(&output).len(), 9);
    assert!(String::from_utf8_lossy(&output.stderr).contains("passed over 4 files"));
}

#[cfg(unix)]
#[test]
fn a_link_to_nothing_hides_no_issue() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join(NAME), ISSUE).unwrap();
    std::os::unix::fs::symlink("nowhere", folder.path().join("2025-11-05-this-week-in-rust.md")).unwrap();
    assert_eq!(rows_of(&export(folder.path())).len(), 9);
    // Nor does a file without an end.
    std::os::unix::fs::symlink("/dev/zero", folder.path().join("2025-11-12-this-week-in-rust.md")).unwrap();
    assert_eq!(rows_of(&export(folder.path())).len(), 9);
    let output = export(Path::new("/dev/zero"));
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("larger than"));
}

#[test]
fn issues_without_listings_say_so() {
    let knowledge = Knowledge::bundled();
    for (text, code, line) in [
        ("Title: x\nDate: 2025-10-29\n\n# Jobs\n".to_owned(), "no-events-section", 1),
        (with_section(""), "empty-section", 4),
        (with_section("### Europe\n\nNothing this week.\n"), "empty-section", 4),
    ] {
        assert_eq!(rows(&text).len(), 0);
        let catalogue = catalogue(NAME, text.as_bytes(), &knowledge).unwrap();
        let told: Vec<_> = catalogue.problems.iter().map(|p| (p.code.slug(), p.line)).collect();
        assert_eq!(told, [(code, line)]);
    }
}

#[test]
fn a_line_of_a_megabyte_takes_nothing_else_with_it() {
    let long = format!("* 2025-11-01 | {} | [G](https://g.example)", "x".repeat(1 << 20));
    let text = with_section(&format!(
        "* 2025-11-01 | Berlin, DE | [G](https://g.example)\n    * [**A**](https://t.example/a)\n{long}\n    * [**B**](https://t.example/b)\n* 2025-11-03 | Berlin, DE | [G](https://g.example)\n    * [**C**](https://t.example/c)\n"
    ));
    let rows = rows(&text);
    let titles: Vec<&str> = rows.iter().filter_map(|row| row["title"].as_str()).collect();
    assert!(titles.starts_with(&["A"]) && titles.ends_with(&["C"]), "{titles:?}");
    let catalogue = catalogue(NAME, text.as_bytes(), &Knowledge::bundled()).unwrap();
    let problem = &catalogue.problems[0];
    assert_eq!((problem.code.slug(), problem.line), ("long-line", 8));
    assert_sound(&catalogue);
}

#[test]
fn rows_without_a_day_say_why() {
    let rows = rows(with_section(
        "* 2025-02-30 | Berlin, DE | [G](https://g.example)\n    * [**A**](https://t.example/a)\n* Soon | Berlin, DE | [G](https://g.example)\n* 2025-11-04 - 2025-11-02 | Berlin, DE | [G](https://g.example)\n    * [**B**](https://t.example/b)\n* 2023-10-9 | Berlin, DE | [G](https://g.example)\n    * [**C**](https://t.example/c)\n",
    ));
    let seen: Vec<_> =
        rows.iter().map(|row| (row["start"].as_str(), row["end"].as_str(), problems(row))).collect();
    assert_eq!(seen[0], (None, None, vec!["bad-date"]));
    assert_eq!((seen[1].0, seen[1].2.is_empty()), (None, false));
    assert_eq!(seen[2], (Some("2025-11-04"), Some("2025-11-04"), vec!["end-before-start"]));
    assert_eq!(seen[3], (Some("2023-10-09"), Some("2023-10-09"), vec!["date-style"]));
    assert!(rows.iter().all(|row| row["start"].is_null() == row["event"].is_null()));
}

#[test]
fn hostile_links_and_titles_come_out_tame() {
    let rows = rows(with_section(
        "* 2025-11-01 | Berlin, DE | [../../x \"<G>\"](javascript:alert(1))\n    * [**<script>alert(1)</script> \"A\" & \u{1b}[31mB\u{0}\u{202e}**](data:text/html,x) | [Mirror](https://t.example/%0d%0a)\n* 2025-11-02 | Berlin, DE | [CON](vbscript:x)\n    * [**Plain**](https://user:secret@t.example/b)\n",
    ));
    assert_eq!(rows[0]["title"], "<script>alert(1)</script> \"A\" & [31mB");
    assert_eq!(rows[0]["groups"], serde_json::json!([{"name": "../../x \"<G>\"", "url": null}]));
    assert_eq!(rows[0]["links"], serde_json::json!([{"title": "Mirror", "url": "https://t.example/%0d%0a"}]));
    assert_eq!(problems(&rows[0]), ["unsafe-link", "broken-markdown", "unsafe-link", "control-character"]);
    assert_eq!(rows[1]["links"][0]["url"], "https://t.example/b");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn an_issue_cut_anywhere_keeps_its_whole_listings(cut in 0..ISSUE.len()) {
        let knowledge = Knowledge::default();
        let whole = catalogue(NAME, ISSUE.as_bytes(), &knowledge).unwrap();
        let Some(cut_short) = catalogue(NAME, &ISSUE.as_bytes()[..cut], &knowledge) else { return Ok(()) };
        assert_sound(&cut_short);
        let intact = twir_events::newsletter::markdown::sections(ISSUE)
            .iter()
            .flat_map(|section| &section.items)
            .filter(|item| item.span.end <= cut)
            .count();
        prop_assert!(cut_short.listings.len() >= intact);
        prop_assert_eq!(&cut_short.listings[..intact], &whole.listings[..intact]);
    }

    #[test]
    fn any_section_is_read(lines in proptest::collection::vec("[*#>| -]{0,4}(2025-1[0-3]-[0-3][0-9]|10/3|Nov 3|<!--|-->)?[ |]{0,3}[\\[\\]()*$|,a-zé🦀 ]{0,12}(\\(https://x/[)a ]{0,3})?", 0..12)) {
        let text = with_section(&lines.join("\n"));
        assert_sound(&catalogue(NAME, text.as_bytes(), &Knowledge::default()).unwrap());
    }
}

/// A number from a seed, the same everywhere (SplitMix64).
fn pseudo_random(seed: &mut u64) -> u64 {
    *seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *seed;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// The real issues, where they lie beside the project.
fn archive() -> Option<Vec<(String, Vec<u8>)>> {
    let entries = fs::read_dir(crate::shared::archive()?.join("content")).unwrap();
    let mut files: Vec<(String, Vec<u8>)> = entries
        .map(|entry| entry.unwrap())
        .map(|entry| (entry.file_name().to_string_lossy().into_owned(), fs::read(entry.path()).unwrap()))
        .collect();
    files.sort();
    Some(files)
}

#[test]
fn the_archive_cut_shuffled_and_converted_is_read() {
    let Some(files) = archive() else { return };
    let knowledge = Knowledge::bundled();
    let mut seed = 2014;
    for (name, bytes) in &files {
        let Some(whole) = catalogue(name, bytes, &knowledge) else { continue };
        assert_sound(&whole);
        let text = &whole.issues[0].text;

        let converted = format!("\u{feff}{}", text.replace('\n', "\r\n"));
        let read = catalogue(name, converted.as_bytes(), &knowledge).unwrap();
        assert_eq!(comparable(&read), comparable(&whole), "{name}");

        let cut = usize::try_from(pseudo_random(&mut seed)).unwrap_or(0) % bytes.len();
        if let Some(read) = catalogue(name, &bytes[..cut], &knowledge) {
            assert_sound(&read);
            let intact = whole
                .listings
                .iter()
                .zip(
                    twir_events::newsletter::markdown::sections(text)
                        .iter()
                        .flat_map(|section| &section.items),
                )
                .filter(|(_, item)| item.span.end <= cut)
                .count();
            let dated = |catalogue: &Catalogue| -> Vec<_> {
                let listings = catalogue.listings.iter().take(intact);
                listings.map(|listing| (listing.source.line, listing.days)).collect()
            };
            assert_eq!(dated(&read), dated(&whole), "{name} cut at {cut}");
        }

        let mut lines: Vec<&str> = text.lines().collect();
        let head = lines.iter().position(|line| line.trim().is_empty()).unwrap_or(0);
        for last in (head + 1..lines.len()).rev() {
            let other = head + usize::try_from(pseudo_random(&mut seed)).unwrap_or(0) % (last - head + 1);
            lines.swap(last, other);
        }
        if let Some(read) = catalogue(name, lines.join("\n").as_bytes(), &knowledge) {
            assert_sound(&read);
        }
    }
}

/// What must not depend on line ends: everything but byte spans.
fn comparable(catalogue: &Catalogue) -> Vec<String> {
    let mut out = Vec::new();
    let all: Vec<usize> = (0..catalogue.listings.len()).collect();
    listings::write(catalogue, &all, &mut out).unwrap();
    String::from_utf8(out).unwrap().lines().map(str::to_owned).collect()
}

#[test]
fn nearly_every_item_of_the_archive_has_a_day() {
    let Some(files) = archive() else { return };
    let knowledge = Knowledge::bundled();
    // Since the two-line form, and before: items and those with a day.
    let mut counts: BTreeMap<bool, (usize, usize)> = BTreeMap::new();
    for (name, bytes) in &files {
        for listing in catalogue(name, bytes, &knowledge).iter().flat_map(|read| &read.listings) {
            let count = counts.entry(&*listing.source.issue_date.to_string() >= "2022-03-01").or_default();
            count.0 += 1;
            count.1 += usize::from(listing.days.is_some());
        }
    }
    let (items, dated) = counts[&true];
    assert!(dated * 1000 >= items * 998, "{dated} of {items} since March 2022");
    let (items, dated) = counts[&false];
    assert!(dated * 100 >= items * 99, "{dated} of {items} before March 2022");
}

/// By hand, and in another way than the program: marks, a day, and a pipe behind it.
fn begins_with_a_day_and_has_a_pipe(line: &str) -> bool {
    let rest = line.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '[');
    let mut parts = rest.splitn(3, '-');
    let number = |part: Option<&str>| part.and_then(|part| part.parse::<u32>().ok());
    let (year, month) = (number(parts.next()), number(parts.next()));
    let day = parts.next().is_some_and(|day| day.starts_with(|c: char| c.is_ascii_digit()));
    year.is_some_and(|year| (2013..2100).contains(&year)) && month.is_some() && day && rest.contains('|')
}

#[test]
fn every_dated_line_of_the_archive_begins_an_item() {
    let Some(files) = archive() else { return };
    let mut counted = 0;
    for (name, bytes) in &files {
        let text = String::from_utf8_lossy(bytes);
        let sections = twir_events::newsletter::markdown::sections(&text);
        let items: Vec<usize> =
            sections.iter().flat_map(|section| &section.items).map(|item| item.line).collect();
        for (number, line) in (1..).zip(text.lines()) {
            if begins_with_a_day_and_has_a_pipe(line) {
                counted += 1;
                assert!(items.contains(&number), "{name}:{number}: {line}");
            }
        }
    }
    assert!(counted > 6000, "{counted}");
}

#[test]
fn a_listing_typed_as_a_heading_ends_nothing_and_is_read() {
    for mark in ["# ", "## ", "> ", "• ", "– ", "1. "] {
        let text = with_section(&format!(
            "### Europe\n{mark}2025-11-01 | Bern, CH | [G](https://a.example/g)\n    \
             * [**One**](https://a.example/1)\n\n### Asia\n\
             * 2025-11-02 | Tokyo, JP | [H](https://a.example/h)\n    * [**Two**](https://a.example/2)\n"
        ));
        let rows = rows(&text);
        let read: Vec<_> = rows.iter().map(|row| (&row["line"], &row["start"], &row["title"])).collect();
        assert_eq!(read.len(), 2, "{mark}: {read:?}");
        assert_eq!((read[0].1, read[0].2), (&Value::from("2025-11-01"), &Value::from("One")), "{mark}");
        assert_eq!((read[1].1, read[1].2), (&Value::from("2025-11-02"), &Value::from("Two")), "{mark}");
    }
}

#[test]
fn a_file_that_is_named_as_an_issue_and_is_none_is_told_by_its_name() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join(NAME), ISSUE).unwrap();
    fs::write(
        folder.path().join("2020-12-2-this-week-in-rust.md"),
        "Title: This Week in Rust 367\nDate: 2020-12-2\n\n# Upcoming Events\n",
    )
    .unwrap();
    fs::write(folder.path().join("2025-11-05-this-week-in-rust.md"), "nothing\n").unwrap();
    fs::write(folder.path().join("notes.md"), "nothing\n").unwrap();
    let output = export(folder.path());
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("reading 2 issues") && said.contains("passed over 2 files"), "{said}");
    let told: Vec<&str> = said.lines().filter(|line| line.contains("was not read")).collect();
    assert_eq!(told.len(), 1, "{said}");
    assert!(told[0].contains("2025-11-05-this-week-in-rust.md") && told[0].contains("no `Title:`"), "{said}");
    fs::remove_file(folder.path().join(NAME)).unwrap();
    fs::remove_file(folder.path().join("2020-12-2-this-week-in-rust.md")).unwrap();
    let output = export(folder.path());
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("no issues in") && said.contains("2025-11-05-this-week-in-rust.md"), "{said}");
}
