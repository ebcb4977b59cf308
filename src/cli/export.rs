//! `twir-events export`: one selection in one format.

use std::{
    io::{self, Write},
    path::PathBuf,
};

use anyhow::{Context, Result, bail};
use chrono::NaiveDate;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use twir_events::{
    export::{self, Choices, FORMATS, OutputFormat, ics::Withdrawn},
    output,
};

use super::{Outcome, input::Input, selection::Filters};

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  twir-events export ics --country DE,AT,CH --output dach.ics
  twir-events export ics --near Zurich --within 100 > near-zurich.ics
  twir-events export json --group rust-berlin --history all
  twir-events export listings --issues this-week-in-rust/content > rows.jsonl
  twir-events export markdown --for 2025-12-10
  twir-events export atom --new-since 623")]
pub struct Args {
    /// The format to print
    #[arg(value_parser = formats())]
    format_of_output: &'static OutputFormat,
    /// Write into this file, whole or not at all, instead of printing
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// How far back ics, json and atom reach, in weeks before today, or all [default: 12]
    #[arg(long, value_name = "WEEKS")]
    history: Option<String>,
    /// What becomes of events that are no longer listed in ics: tentative, cancelled or drop
    #[arg(long, value_name = "HOW", default_value = "tentative")]
    withdrawn: Withdrawn,
    /// The date of the issue that markdown is for [default: today, as --as-of has it]
    #[arg(long = "for", value_name = "DATE", value_parser = super::input::day)]
    issue_date: Option<NaiveDate>,
    /// With what only calendars have, and no issue so far
    #[arg(long)]
    candidates: bool,
    #[command(flatten)]
    filters: Filters,
    #[command(flatten)]
    input: Input,
}

/// The formats of the list, by their names.
fn formats() -> impl TypedValueParser<Value = &'static OutputFormat> {
    let values = FORMATS.map(|format| PossibleValue::new(format.name).help(format.about));
    PossibleValuesParser::new(values).try_map(|name| export::format(&name).ok_or("no format"))
}

pub fn run(args: Args) -> Result<Outcome> {
    let (catalogue, knowledge) = args.input.read_after(None, args.candidates)?;
    let selection = args.filters.read(args.history.as_deref(), &catalogue, &knowledge)?;
    let format = args.format_of_output;
    if args.issue_date.is_some() && !format.for_issue {
        bail!("--for is the date of an issue: it goes with markdown alone");
    }
    let choices = Choices { withdrawn: args.withdrawn, issue_date: args.issue_date };
    let printed = format.print(&catalogue, selection, choices)?;
    for what in &printed.left_out {
        anstream::eprintln!("left out, {what}");
    }
    // Listings are judged by what they say themselves.
    let by_listing = format.live.is_none() && !format.for_issue;
    if if by_listing { printed.bytes.is_empty() } else { printed.events == 0 } {
        anstream::eprintln!("no event is selected");
    }
    match &args.output {
        Some(path) => output::write_file(path, &printed.bytes)?,
        None => io::stdout().lock().write_all(&printed.bytes).context("cannot print")?,
    }
    Ok(Outcome::Done)
}
