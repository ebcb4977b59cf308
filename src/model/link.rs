//! A link as a listing or an event carries it; what addresses mean is the room [`crate::link`].

use serde::{Deserialize, Serialize};

/// A link of an event.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Link {
    /// Its text, without emphasis.
    pub title: String,
    /// Where it leads: absolute, canonical (see [`crate::link::canonical`]).
    pub url: String,
}
