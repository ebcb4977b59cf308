//! `twir-events check` through its door.

use std::fs;

use super::support::{issue, issue_of, run, said, shared};

const BAD: &str = "### Europe\n\
    * 2025-12-10 | London, GB | [G](https://www.meetup.com/g-rust/events/)\n    * [**T**](https://a.example/1?utm_source=x)\n\
    * 2025-12-02 | Bern, CH | [H](https://a.example/h)\n    * [**Old**](https://a.example/2)\n\n\
    ### Asia\n\
    * 2025-12-12 | Hybrid (Tokyo, JP) | [J](https://a.example/j) | [K](https://a.example/k)\n    * [**Both**](https://a.example/3)\n\
    * 2025-12-11 | Paris, FR | [P](https://a.example/p)\n    * [**Wrong place**](https://a.example/4)\n";

fn file(text: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("2025-12-03-this-week-in-rust.md");
    fs::write(&path, text).unwrap();
    let path = path.to_str().unwrap().to_owned();
    (folder, path)
}

#[test]
fn people_see_the_line_and_errors_make_the_status_one() {
    let (_folder, path) = file(&issue(
        "### Europe\n* 2024-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
    ));
    let (out, err, status) = said(&run(&["check", &path]));
    assert_eq!(status, 1);
    assert!(
        out.contains("error[date-slip]: 2024-12-10 is far from the issue's date; perhaps 2025-12-10?"),
        "{out}"
    );
    assert!(out.contains(&format!("--> {path}:15:3")), "{out}");
    assert!(out.contains("15 | * 2024-12-10 | Bern, CH"), "{out}");
    assert!(err.contains("1 error, 0 warnings, 0 notes"), "{err}");
}

#[test]
fn warnings_alone_make_the_status_zero() {
    let (_folder, path) = file(&issue(BAD));
    let (out, _, status) = said(&run(&["check", &path]));
    assert!(out.contains("warning[country-style]") && !out.contains("error["), "{out}");
    assert_eq!(status, 0);
}

#[test]
fn fix_leaves_only_what_a_human_must_decide() {
    let (_folder, path) = file(&issue(BAD));
    let (_, err, status) = said(&run(&["check", "--fix", &path]));
    assert_eq!(status, 0, "{err}");
    let fixed = fs::read_to_string(&path).unwrap();
    let hybrid = "* 2025-12-12 | Hybrid (Tokyo, JP) | [J](https://a.example/j) + [K](https://a.example/k)\n    * [**Both**](https://a.example/3)\n";
    let right = issue(&format!(
        "### Virtual\n{hybrid}\n### Asia\n{hybrid}\n### Europe\n\
         * 2025-12-02 | Bern, CH | [H](https://a.example/h)\n    * [**Old**](https://a.example/2)\n\
         * 2025-12-10 | London, UK | [G](https://www.meetup.com/g-rust)\n    * [**T**](https://a.example/1)\n\
         * 2025-12-11 | Paris, FR | [P](https://a.example/p)\n    * [**Wrong place**](https://a.example/4)\n"
    ));
    assert_eq!(fixed, right);
    for told in [
        "line 15: mended: country-style: write `UK`",
        "line 16: mended: tracking-parameter",
        "line 23: moved: to Europe",
    ] {
        assert!(err.contains(told), "{told}: {err}");
    }
    let (out, _, _) = said(&run(&["check", "--format", "json", &path]));
    assert!(
        out.lines().count() == 1 && out.contains("past-event") && out.contains("`draft` drops it"),
        "{out}"
    );
    let (_, err, _) = said(&run(&["check", "--fix", &path]));
    assert!(!err.contains("fixed"), "{err}");
    assert_eq!(fs::read_to_string(&path).unwrap(), right);
}

#[test]
fn fix_mends_the_header_and_only_its_dates() {
    let body = "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n";
    let (_folder, path) =
        file(&issue_of("2025-12-03", 628, "2025-11-26 - 2025-12-24", body).replace('🦀', "💕 🦀"));
    run(&["check", "--fix", &path]);
    let fixed = fs::read_to_string(&path).unwrap();
    assert!(fixed.contains("\nRusty Events between 2025-12-03 - 2025-12-31 💕 🦀\n"), "{fixed}");
}

#[test]
fn fix_mends_the_headers_emoji() {
    let body = "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n";
    for window in ["2025-12-03 - 2025-12-31", "2025-11-26 - 2025-12-24"] {
        let (_folder, path) = file(&issue_of("2025-12-03", 628, window, body).replace('🦀', "\u{f8ff}ü¶Ä"));
        let (out, _, _) = said(&run(&["check", "--format", "json", &path]));
        assert!(out.contains("\"mac-roman\"") && out.contains("🦀"), "{out}");
        run(&["check", "--fix", &path]);
        assert_eq!(fs::read_to_string(&path).unwrap(), issue(body));
    }
}

#[test]
fn a_double_in_two_formats_is_for_someone_to_choose() {
    let double = |place: &str| {
        format!(
            "### Europe\n* 2025-12-10 | Hybrid (Bern, CH) | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n\
             * 2025-12-10 | {place} | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n"
        )
    };
    for (place, help, left) in
        [("Bern, CH", "someone must choose", true), ("Hybrid (Bern, CH)", "merge them", false)]
    {
        let (_folder, path) = file(&issue(&double(place)));
        let (out, _, _) = said(&run(&["check", &path]));
        assert!(out.contains("[double]") && out.contains(help), "{out}");
        run(&["check", "--fix", &path]);
        let (out, _, _) = said(&run(&["check", &path]));
        assert_eq!(out.contains("[double]"), left, "{out}");
    }
}

#[test]
fn base_reports_only_what_came_in() {
    let old = "### Europe\n* 2025-12-10 | London, GB | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n";
    let new = "### Asia\n* 2025-12-05 | Tokyo, JP| [J](https://a.example/j)\n    * [**J**](https://a.example/2)\n\n";
    let (_base_folder, base) = file(&issue(old));
    let (_folder, path) = file(&issue(&format!("{new}{old}")));
    let (out, _, _) = said(&run(&["check", "--base", &base, "--format", "json", &path]));
    let rows: Vec<serde_json::Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(
        rows.iter().map(|row| row["code"].as_str().unwrap()).collect::<Vec<_>>(),
        ["spacing"],
        "{out}"
    );
    assert_eq!(rows[0]["line"], 15);
}

#[test]
fn json_and_github_say_where() {
    let (_folder, path) = file(&issue(
        "### Europe\n* 2025-12-10 | London, GB | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
    ));
    let (out, _, _) = said(&run(&["check", "--format", "json", &path]));
    let row: serde_json::Value = serde_json::from_str(out.trim()).unwrap();
    assert_eq!(
        (&row["code"], &row["severity"], &row["line"]),
        (&"country-style".into(), &"warning".into(), &15.into())
    );
    let span = &row["fix"]["edits"][0]["span"];
    let text = fs::read_to_string(&path).unwrap();
    let (start, end) = (span["start"].as_u64().unwrap() as usize, span["end"].as_u64().unwrap() as usize);
    assert_eq!(&text[start..end], "GB");
    let (out, _, _) = said(&run(&["check", "--format", "github", &path]));
    assert!(out.starts_with("::warning file=") && out.contains(",line=15,col="), "{out}");
}

#[test]
fn what_cannot_be_checked_is_one_error() {
    let (folder, path) = file("no issue\n");
    let missing = folder.path().join("missing.md");
    for (path, part) in
        [(path.as_str(), "is no issue"), (missing.to_str().unwrap(), "cannot read issues from")]
    {
        let (out, err, status) = said(&run(&["check", path]));
        assert_eq!((out.as_str(), status), ("", 2), "{err}");
        assert!(err.contains(part) && err.contains(path), "{err}");
    }
}

#[test]
fn fix_does_not_write_into_an_unfinished_merge() {
    let text = issue(
        "<<<<<<< HEAD\n### Europe\n* 2025-12-02 | London, GB | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
    );
    let (_folder, path) = file(&text);
    let (_, err, status) = said(&run(&["check", "--fix", &path]));
    assert_eq!(status, 2);
    assert!(err.contains("conflict marker"), "{err}");
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
}

#[test]
fn what_a_fix_writes_has_no_problem_of_its_own_and_loses_no_event() {
    use std::collections::BTreeSet;
    use twir_events::{
        catalogue::Catalogue,
        desk::{check, draft, page::Page},
        knowledge::Knowledge,
        newsletter::{Archive, Issue},
    };
    let mut issues = Archive::bundled().issues;
    if let Some(shared) = shared() {
        let all = Archive::read(&[shared.join("twir/content")]).unwrap().issues;
        let todays = all.into_iter().filter(|issue| issue.date.to_string().as_str() >= "2022-03-09");
        issues.extend(todays.step_by(9));
    }
    let knowledge = Knowledge::bundled();
    // What hides behind a missing country or a broken link shows once that is mended.
    let shown_later = ["place-style", "link-style", "locale-path", "spacing", "hybrid-once", "likely-double"];
    for issue in issues {
        let read = |issue: &Issue| {
            let catalogue = Catalogue::read(vec![issue.clone()], &knowledge, None);
            let page = Page::open(&catalogue, 0).unwrap();
            let codes: BTreeSet<&str> =
                check::check(&page).iter().map(|problem| problem.code.slug()).collect();
            let mut events: Vec<String> = page
                .items
                .iter()
                .filter_map(|found| Some(format!("{:?} {}", found.listing.days?, found.listing.url()?)))
                .collect();
            events.sort();
            events.dedup();
            (codes, events)
        };
        let fixed = draft::fix(&issue, &knowledge, None).unwrap();
        let again = Issue { text: fixed.text.as_str().into(), ..issue.clone() };
        let ((before, events), (after, kept)) = (read(&issue), read(&again));
        let brought: Vec<&&str> =
            after.difference(&before).filter(|code| !shown_later.contains(code)).collect();
        assert!(brought.is_empty(), "{}: {brought:?}", issue.file);
        let lost: Vec<&String> = events.iter().filter(|event| !kept.contains(event)).collect();
        assert!(lost.is_empty(), "{}: {lost:?}", issue.file);
    }
}

#[test]
fn after_fix_no_real_issue_has_anything_left_that_is_safe_to_mend() {
    use twir_events::{
        catalogue::Catalogue,
        desk::{check, draft, page::Page},
        knowledge::Knowledge,
        newsletter::{Archive, Issue},
    };
    let mut issues = Archive::bundled().issues;
    if let Some(shared) = shared() {
        let all = Archive::read(&[shared.join("twir/content")]).unwrap().issues;
        issues.extend(all.into_iter().rev().take(6));
    }
    let knowledge = Knowledge::bundled();
    for issue in issues {
        let fixed = draft::fix(&issue, &knowledge, None).unwrap();
        let again = Issue { text: fixed.text.as_str().into(), ..issue.clone() };
        assert_eq!(draft::fix(&again, &knowledge, None).unwrap().text, fixed.text, "{}", issue.file);
        let catalogue = Catalogue::read(vec![again], &knowledge, None);
        let left = check::check(&Page::open(&catalogue, 0).unwrap());
        let mendable: Vec<String> = left
            .iter()
            .filter(|problem| {
                let code = problem.code.slug();
                problem.fix.as_ref().is_some_and(|fix| fix.safe)
                    || ["order", "heading-order", "empty-heading", "hybrid-once", "double"].contains(&code)
            })
            .map(ToString::to_string)
            .collect();
        assert_eq!(mendable, Vec::<String>::new());
    }
}

#[test]
fn base_does_not_report_again_what_an_edited_line_had_before() {
    let listing = |date: &str, title: &str, group: &str| {
        format!(
            "### Europe\n* {date} | Bern, CH| [G](https://www.meetup.com/{group}/events/)\n    * [**{title}**](https://lu.ma/abc)\n"
        )
    };
    let old = listing("2025-12-01", "Talks", "g-rust");
    let (_base_folder, base) = file(&issue(&old));
    let told = |text: &str| {
        let (_folder, path) = file(&issue(text));
        let (out, _, _) = said(&run(&["check", "--base", &base, "--format", "json", &path]));
        let rows = out.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
        rows.map(|row| row["code"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(told(&listing("2025-12-01", "Better talks", "g-rust")), Vec::<String>::new());
    assert_eq!(told(&listing("2025-12-01", "Talks", "h-rust")), ["link-style"]);
    assert_eq!(told(&listing("2025-12-02", "Talks", "g-rust")), ["past-event"]);
    // The same faults in another listing are new.
    let other =
        old.replace("lu.ma/abc", "lu.ma/other").replace("### Europe\n", "").replace("Talks", "Hacking");
    assert_eq!(told(&format!("{old}{other}")).len(), 4);
}

#[test]
fn several_files_are_judged_as_if_each_had_been_asked_about_alone() {
    use std::fs;
    let folder = tempfile::tempdir().unwrap();
    let row = |day: &str, number: u32| {
        format!(
            "* {day} | Bern, CH | [G](https://www.meetup.com/g-rust)\n    * [**T {number}**](https://www.meetup.com/g-rust/events/{number}/)\n"
        )
    };
    let issues = [
        ("2025-11-19", 626, format!("{}{}", row("2025-12-05", 300_000_001), row("2025-12-12", 300_000_002))),
        ("2025-11-26", 627, format!("{}{}", row("2025-12-06", 300_000_001), row("2025-12-12", 300_000_002))),
        ("2025-12-03", 628, row("2025-12-12", 300_000_002)),
    ];
    let mut paths = Vec::new();
    for (date, number, rows) in &issues {
        let text =
            super::support::issue_of(date, *number, &format!("{date} - x"), &format!("### Europe\n{rows}"));
        let path = folder.path().join(format!("{date}-this-week-in-rust.md"));
        fs::write(&path, text).unwrap();
        paths.push(path.to_str().unwrap().to_owned());
    }
    let ask = |files: &[String], known: &str| {
        let mut arguments = vec!["check", "--format", "json", "--issues", known];
        arguments.extend(files.iter().map(String::as_str));
        super::support::said(&super::support::run(&arguments)).0
    };
    // What came before the first of them is nothing.
    let empty = folder.path().join("before.md");
    fs::write(
        &empty,
        "Title: This Week in Rust 1\nNumber: 1\nDate: 2014-01-01\n\n## Upcoming Events\n\n### Europe\n",
    )
    .unwrap();
    let empty = empty.to_str().unwrap();
    let together = ask(&paths, empty);
    let alone: String = (0..paths.len())
        .map(|index| {
            // The ones before it are the archive.
            let known = tempfile::tempdir().unwrap();
            fs::copy(empty, known.path().join("before.md")).unwrap();
            for path in &paths[..index] {
                fs::copy(path, known.path().join(std::path::Path::new(path).file_name().unwrap())).unwrap();
            }
            ask(&paths[index..=index], known.path().to_str().unwrap())
        })
        .collect();
    assert_eq!(together, alone);
    assert!(together.contains("\"moved\"") && together.contains("\"missing\""), "{together}");
}
