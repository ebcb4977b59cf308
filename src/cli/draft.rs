//! `twir-events draft`: the events section of a draft, regenerated.

use std::{
    collections::BTreeMap,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context, Result, bail};
use chrono::NaiveDate;
use serde::Serialize;
use twir_events::{
    calendar::{self, Brought},
    desk::{
        check::Past,
        draft::{self, Deed, Done, DraftReport, Drafted, Options},
        edits,
    },
    newsletter::{Issue, MAX_ISSUE_BYTES, WEEKS},
    text,
};

use super::{
    Outcome,
    calendars::CalendarInput,
    input::{CacheFolder, Input, KnowledgeArgs},
};

/// Takes the events section of a draft as it stands, drops what has passed, merges doubles, mends what is
/// safe to mend, adds what --with brings, and sorts it. What was done is told on standard error.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    twir-events draft draft/2025-12-03-this-week-in-rust.md\n  \
    twir-events draft draft/2025-12-03-this-week-in-rust.md --with meetup.json --with conf.ics --write")]
pub struct Args {
    /// The draft issue
    file: PathBuf,
    /// Add the events of this calendar: the Meetup tool's JSON, an .ics file, or an events.json (repeatable)
    #[arg(long, value_name = "FILE")]
    with: Vec<PathBuf>,
    /// Add what organisers say in the calendars that `--calendar` names, else in those that
    /// `sync --calendars` and `sync --pages` brought
    #[arg(long, conflicts_with = "no_calendars")]
    with_calendars: bool,
    /// Know what the issues of this file, folder or checkout said of groups (repeatable) [default: the
    /// cache that `sync` filled, else the bundled issues]
    #[arg(long, value_name = "PATH", help_heading = "Input")]
    issues: Vec<PathBuf>,
    #[command(flatten)]
    cache_folder: CacheFolder,
    #[command(flatten)]
    calendars: CalendarInput,
    #[command(flatten)]
    known: KnowledgeArgs,
    /// Write the section into the file instead of printing it
    #[arg(long)]
    write: bool,
    /// The draft's date [default: the one at its head]
    #[arg(long = "for", value_name = "DATE", visible_alias = "as-of", value_parser = super::input::day)]
    date: Option<NaiveDate>,
    /// How many weeks from then calendars may fill
    #[arg(long, value_name = "N", default_value_t = WEEKS, value_parser = clap::value_parser!(u32).range(1..=520))]
    weeks: u32,
    /// Say on standard error only how much was done, not what
    #[arg(long, short, conflicts_with = "verbose")]
    quiet: bool,
    /// Say on standard error everything that was done, one by one
    #[arg(long, short)]
    verbose: bool,
    /// Print one JSON object, for programs: the section, and the report
    #[arg(long)]
    json: bool,
}

/// The answer for programs.
#[derive(Serialize)]
struct Answer<'d> {
    /// From `Rusty Events between` to the last listing.
    section: &'d str,
    /// What was done.
    report: &'d DraftReport,
    /// Whether the file was written, and changed by it; absent without `--write`.
    #[serde(skip_serializing_if = "Option::is_none")]
    written: Option<bool>,
}

pub fn run(args: Args) -> Result<Outcome> {
    let path = &args.file;
    let length =
        fs::metadata(path).with_context(|| format!("cannot read the draft {}", path.display()))?.len();
    if length > MAX_ISSUE_BYTES {
        bail!("{} is no draft: larger than {} MiB", path.display(), MAX_ISSUE_BYTES >> 20);
    }
    let bytes = fs::read(path).with_context(|| format!("cannot read the draft {}", path.display()))?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut issue = Issue::parse(&name, &bytes)
        .map_err(|reason| anyhow::anyhow!("{} is no draft: {reason}", path.display()))?;
    issue.draft = true;
    let date = args.date.unwrap_or(issue.date);
    let input = Input {
        issues: args.issues.clone(),
        cache_folder: args.cache_folder.clone(),
        calendars: args.calendars.clone(),
        known: args.known.clone(),
        as_of: Some(date),
    };
    let knowledge = args.known.knowledge()?;
    let past = Arc::new(Past::of_issues(date, &input.archive()?.issues, &knowledge));
    let options = Options { date, weeks: args.weeks, past: Some(past) };
    let mut incoming = Vec::new();
    for with in &args.with {
        let brought = calendar::read_file(with, &knowledge, options.window())?;
        tell_read(with, &brought);
        incoming.extend(brought.events);
    }
    if args.with_calendars || !args.calendars.calendar.is_empty() {
        let calendars = args.calendars.read(&args.cache_folder, &knowledge, date)?;
        incoming.extend(calendars.all.into_iter().flat_map(|calendar| calendar.brought.events));
    }
    let drafted = draft::draft(&issue, &knowledge, &incoming, options)
        .with_context(|| format!("cannot work on the draft {}", path.display()))?;
    let mut written = None;
    if args.write {
        written = Some(edits::replace(path, &bytes, drafted.text.as_bytes())?);
    }
    let mut out = std::io::stdout().lock();
    if args.json {
        let answer = Answer { section: drafted.section(), report: &drafted.report, written };
        let text = serde_json::to_string_pretty(&answer).context("cannot print the report")?;
        writeln!(out, "{text}").context("cannot print the report")?;
        return Ok(Outcome::Done);
    }
    if written.is_none() {
        out.write_all(drafted.section().as_bytes()).context("cannot print the section")?;
    }
    out.flush().context("cannot print the section")?;
    print_report(&args, &drafted);
    if let Some(written) = written {
        anstream::eprintln!("{} {}", if written { "wrote" } else { "nothing to change in" }, path.display());
    }
    Ok(Outcome::Done)
}

/// What of a calendar was not taken, and that it is empty: silence is no success.
fn tell_read(path: &Path, brought: &Brought) {
    let path = path.display();
    for reason in &brought.unusable {
        anstream::eprintln!("{path}: passed over {reason}");
    }
    if brought.private > 0 {
        anstream::eprintln!(
            "{path}: {} marked private, not read",
            super::input::count(brought.private, "event")
        );
    }
    if brought.is_empty() {
        anstream::eprintln!("{path}: it holds no events");
    }
}

/// Deeds in the order in which they are told: first what someone has to do.
const TOLD: [Deed; 7] =
    [Deed::NeedsHuman, Deed::Added, Deed::Cancelled, Deed::Moved, Deed::Merged, Deed::Dropped, Deed::Mended];

/// The report: what needs someone one by one, then what was done, then the counts.
fn print_report(args: &Args, drafted: &Drafted) {
    let report = &drafted.report;
    for deed in TOLD {
        let count = report.count(deed);
        if count == 0 {
            continue;
        }
        let done = || report.done.iter().filter(|done| done.deed == deed);
        // What is mended by the dozen is told by its kind.
        let bulk = matches!(deed, Deed::Mended | Deed::Dropped) && !args.verbose;
        let kinds = if deed == Deed::Mended { kinds(done()) } else { String::new() };
        anstream::eprintln!("{}: {count}{kinds}", deed.words());
        if args.quiet || bulk {
            continue;
        }
        for done in done() {
            match done.line {
                Some(line) => anstream::eprintln!("  line {line}: {}", text::shown_line(&done.what)),
                None => anstream::eprintln!("  {}", text::shown_line(&done.what)),
            }
        }
    }
    for (what, names) in &report.told {
        anstream::eprintln!("{what}: {}", names.len());
        for name in names.iter().filter(|_| args.verbose) {
            anstream::eprintln!("  {}", text::shown_line(name));
        }
    }
    for (count, what) in [
        (report.known, "of the calendars stood there already"),
        (report.past, "of the calendars are past"),
        (report.beyond, "of the calendars lie beyond the window"),
        (report.off, "of the calendars are cancelled and stand nowhere in the draft"),
    ] {
        if count > 0 {
            anstream::eprintln!("{count} {what}");
        }
    }
}

/// ` (link-style: 68, place-style: 3)`, the most frequent first.
fn kinds<'d>(done: impl Iterator<Item = &'d Done>) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for done in done {
        *counts.entry(done.what.split(':').next().unwrap_or_default()).or_default() += 1;
    }
    let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let counts: Vec<String> = counts.iter().map(|(kind, count)| format!("{kind}: {count}")).collect();
    if counts.is_empty() { String::new() } else { format!(" ({})", counts.join(", ")) }
}
