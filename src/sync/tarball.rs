//! The repository's archive: a gzipped tar from a stranger, read as such. Nothing is unpacked under
//! a name that the archive gives; only issues that are asked for are handed on, as bytes.

use std::io::{self, Read};

use flate2::read::GzDecoder;
use tar::EntryType;

use super::{Fault, Limits, error::as_io};
use crate::cache::is_issue_path;

/// Reads the whole archive and hands each issue on: its path below the archive's one folder
/// (`content/NAME.md`) and its bytes.
pub(super) fn read(
    archive: impl Read,
    limits: &Limits,
    mut take: impl FnMut(&str, &[u8]) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let mut unpacked = Bounded { inner: GzDecoder::new(archive), left: limits.unpacked, exceeded: false };
    let result = read_entries(&mut unpacked, limits, &mut take)
        // Behind the tar's end comes the checksum of the whole.
        .and_then(|()| io::copy(&mut unpacked, &mut io::sink()).map(drop).map_err(Fault::damaged));
    if unpacked.exceeded {
        return Err(Fault::TooLarge { what: "the unpacked archive".to_owned(), limit: limits.unpacked });
    }
    result
}

fn read_entries(
    unpacked: &mut impl Read,
    limits: &Limits,
    take: &mut impl FnMut(&str, &[u8]) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let mut archive = tar::Archive::new(unpacked);
    let mut count = 0;
    let mut bytes = Vec::new();
    for entry in archive.entries().map_err(Fault::damaged)? {
        let mut entry = entry.map_err(Fault::damaged)?;
        count += 1;
        if count > limits.entries {
            return Err(Fault::TooMany(limits.entries));
        }
        let path = entry.path_bytes().into_owned();
        refuse_strange(&path)?;
        // Below the archive's one folder, whose name carries the commit.
        let Some(path) = std::str::from_utf8(&path).ok().and_then(|path| path.split_once('/')) else {
            continue;
        };
        let path = path.1;
        if !is_issue_path(path) {
            continue;
        }
        if !matches!(entry.header().entry_type(), EntryType::Regular | EntryType::Continuous) {
            return Err(Fault::Unsafe { entry: path.to_owned(), reason: "an issue has to be a plain file" });
        }
        if entry.size() > limits.file {
            // Named by the list of files, where it is passed over.
            continue;
        }
        bytes.clear();
        entry.read_to_end(&mut bytes).map_err(Fault::damaged)?;
        take(path, &bytes)?;
    }
    Ok(())
}

/// No path of ours comes from the archive, but one that leaves its folder shows that it was not
/// made by Git.
fn refuse_strange(path: &[u8]) -> Result<(), Fault> {
    let refuse = |reason| {
        // It may hold anything: shown escaped and cut.
        let entry: String = String::from_utf8_lossy(path).escape_debug().take(100).collect();
        Err(Fault::Unsafe { entry, reason })
    };
    let mut parts = path.split(|byte| matches!(byte, b'/' | b'\\'));
    if path.first().is_some_and(|byte| matches!(byte, b'/' | b'\\')) || path.get(1) == Some(&b':') {
        refuse("its path is absolute")
    } else if parts.any(|part| part == b"..") {
        refuse("its path leads out of the archive")
    } else {
        Ok(())
    }
}

/// Fails where more than `left` bytes come.
struct Bounded<R> {
    inner: R,
    left: u64,
    exceeded: bool,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        match self.left.checked_sub(read as u64) {
            Some(left) => self.left = left,
            None => {
                self.exceeded = true;
                return Err(as_io("too large"));
            }
        }
        Ok(read)
    }
}
