//! A span of whole days.

use chrono::NaiveDate;
use serde::Serialize;

/// One or more whole days, first and last inclusive. It cannot end before it starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Days {
    start: NaiveDate,
    end: NaiveDate,
}

impl Days {
    /// From `start` to `end`, both inclusive; `None` when the end lies before the start.
    pub fn new(start: NaiveDate, end: NaiveDate) -> Option<Self> {
        (start <= end).then_some(Self { start, end })
    }

    /// A single day.
    pub fn single(day: NaiveDate) -> Self {
        Self { start: day, end: day }
    }

    /// The first day.
    pub fn start(self) -> NaiveDate {
        self.start
    }

    /// The last day, inclusive.
    pub fn end(self) -> NaiveDate {
        self.end
    }

    /// Whether the spans share a day.
    pub fn overlaps(self, other: Self) -> bool {
        self.start <= other.end && other.start <= self.end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2025, 11, d).unwrap()
    }

    #[test]
    fn a_span_cannot_end_before_it_starts() {
        assert_eq!(Days::new(day(2), day(1)), None);
        assert!(Days::new(day(2), day(2)).is_some());
    }

    #[test]
    fn spans_that_touch_on_a_day_overlap() {
        let first = Days::new(day(1), day(3)).unwrap();
        assert!(first.overlaps(Days::new(day(3), day(4)).unwrap()));
        assert!(!first.overlaps(Days::single(day(4))));
    }
}
