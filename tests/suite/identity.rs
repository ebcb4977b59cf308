//! Which listings are one event: the laws that hold for every archive, and what the real one shows.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use crate::shared::{archive, beside};
use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use twir_events::{
    catalogue::Catalogue,
    event::{Identifier, MAX_ID_LEN},
    knowledge::Knowledge,
    model::{Change, ChangeKind, Event},
    newsletter::{Archive, Issue},
};

/// Where the issues begin.
fn first_issue() -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 1, 1).unwrap()
}

/// An event as the newsletter tells it over the weeks.
#[derive(Debug, Clone)]
struct Told {
    group: u8,
    /// Days after the first issue.
    day: u8,
    /// Which of its group's links: few numbers, so that links are shared.
    link: u8,
    title: u8,
    online: bool,
    /// From this week on it stands so many days later.
    moved: Option<(u8, u8)>,
    /// From this week on it has another title.
    retitled: Option<u8>,
    /// From this week on it has another link.
    relinked: Option<u8>,
    /// In this week it is left out.
    left_out: Option<u8>,
    /// It stands in a second section too.
    twice: bool,
}

const WEEKS: u8 = 9;
const TITLES: [&str; 6] =
    ["Hack Night", "Meetup #7", "Meetup #8", "Borrowed Bicycles", "Monthly Meetup", "Cancelled"];

fn told() -> impl Strategy<Value = Told> {
    let week = || prop::option::weighted(0.3, 1..WEEKS);
    let moved = prop::option::weighted(0.3, (1..WEEKS, 1u8..20));
    (
        (0u8..4, 0u8..80, 0u8..5, 0u8..6, any::<bool>()),
        (moved, week(), week(), week(), prop::bool::weighted(0.2)),
    )
        .prop_map(|((group, day, link, title, online), (moved, retitled, relinked, left_out, twice))| {
            Told { group, day, link, title, online, moved, retitled, relinked, left_out, twice }
        })
}

impl Told {
    /// Its item in the issue of a week, where that lists it.
    fn item(&self, week: u8) -> Option<(NaiveDate, String)> {
        let issue = first_issue() + Days::new(7 * u64::from(week));
        let later = self.moved.filter(|(from, _)| *from <= week).map_or(0, |(_, days)| days);
        let day = first_issue() + Days::new(u64::from(self.day) + u64::from(later));
        if self.left_out == Some(week) || day < issue || day > issue + Days::new(28) {
            return None;
        }
        let since = |from: Option<u8>| u8::from(from.is_some_and(|from| from <= week));
        let title = TITLES[usize::from(self.title + since(self.retitled)) % TITLES.len()];
        let link = self.link + 3 * since(self.relinked);
        let group = self.group;
        let url = match link % 3 {
            0 => format!("https://www.meetup.com/club-{group}/events/{}/", 300 + u32::from(link)),
            1 => format!("https://luma.com/own{link}of{group}"),
            _ => format!("https://club{group}.example/room"),
        };
        let place = if self.online { "Virtual (Berlin, DE)" } else { "Berlin, DE" };
        let item = format!(
            "* {day} | {place} | [Club {group}](https://club{group}.example)\n    * [**{title}**]({url})\n"
        );
        Some((day, item))
    }
}

fn issues(told: &[Told]) -> Vec<Issue> {
    (0..WEEKS)
        .map(|week| {
            let date = first_issue() + Days::new(7 * u64::from(week));
            let mut sections: [Vec<(NaiveDate, String)>; 2] = Default::default();
            for told in told {
                let Some(item) = told.item(week) else { continue };
                let own = usize::from(!told.online);
                if told.twice {
                    sections[1 - own].push(item.clone());
                }
                sections[own].push(item);
            }
            let mut text = format!(
                "Title: This Week in Rust {week}\nNumber: {week}\nDate: {date}\n\n## Upcoming Events\n\n"
            );
            for (heading, mut items) in ["Virtual", "Europe"].into_iter().zip(sections) {
                items.sort();
                text.push_str(&format!("### {heading}\n"));
                text.extend(items.into_iter().map(|(_, item)| item));
                text.push('\n');
            }
            text.push_str("If you are running a Rust event please add it to the [calendar].\n");
            Issue::parse(&format!("{date}-this-week-in-rust.md"), text.as_bytes()).unwrap()
        })
        .collect()
}

static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(Knowledge::bundled);

fn read(issues: &[Issue]) -> Catalogue {
    Catalogue::read(issues.to_vec(), &KNOWLEDGE, None)
}

/// For each listing, by file and line, the id of its event.
fn ids(catalogue: &Catalogue) -> BTreeMap<(String, usize), Option<String>> {
    let listings = catalogue.listings.iter().zip(&catalogue.event_of);
    listings
        .map(|(listing, event)| {
            let place = (listing.source.file.to_string(), listing.source.line);
            (place, event.map(|event| catalogue.events[event].id.clone()))
        })
        .collect()
}

fn assert_valid(events: &[Event]) {
    let mut seen = BTreeSet::new();
    for event in events {
        let id = &event.id;
        assert!(!id.is_empty() && id.len() <= MAX_ID_LEN, "{id}");
        assert!(id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'), "{id}");
        assert!(!id.starts_with('-') && !id.ends_with('-') && !id.contains("--"), "{id}");
        assert!(seen.insert(id), "two events are called {id}");
        assert!(event.listings.is_sorted() && !event.listings.is_empty());
        assert!(event.history.is_sorted_by_key(|change| change.issue_date));
    }
}

/// Reading `more` issues changed nothing of what fewer gave: ids, membership, history so far.
fn assert_keeps(fewer: &Catalogue, more: &Catalogue) {
    let all = ids(more);
    for (listing, id) in ids(fewer) {
        assert_eq!(all.get(&listing), Some(&id), "{listing:?} changed its event");
    }
    let by_id: BTreeMap<&str, &Event> = more.events.iter().map(|event| (event.id.as_str(), event)).collect();
    for event in &fewer.events {
        let later = by_id[event.id.as_str()];
        // That it was left out goes when it is listed again; that there were changes does not.
        let is_off = |change: &&Change| change.kind == ChangeKind::Withdrawn;
        let kept = event.history.len() - event.history.iter().rev().take_while(is_off).count();
        assert!(later.history.starts_with(&event.history[..kept]), "{} has another history", event.id);
        let changes = |event: &Event| (event.sequence, event.last_modified);
        assert!(changes(later) >= changes(event), "{} falls", event.id);
        assert!(later.listings.starts_with(&event.listings), "{} has other listings", event.id);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn one_more_issue_changes_nothing_of_what_was_there(told in prop::collection::vec(told(), 1..30)) {
        let issues = issues(&told);
        let mut fewer = read(&[]);
        for count in 1..=issues.len() {
            let more = read(&issues[..count]);
            assert_valid(&more.events);
            assert_keeps(&fewer, &more);
            fewer = more;
        }
    }

    #[test]
    fn reading_week_by_week_gives_what_reading_at_once_gives(told in prop::collection::vec(told(), 1..30)) {
        let catalogue = read(&issues(&told));
        let mut identifier = Identifier::default();
        for week in catalogue.listings.chunk_by(|a, b| a.source.file == b.source.file) {
            identifier.read_issue(week, &KNOWLEDGE);
        }
        let mut step_by_step: Vec<(&str, &[usize])> = identifier.events().collect();
        let mut at_once: Vec<(&str, &[usize])> =
            catalogue.events.iter().map(|event| (event.id.as_str(), event.listings.as_slice())).collect();
        step_by_step.sort();
        at_once.sort();
        prop_assert_eq!(step_by_step, at_once);
    }

    #[test]
    fn every_dated_listing_has_one_event(told in prop::collection::vec(told(), 1..30)) {
        let catalogue = read(&issues(&told));
        let mut members: Vec<usize> =
            catalogue.events.iter().flat_map(|event| event.listings.iter().copied()).collect();
        members.sort_unstable();
        let dated: Vec<usize> =
            (0..catalogue.listings.len()).filter(|index| catalogue.listings[*index].days.is_some()).collect();
        prop_assert_eq!(members, dated);
    }
}

fn write(folder: &Path, issues: &[(&str, &Issue)]) -> Vec<PathBuf> {
    let write = |(name, issue): &(&str, &Issue)| {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, issue.text.as_bytes()).unwrap();
        path
    };
    issues.iter().map(write).collect()
}

#[test]
fn the_order_of_files_does_not_matter() {
    let folder = tempfile::tempdir().unwrap();
    let bundled = Archive::bundled().issues;
    let named: Vec<(&str, &Issue)> = bundled.iter().map(|issue| (&*issue.file, issue)).collect();
    let mut paths = write(folder.path(), &named);
    let forward = read(&Archive::read(&paths).unwrap().issues);
    paths.reverse();
    paths.swap(1, 3);
    let shuffled = read(&Archive::read(&paths).unwrap().issues);
    assert_eq!(ids(&forward), ids(&shuffled));
    assert_eq!(forward.events, shuffled.events);
}

#[test]
fn copies_and_drafts_make_no_doubles() {
    let folder = tempfile::tempdir().unwrap();
    let bundled = Archive::bundled().issues;
    let (first, last) = (&bundled[1], &bundled[2]);
    write(
        folder.path(),
        &[
            ("content/2025-10-15-this-week-in-rust.md", first),
            ("content/copy-of-2025-10-15.md", first),
            ("content/2025-10-29-this-week-in-rust.md", last),
            ("draft/2025-10-29-this-week-in-rust.md", last),
        ],
    );
    let once = read(&[first.clone(), last.clone()]);
    let twice = read(&Archive::read(&[folder.path().to_owned()]).unwrap().issues);
    let ids =
        |catalogue: &Catalogue| catalogue.events.iter().map(|event| event.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&once), ids(&twice));
}

#[test]
fn an_issue_with_another_number_or_a_change_of_words_makes_no_doubles() {
    let bundled = Archive::bundled().issues;
    let issue = &bundled[2];
    let renumbered =
        issue.text.replacen("Number: 623", "Number: 599", 1).replacen("Rust Lunch", "Rusty Lunch", 1);
    assert_ne!(*renumbered, *issue.text);
    let copy = Issue::parse("copy.md", renumbered.as_bytes()).unwrap();
    let once = read(std::slice::from_ref(issue));
    let twice = read(&[issue.clone(), copy]);
    assert_eq!(once.events.len(), twice.events.len());
}

#[test]
fn the_bundled_issues_hold_no_doubles() {
    let catalogue = read(&Archive::bundled().issues);
    assert_valid(&catalogue.events);
    for (day, group) in [("2025-11-05", "Indy Rust"), ("2025-11-05", "Oxford"), ("2025-12-03", "Oxford")] {
        let found: Vec<&Event> = catalogue
            .events
            .iter()
            .filter(|event| event.days.start().to_string() == day)
            .filter(|event| event.groups.iter().any(|known| known.name.starts_with(group)))
            .collect();
        assert_eq!(found.len(), 1, "{group} on {day}");
    }
    // Nobody holds two events of one title on one day in one place.
    let mut seen = BTreeSet::new();
    for event in &catalogue.events {
        let city = event.places.first().and_then(|place| place.known_city.clone());
        assert!(seen.insert((event.days, city, event.title.clone())), "{} is a double", event.id);
    }
}

/// The newsletter's archive, read once, where it is at hand.
fn shared() -> Option<&'static Catalogue> {
    static FULL: LazyLock<Option<Catalogue>> =
        LazyLock::new(|| Some(read(&Archive::read(&[archive()?]).unwrap().issues)));
    archive().and(FULL.as_ref())
}

#[test]
fn replaying_the_archive_changes_no_event() {
    let Some(full) = shared() else { return };
    assert_valid(&full.events);
    // Issue by issue: what was said of a listing when its issue was read is true at the end.
    let mut identifier = Identifier::default();
    let mut said: Vec<Option<String>> = Vec::new();
    for week in full.listings.chunk_by(|a, b| a.source.file == b.source.file) {
        identifier.read_issue(week, &KNOWLEDGE);
        let ids: Vec<&str> = identifier.events().map(|(id, _)| id).collect();
        let new = &identifier.joined()[said.len()..];
        let new: Vec<Option<String>> =
            new.iter().map(|joined| joined.map(|joined| ids[joined.event].to_owned())).collect();
        said.extend(new);
    }
    let at_end: Vec<Option<String>> =
        full.event_of.iter().map(|event| event.map(|event| full.events[event].id.clone())).collect();
    let changed = said.iter().zip(&at_end).filter(|(then, now)| then != now).count();
    let steps: usize = full.events.iter().map(|event| event.history.len()).sum();
    eprintln!("{} events, {changed} listings changed their event, {steps} SEQUENCE steps", full.events.len());
    assert_eq!(changed, 0);
    // From scratch, at a few points.
    for part in [1, 3] {
        let fewer = read(&full.issues[..full.issues.len() * part / 4]);
        assert_keeps(&fewer, full);
    }
}

#[test]
fn who_reads_the_last_year_only_sees_the_same_ids() {
    let Some(full) = shared() else { return };
    let since = NaiveDate::from_ymd_opt(2025, 3, 1).unwrap();
    let from = full.issues.partition_point(|issue| issue.date < since);
    let year = ids(&read(&full.issues[from..]));
    let new: Vec<&Event> = full.events.iter().filter(|event| event.first_listed >= since).collect();
    assert!(!new.is_empty());
    for event in new {
        let first = &full.listings[event.listings[0]].source;
        assert_eq!(year[&(first.file.to_string(), first.line)].as_ref(), Some(&event.id));
    }
}

#[test]
fn hard_pairs_are_told_apart() {
    let Some(full) = shared() else { return };
    let ids = ids(full);
    let (mut right, mut wrong, mut missed) = (0, 0, 0);
    for line in fs::read_to_string(beside("labels/pairs.jsonl").unwrap()).unwrap().lines() {
        let pair: serde_json::Value = serde_json::from_str(line).unwrap();
        let id = |side: &str| {
            let file = pair[side]["file"].as_str().unwrap().to_owned();
            let line = usize::try_from(pair[side]["line"].as_u64().unwrap()).unwrap();
            ids[&(file, line)].clone().expect("a labelled listing has an event")
        };
        match (pair["same"].as_bool().unwrap(), id("a") == id("b")) {
            (true, true) => right += 1,
            (false, true) => wrong += 1,
            (true, false) => missed += 1,
            (false, false) => {}
        }
    }
    let f1 = f64::from(2 * right) / f64::from(2 * right + wrong + missed);
    eprintln!("pairs: F1 {f1:.3}");
    assert!(f1 >= 0.93, "F1 {f1:.3}");
}

#[test]
fn a_place_that_names_only_its_country_gets_the_city_that_is_known_and_says_so() {
    use twir_events::{knowledge::Knowledge, newsletter::Issue};
    let row = |day: &str, place: &str, group: &str, title: &str, number: u32| {
        format!(
            "* 2026-01-{day} | {place} | [{group}](https://{}.example)\n    * [**{title}**](https://e.example/{number})\n",
            group.to_lowercase().replace(' ', "-")
        )
    };
    let rows = [
        row("08", "Geneva, CH", "Post Crab", "A", 1),
        row("09", "Geneva, CH", "Post Crab", "B", 2),
        row("10", "Geneva, CH", "Post Crab", "C", 3),
        row("11", "Switzerland, CH", "Post Crab", "Rust Meetup Geneva", 4),
        row("12", "Switzerland, CH", "Post Crab", "Untitled", 5),
        row("13", "Poland, PL", "Crab Polska", "Programowanie w Kraków", 6),
        row("14", "Poland, PL", "Crab Polska", "Elsewhere", 7),
        // The title contradicts what is known: nobody can tell.
        row("15", "Switzerland, CH", "Post Crab", "Rust Zürich", 8),
        row("16", "Bern, CH", "Two Homes", "A", 9),
        row("17", "Basel, CH", "Two Homes", "B", 10),
        row("18", "Switzerland, CH", "Two Homes", "C", 11),
    ];
    let text = format!(
        "Title: This Week in Rust 700\nDate: 2026-01-07\n\n## Upcoming Events\n\n### Europe\n{}",
        rows.concat()
    );
    let issue = Issue::parse("2026-01-07-this-week-in-rust.md", text.as_bytes()).unwrap();
    let catalogue = Catalogue::read(vec![issue], &Knowledge::bundled(), None);
    let found: Vec<(u32, Option<&str>, bool)> = catalogue
        .events
        .iter()
        .map(|event| {
            let number = event.url().unwrap().rsplit('/').next().unwrap().parse().unwrap();
            (number, event.places[0].city.as_deref(), event.places[0].inferred)
        })
        .filter(|(number, ..)| (4..=8).contains(number) || *number == 11)
        .collect();
    assert_eq!(
        found,
        [
            (4, Some("Geneva"), true),
            (5, Some("Geneva"), true),
            (6, Some("Kraków"), true),
            (7, None, false),
            (8, None, false),
            (11, None, false)
        ]
    );
    // The listing stays as it was written.
    assert!(
        catalogue
            .listings
            .iter()
            .any(|listing| listing.title == "Untitled" && listing.places[0].city.is_none())
    );
}
