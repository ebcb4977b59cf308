//! Brings the local cache up to date with the newsletter's repository over GitHub's REST API.
//!
//! One conditional request for the list of files says what is new. Few files come one by one, many
//! (and the first time all) with the repository's archive. Every file is checked against Git's blob
//! id in the list, so that a new snapshot holds exactly what the list names, or is not made.

pub mod calendars;
mod config;
mod error;
mod github;
mod http;
mod tarball;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    time::Duration,
};

pub use self::{
    config::{Clock, Config, GITHUB, Limits, Patience, REPOSITORY, SystemClock, Timeouts, Token},
    error::{Error, Fault},
};
use self::{github::Listing, http::Session};
use crate::cache::{self, Cache, Manifest, Snapshot, Staging};

/// What a sync is doing, for people who wait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// Asking for the list of files.
    Listing,
    /// So many files are to come in.
    Wanted(usize),
    /// So much of the archive is there, in bytes.
    Archive {
        /// So far.
        received: u64,
        /// In all, where the server says so.
        total: Option<u64>,
    },
    /// The archive does not come; so many files are asked for one by one.
    WithoutArchive {
        /// What was said to the question for the archive.
        why: String,
        /// How many.
        files: usize,
    },
    /// A file was written, by its path.
    Stored(String),
    /// Waiting before another attempt.
    Waiting {
        /// How long.
        wait: Duration,
        /// What happened.
        why: String,
    },
    /// Everything is there; the new state is about to be put in the place of the old.
    Committing,
    /// The new state is in use.
    Committed,
}

/// What a sync brought.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SyncReport {
    /// Files that were not in the cache, by path (`content/NAME.md`, `draft/NAME.md`), in order.
    pub new: Vec<String>,
    /// Files with other contents than before, in order.
    pub changed: Vec<String>,
    /// Files that are there no longer, in order.
    pub removed: Vec<String>,
    /// Files that came in again because they were damaged or missing in the cache, in order.
    pub mended: Vec<String>,
    /// How many files the cache now holds.
    pub files: usize,
    /// The newest issue, by file name.
    pub newest: Option<String>,
    /// Issues that cannot be taken, and why.
    pub passed_over: Vec<(String, &'static str)>,
}

/// Brings `cache` up to date.
///
/// # Errors
///
/// When another sync is at work, the cache cannot be written, or the server does not give what was
/// asked for. The cache is then as it was before.
pub fn sync(cache: &Cache, config: &Config, progress: &mut dyn FnMut(Progress)) -> Result<SyncReport, Error> {
    let session = Session::new(config, progress)?;
    let writer = cache.lock()?;
    let old = match cache.current() {
        Ok(old) => old,
        // Made anew from nothing.
        Err(cache::Error::Damaged { .. }) => None,
        Err(error) => return Err(error.into()),
    };
    writer.sweep()?;
    let source = config.url("");
    // Files of another repository are not "changed", they are others.
    let old = old.filter(|old| old.manifest.source == source);
    let held = old.as_ref().map(held).unwrap_or_default();
    let named = old.as_ref().map(|old| &old.manifest.files);
    let is_whole = named == Some(&held);

    session.report(Progress::Listing);
    let etag = old
        .as_ref()
        .filter(|old| is_whole && old.manifest.drafts == config.drafts)
        .and_then(|old| old.manifest.etag.as_deref());
    let Some(listing) = github::listing(&session, etag)? else {
        return Ok(SyncReport { files: held.len(), newest: newest(&held), ..SyncReport::default() });
    };

    let no_files = BTreeMap::new();
    let mut report = compare(named.unwrap_or(&no_files), &held, &listing);
    let manifest = Manifest {
        version: Manifest::VERSION,
        source,
        drafts: config.drafts,
        etag: listing.etag.clone(),
        files: listing.files.clone(),
    };
    match &old {
        Some(old) if held == listing.files && is_whole => {
            if old.manifest != manifest {
                writer.replace_manifest(old, &manifest)?;
            }
        }
        _ => {
            let staging = writer.begin()?;
            let incomplete = fill(&staging, &session, &listing, &held, old.as_ref())?;
            session.report(Progress::Committing);
            if let Some(Incomplete { missing, error }) = incomplete {
                // What came is of use, and the next sync goes on from here: without an ETag it asks
                // for the list again.
                let mut files = manifest.files.clone();
                files.retain(|path, _| !missing.contains(path));
                staging.commit(Manifest { etag: None, files, ..manifest })?;
                session.report(Progress::Committed);
                writer.sweep()?;
                return Err(error);
            }
            staging.commit(manifest)?;
            session.report(Progress::Committed);
            writer.sweep()?;
        }
    }
    report.passed_over = listing.passed_over;
    Ok(report)
}

/// The files of a snapshot that are there with the contents that its manifest names.
fn held(snapshot: &Snapshot) -> BTreeMap<String, String> {
    let is_there = |path: &str, id: &str| {
        cache::is_issue_path(path)
            && fs::read(snapshot.path.join(path)).is_ok_and(|bytes| cache::blob_id(&bytes) == id)
    };
    let files = snapshot.manifest.files.iter();
    files.filter(|(path, id)| is_there(path, id)).map(|(path, id)| (path.clone(), id.clone())).collect()
}

fn compare(
    named: &BTreeMap<String, String>,
    held: &BTreeMap<String, String>,
    listing: &Listing,
) -> SyncReport {
    let mut report =
        SyncReport { files: listing.files.len(), newest: newest(&listing.files), ..SyncReport::default() };
    for (path, id) in &listing.files {
        match named.get(path) {
            None => report.new.push(path.clone()),
            Some(before) if before != id => report.changed.push(path.clone()),
            Some(_) if held.get(path) != Some(id) => report.mended.push(path.clone()),
            Some(_) => {}
        }
    }
    report.removed = named.keys().filter(|path| !listing.files.contains_key(*path)).cloned().collect();
    report
}

/// File names begin with the date.
fn newest(files: &BTreeMap<String, String>) -> Option<String> {
    files.keys().filter_map(|path| path.strip_prefix("content/")).max().map(str::to_owned)
}

/// Files that did not come, and what is to be said of it.
struct Incomplete {
    missing: BTreeSet<String>,
    error: Error,
}

/// Puts every file of the list into the new snapshot: from the old one, from the archive, or one by
/// one. Where the archive is refused as many as may be come one by one, the newest first.
fn fill(
    staging: &Staging<'_>,
    session: &Session<'_>,
    listing: &Listing,
    held: &BTreeMap<String, String>,
    old: Option<&Snapshot>,
) -> Result<Option<Incomplete>, Error> {
    let mut missing: BTreeSet<&str> = BTreeSet::new();
    for (path, id) in &listing.files {
        match old {
            Some(old) if held.get(path) == Some(id) => staging.keep(path, old)?,
            _ => drop(missing.insert(path)),
        }
    }
    session.report(Progress::Wanted(missing.len()));
    let limits = &session.config.limits;
    let singly = limits.single_files.min(listing.remaining.unwrap_or(usize::MAX));
    if held.is_empty() || missing.len() > singly {
        match from_archive(staging, session, listing, &mut missing) {
            Err(error) if error.is_refusal() => {
                return without_archive(staging, session, listing, &missing, error);
            }
            result => result?,
        }
    }
    if missing.len() > limits.single_files {
        let reason = format!("it lacks {} of the {} files listed", missing.len(), listing.files.len());
        let url = session.config.url("");
        return Err(Error::Fetch { what: "the issues".to_owned(), url, fault: Fault::Damaged(reason) });
    }
    for path in missing {
        one(staging, session, listing, path)?;
    }
    Ok(None)
}

/// One file by its blob id.
fn one(staging: &Staging<'_>, session: &Session<'_>, listing: &Listing, path: &str) -> Result<(), Error> {
    let id = listing.files.get(path).map(String::as_str).unwrap_or_default();
    let bytes = github::blob(session, path, id)?;
    staging.write(path, &bytes)?;
    session.report(Progress::Stored(path.to_owned()));
    Ok(())
}

/// File by file, the newest first, within what the server will answer.
fn without_archive(
    staging: &Staging<'_>,
    session: &Session<'_>,
    listing: &Listing,
    missing: &BTreeSet<&str>,
    refused: Error,
) -> Result<Option<Incomplete>, Error> {
    let mut newest_first: Vec<&str> = missing.iter().copied().collect();
    // File names begin with the date.
    newest_first.sort_by_key(|path| std::cmp::Reverse(path.rsplit('/').next().unwrap_or_default()));
    // The question for the archive was one request, too.
    let left = listing.remaining.map_or(usize::MAX, |left| left.saturating_sub(1));
    let most = session.config.limits.files_without_archive.min(left);
    session
        .report(Progress::WithoutArchive { why: refused.to_string(), files: newest_first.len().min(most) });
    let mut came = 0;
    let mut stopped = String::new();
    for path in newest_first.iter().take(most) {
        match one(staging, session, listing, path) {
            Ok(()) => came += 1,
            Err(error @ Error::Cache(_)) => return Err(error),
            Err(error) => {
                stopped = error.of_fault().unwrap_or_default();
                break;
            }
        }
    }
    if came == newest_first.len() {
        return Ok(None);
    }
    if came == 0 {
        return Err(refused);
    }
    let error = Error::Incomplete {
        why: refused.in_short(),
        came,
        wanted: newest_first.len(),
        stopped,
        token: session.config.token.is_some(),
    };
    let missing = newest_first.iter().skip(came).map(|path| (*path).to_owned()).collect();
    Ok(Some(Incomplete { missing, error }))
}

/// Takes what is missing from the archive. Where the branch has moved on since the list was made,
/// a file has other contents now: it stays missing.
fn from_archive(
    staging: &Staging<'_>,
    session: &Session<'_>,
    listing: &Listing,
    missing: &mut BTreeSet<&str>,
) -> Result<(), Error> {
    github::archive(session, |body| {
        tarball::read(body, &session.config.limits, |path, bytes| {
            if missing.contains(path)
                && listing.files.get(path).is_some_and(|id| cache::blob_id(bytes) == *id)
            {
                staging.write(path, bytes).map_err(Fault::Cache)?;
                missing.remove(path);
                session.report(Progress::Stored(path.to_owned()));
            }
            Ok(())
        })
    })
}
