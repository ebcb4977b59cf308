//! An output format: its name, and how it prints a selection. The list of them is [`super::FORMATS`].

use chrono::NaiveDate;

use super::options::Withdrawn;
use crate::{
    catalogue::Catalogue,
    model::{Days, Event},
    newsletter::{WEEKS, window},
    selection::{Open, Selection},
};

/// A format in which one selection is printed.
#[derive(Debug)]
#[non_exhaustive]
pub struct OutputFormat {
    /// Its name on the command line, and the extension of its live feed.
    pub name: &'static str,
    /// What it is, for lists.
    pub about: &'static str,
    /// The content type of a live feed; `None` for what is no feed.
    pub live: Option<&'static str>,
    /// The span in time where the selection leaves it open.
    pub open: Open,
    /// Whether it is for an issue, so that weeks count from the issue's date.
    pub for_issue: bool,
    /// Prints the selection.
    pub(super) print: fn(&Selected<'_>) -> serde_json::Result<Printed>,
}

/// How to print beside the selection.
#[derive(Debug, Clone, Copy, Default)]
pub struct Choices {
    /// What becomes of events that are no longer listed.
    pub withdrawn: Withdrawn,
    /// The date of the issue that is printed; as-of where it is `None`.
    pub issue_date: Option<NaiveDate>,
}

/// A selection that is settled in time, with all that a format may print of it.
pub(super) struct Selected<'a> {
    pub(super) catalogue: &'a Catalogue,
    pub(super) selection: Selection,
    pub(super) events: Vec<&'a Event>,
    /// What is selected, in a few words; empty when that is everything.
    pub(super) description: String,
    pub(super) withdrawn: Withdrawn,
    /// The days that an issue covers.
    pub(super) window: Days,
}

/// What a format printed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Printed {
    /// The output.
    pub bytes: Vec<u8>,
    /// What was left out, and why.
    pub left_out: Vec<String>,
    /// How many events are in it.
    pub events: usize,
}

impl From<String> for Printed {
    fn from(text: String) -> Self {
        Self { bytes: text.into_bytes(), left_out: Vec::new(), events: 0 }
    }
}

impl OutputFormat {
    /// Prints a selection of a catalogue.
    ///
    /// # Errors
    ///
    /// Those of the JSON serializer, which has no reason for one.
    pub fn print(
        &self,
        catalogue: &Catalogue,
        mut selection: Selection,
        choices: Choices,
    ) -> serde_json::Result<Printed> {
        let description = selection.describe();
        let weeks = if self.for_issue { selection.weeks.take() } else { None };
        let selection = selection.left_open(self.open, catalogue.as_of);
        let window = window(choices.issue_date.unwrap_or(catalogue.as_of), weeks.unwrap_or(WEEKS));
        let events = selection.events(catalogue);
        let count = events.iter().filter(|event| !self.for_issue || event.days.overlaps(window)).count();
        let printed = (self.print)(&Selected {
            catalogue,
            events,
            selection,
            description,
            withdrawn: choices.withdrawn,
            window,
        })?;
        Ok(Printed { events: count, ..printed })
    }
}
