//! Where issues come from, the same for every command: what `--issues` names, else the cache that
//! `sync` filled, else the bundled five.

use std::{path::PathBuf, time::SystemTime};

use super::calendars::CalendarInput;
use anyhow::{Context, Result};
use chrono::{DateTime, NaiveDate, Utc};
use clap::Args;
use etcetera::BaseStrategy as _;

use twir_events::{
    cache::{Cache, Snapshot},
    catalogue::Catalogue,
    desk::check,
    export::continuity::Previous,
    knowledge::Knowledge,
    model::Severity,
    newsletter::{Archive, SnapshotError},
};

/// From this age on a cache is named as old: an issue appears every week.
const OLD_DAYS: i64 = 14;

/// Options of every command that reads issues.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Input")]
pub struct Input {
    /// Read issues from this file, folder or checkout of the newsletter's repository (repeatable)
    /// [default: the cache that `sync` filled, else the bundled issues]
    #[arg(long, value_name = "PATH")]
    pub issues: Vec<PathBuf>,
    #[command(flatten)]
    pub cache_folder: CacheFolder,
    #[command(flatten)]
    pub calendars: CalendarInput,
    #[command(flatten)]
    pub known: KnowledgeArgs,
    /// Take this day as today [default: the date of the newest issue read]
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub as_of: Option<NaiveDate>,
}

/// A day as an argument.
pub fn day(text: &str) -> Result<NaiveDate, &'static str> {
    text.parse().map_err(|_| "expected a day such as 2025-12-03")
}

/// What is known beyond the bundled tables.
#[derive(Debug, Clone, Args)]
pub struct KnowledgeArgs {
    /// Know the cities of this file too: a GeoNames dump such as cities500.txt, or a table in the form
    /// of data/cities.tsv (repeatable)
    #[arg(long, value_name = "FILE", help_heading = "Input")]
    places: Vec<PathBuf>,
    /// Know the groups of this file too, with their calendars: a table with the columns name, url, city,
    /// subdivision, country, calendar and zone (repeatable)
    #[arg(long, value_name = "FILE", help_heading = "Input")]
    groups: Vec<PathBuf>,
}

impl KnowledgeArgs {
    /// The bundled tables and what the options add to them; says on standard error how much.
    pub fn knowledge(&self) -> Result<Knowledge> {
        let mut knowledge = Knowledge::bundled();
        for path in &self.places {
            let added = knowledge.places.add_file(path)?;
            let cities = if added.cities == 1 { "city" } else { "cities" };
            let mut line = format!("{} {cities} from {}", added.cities, path.display());
            if added.passed_over > 0 {
                let rows = count(added.passed_over, "row");
                line.push_str(&format!("; passed over {rows} that are no cities of a known country"));
            }
            anstream::eprintln!("{line}");
        }
        for path in &self.groups {
            let added = knowledge.groups.add_file(path, &knowledge.places)?;
            anstream::eprintln!("{} from {}", count(added, "group"), path.display());
        }
        Ok(knowledge)
    }
}

/// Where the cache is.
#[derive(Debug, Clone, Args)]
pub struct CacheFolder {
    /// The folder of the issues that `sync` fetched [default: in the platform's cache folder]
    #[arg(long, value_name = "DIR", env = "TWIR_EVENTS_CACHE")]
    cache: Option<PathBuf>,
}

impl CacheFolder {
    /// The cache of the options, else the platform's.
    pub fn cache(&self) -> Result<Cache> {
        if let Some(folder) = &self.cache {
            return Ok(Cache::new(folder));
        }
        let platform = etcetera::base_strategy::choose_native_strategy()
            .context("cannot find the platform's cache folder; name one with --cache or TWIR_EVENTS_CACHE")?;
        Ok(Cache::new(platform.cache_dir().join("twir-events")))
    }
}

impl Input {
    /// Reads the issues and finds the events in them; with the knowledge that was used. Names each city
    /// that no table knows once.
    pub fn read(&self) -> Result<(Catalogue, Knowledge)> {
        self.read_after(None, false)
    }

    /// The same, with the candidates among the events where they are asked for, and where an earlier build
    /// tells which event stood on which line.
    pub fn read_after(
        &self,
        previous: Option<&Previous>,
        candidates: bool,
    ) -> Result<(Catalogue, Knowledge)> {
        let (archive, knowledge) = (self.archive()?, self.known.knowledge()?);
        let newest = archive.issues.last().map(|issue| issue.date);
        let as_of = self.as_of.or(newest).unwrap_or_default();
        let calendars = self.calendars.read(&self.cache_folder, &knowledge, as_of)?;
        let lines = previous.map(|previous| previous.lines(&knowledge)).unwrap_or_default();
        let catalogue = Catalogue::read_with(archive.issues, &calendars, lines, &knowledge, self.as_of);
        // What is wrong with a file as a whole takes more than one listing with it.
        for problem in
            catalogue.problems.iter().filter(|problem| check::severity(problem.code) == Severity::Error)
        {
            anstream::eprintln!("{problem}");
        }
        for (city, listings) in catalogue.unknown_cities() {
            let listings = count(listings, "listing");
            anstream::eprintln!("unknown-city: {city} ({listings}); --places FILE adds cities");
        }
        Ok((if candidates { catalogue.with_candidates() } else { catalogue }, knowledge))
    }

    /// The issues; says on standard error where they came from.
    pub fn archive(&self) -> Result<Archive> {
        let (archive, source) = self.find()?;
        let mut line = format!("reading {} {source}", count(archive.issues.len(), "issue"));
        if !archive.passed_over.is_empty() {
            let files = count(archive.passed_over.len(), "file");
            line.push_str(&format!("; passed over {files}, no issues of their own"));
        }
        anstream::eprintln!("{line}");
        for file in archive.passed_over.iter().filter(|file| file.is_missed()) {
            anstream::eprintln!(
                "{} is named as an issue and was not read: {}",
                file.path.display(),
                file.reason
            );
        }
        Ok(archive)
    }

    /// The cache, where newer issues will be: unless others are named.
    #[cfg(feature = "serve")]
    pub fn watched(&self, candidates: bool) -> Option<twir_events::serve::Watched> {
        let cache = self.cache_folder.cache().ok().filter(|_| self.issues.is_empty())?;
        let number = cache.number().ok().flatten();
        // Calendars that are named are read once, like issues that are.
        let calendars = self.calendars.calendar.is_empty() && !self.calendars.no_calendars;
        Some(twir_events::serve::Watched::new(cache, number, calendars, candidates, self.as_of))
    }

    /// The issues, and in words where they came from.
    fn find(&self) -> Result<(Archive, String)> {
        if !self.issues.is_empty() {
            let archive = Archive::read(&self.issues)?;
            let paths: Vec<String> = self.issues.iter().map(|path| path.display().to_string()).collect();
            return Ok((archive, format!("from {}", paths.join(", "))));
        }
        // Without a home there is no cache; that is no reason not to read the bundled issues.
        if let Ok(cache) = self.cache_folder.cache()
            && let Some(snapshot) = cache.current()?
        {
            let archive = read_snapshot(&cache, snapshot)?;
            let mut source = format!("from the cache in {}", cache.root().display());
            let today = self.as_of.unwrap_or_else(today);
            if let Some(age) = old_age(&archive, today) {
                source.push_str(&format!(
                    ", the newest of them {age} days old (`twir-events sync` fetches newer ones)"
                ));
            }
            return Ok((archive, source));
        }
        let source = "bundled with the program (`twir-events sync` fetches all of them)";
        Ok((Archive::bundled(), source.to_owned()))
    }
}

/// Reads a snapshot. Where syncs have swept it away meanwhile, another is there.
fn read_snapshot(cache: &Cache, snapshot: Snapshot) -> Result<Archive> {
    let read = |snapshot: &Snapshot| match Archive::of_snapshot(cache, snapshot) {
        Err(SnapshotError::Issues(error)) => {
            Err(error).context("cannot read the cache; `twir-events sync` mends it")
        }
        read => Ok(read?),
    };
    match read(&snapshot) {
        Ok(archive) => Ok(archive),
        Err(error) => match cache.current()? {
            Some(newer) if newer.number != snapshot.number => read(&newer),
            _ => Err(error),
        },
    }
}

/// How many days old the newest issue is, where that is worth telling.
fn old_age(archive: &Archive, today: NaiveDate) -> Option<i64> {
    let newest = archive.issues.iter().map(|issue| issue.date).max()?;
    Some((today - newest).num_days()).filter(|days| *days > OLD_DAYS)
}

/// The day in UTC; for messages only, never for what comes out.
fn today() -> NaiveDate {
    DateTime::<Utc>::from(SystemTime::now()).date_naive()
}

/// "1 issue", "2 issues".
pub fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
