//! One list item as the newsletter wrote it.

use std::sync::Arc;

use chrono::NaiveDate;

use super::{Days, Format, Group, Link, Place, Problem, Region};

/// The form in which an item was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Grammar {
    /// `8/17. Rust DC`, 2014 to early 2017.
    MonthSlashDay,
    /// `Mar 27. Berlin, DE - Group - Title`, 2015 to 2021.
    GroupTitle,
    /// `March 30, Dallas, TX, US - Title - Group`, late 2020 to 2021.
    TitleGroup,
    /// `[December 8, 2021 | Place | **Title** | Group](url)`, Nov 2021 to Feb 2022.
    Piped,
    /// `2025-10-29 | Place | [Group](url)` with the title on its own line, since March 2022.
    TwoLines,
}

/// Where a listing stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Source {
    /// The date of the issue.
    pub issue_date: NaiveDate,
    /// The file's name.
    pub file: Arc<str>,
    /// The line of the item's bullet, from 1.
    pub line: usize,
    /// The issue's number, where its head has one.
    pub issue: Option<u32>,
    /// Whether the issue is a draft.
    pub draft: bool,
}

/// The parts as they were written, for those who must not lose an editor's wording. Repaired where
/// they were Mac Roman, otherwise untouched; empty where the item has no such part.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Written {
    /// The date field: `2025-11-02 - 2025-11-04`.
    pub date: String,
    /// The place field: `Virtual (Berlin, DE)`.
    pub place: String,
    /// Everything after the place: `[Rust Girona](…) | [Silicon Girona](…)`.
    pub groups: String,
    /// The title line without its bullet: `$[**Title**](…) | [**Mirror**](…)`. Several lines, one a
    /// session, are parted by line breaks.
    pub title: String,
}

/// What the newsletter said about an event in one week.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Listing {
    /// Where it stands.
    pub source: Source,
    /// The heading above it, such as `Europe`.
    pub section: Option<String>,
    /// By which grammar it was read; `None` for an item without a date.
    pub grammar: Option<Grammar>,
    /// The days as listed; `None` when the item is no dated event, and `problems` says why.
    pub days: Option<Days>,
    /// What the place says, else the section.
    pub format: Format,
    /// Empty for a purely virtual listing without a place.
    pub places: Vec<Place>,
    /// What a calendar would show: without date, place, emphasis, `$` and escapes.
    pub title: String,
    /// The organising groups.
    pub groups: Vec<Group>,
    /// The event's own links, the main one first.
    pub links: Vec<Link>,
    /// Whether a `$` marks it as paid.
    pub paid: bool,
    /// The parts as written.
    pub written: Written,
    /// What is worth telling, in the order of the text.
    pub problems: Vec<Problem>,
}

impl Listing {
    /// What stands in no issue and was said on a day: without a place, a group, a link; for what a calendar
    /// or an earlier build has, so that it can be compared with what is listed.
    pub(crate) fn unlisted(said: NaiveDate) -> Self {
        Self {
            source: Source { issue_date: said, file: "".into(), line: 0, issue: None, draft: false },
            section: None,
            grammar: None,
            days: None,
            format: Format::InPerson,
            places: Vec::new(),
            title: String::new(),
            groups: Vec::new(),
            links: Vec::new(),
            paid: false,
            written: Written::default(),
            problems: Vec::new(),
        }
    }

    /// The region of the first place.
    pub fn region(&self) -> Option<Region> {
        self.places.iter().find_map(|place| place.region)
    }

    /// The main link.
    pub fn url(&self) -> Option<&str> {
        self.links.first().map(|link| link.url.as_str())
    }
}
