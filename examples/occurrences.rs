//! Every occurrence that a calendar has in a span of days, one a line: title and start. For comparing with
//! other programs (see `docs/testing.md`).
//!
//! ```text
//! cargo run --example occurrences -- rules.ics 2025-01-01 2026-12-31
//! ```

use std::{env, error::Error, fs};

use twir_events::{Knowledge, calendar, model::Days};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [file, first, last] = arguments.as_slice() else {
        return Err("expected a calendar, the first and the last day".into());
    };
    let window = Days::new(first.parse()?, last.parse()?).ok_or("the last day lies before the first")?;
    let brought = calendar::read(file, &fs::read(file)?, &Knowledge::bundled(), window)?;
    for event in brought.events {
        let start = event.starts_at.map_or(event.days.start().to_string(), |time| time.to_utc().to_rfc3339());
        println!("{}\t{start}", event.title);
    }
    for reason in brought.unusable {
        eprintln!("{reason}");
    }
    Ok(())
}
