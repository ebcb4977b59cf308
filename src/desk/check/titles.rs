//! Titles.

use chrono::TimeDelta;

use super::about::{Check, CodeDoc, Example, Remedy};
use crate::{
    desk::page::Page,
    event::says_little,
    knowledge::words::{self, Class},
    model::{Code, Format, Grammar, Listing, Problem, Severity},
    text,
};

/// Titles that say nothing, or another way to take part.
pub const CHECK: Check = Check { codes: &[PLACEHOLDER_TITLE, TITLE_FORMAT], wording: false, run: titles };

const PLACEHOLDER_TITLE: CodeDoc = CodeDoc {
    code: Code::PlaceholderTitle,
    severity: Severity::Note,
    meaning: "\
A title such as *Topic TBD*, a week or less before the event; *Title*, *Upcoming Event*, *Place Holder* and
the like at any time.",
    example: Example::under(
        "Europe",
        "\
* 2025-12-09 | Leipzig, DE | [Group](https://example.org/)
    * [**Topic TBD**](https://example.org/1)",
    )
    .mended(
        "\
* 2025-12-09 | Leipzig, DE | [Group](https://example.org/)
    * [**Traits and objects**](https://example.org/1)",
    ),
    mend: "See whether the event's page has a title by now.",
    remedy: Remedy::Human("only the event's page has its title"),
};

const TITLE_FORMAT: CodeDoc = CodeDoc {
    code: Code::TitleFormat,
    severity: Severity::Warning,
    meaning: "\
The title says another way to take part than the place field, in words that mean nothing else.",
    example: Example::section(
        "\
### Europe
* 2025-12-17 | München, DE | [Group](https://example.org/)
    * [**Rust Munich 2025 / 3 - hybrid**](https://example.org/1)",
    )
    .mended(
        "\
### Virtual
* 2025-12-17 | Hybrid (München, DE) | [Group](https://example.org/)
    * [**Rust Munich 2025 / 3 - hybrid**](https://example.org/1)

### Europe
* 2025-12-17 | Hybrid (München, DE) | [Group](https://example.org/)
    * [**Rust Munich 2025 / 3 - hybrid**](https://example.org/1)",
    ),
    mend: "\
Look at the event's page how one takes part; write `Hybrid (München, DE)`, or mend the title.",
    remedy: Remedy::Human("either of the two may be right"),
};

/// How many days before an event its title should say what it is about.
const SOON: i64 = 7;

/// Whether a title says nothing yet: `Topic TBD`, `Upcoming Event`.
pub fn says_nothing(title: &str) -> bool {
    is_unfilled(title) || is_placeholder(title)
}

/// Titles that are missing, and titles that say another way to take part.
fn titles(page: &Page<'_>) -> Vec<Problem> {
    let mut problems = placeholder(page);
    problems.extend(format(page));
    problems
}

/// `Topic TBD`, a week before the day; `Upcoming Event` and the like at any time.
fn placeholder(page: &Page<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for found in &page.items {
        let Some(days) = found.listing.days else { continue };
        let title = &found.listing.title;
        let until = days.start() - page.issue.date;
        let soon = until >= TimeDelta::zero() && until <= TimeDelta::days(SOON);
        // Nobody calls a talk so, however far off it is.
        let unfilled = is_unfilled(title);
        let message = if unfilled {
            format!("`{title}` stands for a title that is missing")
        } else if soon && is_placeholder(title) {
            format!("`{title}` is a placeholder, and the event is on {}", days.start())
        } else {
            continue;
        };
        let span = found.locate(page.issue, title);
        problems.push(
            page.problem(Code::PlaceholderTitle, span, message)
                .with_help("see whether its page has a title now"),
        );
    }
    problems
}

/// `Rust Munich 2025 / 3 - hybrid` in person, `Talks (online)` at a place: the title says another way to
/// take part than the place field.
fn format(page: &Page<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for found in page.items.iter().filter(|found| found.listing.grammar == Some(Grammar::TwoLines)) {
        let listing = found.listing;
        let Some(said) = contradicted(listing) else { continue };
        let twin = page.items.iter().any(|other| {
            other.index != found.index
                && other.listing.days == listing.days
                && other.listing.title == listing.title
                && other.listing.format != listing.format
        });
        if twin {
            continue;
        }
        let words = |format| match format {
            Format::Hybrid => "hybrid",
            Format::Virtual => "virtual",
            Format::InPerson => "in person",
        };
        let span = found.locate(page.issue, &listing.title);
        let message = format!("the title says {}, the place field {}", words(said), words(listing.format));
        let problem = page.problem(Code::TitleFormat, span, message);
        problems.push(problem.with_help("look at the event's page how one takes part"));
    }
    problems
}

/// The way to take part that the title says, where the place field says another: a human has to look.
pub fn contradicted(listing: &Listing) -> Option<Format> {
    let said = said_format(listing)?;
    // A hybrid event may have a title for each of its ways.
    (said != listing.format && listing.format != Format::Hybrid).then_some(said)
}

/// The way to take part that a title names in words that mean nothing else: in brackets, behind a dash
/// or a comma, before `event` and `meetup`, at its beginning, or behind nothing but group and city.
/// `Building an online judge` names none.
fn said_format(listing: &Listing) -> Option<Format> {
    let folded = text::fold(&listing.title);
    let pieces: Vec<&str> = folded
        .split(['(', ')', '[', ']', ',', ':', '|', ';'])
        .flat_map(|piece| piece.split(" - "))
        .map(|piece| piece.trim_matches(|c: char| !c.is_alphanumeric()))
        .collect();
    let of = |word: &str| words::format(word, Class::TitleFormat);
    // `Online judges` are a topic; nobody is `in person` but who comes.
    let in_person = words::of(Class::TitleFormat).iter().filter(|way| of(way) == Some(Format::InPerson));
    let mut rests = in_person.filter_map(|way| folded.strip_prefix(way));
    if rests.any(|rest| rest.starts_with(' ')) {
        return Some(Format::InPerson);
    }
    if let Some((rest, way)) = folded.rsplit_once(' ')
        && let Some(format) = of(way)
        && says_who_and_where(rest, listing)
    {
        return Some(format);
    }
    pieces.iter().find_map(|piece| {
        let kinds = [" event", " meetup", " edition", " meeting", " only"];
        let bare = kinds.iter().find_map(|kind| piece.strip_suffix(kind)).unwrap_or(piece);
        of(piece).or_else(|| of(bare))
    })
}

/// Whether words are those of the listing's groups and places, or custom.
fn says_who_and_where(words: &str, listing: &Listing) -> bool {
    let groups = listing.groups.iter().map(|group| &group.name);
    let cities = listing.places.iter().flat_map(|place| place.city.iter().chain(&place.known_city));
    let names: Vec<String> = groups.chain(cities).map(|name| text::fold(name)).collect();
    let parts = |text| str::split(text, |c: char| !c.is_alphanumeric());
    let known: Vec<&str> = names.iter().flat_map(|name| parts(name)).collect();
    parts(words).all(|word| word.is_empty() || known.contains(&word) || says_little(word))
}

/// Whether a title is a placeholder as a whole, or says itself that it is one.
fn is_unfilled(title: &str) -> bool {
    let folded = text::fold(title);
    let words = folded.trim_matches(|c: char| !c.is_alphanumeric());
    words::is(words, Class::TitleUnfilled)
        || words.is_empty()
        || folded.replace(' ', "").contains("placeholder")
}

/// Whether a title holds words that stand for a topic to come.
pub fn is_placeholder(title: &str) -> bool {
    let folded = text::fold(title);
    let is_whole = |words: &str| folded.split(|c: char| !c.is_alphanumeric()).any(|word| word == words);
    words::of(Class::TitlePending).iter().any(|words| match words.contains(' ') {
        true => folded.contains(words),
        false => is_whole(words),
    })
}
