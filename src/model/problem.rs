//! Something worth telling about a listing: a stable code, a severity, a place in the file, a
//! message, perhaps a fix. Every code has a heading in `docs/problems.md`.

use std::{fmt, ops::Range, sync::Arc};

use serde::{Serialize, Serializer};

/// How bad a problem is. `check` exits with status 1 when there is an [`Severity::Error`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; nothing need be done.
    Note,
    /// Most likely wrong or against the house style.
    Warning,
    /// The listing cannot be read, or says something that cannot be.
    Error,
}

/// Declares the codes once: variant, slug, severity, one line for lists.
macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident $slug:literal $severity:ident;)+) => {
        /// A problem's stable name.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code { $($(#[doc = $doc])+ $variant,)+ }

        impl Code {
            /// Every code, in the order of `docs/problems.md`.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The name that outputs, docs and other programs use: lower case with hyphens.
            pub fn slug(self) -> &'static str {
                match self { $(Self::$variant => $slug,)+ }
            }

            /// How bad it is.
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)+ }
            }

            /// One sentence that says what the code means.
            pub fn summary(self) -> &'static str {
                match self { $(Self::$variant => concat!($($doc),+).trim_ascii(),)+ }
            }
        }
    };
}

codes! {
    // Reading a file.
    /// The file has no section with the heading Upcoming Events.
    NoEventsSection "no-events-section" Warning;
    /// The events section holds no listing.
    EmptySection "empty-section" Warning;
    /// Bytes that are no UTF-8 were replaced.
    InvalidUtf8 "invalid-utf8" Error;
    /// UTF-8 that was read as Mac Roman; undone exactly.
    MacRoman "mac-roman" Error;
    /// A line too long to be a listing.
    LongLine "long-line" Error;
    // The shape of an item.
    /// A list item without a date that can be read.
    NoDate "no-date" Error;
    /// A dated item that is no event, such as a deadline.
    NotAnEvent "not-an-event" Note;
    /// A listing without its second line, the title.
    NoTitle "no-title" Warning;
    /// A listing without a link.
    NoLink "no-link" Warning;
    /// A listing without a pipe between its parts.
    MissingPipe "missing-pipe" Warning;
    /// A listing that does not say where it takes place, not even that it is virtual.
    NoPlace "no-place" Warning;
    /// A line of an item that was not understood.
    UnreadText "unread-text" Warning;
    /// Markdown that does not do what was meant, read as it was meant.
    BrokenMarkdown "broken-markdown" Error;
    /// A bracket or a star without its partner, which readers see.
    StrayMark "stray-mark" Error;
    /// Words that the newsletter's site takes for HTML, so that readers do not see them.
    RawHtml "raw-html" Error;
    /// A control character in a text; left out.
    ControlCharacter "control-character" Error;
    // Dates.
    /// A date that does not exist.
    BadDate "bad-date" Error;
    /// A date not written as YYYY-MM-DD.
    DateStyle "date-style" Warning;
    /// A span of days that ends before it starts.
    EndBeforeStart "end-before-start" Error;
    /// A date that was mended from the table of overrides.
    Overridden "overridden" Note;
    // Places.
    /// A city that the tables do not know.
    UnknownCity "unknown-city" Note;
    /// A country or subdivision that the tables do not know.
    UnknownPlace "unknown-place" Warning;
    /// A city that does not lie in the state or country that stands beside it.
    CityContradicted "city-contradicted" Error;
    /// A city's name with a letter wrong, missing or swapped.
    MisspeltCity "misspelt-city" Warning;
    /// A city without the state or province that its country's cities are told apart by.
    NoSubdivision "no-subdivision" Note;
    /// A place without its country.
    NoCountry "no-country" Warning;
    /// A country or state where a city should stand.
    NoCity "no-city" Warning;
    /// A place field worded in another way than the house's.
    PlaceStyle "place-style" Note;
    /// A country written in another way than the house style's.
    CountryStyle "country-style" Warning;
    // Links.
    /// A link with a scheme that no event has; left out.
    UnsafeLink "unsafe-link" Error;
    /// A link that is no URL; left out.
    BadLink "bad-link" Error;
    // The editor's desk: dates.
    /// A listing whose last day lies before the issue's date.
    PastEvent "past-event" Warning;
    /// A listing that begins after the days which the issue covers.
    OutsideWindow "outside-window" Warning;
    /// A date whose year or month is most likely a slip.
    DateSlip "date-slip" Error;
    /// A title that names another day than the date field.
    TitleDate "title-date" Warning;
    /// A line `Rusty Events between` whose dates are not the issue's.
    HeaderDates "header-dates" Warning;
    // The editor's desk: the section's build.
    /// A listing that does not stand in the order of days and places.
    Order "order" Warning;
    /// A listing under a heading where it does not belong.
    WrongSection "wrong-section" Warning;
    /// A hybrid event that stands in one of its two sections only.
    HybridOnce "hybrid-once" Warning;
    /// A heading that is not written as the house does.
    HeadingStyle "heading-style" Warning;
    /// A heading that stands before one which it should follow.
    HeadingOrder "heading-order" Warning;
    /// A heading that names no part of the section.
    UnknownHeading "unknown-heading" Warning;
    /// A heading without listings.
    EmptyHeading "empty-heading" Warning;
    /// Blanks, blank lines or bullets other than the house's.
    Spacing "spacing" Note;
    /// What git leaves where a merge needs a decision.
    ConflictMarker "conflict-marker" Error;
    // The editor's desk: the same event twice.
    /// The same event twice in one part of the section.
    Double "double" Error;
    /// Two listings that are perhaps the same event.
    LikelyDouble "likely-double" Warning;
    /// One event's own page on two days.
    PageTwice "page-twice" Warning;
    /// One event's own page as virtual and as in person.
    FormatContradicted "format-contradicted" Warning;
    // The editor's desk: what earlier issues said.
    /// An event that an earlier issue had on another day.
    Moved "moved" Note;
    /// An event of the issue before that is missing now, although its day has not passed.
    Missing "missing" Warning;
    // The editor's desk: what organisers say.
    /// A calendar or a page has the event on another day.
    CalendarDay "calendar-day" Warning;
    /// A calendar or a page says that the event does not take place on its day.
    CalendarCancelled "calendar-cancelled" Warning;
    /// A calendar or a page has the event in another city, or takes part in another way.
    CalendarPlace "calendar-place" Warning;
    /// The event's page is no longer there.
    CalendarGone "calendar-gone" Warning;
    // The editor's desk: links and groups.
    /// A link that carries a key or a password.
    SecretInLink "secret-in-link" Warning;
    /// A link with parameters that only tell who clicked it.
    TrackingParameter "tracking-parameter" Warning;
    /// A link that chooses a language for its reader.
    LocalePath "locale-path" Warning;
    /// A link that leads through another host to its page.
    RedirectLink "redirect-link" Warning;
    /// A link without encryption.
    HttpLink "http-link" Note;
    /// A link written in another way than the house's.
    LinkStyle "link-style" Note;
    /// A group with another link than before.
    GroupRelinked "group-relinked" Note;
    /// A group with another name than before.
    GroupRenamed "group-renamed" Note;
    /// A group in another city than in every earlier issue.
    GroupElsewhere "group-elsewhere" Warning;
    /// A link to the event of a known group that the listing does not name.
    OtherGroupsLink "other-groups-link" Warning;
    /// Groups or links that are not joined as the house does.
    SeparatorStyle "separator-style" Note;
    // The editor's desk: titles.
    /// A title that says nothing yet, a few days before the event.
    PlaceholderTitle "placeholder-title" Note;
    /// A title that says another way to take part than the place field.
    TitleFormat "title-format" Warning;
    /// A title that is not bold.
    TitleStyle "title-style" Note;
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.slug())
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.slug())
    }
}

/// Replace a range of the issue's text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Edit {
    /// Bytes of [`Issue::text`](crate::newsletter::Issue::text).
    pub span: Range<usize>,
    /// What to put there.
    pub text: String,
}

/// How to mend a problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fix {
    /// Said in the imperative: "write `UK`".
    pub message: String,
    /// Edits that do not overlap, in order.
    pub edits: Vec<Edit>,
    /// Whether a program may do it unasked.
    pub safe: bool,
}

/// One finding at one place of one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Problem {
    /// What kind it is.
    pub code: Code,
    /// The name of the file.
    pub file: Arc<str>,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// Bytes of [`Issue::text`](crate::newsletter::Issue::text) that it is about.
    pub span: Range<usize>,
    /// What is wrong, with the text in question.
    pub message: String,
    /// What to do, where it can be said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// The change that mends it, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<Fix>,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, line, column, code, message, .. } = self;
        write!(f, "{file}:{line}:{column}: {code}: {message}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_headings_in_their_order() {
        let docs = include_str!("../../docs/problems.md");
        // Examples hold headings too.
        let outside = docs.split("```").step_by(2).flat_map(str::lines);
        let headings: Vec<&str> = outside.filter_map(|line| line.strip_prefix("## ")).collect();
        let codes: Vec<&str> = Code::ALL.iter().map(|code| code.slug()).collect();
        assert_eq!(headings, codes);
        let outside = docs.split("```").step_by(2).flat_map(str::lines);
        let stray: Vec<&str> = outside.filter(|line| line.starts_with(['<', '=', '>'])).collect();
        assert_eq!(stray, [""; 0], "left over from a merge");
    }
}
