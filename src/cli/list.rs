//! `twir-events list`: one selection as a table for the terminal.

use std::io::{self, IsTerminal, Write};

use anyhow::{Context, Result};
use twir_events::{
    export::{cfp, wording},
    model::{Event, Format, Status},
    newsletter::calls::Call,
    place::printed,
    selection::Open,
    text,
};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::{Outcome, input::Input, selection::Filters};

/// No column is squeezed below this.
const NARROWEST: usize = 12;

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  twir-events list
  twir-events list --region europe --format in_person,hybrid --weeks 2
  twir-events list --near Berlin --within 100
  twir-events list --group rust-berlin --from 2025-01-01
  twir-events list --cfp")]
pub struct Args {
    /// List open calls for proposals instead, by their last day
    #[arg(long, conflicts_with_all = [
        "region", "country", "city", "group", "format", "from", "to", "weeks", "near", "within", "text", "new_since",
    ])]
    cfp: bool,
    /// With what only calendars have, and no issue so far
    #[arg(long)]
    candidates: bool,
    #[command(flatten)]
    filters: Filters,
    #[command(flatten)]
    input: Input,
}

pub fn run(args: Args) -> Result<Outcome> {
    let (catalogue, knowledge) = args.input.read_after(None, args.candidates)?;
    if args.cfp {
        return list_calls(&cfp::open(&catalogue, &knowledge));
    }
    let selection = args.filters.read(None, &catalogue, &knowledge)?;
    let selection = selection.left_open(Open::FromAsOf, catalogue.as_of);
    let events = selection.events(&catalogue);
    let rows: Vec<[String; 4]> = events.iter().map(|event| row(event)).collect();
    let width = io::stdout().is_terminal().then(terminal_size::terminal_size).flatten();
    let table = table(&rows, width.map(|(width, _)| usize::from(width.0)));
    io::stdout().lock().write_all(table.as_bytes()).context("cannot print the list")?;
    match events.len() {
        0 => anstream::eprintln!("no event is selected"),
        1 => anstream::eprintln!("1 event"),
        count => anstream::eprintln!("{count} events"),
    }
    Ok(Outcome::Done)
}

/// Last day, name, where and when the event is, and where to propose.
fn list_calls(calls: &[Call]) -> Result<Outcome> {
    let row = |call: &Call| {
        let closes = call.closes.map(|day| day.to_string()).or(call.closes_told.clone()).unwrap_or_default();
        let mut place: Vec<String> = call.places.iter().map(printed).collect();
        if matches!(call.format, Some(Format::Virtual | Format::Hybrid)) {
            place.push("online".to_owned());
        }
        let days = call.days.map(wording::days);
        let event: Vec<String> =
            [Some(place.join("; ")).filter(|place| !place.is_empty()), days].into_iter().flatten().collect();
        [closes, call.name.clone(), event.join(", "), call.url.clone()]
            .map(|cell| text::clean(&cell).into_owned())
    };
    let rows: Vec<[String; 4]> = calls.iter().map(row).collect();
    io::stdout().lock().write_all(table(&rows, None).as_bytes()).context("cannot print the list")?;
    match calls.len() {
        0 => anstream::eprintln!("no call for proposals is open"),
        1 => anstream::eprintln!("1 call for proposals"),
        count => anstream::eprintln!("{count} calls for proposals"),
    }
    Ok(Outcome::Done)
}

/// Date with the hour where a source gave it, place, title and group.
fn row(event: &Event) -> [String; 4] {
    let place = match event.format {
        Format::InPerson => wording::short_places(event),
        Format::Virtual => "Online".to_owned(),
        Format::Hybrid => format!("{} + online", wording::short_places(event)),
    };
    let mark = match event.status {
        Status::Scheduled => "",
        Status::Withdrawn => "(withdrawn) ",
        Status::Cancelled => "(cancelled) ",
    };
    let groups: Vec<&str> = event.groups.iter().map(|group| group.name.as_str()).collect();
    // At the place; online at its host's.
    let when = match wording::local_clock(event) {
        Some(clock) => format!("{} {clock}", wording::days(event.days)),
        None => wording::days(event.days),
    };
    [when, place, format!("{mark}{}", event.title), groups.join(" + ")]
        .map(|cell| text::clean(&cell).into_owned())
}

/// Columns in line, by display width; cut to fit only where a width is given.
fn table(rows: &[[String; 4]], width: Option<usize>) -> String {
    let mut widths = [0; 4];
    for row in rows {
        for (widest, cell) in widths.iter_mut().zip(row) {
            *widest = cell.width().max(*widest);
        }
    }
    if let Some(width) = width {
        // The widest of place, title and group gives way first.
        let gaps = 2 * (widths.len() - 1);
        while widths.iter().sum::<usize>() + gaps > width {
            let Some(widest) = widths.iter_mut().skip(1).max_by_key(|width| **width) else { break };
            if *widest <= NARROWEST {
                break;
            }
            *widest -= 1;
        }
    }
    let mut out = String::new();
    for row in rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(widths) {
            let cell = cut(cell, width);
            line.push_str(&cell);
            line.extend(std::iter::repeat_n(' ', width.saturating_sub(cell.width()) + 2));
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

fn cut(cell: &str, width: usize) -> String {
    if cell.width() <= width {
        return cell.to_owned();
    }
    let mut out = String::new();
    let mut used = 1;
    for c in cell.chars() {
        used += c.width().unwrap_or(0);
        if used > width {
            break;
        }
        out.push(c);
    }
    out.push('…');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(cells: [&str; 4]) -> [String; 4] {
        cells.map(str::to_owned)
    }

    #[test]
    fn columns_stand_in_line_by_display_width() {
        let rows = [cells(["1", "東京", "a", "x"]), cells(["1", "Rome", "b", ""])];
        assert_eq!(table(&rows, None), "1  東京  a  x\n1  Rome  b\n");
    }

    #[test]
    fn a_narrow_terminal_cuts_the_widest_column() {
        let rows = [cells(["2025-11-02", "Rome, IT", &"long ".repeat(20), "group"])];
        let out = table(&rows, Some(60));
        assert!(out.trim_end().width() <= 60 && out.contains('…') && out.contains("Rome, IT"), "{out}");
    }
}
