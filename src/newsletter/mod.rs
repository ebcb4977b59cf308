//! The newsletter's own form: issues, the parts of the events section, its items as byte spans, the
//! grammars that read them, and the entry that is printed.

mod archive;
mod entry;
pub mod grammar;
mod joined_lines;
pub mod markdown;
mod part;
pub(crate) mod report;
mod window;

pub use self::{
    archive::*,
    entry::{Entry, days_field, groups_field, place_field, title_field},
    grammar::calls,
    part::{Part, headed},
    window::{WEEKS, header, window},
};
