//! `twir-events export`: one selection in one format.

use std::{
    io::{self, Write},
    path::PathBuf,
};

use anyhow::{Context, Result, bail};
use chrono::NaiveDate;
use clap::ValueEnum;
use twir_events::{
    catalogue::Catalogue,
    export::{
        atom,
        ics::{self, Header, Withdrawn},
        json, listings, markdown,
    },
    model::{Days, Event, Region, Status},
    newsletter, output,
    selection::{History, Open, Selection},
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
    format_of_output: Kind,
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
    #[command(flatten)]
    filters: Filters,
    #[command(flatten)]
    input: Input,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// A calendar
    Ics,
    /// The events as JSON
    Json,
    /// JSON Lines, one row for each list item
    Listings,
    /// The events of an issue in the newsletter's house style
    Markdown,
    /// A feed of announcements
    Atom,
}

pub fn run(args: Args) -> Result<Outcome> {
    let (catalogue, knowledge) = args.input.read()?;
    let selection = args.filters.read(args.history.as_deref(), &catalogue, &knowledge)?;
    let bytes = print(&args, &catalogue, selection)?;
    match &args.output {
        Some(path) => output::write_file(path, &bytes)?,
        None => io::stdout().lock().write_all(&bytes).context("cannot print")?,
    }
    Ok(Outcome::Done)
}

fn print(args: &Args, catalogue: &Catalogue, mut selection: Selection) -> Result<Vec<u8>> {
    if args.issue_date.is_some() && args.format_of_output != Kind::Markdown {
        bail!("--for is the date of an issue: it goes with markdown alone");
    }
    let open = match args.format_of_output {
        Kind::Listings | Kind::Markdown => Open::Everything,
        Kind::Ics | Kind::Json | Kind::Atom => Open::History(History::default()),
    };
    let description = selection.describe();
    // The weeks of an issue count from its own date.
    let weeks = if args.format_of_output == Kind::Markdown { selection.weeks.take() } else { None };
    let selection = selection.left_open(open, catalogue.as_of);
    let events: Vec<&Event> = selection.events(catalogue);
    Ok(match args.format_of_output {
        Kind::Ics => {
            let header = Header::of_selection(&description);
            ics::print(catalogue, &events, &header, args.withdrawn).into_bytes()
        }
        Kind::Json => json::print(catalogue, &events)?.into_bytes(),
        Kind::Atom => {
            let head = atom::Head::of_selection(&description);
            atom::print(catalogue, &events, &head).into_bytes()
        }
        Kind::Listings => {
            let mut bytes = Vec::new();
            listings::write(catalogue, &selection.listings(catalogue), &mut bytes)?;
            bytes
        }
        Kind::Markdown => {
            let issue_date = args.issue_date.unwrap_or(catalogue.as_of);
            let window = newsletter::window(issue_date, weeks.unwrap_or(newsletter::WEEKS));
            print_markdown(catalogue, events, window, &selection.regions)
        }
    })
}

/// The block of an issue. What the newsletter took back, or called off, is not printed again.
fn print_markdown(catalogue: &Catalogue, events: Vec<&Event>, window: Days, regions: &[Region]) -> Vec<u8> {
    let (on, off): (Vec<&Event>, Vec<&Event>) = events
        .into_iter()
        .filter(|event| event.days.overlaps(window))
        .partition(|event| event.status == Status::Scheduled);
    for event in off {
        anstream::eprintln!("left out, as no longer listed or cancelled: {} ({})", event.title, event.id);
    }
    let block = markdown::block(catalogue, on, window, regions);
    for id in &block.without_region {
        anstream::eprintln!("left out, as no heading fits it: {id}");
    }
    block.text.into_bytes()
}
