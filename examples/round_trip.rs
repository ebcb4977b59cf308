//! Reads the sections of published issues, prints them in house style, and counts every kind of
//! difference: `cargo run --example round_trip -- FOLDER [FIRST-DATE]`.
//!
//! `docs/round-trip.md` holds its table with a word on who is right.

use std::{collections::BTreeMap, error::Error, path::PathBuf};

use chrono::NaiveDate;
use twir_events::{
    catalogue::Catalogue,
    desk::{check, page::Page},
    knowledge::Knowledge,
    model::Code,
    newsletter::{Archive, Entry},
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
                let codes: Vec<Code> = problems
                    .iter()
                    .filter(|problem| found.item.span.contains(&problem.span.start))
                    .map(|problem| problem.code)
                    .collect();
                for field in differs(raw, printed.trim_end()) {
                    let mut causes: Vec<&str> =
                        codes.iter().filter(|code| concerns(**code, field)).map(|code| code.slug()).collect();
                    causes.sort_unstable();
                    causes.dedup();
                    let kind = format!("{field} | {}", causes.join(", "));
                    let example = format!(
                        "{}:{}\n    - {raw}\n    + {}",
                        page.issue.file,
                        found.item.line,
                        printed.trim_end()
                    );
                    kinds.entry(kind).or_insert((0, example)).0 += 1;
                }
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
        println!("{count:5} | {kind}\n  {example}");
    }
    Ok(())
}

/// Whether a problem of that code can be why a field is printed otherwise.
fn concerns(code: Code, field: &str) -> bool {
    let codes: &[Code] = match field {
        "date" => {
            &[Code::BadDate, Code::DateStyle, Code::EndBeforeStart, Code::Overridden, Code::MissingPipe]
        }
        "place" => &[
            Code::CityContradicted,
            Code::CountryStyle,
            Code::MisspeltCity,
            Code::NoCountry,
            Code::NoPlace,
            Code::NoSubdivision,
            Code::PlaceStyle,
            Code::Spacing,
            Code::UnknownPlace,
        ],
        "blanks" => &[Code::Spacing, Code::NoPlace],
        _ => &[
            Code::BadLink,
            Code::BrokenMarkdown,
            Code::HttpLink,
            Code::LinkStyle,
            Code::LocalePath,
            Code::RedirectLink,
            Code::SeparatorStyle,
            Code::TitleStyle,
            Code::TrackingParameter,
        ],
    };
    codes.contains(&code)
}

/// Which fields differ.
fn differs(raw: &str, printed: &str) -> Vec<&'static str> {
    let fields = |text: &str| -> Vec<String> {
        let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
        let mut fields: Vec<String> = first.splitn(3, '|').map(|field| field.trim().to_owned()).collect();
        fields.resize(3, String::new());
        fields.push(rest.trim().to_owned());
        fields
    };
    let (raw, printed) = (fields(raw), fields(printed));
    let names = ["date", "place", "groups", "title"].into_iter().enumerate();
    let differing: Vec<&str> =
        names.filter(|(at, _)| raw.get(*at) != printed.get(*at)).map(|(_, name)| name).collect();
    if differing.is_empty() { vec!["blanks"] } else { differing }
}
