//! `twir-events build`: every feed, the JSON and the web page into a folder.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use twir_events::{
    export::{ics::Withdrawn, options::Options, site},
    output,
    selection::History,
};

use super::{Outcome, input::Input};

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  twir-events build
  twir-events build --issues this-week-in-rust --out site --base-url https://example.org/events/")]
pub struct Args {
    /// The folder to write into; files in it that are none of ours stay
    #[arg(long, value_name = "DIR", default_value = "public")]
    out: PathBuf,
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
    let (catalogue, knowledge) = args.input.read_with(args.candidates)?;
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
    Ok(Outcome::Done)
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
