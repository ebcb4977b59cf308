//! How long the whole archive takes: reading its issues, and finding the events in them.
//!
//! Over an archive of our own making, and over the real one where it lies beside the project
//! (`../shared/twir`, or below `TWIR_EVENTS_SHARED`).

use std::{fmt::Write as _, path::Path};

use chrono::{Days, NaiveDate};
use divan::{Bencher, counter::ItemsCount};
use twir_events::{
    catalogue::Catalogue,
    event,
    knowledge::Knowledge,
    newsletter::{Archive, Issue},
};

fn main() {
    divan::main();
}

/// Four hundred issues of some 25 listings: weekly series of forty groups, each listed four times.
fn made() -> Vec<Issue> {
    let first = NaiveDate::from_ymd_opt(2018, 1, 3).expect("a day of the calendar");
    (0..400u64)
        .map(|week| {
            let date = first + Days::new(7 * week);
            let mut text = format!(
                "Title: This Week in Rust {week}\nNumber: {week}\nDate: {date}\n\n## Upcoming Events\n\n### Virtual\n"
            );
            for ahead in 0..4 {
                for group in (0..40).filter(|group| (week + ahead + group) % 6 == 0) {
                    let (day, id) = (date + Days::new(7 * ahead + group % 7), (week + ahead) * 100 + group);
                    let _ = write!(
                        text,
                        "* {day} | Virtual (Berlin, DE) | [Club {group}](https://www.meetup.com/club-{group}/)\n    \
                         * [**Hack Night #{id}**](https://www.meetup.com/club-{group}/events/{id}/)\n"
                    );
                }
            }
            Issue::parse(&format!("{date}-this-week-in-rust.md"), text.as_bytes()).expect("an issue")
        })
        .collect()
}

/// The issues of the real archive; none where it is missing.
fn real() -> Vec<Issue> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let shared = std::env::var_os("TWIR_EVENTS_SHARED").map_or(beside, Into::into);
    Archive::read(&[shared.join("twir")]).map(|archive| archive.issues).unwrap_or_default()
}

#[divan::bench(args = [("made", made as fn() -> Vec<Issue>), ("real", real)].map(Input))]
fn read_issues(bencher: Bencher, input: &Input) {
    let (issues, knowledge) = (input.0.1(), Knowledge::bundled());
    bencher
        .counter(ItemsCount::new(issues.len()))
        .with_inputs(|| issues.clone())
        .bench_values(|issues| Catalogue::read(issues, &knowledge, None));
}

#[divan::bench(args = [("made", made as fn() -> Vec<Issue>), ("real", real)].map(Input))]
fn identify(bencher: Bencher, input: &Input) {
    let knowledge = Knowledge::bundled();
    let listings = Catalogue::read(input.0.1(), &knowledge, None).listings;
    bencher
        .counter(ItemsCount::new(listings.len()))
        .bench(|| event::identify(&listings, &knowledge, event::Lines::default()));
}

/// A name and where its issues come from.
struct Input((&'static str, fn() -> Vec<Issue>));

impl std::fmt::Display for Input {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0.0)
    }
}
