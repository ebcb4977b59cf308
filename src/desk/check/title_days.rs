//! Titles that name another day than the date field.

use chrono::{Datelike, Month, NaiveDate, Weekday};

use super::about::{Check, CodeDoc, Example, Remedy};
use crate::{
    desk::page::Page,
    knowledge::words::{self, Class},
    model::{Code, Days, Problem, Severity},
    newsletter, text,
};

/// Titles that name another day than the date field.
pub const CHECK: Check = Check { codes: &[TITLE_DATE], wording: false, run: title };

const TITLE_DATE: CodeDoc = CodeDoc {
    code: Code::TitleDate,
    severity: Severity::Warning,
    meaning: "\
The title names a day, or a weekday of the month, that is none of the listing's days.",
    example: Example::under(
        "North America",
        "\
* 2025-12-05 | Boston, MA, US | [Group](https://example.org/)
    * [**Downtown Rust Lunch, Dec 6**](https://example.org/1)",
    )
    .mended(
        "\
* 2025-12-06 | Boston, MA, US | [Group](https://example.org/)
    * [**Downtown Rust Lunch, Dec 6**](https://example.org/1)",
    ),
    mend: "Look at the event's page which of the two is right. Either may be.",
    remedy: Remedy::Human("either of the two may be right"),
};

/// A title that says `Dec 6`, `6-7 December`, `Last Tuesday` or `3-day` while the date field says
/// something else.
fn title(page: &Page<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for found in &page.items {
        let Some(days) = found.listing.days else { continue };
        if let Some(other) = other_days(&found.listing.title, days) {
            let span = found.locate(page.issue, &found.listing.written.title);
            let message = format!("the title says {other}, the date field {}", newsletter::days_field(days));
            let problem = page.problem(Code::TitleDate, span, message);
            problems.push(problem.with_help("look at the event's page which of them is right"));
        }
    }
    problems
}

/// A word of a title, and what stands between it and the next.
struct TitleWord<'t> {
    text: &'t str,
    joint: &'t str,
}

/// Words of letters and digits of a folded title.
fn words(folded: &str) -> Vec<TitleWord<'_>> {
    let mut words = Vec::new();
    let mut rest = folded.trim_start_matches(|c: char| !c.is_alphanumeric());
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
        let (text, behind) = rest.split_at(end);
        let next = behind.trim_start_matches(|c: char| !c.is_alphanumeric());
        words.push(TitleWord { text, joint: behind.strip_suffix(next).unwrap_or_default() });
        rest = next;
    }
    words
}

/// The days that a title names, in its words, where they are not the listing's.
fn other_days(title: &str, days: Days) -> Option<String> {
    let folded = text::fold(title);
    let words = words(&folded);
    let dates = (0..words.len()).find_map(|at| date(&words, at));
    if let Some((named, length, at)) = dates {
        let before = at.checked_sub(1).and_then(|at| words.get(at)).map_or("", |word| word.text);
        if words::is(before, Class::TitleElsewhen) {
            return None;
        }
        let said: String =
            words.iter().skip(at).take(length).map(|word| [word.text, word.joint].concat()).collect();
        return (!named.holds(days))
            .then(|| said.trim_end_matches([' ', ',', ':', '|', ')', '-', '.', '!']).to_owned());
    }
    weekday(&words, days).or_else(|| duration(&words, days))
}

/// A day or a span of days that a title names; the year only where it says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Named {
    year: Option<i32>,
    first: (u32, u32),
    last: (u32, u32),
}

impl Named {
    /// Whether these are a listing's days: one of them, or the whole span.
    fn holds(self, days: Days) -> bool {
        let is = |day: NaiveDate, named: (u32, u32)| {
            (day.month(), day.day()) == named && self.year.is_none_or(|year| year == day.year())
        };
        if self.first != self.last {
            // The year stands behind the last day.
            return is(days.end(), self.last) && (days.start().month(), days.start().day()) == self.first;
        }
        let all = days.start().iter_days().take_while(|day| *day <= days.end());
        // Nothing is listed that goes on for longer.
        all.take(366).any(|day| is(day, self.first))
    }
}

fn month(word: &str) -> Option<u32> {
    // The one usual short form that chrono does not know.
    let word = if word == "sept" { "sep" } else { word };
    word.parse::<Month>().ok().map(|month| month.number_from_month())
}

/// `6`, `06`, `6th`.
fn day(word: &str) -> Option<u32> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let ending = word.strip_prefix(digits).unwrap_or_default();
    let ordinal = matches!(ending, "" | "st" | "nd" | "rd" | "th");
    digits.parse().ok().filter(|day| ordinal && digits.len() <= 2 && (1..=31).contains(day))
}

fn year(word: &str) -> Option<i32> {
    word.parse().ok().filter(|year| word.len() == 4 && (2010..2100).contains(year))
}

/// Whether what stands between two days makes a span of them.
fn is_span(joint: &str) -> bool {
    let joint = joint.trim();
    matches!(joint, "-" | "\u{2013}" | "\u{2014}" | "~" | "&" | "+")
}

/// The days that the words from `at` on name, how many words that takes, and where they begin.
fn date(words: &[TitleWord<'_>], at: usize) -> Option<(Named, usize, usize)> {
    let word = |offset: usize| words.get(at + offset).map(|word| word.text);
    let joint = |offset: usize| words.get(at + offset).map_or("", |word| word.joint);
    let word_is = |offset: usize, text: &str| word(offset) == Some(text);
    let first = word(0)?;
    let named = |first, last, length: usize| {
        let year = word(length).and_then(year);
        Some((Named { year, first, last }, length + usize::from(year.is_some()), at))
    };
    // `2025-12-06`
    if let (Some(year), Some(month), Some(on)) = (year(first), word(1).and_then(day), word(2).and_then(day))
        && joint(0) == joint(1)
        && matches!(joint(0), "-" | "/" | ".")
        && month <= 12
    {
        return Some((Named { year: Some(year), first: (month, on), last: (month, on) }, 3, at));
    }
    // `6.12.2025`; `6/12/2025` is read in two ways.
    if let (Some(on), Some(month), Some(year)) = (day(first), word(1).and_then(day), word(2).and_then(year))
        && (joint(0), joint(1)) == (".", ".")
        && month <= 12
    {
        return Some((Named { year: Some(year), first: (month, on), last: (month, on) }, 3, at));
    }
    if let Some(in_month) = month(first) {
        // `Dec 6`, `Dec 6-7`, `Nov 30 - Dec 2`
        let on = word(1).and_then(day)?;
        if is_span(joint(1)) || word_is(2, "to") {
            let skip = 2 + usize::from(word_is(2, "to"));
            if let (Some(other), Some(last)) = (word(skip).and_then(month), word(skip + 1).and_then(day)) {
                return named((in_month, on), (other, last), skip + 2);
            }
            if let Some(last) = word(skip).and_then(day).filter(|last| *last > on) {
                return named((in_month, on), (in_month, last), skip + 1);
            }
        }
        return named((in_month, on), (in_month, on), 2);
    }
    let on = day(first)?;
    let of = |offset: usize| offset + usize::from(word_is(offset, "of"));
    if let Some(in_month) = word(of(1)).and_then(month) {
        // `6 December`, `6th of December`, `20 April - 21 May`
        let end = of(1) + 1;
        if is_span(joint(end - 1)) || word_is(end, "to") {
            let skip = end + usize::from(word_is(end, "to"));
            if let (Some(last), Some(other)) = (word(skip).and_then(day), word(skip + 1).and_then(month)) {
                return named((in_month, on), (other, last), skip + 2);
            }
        }
        return named((in_month, on), (in_month, on), end);
    }
    // `6-7 December`
    if is_span(joint(0))
        && let (Some(last), Some(in_month)) = (word(1).and_then(day), word(of(2)).and_then(month))
        && last > on
    {
        return named((in_month, on), (in_month, last), of(2) + 1);
    }
    None
}

/// `Last Tuesday`, `First Tuesdays`, `2nd Wednesday`, where the day is another one.
fn weekday(words: &[TitleWord<'_>], days: Days) -> Option<String> {
    if days.start() != days.end() {
        return None;
    }
    let on = days.start();
    for pair in words.windows(2) {
        let [ordinal, weekday] = pair else { continue };
        let nth = match ordinal.text {
            "first" | "1st" => Some(1),
            "second" | "2nd" => Some(2),
            "third" | "3rd" => Some(3),
            "fourth" | "4th" => Some(4),
            "fifth" | "5th" => Some(5),
            "last" => None,
            _ => continue,
        };
        let whole =
            weekday.text.strip_suffix('s').filter(|word| word.ends_with("day")).unwrap_or(weekday.text);
        let Some(named) = whole.parse::<Weekday>().ok().filter(|_| whole.ends_with("day")) else { continue };
        let holds = on.weekday() == named
            && match nth {
                Some(nth) => on.day0() / 7 + 1 == nth,
                None => {
                    on.checked_add_days(chrono::Days::new(7)).is_none_or(|next| next.month() != on.month())
                }
            };
        return (!holds).then(|| format!("{} {}", ordinal.text, weekday.text));
    }
    None
}

/// `3-day workshop`, `two days`, beside a date field of another length.
fn duration(words: &[TitleWord<'_>], days: Days) -> Option<String> {
    let listed = (days.end() - days.start()).num_days() + 1;
    for pair in words.windows(2) {
        let [number, unit] = pair else { continue };
        let count = match number.text {
            "two" => 2,
            "three" => 3,
            "four" => 4,
            "five" => 5,
            text => match text.parse::<i64>() {
                Ok(count @ 2..=9) => count,
                _ => continue,
            },
        };
        let says = matches!(unit.text, "day" | "days") && matches!(number.joint.trim(), "" | "-");
        // `Advent day 3`, `in 30 days`: only a length that one listing can have.
        if says && listed == 1 {
            return Some(format!("{count} days"));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(title: &str, first: &str, last: &str) -> Option<String> {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        other_days(title, Days::new(day(first), day(last)).unwrap())
    }

    #[test]
    fn days_in_titles_are_compared_in_all_usual_spellings() {
        for title in [
            "Lunch, Dec 6",
            "Lunch December 6th",
            "Lunch on 6 December 2025",
            "6th of December: Lunch",
            "Lunch 2025-12-06",
            "Lunch 6.12.2025",
            "Lunch (2025/12/06)",
            "Meetup #6, Dec. 6",
        ] {
            assert_eq!(told(title, "2025-12-06", "2025-12-06"), None, "{title}");
            assert!(told(title, "2025-12-07", "2025-12-07").is_some(), "{title}");
        }
        assert_eq!(told("Lunch, Dec 6 2024", "2025-12-06", "2025-12-06").as_deref(), Some("dec 6 2024"));
        assert_eq!(told("Preparing for Sep 17", "2025-09-10", "2025-09-10"), None);
        assert_eq!(told("May the 4th be with you: 10 crates", "2025-05-08", "2025-05-08"), None);
    }

    #[test]
    fn spans_in_titles_are_the_whole_listing() {
        for title in ["Conf Dec 6-7", "Conf 6-7 December 2025", "Conf 6 \u{2013} 7 Dec", "Conf Dec 6 to 7"] {
            assert_eq!(told(title, "2025-12-06", "2025-12-07"), None, "{title}");
            assert!(told(title, "2025-12-06", "2025-12-06").is_some(), "{title}");
        }
        let year = "Conf 6-7 December 2024";
        assert_eq!(told(year, "2025-12-06", "2025-12-07").as_deref(), Some("6-7 december 2024"));
        let long = "Training: 20 April - 21 May 2026.";
        assert_eq!(told(long, "2026-04-20", "2026-05-21"), None);
        assert_eq!(told(long, "2026-04-22", "2026-04-22").as_deref(), Some("20 april - 21 may 2026"));
        assert_eq!(told("Hackathon 30 Sept - 2 Oct", "2022-09-30", "2022-10-02"), None);
        assert_eq!(told("Conf Nov 30 - Dec 2", "2025-11-30", "2025-12-02"), None);
    }

    #[test]
    fn weekdays_of_the_month_are_counted() {
        assert_eq!(told("Last Tuesday", "2026-05-26", "2026-05-26"), None);
        assert_eq!(told("Last Tuesday", "2026-05-12", "2026-05-12").as_deref(), Some("last tuesday"));
        assert_eq!(told("First Tuesdays", "2026-05-05", "2026-05-05"), None);
        assert_eq!(told("First Tuesdays", "2026-05-12", "2026-05-12").as_deref(), Some("first tuesdays"));
        assert_eq!(told("2nd Wednesday", "2026-05-06", "2026-05-06").as_deref(), Some("2nd wednesday"));
        assert_eq!(told("Second day of Rust", "2026-05-06", "2026-05-06"), None);
    }

    #[test]
    fn a_length_is_that_of_the_listing() {
        assert_eq!(
            told("Web in Rust, 3-day workshop", "2025-07-11", "2025-07-11").as_deref(),
            Some("3 days")
        );
        assert_eq!(told("Web in Rust, 3-day workshop", "2025-07-11", "2025-07-13"), None);
        assert_eq!(told("Day 3 of Advent", "2025-12-03", "2025-12-03"), None);
    }
}
