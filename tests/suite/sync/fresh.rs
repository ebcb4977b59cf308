//! What comes in when all goes well, and how little is asked for it.

use std::fs;

use super::*;

const FIRST: &str = "content/2026-01-01-this-week-in-rust.md";

#[test]
fn the_first_sync_takes_the_archive() {
    let scene = Scene::new(repository(3));
    let report = scene.sync().unwrap();
    assert_eq!(report.new.len(), 3);
    assert_eq!((report.files, report.newest.as_deref()), (3, Some("2026-01-03-this-week-in-rust.md")));
    assert_eq!(scene.asked(), ["/git/trees/HEAD?recursive=1", "/tarball/HEAD", fake::CODELOAD]);
    assert_eq!(readable(&scene.cache()), published(&repository(3)));
}

#[test]
fn nothing_new_costs_one_conditional_request() {
    let scene = Scene::synced(repository(3));
    let before = tree(scene.cache().root());
    let report = scene.sync().unwrap();
    assert_eq!(report, SyncReport { files: 3, newest: report.newest.clone(), ..SyncReport::default() });
    let asked = scene.server.take_asked();
    assert_eq!(asked.len(), 1);
    assert!(asked[0].headers.contains_key("if-none-match"));
    assert_eq!(tree(scene.cache().root()), before);
}

#[test]
fn a_change_elsewhere_in_the_repository_changes_only_the_etag() {
    let scene = Scene::synced(repository(3));
    let before = scene.cache().current().unwrap().unwrap();
    scene.files(|files| drop(files.insert("README.md".to_owned(), "# New\n".to_owned())));
    let report = scene.sync().unwrap();
    assert!(report.new.is_empty() && report.changed.is_empty() && report.removed.is_empty());
    assert_eq!(scene.asked().len(), 1);
    let after = scene.cache().current().unwrap().unwrap();
    assert_eq!((after.number, &after.manifest.files), (before.number, &before.manifest.files));
    assert_ne!(after.manifest.etag, before.manifest.etag);
    scene.sync().unwrap();
    assert!(scene.server.take_asked()[0].headers.contains_key("if-none-match"));
}

#[test]
fn new_changed_and_removed_issues_come_one_by_one() {
    let scene = Scene::synced(repository(3));
    let changed = "content/2026-01-02-this-week-in-rust.md";
    let new = "content/2026-01-09-this-week-in-rust.md";
    scene.files(|files| {
        files.remove(FIRST);
        files.get_mut(changed).unwrap().push_str("\nAn erratum.\n");
        files.insert(new.to_owned(), issue(709, "2026-01-09"));
    });
    let report = scene.sync().unwrap();
    assert_eq!(report.new, [new]);
    assert_eq!(report.changed, [changed]);
    assert_eq!(report.removed, [FIRST]);
    assert_eq!(report.newest.as_deref(), Some("2026-01-09-this-week-in-rust.md"));
    let asked = scene.asked();
    assert_eq!(asked.len(), 3, "{asked:?}");
    assert!(asked[1..].iter().all(|path| path.starts_with("/git/blobs/")), "{asked:?}");
    let files = scene.state.lock().unwrap().files.clone();
    assert_eq!(readable(&scene.cache()), published(&files));
}

#[test]
fn many_changes_come_with_the_archive() {
    let scene = Scene::synced(repository(3));
    scene.files(|files| *files = repository(28));
    assert_eq!(scene.sync().unwrap().new.len(), 25);
    assert_eq!(scene.asked()[1..], ["/tarball/HEAD", fake::CODELOAD]);
    assert_eq!(readable(&scene.cache()), published(&repository(28)));
}

#[test]
fn few_requests_left_are_not_spent_on_single_files() {
    let scene = Scene::synced(repository(3));
    scene.files(|files| *files = repository(6));
    scene.break_with(|asked| {
        (fake::endpoint(&asked.path) == fake::Endpoint::Listing).then(|| {
            let mut answer = github(&repository(6), asked);
            let head = text(&answer.bytes).replace("remaining: 59", "remaining: 2");
            answer.bytes = head.into_bytes();
            answer
        })
    });
    scene.sync().unwrap();
    assert_eq!(scene.asked()[1..], ["/tarball/HEAD", fake::CODELOAD]);
}

#[test]
fn an_archive_that_is_behind_the_list_is_completed_file_by_file() {
    let scene = Scene::new(repository(3));
    scene.break_with(|asked| {
        let old =
            || Answer::new(200, &[("Content-Type", "application/x-gzip")], &fake::tarball(&repository(2)));
        (fake::endpoint(&asked.path) == fake::Endpoint::Codeload).then(old)
    });
    scene.sync().unwrap();
    assert_eq!(scene.asked().len(), 4);
    assert_eq!(readable(&scene.cache()), published(&repository(3)));
}

#[test]
fn drafts_come_and_go_with_the_option() {
    let scene = Scene::synced(repository(1));
    let draft = "draft/2026-02-04-this-week-in-rust.md";
    let mut config = scene.config();
    config.drafts = true;
    assert_eq!(scene.sync_with(&config).unwrap().new, [draft]);
    assert!(readable(&scene.cache()).contains_key(draft));
    let listings = scene.run(&["export", "listings"]);
    assert!(text(&listings.stdout).contains("Rust Hack and Learn 800"));
    assert_eq!(scene.sync().unwrap().removed, [draft]);
    assert!(!readable(&scene.cache()).contains_key(draft));
}

#[test]
fn damage_in_the_cache_is_mended() {
    let scene = Scene::synced(repository(3));
    let snapshot = scene.cache().current().unwrap().unwrap();
    fs::write(snapshot.path.join(FIRST), "Title: no").unwrap();
    let report = scene.sync().unwrap();
    assert_eq!((report.mended, report.new, report.changed), (vec![FIRST.to_owned()], vec![], vec![]));
    assert_eq!(readable(&scene.cache()), published(&repository(3)));

    for damage in ["", "99", "../x"] {
        fs::write(scene.cache().root().join("current"), damage).unwrap();
        let output = scene.run(&["export", "listings"]);
        assert_eq!(output.status.code(), Some(2));
        assert!(text(&output.stderr).contains("twir-events sync"), "{}", text(&output.stderr));
        scene.sync().unwrap();
        assert_eq!(readable(&scene.cache()), published(&repository(3)));
    }
}

#[test]
fn another_source_replaces_everything() {
    let scene = Scene::synced(repository(3));
    let other = Scene::new(repository(2));
    twir_events::sync::sync(&scene.cache(), &other.config(), &mut |_| {}).unwrap();
    assert_eq!(readable(&scene.cache()), published(&repository(2)));
}

#[test]
fn two_at_once_is_one_too_many() {
    let scene = Scene::synced(repository(1));
    let cache = scene.cache();
    let writer = cache.lock().unwrap();
    let output = scene.run(&["sync", "--from", &scene.server.url()]);
    assert_eq!(output.status.code(), Some(2));
    let message = text(&output.stderr);
    assert!(message.contains("another sync") && message.lines().count() == 1, "{message}");
    drop(writer);
    assert!(scene.run(&["sync", "--from", &scene.server.url()]).status.success());
}

#[test]
fn requests_say_who_asks() {
    let scene = Scene::new(repository(1));
    scene.sync().unwrap();
    for asked in scene.server.take_asked() {
        let agent = &asked.headers["user-agent"];
        assert!(agent.starts_with("twir-events/") && agent.contains("(+https://"), "{agent}");
        assert!(!asked.headers.contains_key("authorization") && !asked.headers.contains_key("referer"));
    }
}

#[test]
fn the_program_says_what_came_in_and_reads_it() {
    let scene = Scene::new(repository(2));
    let url = scene.server.url();
    let bundled = scene.run(&["export", "listings"]);
    assert!(text(&bundled.stderr).contains("5 issues bundled"), "{}", text(&bundled.stderr));

    let output = scene.run(&["sync", "--from", &url]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(
        text(&output.stdout),
        "new      content/2026-01-01-this-week-in-rust.md\n\
         new      content/2026-01-02-this-week-in-rust.md\n\
         2 new; 2 files in the cache, the newest 2026-01-02-this-week-in-rust.md\n"
    );
    assert_eq!(text(&output.stderr), "asking for the list of issues\nfetching 2 files\n");
    let quiet = scene.run(&["sync", "--quiet", "--from", &url]);
    assert_eq!((text(&quiet.stdout), text(&quiet.stderr)), Default::default());
    let again = scene.run(&["sync", "--from", &url]);
    assert!(text(&again.stdout).starts_with("nothing new; 2 files"), "{}", text(&again.stdout));

    let fresh = scene.run(&["export", "listings", "--as-of", "2026-01-16"]);
    let note = text(&fresh.stderr);
    assert!(note.starts_with("reading 2 issues from the cache in "), "{note}");
    assert!(!note.contains("days old") && note.lines().count() == 1, "{note}");
    assert_eq!(text(&fresh.stdout).lines().count(), 2);
    let old = scene.run(&["export", "listings", "--as-of", "2026-01-17"]);
    assert!(text(&old.stderr).contains("15 days old"), "{}", text(&old.stderr));

    let folder = tempfile::tempdir().unwrap();
    let other = scene.run(&["export", "listings", "--cache", folder.path().to_str().unwrap()]);
    assert!(text(&other.stderr).contains("bundled"), "{}", text(&other.stderr));
}

/// The server refuses the archive, in whatever way; the rest is as ever.
fn without_archive(scene: &Scene, answer: Answer) {
    scene.break_with(move |asked| {
        (fake::endpoint(&asked.path) == fake::Endpoint::Archive).then(|| answer.clone())
    });
}

#[test]
fn an_archive_that_is_refused_comes_file_by_file_the_newest_first() {
    let page = ("content-type", "text/html");
    for answer in [
        Answer::new(415, &[], b""),
        Answer::new(404, &[], b""),
        Answer::new(403, &[], b""),
        Answer::new(200, &[page], b"<html>"),
        Answer::new(200, &[("content-type", "image/png")], b"x"),
        Answer::new(302, &[("location", "http://codeload.example/x")], b""),
    ] {
        let scene = Scene::new(repository(28));
        without_archive(&scene, answer);
        assert_eq!(scene.sync().unwrap().new.len(), 28);
        let asked = scene.asked();
        assert_eq!(asked.len(), 30);
        let newest = fake::blob_id(issue(728, "2026-01-28").as_bytes());
        assert_eq!(asked[2], format!("/git/blobs/{newest}"));
        assert_eq!(readable(&scene.cache()), published(&repository(28)));
    }
}

#[test]
fn what_came_without_the_archive_is_kept_and_the_next_sync_goes_on() {
    let scene = Scene::new(repository(28));
    without_archive(&scene, Answer::new(415, &[], b""));
    let mut config = scene.config();
    config.limits.files_without_archive = 10;
    config.limits.single_files = 5;
    let error = scene.sync_with(&config).unwrap_err().to_string();
    for words in ["status 415", "newest first, 10 of 28 came", "`twir-events sync` again", "set GITHUB_TOKEN"]
    {
        assert!(error.contains(words), "{words}: {error}");
    }
    let there = readable(&scene.cache());
    assert_eq!(there.len(), 10);
    assert!(there.contains_key("content/2026-01-28-this-week-in-rust.md"));
    assert!(scene.sync_with(&config).unwrap_err().to_string().contains("10 of 18 came"));
    assert_eq!(scene.sync_with(&config).unwrap().files, 28);
    assert_eq!(readable(&scene.cache()), published(&repository(28)));
}

#[test]
fn a_limit_in_the_middle_of_single_files_says_how_far_they_came() {
    let scene = Scene::new(repository(28));
    let left = std::sync::atomic::AtomicUsize::new(7);
    scene.break_with(move |asked| match fake::endpoint(&asked.path) {
        fake::Endpoint::Archive => Some(Answer::new(404, &[], b"")),
        fake::Endpoint::Blob => {
            let spent = left.fetch_update(
                std::sync::atomic::Ordering::SeqCst,
                std::sync::atomic::Ordering::SeqCst,
                |left| left.checked_sub(1),
            );
            let reset = (NOW + 1800).to_string();
            spent.is_err().then(|| {
                let headers = [("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", reset.as_str())];
                Answer::new(403, &headers, b"{}")
            })
        }
        _ => None,
    });
    let error = scene.sync().unwrap_err().to_string();
    assert!(error.contains("7 of 28 came, then: too many requests (403), again from"), "{error}");
    assert_eq!(readable(&scene.cache()).len(), 7);
    let output = scene.run(&["sync", "--quiet", "--from", &scene.server.url()]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn names_that_are_devices_or_do_not_show_themselves_are_left_out_and_shown_escaped() {
    let mut files = repository(2);
    for name in ["content/con.md", "content/2026-01-09\u{202e}dm.md", "content/LPT1.notes.md"] {
        files.insert(name.to_owned(), issue(709, "2026-01-09"));
    }
    let scene = Scene::new(files);
    let output = scene.run(&["sync", "--from", &scene.server.url()]);
    let told = text(&output.stdout);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(told.contains("left out content/con.md: ") && told.contains("content/LPT1.notes.md"), "{told}");
    assert!(told.contains("2026-01-09\\u{202e}dm.md") && !told.contains('\u{202e}'), "{told}");
    assert_eq!(readable(&scene.cache()), published(&repository(2)));
}
