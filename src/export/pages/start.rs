//! The start page: what is to come, the filter, and how to subscribe to what it chose.

use askama::Template;

use super::{
    Site,
    shell::{Shell, Subscribe},
    view::{self, EventRow, Month},
};
use crate::{
    export::wording::{self, location},
    model::Region,
    newsletter::calls::Call,
    output::Tree,
};

#[derive(Template)]
#[template(path = "pages/start.html")]
struct Start<'a> {
    shell: Shell,
    subscribe: Subscribe,
    upcoming: usize,
    months: Vec<Month<'a>>,
    conferences: Vec<EventRow<'a>>,
    calls: Vec<CallRow<'a>>,
    regions: Vec<RegionOption<'a>>,
}

/// A region of the filter with its countries, and theirs with their cities: those that have something
/// to come.
struct RegionOption<'a> {
    slug: &'static str,
    name: &'static str,
    count: usize,
    countries: Vec<CountryOption<'a>>,
}

struct CountryOption<'a> {
    slug: String,
    name: &'a str,
    cities: Vec<(&'a str, &'a str)>,
}

/// A call for proposals as pages list it.
pub(super) struct CallRow<'a> {
    id: &'a str,
    name: &'a str,
    url: &'a str,
    closes: Option<String>,
    closes_iso: String,
    told: Option<&'a str>,
    days: Option<String>,
    place: String,
}

pub(super) fn add(site: &Site<'_>, tree: &mut Tree) -> Result<(), askama::Error> {
    let count = site.upcoming.len();
    let description =
        format!("{count} upcoming Rust meetups and conferences, as calendars to subscribe to in one click.");
    let shell = Shell::new(site, "index.html", "Rust events – meetups and conferences", description);
    let conferences = site.upcoming.iter().filter(|event| view::is_conference(event));
    let page = Start {
        subscribe: shell.subscribe("all.ics", "Rust events"),
        shell,
        upcoming: count,
        months: view::months(site, &site.upcoming),
        conferences: conferences.map(|event| view::row(site, event)).collect(),
        calls: calls(site),
        regions: regions(site),
    };
    tree.insert("index.html".to_owned(), page.render()?.into_bytes());
    Ok(())
}

fn calls<'a>(site: &Site<'a>) -> Vec<CallRow<'a>> {
    let open = site.calls.iter().filter(|call| call.is_open(site.catalogue.as_of));
    let row = |call: &'a Call| CallRow {
        id: &call.id,
        name: &call.name,
        url: &call.url,
        closes: call.closes.map(|day| day.format("%a, %-d %b %Y").to_string()),
        closes_iso: call.closes.map(|day| day.to_string()).unwrap_or_default(),
        told: call.closes_told.as_deref(),
        days: call.days.map(wording::short_days),
        place: call.places.iter().map(crate::place::printed).collect::<Vec<_>>().join("; "),
    };
    open.map(row).collect()
}

fn regions<'a>(site: &'a Site<'_>) -> Vec<RegionOption<'a>> {
    let places: Vec<_> = site.upcoming.iter().flat_map(|event| &event.places).collect();
    let option = |region: Region| {
        let here = |event: &&&crate::model::Event| {
            location(event).is_some_and(|place| place != "Online")
                && event.places.iter().any(|place| place.region == Some(region))
        };
        let mut countries: Vec<CountryOption<'a>> = site
            .known
            .countries
            .iter()
            .filter(|country| {
                places.iter().any(|place| place.region == Some(region) && place.country == Some(**country))
            })
            .map(|country| CountryOption {
                slug: country.code().to_ascii_lowercase(),
                name: site.knowledge.places.country_name(*country),
                cities: site
                    .known
                    .cities
                    .iter()
                    .filter(|city| {
                        city.country == Some(*country) && places.iter().any(|place| city.is(place))
                    })
                    .map(|city| (city.slug.as_str(), city.name.as_str()))
                    .collect(),
            })
            .collect();
        countries.sort_by_key(|country| country.name);
        RegionOption {
            slug: region.slug(),
            name: region.heading(),
            count: site.upcoming.iter().filter(here).count(),
            countries,
        }
    };
    Region::ALL.into_iter().map(option).collect()
}
