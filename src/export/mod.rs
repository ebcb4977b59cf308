//! One file a format; published wire types apart from the inner model.

pub mod listings;
pub mod markdown;
pub mod wire;
