//! Content lines: order, escaping, folding (RFC 5545, sections 3.1 and 3.3.11).
//!
//! The icalendar crate's own printer is not used, because a published feed must not carry what it
//! adds (a random `UID`, the time of printing), and because its folds may split an escape, which
//! makes Google Calendar drop the event.

use icalendar::{Calendar, Component, Event, Property, ValueType};

/// Octets of a line without its line break (RFC 5545, section 3.1).
const MAX_OCTETS: usize = 75;

/// The order of an event's properties; what is not named here follows by name.
const ORDER: [&str; 17] = [
    "UID",
    "DTSTAMP",
    "CREATED",
    "LAST-MODIFIED",
    "SEQUENCE",
    "STATUS",
    "DTSTART",
    "DTEND",
    "TRANSP",
    "SUMMARY",
    "LOCATION",
    "GEO",
    "URL",
    "CATEGORIES",
    "DESCRIPTION",
    "CONFERENCE",
    "CLASS",
];

/// A calendar has at least one component (RFC 5545, section 3.6), or strict readers refuse it. Programs
/// that show events show no journal.
const NO_EVENT: [&str; 5] = [
    "BEGIN:VJOURNAL",
    "UID:nothing-selected@twir-events",
    "DTSTAMP:20131119T000000Z",
    "SUMMARY:Nothing is selected\\, so far.",
    "END:VJOURNAL",
];

/// Begins a calendar: its properties in their order.
pub(super) fn begin(out: &mut String, calendar: &Calendar) {
    line(out, "BEGIN:VCALENDAR");
    for property in &calendar.properties {
        line(out, &content(property));
    }
}

/// Prints one event of it.
pub(super) fn event(out: &mut String, event: &Event) {
    line(out, "BEGIN:VEVENT");
    let several = event.multi_properties().values().flatten();
    let mut properties: Vec<&Property> = event.properties().values().chain(several).collect();
    let rank =
        |property: &Property| ORDER.iter().position(|key| *key == property.key()).unwrap_or(ORDER.len());
    properties.sort_by(|a, b| (rank(a), a.key()).cmp(&(rank(b), b.key())));
    for property in properties {
        line(out, &content(property));
    }
    line(out, "END:VEVENT");
}

/// Ends it.
pub(super) fn end(out: &mut String, empty: bool) {
    if empty {
        for text in NO_EVENT {
            line(out, text);
        }
    }
    line(out, "END:VCALENDAR");
}

/// One unfolded content line. Parameters are ours alone and need no quotes.
fn content(property: &Property) -> String {
    let mut line = property.key().to_owned();
    for parameter in property.params().values() {
        line.extend([";", parameter.key(), "=", parameter.value()]);
    }
    line.push(':');
    // The crate keeps lists escaped, because their commas separate; it does not know NAME.
    let is_list = property.key() == "CATEGORIES";
    let is_text = property.key() == "NAME" || property.value_type() == Some(ValueType::Text);
    if is_text && !is_list {
        line.push_str(&escape(property.value()));
    } else {
        line.push_str(property.value());
    }
    line
}

/// Escapes TEXT (RFC 5545, section 3.3.11).
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// Appends a content line, folded between characters and never inside an escape.
fn line(out: &mut String, content: &str) {
    let mut room = MAX_OCTETS;
    let mut chars = content.chars().peekable();
    while let Some(c) = chars.next() {
        let escaped = if c == '\\' { chars.next() } else { None };
        let octets = c.len_utf8() + escaped.map_or(0, char::len_utf8);
        if octets > room {
            out.push_str("\r\n ");
            room = MAX_OCTETS - 1;
        }
        room -= octets;
        out.push(c);
        out.extend(escaped);
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn unfold(text: &str) -> String {
        text.strip_suffix("\r\n").unwrap().replace("\r\n ", "")
    }

    fn unescape(text: &str) -> String {
        let mut out = String::new();
        let mut chars = text.chars();
        while let Some(c) = chars.next() {
            match (c, c == '\\') {
                (_, true) => match chars.next() {
                    Some('n') => out.push('\n'),
                    other => out.extend(other),
                },
                (c, false) => out.push(c),
            }
        }
        out
    }

    #[test]
    fn text_is_escaped() {
        assert_eq!(escape("a, b; c\\d\ne\u{7}\r"), "a\\, b\\; c\\\\d\\ne");
    }

    #[test]
    fn a_line_of_75_octets_is_not_folded_and_one_of_76_is() {
        let mut out = String::new();
        line(&mut out, &"x".repeat(75));
        assert_eq!(out.matches("\r\n").count(), 1);
        out.clear();
        line(&mut out, &"x".repeat(76));
        assert_eq!(out, format!("{}\r\n x\r\n", "x".repeat(75)));
    }

    #[test]
    fn an_escape_stays_whole() {
        let mut out = String::new();
        line(&mut out, &format!("{}\\, y", "x".repeat(74)));
        assert_eq!(out, format!("{}\r\n \\, y\r\n", "x".repeat(74)));
    }

    proptest! {
        #[test]
        fn escaping_loses_nothing_but_control_characters(text in any::<String>()) {
            let kept: String = text.chars().filter(|c| *c == '\n' || !c.is_control()).collect();
            prop_assert_eq!(unescape(&escape(&text)), kept);
        }

        #[test]
        fn folding_loses_nothing(text in "[a-zäß🦀\\\\;,\n ]{0,300}") {
            let escaped = escape(&text);
            let mut out = String::new();
            line(&mut out, &escaped);
            prop_assert_eq!(unfold(&out), escaped);
            for physical in out.split_terminator("\r\n") {
                prop_assert!(physical.len() <= MAX_OCTETS);
                let backslashes = physical.chars().rev().take_while(|c| *c == '\\').count();
                prop_assert_eq!(backslashes % 2, 0, "a fold inside an escape");
            }
        }
    }
}
