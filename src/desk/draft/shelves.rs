//! The parts of the section as piles of cards, and everything that is no card.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{
    Deed, Report,
    card::{Card, Form, parts},
    origin::{Origin, Printed},
};
use crate::{
    desk::{
        check::{dates, titles},
        page::{Anchors, Page, PageItem, lines},
    },
    knowledge::Knowledge,
    model::{Days, Format},
    newsletter::{Part, WEEKS, markdown, window},
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
    /// The line at which its heading stood.
    pub heading: Option<usize>,
    /// Its listings.
    pub cards: Vec<Card>,
    /// Items that could not be read, word for word, and where they stood.
    pub unread: Vec<(Option<usize>, String)>,
    /// Comments and paragraphs, word for word, and where they stood.
    pub loose: Vec<(Option<usize>, String)>,
}

/// The whole section.
#[derive(Debug, Default)]
pub struct Shelves {
    /// By place.
    pub shelves: BTreeMap<Place, Shelf>,
    /// A comment that nobody closes, and where it stood: it hides all that comes behind it.
    open_comment: Option<(Option<usize>, String)>,
}

impl Shelf {
    /// Takes an item into what stands before it: the listing that begins at `card`, with everything
    /// between, or else the block that begins at `block`. `false` where neither is there.
    fn take_behind(
        &mut self,
        text: &str,
        card: Option<(usize, usize)>,
        block: Option<usize>,
        found: &PageItem<'_>,
    ) -> bool {
        let words = |start| text.get(start..found.item.span.end).unwrap_or_default().to_owned();
        if let (Some((start, loose)), Some(last)) = (card, self.cards.last_mut()) {
            // What stands between the two is part of these words.
            self.loose.truncate(loose);
            last.form = Form::AsItStands { entry: last.entry().clone(), text: words(start) };
            return true;
        }
        if let Some(start) = block {
            self.loose.push((None, words(start).replace("\r\n", "\n").trim_end().to_owned()));
            return true;
        }
        false
    }
}

/// Whether an item is a line that belongs below another one, and no listing of its own.
fn is_parted(found: &PageItem<'_>) -> bool {
    found.listing.days.is_none() && found.item.lines.first().is_some_and(|line| line.indent >= 2)
}

/// The words of a block, without the empty lines at its end: a comment that nobody closes would bring those that
/// the last run printed behind it.
fn words_of(block: &str) -> String {
    let words = block.replace("\r\n", "\n");
    let end = words.trim_end().len();
    if words[end..].contains('\n') { words[..end].to_owned() } else { words }
}

impl Shelves {
    /// Takes everything between the anchors, with the lines at which it stood by `origin`.
    pub fn take(page: &Page<'_>, anchors: &Anchors, origin: &Origin, knowledge: &Knowledge) -> Self {
        let text = &page.issue.text;
        let above = text.get(..anchors.body.start).unwrap_or_default().matches('\n').count();
        let mut taken = Self::default();
        let mut at = Place::Top;
        let mut others = 0;
        let mut block: Option<(usize, usize, usize)> = None;
        let mut comment = false;
        let mut items = page.items.iter().peekable();
        let mut skip_to = 0;
        // Where the newest listing begins, and how many blocks lay on its shelf before it; as long as nothing but
        // blocks came behind it.
        let mut last_card: Option<(usize, usize)> = None;
        for (number, line) in (above + 1..).zip(lines(text, anchors.body.clone())) {
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
            // A title line that a blank line or a definition parts from its head stays where it stands:
            // behind another listing it would become that one's title.
            if let Some(found) = item.filter(|found| is_parted(found))
                && taken.shelf(&at).take_behind(text, last_card, block.map(|(_, start, _)| start), found)
            {
                block = None;
                skip_to = found.item.span.end;
                continue;
            }
            let heading = markdown::heading(line.text).filter(|_| !in_comment);
            if in_comment || (item.is_none() && heading.is_none() && !line.text.trim().is_empty()) {
                let (first, start) =
                    block.map_or((number, line.span.start), |(first, start, _)| (first, start));
                block = Some((first, start, line.span.end));
                continue;
            }
            if let Some((first, start, end)) = block.take() {
                taken.shelf(&at).loose.push((origin.line(first), words_of(&text[start..end])));
            }
            if let Some((_, name)) = heading {
                last_card = None;
                at = match Part::under(name) {
                    Some(part) => Place::Part(part),
                    None => {
                        others += 1;
                        Place::Other(others, format!("### {name}"))
                    }
                };
                taken.shelf(&at).heading = taken.shelf(&at).heading.or(origin.line(number));
            } else if let Some(found) = item {
                skip_to = found.item.span.end;
                last_card = None;
                match Card::of(found, page.issue, knowledge) {
                    Some((mut card, behind)) => {
                        card.line = origin.line(number);
                        last_card = Some((found.item.span.start, taken.shelf(&at).loose.len()));
                        taken.shelf(&at).cards.push(card);
                        if !behind.is_empty() {
                            taken.shelf(&at).loose.push((origin.line(number), behind.join("\n")));
                        }
                    }
                    None => {
                        let raw = text.get(found.item.span.clone()).unwrap_or_default();
                        let words = raw.replace("\r\n", "\n").trim_end().to_owned();
                        taken.shelf(&at).unread.push((origin.line(number), words));
                    }
                }
            }
        }
        if let Some((first, start, end)) = block.take() {
            let block = (origin.line(first), words_of(&text[start..end]));
            match comment {
                true => taken.open_comment = Some(block),
                false => taken.shelf(&at).loose.push(block),
            }
        }
        taken
    }

    /// The shelf at a place.
    pub fn shelf(&mut self, place: &Place) -> &mut Shelf {
        self.shelves.entry(place.clone()).or_default()
    }

    /// Drops what ended before `date`. What is so far off that its date must be a slip stays: it may be
    /// an event to come.
    pub fn drop_past(&mut self, date: NaiveDate, report: &mut Report) {
        for shelf in self.shelves.values_mut() {
            shelf.cards.retain(|card| {
                let past = is_past(card.entry().days, date);
                if past {
                    report.note(Deed::Dropped, card.line, card.name());
                }
                !past
            });
        }
    }

    /// Moves every card to the part in which it belongs. One that belongs to none, or that was not wholly
    /// understood, stays.
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
                    // What its title contradicts is no plain case.
                    !card.form.is_laid()
                        || titles::contradicted(&card.listing).is_some()
                        || belongs.is_empty()
                        || stands.is_some_and(|part| belongs.contains(&part))
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
    pub fn print(mut self, line_end: &str) -> Printed {
        for shelf in self.shelves.values_mut() {
            // Stable: what the order leaves open stays as its editor had it.
            shelf.cards.sort_by(|a, b| a.entry().order(b.entry()));
        }
        let mut out = Printed::default();
        for (place, shelf) in &self.shelves {
            if shelf.cards.is_empty() && shelf.unread.is_empty() && shelf.loose.is_empty() {
                continue;
            }
            out.push("\n", None);
            match place {
                Place::Top => {}
                Place::Part(part) => {
                    out.push(&format!("### {}\n", part.heading()), shelf.heading);
                }
                Place::Other(_, heading) => {
                    out.push(&format!("{heading}\n"), shelf.heading);
                }
            }
            for card in &shelf.cards {
                out.push(&card.print(), card.line);
            }
            for (line, item) in &shelf.unread {
                out.push(&format!("{item}\n"), *line);
            }
            let listed = !(shelf.cards.is_empty() && shelf.unread.is_empty() && *place == Place::Top);
            for (index, (line, block)) in shelf.loose.iter().enumerate() {
                if listed || index > 0 {
                    out.push("\n", None);
                }
                out.push(&format!("{block}\n"), *line);
            }
        }
        if let Some((line, block)) = &self.open_comment {
            out.push("\n", None);
            out.push(&format!("{block}\n"), *line);
        }
        out.push("\n", None);
        if line_end != "\n" {
            out.text = out.text.replace('\n', line_end);
        }
        out
    }
}

/// Whether these days ended before the draft's `date`, and are no slip of days to come.
pub fn is_past(days: Days, date: NaiveDate) -> bool {
    days.end() < date && dates::slip(days, window(date, WEEKS)).is_none()
}
