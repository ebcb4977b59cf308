//! What is known beforehand: the tables of `data/`, and what the user adds to them.

mod added_groups;
mod added_places;
mod distance;
mod gazetteer;
mod group_calendars;
pub mod groups;
mod memo;
pub mod overrides;
mod postcode;
mod tables;
pub(crate) mod words;

pub(crate) use self::postcode::AddressWord;
pub use self::{
    added_places::Added,
    distance::distance_km,
    gazetteer::{City, Gazetteer},
    group_calendars::GroupCalendar,
};
use self::{groups::Groups, overrides::Overrides};
pub use crate::tsv::TableError;

/// What is known beforehand: the tables of `data/` and what the user adds to them. Knowledge never
/// comes from issues, so that a later issue cannot change how an earlier one is read.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Knowledge {
    /// Countries, subdivisions and cities.
    pub places: Gazetteer,
    /// Organising groups.
    pub groups: Groups,
    /// What only knowledge can mend.
    pub overrides: Overrides,
}

impl Knowledge {
    /// The bundled tables, read once.
    ///
    /// ```
    /// let knowledge = twir_events::Knowledge::bundled();
    /// let place = knowledge.places.read_field("Köln, DE").places.remove(0);
    /// assert_eq!(place.known_city.as_deref(), Some("Cologne"));
    /// ```
    pub fn bundled() -> Self {
        Self { places: Gazetteer::bundled(), groups: Groups::bundled(), overrides: Overrides::bundled() }
    }
}

impl Default for Knowledge {
    fn default() -> Self {
        Self::bundled()
    }
}
