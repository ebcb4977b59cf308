//! Dates, times and lengths as calendars write them (RFC 5545, section 3.3).

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::{
    lines::Line,
    zone::{Zone, Zones},
};

/// A day, or a point in time with its zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Moment {
    /// As the calendar writes it; of a day its midnight.
    pub local: NaiveDateTime,
    /// Whether it is a day without a time.
    pub day: bool,
    /// What the time is in.
    pub zone: Zone,
}

impl Moment {
    /// The date of a line such as `DTSTART`.
    pub fn of(line: &Line, zones: &Zones) -> Option<Self> {
        Self::read(line.behind_colons(), line, zones)
    }

    /// Every date of a line such as `EXDATE`; of a period (section 3.3.9) its start.
    pub fn all(line: &Line, zones: &Zones) -> Vec<Option<Self>> {
        let dates = line.raw.split(',').map(str::trim).filter(|date| !date.is_empty());
        dates.map(|date| Self::read(date.split('/').next().unwrap_or_default(), line, zones)).collect()
    }

    fn read(text: &str, line: &Line, zones: &Zones) -> Option<Self> {
        if let Some(day) = date(text) {
            return Some(Self { local: day.and_time(NaiveTime::MIN), day: true, zone: Zone::Floating });
        }
        let (local, utc) = date_time(text)?;
        let zone = match line.param("TZID") {
            _ if utc => Zone::Utc,
            Some(name) => zones.find(name),
            None => Zone::Floating,
        };
        Some(Self { local, day: false, zone })
    }

    /// The point in time; a floating time is taken in `home`. `None` of a day, and where no zone is known.
    pub fn instant(&self, home: Option<Tz>) -> Option<DateTime<Utc>> {
        match (&self.zone, home) {
            _ if self.day => None,
            (Zone::Floating | Zone::Unknown(_), Some(zone)) => super::zone::instant(self.local, zone),
            (zone, _) => zone.instant(self.local),
        }
    }
}

/// `20260507`, in the years that a newsletter may speak of.
fn date(text: &str) -> Option<NaiveDate> {
    if text.len() != 8 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    NaiveDate::parse_from_str(text, "%Y%m%d").ok()
}

/// `20260507T190000`, and whether a `Z` stands behind it.
pub(super) fn date_time(text: &str) -> Option<(NaiveDateTime, bool)> {
    let (text, utc) = match text.strip_suffix(['Z', 'z']) {
        Some(text) => (text, true),
        None => (text, false),
    };
    let (day, time) = text.split_once(['T', 't'])?;
    // Some leave out the seconds. A leap second is written as the second before it.
    let time = match time.len() {
        4 => format!("{time}00"),
        6 if time.ends_with("60") => format!("{}59", time.get(..4)?),
        6 => time.to_owned(),
        _ => return None,
    };
    Some((date(day)?.and_time(NaiveTime::parse_from_str(&time, "%H%M%S").ok()?), utc))
}

/// A positive DURATION (RFC 5545, section 3.3.6): `P3D`, `PT1H30M`, `P1W`.
pub(super) fn duration(text: &str) -> Option<TimeDelta> {
    let text = text.trim().to_ascii_uppercase();
    let mut rest = text.trim_start_matches('+').strip_prefix('P')?;
    let mut seconds: i64 = 0;
    let mut in_time = false;
    let mut parts = 0;
    while !rest.is_empty() {
        if let Some(time) = rest.strip_prefix('T').filter(|_| !in_time) {
            (in_time, rest) = (true, time);
            continue;
        }
        let at = rest.find(|c: char| !c.is_ascii_digit())?;
        let (number, unit) = rest.split_at(at);
        let length = match (unit.chars().next()?, in_time) {
            ('W', false) => 7 * 86_400,
            ('D', false) => 86_400,
            ('H', true) => 3_600,
            ('M', true) => 60,
            ('S', true) => 1,
            _ => return None,
        };
        seconds = seconds.checked_add(number.parse::<i64>().ok()?.checked_mul(length)?)?;
        rest = unit.get(1..)?;
        parts += 1;
    }
    TimeDelta::try_seconds(seconds).filter(|_| parts > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read() {
        for (text, seconds) in [
            ("P3D", Some(259_200)),
            ("PT1H30M", Some(5_400)),
            ("P1W", Some(604_800)),
            ("+P1DT1S", Some(86_401)),
            ("P", None),
            ("-P1D", None),
            ("PT", None),
            ("P1H", None),
            ("PT99999999999999999999S", None),
            ("P99999999999999W", None),
        ] {
            assert_eq!(duration(text).map(|length| length.num_seconds()), seconds, "{text}");
        }
    }

    #[test]
    fn dates_are_real_days() {
        for text in ["00000101", "20260230", "2026057", "2026-05-07", "-0010101"] {
            assert!(date(text).is_none() || text == "00000101", "{text}");
        }
        assert_eq!(
            date_time("20260507t1900z").map(|(time, utc)| (time.to_string(), utc)),
            Some(("2026-05-07 19:00:00".to_owned(), true))
        );
        assert_eq!(date_time("20260507T256060"), None);
    }
}
