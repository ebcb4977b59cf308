//! Dates: the header's, those outside the issue's days, and likely slips.

use chrono::{Datelike, Months, NaiveDate, TimeDelta};

use crate::{
    desk::page::{HEADER, Page, PageItem, TextLine},
    model::{Code, Days, Edit, Problem},
    newsletter, text,
};

/// The line `Rusty Events between` names the issue's date and the day four weeks later, and its emoji
/// is whole. Reading tells damaged text of listings only.
pub fn header(page: &Page<'_>) -> Vec<Problem> {
    let Some(line) = page.header() else { return Vec::new() };
    let content = line.text.trim_start_matches('\u{feff}');
    let mut problems = header_days(page, &line, content);
    if let Some(meant) = text::undo_mac_roman(content) {
        let span = line.span.end - content.len()..line.span.end;
        let edit = Edit { span: span.clone(), text: meant.clone() };
        let problem = page.problem(Code::MacRoman, span, "its UTF-8 was read as Mac Roman");
        problems.push(problem.with_fix(format!("write `{meant}`"), vec![edit], true));
    }
    problems
}

fn header_days(page: &Page<'_>, line: &TextLine<'_>, content: &str) -> Vec<Problem> {
    let right = format!("{HEADER} {} - {}", page.window.start(), page.window.end());
    if content.starts_with(&right) {
        return Vec::new();
    }
    // Only dates are replaced: what stands behind them is the editor's, and may be a better emoji.
    let start = line.span.start + line.text.len() - content.len();
    let dates = content.get(HEADER.len()..).unwrap_or_default();
    let length = HEADER.len()
        + dates.find(|c: char| !(c.is_ascii_digit() || " -/".contains(c))).unwrap_or(dates.len());
    let end = start + content.get(..length).unwrap_or(content).trim_end().len();
    let message = format!("the header's dates are not those of the issue of {}", page.issue.date);
    let fix = vec![Edit { span: start..end, text: right.clone() }];
    vec![page.problem(Code::HeaderDates, start..end, message).with_fix(format!("write `{right}`"), fix, true)]
}

/// What has passed, what is too far ahead, and what is so far off that year or month must be a slip.
pub fn window(page: &Page<'_>) -> Vec<Problem> {
    page.items.iter().filter_map(|found| outside(page, found)).collect()
}

fn outside(page: &Page<'_>, found: &PageItem<'_>) -> Option<Problem> {
    let days = found.listing.days?;
    let span = found.locate(page.issue, &found.listing.written.date);
    if let Some(right) = slip(days, page.window) {
        let message = format!(
            "{} is far from the issue's date; perhaps {}?",
            newsletter::days_field(days),
            newsletter::days_field(right)
        );
        let edit = Edit { span: span.clone(), text: newsletter::days_field(right) };
        let problem = page.problem(Code::DateSlip, span, message);
        return Some(problem.with_help("look at the event's page").with_fix(
            "write the likely date",
            vec![edit],
            false,
        ));
    }
    if days.end() < page.issue.date {
        let message = format!("it ended on {}, before the issue of {}", days.end(), page.issue.date);
        return Some(page.problem(Code::PastEvent, span, message).with_help("`draft` drops it"));
    }
    (days.start() > page.window.end()).then(|| {
        let message =
            format!("it begins on {}, after the last day of the window, {}", days.start(), page.window.end());
        page.problem(Code::OutsideWindow, span, message).with_help("it can wait for a later issue")
    })
}

/// A date far off the window that lies in it with another year, or with the month before or after.
///
/// A draft holds the past events of a week or two, so that what ended lately is no slip.
pub(in crate::desk) fn slip(days: Days, window: Days) -> Option<Days> {
    let far = TimeDelta::days(45);
    let off = days.end() < window.start() - far || days.start() > window.end() + far;
    if !off {
        return None;
    }
    let fits = |days: &Days| days.overlaps(window);
    let years = [window.start().year(), window.end().year()];
    let shifted =
        |shift: &dyn Fn(NaiveDate) -> Option<NaiveDate>| Days::new(shift(days.start())?, shift(days.end())?);
    let by_year = years.iter().find_map(|year| shifted(&|day| day.with_year(*year)).filter(fits));
    by_year.or_else(|| {
        let later = shifted(&|day| day.checked_add_months(Months::new(1))).filter(fits);
        later.or_else(|| shifted(&|day| day.checked_sub_months(Months::new(1))).filter(fits))
    })
}
