//! Points on the globe.

use crate::{
    knowledge::{Gazetteer, distance_km},
    model::Place,
};

/// A point this near to a city's own is the city, for people.
const SAME_CITY_KM: f64 = 1.0;

/// A point by its coordinates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Degrees north, -90 to 90.
    pub latitude: f64,
    /// Degrees east, -180 to 180.
    pub longitude: f64,
}

impl Point {
    /// `None` when a coordinate is out of its range or no number.
    pub fn new(latitude: f64, longitude: f64) -> Option<Self> {
        let fits = (-90.0..=90.0).contains(&latitude) && (-180.0..=180.0).contains(&longitude);
        fits.then_some(Self { latitude, longitude })
    }

    /// Where a place is, when that is known.
    pub fn of(place: &Place) -> Option<Self> {
        Self::new(place.latitude?, place.longitude?)
    }

    /// The city whose point it is, else its coordinates.
    pub fn describe(self, gazetteer: &Gazetteer) -> String {
        let here = (self.latitude, self.longitude);
        match gazetteer.nearest_to(here) {
            Some((city, km)) if km <= SAME_CITY_KM => city.name.clone(),
            _ => format!("{},{}", self.latitude, self.longitude),
        }
    }

    /// The way along the surface, in kilometres.
    pub fn distance_km(self, other: Self) -> f64 {
        distance_km((self.latitude, self.longitude), (other.latitude, other.longitude))
    }
}
