//! One file a format; published wire types apart from the inner model.

pub mod atom;
pub mod document;
pub mod feeds;
pub mod ics;
pub mod json;
pub mod listings;
pub mod markdown;
pub mod options;
pub mod page;
pub mod site;
pub mod summary;
pub mod words;
