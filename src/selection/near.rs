//! Points on the globe and the distance between them.

use geo::{Distance, Haversine};

use crate::place::Place;

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

    /// The way along the surface (haversine), in kilometres.
    pub fn distance_km(self, other: Self) -> f64 {
        let point = |at: Self| geo::Point::new(at.longitude, at.latitude);
        Haversine.distance(point(self), point(other)) / 1000.0
    }
}
