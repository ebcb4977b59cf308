//! One list item as the newsletter wrote it, read by the grammar of its time.

use std::{collections::BTreeMap, sync::Arc};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    archive::Issue,
    catalogue::Knowledge,
    days::Days,
    markdown::{self, Item, Section},
    place::{Place, Region},
    problem::{Code, Problem},
};

pub mod groups;
mod iso_dates;
mod joined;
mod older;
pub mod overrides;
pub(crate) mod report;
mod two_lines;

pub(crate) use joined::Joined;
pub(crate) use report::Report;

/// How one takes part.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// At a place.
    InPerson,
    /// Online only.
    Virtual,
    /// At a place and online.
    Hybrid,
}

/// Who organises.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
pub struct Group {
    /// The name as written.
    pub name: String,
    /// The group's page.
    pub url: Option<String>,
}

/// A link of an event.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
pub struct Link {
    /// Its text, without emphasis.
    pub title: String,
    /// Where it leads: absolute, canonical (see [`crate::link::canonical`]).
    pub url: String,
}

/// The form in which an item was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
    /// The region of the first place.
    pub fn region(&self) -> Option<Region> {
        self.places.iter().find_map(|place| place.region)
    }

    /// The main link.
    pub fn url(&self) -> Option<&str> {
        self.links.first().map(|link| link.url.as_str())
    }
}

/// What an item is read with: its issue and what is known beforehand.
#[derive(Debug)]
pub(crate) struct Context<'a> {
    pub(crate) issue: &'a Issue,
    pub(crate) knowledge: &'a Knowledge,
    /// The issue's link definitions by folded label, see [`markdown::definitions`].
    pub(crate) definitions: BTreeMap<String, &'a str>,
}

impl<'a> Context<'a> {
    fn new(issue: &'a Issue, knowledge: &'a Knowledge) -> Self {
        Self { issue, knowledge, definitions: markdown::definitions(&issue.text) }
    }

    /// Where an item stands.
    pub(crate) fn source(&self, item: &Item<'_>) -> Source {
        Source {
            issue_date: self.issue.date,
            file: self.issue.file.clone(),
            line: item.line,
            issue: self.issue.number,
            draft: self.issue.draft,
        }
    }

    /// An empty report on an item.
    pub(crate) fn report<'i>(&self, item: &'i Item<'i>) -> Report<'i>
    where
        'a: 'i,
    {
        Report::new(self.issue, item)
    }
}

/// Reads every item of an issue's sections, one listing each, in the order of the lines. Nothing is
/// dropped: an item that is no dated event becomes a listing without days, with the reason.
///
/// Returns the listings and the problems of the file as a whole.
pub fn read(issue: &Issue, knowledge: &Knowledge) -> (Vec<Listing>, Vec<Problem>) {
    let context = Context::new(issue, knowledge);
    let sections = markdown::sections(&issue.text);
    let problems = of_the_file(issue, &sections);
    let listings = sections
        .iter()
        .flat_map(|section| &section.items)
        .map(|item| {
            if item.lines.first().is_some_and(|line| {
                markdown::starts_with_iso_date(&line.text) || iso_dates::mistyped(&line.text).is_some()
            }) {
                two_lines::read(&context, item)
            } else {
                older::read(&context, item)
            }
        })
        .collect();
    (listings, problems)
}

/// What is worth telling about an issue rather than about one of its items.
fn of_the_file(issue: &Issue, sections: &[Section<'_>]) -> Vec<Problem> {
    let tell = |code, span, message: &str| report::problem(issue, code, span, message.to_owned());
    let mut problems = Vec::new();
    if let Some(at) = issue.invalid_utf8 {
        problems.push(tell(
            Code::InvalidUtf8,
            at..at,
            "bytes that are no UTF-8 begin here and were replaced",
        ));
    }
    if sections.is_empty() {
        problems.push(tell(
            Code::NoEventsSection,
            0..0,
            "this issue has no section under the heading `Upcoming Events`",
        ));
    }
    for section in sections {
        if section.items.is_empty() {
            let span = section.heading.clone();
            problems.push(tell(Code::EmptySection, span, "this section holds no listing"));
        }
        for (_, span) in &section.long_lines {
            let message = format!(
                "this line has {} bytes and is not read; no listing is longer than {}",
                span.len(),
                markdown::MAX_LINE_BYTES
            );
            problems.push(tell(Code::LongLine, span.clone(), &message));
        }
    }
    problems
}
