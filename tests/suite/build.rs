//! The folder that `build` writes.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

use serde_json::Value;

use crate::run::{Run, command, done, issues, run_on_issues};

/// Every file below a folder by its path, with its bytes and time of change.
fn files(folder: &Path) -> BTreeMap<String, (Vec<u8>, SystemTime)> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                open.push(entry);
            } else {
                let path = entry.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
                let changed = fs::metadata(&entry).unwrap().modified().unwrap();
                found.insert(path, (fs::read(&entry).unwrap(), changed));
            }
        }
    }
    found
}

fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    files(folder).into_iter().map(|(path, (bytes, _))| (path, bytes)).collect()
}

fn build(out: &Path, options: &[&str]) -> Run {
    let args: Vec<&str> =
        ["build", "--out", out.to_str().unwrap()].into_iter().chain(options.iter().copied()).collect();
    run_on_issues(&args)
}

fn text(folder: &Path, path: &str) -> String {
    fs::read_to_string(folder.join(path)).unwrap()
}

fn uids(folder: &Path, path: &str) -> Vec<String> {
    let text = text(folder, path).replace("\r\n ", "");
    text.lines().filter_map(|line| Some(line.strip_prefix("UID:")?.trim_end().to_owned())).collect()
}

#[test]
fn the_folder_holds_what_the_contract_names() {
    let out = tempfile::tempdir().unwrap();
    build(out.path(), &[]).ok();
    let paths: Vec<String> = contents(out.path()).into_keys().collect();
    insta::assert_snapshot!(paths.join("\n"));
}

/// What subscribers and programs get, byte for byte but for CRLF. `INSTA_UPDATE=always cargo test
/// --test suite golden` takes what is printed now for right; read the difference before you commit it.
#[test]
fn golden_files() {
    let out = tempfile::tempdir().unwrap();
    build(out.path(), &["--base-url", "https://example.org/rust"]).ok();
    for path in ["all.ics", "events.json", "events.schema.json", "feeds.json", "new.atom"] {
        insta::assert_snapshot!(path, text(out.path(), path).replace("\r\n", "\n"));
    }
}

#[test]
fn every_feed_is_listed_with_its_count() {
    let out = tempfile::tempdir().unwrap();
    build(out.path(), &[]).ok();
    let rows: Vec<Value> = serde_json::from_str(&text(out.path(), "feeds.json")).unwrap();
    let listed: BTreeMap<&str, u64> =
        rows.iter().map(|row| (row["path"].as_str().unwrap(), row["count"].as_u64().unwrap())).collect();
    let files = contents(out.path());
    let of_one = |path: &&str| path.starts_with("event/");
    let feeds: Vec<&str> = files.keys().map(String::as_str).filter(|path| !of_one(path)).collect();
    let (ics, atom) = (|path: &&&str| path.ends_with(".ics"), |path: &&&str| path.ends_with(".atom"));
    assert_eq!(feeds.iter().filter(ics).count() + feeds.iter().filter(atom).count(), listed.len());
    for path in feeds.iter().filter(ics) {
        let events = text(out.path(), path).matches("BEGIN:VEVENT").count() as u64;
        assert_eq!(events, listed[path], "{path}");
    }
    for path in feeds.iter().filter(atom) {
        let entries = text(out.path(), path).matches("<entry>").count() as u64;
        assert_eq!(entries, listed[path], "{path}");
    }
}

#[test]
fn feeds_hold_what_their_kind_says() {
    let out = tempfile::tempdir().unwrap();
    build(out.path(), &[]).ok();
    let all = uids(out.path(), "all.ics");
    let virtual_ = uids(out.path(), "virtual.ics");
    let europe = uids(out.path(), "region/europe.ics");
    let hybrid = uids(out.path(), "city/ch-zurich.ics");
    assert_eq!(virtual_.len(), 6, "three evenings, a circle and two hybrid events");
    assert!(hybrid.len() == 1 && virtual_.contains(&hybrid[0]) && europe.contains(&hybrid[0]));
    assert_eq!(europe.len(), 5, "nothing that is online only");
    assert_eq!(uids(out.path(), "group/rust-berlin.ics").len(), 3);
    assert!(europe.iter().chain(&virtual_).all(|uid| all.contains(uid)));
    let json: Value = serde_json::from_str(&text(out.path(), "events.json")).unwrap();
    assert_eq!(json["events"].as_array().unwrap().len(), all.len());
}

#[test]
fn feeds_reach_back_as_far_as_asked() {
    let out = tempfile::tempdir().unwrap();
    let all = || uids(out.path(), "all.ics").len();
    build(out.path(), &["--history", "all"]).ok();
    let ever = all();
    build(out.path(), &["--history", "0"]).ok();
    assert_eq!(all(), 7, "from as-of on");
    assert_eq!(uids(out.path(), "archive.ics").len(), ever);
    assert_eq!(uids(out.path(), "city/jp-tokyo.ics").len(), 1, "a feed keeps its newest event");
    build(out.path(), &["--as-of", "2024-08-07"]).ok();
    assert_eq!(all(), ever - 4, "twelve weeks before is 15 May; 2, 9, 11 and 14 May are gone");
}

/// Neither the place, the zone, the language nor the order of files enters the output.
#[test]
fn the_same_issues_give_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second) = (folder.path().join("first"), folder.path().join("second"));
    build(&first, &[]).ok();
    let mut paths: Vec<PathBuf> =
        fs::read_dir(issues()).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut command = command();
    command.args(["build", "--out"]).arg(&second).env("TZ", "Pacific/Kiritimati").env("LANG", "tr_TR.UTF-8");
    for path in paths.iter().rev() {
        command.arg("--issues").arg(path);
    }
    done(command.output().unwrap()).ok();
    assert!(contents(&first) == contents(&second));
}

#[test]
fn a_second_build_changes_nothing() {
    let out = tempfile::tempdir().unwrap();
    build(out.path(), &[]).ok();
    let before = files(out.path());
    let run = build(out.path(), &[]);
    assert!(run.err.contains("0 files written"), "{}", run.err);
    assert!(files(out.path()) == before);
}

#[test]
fn feeds_that_are_no_more_go_and_other_files_stay() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("public");
    build(&out, &[]).ok();
    fs::write(out.join("CNAME"), "rust.example").unwrap();
    let first = issues().join("2024-05-01-this-week-in-rust.md");
    let mut command = command();
    command.arg("build").arg("--out").arg(&out).arg("--issues").arg(first);
    done(command.output().unwrap()).ok();
    assert!(!out.join("city/za-johannesburg.ics").exists());
    assert!(out.join("city/jp-tokyo.ics").exists() && out.join("CNAME").exists());
    assert!(fs::read_dir(folder.path()).unwrap().count() == 1, "something was written beside the folder");
}

/// It would name the old address.
#[test]
fn the_list_of_pages_goes_with_the_address() {
    let out = tempfile::tempdir().unwrap();
    build(out.path(), &["--base-url", "https://example.org/rust"]).ok();
    assert!(out.path().join("sitemap.xml").exists());
    build(out.path(), &[]).ok();
    assert!(!out.path().join("sitemap.xml").exists());
    // One that somebody else put there stays.
    fs::write(out.path().join("sitemap.xml"), "mine").unwrap();
    build(out.path(), &["--history", "all"]).ok();
    assert_eq!(text(out.path(), "sitemap.xml"), "mine");
}

#[test]
fn the_base_url_is_where_feeds_say_they_are() {
    let out = tempfile::tempdir().unwrap();
    build(out.path(), &["--base-url", "https://example.org/rust"]).ok();
    let feed = text(out.path(), "region/asia.ics").replace("\r\n ", "");
    assert!(feed.contains("\r\nSOURCE;VALUE=URI:https://example.org/rust/region/asia.ics\r\n"), "{feed}");
    assert!(feed.contains("\r\nURL:https://example.org/rust/\r\n"), "{feed}");
    assert!(text(out.path(), "index.html").contains("webcal://example.org/rust/all.ics"));
    assert!(text(out.path(), "new.atom").contains("href=\"https://example.org/rust/new.atom\""));
}

#[test]
fn the_atom_feed_can_be_read_and_is_in_order() {
    let out = tempfile::tempdir().unwrap();
    build(out.path(), &[]).ok();
    let feed: atom_syndication::Feed = text(out.path(), "new.atom").parse().unwrap();
    assert_eq!(feed.updated().to_rfc3339(), "2024-05-22T00:00:00+00:00");
    let published: Vec<_> = feed.entries().iter().map(|entry| *entry.published().unwrap()).collect();
    assert!(published.is_sorted_by(|a, b| a >= b), "the newest first");
    assert!(feed.entries().iter().all(|entry| entry.id().starts_with("tag:")));
}

#[test]
fn file_names_are_safe_and_differ() {
    let out = tempfile::tempdir().unwrap();
    build(out.path(), &[]).ok();
    for path in contents(out.path()).into_keys() {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_./".contains(c);
        assert!(path.chars().all(plain), "{path}");
    }
    let groups = fs::read_dir(out.path().join("group")).unwrap();
    let names: Vec<String> = groups.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert!(!names.contains(&"con.ics".to_owned()));
    assert_eq!(names.iter().filter(|name| name.starts_with("rust-friends")).count(), 2, "{names:?}");
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("public");
    fs::write(&out, "in the way").unwrap();
    let message = build(&out, &[]).refused();
    assert!(message.contains("public"), "{message}");
    assert_eq!(fs::read_to_string(&out).unwrap(), "in the way");
    let message = build(&out.join("deeper"), &[]).refused();
    assert!(message.contains("deeper"), "{message}");
    let message = run_on_issues(&["export", "ics", "-o", out.join("x.ics").to_str().unwrap()]).refused();
    assert!(message.contains("public"), "{message}");
}

#[test]
fn options_that_cannot_be_are_refused() {
    let out = tempfile::tempdir().unwrap();
    for url in ["example.org", "ftp://example.org/", "https://example.org/?x"] {
        assert!(build(out.path(), &["--base-url", url]).refused().contains(url), "{url}");
    }
    for options in [["--history", "some"], ["--withdrawn", "maybe"]] {
        let run = build(out.path(), &options);
        assert_eq!(run.status, 2);
        assert!(run.err.contains(options[1]), "{}", run.err);
    }
    assert_eq!(fs::read_dir(out.path()).unwrap().count(), 0);
}

#[test]
fn an_output_file_is_whole_and_printing_is_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("asia.ics");
    let printed = run_on_issues(&["export", "ics", "--region", "asia"]).ok();
    let quiet =
        run_on_issues(&["export", "ics", "--region", "asia", "--output", path.to_str().unwrap()]).ok();
    assert_eq!(quiet, "");
    assert_eq!(fs::read_to_string(&path).unwrap(), printed);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

/// Whatever the moment at which it is killed, all files are the old ones or all are the new ones.
#[cfg(any(target_os = "linux", target_os = "macos"))]
#[test]
fn a_killed_build_leaves_the_old_folder_or_the_new_one() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("public");
    let days = ["2024-05-01", "2024-05-22"];
    let states = days.map(|day| {
        let state = folder.path().join(day);
        build(&state, &["--as-of", day]).ok();
        contents(&state)
    });
    assert!(states[0] != states[1]);
    build(&out, &["--as-of", days[0]]).ok();
    let tree = folder.path().join(".twir-events.public/tree");
    for round in 0..30 {
        let target = usize::from(contents(&out) == states[0]);
        // Of what the last one left, only the mark and the lock.
        let _ = fs::remove_dir_all(&tree);
        let mut child = command()
            .args(["build", "--as-of", days[target], "--issues"])
            .arg(issues())
            .arg("--out")
            .arg(&out)
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        // It writes as long as there is something beside the folder. Another moment in each round;
        // that they are not the same on every machine is the point.
        while !tree.exists() && child.try_wait().unwrap().is_none() {
            std::thread::yield_now();
        }
        for _ in 0..round * round {
            std::thread::yield_now();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(states.contains(&contents(&out)), "round {round}");
    }
    build(&out, &["--as-of", days[1]]).ok();
    assert!(contents(&out) == states[1]);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3, "something is left beside the folder");
}

/// Whoever stands in the folder still stands in it afterwards.
#[cfg(unix)]
#[test]
fn the_folder_one_is_in_stays_the_same_one() {
    use std::os::unix::fs::MetadataExt;

    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("public");
    build(&out, &["--as-of", "2024-05-01"]).ok();
    for path in [".", "../public", out.to_str().unwrap()] {
        fs::write(out.join("all.ics"), "old").unwrap();
        let mut command = command();
        command.current_dir(&out).args(["build", "--out", path, "--issues"]).arg(issues());
        let before = fs::metadata(&out).unwrap().ino();
        done(command.output().unwrap()).ok();
        assert_eq!(fs::metadata(&out).unwrap().ino(), before, "{path}");
        assert_ne!(text(&out, "all.ics"), "old");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}

/// What has passed is no news, and a region's news are of what its calendar holds.
#[test]
fn news_are_of_what_is_to_come_and_name_the_day() {
    let out = tempfile::tempdir().unwrap();
    build(out.path(), &[]).ok();
    let titles = |path: &str| -> Vec<String> {
        let feed: atom_syndication::Feed = text(out.path(), path).parse().unwrap();
        feed.entries().iter().map(|entry| entry.title().as_str().to_owned()).collect()
    };
    let all = titles("new.atom");
    assert!(all.contains(&"Thu, 30 May 2024: Rust Berlin: Rust Hack and Learn".to_owned()), "{all:?}");
    assert!(!all.iter().any(|title| title.contains("9 May 2024")), "{all:?}");
    let germany = titles("country/de.atom");
    assert_eq!(germany, ["Tue, 28 May 2024: Withdrawn: Ferris Leipzig: Traits without tears"]);
    let feed: atom_syndication::Feed = text(out.path(), "region/europe.atom").parse().unwrap();
    assert_eq!(feed.id(), "tag:twir-events.github.io,2025:region/europe");
    for entry in feed.entries() {
        let content = entry.content().unwrap();
        assert_eq!(content.content_type(), Some("html"));
        assert!(content.value().unwrap().starts_with("<p>"));
    }
}

#[test]
fn each_event_to_come_has_its_file_and_it_goes_with_the_event() {
    let out = tempfile::tempdir().unwrap();
    let files = || -> Vec<String> {
        contents(out.path()).into_keys().filter(|path| path.starts_with("event/")).collect()
    };
    build(out.path(), &["--as-of", "2024-05-22"]).ok();
    let path = "event/2024-05-28-ferris-leipzig-traits-without-tears.ics";
    assert!(files().contains(&path.to_owned()), "{:?}", files());
    assert_eq!(uids(out.path(), path).len(), 1);
    assert!(!files().iter().any(|path| path.contains("2024-05-09")));
    build(out.path(), &["--as-of", "2024-05-29"]).ok();
    assert!(!files().contains(&path.to_owned()), "{:?}", files());
}
