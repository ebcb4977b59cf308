//! `twir-events sync --calendars` and `--pages`: what the organisers say, and how it went.

use std::io::{self, Write};

use anyhow::{Context, Result, bail};
use chrono::Days;
use indicatif::{ProgressBar, ProgressStyle};
use twir_events::{
    cache::Cache,
    catalogue::Catalogue,
    newsletter::Archive,
    sync::calendars::{self, Config, LISTED_WITHIN_DAYS, OrganisersReport, Outcome, Progress},
};

use super::input::KnowledgeArgs;

/// Options of asking the organisers.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Organisers")]
pub struct Options {
    /// Fetch the calendars of every group that was listed within a year, too
    #[arg(long)]
    calendars: bool,
    /// Fetch the page of every upcoming event, too
    #[arg(long)]
    pages: bool,
    /// Ask those again, too, that answered within the last hour
    #[arg(long)]
    again: bool,
    /// Connect to private addresses, too: on this machine or in its network
    #[arg(long)]
    allow_private: bool,
    #[command(flatten)]
    known: KnowledgeArgs,
}

impl Options {
    /// Whether anybody is to be asked.
    pub fn is_wanted(&self) -> bool {
        self.calendars || self.pages
    }
}

/// Asks the organisers of what the newest issues list.
pub fn run(options: &Options, cache: &Cache, quiet: bool) -> Result<()> {
    let knowledge = options.known.knowledge()?;
    let Some(snapshot) = cache.current()? else { bail!("no issues in the cache; nobody to ask") };
    let mut issues = Archive::of_snapshot(cache, &snapshot)?.issues;
    if let Some(newest) = issues.iter().map(|issue| issue.date).max() {
        let since = newest.checked_sub_days(Days::new(LISTED_WITHIN_DAYS)).unwrap_or_default();
        issues.retain(|issue| issue.date >= since);
    }
    let catalogue = Catalogue::read(issues, &knowledge, None);
    let mut wanted = Vec::new();
    if options.calendars {
        wanted.extend(calendars::calendars(&catalogue, &knowledge));
    }
    if options.pages {
        wanted.extend(calendars::pages(&catalogue));
    }
    let mut config = Config { again: options.again, ..Config::default() };
    if options.allow_private {
        config.may_connect = |_| true;
    }
    if !quiet && !wanted.is_empty() {
        anstream::eprintln!("asking for {}, each host once a second", sources(wanted.len()));
    }
    let bar = if quiet { ProgressBar::hidden() } else { ProgressBar::new(0) };
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {wide_msg}") {
        bar.set_style(style);
    }
    let report = calendars::ask(cache, &wanted, &config, &mut |progress| match progress {
        Progress::Wanted(sources) => bar.set_length(sources as u64),
        Progress::Asking(url) => bar.set_message(url.to_owned()),
        Progress::Answered(..) => bar.inc(1),
    });
    bar.finish_and_clear();
    let report = report?;
    if !quiet {
        let mut out = io::stdout().lock();
        write_report(&mut out, &report).context("cannot print what came in")?;
    }
    if report.is_failure() {
        let why = report.outcomes.iter().find_map(|(url, outcome)| Some((url, trouble_of(outcome)?.1)));
        let (url, why) = why.map_or(("", String::new()), |(url, why)| (url, why));
        bail!("none of {} could be fetched, {url} for one: {why}", sources(report.outcomes.len()));
    }
    Ok(())
}

/// "1 calendar or page", "2 calendars and pages".
fn sources(number: usize) -> String {
    if number == 1 { "1 calendar or page".to_owned() } else { format!("{number} calendars and pages") }
}

/// What is worth a line: what it is called, and in words.
fn trouble_of(outcome: &Outcome) -> Option<(&'static str, String)> {
    Some(match outcome {
        Outcome::New | Outcome::Unchanged | Outcome::Recent => return None,
        Outcome::Gone => ("gone", "it is there no longer; what it had is kept".to_owned()),
        Outcome::Empty => ("empty", "it had events and has none now; the old ones are kept".to_owned()),
        Outcome::Page => ("page", "a page came in place of a calendar; what it had is kept".to_owned()),
        Outcome::Refused(why) => ("refused", why.clone()),
        Outcome::Failed(why) => ("failed", why.clone()),
        Outcome::PutOff(why) => ("put off", why.clone()),
    })
}

fn write_report(out: &mut impl Write, report: &OrganisersReport) -> io::Result<()> {
    for (url, outcome) in &report.outcomes {
        if let Some((kind, why)) = trouble_of(outcome) {
            writeln!(out, "{kind:<8} {url}: {why}")?;
        }
    }
    for (from, to) in &report.moved {
        writeln!(out, "{:<8} {from}: to {to}, for good", "moved")?;
    }
    let number =
        |wanted: fn(&Outcome) -> bool| report.outcomes.iter().filter(|(_, outcome)| wanted(outcome)).count();
    let counts = [
        ("new", number(|outcome| *outcome == Outcome::New)),
        ("unchanged", number(|outcome| *outcome == Outcome::Unchanged)),
        ("asked within the hour", number(|outcome| *outcome == Outcome::Recent)),
        ("gone", number(|outcome| *outcome == Outcome::Gone)),
        ("empty", number(|outcome| *outcome == Outcome::Empty)),
        ("a page in place of a calendar", number(|outcome| *outcome == Outcome::Page)),
        ("refused", number(|outcome| matches!(outcome, Outcome::Refused(_)))),
        ("failed", number(|outcome| matches!(outcome, Outcome::Failed(_)))),
        ("put off", number(|outcome| matches!(outcome, Outcome::PutOff(_)))),
    ];
    let words: Vec<String> = counts
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(what, count)| format!("{count} {what}"))
        .collect();
    let words = if words.is_empty() { "nobody to ask".to_owned() } else { words.join(", ") };
    writeln!(out, "calendars and pages: {words}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_report_names_what_went_wrong_and_counts_the_rest() {
        let report = OrganisersReport {
            outcomes: vec![
                ("https://a.example/ics".to_owned(), Outcome::New),
                ("https://b.example/ics".to_owned(), Outcome::Gone),
                ("https://c.example/ics".to_owned(), Outcome::Failed("status 500".to_owned())),
            ],
            moved: vec![("https://a.example/ics".to_owned(), "https://z.example/ics".to_owned())],
        };
        let mut out = Vec::new();
        write_report(&mut out, &report).unwrap();
        let out = String::from_utf8(out).unwrap();
        let lines: Vec<&str> = out.lines().collect();
        assert_eq!(lines[0], "gone     https://b.example/ics: it is there no longer; what it had is kept");
        assert_eq!(lines[1], "failed   https://c.example/ics: status 500");
        assert_eq!(lines[2], "moved    https://a.example/ics: to https://z.example/ics, for good");
        assert_eq!(lines[3], "calendars and pages: 1 new, 1 gone, 1 failed");
    }
}
