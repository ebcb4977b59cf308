//! Reads the sections of published issues, prints them in house style, and counts every kind of
//! difference: `cargo run --example round_trip -- FOLDER [FIRST-DATE]`.
//!
//! `docs/round-trip.md` holds its table with a word on who is right.

use std::{collections::BTreeMap, error::Error, path::PathBuf};

use chrono::NaiveDate;
use twir_events::{
    archive::Archive,
    catalogue::{Catalogue, Knowledge},
    editor::{check, page::Page},
    export::markdown::Entry,
    problem::Code,
};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or("name a folder of issues")?);
    let first: NaiveDate = arguments.next().as_deref().unwrap_or("2024-07-01").parse()?;
    let issues = Archive::read(&[folder])?.issues.into_iter().filter(|issue| issue.date >= first).collect();
    let catalogue = Catalogue::read(issues, &Knowledge::bundled(), None);
    let mut kinds: BTreeMap<String, (usize, String)> = BTreeMap::new();
    let (mut listings, mut same, mut parts, mut same_parts) = (0, 0, 0, 0);
    for page in (0..catalogue.issues.len()).filter_map(|issue| Page::open(&catalogue, issue)) {
        let problems = check::check(&page);
        for (number, heading) in page.headings.iter().enumerate() {
            let items: Vec<_> = page.items.iter().filter(|found| found.heading == Some(number)).collect();
            let mut whole = !items.is_empty();
            for found in &items {
                listings += 1;
                let raw = page.issue.text.get(found.item.span.clone()).unwrap_or_default().trim_end();
                let printed = Entry::of_listing(found.listing).map(|entry| entry.lines()).unwrap_or_default();
                if raw == printed.trim_end() {
                    same += 1;
                    continue;
                }
                whole = false;
                let mut codes: Vec<Code> = problems
                    .iter()
                    .filter(|problem| found.item.span.contains(&problem.span.start))
                    .map(|problem| problem.code)
                    .collect();
                codes.sort();
                codes.dedup();
                let names = if codes.is_empty() {
                    "none".to_owned()
                } else {
                    codes.iter().map(|code| code.slug()).collect::<Vec<_>>().join(" + ")
                };
                let kind = format!("{} [{names}]", differs(raw, printed.trim_end()));
                let example = format!(
                    "{}:{}\n      - {raw}\n      + {}",
                    page.issue.file,
                    found.item.line,
                    printed.trim_end()
                );
                kinds.entry(kind).or_insert((0, example)).0 += 1;
            }
            parts += usize::from(!items.is_empty());
            same_parts += usize::from(whole && heading.part.is_some());
        }
    }
    println!(
        "{listings} listings, {same} print the same bytes; {parts} parts, {same_parts} of the same listings"
    );
    let mut kinds: Vec<_> = kinds.into_iter().collect();
    kinds.sort_by(|a, b| b.1.0.cmp(&a.1.0).then_with(|| a.0.cmp(&b.0)));
    for (kind, (count, example)) in kinds {
        println!("{count:5}  {kind}\n      {example}");
    }
    Ok(())
}

/// Which fields differ.
fn differs(raw: &str, printed: &str) -> String {
    let fields = |text: &str| -> Vec<String> {
        let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
        let mut fields: Vec<String> = first.splitn(3, '|').map(|field| field.trim().to_owned()).collect();
        fields.resize(3, String::new());
        fields.push(rest.trim().to_owned());
        fields
    };
    let names = ["date", "place", "groups", "title"];
    let (raw, printed) = (fields(raw), fields(printed));
    let differing: Vec<&str> = names
        .into_iter()
        .enumerate()
        .filter(|(at, _)| raw.get(*at) != printed.get(*at))
        .map(|(_, name)| name)
        .collect();
    if differing.is_empty() { "blanks".to_owned() } else { differing.join(", ") }
}
