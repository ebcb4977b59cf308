//! Whether an event takes place, as its title says: `CANCELLED: Rust night`, `[ABGESAGT] Rust-Abend`.
//!
//! The words are those of the class `state`. They count at the head of a title, or in brackets
//! or behind a dash at its end; anywhere else they are a topic (`Cancelled futures in async Rust`).

use super::State;
use crate::{
    knowledge::words::{self, Class},
    text::fold,
};

/// What a title says of its event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    /// The title without it.
    pub title: String,
    /// What it says.
    pub state: State,
    /// Whether the words may as well be the topic.
    pub unsure: bool,
}

/// The most words that one entry of the table has.
const LONGEST: usize = 4;

/// Reads a title.
pub(super) fn read(title: &str) -> Said {
    let plain = || Said { title: title.to_owned(), state: State::Scheduled, unsure: false };
    if let Some((state, rest)) = bracketed(title).or_else(|| behind(title)) {
        return Said { title: rest.to_owned(), state, unsure: false };
    }
    let trimmed = title.trim_start_matches(|c: char| !c.is_alphanumeric());
    let ends: Vec<usize> = word_ends(trimmed).take(LONGEST).collect();
    let head = ends.iter().rev().find_map(|end| Some((*end, word(&trimmed[..*end])?)));
    let Some((end, state)) = head else { return plain() };
    let (head, rest) = trimmed.split_at(end);
    let left = rest.trim_start();
    let marked = left.is_empty()
        || left.starts_with(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '"' | '`' | '#'));
    let loud = head.chars().all(|c| !c.is_lowercase())
        && head.chars().any(char::is_uppercase)
        && left.chars().any(char::is_lowercase);
    let unsure =
        !marked && !loud && (head.is_ascii() || head.chars().any(|c| c.is_lowercase() || c.is_uppercase()));
    let rest = left.trim_start_matches(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                ':' | '-'
                    | '–'
                    | '—'
                    | '!'
                    | '|'
                    | '/'
                    | '*'
                    | '_'
                    | '~'
                    | ']'
                    | ')'
                    | '】'
                    | '：'
                    | '.'
                    | '❌'
                    | '🚫'
                    | '⚠'
                    | '\u{fe0f}'
            )
    });
    let kept = if unsure || rest.is_empty() { title } else { rest };
    Said { title: kept.to_owned(), state, unsure }
}

fn word(text: &str) -> Option<State> {
    match words::value(&fold(text), Class::State)? {
        "cancelled" => Some(State::Cancelled),
        "postponed" => Some(State::Postponed),
        _ => None,
    }
}

/// Where the words of a text end.
fn word_ends(text: &str) -> impl Iterator<Item = usize> {
    let ends = text.char_indices().zip(text.chars().skip(1).map(Some).chain([None]));
    ends.filter_map(|((at, c), next)| {
        let inside = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’');
        (inside(c) && next.is_none_or(|next| !inside(next))).then_some(at + c.len_utf8())
    })
}

/// `[CANCELLED] Title`, `(abgesagt) Title`, `Title (cancelled)`.
fn bracketed(title: &str) -> Option<(State, &str)> {
    const PAIRS: [(char, char); 5] = [('[', ']'), ('(', ')'), ('{', '}'), ('【', '】'), ('（', '）')];
    PAIRS.iter().find_map(|(open, close)| {
        let title = title.trim();
        let said = |inside: &str| word(inside.trim_matches(|c: char| !c.is_alphanumeric()));
        if let Some((inside, rest)) = title.strip_prefix(*open).and_then(|rest| rest.split_once(*close)) {
            let rest = rest
                .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '-' | '–' | '—' | '|'));
            return Some((said(inside)?, rest)).filter(|(_, rest)| !rest.is_empty());
        }
        let (rest, inside) = title.strip_suffix(*close)?.rsplit_once(*open)?;
        Some((said(inside)?, rest.trim_end())).filter(|(_, rest)| !rest.is_empty())
    })
}

/// `Title - CANCELLED`.
fn behind(title: &str) -> Option<(State, &str)> {
    let at = [" - ", " – ", " — ", " | ", ": "]
        .iter()
        .filter_map(|mark| Some((title.rfind(mark)?, mark.len())))
        .max()?;
    let (rest, last) = (title.get(..at.0)?, title.get(at.0 + at.1..)?);
    let last = last.trim_matches(|c: char| !c.is_alphanumeric());
    Some((word(last)?, rest.trim_end())).filter(|(_, rest)| !rest.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_entry_is_longer() {
        for entry in words::of(Class::State) {
            assert!(word_ends(entry).count() <= LONGEST, "{entry}");
        }
    }

    #[test]
    fn titles_say_that_an_event_is_off() {
        for (title, state, rest) in [
            ("CANCELLED: Borrow night", State::Cancelled, "Borrow night"),
            ("[CANCELLED] Borrow night", State::Cancelled, "Borrow night"),
            ("ABGESAGT: Rust-Abend", State::Cancelled, "Rust-Abend"),
            ("Annulé : soirée Rust", State::Cancelled, "soirée Rust"),
            ("Cancelado - Noche de Rust", State::Cancelled, "Noche de Rust"),
            ("❌ CANCELED ❌ Rust night", State::Cancelled, "Rust night"),
            ("Fällt aus: Rust-Abend", State::Cancelled, "Rust-Abend"),
            ("Rust night (cancelled)", State::Cancelled, "Rust night"),
            ("Rust night - CANCELLED", State::Cancelled, "Rust night"),
            ("CANCELLED Rust night", State::Cancelled, "Rust night"),
            ("**Cancelled** Rust night", State::Cancelled, "Rust night"),
            ("【中止】Rust 勉強会", State::Cancelled, "Rust 勉強会"),
            ("POSTPONED: Rust night", State::Postponed, "Rust night"),
            ("Verschoben - Rust-Abend", State::Postponed, "Rust-Abend"),
            ("Cancelled", State::Cancelled, "Cancelled"),
        ] {
            let said = read(title);
            assert_eq!((said.state, said.title.as_str(), said.unsure), (state, rest, false), "{title}");
        }
        for title in [
            "Rust night",
            "How we cancelled our C++",
            "Cancellation in async Rust",
            "SOLD OUT: Rust night",
            "(Un)safe Rust",
        ] {
            assert_eq!(read(title), Said { title: title.to_owned(), state: State::Scheduled, unsure: false });
        }
        assert!(read("Cancelled futures in Tokio").unsure);
    }
}
