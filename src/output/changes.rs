//! What has to change in a folder, and the steps that both ways of changing it take.

use std::{collections::BTreeMap, fs, io, path::Path};

use super::{Error, FEEDS_FILE, FILES_FILE, SITEMAP, STAGING, Tree, WriteCount, failed, holds, passes};

/// A row of the table of contents, as far as it matters here.
#[derive(Debug, serde::Deserialize)]
struct Listed {
    path: String,
}

/// What has to change in a folder so that it holds a tree.
#[derive(Debug)]
pub(super) struct Changes<'a> {
    /// How many files are as they should be.
    unchanged: usize,
    /// Files that are new or differ, with what they shall hold.
    pub changed: BTreeMap<&'a str, &'a [u8]>,
    /// Feeds of an earlier build that shall be no more.
    pub stale: Vec<String>,
}

impl<'a> Changes<'a> {
    pub fn between(folder: &Path, tree: &'a Tree) -> Self {
        let differs = |(path, bytes): &(&String, &Vec<u8>)| !holds(&folder.join(path), bytes);
        let changed: BTreeMap<&str, &[u8]> =
            tree.iter().filter(differs).map(|(path, bytes)| (path.as_str(), bytes.as_slice())).collect();
        // What is stale is what the old table of contents has and the new one has not.
        let stale = if changed.is_empty() { Vec::new() } else { stale(folder, tree) };
        Self { unchanged: tree.len() - changed.len(), changed, stale }
    }

    /// What can be foreseen to fail fails before anything is changed.
    pub fn check(&self, folder: &Path) -> Result<(), Error> {
        for path in self.changed.keys() {
            check_parents(folder, path)?;
            let to = folder.join(path);
            if to.is_dir() {
                let folder =
                    io::Error::other("it is a folder; remove it or choose another one for the output");
                return Err(failed("replace", &to)(folder));
            }
        }
        Ok(())
    }

    pub fn done(&self, removed: usize) -> WriteCount {
        WriteCount { written: self.changed.len(), unchanged: self.unchanged, removed }
    }
}

pub(super) fn create_folder(folder: &Path) -> Result<(), Error> {
    fs::create_dir_all(folder).map_err(failed("create the folder", folder))
}

/// Creates the folders of a file inside `folder`.
pub(super) fn create_parents(folder: &Path, path: &str) -> Result<(), Error> {
    match path.rsplit_once('/') {
        Some((parents, _)) => create_folder(&folder.join(parents)),
        None => Ok(()),
    }
}

/// None of the folders of a file may be a symbolic link, which would lead outside.
fn check_parents(folder: &Path, path: &str) -> Result<(), Error> {
    let mut parent = folder.to_owned();
    let Some((folders, _)) = path.rsplit_once('/') else { return Ok(()) };
    for name in folders.split('/') {
        parent.push(name);
        if parent.is_symlink() {
            let link = io::Error::other("it is a symbolic link; remove it or choose another folder");
            return Err(failed("write into", &parent)(link));
        }
    }
    Ok(())
}

/// The feeds and pages that an earlier build listed and this one does not have. The lists lie in a
/// folder that others may write to, so only names that a build could have chosen count.
fn stale(folder: &Path, tree: &Tree) -> Vec<String> {
    let listed = fs::read(folder.join(FEEDS_FILE)).ok();
    let rows = listed.and_then(|text| serde_json::from_slice::<Vec<Listed>>(&text).ok());
    let feeds = rows.into_iter().flatten().map(|row| row.path);
    let files = fs::read_to_string(folder.join(FILES_FILE)).unwrap_or_default();
    let files = files.lines().map(str::to_owned).filter(|path| passes(path));
    feeds.chain(files).filter(|path| is_ours(path) && !tree.contains_key(path)).collect()
}

/// Whether a build could have chosen a path: plain words in one of its folders, or the list of pages.
fn is_ours(path: &str) -> bool {
    if path == SITEMAP {
        return true;
    }
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
    let is_plain = |part: &str| !part.is_empty() && part.chars().all(plain);
    let Some((folders, name)) = path.rsplit_once('/') else { return false };
    let Some((stem, "ics" | "atom" | "html")) = name.rsplit_once('.') else { return false };
    let first = folders.split('/').next().unwrap_or_default();
    ["region", "country", "city", "group", "event", "pages"].contains(&first)
        && folders.split('/').all(is_plain)
        && is_plain(stem)
}

/// Removes stale feeds, and folders that hold nothing any more.
pub(super) fn remove(folder: &Path, stale: &[String]) -> Result<usize, Error> {
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
pub(super) fn clean_up(folder: &Path) -> Result<(), Error> {
    let entries = fs::read_dir(folder).map_err(failed("list the folder", folder))?;
    for entry in entries.filter_map(Result::ok) {
        let is_left = entry.file_name().to_string_lossy().starts_with(STAGING);
        if is_left && entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            fs::remove_dir_all(entry.path()).map_err(failed("remove", &entry.path()))?;
        }
    }
    Ok(())
}
