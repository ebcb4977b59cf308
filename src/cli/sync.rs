//! `twir-events sync`: brings the cache up to date.

use std::{
    env,
    io::{self, IsTerminal, Write},
};

use anyhow::{Context, Result};
use indicatif::{ProgressBar, ProgressStyle};
use twir_events::sync::{self, Config, Progress, SyncReport, Token};

use super::{
    Outcome,
    input::{CacheFolder, count},
    organisers,
};

/// How many files of a kind are named one by one.
const NAMED: usize = 10;

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  twir-events sync                          the published issues
  twir-events sync --drafts                 and the drafts of the next one
  twir-events sync --calendars              and the calendars of groups that were listed within a year
  twir-events sync --calendars --pages      and the page of every event that is still to come
  GITHUB_TOKEN=... twir-events sync         with a token, where GitHub has had enough of this address")]
pub struct Args {
    #[command(flatten)]
    cache_folder: CacheFolder,
    /// The root of GitHub's REST API, or of a mirror of it
    #[arg(long, value_name = "URL", default_value = sync::GITHUB)]
    from: String,
    /// Fetch drafts, too
    #[arg(long)]
    drafts: bool,
    #[command(flatten)]
    organisers: organisers::Options,
    /// Print nothing but errors
    #[arg(long, short)]
    quiet: bool,
}

pub fn run(args: Args) -> Result<Outcome> {
    let mut config = Config::new(&args.from)?;
    config.drafts = args.drafts;
    config.token = token(&config, args.quiet)?;
    let cache = args.cache_folder.cache()?;
    let mut display = Display::new(args.quiet);
    let report = sync::sync(&cache, &config, &mut |progress| display.show(progress));
    display.end();
    let failed = match report {
        Ok(report) if !args.quiet => {
            let mut out = io::stdout().lock();
            write_report(&mut out, &report).context("cannot print what came in")?;
            None
        }
        Ok(_) => None,
        // The organisers can be asked without the newest issue, if there is any.
        Err(error) if args.organisers.is_wanted() && matches!(cache.current(), Ok(Some(_))) => Some(error),
        Err(error) => return Err(error.into()),
    };
    if args.organisers.is_wanted() {
        organisers::run(&args.organisers, &cache, args.quiet)?;
    }
    if let Some(error) = failed {
        return Err(error.into());
    }
    Ok(Outcome::Done)
}

/// The token of the environment; an argument would stand in the list of processes.
fn token(config: &Config, quiet: bool) -> Result<Option<Token>> {
    let Some(value) = env::var_os("GITHUB_TOKEN").filter(|value| !value.is_empty()) else {
        return Ok(None);
    };
    if !config.takes_github_token() {
        if !quiet {
            anstream::eprintln!("GITHUB_TOKEN is kept back: --from names another server than GitHub's");
        }
        return Ok(None);
    }
    Ok(Some(Token::new(&value.to_string_lossy())?))
}

/// A stranger's name for people: what does not show itself is escaped.
fn shown(path: &str) -> String {
    let odd = |c: char| c.is_control() || !(c.is_alphanumeric() || c.is_ascii_graphic() || c == ' ');
    let escaped = path.chars().flat_map(|c| {
        let escape = odd(c).then(|| c.escape_unicode());
        escape.into_iter().flatten().chain((!odd(c)).then_some(c))
    });
    escaped.collect()
}

fn write_report(out: &mut impl Write, report: &SyncReport) -> io::Result<()> {
    let kinds = [
        ("new", &report.new),
        ("changed", &report.changed),
        ("removed", &report.removed),
        ("mended", &report.mended),
    ];
    for (kind, paths) in kinds {
        // The newest are of interest, and stand last.
        let skip = paths.len().saturating_sub(NAMED);
        if skip > 0 {
            writeln!(out, "{kind:<8} {skip} older ones, and")?;
        }
        for path in paths.iter().skip(skip) {
            writeln!(out, "{kind:<8} {path}")?;
        }
    }
    for (path, reason) in &report.passed_over {
        // Its name may hold anything: shown escaped where it would not show itself.
        writeln!(out, "{:<8} {}: {reason}", "left out", shown(path))?;
    }
    let counts: Vec<String> = kinds
        .iter()
        .filter(|(_, paths)| !paths.is_empty())
        .map(|(kind, paths)| format!("{} {kind}", paths.len()))
        .collect();
    let what = if counts.is_empty() { "nothing new".to_owned() } else { counts.join(", ") };
    let newest = report.newest.as_deref().unwrap_or("none");
    writeln!(out, "{what}; {} in the cache, the newest {newest}", count(report.files, "file"))
}

/// A bar on a terminal, plain lines elsewhere, or nothing.
enum Display {
    Bar(ProgressBar),
    Lines,
    Quiet,
}

impl Display {
    fn new(quiet: bool) -> Self {
        if quiet {
            Self::Quiet
        } else if io::stderr().is_terminal() {
            Self::Bar(ProgressBar::new_spinner())
        } else {
            Self::Lines
        }
    }

    fn show(&mut self, progress: Progress) {
        match self {
            Self::Bar(bar) => show_on(bar, progress),
            Self::Lines => {
                if let Some(line) = line(&progress) {
                    anstream::eprintln!("{line}");
                }
            }
            Self::Quiet => {}
        }
    }

    fn end(&self) {
        if let Self::Bar(bar) = self {
            bar.finish_and_clear();
        }
    }
}

/// What a step is called; steps that go by fast have no name.
fn line(progress: &Progress) -> Option<String> {
    match progress {
        Progress::Listing => Some("asking for the list of issues".to_owned()),
        Progress::Wanted(files) if *files > 0 => Some(format!("fetching {}", count(*files, "file"))),
        Progress::WithoutArchive { files, .. } => {
            Some(format!("the archive does not come: fetching {} one by one", count(*files, "file")))
        }
        Progress::Waiting { wait, why } => Some(format!("{why}; trying again in {} s", wait.as_secs())),
        _ => None,
    }
}

fn show_on(bar: &ProgressBar, progress: Progress) {
    if let Some(line) = line(&progress) {
        bar.set_message(line);
        bar.tick();
    }
    match progress {
        Progress::Archive { received, total } => {
            if let Some(total) = total
                && bar.length() != Some(total)
            {
                bar.set_length(total);
                if let Ok(style) = ProgressStyle::with_template("{msg} {bar:30} {bytes}/{total_bytes}") {
                    bar.set_style(style);
                }
            }
            bar.set_position(received);
        }
        Progress::Stored(path) => bar.set_message(path),
        Progress::Waiting { wait, why } => {
            // Lasts longer than a message that the next step replaces.
            bar.println(format!("{why}; trying again in {} s", wait.as_secs()));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_report_names_the_newest_and_counts_all() {
        let new = (10..22).map(|day| format!("content/2025-01-{day}.md")).collect();
        let report =
            SyncReport { new, files: 12, newest: Some("2025-01-21.md".to_owned()), ..SyncReport::default() };
        let mut out = Vec::new();
        write_report(&mut out, &report).unwrap();
        let out = String::from_utf8(out).unwrap();
        let lines: Vec<&str> = out.lines().collect();
        assert_eq!(lines.len(), 12);
        assert_eq!(lines[0], "new      2 older ones, and");
        assert_eq!(lines[1], "new      content/2025-01-12.md");
        assert_eq!(lines[11], "12 new; 12 files in the cache, the newest 2025-01-21.md");
    }
}
