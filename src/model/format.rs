//! How one takes part.

use serde::{Deserialize, Serialize};

/// How one takes part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// At a place.
    InPerson,
    /// Online only.
    Virtual,
    /// At a place and online.
    Hybrid,
}
