//! The words that titles share without being alike.

use crate::knowledge::words::{self, Word};

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

/// The class of a folded word; `None` for a word that says something of its own.
pub fn class(word: &str) -> Option<Class> {
    words::rows_of(word).iter().find_map(of_title)
}

fn of_title(row: &Word) -> Option<Class> {
    let number = || row.value.parse().ok();
    match row.class {
        words::Class::TitleAnnounce => Some(Class::Announce),
        words::Class::TitleCancel => Some(Class::Cancel),
        words::Class::TitleChange => Some(Class::Change),
        words::Class::TitleFiller => Some(Class::Filler),
        words::Class::TitleGeneric => Some(Class::Generic),
        words::Class::TitlePlaceholder => Some(Class::Placeholder),
        words::Class::TitleMonth => number().map(Class::Month),
        words::Class::TitleNumber => number().map(Class::Number),
        words::Class::TitleWeekday => number().map(Class::Weekday),
        _ => None,
    }
}

/// Whether a folded word is one that any group's title might have.
pub fn says_little(word: &str) -> bool {
    let common = |row: &Word| row.class == words::Class::TitleCommon;
    words::rows_of(word).iter().any(|row| common(row) || of_title(row).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_their_class() {
        assert_eq!(class("meetup"), Some(Class::Generic));
        assert_eq!(class("oktober"), Some(Class::Month(10)));
        assert_eq!(class("bevy"), None);
    }
}
