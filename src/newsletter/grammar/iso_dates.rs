//! The date field of the two-line form: one ISO date or a span of them, in every spelling that has
//! been seen, and what hands make of it.

use std::ops::Range;

use chrono::{Datelike, NaiveDate};

use crate::{
    knowledge::words::{self, Class},
    model::{Code, Days},
};

/// Years that a listing can mean; calendars cannot hold all that chrono can.
const YEARS: std::ops::RangeInclusive<i32> = 1990..=2199;

/// What a date field says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct DateField {
    /// The days; `None` when the first date does not exist.
    pub(crate) days: Option<Days>,
    /// Bytes that the dates, and times of day behind them, take up at the start of the text.
    pub(crate) length: usize,
    /// What is worth telling.
    pub(crate) findings: Vec<DateFinding>,
}

/// Something worth telling about a date field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DateFinding {
    /// What kind it is.
    pub(crate) code: Code,
    /// Bytes of the text.
    pub(crate) span: Range<usize>,
    /// What is wrong.
    pub(crate) message: String,
    /// The house style's way to write it, safe to put there.
    pub(crate) replacement: Option<String>,
}

/// One date as written.
#[derive(Debug, Clone, Copy)]
struct WrittenDate {
    start: usize,
    end: usize,
    /// `None` for a day that does not exist, such as 30 February.
    date: Option<NaiveDate>,
    /// Whether it was written whole, with year, month and day in two digits and hyphens.
    iso: bool,
}

/// Reads the dates at the start of `text`; `None` when there is none.
///
/// `2025-11-02`, `2025-11-02 - 2025-11-04`; with `&`, `,`, `*`, `–`, `to` and the like between the
/// two; `2022-05-19 & 05-20`, `2024-01-27-28`; with slashes, dots, or single digits. Of more than two
/// dates the last is the end.
pub(crate) fn read(text: &str) -> Option<DateField> {
    let first = whole_date(text, 0)?;
    let mut last = None;
    let mut end = first.end;
    let mut joined_by_hyphen = true;
    while let Some((joiner, start)) = joiner(text, end) {
        let base = last.unwrap_or(first);
        let Some(next) = whole_date(text, start).or_else(|| short_date(text, start, base)) else { break };
        joined_by_hyphen &= last.is_none() && joiner == " - ";
        end = next.end;
        last = Some(next);
    }
    let length = end + times(&text[end..]);
    let mut findings = Vec::new();
    for date in [Some(first), last].into_iter().flatten().filter(|date| date.date.is_none()) {
        findings.push(no_day(&text[date.start..date.end], date.start..date.end));
    }
    let days = match (first.date, last.map(|last| last.date)) {
        (Some(start), Some(Some(end))) => Some(Days::new(start, end).unwrap_or_else(|| {
            findings.push(DateFinding {
                code: Code::EndBeforeStart,
                span: first.start..length,
                message: format!("the end {end} lies before the start {start}; only the start is taken"),
                replacement: None,
            });
            Days::single(start)
        })),
        (Some(start), _) => Some(Days::single(start)),
        (None, _) => None,
    };
    if let Some(days) = days
        && findings.is_empty()
    {
        let house = match last {
            Some(_) => format!("{} - {}", days.start(), days.end()),
            None => days.start().to_string(),
        };
        let iso = first.iso && last.is_none_or(|last| last.iso && joined_by_hyphen);
        if !iso {
            findings.push(DateFinding {
                code: Code::DateStyle,
                span: 0..end,
                message: format!("`{}` is written `{house}`", &text[..end]),
                replacement: Some(house),
            });
        }
        if length > end {
            findings.push(DateFinding {
                code: Code::DateStyle,
                span: end..length,
                message: format!("`{}` is no part of a date and is not read", text[end..length].trim()),
                replacement: None,
            });
        }
    }
    Some(DateField { days, length, findings })
}

/// A first field of digits, hyphens and the like that is no date: `2025-310-08 | Berlin, DE`. It is the
/// date field all the same, so that what follows is read as it should be.
pub(crate) fn mistyped(text: &str) -> Option<DateField> {
    let field = text.get(..text.find('|')?)?.trim_end();
    let length = field.len();
    let plenty = field.bytes().filter(u8::is_ascii_digit).count() >= 5;
    (field.starts_with(|c: char| c.is_ascii_digit()) && plenty && is_digits(field)).then(|| DateField {
        days: None,
        length,
        findings: vec![no_day(field, 0..length)],
    })
}

/// Whether a text is made of digits and what joins them in a date.
fn is_digits(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '/' | '.' | '‐' | '‑' | '–' | '−' | ' '))
}

fn no_day(written: &str, span: Range<usize>) -> DateFinding {
    DateFinding {
        code: Code::BadDate,
        span,
        message: format!("there is no day `{written}`"),
        replacement: None,
    }
}

/// `2025-11-02`, and `2025/11/2`, `2025.11.02`.
fn whole_date(text: &str, start: usize) -> Option<WrittenDate> {
    let (year, at) = number(text, start, 4..=4)?;
    let (separator, at) = separator(text, at)?;
    let (month, at) = number(text, at, 1..=2)?;
    let (second, at) = self::separator(text, at)?;
    let (day, end) = number(text, at, 1..=2)?;
    Some(WrittenDate {
        start,
        end,
        date: i32::try_from(year)
            .ok()
            .filter(|year| YEARS.contains(year))
            .and_then(|year| NaiveDate::from_ymd_opt(year, month, day)),
        iso: separator == '-' && second == '-' && end - start == 10,
    })
}

/// `05-20` and `28` behind a date whose year, and perhaps month, they share.
fn short_date(text: &str, start: usize, base: WrittenDate) -> Option<WrittenDate> {
    let base = base.date?;
    let (first, at) = number(text, start, 1..=2)?;
    let month_and_day = separator(text, at).and_then(|(_, at)| number(text, at, 1..=2));
    let (date, end) = match month_and_day {
        Some((day, end)) => {
            // A span over New Year's Eve may leave its second year out too.
            let year = base.year() + i32::from(first < base.month() && base.month() == 12);
            (NaiveDate::from_ymd_opt(year, first, day), end)
        }
        None => (NaiveDate::from_ymd_opt(base.year(), base.month(), first), at),
    };
    // `2025-11-02 - 18:00`, `2025-11-02, 3rd floor`, `2025-11-02, 3 talks`
    let follows = text[end..].trim_start().chars().next();
    let whole = follows.is_none_or(|c| matches!(c, '|' | ',' | '&' | ')' | '[' | '*' | '-' | '–'));
    whole.then_some(WrittenDate { start, end, date, iso: false })
}

/// What joins two dates, and where the second begins.
fn joiner(text: &str, at: usize) -> Option<(&str, usize)> {
    const JOINERS: [&str; 15] =
        ["to", "and", "until", "till", "through", "..", "-", "–", "—", "−", "&", ",", "*", "+", "~"];
    let rest = &text[at..];
    let trimmed = rest.trim_start();
    let blank = rest.len() - trimmed.len();
    let joiner = JOINERS
        .iter()
        .chain(&["/"])
        .find(|joiner| trimmed.get(..joiner.len()).is_some_and(|head| head.eq_ignore_ascii_case(joiner)))?;
    let behind = trimmed[joiner.len()..].trim_start();
    let start = text.len() - behind.len();
    let is_digit = behind.starts_with(|c: char| c.is_ascii_digit());
    let spaced = blank > 0 || !joiner.chars().all(char::is_alphabetic);
    (is_digit && spaced).then_some((&text[at..start], start))
}

/// Length of a time of day, zone or weekday behind a date: ` 18:00 - 20:00 UTC`, `T18:00Z`, ` (Tue)`.
fn times(rest: &str) -> usize {
    const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let end = rest.find(['|', '[']).unwrap_or(rest.len());
    let mut length = 0;
    for token in rest[..end].split_inclusive(char::is_whitespace) {
        let word = token.trim().trim_matches(['(', ')', ',', ';', '.']).to_ascii_lowercase();
        let is_time = word.trim_start_matches(['t', '@', '-']).starts_with(|c: char| c.is_ascii_digit())
            && word.contains([':', 'h', 'm'])
            && !word.contains(|c: char| c.is_alphabetic() && !"tzhamputcg".contains(c));
        let is_word = words::is(&word, Class::DateTime)
            || matches!(&*word, "@" | "-" | "–")
            || WEEKDAYS.iter().any(|day| word.starts_with(day) && (word.len() == 3 || word.ends_with("day")));
        if !(word.is_empty() || is_time || is_word) {
            break;
        }
        length += token.len();
    }
    let taken = rest[..length].trim_end();
    // A blank or a dash alone is none.
    if taken.contains(char::is_alphanumeric) { taken.len() } else { 0 }
}

fn number(text: &str, start: usize, digits: std::ops::RangeInclusive<usize>) -> Option<(u32, usize)> {
    let rest = text.get(start..)?;
    let length = rest.bytes().take_while(u8::is_ascii_digit).count();
    if !digits.contains(&length) {
        return None;
    }
    Some((rest[..length].parse().ok()?, start + length))
}

fn separator(text: &str, start: usize) -> Option<(char, usize)> {
    let c = text.get(start..)?.chars().next()?;
    matches!(c, '-' | '/' | '.' | '‐' | '‑' | '–' | '−').then_some((c, start + c.len_utf8()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Days, what is left of the text, and codes.
    fn seen(text: &str) -> (String, &str, Vec<&'static str>) {
        let field = read(text).unwrap();
        let days = field.days.map_or_else(String::new, |days| format!("{}..{}", days.start(), days.end()));
        (days, &text[field.length..], field.findings.iter().map(|finding| finding.code.slug()).collect())
    }

    #[test]
    fn every_override_of_a_date_is_one() {
        let overrides = crate::knowledge::overrides::Overrides::bundled();
        assert!(overrides.dates().count() > 0);
        for date in overrides.dates() {
            assert!(read(date).is_some_and(|field| field.days.is_some()), "{date}");
        }
    }

    #[test]
    fn house_style_is_read_without_a_word() {
        assert_eq!(seen("2025-11-02 | X"), ("2025-11-02..2025-11-02".into(), " | X", vec![]));
        assert_eq!(seen("2025-11-02 - 2025-11-04 | X"), ("2025-11-02..2025-11-04".into(), " | X", vec![]));
        assert_eq!(seen("2025-11-02"), ("2025-11-02..2025-11-02".into(), "", vec![]));
    }

    #[test]
    fn every_spelling_of_a_span_is_one() {
        for joiner in [" & ", ", ", " * ", " – ", " — ", " to ", " and ", "/", "-", " -", "..", " until "]
        {
            let text = format!("2025-11-02{joiner}2025-11-04 | X");
            assert_eq!(seen(&text), ("2025-11-02..2025-11-04".into(), " | X", vec!["date-style"]), "{text}");
        }
        for (text, days) in [
            ("2022-05-19 & 05-20 |", "2022-05-19..2022-05-20"),
            ("2024-01-27-28 |", "2024-01-27..2024-01-28"),
            ("2024-01-27 - 28|", "2024-01-27..2024-01-28"),
            ("2024-12-30 - 01-02 |", "2024-12-30..2025-01-02"),
            ("2025-11-02, 2025-11-09, 2025-11-16 |", "2025-11-02..2025-11-16"),
            ("2025-11-02 & 03 & 04 |", "2025-11-02..2025-11-04"),
        ] {
            assert_eq!(seen(text).0, days, "{text}");
            assert_eq!(seen(text).2, ["date-style"], "{text}");
        }
    }

    #[test]
    fn slips_in_a_date_are_read() {
        for text in ["2023-10-9 |", "2023/10/09 |", "2023.10.9 |", "2023-10‑09 |"] {
            assert_eq!(seen(text), ("2023-10-09..2023-10-09".into(), " |", vec!["date-style"]), "{text}");
        }
        let field = read("2023-10-9 | X").unwrap();
        assert_eq!(field.findings[0].replacement.as_deref(), Some("2023-10-09"));
    }

    #[test]
    fn days_that_are_none_are_not_made_up() {
        assert_eq!(seen("2025-02-30 | X"), (String::new(), " | X", vec!["bad-date"]));
        assert_eq!(seen("9999-12-31 | X"), (String::new(), " | X", vec!["bad-date"]));
        assert_eq!(seen("0000-12-22 | X"), (String::new(), " | X", vec!["bad-date"]));
        assert_eq!(seen("2025-13-01 | X"), (String::new(), " | X", vec!["bad-date"]));
        assert_eq!(
            seen("2025-02-27 - 2025-02-30 | X"),
            ("2025-02-27..2025-02-27".into(), " | X", vec!["bad-date"])
        );
        assert_eq!(
            seen("2025-02-27 - 2025-02-20 | X"),
            ("2025-02-27..2025-02-27".into(), " | X", vec!["end-before-start"])
        );
        assert_eq!(read("20251-02-03"), None);
        assert_eq!(read("2025-02"), None);
    }

    #[test]
    fn a_mistyped_date_is_the_date_field_and_what_follows_is_none() {
        for text in ["2025-310-08 | X", "20255-10-08 | X", "2025-1008 | X", "2025--10-08 | X", "2025-10- | X"]
        {
            let field = mistyped(text).unwrap();
            assert_eq!((field.days, &text[field.length..]), (None, " | X"), "{text}");
            assert_eq!(field.findings.len(), 1, "{text}");
        }
        for text in ["8/17 | X", "2025-310-08", "2025-310-08 Berlin | X", "- 2025-310-08 | X", "| X"] {
            assert_eq!(mistyped(text), None, "{text}");
        }
    }

    #[test]
    fn times_behind_a_date_are_told_and_places_left() {
        for (text, rest) in [
            ("2025-11-02 18:00 | X", " | X"),
            ("2025-11-02 18:00 - 20:00 UTC | X", " | X"),
            ("2025-11-02T18:00Z | X", " | X"),
            ("2025-11-02 (Tue) | X", " | X"),
            ("2025-11-02, Tuesday, 6pm CET | X", " | X"),
        ] {
            assert_eq!(seen(text), ("2025-11-02..2025-11-02".into(), rest, vec!["date-style"]), "{text}");
        }
        for (text, rest) in [
            ("2025-11-02 Berlin, DE | X", " Berlin, DE | X"),
            ("2025-11-02 Monza, IT | X", " Monza, IT | X"),
            ("2025-11-02, 3rd floor | X", ", 3rd floor | X"),
            ("2025-11-02, 3 talks | X", ", 3 talks | X"),
            ("2025-11-02 - | X", " - | X"),
        ] {
            assert_eq!(seen(text), ("2025-11-02..2025-11-02".into(), rest, vec![]), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_taken(text in "2025-1[0-3]-[0-3][0-9][ -,&*/0-9a-z–(]{0,20}") {
            if let Some(field) = read(&text) {
                prop_assert!(field.length <= text.len());
                prop_assert!(text.is_char_boundary(field.length));
                prop_assert!(field.days.is_some() || !field.findings.is_empty());
            }
        }
    }
}
