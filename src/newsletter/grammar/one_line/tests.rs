//! Each rule of the older grammars on items of our own.

use proptest::prelude::*;

use super::*;
use crate::{
    knowledge::Knowledge,
    newsletter::{Issue, grammar},
};

/// What an item says, in one line: days, format, places, group, title, problems.
fn said(listing: &Listing) -> String {
    let days = listing.days.map_or("-".to_owned(), |days| match days.start() == days.end() {
        true => days.start().to_string(),
        false => format!("{}..{}", days.start(), days.end()),
    });
    let format = match listing.format {
        Format::InPerson => "at",
        Format::Virtual => "virtual",
        Format::Hybrid => "hybrid",
    };
    let place = |place: &crate::model::Place| {
        let city = place.city.as_deref().unwrap_or("?");
        format!("{city}/{}", place.country.as_ref().map_or("??", |country| country.code()))
    };
    let places: Vec<String> = listing.places.iter().map(place).collect();
    let groups: Vec<&str> = listing.groups.iter().map(|group| &*group.name).collect();
    let problems: Vec<&str> = listing.problems.iter().map(|problem| problem.code.slug()).collect();
    let mut parts = vec![days, format!("{format} {}", places.join("; ")).trim().to_owned()];
    parts.push(groups.join(" + "));
    parts.push(listing.title.clone());
    parts.push(problems.join(" "));
    parts.join(" | ")
}

fn read_all(date: &str, section: &str) -> Vec<Listing> {
    let text = format!("Title: This Week in Rust 1\nDate: {date}\n\n# Upcoming Events\n\n{section}\n");
    let issue = Issue::parse(&format!("{date}-this-week-in-rust.md"), text.as_bytes()).unwrap();
    grammar::read(&issue, &Knowledge::bundled()).0
}

#[track_caller]
fn reads(date: &str, item: &str, expected: &str) {
    let listings = read_all(date, item);
    assert_eq!(listings.len(), 1, "{item}");
    assert_eq!(said(&listings[0]), expected, "{item}");
}

#[test]
fn month_slash_day() {
    let at = |item: &str, expected: &str| reads("2016-03-07", item, expected);
    at("* [3/9. Rust Oslo](http://a.example).", "2016-03-09 | at Oslo/NO |  | Rust Oslo | ");
    at("* [3/9 Oslo](http://a.example)", "2016-03-09 | at Oslo/NO |  | Oslo | ");
    at("* 3/9. Rust Hack and Learn Oslo.", "2016-03-09 | at Oslo/NO |  | Rust Hack and Learn Oslo | no-link");
    at("* 3/9. [Rust Oslo - Talks](http://a.example).", "2016-03-09 | at Oslo/NO | Rust Oslo | Talks | ");
    at("* [3/9 - 3/10: Sprint](http://a.example)", "2016-03-09..2016-03-10 | at |  | Sprint | ");
    at("* **[3/9. RustConf](http://a.example).**", "2016-03-09 | at |  | RustConf | ");
    at("* [3/9. ./x.rs Sprint](http://a.example)", "2016-03-09 | at |  | ./x.rs Sprint | ");
}

#[test]
fn items_of_2014_with_the_date_at_the_end() {
    let at = |item: &str, expected: &str| reads("2014-11-17", item, expected);
    at("* [Rust Oslo, Nov 19](http://a.example)", "2014-11-19 | at Oslo/NO |  | Rust Oslo | ");
    at(
        "* [Rust Oslo: Types and Traits, December 18th](http://a.example)",
        "2014-12-18 | at Oslo/NO | Rust Oslo | Types and Traits | ",
    );
    at("* [2014-12-08 Oslo Meetup](http://a.example)", "2014-12-08 | at Oslo/NO |  | Oslo Meetup | ");
    at(
        "* [Rust Oslo][o]: December 9th\n\n[o]: http://a.example\n",
        "2014-12-09 | at Oslo/NO |  | Rust Oslo | ",
    );
    at(
        "- [Rust Oslo Meetup](http://a.example),\nJanuary 12th\n",
        "2015-01-12 | at Oslo/NO |  | Rust Oslo Meetup | ",
    );
}

#[test]
fn reference_links_and_wrapped_lines() {
    let listings = read_all(
        "2015-01-12",
        "* [January 20 - Fast and\n  Safe](http://a.example/1). A webcast\n  on Rust.\n* [January 28 - Oslo][o].\n\n[o]: www.meetup.com/Rust-Oslo/events/1/\n",
    );
    assert_eq!(
        listings.iter().map(said).collect::<Vec<_>>(),
        ["2015-01-20 | virtual |  | Fast and Safe | unread-text", "2015-01-28 | at Oslo/NO |  | Oslo | "]
    );
    assert_eq!(listings[0].url(), Some("http://a.example/1"));
    assert_eq!(listings[1].url(), Some("https://www.meetup.com/rust-oslo/events/1/"));
}

#[test]
fn prose_without_a_day_is_a_row_that_says_so() {
    let at = |item: &str, expected: &str| reads("2014-12-15", item, expected);
    at(
        "* There will be a [talk about Rust][t].\n\n[t]: http://a.example\n",
        "- | at |  | There will be a talk about Rust | no-date",
    );
    at("* [Rust Oslo](http://a.example): early 2015", "- | at Oslo/NO |  | Rust Oslo: early 2015 | no-date");
    at("* Nothing this month.", "- | at |  | Nothing this month | no-date no-link");
    assert_eq!(read_all("2014-12-15", "Nothing on the calendar until 2015-01-12.").len(), 0);
}

#[test]
fn group_before_title() {
    let at = |item: &str, expected: &str| reads("2018-03-20", item, expected);
    at(
        "* [Mar 27. Berlin, DE - OpenTechSchool Berlin - Rust Hack and Learn](http://a.example).",
        "2018-03-27 | at Berlin/DE | OpenTechSchool Berlin | Rust Hack and Learn | ",
    );
    at(
        "* [Mar 27. Oslo, NO - Monthly meetup](http://a.example).",
        "2018-03-27 | at Oslo/NO |  | Monthly meetup | ",
    );
    at(
        "* [Mar 27. Oslo, NO - Rust Oslo — Types - and traits](http://a.example).",
        "2018-03-27 | at Oslo/NO | Rust Oslo | Types - and traits | ",
    );
    at("* [Mar 27. Oslo, NO- Talks](http://a.example).", "2018-03-27 | at Oslo/NO |  | Talks | ");
    at("* [Mar 27. Brno, CZ, Talks](http://a.example).", "2018-03-27 | at Brno/CZ |  | Talks | ");
    at(
        "* [Mar 27. Oslo / Norway: Talks - II](http://a.example).",
        "2018-03-27 | at Oslo/NO |  | Talks - II | ",
    );
    at("* [Mar 27. RustFest - Kyiv, Ukraine](http://a.example)", "2018-03-27 | at Kyiv/UA |  | RustFest | ");
    at(
        "* [Mar 27. Rust Workshop, Kyiv, Ukraine](http://a.example)",
        "2018-03-27 | at Kyiv/UA |  | Rust Workshop | ",
    );
    at(
        "* [Mar 27. (Oslo) Eat – Drink – Rust!](http://www.meetup.com/Rust-Oslo/)",
        "2018-03-27 | at Oslo/NO |  | Eat – Drink – Rust! | ",
    );
    at(
        "* [Mar 27. Lambdaconf. Boulder, CO](http://a.example)",
        "2018-03-27 | at Boulder/US |  | Lambdaconf | ",
    );
}

#[test]
fn groups_in_front_are_told_from_titles() {
    let at = |item: &str, expected: &str| reads("2018-03-20", item, expected);
    // Known, or by its words.
    at("* [Mar 27. Rust Oslo: Talks](http://a.example)", "2018-03-27 | at Oslo/NO | Rust Oslo | Talks | ");
    at(
        "* [Mar 27. Rust Meetup Graz: Talks](http://a.example)",
        "2018-03-27 | at Graz/AT | Rust Meetup Graz | Talks | ",
    );
    // A month, a number, an event's word.
    for title in [
        "Rust Oslo May Meetup - Study Session",
        "DevFest Oslo 2017: Dive In",
        "Rust Oslo Workshop: Types",
        "Rust Oslo Meetup - September 2017",
    ] {
        at(
            &format!("* [Mar 27. {title}](http://a.example)"),
            &format!("2018-03-27 | at Oslo/NO |  | {title} | "),
        );
    }
    // By the Meetup page, whatever the words.
    at(
        "* [Mar 27. Oslo, NO - Learning Night Crabs - Macros](http://www.meetup.com/Learning-Night-Crabs/events/1/)",
        "2018-03-27 | at Oslo/NO | Learning Night Crabs | Macros | ",
    );
    at(
        "* [Mar 27. Oslo, NO - Procedural Macros - with nom](http://www.meetup.com/Rust-Oslo/events/1/)",
        "2018-03-27 | at Oslo/NO |  | Procedural Macros - with nom | ",
    );
    // The known one is the group, wherever it stands.
    at(
        "* [Mar 27. Oslo, NO - Types - Rust Oslo](http://a.example)",
        "2018-03-27 | at Oslo/NO | Rust Oslo | Types | ",
    );
    at(
        "* [Mar 27. Triangle Rustaceans - Durham, NC - Hack Night](http://a.example)",
        "2018-03-27 | at Durham/US | Triangle Rustaceans | Hack Night | ",
    );
    at(
        "* [Mar 27. Triangle Rustaceans Durham, NC - Hack Night](http://a.example)",
        "2018-03-27 | at Durham/US | Triangle Rustaceans | Hack Night | ",
    );
}

#[test]
fn a_single_name_is_a_title_unless_it_plainly_is_a_group() {
    let at = |item: &str, expected: &str| reads("2018-03-20", item, expected);
    for title in ["Rust Oslo", "Oslo Rust Meetup", "Oslo Rust Group meetup"] {
        at(
            &format!("* [Mar 27. {title}](http://a.example)"),
            &format!("2018-03-27 | at Oslo/NO |  | {title} | "),
        );
    }
    for title in ["Oslo Rust Society", "Oslo Rust User Group", "Oslo.rs"] {
        at(
            &format!("* [Mar 27. Oslo, NO - {title}](http://a.example)"),
            &format!("2018-03-27 | at Oslo/NO | {title} | {title} | "),
        );
    }
}

#[test]
fn title_before_group() {
    let at = |item: &str, expected: &str| reads("2021-03-24", item, expected);
    at(
        "* [March 30, Dallas, TX, US - Last Tuesday - Dallas Rust](http://a.example)",
        "2021-03-30 | at Dallas/US | Dallas Rust | Last Tuesday | ",
    );
    at(
        "* [March 30, 2021, Oslo, NO - C++/Rust: A - and B - MUC++](http://a.example)",
        "2021-03-30 | at Oslo/NO | MUC++ | C++/Rust: A - and B | ",
    );
    at(
        "* [March 30, Oslo, NO - Rust Oslo - Types](http://a.example)",
        "2021-03-30 | at Oslo/NO | Rust Oslo | Types | ",
    );
    at(
        "* [March 30, Florence, IT - From C to Rust - CrabLab 2021](http://a.example)",
        "2021-03-30 | at Florence/IT | CrabLab 2021 | From C to Rust | ",
    );
    at(
        "* [March 30, Online - Crab Community Call - Live coding of a thing](http://a.example)",
        "2021-03-30 | virtual |  | Crab Community Call - Live coding of a thing | ",
    );
    at("* [March 30, 2021 - betterCrab](http://a.example)", "2021-03-30 | at |  | betterCrab | ");
    at("* [March 7 & 8, Global, CrabFest](http://a.example)", "2021-03-07..2021-03-08 | at |  | CrabFest | ");
    at(
        "* [March 30, Oslo, NO - **Rust Oslo** `10u16`](http://a.example)",
        "2021-03-30 | at Oslo/NO |  | Rust Oslo 10u16 | ",
    );
}

#[test]
fn the_order_of_two_known_groups_changed_in_october_2020() {
    let item =
        "* [October 20. Buffalo, NY, US - Buffalo Rust User Group - Buffalo Rust Meetup](http://a.example)";
    for (date, group, title) in [
        ("2020-10-13", "Buffalo Rust User Group", "Buffalo Rust Meetup"),
        ("2020-10-14", "Buffalo Rust Meetup", "Buffalo Rust User Group"),
    ] {
        reads(date, item, &format!("2020-10-20 | at Buffalo/US | {group} | {title} | "));
    }
}

#[test]
fn fields_between_pipes() {
    let at = |item: &str, expected: &str| reads("2022-01-05", item, expected);
    at(
        "* [January 11, 2022 | Dallas, TX, US | **Second - Tuesday**| Dallas Rust](http://a.example)",
        "2022-01-11 | at Dallas/US | Dallas Rust | Second - Tuesday | ",
    );
    at(
        "* [January 11, 2022 | Oslo, NO | **Guest | Rust in 2022** | Crabs | Oslo](http://a.example)",
        "2022-01-11 | at Oslo/NO | Oslo | Guest | Rust in 2022 | ",
    );
    at(
        "* [January 11, 2022 | Oslo, NO | **Crab talk** (Virtual) | Crabs](http://a.example)",
        "2022-01-11 | virtual Oslo/NO | Crabs | Crab talk | ",
    );
    at(
        "* [January 11, 2022 | Oslo, NO | **Crab talk** - Crabs of Oslo](http://a.example)",
        "2022-01-11 | at Oslo/NO | Crabs of Oslo | Crab talk | ",
    );
    at(
        "* [January 11, 2022 | Oslo, NO | 5. Crab talk | Crabs](http://a.example)",
        "2022-01-11 | at Oslo/NO | Crabs | 5. Crab talk | ",
    );
    at(
        "* [January 11, 2022 | **Crab talk** | Crabs](http://a.example)",
        "2022-01-11 | at | Crabs | Crab talk | ",
    );
    at(
        "* [January 11, 2022 | Oslo, NO | Crab talk](http://a.example)",
        "2022-01-11 | at Oslo/NO |  | Crab talk | ",
    );
    at("* [January 11, 2022 | Crab talk](http://a.example)", "2022-01-11 | at |  | Crab talk | ");
}

#[test]
fn places_come_from_names_and_homes() {
    let at = |item: &str, expected: &str| reads("2017-03-20", item, expected);
    // An area or a country is no city.
    at("* [3/27. Rust DC: Types](http://a.example)", "2017-03-27 | at ?/US | Rust DC | Types | ");
    at("* [3/27. Bay Area Rust](http://a.example)", "2017-03-27 | at ?/US |  | Bay Area Rust | ");
    // The group's other name says more, the title says more.
    at("* [3/27. Rust NY: Types](http://a.example)", "2017-03-27 | at New York/US | Rust NY | Types | ");
    at(
        "* [3/27. Rust Rhein-Main: Regulars Darmstadt](http://a.example)",
        "2017-03-27 | at Darmstadt/DE | Rust Rhein-Main | Regulars Darmstadt | ",
    );
    // Where no name says it, the group's home does, but not that of an event on the net.
    at("* [3/27. PDXRust](http://a.example)", "2017-03-27 | at Portland/US | PDXRust | PDXRust | ");
    at(
        "* [3/27. Types](http://www.meetup.com/opentechschool-berlin/events/1/)",
        "2017-03-27 | at Berlin/DE |  | Types | ",
    );
    at(
        "* [3/27. Online meetup](http://www.meetup.com/opentechschool-berlin/events/1/)",
        "2017-03-27 | virtual |  | Online meetup | ",
    );
    // The street before the city is none.
    at(
        "* [3/27. 1 High Street W, Oslo, NO - Types](http://a.example)",
        "2017-03-27 | at Oslo/NO |  | Types | ",
    );
}

#[test]
fn what_is_amiss_is_told() {
    let at = |item: &str, expected: &str| reads("2017-03-20", item, expected);
    at("* [Dex 6. Rust Oslo](http://a.example)", "2017-12-06 | at Oslo/NO |  | Rust Oslo | date-style");
    at("* [Feb 30. Rust Oslo](http://a.example)", "- | at Oslo/NO |  | Rust Oslo | bad-date");
    at(
        "* [Mar 27 - 26. Rust Oslo](http://a.example)",
        "2017-03-27 | at Oslo/NO |  | Rust Oslo | end-before-start",
    );
    at("* [Mar 31. Contest Deadline](http://a.example)", "- | at |  | Contest Deadline | not-an-event");
    at(
        "* [Mar 31. Linz, AU - Talks](http://a.example)",
        "2017-03-31 | at Linz/AT |  | Talks | city-contradicted",
    );
    at("* [Mar 31. Talks](javascript:alert)", "2017-03-31 | at |  | Talks | no-link unsafe-link");
    at("* [Mar 31. Oslo, NO -`Talks](http://a.example)", "2017-03-31 | at Oslo/NO |  | Talks | ");
    let listings = read_all("2017-03-20", "* [Mar 31. Linz, AU - Talks](http://a.example) at noon.");
    let places: Vec<(usize, usize)> =
        listings[0].problems.iter().map(|problem| (problem.line, problem.column)).collect();
    assert_eq!(places, [(6, 18), (6, 48)]);
}

#[test]
fn links_of_prose_are_kept_the_main_one_first() {
    let listings = read_all(
        "2015-01-02",
        "- The [first meetup](http://a.example/1), January 28th. They're [looking for\nspeakers](http://a.example/2) and have a [map](https://goo.gl/maps/x)\n",
    );
    let urls: Vec<&str> = listings[0].links.iter().map(|link| &*link.url).collect();
    assert_eq!(urls, ["http://a.example/1", "http://a.example/2"]);
    assert_eq!(listings[0].links[0].title, listings[0].title);
}

#[test]
fn groups_get_their_page() {
    let page = |item: &str| read_all("2018-03-20", item)[0].groups[0].url.clone();
    let meetup = "* [Mar 27. Oslo, NO - Rust Oslo - Types](http://www.meetup.com/de-DE/Rust-Oslo/events/1/)";
    assert_eq!(page(meetup).as_deref(), Some("https://www.meetup.com/rust-oslo"));
    let other = "* [Mar 27. Oslo, NO - Rust Oslo - Types](http://a.example)";
    assert_eq!(page(other).as_deref(), Some("https://www.meetup.com/rust-oslo"));
    assert_eq!(page("* [Mar 27. Oslo, NO - Oslo Crab Society - Types](http://a.example)"), None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_item_is_read_and_stays_near_its_issue(
        text in "(\\[|\\*\\*\\[)?(3/27|Mar 27|March 27 - 30|Nov 5 & 6, 2016|)[-.,:| ]{0,3}([A-Za-zé🦀 ]{0,9}[-—:|,()*`\\[\\] ]{0,3}){0,5}(\\]\\(http://a\\.example/x\\)|\\]\\[x\\])?.{0,9}",
        ahead in 0i64..2_000,
    ) {
        let date = NaiveDate::from_ymd_opt(2014, 11, 17).unwrap() + chrono::Duration::days(ahead);
        for listing in read_all(&date.to_string(), &format!("* {text}\n")) {
            prop_assert!(listing.days.is_some() || !listing.problems.is_empty());
            if let Some(days) = listing.days && !text.contains("2016") {
                prop_assert!((days.start() - date).num_days().abs() <= 334, "{:?} {}", days, date);
            }
        }
    }
}
