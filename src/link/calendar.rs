//! Calendars that follow from the page of a group, one function a platform.

use url::Url;

use super::{MeetupPage, host, parse, segments, tidy};

/// Every platform whose calendars follow from a page.
const PLATFORMS: [fn(&Url) -> Option<String>; 2] = [meetup, luma];

/// The address of the iCalendar file of the group whose page this is, where it follows from it.
pub fn calendar(url: &str) -> Option<String> {
    let url = parse(&tidy(url)).ok()?;
    PLATFORMS.iter().find_map(|platform| platform(&url))
}

/// `https://www.meetup.com/SLUG`: the list of its upcoming events
/// (<https://github.com/geeksforsocialchange/PlaceCal/pull/2910>).
fn meetup(url: &Url) -> Option<String> {
    if host(url) != "meetup.com" {
        return None;
    }
    let page = MeetupPage::read(&segments(url))?;
    Some(format!("https://www.meetup.com/{}/events/ical/", page.group))
}

/// `https://luma.com/calendar/cal-ID`; a calendar's short name does not say its id.
fn luma(url: &Url) -> Option<String> {
    if !matches!(host(url), "luma.com" | "lu.ma") {
        return None;
    }
    let segments = segments(url);
    let ["calendar", id] = segments.as_slice() else { return None };
    let plain = id.strip_prefix("cal-")?.bytes().all(|byte| byte.is_ascii_alphanumeric());
    plain.then(|| format!("https://api.luma.com/ics/get?entity=calendar&id={id}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calendars_that_follow_from_a_page() {
        for (page, address) in [
            ("https://www.meetup.com/Rust-Ort/", Some("https://www.meetup.com/rust-ort/events/ical/")),
            (
                "https://meetup.com/de-DE/rust-ort/events/123/",
                Some("https://www.meetup.com/rust-ort/events/ical/"),
            ),
            (
                "https://lu.ma/calendar/cal-iOloL5ZqswCO5Mm",
                Some("https://api.luma.com/ics/get?entity=calendar&id=cal-iOloL5ZqswCO5Mm"),
            ),
            ("https://www.meetup.com/find/?q=rust", None),
            ("https://luma.com/rust-girona", None),
            ("https://luma.com/calendar/cal-x&y=z", None),
            ("https://notmeetup.com/rust-ort", None),
            ("mailto:x@y", None),
        ] {
            assert_eq!(calendar(page).as_deref(), address, "{page}");
        }
    }
}
