//! Dates as people wrote them before 2022: `8/17`, `Mar 27`, `January 20th`, `February 5 & 6, 2022`,
//! `Sep 30 - Oct 1`, mostly without a year.

use std::ops::Range;

use chrono::{Datelike, NaiveDate};

/// English month names; every beginning of three letters or more is an abbreviation.
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// A date in the past is taken to be this much farther away than one in the future: a listing is
/// upcoming, but may be running or stale. So a date without a year lies between a quarter of a year
/// before the issue and three quarters after it.
const PAST_WEIGHT: i64 = 3;

/// What a day that every year has is away from its issue at most, in days ahead or [`PAST_WEIGHT`] times the
/// days past.
const FARTHEST: i64 = 274;

/// A day of a month, perhaps of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Day {
    year: Option<i32>,
    month: u32,
    day: u32,
}

/// A day or a span of days at some place of a text, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct WrittenDate {
    start: Day,
    end: Option<Day>,
    /// The bytes of the text it stands in.
    pub(super) span: Range<usize>,
    /// The month's name where it was misspelt (`Octover`), as `(written, meant)`.
    pub(super) misspelt: Option<(String, &'static str)>,
}

/// Days that a date names, or why it names none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Resolved {
    /// From the first to the last day.
    Days(NaiveDate, NaiveDate),
    /// The end lies before the start, and is left out.
    Reversed(NaiveDate),
    /// There is no such day.
    NoSuchDay,
}

impl WrittenDate {
    /// The days meant in an issue of that date.
    pub(super) fn resolve(&self, issue: NaiveDate) -> Resolved {
        let Some(end) = self.end else {
            return match nearest(self.start, issue) {
                Some(day) => Resolved::Days(day, day),
                None => Resolved::NoSuchDay,
            };
        };
        let before = |a: Day, b: Day| (a.month, a.day) > (b.month, b.day);
        let start = match (self.start.year, end.year) {
            // The year stands at the end and belongs to both, unless they are on both sides of one:
            // `Dec 31 - Jan 2, 2022`.
            (None, Some(year)) => {
                let year = if before(self.start, end) { year - 1 } else { year };
                NaiveDate::from_ymd_opt(year, self.start.month, self.start.day)
            }
            _ => nearest(self.start, issue),
        };
        let Some(start) = start else { return Resolved::NoSuchDay };
        // A span over a new year is short; one that runs back by days only is a slip.
        let over = before(self.start, end) && self.start.month == 12 && end.month == 1;
        let year = end.year.unwrap_or(start.year() + i32::from(over));
        match NaiveDate::from_ymd_opt(year, end.month, end.day) {
            None => Resolved::NoSuchDay,
            Some(end) if end < start => Resolved::Reversed(start),
            Some(end) => Resolved::Days(start, end),
        }
    }
}

/// The day in the year that puts it nearest to the issue, the past counting [`PAST_WEIGHT`] times. A
/// year that is written is kept.
fn nearest(day: Day, issue: NaiveDate) -> Option<NaiveDate> {
    if let Some(year) = day.year {
        return NaiveDate::from_ymd_opt(year, day.month, day.day);
    }
    let far = |date: &NaiveDate| {
        let days = (*date - issue).num_days();
        if days < 0 { -days * PAST_WEIGHT } else { days }
    };
    (issue.year() - 1..=issue.year() + 1)
        .filter_map(|year| NaiveDate::from_ymd_opt(year, day.month, day.day))
        .min_by_key(far)
        // One year in four has a 29th of February: that of another year is not meant.
        .filter(|date| far(date) <= FARTHEST)
}

/// The date with which a text begins, blanks and emphasis before it passed over.
pub(super) fn at_start(text: &str) -> Option<WrittenDate> {
    let start = text.len() - text.trim_start_matches([' ', '*', '_', '[', '(']).len();
    read(text, start, true)
}

/// The first date within a text that is written with a month's name or as `2015-01-12`.
pub(super) fn within(text: &str) -> Option<WrittenDate> {
    let mut before = ' ';
    text.char_indices().find_map(|(at, c)| {
        let begins = !before.is_alphanumeric() && c.is_alphanumeric();
        before = c;
        if begins { read(text, at, false) } else { None }
    })
}

/// Reads a date at a byte of a text. `slips` says whether `M/D` and misspelt months count, which in the
/// middle of a text mean something else.
fn read(text: &str, at: usize, slips: bool) -> Option<WrittenDate> {
    let mut scan = Scan { text, at };
    let misspelt;
    let start = match scan.iso() {
        Some(day) => {
            misspelt = None;
            day
        }
        None => match scan.month(slips) {
            Some((month, slip)) => {
                misspelt = slip;
                let day = scan.day()?;
                Day { year: None, month, day }
            }
            None => {
                misspelt = None;
                match scan.day_month() {
                    Some(day) => day,
                    None if slips => scan.slashed()?,
                    None => return None,
                }
            }
        },
    };
    let mut found = WrittenDate { start, end: None, span: at..scan.at, misspelt };
    if start.year.is_none()
        && let Some(end) = scan.range_end(start)
    {
        found.end = Some(end);
    }
    let year = scan.year();
    if year.is_some() {
        found.end.as_mut().unwrap_or(&mut found.start).year = year;
    }
    found.span.end = scan.at;
    // `March 5 and`, but not `March 5th-graders` or `Feb 3.14`.
    let next = scan.rest().chars().next();
    (!next.is_some_and(char::is_alphanumeric)).then_some(found)
}

/// A place in a text from which parts of a date are taken.
#[derive(Debug, Clone, Copy)]
struct Scan<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Scan<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn skip(&mut self, chars: &[char]) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches(chars).len();
    }

    fn take(&mut self, literal: char) -> bool {
        let found = self.rest().starts_with(literal);
        if found {
            self.at += literal.len_utf8();
        }
        found
    }

    /// Digits, at least one and at most `most`.
    fn number(&mut self, most: usize) -> Option<u32> {
        let rest = self.rest();
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 || digits > most {
            return None;
        }
        let number = rest.get(..digits)?.parse().ok()?;
        self.at += digits;
        Some(number)
    }

    /// `2014-12-08`.
    fn iso(&mut self) -> Option<Day> {
        let mut scan = *self;
        let year = scan.number(4).filter(|year| (1000..=9999).contains(year))?;
        let month = scan.take('-').then(|| scan.number(2)).flatten()?;
        let day = scan.take('-').then(|| scan.number(2)).flatten()?;
        *self = scan;
        Some(Day { year: i32::try_from(year).ok(), month, day })
    }

    /// A month's name with the blanks and the dot behind it.
    fn month(&mut self, slips: bool) -> Option<(u32, Option<(String, &'static str)>)> {
        let rest = self.rest();
        let length = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        let word = rest.get(..length)?;
        let name = word.to_lowercase();
        let exact = MONTHS.iter().position(|month| name.len() >= 3 && month.starts_with(name.as_str()));
        let (month, slip) = match exact {
            Some(month) => (month, None),
            None if slips => {
                let month = misspelt_month(&name)?;
                (month, Some((word.to_owned(), MONTHS[month])))
            }
            None => return None,
        };
        self.at += length;
        self.take('.');
        self.skip(&[' ', '\u{a0}']);
        Some((month as u32 + 1, slip))
    }

    /// A day of the month, perhaps with `st`, `nd`, `rd` or `th`.
    fn day(&mut self) -> Option<u32> {
        let mut scan = *self;
        let day = scan.number(2).filter(|day| (1..=31).contains(day))?;
        let rest = scan.rest();
        if let Some(suffix) = rest.get(..2)
            && ["st", "nd", "rd", "th"].iter().any(|ordinal| suffix.eq_ignore_ascii_case(ordinal))
            && !rest.get(2..).is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
        {
            scan.at += 2;
        }
        // `Nov 30` is a day, the `20` of `Nov 2019` and the `3` of `May 3.14` are none.
        let mut after = scan.rest().chars();
        if matches!((after.next(), after.next()), (Some('.' | ':'), Some(c)) if c.is_ascii_digit())
            || scan.rest().starts_with(|c: char| c.is_alphanumeric())
        {
            return None;
        }
        *self = scan;
        Some(day)
    }

    /// `17 November`, `17th of November`.
    fn day_month(&mut self) -> Option<Day> {
        let mut scan = *self;
        let day = scan.day()?;
        scan.take('.');
        scan.skip(&[' ']);
        if let Some(rest) = scan.rest().strip_prefix("of ") {
            scan.at = scan.text.len() - rest.len();
        }
        let end = scan.at;
        let (month, _) = scan.month(false)?;
        // The dot and the blanks behind the name are not the date's.
        let name = scan.text.get(end..scan.at)?;
        scan.at = end + name.trim_end_matches([' ', '.', '\u{a0}']).len();
        *self = scan;
        Some(Day { year: None, month, day })
    }

    /// `8/17`, `8/17/2015`.
    fn slashed(&mut self) -> Option<Day> {
        let mut scan = *self;
        let month = scan.number(2).filter(|month| (1..=12).contains(month))?;
        let day = scan.take('/').then(|| scan.number(2)).flatten().filter(|day| (1..=31).contains(day))?;
        let mut year = None;
        let mut with_year = scan;
        if with_year.take('/') {
            year = with_year.number(4).filter(|year| (2000..=2999).contains(year));
            year?;
            scan = with_year;
        }
        *self = scan;
        Some(Day { year: year.and_then(|year| i32::try_from(year).ok()), month, day })
    }

    /// The last day of a span: ` - 30`, `-29`, ` - Oct 1`, ` & 27`, `/31`, `+28`, ` - 2/5`. A number
    /// that a word follows is no day (`January 20 - 3 talks`).
    fn range_end(&mut self, start: Day) -> Option<Day> {
        let mut scan = *self;
        scan.skip(&[' ', '.']);
        let joined = ["-", "–", "—", "&amp;", "&", "+", "/", "and ", "to "]
            .iter()
            .find_map(|joint| scan.rest().strip_prefix(joint))?;
        scan.at = scan.text.len() - joined.len();
        scan.skip(&[' ']);
        let end = if let Some((month, _)) = scan.month(false) {
            Day { year: None, month, day: scan.day()? }
        } else if let Some(day) = scan.slashed() {
            day
        } else {
            let day = scan.day()?;
            let rest = scan.rest();
            let ends = rest.trim_start().is_empty()
                || rest.starts_with(['.', ',', ':', ';', '|', ')', ']'])
                || rest.trim_start().starts_with(['|', '-', '–', '—']);
            if !ends {
                return None;
            }
            Day { year: None, month: start.month, day }
        };
        *self = scan;
        Some(end)
    }

    /// A year behind the day: `, 2021` or ` 2021`.
    fn year(&mut self) -> Option<i32> {
        let mut scan = *self;
        scan.take(',');
        scan.skip(&[' ']);
        if scan.at == self.at {
            return None;
        }
        let year = scan.number(4).filter(|year| (2000..=2999).contains(year))?;
        if scan.rest().starts_with(|c: char| c.is_alphanumeric()) {
            return None;
        }
        *self = scan;
        i32::try_from(year).ok()
    }
}

/// Whether a lower-case word is a month's name or its abbreviation.
pub(super) fn is_month(word: &str) -> bool {
    word.len() >= 3 && MONTHS.iter().any(|month| month.starts_with(word))
}

/// Whether a text is a month and perhaps its year, and nothing else.
pub(super) fn is_month_and_year(text: &str) -> bool {
    let text = text.to_lowercase();
    let (month, year) = text.trim().split_once(' ').unwrap_or((text.trim(), ""));
    is_month(month)
        && (year.is_empty() || (year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit())))
}

/// The one month whose name or three letters a word misses by one letter: `Octover`, `Dex`.
fn misspelt_month(word: &str) -> Option<usize> {
    let near = |month: &&str| match word.chars().count() {
        3 => month.get(..3).is_some_and(|short| strsim::damerau_levenshtein(word, short) == 1),
        4.. => strsim::damerau_levenshtein(word, month) <= 2 - usize::from(word.len() < 7),
        _ => false,
    };
    let mut fitting = MONTHS.iter().enumerate().filter(|(_, month)| near(month));
    let (month, _) = fitting.next()?;
    fitting.next().is_none().then_some(month)
}

#[cfg(test)]
mod tests;
