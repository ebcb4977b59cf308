//! Every code is carried by one check, whose example raises it, and `docs/problems.md` says so.

use std::{env, fs, path::Path};

use chrono::{Days as Lapse, NaiveDate};
use twir_events::{
    calendar::{self, Calendar, Calendars},
    catalogue::Catalogue,
    desk::{
        check::{self, CHECKS, Check, CodeDoc, EXAMPLE_DATE, Example, Remedy, Stands},
        draft,
        page::Page,
    },
    knowledge::Knowledge,
    model::{Code, Problem, SourceKind},
    newsletter::Issue,
};

const PROBLEMS_MD: &str = "docs/problems.md";

/// An issue of a date with these lines where they stand.
fn issue(date: &str, stands: Stands, lines: &[u8]) -> Vec<u8> {
    let day: NaiveDate = date.parse().expect("the date of an issue");
    let last = day.checked_add_days(Lapse::new(28)).expect("four weeks later");
    let header = format!("Rusty Events between {date} - {last} 🦀");
    let number = 628 - (EXAMPLE_DATE.parse::<NaiveDate>().expect("a date") - day).num_weeks();
    let head = format!("Title: This Week in Rust {number}\nNumber: {number}\nDate: {date}\n\n");
    let section = "## Upcoming Events\n\n";
    let closing = "\n\nIf you are running a Rust event please add it to the [calendar] to get\nit mentioned here.\n\n## Jobs\n";
    let listing = "### Europe\n* 2025-12-10 | Bern, CH | [Bern](https://bern.example/)\n    * [**Evening**](https://bern.example/1)";
    let parts: [&[u8]; 3] = match stands {
        Stands::Under(part) => {
            let above = format!("{section}{header}\n\n### {part}\n");
            return [head.as_bytes(), above.as_bytes(), lines, closing.as_bytes()].concat();
        }
        Stands::Section => {
            let above = format!("{section}{header}\n\n");
            return [head.as_bytes(), above.as_bytes(), lines, closing.as_bytes()].concat();
        }
        Stands::Header => {
            let below = format!("\n\n{listing}{closing}");
            return [head.as_bytes(), section.as_bytes(), lines, below.as_bytes()].concat();
        }
        Stands::File => [head.as_bytes(), lines, b"\n"],
    };
    parts.concat()
}

fn read(date: &str, text: &[u8]) -> Issue {
    Issue::parse(&format!("{date}-this-week-in-rust.md"), text).expect("an example is whole")
}

/// The issue of an example with these lines.
fn issue_with(example: &Example, lines: &[u8]) -> Issue {
    let date = example.date.unwrap_or(EXAMPLE_DATE);
    read(date, &issue(date, example.stands, lines))
}

/// Runs `look` on an example's issue with these lines, among all that the example needs around it.
fn on_page<T>(example: &Example, lines: &[u8], look: impl FnOnce(&Page<'_>) -> T) -> T {
    let knowledge = Knowledge::bundled();
    let mut issues: Vec<Issue> = example
        .earlier
        .iter()
        .map(|earlier| {
            let text = issue(earlier.date, Stands::Under(earlier.part), earlier.lines.as_bytes());
            read(earlier.date, &text)
        })
        .collect();
    issues.push(issue_with(example, lines));
    let mut catalogue = Catalogue::read(issues, &knowledge, None);
    let mut calendars = Calendars::default();
    if let Some(text) = example.calendar {
        let window = Calendars::window(catalogue.as_of);
        let brought = calendar::read("group.ics", text.as_bytes(), &knowledge, window).expect("a calendar");
        assert_eq!(brought.events.len(), 1, "{:?} of\n{text}", brought.unusable);
        calendars.all.push(Calendar {
            kind: SourceKind::Calendar,
            name: "group.ics".to_owned(),
            fetched: Some(catalogue.as_of),
            brought,
        });
    }
    calendars.gone.extend(example.gone.map(|page| (page.to_owned(), None)));
    catalogue.compare(&calendars, &knowledge);
    look(&Page::open(&catalogue, catalogue.issues.len() - 1).expect("the issue is there"))
}

/// The same lines without what they need around them.
fn alone(example: &Example) -> Example {
    Example { earlier: &[], calendar: None, gone: None, ..*example }
}

fn slugs(problems: &[Problem]) -> Vec<&'static str> {
    problems.iter().map(|problem| problem.code.slug()).collect()
}

fn docs() -> impl Iterator<Item = (&'static Check, &'static CodeDoc)> {
    CHECKS.iter().flat_map(|check| check.codes.iter().map(move |doc| (*check, doc)))
}

#[test]
fn every_code_is_carried_by_one_check() {
    let mut carried: Vec<Code> = docs().map(|(_, doc)| doc.code).collect();
    carried.sort_unstable();
    assert_eq!(carried, Code::ALL, "each once");
}

#[test]
fn every_example_raises_its_code_and_its_mended_form_does_not() {
    let mut wrong = Vec::new();
    for (check, CodeDoc { code, example, .. }) in docs() {
        let of_code = |problem: &Problem| problem.code == *code;
        on_page(example, example.bad, |page| {
            let told = check::check(page);
            if !told.iter().any(of_code) {
                wrong.push(format!("{code} is not raised, but {:?}", slugs(&told)));
            } else if !(check.run)(page).iter().any(of_code) {
                wrong.push(format!("{code} is not told by the check that carries it"));
            }
            for check in CHECKS {
                let told = (check.run)(page);
                let foreign = |problem: &&Problem| check.codes.iter().all(|doc| doc.code != problem.code);
                if let Some(problem) = told.iter().find(foreign) {
                    wrong.push(format!("a check tells {}, which it does not carry", problem.code));
                }
            }
        });
        let Some(good) = example.good else { continue };
        assert_ne!(good.as_bytes(), example.bad, "{code}");
        on_page(example, good.as_bytes(), |page| {
            let told = check::check(page);
            if told.iter().any(of_code) {
                wrong.push(format!("{code} is raised by its mended form:\n{good}"));
            }
            // Whole listings of the days that the issue covers have no other problem either.
            let whole = page.items.iter().all(|found| {
                let days = found.listing.days;
                found.listing.url().is_some() && days.is_some_and(|days| days.overlaps(page.window))
            });
            let others: Vec<Problem> =
                told.into_iter().filter(|problem| problem.code != Code::UnknownCity).collect();
            if whole && !others.is_empty() {
                wrong.push(format!("beside {code}, {:?} in\n{good}", slugs(&others)));
            }
        });
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_surrounds_an_example_matters() {
    for (_, CodeDoc { code, example, .. }) in docs() {
        if example.earlier.is_empty() && example.calendar.is_none() && example.gone.is_none() {
            continue;
        }
        let told = on_page(&alone(example), example.bad, check::check);
        assert!(told.iter().all(|problem| problem.code != *code), "{code} needs nothing around it");
    }
}

#[test]
fn who_mends_an_example_is_as_its_check_says() {
    let mut wrong = Vec::new();
    for (_, CodeDoc { code, example, remedy, .. }) in docs() {
        let told = on_page(example, example.bad, check::check);
        let fixes: Vec<Option<bool>> = told
            .iter()
            .filter(|problem| problem.code == *code)
            .map(|problem| problem.fix.as_ref().map(|fix| fix.safe))
            .collect();
        let right = match remedy {
            Remedy::Human(_) | Remedy::Section(_) => fixes.iter().all(Option::is_none),
            Remedy::Offered(_) => fixes.iter().all(|safe| *safe == Some(false)),
            Remedy::Safe(_) => fixes.iter().all(|safe| *safe == Some(true)),
            Remedy::Partly(_) => fixes.iter().any(Option::is_some),
        };
        if !right {
            wrong.push(format!("{code}: {remedy:?}, but {fixes:?}"));
        }
        let Some((fixed, left)) = fixed(example) else {
            assert!(matches!(code, Code::ConflictMarker | Code::InvalidUtf8), "{code} can be mended");
            continue;
        };
        if matches!(remedy, Remedy::Safe(_) | Remedy::Section(_)) && left.contains(code) {
            wrong.push(format!("{code} is left in\n{fixed}"));
        }
        let before: Vec<Code> =
            on_page(&alone(example), example.bad, check::check).iter().map(|problem| problem.code).collect();
        if let Some(new) = left.iter().find(|code| !before.contains(code)) {
            wrong.push(format!("{code}: mending it brings {new} in\n{fixed}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What `check --fix` makes of an example's issue, and the codes that are left; `None` where it writes
/// nothing.
fn fixed(example: &Example) -> Option<(String, Vec<Code>)> {
    let knowledge = Knowledge::bundled();
    let mend = |issue: &Issue| draft::fix(issue, &knowledge, None).map(|fixed| fixed.text);
    let text = mend(&issue_with(example, example.bad)).ok()?;
    let issue = read(example.date.unwrap_or(EXAMPLE_DATE), text.as_bytes());
    assert_eq!(mend(&issue).as_deref(), Ok(text.as_str()), "twice is not once");
    let catalogue = Catalogue::read(vec![issue], &knowledge, None);
    let told = check::check(&Page::open(&catalogue, 0).expect("the issue is there"));
    Some((text, told.iter().map(|problem| problem.code).collect()))
}

/// What stands in a fence is bad, whoever reads the docs: nothing else has one.
#[test]
fn every_fence_of_the_docs_holds_the_example_of_its_heading() {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(PROBLEMS_MD)).expect("the docs");
    let mut pieces = text.split("```\n");
    let mut fences = Vec::new();
    while let (Some(above), Some(fence)) = (pieces.next(), pieces.next()) {
        let heading = above.lines().rev().find_map(|line| line.strip_prefix("## ")).expect("a heading");
        let lines = fence.split_once("\n...\n").map_or(fence, |(_, lines)| lines);
        fences.push((heading, lines.trim_end()));
    }
    let mut examples: Vec<(&str, &str)> = docs()
        .filter(|(_, doc)| doc.example.printable)
        .map(|(_, doc)| (doc.code.slug(), std::str::from_utf8(doc.example.bad).expect("it can be printed")))
        .collect();
    examples.sort_by_key(|(slug, _)| Code::ALL.iter().position(|code| code.slug() == *slug));
    assert_eq!(fences, examples);
}

#[test]
fn the_docs_are_what_the_checks_say() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(PROBLEMS_MD);
    let right = check::problems_md();
    if env::var_os("TWIR_EVENTS_BLESS").is_some() {
        fs::write(&file, &right).expect("the docs are written");
        return;
    }
    let stands = fs::read_to_string(&file).expect("the docs");
    assert!(
        stands == right,
        "{PROBLEMS_MD} is not what the checks say; take it for right with\n\
         TWIR_EVENTS_BLESS=1 cargo test --test suite examples"
    );
}
