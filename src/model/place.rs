//! Where something is.

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// The continent of a place by TWiR's own custom: Russia and Turkey are in Europe, Mexico in
/// North America, Israel in Asia.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Region {
    Africa,
    Asia,
    Europe,
    NorthAmerica,
    Oceania,
    SouthAmerica,
}

impl Region {
    /// Every region in the order of the newsletter.
    pub const ALL: [Self; 6] =
        [Self::Africa, Self::Asia, Self::Europe, Self::NorthAmerica, Self::Oceania, Self::SouthAmerica];

    /// The name in outputs: `north_america`.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Africa => "africa",
            Self::Asia => "asia",
            Self::Europe => "europe",
            Self::NorthAmerica => "north_america",
            Self::Oceania => "oceania",
            Self::SouthAmerica => "south_america",
        }
    }

    /// The heading in the newsletter: `North America`.
    pub fn heading(self) -> &'static str {
        match self {
            Self::Africa => "Africa",
            Self::Asia => "Asia",
            Self::Europe => "Europe",
            Self::NorthAmerica => "North America",
            Self::Oceania => "Oceania",
            Self::SouthAmerica => "South America",
        }
    }
}

/// An ISO 3166-1 alpha-2 code that is in the table of countries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country([u8; 2]);

impl Country {
    /// Two ASCII capitals as a code, for those who read the table of countries; everybody else asks
    /// [`Gazetteer::country_of_code`](crate::knowledge::Gazetteer::country_of_code).
    pub(crate) fn of_table(code: &str) -> Option<Self> {
        let bytes: [u8; 2] = code.as_bytes().try_into().ok()?;
        bytes.iter().all(u8::is_ascii_uppercase).then_some(Self(bytes))
    }

    /// Upper case: `GB`.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("??")
    }
}

/// Where something is, as far as it is known.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Place {
    /// The city as written, without state and country; two spellings of one city stay together
    /// (`Köln/Cologne`).
    pub city: Option<String>,
    /// The city's name in the table, the same for all its spellings (`Cologne`); `None` when the
    /// table doesn't know it.
    pub known_city: Option<String>,
    /// The subdivision's code (`CA`), or the text as written where the table doesn't know it.
    pub subdivision: Option<String>,
    /// The country.
    pub country: Option<Country>,
    /// The country's region.
    pub region: Option<Region>,
    /// Degrees north, of the city's centre.
    pub latitude: Option<f64>,
    /// Degrees east, of the city's centre.
    pub longitude: Option<f64>,
    /// The city's time zone, or the country's where it has only one.
    pub time_zone: Option<Tz>,
    /// Whether the newsletter named only the country, and the city is that of the title or of the group's other
    /// events.
    pub inferred: bool,
}
