//! What the words of a listing say about how one takes part, and whether it is an event at all.

use crate::{
    knowledge::{
        Gazetteer,
        words::{self, Class},
    },
    model::Format,
    text,
};

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
    let all: Vec<&str> = text.split([' ', '.', ',', ':', '/', '&', '+', '!', '?']).collect();
    let plain = |index: usize| -> Option<String> {
        let word = all.get(index)?;
        Some(text::fold(word).trim_matches(|c: char| !c.is_alphanumeric()).to_owned())
    };
    let is = |index: Option<usize>, class| index.and_then(plain).is_some_and(|word| words::is(&word, class));
    let kept = all.iter().enumerate().filter(|(index, word)| {
        let (before, after) = (index.checked_sub(1), index + 1);
        let rust = plain(after).is_some_and(|word| word.starts_with("rust"));
        !is(Some(*index), Class::FormatUnsure)
            || word.starts_with(['(', '[']) && word.trim_end_matches('?').ends_with([')', ']'])
            || all.iter().skip(after).all(|rest| !rest.contains(char::is_alphanumeric))
            || is(before, Class::FormatEvent)
            || is(before, Class::FormatWhere)
            || is(Some(after), Class::FormatEvent)
            || (rust && is(Some(after + 1), Class::FormatEvent))
    });
    kept.map(|(_, word)| *word).collect::<Vec<_>>().join(" ")
}

/// Whether a title is that of a deadline.
pub(super) fn is_deadline(title: &str) -> bool {
    words::stand_in(&text::fold(title), Class::TitleDeadline)
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
