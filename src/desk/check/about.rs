//! What a check says of itself: its codes, how bad each is, what it means, an example, and who mends it.

use crate::{
    desk::page::Page,
    model::{Code, Problem, Severity},
};

/// The date of the issue in which an example stands that names none.
pub const EXAMPLE_DATE: &str = "2025-12-03";

/// One thing that is looked for, with all that is said of it.
#[derive(Debug, Clone, Copy)]
pub struct Check {
    /// What it tells.
    pub codes: &'static [CodeDoc],
    /// Whether its fixes change single words, so that a draft may be mended by them before it is
    /// regenerated.
    pub wording: bool,
    /// Looks.
    pub run: fn(&Page<'_>) -> Vec<Problem>,
}

/// A code, and what `docs/problems.md` says of it. Texts are Markdown.
#[derive(Debug, Clone, Copy)]
pub struct CodeDoc {
    /// The code.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// What it means.
    pub meaning: &'static str,
    /// A case of it, and the same one mended.
    pub example: Example,
    /// What to do about it; empty where the example says it all.
    pub mend: &'static str,
    /// Who mends it, and why so.
    pub remedy: Remedy,
}

/// Who mends a problem. Each with the reason, which ends the sentence that the docs make of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remedy {
    /// Someone who knows more than the text says; there is no fix.
    Human(&'static str),
    /// A fix is shown, and never applied unasked.
    Offered(&'static str),
    /// The fix is applied by `draft` and `check --fix`.
    Safe(&'static str),
    /// The fix is safe in some cases, which the reason names.
    Partly(&'static str),
    /// `draft` and `check --fix` do it while they put the section together.
    Section(&'static str),
}

/// Lines of an issue that raise a code, with what they need around them to do so.
#[derive(Debug, Clone, Copy)]
pub struct Example {
    /// The lines, as bytes: not every issue is UTF-8.
    pub bad: &'static [u8],
    /// The lines that stand there when it is mended, if they can be said.
    pub good: Option<&'static str>,
    /// Where both of them stand.
    pub stands: Stands,
    /// The date of the issue, where it matters; else it is [`EXAMPLE_DATE`].
    pub date: Option<&'static str>,
    /// What earlier issues had.
    pub earlier: &'static [Earlier],
    /// What the group's calendar has.
    pub calendar: Option<&'static str>,
    /// A page that is no longer there.
    pub gone: Option<&'static str>,
    /// Whether print shows what is wrong with it.
    pub printable: bool,
}

/// Listings of an earlier issue.
#[derive(Debug, Clone, Copy)]
pub struct Earlier {
    /// The date of that issue.
    pub date: &'static str,
    /// The heading above them.
    pub part: &'static str,
    /// The listings.
    pub lines: &'static str,
}

/// Where the lines of an example stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    /// Under the heading of this part.
    Under(&'static str),
    /// Below the line `Rusty Events between`, with headings of their own.
    Section,
    /// In the place of the line `Rusty Events between`.
    Header,
    /// In the place of the whole section and all below it.
    File,
}

impl Example {
    /// Lines under the heading of a part.
    pub(super) const fn under(part: &'static str, bad: &'static str) -> Self {
        Self::new(Stands::Under(part), bad.as_bytes())
    }

    /// The same, where the lines are no UTF-8 or too many to be written out.
    pub(super) const fn of_bytes(part: &'static str, bad: &'static [u8]) -> Self {
        Self::new(Stands::Under(part), bad)
    }

    /// Lines with headings of their own.
    pub(super) const fn section(bad: &'static str) -> Self {
        Self::new(Stands::Section, bad.as_bytes())
    }

    /// A line in the place of the header.
    pub(super) const fn header(bad: &'static str) -> Self {
        Self::new(Stands::Header, bad.as_bytes())
    }

    /// Lines from the heading of the section on.
    pub(super) const fn file(bad: &'static str) -> Self {
        Self::new(Stands::File, bad.as_bytes())
    }

    const fn new(stands: Stands, bad: &'static [u8]) -> Self {
        Self {
            bad,
            good: None,
            stands,
            date: None,
            earlier: &[],
            calendar: None,
            gone: None,
            printable: true,
        }
    }

    /// With the lines that mend it.
    pub(super) const fn mended(mut self, good: &'static str) -> Self {
        self.good = Some(good);
        self
    }

    /// In the issue of a date.
    pub(super) const fn dated(mut self, date: &'static str) -> Self {
        self.date = Some(date);
        self
    }

    /// After what earlier issues had.
    pub(super) const fn after(mut self, earlier: &'static [Earlier]) -> Self {
        self.earlier = earlier;
        self
    }

    /// Beside a calendar.
    pub(super) const fn beside(mut self, calendar: &'static str) -> Self {
        self.calendar = Some(calendar);
        self
    }

    /// When a page is gone.
    pub(super) const fn without(mut self, page: &'static str) -> Self {
        self.gone = Some(page);
        self
    }

    /// That print cannot show.
    pub(super) const fn unprintable(mut self) -> Self {
        self.printable = false;
        self
    }
}
