//! Issues written for tests, and the program run on them.

use std::{
    path::PathBuf,
    process::{Command, Output},
};

use twir_events::{
    catalogue::Catalogue,
    desk::{check, page::Page},
    knowledge::Knowledge,
    model::{Listing, Problem},
    newsletter::Issue,
};

/// The day of the test issues; their window ends on 31 December.
pub const DATE: &str = "2025-12-03";

/// An issue with this between the header and the closing paragraph.
pub fn issue(body: &str) -> String {
    issue_of(DATE, 628, "2025-12-03 - 2025-12-31", body)
}

/// An issue of another day.
pub fn issue_of(date: &str, number: u32, window: &str, body: &str) -> String {
    format!(
        "Title: This Week in Rust {number}\nNumber: {number}\nDate: {date}\nCategory: This Week in Rust\n\n\
         ## Crate of the Week\n\n* [a crate](https://example.org/crate)\n\n\
         ## Upcoming Events\n\nRusty Events between {window} 🦀\n\n{body}\n\
         If you are running a Rust event please add it to the [calendar] to get\nit mentioned here.\n\n\
         ## Jobs\n\nSee the thread.\n"
    )
}

/// Reads a text as the issue that its head says.
pub fn read(text: &str) -> Issue {
    let date = text.lines().find_map(|line| line.strip_prefix("Date: ")).unwrap_or(DATE);
    Issue::parse(&format!("{date}-this-week-in-rust.md"), text.as_bytes()).expect("a test issue is whole")
}

/// The listings of an issue with this text.
pub fn listings(text: &str) -> Vec<Listing> {
    Catalogue::read(vec![read(text)], &Knowledge::bundled(), None).listings
}

/// The problems of the last of these issues.
pub fn problems(texts: &[&str]) -> Vec<Problem> {
    let issues: Vec<Issue> = texts.iter().map(|text| read(text)).collect();
    let catalogue = Catalogue::read(issues, &Knowledge::bundled(), None);
    let page = Page::open(&catalogue, texts.len() - 1).expect("the issue is there");
    check::check(&page)
}

/// The codes of the problems of an issue with this body, in the order of the text.
pub fn codes(body: &str) -> Vec<&'static str> {
    problems(&[&issue(body)]).iter().map(|problem| problem.code.slug()).collect()
}

/// Runs the program, with the bundled issues and no cache.
pub fn run(arguments: &[&str]) -> Output {
    let nowhere = std::env::temp_dir().join("twir-events-no-such-cache");
    Command::new(env!("CARGO_BIN_EXE_twir-events"))
        .args(arguments)
        .env("TWIR_EVENTS_CACHE", nowhere)
        .env("NO_COLOR", "1")
        .output()
        .expect("the program runs")
}

/// What a run printed, and its exit status.
pub fn said(output: &Output) -> (String, String, i32) {
    (
        String::from_utf8_lossy(&output.stdout).into_owned(),
        String::from_utf8_lossy(&output.stderr).into_owned(),
        output.status.code().unwrap_or(-1),
    )
}

/// The folder of real issues, where it is.
pub fn shared() -> Option<PathBuf> {
    crate::shared::beside("")
}
