//! `twir-events build`: every feed, the JSON and the web page into a folder.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use twir_events::{
    export::{
        continuity::{self, Carried, Previous},
        ics::Withdrawn,
        options::Options,
        site,
    },
    output,
    selection::History,
    text,
};

use super::{
    Outcome,
    input::{Input, count},
};

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  twir-events build
  twir-events build --issues this-week-in-rust --out site --base-url https://example.org/events/")]
pub struct Args {
    /// The folder to write into; files in it that are none of ours stay
    #[arg(long, value_name = "DIR", default_value = "public")]
    out: PathBuf,
    /// The build before, a folder or its archive.json: ids stay, and SEQUENCE and LAST-MODIFIED rise where
    /// something changed [default: the one in the folder that is written into]
    #[arg(long, value_name = "DIR|FILE")]
    previous: Option<PathBuf>,
    /// Build as if nothing had been published before
    #[arg(long, conflicts_with = "previous")]
    no_previous: bool,
    /// Where the folder will be hosted; feeds then name their own address
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// How far back the feeds reach, in weeks before today, or all
    #[arg(long, value_name = "WEEKS", default_value = "12")]
    history: History,
    /// What becomes of events that are no longer listed: tentative, cancelled or drop
    #[arg(long, value_name = "HOW", default_value = "tentative")]
    withdrawn: Withdrawn,
    /// With what only calendars have, and no issue so far
    #[arg(long)]
    candidates: bool,
    #[command(flatten)]
    input: Input,
}

pub fn run(args: Args) -> Result<Outcome> {
    let base_url = args.base_url.as_deref().map(base_url).transpose()?;
    foreign(&args.out)?;
    let previous = previous(&args)?;
    let (mut catalogue, knowledge) = args.input.read_after(previous.as_ref(), args.candidates)?;
    if let Some(previous) = previous {
        report_carried(&previous.carry(&mut catalogue, &knowledge));
    }
    let options = Options { base_url, history: args.history, withdrawn: args.withdrawn };
    let tree = site::generate(&catalogue, &knowledge, &options)?;
    let done = output::write_tree(&args.out, &tree).context("build failed")?;
    anstream::eprintln!(
        "{}: {} files written, {} unchanged, {} removed",
        args.out.display(),
        done.written,
        done.unchanged,
        done.removed
    );
    if let Some(issue) = catalogue.issues.last() {
        let calendars = if catalogue.attached.is_empty() { "" } else { ", with what calendars say" };
        anstream::eprintln!("the newest issue is of {}{calendars}", issue.date);
    }
    let serve = match args.out.as_os_str() == "public" {
        true => "twir-events serve".to_owned(),
        false => format!("twir-events serve {}", args.out.display()),
    };
    anstream::eprintln!("open {}, or run `{serve}`", args.out.join("index.html").display());
    Ok(Outcome::Done)
}

/// The build before, where there is one: the one that is named, else the one that this replaces.
fn previous(args: &Args) -> Result<Option<Previous>> {
    match &args.previous {
        Some(path) => Ok(Some(Previous::read(path)?)),
        None if args.no_previous || !args.out.join(continuity::FILE).is_file() => Ok(None),
        None => Ok(Some(Previous::read(&args.out)?)),
    }
}

fn report_carried(carried: &Carried) {
    if carried.changed > 0 {
        anstream::eprintln!("{} changed since the build before", count(carried.changed, "event"));
    }
    if carried.kept > 0 {
        anstream::eprintln!("{} of edited listings kept as they were", count(carried.kept, "id"));
    }
    for event in &carried.lost {
        anstream::eprintln!("in no issue any more, kept as withdrawn: {}", text::shown_line(event));
    }
}

/// Refuses a folder with a page that no build wrote: it would be lost.
fn foreign(out: &Path) -> Result<()> {
    if out.join("index.html").is_file() && !out.join(output::FEEDS_FILE).is_file() {
        bail!(
            "{} is there and no build wrote it: choose another folder with --out, or take it away",
            out.join("index.html").display()
        );
    }
    Ok(())
}

/// A web address with a slash at its end, so that paths can follow it.
fn base_url(text: &str) -> Result<String> {
    let url = url::Url::parse(text).with_context(|| format!("--base-url: `{text}` is no URL"))?;
    if !matches!(url.scheme(), "http" | "https") || url.query().is_some() || url.fragment().is_some() {
        bail!("--base-url: `{text}` is no http or https address of a folder");
    }
    let text = url.as_str();
    Ok(if text.ends_with('/') { text.to_owned() } else { format!("{text}/") })
}
