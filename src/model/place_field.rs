//! What a place field says.

use std::ops::Range;

use super::{Code, Format, Place};

/// What a place field says.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PlaceField {
    /// The format, where the field names one.
    pub format: Option<Format>,
    /// The places, in the order of the text; empty for `Virtual`, `Global` and the like.
    pub places: Vec<Place>,
    /// What is worth telling, in the order of the text.
    pub findings: Vec<PlaceFinding>,
}

/// Something worth telling about a place field.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceFinding {
    /// What kind it is.
    pub code: Code,
    /// Bytes of the text that was given; empty where something is missing.
    pub span: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// What to put in the place of `span`.
    pub replacement: Option<String>,
    /// Whether a program may do so unasked.
    pub safe: bool,
}
