//! The new state of a folder is made beside it and put into its place in one step.
//!
//! ```text
//! PARENT/public                                      the folder
//! PARENT/.twir-events.public/twir-events-build.lock  locked while a build runs; marks what is ours
//! PARENT/.twir-events.public/tree/                   the new state; after the exchange the old one
//! ```
//!
//! What does not change is in both states the same file, by a second link. Where any of this cannot
//! be (the folder is a mount point, its parent is not ours, the file system knows no exchange), the
//! folder is changed [file by file](super::in_place).

use std::{
    env,
    ffi::OsString,
    fs::{self, DirBuilder, File, Metadata, TryLockError},
    io::{self, Write},
    os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt, chown, symlink},
    path::{Path, PathBuf},
};

use rustix::fs::{CWD, RenameFlags, listxattr, renameat_with};

use super::{
    Error, WriteCount, at_work,
    changes::{Changes, clean_up, create_parents, remove},
    failed, holds, in_place,
};
use crate::output::Tree;

/// The beginning of the name of the folder beside; the name of the target follows.
const PREFIX: &str = ".twir-events.";
const LOCK: &str = "twir-events-build.lock";
const TREE: &str = "tree";

/// A build that ends may take the folder beside away again under our hands, but not for ever.
const ATTEMPTS: usize = 100;

/// Where tests look in, and end the program.
#[cfg(not(test))]
fn step() {}
#[cfg(test)]
use super::tests::crash::step;

/// A folder that could be exchanged as a whole, and where its new state would be made.
#[derive(Debug)]
pub(super) struct Exchange {
    /// The folder itself, no symbolic link to it. It need not exist, but its parent does.
    folder: PathBuf,
    beside: PathBuf,
}

impl Exchange {
    /// `None` where the folder has no parent or name of its own, is no folder, or is the one that
    /// we, and with us the shell that called us, are in and would lose.
    pub fn of(folder: &Path) -> Option<Self> {
        let folder = if folder.is_dir() {
            fs::canonicalize(folder).ok()?
        } else if folder.symlink_metadata().is_ok() {
            return None;
        } else {
            let name = folder.file_name()?;
            let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty());
            let parent = parent.unwrap_or(Path::new("."));
            fs::create_dir_all(parent).ok()?;
            fs::canonicalize(parent).ok()?.join(name)
        };
        if env::current_dir().is_ok_and(|current| current.starts_with(&folder)) {
            return None;
        }
        let mut name = OsString::from(PREFIX);
        name.push(folder.file_name()?);
        Some(Self { beside: folder.with_file_name(name), folder })
    }

    /// Brings the folder to hold the files of `tree`. `named` is what the user calls it.
    pub fn write(self, named: &Path, tree: &Tree) -> Result<WriteCount, Error> {
        let is_done = self.folder.is_dir()
            && self.beside.symlink_metadata().is_err()
            && tree.iter().all(|(path, bytes)| holds(&self.folder.join(path), bytes));
        if is_done {
            return in_place::write(named, tree);
        }
        let Some(workspace) = self.take(named)? else { return in_place::write(named, tree) };
        let done = match workspace.replace(named, tree)? {
            Some(done) => done,
            None => in_place::write(named, tree)?,
        };
        workspace.sweep()?;
        Ok(done)
    }

    /// Takes the folder beside, which one build at a time can have; `None` where it cannot be made
    /// or is somebody else's.
    fn take(self, named: &Path) -> Result<Option<Workspace>, Error> {
        for _ in 0..ATTEMPTS {
            match DirBuilder::new().mode(0o700).create(&self.beside) {
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Ok(None),
                _ => {}
            }
            match is_ours(&self.beside) {
                Ok(true) => {}
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                _ => return Ok(None),
            }
            let path = self.beside.join(LOCK);
            let lock = match File::options().create(true).truncate(false).write(true).open(&path) {
                Ok(lock) => lock,
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(_) => {
                    // It stays where it is not empty.
                    let _ = fs::remove_dir(&self.beside);
                    return Ok(None);
                }
            };
            match lock.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => break,
                Err(TryLockError::Error(_)) => {
                    let _ = fs::remove_file(&path).and_then(|()| fs::remove_dir(&self.beside));
                    return Ok(None);
                }
            }
            // The lock of a build that has just ended may be locked, and yet be no more.
            let is_there = |there: Metadata| lock.metadata().is_ok_and(|held| is_same_inode(&there, &held));
            if fs::symlink_metadata(&path).is_ok_and(is_there) {
                return Ok(Some(Workspace { place: self, _lock: lock, swept: false }));
            }
        }
        Err(at_work(named))
    }
}

/// Whether a folder is what a build makes: open to nobody else, and empty or marked as ours.
fn is_ours(beside: &Path) -> io::Result<bool> {
    let metadata = beside.symlink_metadata()?;
    if !metadata.is_dir() || metadata.permissions().mode() & 0o077 != 0 {
        return Ok(false);
    }
    Ok(fs::read_dir(beside)?.next().is_none() || beside.join(LOCK).try_exists()?)
}

/// The folder beside, ours as long as this lives.
#[derive(Debug)]
struct Workspace {
    place: Exchange,
    _lock: File,
    swept: bool,
}

impl Workspace {
    fn tree(&self) -> PathBuf {
        self.place.beside.join(TREE)
    }

    /// Makes the new state and puts it into its place; `None`, and nothing changed, where that
    /// cannot be.
    fn replace(&self, named: &Path, tree: &Tree) -> Result<Option<WriteCount>, Error> {
        let (folder, new) = (&self.place.folder, self.tree());
        // What a killed build left.
        remove_all(&new).map_err(failed("remove", &new))?;
        let exists = folder.is_dir();
        if exists {
            clean_up(folder)?;
        }
        let changes = Changes::between(folder, tree);
        if exists && changes.changed.is_empty() {
            return Ok(Some(changes.done(0)));
        }
        changes.check(named)?;
        if self.mirror(exists).is_err() {
            return Ok(None);
        }
        // Users know the folder, not the place beside it.
        let rename = |error: Error| match error.path.strip_prefix(&new) {
            Ok(path) => Error { path: named.join(path), ..error },
            Err(_) => error,
        };
        let removed = fill(&new, &changes).map_err(rename)?;
        step();
        let put = if exists {
            renameat_with(CWD, &new, CWD, folder, RenameFlags::EXCHANGE).map_err(io::Error::from)
        } else {
            fs::rename(&new, folder)
        };
        if put.is_err() {
            return Ok(None);
        }
        step();
        if exists {
            self.carry_over(&changes, Path::new("")).map_err(failed("update", named))?;
        }
        Ok(Some(changes.done(removed)))
    }

    /// Makes a tree that is the folder as it is.
    fn mirror(&self, exists: bool) -> io::Result<()> {
        let tree = self.tree();
        fs::create_dir(&tree)?;
        let (ours, beside) = (tree.symlink_metadata()?, self.place.beside.symlink_metadata()?);
        if ours.uid() != beside.uid() {
            // Somebody who laid it out for us could exchange files in it.
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        if exists { mirror(&self.place.folder, &tree, ours.dev()) } else { Ok(()) }
    }

    /// Brings files along that others put into the folder while its new state was made.
    fn carry_over(&self, changes: &Changes, below: &Path) -> io::Result<()> {
        for entry in fs::read_dir(self.tree().join(below))? {
            let entry = entry?;
            let path = below.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                self.carry_over(changes, &path)?;
                continue;
            }
            let ours = path.to_str().is_some_and(|path| {
                changes.changed.contains_key(path) || changes.stale.iter().any(|stale| stale == path)
            });
            let to = self.place.folder.join(&path);
            if !ours && !is_same(&entry.path(), &to) {
                to.parent().map_or(Ok(()), fs::create_dir_all)?;
                fs::rename(entry.path(), to)?;
            }
        }
        Ok(())
    }

    /// Leaves nothing beside the folder.
    fn sweep(mut self) -> Result<(), Error> {
        self.swept = true;
        self.remove().map_err(failed("remove", &self.place.beside))
    }

    fn remove(&self) -> io::Result<()> {
        remove_all(&self.tree())?;
        step();
        // The mark last: without it nobody removes what is beside it.
        fs::remove_file(self.place.beside.join(LOCK))?;
        step();
        // Another build may have it already.
        let _ = fs::remove_dir(&self.place.beside);
        Ok(())
    }
}

impl Drop for Workspace {
    fn drop(&mut self) {
        if !self.swept {
            // What stays behind is swept by the next build.
            let _ = self.remove();
        }
    }
}

/// Removes and writes what changes, in the new state. Returns how many files were removed.
fn fill(new: &Path, changes: &Changes) -> Result<usize, Error> {
    let removed = remove(new, &changes.stale)?;
    for (path, bytes) in &changes.changed {
        create_parents(new, path)?;
        let path = new.join(path);
        // Never into the old file, which is the same one as in the old state.
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(failed("replace", &path)(error));
            }
            _ => {}
        }
        let write = || File::create_new(&path)?.write_all(bytes);
        write().map_err(failed("write", &path))?;
        step();
    }
    Ok(removed)
}

/// Makes `to` a folder like `from`, of the same files. Fails where it would not be the same.
fn mirror(from: &Path, to: &Path, device: u64) -> io::Result<()> {
    let metadata = from.symlink_metadata()?;
    if metadata.dev() != device || has_acl(from) {
        return Err(io::ErrorKind::Unsupported.into());
    }
    if !to.is_dir() {
        fs::create_dir(to)?;
    }
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (from, to, kind) = (entry.path(), to.join(entry.file_name()), entry.file_type()?);
        if kind.is_dir() {
            mirror(&from, &to, device)?;
        } else if kind.is_symlink() {
            symlink(fs::read_link(&from)?, &to)?;
        } else {
            match fs::hard_link(&from, &to) {
                // Behind another mount all is different, and not ours to remove.
                Err(error) if !kind.is_file() || error.kind() == io::ErrorKind::CrossesDevices => {
                    return Err(error);
                }
                Err(_) => copy(&from, &to)?,
                Ok(()) => {}
            }
        }
        step();
    }
    let made = to.symlink_metadata()?;
    if (made.uid(), made.gid()) != (metadata.uid(), metadata.gid()) {
        chown(to, Some(metadata.uid()), Some(metadata.gid()))?;
    }
    fs::set_permissions(to, metadata.permissions())?;
    File::open(to)?.set_modified(metadata.modified()?)
}

/// A copy of a file with its permissions and time of change, where there cannot be a second link.
pub(super) fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::copy(from, to)?;
    File::open(to)?.set_modified(from.metadata()?.modified()?)
}

/// Whether somebody gave the folder permissions beyond the common ones; what is made anew would not
/// have them.
fn has_acl(folder: &Path) -> bool {
    let mut names = [0; 4096];
    match listxattr(folder, &mut names) {
        Ok(length) => {
            let names = names.get(..length).unwrap_or_default();
            names.split(|byte| *byte == 0).any(|name| name.starts_with(b"system.posix_acl_"))
        }
        Err(error) => error == rustix::io::Errno::RANGE,
    }
}

fn is_same_inode(one: &Metadata, other: &Metadata) -> bool {
    (one.dev(), one.ino()) == (other.dev(), other.ino())
}

/// Whether two files are one by a second link, or one is the copy that [`mirror`] made.
pub(super) fn is_same(one: &Path, other: &Path) -> bool {
    let (Ok(a), Ok(b)) = (one.symlink_metadata(), other.symlink_metadata()) else { return false };
    let is_copy =
        || a.is_file() && b.is_file() && a.len() == b.len() && a.modified().ok() == b.modified().ok();
    let is_same_link = || a.is_symlink() && fs::read_link(one).ok() == fs::read_link(other).ok();
    is_same_inode(&a, &b) || is_copy() || is_same_link()
}

/// Removes a folder with all that is in it, if it is there.
fn remove_all(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        // Permissions that were kept may be such that nothing can be removed.
        Err(_) => {
            open_up(folder);
            fs::remove_dir_all(folder)
        }
        Ok(()) => Ok(()),
    }
}

fn open_up(folder: &Path) {
    let _ = fs::set_permissions(folder, PermissionsExt::from_mode(0o700));
    for entry in fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok) {
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            open_up(&entry.path());
        }
    }
}
