//! Counts what is read: items, listings with a day, and problems by code and year.
//!
//! ```text
//! cargo run --release --example census -- ../shared/twir
//! ```
//!
//! Without a path it counts the bundled issues.

use std::{collections::BTreeMap, env, error::Error, path::PathBuf};

use chrono::Datelike;
use twir_events::{
    catalogue::Catalogue,
    knowledge::Knowledge,
    model::Code,
    newsletter::{Archive, markdown},
};

/// What a year or an era adds up to.
#[derive(Default)]
struct Count {
    issues: usize,
    items: usize,
    dated: usize,
    told: usize,
}

fn main() -> Result<(), Box<dyn Error>> {
    let paths: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let archive = if paths.is_empty() { Archive::bundled() } else { Archive::read(&paths)? };
    let catalogue = Catalogue::read(archive.issues, &Knowledge::bundled(), None);

    let mut years: BTreeMap<i32, Count> = BTreeMap::new();
    let mut eras: BTreeMap<&str, Count> = BTreeMap::new();
    let era = |date: chrono::NaiveDate| {
        if date >= chrono::NaiveDate::from_ymd_opt(2022, 3, 1).unwrap_or_default() { "new" } else { "old" }
    };
    for issue in &catalogue.issues {
        let items: usize = markdown::sections(&issue.text).iter().map(|section| section.items.len()).sum();
        for count in [years.entry(issue.date.year()).or_default(), eras.entry(era(issue.date)).or_default()] {
            count.issues += 1;
            count.items += items;
        }
    }
    let mut codes: BTreeMap<Code, BTreeMap<i32, usize>> = BTreeMap::new();
    for listing in &catalogue.listings {
        let date = listing.source.issue_date;
        for count in [years.entry(date.year()).or_default(), eras.entry(era(date)).or_default()] {
            count.dated += usize::from(listing.days.is_some());
            count.told += usize::from(listing.days.is_none() && !listing.problems.is_empty());
        }
    }
    let of_listings = catalogue
        .listings
        .iter()
        .flat_map(|listing| listing.problems.iter().map(|problem| (listing.source.issue_date, problem)));
    let by_file: BTreeMap<_, _> =
        catalogue.issues.iter().map(|issue| (issue.file.clone(), issue.date)).collect();
    let of_files = catalogue
        .problems
        .iter()
        .filter_map(|problem| by_file.get(&problem.file).map(|date| (*date, problem)));
    for (date, problem) in of_listings.chain(of_files) {
        *codes.entry(problem.code).or_default().entry(date.year()).or_default() += 1;
    }

    println!("year    issues   items  with a day  without, told why  neither");
    for (year, count) in &years {
        print_count(&year.to_string(), count);
    }
    print_count("before", eras.get("old").unwrap_or(&Count::default()));
    print_count("since", eras.get("new").unwrap_or(&Count::default()));
    println!("        (March 2022, when the two-line form began)\n");

    print!("{:<20}{:>6}", "problem", "all");
    for year in years.keys() {
        print!("{year:>6}");
    }
    println!();
    for (code, of_years) in &codes {
        print!("{:<20}{:>6}", code.slug(), of_years.values().sum::<usize>());
        for year in years.keys() {
            match of_years.get(year) {
                Some(count) => print!("{count:>6}"),
                None => print!("{:>6}", "."),
            }
        }
        println!();
    }
    Ok(())
}

fn print_count(name: &str, count: &Count) {
    #[allow(clippy::cast_precision_loss)]
    let share = 100.0 * count.dated as f64 / count.items.max(1) as f64;
    println!(
        "{name:<8}{:>6}{:>8}{:>6} {share:>6.2}%{:>14}{:>11}",
        count.issues,
        count.items,
        count.dated,
        count.told,
        count.items - count.dated - count.told
    );
}
