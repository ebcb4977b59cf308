//! What a local time of a calendar means.
//!
//! A `TZID` is looked up in the IANA data, then among the names that Windows gives (Unicode CLDR's
//! windowsZones, `data/windows_zones.tsv`), then in the calendar's own VTIMEZONE.

use std::{collections::BTreeMap, rc::Rc, sync::LazyLock};

use chrono::{DateTime, NaiveDateTime, TimeDelta, TimeZone as _, Utc};
use chrono_tz::Tz;

use super::{
    component::{Calendar, Component},
    recurrence::{self, Budget},
    value,
};

/// The zone of a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Zone {
    /// Written with a `Z`.
    Utc,
    /// A zone of the IANA data.
    Named(Tz),
    /// The calendar's own, by its rules.
    Own(Rc<Vec<Observance>>),
    /// None was written.
    Floating,
    /// One was written that nobody knows.
    Unknown(Rc<str>),
}

/// A STANDARD or DAYLIGHT part of a VTIMEZONE (RFC 5545, section 3.6.5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Observance {
    start: NaiveDateTime,
    rule: Option<String>,
    more: Vec<NaiveDateTime>,
    /// Seconds east of UTC before and after it begins.
    from: i64,
    to: i64,
}

impl Zone {
    /// The point in time of a local time; `None` where the zone is not known or the year is none.
    ///
    /// Of the two where clocks are put back it is the first, and where they are put forward over it, it
    /// is by the offset before (RFC 5545, section 3.3.5).
    pub fn instant(&self, local: NaiveDateTime) -> Option<DateTime<Utc>> {
        match self {
            Self::Utc => Some(local.and_utc()),
            Self::Named(zone) => instant(local, *zone),
            Self::Own(observances) => {
                let east = own_offset(observances, local)?;
                Some(local.checked_sub_signed(TimeDelta::try_seconds(east)?)?.and_utc())
            }
            Self::Floating | Self::Unknown(_) => None,
        }
    }

    /// The zone of the IANA data, where it is one.
    pub fn named(&self) -> Option<Tz> {
        if let Self::Named(zone) = self { Some(*zone) } else { None }
    }
}

/// The point in time of a local time in a zone.
pub(super) fn instant(local: NaiveDateTime, zone: Tz) -> Option<DateTime<Utc>> {
    let day = TimeDelta::days(1);
    let before =
        || zone.from_local_datetime(&local.checked_sub_signed(day)?).earliest()?.checked_add_signed(day);
    zone.from_local_datetime(&local).earliest().or_else(before).map(|time| time.to_utc())
}

/// The zones of a calendar by their names.
#[derive(Debug, Default)]
pub(super) struct Zones {
    known: BTreeMap<String, Zone>,
}

impl Zones {
    /// Those that a calendar defines for itself.
    pub fn of(calendar: &Calendar) -> Self {
        let mut known = BTreeMap::new();
        for zone in &calendar.zones {
            let Some(name) = zone.text("TZID") else { continue };
            let olson = zone.text("X-LIC-LOCATION").and_then(|name| iana(&name));
            let meant = iana(&name).or_else(|| windows(&name)).or(olson).map(Zone::Named);
            let own = || {
                let observances: Vec<Observance> = zone.parts.iter().filter_map(observance).collect();
                (!observances.is_empty()).then(|| Zone::Own(Rc::new(observances)))
            };
            if let Some(zone) = meant.or_else(own) {
                known.entry(name).or_insert(zone);
            }
        }
        Self { known }
    }

    /// The zone of that name.
    pub fn find(&self, name: &str) -> Zone {
        let named = || iana(name).or_else(|| windows(name)).map(Zone::Named);
        self.known.get(name).cloned().or_else(named).unwrap_or_else(|| Zone::Unknown(name.into()))
    }
}

/// A zone of the IANA data. One that begins with `/` has its keeper's name before it (RFC 5545, section
/// 3.2.19): `/example.org/2025/Europe/Berlin`.
pub(super) fn iana(name: &str) -> Option<Tz> {
    let name = name.trim();
    if !name.starts_with('/') {
        // Another program's `europe/zurich`.
        let any_case =
            || chrono_tz::TZ_VARIANTS.iter().find(|zone| zone.name().eq_ignore_ascii_case(name)).copied();
        return name.parse().ok().or_else(any_case);
    }
    name.match_indices('/').find_map(|(at, _)| name.get(at + 1..)?.parse().ok())
}

fn windows(name: &str) -> Option<Tz> {
    static TABLE: LazyLock<BTreeMap<String, Tz>> = LazyLock::new(|| {
        let rows = include_str!("../../data/windows_zones.tsv").lines().skip(1);
        rows.filter_map(|row| {
            let (name, zone) = row.split_once('\t')?;
            Some((name.to_ascii_lowercase(), zone.parse().ok()?))
        })
        .collect()
    });
    TABLE.get(&name.trim().to_ascii_lowercase()).copied()
}

fn observance(part: &Component) -> Option<Observance> {
    let (start, _) = value::date_time(part.line("DTSTART")?.behind_colons())?;
    let dates = part.all("RDATE").flat_map(|line| line.raw.split(','));
    Some(Observance {
        start,
        rule: part.line("RRULE").map(|line| line.raw.clone()),
        more: dates.filter_map(|date| Some(value::date_time(date.trim())?.0)).collect(),
        from: offset(&part.line("TZOFFSETFROM")?.raw)?,
        to: offset(&part.line("TZOFFSETTO")?.raw)?,
    })
}

/// `+0530`, `-080000`: seconds east of UTC.
fn offset(text: &str) -> Option<i64> {
    let (sign, digits) = match text.split_at_checked(1)? {
        ("-", digits) => (-1, digits),
        ("+", digits) => (1, digits),
        _ => return None,
    };
    if !matches!(digits.len(), 4 | 6) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let two = |at: usize| digits.get(at..at + 2).map_or(Some(0), |part| part.parse::<i64>().ok());
    let seconds = two(0)? * 3600 + two(2)? * 60 + two(4)?;
    (seconds < 86_400).then_some(sign * seconds)
}

/// The offset of the part that began last before a local time; before all of them, the one that was
/// before the first.
fn own_offset(observances: &[Observance], local: NaiveDateTime) -> Option<i64> {
    let last = observances
        .iter()
        .filter_map(|part| Some((onset(part, local)?, part)))
        .max_by_key(|(onset, part)| (*onset, part.to));
    match last {
        Some((_, part)) => Some(part.to),
        None => observances.iter().min_by_key(|part| part.start).map(|part| part.from),
    }
}

/// When a part began last before a local time. The rules of zones are yearly: two years back is enough.
fn onset(part: &Observance, local: NaiveDateTime) -> Option<NaiveDateTime> {
    const BACK: TimeDelta = TimeDelta::days(800);
    // A time that clocks skip is by the offset before, so the new one counts from the hour after.
    let skipped = TimeDelta::try_seconds((part.to - part.from).max(0))?;
    let local = local.checked_sub_signed(skipped)?;
    let single = std::iter::once(part.start).chain(part.more.iter().copied());
    let single = single.filter(|onset| *onset <= local).max();
    let ruled = part.rule.as_ref().and_then(|rule| {
        let from = local.checked_sub_signed(BACK)?;
        let rule = recurrence::Rule::read(rule, part.start, |until| {
            until.checked_add_signed(TimeDelta::try_seconds(part.from)?)
        });
        recurrence::starts(part.start, &rule.ok()?, from, local, &mut Budget::of_zone())
            .ok()?
            .into_iter()
            .max()
    });
    single.max(ruled)
}

#[cfg(test)]
mod tests {
    use super::{
        super::{component::calendars, lines::lines},
        *,
    };

    fn at(text: &str) -> NaiveDateTime {
        value::date_time(text).unwrap().0
    }

    #[test]
    fn every_windows_zone_is_one_of_the_iana_data() {
        for row in include_str!("../../data/windows_zones.tsv").lines().skip(1) {
            let (name, zone) = row.split_once('\t').unwrap();
            assert!(zone.parse::<Tz>().is_ok() && windows(name).is_some(), "{row}");
        }
        assert_eq!(windows("w. europe standard time"), Some(Tz::Europe__Berlin));
    }

    #[test]
    fn a_calendars_own_zone_follows_its_rules() {
        let text = "BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:Customized Time Zone\nBEGIN:STANDARD\n\
            DTSTART:16010101T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\n\
            RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\nEND:STANDARD\nBEGIN:DAYLIGHT\nDTSTART:16010101T020000\n\
            TZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\nEND:DAYLIGHT\n\
            END:VTIMEZONE\nEND:VCALENDAR";
        let zone = Zones::of(&calendars(lines(text.as_bytes()))[0]).find("Customized Time Zone");
        assert!(matches!(zone, Zone::Own(_)));
        let berlin = Zone::Named(Tz::Europe__Berlin);
        for time in [
            "20260115T190000",
            "20260507T190000",
            "20260329T013000",
            "20260329T023000",
            "20260329T033000",
            "20261024T190000",
            "20261026T190000",
        ] {
            assert_eq!(zone.instant(at(time)), berlin.instant(at(time)), "{time}");
        }
    }

    #[test]
    fn names_of_zones_are_found() {
        let zones = Zones::default();
        for (name, zone) in [
            ("Europe/Zurich", Tz::Europe__Zurich),
            ("/softwarestudio.org/Olson_20011030_5/America/New_York", Tz::America__New_York),
            ("Eastern Standard Time", Tz::America__New_York),
            ("europe/zurich", Tz::Europe__Zurich),
        ] {
            assert_eq!(zones.find(name), Zone::Named(zone), "{name}");
        }
        assert!(matches!(zones.find("Nowhere"), Zone::Unknown(_)));
        assert_eq!(
            (offset("+0530"), offset("-080000"), offset("0100"), offset("+9900")),
            (Some(19_800), Some(-28_800), None, None)
        );
    }
}
