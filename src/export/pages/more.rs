//! What the start page's script asks for only when somebody searches or looks around: other names of
//! places and groups, coordinates, every feed.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Site;
use crate::{export::feeds::FeedKind, text};

/// Prints `assets/more.js`: a script rather than JSON, because a page on the disk may not fetch.
pub(super) fn print(site: &Site<'_>) -> serde_json::Result<String> {
    let gazetteer = &site.knowledge.places;
    let upcoming = || site.upcoming.iter().flat_map(|event| &event.places);
    let mut cities: BTreeMap<&str, Value> = BTreeMap::new();
    let mut countries: BTreeMap<String, String> = BTreeMap::new();
    for place in upcoming() {
        if let Some(city) = site.city_of(place) {
            let mut names = gazetteer.names_of(place);
            let state = place.country.zip(place.subdivision.as_deref());
            names.extend(
                state.and_then(|(country, code)| gazetteer.subdivision_name(country, code)).map(text::fold),
            );
            let point = city.point.map(|point| [point.latitude, point.longitude]);
            cities.insert(&city.slug, json!([names.join(" "), point]));
        }
        if let Some(country) = place.country {
            let names = gazetteer.names_of_country(country).join(" ");
            countries.insert(country.code().to_ascii_lowercase(), names);
        }
    }
    let groups: Vec<Value> = (0..site.known.groups.len())
        .map(|index| {
            let group = site.group(index);
            let mut names: Vec<String> =
                group.members.iter().map(|member| text::fold(&member.name)).collect();
            let name = text::fold(&group.name);
            names.retain(|other| *other != name);
            names.sort();
            names.dedup();
            json!([group.slug, group.name, names.join(" "), u8::from(site.is_living(index))])
        })
        .collect();
    let feeds = site
        .feeds
        .iter()
        .filter(|feed| matches!(feed.kind, FeedKind::Country | FeedKind::City | FeedKind::Region));
    let feeds: Vec<Value> = feeds.map(|feed| json!([feed.path, feed.name()])).collect();
    let all = json!({"cities": cities, "countries": countries, "groups": groups, "feeds": feeds});
    Ok(format!("globalThis.twir = {};\n", serde_json::to_string(&all)?))
}
