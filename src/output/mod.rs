//! Writing a folder: each file whole, only what differs, nothing outside, leftovers of an earlier
//! build removed.
//!
//! Where the system can, the whole folder changes in one step (`exchange`): whoever looks, or comes
//! back after the program was killed, finds all as it was or all as it should be. Elsewhere it
//! changes file by file (`in_place`), and each file is as it was or as it should be.

mod changes;
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
mod exchange;
mod in_place;

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

/// The files of a folder by their paths, with `/` between the parts.
pub type Tree = BTreeMap<String, Vec<u8>>;

/// The table of contents of the folder; it also tells a later build which files are ours.
pub const FEEDS_FILE: &str = "feeds.json";

/// The files that no list of feeds names and that a later build may leave out, one path a line.
pub const FILES_FILE: &str = "assets/files.txt";

/// The list of pages for search engines; only a build that knows its address has one.
pub const SITEMAP: &str = "sitemap.xml";

/// Whether a file goes when what it tells of has passed, or a build without an address follows. [`FILES_FILE`]
/// lists them.
pub fn passes(path: &str) -> bool {
    path == SITEMAP || ["event/", "pages/"].iter().any(|folder| path.starts_with(folder))
}

/// The beginning of the name of the folder for unfinished files.
const STAGING: &str = ".twir-events-";

/// What a write did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WriteCount {
    /// Files that were written because they are new or differ.
    pub written: usize,
    /// Files that were as they should be.
    pub unchanged: usize,
    /// Files of an earlier build that were removed.
    pub removed: usize,
}

/// Why a folder or file could not be written.
#[derive(Debug, thiserror::Error)]
#[error("cannot {doing} {}", path.display())]
pub struct Error {
    /// What was being done: "write", "create the folder".
    pub doing: &'static str,
    /// To what.
    pub path: PathBuf,
    /// What the system said.
    pub source: io::Error,
}

fn failed(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Error {
    let path = path.to_owned();
    move |source| Error { doing, path, source }
}

fn at_work(folder: &Path) -> Error {
    failed("build into", folder)(io::Error::other("another build is at work on it; wait for it to end"))
}

/// Brings a folder to hold the files of `tree`, and removes feeds that an earlier build wrote and
/// this one does not. Files that are none of ours stay. Where all is as it should be, nothing is
/// touched.
///
/// # Errors
///
/// When another build is writing into the folder, or when the folder or a file in it cannot be
/// read, written or renamed. The folder then is as it was; where it had to be written file by file,
/// files that were not yet in their place are.
pub fn write_tree(folder: &Path, tree: &Tree) -> Result<WriteCount, Error> {
    #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
    if let Some(place) = exchange::Exchange::of(folder) {
        return place.write(folder, tree);
    }
    in_place::write(folder, tree)
}

/// Writes one file whole, unless it holds these bytes already. What is no plain file, such as
/// `/dev/stdout` or a pipe, is written to directly.
///
/// # Errors
///
/// When the file's folder cannot be written into or the file cannot be replaced.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    if holds(path, bytes) {
        return Ok(());
    }
    let is_other = |metadata: fs::Metadata| !metadata.is_file() && !metadata.is_dir();
    if fs::metadata(path).is_ok_and(is_other) {
        return fs::write(path, bytes).map_err(failed("write", path));
    }
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let staging = staging(parent)?;
    let from = staging.path().join("0");
    fs::write(&from, bytes).map_err(failed("write", path))?;
    put(&from, path)
}

/// Whether the file has exactly these bytes.
fn holds(path: &Path, bytes: &[u8]) -> bool {
    let same_length =
        |metadata: fs::Metadata| metadata.is_file() && usize::try_from(metadata.len()) == Ok(bytes.len());
    fs::metadata(path).is_ok_and(same_length) && fs::read(path).is_ok_and(|old| old == bytes)
}

/// A new folder for unfinished files, gone when it is dropped.
fn staging(folder: &Path) -> Result<tempfile::TempDir, Error> {
    tempfile::Builder::new().prefix(STAGING).tempdir_in(folder).map_err(failed("write into", folder))
}

fn put(from: &Path, to: &Path) -> Result<(), Error> {
    fs::rename(from, to).map_err(failed("replace", to))
}

#[cfg(test)]
mod tests;
