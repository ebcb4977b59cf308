//! The parts of the section as lists of items, and everything that is none.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{
    Deed, DraftReport,
    item::{DraftItem, Form, parts},
    source_lines::{Printed, SourceLines},
};
use crate::{
    desk::{
        check::{titles, window::slip},
        page::{Anchors, Page, PageItem, lines},
    },
    knowledge::Knowledge,
    model::{Days, Format},
    newsletter::{Part, WEEKS, markdown, window},
};

/// Where something stands on the desk, in the order of printing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slot {
    /// Above the first heading.
    Top,
    /// Under a heading of the house.
    Part(Part),
    /// Under another heading, by its order in the draft and its line.
    Other(usize, String),
}

/// One part of the section.
#[derive(Debug, Clone, Default)]
pub struct DraftPart {
    /// The line at which its heading stood.
    pub heading: Option<usize>,
    /// Its listings.
    pub items: Vec<DraftItem>,
    /// Items that could not be read, word for word, and where they stood.
    pub unread: Vec<(Option<usize>, String)>,
    /// Comments and paragraphs, word for word, and where they stood.
    pub loose: Vec<(Option<usize>, String)>,
}

/// The whole section.
#[derive(Debug, Default)]
pub struct DraftSection {
    /// By place.
    pub parts: BTreeMap<Slot, DraftPart>,
    /// A comment that nobody closes, and where it stood: it hides all that comes behind it.
    open_comment: Option<(Option<usize>, String)>,
}

impl DraftPart {
    /// Takes an item into what stands before it: the listing that begins at `item`, with everything
    /// between, or else the block that begins at `block`. `false` where neither is there.
    fn take_behind(
        &mut self,
        text: &str,
        item: Option<(usize, usize)>,
        block: Option<usize>,
        found: &PageItem<'_>,
    ) -> bool {
        let words = |start| text.get(start..found.item.span.end).unwrap_or_default().to_owned();
        if let (Some((start, loose)), Some(last)) = (item, self.items.last_mut()) {
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

impl DraftSection {
    /// Takes everything between the anchors, with the lines at which it stood by `origin`.
    pub fn take(page: &Page<'_>, anchors: &Anchors, origin: &SourceLines, knowledge: &Knowledge) -> Self {
        let text = &page.issue.text;
        let above = text.get(..anchors.body.start).unwrap_or_default().matches('\n').count();
        let mut taken = Self::default();
        let mut at = Slot::Top;
        let mut others = 0;
        let mut block: Option<(usize, usize, usize)> = None;
        let mut comment = false;
        let mut items = page.items.iter().peekable();
        let mut skip_to = 0;
        // Where the newest listing begins, and how many blocks its part had before it; as long as nothing but
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
                && taken.part_at(&at).take_behind(text, last_card, block.map(|(_, start, _)| start), found)
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
                taken.part_at(&at).loose.push((origin.line(first), words_of(&text[start..end])));
            }
            if let Some((_, name)) = heading {
                last_card = None;
                at = match Part::under(name) {
                    Some(part) => Slot::Part(part),
                    None => {
                        others += 1;
                        Slot::Other(others, format!("### {name}"))
                    }
                };
                taken.part_at(&at).heading = taken.part_at(&at).heading.or(origin.line(number));
            } else if let Some(found) = item {
                skip_to = found.item.span.end;
                last_card = None;
                match DraftItem::of(found, page.issue, knowledge) {
                    Some((mut item, behind)) => {
                        item.line = origin.line(number);
                        last_card = Some((found.item.span.start, taken.part_at(&at).loose.len()));
                        taken.part_at(&at).items.push(item);
                        if !behind.is_empty() {
                            taken.part_at(&at).loose.push((origin.line(number), behind.join("\n")));
                        }
                    }
                    None => {
                        let raw = text.get(found.item.span.clone()).unwrap_or_default();
                        let words = raw.replace("\r\n", "\n").trim_end().to_owned();
                        taken.part_at(&at).unread.push((origin.line(number), words));
                    }
                }
            }
        }
        if let Some((first, start, end)) = block.take() {
            let block = (origin.line(first), words_of(&text[start..end]));
            match comment {
                true => taken.open_comment = Some(block),
                false => taken.part_at(&at).loose.push(block),
            }
        }
        taken
    }

    /// The part at a place.
    pub fn part_at(&mut self, place: &Slot) -> &mut DraftPart {
        self.parts.entry(place.clone()).or_default()
    }

    /// Drops what ended before `date`. What is so far off that its date must be a slip stays: it may be
    /// an event to come.
    pub fn drop_past(&mut self, date: NaiveDate, report: &mut DraftReport) {
        for draft_part in self.parts.values_mut() {
            draft_part.items.retain(|item| {
                let past = is_past(item.entry().days, date);
                if past {
                    report.note(Deed::Dropped, item.line, item.name());
                }
                !past
            });
        }
    }

    /// Moves every item to the part in which it belongs. One that belongs to none, or that was not wholly
    /// understood, stays.
    pub fn place(&mut self, report: &mut DraftReport) {
        let mut moved: Vec<(Slot, DraftItem)> = Vec::new();
        for (place, draft_part) in &mut self.parts {
            let stands = match place {
                Slot::Part(part) => Some(*part),
                Slot::Top | Slot::Other(..) => None,
            };
            let (staying, going): (Vec<DraftItem>, Vec<DraftItem>) =
                std::mem::take(&mut draft_part.items).into_iter().partition(|item| {
                    let belongs = parts(&item.listing, stands);
                    // What its title contradicts is no plain case.
                    !item.form.is_laid()
                        || titles::contradicted(&item.listing).is_some()
                        || belongs.is_empty()
                        || stands.is_some_and(|part| belongs.contains(&part))
                });
            draft_part.items = staying;
            for item in going {
                // A hybrid listing in a wrong part goes to its region; the Virtual one is completed later.
                let belongs = parts(&item.listing, stands);
                let target =
                    if item.listing.format == Format::Hybrid { belongs.last() } else { belongs.first() };
                if let Some(part) = target {
                    report.note(Deed::Moved, item.line, format!("to {}: {}", part.heading(), item.name()));
                    moved.push((Slot::Part(*part), item));
                }
            }
        }
        for (place, item) in moved {
            self.part_at(&place).items.push(item);
        }
    }

    /// The body between the anchors: a blank line, the parts, a blank line.
    pub fn print(mut self, line_end: &str) -> Printed {
        for draft_part in self.parts.values_mut() {
            // Stable: what the order leaves open stays as its editor had it.
            draft_part.items.sort_by(|a, b| a.entry().order(b.entry()));
        }
        let mut out = Printed::default();
        for (place, draft_part) in &self.parts {
            if draft_part.items.is_empty() && draft_part.unread.is_empty() && draft_part.loose.is_empty() {
                continue;
            }
            out.push("\n", None);
            match place {
                Slot::Top => {}
                Slot::Part(part) => {
                    out.push(&format!("### {}\n", part.heading()), draft_part.heading);
                }
                Slot::Other(_, heading) => {
                    out.push(&format!("{heading}\n"), draft_part.heading);
                }
            }
            for item in &draft_part.items {
                out.push(&item.print(), item.line);
            }
            for (line, item) in &draft_part.unread {
                out.push(&format!("{item}\n"), *line);
            }
            let listed =
                !(draft_part.items.is_empty() && draft_part.unread.is_empty() && *place == Slot::Top);
            for (index, (line, block)) in draft_part.loose.iter().enumerate() {
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
    days.end() < date && slip(days, window(date, WEEKS)).is_none()
}
