//! How often a group meets, and when it may be expected next.

use std::collections::BTreeSet;

use chrono::{Datelike, Days as DayCount, NaiveDate, Weekday};
use serde::Serialize;

use crate::model::Event;

/// A series is taken to have stopped when nothing came for this many of its usual gaps.
const GAPS_UNTIL_STOPPED: i64 = 3;
/// Fewer occurrences than this have no rhythm.
const RHYTHM_FROM: usize = 3;

/// So many of the last days have to agree for a custom, of at most twice as many.
const CUSTOM_OF: usize = 3;

/// How often a group meets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rhythm {
    /// Distinct first days.
    pub occurrences: usize,
    /// The median of the days between them; `None` for fewer than three.
    pub median_gap_days: Option<i64>,
    /// The newest first day.
    pub last_day: Option<NaiveDate>,
    /// The day around which the next one may be expected by that custom, where none is announced. No more
    /// than a guess.
    pub expected_around: Option<NaiveDate>,
    /// Whether it seems to have stopped: nothing lies ahead, and nothing came for three usual gaps.
    pub stopped: bool,
}

/// Reads it from the days on which the group met.
pub(super) fn rhythm(events: &[&Event], as_of: NaiveDate) -> Rhythm {
    let days: BTreeSet<NaiveDate> = events.iter().map(|event| event.days.start()).collect();
    let mut gaps: Vec<i64> =
        days.iter().zip(days.iter().skip(1)).map(|(a, b)| (*b - *a).num_days()).collect();
    gaps.sort_unstable();
    let middle = gaps.get(gaps.len().saturating_sub(1) / 2).zip(gaps.get(gaps.len() / 2));
    let median = middle.filter(|_| days.len() >= RHYTHM_FROM).map(|(low, high)| (low + high) / 2);
    let last_day = days.last().copied();
    let stopped_after = |gap: i64| gap.max(7) * GAPS_UNTIL_STOPPED;
    let silent = last_day.map_or(0, |day| (as_of - day).num_days());
    let stopped = median.is_some_and(|gap| silent > stopped_after(gap));
    let announced = last_day.is_some_and(|day| day >= as_of);
    let expected = median.filter(|_| !stopped && !announced).and_then(|gap| expected(&days, gap, as_of));
    Rhythm { occurrences: days.len(), median_gap_days: median, last_day, expected_around: expected, stopped }
}

/// The next day by the group's custom, from `as_of` on: the same weekday of the month, the same weekday, else
/// the usual gap.
fn expected(days: &BTreeSet<NaiveDate>, gap: i64, as_of: NaiveDate) -> Option<NaiveDate> {
    let last = *days.last()?;
    let newest: Vec<NaiveDate> = days.iter().rev().take(2 * CUSTOM_OF).copied().collect();
    let weekday = most(newest.iter().map(|day| day.weekday().num_days_from_monday()))
        .and_then(|day| Weekday::try_from(u8::try_from(day).ok()?).ok());
    let steps = |day: NaiveDate, step: i64| -> Option<NaiveDate> {
        let step = u64::try_from(step.max(1)).ok()?;
        let ahead = u64::try_from((as_of - day).num_days()).unwrap_or(0);
        day.checked_add_days(DayCount::new(ahead.div_ceil(step).max(1) * step))
    };
    let monthly = (25..=35).contains(&gap) || (55..=70).contains(&gap) || (80..=100).contains(&gap);
    if let Some(weekday) = weekday {
        let nth = |day: &NaiveDate| (day.day0() / 7) + 1;
        let months = u32::try_from((gap + 15) / 30).unwrap_or(1).max(1);
        let custom = most(newest.iter().filter(|day| day.weekday() == weekday).map(nth)).filter(|_| monthly);
        if let Some(nth) = custom {
            let mut month = last.with_day(1)?;
            for _ in 0..48 {
                month = month.checked_add_months(chrono::Months::new(months))?;
                let day = NaiveDate::from_weekday_of_month_opt(
                    month.year(),
                    month.month(),
                    weekday,
                    u8::try_from(nth).ok()?,
                );
                if let Some(day) = day.filter(|day| *day >= as_of) {
                    return Some(day);
                }
            }
        }
        if gap >= 6 {
            // Whole weeks from the last one on that weekday.
            let weeks = ((gap + 3) / 7).max(1) * 7;
            let from = newest.iter().find(|day| day.weekday() == weekday)?;
            return steps(*from, weeks);
        }
    }
    steps(last, gap)
}

/// The value that stands there most often, where it is there often enough to be a custom.
fn most(values: impl Iterator<Item = u32> + Clone) -> Option<u32> {
    let count = |value: u32| values.clone().filter(|other| *other == value).count();
    values.clone().max_by_key(|value| (count(*value), *value)).filter(|value| count(*value) >= CUSTOM_OF)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn next(days: &[&str], as_of: &str) -> Option<String> {
        let days: BTreeSet<NaiveDate> = days.iter().map(|day| day.parse().unwrap()).collect();
        let mut gaps: Vec<i64> =
            days.iter().zip(days.iter().skip(1)).map(|(a, b)| (*b - *a).num_days()).collect();
        gaps.sort_unstable();
        expected(&days, gaps[gaps.len() / 2], as_of.parse().unwrap()).map(|day| day.to_string())
    }

    #[test]
    fn the_custom_says_when_the_next_one_may_be() {
        // Every week on Thursday; every second Tuesday; the second Tuesday of a month; once a quarter.
        assert_eq!(
            next(&["2025-11-06", "2025-11-13", "2025-11-20"], "2025-11-26").as_deref(),
            Some("2025-11-27")
        );
        assert_eq!(
            next(&["2025-10-21", "2025-11-04", "2025-11-18"], "2025-11-26").as_deref(),
            Some("2025-12-02")
        );
        assert_eq!(
            next(&["2025-09-09", "2025-10-14", "2025-11-11"], "2025-11-26").as_deref(),
            Some("2025-12-09")
        );
        assert_eq!(
            next(&["2025-03-05", "2025-06-04", "2025-09-03"], "2025-11-26").as_deref(),
            Some("2025-12-03")
        );
        // No weekday of its own: the usual gap.
        assert_eq!(
            next(&["2025-09-01", "2025-10-01", "2025-10-31"], "2025-11-26").as_deref(),
            Some("2025-11-30")
        );
    }
}
