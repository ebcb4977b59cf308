//! Places as people write them, read and printed; and how far apart they are.
//!
//! The [`Gazetteer`] knows the tables under `data/`; this room teaches it to read:
//! [`Gazetteer::read_field`] the place field of a listing, [`Gazetteer::read_places`] places without
//! words for the format, [`Gazetteer::named_in`] what a group's name says. What the tables do not
//! know stays as text and is told; nothing is invented.
//!
//! [`Gazetteer`]: crate::knowledge::Gazetteer
//! [`Gazetteer::read_field`]: crate::knowledge::Gazetteer::read_field
//! [`Gazetteer::read_places`]: crate::knowledge::Gazetteer::read_places
//! [`Gazetteer::named_in`]: crate::knowledge::Gazetteer::named_in

mod address;
mod city_match;
mod field;
mod in_text;
mod piece;
mod print;
mod reading;
mod resolve;
#[cfg(test)]
pub(crate) mod tests;

pub use self::{
    address::{Address, Hints},
    print::printed,
};
