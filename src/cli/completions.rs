//! `twir-events completions`: what makes a shell complete our arguments.

use std::io::{self, Write};

use anyhow::{Context, Result};
use clap_complete::Shell;

use super::Outcome;

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  twir-events completions bash > ~/.local/share/bash-completion/completions/twir-events
  twir-events completions zsh > ~/.zfunc/_twir-events
  twir-events completions fish > ~/.config/fish/completions/twir-events.fish")]
pub struct Args {
    /// The shell
    shell: Shell,
}

pub fn run(args: Args, mut command: clap::Command) -> Result<Outcome> {
    let mut bytes = Vec::new();
    let name = command.get_name().to_owned();
    clap_complete::generate(args.shell, &mut command, name, &mut bytes);
    io::stdout().lock().write_all(&bytes).context("cannot print")?;
    Ok(Outcome::Done)
}
