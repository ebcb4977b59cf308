//! A page for each region and country.

use askama::Template;

use super::{
    Site,
    shell::{Shell, Subscribe},
    view::{self, Month},
};
use crate::{
    export::feeds::{Feed, FeedKind},
    model::Event,
    model::Format,
    output::Tree,
};

#[derive(Template)]
#[template(path = "pages/place.html")]
struct Page<'a> {
    shell: Shell,
    subscribe: Subscribe,
    name: String,
    news: String,
    months: Vec<Month<'a>>,
    online: Vec<Month<'a>>,
    /// Feeds of what lies within: name, page or filter, count of what is to come.
    within: Vec<(String, String, usize)>,
    groups: Vec<(String, String)>,
}

pub(super) fn add(site: &Site<'_>, tree: &mut Tree) -> Result<(), askama::Error> {
    for feed in site.feeds.iter().filter(|feed| matches!(feed.kind, FeedKind::Region | FeedKind::Country)) {
        let Some(stem) = feed.path.strip_suffix(".ics") else { continue };
        let path = format!("pages/{stem}.html");
        let page = page(site, feed, &path, stem).render()?;
        tree.insert(path, page.into_bytes());
    }
    Ok(())
}

fn page<'a>(site: &'a Site<'_>, feed: &Feed<'_>, path: &str, stem: &str) -> Page<'a> {
    let name = feed.name().to_owned();
    let here = |event: &&&Event| feed.selection.matches(event);
    let upcoming: Vec<&Event> = site.upcoming.iter().filter(here).copied().collect();
    let anywhere = crate::selection::Selection { formats: vec![Format::Virtual], ..feed.selection.clone() };
    let online: Vec<&Event> = site.upcoming.iter().filter(|event| anywhere.matches(event)).copied().collect();
    let description = format!("{} Rust meetups and conferences to go to in {name}.", upcoming.len());
    let shell = Shell::new(site, path, &format!("Rust events in {name}"), description);
    let mut groups: Vec<usize> =
        upcoming.iter().chain(&online).flat_map(|event| site.groups_of(event)).collect();
    groups.sort_unstable();
    groups.dedup();
    Page {
        subscribe: shell.subscribe(&feed.path, &feed.title),
        news: format!("{stem}.atom"),
        months: view::months(site, &upcoming),
        online: view::months(site, &online),
        within: within(site, feed),
        groups: groups
            .into_iter()
            .map(|index| site.group(index))
            .map(|group| (group.slug.clone(), group.name.clone()))
            .collect(),
        name,
        shell,
    }
}

/// The countries of a region, or the cities of a country, that have something to come.
fn within(site: &Site<'_>, of: &Feed<'_>) -> Vec<(String, String, usize)> {
    let kind = if of.kind == FeedKind::Region { FeedKind::Country } else { FeedKind::City };
    let rows = site.feeds.iter().filter(|feed| feed.kind == kind).filter_map(|feed| {
        let both = |event: &&&Event| of.selection.matches(event) && feed.selection.matches(event);
        let count = site.upcoming.iter().filter(both).count();
        let (_, slug) = feed.path.strip_suffix(".ics")?.split_once('/')?;
        let target = match kind {
            FeedKind::Country => format!("../country/{slug}.html"),
            _ => format!("../../index.html?city={slug}"),
        };
        (count > 0).then(|| (feed.name().to_owned(), target, count))
    });
    let mut rows: Vec<_> = rows.collect();
    rows.sort_by(|a, b| b.2.cmp(&a.2).then_with(|| a.0.cmp(&b.0)));
    rows
}
