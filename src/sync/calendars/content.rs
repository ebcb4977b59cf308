//! Whether what came is what was asked for.

use super::FetchedKind;

/// What came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    /// What was asked for.
    Good,
    /// A calendar without a single event, or a page without a word.
    Empty,
    /// An HTML page in place of a calendar.
    Page,
    /// Neither, and why.
    Broken(&'static str),
}

/// Looks at what came. What it holds is for its reader to say.
pub(super) fn judge(kind: FetchedKind, bytes: &[u8], is_html: bool) -> Content {
    let body = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii();
    match kind {
        FetchedKind::Page if body.is_empty() => Content::Empty,
        FetchedKind::Page => Content::Good,
        FetchedKind::Calendar if body.is_empty() => Content::Empty,
        FetchedKind::Calendar if starts(body, b"BEGIN:VCALENDAR") => {
            if !ends(body, b"END:VCALENDAR") {
                Content::Broken("the calendar is cut off")
            } else if has_event(body) {
                Content::Good
            } else {
                Content::Empty
            }
        }
        FetchedKind::Calendar if is_html || body.starts_with(b"<") => Content::Page,
        FetchedKind::Calendar => Content::Broken("it is no calendar"),
    }
}

/// Whether a calendar has an event.
pub(super) fn has_event(bytes: &[u8]) -> bool {
    bytes
        .split(|byte| matches!(byte, b'\n' | b'\r'))
        .any(|line| line.trim_ascii().eq_ignore_ascii_case(b"BEGIN:VEVENT"))
}

fn starts(bytes: &[u8], start: &[u8]) -> bool {
    bytes.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
}

fn ends(bytes: &[u8], end: &[u8]) -> bool {
    bytes
        .len()
        .checked_sub(end.len())
        .and_then(|at| bytes.get(at..))
        .is_some_and(|tail| tail.eq_ignore_ascii_case(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_is_looked_at() {
        let of = |text: &str, is_html| judge(FetchedKind::Calendar, text.as_bytes(), is_html);
        let whole = "\u{feff}begin:vcalendar\r\nBegin:VEvent\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n\r\n";
        assert_eq!(of(whole, false), Content::Good);
        assert_eq!(of(whole, true), Content::Good, "some servers say HTML of everything");
        assert_eq!(of("BEGIN:VCALENDAR\nEND:VCALENDAR", false), Content::Empty);
        assert_eq!(of(" \n", false), Content::Empty);
        assert_eq!(of("<!doctype html>", false), Content::Page);
        assert_eq!(of("Please log in", true), Content::Page);
        assert_eq!(of("BEGIN:VCALENDAR\nBEGIN:VEVENT\n", false), Content::Broken("the calendar is cut off"));
        assert_eq!(of("{\"error\":1}", false), Content::Broken("it is no calendar"));
        assert_eq!(judge(FetchedKind::Page, b"<html>", true), Content::Good);
        assert_eq!(judge(FetchedKind::Page, b" ", true), Content::Empty);
    }
}
