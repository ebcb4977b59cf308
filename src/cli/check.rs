//! `twir-events check`: problems in issues or drafts.

use std::{collections::BTreeMap, fs, io::Write as _, path::PathBuf, sync::Arc};

use anyhow::{Context, Result};
use chrono::NaiveDate;
use clap::ValueEnum;
use twir_events::{
    catalogue::Catalogue,
    desk::{check, draft, edits, page::Page, render},
    knowledge::Knowledge,
    model::{Code, Problem, Severity},
    newsletter::{Archive, Issue},
    text,
};

use super::{Outcome, input::Input};

/// Looks for problems in issues or drafts. Exits with status 1 when it finds errors.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    twir-events check draft/2025-12-03-this-week-in-rust.md\n  \
    twir-events check --fix draft/2025-12-03-this-week-in-rust.md\n  \
    twir-events check --base main.md --format github draft.md")]
pub struct Args {
    /// The issues or drafts to check
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Report only what was not in this version of the file
    #[arg(long, value_name = "FILE")]
    base: Option<PathBuf>,
    /// Write the fixes that are safe into the files, and report what is left
    #[arg(long)]
    fix: bool,
    /// Look also for what organisers say otherwise: by the calendars that `--calendar` names, else by what
    /// `sync --calendars` and `sync --pages` brought
    #[arg(long, conflicts_with = "no_calendars")]
    with_calendars: bool,
    /// How to print the problems
    #[arg(long, value_enum, default_value_t = CheckFormat::Human)]
    format: CheckFormat,
    /// Show also, one by one, the notes that --fix mends by itself; else people get their number
    #[arg(long)]
    all: bool,
    /// Report nothing milder than this
    #[arg(long, value_enum, value_name = "SEVERITY", default_value_t = Least::Note)]
    least: Least,
    #[command(flatten)]
    input: Input,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum CheckFormat {
    /// The source line with the problem marked
    Human,
    /// JSON Lines
    Json,
    /// Annotations of a GitHub pull request
    Github,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Least {
    Note,
    Warning,
    Error,
}

impl Least {
    fn severity(self) -> Severity {
        match self {
            Self::Note => Severity::Note,
            Self::Warning => Severity::Warning,
            Self::Error => Severity::Error,
        }
    }
}

pub fn run(args: Args) -> Result<Outcome> {
    let knowledge = args.input.known.knowledge()?;
    let earlier = args.input.archive()?;
    if args.fix {
        fix(&args, &earlier, &knowledge)?;
    }
    let files = read(&args.files, args.input.as_of)?;
    let problems = match &args.base {
        Some(base) => {
            let base = read(std::slice::from_ref(base), args.input.as_of)?;
            let before = catalogue(&earlier.issues, base, &knowledge);
            let now = catalogue(&earlier.issues, files, &knowledge);
            against(&now, &before)
        }
        None => one_by_one(&args, &earlier, files, &knowledge)?,
    };
    report(&args, &problems)
}

/// Checks each file by what came before it, the other files among that, as if it had been asked about alone.
fn one_by_one(
    args: &Args,
    earlier: &Archive,
    mut files: Vec<Issue>,
    knowledge: &Knowledge,
) -> Result<Vec<Named>> {
    files.sort_by(|a, b| (a.date, a.draft, &a.file).cmp(&(b.date, b.draft, &b.file)));
    let mut before = earlier.issues.clone();
    let mut problems = Vec::new();
    for file in files {
        let mut now = catalogue(&before, vec![file.clone()], knowledge);
        if args.with_calendars || !args.input.calendars.calendar.is_empty() {
            let input = &args.input;
            let as_of = now.catalogue.as_of;
            let calendars = input.calendars.read(&input.cache_folder, knowledge, as_of)?;
            now.catalogue.compare(&calendars, knowledge);
        }
        for page in now.pages() {
            problems.extend(check::check(&page).into_iter().map(|problem| now.named(&page, problem)));
        }
        // For the next one it is what came before, in the place of the issue that it is a version of.
        before.retain(|issue| {
            issue.date != file.date && (file.number.is_none() || issue.number != file.number)
        });
        before.push(file);
        before.sort_by(|a, b| (a.date, a.draft, &a.file).cmp(&(b.date, b.draft, &b.file)));
    }
    Ok(problems)
}

/// A problem beside its file's path and text.
struct Named {
    problem: Problem,
    path: String,
    text: Arc<str>,
}

/// What is checked, and all that came before it.
struct Checked {
    catalogue: Catalogue,
    /// Indices of issues.
    files: Vec<usize>,
}

impl Checked {
    fn pages(&self) -> impl Iterator<Item = Page<'_>> {
        self.files.iter().filter_map(|index| Page::open(&self.catalogue, *index))
    }

    fn named(&self, page: &Page<'_>, problem: Problem) -> Named {
        let path = page
            .issue
            .path
            .as_ref()
            .map_or_else(|| page.issue.file.to_string(), |path| path.display().to_string());
        Named { problem, path, text: page.issue.text.clone() }
    }
}

fn read(paths: &[PathBuf], as_of: Option<NaiveDate>) -> Result<Vec<Issue>> {
    let mut issues = Archive::read(paths)?.issues;
    if let Some(date) = as_of {
        for issue in &mut issues {
            issue.date = date;
        }
    }
    Ok(issues)
}

/// The files among the earlier issues; an earlier issue of a file's date or number is that file.
fn catalogue(earlier: &[Issue], files: Vec<Issue>, knowledge: &Knowledge) -> Checked {
    let newest = files.iter().map(|issue| issue.date).max();
    let names: Vec<Arc<str>> = files.iter().map(|issue| issue.file.clone()).collect();
    let known = earlier.iter().filter(|issue| {
        Some(issue.date) < newest
            && !files
                .iter()
                .any(|file| file.date == issue.date || (file.number.is_some() && file.number == issue.number))
    });
    let mut issues: Vec<Issue> = known.cloned().collect();
    issues.extend(files);
    issues.sort_by(|a, b| (a.date, a.draft, &a.file).cmp(&(b.date, b.draft, &b.file)));
    let catalogue = Catalogue::read(issues, knowledge, None);
    let files = catalogue
        .issues
        .iter()
        .enumerate()
        .filter(|(_, issue)| names.iter().any(|name| Arc::ptr_eq(name, &issue.file)))
        .map(|(index, _)| index)
        .collect();
    Checked { catalogue, files }
}

fn against(now: &Checked, before: &Checked) -> Vec<Named> {
    let Some(base) = before.pages().next() else { return Vec::new() };
    now.pages()
        .flat_map(|page| {
            check::new_since(&page, &base)
                .into_iter()
                .map(|problem| now.named(&page, problem))
                .collect::<Vec<_>>()
        })
        .collect()
}

/// Writes the safe fixes of each file.
fn fix(args: &Args, earlier: &Archive, knowledge: &Knowledge) -> Result<()> {
    for issue in read(&args.files, args.input.as_of)? {
        let Some(path) = &issue.path else { continue };
        let before = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        let past = Arc::new(check::Past::of_issues(issue.date, &earlier.issues, knowledge));
        let fixed = draft::fix(&issue, knowledge, Some(past))
            .with_context(|| format!("cannot fix {}", path.display()))?;
        if edits::replace(path, &before, fixed.text.as_bytes())? {
            anstream::eprintln!("fixed {} in {}", fixed.done.len(), path.display());
            for done in &fixed.done {
                let line = done.line.map_or(String::new(), |line| format!("line {line}: "));
                anstream::eprintln!("  {line}{}: {}", done.deed.words(), text::shown_line(&done.what));
            }
        }
    }
    Ok(())
}

fn report(args: &Args, problems: &[Named]) -> Result<Outcome> {
    let mut out = anstream::AutoStream::auto(std::io::stdout()).lock();
    let mut counts: BTreeMap<Severity, usize> = BTreeMap::new();
    let mut brief: BTreeMap<Code, usize> = BTreeMap::new();
    for Named { problem, path, text } in problems {
        let severity = check::severity(problem.code);
        if severity < args.least.severity() {
            continue;
        }
        *counts.entry(severity).or_default() += 1;
        let mendable = severity == Severity::Note && problem.fix.as_ref().is_some_and(|fix| fix.safe);
        if args.format == CheckFormat::Human && mendable && !args.all {
            *brief.entry(problem.code).or_default() += 1;
            continue;
        }
        let text = match args.format {
            CheckFormat::Human => render::human(problem, path, text),
            CheckFormat::Json => render::json(problem, path),
            CheckFormat::Github => render::github(problem, path),
        };
        out.write_all(text.as_bytes()).context("cannot print the problems")?;
    }
    if !brief.is_empty() {
        let codes: Vec<String> = brief.iter().map(|(code, number)| format!("{number} {code}")).collect();
        let line = format!("notes that --fix mends (--all shows them): {}\n", codes.join(", "));
        out.write_all(line.as_bytes()).context("cannot print the problems")?;
    }
    out.flush().context("cannot print the problems")?;
    let count = |severity| counts.get(&severity).copied().unwrap_or(0);
    let (errors, warnings, notes) = (count(Severity::Error), count(Severity::Warning), count(Severity::Note));
    let number = |count: usize, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
    let counted = [number(errors, "error"), number(warnings, "warning"), number(notes, "note")];
    anstream::eprintln!("{}", counted.join(", "));
    Ok(if errors > 0 { Outcome::FoundErrors } else { Outcome::Done })
}
