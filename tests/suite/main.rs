//! The tests that go through the public door, as one program: one file a subject.

#[cfg(all(feature = "sync", feature = "serve"))]
mod hosting;
mod older;
mod places;
mod reading;
#[cfg(feature = "serve")]
mod serve;
#[cfg(feature = "sync")]
mod sync;
mod tables;
