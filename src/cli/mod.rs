//! Arguments, one file a subcommand. The library prints nothing and never exits; this does.

mod build;
mod completions;
mod export;
mod input;
mod list;
mod man;
mod selection;

use std::{io, process::ExitCode};

use clap::{CommandFactory, Parser, Subcommand};

/// Calendars from the Upcoming Events of This Week in Rust.
#[derive(Debug, Parser)]
#[command(name = "twir-events", version, about, long_about = None, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write every feed, the JSON and the web page into a folder
    Build(build::Args),
    /// Print one selection in one format
    Export(export::Args),
    /// Print one selection as a table
    List(list::Args),
    /// Print what makes a shell complete the arguments
    Completions(completions::Args),
    /// Print the manual page
    Man(man::Args),
}

/// What a command that did its work has to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(dead_code)]
enum Outcome {
    /// Exit status 0.
    Done,
    /// Exit status 1: `check` found errors.
    FoundErrors,
}

/// Runs the program on the arguments of the process.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let outcome = match cli.command {
        Command::Build(args) => build::run(args),
        Command::Export(args) => export::run(args),
        Command::List(args) => list::run(args),
        Command::Completions(args) => completions::run(args, Cli::command()),
        Command::Man(args) => man::run(args, Cli::command()),
    };
    match outcome {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::FoundErrors) => ExitCode::from(1),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            anstream::eprintln!("twir-events: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// A reader such as `head` that has seen enough is no failure.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    })
}
