//! Calls for proposals: the *CFP - Events* section of an issue, since 2024.
//!
//! ```text
//! * [**Name**](url) | CFP closes 2025-12-08 | Portland, OR, USA | 2026-04-20
//! * [Name](url) | Closes 2024-07-06 | Online + Ukraine, Kyiv | Event date: 2024-07-27
//! * [Name](site) [CFP](url) closes 2024-02-19 | Delft, The Netherlands | Event date: 2024-05-07 & 2024-05-08
//! * [Name](url) | Deadline: 30 November 2024 | Paris, FR | 15 March 2025
//! * [Name](url) | Rolling deadline | Belgrade, RS | Event on 2025-06-07
//! ```
//!
//! The pipes part the fields; which field is which, its words say, else its order: last day, place,
//! days of the event.

use std::sync::Arc;

use chrono::NaiveDate;

use super::iso_dates;
use crate::{
    knowledge::{
        Knowledge,
        words::{self, Class},
    },
    link,
    model::{Days, Format, Place},
    newsletter::Issue,
    text,
};

/// A page that calls again this long after its last day calls for the next year.
const NEXT_YEAR_DAYS: i64 = 150;

/// A call for talks of one event.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// For ever the same: lower-case ASCII.
    pub id: String,
    /// The event's name.
    pub name: String,
    /// Where to propose.
    pub url: String,
    /// The event's own page, where the issue names it beside the call's.
    pub website: Option<String>,
    /// The last day; `None` where there is none, or the issue tells it in words alone.
    pub closes: Option<NaiveDate>,
    /// The last day as written, where it says more than the day: a time, `Rolling deadline`.
    pub closes_told: Option<String>,
    /// The days of the event; `None` where they are not told, or lie before the last day of the call.
    pub days: Option<Days>,
    /// Where the event is.
    pub places: Vec<Place>,
    /// How one takes part, where the issue says so.
    pub format: Option<Format>,
    /// Where it was listed, oldest first.
    pub listed: Vec<CallListing>,
    /// The date of the issue that last changed it.
    pub last_modified: NaiveDate,
    /// How often it changed.
    pub sequence: u32,
}

/// Where a call stands in an issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallListing {
    /// The file's name.
    pub file: Arc<str>,
    /// The line of the bullet, from 1.
    pub line: usize,
    /// The issue's number.
    pub issue: Option<u32>,
    /// The issue's date.
    pub issue_date: NaiveDate,
}

impl Call {
    /// Whether it was announced by that day and one can still propose. A call without a last day is open until its event,
    /// or for as long as issues name it.
    pub fn is_open(&self, day: NaiveDate) -> bool {
        if self.listed.first().is_none_or(|listed| listed.issue_date > day) {
            return false;
        }
        match (self.closes, self.days) {
            (Some(closes), _) => closes >= day,
            (None, Some(days)) => days.start() > day,
            (None, None) => self.listed.last().is_some_and(|listed| listed.issue_date >= day),
        }
    }

    fn same_facts(&self, other: &Self) -> bool {
        let facts = |call: &Self| (call.closes, call.closes_told.clone(), call.days, call.format);
        self.name == other.name
            && self.url == other.url
            && self.website == other.website
            && self.places == other.places
            && facts(self) == facts(other)
    }
}

/// The calls of issues (oldest first), each once as the newest issue words it: by last day, those
/// without one last, then by name.
pub fn read(issues: &[Issue], knowledge: &Knowledge) -> Vec<Call> {
    let mut calls: Vec<Call> = Vec::new();
    for issue in issues {
        for (line, item) in items(&issue.text) {
            let Some(call) = parse(&item, issue, line, knowledge) else { continue };
            match calls.iter_mut().rev().find(|known| is_same(known, &call)) {
                Some(known) => update(known, call),
                None => {
                    let id = id(&call, &calls);
                    calls.push(Call { id, ..call });
                }
            }
        }
    }
    calls.sort_by(|a, b| {
        let key = |call: &Call| (call.closes.is_none(), call.closes, text::fold(&call.name));
        (key(a), &a.id).cmp(&(key(b), &b.id))
    });
    calls
}

/// One page that calls for one year is one call, and so is one name.
fn is_same(known: &Call, call: &Call) -> bool {
    let near =
        match (known.closes, call.closes) {
            (Some(a), Some(b)) => (b - a).num_days() < NEXT_YEAR_DAYS,
            _ => known.listed.last().zip(call.listed.first()).is_some_and(|(last, first)| {
                (first.issue_date - last.issue_date).num_days() < NEXT_YEAR_DAYS
            }),
        };
    // Of a slip of the year, what the same page says a week later is the correction.
    let soon = known
        .listed
        .last()
        .zip(call.listed.first())
        .is_some_and(|(last, first)| (first.issue_date - last.issue_date).num_days() <= 31);
    let page = |url: &str| link::identity(url).to_string();
    (near || soon)
        && (page(&known.url) == page(&call.url) || text::fold(&known.name) == text::fold(&call.name))
}

fn update(known: &mut Call, call: Call) {
    let mut listed = std::mem::take(&mut known.listed);
    let mut call = call;
    let changed = call.listed.first().map_or(known.last_modified, |first| first.issue_date);
    listed.append(&mut call.listed);
    let same = known.same_facts(&call);
    let (last_modified, sequence) =
        if same { (known.last_modified, known.sequence) } else { (changed, known.sequence + 1) };
    *known = Call { id: std::mem::take(&mut known.id), listed, last_modified, sequence, ..call };
}

/// From the first issue that listed it, so that no later one changes it.
fn id(call: &Call, taken: &[Call]) -> String {
    let first = call.listed.first().map(|listed| listed.issue_date).unwrap_or_default();
    let name = text::slug(&call.name);
    let base = format!("cfp-{first}-{name}");
    let base = base.get(..base.len().min(60)).unwrap_or(&base).trim_end_matches('-');
    let free = |id: &String| taken.iter().all(|call| call.id != *id);
    std::iter::once(base.to_owned())
        .chain((2..).map(|number| format!("{base}-{number}")))
        .find(free)
        .unwrap_or_default()
}

/// The list items below the headings of calls, each with its line: further lines of an item are joined
/// to it, comments are none.
fn items(text: &str) -> Vec<(usize, String)> {
    let mut items: Vec<(usize, String)> = Vec::new();
    let (mut inside, mut comment, mut open) = (false, false, false);
    for (number, line) in text.lines().enumerate() {
        let trimmed = line.trim();
        if comment || trimmed.starts_with("<!--") {
            comment = !trimmed.contains("-->");
            continue;
        }
        if let Some(heading) = trimmed.strip_prefix('#') {
            inside = is_heading(heading.trim_start_matches('#'));
            open = false;
            continue;
        }
        if !inside {
            continue;
        }
        let bullet = ["* ", "- ", "+ "].iter().find_map(|mark| trimmed.strip_prefix(mark));
        match (bullet, items.last_mut()) {
            (Some(item), _) => {
                items.push((number + 1, item.trim().to_owned()));
                open = true;
            }
            (None, Some((_, item))) if open && !trimmed.is_empty() && line.starts_with([' ', '\t']) => {
                item.push(' ');
                item.push_str(trimmed);
            }
            _ => open = false,
        }
    }
    items
}

/// `CFP - Events`, `CFP - Speakers`, `Call for Papers`; not `CFP - Projects`, which calls for code.
fn is_heading(heading: &str) -> bool {
    let folded = text::fold(heading);
    let call = folded.split(|c: char| !c.is_alphanumeric()).any(|word| word == "cfp" || word == "cfps")
        || words::stand_in(&folded, Class::CallHeading);
    call && !words::stand_in(&folded, Class::CallOther)
}

/// A link of an item.
struct CallLink {
    title: String,
    url: String,
}

/// Takes the links out of a text; what is left keeps its pipes.
fn take_links(item: &str) -> (Vec<(usize, CallLink)>, String) {
    let mut links = Vec::new();
    let mut rest = String::new();
    let mut text = item;
    while let Some(middle) = text.find("](") {
        let Some(open) = text.get(..middle).and_then(|before| before.rfind('[')) else {
            let (seen, after) = text.split_at(middle + 2);
            rest.push_str(seen);
            text = after;
            continue;
        };
        let after = &text[middle + 2..];
        // Addresses hold balanced parentheses.
        let mut depth = 0usize;
        let close = after.find(|c: char| {
            match c {
                '(' => depth += 1,
                ')' if depth == 0 => return true,
                ')' => depth -= 1,
                _ => {}
            }
            false
        });
        let Some(close) = close else { break };
        rest.push_str(&text[..open]);
        let title = plain(&text[open + 1..middle]);
        let field = rest.matches('|').count();
        links.push((field, CallLink { title, url: after[..close].trim().to_owned() }));
        text = &after[close + 1..];
    }
    rest.push_str(text);
    (links, rest)
}

fn plain(text: &str) -> String {
    let text: String = text.chars().filter(|c| !matches!(c, '*' | '`' | '\\' | '$')).collect();
    text::clean(&text).into_owned()
}

fn parse(item: &str, issue: &Issue, line: usize, knowledge: &Knowledge) -> Option<Call> {
    let (links, rest) = take_links(item);
    let mut links = links.into_iter();
    let (_, first) = links.next()?;
    let (mut name, mut url, mut website) = (first.title, first.url, None);
    for (field, link) in links {
        // Beside the name stands `[CFP](url)`; in a field of its own the page of the event.
        if field == 0 && is_call(&link.title) {
            website = Some(std::mem::replace(&mut url, link.url));
        } else if website.is_none() {
            website = Some(link.url);
        }
    }
    for ending in words::of(Class::CallEnding) {
        let kept = name.len().checked_sub(ending.len()).filter(|at| name.is_char_boundary(*at));
        if let Some(at) = kept.filter(|at| *at > 0 && name[*at..].eq_ignore_ascii_case(ending)) {
            name.truncate(at);
            name.truncate(name.trim_end_matches([' ', ':', '-', '–']).len());
        }
    }
    let page = |url: &str| link::canonical(url).ok().filter(|url| url.starts_with("http"));
    let url = page(&url)?;
    let website = website.and_then(|url| page(&url));
    let listing = CallListing { file: issue.file.clone(), line, issue: issue.number, issue_date: issue.date };
    let mut call = Call {
        id: String::new(),
        name,
        url,
        website,
        closes: None,
        closes_told: None,
        days: None,
        places: Vec::new(),
        format: None,
        listed: vec![listing],
        last_modified: issue.date,
        sequence: 0,
    };
    if call.name.is_empty() {
        return None;
    }
    let mut placed = false;
    let mut told = false;
    for field in rest.split('|').map(plain).filter(|field| field.chars().any(char::is_alphanumeric)) {
        let days = days_in(&field);
        if is_last_day(&field) || (days.is_some() && !told && !placed && !is_event_day(&field)) {
            told = true;
            call.closes = days.map(Days::end);
            call.closes_told = says_more(&field);
        } else if let Some(days) = days {
            call.days = Some(days);
        } else if !placed {
            placed = true;
            let read = knowledge.places.read_field(&field);
            call.places = read.places;
            call.format = read.format;
        }
    }
    // One of the two years is a slip, and nobody can tell which.
    if call.closes.zip(call.days).is_some_and(|(closes, days)| days.end() < closes) {
        call.days = None;
    }
    told.then_some(call)
}

fn is_call(title: &str) -> bool {
    let folded = text::fold(title);
    folded.contains("cfp") || folded.contains("call for")
}

fn is_last_day(field: &str) -> bool {
    let folded = text::fold(field);
    folded
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| word.starts_with("clos") || words::is(word, Class::CallCloses))
}

fn is_event_day(field: &str) -> bool {
    text::fold(field).starts_with("event")
}

/// What a field says of the last day beyond the day: `2025-04-29 11:59 PM PDT`, `Rolling deadline`.
fn says_more(field: &str) -> Option<String> {
    let common = [
        "cfp", "closes", "closing", "close", "deadline", "open", "until", "on", "by", "last", "chance", "at",
    ];
    let dated = days_in(field).is_some();
    let more = field
        .split(|c: char| c.is_whitespace() || c == ':' && !dated)
        .map(|word| word.trim_matches([':', ',', '.']).to_lowercase())
        .filter(|word| !word.is_empty() && !common.contains(&word.as_str()))
        .any(|word| !dated || (!is_date_word(&word) && !word.is_empty()));
    let begin =
        ["Last chance:", "CFP"].iter().fold(field, |rest, word| rest.trim_start_matches(word).trim_start());
    more.then(|| begin.to_owned())
}

/// A part of a date: digits and hyphens, or the name of a month.
fn is_date_word(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_digit() || c == '-') || word.parse::<chrono::Month>().is_ok()
}

/// The days in a field, wherever they stand: in ISO form, or with the month's name.
fn days_in(field: &str) -> Option<Days> {
    let starts = field.char_indices().filter(|(at, c)| {
        c.is_ascii_digit() && !field[..*at].ends_with(|before: char| before.is_alphanumeric())
    });
    for (at, _) in starts {
        if let Some(read) = iso_dates::read(&field[at..]) {
            return read.days;
        }
    }
    let words: Vec<&str> = field
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | ':'))
        .filter(|word| !word.is_empty())
        .collect();
    words.windows(3).find_map(|words| {
        let [a, b, c] = words else { return None };
        let day = |day: &str, month: &str, year: &str| {
            let month: chrono::Month = month.parse().ok()?;
            let day = day.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse().ok()?;
            NaiveDate::from_ymd_opt(year.parse().ok()?, month.number_from_month(), day)
        };
        day(a, b, c).or_else(|| day(b, a, c)).map(Days::single)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn issue(date: &str, items: &str) -> Issue {
        let text = format!(
            "Title: This Week in Rust 700\nDate: {date}\n\n### CFP - Projects\n* [Help](https://p.example/)\n\n\
             ### CFP - Events\n\nAre you a speaker?\n\n{items}\n\n<!-- * [No](https://no.example/) | 2026-01-01 -->\n\
             If you are an organiser: [PR](https://pr.example/)\n\n## Updates\n* [X](https://x.example/) | 2026-02-02\n"
        );
        Issue::parse(&format!("{date}-this-week-in-rust.md"), text.as_bytes()).unwrap()
    }

    fn only(item: &str) -> Call {
        let calls = read(&[issue("2025-01-08", item)], &Knowledge::bundled());
        assert_eq!(calls.len(), 1, "{item}");
        calls.into_iter().next().unwrap()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn every_spelling_is_read() {
        let span = |from: &str, to: &str| Days::new(day(from), day(to));
        for (item, closes, days, city) in [
            (
                "* [**Crab Conf**](https://c.example/cfp)| CFP closes 2025-12-08 | Portland, Oregon, USA | 2026-04-20",
                "2025-12-08",
                span("2026-04-20", "2026-04-20"),
                Some("Portland"),
            ),
            (
                "* [Crab Conf](https://c.example/cfp) | Closes 2025-07-06 | Online + Kyiv, Ukraine | Event date: 2025-07-27",
                "2025-07-06",
                span("2025-07-27", "2025-07-27"),
                Some("Kyiv"),
            ),
            (
                "* [Crab Conf](https://c.example/) [CFP](https://f.example/#/2/x) closes 2025-02-19 | Delft, The Netherlands | Event date: 2025-05-07 & 2025-05-08",
                "2025-02-19",
                span("2025-05-07", "2025-05-08"),
                Some("Delft"),
            ),
            (
                "* [Crab Conf](https://c.example/cfp) CFP closes 2025-04-14 | Oslo, Norway | Event date: 2025-09-09 to 2025-09-12",
                "2025-04-14",
                span("2025-09-09", "2025-09-12"),
                Some("Oslo"),
            ),
            (
                "* [Crab Conf](https://c.example/cfp) | Deadline: 30 January 2025 | Paris, FR | 15 March 2025",
                "2025-01-30",
                span("2025-03-15", "2025-03-15"),
                Some("Paris"),
            ),
            (
                "* [**Crab Conf**](https://c.example/cfp) | 2025-04-27 | Oslo, Norway | 2025-09-22 to 2025-09-25",
                "2025-04-27",
                span("2025-09-22", "2025-09-25"),
                Some("Oslo"),
            ),
            (
                "* [**Crab CFP**](https://c.example/cfp) | [Event Page](https://w.example/) | Closes 2025-10-13 | Warsaw, PL | Event 2026-03-26",
                "2025-10-13",
                span("2026-03-26", "2026-03-26"),
                Some("Warsaw"),
            ),
        ] {
            let call = only(item);
            assert_eq!((call.closes, call.days), (Some(day(closes)), days), "{item}");
            assert_eq!(call.places.first().and_then(|place| place.known_city.as_deref()), city, "{item}");
            assert_eq!(call.closes_told, None, "{item}");
            assert!(call.name.starts_with("Crab") && !call.name.contains("CFP"), "{item}");
        }
    }

    #[test]
    fn what_stands_beside_is_kept_and_nothing_is_guessed() {
        let rolling = only(
            "* [Crab Summit](https://c.example/) | Rolling deadline | Belgrade, RS | Event on 2025-06-07",
        );
        assert_eq!((rolling.closes, rolling.closes_told.as_deref()), (None, Some("Rolling deadline")));
        assert!(rolling.is_open(day("2025-06-06")) && !rolling.is_open(day("2025-06-07")));
        let timed = only(
            "* [Crabs](https://c.example/) | Closes 2025-04-29 11:59 PM PDT | Seattle, WA, US | 2025-09-02 - 2025-09-05",
        );
        assert_eq!(timed.closes, Some(day("2025-04-29")));
        assert_eq!(timed.closes_told.as_deref(), Some("Closes 2025-04-29 11:59 PM PDT"));
        let slip =
            only("* [Crabs](https://c.example/) | CFP closes 2025-11-24 | Warsaw, Poland | 2025-03-19");
        assert_eq!(slip.days, None, "an event before its call ends");
        let two = only(
            "* [Crabs](https://c.example/) [CFP](https://f.example/) closes 2025-02-19 | Delft, NL | 2025-05-07",
        );
        assert_eq!(
            (two.url.as_str(), two.website.as_deref()),
            ("https://f.example/", Some("https://c.example/"))
        );
        assert_eq!(read(&[issue("2025-01-08", "* *No calls this week.*")], &Knowledge::bundled()), []);
    }

    #[test]
    fn a_call_is_one_over_the_weeks_and_another_next_year() {
        let item =
            |closes: &str| format!("* [Crabs](https://c.example/) | CFP closes {closes} | Warsaw, Poland");
        let issues = [
            issue("2025-01-08", &item("2025-01-31")),
            issue("2025-01-15", &item("2025-01-31")),
            issue("2025-01-22", &item("2025-02-14")),
            issue("2025-12-31", &item("2026-01-31")),
        ];
        let calls = read(&issues, &Knowledge::bundled());
        assert_eq!(calls.len(), 2);
        assert_eq!((calls[0].id.as_str(), calls[0].sequence), ("cfp-2025-01-08-crabs", 1));
        assert_eq!((calls[0].closes, calls[0].last_modified), (Some(day("2025-02-14")), day("2025-01-22")));
        assert_eq!(calls[0].listed.len(), 3);
        assert_eq!((calls[1].id.as_str(), calls[1].sequence), ("cfp-2025-12-31-crabs", 0));
    }
}
