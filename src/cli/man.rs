//! `twir-events man`: the manual pages.

use std::io::{self, Write};

use anyhow::{Context, Result};
use clap_mangen::Man;

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

/// What all commands share, in roff.
const SHARED: &str = "\
.SH EXIT STATUS
.TP
0
done
.TP
1
\\fBcheck\\fR found errors
.TP
2
it could not be done: the arguments, a missing file, a folder that cannot be written, the network; one message on
standard error says which
.SH ENVIRONMENT
.TP
TWIR_EVENTS_CACHE
the folder of what \\fBsync\\fR fetched, as \\fB\\-\\-cache\\fR
.TP
GITHUB_TOKEN
a token of GitHub for \\fBsync\\fR, which is sent to it alone
.TP
NO_COLOR
messages without colour
.SH FILES
.TP
~/.cache/twir\\-events
issues that \\fBsync\\fR fetched, on Linux; below it \\fIcalendars\\fR, what \\fBsync \\-\\-calendars\\fR and
\\fBsync \\-\\-pages\\fR brought
.TP
public
what \\fBbuild\\fR writes; \\fIarchive.json\\fR in it is read by the next build, so that ids stay
";

pub fn run(args: Args, mut command: clap::Command) -> Result<Outcome> {
    // So that each page knows its full name: twir-events-build.
    command.build();
    if let Some(name) = args.command {
        let sub = command.find_subcommand(&name).with_context(|| format!("there is no command `{name}`"))?;
        command = sub.clone();
    }
    let mut bytes = Vec::new();
    page(command, &mut bytes).context("cannot make the page")?;
    io::stdout().lock().write_all(&bytes).context("cannot print")?;
    Ok(Outcome::Done)
}

fn page(command: clap::Command, out: &mut Vec<u8>) -> io::Result<()> {
    // The examples are a section of their own, as man-pages(7) has it.
    let examples = command.get_after_help().map(|text| text.to_string()).unwrap_or_default();
    let (has_commands, has_version) = (command.has_subcommands(), command.get_version().is_some());
    let man = Man::new(command.after_help(None));
    man.render_title(out)?;
    man.render_name_section(out)?;
    man.render_synopsis_section(out)?;
    man.render_description_section(out)?;
    man.render_options_section(out)?;
    if has_commands {
        man.render_subcommands_section(out)?;
    }
    out.extend_from_slice(SHARED.as_bytes());
    if let Some(examples) = examples.trim_start().strip_prefix("Examples:") {
        writeln!(out, ".SH EXAMPLES\n.nf")?;
        for line in examples.trim_matches('\n').lines() {
            writeln!(out, "{}", roff(line))?;
        }
        writeln!(out, ".fi")?;
    }
    if has_version {
        man.render_version_section(out)?;
    }
    Ok(())
}

/// A line as it stands: with neither a request nor an escape of roff in it.
fn roff(line: &str) -> String {
    let line = line.replace('\\', "\\e").replace('-', "\\-");
    if line.starts_with(['.', '\'']) { format!("\\&{line}") } else { line }
}
