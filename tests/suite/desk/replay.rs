//! Every published issue as if it were a draft again. Needs the newsletter's archive beside the project, and is
//! named as not run where it is missing.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use twir_events::{
    catalogue::Catalogue,
    desk::{
        check::{self, Past},
        draft::{self, Deed, Options},
        page::anchors,
    },
    knowledge::Knowledge,
    model::{Listing, Problem, Severity},
    newsletter::{Archive, Issue},
    text,
};

/// The issues from here on are replayed; the two-line form is older, the house's words are of about then.
const SINCE: &str = "2024-01-01";
/// So many issues before one tell what is known of its groups: enough for the words that repeat every month.
const BEFORE: usize = 12;

struct Read {
    listings: Vec<Listing>,
    events: Vec<Option<String>>,
}

fn read(issue: &Issue, knowledge: &Knowledge) -> Read {
    let catalogue = Catalogue::read(vec![issue.clone()], knowledge, None);
    let id = |event: &Option<usize>| event.map(|event| catalogue.events[event].id.clone());
    Read { events: catalogue.event_of.iter().map(id).collect(), listings: catalogue.listings }
}

/// How often an event stands under each heading.
fn rows(read: &Read) -> BTreeMap<(Option<String>, String), usize> {
    let mut rows = BTreeMap::new();
    for (listing, event) in read.listings.iter().zip(&read.events) {
        if let Some(event) = event {
            *rows.entry((listing.section.clone(), event.clone())).or_default() += 1;
        }
    }
    rows
}

/// What a reader knows an event by.
fn named(listing: &Listing) -> (String, String) {
    (format!("{:?}", listing.days.map(|days| days.start())), text::fold(&listing.title))
}

#[test]
fn every_published_issue_is_a_draft_that_loses_and_doubles_nothing() {
    let Some(archive) = crate::shared::archive() else { return };
    let knowledge = Knowledge::bundled();
    let issues = Archive::read(&[archive]).unwrap().issues;
    let first = issues.iter().position(|issue| *issue.file >= *SINCE).unwrap();
    let mut replayed = 0;
    for (at, issue) in issues.iter().enumerate().skip(first).filter(|(_, issue)| anchors(&issue.text).is_ok())
    {
        let file = &issue.file;
        let past = Past::of_issues(issue.date, &issues[at.saturating_sub(BEFORE)..at], &knowledge);
        let options = || Options { past: Some(Arc::new(past.clone())), ..Options::of(issue) };
        let once = draft::draft(issue, &knowledge, &[], options()).unwrap();
        let next = Issue { text: once.text.as_str().into(), ..issue.clone() };
        let twice = draft::draft(&next, &knowledge, &[], options()).unwrap();
        assert_eq!(twice.text, once.text, "{file}: twice is once");

        // No byte outside changes.
        let (was, is) = (anchors(&issue.text).unwrap(), anchors(&once.text).unwrap());
        assert_eq!(issue.text[..was.body.start], once.text[..is.body.start], "{file}");
        assert_eq!(issue.text[was.body.end..], once.text[is.body.end..], "{file}");

        // No coming event is lost, unless it is merged with another and said so.
        let (before, after) = (read(issue, &knowledge), read(&next, &knowledge));
        let stand: BTreeSet<_> = after.listings.iter().map(named).collect();
        let coming = before
            .listings
            .iter()
            .filter(|listing| listing.days.is_some_and(|days| days.end() >= issue.date));
        for listing in coming.filter(|listing| !stand.contains(&named(listing))) {
            let merged = |line| {
                let told = |done: &&draft::Done| done.deed == Deed::Merged && done.line == Some(line);
                once.report.done.iter().any(|done| told(&done))
            };
            assert!(merged(listing.source.line), "{file}:{}: {} is lost", listing.source.line, listing.title);
        }

        // Nothing stands more often under a heading than once, or than it did.
        let had = rows(&before);
        for (row, count) in rows(&after) {
            let stood = had.get(&row).copied().unwrap_or_default();
            assert!(count <= stood.max(1), "{file}: {row:?} {count} times, {stood} before");
        }
        replayed += 1;
    }
    assert!(replayed > 80, "{replayed} issues");
}

#[test]
fn no_fix_of_a_published_issue_raises_a_problem_of_its_own() {
    let Some(archive) = crate::shared::archive() else { return };
    let knowledge = Knowledge::bundled();
    let issues = Archive::read(&[archive]).unwrap().issues;
    let problems = |issue: &Issue| -> BTreeMap<&'static str, usize> {
        let catalogue = Catalogue::read(vec![issue.clone()], &knowledge, None);
        let page = twir_events::desk::page::Page::open(&catalogue, 0).unwrap();
        let mut told = BTreeMap::new();
        let heavy = |problem: &Problem| check::severity(problem.code) > Severity::Note;
        for problem in check::check(&page).into_iter().filter(heavy) {
            *told.entry(problem.code.slug()).or_default() += 1;
        }
        told
    };
    let mut fixed = 0;
    for issue in issues.iter().filter(|issue| *issue.file >= *SINCE) {
        let once = draft::fix(issue, &knowledge, None).unwrap();
        let next = Issue { text: once.text.as_str().into(), ..issue.clone() };
        let before = problems(issue);
        for (code, count) in problems(&next) {
            let was = before.get(&code).copied().unwrap_or_default();
            assert!(count <= was, "{}: {code:?} {count} times, {was} before", issue.file);
        }
        fixed += usize::from(once.text != *issue.text);
    }
    assert!(fixed > 80, "{fixed} issues had something to mend");
}
