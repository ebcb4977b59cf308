//! What is known beforehand: the tables of `data/`, and what the user adds to them.

mod added_places;
mod distance;
mod gazetteer;
pub mod groups;
mod memo;
pub mod overrides;
mod tables;
mod tsv;

pub use self::{
    added_places::Added,
    distance::distance_km,
    gazetteer::{City, Gazetteer},
    tsv::TableError,
};
use self::{groups::Groups, overrides::Overrides};

/// What is known beforehand: the tables of `data/` and what the user adds to them. Knowledge never
/// comes from issues, so that a later issue cannot change how an earlier one is read.
#[derive(Debug, Clone, Default)]
pub struct Knowledge {
    /// Countries, subdivisions and cities.
    pub places: Gazetteer,
    /// Organising groups.
    pub groups: Groups,
    /// What only knowledge can mend.
    pub overrides: Overrides,
}

impl Knowledge {
    /// The bundled tables.
    pub fn bundled() -> Self {
        Self { places: Gazetteer::bundled(), groups: Groups::bundled(), overrides: Overrides::bundled() }
    }
}
