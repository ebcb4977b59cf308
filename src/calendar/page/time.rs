//! Times as JSON-LD writes them: ISO 8601, with and without seconds, offset, colon.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime};

/// A time as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PageTime {
    /// A day.
    Day(NaiveDate),
    /// A time of day, wherever.
    Local(NaiveDateTime),
    /// An instant.
    At(DateTime<FixedOffset>),
}

impl PageTime {
    /// The day as written.
    pub(super) fn day(self) -> NaiveDate {
        match self {
            Self::Day(day) => day,
            Self::Local(time) => time.date(),
            Self::At(time) => time.date_naive(),
        }
    }
}

/// Reads a time; `None` for what is none.
pub(super) fn read(text: &str) -> Option<PageTime> {
    let text = text.trim();
    if let Ok(day) = text.parse::<NaiveDate>() {
        return Some(PageTime::Day(day));
    }
    let text = text.replacen(' ', "T", 1).replace(' ', "");
    let text = text.strip_suffix(['Z', 'z']).map_or(text.clone(), |local| format!("{local}+00:00"));
    // A weekday's zone in brackets, as Java prints it: `+01:00[Europe/Berlin]`.
    let text = text.split('[').next().unwrap_or_default();
    for format in ["%Y-%m-%dT%H:%M:%S%.f%z", "%Y-%m-%dT%H:%M%z"] {
        if let Ok(time) = DateTime::parse_from_str(text, format) {
            return Some(PageTime::At(time));
        }
    }
    // `+01`, the hours alone.
    if let Ok(time) = DateTime::parse_from_str(&format!("{text}:00"), "%Y-%m-%dT%H:%M:%S%.f%z") {
        return Some(PageTime::At(time));
    }
    let formats = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M"];
    let local = formats.iter().find_map(|format| NaiveDateTime::parse_from_str(text, format).ok());
    // Of an hour that cannot be read the day holds.
    let day = || text.get(..10)?.parse().ok().filter(|_| text[10..].starts_with('T')).map(PageTime::Day);
    local.map(PageTime::Local).or_else(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_come_in_every_form() {
        let at = |text: &str| match read(text) {
            Some(PageTime::At(time)) => time.to_rfc3339(),
            other => format!("{other:?}"),
        };
        for text in [
            "2026-01-14T18:30:00+01:00",
            "2026-01-14T18:30:00+0100",
            "2026-01-14T18:30+01:00",
            "2026-01-14T18:30:00.000+01:00",
            "2026-01-14 18:30:00 +0100",
            "2026-01-14T18:30:00+01",
            "2026-01-14T18:30:00+01:00[Europe/Berlin]",
        ] {
            assert_eq!(at(text), "2026-01-14T18:30:00+01:00", "{text}");
        }
        assert_eq!(at("2026-01-14T17:30:00Z"), "2026-01-14T17:30:00+00:00");
        assert!(matches!(read("2026-01-14T18:30"), Some(PageTime::Local(_))));
        assert!(matches!(read("2026-01-14"), Some(PageTime::Day(_))));
        assert!(matches!(read("2026-01-14T19h"), Some(PageTime::Day(_))));
        for text in ["", "soon", "2026-13-01", "14.01.2026"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
