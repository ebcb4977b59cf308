//! Something worth telling about a listing: a stable code, a place in the file, a message, perhaps a fix.
//! Every code has a heading in `docs/problems.md`.

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

/// Declares the codes once: variant and slug. All else that is said of a code is its check's.
macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident $slug:literal;)+) => {
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
        }
    };
}

codes! {
    // Reading a file.
    /// The file has no section with the heading Upcoming Events.
    NoEventsSection "no-events-section";
    /// The events section holds no listing.
    EmptySection "empty-section";
    /// Bytes that are no UTF-8 were replaced.
    InvalidUtf8 "invalid-utf8";
    /// UTF-8 that was read as Mac Roman; undone exactly.
    MacRoman "mac-roman";
    /// A line too long to be a listing.
    LongLine "long-line";
    // The shape of an item.
    /// A list item without a date that can be read.
    NoDate "no-date";
    /// A dated item that is no event, such as a deadline.
    NotAnEvent "not-an-event";
    /// A listing without its second line, the title.
    NoTitle "no-title";
    /// A listing without a link.
    NoLink "no-link";
    /// A listing without a pipe between its parts.
    MissingPipe "missing-pipe";
    /// A listing that does not say where it takes place, not even that it is virtual.
    NoPlace "no-place";
    /// A line of an item that was not understood.
    UnreadText "unread-text";
    /// Markdown that does not do what was meant, read as it was meant.
    BrokenMarkdown "broken-markdown";
    /// A bracket or a star without its partner, which readers see.
    StrayMark "stray-mark";
    /// Words that the newsletter's site takes for HTML, so that readers do not see them.
    RawHtml "raw-html";
    /// A control character in a text; left out.
    ControlCharacter "control-character";
    // Dates.
    /// A date that does not exist.
    BadDate "bad-date";
    /// A date not written as YYYY-MM-DD.
    DateStyle "date-style";
    /// A span of days that ends before it starts.
    EndBeforeStart "end-before-start";
    /// A date that was mended from the table of overrides.
    Overridden "overridden";
    // Places.
    /// A city that the tables do not know.
    UnknownCity "unknown-city";
    /// A country or subdivision that the tables do not know.
    UnknownPlace "unknown-place";
    /// A city that does not lie in the state or country that stands beside it.
    CityContradicted "city-contradicted";
    /// A city's name with a letter wrong, missing or swapped.
    MisspeltCity "misspelt-city";
    /// A city without the state or province that its country's cities are told apart by.
    NoSubdivision "no-subdivision";
    /// A place without its country.
    NoCountry "no-country";
    /// A country or state where a city should stand.
    NoCity "no-city";
    /// A place field worded in another way than the house's.
    PlaceStyle "place-style";
    /// A country written in another way than the house style's.
    CountryStyle "country-style";
    // Links.
    /// A link with a scheme that no event has; left out.
    UnsafeLink "unsafe-link";
    /// A link that is no URL; left out.
    BadLink "bad-link";
    // The editor's desk: dates.
    /// A listing whose last day lies before the date.
    PastEvent "past-event";
    /// A listing that begins after the days which the issue covers.
    OutsideWindow "outside-window";
    /// A date whose year or month is most likely a slip.
    DateSlip "date-slip";
    /// A title that names another day than the date field.
    TitleDate "title-date";
    /// A line `Rusty Events between` whose dates are not the issue's.
    HeaderDates "header-dates";
    // The editor's desk: the section's build.
    /// A listing that does not stand in the order of days and places.
    Order "order";
    /// A listing under a heading where it does not belong.
    WrongSection "wrong-section";
    /// A hybrid event that stands in one of its two sections only.
    HybridOnce "hybrid-once";
    /// A heading that is not written as the house does.
    HeadingStyle "heading-style";
    /// A heading that stands before one which it should follow.
    HeadingOrder "heading-order";
    /// A heading that names no part of the section.
    UnknownHeading "unknown-heading";
    /// A heading without listings.
    EmptyHeading "empty-heading";
    /// Blanks, blank lines or bullets other than the house's.
    Spacing "spacing";
    /// What git leaves where a merge needs a decision.
    ConflictMarker "conflict-marker";
    // The editor's desk: the same event twice.
    /// The same event twice in one part of the section.
    Double "double";
    /// Two listings that are perhaps the same event.
    LikelyDouble "likely-double";
    /// One event's own page on two days.
    PageTwice "page-twice";
    /// One event's own page as virtual and as in person.
    FormatContradicted "format-contradicted";
    // The editor's desk: what earlier issues said.
    /// An event that an earlier issue had on another day.
    Moved "moved";
    /// An event of the issue before that is missing now, although its day has not passed.
    Missing "missing";
    // The editor's desk: what organisers say.
    /// A calendar or a page has the event on another day.
    CalendarDay "calendar-day";
    /// A calendar or a page says that the event does not take place on its day.
    CalendarCancelled "calendar-cancelled";
    /// A calendar or a page has the event in another city, or takes part in another way.
    CalendarPlace "calendar-place";
    /// The event's page is no longer there.
    CalendarGone "calendar-gone";
    // The editor's desk: links and groups.
    /// A link that carries a key or a password.
    SecretInLink "secret-in-link";
    /// A link with parameters that only tell who clicked it.
    TrackingParameter "tracking-parameter";
    /// A link that chooses a language for its reader.
    LocalePath "locale-path";
    /// A link that leads through another host to its page.
    RedirectLink "redirect-link";
    /// A link without encryption.
    HttpLink "http-link";
    /// A link written in another way than the house's.
    LinkStyle "link-style";
    /// A group with another link than before.
    GroupRelinked "group-relinked";
    /// A group with another name than before.
    GroupRenamed "group-renamed";
    /// A group in another city than in every earlier issue.
    GroupElsewhere "group-elsewhere";
    /// A link to the event of a known group that the listing does not name.
    OtherGroupsLink "other-groups-link";
    /// Groups or links that are not joined as the house does.
    SeparatorStyle "separator-style";
    // The editor's desk: titles.
    /// A title that says nothing yet, a few days before the event.
    PlaceholderTitle "placeholder-title";
    /// A title that says another way to take part than the place field.
    TitleFormat "title-format";
    /// A title that is not bold.
    TitleStyle "title-style";
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

/// Replace a range of the text.
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
