//! `twir-events man`: the manual pages.

use std::io::{self, Write};

use anyhow::{Context, Result};

use super::Outcome;

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  twir-events man | man -l -
  twir-events man build > ~/.local/share/man/man1/twir-events-build.1")]
pub struct Args {
    /// The page of this command instead of the main one
    command: Option<String>,
}

pub fn run(args: Args, mut command: clap::Command) -> Result<Outcome> {
    // So that each page knows its full name: twir-events-build.
    command.build();
    if let Some(name) = args.command {
        let sub = command.find_subcommand(&name).with_context(|| format!("there is no command `{name}`"))?;
        command = sub.clone();
    }
    let mut bytes = Vec::new();
    clap_mangen::Man::new(command).render(&mut bytes).context("cannot make the page")?;
    io::stdout().lock().write_all(&bytes).context("cannot print")?;
    Ok(Outcome::Done)
}
