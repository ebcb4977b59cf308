//! `twir-events explain`: why listings are one event, or are not.

use std::{fmt::Write as _, io::Write as _};

use anyhow::{Context, Result, anyhow, bail};
use serde::Serialize;
use twir_events::{
    catalogue::Catalogue,
    desk::explain::{Explainer, Explanation, Neighbour},
};

use super::{AnswerFormat, Outcome, input::Input};

/// Show why listings are one event, or are not: the evidence, in words.
///
/// A listing is named by its file and line, or by its issue's date and line; an event by its id.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    twir-events explain 2025-10-29:118\n  \
    twir-events explain 2025-10-29-this-week-in-rust.md:118 2025-11-19:93\n  \
    twir-events explain 2025-11-02-rustlab-2025 --format json")]
pub struct Args {
    /// An event's id, or a listing as FILE:LINE or DATE:LINE
    #[arg(value_name = "LISTING|ID")]
    first: String,
    /// Another one, to be compared with the first
    #[arg(value_name = "LISTING|ID")]
    second: Option<String>,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t = AnswerFormat::Human)]
    format: AnswerFormat,
    #[command(flatten)]
    input: Input,
}

/// The answer for programs.
#[derive(Serialize)]
struct Answer {
    /// Whether the two are one event; absent where only one was named.
    #[serde(skip_serializing_if = "Option::is_none")]
    same: Option<bool>,
    /// The events that were named.
    events: Vec<Explanation>,
    /// What speaks for and against one event, where two events were named.
    #[serde(skip_serializing_if = "Option::is_none")]
    comparison: Option<Neighbour>,
}

/// From here on an id is what somebody may have meant.
const ALIKE: f64 = 0.85;

pub fn run(args: Args) -> Result<Outcome> {
    let (catalogue, knowledge) = args.input.read()?;
    let first = find(&catalogue, &args.first)?;
    let second = args.second.as_deref().map(|name| find(&catalogue, name)).transpose()?;
    let explainer = Explainer::new(&catalogue, &knowledge);
    let other = second.filter(|second| *second != first);
    let answer = Answer {
        same: second.map(|second| second == first),
        events: [Some(first), other]
            .into_iter()
            .flatten()
            .filter_map(|event| explainer.event(event))
            .collect(),
        comparison: other.and_then(|other| explainer.compare(first, other)),
    };
    let text = match args.format {
        AnswerFormat::Human => human(&answer),
        AnswerFormat::Json => {
            serde_json::to_string_pretty(&answer).context("cannot print the explanation")? + "\n"
        }
    };
    std::io::stdout().lock().write_all(text.as_bytes()).context("cannot print the explanation")?;
    Ok(Outcome::Done)
}

/// The index of the event that is named by its id or by one of its listings.
fn find(catalogue: &Catalogue, name: &str) -> Result<usize> {
    if let Some((file, line)) = name.rsplit_once(':')
        && let Ok(line) = line.parse::<usize>()
    {
        let file = file.rsplit(['/', '\\']).next().unwrap_or(file);
        let of_file = |index: &usize| {
            let source = &catalogue.listings[*index].source;
            *source.file == *file || source.issue_date.to_string() == file
        };
        let mut lines: Vec<usize> = (0..catalogue.listings.len()).filter(of_file).collect();
        if lines.is_empty() {
            bail!("cannot explain {name}: no issue of that name or date was read");
        }
        // The title's line belongs to the item above it.
        lines.retain(|index| catalogue.listings[*index].source.line <= line);
        let above = lines.iter().map(|index| catalogue.listings[*index].source.line).max();
        let index = lines
            .into_iter()
            .find(|index| {
                above
                    .is_some_and(|above| above + 1 >= line && catalogue.listings[*index].source.line == above)
            })
            .ok_or_else(|| {
                anyhow!("cannot explain {name}: no list item of an events section begins there")
            })?;
        let listing = &catalogue.listings[index];
        return catalogue.event_of[index].ok_or_else(|| {
            let why: Vec<&str> = listing.problems.iter().map(|problem| problem.message.as_str()).collect();
            anyhow!("cannot explain {name}: the item is no dated event ({})", why.join("; "))
        });
    }
    catalogue.events.iter().position(|event| event.id == name).ok_or_else(|| {
        let hint = nearest(catalogue, name).map(|near| format!("; did you mean {near}?")).unwrap_or_default();
        anyhow!("cannot explain {name}: no event has this id{hint}")
    })
}

fn nearest<'a>(catalogue: &'a Catalogue, name: &str) -> Option<&'a str> {
    let ids = catalogue.events.iter().map(|event| (strsim::jaro_winkler(&event.id, name), event.id.as_str()));
    ids.filter(|(alike, _)| *alike >= ALIKE).max_by(|(a, _), (b, _)| a.total_cmp(b)).map(|(_, id)| id)
}

fn human(answer: &Answer) -> String {
    let mut out = String::new();
    let mut line = |text: String| {
        let _ = writeln!(out, "{text}");
    };
    match (answer.same, &answer.comparison) {
        (Some(true), _) => line("One event.\n".to_owned()),
        (_, Some(comparison)) => {
            line(format!("Two events: {}.", comparison.because));
            line(format!("  alike: {}", list(&comparison.alike)));
            line(format!("  apart: {}\n", list(&comparison.apart)));
        }
        _ => {}
    }
    let mut first = true;
    for event in &answer.events {
        if !std::mem::take(&mut first) {
            line(String::new());
        }
        line(event.id.clone());
        line(format!("  {}", event.summary));
        line("Its listings:".to_owned());
        for listing in &event.listings {
            line(format!("  {}:{}: {}", listing.file, listing.line, listing.because));
        }
        if !event.history.is_empty() {
            line("What changed:".to_owned());
        }
        for change in &event.history {
            line(format!("  {change}"));
        }
        if answer.comparison.is_some() {
            continue;
        }
        if !event.neighbours.is_empty() {
            line("Others near it:".to_owned());
        }
        for other in &event.neighbours {
            line(format!("  {}", other.id));
            line(format!("    {}", other.summary));
            line(format!("    {}", other.because));
            line(format!("    alike: {}", list(&other.alike)));
            line(format!("    apart: {}", list(&other.apart)));
        }
    }
    out
}

fn list(facts: &[String]) -> String {
    if facts.is_empty() { "nothing".to_owned() } else { facts.join("; ") }
}
