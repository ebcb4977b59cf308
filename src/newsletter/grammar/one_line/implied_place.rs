//! Where a listing without a place takes place: what its names name, and where its group is at home.

use crate::{
    knowledge::{City, Gazetteer, Knowledge, groups::KnownGroup},
    model::Place,
};

/// The place that the group's name or the title plainly names. Where the event is `here` (at a place,
/// in the grammars that leave the place out), also the home of the group, known by name or by link.
pub(super) fn named(
    group: Option<&str>,
    title: &str,
    here: bool,
    link: Option<&str>,
    knowledge: &Knowledge,
) -> Option<Place> {
    let places = &knowledge.places;
    let home =
        |name_or_url: &str| knowledge.groups.canonical(name_or_url).and_then(|group| of(group, places));
    let in_title = || by_name(title, knowledge);
    // `Rust Rhein-Main: Rust Table of Regulars Darmstadt`
    let by_group = group.and_then(|group| by_name(group, knowledge)).map(|place| match in_title() {
        Some(title) if place.city.is_none() && title.country == place.country => title,
        _ => place,
    });
    by_group
        .or_else(|| group.filter(|_| here).and_then(home))
        .or_else(in_title)
        .or_else(|| link.and_then(home))
}

/// The place that a name names. `Rust NY` is `Rust NYC`, which names the city and not only its state.
fn by_name(name: &str, knowledge: &Knowledge) -> Option<Place> {
    let place = knowledge.places.named_in(name)?;
    if place.city.is_some() {
        return Some(place);
    }
    let better = knowledge
        .groups
        .canonical(name)
        .and_then(|known| knowledge.places.named_in(&known.name))
        .filter(|better| better.city.is_some() && better.country == place.country);
    Some(better.unwrap_or(place))
}

/// Where a group is at home.
fn of(group: &KnownGroup, places: &Gazetteer) -> Option<Place> {
    let country = group.country?;
    let fits = |city: &&City| {
        city.country == country && (group.subdivision.is_none() || city.subdivision == group.subdivision)
    };
    let city = group.city.as_deref().and_then(|name| places.cities(name).into_iter().find(fits));
    Some(match city {
        Some(city) => places.place_of(city),
        None => Place {
            subdivision: group.subdivision.clone(),
            country: Some(country),
            region: places.region_of(country),
            ..Place::default()
        },
    })
}
