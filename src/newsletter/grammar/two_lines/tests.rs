use std::fmt::Write as _;

use super::super::Listing;
use crate::{
    knowledge::Knowledge,
    model::{Format, Problem},
    newsletter::{Issue, grammar},
};

/// Reads the only item of a section under `Europe`.
fn one(item: &str) -> Listing {
    under("Europe", item)
}

fn under(heading: &str, item: &str) -> Listing {
    let (mut listings, text) = all(&format!("### {heading}\n{item}\n"));
    assert_eq!(listings.len(), 1, "{text}");
    listings.remove(0)
}

fn all(section: &str) -> (Vec<Listing>, String) {
    let text = format!("Title: This Week in Rust 600\nDate: 2025-10-29\n\n## Upcoming Events\n\n{section}");
    let issue = Issue::parse("2025-10-29-this-week-in-rust.md", text.as_bytes()).unwrap();
    let (listings, _) = grammar::read(&issue, &Knowledge::bundled());
    (listings, text)
}

fn codes(listing: &Listing) -> Vec<&'static str> {
    listing.problems.iter().map(|problem| problem.code.slug()).collect()
}

fn groups(listing: &Listing) -> String {
    let mut out = String::new();
    for group in &listing.groups {
        let _ = write!(out, "{}>{};", group.name, group.url.as_deref().unwrap_or("-"));
    }
    out
}

fn links(listing: &Listing) -> Vec<&str> {
    listing.links.iter().map(|link| link.url.as_str()).collect()
}

/// The text with every fix of a listing written in.
fn mended(text: &str, problems: &[Problem]) -> String {
    let mut text = text.to_owned();
    let edits = problems.iter().filter_map(|problem| problem.fix.as_ref()).flat_map(|fix| &fix.edits);
    let mut edits: Vec<_> = edits.collect();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.span.start));
    for edit in edits {
        text.replace_range(edit.span.clone(), &edit.text);
    }
    text
}

#[test]
fn house_style_is_read_whole_and_without_a_word() {
    let listing = one(
        "* 2025-11-02 - 2025-11-04 | Berlin, DE | [Ferris Friends](https://www.meetup.com/ferris-friends)\n    * $[**Crab Days**](https://crab.example/) | [**Mirror: Stream**](https://tube.example/1)",
    );
    assert_eq!(listing.days.map(|days| days.end().to_string()).as_deref(), Some("2025-11-04"));
    assert_eq!(listing.format, Format::InPerson);
    assert_eq!(listing.places[0].city.as_deref(), Some("Berlin"));
    assert_eq!(groups(&listing), "Ferris Friends>https://www.meetup.com/ferris-friends;");
    assert_eq!(listing.title, "Crab Days");
    assert_eq!(links(&listing), ["https://crab.example/", "https://tube.example/1"]);
    assert!(listing.paid);
    assert_eq!(listing.written.date, "2025-11-02 - 2025-11-04");
    assert_eq!(listing.written.place, "Berlin, DE");
    assert_eq!(listing.written.groups, "[Ferris Friends](https://www.meetup.com/ferris-friends)");
    assert_eq!(
        listing.written.title,
        "$[**Crab Days**](https://crab.example/) | [**Mirror: Stream**](https://tube.example/1)"
    );
    assert_eq!(codes(&listing), [""; 0]);
}

#[test]
fn parts_are_found_without_their_pipes() {
    for (item, place, code) in [
        ("* 2025-11-02| Berlin, DE|[G](https://g.example)", "Berlin, DE", None),
        ("* 2025-11-02 Berlin, DE | [G](https://g.example)", "Berlin, DE", Some("missing-pipe")),
        ("* 2025-11-02 | Berlin, DE [G](https://g.example)", "Berlin, DE", Some("missing-pipe")),
        ("* 2025-11-02 - Berlin, DE | [G](https://g.example)", "Berlin, DE", Some("missing-pipe")),
        ("* 2025-11-02 || [G](https://g.example)", "", Some("no-place")),
        ("* 2025-11-02 | | [G](https://g.example)", "", Some("no-place")),
        ("* 2025-11-02 | [G](https://g.example)", "", Some("no-place")),
        ("* 2025-11-02 | Virtual | Berlin, DE | [G](https://g.example)", "Virtual | Berlin, DE", None),
        ("2025-11-02 | Berlin, DE | [G](https://g.example)", "Berlin, DE", None),
        (" - 2025-11-02 | Berlin, DE | [G](https://g.example) |", "Berlin, DE", None),
        ("* 2025-11-02 | Virtual \\| Zoom [G](https://g.example)", "Virtual \\| Zoom", Some("missing-pipe")),
    ] {
        let listing = one(&format!("{item}\n    * [**T**](https://t.example)"));
        assert_eq!(listing.written.place, place, "{item}");
        assert_eq!(groups(&listing), "G>https://g.example;", "{item}");
        assert_eq!(links(&listing), ["https://t.example"], "{item}");
        assert_eq!(codes(&listing), code.into_iter().collect::<Vec<_>>(), "{item}");
    }
}

#[test]
fn the_place_names_the_format_else_the_section_does() {
    for (heading, place, format) in [
        ("Europe", "Berlin, DE", Format::InPerson),
        ("Virtual", "Berlin, DE", Format::Virtual),
        ("Online:", "Berlin, DE", Format::Virtual),
        ("Virtual", "", Format::Virtual),
        ("Europe", "", Format::InPerson),
        ("Europe", "Virtual (Berlin, DE)", Format::Virtual),
        ("Virtual", "Hybrid (Berlin, DE)", Format::Hybrid),
        ("Hybrid", "Berlin, DE", Format::Hybrid),
    ] {
        let listing = under(
            heading,
            &format!("* 2025-11-02 | {place} | [G](https://g.example)\n    * [**T**](https://t.example)"),
        );
        assert_eq!(listing.format, format, "{heading}: {place}");
    }
}

#[test]
fn groups_are_joined_by_many_things() {
    for joiner in [" + ", " | ", " and ", " & ", ", ", "; ", " with ", " x ", " "] {
        let item = format!(
            "* 2025-11-02 | Berlin, DE | [A](https://a.example){joiner}[B and C](https://b.example)\n    * [**T**](https://t.example)"
        );
        let listing = one(&item);
        assert_eq!(groups(&listing), "A>https://a.example;B and C>https://b.example;", "{item}");
        assert_eq!(codes(&listing), [""; 0], "{item}");
    }
}

#[test]
fn groups_have_names_of_their_own() {
    for (written, read) in [
        ("Crab and Shell Club", "Crab and Shell Club>-;"),
        ("Crab Club + [B](https://b.example)", "Crab Club>-;B>https://b.example;"),
        ("[Crabs | Shells](https://b.example)", "Crabs | Shells>https://b.example;"),
        ("[[Net-Crabs] Shells](https://b.example)", "[Net-Crabs] Shells>https://b.example;"),
        ("[A](https://a.example) | [Alt link](https://b.example)", "A>https://a.example;"),
        ("[A](https://a.example); [Telegram](https://t.me/a)", "A>https://a.example;"),
        ("[Website](https://a.example)", "Website>https://a.example;"),
        ("[**A**](https://a.example)", "A>https://a.example;"),
        ("[A](https://www.meetup.com/de-DE/A-Crabs/events/123/)", "A>https://www.meetup.com/a-crabs;"),
    ] {
        let listing =
            one(&format!("* 2025-11-02 | Berlin, DE | {written}\n    * [**T**](https://t.example)"));
        assert_eq!(groups(&listing), read, "{written}");
        assert_eq!(codes(&listing), [""; 0], "{written}");
    }
    let listing = one("* 2025-11-02 | Berlin, DE | [A](eurocrab) (closed)\n    * [**T**](https://t.example)");
    assert_eq!(groups(&listing), "A>-;");
    assert_eq!(codes(&listing), ["bad-link", "unread-text"]);
}

#[test]
fn titles_lose_their_marks_only() {
    for (written, title, url) in [
        ("* [T](https://t.example)", "T", Some("https://t.example")),
        ("* $[**T**](https://t.example)", "T", Some("https://t.example")),
        ("* [**$ T**](https://t.example)", "T", Some("https://t.example")),
        ("*[**T**](https://t.example)", "T", Some("https://t.example")),
        ("* **[T](https://t.example)**", "T", Some("https://t.example")),
        ("* [**T #1**: More](https://t.example)", "T #1: More", Some("https://t.example")),
        ("* [**T #1**](https://t.example): More", "T #1: More", Some("https://t.example")),
        ("* Moved: [**T**](https://t.example)", "Moved: T", Some("https://t.example")),
        ("* **T** - [RSVP](https://t.example)", "T", Some("https://t.example")),
        ("* **T** (https://t.example)", "T", Some("https://t.example")),
        ("* **T** https://t.example", "T", Some("https://t.example")),
        ("* [**[FREE] T | U**](https://t.example)", "[FREE] T | U", Some("https://t.example")),
        ("* [**<b>T</b> & \\[U\\]**](https://t.example)", "<b>T</b> & [U]", Some("https://t.example")),
        ("* [**1. T**](https://t.example)", "1. T", Some("https://t.example")),
        ("* [**T**](https://t.me/crabs)", "T", Some("https://t.me/crabs")),
        ("[**T**](https://t.example)", "T", Some("https://t.example")),
        ("* **T**", "T", None),
    ] {
        let listing = one(&format!("* 2025-11-02 | Berlin, DE | [G](https://g.example)\n    {written}"));
        assert_eq!(listing.title, title, "{written}");
        assert_eq!(listing.url(), url, "{written}");
        assert_eq!(listing.paid, written.contains('$'), "{written}");
        let expected: &[&str] = if url.is_none() { &["no-link"] } else { &[] };
        assert_eq!(codes(&listing), expected, "{written}");
    }
}

#[test]
fn a_title_may_be_wrapped_or_stand_on_the_first_line() {
    let wrapped = one(
        "* 2025-11-02 | Berlin, DE | [G](https://g.example)\n    * [**A long\n      title**](https://t.example)",
    );
    assert_eq!(wrapped.title, "A long title");
    let first = one("* 2025-11-02 | Berlin, DE | [G](https://g.example) | [**T**](https://t.example)");
    assert_eq!((first.title.as_str(), groups(&first).as_str()), ("T", "G>https://g.example;"));
    assert_eq!(links(&first), ["https://t.example"]);
    assert_eq!(first.written.groups, "[G](https://g.example)");
    assert_eq!(first.written.title, "[**T**](https://t.example)");
}

#[test]
fn a_listing_without_a_title_goes_by_its_group() {
    let listing = one("* 2025-11-02 | Berlin, DE | [G](https://g.example)");
    assert_eq!(listing.title, "G");
    assert_eq!(links(&listing), ["https://g.example"]);
    assert_eq!(codes(&listing), ["no-title", "no-link"]);
}

#[test]
fn two_sessions_are_one_listing_with_both_links() {
    let listing = one(
        "* 2025-11-02 | Berlin, DE | [G](https://g.example)\n    * [**Day 1**](https://t.example/1)\n    * [**Day 2**](https://t.example/2)\n    * Bring a laptop",
    );
    assert_eq!(listing.title, "Day 1");
    assert_eq!(links(&listing), ["https://t.example/1", "https://t.example/2"]);
    assert_eq!(codes(&listing), ["unread-text"]);
    assert_eq!(listing.problems[0].line, 10);
}

#[test]
fn streams_are_links_and_documents_maps_and_chats_are_not() {
    let listing = one(
        "* 2025-11-02 | Berlin, DE | [G](https://g.example)\n    * [**T**](https://t.example) - [Stream](https://tube.example) | [Map](https://m.example) | [Event group chat](https://c.example) | [Agenda](https://docs.google.com/document/d/1) | [**Mirror**](https://t.example)",
    );
    assert_eq!(links(&listing), ["https://t.example", "https://tube.example"]);
    assert_eq!(codes(&listing), [""; 0]);
}

#[test]
fn the_main_link_is_the_titles_whatever_its_host_and_place() {
    for (line, title, urls) in [
        (
            "[**T**](https://t.me/crabs) | [Stream](https://s.example)",
            "T",
            vec!["https://t.me/crabs", "https://s.example"],
        ),
        ("[Map](https://m.example) | [**T**](https://t.example)", "T", vec!["https://t.example"]),
        (
            "[RSVP](https://r.example) | [T](https://t.example)",
            "T",
            vec!["https://t.example", "https://r.example"],
        ),
        ("[Stream](https://s.example)", "Stream", vec!["https://s.example"]),
        (
            "[**T**](https://t.example)\n    * [Chat with us](https://discord.gg/x)",
            "T",
            vec!["https://t.example"],
        ),
    ] {
        let listing = one(&format!("* 2025-11-02 | Berlin, DE | [G](https://g.example)\n    * {line}"));
        assert_eq!((listing.title.as_str(), links(&listing)), (title, urls), "{line}");
    }
}

#[test]
fn links_that_lead_nowhere_are_left_out() {
    for (url, code) in [
        ("javascript:alert(1)", "unsafe-link"),
        ("data:text/html,x", "unsafe-link"),
        ("events/1", "bad-link"),
    ] {
        let listing =
            one(&format!("* 2025-11-02 | Berlin, DE | [G](https://g.example)\n    * [**T**]({url})"));
        assert_eq!((listing.title.as_str(), links(&listing).len()), ("T", 0), "{url}");
        assert_eq!(codes(&listing), ["no-link", code], "{url}");
    }
}

#[test]
fn dates_that_are_none_make_no_event() {
    let listing = one("* 2025-02-30 | Berlin, DE | [G](https://g.example)\n    * [**T**](https://t.example)");
    assert_eq!((listing.days, listing.grammar), (None, None));
    assert_eq!(listing.title, "T");
    assert_eq!(codes(&listing), ["bad-date"]);
    let problem = &listing.problems[0];
    assert_eq!((problem.line, problem.column), (7, 3));
}

#[test]
fn problems_point_at_the_text_and_their_fixes_mend_it() {
    let (listings, text) = all(
        "### Europe\n* 2025-11-2 & 2025-11-03 | Berlin, DE [G]((https://g.example)\n    * [***T* é](https://t.example\n",
    );
    assert_eq!(codes(&listings[0]), ["date-style", "missing-pipe", "broken-markdown", "broken-markdown"]);
    let mended = mended(&text, &listings[0].problems);
    let section = mended.split("### Europe\n").nth(1).unwrap();
    assert_eq!(
        section,
        "* 2025-11-02 - 2025-11-03 | Berlin, DE | [G](https://g.example)\n    * [***T* é](https://t.example)\n"
    );
    let (again, text) = all(&format!("### Europe\n{section}"));
    assert_eq!(codes(&again[0]), ["broken-markdown"], "now the emphasis is seen");
    let problem = &again[0].problems[0];
    assert_eq!(&text[problem.span.clone()], "***T* é");
    assert_eq!((problem.line, problem.column), (8, 8));
}

#[test]
fn mac_roman_is_told_and_mended_line_by_line() {
    let (listings, text) = all(
        "### Europe\n* 2025-11-2 | N√ºrnberg, DE | [G](https://g.example)\n    * [**Sessi√≥**](https://t.example)\n",
    );
    let listing = &listings[0];
    assert_eq!(listing.title, "Sessió");
    assert_eq!(listing.places[0].city.as_deref(), Some("Nürnberg"));
    assert_eq!(codes(listing), ["mac-roman", "date-style", "mac-roman"]);
    assert_eq!(listing.problems.iter().map(|problem| problem.column).collect::<Vec<_>>(), [3, 3, 7]);
    let only: Vec<_> = listing.problems.iter().filter(|p| p.code.slug() == "mac-roman").cloned().collect();
    assert!(
        mended(&text, &only)
            .ends_with("| Nürnberg, DE | [G](https://g.example)\n    * [**Sessió**](https://t.example)\n")
    );
}

#[test]
fn control_characters_go() {
    let listing = one(
        "* 2025-11-02 | Berlin, DE | [G\u{7}](https://g.example)\n    * [**T\u{202e}U**](https://t.example)",
    );
    assert_eq!((listing.title.as_str(), groups(&listing).as_str()), ("TU", "G>https://g.example;"));
    assert_eq!(codes(&listing), ["control-character", "control-character"]);
}

#[test]
fn only_a_row_of_the_table_overrides_a_date() {
    let item = "* 2022-10-31 | Virtual (Nürnberg, DE) | [G](https://g.example)\n    * [**T**](https://www.meetup.com/g/events/300820274/)\n";
    let read = |date: &str| {
        let text = format!("Title: This Week in Rust\nDate: {date}\n\n## Upcoming Events\n{item}");
        let issue = Issue::parse("issue.md", text.as_bytes()).unwrap();
        grammar::read(&issue, &Knowledge::bundled()).0.remove(0)
    };
    let overridden = read("2024-10-09");
    assert_eq!(overridden.days.map(|days| days.start().to_string()).as_deref(), Some("2024-10-31"));
    assert_eq!(codes(&overridden), ["overridden"]);
    assert_eq!(overridden.written.date, "2022-10-31");
    let as_listed = read("2022-10-09");
    assert_eq!(as_listed.days.map(|days| days.start().to_string()).as_deref(), Some("2022-10-31"));
    assert_eq!(codes(&as_listed), [""; 0]);
}
