//! `twir-events group`: what an organiser wants to know about one group's listings.

use std::{fmt::Write as _, io::Write as _};

use anyhow::{Context, Result};
use twir_events::{
    desk::group::{self, GroupReport, Occurrence, Trouble},
    model::Days,
    newsletter::days_field,
    text,
};

use super::{
    AnswerFormat, Outcome,
    input::{Input, count},
};

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
    let answer = match args.format {
        AnswerFormat::Human => text::shown_lines(&human(&report)),
        AnswerFormat::Json => {
            let mut text = serde_json::to_string_pretty(&report).context("cannot print the report")?;
            text.push('\n');
            text
        }
    };
    std::io::stdout().lock().write_all(answer.as_bytes()).context("cannot print the report")?;
    Ok(Outcome::Done)
}

/// How many lines a list shows at most.
const SHOWN: usize = 12;

fn human(report: &GroupReport) -> String {
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
    let issue = report.issue.as_deref().unwrap_or("of none");
    line(if report.listed {
        format!("listed in the newest issue, {issue}; first listed {}", report.first_listed)
    } else {
        format!(
            "not listed in the newest issue, {issue}; first listed {}, last {}",
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
    if let Some((draft, items)) = &report.draft {
        line(match items.len() {
            0 => format!("not in the draft {draft}"),
            1 => format!("1 listing in the draft {draft}"),
            count => format!("{count} listings in the draft {draft}"),
        });
    }
    let unlisted = match report.unlisted.len() {
        0 => String::new(),
        1 => "one of your events in the next four weeks is not listed".to_owned(),
        count => format!("{count} of your events in the next four weeks are not listed"),
    };
    section(&mut out, &unlisted, report.unlisted.iter().map(occurrence));
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
    let trouble = |problem: &Trouble| {
        format!(
            "{} x {}, last in {}:{}: {}",
            problem.count, problem.code, problem.file, problem.line, problem.message
        )
    };
    let (recent, older): (Vec<&Trouble>, Vec<&Trouble>) =
        report.problems.iter().partition(|problem| report.is_recent(problem));
    section(&mut out, "problems in its listings of the last year", recent.into_iter().map(trouble));
    section(&mut out, "problems in older listings", older.into_iter().map(trouble));
    section(
        &mut out,
        "others on the same days, in its city or online",
        report.same_days.iter().map(occurrence),
    );
    section(
        &mut out,
        "feeds",
        report.feeds.iter().map(|feed| {
            format!("{} ({}, {} to come)", feed.path, count(feed.events, "event"), feed.upcoming)
        }),
    );
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
        let _ = writeln!(out, "    ... and {skipped} more before them");
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

fn rhythm(report: &GroupReport) -> String {
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
        _ => match rhythm.expected_around {
            Some(day) => format!("{every}; nothing is announced, expected around {day}"),
            None => every,
        },
    }
}
