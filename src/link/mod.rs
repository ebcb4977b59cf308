//! Canonical links, and the ids that platforms give.
//!
//! What is known of single hosts (aliases, redirects, tracking parameters) stands in
//! `data/link_rules.tsv`; how a platform builds its addresses stands in its own file, and `platforms`
//! lists them.

mod calendar;
mod eventbrite;
mod id;
mod identity;
mod luma;
mod meetup;
mod platform;
mod platforms;
mod rules;

use std::sync::LazyLock;

use url::Url;

pub use calendar::calendar;
pub use id::{LinkId, MeetupEvent};
pub use identity::identity;
use rules::RULES;

use crate::map::Memo;

/// Redirects inside redirects are followed this far.
const MAX_REDIRECTS: usize = 4;

/// A link stands in four issues and is asked about a dozen times: as one of a listing, of its group, of
/// its feed.
static CANONICAL: LazyLock<Memo<Result<String, LinkError>>> = LazyLock::new(Memo::default);
static GROUP_PAGES: LazyLock<Memo<Result<String, LinkError>>> = LazyLock::new(Memo::default);

/// Why a link cannot be kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LinkError {
    /// Its scheme runs code, holds its own content, or leads to no page.
    #[error("`{scheme}:` is no scheme of an event's page; link to it with https")]
    Unsafe {
        /// The scheme, in lower case.
        scheme: String,
    },
    /// It names no page by itself.
    #[error("`{url}` is no absolute link; write it with https:// and the host")]
    NotAbsolute {
        /// The link as written.
        url: String,
    },
}

/// The one way to write a link: absolute, without what only tracks, redirects or translates. It
/// never means another page, and is canonical itself.
///
/// Other hosts' paths, their case and their trailing slashes stay as they are, for only the host
/// knows what they mean.
///
/// # Errors
///
/// When the link is relative or no URL at all, or when its scheme is none of `http`, `https`, `irc`
/// and `ircs`.
pub fn canonical(url: &str) -> Result<String, LinkError> {
    CANONICAL.get_or(url, || read_canonical(url))
}

fn read_canonical(url: &str) -> Result<String, LinkError> {
    let written = tidy(url);
    let mut parsed = parse(&written)?;
    for _ in 0..MAX_REDIRECTS {
        let Some(target) = redirect_target(&parsed) else { break };
        match parse(&target) {
            Ok(target) => parsed = target,
            Err(_) => break,
        }
    }
    if !matches!(parsed.scheme(), "http" | "https") {
        return Ok(parsed.into());
    }
    let had_path = written.split_once("://").map_or(&*written, |(_, rest)| rest).contains('/');
    normalise(&mut parsed);
    let mut out = String::from(parsed);
    if !had_path && out.ends_with('/') {
        out.pop();
    }
    Ok(out)
}

/// The page of a group: that of [`canonical`], but for a page below a Meetup group (its events, one
/// of its events) the group's own.
///
/// # Errors
///
/// Those of [`canonical`].
pub fn group_page(url: &str) -> Result<String, LinkError> {
    GROUP_PAGES.get_or(url, || {
        let url = canonical(url)?;
        let group = Url::parse(&url).ok().and_then(|url| (platforms::of(&url)?.group_page)(&segments(&url)));
        Ok(group.unwrap_or(url))
    })
}

/// Whether a link leads to something beside an event, by its host: `chat`, `document` or `map`.
pub fn aside(url: &str) -> Option<&'static str> {
    let url = parse(&tidy(url)).ok()?;
    RULES.page("aside", &url).map(|row| row.value)
}

/// The parameter of a link that is a key or a password, where there is one.
pub fn secret(url: &str) -> Option<String> {
    let url = parse(&tidy(url)).ok()?;
    let mut names = url.query_pairs().map(|(name, _)| name.to_lowercase());
    names.find(|name| RULES.is_secret(host(&url), name))
}

/// A link whose scheme has one letter wrong, missing or too many, with the scheme that was meant:
/// `hhttps://example.org`.
pub fn scheme_meant(url: &str) -> Option<String> {
    let (scheme, rest) = url.trim().split_once(":/")?;
    let scheme = scheme.to_lowercase();
    let meant = !matches!(scheme.as_str(), "http" | "https") && strsim::osa_distance(&scheme, "https") == 1;
    let meant = meant.then(|| format!("https://{}", rest.trim_start_matches('/')))?;
    canonical(&meant).is_ok().then_some(meant)
}

/// Whether a link leads into a call or a stream rather than to a page about one.
pub fn is_call(url: &str) -> bool {
    let Ok(mut url) = parse(&tidy(url)) else { return false };
    // `us02web.zoom.us`: a call's host often has a name of its own before it.
    let parts: Vec<String> = host(&url).split('.').map(str::to_owned).collect();
    (0..parts.len().saturating_sub(1)).any(|from| {
        let host = parts[from..].join(".");
        url.set_host(Some(&host)).is_ok() && RULES.page("call", &url).is_some()
    })
}

/// Without the white space, angle brackets and control characters that Markdown and hands leave.
fn tidy(url: &str) -> String {
    let url = url.trim().trim_start_matches(['<', '(']).trim_end_matches('>');
    url.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect()
}

fn parse(url: &str) -> Result<Url, LinkError> {
    let not_absolute = || LinkError::NotAbsolute { url: url.to_owned() };
    let parsed = match Url::parse(url) {
        Ok(parsed) => parsed,
        Err(url::ParseError::RelativeUrlWithoutBase) => {
            let rest = url.strip_prefix("//").unwrap_or(url);
            let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
            if !(host.starts_with("www.") || url.starts_with("//") || rules::is_known_host(host)) {
                return Err(not_absolute());
            }
            Url::parse(&format!("https://{rest}")).map_err(|_| not_absolute())?
        }
        Err(_) => return Err(not_absolute()),
    };
    match parsed.scheme() {
        // A host without a dot is none that the public could reach.
        "http" | "https" if !parsed.host_str().is_some_and(|host| host.contains(['.', ':'])) => {
            Err(not_absolute())
        }
        "http" | "https" => Ok(parsed),
        "irc" | "ircs" if parsed.has_host() => Ok(parsed),
        scheme => Err(LinkError::Unsafe { scheme: scheme.to_owned() }),
    }
}

fn normalise(url: &mut Url) {
    // Setters fail only for URLs without a host, which these are not.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    if let Some(alias) = RULES.value("alias", host(url)) {
        let _ = url.set_host(Some(alias));
    }
    if RULES.value("secure", host(url)).is_some() {
        let _ = url.set_scheme("https");
    }
    drop_tracking(url);
    if url.fragment().is_some_and(|fragment| fragment.is_empty() || fragment.starts_with(":~:")) {
        url.set_fragment(None);
    }
    if url.path().ends_with("//") {
        let path = format!("{}/", url.path().trim_end_matches('/'));
        url.set_path(&path);
    }
    if let Some(platform) = platforms::of(url) {
        (platform.normalise)(url);
    }
}

/// Drops tracking parameters, and what Google Calendar hangs on links in its descriptions.
fn drop_tracking(url: &mut Url) {
    let Some(query) = url.query() else { return };
    let host = host(url);
    let google = query.split('&').any(|pair| pair == "sa=D");
    let kept: Vec<&str> = query
        .split('&')
        .filter(|pair| {
            let name = pair.split('=').next().unwrap_or_default();
            !(pair.is_empty()
                || RULES.is_tracking(host, name)
                || RULES.is_secret(host, &name.to_lowercase())
                || google && matches!(name, "sa" | "source" | "usd" | "usg" | "ust" | "ved"))
        })
        .collect();
    let kept = kept.join("&");
    if kept != query {
        url.set_query(Some(kept.as_str()).filter(|kept| !kept.is_empty()));
    }
}

/// Where a redirect leads that carries its target in itself.
fn redirect_target(url: &Url) -> Option<String> {
    RULES.rows.iter().filter(|row| row.rule == "redirect" && row.matches(url)).find_map(|row| {
        url.query_pairs().find(|(name, _)| name == row.value).map(|(_, value)| value.into_owned())
    })
}

fn host(url: &Url) -> &str {
    let host = url.host_str().unwrap_or_default();
    host.strip_prefix("www.").unwrap_or(host)
}

fn segments(url: &Url) -> Vec<&str> {
    url.path().split('/').filter(|segment| !segment.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn meetup_pages_have_one_form() {
        for (written, right) in [
            ("http://meetup.com/Rust-Berlin", "https://www.meetup.com/rust-berlin"),
            ("https://www.meetup.com/de-DE/rust-berlin/events/", "https://www.meetup.com/rust-berlin"),
            (
                "http://www.meetup.com/de/Rust-Berlin/events/1",
                "https://www.meetup.com/de/rust-berlin/events/1/",
            ),
            (
                "https://www.meetup.com/rust-berlin/events/123",
                "https://www.meetup.com/rust-berlin/events/123/",
            ),
            (
                "https://www.meetup.com/Rust-Berlin/events/123//?slug=rust-berlin&eventId=123#comments",
                "https://www.meetup.com/rust-berlin/events/123/",
            ),
            (
                "https://www.meetup.com/rust-berlin/events/QNDGWSYDCLBNC",
                "https://www.meetup.com/rust-berlin/events/qndgwsydclbnc/",
            ),
            ("https://www.meetup.com/pro/rust-network/", "https://www.meetup.com/pro/rust-network/"),
            (
                "https://www.meetup.com/find/events/?keywords=Rust",
                "https://www.meetup.com/find/events/?keywords=Rust",
            ),
            (
                "https://www.meetup.com/fr-FR/find/?keywords=Rust",
                "https://www.meetup.com/find/?keywords=Rust",
            ),
        ] {
            assert_eq!(canonical(written).as_deref(), Ok(right), "{written}");
        }
    }

    #[test]
    fn a_group_has_one_page() {
        for written in [
            "https://www.meetup.com/rust-berlin/events/123/",
            "https://www.meetup.com/de-DE/Rust-Berlin/",
            "meetup.com/rust-berlin",
        ] {
            assert_eq!(group_page(written).as_deref(), Ok("https://www.meetup.com/rust-berlin"));
        }
        assert_eq!(
            group_page("https://www.meetup.com/es/rust-x/members/?op=leaders").as_deref(),
            Ok("https://www.meetup.com/rust-x")
        );
        assert_eq!(
            group_page("https://www.meetup.com/pro/rust/").as_deref(),
            Ok("https://www.meetup.com/pro/rust/")
        );
        assert_eq!(group_page("https://rust.example/x/").as_deref(), Ok("https://rust.example/x/"));
    }

    #[test]
    fn tracking_goes_and_meaning_stays() {
        for (written, right) in [
            ("https://lu.ma/abc?tk=x&utm_source=y", "https://luma.com/abc"),
            ("http://www.luma.com/abc", "https://luma.com/abc"),
            (
                "https://www.eventbrite.com/e/x-tickets-123456?aff=a&keep_tld=1&discount=RUST",
                "https://www.eventbrite.com/e/x-tickets-123456?discount=RUST",
            ),
            ("https://x.example/?v=1&fbclid=2&w", "https://x.example/?v=1&w"),
            ("https://x.example/a?sa=D&source=calendar&id=3", "https://x.example/a?id=3"),
            ("https://x.example/a?source=calendar&id=3", "https://x.example/a?source=calendar&id=3"),
            ("https://x.example/#:~:text=Rust", "https://x.example/"),
            ("https://x.example/programme#rust", "https://x.example/programme#rust"),
            ("https://x.example", "https://x.example"),
            ("https://x.example/Path//", "https://x.example/Path/"),
            ("https://user:secret@x.example/", "https://x.example/"),
        ] {
            assert_eq!(canonical(written).as_deref(), Ok(right), "{written}");
        }
    }

    #[test]
    fn chats_documents_and_maps_are_known() {
        assert_eq!(aside("https://t.me/rust"), Some("chat"));
        assert_eq!(aside("https://docs.google.com/document/d/1"), Some("document"));
        assert_eq!(aside("https://docs.google.com/forms/d/1"), None);
        assert_eq!(aside("https://goo.gl/maps/x"), Some("map"));
        assert_eq!(aside("https://goo.gl/x"), None);
        assert_eq!(aside("https://www.meetup.com/rust-x"), None);
    }

    #[test]
    fn redirects_give_their_target() {
        assert_eq!(
            canonical("https://www.google.com/url?q=https%3A%2F%2Fdiscord.gg%2FyN&sa=D&ust=1").as_deref(),
            Ok("https://discord.gg/yN")
        );
        // A target that no reader may be sent to is not followed.
        assert_eq!(
            canonical("https://www.google.com/url?q=javascript:alert(1)").as_deref(),
            Ok("https://www.google.com/url?q=javascript:alert(1)")
        );
    }

    #[test]
    fn only_pages_are_links() {
        for unsafe_link in [
            "javascript:alert(1)",
            " JavaScript:x",
            "java\nscript:x",
            "data:text/html,x",
            "mailto:a@b.example",
            "file:///etc",
        ] {
            assert!(matches!(canonical(unsafe_link), Err(LinkError::Unsafe { .. })), "{unsafe_link}");
        }
        for relative in ["eurorust", "", "/x", "https://", "http://localhost/x", "events/1"] {
            assert!(matches!(canonical(relative), Err(LinkError::NotAbsolute { .. })), "{relative}");
        }
        assert_eq!(canonical("irc://irc.mozilla.org/rust").as_deref(), Ok("irc://irc.mozilla.org/rust"));
        assert_eq!(canonical("www.x.example/y").as_deref(), Ok("https://www.x.example/y"));
    }

    proptest! {
        #[test]
        fn canonical_is_canonical(url in "(https?://|//|irc://|)(www\\.)?(meetup\\.com|lu\\.ma|a\\.example|google\\.com/url|www)?[ -~]{0,40}") {
            if let Ok(once) = canonical(&url) {
                let twice = canonical(&once);
                prop_assert_eq!(twice.as_deref(), Ok(once.as_str()));
                prop_assert_eq!(identity(&url), identity(&once));
            }
        }

        #[test]
        fn any_text_is_taken(url in "\\PC{0,60}") {
            let _ = canonical(&url);
            let _ = group_page(&url);
            let _ = identity(&url).to_string();
        }
    }
}
