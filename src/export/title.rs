//! Titles that say nothing on their own.

use std::{collections::BTreeMap, sync::LazyLock};

use crate::text;

const TABLE: &str = include_str!("../../data/summary_words.tsv");

/// What a word of `data/summary_words.tsv` is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Any group's title might have it.
    Generic,
    /// It says that the title is still to come.
    Placeholder,
}

static WORDS: LazyLock<BTreeMap<&'static str, Kind>> = LazyLock::new(|| {
    let rows = TABLE.lines().skip(1).filter_map(|row| row.split_once('\t'));
    rows.map(|(word, kind)| (word, if kind == "placeholder" { Kind::Placeholder } else { Kind::Generic }))
        .collect()
});

/// Whether a title consists of words that any group's might: `October Meetup`, `Hack & Learn #12`.
pub fn is_generic(title: &str) -> bool {
    words(title).all(|word| is_number(&word) || WORDS.contains_key(word.as_str()))
}

/// Whether a title is only there until there is a real one: `Topic TBD`. It is generic too.
pub fn is_placeholder(title: &str) -> bool {
    is_generic(title) && words(title).any(|word| WORDS.get(word.as_str()) == Some(&Kind::Placeholder))
}

fn words(title: &str) -> impl Iterator<Item = String> {
    let folded = text::fold(title);
    let words: Vec<String> = folded
        .split(|c: char| !c.is_alphanumeric() && c != '\'')
        .map(|word| word.trim_matches('\'').to_owned())
        .filter(|word| !word.is_empty())
        .collect();
    words.into_iter()
}

/// A number with or without an English ordinal ending.
fn is_number(word: &str) -> bool {
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(word);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_of_common_words_is_generic() {
        for title in [
            "Topic TBD",
            "October Meetup",
            "Meetup #12",
            "3rd Monthly Rust Meetup",
            "Hack & Learn",
            "Hack Night",
        ] {
            assert!(is_generic(title), "{title}");
        }
        for title in ["Rust Meetup Geneva", "Embedded Rust", "Crafting Interpreters", "שיחה חופשית"]
        {
            assert!(!is_generic(title), "{title}");
        }
    }

    #[test]
    fn a_placeholder_says_that_the_title_is_to_come() {
        assert!(is_placeholder("Monthly Meetup: Topic TBD!"));
        assert!(!is_placeholder("Monthly Meetup"));
        assert!(!is_placeholder("Pointer provenance, speaker TBD"));
    }

    #[test]
    fn the_table_is_in_normal_form() {
        let mut rows: Vec<&str> = TABLE.lines().skip(1).collect();
        rows.sort_unstable();
        rows.dedup();
        let normal = format!("word\tkind\n{}\n", rows.join("\n"));
        assert_eq!(TABLE, normal);
        for row in rows {
            let (word, kind) = row.split_once('\t').unwrap();
            assert_eq!(text::fold(word), word);
            assert!(["generic", "placeholder"].contains(&kind), "{row}");
        }
    }
}
