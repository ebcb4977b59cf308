//! `twir-events completions`: what makes a shell complete our arguments.

use std::io::{self, Write};

use anyhow::{Context, Result};
use clap::builder::PossibleValuesParser;
use clap_complete::Shell;
use twir_events::{knowledge::Knowledge, model::Region};

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

pub fn run(args: Args, command: clap::Command) -> Result<Outcome> {
    let mut command = with_values(command);
    let mut bytes = Vec::new();
    let name = command.get_name().to_owned();
    clap_complete::generate(args.shell, &mut command, name, &mut bytes);
    if args.shell == Shell::Bash {
        bytes = of_one_name(bytes);
    }
    io::stdout().lock().write_all(&bytes).context("cannot print")?;
    Ok(Outcome::Done)
}

/// With the values that selections know. The program itself reads them later, because one option may hold a
/// list of them.
fn with_values(command: clap::Command) -> clap::Command {
    let places = Knowledge::bundled().places;
    let countries: Vec<String> = places.countries().map(|country| country.code().to_owned()).collect();
    let known: [(&str, Vec<String>); 4] = [
        ("region", Region::ALL.map(|region| region.slug().to_owned()).to_vec()),
        ("country", countries),
        ("format", ["in_person", "virtual", "hybrid"].map(str::to_owned).to_vec()),
        ("withdrawn", ["tentative", "cancelled", "drop"].map(str::to_owned).to_vec()),
    ];
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    names.into_iter().fold(command, |command, name| {
        command.mut_subcommand(name, |sub| {
            sub.mut_args(|arg| {
                let values = known.iter().find(|(id, _)| arg.get_id() == *id);
                match values.filter(|_| arg.get_possible_values().is_empty()) {
                    Some((_, values)) => arg.value_parser(PossibleValuesParser::new(values.clone())),
                    None => arg,
                }
            })
        })
    })
}

/// In bash a command's name with a hyphen gets two names in the script of `clap_complete` 4.6, so that no
/// subcommand is found: the first is taken for both.
fn of_one_name(script: Vec<u8>) -> Vec<u8> {
    match String::from_utf8(script) {
        Ok(script) => script.replace("twir__subcmd__events", "twir__events").into_bytes(),
        Err(error) => error.into_bytes(),
    }
}
