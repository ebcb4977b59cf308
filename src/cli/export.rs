//! `twir-events export`: one selection in one format.

use std::io;

use anyhow::{Context, Result};
use clap::ValueEnum;

use super::{Outcome, input::Input};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The format to print
    format: Kind,
    #[command(flatten)]
    input: Input,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
    /// JSON Lines, one row for each list item
    Listings,
}

pub fn run(args: Args) -> Result<Outcome> {
    let catalogue = args.input.read()?;
    match args.format {
        Kind::Listings => {
            let all: Vec<usize> = (0..catalogue.listings.len()).collect();
            let out = io::BufWriter::new(io::stdout().lock());
            twir_events::export::listings::write(&catalogue, &all, out).context("cannot print listings")?;
        }
    }
    Ok(Outcome::Done)
}
