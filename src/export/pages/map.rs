//! The map of what is to come: outlines of the land, a circle for each city, and the same as a list.

use std::collections::BTreeMap;

use askama::Template;

use super::{Site, shell::Shell};
use crate::{
    model::{Event, Format, Region},
    output::Tree,
};

/// Outlines of the land, in degrees east and north.
const LAND: &str = include_str!("../../../data/land.tsv");

/// The west and north edge of each region on the map, and its width.
const VIEWS: [(Region, &str); 6] = [
    (Region::Africa, "-50 -40 140"),
    (Region::Asia, "30 -60 150"),
    (Region::Europe, "-30 -66 80"),
    (Region::NorthAmerica, "-135 -58 90"),
    (Region::Oceania, "70 -2 110"),
    (Region::SouthAmerica, "-125 -14 130"),
];

/// The least radius of a circle, in degrees, and what the square root of the count adds.
const RADIUS: (f64, f64) = (0.9, 0.7);

#[derive(Template)]
#[template(path = "pages/map.html")]
struct Page<'a> {
    shell: Shell,
    land: String,
    cities: Vec<Spot<'a>>,
    views: Vec<(&'static str, &'static str)>,
    count: usize,
}

struct Spot<'a> {
    slug: &'a str,
    name: String,
    country: String,
    x: String,
    y: String,
    radius: String,
    count: usize,
    next: String,
}

pub(super) fn add(site: &Site<'_>, tree: &mut Tree) -> Result<(), askama::Error> {
    let mut at: BTreeMap<&str, (usize, &Event)> = BTreeMap::new();
    for event in site.upcoming.iter().filter(|event| event.format != Format::Virtual) {
        for city in event.places.iter().filter_map(|place| site.city_of(place)) {
            at.entry(&city.slug).or_insert((0, event)).0 += 1;
        }
    }
    let spots = site.known.cities.iter().filter_map(|city| {
        let (count, next) = at.get(city.slug.as_str())?;
        let point = city.point?;
        let number = u32::try_from(*count).unwrap_or(u32::MAX);
        let place = next.places.iter().find(|place| city.is(place))?;
        Some(Spot {
            slug: &city.slug,
            name: city.name.clone(),
            country: super::super::wording::place(place).unwrap_or_default(),
            x: format!("{:.2}", point.longitude),
            y: format!("{:.2}", -point.latitude),
            radius: format!("{:.2}", RADIUS.0 + RADIUS.1 * f64::from(number).sqrt()),
            count: *count,
            next: super::super::wording::short_days(next.days),
        })
    });
    let mut cities: Vec<Spot<'_>> = spots.collect();
    // Large circles first, so that small ones lie on them and can be clicked.
    cities.sort_by(|a, b| b.count.cmp(&a.count).then(a.slug.cmp(b.slug)));
    let description = format!("Rust meetups and conferences in {} cities on a map.", cities.len());
    let shell = Shell::new(site, "pages/map.html", "Rust events on a map", description);
    let views = VIEWS.into_iter().filter(|(region, _)| {
        let here = |place: &crate::model::Place| place.region == Some(*region);
        site.upcoming.iter().any(|event| event.format != Format::Virtual && event.places.iter().any(here))
    });
    let views = views.map(|(region, view)| (region.heading(), view)).collect();
    let page = Page { shell, land: land(), count: cities.len(), cities, views };
    tree.insert("pages/map.html".to_owned(), page.render()?.into_bytes());
    Ok(())
}

/// The outlines as one path, north upwards.
fn land() -> String {
    let point = |point: &str| {
        let (east, north) = point.split_once(',')?;
        let south = north.strip_prefix('-').map_or(format!("-{north}"), str::to_owned);
        Some(format!("{east} {south}"))
    };
    let ring = |ring: &str| {
        let points: Vec<String> = ring.split(' ').filter_map(point).collect();
        format!("M{}z", points.join("L"))
    };
    LAND.lines().skip(1).map(ring).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_outlines_are_in_normal_form() {
        let mut rows: Vec<&str> = LAND.lines().skip(1).collect();
        rows.sort_unstable();
        rows.dedup();
        assert_eq!(LAND, format!("ring\n{}\n", rows.join("\n")));
        for point in rows.iter().flat_map(|row| row.split(' ')) {
            let (east, north) = point.split_once(',').unwrap();
            let (east, north): (f64, f64) = (east.parse().unwrap(), north.parse().unwrap());
            assert!((-180.0..=190.0).contains(&east) && (-90.0..=90.0).contains(&north), "{point}");
        }
    }
}
