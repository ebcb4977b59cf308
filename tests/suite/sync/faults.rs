//! Everything that can go wrong on the way. After each fault the old cache is whole and in use,
//! the exit status is 2, and one message says what happened and what to do.

use std::{net::TcpListener, time::Duration};

use tar::EntryType;
use twir_events::sync::{Limits, Timeouts};

use super::{
    fake::{Endpoint, entry, gzip, tar_of, tarball},
    *,
};

const GZIP: (&str, &str) = ("Content-Type", "application/x-gzip");
const JSON: (&str, &str) = ("Content-Type", "application/json");
const ROOT: &str = "rust-lang-this-week-in-rust-0123456";

/// What the cache holds before, and what the repository holds when it breaks: enough for an archive.
const BEFORE: u32 = 3;
const AFTER: u32 = 28;

/// Breaks one endpoint; the others answer as ever.
fn breaking(at: Endpoint, answer: Answer) -> impl Fn(&Asked) -> Option<Answer> + Send + Sync {
    move |asked| (fake::endpoint(&asked.path) == at).then(|| answer.clone())
}

/// Syncs against the fault, sees that it is told, and that the cache is as it was.
fn expect_failure(scene: &Scene, config: &Config, message: &str) -> String {
    let before = tree(scene.cache().root());
    let error = scene.sync_with(config).unwrap_err().to_string();
    assert!(error.contains(message), "expected {message:?} in: {error}");
    assert!(error.contains("the cache was left as it was; ") && !error.contains('\n'), "{error}");
    assert_eq!(tree(scene.cache().root()), before, "{message}");
    error
}

/// The same through the program.
fn expect_exit(scene: &Scene, message: &str) {
    let before = tree(scene.cache().root());
    let output = scene.run(&["sync", "--quiet", "--from", &scene.server.url()]);
    let told = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(output.stdout.is_empty() && told.lines().count() == 1, "{told}");
    assert!(told.starts_with("twir-events: cannot fetch ") && told.contains(message), "{told}");
    assert_eq!(tree(scene.cache().root()), before, "{message}");
}

/// The other commands read the old cache.
fn expect_in_use(scene: &Scene) {
    let listings = scene.run(&["export", "listings"]);
    assert!(listings.status.success());
    assert!(text(&listings.stderr).contains("from the cache"));
    assert_eq!(text(&listings.stdout).lines().count(), BEFORE as usize);
}

/// One fault after another on one scene; at the end the sync comes through.
fn each(faults: Vec<(Endpoint, Answer, &str)>) {
    let scene = Scene::synced(repository(BEFORE));
    scene.files(|files| *files = repository(AFTER));
    for (at, answer, message) in faults {
        scene.break_with(breaking(at, answer));
        expect_failure(&scene, &scene.config(), message);
        assert_eq!(scene.clock.take_seconds(), [0; 0], "{message}: waiting does not help");
        expect_exit(&scene, message);
    }
    expect_in_use(&scene);
    scene.mend();
    scene.sync().unwrap();
    assert_eq!(readable(&scene.cache()), published(&repository(AFTER)));
}

#[test]
fn wrong_answers() {
    let page =
        || Answer::new(200, &[("Content-Type", "text/html; charset=utf-8")], b"<!doctype html><p>Log in");
    let encoded = Answer::new(200, &[JSON, ("Content-Encoding", "gzip")], b"{}");
    each(vec![
        (Endpoint::Listing, page(), "an HTML page came"),
        (Endpoint::Listing, Answer::new(200, &[("Content-Type", "text/csv")], b"a,b"), "`text/csv`"),
        (Endpoint::Listing, Answer::new(200, &[], b"{}"), "came as `nothing`"),
        (Endpoint::Listing, encoded, "content encoding `gzip`"),
        (Endpoint::Listing, Answer::new(200, &[JSON], b"{\"tree\": ["), "damaged"),
        (Endpoint::Listing, Answer::new(200, &[JSON], b"{\"tree\": []}"), "names no issue"),
        (Endpoint::Listing, Answer::new(404, &[JSON], b"{}"), "(404)"),
        (Endpoint::Listing, Answer::new(401, &[JSON], b"{}"), "GITHUB_TOKEN was not accepted"),
        (Endpoint::Listing, Answer::new(403, &[JSON], b"{}"), "access was refused (403)"),
        (Endpoint::Listing, Answer::new(418, &[], b""), "status 418"),
    ]);
}

#[test]
fn redirects_in_vain() {
    let to = |location| Answer::new(302, &[("Location", location)], b"");
    each(vec![
        (
            Endpoint::Listing,
            to("/repos/rust-lang/this-week-in-rust/git/trees/HEAD?recursive=1"),
            "more than 5 redirects",
        ),
        (Endpoint::Listing, to("http://codeload.example/x"), "not https"),
        (Endpoint::Listing, to("file:///etc/passwd"), "redirected in vain"),
        (Endpoint::Listing, to("https://u:p@codeload.example/x"), "a user or a password"),
        (Endpoint::Listing, Answer::new(302, &[], b""), "no address that can be followed"),
    ]);
}

#[test]
fn damaged_archives() {
    let files = repository(AFTER);
    let whole = tarball(&files);
    let serve = |bytes: &[u8]| Answer::new(200, &[GZIP], bytes);
    let mut flipped = whole.clone();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 0x55;
    // The tar is whole, the checksum behind it is not.
    let mut checksum = whole.clone();
    let end = checksum.len() - 6;
    checksum[end] ^= 1;
    let tar = tar_of(&files, |_| {});
    let mut header = tar.clone();
    // Behind the global header and its data, and the folder.
    header[512 * 3 + 10] ^= 0x7f;
    let mut lacking = files.clone();
    lacking.retain(|path, _| !path.starts_with("content/2026-01-"));
    each(vec![
        (Endpoint::Codeload, serve(b"no gzip at all"), "damaged"),
        (Endpoint::Codeload, serve(b""), "damaged"),
        (Endpoint::Codeload, serve(&whole[..whole.len() / 2]), "damaged"),
        (Endpoint::Codeload, serve(&whole[..whole.len() - 8]), "damaged"),
        (Endpoint::Codeload, serve(&flipped), "damaged"),
        (Endpoint::Codeload, serve(&checksum), "damaged"),
        (Endpoint::Codeload, serve(&gzip(&header)), "damaged"),
        (Endpoint::Codeload, serve(&gzip(&tar[..512 * 7 + 100])), "damaged"),
        (Endpoint::Codeload, serve(&tarball(&lacking)), "lacks 25 of the 28 files"),
    ]);
}

#[test]
fn archives_with_strange_entries() {
    let with = |path: &str, kind| {
        let path = path.to_owned();
        let tar = tar_of(&repository(AFTER), |builder| entry(builder, &path, kind, b""));
        Answer::new(200, &[GZIP], &gzip(&tar))
    };
    let issue = format!("{ROOT}/content/2026-01-09-this-week-in-rust.md");
    each(vec![
        (Endpoint::Codeload, with("../../evil.md", EntryType::Regular), "leads out of the archive"),
        (Endpoint::Codeload, with(&format!("{ROOT}/content/../../x.md"), EntryType::Regular), "leads out"),
        (Endpoint::Codeload, with(&format!("{ROOT}/content/..\\x.md"), EntryType::Regular), "leads out"),
        (Endpoint::Codeload, with("/etc/evil.md", EntryType::Regular), "is absolute"),
        (Endpoint::Codeload, with("C:/evil.md", EntryType::Regular), "is absolute"),
        (Endpoint::Codeload, with(&issue, EntryType::Symlink), "has to be a plain file"),
        (Endpoint::Codeload, with(&issue, EntryType::Link), "has to be a plain file"),
        (Endpoint::Codeload, with(&issue, EntryType::Fifo), "has to be a plain file"),
        (Endpoint::Codeload, with(&issue, EntryType::Char), "has to be a plain file"),
    ]);
}

#[test]
fn links_that_are_no_issues_are_of_no_interest() {
    let scene = Scene::new(repository(2));
    let tar = tar_of(&repository(2), |builder| {
        entry(builder, &format!("{ROOT}/tools/link"), EntryType::Symlink, b"");
    });
    scene.break_with(breaking(Endpoint::Codeload, Answer::new(200, &[GZIP], &gzip(&tar))));
    scene.sync().unwrap();
    assert_eq!(readable(&scene.cache()), published(&repository(2)));
    let names: Vec<_> = tree(scene.folder.path()).into_keys().collect();
    assert!(!names.iter().any(|path| path.ends_with("link")), "{names:?}");
}

#[test]
fn more_than_there_is_room_for() {
    let scene = Scene::synced(repository(BEFORE));
    scene.files(|files| *files = repository(AFTER));
    let limits = Limits::default();
    let cases = [
        (Limits { listing: 100, ..limits }, "the list of issues is larger than 100 bytes"),
        (Limits { archive: 100, ..limits }, "the archive of all issues is larger than 100 bytes"),
        (Limits { unpacked: 10_000, ..limits }, "the unpacked archive is larger than 10000 bytes"),
        (Limits { entries: 10, ..limits }, "more than 10 entries"),
    ];
    for (limits, message) in cases {
        let mut config = scene.config();
        config.limits = limits;
        expect_failure(&scene, &config, message);
    }
    // Without a length in the head it is found out on the way.
    let endless = |asked: &Asked| {
        let kind = match fake::endpoint(&asked.path) {
            Endpoint::Codeload => "application/x-gzip",
            _ => return None,
        };
        let head = format!("HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n");
        Some(Answer {
            bytes: [head.as_bytes(), &tarball(&repository(AFTER))].concat(),
            end: fake::End::Close,
        })
    };
    scene.break_with(endless);
    let mut config = scene.config();
    config.limits = Limits { archive: 100, ..limits };
    expect_failure(&scene, &config, "the archive of all issues is larger than 100 bytes");
    config.limits = limits;
    scene.sync_with(&config).unwrap();
}

#[test]
fn a_gzip_bomb_is_stopped() {
    let scene = Scene::synced(repository(BEFORE));
    scene.files(|files| *files = repository(AFTER));
    let mut config = scene.config();
    config.limits.unpacked = 8 << 20;
    // 64 MiB of zeros in 64 kB: inside an entry, and behind the end of the tar.
    let zeros = vec![0; 64 << 20];
    let tar = tar_of(&repository(AFTER), |builder| {
        entry(
            builder,
            &format!("{ROOT}/content/2026-01-09-this-week-in-rust.md"),
            EntryType::Regular,
            &zeros,
        );
    });
    let behind = [tar_of(&repository(AFTER), |_| {}), zeros.clone()].concat();
    for bomb in [tar, behind] {
        let bomb = gzip(&bomb);
        assert!(bomb.len() < 1 << 20);
        scene.break_with(breaking(Endpoint::Codeload, Answer::new(200, &[GZIP], &bomb)));
        expect_failure(&scene, &config, "the unpacked archive is larger than 8388608 bytes");
    }
}

#[test]
fn a_file_larger_than_an_issue_is_left_out_and_named() {
    let mut files = repository(2);
    let large = "content/2026-01-05-this-week-in-rust.md";
    files.insert(large.to_owned(), format!("Title: x\n{}", "x".repeat(20_000)));
    let scene = Scene::new(files);
    let mut config = scene.config();
    config.limits.file = 10_000;
    let report = scene.sync_with(&config).unwrap();
    assert_eq!(report.passed_over, [(large.to_owned(), "larger than an issue may be")]);
    assert_eq!(readable(&scene.cache()), published(&repository(2)));
}

#[test]
fn a_single_file_that_is_not_what_was_listed() {
    let scene = Scene::synced(repository(BEFORE));
    scene.files(|files| *files = repository(BEFORE + 1));
    let raw = ("Content-Type", fake::RAW);
    let cases = [
        (Answer::new(200, &[raw], b"Title: other"), "do not match its blob id"),
        (Answer::new(200, &[("Content-Type", "text/html")], b"<html>"), "an HTML page"),
        (Answer::new(200, &[JSON], b"{\"content\":\"\"}"), "`application/json`"),
        (Answer::new(404, &[JSON], b"{}"), "cannot fetch `content/2026-01-04-this-week-in-rust.md`"),
    ];
    for (answer, message) in cases {
        scene.break_with(breaking(Endpoint::Blob, answer));
        expect_failure(&scene, &scene.config(), message);
        expect_exit(&scene, message);
    }
    expect_in_use(&scene);
}

#[test]
fn nobody_there() {
    let scene = Scene::synced(repository(BEFORE));
    let before = tree(scene.cache().root());
    let gone = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let output = scene.run(&["sync", "--quiet", "--from", &format!("http://{gone}")]);
    let told = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2));
    assert!(told.contains("no connection") && told.contains("check the network"), "{told}");
    assert_eq!(told.lines().count(), 1);
    assert_eq!(tree(scene.cache().root()), before);
    expect_in_use(&scene);
}

#[test]
fn silence_in_the_head() {
    let scene = Scene::synced(repository(BEFORE));
    let mut config = scene.config();
    config.timeouts = Timeouts { idle: Duration::from_secs(1), ..config.timeouts };
    config.patience.attempts = 2;
    scene.break_with(breaking(Endpoint::Listing, Answer { bytes: Vec::new(), end: fake::End::Stall }));
    expect_failure(&scene, &config, "no answer within 1 s");
    assert_eq!(scene.clock.take_seconds(), [1], "tried again once");
    assert_eq!(scene.asked().len(), 2);
}

#[test]
fn silence_in_the_body() {
    let scene = Scene::synced(repository(BEFORE));
    scene.files(|files| *files = repository(AFTER));
    let mut config = scene.config();
    // The list has to be there in time, also on a busy machine.
    config.timeouts = Timeouts { idle: Duration::from_secs(3), ..config.timeouts };
    config.patience.attempts = 1;
    let half = Answer::new(200, &[GZIP], &tarball(&repository(AFTER))).without_last(500).then_stall();
    scene.break_with(breaking(Endpoint::Codeload, half));
    let error = expect_failure(&scene, &config, "no answer within 3 s");
    assert!(error.contains("the archive of all issues"), "{error}");
}

#[test]
fn an_answer_has_to_be_there_whole_in_time() {
    let scene = Scene::synced(repository(BEFORE));
    scene.files(|files| *files = repository(AFTER));
    let mut config = scene.config();
    config.timeouts.whole = Duration::ZERO;
    expect_failure(&scene, &config, "was not there whole within 0 s");
}

#[test]
fn a_connection_that_breaks_off_is_tried_again() {
    let scene = Scene::synced(repository(BEFORE));
    scene.files(|files| *files = repository(AFTER));
    let broken = Answer::new(200, &[GZIP], &tarball(&repository(AFTER))).without_last(500);
    let no_head = Answer { bytes: b"HTTP/1.1 200 OK\r\nContent-".to_vec(), end: fake::End::Close };
    for (at, answer) in [(Endpoint::Codeload, broken.clone()), (Endpoint::Listing, no_head)] {
        scene.break_with(breaking(at, answer));
        expect_failure(&scene, &scene.config(), "broke off");
        assert_eq!(scene.clock.take_seconds(), [1, 2, 4]);
    }
    // What came in before it broke is not written twice when it comes again.
    let attempts = std::sync::atomic::AtomicU32::new(0);
    scene.break_with(move |asked| {
        let first = || attempts.fetch_add(1, std::sync::atomic::Ordering::SeqCst) == 0;
        (fake::endpoint(&asked.path) == Endpoint::Codeload && first()).then(|| broken.clone())
    });
    scene.sync().unwrap();
    assert_eq!(readable(&scene.cache()), published(&repository(AFTER)));
}

#[test]
fn a_server_in_trouble_is_asked_again_with_growing_waits() {
    let scene = Scene::synced(repository(BEFORE));
    scene.files(|files| *files = repository(AFTER));
    for status in [500, 502, 503] {
        scene.break_with(breaking(Endpoint::Listing, Answer::new(status, &[], b"")));
        expect_failure(&scene, &scene.config(), &format!("status {status}"));
        assert_eq!(scene.clock.take_seconds(), [1, 2, 4]);
    }
    scene.break_with(breaking(Endpoint::Listing, Answer::new(500, &[("Retry-After", "0")], b"")));
    expect_exit(&scene, "status 500");
    expect_in_use(&scene);
}

#[test]
fn a_pause_that_is_asked_for_is_kept_within_a_bound() {
    let scene = Scene::synced(repository(BEFORE));
    scene.files(|files| *files = repository(AFTER));
    let after = |status, wait| Answer::new(status, &[("Retry-After", wait)], b"");
    scene.break_with(breaking(Endpoint::Listing, after(429, "7")));
    expect_failure(&scene, &scene.config(), "too many requests (429)");
    assert_eq!(scene.clock.take_seconds(), [7, 7, 7]);
    // 25 + 25 fit into a minute, a third does not.
    scene.break_with(breaking(Endpoint::Listing, after(503, "25")));
    expect_failure(&scene, &scene.config(), "status 503");
    assert_eq!(scene.clock.take_seconds(), [25, 25]);
    scene.break_with(breaking(Endpoint::Listing, after(429, "Thu, 01 Jan 2026 00:00:30 GMT")));
    expect_failure(&scene, &scene.config(), "again from 2026-01-01 00:01 UTC");
    assert_eq!(scene.clock.take_seconds(), [30, 30]);
    scene.break_with(breaking(Endpoint::Listing, after(429, "18446744073709551615")));
    expect_failure(&scene, &scene.config(), "too many requests (429); the cache");
    assert_eq!(scene.clock.take_seconds(), [0; 0]);
    scene.break_with(breaking(Endpoint::Listing, after(429, "3600")));
    expect_exit(&scene, "again from ");
    expect_in_use(&scene);
}

#[test]
fn a_spent_rate_limit_names_the_time() {
    let scene = Scene::synced(repository(BEFORE));
    scene.files(|files| *files = repository(AFTER));
    let spent = |reset: u64| {
        let reset = reset.to_string();
        let headers = [JSON, ("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", &reset)];
        Answer::new(403, &headers, b"{\"message\":\"API rate limit exceeded\"}")
    };
    scene.break_with(breaking(Endpoint::Listing, spent(NOW + 1800)));
    let error = expect_failure(&scene, &scene.config(), "again from 2026-01-01 00:30 UTC");
    assert!(error.contains("set GITHUB_TOKEN"), "{error}");
    assert_eq!(scene.clock.take_seconds(), [0; 0]);
    scene.break_with(breaking(Endpoint::Listing, spent(NOW + 12)));
    expect_failure(&scene, &scene.config(), "too many requests (403)");
    assert_eq!(scene.clock.take_seconds(), [12, 12, 12]);
    // Where requests are left, a 403 is a refusal.
    let headers = [JSON, ("X-RateLimit-Remaining", "10"), ("X-RateLimit-Reset", "1767226000")];
    scene.break_with(breaking(Endpoint::Listing, Answer::new(403, &headers, b"{}")));
    expect_failure(&scene, &scene.config(), "access was refused (403)");
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let scene = Scene::new(repository(1));
    std::fs::write(scene.cache().root(), "a file in its place").unwrap();
    let output = scene.run(&["sync", "--quiet", "--from", &scene.server.url()]);
    let told = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2));
    assert!(told.contains("cannot create the folder") && told.contains("cache"), "{told}");
    assert!(scene.asked().is_empty());
}

#[test]
fn addresses_that_cannot_be_used() {
    let scene = Scene::new(repository(1));
    for address in
        ["http://api.github.com", "nonsense", "https://u:hunter2@example.org", "https://x.example/?a=b"]
    {
        let output = scene.run(&["sync", "--from", address]);
        let told = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(told.starts_with("twir-events: cannot sync from "), "{told}");
        assert!(!told.contains("hunter2"), "{told}");
    }
}
