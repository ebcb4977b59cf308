//! What has to hold whatever is read: one law for each door that takes text from outside. A law gets any bytes
//! and says what broke. The targets of `fuzz_targets/` look for such bytes; the test suite asks the laws of what
//! they found, and of the seeds.

use std::cell::LazyCell;

use chrono::NaiveDate;
use twir_events::{
    Catalogue, Issue, Knowledge, Selection, calendar,
    desk::{check, draft, page::Page},
    export,
    model::{Days, Format, Grammar, Listing},
    newsletter::{self, Entry, markdown::inline},
    place::Hints,
};

/// A law: any bytes, and what broke.
pub type Law = fn(&[u8]) -> Result<(), String>;

/// The laws by the names of their targets.
pub const LAWS: &[(&str, Law)] = &[
    ("issue", issue),
    ("listing", listing),
    ("older_listing", older_listing),
    ("place", place),
    ("inline", inline_text),
    ("ical", ical),
    ("json_ld", json_ld),
    ("incoming", incoming),
    ("query", query),
    ("draft_twice", draft_twice),
    ("draft_incoming", draft_incoming),
    ("fix_twice", fix_twice),
];

/// Asks the law of this name.
///
/// # Panics
///
/// With what broke, and where no law is called so.
pub fn ask(name: &str, bytes: &[u8]) {
    let (_, law) = LAWS.iter().find(|(known, _)| *known == name).expect("a law of this name");
    if let Err(broken) = law(bytes) {
        panic!("{name}: {broken}");
    }
}

const FILE: &str = "2025-12-03-this-week-in-rust.md";
const HEAD: &str =
    "Title: This Week in Rust 628\nNumber: 628\nDate: 2025-12-03\nCategory: This Week in Rust\n\n";
const TAIL: &str = "\nIf you are running a Rust event please add it to the [calendar] to get\nit mentioned here.\n\n## Jobs\n";
/// What costs more than linear time shows with less; what comes in by hand is shorter.
const MOST: usize = 4096;

thread_local! {
    static KNOWLEDGE: LazyCell<Knowledge> = const { LazyCell::new(Knowledge::bundled) };
}

fn known<T>(run: impl FnOnce(&Knowledge) -> T) -> T {
    KNOWLEDGE.with(|knowledge| run(knowledge))
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes.get(..MOST).unwrap_or(bytes)).into_owned()
}

fn window() -> Days {
    let day = |month, day| NaiveDate::from_ymd_opt(2025, month, day).expect("a day of the calendar");
    Days::new(day(11, 1), day(12, 31)).expect("in order")
}

/// An issue whose events section is this.
fn issue_of(body: &str) -> Result<Issue, String> {
    let text = format!(
        "{HEAD}## Upcoming Events\n\nRusty Events between 2025-12-03 - 2025-12-31 🦀\n\n{body}{TAIL}"
    );
    Issue::parse(FILE, text.as_bytes()).map_err(str::to_owned)
}

fn law(holds: bool, says: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(says()) }
}

/// Any bytes behind an issue's head: they are read, every feed of them is well formed.
fn issue(bytes: &[u8]) -> Result<(), String> {
    let bytes = bytes.get(..MOST).unwrap_or(bytes);
    let whole = [HEAD.as_bytes(), b"## Upcoming Events\n\n", bytes].concat();
    let Ok(issue) = Issue::parse(FILE, &whole) else { return Ok(()) };
    known(|knowledge| {
        let catalogue = Catalogue::read(vec![issue], knowledge, None);
        feeds(&catalogue, knowledge)
    })
}

/// What is printed of a catalogue is calendar, XML and JSON.
fn feeds(catalogue: &Catalogue, knowledge: &Knowledge) -> Result<(), String> {
    let print = |name: &str| -> Result<Vec<u8>, String> {
        let format = export::format(name).ok_or("a format is gone")?;
        let selection = Selection::from_pairs([("history", "all")], catalogue, knowledge)
            .or_else(|_| Selection::from_pairs([], catalogue, knowledge))
            .map_err(|error| error.to_string())?;
        let printed = format
            .print(catalogue, selection, export::Choices::default())
            .map_err(|error| error.to_string())?;
        Ok(printed.bytes.to_vec())
    };
    let ics = String::from_utf8(print("ics")?).map_err(|error| error.to_string())?;
    for line in ics.split("\r\n") {
        law(line.len() <= 75, || format!("a line of {} octets: {line}", line.len()))?;
        law(!line.contains(|c: char| c.is_control() && c != '\t'), || {
            format!("a control character: {line:?}")
        })?;
    }
    let unfolded = ics.replace("\r\n ", "").replace("\r\n\t", "");
    let lines = |wanted: &str| unfolded.split("\r\n").filter(|line| *line == wanted).count();
    law(lines("BEGIN:VEVENT") == lines("END:VEVENT"), || "an event without its end".to_owned())?;
    let atom = print("atom")?;
    let feed = atom_syndication::Feed::read_from(atom.as_slice());
    law(feed.is_ok(), || format!("no Atom: {feed:?}\n{}", String::from_utf8_lossy(&atom)))?;
    let xml = String::from_utf8_lossy(&atom);
    let allowed = |c: char| matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    law(xml.chars().all(allowed), || "a character that XML does not allow".to_owned())?;
    let json: Result<serde_json::Value, _> = serde_json::from_slice(&print("json")?);
    law(json.is_ok(), || format!("no JSON: {json:?}"))?;
    let rows = print("listings")?;
    let count = String::from_utf8_lossy(&rows).lines().count();
    law(count == catalogue.listings.len(), || {
        format!("{count} rows of {} listings", catalogue.listings.len())
    })
}

fn rows(issue: Issue) -> Vec<Listing> {
    known(|knowledge| Catalogue::read(vec![issue], knowledge, None).listings)
}

/// One listing of two lines: as it is printed, it is read again.
fn listing(bytes: &[u8]) -> Result<(), String> {
    let text = text(bytes);
    let read = rows(issue_of(&format!("### Europe\n* 2025-12-10 | {text}\n"))?);
    for row in read.iter().filter(|row| row.grammar == Some(Grammar::TwoLines) && row.days.is_some()) {
        let Some(entry) = Entry::of_listing(row) else { continue };
        let again = rows(issue_of(&format!("### Europe\n{}", entry.lines()))?);
        let [again] = again.as_slice() else {
            return Err(format!("{} rows of one: {:?}", again.len(), entry.lines()));
        };
        law(again.days == row.days, || format!("{:?} became {:?}", row.days, again.days))?;
        // What has neither title nor link is printed without them; marks before a title are what an editor left.
        let titled = row.title.starts_with(char::is_alphanumeric);
        law(again.title == row.title || !titled, || {
            format!("{:?} became {:?} by {:?}", row.title, again.title, entry.lines())
        })?;
    }
    Ok(())
}

/// One line of an older form.
fn older_listing(bytes: &[u8]) -> Result<(), String> {
    let text = text(bytes);
    for date in ["2016-05-03", "2018-01-02", "2020-06-02"] {
        let whole = format!(
            "Title: This Week in Rust 200\nNumber: 200\nDate: {date}\n\n# Upcoming Events\n\n* {text}\n\n# Jobs\n"
        );
        let file = format!("{date}-this-week-in-rust.md");
        let issue = Issue::parse(&file, whole.as_bytes()).map_err(str::to_owned)?;
        for row in rows(issue) {
            law(row.days.is_some() || !row.problems.is_empty(), || format!("no day and no word: {row:?}"))?;
        }
    }
    Ok(())
}

/// A place field: as it is printed, it says the same place; an address breaks nothing.
fn place(bytes: &[u8]) -> Result<(), String> {
    let text = twir_events::text::clean(&text(bytes)).into_owned();
    known(|knowledge| {
        let places = &knowledge.places;
        let _ = places.read_address(&text, Hints::default());
        let field = places.read_field(&text);
        // A house with its city in brackets is left as it stands.
        // Nor is a city's code printed by itself (`DC`).
        let bare = |place: &twir_events::model::Place| {
            let city = place.city.as_deref().unwrap_or_default();
            place.known_city.is_some() && city.chars().count() > 3 && !city.contains(['(', ')'])
        };
        let known_marks = |c: char| c.is_alphanumeric() || " ,.()/'-".contains(c);
        if field.places.is_empty() || !field.places.iter().all(bare) || !text.chars().all(known_marks) {
            return Ok(());
        }
        let format = field.format.unwrap_or(Format::InPerson);
        let printed = newsletter::place_field(format, &field.places, &text);
        let again = places.read_field(&printed);
        let of = |places: &[twir_events::model::Place]| -> Vec<_> {
            places.iter().map(|place| (place.known_city.clone(), place.country)).collect()
        };
        law(of(&field.places) == of(&again.places), || {
            format!("{:?} became {:?} by {printed:?}", of(&field.places), of(&again.places))
        })
    })
}

/// Inline Markdown: links lie within their line and in order; what is text stays text.
fn inline_text(bytes: &[u8]) -> Result<(), String> {
    let text = text(bytes);
    for line in text.lines() {
        let mut from = 0;
        for link in inline::links(line) {
            law(link.span.start >= from && link.span.end <= line.len(), || {
                format!("a link at {:?} of {} bytes", link.span, line.len())
            })?;
            law(line.get(link.span.clone()).is_some(), || {
                format!("a link cuts a character: {:?}", link.span)
            })?;
            from = link.span.start;
        }
        let plain = inline::plain(line);
        let escaped = newsletter::markdown::escape::text(&plain, newsletter::markdown::escape::Inside::Line);
        let back = inline::plain(&escaped);
        let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        law(squeezed(&back) == squeezed(&plain), || format!("{plain:?} became {back:?} by {escaped:?}"))?;
    }
    Ok(())
}

fn calendar_of(name: &str, bytes: &[u8]) -> Result<(), String> {
    known(|knowledge| {
        let Ok(brought) = calendar::read(name, bytes, knowledge, window()) else { return Ok(()) };
        for event in &brought.events {
            law(event.days.start() <= event.days.end(), || format!("{:?}", event.days))?;
            let ends = event.starts_at.zip(event.ends_at).is_none_or(|(start, end)| start <= end);
            law(ends, || format!("it ends before it begins: {:?} {:?}", event.starts_at, event.ends_at))?;
        }
        Ok(())
    })
}

/// An iCalendar file.
fn ical(bytes: &[u8]) -> Result<(), String> {
    calendar_of("a.ics", &[b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n".as_slice(), bytes].concat())
}

/// A page with schema.org JSON-LD.
fn json_ld(bytes: &[u8]) -> Result<(), String> {
    let open = b"<!doctype html><script type=\"application/ld+json\">".as_slice();
    calendar_of("a.html", &[open, bytes, b"</script>"].concat())
}

/// The editors' JSON.
fn incoming(bytes: &[u8]) -> Result<(), String> {
    calendar_of("a.json", bytes)
}

/// A query string of `serve`.
fn query(bytes: &[u8]) -> Result<(), String> {
    let pairs: Vec<(String, String)> =
        url::form_urlencoded::parse(bytes.get(..MOST).unwrap_or(bytes)).into_owned().collect();
    known(|knowledge| {
        let row = "### Europe\n* 2025-12-10 | Bern, CH | [Crab Club](https://crabs.example)\n    * [**Borrowing**](https://crabs.example/1)\n";
        let catalogue = Catalogue::read(vec![issue_of(row)?], knowledge, None);
        let pairs = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        if let Ok(selection) = Selection::from_pairs(pairs, &catalogue, knowledge) {
            let ics = export::format("ics").ok_or("a format is gone")?;
            ics.print(&catalogue, selection, export::Choices::default())
                .map_err(|error| error.to_string())?;
        }
        Ok(())
    })
}

/// A draft that is regenerated twice is as after once, nothing outside the anchors changes, and no dated row goes
/// but those that the report names.
fn draft_twice(bytes: &[u8]) -> Result<(), String> {
    drafted(&text(bytes), &[])
}

/// The same with what a calendar brings: the first line is the draft's, the rest the calendar's.
fn draft_incoming(bytes: &[u8]) -> Result<(), String> {
    let at = bytes.iter().position(|byte| *byte == 0).unwrap_or(0);
    let (body, calendar) = bytes.split_at(at);
    let brought = known(|knowledge| {
        let whole = [b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n".as_slice(), calendar.get(1..).unwrap_or_default()]
            .concat();
        calendar::read("a.ics", &whole, knowledge, window()).map(|brought| brought.events).unwrap_or_default()
    });
    drafted(&text(body), &brought)
}

fn drafted(body: &str, brought: &[calendar::Incoming]) -> Result<(), String> {
    let before = issue_of(body)?;
    known(|knowledge| {
        let Ok(once) = draft::draft(&before, knowledge, brought, draft::Options::of(&before)) else {
            return Ok(());
        };
        let parsed = Issue::parse(FILE, once.text.as_bytes()).map_err(str::to_owned)?;
        law(once.text.starts_with(&before.text[..HEAD.len()]) && once.text.ends_with("## Jobs\n"), || {
            "bytes outside the section changed".to_owned()
        })?;
        let twice = draft::draft(&parsed, knowledge, brought, draft::Options::of(&parsed))
            .map_err(|error| format!("once it was a draft: {error}"))?;
        law(twice.text == once.text, || format!("once:\n{}\ntwice:\n{}", once.text, twice.text))?;
        let dated = |issue: &Issue| {
            let read = Catalogue::read(vec![issue.clone()], knowledge, None);
            read.listings
                .iter()
                .filter(|row| row.days.is_some() && row.grammar == Some(Grammar::TwoLines))
                .count()
        };
        let (was, is) = (dated(&before), dated(&parsed));
        let gone: usize = [draft::Deed::Dropped, draft::Deed::Merged, draft::Deed::Cancelled]
            .into_iter()
            .map(|deed| once.report.count(deed))
            .sum();
        law(was <= is + gone, || {
            format!("{was} rows became {is}, {gone} told: {:?}\n{}", once.report.done, once.text)
        })
    })
}

/// Safe fixes applied twice are as applied once, and no fix brings a problem of its own.
fn fix_twice(bytes: &[u8]) -> Result<(), String> {
    let before = issue_of(&text(bytes))?;
    known(|knowledge| {
        let Ok(once) = draft::fix(&before, knowledge, None) else { return Ok(()) };
        let parsed = Issue::parse(FILE, once.text.as_bytes()).map_err(str::to_owned)?;
        let twice = draft::fix(&parsed, knowledge, None).map_err(|error| error.to_string())?;
        law(twice.text == once.text, || format!("once:\n{}\ntwice:\n{}", once.text, twice.text))?;
        let catalogue = Catalogue::read(vec![parsed], knowledge, None);
        let Some(page) = Page::open(&catalogue, 0) else { return Ok(()) };
        let _ = check::check(&page);
        Ok(())
    })
}
