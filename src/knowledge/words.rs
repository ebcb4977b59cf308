//! What words say, and where: the one table of them, `data/words.tsv`. A word may say one thing in a title and
//! another in a place field, so that each class names where it is read.

use std::{collections::BTreeMap, sync::LazyLock};

use serde::{
    Deserialize,
    de::{
        IntoDeserializer,
        value::{Error as ValueError, StrDeserializer},
    },
};

use crate::{
    map::HashMap,
    model::Format,
    tsv::{self, TableError},
};

const NAME: &str = "words.tsv";
const TABLE: &str = include_str!("../../data/words.tsv");

macro_rules! classes {
    ($($(#[doc = $says:literal])+ $class:ident = $name:literal,)+) => {
        /// Where a word is read, and what it says there.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Class {
            $($(#[doc = $says])+ $class,)+
        }

        impl Class {
            const ALL: &[(&str, Self)] = &[$(($name, Self::$class),)+];
        }
    };
}

classes! {
    /// Of an address: nothing beside a word for taking part from afar.
    AddressFiller = "address.filler",
    /// Of an address on a page: the beginning of what stands where only guests are told the house.
    AddressHidden = "address.hidden",
    /// Of an address: that one takes part from afar.
    AddressOnline = "address.online",
    /// Of an address: that the place is not told.
    AddressUnsaid = "address.unsaid",
    /// Of a date of a call for proposals: that it is the last day.
    CallCloses = "call.closes",
    /// Of a call's name: what may stand behind the conference's.
    CallEnding = "call.ending",
    /// Of a heading: that calls for proposals stand below.
    CallHeading = "call.heading",
    /// Of such a heading: that they are other calls.
    CallOther = "call.other",
    /// Behind a date: times, zones and what stands between them.
    DateTime = "date.time",
    /// Beside a word of `format.unsure`: an event, so that the word says how one takes part.
    FormatEvent = "format.event",
    /// How one takes part only beside a word for an event: a `Remote Hack Night` is one thing, `Remote
    /// Procedure Calls` another.
    FormatUnsure = "format.unsure",
    /// Before a word of `format.unsure`: that it is a place on the net.
    FormatWhere = "format.where",
    /// Between the names of groups.
    GroupJoiner = "group.joiner",
    /// Only groups have it in their names.
    GroupKind = "group.kind",
    /// May stand in a group's name beside `Rust` and a place.
    GroupNeutral = "group.neutral",
    /// A heading that parts an events section without ending it, whatever its level.
    HeadingPart = "heading.part",
    /// The text of a link that only says what the link does.
    LinkAction = "link.action",
    /// In the text of a link: that it leads to a document, a map or a chat.
    LinkAside = "link.aside",
    /// The text of a link beside a group that is no group.
    LinkBeside = "link.beside",
    /// Of a place: no more than that one takes part from anywhere.
    PlaceEverywhere = "place.everywhere",
    /// Of a place field: how one takes part; the value is a format.
    PlaceFormat = "place.format",
    /// In the name of an organiser: that a program sends the invitations.
    SenderRobot = "sender.robot",
    /// The name of a calendar that nobody named.
    SenderUnnamed = "sender.unnamed",
    /// At the head of a title: that its event is off; the value is a state.
    State = "state",
    /// Of a title: that it speaks of an event to come, of its tickets, of its announcement.
    TitleAnnounce = "title.announce",
    /// Of a title: that the event does not take place on its day.
    TitleCancel = "title.cancel",
    /// Of a title: that the event was moved or otherwise changed.
    TitleChange = "title.change",
    /// Of a title: something of its own, but any group's title might have it.
    TitleCommon = "title.common",
    /// Of a title: what has to be done by a day rather than what takes place on it.
    TitleDeadline = "title.deadline",
    /// Before a day in a title: that it is another day on purpose.
    TitleElsewhen = "title.elsewhen",
    /// Of a title: nothing.
    TitleFiller = "title.filler",
    /// Of a title: how one takes part, where it stands apart; the value is a format.
    TitleFormat = "title.format",
    /// Of a title: what half of them say.
    TitleGeneric = "title.generic",
    /// Of a title: a month; the value is its number.
    TitleMonth = "title.month",
    /// Of a title: a number in letters; the value is in digits.
    TitleNumber = "title.number",
    /// That a text is a title, not a group's name.
    TitleOccasion = "title.occasion",
    /// Of a title: that the event is off, so that nobody misses it.
    TitleOff = "title.off",
    /// Of a title: that a topic is to come.
    TitlePending = "title.pending",
    /// Of a title: that it is not known yet.
    TitlePlaceholder = "title.placeholder",
    /// That a text is a sentence, which a group's name seldom is.
    TitleSentence = "title.sentence",
    /// A title that no editor meant to print: what a form or a calendar puts there.
    TitleUnfilled = "title.unfilled",
    /// Of a title: a day of the week; the value is its number, Monday is 1.
    TitleWeekday = "title.weekday",
}

/// A row of the table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Word {
    pub(crate) class: Class,
    /// Empty for most classes.
    pub(crate) value: &'static str,
}

struct Words {
    by_text: HashMap<&'static str, Vec<Word>>,
    by_class: BTreeMap<Class, Vec<&'static str>>,
}

static WORDS: LazyLock<Words> =
    LazyLock::new(|| read().expect("the bundled table can be read, which a test shows"));

fn read() -> Result<Words, TableError> {
    let mut words = Words { by_text: HashMap::default(), by_class: BTreeMap::new() };
    for row in tsv::rows(NAME, TABLE, ["word", "class", "value"])? {
        let [text, class, value] = row.cells;
        let known = Class::ALL.iter().find(|(name, _)| *name == class);
        let wrong = || TableError::row(NAME, row.line, format!("`{class}` is no class"));
        let (_, class) = *known.ok_or_else(wrong)?;
        words.by_text.entry(text).or_default().push(Word { class, value });
        words.by_class.entry(class).or_default().push(text);
    }
    Ok(words)
}

/// The rows of a folded text: what it says in each place where it is read.
pub(crate) fn rows_of(text: &str) -> &'static [Word] {
    WORDS.by_text.get(text).map(Vec::as_slice).unwrap_or_default()
}

/// Whether a folded text is of a class.
pub(crate) fn is(text: &str, class: Class) -> bool {
    rows_of(text).iter().any(|row| row.class == class)
}

/// The value that a folded text has in a class.
pub(crate) fn value(text: &str, class: Class) -> Option<&'static str> {
    rows_of(text).iter().find(|row| row.class == class).map(|row| row.value)
}

/// The format that a folded text names in a class whose values are formats.
pub(crate) fn format(text: &str, class: Class) -> Option<Format> {
    let value: StrDeserializer<'_, ValueError> = value(text, class)?.into_deserializer();
    Format::deserialize(value).ok()
}

/// Every text of a class, sorted.
pub(crate) fn of(class: Class) -> &'static [&'static str] {
    WORDS.by_class.get(&class).map(Vec::as_slice).unwrap_or_default()
}

/// Whether a text of the class stands somewhere in a folded text.
pub(crate) fn stand_in(folded: &str, class: Class) -> bool {
    of(class).iter().any(|words| folded.contains(words))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    #[test]
    fn every_row_is_folded_and_has_its_value() {
        for (text, rows) in &WORDS.by_text {
            assert_eq!(fold(text), *text);
            for (at, row) in rows.iter().enumerate() {
                assert!(rows[..at].iter().all(|other| other.class != row.class), "{text} stands twice");
                let fits = match row.class {
                    Class::PlaceFormat | Class::TitleFormat => format(text, row.class).is_some(),
                    Class::State => matches!(row.value, "cancelled" | "postponed"),
                    Class::TitleMonth => (1..=12).contains(&row.value.parse().unwrap_or(0)),
                    Class::TitleWeekday => (1..=7).contains(&row.value.parse().unwrap_or(0)),
                    Class::TitleNumber => row.value.parse::<u8>().is_ok(),
                    _ => row.value.is_empty(),
                };
                assert!(fits, "{row:?}");
            }
        }
    }

    #[test]
    fn every_class_has_words() {
        for (name, class) in Class::ALL {
            assert!(!of(*class).is_empty(), "{name}");
        }
    }

    #[test]
    fn a_word_says_one_thing_here_and_another_there() {
        assert!(is("hybrid", Class::TitleFormat) && is("hybrid", Class::FormatUnsure));
        assert_eq!(format("in person", Class::PlaceFormat), Some(Format::InPerson));
        assert_eq!(format("bevy", Class::PlaceFormat), None);
        assert!(stand_in("contest submission deadline", Class::TitleDeadline));
    }
}
