//! Calendars that follow from the page of a group.

use url::Url;

use super::{canonical, platforms, segments};

/// The address of the iCalendar file of the group whose page this is, where it follows from it.
pub fn calendar(url: &str) -> Option<String> {
    let url = Url::parse(&canonical(url).ok()?).ok()?;
    (platforms::of(&url)?.calendar)(&segments(&url))
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
