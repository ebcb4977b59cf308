//! `twir-events group`: what an organiser wants to know about one group's listings.

use std::{fmt::Write as _, io::Write as _};

use anyhow::{Context, Result};
use twir_events::{
    desk::group::{self, Occurrence, Report},
    model::Days,
    newsletter::days_field,
};

use super::{AnswerFormat, Outcome, input::Input};

/// Is my group listed, when and where next, what has changed, what is wrong with my listings, and how do
/// people subscribe.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    twir-events group \"Rust Berlin\"\n  \
    twir-events group https://www.meetup.com/rust-berlin --format json")]
pub struct Args {
    /// The group's name, or any link to its page
    group: String,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t = AnswerFormat::Human)]
    format: AnswerFormat,
    #[command(flatten)]
    input: Input,
}

pub fn run(args: Args) -> Result<Outcome> {
    let (catalogue, knowledge) = args.input.read()?;
    let report = group::report(&catalogue, &knowledge, &args.group)?;
    let text = match args.format {
        AnswerFormat::Human => human(&report),
        AnswerFormat::Json => {
            let mut text = serde_json::to_string_pretty(&report).context("cannot print the report")?;
            text.push('\n');
            text
        }
    };
    std::io::stdout().lock().write_all(text.as_bytes()).context("cannot print the report")?;
    Ok(Outcome::Done)
}

/// How many lines a list shows at most.
const SHOWN: usize = 12;

fn human(report: &Report) -> String {
    let mut out = String::new();
    let mut line = |text: String| {
        let _ = writeln!(out, "{text}");
    };
    line(format!(
        "{}{}",
        report.name,
        report.url.as_deref().map(|url| format!(" <{url}>")).unwrap_or_default()
    ));
    if report.names.len() > 1 {
        line(format!("listed as {}", report.names.join(", ")));
    }
    line(if report.listed {
        format!("listed in the newest issue; first listed {}", report.first_listed)
    } else {
        format!(
            "not listed in the newest issue; first listed {}, last {}",
            report.first_listed, report.last_listed
        )
    });
    match report.upcoming.first() {
        Some(next) => line(format!("next: {}", occurrence(next))),
        None => line(format!("nothing ahead as of {}", report.as_of)),
    }
    if let Some(last) = &report.last {
        line(format!("last: {}", occurrence(last)));
    }
    line(rhythm(report));
    section(&mut out, "upcoming", report.upcoming.iter().map(occurrence));
    section(
        &mut out,
        "in the newest issue",
        report.newest_issue.iter().map(|item| {
            let under = item.section.as_deref().map(|section| format!(" ({section})")).unwrap_or_default();
            format!("{}:{}{under}: {}\n      {}", item.file, item.line, item.text, item.title)
        }),
    );
    section(
        &mut out,
        "changes",
        report
            .changes
            .iter()
            .map(|change| format!("{}: {} ({})", change.issue_date, change.what, change.event)),
    );
    section(
        &mut out,
        "problems in its listings",
        report.problems.iter().map(|problem| {
            format!(
                "{} x {}, last in {}:{}: {}",
                problem.count, problem.code, problem.file, problem.line, problem.message
            )
        }),
    );
    section(
        &mut out,
        "others on the same days, in its city or online",
        report.same_days.iter().map(occurrence),
    );
    section(&mut out, "feeds", report.feeds.iter().cloned());
    out
}

fn section(out: &mut String, title: &str, lines: impl ExactSizeIterator<Item = String>) {
    let count = lines.len();
    if count == 0 {
        return;
    }
    let _ = writeln!(out, "\n{title}:");
    // The newest lines stand last.
    let skipped = count.saturating_sub(SHOWN);
    if skipped > 0 {
        let _ = writeln!(out, "    ... and {skipped} more");
    }
    for line in lines.skip(skipped) {
        let _ = writeln!(out, "    {line}");
    }
}

fn occurrence(event: &Occurrence) -> String {
    let days = Days::new(event.start, event.end).map_or_else(|| event.start.to_string(), days_field);
    let url = event.url.as_deref().map(|url| format!(" <{url}>")).unwrap_or_default();
    format!("{days} | {} | {}{url}", event.place, event.title)
}

fn rhythm(report: &Report) -> String {
    let rhythm = &report.rhythm;
    let every = match rhythm.median_gap_days {
        None => format!(
            "{} so far",
            if rhythm.occurrences == 1 {
                "one event".to_owned()
            } else {
                format!("{} events", rhythm.occurrences)
            }
        ),
        Some(days) => format!("{} events so far, usually {days} days apart", rhythm.occurrences),
    };
    match rhythm.last_day {
        Some(day) if rhythm.stopped => format!("{every}; the series seems to have stopped after {day}"),
        _ => every,
    }
}
