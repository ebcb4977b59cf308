//! Where issues come from, the same for every command.

use std::path::PathBuf;

use anyhow::Result;
use chrono::NaiveDate;
use clap::Args;
use twir_events::{
    archive::Archive,
    catalogue::{Catalogue, Knowledge},
};

/// Options of every command that reads issues.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Input")]
pub struct Input {
    /// Read issues from this file, folder or checkout of the newsletter's repository (repeatable)
    #[arg(long, value_name = "PATH")]
    pub issues: Vec<PathBuf>,
    /// Take this day as today [default: the date of the newest issue read]
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<NaiveDate>,
}

impl Input {
    /// Reads the issues, says on standard error where they came from.
    pub fn read(&self) -> Result<Catalogue> {
        let archive = if self.issues.is_empty() { Archive::bundled() } else { Archive::read(&self.issues)? };
        if self.issues.is_empty() {
            anstream::eprintln!("reading the {} bundled issues", archive.issues.len());
        } else {
            anstream::eprintln!("reading {} issues", archive.issues.len());
        }
        if !archive.passed_over.is_empty() {
            anstream::eprintln!("passed over {} files that are no issues", archive.passed_over.len());
        }
        Ok(Catalogue::read(archive.issues, &Knowledge::bundled(), self.as_of))
    }
}
