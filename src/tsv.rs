//! Tables as text: TAB-separated, the first row the header, one fact a row.

use std::path::PathBuf;

use thiserror::Error;

/// A table that cannot be read.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum TableError {
    /// The file could not be read at all.
    #[error("cannot read the places in {}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The file of groups could not be read at all.
    #[error("cannot read the groups in {}", path.display())]
    Groups {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A row does not hold what it must.
    #[error("{table}, line {line}: {message}")]
    Row {
        /// The table's file.
        table: String,
        /// The line, from 1.
        line: usize,
        /// What is wrong with it, and what is expected.
        message: String,
    },
}

impl TableError {
    pub(crate) fn row(table: &str, line: usize, message: impl Into<String>) -> Self {
        Self::Row { table: table.to_owned(), line, message: message.into() }
    }
}

/// One row: its line, from 1, and its cells without blanks around them.
pub(crate) struct Row<'a, const N: usize> {
    pub(crate) line: usize,
    pub(crate) cells: [&'a str; N],
}

/// The rows below a header that must be exactly `header`. Empty lines are passed over.
pub(crate) fn rows<'a, const N: usize>(
    table: &str,
    text: &'a str,
    header: [&str; N],
) -> Result<Vec<Row<'a, N>>, TableError> {
    let mut lines = text.trim_start_matches('\u{feff}').lines().enumerate();
    let found = lines.next().map(|(_, line)| cells(line)).unwrap_or_default();
    if found != header {
        return Err(TableError::row(
            table,
            1,
            format!("the header must name the columns {}, TAB between them", header.join(", ")),
        ));
    }
    lines
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(index, line)| {
            let found = cells(line);
            let count = found.len();
            <[&str; N]>::try_from(found).map(|cells| Row { line: index + 1, cells }).map_err(|_| {
                TableError::row(
                    table,
                    index + 1,
                    format!("{count} cells where {N} are expected: {}", header.join(", ")),
                )
            })
        })
        .collect()
}

/// Whether a line is that header.
pub(crate) fn is_header<const N: usize>(line: &str, header: [&str; N]) -> bool {
    cells(line) == header
}

fn cells(line: &str) -> Vec<&str> {
    line.split('\t').map(str::trim).collect()
}

/// `None` for an empty cell.
pub(crate) fn filled(cell: &str) -> Option<&str> {
    Some(cell).filter(|cell| !cell.is_empty())
}
