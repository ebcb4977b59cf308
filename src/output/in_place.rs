//! Changing a folder file by file, where it cannot be exchanged as a whole.
//!
//! Everything new is first written into a folder of its own inside the target, the slow part that
//! may fail, then each file is renamed into its place. The table of contents comes last: as long as
//! the old one stands, the next build knows the old files as ours.

use std::{
    fs::{self, File, TryLockError},
    path::Path,
};

use super::{
    Error, WriteCount, at_work,
    changes::{Changes, clean_up, create_folder, create_parents, remove},
    failed, put, staging,
};
use crate::output::{FEEDS_FILE, FILES_FILE, Tree};

/// Brings the folder to hold the files of `tree`.
pub(super) fn write(folder: &Path, tree: &Tree) -> Result<WriteCount, Error> {
    create_folder(folder)?;
    // Two at once would leave files of both. Where folders cannot be locked there is nothing to be done about it.
    let this = File::open(folder).ok();
    if let Some(Err(TryLockError::WouldBlock)) = this.as_ref().map(File::try_lock) {
        return Err(at_work(folder));
    }
    let changes = Changes::between(folder, tree);
    let mut removed = 0;
    if !changes.changed.is_empty() {
        changes.check(folder)?;
        let staging = staging(folder)?;
        let mut staged = Vec::with_capacity(changes.changed.len());
        for (number, (path, bytes)) in changes.changed.iter().enumerate() {
            // Numbers, so that nobody takes an unfinished file for a feed.
            let from = staging.path().join(number.to_string());
            fs::write(&from, bytes).map_err(failed("write", &from))?;
            staged.push((from, *path));
        }
        for (_, path) in &staged {
            create_parents(folder, path)?;
        }
        let (last, first): (Vec<_>, Vec<_>) =
            staged.into_iter().partition(|(_, path)| [FEEDS_FILE, FILES_FILE].contains(path));
        for (from, path) in &first {
            put(from, &folder.join(path))?;
        }
        removed = remove(folder, &changes.stale)?;
        for (from, path) in &last {
            put(from, &folder.join(path))?;
        }
    }
    clean_up(folder)?;
    Ok(changes.done(removed))
}
