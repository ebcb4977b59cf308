//! A title that reads on its own: among the days of a month, in a list of news, in a chat.

use super::wording::{is_postponed, one_line};
use crate::{
    event,
    knowledge::Gazetteer,
    model::{Event, Place, Status},
    text,
};

/// The longest name of a city, in words.
const LONGEST_CITY_WORDS: usize = 4;

/// What feeds show. A title that names neither Rust, nor its group, nor its city, or says no more
/// than any group's evening might (`October Rust Meetup`), gets its group before it, or where it has
/// none its city behind it. That it may not take place stands first.
pub fn summary(event: &Event) -> String {
    let named = named(event);
    let said = event::notice(&event.title).cancelled;
    match event.status {
        Status::Scheduled => named,
        Status::Cancelled if is_postponed(event) => format!("Postponed: {named}"),
        Status::Cancelled if said && !event::notice(&event.title).alone => named,
        Status::Cancelled => format!("Cancelled: {named}"),
        Status::Withdrawn => format!("Withdrawn: {named}"),
    }
}

/// The summary without a word on whether the event takes place.
pub fn named(event: &Event) -> String {
    let title = one_line(&event.title);
    // "Cancelled" names no event, nor does a title of nothing but marks.
    let empty = event::notice(&title).alone || !title.contains(char::is_alphanumeric);
    let group = event.groups.iter().map(|group| one_line(&group.name)).find(|name| !name.is_empty());
    let city = event.places.iter().find_map(|place| city(place).map(one_line));
    if empty {
        return match (group, city) {
            (Some(group), _) => group,
            (None, Some(city)) => format!("Rust in {city}"),
            (None, None) => "Rust event".to_owned(),
        };
    }
    let words = words(&title);
    let general = words.iter().all(|word| is_number(word) || event::says_little(word));
    let of_group = group.as_deref().is_some_and(|group| names_group(&title, &words, group));
    let in_city = names_city(&words, &event.places);
    let rust = names_rust(&title);
    // The oldest issues list a bare city.
    if !rust && city.as_deref().is_some_and(|city| text::fold(city) == text::fold(&title)) {
        return format!("Rust in {title}");
    }
    if of_group || (!general && (rust || in_city)) {
        return title;
    }
    match (group, city) {
        // The title is a part of the group's name: `Rust Meetup` of the Rust Meetup Linz.
        (Some(group), _) if text::fold(&group).contains(&text::fold(&title)) => group,
        (Some(group), _) => format!("{}: {title}", group.trim_end_matches(['.', ':', ',', ' '])),
        (None, Some(city)) if rust && !in_city => format!("{title} ({city})"),
        (None, Some(city)) if !in_city => format!("Rust in {city}: {title}"),
        (None, _) if rust => title,
        (None, _) => format!("Rust: {title}"),
    }
}

fn city(place: &Place) -> Option<&str> {
    place.city.as_deref().or(place.known_city.as_deref())
}

fn words(title: &str) -> Vec<String> {
    let folded = text::fold(title);
    let words = folded.split(|c: char| !c.is_alphanumeric() && c != '\'');
    words.map(|word| word.trim_matches('\'').to_owned()).filter(|word| !word.is_empty()).collect()
}

/// A number with or without an English ordinal ending.
fn is_number(word: &str) -> bool {
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(word);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// `Rust`, `Rustaceans`, `EuroRust`, `rust-embedded`; neither `trust` nor `rustic`.
fn names_rust(title: &str) -> bool {
    title.split(|c: char| !c.is_alphanumeric()).any(|word| {
        let folded = text::fold(word);
        let begins =
            folded.starts_with("rust") && !["rustic", "rustle"].iter().any(|no| folded.starts_with(no));
        begins || word.contains("Rust") || word.contains("RUST") && folded.len() == "rust".len()
    })
}

/// Whether a title has the group's name, or every word of it that tells the group from others.
fn names_group(title: &str, words: &[String], group: &str) -> bool {
    let name = text::fold(group);
    if text::fold(title).contains(&name) {
        return true;
    }
    let own: Vec<String> =
        self::words(group).into_iter().filter(|word| !is_number(word) && !event::says_little(word)).collect();
    !own.is_empty() && own.iter().all(|word| words.contains(word))
}

/// Whether a title has the name of one of the cities, in any language that the tables know.
fn names_city(words: &[String], places: &[Place]) -> bool {
    let written: Vec<String> = places.iter().filter_map(city).map(text::fold).collect();
    let gazetteer = Gazetteer::bundled();
    (1..=LONGEST_CITY_WORDS).flat_map(|length| words.windows(length)).any(|name| {
        let name = name.join(" ");
        let is_there = |place: &Place, city: &crate::knowledge::City| {
            place.known_city.as_ref() == Some(&city.name) && place.country == Some(city.country)
        };
        written.contains(&name)
            || gazetteer.cities(&name).iter().any(|city| places.iter().any(|place| is_there(place, city)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rust_is_a_word_of_its_own_or_a_part_of_a_name() {
        for title in ["Rust Night", "EuroRust 2025", "rustaceans unite", "RUST!", "#RustLang", "AeroRust"] {
            assert!(names_rust(title), "{title}");
        }
        for title in ["Zero trust", "Frustration", "A rustic evening", "Thrust", "Git is easy?", "TRUST"] {
            assert!(!names_rust(title), "{title}");
        }
    }

    #[test]
    fn a_group_is_named_by_its_own_words() {
        let named = |title: &str, group: &str| names_group(title, &words(title), group);
        assert!(named("Girona hack night", "Rust Girona"));
        assert!(named("Women coding night", "Women in Rust"));
        assert!(!named("Cardiff evening", "Rust and C++ Cardiff"));
        assert!(!named("Git is easy?", "STL Rust"));
        assert!(!named("Rust meetup", "Rust Meetup Group"), "nothing tells that group from others");
    }
}
