//! What is known of the lines of issues from an earlier reading.

use crate::{map::HashMap, model::Listing};

/// Which event stood on which line when the same issues were last read: issues are edited afterwards, and what
/// founded an event or tied it to one with them.
#[derive(Debug, Clone, Default)]
pub struct Lines {
    by_line: HashMap<(String, usize), usize>,
    /// How many lines of a file an event had.
    count: HashMap<(String, usize), usize>,
    /// The events: the id, and what was published of it.
    events: Vec<(String, Listing)>,
}

impl Lines {
    /// Whether nothing is known of an earlier reading.
    pub(super) fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    /// Notes which lines of which files were the event of this id, and how it read.
    pub fn note<'a>(
        &mut self,
        id: &str,
        published: Listing,
        lines: impl IntoIterator<Item = (&'a str, usize)>,
    ) {
        for (file, line) in lines {
            self.by_line.insert((file.to_owned(), line), self.events.len());
            *self.count.entry((file.to_owned(), self.events.len())).or_default() += 1;
        }
        self.events.push((id.to_owned(), published));
    }

    /// The event that stood on the listing's line, how it read, and on how many lines of the file it stood.
    pub(super) fn on_line_of(&self, listing: &Listing) -> Option<(&str, &Listing, usize)> {
        if self.is_empty() {
            return None;
        }
        let file = listing.source.file.to_string();
        let event = *self.by_line.get(&(file.clone(), listing.source.line))?;
        let (id, published) = self.events.get(event)?;
        Some((id, published, self.count.get(&(file, event)).copied().unwrap_or_default()))
    }
}
