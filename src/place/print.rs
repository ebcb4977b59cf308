//! Places as the newsletter prints them, and as names of files.

use crate::{
    knowledge::{City, Gazetteer},
    model::Place,
    text::slug,
};

/// The place in the house style: `Berlin, DE`, `Seattle, WA, US` where cities are told apart by their
/// state, `London, UK`. A country alone by its English name; a city without a known country alone.
pub fn printed(place: &Place) -> String {
    let known = Gazetteer::bundled();
    let divided = place.country.is_some_and(|country| known.is_divided(country));
    let country = place.country.map(|country| known.printed_country(country));
    let subdivision = place.subdivision.as_deref();
    let parts: [Option<&str>; 3] = match (&place.city, country) {
        (Some(city), _) => [Some(city), subdivision.filter(|_| divided), country],
        (None, Some(printed)) => match (subdivision, place.country) {
            (Some(code), Some(of)) => {
                [Some(known.subdivision_name(of, code).unwrap_or(code)), Some(printed), None]
            }
            (_, Some(of)) => [Some(known.country_name(of)), None, None],
            (_, None) => [None, None, None],
        },
        (None, None) => [subdivision, None, None],
    };
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

impl Gazetteer {
    /// A name for the city's files: the country's code, the subdivision where cities are told apart
    /// by it, and the city's name (`de-berlin`, `us-or-portland`). `None` for a place whose city the
    /// tables do not know.
    ///
    /// The subdivision stands there although only one city of that name may be known, so that a row
    /// that is added to the tables never changes the address of a feed.
    pub fn city_slug(&self, place: &Place) -> Option<String> {
        let country = place.country?;
        let known = place.known_city.as_deref()?;
        let cities = self.cities(known);
        let here = |city: &&&City| {
            city.country == country
                && city.name == known
                && (Some(city.latitude), Some(city.longitude)) == (place.latitude, place.longitude)
        };
        let subdivision = cities.iter().find(here).and_then(|city| city.subdivision.as_deref());
        let mut parts = vec![country.code().to_ascii_lowercase()];
        parts.extend(subdivision.map(slug));
        parts.push(slug(known));
        parts.iter().all(|part| !part.is_empty()).then(|| parts.join("-"))
    }
}
