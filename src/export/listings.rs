//! JSON Lines: one row for each list item of every section, understood or not.

use std::io::{self, Write};

use chrono::NaiveDate;
use serde::Serialize;

use super::{
    document,
    format::{OutputFormat, Printed},
};
use crate::{
    catalogue::Catalogue,
    model::{Code, Format, Group, Link, Region},
    selection::Open,
};

/// JSON Lines, one row for each list item.
pub(super) const FORMAT: OutputFormat = OutputFormat {
    name: "listings",
    about: "JSON Lines, one row for each list item",
    live: None,
    open: Open::Everything,
    for_issue: false,
    print: |selected| {
        let mut printed = Printed::default();
        let indices = selected.selection.listings(selected.catalogue);
        write(selected.catalogue, &indices, &mut printed.bytes).map_err(serde_json::Error::io)?;
        Ok(printed)
    },
};

/// One row.
#[derive(Debug, Serialize)]
struct ListingRow<'a> {
    file: &'a str,
    line: usize,
    issue: Option<u32>,
    issue_date: NaiveDate,
    section: Option<&'a str>,
    event: Option<&'a str>,
    start: Option<NaiveDate>,
    end: Option<NaiveDate>,
    format: Format,
    region: Option<Region>,
    places: Vec<document::Place>,
    title: &'a str,
    groups: &'a [Group],
    links: &'a [Link],
    paid: bool,
    problems: Vec<Code>,
}

/// Writes the rows of the listings with these indices.
///
/// # Errors
///
/// Those of the writer.
pub fn write(catalogue: &Catalogue, indices: &[usize], mut out: impl Write) -> io::Result<()> {
    for &index in indices {
        let listing = &catalogue.listings[index];
        let mut problems: Vec<Code> = listing.problems.iter().map(|problem| problem.code).collect();
        problems.dedup();
        let row = ListingRow {
            file: &listing.source.file,
            line: listing.source.line,
            issue: listing.source.issue,
            issue_date: listing.source.issue_date,
            section: listing.section.as_deref(),
            event: catalogue.event_of[index].map(|event| catalogue.events[event].id.as_str()),
            start: listing.days.map(|days| days.start()),
            end: listing.days.map(|days| days.end()),
            format: listing.format,
            region: listing.region(),
            places: listing.places.iter().map(document::Place::from).collect(),
            title: &listing.title,
            groups: &listing.groups,
            links: &listing.links,
            paid: listing.paid,
            problems,
        };
        serde_json::to_writer(&mut out, &row)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
