//! Reading what was printed gives the same again; printing what was read gives the same bytes.

use chrono::NaiveDate;
use proptest::prelude::*;
use twir_events::{
    catalogue::Catalogue,
    desk::{check, page::Page},
    export::markdown::block,
    knowledge::Knowledge,
    model::{Code, Days, Format, Group, Link, Place, Region},
    newsletter::{Archive, Entry, Part, groups_field, headed, place_field, title_field, window},
};

use super::support::{issue, listings, read, run, said, shared};

/// Places as the tables know them: what a listing says of them is what they print.
fn known_places(names: &[&str]) -> Vec<Place> {
    let field = Knowledge::bundled().places.read_field(&names.join("; "));
    field.places
}

fn places() -> impl Strategy<Value = Vec<Place>> {
    prop_oneof![
        Just(vec!["Bern, CH"]),
        Just(vec!["London, UK"]),
        Just(vec!["Seattle, WA, US"]),
        Just(vec!["São Paulo, BR"]),
        Just(vec!["Redmond, WA, US", "New York, NY, US"]),
        Just(vec!["Seattle, WA, US", "Bellevue, WA, US"]),
        Just(vec!["Melbourne, VIC, AU"]),
    ]
    .prop_map(|names| known_places(&names))
}

/// Words and the marks that Markdown gives a meaning.
fn words() -> impl Strategy<Value = String> {
    proptest::collection::vec(
        prop_oneof![
            "[A-Za-zéß東🦀0-9]{1,8}",
            Just("C++".to_owned()),
            Just("[WIP]".to_owned()),
            Just("snake_case".to_owned()),
            Just("a*b".to_owned()),
            Just("*c*".to_owned()),
            Just("`code`".to_owned()),
            Just("R&D".to_owned()),
            Just("&amp;".to_owned()),
            Just("<T>".to_owned()),
            Just("#16:".to_owned()),
            Just("(x)".to_owned()),
            Just("a]b".to_owned()),
            Just("$5".to_owned()),
            Just("\\n".to_owned()),
            Just("| x".to_owned()),
            Just("- y".to_owned()),
        ],
        0..5,
    )
    .prop_map(|mut words| {
        words.insert(0, "Rust".to_owned());
        words.join(" ")
    })
}

fn link() -> impl Strategy<Value = Link> {
    (words(), "https://[a-z]{3,8}\\.example(/[a-zA-Z0-9_~-]{1,8}){0,2}(/a_\\(b\\))?")
        .prop_map(|(title, url)| Link { title, url })
}

fn days() -> impl Strategy<Value = Days> {
    (0_u64..28, 0_u64..5).prop_map(|(start, more)| {
        let first = NaiveDate::from_ymd_opt(2025, 12, 3).unwrap() + chrono::Days::new(start);
        Days::new(first, first + chrono::Days::new(more)).unwrap()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn what_is_printed_reads_as_it_was(
        days in days(),
        format in prop_oneof![Just(Format::InPerson), Just(Format::Virtual), Just(Format::Hybrid)],
        places in places(),
        groups in proptest::collection::vec((words(), "https://[a-z]{3,8}\\.example/[a-z]{1,6}"), 1..3),
        links in proptest::collection::vec(link(), 1..3),
        paid in any::<bool>(),
    ) {
        let mut groups: Vec<Group> = groups.into_iter().map(|(name, url)| Group { name, url: Some(url) }).collect();
        // A group is printed once.
        groups.dedup_by(|a, b| a.name.to_lowercase() == b.name.to_lowercase() || a.url == b.url);
        let title = links[0].title.clone();
        let entry = Entry {
            days,
            place: place_field(format, &places, ""),
            groups: groups_field(&groups),
            title: title_field(&title, &links, paid),
        };
        let part = Part::of(format, places[0].region)[0];
        let text = issue(&headed([(part, entry.lines())]));
        let read = listings(&text);
        prop_assert_eq!(read.len(), 1, "{}", entry.lines());
        let read = &read[0];
        prop_assert_eq!(read.days, Some(days));
        prop_assert_eq!(read.format, format);
        prop_assert_eq!(&read.places, &places);
        prop_assert_eq!(&read.title, &title, "{}", entry.lines());
        prop_assert_eq!(&read.groups, &groups, "{}", entry.lines());
        prop_assert_eq!(&read.links, &links, "{}", entry.lines());
        prop_assert_eq!(read.paid, paid);
        // And once more: what was read prints as it stood.
        prop_assert_eq!(Entry::of_listing(read).map(|entry| entry.lines()), Some(entry.lines()));
    }
}

#[test]
fn a_section_in_house_style_prints_the_same_bytes() {
    let Some(shared) = shared() else { return };
    let first = NaiveDate::from_ymd_opt(2024, 7, 1).unwrap();
    let issues = Archive::read(&[shared.join("twir/content")]).unwrap().issues;
    let issues = issues.into_iter().filter(|issue| issue.date >= first).collect();
    let catalogue = Catalogue::read(issues, &Knowledge::bundled(), None);
    // Codes that tell of the content, not of how it is written.
    let content = [
        Code::Moved,
        Code::Missing,
        Code::GroupRelinked,
        Code::GroupRenamed,
        Code::PlaceholderTitle,
        Code::TitleDate,
        Code::OutsideWindow,
        Code::PastEvent,
        Code::UnknownCity,
        Code::HybridOnce,
        Code::LikelyDouble,
        Code::HttpLink,
    ];
    let mut printed = 0;
    for page in (0..catalogue.issues.len()).filter_map(|index| Page::open(&catalogue, index)) {
        let problems = check::check(&page);
        for found in &page.items {
            let style = problems.iter().any(|problem| {
                found.item.span.contains(&problem.span.start) && !content.contains(&problem.code)
            });
            // A country alone is printed by its name: its code may be that of a state, too.
            let country_alone = found.listing.places.iter().any(|place| place.city.is_none());
            if style || country_alone {
                continue;
            }
            printed += 1;
            let stood = page.issue.text[found.item.span.clone()].trim_end();
            let prints = Entry::of_listing(found.listing).map(|entry| entry.lines()).unwrap_or_default();
            assert_eq!(stood, prints.trim_end(), "{}:{}", page.issue.file, found.item.line);
        }
    }
    assert!(printed > 300, "only {printed} listings are in house style");
}

#[test]
fn a_block_has_both_places_of_a_hybrid_event_and_no_empty_part() {
    let body = "### Virtual\n\
        * 2025-12-10 | Hybrid (Bern, CH) | [G](https://a.example/g)\n    * [**Both**](https://a.example/1)\n\n\
        ### Europe\n\
        * 2025-11-30 - 2025-12-03 | Paris, FR | [C](https://c.example)\n    * $[**Running**](https://c.example/1)\n\
        * 2025-12-02 | Paris, FR | [C](https://c.example)\n    * [**Past**](https://c.example/2)\n\
        * 2025-12-10 | Hybrid (Bern, CH) | [G](https://a.example/g)\n    * [**Both**](https://a.example/1)\n";
    let text = issue(body);
    let catalogue = Catalogue::read(vec![read(&text)], &Knowledge::bundled(), None);
    let window = window(NaiveDate::from_ymd_opt(2025, 12, 3).unwrap(), 4);
    let whole = block(&catalogue, &catalogue.events, window, &[]);
    let past = "* 2025-12-02 | Paris, FR | [C](https://c.example)\n    * [**Past**](https://c.example/2)\n";
    assert_eq!(
        whole.text,
        format!("Rusty Events between 2025-12-03 - 2025-12-31 🦀\n\n{}", body.replace(past, ""))
    );
    let europe = block(&catalogue, &catalogue.events, window, &[Region::Europe]);
    assert!(!europe.text.contains("### Virtual") && europe.text.contains("Hybrid (Bern, CH)"));
}

#[test]
fn export_markdown_prints_the_block_of_an_issue() {
    let (out, err, status) = said(&run(&["export", "markdown", "--for", "2025-12-03", "--region", "asia"]));
    assert_eq!(status, 0, "{err}");
    assert_eq!(
        out,
        "Rusty Events between 2025-12-03 - 2025-12-31 🦀\n\n### Asia\n\
         * 2025-12-08 | Tokyo, JP | [Rust Global: Tokyo](https://rustfoundation.org/event/rust-global-tokyo/)\n    \
         * [**Rust Global: Tokyo**](https://rustfoundation.org/event/rust-global-tokyo/)\n\
         * 2025-12-20 | Bangalore, IN | [Rust Bangalore](https://hasgeek.com/rustbangalore)\n    \
         * [**December 2025 Rustacean meetup**](https://hasgeek.com/rustbangalore/december-2025-rustacean-meetup/)\n"
    );
    let (out, _, _) = said(&run(&["export", "markdown", "--for", "2025-12-03", "--weeks", "1"]));
    assert!(out.starts_with("Rusty Events between 2025-12-03 - 2025-12-10 🦀\n\n### Virtual\n"), "{out}");
    assert!(!out.contains("* 2025-12-11"), "{out}");
}
