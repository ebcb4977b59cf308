//! The parts of the section as piles of cards, and everything that is no card.

use std::{collections::BTreeMap, fmt::Write as _};

use chrono::NaiveDate;

use super::{
    Deed, Report,
    card::{Card, parts},
};
use crate::{
    catalogue::Knowledge,
    editor::page::{Anchors, Page, lines},
    export::markdown::Part,
    listing::Format,
    markdown,
};

/// Where something stands on the desk, in the order of printing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// Above the first heading.
    Top,
    /// Under a heading of the house.
    Part(Part),
    /// Under another heading, by its order in the draft and its line.
    Other(usize, String),
}

/// One part of the section.
#[derive(Debug, Clone, Default)]
pub struct Shelf {
    /// Its listings.
    pub cards: Vec<Card>,
    /// Items that could not be read, word for word.
    pub unread: Vec<String>,
    /// Comments and paragraphs, word for word.
    pub loose: Vec<String>,
}

/// The whole section.
#[derive(Debug, Default)]
pub struct Shelves {
    /// By place.
    pub shelves: BTreeMap<Place, Shelf>,
}

impl Shelves {
    /// Takes everything between the anchors.
    pub fn take(page: &Page<'_>, anchors: &Anchors, knowledge: &Knowledge) -> Self {
        let text = &page.issue.text;
        let mut taken = Self::default();
        let mut at = Place::Top;
        let mut others = 0;
        let mut block: Option<(usize, usize)> = None;
        let mut comment = false;
        let mut items = page.items.iter().peekable();
        let mut skip_to = 0;
        for line in lines(text, anchors.body.clone()) {
            if line.span.start < skip_to {
                continue;
            }
            while items.peek().is_some_and(|found| found.item.span.start < line.span.start) {
                items.next();
            }
            let was_comment = comment;
            if comment || line.text.trim_start().starts_with("<!--") {
                comment = !line.text.contains("-->");
            }
            let item = items.peek().filter(|found| found.item.span.start == line.span.start);
            let in_comment = was_comment || line.text.trim_start().starts_with("<!--");
            let heading = markdown::heading(line.text).filter(|_| !in_comment);
            if in_comment || (item.is_none() && heading.is_none() && !line.text.trim().is_empty()) {
                let start = block.map_or(line.span.start, |(start, _)| start);
                block = Some((start, line.span.end));
                continue;
            }
            if let Some((start, end)) = block.take() {
                taken.shelf(&at).loose.push(text[start..end].replace("\r\n", "\n"));
            }
            if let Some((_, name)) = heading {
                at = match Part::under(name) {
                    Some(part) => Place::Part(part),
                    None => {
                        others += 1;
                        Place::Other(others, format!("### {name}"))
                    }
                };
            } else if let Some(found) = item {
                skip_to = found.item.span.end;
                match Card::of(found, page.issue, knowledge) {
                    Some((card, behind)) => {
                        taken.shelf(&at).cards.push(card);
                        if !behind.is_empty() {
                            taken.shelf(&at).loose.push(behind.join("\n"));
                        }
                    }
                    None => {
                        let raw = text.get(found.item.span.clone()).unwrap_or_default();
                        taken.shelf(&at).unread.push(raw.replace("\r\n", "\n").trim_end().to_owned());
                    }
                }
            }
        }
        if let Some((start, end)) = block.take() {
            taken.shelf(&at).loose.push(text[start..end].replace("\r\n", "\n"));
        }
        taken
    }

    /// The shelf at a place.
    pub fn shelf(&mut self, place: &Place) -> &mut Shelf {
        self.shelves.entry(place.clone()).or_default()
    }

    /// Drops what ended before `date`.
    pub fn drop_past(&mut self, date: NaiveDate, report: &mut Report) {
        for shelf in self.shelves.values_mut() {
            shelf.cards.retain(|card| {
                let past = card.entry().days.end() < date;
                if past {
                    report.note(Deed::Dropped, card.line, card.name());
                }
                !past
            });
        }
    }

    /// Moves every card to the part in which it belongs. One that belongs to none stays.
    pub fn place(&mut self, report: &mut Report) {
        let mut moved: Vec<(Place, Card)> = Vec::new();
        for (place, shelf) in &mut self.shelves {
            let stands = match place {
                Place::Part(part) => Some(*part),
                Place::Top | Place::Other(..) => None,
            };
            let (staying, going): (Vec<Card>, Vec<Card>) =
                std::mem::take(&mut shelf.cards).into_iter().partition(|card| {
                    let belongs = parts(&card.listing, stands);
                    belongs.is_empty() || stands.is_some_and(|part| belongs.contains(&part))
                });
            shelf.cards = staying;
            for card in going {
                // A hybrid listing in a wrong part goes to its region; the Virtual one is completed later.
                let belongs = parts(&card.listing, stands);
                let target =
                    if card.listing.format == Format::Hybrid { belongs.last() } else { belongs.first() };
                if let Some(part) = target {
                    report.note(Deed::Moved, card.line, format!("to {}: {}", part.heading(), card.name()));
                    moved.push((Place::Part(*part), card));
                }
            }
        }
        for (place, card) in moved {
            self.shelf(&place).cards.push(card);
        }
    }

    /// The body between the anchors: a blank line, the parts, a blank line.
    pub fn print(mut self, line_end: &str) -> String {
        for shelf in self.shelves.values_mut() {
            // Stable: what the order leaves open stays as its editor had it.
            shelf.cards.sort_by(|a, b| a.entry().order(b.entry()));
        }
        let mut out = String::new();
        for (place, shelf) in &self.shelves {
            if shelf.cards.is_empty() && shelf.unread.is_empty() && shelf.loose.is_empty() {
                continue;
            }
            out.push('\n');
            match place {
                Place::Top => {}
                Place::Part(part) => {
                    let _ = writeln!(out, "### {}", part.heading());
                }
                Place::Other(_, heading) => {
                    let _ = writeln!(out, "{heading}");
                }
            }
            for card in &shelf.cards {
                out.push_str(&card.print());
            }
            for item in &shelf.unread {
                let _ = writeln!(out, "{item}");
            }
            let listed = !(shelf.cards.is_empty() && shelf.unread.is_empty() && *place == Place::Top);
            for (index, block) in shelf.loose.iter().enumerate() {
                let _ = writeln!(out, "{}{block}", if listed || index > 0 { "\n" } else { "" });
            }
        }
        out.push('\n');
        if line_end == "\n" { out } else { out.replace('\n', line_end) }
    }
}
