//! Reads the *Upcoming Events* sections of *This Week in Rust* (TWiR), normalises each listing,
//! recognises the same event across weeks, sections and links, and exports iCal feeds, JSON,
//! Atom and Markdown.
//!
//! The way data takes, one module a word:
//!
//! ```text
//!  archive ──> markdown ──> listing ──> place ──> event ──> selection ──> export ──> output
//!  issues      section,     what the    where     one       which of      ics json   whole files,
//!  in order    items as     newsletter  it is     identity  them          markdown   only when
//!              byte spans   said                  over time               atom page  they differ
//!                               └────────── problem ───────────┘
//!                                           editor (check, draft, group)
//! ```
//!
//! [`catalogue::Catalogue`] runs the way from issues to events once; everything behind it selects
//! and prints. The library prints nothing, never exits and never reads the clock: what comes out
//! depends on what goes in and on nothing else.

pub mod archive;
pub mod cache;
pub mod calendar;
pub mod catalogue;
pub mod days;
pub mod editor;
pub mod event;
pub mod export;
pub mod link;
pub mod listing;
pub mod markdown;
mod names;
pub mod output;
pub mod place;
pub mod problem;
pub mod selection;
#[cfg(feature = "serve")]
pub mod serve;
#[cfg(feature = "sync")]
pub mod sync;
pub mod text;
