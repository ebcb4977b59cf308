//! Where calendars come from, the same for every command: what `--calendar` names, else what
//! `sync --calendars` and `sync --pages` brought.

use std::path::PathBuf;

use anyhow::Result;
use chrono::NaiveDate;
use twir_events::{
    calendar::{Calendars, store::Store},
    knowledge::Knowledge,
    text,
};

use super::input::{CacheFolder, count};

/// Options of every command that reads issues.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "Input")]
pub struct CalendarInput {
    /// Read what organisers say from this file or folder: iCalendar files, saved event pages, the editors'
    /// Meetup JSON, or an events.json (repeatable) [default: what `sync --calendars` brought]
    #[arg(long, value_name = "PATH")]
    pub calendar: Vec<PathBuf>,
    /// Read no calendars
    #[arg(long, conflicts_with = "calendar")]
    pub no_calendars: bool,
}

impl CalendarInput {
    /// The calendars, as of a day; says on standard error which they are and what of them could not be
    /// used.
    pub fn read(&self, cache: &CacheFolder, knowledge: &Knowledge, as_of: NaiveDate) -> Result<Calendars> {
        let mut calendars = Calendars::default();
        if self.no_calendars {
            return Ok(calendars);
        }
        let window = Calendars::window(as_of);
        let source = if self.calendar.is_empty() {
            // Without a home there is no cache, and so nothing that a sync brought.
            let Ok(cache) = cache.cache() else { return Ok(calendars) };
            let store = Store::open(cache.root())?;
            calendars.add_store(&store, knowledge, window);
            if store.is_unlisted() {
                anstream::eprintln!(
                    "passed over: the calendars in {}, of which no list is there; `twir-events sync --calendars` makes it",
                    store.folder().display()
                );
            }
            if store.iter().next().is_none() {
                return Ok(calendars);
            }
            let fetched = calendars.all.iter().filter_map(|calendar| calendar.fetched).max();
            let last = fetched.map(|day| format!(", the newest of {day}")).unwrap_or_default();
            format!("from the cache in {}{last}", cache.root().display())
        } else {
            for path in &self.calendar {
                calendars.add_path(path, knowledge, window)?;
            }
            let paths: Vec<String> = self.calendar.iter().map(|path| path.display().to_string()).collect();
            format!("from {}", paths.join(", "))
        };
        anstream::eprintln!(
            "reading {} with {} {source}",
            count(calendars.all.len(), "calendar"),
            count(calendars.events(), "event")
        );
        for reason in &calendars.passed_over {
            anstream::eprintln!("passed over: {}", text::shown_line(reason));
        }
        for calendar in &calendars.all {
            let name = text::shown_line(&calendar.name);
            for reason in &calendar.brought.unusable {
                anstream::eprintln!("{name}: passed over {}", text::shown_line(reason));
            }
            if calendar.brought.private > 0 {
                anstream::eprintln!(
                    "{name}: {} marked private, not read",
                    count(calendar.brought.private, "event")
                );
            }
            if calendar.brought.is_empty() && !self.calendar.is_empty() {
                anstream::eprintln!("{name}: it holds no events");
            }
        }
        Ok(calendars)
    }
}
