//! The words that titles share without being alike: `data/title_words.tsv`.

use std::sync::LazyLock;

use crate::{
    map::HashMap,
    tsv::{self, TableError},
};

const TABLE: &str = include_str!("../../../data/title_words.tsv");

/// What a word says in a title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// That it speaks of an event to come: of its tickets, of its announcement.
    Announce,
    /// That it does not take place on its day.
    Cancel,
    /// That the event was moved or otherwise changed.
    Change,
    /// Nothing: articles, prepositions, words for the way to take part.
    Filler,
    /// What half of all titles say: meetup, hack, learn, monthly.
    Generic,
    /// A month, from 1.
    Month(u8),
    /// A number in letters.
    Number(u8),
    /// That the title is not known yet.
    Placeholder,
    /// A day of the week, Monday is 1.
    Weekday(u8),
}

/// `None` is of words that say something of their own where titles are compared, but nothing that
/// tells one group's evening from another's: summer, speaker, pizza.
static WORDS: LazyLock<HashMap<&'static str, Option<Class>>> = LazyLock::new(|| {
    let rows = tsv::rows("title_words.tsv", TABLE, ["word", "class", "value"]);
    let classes = rows.and_then(|rows| rows.into_iter().map(read).collect());
    classes.expect("the bundled table can be read, which a test shows")
});

fn read(row: tsv::Row<'static, 3>) -> Result<(&'static str, Option<Class>), TableError> {
    let [word, class, value] = row.cells;
    let class = match (class, value.parse().ok()) {
        ("announce", _) => Class::Announce,
        ("cancel", _) => Class::Cancel,
        ("change", _) => Class::Change,
        ("common", _) => return Ok((word, None)),
        ("filler", _) => Class::Filler,
        ("generic", _) => Class::Generic,
        ("placeholder", _) => Class::Placeholder,
        ("month", Some(value)) => Class::Month(value),
        ("number", Some(value)) => Class::Number(value),
        ("weekday", Some(value)) => Class::Weekday(value),
        _ => return Err(TableError::row("title_words.tsv", row.line, format!("`{class}` is no class"))),
    };
    Ok((word, Some(class)))
}

/// The class of a folded word; `None` for a word that says something of its own.
pub fn class(word: &str) -> Option<Class> {
    WORDS.get(word).copied().flatten()
}

/// Whether a folded word is one that any group's title might have.
pub fn says_little(word: &str) -> bool {
    WORDS.contains_key(word)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn table_is_in_normal_form() {
        let mut lines = TABLE.lines();
        let header = lines.next().unwrap();
        let rows: BTreeSet<&str> = lines.collect();
        let words: BTreeSet<&str> = rows.iter().map(|row| row.split('\t').next().unwrap()).collect();
        assert_eq!(words.len(), rows.len(), "a word stands twice");
        let normal: String = std::iter::once(header).chain(rows).flat_map(|row| [row, "\n"]).collect();
        assert_eq!(normal, TABLE);
        assert_eq!(WORDS.len(), words.len(), "a row has no known class");
        for word in words {
            assert_eq!(crate::text::fold(word), word);
        }
    }

    #[test]
    fn words_have_their_class() {
        assert_eq!(class("meetup"), Some(Class::Generic));
        assert_eq!(class("oktober"), Some(Class::Month(10)));
        assert_eq!(class("bevy"), None);
    }
}
