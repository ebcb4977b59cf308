//! Calendars together: files and folders that somebody names, and what `sync` brought.

use std::{
    fs,
    path::{Path, PathBuf},
};

use chrono::{Days as Lapse, NaiveDate};

use super::{
    Beforehand, Brought, Error, MAX_BYTES, read_of,
    store::{self, Store},
};
use crate::{
    knowledge::Knowledge,
    model::{Days, Group, SourceKind},
};

/// So far around today the occurrences of recurring events are asked for: nobody plans further ahead, and
/// hours of the past are of no use.
const WINDOW_DAYS: u64 = 366;

/// A calendar or a page, read.
#[derive(Debug, Clone, PartialEq)]
pub struct Calendar {
    /// What it is.
    pub kind: SourceKind,
    /// Its address, else the name of its file.
    pub name: String,
    /// The day on which it was fetched, where that was written down.
    pub fetched: Option<NaiveDate>,
    /// What it holds.
    pub brought: Brought,
}

/// Everything that organisers say, as it was gathered.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Calendars {
    /// Each calendar, by the names of the paths, files in a folder by their names.
    pub all: Vec<Calendar>,
    /// What was passed over, each with the reason.
    pub passed_over: Vec<String>,
    /// Pages that are no longer there, with the day since when.
    pub gone: Vec<(String, Option<NaiveDate>)>,
}

impl Calendars {
    /// The days whose occurrences of recurring events are asked for, around "now".
    pub fn window(as_of: NaiveDate) -> Days {
        let first = as_of.checked_sub_days(Lapse::new(WINDOW_DAYS)).unwrap_or(as_of);
        let last = as_of.checked_add_days(Lapse::new(WINDOW_DAYS)).unwrap_or(as_of);
        Days::new(first, last).unwrap_or(Days::single(as_of))
    }

    /// How many events they hold.
    pub fn events(&self) -> usize {
        self.all.iter().map(|calendar| calendar.brought.events.len()).sum()
    }

    /// Adds what a path names: a calendar, a saved page, a folder of them, or the folder that `sync` keeps.
    /// Of recurring events come the occurrences on the days of `window`. A file of a folder that is no
    /// calendar is passed over, a file that is named itself has to be one.
    ///
    /// # Errors
    ///
    /// When the path cannot be read, or is a file that is no calendar.
    pub fn add_path(&mut self, path: &Path, knowledge: &Knowledge, window: Days) -> Result<(), Error> {
        if !path.is_dir() {
            self.all.push(read_file(path, Beforehand::default(), knowledge, window)?);
            return Ok(());
        }
        if path.join(store::MANIFEST).is_file() {
            let store = Store::open_folder(path)
                .map_err(|error| Error::Shape { path: path.to_owned(), reason: error.to_string() })?;
            self.add_store(&store, knowledge, window);
            return Ok(());
        }
        let failed = |source| Error::Read { path: path.to_owned(), source };
        let entries = fs::read_dir(path).map_err(failed)?.collect::<Result<Vec<_>, _>>().map_err(failed)?;
        let mut files: Vec<PathBuf> =
            entries.into_iter().map(|entry| entry.path()).filter(|path| path.is_file()).collect();
        files.sort();
        for file in files {
            match read_file(&file, Beforehand::default(), knowledge, window) {
                Ok(calendar) => self.all.push(calendar),
                Err(error) => self.passed_over.push(error.to_string()),
            }
        }
        Ok(())
    }

    /// Adds what `sync` brought. A file that has gone or is damaged since is passed over and told.
    pub fn add_store(&mut self, store: &Store, knowledge: &Knowledge, window: Days) {
        for source in store.iter() {
            if source.kind == store::FetchedKind::Page && source.status == store::Status::Gone {
                self.gone.push((source.url.clone(), source.gone));
            }
            let Some(path) = store.path(source) else { continue };
            let known = Beforehand {
                group: source
                    .group
                    .as_ref()
                    .map(|name| Group { name: name.clone(), url: source.group_url.clone() }),
                page: Some(source.url.clone()).filter(|_| source.kind == store::FetchedKind::Page),
            };
            let Some(bytes) = store.bytes(source) else {
                let option = match source.kind {
                    store::FetchedKind::Calendar => "--calendars",
                    store::FetchedKind::Page => "--pages",
                };
                let reason =
                    format!("its file is damaged or gone; `twir-events sync {option}` fetches it again");
                self.passed_over.push(format!("{}: {reason}", source.url));
                continue;
            };
            match read_bytes(&path, &bytes, known, knowledge, window) {
                Ok(mut calendar) => {
                    calendar.name.clone_from(&source.url);
                    calendar.fetched = source.fetched;
                    calendar.kind = match source.kind {
                        store::FetchedKind::Calendar => SourceKind::Calendar,
                        store::FetchedKind::Page => SourceKind::Page,
                    };
                    for event in &mut calendar.brought.events {
                        event.source = source.url.as_str().into();
                        event.said = source.fetched.or(event.said);
                    }
                    self.all.push(calendar);
                }
                Err(error) => self.passed_over.push(format!("{}: {error}", source.url)),
            }
        }
    }
}

/// Reads one file.
pub(super) fn read_file(
    path: &Path,
    known: Beforehand,
    knowledge: &Knowledge,
    window: Days,
) -> Result<Calendar, Error> {
    let failed = |source| Error::Read { path: path.to_owned(), source };
    if fs::metadata(path).map_err(failed)?.len() > MAX_BYTES {
        let reason = format!("larger than {} MiB", MAX_BYTES >> 20);
        return Err(Error::Shape { path: path.to_owned(), reason });
    }
    read_bytes(path, &fs::read(path).map_err(failed)?, known, knowledge, window)
}

/// Reads what is in a file.
fn read_bytes(
    path: &Path,
    bytes: &[u8],
    known: Beforehand,
    knowledge: &Knowledge,
    window: Days,
) -> Result<Calendar, Error> {
    let shape = |reason: String| Error::Shape { path: path.to_owned(), reason };
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let brought = read_of(&name, bytes, known, knowledge, window).map_err(shape)?;
    let kind =
        if bytes.trim_ascii_start().starts_with(b"<") { SourceKind::Page } else { SourceKind::Calendar };
    Ok(Calendar { kind, name, fetched: None, brought })
}
