//! What `sync --calendars` and `sync --pages` brought: files as they were fetched, and a manifest that says
//! of each where and when it came from.
//!
//! ```text
//! CACHE/calendars/manifest.json      one row a source
//! CACHE/calendars/NAME-HASH.ics      a calendar, byte for byte
//! CACHE/calendars/NAME-HASH.html     an event's page, byte for byte
//! ```
//!
//! A file is there whole before the manifest names it, and the manifest is replaced by one rename: whatever
//! interrupts a sync, a reader finds each source as it was before or as it is now. A byte that changes later shows:
//! the manifest has a sum of its own, and a file's name a hash of what came.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::MAX_BYTES;
use crate::{seal, text};

/// The folder below the cache's.
pub const FOLDER: &str = "calendars";

/// The manifest below the folder.
pub const MANIFEST: &str = "manifest.json";

/// What a source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FetchedKind {
    /// An iCalendar file.
    Calendar,
    /// An event's page.
    Page,
}

/// What the last question to a source had for an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// What was asked for, or that it has not changed.
    Good,
    /// That there is nothing, or nothing any more (404 and 410).
    Gone,
    /// No event, where there had been some: the old file is kept.
    Empty,
    /// An HTML page in place of a calendar: the old file is kept.
    Page,
    /// That it may not be asked (401, 403, robots.txt).
    Refused,
    /// Nothing of use, or none at all.
    Failed,
}

/// One source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Its address.
    pub url: String,
    /// What it is.
    pub kind: FetchedKind,
    /// The name of the group whose calendar it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// The page of that group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group_url: Option<String>,
    /// Its file below the folder; `None` as long as nothing of use came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The day on which the file came, or was last said to be unchanged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fetched: Option<NaiveDate>,
    /// When it was last asked, whatever the answer.
    pub asked: DateTime<Utc>,
    /// What the last answer was.
    pub status: Status,
    /// The day since which it is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gone: Option<NaiveDate>,
    /// Where it has moved for good, by its own word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved: Option<String>,
    /// For the next conditional request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// For the next conditional request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_modified: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Manifest {
    version: u32,
    sources: Vec<Source>,
}

/// Longest part of an address in a file's name, in bytes.
const MAX_STEM: usize = 60;

/// So much of a hash tells the files of one source, and those of all, apart.
const HASH_DIGITS: usize = 16;

/// The version written and understood.
const VERSION: u32 = 1;

/// Every source of a cache.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Store {
    folder: PathBuf,
    sources: BTreeMap<String, Source>,
}

/// Why the fetched calendars cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The system refused.
    #[error("cannot {doing} {}", path.display())]
    Io {
        /// What was being done, in the infinitive.
        doing: &'static str,
        /// To what.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The manifest says something that no sync wrote.
    #[error("the calendars in {} are damaged ({reason}); take that folder away and run `twir-events sync --calendars`", folder.display())]
    Damaged {
        /// The folder.
        folder: PathBuf,
        /// What is wrong.
        reason: String,
    },
}

impl Store {
    /// Opens what the cache in the folder `root` has; without sources where nothing was fetched yet.
    ///
    /// # Errors
    ///
    /// When the manifest cannot be read or is damaged.
    pub fn open(root: &Path) -> Result<Self, Error> {
        Self::open_folder(&root.join(FOLDER))
    }

    /// The same, by the folder of the calendars itself.
    ///
    /// # Errors
    ///
    /// Those of [`open`](Self::open).
    pub fn open_folder(folder: &Path) -> Result<Self, Error> {
        let folder = folder.to_owned();
        let path = folder.join(MANIFEST);
        let damaged = |reason: String| Error::Damaged { folder: folder.clone(), reason };
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Ok(Self { folder, sources: BTreeMap::new() });
            }
            Err(source) => return Err(Error::Io { doing: "read", path, source }),
        };
        let manifest: Manifest =
            seal::open(&bytes).map_err(|error| damaged(format!("`{MANIFEST}`: {error}")))?;
        if manifest.version != VERSION {
            return Err(damaged(format!("`{MANIFEST}` has version {}", manifest.version)));
        }
        let mut sources = BTreeMap::new();
        for source in manifest.sources {
            if source.file.as_deref().is_some_and(|file| !is_file_name(file)) {
                return Err(damaged(format!("`{MANIFEST}` names a file that no sync wrote")));
            }
            sources.insert(source.url.clone(), source);
        }
        Ok(Self { folder, sources })
    }

    /// Every source, by its address.
    pub fn iter(&self) -> impl Iterator<Item = &Source> {
        self.sources.values()
    }

    /// The source at an address.
    pub fn get(&self, url: &str) -> Option<&Source> {
        self.sources.get(url)
    }

    /// Where the file of a source lies, if it has one.
    pub fn path(&self, source: &Source) -> Option<PathBuf> {
        source.file.as_ref().map(|file| self.folder.join(file))
    }

    /// What came from a source, where it has a file and that is as it came.
    pub fn bytes(&self, source: &Source) -> Option<Vec<u8>> {
        let path = self.path(source)?;
        // Larger ones are none that a sync kept, and are not read to find it out.
        if fs::metadata(&path).ok()?.len() > MAX_BYTES {
            return None;
        }
        let bytes = fs::read(path).ok()?;
        let name = file_name(&source.url, source.kind, &bytes);
        (source.file.as_ref() == Some(&name)).then_some(bytes)
    }

    /// Whether files lie here that no manifest names, and none that one does: it was taken away, or the first run
    /// was interrupted.
    pub fn is_unlisted(&self) -> bool {
        let mut names =
            fs::read_dir(&self.folder).into_iter().flatten().flatten().map(|entry| entry.file_name());
        self.sources.is_empty() && names.any(|name| name.to_str().is_some_and(is_file_name))
    }

    /// The folder of the files.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Puts a source in the place of the one at its address; in memory only, see [`Self::to_bytes`].
    pub fn put(&mut self, source: Source) {
        self.sources.insert(source.url.clone(), source);
    }

    /// Keeps the sources of which `keep` is true; in memory only.
    pub fn retain(&mut self, mut keep: impl FnMut(&Source) -> bool) {
        self.sources.retain(|_, source| keep(source));
    }

    /// The manifest as it is written.
    ///
    /// # Errors
    ///
    /// When it cannot be put into JSON.
    pub fn to_bytes(&self) -> serde_json::Result<Vec<u8>> {
        let manifest = Manifest { version: VERSION, sources: self.sources.values().cloned().collect() };
        seal::seal(&manifest)
    }
}

/// A file's name: what its address is called, and a hash of the address and of what is in it.
pub fn file_name(url: &str, kind: FetchedKind, bytes: &[u8]) -> String {
    let hash = seal::sha1(&[url.as_bytes(), &[0], bytes]);
    let hash = hash.get(..HASH_DIGITS).unwrap_or(&hash);
    let address = url.split_once("://").map_or(url, |(_, rest)| rest);
    let address = address.split(['?', '#']).next().unwrap_or_default();
    let stem: String = text::slug(address.trim_start_matches("www.")).chars().take(MAX_STEM).collect();
    let extension = match kind {
        FetchedKind::Calendar => "ics",
        FetchedKind::Page => "html",
    };
    format!("{}-{hash}.{extension}", stem.trim_matches('-'))
}

/// Whether a name is one that a sync gives: it stays inside its folder on every system.
pub fn is_file_name(name: &str) -> bool {
    let stem = name.strip_suffix(".ics").or_else(|| name.strip_suffix(".html"));
    stem.is_some_and(|stem| {
        stem.len() > 8
            && stem.len() <= 120
            && stem.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_safe_and_follow_the_content() {
        let of = |url, bytes| file_name(url, FetchedKind::Calendar, bytes);
        let first = of("https://www.meetup.com/rust-ort/events/ical/", b"a");
        assert!(first.starts_with("meetup-com-rust-ort-events-ical-") && first.ends_with(".ics"), "{first}");
        assert_ne!(first, of("https://www.meetup.com/rust-ort/events/ical/", b"b"));
        for url in
            ["https://x.example/../../etc/passwd", "https://東京.example/?k=s", "x", "", "https://con/"]
        {
            let name = of(url, b"a");
            assert!(is_file_name(&name), "{url}: {name}");
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let root = tempfile::tempdir().unwrap();
        let mut store = Store::open(root.path()).unwrap();
        assert_eq!(store.iter().count(), 0);
        store.put(Source {
            url: "https://www.meetup.com/rust-ort/events/ical/".to_owned(),
            kind: FetchedKind::Calendar,
            group: Some("Rust Ort".to_owned()),
            group_url: Some("https://www.meetup.com/rust-ort".to_owned()),
            file: Some("meetup-com-rust-ort-0123456789ab.ics".to_owned()),
            fetched: NaiveDate::from_ymd_opt(2026, 1, 2),
            asked: DateTime::UNIX_EPOCH,
            status: Status::Good,
            gone: None,
            moved: None,
            etag: Some("W/\"x\"".to_owned()),
            last_modified: None,
        });
        fs::create_dir(store.folder()).unwrap();
        fs::write(store.folder().join(MANIFEST), store.to_bytes().unwrap()).unwrap();
        let again = Store::open(root.path()).unwrap();
        assert_eq!(again, store);
        let source = again.iter().next().unwrap();
        assert!(again.path(source).unwrap().ends_with("calendars/meetup-com-rust-ort-0123456789ab.ics"));
    }

    #[test]
    fn a_damaged_manifest_is_one_clear_error() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join(FOLDER);
        fs::create_dir(&folder).unwrap();
        let row = |file: &str| {
            format!(
                r#"{{"version":1,"sources":[{{"url":"https://x.example","kind":"page","file":"{file}","asked":"2026-01-01T00:00:00Z","status":"good"}}]}}"#
            )
        };
        for text in
            ["", "{", "[]", r#"{"version":2,"sources":[]}"#, &row("../x-0123456789.html"), &row("con.html")]
        {
            fs::write(folder.join(MANIFEST), text).unwrap();
            let error = Store::open(root.path()).unwrap_err().to_string();
            assert!(error.contains("damaged") && error.contains("sync --calendars"), "{text}: {error}");
        }
        fs::write(folder.join(MANIFEST), row("x-example-0123456789ab.html")).unwrap();
        assert_eq!(Store::open(root.path()).unwrap().iter().count(), 1);
    }
}
