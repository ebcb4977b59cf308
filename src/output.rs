//! Writing a folder: each file whole, only what differs, nothing outside, leftovers of an earlier
//! build removed.
//!
//! Everything new is first written into a folder of its own inside the target, the slow part that
//! may fail, then each file is renamed into its place. Whoever looks, or comes back after the
//! program was killed, finds each file as it was or as it should be. The table of contents comes
//! last: as long as the old one stands, the next build knows the old files as ours.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use crate::export::{
    feeds,
    site::{FEEDS_FILE, Tree},
};

/// The beginning of the name of the folder for unfinished files.
const STAGING: &str = ".twir-events-";

/// What a write did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Written {
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

/// Brings a folder to hold the files of `tree`, and removes feeds that an earlier build wrote and
/// this one does not. Files that are none of ours stay.
///
/// # Errors
///
/// When the folder or a file in it cannot be read, written or renamed. Files that were not yet in
/// their place then are as they were.
pub fn write_tree(folder: &Path, tree: &Tree) -> Result<Written, Error> {
    create_folder(folder)?;
    let stale = stale(folder, tree);
    let mut done = Written::default();
    let mut changed: BTreeMap<&str, &[u8]> = BTreeMap::new();
    for (path, bytes) in tree {
        if holds(&folder.join(path), bytes) {
            done.unchanged += 1;
        } else {
            changed.insert(path, bytes);
        }
    }
    if !changed.is_empty() {
        let staging = staging(folder)?;
        let mut staged = Vec::with_capacity(changed.len());
        for (number, (path, bytes)) in changed.iter().enumerate() {
            // Numbers, so that nobody takes an unfinished file for a feed.
            let from = staging.path().join(number.to_string());
            fs::write(&from, bytes).map_err(failed("write", &from))?;
            staged.push((from, *path));
        }
        // What can be foreseen to fail fails before the first file is in its place.
        for (_, path) in &staged {
            create_parents(folder, path)?;
            let to = folder.join(path);
            if to.is_dir() {
                let folder =
                    io::Error::other("it is a folder; remove it or choose another one for the output");
                return Err(failed("replace", &to)(folder));
            }
        }
        let (last, first): (Vec<_>, Vec<_>) = staged.into_iter().partition(|(_, path)| *path == FEEDS_FILE);
        for (from, path) in &first {
            put(from, &folder.join(path))?;
        }
        done.removed = remove(folder, &stale)?;
        for (from, path) in &last {
            put(from, &folder.join(path))?;
        }
        done.written = changed.len();
    }
    clean_up(folder)?;
    Ok(done)
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

fn create_folder(folder: &Path) -> Result<(), Error> {
    fs::create_dir_all(folder).map_err(failed("create the folder", folder))
}

/// Creates the folders of a file inside `folder`. None of them may be a symbolic link, which would
/// lead outside.
fn create_parents(folder: &Path, path: &str) -> Result<(), Error> {
    let mut parent = folder.to_owned();
    let Some((folders, _)) = path.rsplit_once('/') else { return Ok(()) };
    for name in folders.split('/') {
        parent.push(name);
        if parent.is_symlink() {
            let link = io::Error::other("it is a symbolic link; remove it or choose another folder");
            return Err(failed("write into", &parent)(link));
        }
        create_folder(&parent)?;
    }
    Ok(())
}

/// The feeds that an earlier build listed and this one does not have. The list lies in a folder
/// that others may write to, so only names that a build could have chosen count.
fn stale(folder: &Path, tree: &Tree) -> Vec<String> {
    let Ok(text) = fs::read(folder.join(FEEDS_FILE)) else { return Vec::new() };
    let Ok(rows) = serde_json::from_slice::<Vec<feeds::Row>>(&text) else { return Vec::new() };
    let is_ours = |path: &String| {
        let (kind, name) = path.split_once('/').unwrap_or_default();
        let stem = name.strip_suffix(".ics").unwrap_or_default();
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
        ["region", "country", "city", "group"].contains(&kind) && !stem.is_empty() && stem.chars().all(plain)
    };
    let paths = rows.into_iter().map(|row| row.path);
    paths.filter(|path| is_ours(path) && !tree.contains_key(path)).collect()
}

/// Removes stale feeds, and folders that hold nothing any more.
fn remove(folder: &Path, stale: &[String]) -> Result<usize, Error> {
    let mut removed = 0;
    for path in stale {
        let path = folder.join(path);
        if path.parent().is_some_and(Path::is_symlink) {
            continue;
        }
        match fs::remove_file(&path) {
            Ok(()) => removed += 1,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(failed("remove", &path)(error)),
        }
        if let Some(parent) = path.parent() {
            // It fails, as it should, where the folder holds more.
            let _ = fs::remove_dir(parent);
        }
    }
    Ok(removed)
}

/// Removes what a killed build left.
fn clean_up(folder: &Path) -> Result<(), Error> {
    let entries = fs::read_dir(folder).map_err(failed("list the folder", folder))?;
    for entry in entries.filter_map(Result::ok) {
        let is_left = entry.file_name().to_string_lossy().starts_with(STAGING);
        if is_left && entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            fs::remove_dir_all(entry.path()).map_err(failed("remove", &entry.path()))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(files: &[(&str, &str)]) -> Tree {
        files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
    }

    fn feeds(paths: &[&str]) -> String {
        let row = |path: &&str| format!(r#"{{"path":"{path}","title":"","kind":"city","count":0}}"#);
        format!("[{}]", paths.iter().map(row).collect::<Vec<_>>().join(","))
    }

    #[test]
    fn only_what_differs_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("new/public");
        let first = tree(&[("a.ics", "one"), ("city/b.ics", "two")]);
        let done = write_tree(&out, &first).unwrap();
        assert_eq!(done, Written { written: 2, unchanged: 0, removed: 0 });
        let stamp = || fs::metadata(out.join("city/b.ics")).unwrap().modified().unwrap();
        let before = stamp();
        let done = write_tree(&out, &tree(&[("a.ics", "ONE"), ("city/b.ics", "two")])).unwrap();
        assert_eq!(done, Written { written: 1, unchanged: 1, removed: 0 });
        assert_eq!(stamp(), before);
        assert_eq!(fs::read_to_string(out.join("a.ics")).unwrap(), "ONE");
    }

    #[test]
    fn old_feeds_go_and_foreign_files_stay() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("public");
        let listed = feeds(&[
            "city/old.ics",
            "city/kept.ics",
            "../outside.ics",
            "city/../../outside.ics",
            "index.html",
        ]);
        write_tree(&out, &tree(&[("city/old.ics", "x"), ("city/kept.ics", "x"), (FEEDS_FILE, &listed)]))
            .unwrap();
        fs::write(folder.path().join("outside.ics"), "mine").unwrap();
        fs::write(out.join("index.html"), "mine").unwrap();
        fs::write(out.join("city/foreign.ics"), "mine").unwrap();
        fs::create_dir(out.join(".twir-events-killed")).unwrap();
        let new = feeds(&["city/kept.ics"]);
        let done = write_tree(&out, &tree(&[("city/kept.ics", "x"), (FEEDS_FILE, &new)])).unwrap();
        assert_eq!(done, Written { written: 1, unchanged: 1, removed: 1 });
        assert!(!out.join("city/old.ics").exists());
        assert!(!out.join(".twir-events-killed").exists());
        for path in ["../outside.ics", "index.html", "city/foreign.ics", "city/kept.ics"] {
            assert!(out.join(path).exists(), "{path} is gone");
        }
    }

    #[test]
    fn a_file_in_the_folders_place_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("public");
        fs::write(&out, "a file").unwrap();
        let error = write_tree(&out, &tree(&[("a.ics", "x")])).unwrap_err().to_string();
        assert!(error.starts_with("cannot create the folder") && error.contains("public"), "{error}");
        assert_eq!(fs::read_to_string(&out).unwrap(), "a file");
    }

    #[test]
    fn a_failure_leaves_the_folder_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path();
        write_tree(out, &tree(&[("a.ics", "old"), ("z.ics", "old")])).unwrap();
        // A folder stands where a file is to be.
        fs::create_dir_all(out.join("m.ics/inside")).unwrap();
        write_tree(out, &tree(&[("a.ics", "new"), ("m.ics", "new"), ("z.ics", "new")])).unwrap_err();
        assert_eq!(fs::read_to_string(out.join("a.ics")).unwrap(), "old");
        assert_eq!(fs::read_to_string(out.join("z.ics")).unwrap(), "old");
        let left = fs::read_dir(out)
            .unwrap()
            .filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().starts_with(STAGING));
        assert_eq!(left.count(), 0);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_leads_outside_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let (out, outside) = (folder.path().join("public"), folder.path().join("outside"));
        fs::create_dir_all(&out).unwrap();
        fs::create_dir_all(&outside).unwrap();
        std::os::unix::fs::symlink(&outside, out.join("city")).unwrap();
        let error = write_tree(&out, &tree(&[("city/a.ics", "x")])).unwrap_err();
        let reason = std::error::Error::source(&error).unwrap().to_string();
        assert!(reason.contains("symbolic link"), "{reason}");
        assert_eq!(fs::read_dir(&outside).unwrap().count(), 0);
    }

    #[test]
    fn a_single_file_is_replaced_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.ics");
        write_file(&path, b"one").unwrap();
        write_file(&path, b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        assert!(write_file(&folder.path().join("none/x.ics"), b"x").is_err());
    }
}
