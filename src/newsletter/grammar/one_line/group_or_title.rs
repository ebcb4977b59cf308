//! Whether a text is a group's name or the title of an event. Names that are known decide; for the
//! others the words do.

use crate::{
    knowledge::{
        Knowledge,
        words::{self, Class},
    },
    text,
};

/// More words than a group's name has.
const LONG: usize = 6;

/// What the words of a text say.
struct Words {
    folded: Vec<String>,
    whole: String,
}

impl Words {
    fn new(text: &str) -> Self {
        let whole = text::fold(text);
        let folded = whole
            .split(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '\'' | '.')))
            .map(|word| word.trim_matches(['.', '-', '\'']).to_owned())
            .filter(|word| !word.is_empty())
            .collect();
        Self { folded, whole }
    }

    /// Whether a word that tells groups apart is in both.
    fn common_with(&self, other: &Self) -> bool {
        let telling = |word: &&String| {
            word.chars().count() > 2
                && !words::is(word, Class::GroupNeutral)
                && !words::is(word, Class::GroupKind)
                && word.as_str() != "rust"
        };
        let joined: String = other.folded.iter().flat_map(|word| word.split('-')).collect();
        self.folded.iter().filter(telling).any(|word| joined.contains(word.as_str()))
    }

    /// Its letters and digits, without the words that only say that it is a group.
    fn letters(&self) -> String {
        let parts = self.folded.iter().flat_map(|word| word.split('-'));
        parts.filter(|word| !matches!(*word, "group" | "meetup" | "the")).collect()
    }

    fn any(&self, class: Class) -> bool {
        self.folded.iter().any(|word| words::is(word, class))
    }

    fn has(&self, of: &[&str]) -> bool {
        self.folded.iter().any(|word| of.contains(&word.as_str()))
    }

    fn end(&self, class: Class) -> bool {
        self.folded.last().is_some_and(|word| words::is(word, class))
    }

    /// A number, a month, or punctuation that only titles have.
    fn is_title(&self) -> bool {
        self.folded.is_empty()
            || self.folded.len() > LONG
            || self.any(Class::TitleOccasion)
            || self.folded.iter().any(|word| super::dates::is_month(word))
            || self.whole.contains(['#', '!', '?', '"', ':', '@', '…'])
            || self.whole.contains(|c: char| c.is_numeric())
    }
}

/// Whether a Meetup page is called like the name, in other letters perhaps: `linuxing-in-london`.
pub(super) fn is_page(name: &str, page: &str) -> bool {
    let letters = Words::new(name).letters();
    !letters.is_empty() && letters != "rust" && letters == Words::new(page).letters()
}

/// Whether the text is a group's name, known or by its words: `Rust` with a place and nothing that
/// speaks of one event, or one of the words that only groups have.
pub(super) fn is_group_like(name: &str, knowledge: &Knowledge) -> bool {
    if knowledge.groups.is_group(name) {
        return true;
    }
    let words = Words::new(name);
    if words.is_title() || words.any(Class::TitleSentence) {
        return false;
    }
    if words.any(Class::GroupKind) || words.whole.ends_with(".rs") {
        return true;
    }
    let is_rust = |word: &String| word.starts_with("rust") || word.ends_with("rust");
    if !words.folded.iter().any(is_rust) && !words.has(&["meetup", "meetups"]) {
        return false;
    }
    let Some(place) = knowledge.places.named_in(name) else { return false };
    // Besides the place there is room for one word more: `Mozilla Rust Ort`.
    let of_place = place.city.map_or(2, |city| city.split([' ', '/']).count() + 1);
    let neutral = |word: &&String| is_rust(word) || words::is(word, Class::GroupNeutral);
    words.folded.iter().filter(|word| !neutral(word)).count() <= of_place
}

/// Whether the text may be the name of a group that is not known and stands where a group is expected:
/// a short name in capitals. A Meetup page has to agree with it.
pub(super) fn may_be_group(name: &str, page: Option<&str>, knowledge: &Knowledge) -> bool {
    if is_group_like(name, knowledge) {
        return true;
    }
    // `C++` is a word, other pluses join two things.
    let name = &name.replace("++", "");
    let words = Words::new(name);
    !words.is_title()
        && page.is_none_or(|page| words.common_with(&Words::new(page)))
        && !words.any(Class::TitleSentence)
        && !matches!(words.whole.as_str(), "rust" | "rust meetup" | "rustlang" | "rust-lang")
        && !name.contains(['+', '=', '(', '/', ','])
        && !knowledge.places.is_place(name)
        && !super::fields::is_area(name, knowledge)
        && name.split_whitespace().all(|word| word.starts_with(|c: char| !c.is_lowercase()))
}

/// Like [`may_be_group`], for what stands last where the group always does: a conference's year is
/// no hindrance there (`RustLab 2021`).
pub(super) fn may_be_last_group(name: &str, page: Option<&str>, knowledge: &Knowledge) -> bool {
    let without_year = name.rsplit_once(' ').filter(|(_, year)| {
        year.len() == 4 && year.starts_with("20") && year.bytes().all(|byte| byte.is_ascii_digit())
    });
    may_be_group(without_year.map_or(name, |(name, _)| name), page, knowledge)
}

/// Whether a name that stands alone plainly is a group's and not the title of an event that is called
/// like its group: `Columbus Rust Society` is one, `Rust Paris` and `Cambridge Rust Meetup` are not.
pub(super) fn is_plainly_group(name: &str, knowledge: &Knowledge) -> bool {
    let words = Words::new(name);
    let known = knowledge.groups.is_group(name);
    if !known && (words.is_title() || words.any(Class::TitleSentence)) {
        return false;
    }
    let one_word = known && !name.contains(' ') && text::fold(name) != "rust";
    let within = words.has(&["group", "society"]) && (known || !words.has(&["meetup"]));
    one_word || words.end(Class::GroupKind) || within || words.whole.ends_with(".rs")
}
