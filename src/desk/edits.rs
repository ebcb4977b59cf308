//! Applying edits to a text, and whole files: written beside the target and renamed over it.

use std::{
    collections::BTreeMap,
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use crate::{
    model::{Edit, Problem},
    newsletter::MAX_ISSUE_BYTES,
};

/// Applies the safe fixes of problems, each whole or not at all: a fix whose edits touch another's is
/// left for the next round. Returns the new text and the indices of the problems that were mended.
pub fn apply_safe<'p>(text: &str, problems: impl IntoIterator<Item = &'p Problem>) -> (String, Vec<usize>) {
    // By where they begin; they do not overlap, so that only neighbours can touch.
    let mut taken: BTreeMap<(usize, usize), &Edit> = BTreeMap::new();
    let mut mended = Vec::new();
    for (index, problem) in problems.into_iter().enumerate() {
        let Some(fix) = problem.fix.as_ref().filter(|fix| fix.safe && !fix.edits.is_empty()) else {
            continue;
        };
        let free = |edit: &Edit| {
            let key = (edit.span.start, edit.span.end);
            let before = taken.range(..=key).next_back().map(|(_, other)| *other);
            let after = taken.range(key..).next().map(|(_, other)| *other);
            before.into_iter().chain(after).all(|other| apart(edit, other))
                && text.get(edit.span.clone()).is_some()
        };
        if fix.edits.iter().all(free) {
            taken.extend(fix.edits.iter().map(|edit| ((edit.span.start, edit.span.end), edit)));
            mended.push(index);
        }
    }
    (apply(text, taken.into_values()), mended)
}

/// Whether neither edit touches what the other one writes.
fn apart(a: &Edit, b: &Edit) -> bool {
    a.span.end < b.span.start
        || b.span.end < a.span.start
        || (a.span.end == b.span.start && !a.span.is_empty() && !b.span.is_empty())
        || (b.span.end == a.span.start && !a.span.is_empty() && !b.span.is_empty())
}

/// Applies edits that do not overlap; one that is out of bounds is passed over.
pub fn apply<'e>(text: &str, edits: impl IntoIterator<Item = &'e Edit>) -> String {
    let mut edits: Vec<&Edit> = edits.into_iter().collect();
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        let Some(between) = text.get(at..edit.span.start) else { continue };
        if text.get(edit.span.clone()).is_none() {
            continue;
        }
        out.push_str(between);
        out.push_str(&edit.text);
        at = edit.span.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

/// Why a file was not written. In every case it is as it was.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// Somebody wrote to it since it was read.
    #[error("{} changed while it was being worked on; nothing was written, run the command again", path.display())]
    Changed {
        /// The file.
        path: PathBuf,
    },
    /// The file may not be written.
    #[error("{} is read-only; nothing was written", path.display())]
    ReadOnly {
        /// The file.
        path: PathBuf,
    },
    /// It could not be read again.
    #[error("{} would be larger than {} MiB, which no issue may be; nothing was written", path.display(), MAX_ISSUE_BYTES >> 20)]
    TooLarge {
        /// The file.
        path: PathBuf,
    },
    /// The system refused.
    #[error("cannot write {}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// Replaces the content of a file that held `before`: whole or not at all, with its permissions kept,
/// through a link to the file behind it. Nothing is written where `after` is the same.
///
/// # Errors
///
/// When the file no longer holds `before`, is read-only, or cannot be written, and when `after` is
/// larger than [`MAX_ISSUE_BYTES`].
pub fn replace(path: &Path, before: &[u8], after: &[u8]) -> Result<bool, WriteError> {
    let failed = |source| WriteError::Io { path: path.to_owned(), source };
    if before == after {
        return Ok(false);
    }
    if after.len() as u64 > MAX_ISSUE_BYTES {
        return Err(WriteError::TooLarge { path: path.to_owned() });
    }
    let target = fs::canonicalize(path).map_err(failed)?;
    let permissions = fs::metadata(&target).map_err(failed)?.permissions();
    if permissions.readonly() {
        return Err(WriteError::ReadOnly { path: path.to_owned() });
    }
    let folder = target.parent().unwrap_or(Path::new("."));
    sweep(folder);
    let mut file = beside(folder).map_err(failed)?;
    file.write_all(after).map_err(failed)?;
    file.as_file().set_permissions(permissions).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    if fs::read(&target).map_err(failed)? != before {
        return Err(WriteError::Changed { path: path.to_owned() });
    }
    file.persist(&target).map_err(|error| failed(error.error))?;
    Ok(true)
}

/// What the files begin with that stand beside one which is being written.
const BESIDE: &str = ".twir-events-";

/// So often a file is made anew that another run swept before it was locked.
const ATTEMPTS: usize = 8;

/// A file in the folder, locked for as long as it is ours, so that no other run takes it for a left-over.
fn beside(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    for _ in 0..ATTEMPTS {
        let file = tempfile::Builder::new().prefix(BESIDE).tempfile_in(folder)?;
        // Where the system has no locks nothing is swept either.
        let locked = file.as_file().try_lock().is_ok();
        if !locked || file.path().exists() {
            return Ok(file);
        }
    }
    Err(io::Error::other("another run takes its files away"))
}

/// Removes what runs left here that were killed: files of that name which nobody has locked.
fn sweep(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let ours = entry.file_name().to_string_lossy().starts_with(BESIDE);
        if ours && entry.file_type().is_ok_and(|kind| kind.is_file()) {
            let free = fs::File::open(entry.path()).is_ok_and(|file| file.try_lock().is_ok());
            if free {
                // What cannot be removed does no harm: it is hidden, and no issue by its name.
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Code, Fix};

    fn edit(start: usize, end: usize, text: &str) -> Edit {
        Edit { span: start..end, text: text.to_owned() }
    }

    fn problem(safe: bool, edits: Vec<Edit>) -> Problem {
        let fix = Some(Fix { message: String::new(), edits, safe });
        Problem {
            code: Code::NoDate,
            file: "f".into(),
            line: 1,
            column: 1,
            span: 0..0,
            message: String::new(),
            help: None,
            fix,
        }
    }

    #[test]
    fn fixes_are_applied_whole_or_not_at_all() {
        let problems = [
            problem(true, vec![edit(0, 1, "A")]),
            problem(true, vec![edit(0, 2, "x"), edit(3, 4, "y")]),
            problem(false, vec![edit(2, 3, "C")]),
            problem(true, vec![edit(3, 4, "D")]),
        ];
        assert_eq!(apply_safe("abcd", &problems), ("AbcD".to_owned(), vec![0, 3]));
    }

    #[test]
    fn an_edit_out_of_bounds_changes_nothing() {
        assert_eq!(apply_safe("é", &[problem(true, vec![edit(1, 9, "x")])]), ("é".to_owned(), vec![]));
    }

    #[test]
    fn a_file_that_changed_meanwhile_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("draft.md");
        fs::write(&path, "new").unwrap();
        assert!(matches!(replace(&path, b"old", b"mine"), Err(WriteError::Changed { .. })));
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        assert!(replace(&path, b"new", b"mine").unwrap());
        assert!(!replace(&path, b"mine", b"mine").unwrap());
    }

    #[test]
    fn what_could_not_be_read_again_is_not_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("draft.md");
        fs::write(&path, "old").unwrap();
        let mut large = vec![b' '; MAX_ISSUE_BYTES as usize + 1];
        let error = replace(&path, b"old", &large).unwrap_err();
        assert!(matches!(error, WriteError::TooLarge { .. }), "{error}");
        assert!(error.to_string().contains("larger than 8 MiB"), "{error}");
        assert_eq!(fs::read(&path).unwrap(), b"old");
        large.pop();
        assert!(replace(&path, b"old", &large).unwrap());
    }

    #[test]
    fn a_read_only_file_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("draft.md");
        fs::write(&path, "old").unwrap();
        let mut permissions = fs::metadata(&path).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&path, permissions).unwrap();
        assert!(matches!(replace(&path, b"old", b"new"), Err(WriteError::ReadOnly { .. })));
        assert_eq!(fs::read(&path).unwrap(), b"old");
    }

    #[test]
    fn what_a_killed_run_left_is_swept_and_what_a_living_one_has_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("issue.md");
        let (left, living) =
            (folder.path().join(".twir-events-left"), folder.path().join(".twir-events-living"));
        fs::write(&path, "a").unwrap();
        fs::write(&left, "b").unwrap();
        let held = fs::File::create(&living).unwrap();
        held.lock().unwrap();
        assert!(replace(&path, b"a", b"c").unwrap());
        assert_eq!(fs::read(&path).unwrap(), b"c");
        assert!(!left.exists() && living.exists());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }
}
