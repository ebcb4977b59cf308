//! What the words of a listing say about how one takes part, and whether it is an event at all.

use crate::{knowledge::Gazetteer, model::Format, text};

/// Words for what has to be done by a day, rather than what takes place on it.
const DEADLINES: [&str; 8] = [
    "deadline",
    "call for papers",
    "call for participation",
    "call for proposals",
    "call for speakers",
    "cfp closes",
    "cfp ends",
    "submissions close",
];

/// Words that say how one takes part only beside a word for an event: a `Remote Hack Night` is one
/// thing, `Remote Procedure Calls` another.
const AMBIGUOUS: [&str; 8] = ["discord", "hybrid", "irc", "online", "remote", "streamed", "virtual", "zoom"];

/// Words for events.
const EVENTS: [&str; 32] = [
    "chat",
    "class",
    "coffee",
    "conference",
    "course",
    "discussion",
    "edition",
    "event",
    "gathering",
    "group",
    "hack",
    "hackathon",
    "hacking",
    "hangout",
    "hangouts",
    "lecture",
    "lunch",
    "meeting",
    "meet-up",
    "meetup",
    "meetups",
    "night",
    "party",
    "reading",
    "session",
    "sessions",
    "social",
    "study",
    "talk",
    "talks",
    "training",
    "workshop",
];

/// Words before a place on the net.
const WHERE: [&str; 6] = ["at", "in", "on", "over", "through", "via"];

/// The format: virtual in the section for it; else what the place says; else what the words say; else
/// in person.
pub(super) fn format(
    heading: Option<&str>,
    place: Option<Format>,
    texts: &[&str],
    places: &Gazetteer,
) -> Format {
    let section = heading.and_then(|heading| places.format_in(heading));
    if section == Some(Format::Virtual) {
        return Format::Virtual;
    }
    let said = || texts.iter().find_map(|text| places.format_in(&plain_words(text)));
    match place.or_else(said) {
        // `(also available on Zoom)`
        Some(Format::Virtual) if texts.iter().any(|text| text::fold(text).contains("also available")) => {
            Format::Hybrid
        }
        Some(format) => format,
        None => section.unwrap_or(Format::InPerson),
    }
}

/// The words of a text without those that are ambiguous where they stand.
fn plain_words(text: &str) -> String {
    let words: Vec<&str> = text.split([' ', '.', ',', ':', '/', '&', '+', '!', '?']).collect();
    let plain = |index: usize| -> Option<String> {
        let word = words.get(index)?;
        Some(text::fold(word).trim_matches(|c: char| !c.is_alphanumeric()).to_owned())
    };
    let is = |index: Option<usize>, of: &[&str]| {
        index.and_then(plain).is_some_and(|word| of.contains(&word.as_str()))
    };
    let kept = words.iter().enumerate().filter(|(index, word)| {
        let (before, after) = (index.checked_sub(1), index + 1);
        let rust = plain(after).is_some_and(|word| word.starts_with("rust"));
        !is(Some(*index), &AMBIGUOUS)
            || word.starts_with(['(', '[']) && word.trim_end_matches('?').ends_with([')', ']'])
            || words.iter().skip(after).all(|rest| !rest.contains(char::is_alphanumeric))
            || is(before, &EVENTS)
            || is(before, &WHERE)
            || is(Some(after), &EVENTS)
            || (rust && is(Some(after + 1), &EVENTS))
    });
    kept.map(|(_, word)| *word).collect::<Vec<_>>().join(" ")
}

/// Whether a title is that of a deadline.
pub(super) fn is_deadline(title: &str) -> bool {
    let title = text::fold(title);
    DEADLINES.iter().any(|words| title.contains(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(title: &str) -> Format {
        format(None, None, &[title], &Gazetteer::bundled())
    }

    #[test]
    fn words_beside_an_event_say_how_one_takes_part() {
        for title in [
            "Lightning Talks - Remote Event",
            "October Remote Meetup",
            "Rust Turin online meetup",
            "Virtual Rust Conference",
            "Rust (Remote) Hack & Learn",
            "Rust LA [Virtual] Feb. 2022",
            "Meetup - Online",
            "Rust Discord Hangout",
            "February Tele-Meetup",
            "Rust Community Team Meeting",
            "Office hour at #rust on irc.mozilla.org",
            "Rust release triage",
        ] {
            assert_eq!(said(title), Format::Virtual, "{title}");
        }
        for title in [
            "Virtual Filesystem with Rust",
            "Remote Procedure Calls",
            "Writing a Discord bot",
            "Zooming into traits",
            "Rust Hack and Learn",
        ] {
            assert_eq!(said(title), Format::InPerson, "{title}");
        }
        assert_eq!(said("Review (also available on Zoom)"), Format::Hybrid);
    }

    #[test]
    fn the_section_comes_before_the_place_and_the_place_before_the_words() {
        let places = Gazetteer::bundled();
        let title = ["Hybrid Meetup (Livestream!)"];
        assert_eq!(format(Some("Online"), Some(Format::Hybrid), &title, &places), Format::Virtual);
        assert_eq!(format(Some("Europe"), Some(Format::Virtual), &["Talks"], &places), Format::Virtual);
        assert_eq!(format(Some("Europe"), None, &title, &places), Format::Hybrid);
    }

    #[test]
    fn deadlines_are_no_events() {
        assert!(is_deadline("Contest Submission Deadline"));
        assert!(is_deadline("Rust Conference 2017 CFP deadline"));
        assert!(!is_deadline("How to submit a patch"));
    }
}
