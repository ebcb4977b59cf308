//! `twir-events draft`: the laws, the fixtures, and everything that can be wrong with a draft.

use std::{fs, path::Path};

use proptest::prelude::*;
use twir_events::{
    catalogue::Catalogue,
    desk::{
        check,
        draft::{self, Deed, Drafted, Options},
        page::{Page, anchors},
    },
    knowledge::Knowledge,
    newsletter::{Archive, Issue},
};

use super::support::{DATE, issue, problems, read, run, said, shared};

fn draft_of(text: &str) -> Drafted {
    let issue = read(text);
    draft::draft(&issue, &Knowledge::bundled(), &[], Options::of(&issue)).unwrap()
}

fn body(text: &str) -> &str {
    &text[anchors(text).unwrap().body]
}

const AS_IT_STANDS: &str = "### Virtual\n\
    * 2025-11-26 | Virtual (Girona, ES) | [Rust Girona](https://lu.ma/rust-girona) | [Silicon Girona](https://silicongirona.github.io)\n    * [**Weekly coding session**](https://luma.com/q5tjirkt)\n\
    * 2025-12-10 | Virtual (Girona, ES) | [Rust Girona](https://lu.ma/rust-girona) | [Silicon Girona](https://silicongirona.github.io)\n    * [**Weekly coding session**](https://luma.com/li5de4ts)\n\
    * 2025-12-04 | Virtual( Berlin, DE)| [Rust Berlin](https://www.meetup.com/rust-berlin/events/)\n    * [**Hack and Learn**](https://www.meetup.com/de-DE/rust-berlin/events/306046643)\n\n\n\
    ### Europe\n\n\
    * 2025-12-01 - 2025-12-03 | Paris, FR | [Conf](https://conf.example)\n    * $[**Conf 2025**](https://conf.example/2025)\n\
    * 2025-12-16 | München, DE | [Rust Munich](https://www.meetup.com/rust-munich)\n    * [**Hack: the `Evening`**](https://www.meetup.com/rust-munich/events/307105932/)\n\
    * 2025-12-16 | München, DE | [Rust Munich](https://www.meetup.com/rust-munich/)\n    * [**Hacking Evening**](https://www.meetup.com/rust-munich/events/307105932)\n\
    * some day | Bern, CH | not a date\n\
    * 2025-12-09 | Hybrid (Bern, CH) | [Rust Bern](https://www.meetup.com/rust-bern)\n    * [**Rust Talks**](https://www.meetup.com/rust-bern/events/311792568/)\n\
    <!-- ask Ann about Basel -->\n\n\
    ### Asia\n\
    * 2025-12-05 | New York, NY, US | [Rust NYC](https://www.meetup.com/rust-nyc)\n    * [**Unconf**](https://www.meetup.com/rust-nyc/events/311757146/)\n";

const REGENERATED: &str = "\n### Virtual\n\
    * 2025-12-04 | Virtual (Berlin, DE) | [Rust Berlin](https://www.meetup.com/rust-berlin)\n    * [**Hack and Learn**](https://www.meetup.com/rust-berlin/events/306046643/)\n\
    * 2025-12-09 | Hybrid (Bern, CH) | [Rust Bern](https://www.meetup.com/rust-bern)\n    * [**Rust Talks**](https://www.meetup.com/rust-bern/events/311792568/)\n\
    * 2025-12-10 | Virtual (Girona, ES) | [Rust Girona](https://luma.com/rust-girona) + [Silicon Girona](https://silicongirona.github.io)\n    * [**Weekly coding session**](https://luma.com/li5de4ts)\n\n\
    ### Europe\n\
    * 2025-12-01 - 2025-12-03 | Paris, FR | [Conf](https://conf.example)\n    * $[**Conf 2025**](https://conf.example/2025)\n\
    * 2025-12-09 | Hybrid (Bern, CH) | [Rust Bern](https://www.meetup.com/rust-bern)\n    * [**Rust Talks**](https://www.meetup.com/rust-bern/events/311792568/)\n\
    * 2025-12-16 | München, DE | [Rust Munich](https://www.meetup.com/rust-munich)\n    * [**Hack: the `Evening`**](https://www.meetup.com/rust-munich/events/307105932/)\n\
    * some day | Bern, CH | not a date\n\n\
    <!-- ask Ann about Basel -->\n\n\
    ### North America\n\
    * 2025-12-05 | New York, NY, US | [Rust NYC](https://www.meetup.com/rust-nyc)\n    * [**Unconf**](https://www.meetup.com/rust-nyc/events/311757146/)\n\n";

#[test]
fn a_draft_is_dropped_merged_moved_mended_and_sorted() {
    let text = issue(AS_IT_STANDS);
    let drafted = draft_of(&text);
    assert_eq!(body(&drafted.text), REGENERATED);
    let count = |deed| drafted.report.count(deed);
    assert_eq!((count(Deed::Dropped), count(Deed::Merged), count(Deed::Moved)), (1, 1, 1));
    assert!(drafted.report.done.iter().any(|done| {
        done.deed == Deed::NeedsHuman && done.what.starts_with("no-date") && done.line.is_some()
    }));
    assert_eq!(draft_of(&drafted.text).text, drafted.text);
}

#[test]
fn the_section_is_printed_from_the_header_to_the_last_listing() {
    let drafted = draft_of(&issue(
        "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n",
    ));
    assert_eq!(
        drafted.section(),
        "Rusty Events between 2025-12-03 - 2025-12-31 🦀\n\n### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n"
    );
}

#[test]
fn windows_line_ends_and_a_byte_order_mark_stay() {
    let unix = issue(AS_IT_STANDS);
    let windows = format!("\u{feff}{}", unix.replace('\n', "\r\n"));
    let drafted = draft_of(&windows);
    assert_eq!(drafted.text, format!("\u{feff}{}", draft_of(&unix).text.replace('\n', "\r\n")));
    assert_eq!(draft_of(&drafted.text).text, drafted.text);
}

#[test]
fn an_unfinished_merge_and_wrong_anchors_are_errors() {
    let good = issue(AS_IT_STANDS);
    for (bad, part) in [
        (good.replace("Rusty Events", "Events"), "nothing says where the listings begin"),
        (good.replace("If you are running", "Running"), "nothing says where the listings end"),
        (good.replace("### Europe", "Rusty Events between x"), "several lines begin `Rusty Events between`"),
        (good.replace("### Europe", "If you are running a Rust event"), "several paragraphs begin"),
        (good.replace("### Europe", ">>>>>>> theirs"), "is a conflict marker"),
        (good.replace("## Upcoming Events", "## Past Events"), "does not stand under the heading"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("draft.md");
        fs::write(&path, &bad).unwrap();
        let (out, err, status) = said(&run(&["draft", path.to_str().unwrap(), "--write"]));
        assert_eq!((out.as_str(), status), ("", 2), "{err}");
        assert!(err.contains(part) && err.contains("draft.md"), "{err}");
        assert_eq!(fs::read_to_string(&path).unwrap(), bad);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}

#[test]
fn a_missing_read_only_or_damaged_draft_is_one_error() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("draft.md");
    let at = path.to_str().unwrap();
    let (_, err, status) = said(&run(&["draft", at, "--write"]));
    assert_eq!(status, 2);
    assert!(err.contains("cannot read the draft") && err.contains(at), "{err}");

    fs::write(&path, "just text\n").unwrap();
    let (_, err, status) = said(&run(&["draft", at, "--write"]));
    assert!(status == 2 && err.contains("is no draft"), "{err}");

    let mut bytes = issue(AS_IT_STANDS).into_bytes();
    bytes.extend(b"\xff\n");
    fs::write(&path, &bytes).unwrap();
    let (_, err, status) = said(&run(&["draft", at, "--write"]));
    assert!(status == 2 && err.contains("no valid UTF-8"), "{err}");
    assert_eq!(fs::read(&path).unwrap(), bytes);

    let text = issue(AS_IT_STANDS);
    fs::write(&path, &text).unwrap();
    set_readonly(&path, true);
    let (_, err, status) = said(&run(&["draft", at, "--write"]));
    assert!(status == 2 && err.contains("is read-only"), "{err}");
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
    set_readonly(&path, false);
    let (_, err, status) = said(&run(&["draft", at, "--write"]));
    assert!(status == 0 && err.contains("wrote"), "{err}");
    assert_eq!(fs::read_to_string(&path).unwrap(), draft_of(&text).text);
    let (_, err, status) = said(&run(&["draft", at, "--write"]));
    assert!(status == 0 && err.contains("nothing to change"), "{err}");
}

fn set_readonly(path: &Path, to: bool) {
    let mut permissions = fs::metadata(path).unwrap().permissions();
    #[allow(clippy::permissions_set_readonly_false)]
    permissions.set_readonly(to);
    fs::set_permissions(path, permissions).unwrap();
}

#[cfg(unix)]
#[test]
fn permissions_and_a_symbolic_link_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("draft.md");
    let link = folder.path().join("link.md");
    fs::write(&path, issue(AS_IT_STANDS)).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    symlink(&path, &link).unwrap();
    assert_eq!(run(&["draft", link.to_str().unwrap(), "--write"]).status.code(), Some(0));
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(&path).unwrap(), draft_of(&issue(AS_IT_STANDS)).text);
}

/// What must hold of every draft that was regenerated.
fn assert_whole(before: &Issue, drafted: &Drafted) {
    let (old, new) = (anchors(&before.text).unwrap(), anchors(&drafted.text).unwrap());
    assert_eq!(before.text[..old.body.start], drafted.text[..new.body.start]);
    assert_eq!(before.text[old.body.end..], drafted.text[new.body.end..]);
    let after = Issue { text: drafted.text.as_str().into(), ..before.clone() };
    let knowledge = Knowledge::bundled();
    let again = draft::draft(&after, &knowledge, &[], Options::of(&after)).unwrap();
    assert_eq!(again.text, drafted.text, "a second run changes {}", before.file);
    let moved = |done: &draft::Done| done.deed != Deed::NeedsHuman;
    assert_eq!(
        again.report.done.iter().filter(|done| moved(done)).collect::<Vec<_>>(),
        Vec::<&draft::Done>::new()
    );
    let catalogue = Catalogue::read(vec![after], &knowledge, None);
    let page = Page::open(&catalogue, 0).unwrap();
    for found in &page.items {
        assert!(
            found.listing.days.is_none_or(|days| days.end() >= before.date),
            "line {} is past",
            found.item.line
        );
    }
    let built = [
        "past-event",
        "double",
        "order",
        "heading-order",
        "empty-heading",
        "heading-style",
        "hybrid-once",
        "spacing",
    ];
    let inside = |at: usize| new.body.contains(&at);
    let left: Vec<String> = check::check(&page)
        .iter()
        .filter(|problem| built.contains(&problem.code.slug()) && inside(problem.span.start))
        .map(ToString::to_string)
        .collect();
    assert_eq!(left, Vec::<String>::new());
}

#[test]
fn the_bundled_drafts_come_out_whole() {
    for issue in Archive::bundled().issues {
        let drafted = draft::draft(&issue, &Knowledge::bundled(), &[], Options::of(&issue)).unwrap();
        assert_whole(&issue, &drafted);
    }
}

#[test]
fn real_drafts_come_out_whole() {
    let Some(shared) = shared() else { return };
    let mut paths: Vec<_> =
        fs::read_dir(shared.join("seeds")).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    assert!(!paths.is_empty());
    let mut issues = Archive::read(&paths).unwrap().issues;
    let all = Archive::read(&[shared.join("twir/content")]).unwrap().issues;
    issues.extend(all.into_iter().rev().take(8));
    for issue in issues {
        let drafted = draft::draft(&issue, &Knowledge::bundled(), &[], Options::of(&issue)).unwrap();
        assert_whole(&issue, &drafted);
    }
}

/// Pieces of sections as people leave them.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("### Virtual\n".to_owned()),
        Just("### Europe:\n".to_owned()),
        Just("## Asia\n\n".to_owned()),
        Just("### Alps\n".to_owned()),
        Just("\n".to_owned()),
        Just("<!-- a\n\n* 2025-12-10 | Bern, CH | [no](https://a.example)\n-->\n".to_owned()),
        Just("A word from the editors.\n".to_owned()),
        Just("[calendar]: https://calendar.example\n".to_owned()),
        Just("* no date at all\n    * [**T**](https://a.example/1)\n".to_owned()),
        Just("* 2025-12-99 | Bern, CH | [G](https://a.example/g)\n".to_owned()),
        Just("    an indented line\n".to_owned()),
        Just("* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n".to_owned()),
        (1_u32..32, 0_usize..6, 0_usize..3, 0_usize..3).prop_map(|(day, place, group, title)| {
            let place = [
                "Bern, CH",
                "Virtual (Bern, CH)",
                "Hybrid (Tokyo, JP)",
                "Nowhere, XX",
                "Virtual",
                "London, GB",
            ][place];
            let group = [
                "[G](https://a.example/g)",
                "[H](https://www.meetup.com/h-rust/events/) | [I](https://lu.ma/i)",
                "[J] (https://a.example/j)",
            ][group];
            let title = [
                "[**T**](https://a.example/1)",
                "$[T *x*](https://a.example/2)",
                "[**U**](https://a.example/3) | [V](https://a.example/4)",
            ][title];
            format!("* 2025-12-{day:02} | {place} | {group}\n    * {title}\n")
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_byte_outside_changes_and_a_second_run_changes_nothing(
        pieces in proptest::collection::vec(piece(), 0..14),
        before in "[^#<>|\r\n]{0,40}",
        after in "[^#<>|\r\n]{0,40}",
        windows in any::<bool>(),
    ) {
        let mut text = issue(&pieces.concat()).replace("## Crate", &format!("{before}\n\n## Crate"));
        text.push_str(&after);
        if windows {
            text = text.replace('\n', "\r\n");
        }
        let old = anchors(&text).unwrap();
        let drafted = draft_of(&text);
        let new = anchors(&drafted.text).unwrap();
        prop_assert_eq!(&text[..old.body.start], &drafted.text[..new.body.start]);
        prop_assert_eq!(&text[old.body.end..], &drafted.text[new.body.end..]);
        let again = draft_of(&drafted.text);
        prop_assert_eq!(&again.text, &drafted.text);
        // What is no listing is still there, word for word, and no more often: a word below two listings
        // that are one goes with the double.
        for word in ["A word from the editors.", "[calendar]: https://calendar.example", "* no date at all"] {
            let (before, after) = (text.matches(word).count(), drafted.text.matches(word).count());
            prop_assert!(after <= before && (after > 0) == (before > 0), "{}: {} and {}", word, before, after);
        }
    }

    #[test]
    fn any_text_between_the_anchors_is_taken(body in "(\\PC|\n|\\* 2025-12-0[1-9] \\| ){0,200}") {
        let text = issue(&body);
        if anchors(&text).is_ok() {
            let drafted = draft_of(&text);
            prop_assert_eq!(&draft_of(&drafted.text).text, &drafted.text);
        }
    }
}

#[test]
fn the_date_is_the_heads_or_the_one_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("draft.md");
    fs::write(&path, issue(AS_IT_STANDS)).unwrap();
    let (out, err, _) = said(&run(&["draft", path.to_str().unwrap(), "--for", "2025-12-11"]));
    assert!(!out.contains("* 2025-12-10") && out.contains("* 2025-12-16"), "{out}");
    assert!(err.contains("dropped as past: "), "{err}");
    assert!(fs::read_to_string(&path).unwrap().contains(DATE));
}

/// Lines of what needs a human, with their codes.
fn human(drafted: &Drafted) -> Vec<(Option<usize>, &str)> {
    let needs = drafted.report.done.iter().filter(|done| done.deed == Deed::NeedsHuman);
    needs.map(|done| (done.line, done.what.split(':').next().unwrap())).collect()
}

#[test]
fn an_event_to_come_with_a_slip_in_its_year_is_kept_and_told() {
    let slip = "* 2024-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n";
    let gone = "* 2025-11-26 | Bern, CH | [G](https://a.example/g)\n    * [**Gone**](https://a.example/2)\n";
    let drafted = draft_of(&issue(&format!("### Europe\n{gone}{slip}")));
    assert_eq!(body(&drafted.text), format!("\n### Europe\n{slip}\n"));
    assert_eq!(drafted.report.count(Deed::Dropped), 1);
    assert_eq!(human(&drafted), [(Some(17), "date-slip")]);
}

#[test]
fn what_was_read_by_half_of_a_date_field_is_not_cut() {
    let bad = "* 2025-12-20 - 2025-12-32 | Bern, CH | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n";
    let drafted = draft_of(&issue(&format!("### Europe\n{bad}")));
    assert_eq!(body(&drafted.text), format!("\n### Europe\n{bad}\n"));
    assert_eq!(human(&drafted), [(Some(15), "bad-date")]);
}

#[test]
fn lines_are_those_of_the_draft_that_came_in() {
    let text = issue(
        "### Europe\n\n\n\
         * 2025-11-26 | Bern, CH | [G](https://a.example/g)\n    * [**Gone**](https://a.example/2)\n\
         * 2025-12-10 | Tokyo, JP | [J](https://a.example/j)\n    * [**Moves**](https://a.example/3?utm_source=x)\n\
         * 2025-12-09 | Bern, CH | [J](https://a.example/j)\n    * [**Stays**](https://a.example/4)\n\n\
         ### Asia\n\
         * 2025-12-11 | Osaka, JP | [J](https://a.example/j)\n    * [**Talks**](https://a.example/5)\n\
         * 2025-12-11 | Osaka, JP | [J](https://a.example/j)\n    * [**Talks**](https://a.example/6)\n\n\
         ### Alps\n\
         * some day | Bern, CH | not a date\n",
    );
    let drafted = draft_of(&text);
    let at = |part: &str| text[..text.find(part).unwrap()].matches('\n').count() + 1;
    let line = |deed| drafted.report.done.iter().find(|done| done.deed == deed).unwrap().line;
    assert_eq!(line(Deed::Dropped), Some(at("2025-11-26")));
    assert_eq!(line(Deed::Moved), Some(at("2025-12-10")));
    assert_eq!(line(Deed::Mended), Some(at("utm_source")));
    let mut told = human(&drafted);
    told.sort();
    let second = at("https://a.example/6") - 1;
    assert!(told.contains(&(Some(at("some day")), "no-date")), "{told:?}");
    assert!(told.contains(&(Some(at("### Alps")), "unknown-heading")), "{told:?}");
    assert!(told.contains(&(Some(second), "likely-double")), "{told:?}");
    let first = format!("perhaps the event of line {}", second - 2);
    assert!(drafted.report.done.iter().any(|done| done.what.contains(&first)), "{:?}", drafted.report.done);
}

#[test]
fn a_line_with_a_mistyped_date_is_one_problem_and_stays_as_it_is() {
    for date in ["2025-112-08", "2025--12-08", "20255-12-08"] {
        let line = format!(
            "* {date} | Virtual (Boulder, CO, US) | [G](https://www.meetup.com/g-rust/events/)\n    * [**T (a talk)**](https://a.example/1)\n"
        );
        let good = "* 2025-12-10 | Virtual | [H](https://a.example/h)\n    * [**U**](https://a.example/2)\n";
        let text = issue(&format!("### Virtual\n{line}{good}"));
        let found = problems(&[&text]);
        let errors: Vec<_> =
            found.iter().map(|problem| (problem.code.slug(), problem.line, problem.column)).collect();
        assert_eq!(errors[0], ("bad-date", 15, 3), "{errors:?}");
        assert!(errors[1..].iter().all(|error| error.0 == "link-style"), "{errors:?}");
        let drafted = draft_of(&text);
        assert_eq!(body(&drafted.text), format!("\n### Virtual\n{good}{line}\n"));
        assert_eq!(human(&drafted), [(Some(15), "bad-date")]);
        let fixed = draft::fix(&read(&text), &Knowledge::bundled(), None).unwrap();
        assert!(fixed.text.contains(&line), "{}", fixed.text);
    }
}

#[test]
fn a_hybrid_listing_without_links_is_not_multiplied() {
    for (groups, title, rows) in [
        ("Rust Bern", "Rust meetup", 2),
        ("[Rust Bern](https://a.example/g)", "Rust meetup", 2),
        ("*", "Rust meetup", 2),
        ("—", "[x]", 2),
    ] {
        let head = format!("* 2025-12-10 | Hybrid (Bern, CH) | {groups}\n    * {title}\n");
        let text = issue(&format!("### Europe\n{head}"));
        let drafted = draft_of(&text);
        let count = |text: &str| text.matches("2025-12-10").count();
        assert!(count(&drafted.text) <= rows, "{}", drafted.text);
        assert_eq!(draft_of(&drafted.text).text, drafted.text);
        let fixed = draft::fix(&read(&text), &Knowledge::bundled(), None).unwrap().text;
        assert!(count(&fixed) <= rows, "{fixed}");
        assert_eq!(draft::fix(&read(&fixed), &Knowledge::bundled(), None).unwrap().text, fixed);
    }
}

#[test]
fn a_pair_of_a_hybrid_event_under_two_titles_stays_a_pair() {
    let head = "* 2025-12-10 - 2025-12-12 | Hybrid (Montreal, QC, CA) | [RustConf](https://conf.example)";
    let text = issue(&format!(
        "### Virtual\n{head}\n    * [**RustConf 2025**](https://conf.example/online)\n\n\
         ### North America\n{head}\n    * [**RustConf**](https://conf.example/2025)\n"
    ));
    let drafted = draft_of(&text);
    assert_eq!(drafted.text, text);
    // The comparison knows the two names for one conference: nothing is left to ask.
    assert!(human(&drafted).iter().all(|(_, code)| *code != "hybrid-once"), "{:?}", drafted.report.done);
}

#[test]
fn a_title_line_stays_with_its_event_whatever_the_bullet_of_its_head() {
    let marks = ["# ", "• ", "– ", "> * ", "**", "*\u{a0}", "1. ", "\u{a0}", "* * ", "", "\t* "];
    let titles = [
        "    * [**Talk**](https://a.example/2)\n",
        "\n    * [**Talk**](https://a.example/2)\n",
        "[label]: https://a.example/l\n    * [**Talk**](https://a.example/2)\n",
        "    • [**Talk**](https://a.example/2)\n",
    ];
    for (mark, title) in marks.iter().flat_map(|mark| titles.iter().map(move |title| (mark, title))) {
        let text = issue(&format!(
            "### Europe\n\
             * 2025-12-12 | Bern, CH | [F](https://a.example/f)\n    * [**First**](https://a.example/1)\n\
             {mark}2025-12-11 | Bern, CH | [S](https://a.example/s)\n{title}\
             * 2025-12-10 | Bern, CH | [T](https://a.example/t)\n    * [**Third**](https://a.example/3)\n"
        ));
        let drafted = draft_of(&text);
        let fixed = draft::fix(&read(&text), &Knowledge::bundled(), None).unwrap().text;
        for out in [&drafted.text, &fixed] {
            for (day, words) in [("12-12", "First"), ("12-11", "Talk"), ("12-10", "Third")] {
                let before = out.split_once(&format!("**{words}**")).unwrap().0;
                let head = before.lines().rfind(|line| line.contains("2025-") && line.contains('|'));
                assert!(head.unwrap().contains(day), "{mark:?} {title:?}\n{out}");
                assert_eq!(out.matches(words).count(), 1, "{out}");
            }
        }
        assert_eq!(draft_of(&drafted.text).text, drafted.text, "{mark:?} {title:?}");
    }
}

#[test]
fn marks_in_a_bare_address_are_a_part_of_it() {
    for title in
        ["https://e.org/a**b", "https://e.org/ab**next words", "<https://e.org/a**b>", "https://e.org/abc"]
    {
        let text = issue(&format!(
            "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * {title}\n"
        ));
        // A panic was here.
        problems(&[&text]);
        let fixed = draft::fix(&read(&text), &Knowledge::bundled(), None).unwrap().text;
        assert_eq!(fixed, text, "{title}");
        assert!(draft_of(&text).text.contains(title), "{title}");
    }
}

#[test]
fn the_report_begins_with_what_needs_someone_and_sums_up_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("draft.md");
    let row = |day: &str, number: u32| {
        format!(
            "* {day} | Bern, CH | [G](https://www.meetup.com/g-rust/events/)\n    * [**T {number}**](https://www.meetup.com/g-rust/events/{number})\n"
        )
    };
    let gone = row("2025-11-20", 300_000_001);
    let body = format!(
        "### Europe\n{gone}{}{}* 2025-12-12 | Bern, CH | [G](https://a.example/g)\n    * [**No page**]\n",
        row("2025-12-10", 300_000_002),
        row("2025-12-11", 300_000_003)
    );
    fs::write(&path, issue(&body)).unwrap();
    let file = path.to_str().unwrap();
    let (_, err, status) = said(&run(&["draft", file]));
    assert_eq!(status, 0, "{err}");
    let lines: Vec<&str> = err.lines().filter(|line| !line.starts_with("reading ")).collect();
    assert!(lines[0].starts_with("needs a human: "), "{err}");
    assert!(err.contains("\ndropped as past: 1\nmended: ") && err.contains("(link-style: "), "{err}");
    let (_, all, _) = said(&run(&["draft", file, "--verbose"]));
    assert!(all.contains(": 2025-11-20, Bern, CH") && all.contains("link-style: write"), "{all}");
    let (out, err, _) = said(&run(&["draft", file, "--json"]));
    let answer: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert!(answer["section"].as_str().unwrap().starts_with("Rusty Events between"), "{out}");
    assert!(
        answer["report"]["done"].as_array().unwrap().iter().any(|done| done["deed"] == "needs_human"),
        "{out}"
    );
    assert!(answer.get("written").is_none() && !err.contains("mended"), "{err}");
    let (out, ..) = said(&run(&["draft", file, "--json", "--write"]));
    assert_eq!(serde_json::from_str::<serde_json::Value>(&out).unwrap()["written"], true);
}
