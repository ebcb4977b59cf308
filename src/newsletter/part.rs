//! The parts of the events section.

use std::fmt::Write as _;

use crate::{
    model::{Format, Region},
    text,
};

/// A part of the events section, in the order of the newsletter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// `### Virtual`
    Virtual,
    /// `### Africa` and so on.
    Region(Region),
}

impl Part {
    /// Every part in the order of the newsletter.
    pub fn all() -> impl Iterator<Item = Self> {
        std::iter::once(Self::Virtual).chain(Region::ALL.into_iter().map(Self::Region))
    }

    /// The text of its heading.
    pub fn heading(self) -> &'static str {
        match self {
            Self::Virtual => "Virtual",
            Self::Region(region) => region.heading(),
        }
    }

    /// The part under a heading, which may say `Online` and differ in case.
    pub fn under(heading: &str) -> Option<Self> {
        let folded = text::fold(heading);
        if folded == "online" {
            return Some(Self::Virtual);
        }
        Self::all().find(|part| text::fold(part.heading()) == folded)
    }

    /// Where events of this format in this region stand: virtual ones under Virtual, hybrid ones there
    /// and under their region. Empty for an event at a place without a region.
    pub fn of(format: Format, region: Option<Region>) -> Vec<Self> {
        let virtually = (format != Format::InPerson).then_some(Self::Virtual);
        let there = region.filter(|_| format != Format::Virtual).map(Self::Region);
        virtually.into_iter().chain(there).collect()
    }
}

/// Parts under their headings: one blank line before a heading, none after.
pub fn headed(parts: impl IntoIterator<Item = (Part, String)>) -> String {
    parts.into_iter().fold(String::new(), |mut out, (part, listings)| {
        let _ = write!(out, "\n### {}\n{listings}", part.heading());
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_follow_format_and_region() {
        assert_eq!(Part::of(Format::Hybrid, Some(Region::Asia)), [Part::Virtual, Part::Region(Region::Asia)]);
        assert_eq!(Part::of(Format::Virtual, Some(Region::Asia)), [Part::Virtual]);
        assert_eq!(Part::of(Format::InPerson, None), []);
        assert_eq!(Part::under("online"), Some(Part::Virtual));
        assert_eq!(Part::under("Asia Pacific"), None);
    }
}
