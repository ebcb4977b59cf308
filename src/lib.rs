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
//! [`catalogue::Catalogue`] runs the way from issues to events once; everything behind it selects
//! and prints. The library prints nothing, never exits and never reads the clock: what comes out
//! depends on what goes in and on nothing else.

pub mod cache;
pub mod calendar;
pub mod catalogue;
pub mod desk;
pub mod event;
pub mod export;
pub mod knowledge;
pub mod link;
pub mod model;
pub mod newsletter;
pub mod output;
pub mod place;
pub mod selection;
#[cfg(feature = "serve")]
pub mod serve;
#[cfg(feature = "sync")]
pub mod sync;
pub mod text;
mod tsv;
