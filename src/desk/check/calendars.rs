//! Where organisers say otherwise: another day, that it is off, another place, a page that is gone. Only what
//! was read with `--with-calendars` is known here.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::about::{Check, CodeDoc, Example, Remedy};
use crate::{
    calendar::State,
    catalogue::Attached,
    desk::page::{Page, PageItem},
    link::{self, LinkId},
    model::{Code, Format, Place, Problem, Severity},
    newsletter::days_field,
    place::printed,
};

/// The listing of which they say it.
const LISTED: &str = "\
* 2025-12-10 | Bern, CH | [Rust Bern](https://www.meetup.com/rust-bern)
    * [**Borrowing**](https://www.meetup.com/rust-bern/events/300000001/)";

/// Its group's calendar, by the lines that say when and whether, and the one that says where.
macro_rules! calendar {
    ($when:literal, $where:literal) => {
        concat!(
            "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:1\n",
            $when,
            "\nSUMMARY:Borrowing\n",
            $where,
            "\nURL:https://www.meetup.com/rust-bern/events/300000001/\nEND:VEVENT\nEND:VCALENDAR"
        )
    };
}

/// What organisers say otherwise.
pub const CHECK: Check = Check {
    codes: &[CALENDAR_DAY, CALENDAR_CANCELLED, CALENDAR_PLACE, CALENDAR_GONE],
    wording: false,
    run: calendars,
};

const CALENDAR_DAY: CodeDoc = CodeDoc {
    code: Code::CalendarDay,
    severity: Severity::Warning,
    meaning: "\
With `--with-calendars`: the event's own page or calendar has it on another day than the listing. The message
names the source and the day on which it said so.",
    example: Example::under("Europe", LISTED)
        .mended(
            "\
* 2025-12-11 | Bern, CH | [Rust Bern](https://www.meetup.com/rust-bern)
    * [**Borrowing**](https://www.meetup.com/rust-bern/events/300000001/)",
        )
        .beside(calendar!("DTSTART;VALUE=DATE:20251211", "LOCATION:Bern\\, Switzerland")),
    mend: "\
Look at the page; `draft --with-calendars` moves the listing where the page is the event's own.",
    remedy: Remedy::Human(
        "\
a calendar may be out of date; `draft --with-calendars` moves what the event's own page has on another day",
    ),
};

const CALENDAR_CANCELLED: CodeDoc = CodeDoc {
    code: Code::CalendarCancelled,
    severity: Severity::Warning,
    meaning: "\
With `--with-calendars`: a calendar or the event's page says that it is cancelled or postponed, by its status
or in its title.",
    example: Example::under("Europe", LISTED)
        .beside(calendar!("DTSTART;VALUE=DATE:20251210\nSTATUS:CANCELLED", "LOCATION:Bern\\, Switzerland")),
    mend: "Take the listing out; `draft --with-calendars` does, and names it.",
    remedy: Remedy::Human("`check --fix` takes no event out of a file, and `draft --with-calendars` does"),
};

const CALENDAR_PLACE: CodeDoc = CodeDoc {
    code: Code::CalendarPlace,
    severity: Severity::Warning,
    meaning: "\
With `--with-calendars`: a calendar has the event in another city, or online where the listing has it in
person, or the other way round. What the calendar leaves open contradicts nothing.",
    example: Example::under("Europe", LISTED)
        .mended(
            "\
* 2025-12-10 | Basel, CH | [Rust Bern](https://www.meetup.com/rust-bern)
    * [**Borrowing**](https://www.meetup.com/rust-bern/events/300000001/)",
        )
        .beside(calendar!("DTSTART;VALUE=DATE:20251210", "LOCATION:Basel\\, Switzerland")),
    mend: "Look at the page.",
    remedy: Remedy::Human("either of the two may be right"),
};

const CALENDAR_GONE: CodeDoc = CodeDoc {
    code: Code::CalendarGone,
    severity: Severity::Warning,
    meaning: "\
With `--with-calendars`: `sync --pages` asked for the event's page, and its host answers that there is none.",
    example: Example::under("Europe", LISTED).without("https://www.meetup.com/rust-bern/events/300000001/"),
    mend: "Ask the organisers: pages of cancelled events often go.",
    remedy: Remedy::Human("a page that is gone does not say why"),
};

/// Listings that are to come and that a calendar or a page contradicts.
fn calendars(page: &Page<'_>) -> Vec<Problem> {
    let catalogue = page.catalogue;
    let mut rows: BTreeMap<usize, Vec<&Attached>> = BTreeMap::new();
    for attached in &catalogue.attached {
        rows.entry(attached.event).or_default().push(attached);
    }
    let gone: BTreeMap<LinkId, Option<NaiveDate>> =
        catalogue.gone.iter().map(|(url, since)| (link::identity(url), *since)).collect();
    let to_come = page
        .items
        .iter()
        .filter(|found| found.listing.days.is_some_and(|days| days.end() >= page.issue.date));
    let mut problems = Vec::new();
    for found in to_come {
        let event = catalogue.event_of.get(found.index).copied().flatten();
        let rows = event.and_then(|event| rows.get(&event)).map(Vec::as_slice).unwrap_or_default();
        problems.extend(contradicted(page, found, rows));
        let url = found.listing.url().map(|url| (url, link::identity(url)));
        if let Some((url, since)) = url.and_then(|(url, id)| Some((url, gone.get(&id)?))) {
            let since = since.map(|day| format!(" since {day}")).unwrap_or_default();
            let span = found.locate(page.issue, url);
            let problem = page.problem(Code::CalendarGone, span, format!("its page is gone{since}: {url}"));
            problems.push(problem.with_help("ask the organisers; a cancelled event's page goes, too"));
        }
    }
    problems
}

fn contradicted(page: &Page<'_>, found: &PageItem<'_>, rows: &[&Attached]) -> Option<Problem> {
    let listed = found.listing.days?;
    let on_its_day: Vec<&&Attached> = rows.iter().filter(|row| row.days == listed).collect();
    let date = || found.locate(page.issue, &found.listing.written.date);
    // The newest word of the day, else that of its own page.
    let word = on_its_day.first().copied().or_else(|| rows.iter().find(|row| row.own_page))?;
    let told_by = source(word);
    match word.row.state {
        State::Cancelled => {
            let problem =
                page.problem(Code::CalendarCancelled, date(), format!("it is cancelled, {told_by} says"));
            return Some(problem.with_help("take it out, or mark its title as cancelled"));
        }
        State::Postponed => {
            let problem =
                page.problem(Code::CalendarCancelled, date(), format!("it is postponed, {told_by} says"));
            return Some(problem.with_help("take it out until it has a day"));
        }
        State::Scheduled => {}
    }
    if on_its_day.is_empty() {
        let part = listed.start() <= word.days.start() && word.days.end() <= listed.end();
        let message = format!("{told_by} has it on {}, not on {}", days_field(word.days), days_field(listed));
        let problem = (!part).then(|| page.problem(Code::CalendarDay, date(), message));
        return problem.map(|problem| problem.with_help("look at the event's page"));
    }
    // What the calendar left open and was filled in says nothing against the listing.
    let sure = word.row.notes.is_empty() && word.row.questions.is_empty();
    let what = differs(found, word).filter(|_| sure)?;
    let span = found.locate(page.issue, found.listing.written.place.trim());
    let problem = page.problem(Code::CalendarPlace, span, format!("{told_by} has it {what}"));
    Some(problem.with_help("look at the event's page"))
}

/// Where or how a calendar has an event otherwise than its listing.
fn differs(found: &PageItem<'_>, word: &Attached) -> Option<String> {
    let cities = |places: &[Place]| -> BTreeSet<String> {
        places.iter().filter_map(|place| place.known_city.clone()).collect()
    };
    let (here, there) = (cities(&found.listing.places), cities(&word.row.places));
    if !here.is_empty() && !there.is_empty() && here.is_disjoint(&there) {
        let places: Vec<String> = word.row.places.iter().map(printed).collect();
        return Some(format!("in {}", places.join("; ")));
    }
    match (found.listing.format, word.row.format) {
        (Format::InPerson, Format::Virtual) => Some("online".to_owned()),
        (Format::Virtual, Format::InPerson) => Some("at a place".to_owned()),
        _ => None,
    }
}

fn source(attached: &Attached) -> String {
    format!("{} (of {})", attached.source.url, attached.said)
}
