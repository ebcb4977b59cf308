//! The local cache of issues: filled by `sync`, read by every other command. Plain files, no
//! network.
//!
//! ```text
//! DIR/current                      the number of the snapshot in use, twice
//! DIR/lock                         locked while a sync runs
//! DIR/snapshots/7/manifest.json    what the snapshot holds and where it came from
//! DIR/snapshots/7/content/*.md     published issues
//! DIR/snapshots/7/draft/*.md       drafts, where they were asked for
//! ```
//!
//! A snapshot is written whole before `current` names it, and `current` is replaced by one rename.
//! Whatever interrupts a sync, a reader therefore finds the old snapshot or the new one. The
//! snapshot before the current one is kept, so that a reader that has just begun can end.
//!
//! A byte that changes later shows: the pointer says its number twice, the manifest has a sum of its own and Git's
//! id of each file. A reader is then told that the cache is damaged, and the next sync mends it.

use std::{
    collections::BTreeMap,
    fs::{self, File, TryLockError},
    io::{self, Write},
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use serde::{Deserialize, Serialize};

use crate::{seal, text};

const CURRENT: &str = "current";
const LOCK: &str = "lock";

/// So often the lock is asked for: a process that has just ended, or that another one has just begun from, holds
/// it for a moment more.
const LOCK_TRIES: u32 = 20;

/// Between two of them.
const LOCK_PAUSE: Duration = Duration::from_millis(10);
const MANIFEST: &str = "manifest.json";
const SNAPSHOTS: &str = "snapshots";

/// A folder that holds snapshots of the newsletter's issues. It need not exist yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cache {
    root: PathBuf,
}

/// One whole state of the cache. It is laid out like a checkout of the newsletter's repository,
/// so that [`Archive::read`](crate::newsletter::Archive::read) reads it as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// Counts up with every change.
    pub number: u64,
    /// The folder with `content/` and perhaps `draft/`.
    pub path: PathBuf,
    /// What it holds and where it came from.
    pub manifest: Manifest,
}

/// What a snapshot holds and where it came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The version of this file's form.
    pub version: u32,
    /// The address of the repository that the files came from.
    pub source: String,
    /// Whether drafts were asked for.
    pub drafts: bool,
    /// The `ETag` of the list of files, for the next conditional request.
    pub etag: Option<String>,
    /// Every file by its path below the snapshot, with Git's blob id.
    pub files: BTreeMap<String, String>,
}

impl Manifest {
    /// The version written and understood.
    pub const VERSION: u32 = 1;
}

/// Why the cache could not be read or written.
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
    /// The pointer or the manifest says something that no sync wrote.
    #[error("the cache in {} is damaged ({reason}); run `twir-events sync` to mend it", root.display())]
    Damaged {
        /// The cache's folder.
        root: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// Another process holds the lock.
    #[error("another sync is at work on {}; wait for it to end", root.display())]
    Locked {
        /// The cache's folder.
        root: PathBuf,
    },
}

fn io_error(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Error {
    move |source| Error::Io { doing, path: path.to_owned(), source }
}

impl Cache {
    /// The cache in the folder `root`.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// The cache's folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The snapshot in use; `None` where no sync has ended yet.
    ///
    /// # Errors
    ///
    /// When the pointer, the manifest or a folder cannot be read or is damaged.
    pub fn current(&self) -> Result<Option<Snapshot>, Error> {
        let Some(number) = self.number()? else { return Ok(None) };
        let damaged = |reason| self.damaged(reason);
        let path = self.snapshot_path(number);
        let manifest_path = path.join(MANIFEST);
        let bytes = match fs::read(&manifest_path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(damaged(format!("snapshot {number} has no `{MANIFEST}`")));
            }
            Err(error) => return Err(io_error("read", &manifest_path)(error)),
        };
        let manifest: Manifest = seal::open(&bytes)
            .map_err(|error| damaged(format!("`{MANIFEST}` of snapshot {number}: {error}")))?;
        if manifest.version != Manifest::VERSION {
            return Err(damaged(format!("`{MANIFEST}` has version {}", manifest.version)));
        }
        Ok(Some(Snapshot { number, path, manifest }))
    }

    /// Creates the folder and takes the lock that a writer needs. The system gives it back when
    /// the process ends, in whatever way.
    ///
    /// # Errors
    ///
    /// [`Error::Locked`] when another process has it; otherwise when the folder cannot be written.
    pub fn lock(&self) -> Result<Writer<'_>, Error> {
        let snapshots = self.root.join(SNAPSHOTS);
        fs::create_dir_all(&snapshots).map_err(io_error("create the folder", &snapshots))?;
        let path = self.root.join(LOCK);
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(io_error("open", &path))?;
        for _ in 0..LOCK_TRIES {
            match file.try_lock() {
                Ok(()) => return Ok(Writer { cache: self, _lock: file }),
                Err(TryLockError::WouldBlock) => thread::sleep(LOCK_PAUSE),
                Err(TryLockError::Error(error)) => return Err(io_error("lock", &path)(error)),
            }
        }
        Err(Error::Locked { root: self.root.clone() })
    }

    /// The number of the snapshot in use, which is quick to ask; `None` where no sync has ended yet.
    ///
    /// # Errors
    ///
    /// When the pointer cannot be read or is damaged.
    pub fn number(&self) -> Result<Option<u64>, Error> {
        let path = self.root.join(CURRENT);
        match fs::read(&path) {
            Ok(bytes) => match pointed_at(&bytes) {
                Some(number) => Ok(Some(number)),
                None => Err(self.damaged(format!("`{CURRENT}` names no snapshot"))),
            },
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(io_error("read", &path)(error)),
        }
    }

    /// Whether the files of a snapshot are those that its manifest names, byte for byte.
    ///
    /// # Errors
    ///
    /// When one is gone, is another, or cannot be read.
    pub fn check(&self, snapshot: &Snapshot) -> Result<(), Error> {
        for (name, id) in &snapshot.manifest.files {
            let path = snapshot.path.join(name);
            match blob_id_of(&path) {
                Ok(found) if found.as_ref() == Some(id) => {}
                Ok(_) => return Err(self.damaged(format!("`{name}` is not as it was fetched"))),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    return Err(self.damaged(format!("`{name}` is gone")));
                }
                Err(error) => return Err(io_error("read", &path)(error)),
            }
        }
        Ok(())
    }

    fn damaged(&self, reason: String) -> Error {
        Error::Damaged { root: self.root.clone(), reason }
    }

    fn snapshot_path(&self, number: u64) -> PathBuf {
        self.root.join(SNAPSHOTS).join(number.to_string())
    }
}

/// The only one who may change the cache, as long as it lives.
#[derive(Debug)]
pub struct Writer<'a> {
    cache: &'a Cache,
    _lock: File,
}

impl<'a> Writer<'a> {
    /// Begins a new snapshot. Nobody reads it before [`Staging::commit`]; dropped, it is removed.
    ///
    /// # Errors
    ///
    /// When the folder cannot be written.
    pub fn begin(&self) -> Result<Staging<'a>, Error> {
        // Never the number that `current` names, also where that snapshot is gone: what is written
        // here must not be read yet.
        let named = self.cache.number().ok().flatten().unwrap_or(0);
        let number = self.numbers()?.into_iter().fold(named, u64::max).saturating_add(1);
        let path = self.cache.snapshot_path(number);
        fs::create_dir(&path).map_err(io_error("create the folder", &path))?;
        Ok(Staging { cache: self.cache, number, path, committed: false })
    }

    /// Replaces the manifest of the snapshot in use, by one rename.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub fn replace_manifest(&self, snapshot: &Snapshot, manifest: &Manifest) -> Result<(), Error> {
        write_manifest(&snapshot.path, manifest)
    }

    /// Removes what neither `current` nor the reader of the snapshot before it needs: older
    /// snapshots, and what interrupted syncs left.
    ///
    /// # Errors
    ///
    /// When a folder cannot be read or removed.
    pub fn sweep(&self) -> Result<(), Error> {
        let current = match self.cache.current() {
            Ok(None) => 0,
            Ok(Some(snapshot)) => {
                // Written and not put into its place.
                for left in [beside(&self.cache.root, CURRENT), beside(&snapshot.path, MANIFEST)] {
                    match fs::remove_file(&left) {
                        Err(error) if error.kind() != io::ErrorKind::NotFound => {
                            return Err(io_error("remove", &left)(error));
                        }
                        _ => {}
                    }
                }
                snapshot.number
            }
            // A damaged cache is replaced whole; the sweep after that cleans up.
            Err(Error::Damaged { .. }) => return Ok(()),
            Err(error) => return Err(error),
        };
        let numbers = self.numbers()?;
        let previous = numbers.iter().copied().filter(|number| *number < current).max();
        for number in numbers {
            if number != current && Some(number) != previous {
                let path = self.cache.snapshot_path(number);
                fs::remove_dir_all(&path).map_err(io_error("remove", &path))?;
            }
        }
        Ok(())
    }

    /// The numbers of all snapshots, whole or not. Anything else in the folder is not ours.
    fn numbers(&self) -> Result<Vec<u64>, Error> {
        let folder = self.cache.root.join(SNAPSHOTS);
        let entries = fs::read_dir(&folder).map_err(io_error("read", &folder))?;
        let mut numbers = Vec::new();
        for entry in entries {
            let entry = entry.map_err(io_error("read", &folder))?;
            numbers.extend(entry.file_name().to_str().and_then(|name| name.parse::<u64>().ok()));
        }
        numbers.sort_unstable();
        Ok(numbers)
    }
}

/// A snapshot being written.
#[derive(Debug)]
pub struct Staging<'a> {
    cache: &'a Cache,
    number: u64,
    path: PathBuf,
    committed: bool,
}

impl Staging<'_> {
    /// Writes a file. `path` is one that [`is_issue_path`] accepts.
    ///
    /// # Errors
    ///
    /// When the file cannot be written or is there already.
    pub fn write(&self, path: &str, bytes: &[u8]) -> Result<(), Error> {
        let target = self.target(path)?;
        let mut file = File::create_new(&target).map_err(io_error("create", &target))?;
        file.write_all(bytes).and_then(|()| file.sync_all()).map_err(io_error("write", &target))
    }

    /// Takes a file over from another snapshot: as a second link where the file system has links,
    /// else as a copy.
    ///
    /// # Errors
    ///
    /// When neither works.
    pub fn keep(&self, path: &str, from: &Snapshot) -> Result<(), Error> {
        let target = self.target(path)?;
        let source = from.path.join(path);
        fs::hard_link(&source, &target)
            .or_else(|_| fs::copy(&source, &target).map(drop))
            .map_err(io_error("copy", &source))
    }

    /// Makes this snapshot the current one.
    ///
    /// # Errors
    ///
    /// When the manifest or the pointer cannot be written; the cache is then as it was.
    pub fn commit(mut self, manifest: Manifest) -> Result<Snapshot, Error> {
        write_manifest(&self.path, &manifest)?;
        let text = format!("{0} {0}\n", self.number);
        replace(&self.cache.root, CURRENT, text.as_bytes())?;
        self.committed = true;
        Ok(Snapshot { number: self.number, path: self.path.clone(), manifest })
    }

    fn target(&self, path: &str) -> Result<PathBuf, Error> {
        let target = self.path.join(path);
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder).map_err(io_error("create the folder", folder))?;
        }
        Ok(target)
    }
}

impl Drop for Staging<'_> {
    fn drop(&mut self) {
        if !self.committed {
            // What stays behind is swept by the next sync.
            let _ = fs::remove_dir_all(&self.path);
        }
    }
}

fn write_manifest(folder: &Path, manifest: &Manifest) -> Result<(), Error> {
    let path = folder.join(MANIFEST);
    let bytes = seal::seal(manifest).map_err(|error| io_error("write", &path)(io::Error::other(error)))?;
    replace(folder, MANIFEST, &bytes)
}

/// Writes a file beside its target, then renames it. The lock makes the name beside it ours alone.
pub(crate) fn replace(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), Error> {
    let path = folder.join(name);
    let beside = beside(folder, name);
    let write = || {
        let mut file = File::create(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&beside, &path)
    };
    write().map_err(|error| {
        // On a full disk nothing is to be left over that takes room.
        let _ = fs::remove_file(&beside);
        io_error("write", &path)(error)
    })
}

/// Where a file is made that is to take this place.
fn beside(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}.new"))
}

/// The number in a pointer: written twice, so that a byte that was changed shows; once before that was so.
fn pointed_at(bytes: &[u8]) -> Option<u64> {
    let line = std::str::from_utf8(bytes).ok()?.trim_end();
    let (number, again) = line.split_once(' ').unwrap_or((line, line));
    let plain = number == again && number.bytes().all(|byte| byte.is_ascii_digit());
    number.parse().ok().filter(|_| plain)
}

/// Git's id of a file: SHA-1 over `blob`, its length and its contents.
pub fn blob_id(bytes: &[u8]) -> String {
    seal::sha1(&[format!("blob {}\0", bytes.len()).as_bytes(), bytes])
}

/// The same of a file, which may be of any size; `None` for what is no regular file, and may have no end.
fn blob_id_of(path: &Path) -> io::Result<Option<String>> {
    let metadata = fs::metadata(path)?;
    if !metadata.is_file() {
        return Ok(None);
    }
    let header = format!("blob {}\0", metadata.len());
    seal::sha1_of(header.as_bytes(), File::open(path)?).map(Some)
}

/// Whether `path` is that of an issue (`content/NAME.md`) or a draft (`draft/NAME.md`) under a
/// name that every system takes, that reads as what it is, and that stays inside its folder.
pub fn is_issue_path(path: &str) -> bool {
    let Some(name) = path.strip_prefix("content/").or_else(|| path.strip_prefix("draft/")) else {
        return false;
    };
    let plain = |c: char| !is_unseen(c) && !r#"/\:*?"<>|"#.contains(c);
    // What Windows takes for a device, whatever stands behind the first dot.
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_ascii_lowercase();
    let port = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt"));
    let device = ["con", "prn", "aux", "nul", "conin$", "conout$"].contains(&stem.as_str())
        || port.is_some_and(|port| port.chars().count() == 1 && port.contains(char::is_numeric));
    !device
        && name.len() <= 200
        && !name.starts_with('.')
        && (name.ends_with(".md") || name.ends_with(".markdown"))
        && name.chars().all(plain)
}

/// Whether a character of a name shows nothing or turns the direction of what stands beside it.
fn is_unseen(c: char) -> bool {
    text::is_hidden(c)
        || c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(files: &[(&str, &str)]) -> Manifest {
        Manifest {
            version: Manifest::VERSION,
            source: "https://example.org/repos/x".to_owned(),
            drafts: false,
            etag: None,
            files: files.iter().map(|(path, text)| ((*path).to_owned(), blob_id(text.as_bytes()))).collect(),
        }
    }

    fn fill(cache: &Cache, path: &str, text: &str) -> Snapshot {
        let writer = cache.lock().unwrap();
        let staging = writer.begin().unwrap();
        staging.write(path, text.as_bytes()).unwrap();
        staging.commit(manifest(&[(path, text)])).unwrap()
    }

    #[test]
    fn a_snapshot_is_current_only_after_commit() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::new(folder.path().join("cache"));
        assert_eq!(cache.current().unwrap(), None);
        let first = fill(&cache, "content/a.md", "one");
        assert_eq!(cache.current().unwrap().as_ref(), Some(&first));

        let writer = cache.lock().unwrap();
        let staging = writer.begin().unwrap();
        staging.keep("content/a.md", &first).unwrap();
        staging.write("content/b.md", b"two").unwrap();
        assert_eq!(cache.current().unwrap().as_ref(), Some(&first));
        let abandoned = staging.path.clone();
        drop(staging);
        assert!(!abandoned.exists());
        assert_eq!(fs::read_to_string(first.path.join("content/a.md")).unwrap(), "one");
    }

    #[test]
    fn the_lock_is_for_one() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::new(folder.path());
        let writer = cache.lock().unwrap();
        assert!(matches!(cache.lock(), Err(Error::Locked { .. })));
        drop(writer);
        assert!(cache.lock().is_ok());
    }

    #[test]
    fn the_sweep_keeps_the_current_snapshot_and_the_one_before() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::new(folder.path());
        let paths: Vec<PathBuf> =
            ["1", "2", "3"].map(|text| fill(&cache, "content/a.md", text).path).into_iter().collect();
        // An interrupted sync left this one.
        let leftover = folder.path().join("snapshots/9");
        fs::create_dir_all(&leftover).unwrap();
        let foreign = folder.path().join("snapshots/notes");
        fs::create_dir_all(&foreign).unwrap();
        // And one that was killed while it wrote these.
        let unplaced = [beside(folder.path(), CURRENT), beside(&paths[2], MANIFEST)];
        for path in &unplaced {
            fs::write(path, "half").unwrap();
        }
        cache.lock().unwrap().sweep().unwrap();
        assert!(unplaced.iter().all(|path| !path.exists()));
        let there: Vec<bool> = paths.iter().map(|path| path.exists()).collect();
        assert_eq!(there, [false, true, true]);
        assert!(!leftover.exists() && foreign.exists());
    }

    #[test]
    fn damage_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::new(folder.path());
        let snapshot = fill(&cache, "content/a.md", "one");
        let message = |cache: &Cache| cache.current().unwrap_err().to_string();
        fs::write(snapshot.path.join(MANIFEST), "{").unwrap();
        assert!(message(&cache).contains("manifest.json"), "{}", message(&cache));
        fs::remove_file(snapshot.path.join(MANIFEST)).unwrap();
        assert!(message(&cache).contains("has no"), "{}", message(&cache));
        for pointer in [&b"../../etc"[..], b"", b"\xff\xfe", b"-1"] {
            fs::write(folder.path().join(CURRENT), pointer).unwrap();
            assert!(message(&cache).contains("names no snapshot"), "{}", message(&cache));
        }
        // A damaged cache can be written anew, also where the snapshot named is gone.
        fs::write(folder.path().join(CURRENT), "7").unwrap();
        let again = fill(&cache, "content/a.md", "two");
        assert_eq!(cache.current().unwrap(), Some(again));
    }

    #[test]
    fn blob_ids_are_gits() {
        // `git hash-object` of an empty file, and of `hello` with its line feed.
        assert_eq!(blob_id(b""), "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
        assert_eq!(blob_id(b"hello\n"), "ce013625030ba8dba906f756967f9e9ca394464a");
    }

    #[test]
    fn no_byte_changes_unseen() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::new(folder.path());
        let before = fill(&cache, "content/a.md", "one");
        let snapshot = fill(&cache, "content/a.md", "two");
        assert_ne!(before.number, snapshot.number);
        let read = || cache.current().and_then(|read| cache.check(read.as_ref().unwrap()).map(|()| read));
        let paths =
            [folder.path().join(CURRENT), snapshot.path.join(MANIFEST), snapshot.path.join("content/a.md")];
        for path in paths {
            let whole = fs::read(&path).unwrap();
            for at in 0..whole.len() {
                for flip in [0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80, 0xff] {
                    let mut flipped = whole.clone();
                    flipped[at] ^= flip;
                    fs::write(&path, flipped).unwrap();
                    if let Ok(read) = read() {
                        assert_eq!(read.as_ref(), Some(&snapshot), "{} byte {at}", path.display());
                    }
                }
            }
            fs::write(&path, whole).unwrap();
        }
        fs::remove_file(snapshot.path.join("content/a.md")).unwrap();
        let message = read().unwrap_err().to_string();
        assert!(message.contains("`content/a.md` is gone"), "{message}");
        fs::create_dir(snapshot.path.join("content/a.md")).unwrap();
        let message = read().unwrap_err().to_string();
        assert!(message.contains("`content/a.md` is not as it was fetched"), "{message}");
        // As it was written before.
        fs::write(folder.path().join(CURRENT), "1\n").unwrap();
        assert_eq!(read().unwrap(), Some(before));
    }

    #[test]
    fn only_plain_names_are_issues() {
        for path in [
            "content/2025-12-03-this-week-in-rust.md",
            "draft/x.md",
            "content/ü b.markdown",
            "content/console.md",
            "content/comet.md",
        ] {
            assert!(is_issue_path(path), "{path}");
        }
        for path in [
            "content/pages/about.md",
            "content/../x.md",
            "content/..\\x.md",
            "/content/x.md",
            "content/.x.md",
            "content/x.png",
            "content/",
            "content/a:b.md",
            "content/a\n.md",
            "tools/x.md",
            "content/con.md",
            "content/Aux.2025.md",
            "content/LPT1.markdown",
            "content/nul .md",
            "content/2025\u{202e}dm.md",
            "content/2025\u{200b}.md",
            "content/2025\u{ad}.md",
            "content/\u{e0041}.md",
            "x.md",
        ] {
            assert!(!is_issue_path(path), "{path}");
        }
    }
}
