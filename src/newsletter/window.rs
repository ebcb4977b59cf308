//! The days that an issue covers.

use chrono::{Days as DayCount, NaiveDate};

use crate::model::Days;

/// How many weeks an issue's events reach, counted from its date.
pub const WEEKS: u32 = 4;

/// The days that an issue's events cover: from its date to `weeks` weeks later, both inclusive.
pub fn window(issue_date: NaiveDate, weeks: u32) -> Days {
    let end = issue_date.checked_add_days(DayCount::new(u64::from(weeks) * 7)).unwrap_or(NaiveDate::MAX);
    Days::new(issue_date, end).unwrap_or(Days::single(issue_date))
}

/// `Rusty Events between 2025-10-29 - 2025-11-26 🦀`
pub fn header(window: Days) -> String {
    format!("Rusty Events between {} - {} 🦀", window.start(), window.end())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_window_is_four_weeks_with_both_ends() {
        let window = window(day("2025-10-29"), WEEKS);
        assert_eq!(header(window), "Rusty Events between 2025-10-29 - 2025-11-26 🦀");
    }

    #[test]
    fn the_end_of_time_does_not_overflow() {
        assert_eq!(window(NaiveDate::MAX, 1).end(), NaiveDate::MAX);
    }
}
