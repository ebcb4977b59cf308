//! How a folder is built.

use super::ics::Withdrawn;
use crate::selection::History;

/// How to build.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Where the folder is hosted, with a slash at its end.
    pub base_url: Option<String>,
    /// How far back the feeds reach.
    pub history: History,
    /// What becomes of events that are no longer listed.
    pub withdrawn: Withdrawn,
}
