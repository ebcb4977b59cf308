//! `twir-events export`: one selection in one format.

use std::{
    io::{self, Write},
    path::PathBuf,
};

use anyhow::{Context, Result};
use clap::ValueEnum;
use twir_events::{
    catalogue::Catalogue,
    event::Event,
    export::{
        atom,
        ics::{self, Header, Withdrawn},
        json, listings,
    },
    output,
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
    #[command(flatten)]
    filters: Filters,
    #[command(flatten)]
    input: Input,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
    /// A calendar
    Ics,
    /// The events as JSON
    Json,
    /// JSON Lines, one row for each list item
    Listings,
    /// A feed of announcements
    Atom,
}

pub fn run(args: Args) -> Result<Outcome> {
    let (catalogue, knowledge) = args.input.read()?;
    let selection = args.filters.read(args.history.as_deref(), &catalogue, &knowledge)?;
    let bytes = print(args.format_of_output, &catalogue, selection, args.withdrawn)?;
    match args.output {
        Some(path) => output::write_file(&path, &bytes)?,
        None => io::stdout().lock().write_all(&bytes).context("cannot print")?,
    }
    Ok(Outcome::Done)
}

fn print(kind: Kind, catalogue: &Catalogue, selection: Selection, withdrawn: Withdrawn) -> Result<Vec<u8>> {
    let open = match kind {
        Kind::Listings => Open::Everything,
        Kind::Ics | Kind::Json | Kind::Atom => Open::History(History::default()),
    };
    let description = selection.describe();
    let selection = selection.left_open(open, catalogue.as_of);
    let events: Vec<&Event> = selection.events(catalogue);
    Ok(match kind {
        Kind::Ics => {
            let header = Header::of_selection(&description);
            ics::print(catalogue, &events, &header, withdrawn).into_bytes()
        }
        Kind::Json => json::print(catalogue, &events)?.into_bytes(),
        Kind::Atom => atom::print(catalogue, &events, None).into_bytes(),
        Kind::Listings => {
            let mut bytes = Vec::new();
            listings::write(catalogue, &selection.listings(catalogue), &mut bytes)?;
            bytes
        }
    })
}
