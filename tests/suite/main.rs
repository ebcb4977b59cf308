//! The tests that go through the public door, as one program: one file a subject.

mod architecture;
mod build;
mod calendars;
mod continuity;
mod desk;
mod digest;
mod event_pages;
mod explain;
mod formats;
mod fuzz;
#[cfg(all(feature = "sync", feature = "serve"))]
mod hosting;
mod ics;
mod identity;
mod json;
mod laws;
mod list;
mod older;
mod page;
mod places;
mod reading;
mod readme;
mod run;
mod selection;
#[cfg(feature = "serve")]
mod serve;
mod shared;
mod shells;
#[cfg(feature = "sync")]
mod sync;
mod tables;
