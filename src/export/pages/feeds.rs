//! Every feed there is, each leading to the page or choice that is its own.

use askama::Template;

use super::{
    Site,
    shell::{Shell, Subscribe},
};
use crate::{export::feeds::FeedKind, output::Tree};

#[derive(Template)]
#[template(path = "pages/feeds.html")]
struct Page {
    shell: Shell,
    subscribe: Subscribe,
    sections: Vec<Section>,
}

struct Section {
    title: &'static str,
    id: &'static str,
    /// Long lists are folded away.
    folded: bool,
    feeds: Vec<Entry>,
}

struct Entry {
    name: String,
    path: String,
    target: String,
    count: usize,
}

pub(super) fn add(site: &Site<'_>, tree: &mut Tree) -> Result<(), askama::Error> {
    let description = "Every calendar of Rust events: by region, country, city and group.".to_owned();
    let shell = Shell::new(site, "pages/feeds.html", "All feeds of Rust events", description);
    let sections = [
        ("general", "General", FeedKind::Virtual, false),
        ("regions", "Regions", FeedKind::Region, false),
        ("countries", "Countries", FeedKind::Country, true),
        ("cities", "Cities", FeedKind::City, true),
        ("groups", "Groups", FeedKind::Group, true),
    ];
    let section = |(id, title, kind, folded)| Section { id, title, folded, feeds: entries(site, kind) };
    let page = Page {
        subscribe: shell.subscribe("all.ics", "Rust events"),
        shell,
        sections: sections.map(section).into_iter().filter(|section| !section.feeds.is_empty()).collect(),
    };
    tree.insert("pages/feeds.html".to_owned(), page.render()?.into_bytes());
    Ok(())
}

fn entries(site: &Site<'_>, kind: FeedKind) -> Vec<Entry> {
    // A group's other addresses live on, but nobody needs to be shown two.
    let feeds = site.feeds.iter().filter(|feed| feed.same_as.is_none()).filter(|feed| {
        feed.kind == kind
            || (kind == FeedKind::Virtual && matches!(feed.kind, FeedKind::All | FeedKind::Archive))
    });
    let living = |slug: &str| {
        let index = site.known.groups.iter().position(|group| group.slug == slug);
        index.is_some_and(|index| site.is_living(index))
    };
    let entry = |feed: &crate::export::feeds::Feed<'_>| {
        let stem = feed.path.strip_suffix(".ics").unwrap_or(&feed.path);
        let slug = stem.rsplit('/').next().unwrap_or_default();
        let target = match feed.kind {
            FeedKind::Region | FeedKind::Country => format!("{stem}.html"),
            FeedKind::Group if living(slug) => format!("group/{slug}.html"),
            FeedKind::City => format!("../index.html?city={slug}"),
            FeedKind::Group => format!("../index.html?group={slug}"),
            FeedKind::Virtual => "../index.html?format=virtual".to_owned(),
            FeedKind::Archive => "years.html".to_owned(),
            FeedKind::All | FeedKind::New | FeedKind::Calls => "../index.html".to_owned(),
        };
        let name = match feed.kind {
            FeedKind::All => "everything",
            FeedKind::Archive => "archive: everything ever listed",
            _ => feed.name(),
        };
        Entry { name: name.to_owned(), path: feed.path.clone(), target, count: feed.events.len() }
    };
    feeds.map(entry).collect()
}
