//! What a link means, however it is written.

use url::Url;

use super::{LinkId, canonical, host, meetup, platforms, segments, tidy};

/// What a link means; two links with the same identity lead to the same page.
pub fn identity(url: &str) -> LinkId {
    // Most links lead to Meetup and are canonical, which shows without taking them apart.
    if let Some(path) = url.strip_prefix("https://www.meetup.com/")
        && path.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'/'))
        && let Some(id) =
            (meetup::PLATFORM.identity)(&path.split('/').filter(|part| !part.is_empty()).collect::<Vec<_>>())
    {
        return id;
    }
    let Ok(canonical) = canonical(url) else { return LinkId::Other(tidy(url)) };
    let Ok(url) = Url::parse(&canonical) else { return LinkId::Other(canonical) };
    let segments = segments(&url);
    if let Some(id) = platforms::of(&url).and_then(|platform| (platform.identity)(&segments)) {
        return id;
    }
    let host = host(&url);
    let path = without_google_tail(url.path()).trim_end_matches('/');
    let mut out = format!("{host}{path}");
    if let Some(query) = url.query() {
        out.push('?');
        out.push_str(query);
    }
    if let Some(fragment) = url.fragment().filter(|fragment| is_page(fragment)) {
        out.push('#');
        out.push_str(fragment);
    }
    LinkId::Other(out)
}

/// A path without the parameters that Google Calendar appended to a link that had no query.
fn without_google_tail(path: &str) -> &str {
    path.find("&sa=D&").map_or(path, |at| &path[..at])
}

/// Whether a fragment names a page of an app rather than a place on one page.
fn is_page(fragment: &str) -> bool {
    fragment.starts_with(['/', '!']) || fragment.contains('=')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(url: &str) -> String {
        identity(url).to_string()
    }

    #[test]
    fn a_meetup_page_is_the_same_by_the_short_way_and_the_long() {
        for path in [
            "rust-berlin",
            "Rust-Berlin/events/12/",
            "de-DE/rust_x/events/QNDGWSYDCLBNC",
            "pro/rust/",
            "find",
        ] {
            let url = format!("https://www.meetup.com/{path}");
            assert_eq!(identity(&url), identity(&format!("{url}?utm_source=x")), "{path}");
        }
    }

    #[test]
    fn identity_sees_through_spelling() {
        assert_eq!(id("http://www.meetup.com/de/Rust-Berlin/events/12/?a=b"), "meetup:rust-berlin/12");
        assert_eq!(id("https://lu.ma/Abc"), id("https://luma.com/abc?tk=1"));
        assert_eq!(id("https://lu.ma/event/evt-1"), "luma:evt-1");
        assert_eq!(
            id("https://www.eventbrite.co.uk/e/rust-tickets-1849030121869?aff=x"),
            id("https://www.eventbrite.com/e/other-words-1849030121869")
        );
        assert_eq!(id("https://discord.gg/yN&sa=D&source=calendar&usd=2"), id("https://discord.gg/yN"));
        assert_eq!(id("http://www.x.example/y/"), id("https://x.example/y#top"));
        assert_ne!(id("https://x.example/#event=1"), id("https://x.example/#event=2"));
        assert_ne!(id("https://x.example/?v=1"), id("https://x.example/?v=2"));
        assert_eq!(id("https://www.eventbrite.com/o/rust-123456"), "eventbrite.com/o/rust-123456");
    }
}
