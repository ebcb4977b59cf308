//! What became of an event from issue to issue.

use std::{collections::BTreeMap, ops::Range, sync::Arc};

use chrono::{Days as Span, NaiveDate};

use super::merge::Wording;
use crate::model::{Change, ChangeKind, Event, Listing, SaidBy, Status};

/// An issue lists what takes place up to so many days after its date.
const WINDOW_DAYS: u64 = 28;

/// Until then an issue left out what took place on the two days after it, for most read it later.
const LISTS_THE_MORROW_SINCE: NaiveDate = NaiveDate::from_ymd_opt(2022, 1, 1).expect("a day of the calendar");

/// What is further ahead than this may be left out by mistake, and the next issue has it again: RustWeek was,
/// three weeks ahead.
const NEAR_DAYS: i64 = 14;

/// One issue among the listings.
#[derive(Debug, Clone)]
pub struct IssueSpan {
    pub date: NaiveDate,
    pub file: Arc<str>,
    listings: Range<usize>,
    /// The first and the last of the days to come on which something listed begins.
    starts: Option<(NaiveDate, NaiveDate)>,
    /// The days on which something begins, by heading.
    by_heading: BTreeMap<Option<String>, Vec<NaiveDate>>,
}

impl IssueSpan {
    /// Its listings among all.
    pub fn of<'a>(&self, listings: &'a [Listing]) -> &'a [Listing] {
        listings.get(self.listings.clone()).unwrap_or_default()
    }

    /// Whether this issue would list an event of that day: the window covers the day, and the issue
    /// lists others of the day or later.
    fn covers(&self, day: NaiveDate) -> bool {
        let end = self.date.checked_add_days(Span::new(WINDOW_DAYS)).unwrap_or(NaiveDate::MAX);
        let Some((_, last)) = self.starts else { return false };
        let skipped = if self.date < LISTS_THE_MORROW_SINCE { 2 } else { 0 };
        let from = self.date.checked_add_days(Span::new(skipped)).unwrap_or(NaiveDate::MAX);
        day > from && day <= end.min(last)
    }

    /// How many events still to come stood under a heading.
    fn after(&self, heading: &Option<String>, day: NaiveDate) -> usize {
        self.by_heading.get(heading).map_or(0, |starts| starts.iter().filter(|start| **start > day).count())
    }
}

/// The issues among listings that are in the order of their issues.
pub fn issues(listings: &[Listing]) -> Vec<IssueSpan> {
    let mut issues: Vec<IssueSpan> = Vec::new();
    for (index, listing) in listings.iter().enumerate() {
        let source = &listing.source;
        let same = |issue: &IssueSpan| issue.date == source.issue_date && issue.file == source.file;
        if !issues.last().is_some_and(same) {
            issues.push(IssueSpan {
                date: source.issue_date,
                file: source.file.clone(),
                listings: index..index,
                starts: None,
                by_heading: BTreeMap::new(),
            });
        }
        let Some(issue) = issues.last_mut() else { continue };
        issue.listings.end = index + 1;
        if let Some(days) = listing.days {
            let start = days.start();
            if start >= issue.date {
                let (first, last) = issue.starts.unwrap_or((start, start));
                issue.starts = Some((first.min(start), last.max(start)));
            }
            issue.by_heading.entry(listing.section.clone()).or_default().push(days.start());
        }
    }
    issues
}

/// An event from its id and its listings; `None` where there are none.
pub fn event(id: &str, members: &[usize], listings: &[Listing], issues: &[IssueSpan]) -> Option<Event> {
    let mut sightings = sightings(members, listings, issues).into_iter();
    let (first, rows) = sightings.next()?;
    let mut wording = Wording::first(&rows)?;
    let mut history = Vec::new();
    // Cancelled before it was ever listed: programs heed a cancellation only where something changed.
    if wording.cancelled {
        history.push(by_issue(issues.get(first)?.date, ChangeKind::Cancelled));
    }
    let mut last = (first, rows);
    let mut withdrawn = None;
    // That an issue left it out by mistake is nothing to tell when the next one has it again; a calendar
    // that showed it has to heed both.
    let mut mended = 0;
    let mut last_mended = None;
    for (issue, rows) in sightings {
        if withdrawn.is_none() {
            withdrawn = withdrawal(&wording, &last.1, last.0, issue, issues);
            history.extend(withdrawn.map(|date| by_issue(date, ChangeKind::Withdrawn)));
        }
        let date = issues.get(issue)?.date;
        if withdrawn.take().is_some() {
            history.pop();
            mended += 2;
            last_mended = Some(date);
        }
        if !same_rows(&last.1, &rows) {
            let changes = wording.next(&rows);
            history.extend(changes.into_iter().map(|kind| by_issue(date, kind)));
        }
        last = (issue, rows);
    }
    let withdrawn = withdrawal(&wording, &last.1, last.0, issues.len(), issues);
    history.extend(withdrawn.map(|date| by_issue(date, ChangeKind::Withdrawn)));
    let first_listed = issues.get(first)?.date;
    let status = if wording.cancelled {
        Status::Cancelled
    } else if withdrawn.is_some() {
        Status::Withdrawn
    } else {
        Status::Scheduled
    };
    Some(Event {
        id: id.to_owned(),
        title: wording.title,
        days: wording.days,
        starts_at: None,
        ends_at: None,
        venue: None,
        time_zone: wording.places.iter().find_map(|place| place.time_zone),
        format: wording.format,
        places: wording.places,
        groups: wording.groups,
        links: wording.links,
        paid: wording.paid,
        status,
        first_listed,
        last_listed: issues.get(last.0)?.date,
        candidate: false,
        sources: Vec::new(),
        sequence: u32::try_from(history.len() + mended).unwrap_or(u32::MAX),
        last_modified: history
            .last()
            .map(|change: &Change| change.issue_date)
            .max(last_mended)
            .unwrap_or(first_listed),
        history,
        listings: members.to_vec(),
    })
}

fn by_issue(issue_date: NaiveDate, kind: ChangeKind) -> Change {
    Change { issue_date, by: SaidBy::Issue, kind }
}

/// The issues that list the event, each with its rows.
fn sightings<'a>(
    members: &[usize],
    listings: &'a [Listing],
    issues: &[IssueSpan],
) -> Vec<(usize, Vec<&'a Listing>)> {
    let mut sightings: Vec<(usize, Vec<&Listing>)> = Vec::new();
    for member in members {
        let Some(row) = listings.get(*member) else { continue };
        let issue = issues.partition_point(|issue| issue.listings.end <= *member);
        match sightings.last_mut() {
            Some((last, rows)) if *last == issue => rows.push(row),
            _ => sightings.push((issue, vec![row])),
        }
    }
    for (_, rows) in &mut sightings {
        rows.sort_by_key(|row| row.source.line);
    }
    sightings
}

/// Whether two issues say the same in the same order.
fn same_rows(a: &[&Listing], b: &[&Listing]) -> bool {
    a.len() == b.len()
        && a.iter().zip(b).all(|(a, b)| {
            a.days == b.days
                && a.title == b.title
                && a.links == b.links
                && a.format == b.format
                && a.section == b.section
                && a.places == b.places
                && a.groups == b.groups
                && a.paid == b.paid
        })
}

/// The date of the first issue after `last` and before `next` that should list the event.
fn withdrawal(
    wording: &Wording,
    rows: &[&Listing],
    last: usize,
    next: usize,
    issues: &[IssueSpan],
) -> Option<NaiveDate> {
    let day = wording.days.start();
    let listed = issues.get(last)?;
    let between = issues.get(last + 1..next)?;
    let mut gone = between.iter().take_while(|issue| issue.date < day).filter(|issue| {
        // A copy of an issue under another name is no later one; an issue that lost a section, or
        // half of its listings, says nothing about single ones.
        let whole = 2 * issue.listings.len() >= listed.listings.len();
        let section = rows.iter().any(|row| {
            issue.by_heading.contains_key(&row.section) || listed.after(&row.section, issue.date) <= 1
        });
        issue.date > listed.date && issue.covers(day) && whole && section
    });
    let first = gone.next()?;
    // One issue may forget a conference, or what is far; two in a row do not.
    let conference = wording.days.end() > day;
    let far = (day - first.date).num_days() > NEAR_DAYS;
    let sure = if conference || far { gone.next() } else { Some(first) };
    sure.map(|issue| issue.date)
}

#[cfg(test)]
mod tests;
