//! Titles as they are compared: what tells two of them apart, and what they share by mere custom.

use std::collections::BTreeSet;

use chrono::Datelike;

use super::{
    Agreement,
    title_words::{self, Class},
};
use crate::{model::Days, text};

/// From here on two titles are taken for one that was reworded.
const NEAR: f64 = 0.8;

/// A title, taken apart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Title {
    /// The words without filler and words of change: equal for titles that say the same.
    pub key: String,
    /// The key without numbers, months and weekdays: equal for the occurrences of a series.
    pub base: String,
    /// The key without years: a conference is called with its year, and without.
    yearless: String,
    /// The key without what stands in parentheses.
    head: String,
    /// Numbers that count editions, parts, chapters, years: `62`, `ep3`, `2025`.
    numbers: BTreeSet<String>,
    /// Those of them that stand behind a `#`.
    hashed: BTreeSet<String>,
    /// Months, days of the month, weekdays and the years beside them.
    pub dates: BTreeSet<String>,
    /// Words of its own: neither custom nor the group's name nor the place.
    pub content: BTreeSet<String>,
    /// The content with the words of the group's name: a conference is its own group.
    names: BTreeSet<String>,
    /// It says that the event was moved, put off or cancelled.
    pub changed: bool,
    /// It speaks of an event rather than naming it: its tickets are available, it is announced.
    pub announces: bool,
    /// It says nothing, or that there is no title yet.
    pub blank: bool,
}

/// How two titles stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// They have little in common.
    Far,
    /// One of them is a rewording, an extension or a misspelling of the other.
    Near,
    /// They say the same.
    Equal,
}

/// What the numbers of two titles say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edition {
    /// Both name the same number.
    Same,
    /// One of them names none.
    Unknown,
    /// They count different things, such as `#62` and `#63`.
    Different,
}

/// What a title says about the event's taking place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Notice {
    /// That it does not take place on its day.
    pub cancelled: bool,
    /// It says so, or nothing at all, and has no word for the event itself.
    pub alone: bool,
    /// It speaks of an event rather than naming it: its tickets are available, it is announced.
    pub announces: bool,
}

/// What a title says about the event's taking place.
pub fn notice(title: &str) -> Notice {
    let folded = text::fold(title);
    let words = || folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let is =
        |word: &str, wanted: &[Class]| title_words::class(word).is_some_and(|class| wanted.contains(&class));
    let changed = words().any(|word| is(word, &[Class::Cancel, Class::Change]));
    let of_itself = words().any(|word| !is(word, &[Class::Cancel, Class::Change, Class::Filler]));
    Notice {
        cancelled: changed && words().any(|word| is(word, &[Class::Cancel])),
        alone: (changed || folded.is_empty()) && !of_itself,
        announces: words().any(|word| is(word, &[Class::Announce])),
    }
}

struct Token {
    text: String,
    class: Option<Class>,
    hashed: bool,
    bracketed: bool,
    number: Option<String>,
}

fn tokens(title: &str) -> Vec<Token> {
    let folded = text::fold(title);
    let mut tokens = Vec::new();
    let mut hashed = false;
    let mut depth = 0u32;
    let mut word = String::new();
    for c in folded.chars().chain([' ']) {
        if c.is_alphanumeric() {
            word.push(c);
            continue;
        }
        if !word.is_empty() {
            let text = std::mem::take(&mut word);
            let class = title_words::class(&text);
            let number = match class {
                Some(Class::Number(value)) => Some(value.to_string()),
                Some(_) => None,
                None => number(&text),
            };
            tokens.push(Token { text, class, hashed, bracketed: depth > 0, number });
        }
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        hashed = c == '#';
    }
    tokens
}

/// The number that a word is or ends in: `34th` is `34`, `ep03` is `ep3`.
fn number(word: &str) -> Option<String> {
    let digits = word.find(|c: char| c.is_ascii_digit())?;
    let (before, rest) = word.split_at(digits);
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (number, after) = rest.split_at(end);
    let number = number.trim_start_matches('0');
    let after = if matches!(after, "st" | "nd" | "rd" | "th") { "" } else { after };
    Some(format!("{before}{number}{after}"))
}

impl Title {
    /// Takes a title apart. The folded words of the groups' names and of the places say nothing of
    /// their own in a title.
    pub fn new(title: &str, groups: &BTreeSet<String>, places: &BTreeSet<String>) -> Self {
        let tokens = tokens(title);
        let mut out = Self::default();
        let mut dated = vec![false; tokens.len()];
        for (index, token) in tokens.iter().enumerate() {
            match token.class {
                Some(Class::Month(month)) => {
                    out.dates.insert(format!("month {month}"));
                    out.days_beside(&tokens, index, &mut dated);
                }
                Some(Class::Weekday(day)) => {
                    out.dates.insert(format!("weekday {day}"));
                }
                Some(Class::Cancel | Class::Change) => out.changed = true,
                Some(Class::Announce) => out.announces = true,
                _ => {}
            }
        }
        let mut says_something = false;
        for (token, dated) in tokens.iter().zip(&dated) {
            if let Some(number) = token.number.as_ref().filter(|_| !dated) {
                out.numbers.insert(number.clone());
                if token.hashed {
                    out.hashed.insert(number.clone());
                }
            }
            let push = |to: &mut String| {
                if !to.is_empty() {
                    to.push(' ');
                }
                to.push_str(token.number.as_ref().unwrap_or(&token.text));
            };
            let of_it =
                |class| matches!(class, Class::Filler | Class::Change | Class::Cancel | Class::Announce);
            if !token.bracketed && !token.class.is_some_and(of_it) {
                push(&mut out.head);
            }
            match token.class {
                Some(Class::Filler | Class::Change | Class::Cancel | Class::Announce) => {}
                Some(Class::Month(_) | Class::Weekday(_) | Class::Number(_)) => push(&mut out.key),
                Some(Class::Placeholder) => {
                    push(&mut out.key);
                    push(&mut out.base);
                }
                Some(Class::Generic) | None => {
                    says_something = true;
                    push(&mut out.key);
                    if token.number.is_none() {
                        push(&mut out.base);
                        if token.class.is_none() && token.text.len() > 1 && !places.contains(&token.text) {
                            out.names.insert(token.text.clone());
                            if !groups.contains(&token.text) {
                                out.content.insert(token.text.clone());
                            }
                        }
                    }
                }
            }
        }
        out.blank = !says_something;
        out.yearless = out.key.split(' ').filter(|word| !is_year(word)).collect::<Vec<_>>().join(" ");
        out
    }

    /// Numbers beside the month at `index` are days, or the year.
    fn days_beside(&mut self, tokens: &[Token], index: usize, dated: &mut [bool]) {
        let mut take = |at: usize| -> bool {
            let Some(token) = tokens.get(at).filter(|token| !token.hashed) else { return false };
            let Some(number) = token.number.as_ref().and_then(|number| number.parse::<u32>().ok()) else {
                return false;
            };
            match number {
                1..=31 => self.dates.insert(format!("day {number}")),
                2000..=2099 => self.dates.insert(format!("year {number}")),
                _ => return false,
            };
            dated[at] = true;
            number <= 31
        };
        if take(index + 1) {
            take(index + 2);
        } else if index > 0 {
            take(index - 1);
        }
    }

    /// Whether the titles agree, apart from their numbers.
    pub fn likeness(&self, other: &Self) -> Likeness {
        let one_year = self.key == self.yearless || other.key == other.yearless;
        if self.key == other.key || one_year && !self.yearless.is_empty() && self.yearless == other.yearless {
            return Likeness::Equal;
        }
        let (short, long) = if self.key.len() <= other.key.len() { (self, other) } else { (other, self) };
        let contained = short.key.len() >= 10
            && short.key.contains(' ')
            && (long.key.starts_with(&short.key) || long.key.ends_with(&short.key));
        if contained || self.same_content(other) {
            return Likeness::Near;
        }
        // Titles of very different length cannot reach the bound.
        if short.key.len() * 3 < long.key.len() {
            return Likeness::Far;
        }
        let alike = strsim::normalized_levenshtein(&self.key, &other.key)
            .max(strsim::sorensen_dice(&self.key, &other.key));
        if alike >= NEAR { Likeness::Near } else { Likeness::Far }
    }

    /// Whether every word of its own that one title has stands in the other too: `Lloyds bank` in
    /// `Lloyds Banking Group`. A single word is too little unless it is all that both have.
    pub fn same_content(&self, other: &Self) -> bool {
        cover(&self.content, &other.content)
    }

    /// Whether they name one occasion, as far as two organisers would name it alike.
    pub fn same_occasion(&self, other: &Self) -> bool {
        cover(&self.names, &other.names)
            || !self.names.is_disjoint(&other.names) && strsim::sorensen_dice(&self.head, &other.head) >= NEAR
    }

    /// What their numbers say.
    pub fn edition(&self, other: &Self) -> Edition {
        let (a, b) = if self.hashed.is_empty() || other.hashed.is_empty() {
            (&self.numbers, &other.numbers)
        } else {
            (&self.hashed, &other.hashed)
        };
        if !a.is_subset(b) && !b.is_subset(a) {
            return Edition::Different;
        }
        if a.intersection(b).any(|number| !is_year(number)) { Edition::Same } else { Edition::Unknown }
    }

    /// What the dates in both say: months are set beside months, weekdays beside weekdays.
    pub fn compare_dates(&self, other: &Self) -> Agreement {
        let kind = |date: &str| date.split(' ').next().unwrap_or_default().to_owned();
        let of_kind = |dates: &BTreeSet<String>, wanted: &str| -> BTreeSet<String> {
            dates.iter().filter(|date| kind(date) == wanted).cloned().collect()
        };
        let mut same = false;
        for mine in &self.dates {
            let kind = kind(mine);
            let theirs = of_kind(&other.dates, &kind);
            if !theirs.is_empty() && theirs.is_disjoint(&of_kind(&self.dates, &kind)) {
                return Agreement::Different;
            }
            same |= theirs.contains(mine);
        }
        match (self.dates.is_empty(), other.dates.is_empty()) {
            _ if same => Agreement::Same,
            (true, true) => Agreement::Untold,
            _ => Agreement::Half,
        }
    }

    /// Whether the title names the first day by month and day, so that the date is nothing of its own.
    pub fn is_dated(&self, days: Days) -> bool {
        let day = days.start();
        self.dates.contains(&format!("month {}", day.month()))
            && self.dates.contains(&format!("day {}", day.day()))
    }

    /// How many words of their own both have, words that begin alike being equal.
    pub fn common_words(&self, other: &Self) -> usize {
        let common = |a: &BTreeSet<String>, b: &BTreeSet<String>| {
            a.iter().filter(|a| b.iter().any(|b| alike(a, b))).count()
        };
        common(&self.content, &other.content).min(common(&other.content, &self.content))
    }
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && word.starts_with("20") && word.bytes().all(|b| b.is_ascii_digit())
}

/// Whether one word is, or begins with, the other.
fn alike(a: &str, b: &str) -> bool {
    a == b || (a.len() >= 4 && b.starts_with(a)) || (b.len() >= 4 && a.starts_with(b))
}

/// Whether the smaller set is part of the larger, words that begin alike being equal.
fn cover(a: &BTreeSet<String>, b: &BTreeSet<String>) -> bool {
    let (few, many) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if few.is_empty() {
        return false;
    }
    if few == many {
        return true;
    }
    let inside = |few: &BTreeSet<String>, many: &BTreeSet<String>| {
        few.len() >= 2 && few.iter().all(|a| many.iter().any(|b| alike(a, b)))
    };
    inside(few, many) && (few.len() < many.len() || inside(many, few))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn title(text: &str) -> Title {
        Title::new(text, &["acme".to_owned()].into(), &["crabtown".to_owned()].into())
    }

    #[test]
    fn filler_case_and_accents_do_not_matter() {
        for (a, b) in [
            ("Rust Hack and Learn", "Rust hack'n'learn"),
            ("Rust Hack n Learn", "Rust Hack & Learn"),
            ("Evening Mixer", "Evening Mixer (CANCELLED)"),
            ("Größe zählt", "grosse zahlt"),
        ] {
            assert_eq!(title(a).likeness(&title(b)), Likeness::Equal, "{a} / {b}");
        }
    }

    #[test]
    fn rewordings_are_near() {
        for (a, b) in [
            ("Crabtown Meetup #8", "Crabtown Meetup #8: Machine Learning from Scratch"),
            ("Rust metup at the mill", "Rust meetup at the mill"),
            ("Making CRUD with Rust!", "Making a CRUD API with Rust!"),
            ("Ferris Sailing 2025", "Crabtown sails: a day of Ferris and sailing"),
        ] {
            assert_eq!(title(a).likeness(&title(b)), Likeness::Near, "{a} / {b}");
        }
    }

    #[test]
    fn other_topics_are_far() {
        for (a, b) in [
            ("Study Night", "Building a Randomizer"),
            (
                "Ferris Days",
                "Ferris Days: a very long report of what happened on a ship in the year of the crab",
            ),
            ("Bowling", "Walking Tour"),
        ] {
            let near = a.starts_with("Ferris");
            assert_eq!(title(a).likeness(&title(b)) == Likeness::Far, !near, "{a} / {b}");
        }
    }

    #[test]
    fn numbers_tell_editions_apart() {
        for (a, b, edition) in [
            ("Meetup #62", "Meetup #63", Edition::Different),
            ("Meetup #62", "Meetup #62: Macros in 10 minutes", Edition::Same),
            ("Meetup", "Meetup #62", Edition::Unknown),
            ("Interpreter, pt. 1", "Interpreter, pt. 2", Edition::Different),
            ("S2 Ep2", "S2 Ep3", Edition::Different),
            ("34rd Edition", "34th edition", Edition::Same),
            ("Conf 2024", "Conf 2025", Edition::Different),
            ("Conf 2024", "Conf 2024", Edition::Unknown),
            ("2024 / 1", "2024 / 2", Edition::Different),
            ("Part II", "Part two", Edition::Same),
            ("Lunch, Jan 3", "Lunch, Feb 7", Edition::Unknown),
            ("October 2024", "November 2024", Edition::Unknown),
        ] {
            assert_eq!(title(a).edition(&title(b)), edition, "{a} / {b}");
        }
    }

    #[test]
    fn dates_in_titles_are_known() {
        let differ = |a, b| title(a).compare_dates(&title(b)) == Agreement::Different;
        assert!(!differ("Club, First Tuesdays", "Club, July Meetup"), "a weekday and a month");
        assert!(differ("Lunch, Jan 3", "Lunch, Feb 7"));
        assert!(differ("Tour - Monday", "Tour - Saturday"));
        assert!(!differ("Lunch, Jan 3", "Lunch"));
        assert_eq!(title("Oct 13-14").dates.len(), 3);
        assert_eq!(title("November #3").dates.len(), 1);
    }

    #[test]
    fn blank_titles_say_nothing() {
        for blank in ["", "Cancelled", "TBD", "Topic TBA"] {
            assert!(title(blank).blank, "{blank}");
        }
        assert!(!title("Meetup (topic TBD)").blank);
    }

    #[test]
    fn a_notice_is_no_title() {
        for (text, cancelled, alone) in [
            ("Cancelled", true, true),
            ("CANCELLED: Hack Night", true, false),
            ("Moved!", false, true),
            ("Hack Night (moved to the 12th)", false, false),
            ("Online and in person", false, false),
            ("Topic TBD", false, false),
            ("", false, true),
        ] {
            assert_eq!(notice(text), Notice { cancelled, alone, announces: false }, "{text}");
        }
    }

    #[test]
    fn content_leaves_out_what_every_title_says() {
        let content = |text| title(text).content.into_iter().collect::<Vec<_>>();
        assert_eq!(content("Crabtown Rust Meetup #3: Bevy on Mars with Acme"), ["bevy", "mars"]);
    }

    #[test]
    fn one_occasion_under_two_names() {
        for (a, b, same) in [
            ("Adopting Rust at Acme bank", "Rust at Acme Banking Group", true),
            ("Acme AI Crabtown 2025 (CFP is still open)", "Acme Crabtown 2025", true),
            ("Ferrisconf 2025", "Ferrisconf after party", false),
            ("Rust Hack Night", "Rust Meetup Crabtown", false),
        ] {
            assert_eq!(title(a).same_occasion(&title(b)), same, "{a} / {b}");
        }
    }
}
