//! Reads the *Upcoming Events* sections of *This Week in Rust* (TWiR), normalises each listing,
//! recognises the same event across weeks, sections and links, and exports iCal feeds, JSON,
//! Atom and Markdown.
//!
//! The rooms, from the ground up; none knows anything of those above it:
//!
//! ```text
//!  cli      serve     sync              arguments, HTTP server, HTTP client
//!  desk     export ──> output           check, draft, group, explain │ one file a format │ whole files
//!  selection                            which events
//!  catalogue                            everything that a set of issues says, read once
//!  event    calendar                    one identity over time │ what organisers publish
//!  newsletter                           issues, parts, items as byte spans, grammars, the printed entry
//!  place                                places read out of text, and printed
//!  knowledge                            the tables of data/
//!  link     text     model              what addresses mean │ folding │ the types: days, listing, event …
//! ```
//!
//! [`Catalogue::read`] runs the way from issues to events once; everything above it selects and
//! prints. The library prints nothing, never exits and never reads the clock: what comes out depends on
//! what goes in and on nothing else.
//!
//! ```
//! use twir_events::{Archive, Catalogue, Knowledge, Selection, export};
//!
//! let knowledge = Knowledge::bundled();
//! let catalogue = Catalogue::read(Archive::bundled().issues, &knowledge, None);
//! let selection = Selection::from_pairs([("region", "europe")], &catalogue, &knowledge)?;
//! let ics = export::format("ics").expect("one of the list");
//! let printed = ics.print(&catalogue, selection, export::Choices::default())?;
//! assert!(printed.bytes.starts_with(b"BEGIN:VCALENDAR"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The rooms that only the program uses (`cache`, `desk`, `output`, `serve`, `sync`, `text`) are no part
//! of the door and may change at any time.

#[doc(hidden)]
pub mod cache;
pub mod calendar;
pub mod catalogue;
#[doc(hidden)]
pub mod desk;
pub mod event;
pub mod export;
pub mod knowledge;
pub mod link;
mod map;
pub mod model;
pub mod newsletter;
#[doc(hidden)]
pub mod output;
pub mod place;
mod seal;
pub mod selection;
#[cfg(feature = "serve")]
#[doc(hidden)]
pub mod serve;
#[cfg(feature = "sync")]
#[doc(hidden)]
pub mod sync;
#[doc(hidden)]
pub mod text;
mod tsv;

pub use catalogue::Catalogue;
pub use export::FORMATS;
pub use knowledge::Knowledge;
pub use model::Event;
pub use newsletter::{Archive, Issue};
pub use selection::Selection;

/// The README's examples, run as tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
