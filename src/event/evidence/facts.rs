//! The facts that rules ask for.

use super::{Edition, Likeness, LinkKind, Symbol, conflict, share};
use crate::model::{Days, Format};

/// What two listings have in common and what speaks against their being one event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Evidence {
    /// The best kind of link that both have.
    pub link: Option<LinkKind>,
    /// What the pages say that were made for one occurrence.
    pub own_links: OwnLinks,
    /// Whether both link to pages that are no group's, and to none in common.
    pub other_pages: bool,
    /// How many days the newer one is off the day that their common series planned.
    pub off_plan: Option<i64>,
    /// How their days stand to each other.
    pub days: DaysApart,
    /// Whether a group has both.
    pub group: Agreement,
    /// The format of the one that fewer groups hold, where a group has both and one of them has others
    /// beside it.
    pub joint: Option<Format>,
    /// Whether one of them links to the page of the other's group.
    pub names_group: bool,
    /// Whether one of their titles says that it is held with the other's group.
    pub held_with: bool,
    /// Whether they are in one city.
    pub city: Agreement,
    /// Whether both are online only.
    pub online: bool,
    /// Whether both are in person only.
    pub in_person: bool,
    /// Whether one is in person and the other online.
    pub formats_apart: bool,
    /// What the titles say.
    pub title: TitleEvidence,
    /// Where they stand in the issues.
    pub presence: Presence,
}

/// Whether two listings say the same of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Agreement {
    /// They have something in common.
    Same,
    /// Both say something, and not the same.
    Different,
    /// One of them says nothing.
    Half,
    /// Neither says anything.
    #[default]
    Untold,
}

impl Agreement {
    pub(super) fn of(a: &[Symbol], b: &[Symbol]) -> Self {
        if share(a, b) {
            Self::Same
        } else if conflict(a, b) {
            Self::Different
        } else if a.is_empty() && b.is_empty() {
            Self::Untold
        } else {
            Self::Half
        }
    }
}

/// What the pages of two listings say that were made for one occurrence each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwnLinks {
    /// One of them has none.
    Untold,
    /// Both have one in common.
    Shared,
    /// One page is that of a series, the other that of one occurrence.
    SeriesAndOccurrence,
    /// Two pages on one platform: two sessions, more often than not.
    OnePlatform,
    /// Two pages on two platforms: one evening announced twice, more often than not.
    TwoPlatforms,
}

impl OwnLinks {
    /// Whether both have such a page, and none in common.
    pub fn differ(self) -> bool {
        !matches!(self, Self::Untold | Self::Shared)
    }
}

/// How the days of two listings stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DaysApart {
    /// The same single day.
    OneDay,
    /// The same first and last day, more than one.
    SameSpan,
    /// The same first day.
    SameStart,
    /// A day in common.
    Overlapping,
    /// So many days from one first day to the other.
    Apart(i64),
}

impl DaysApart {
    pub(super) fn of(a: Days, b: Days) -> Self {
        if a == b && a.start() == a.end() {
            Self::OneDay
        } else if a == b {
            Self::SameSpan
        } else if a.start() == b.start() {
            Self::SameStart
        } else if a.overlaps(b) {
            Self::Overlapping
        } else {
            Self::Apart((a.start() - b.start()).num_days().abs())
        }
    }

    /// Whether they have a day in common.
    pub fn touch(self) -> bool {
        !matches!(self, Self::Apart(_))
    }

    /// Whether first and last day are the same.
    pub fn equal(self) -> bool {
        matches!(self, Self::OneDay | Self::SameSpan)
    }

    /// Whether they begin on one day.
    pub fn same_start(self) -> bool {
        matches!(self, Self::OneDay | Self::SameSpan | Self::SameStart)
    }

    /// The days from one beginning to the other where they have no day in common.
    pub fn apart(self) -> Option<i64> {
        match self {
            Self::Apart(days) => Some(days),
            _ => None,
        }
    }
}

/// What two titles say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TitleEvidence {
    /// How alike they are, apart from their numbers.
    pub likeness: Likeness,
    /// What their numbers say.
    pub edition: Edition,
    /// Whether the dates in them agree.
    pub dates: Agreement,
    /// Whether both name the very days on which they take place, and nothing else by date.
    pub dates_of_days: bool,
    /// Whether one of them says nothing.
    pub blank: bool,
    /// Whether one says that the event was moved, put off or cancelled.
    pub changed: bool,
    /// Whether one speaks of an event rather than naming it: its tickets are available, it is announced.
    pub announces: bool,
    /// The words that the poorer one has of its own: neither custom nor group nor place.
    pub own_words: usize,
    /// The words of their own that both have.
    pub common_words: usize,
    /// Whether all words of their own that one has stand in the other too.
    pub covered: bool,
    /// Whether they name one occasion, as far as two organisers would name it alike.
    pub occasion: bool,
}

impl Default for TitleEvidence {
    fn default() -> Self {
        Self {
            likeness: Likeness::Far,
            edition: Edition::Unknown,
            dates: Agreement::Untold,
            dates_of_days: false,
            blank: true,
            changed: false,
            announces: false,
            own_words: 0,
            common_words: 0,
            covered: false,
            occasion: false,
        }
    }
}

/// Where two listings stand to each other in an issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Together {
    /// No issue has both.
    #[default]
    No,
    /// One issue has one of them among the virtual events and the other among those of a region.
    OtherPart,
    /// One issue has both among the virtual events, or both among those of a region.
    SamePart,
}

/// What their place in the issues says of two listings. Of two listings by themselves only the first
/// three are known; the rest is what the reader of all issues adds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Presence {
    /// Whether one issue has both.
    pub together: Together,
    /// The older one's day had passed when the newer was printed.
    pub passed: bool,
    /// The newer one's own day had passed when it was printed.
    pub printed_late: bool,
    /// The newer one's issue would still have to list the older one, and does not.
    pub gone: bool,
    /// The issue before the newer one's still listed the older one.
    pub listed_before: bool,
    /// The older one's day had passed in every issue that printed it.
    pub always_late: bool,
    /// The older one stood on the newer one's day before.
    pub stood_there: bool,
    /// Their common link is known to have served several occurrences.
    pub serves_series: bool,
    /// The group has held others under this title; the least number of days between two of them.
    pub repeats_after: Option<i64>,
    /// The least number of days between two occurrences that Meetup planned for their series.
    pub planned_after: Option<i64>,
    /// Another event with the link has the day and the very title.
    pub other_fits: bool,
    /// It is the group's only event of its day that is gone, and the other the only new one.
    pub only_gone: bool,
}
