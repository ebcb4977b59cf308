//! One file a format; published wire types apart from the inner model.
//!
//! A new format is a file with a constant of [`OutputFormat`] and a line in [`FORMATS`]: `export` and
//! `serve` walk the list.

pub mod atom;
pub mod cfp;
pub mod continuity;
pub mod document;
pub mod feeds;
mod format;
pub mod ics;
pub mod json;
pub mod listings;
pub mod markdown;
pub mod options;
#[cfg(feature = "page")]
mod pages;
#[cfg(feature = "schema")]
pub mod schema;
#[cfg(feature = "page")]
pub mod site;
pub mod summary;
pub mod wording;

pub use format::{Choices, OutputFormat, Printed};

/// Every format, in the order of the help.
pub const FORMATS: [&OutputFormat; 5] =
    [&ics::FORMAT, &json::FORMAT, &listings::FORMAT, &markdown::FORMAT, &atom::FORMAT];

/// The format of this name.
pub fn format(name: &str) -> Option<&'static OutputFormat> {
    FORMATS.into_iter().find(|format| format.name == name)
}
