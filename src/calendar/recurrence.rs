//! The occurrences of an event (RFC 5545, section 3.8.5): RRULE, RDATE and EXDATE, inside a window.
//!
//! A rule is expanded in the local time of the event, as if every day had all its hours; which point
//! in time an occurrence is, its zone says afterwards. So an evening stays an evening over a change of
//! the clock. What is expanded is bounded by a [`Budget`]: rules by the minute are refused, and a file
//! of rules that begin in the Middle Ages costs no more than its budget.

use chrono::{NaiveDateTime, TimeDelta, TimeZone as _};
use rrule::{Frequency, RRule, RRuleSet, Unvalidated};

/// How many steps the expansion of a whole file may take.
#[derive(Debug, Clone, Copy)]
pub(super) struct Budget {
    left: u32,
}

impl Budget {
    /// Occurrences of one rule, counted from its start: a daily one of 54 years.
    const OF_RULE: u32 = 20_000;

    /// What a search costs that finds no further day.
    const OF_SEARCH: u32 = 50_000;

    /// Of a file: a thousand weekly rules of twenty years.
    pub fn of_file() -> Self {
        Self { left: 1_000_000 }
    }

    /// Of a rule for summer time, which is yearly.
    pub fn of_zone() -> Self {
        Self { left: 2_000 }
    }
}

/// A rule that can be expanded.
#[derive(Debug, Clone)]
pub(super) struct Rule {
    rule: RRule<Unvalidated>,
    /// The last local time, inclusive.
    until: Option<NaiveDateTime>,
    counted: bool,
}

impl Rule {
    /// Reads an RRULE. `local` gives the local time of an UNTIL in UTC.
    ///
    /// # Errors
    ///
    /// In words, what is wrong with it.
    pub fn read(
        text: &str,
        start: NaiveDateTime,
        local: impl Fn(NaiveDateTime) -> Option<NaiveDateTime>,
    ) -> Result<Self, String> {
        // A rule is ASCII (RFC 5545, section 3.3.10), and the library cuts a weekday's name by bytes.
        if !text.is_ascii() {
            return Err(format!("`{text}` cannot be read as a rule"));
        }
        let mut until = None;
        let mut counted = false;
        let mut kept: Vec<String> = Vec::new();
        for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
            let (name, value) =
                part.split_once('=').ok_or_else(|| format!("`{part}` is no part of a rule"))?;
            let (name, value) = (name.trim().to_ascii_uppercase(), value.trim().to_ascii_uppercase());
            match name.as_str() {
                "UNTIL" => until = Some(last(&value, start, &local)?),
                "RSCALE" if value == "GREGORIAN" => {}
                "SKIP" if value == "OMIT" => {}
                _ if name.starts_with("X-") => {}
                _ => {
                    counted |= name == "COUNT";
                    kept.push(format!("{name}={value}"));
                }
            }
        }
        let rule: RRule<Unvalidated> =
            kept.join(";").parse().map_err(|_| format!("`{text}` cannot be read as a rule"))?;
        if matches!(rule.get_freq(), Frequency::Hourly | Frequency::Minutely | Frequency::Secondly) {
            return Err(format!("`{text}` recurs within a day"));
        }
        Ok(Self { rule, until, counted })
    }
}

/// The last local time that an UNTIL allows: of a date the whole day.
fn last(
    text: &str,
    start: NaiveDateTime,
    local: impl Fn(NaiveDateTime) -> Option<NaiveDateTime>,
) -> Result<NaiveDateTime, String> {
    let wrong = || format!("`UNTIL={text}` is no date");
    match super::value::date_time(text) {
        Some((time, true)) => local(time).ok_or_else(wrong),
        Some((time, false)) => Ok(time),
        None => {
            let (day, _) = super::value::date_time(&format!("{text}T235959")).ok_or_else(wrong)?;
            Ok(day.max(start.min(day)))
        }
    }
}

/// The local starts of a rule from `from` to `to`, both inclusive. The start itself is always one (it
/// is the first of the series, whatever the rule says).
///
/// # Errors
///
/// When the rule cannot be used, or its budget ended before the window did.
pub(super) fn starts(
    start: NaiveDateTime,
    rule: &Rule,
    from: NaiveDateTime,
    to: NaiveDateTime,
    budget: &mut Budget,
) -> Result<Vec<NaiveDateTime>, String> {
    let mut found = Vec::new();
    if from <= start && start <= to {
        found.push(start);
    }
    let to = rule.until.map_or(to, |until| until.min(to));
    if to < start {
        return Ok(found);
    }
    if budget.left == 0 {
        return Err("the rules before it took all the time that a file may".to_owned());
    }
    let begin = if rule.counted { start } else { forward(start, from, &rule.rule) };
    let floating = rrule::Tz::UTC.from_utc_datetime(&begin);
    let valid =
        rule.rule.clone().validate(floating).map_err(|error| format!("its rule cannot be used: {error}"))?;
    let set = RRuleSet::new(floating).limit().rrule(valid);
    let mut steps = 0;
    let mut passed = false;
    for occurrence in &set {
        let occurrence = occurrence.naive_utc();
        if occurrence > to {
            passed = true;
            break;
        }
        steps += 1;
        if steps > Budget::OF_RULE || budget.left == 0 {
            return Err("it has more occurrences before the window than are looked at".to_owned());
        }
        budget.left -= 1;
        if from <= occurrence && occurrence >= start {
            found.push(occurrence);
        }
    }
    // A rule without days, such as the 31st of February, is looked for until the bound of the crate.
    if !passed && (!rule.counted || steps == 0) {
        budget.left = budget.left.saturating_sub(Budget::OF_SEARCH);
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// A later start in step with the first: so a series that began long ago costs no more than one that
/// began now. Only where the step is plain; a rule that counts its occurrences begins at the first.
fn forward(start: NaiveDateTime, from: NaiveDateTime, rule: &RRule<Unvalidated>) -> NaiveDateTime {
    /// Far enough before the window that what the rule says of weeks, months and years is the same.
    const BEFORE: TimeDelta = TimeDelta::days(800);
    let interval = i64::from(rule.get_interval().max(1));
    let step = match rule.get_freq() {
        Frequency::Daily => interval,
        Frequency::Weekly => 7 * interval,
        // Every 400 years the days of the weeks, months and years are the same.
        Frequency::Yearly | Frequency::Monthly if 400 % interval == 0 => 146_097,
        _ => return start,
    };
    let days = (from - start - BEFORE).num_days();
    let steps = days.div_euclid(step);
    let ahead = TimeDelta::try_days(steps * step).filter(|_| steps > 0);
    ahead.and_then(|ahead| start.checked_add_signed(ahead)).unwrap_or(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> NaiveDateTime {
        super::super::value::date_time(text).unwrap().0
    }

    fn days(start: &str, rule: &str, from: &str, to: &str) -> Result<Vec<String>, String> {
        let start = at(start);
        let rule = Rule::read(rule, start, Some)?;
        let found = starts(start, &rule, at(from), at(to), &mut Budget::of_file())?;
        Ok(found.iter().map(|time| time.format("%Y%m%dT%H%M").to_string()).collect())
    }

    #[test]
    fn rules_give_the_days_of_a_window() {
        let may = |start, rule| days(start, rule, "20260501T000000", "20260531T235959").unwrap();
        assert_eq!(may("20240102T190000", "FREQ=MONTHLY;BYDAY=2TU"), ["20260512T1900"]);
        assert_eq!(
            may("19000102T190000", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
            ["20260505T1900", "20260519T1900"]
        );
        assert_eq!(may("16010507T190000", "FREQ=YEARLY"), ["20260507T1900"]);
        assert_eq!(
            may("20260504T190000", "freq=weekly;count=2;wkst=su;X-Y=1;"),
            ["20260504T1900", "20260511T1900"]
        );
        assert_eq!(may("20260504T190000", "FREQ=WEEKLY;UNTIL=20260511"), ["20260504T1900", "20260511T1900"]);
        assert_eq!(
            may("20260504T190000", "FREQ=WEEKLY;BYDAY=TU;UNTIL=20260505T190000Z"),
            ["20260504T1900", "20260505T1900"]
        );
        assert_eq!(may("20260131T190000", "FREQ=MONTHLY;BYMONTHDAY=-1"), ["20260531T1900"]);
    }

    #[test]
    fn what_cannot_be_expanded_is_told() {
        for rule in [
            "FREQ=SECONDLY",
            "FREQ=NEVER",
            "WEEKLY",
            "",
            "FREQ=WEEKLY;UNTIL=soon",
            "FREQ=DAILY;RSCALE=HEBREW",
            "FREQ=MONTHLY;BYDAY=1\u{ff09}",
        ] {
            assert!(days("20260504T190000", rule, "20260501T000000", "20260531T000000").is_err(), "{rule}");
        }
        let endless =
            days("00010101T000000", "FREQ=DAILY;COUNT=4000000", "20260501T000000", "20260531T000000");
        assert!(endless.is_err(), "{endless:?}");
        let never = days(
            "20260101T000000",
            "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=31",
            "20260501T000000",
            "20260531T000000",
        );
        assert_eq!(never, Ok(Vec::new()));
    }
}
