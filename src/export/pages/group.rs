//! The groups: a page for each that lives, and the list of all.

use askama::Template;

use super::{
    Site,
    shell::{Shell, Subscribe},
    view::{self, EventRow, Month},
};
use crate::{export::wording, model::Event, output::Tree, text};

/// How many of a group's past events its page lists.
const PAST: usize = 12;

#[derive(Template)]
#[template(path = "pages/group.html")]
struct Page<'a> {
    shell: Shell,
    subscribe: Subscribe,
    name: String,
    months: Vec<Month<'a>>,
    past: Vec<EventRow<'a>>,
    count: usize,
    since: String,
    links: Vec<&'a str>,
    other_names: Vec<String>,
}

#[derive(Template)]
#[template(path = "pages/groups.html")]
struct List {
    shell: Shell,
    active: Vec<Entry>,
    quiet: Vec<Entry>,
}

/// A group in the list.
struct Entry {
    slug: String,
    name: String,
    next: String,
    place: String,
}

pub(super) fn add(site: &Site<'_>, tree: &mut Tree) -> Result<(), askama::Error> {
    let (mut active, mut quiet) = (Vec::new(), Vec::new());
    for index in (0..site.known.groups.len()).filter(|index| site.is_living(*index)) {
        let path = format!("pages/group/{}.html", site.group(index).slug);
        let page = page(site, index, &path);
        tree.insert(path, page.render()?.into_bytes());
        let next = page.months.iter().flat_map(|month| &month.days).flat_map(|day| &day.events).next();
        let last = next.or(page.past.first());
        let entry = Entry {
            slug: site.group(index).slug.clone(),
            name: page.name.clone(),
            next: last.map(|row| row.days.clone()).unwrap_or_default(),
            place: last.map(|row| row.place.clone()).unwrap_or_default(),
        };
        if next.is_some() { active.push(entry) } else { quiet.push(entry) }
    }
    for list in [&mut active, &mut quiet] {
        list.sort_by_key(|entry| (text::fold(&entry.name), entry.slug.clone()));
    }
    let description =
        format!("{} Rust groups with something to come, and {} quiet ones.", active.len(), quiet.len());
    let shell = Shell::new(site, "pages/groups.html", "Rust groups", description);
    let list = List { shell, active, quiet };
    tree.insert("pages/groups.html".to_owned(), list.render()?.into_bytes());
    Ok(())
}

fn page<'a>(site: &'a Site<'_>, index: usize, path: &str) -> Page<'a> {
    let group = site.group(index);
    let as_of = site.catalogue.as_of;
    let events: Vec<&Event> = site.events_of[index]
        .iter()
        .map(|event| &site.catalogue.events[*event])
        .filter(|event| site.options.withdrawn.shows(event.status))
        .collect();
    let (next, past): (Vec<&Event>, Vec<&Event>) =
        events.iter().copied().partition(|event| event.days.end() >= as_of);
    let name = wording::one_line(&group.name);
    let description = format!("What {name} has ahead, what it did, and its calendar to subscribe to.");
    let shell = Shell::new(site, path, &name, description);
    let mut links: Vec<&str> = Vec::new();
    // The newest page first: of a group that moved, the old one is gone.
    for member in events.iter().rev().flat_map(|event| &event.groups) {
        let url = member.url.as_deref().filter(|url| wording::is_page(url));
        if let Some(url) = url.filter(|url| group.members.contains(member) && !links.contains(url)) {
            links.push(url);
        }
    }
    let mut other_names: Vec<String> = Vec::new();
    for member in &group.members {
        let other = wording::one_line(&member.name);
        if other != name && !other_names.contains(&other) {
            other_names.push(other);
        }
    }
    let feed = format!("group/{}.ics", group.slug);
    Page {
        subscribe: shell.subscribe(&feed, &format!("Rust events: {name}")),
        months: view::months(site, &next),
        past: past.iter().rev().take(PAST).map(|event| view::row(site, event)).collect(),
        count: events.len(),
        since: events.first().map(|event| event.days.start().format("%B %Y").to_string()).unwrap_or_default(),
        links,
        other_names,
        name,
        shell,
    }
}
