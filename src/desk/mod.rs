//! What an editor of the newsletter needs on a Tuesday: problems found and mended, the section
//! regenerated; and what an organiser wants to know about one group.

pub mod check;
pub mod comparison;
pub mod draft;
pub mod edits;
pub mod explain;
pub mod group;
pub mod page;
mod past;
#[cfg(feature = "diagnostics")]
pub mod render;
