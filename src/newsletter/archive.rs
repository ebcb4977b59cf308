//! Where issues come from: the bundled five, files, folders, a checkout of the newsletter's
//! repository. One issue: number, date, text.

use std::{
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
    sync::Arc,
};

use chrono::NaiveDate;

use crate::{
    cache::{self, Cache, Snapshot},
    map::HashMap,
};

/// Files larger than this are no issue; the largest real one has 90 kB.
pub const MAX_ISSUE_BYTES: u64 = 8 << 20;

/// A head's date so many days from the file name's is a slip; the two have been days apart.
const DATES_APART_DAYS: i64 = 31;

/// One number of the newsletter.
#[derive(Debug, Clone)]
pub struct Issue {
    /// The file's name, without folders.
    pub file: Arc<str>,
    /// Where the file lies; `None` for the bundled issues.
    pub path: Option<PathBuf>,
    /// The newsletter's number, where the head has one.
    pub number: Option<u32>,
    /// The day of publication: the head's, else the file name's; the latter also where the head's
    /// lies more than a month from it.
    pub date: NaiveDate,
    /// A draft from the `draft` folder, not yet published.
    pub draft: bool,
    /// The whole text as it stands in the file (invalid UTF-8 replaced, a BOM kept).
    pub text: Arc<str>,
    /// Byte offset of the first replaced sequence, where the file was no valid UTF-8.
    pub invalid_utf8: Option<usize>,
}

/// What a file or folder gave.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Archive {
    /// Issues, oldest first; drafts that were published since are left out.
    pub issues: Vec<Issue>,
    /// Files that were passed over, by path.
    pub passed_over: Vec<PassedOver>,
}

/// Why issues could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file or folder could not be read.
    #[error("cannot read issues from {}", path.display())]
    Read {
        /// What was to be read.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A named file is no issue of the newsletter.
    #[error("{} is no issue: {reason}", path.display())]
    NotAnIssue {
        /// The file.
        path: PathBuf,
        /// What is missing.
        reason: &'static str,
    },
    /// A folder without a single issue.
    #[error(
        "no issues in {}: expected files with `Title:` and `Date:` at their head{}",
        path.display(),
        missed.as_ref().map(|file| format!("; {}: {}", file.path.display(), file.reason)).unwrap_or_default()
    )]
    NoIssues {
        /// The folder.
        path: PathBuf,
        /// A file that is named as an issue is.
        missed: Option<PassedOver>,
    },
}

/// Why a snapshot of the cache could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SnapshotError {
    /// It is not as it was fetched.
    #[error(transparent)]
    Cache(#[from] cache::Error),
    /// Its issues could not be read.
    #[error(transparent)]
    Issues(#[from] Error),
}

/// Why a file of a folder was passed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassedOver {
    /// The file.
    pub path: PathBuf,
    /// In a few words.
    pub reason: &'static str,
    /// Whether it could not be read; else it is not needed.
    pub unreadable: bool,
}

impl Issue {
    /// Reads an issue from the bytes of a file named `file`.
    ///
    /// The head is every line before the first empty one; it has to carry a `Title:`, and a date has
    /// to stand in the head or in the file's name.
    ///
    /// # Errors
    ///
    /// In a few words, why it is no issue.
    pub fn parse(file: &str, bytes: &[u8]) -> Result<Self, &'static str> {
        if bytes.len() as u64 > MAX_ISSUE_BYTES {
            return Err("larger than 8 MiB");
        }
        let (text, invalid_utf8) = match std::str::from_utf8(bytes) {
            Ok(text) => (text.to_owned(), None),
            Err(error) => (String::from_utf8_lossy(bytes).into_owned(), Some(error.valid_up_to())),
        };
        let mut title = None;
        let mut number = None;
        let mut date: Option<NaiveDate> = None;
        for line in text.trim_start_matches('\u{feff}').lines().take(40) {
            let Some((key, value)) = line.split_once(':') else {
                if line.trim().is_empty() {
                    break;
                }
                continue;
            };
            let value = value.trim();
            match key.trim().to_ascii_lowercase().as_str() {
                "title" => title = Some(value),
                "number" => number = value.parse().ok(),
                // Some heads carry a time of day behind the date.
                "date" => date = leading_date(value),
                _ => {}
            }
        }
        let title = title.ok_or("no `Title:` at its head")?;
        let named = leading_date(file);
        let date = match (date, named) {
            // A slip of the year in the head would move "now", and every event into the past.
            (Some(date), Some(named))
                if date.signed_duration_since(named).num_days().abs() > DATES_APART_DAYS =>
            {
                named
            }
            (date, named) => date.or(named).ok_or("no date, neither at its head nor in its name")?,
        };
        let number = number.or_else(|| title.rsplit(' ').next().and_then(|word| word.parse().ok()));
        Ok(Self {
            file: file.into(),
            path: None,
            number,
            date,
            draft: false,
            text: text.into(),
            invalid_utf8,
        })
    }
}

impl PassedOver {
    /// Whether the file could not be read though its name says that it is an issue: someone misses it.
    pub fn is_missed(&self) -> bool {
        let name =
            self.path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
        let document = name.ends_with(".md") || name.ends_with(".markdown");
        self.unreadable && document && (name.contains("this-week-in-rust") || name.starts_with("20"))
    }
}

/// The day with which a text begins, also with one digit: `2020-12-2`.
fn leading_date(text: &str) -> Option<NaiveDate> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '-').unwrap_or(text.len());
    let mut parts = text.get(..end)?.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if year.len() != 4 || !(1..=2).contains(&month.len()) || !(1..=2).contains(&day.len()) {
        return None;
    }
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

impl Archive {
    /// The issues bundled with the program.
    pub fn bundled() -> Self {
        let issues = BUNDLED
            .iter()
            .map(|(file, text)| {
                Issue::parse(file, text.as_bytes()).expect("bundled issues are whole; a test reads them")
            })
            .collect();
        Self::in_order(issues, Vec::new())
    }

    /// Reads files, folders and checkouts (folders with `content/` or `draft/`).
    ///
    /// # Errors
    ///
    /// When a path cannot be read, a named file is no issue, or a folder holds none.
    pub fn read(paths: &[PathBuf]) -> Result<Self, Error> {
        Self::read_noting(paths, &mut |_, _| {})
    }

    /// The same; `note` is shown the bytes of every file that is read.
    fn read_noting(paths: &[PathBuf], note: &mut dyn FnMut(&Path, &[u8])) -> Result<Self, Error> {
        let mut issues = Vec::new();
        let mut passed_over = Vec::new();
        for path in paths {
            let metadata = fs::metadata(path).map_err(|source| Error::Read { path: path.clone(), source })?;
            if !metadata.is_dir() {
                let issue = read_file(path, metadata.len(), note)?
                    .map_err(|reason| Error::NotAnIssue { path: path.clone(), reason })?;
                issues.push(issue);
                continue;
            }
            let before = issues.len();
            let (content, draft) = (path.join("content"), path.join("draft"));
            if content.is_dir() || draft.is_dir() {
                for (folder, is_draft) in [(content, false), (draft, true)] {
                    if folder.is_dir() {
                        read_folder(&folder, is_draft, &mut issues, &mut passed_over, note)?;
                    }
                }
            } else {
                let is_draft = path.file_name().is_some_and(|name| name == "draft");
                read_folder(path, is_draft, &mut issues, &mut passed_over, note)?;
            }
            if issues.len() == before {
                let missed = passed_over.iter().rfind(|file| file.is_missed()).cloned();
                return Err(Error::NoIssues { path: path.clone(), missed });
            }
        }
        Ok(Self::in_order(issues, passed_over))
    }

    /// Reads a snapshot of the cache, and holds every file against the id that it was fetched with.
    ///
    /// # Errors
    ///
    /// When a file is another than was fetched, is gone, or cannot be read, or when there is none.
    pub fn of_snapshot(cache: &Cache, snapshot: &Snapshot) -> Result<Self, SnapshotError> {
        let mut ids: HashMap<PathBuf, String> = HashMap::default();
        let mut note = |path: &Path, bytes: &[u8]| {
            ids.insert(path.to_owned(), cache::blob_id(bytes));
        };
        let archive = Self::read_noting(std::slice::from_ref(&snapshot.path), &mut note);
        let is_whole = |(name, id): (&String, &String)| ids.get(&snapshot.path.join(name)) == Some(id);
        if !snapshot.manifest.files.iter().all(is_whole) {
            // Which of them it is, and why.
            cache.check(snapshot)?;
        }
        Ok(archive?)
    }

    /// Oldest first. A draft gives way to a published issue of its date or number, and a copy of
    /// an issue under another name to the first of them.
    fn in_order(mut issues: Vec<Issue>, mut passed_over: Vec<PassedOver>) -> Self {
        issues.sort_by(|a, b| (a.date, a.draft, &a.file, &a.path).cmp(&(b.date, b.draft, &b.file, &b.path)));
        let mut kept: Vec<Issue> = Vec::with_capacity(issues.len());
        let published: Vec<(NaiveDate, Option<u32>)> =
            issues.iter().filter(|issue| !issue.draft).map(|issue| (issue.date, issue.number)).collect();
        for issue in issues {
            let reason = if issue.draft
                && published.iter().any(|(date, number)| {
                    *date == issue.date || (number.is_some() && *number == issue.number)
                }) {
                Some("a draft that was published since")
            } else if kept.iter().any(|other| other.date == issue.date && other.text == issue.text) {
                Some("the same issue under another name")
            } else {
                None
            };
            match reason {
                Some(reason) => {
                    let path = issue.path.unwrap_or_else(|| PathBuf::from(&*issue.file));
                    passed_over.push(PassedOver { path, reason, unreadable: false });
                }
                None => kept.push(issue),
            }
        }
        passed_over.sort_by(|a, b| a.path.cmp(&b.path));
        Self { issues: kept, passed_over }
    }
}

fn read_folder(
    folder: &Path,
    draft: bool,
    issues: &mut Vec<Issue>,
    passed_over: &mut Vec<PassedOver>,
    note: &mut dyn FnMut(&Path, &[u8]),
) -> Result<(), Error> {
    let failed = |source| Error::Read { path: folder.to_owned(), source };
    let mut paths = fs::read_dir(folder)
        .map_err(failed)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()
        .map_err(failed)?;
    paths.sort();
    for path in paths {
        let metadata = match fs::metadata(&path) {
            Ok(metadata) if metadata.is_dir() => continue,
            // Devices and pipes may have no end.
            Ok(metadata) if !metadata.is_file() => Err("no regular file"),
            Ok(metadata) => Ok(metadata),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err("a link to nothing"),
            Err(source) => return Err(Error::Read { path, source }),
        };
        let read = match metadata {
            Ok(metadata) => read_file(&path, metadata.len(), note)?,
            Err(reason) => Err(reason),
        };
        match read {
            Ok(issue) => issues.push(Issue { draft, ..issue }),
            Err(reason) => passed_over.push(PassedOver { path, reason, unreadable: true }),
        }
    }
    Ok(())
}

/// The outer error is the system's, the inner one says why the file is no issue.
fn read_file(
    path: &Path,
    length: u64,
    note: &mut dyn FnMut(&Path, &[u8]),
) -> Result<Result<Issue, &'static str>, Error> {
    if length > MAX_ISSUE_BYTES {
        return Ok(Err("larger than 8 MiB"));
    }
    let mut bytes = Vec::new();
    fs::File::open(path)
        // What is no regular file does not know its length.
        .and_then(|file| file.take(MAX_ISSUE_BYTES + 1).read_to_end(&mut bytes))
        .map_err(|source| Error::Read { path: path.to_owned(), source })?;
    note(path, &bytes);
    let file = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(Issue::parse(&file, &bytes).map(|issue| Issue { path: Some(path.to_owned()), ..issue }))
}

/// The five issues of `data/issues`: name and text.
const BUNDLED: [(&str, &str); 5] = [
    ("2024-10-30-this-week-in-rust.md", include_str!("../../data/issues/2024-10-30-this-week-in-rust.md")),
    ("2025-10-15-this-week-in-rust.md", include_str!("../../data/issues/2025-10-15-this-week-in-rust.md")),
    ("2025-10-29-this-week-in-rust.md", include_str!("../../data/issues/2025-10-29-this-week-in-rust.md")),
    ("2025-11-19-this-week-in-rust.md", include_str!("../../data/issues/2025-11-19-this-week-in-rust.md")),
    ("2025-12-03-this-week-in-rust.md", include_str!("../../data/issues/2025-12-03-this-week-in-rust.md")),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_year_in_the_head_gives_way_to_the_name() {
        let date = |head: &str, file: &str| {
            let text = format!("Title: This Week in Rust 623\nDate: {head}\n\nHello\n");
            Issue::parse(file, text.as_bytes()).unwrap().date.to_string()
        };
        assert_eq!(date("2052-10-29", "2025-10-29-this-week-in-rust.md"), "2025-10-29");
        assert_eq!(date("2015-01-05", "2015-01-02-this-week-in-rust.md"), "2015-01-05");
        assert_eq!(date("2052-10-29", "draft.md"), "2052-10-29");
    }

    #[test]
    fn a_day_may_have_one_digit() {
        for (text, day) in [
            ("2020-12-2-this-week-in-rust.md", Some("2020-12-02")),
            ("2020-12-2", Some("2020-12-02")),
            ("2020-1-12 10:00", Some("2020-01-12")),
            ("2020-12-02-3.md", Some("2020-12-02")),
            ("2020-12", None),
            ("2020-12-021", None),
            ("2020-2-30", None),
            ("20-12-02", None),
            ("", None),
        ] {
            assert_eq!(leading_date(text).map(|day| day.to_string()).as_deref(), day, "{text}");
        }
    }
}
