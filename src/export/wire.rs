//! The published form of the model's parts: what other programs read.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::place::{self, Region};

/// Where something is, as far as it is known.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Place {
    /// The city as written, without state and country.
    pub city: Option<String>,
    /// The subdivision's code (`CA`).
    pub subdivision: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// The country's region.
    pub region: Option<Region>,
    /// Degrees north.
    pub latitude: Option<f64>,
    /// Degrees east.
    pub longitude: Option<f64>,
    /// IANA time zone.
    pub time_zone: Option<String>,
}

impl From<&place::Place> for Place {
    fn from(place: &place::Place) -> Self {
        Self {
            city: place.city.clone(),
            subdivision: place.subdivision.clone(),
            country: place.country.map(|country| country.code().to_owned()),
            region: place.region,
            latitude: place.latitude,
            longitude: place.longitude,
            time_zone: place.time_zone.map(|zone| zone.name().to_owned()),
        }
    }
}
