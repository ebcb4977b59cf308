//! Arguments, one file a subcommand. The library prints nothing and never exits; this does.

mod build;
mod calendars;
mod check;
mod completions;
mod draft;
mod explain;
mod export;
mod group;
mod input;
mod list;
mod man;
#[cfg(feature = "sync")]
mod organisers;
mod selection;
#[cfg(feature = "serve")]
mod serve;
#[cfg(feature = "sync")]
mod sync;

use std::{io, process::ExitCode};

use clap::{CommandFactory, Parser, Subcommand};

/// Calendars from the Upcoming Events of This Week in Rust.
#[derive(Debug, Parser)]
#[command(name = "twir-events", version, about, long_about = None, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

/// For whoever begins: what people do with it.
const WAY: &str = "\
Rust events, as This Week in Rust lists them.

read        twir-events list --region europe --weeks 2
subscribe   twir-events export ics --city Berlin --output berlin.ics
            twir-events build && twir-events serve     a page with a feed for every place and group
edit        twir-events draft DRAFT.md --with-calendars
check       twir-events check DRAFT.md
            twir-events group \"Rust Berlin\"            is my group listed, and rightly?

`twir-events sync` fetches the newest issues first; without it the five bundled ones are read.
`twir-events help` names every command, `twir-events COMMAND --help` its options.
";

#[derive(Debug, Subcommand)]
enum Command {
    /// Write every feed, the JSON and the web page into a folder
    Build(build::Args),
    /// Look for problems in issues or drafts
    Check(check::Args),
    /// Regenerate the events section of a draft issue
    Draft(draft::Args),
    /// Show why listings are one event, or are not
    Explain(explain::Args),
    /// Print one selection in one format
    Export(export::Args),
    /// Print one selection as a table
    List(list::Args),
    /// Print what makes a shell complete the arguments
    Completions(completions::Args),
    /// Print the manual page
    Man(man::Args),
    /// Fetch issues into the local cache
    #[cfg(feature = "sync")]
    Sync(sync::Args),
    /// Serve the built folder, and any selection as a live feed
    #[cfg(feature = "serve")]
    Serve(serve::Args),
    /// Say what an organiser wants to know about one group's listings
    Group(group::Args),
}

/// How `explain` and `group` print their answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum AnswerFormat {
    /// Sentences
    Human,
    /// One JSON object
    Json,
}

/// What a command that did its work has to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// Exit status 0.
    Done,
    /// Exit status 1: `check` found errors.
    FoundErrors,
}

/// Runs the program on the arguments of the process.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let Some(command) = cli.command else {
        return match io::Write::write_all(&mut io::stdout().lock(), WAY.as_bytes()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(_) => ExitCode::from(2),
        };
    };
    let outcome = match command {
        Command::Build(args) => build::run(args),
        Command::Check(args) => check::run(args),
        Command::Draft(args) => draft::run(args),
        Command::Explain(args) => explain::run(args),
        Command::Export(args) => export::run(args),
        Command::List(args) => list::run(args),
        Command::Completions(args) => completions::run(args, Cli::command()),
        Command::Man(args) => man::run(args, Cli::command()),
        #[cfg(feature = "sync")]
        Command::Sync(args) => sync::run(args),
        #[cfg(feature = "serve")]
        Command::Serve(args) => serve::run(args),
        Command::Group(args) => group::run(args),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_fit_together() {
        Cli::command().debug_assert();
    }
}
