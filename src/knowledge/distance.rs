//! How far apart places are.

use geo::{Distance, Haversine, Point};

/// The distance between two points on the earth in kilometres, by the great circle. Points are
/// (degrees north, degrees east).
pub fn distance_km((north, east): (f64, f64), (other_north, other_east): (f64, f64)) -> f64 {
    Haversine.distance(Point::new(east, north), Point::new(other_east, other_north)) / 1000.0
}
