//! What a link says about the occurrence that it leads to.

use chrono::NaiveDate;

use crate::link::{LinkId, MeetupEvent};

/// How much two listings with one link have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LinkKind {
    /// The page of one of the groups.
    Group,
    /// A page: of a conference, a room, a group. It may serve every occurrence of a series.
    Page,
    /// The page of one occurrence, given by a platform.
    Occurrence,
    /// One occurrence of a series on Meetup, and the day for which the series planned it.
    Planned(NaiveDate),
}

impl LinkKind {
    /// Whether the link was made for one occurrence.
    pub fn is_own(self) -> bool {
        self > Self::Page
    }
}

/// The kind of a link, and the name under which it is equal to others that lead to the same event.
pub fn read(link: &LinkId) -> (LinkKind, String) {
    match link {
        // Events have numbers of their own, and groups rename themselves.
        LinkId::Meetup { event: Some(MeetupEvent::Numbered(id)), .. } => {
            (LinkKind::Occurrence, format!("meetup:{id}"))
        }
        LinkId::Meetup { event: Some(MeetupEvent::Series(id)), .. } => {
            (planned_day(id).map_or(LinkKind::Occurrence, LinkKind::Planned), format!("meetup:{id}"))
        }
        LinkId::Page { shared: false, .. } => (LinkKind::Occurrence, link.to_string()),
        // One page of Eventbrite sells the tickets of many days.
        LinkId::Meetup { event: None, .. } | LinkId::Page { shared: true, .. } | LinkId::Other(_) => {
            (LinkKind::Page, link.to_string())
        }
    }
}

/// The day that Meetup writes into the id of a series' occurrence: after the series' own letters,
/// of which the last is a `y`, come the year of the century, the month and the day, each in base 20
/// with the consonants `b` to `z` (without `y`) for digits, the lowest first. A second digit of the
/// year is left out where it is 0, those of month and day are not: `qndgwsydclbnc` is 2022-08-30.
///
/// Undocumented by Meetup; true of all but those occurrences that were moved.
fn planned_day(id: &str) -> Option<NaiveDate> {
    const DIGITS: &[u8] = b"bcdfghjklmnpqrstvwxz";
    let (series, date) = id.split_at_checked(7)?;
    if !series.ends_with('y') || !matches!(date.len(), 5 | 6) {
        return None;
    }
    let digits = date
        .bytes()
        .map(|byte| DIGITS.iter().position(|digit| *digit == byte).map(|digit| digit as u32))
        .collect::<Option<Vec<u32>>>()?;
    let number = |digits: &[u32]| digits.iter().rev().fold(0, |number, digit| number * 20 + digit);
    let (rest, day) = digits.split_at(digits.len() - 2);
    let (year, month) = rest.split_at(rest.len() - 2);
    NaiveDate::from_ymd_opt(2000 + number(year) as i32, number(month), number(day))
}

/// The letters that all occurrences of a series on Meetup share.
pub fn series(key: &str) -> Option<&str> {
    let id = key.strip_prefix("meetup:")?;
    planned_day(id).and_then(|_| id.get(..7))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link;

    #[test]
    fn a_series_id_says_its_day() {
        for (id, day) in [
            ("qndgwsydclbnc", "2022-08-30"),
            ("fvdtgtyfcqbqb", "2023-12-12"),
            ("krnczlywlbmb", "2017-08-09"),
            ("txcprryccfbgb", "2021-03-04"),
            ("nwcmpsydckbbc", "2022-07-20"),
        ] {
            assert_eq!(planned_day(id), Some(day.parse().unwrap()), "{id}");
        }
        for id in ["311574520", "short", "qndgwsydclbn", "qndgwsydczzzz", "qndgwsxdclbnc", "ééééééé"] {
            assert_eq!(planned_day(id), None, "{id}");
        }
    }

    #[test]
    fn kinds_of_links() {
        let kind = |url: &str| read(&link::identity(url)).0;
        assert_eq!(kind("https://www.meetup.com/x/events/311574520/"), LinkKind::Occurrence);
        assert!(matches!(kind("https://www.meetup.com/x/events/qndgwsydclbnc/"), LinkKind::Planned(_)));
        assert_eq!(kind("https://luma.com/yhe1xrhe"), LinkKind::Occurrence);
        assert_eq!(kind("https://www.eventbrite.com/e/rust-tickets-628763176587"), LinkKind::Page);
        assert_eq!(kind("https://www.meetup.com/x/"), LinkKind::Page);
        assert_eq!(kind("https://meet.example/room"), LinkKind::Page);
    }
}
