//! How a folder is built.

use std::str::FromStr;

use crate::{model::Status, selection::History};

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

/// What becomes of events that a later issue no longer lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Withdrawn {
    /// Shown as tentative, with a word why.
    #[default]
    Tentative,
    /// Shown as cancelled.
    Cancelled,
    /// Left out.
    Drop,
}

impl FromStr for Withdrawn {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "tentative" => Ok(Self::Tentative),
            "cancelled" => Ok(Self::Cancelled),
            "drop" => Ok(Self::Drop),
            _ => Err(format!("`{text}` is none of tentative, cancelled, drop")),
        }
    }
}

impl Withdrawn {
    /// Whether an event of this status is shown at all.
    pub fn shows(self, status: Status) -> bool {
        !(self == Self::Drop && status == Status::Withdrawn)
    }
}
