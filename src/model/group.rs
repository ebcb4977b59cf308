//! Who organises.

use serde::{Deserialize, Serialize};

/// Who organises.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Group {
    /// The name as written.
    pub name: String,
    /// The group's page.
    pub url: Option<String>,
}
