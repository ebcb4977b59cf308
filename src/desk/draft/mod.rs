//! The events section of a draft, regenerated: what has passed is dropped, doubles are merged, what is
//! safe to mend is mended, what calendars bring is added, and all of it is sorted.
//!
//! An editor's own wording is carried, not rebuilt. What cannot be read stays, word for word, at the end
//! of its part. Outside the two anchors (see [`super::page::anchors`]) no byte changes, and a second run
//! changes nothing at all.

use std::{collections::BTreeMap, ops::Range, sync::Arc};

use chrono::NaiveDate;

use crate::{
    calendar::Incoming,
    catalogue::Catalogue,
    desk::{
        check,
        page::{self, AnchorError, Page},
    },
    knowledge::Knowledge,
    model::{Days, Grammar, Problem, Severity},
    newsletter::{Issue, WEEKS, window},
};

mod incoming;
mod item;
mod merge;
mod safe_fixes;
mod section;
mod source_lines;

use safe_fixes::Reading;
use section::{DraftSection, is_past};
use source_lines::SourceLines;

/// How a draft is regenerated.
#[derive(Debug, Clone)]
pub struct Options {
    /// The draft's date: what ended before it has passed.
    pub date: NaiveDate,
    /// How far ahead what calendars bring is taken in.
    pub weeks: u32,
    /// What earlier issues said of groups; `None` for nothing.
    pub past: Option<Arc<check::Past>>,
}

impl Options {
    /// As of the date at the draft's head.
    pub fn of(issue: &Issue) -> Self {
        Self { date: issue.date, weeks: WEEKS, past: None }
    }

    /// The draft, opened beside what earlier issues said.
    fn open<'a>(&self, catalogue: &'a Catalogue) -> Option<Page<'a>> {
        let page = Page::open(catalogue, 0)?;
        Some(match &self.past {
            Some(past) => page.with_past(past.clone()),
            None => page,
        })
    }

    /// The days that are taken in.
    pub fn window(&self) -> Days {
        window(self.date, self.weeks)
    }
}

/// Why a draft cannot be regenerated.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The anchors are not as they should be.
    #[error(transparent)]
    Anchors(#[from] AnchorError),
    /// Writing it back would lose bytes.
    #[error("it is no valid UTF-8 (byte {0}); save it as UTF-8 first")]
    NotUtf8(usize),
}

/// A regenerated draft.
#[derive(Debug, Clone)]
pub struct Drafted {
    /// The whole text.
    pub text: String,
    /// In [`Self::text`]: from `Rusty Events between` to the line end of the last listing.
    pub section: Range<usize>,
    /// What was done.
    pub report: DraftReport,
}

impl Drafted {
    /// From `Rusty Events between` to the line end of the last listing.
    pub fn section(&self) -> &str {
        self.text.get(self.section.clone()).unwrap_or_default()
    }
}

/// What happened to a listing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// Brought by a calendar.
    Added,
    /// Its last day has passed.
    Dropped,
    /// Its calendar says that it is cancelled.
    Cancelled,
    /// A double of another listing.
    Merged,
    /// To another part of the section, or to another day.
    Moved,
    /// Written better.
    Mended,
    /// Left as it is for someone to decide.
    NeedsHuman,
}

impl Deed {
    /// Every deed, in the order of the report.
    pub const ALL: [Self; 7] = [
        Self::Added,
        Self::Dropped,
        Self::Cancelled,
        Self::Merged,
        Self::Moved,
        Self::Mended,
        Self::NeedsHuman,
    ];

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Dropped => "dropped as past",
            Self::Cancelled => "dropped as cancelled",
            Self::Merged => "merged",
            Self::Moved => "moved",
            Self::Mended => "mended",
            Self::NeedsHuman => "needs a human",
        }
    }
}

/// One thing that was done.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Done {
    /// What.
    pub deed: Deed,
    /// The line in the draft as it came in; `None` for what was not there.
    pub line: Option<usize>,
    /// To what, in words.
    pub what: String,
}

/// Everything that was done, and what calendars brought that was not needed.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct DraftReport {
    /// In the order in which it was done.
    pub done: Vec<Done>,
    /// Events of calendars that stood in the draft already.
    pub known: usize,
    /// Events of calendars that are past.
    pub past: usize,
    /// Events of calendars that begin after the window.
    pub beyond: usize,
    /// Events of calendars that are cancelled or postponed and stand nowhere in the draft.
    pub off: usize,
    /// What was taken from elsewhere than a calendar, each with the listings that it was taken for.
    pub told: BTreeMap<String, Vec<String>>,
}

impl DraftReport {
    fn note(&mut self, deed: Deed, line: Option<usize>, what: impl Into<String>) {
        self.done.push(Done { deed, line, what: what.into() });
    }

    fn note_of_event(&mut self, what: &str, name: String) {
        self.told.entry(what.to_owned()).or_default().push(name);
    }

    /// How often something was done.
    pub fn count(&self, deed: Deed) -> usize {
        self.done.iter().filter(|done| done.deed == deed).count()
    }
}

/// Regenerates the section of a draft.
///
/// # Errors
///
/// When nothing says where the section begins and ends, a merge was not finished, or the file is no
/// valid UTF-8.
pub fn draft(
    issue: &Issue,
    knowledge: &Knowledge,
    incoming: &[Incoming],
    options: Options,
) -> Result<Drafted, Error> {
    if let Some(at) = issue.invalid_utf8 {
        return Err(Error::NotUtf8(at));
    }
    page::anchors(&issue.text)?;
    let options = &options;
    let mut report = DraftReport::default();
    let mut origin = SourceLines::of(&issue.text);
    let mut current = mended(issue, &mut origin, knowledge, options, &mut report)?;
    let mut first = Some(incoming);
    // What is moved to another part is read in its new surroundings, so one more round may have more
    // to say; two are enough in practice, and the bound keeps it finite.
    for _ in 0..6 {
        let mut again = DraftReport::default();
        let notes = if first.is_some() { &mut report } else { &mut again };
        let brought = first.take().unwrap_or_default();
        let next = regenerate(&current, &mut origin, knowledge, brought, Past::Drop, options, notes)?;
        let settled = *next.text == *current.text;
        current = mended(&next, &mut origin, knowledge, options, &mut again)?;
        // No listing goes without a word, in whichever round; what else a later one does was told before.
        let goes = |done: &Done| matches!(done.deed, Deed::Dropped | Deed::Cancelled | Deed::Merged);
        report.done.extend(again.done.into_iter().filter(goes));
        if settled && *current.text == *next.text {
            break;
        }
    }
    left_over(&current, &origin, knowledge, options, &mut report)?;
    let anchors = page::anchors(&current.text)?;
    let body = &current.text[anchors.body.clone()];
    let end = anchors.body.start + body.trim_end().len();
    let end = page::lines(&current.text, end..anchors.body.end).next().map_or(end, |line| line.next);
    Ok(Drafted { section: anchors.header.start..end, text: current.text.to_string(), report })
}

/// Reads a draft alone. What is read of it ends where a program may write: a closing paragraph that
/// follows the last listing without a blank line would be read as a part of it.
fn read(issue: &Issue, knowledge: &Knowledge, options: &Options) -> Catalogue {
    let mut dated = Issue { date: options.date, ..issue.clone() };
    if let Ok(anchors) = page::anchors(&issue.text) {
        let (before, after) = issue.text.split_at(anchors.body.end);
        dated.text = format!("{before}{}{after}", anchors.line_end).into();
    }
    Catalogue::read(vec![dated], knowledge, Some(options.date))
}

/// Applies the safe fixes between the anchors until none is left.
fn mended(
    issue: &Issue,
    origin: &mut SourceLines,
    knowledge: &Knowledge,
    options: &Options,
    report: &mut DraftReport,
) -> Result<Issue, AnchorError> {
    let (mended, problems) = safe_fixes::apply(issue, origin, |issue| {
        let body = page::anchors(&issue.text)?.body;
        let catalogue = read(issue, knowledge, options);
        let Some(page) = options.open(&catalogue) else { return Ok((Vec::new(), Vec::new())) };
        let mut problems = check::wording(&page);
        problems.retain(|problem| {
            let inside = problem.fix.as_ref().is_some_and(|fix| {
                fix.edits.iter().all(|edit| body.start <= edit.span.start && edit.span.end <= body.end)
            });
            inside && !passed(&page, problem, options.date)
        });
        Ok((problems, Reading::of(&page)))
    })?;
    note_mended(report, &problems);
    Ok(mended)
}

fn note_mended(report: &mut DraftReport, problems: &[Problem]) {
    for problem in problems {
        let fix = problem.fix.as_ref().map_or("", |fix| fix.message.as_str());
        report.note(Deed::Mended, Some(problem.line), format!("{}: {fix}", problem.code));
    }
}

/// Whether a problem is that of a listing which will be dropped.
fn passed(page: &Page<'_>, problem: &Problem, date: NaiveDate) -> bool {
    let days = page.item_at(problem.span.start).and_then(|found| found.listing.days);
    days.is_some_and(|days| is_past(days, date))
}

/// What becomes of what has passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Past {
    Drop,
    Keep,
}

/// One round: read, drop, merge, add, sort, print.
fn regenerate(
    issue: &Issue,
    origin: &mut SourceLines,
    knowledge: &Knowledge,
    incoming: &[Incoming],
    past: Past,
    options: &Options,
    report: &mut DraftReport,
) -> Result<Issue, AnchorError> {
    let anchors = page::anchors(&issue.text)?;
    let catalogue = read(issue, knowledge, options);
    let Some(page) = Page::open(&catalogue, 0) else { return Ok(issue.clone()) };
    let mut section = DraftSection::take(&page, &anchors, origin, knowledge);
    if past == Past::Drop {
        section.drop_past(options.date, report);
    }
    section.place(report);
    merge::merge(&mut section, report);
    incoming::add(&mut section, incoming, issue, knowledge, options, report);
    merge::complete_hybrids(&mut section, report);
    let body = section.print(anchors.line_end);
    let (before, after) = (&issue.text[..anchors.body.start], &issue.text[anchors.body.end..]);
    let text = [before, body.text.as_str(), after].concat();
    let ends = |text: &str| text.matches('\n').count();
    *origin = origin.with_body(ends(before), body.lines, ends(after) + 1);
    Ok(Issue { text: Arc::from(text), ..issue.clone() })
}

/// What remains for someone to decide.
fn left_over(
    issue: &Issue,
    origin: &SourceLines,
    knowledge: &Knowledge,
    options: &Options,
    report: &mut DraftReport,
) -> Result<(), AnchorError> {
    let anchors = page::anchors(&issue.text)?;
    let catalogue = read(issue, knowledge, options);
    let Some(mut page) = options.open(&catalogue) else { return Ok(()) };
    // What is told names the lines that came in, also inside its words.
    for found in &mut page.items {
        found.item.line = origin.line(found.item.line).unwrap_or(found.item.line);
    }
    for problem in check::check(&page) {
        let inside = anchors.header.start <= problem.span.start && problem.span.start < anchors.body.end;
        if inside && check::severity(problem.code) > Severity::Note {
            report.note(
                Deed::NeedsHuman,
                origin.line(problem.line),
                format!("{}: {}", problem.code, problem.message),
            );
        }
    }
    Ok(())
}

/// A text with the safe fixes applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixed {
    /// The whole text.
    pub text: String,
    /// What was done, with the lines of the text as it came in.
    pub done: Vec<Done>,
}

/// Mends what is safe to mend: every safe fix of [`check::check`], and the order of the section, where
/// the anchors say where it is and its listings are of today's form. Nothing is taken out but doubles: what
/// has passed is [`draft`]'s to drop. `past` is what earlier issues said of groups.
///
/// # Errors
///
/// When a merge was not finished, or the file is no valid UTF-8.
pub fn fix(issue: &Issue, knowledge: &Knowledge, past: Option<Arc<check::Past>>) -> Result<Fixed, Error> {
    if let Some(at) = issue.invalid_utf8 {
        return Err(Error::NotUtf8(at));
    }
    let options = &Options { past, ..Options::of(issue) };
    let mut current = issue.clone();
    let mut origin = SourceLines::of(&issue.text);
    let mut report = DraftReport::default();
    for _ in 0..6 {
        let mut todays = false;
        let (mended, problems) = safe_fixes::apply(&current, &mut origin, |issue| {
            let catalogue = Catalogue::read(vec![issue.clone()], knowledge, Some(options.date));
            let Some(page) = options.open(&catalogue) else {
                return Ok::<_, Error>((Vec::new(), Vec::new()));
            };
            todays = page.items.iter().all(|found| {
                found.listing.days.is_none() || found.listing.grammar == Some(Grammar::TwoLines)
            });
            Ok((check::check(&page), Reading::of(&page)))
        })?;
        note_mended(&mut report, &problems);
        let mut next = mended;
        match page::anchors(&next.text) {
            Err(error @ AnchorError::ConflictMarker(_)) => return Err(error.into()),
            Ok(_) if todays => {
                let (before, told) = (next.text.clone(), report.done.len());
                next = regenerate(&next, &mut origin, knowledge, &[], Past::Keep, options, &mut report)?;
                if next.text != before && report.done.len() == told {
                    report.note(Deed::Mended, None, "the order of the section");
                }
            }
            Ok(_) | Err(_) => {}
        }
        if next.text == current.text {
            break;
        }
        current = next;
    }
    Ok(Fixed { text: current.text.to_string(), done: report.done })
}
