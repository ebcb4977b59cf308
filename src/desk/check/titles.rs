//! Titles.

use chrono::TimeDelta;

use crate::{
    desk::page::Page,
    model::{Code, Edit, Grammar, Problem},
    newsletter::markdown::inline,
    text,
};

/// How many days before an event its title should say what it is about.
const SOON: i64 = 7;

/// Titles that no editor meant to print: what a form or a calendar puts there.
const UNFILLED: [&str; 14] = [
    "title",
    "event",
    "event title",
    "event name",
    "name",
    "new event",
    "untitled",
    "untitled event",
    "upcoming event",
    "upcoming events",
    "place holder",
    "place holder event",
    "save the date",
    "meetup title",
];

/// `Topic TBD`, a week before the day; `Upcoming Event` and the like at any time.
pub fn placeholder(page: &Page<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for found in &page.items {
        let Some(days) = found.listing.days else { continue };
        let title = &found.listing.title;
        let until = days.start() - page.issue.date;
        let soon = until >= TimeDelta::zero() && until <= TimeDelta::days(SOON);
        let message = if is_unfilled(title) {
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

/// Whether a title is a placeholder as a whole.
fn is_unfilled(title: &str) -> bool {
    let folded = text::fold(title);
    let words = folded.trim_matches(|c: char| !c.is_alphanumeric());
    UNFILLED.contains(&words) || words.is_empty()
}

/// Whether a title holds words that stand for a topic to come.
pub fn is_placeholder(title: &str) -> bool {
    let folded = text::fold(title);
    let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).collect();
    words.iter().any(|word| matches!(*word, "tbd" | "tba" | "tbc" | "placeholder"))
        || ["to be announced", "to be determined", "to be decided", "to be confirmed", "place holder"]
            .iter()
            .any(|phrase| folded.contains(phrase))
}

/// The title's link text is bold.
pub fn bold(page: &Page<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for found in page.items.iter().filter(|found| found.listing.grammar == Some(Grammar::TwoLines)) {
        let first = (1..found.item.lines.len()).find(|number| found.is_title_line(*number));
        let Some(line) = first.and_then(|number| found.item.lines.get(number)) else { continue };
        for link in inline::links(&line.text) {
            let words = link.text.trim();
            let bold = words.len() > 4 && words.starts_with("**") && words.ends_with("**");
            // A bare address has no text that could be bold.
            if link.broken || words.is_empty() || bold || link.is_bare() {
                continue;
            }
            let at = |offset| line.position(&page.issue.text, offset);
            let span = at(link.text_start)..at(link.text_start + link.text.len());
            let text = format!("**{}**", words.replace("**", ""));
            let reads_so = inline::plain_and_whole(&text) == (inline::plain(words), true);
            let problem = page.problem(Code::TitleStyle, span.clone(), "the title is not bold");
            problems.push(problem.with_fix("make it bold", vec![Edit { span, text }], reads_so));
        }
    }
    problems
}
