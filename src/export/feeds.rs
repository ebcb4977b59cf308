//! Which feeds there are: one table of contents for the folder, the page and other programs.

use serde::{Deserialize, Serialize};

use super::{
    atom,
    ics::{Header, Withdrawn},
};
use crate::{
    catalogue::Catalogue,
    knowledge::Knowledge,
    map::HashMap,
    model::{Country, Event, Format, Group, Region},
    selection::{GroupEntry, History, Known, Open, Selection},
};

/// What a feed holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeedKind {
    /// Every event.
    All,
    /// Everything ever listed.
    Archive,
    /// Virtual and hybrid events.
    Virtual,
    /// In person and hybrid, one region.
    Region,
    /// In person and hybrid, one country.
    Country,
    /// In person and hybrid, one city.
    City,
    /// Everything of one group.
    Group,
    /// Newly announced events, as Atom.
    New,
    /// The last days of open calls for proposals.
    Calls,
}

/// One feed with its events.
#[derive(Debug, Clone)]
pub struct Feed<'a> {
    /// Where it lies in the folder, with `/`: `region/europe.ics`.
    pub path: String,
    /// Its name in a list of calendars.
    pub title: String,
    /// One sentence.
    pub description: String,
    /// What it holds.
    pub kind: FeedKind,
    /// What it selects, the span in time left open.
    pub selection: Selection,
    /// The path of the feed that it is one with: an address of a group's other name.
    pub same_as: Option<String>,
    /// The events in it.
    pub events: Vec<&'a Event>,
}

/// What every feed's name begins with.
const TITLE: &str = "Rust events";

/// One row of `feeds.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedRow {
    /// Where it lies in the folder.
    pub path: String,
    /// Its name.
    pub title: String,
    /// What it holds.
    pub kind: FeedKind,
    /// How many events it has.
    pub count: usize,
    /// The path of the feed that it is one with: a group's other name had this address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub same_as: Option<String>,
}

impl Feed<'_> {
    /// Its row in `feeds.json`.
    pub fn row(&self) -> FeedRow {
        FeedRow {
            path: self.path.clone(),
            title: self.title.clone(),
            kind: self.kind,
            count: self.events.len(),
            same_as: self.same_as.clone(),
        }
    }

    /// The name without `Rust events` before it; empty for the feed of everything.
    pub fn name(&self) -> &str {
        self.title.strip_prefix(TITLE).unwrap_or_default().trim_start_matches([':', ' '])
    }

    /// What the feed says of itself; `base_url` has a slash at its end.
    pub fn header(&self, base_url: Option<&str>) -> Header {
        Header {
            name: self.title.clone(),
            description: self.description.clone(),
            url: base_url.map(str::to_owned),
            source: base_url.map(|base| format!("{base}{}", self.path)),
        }
    }
}

/// Every feed of a catalogue: the general ones, then regions, countries, cities and groups by path.
///
/// There is a feed for each place and group that was ever listed, so that a link that somebody
/// subscribed to stays valid while a group pauses. What lies in the past goes after `history`;
/// a feed that would be empty then keeps its newest event, because a calendar without any is not
/// valid (RFC 5545, section 3.6) and some programs drop it.
pub fn all<'a>(
    catalogue: &'a Catalogue,
    knowledge: &Knowledge,
    known: &Known,
    history: History,
    withdrawn: Withdrawn,
) -> Vec<Feed<'a>> {
    let select = Selector::new(catalogue, history, withdrawn);
    let at_a_place = || vec![Format::InPerson, Format::Hybrid];
    let mut feeds = Vec::new();
    let mut add = |path: String, name: &str, description: String, kind, selection: Selection| {
        if let Some(events) = select.events(&selection, kind) {
            let title = if name.is_empty() { TITLE.to_owned() } else { format!("{TITLE}: {name}") };
            feeds.push(Feed { path, title, description, kind, selection, same_as: None, events });
        }
    };
    let listed = |what: &str| format!("{what}, as listed in This Week in Rust.");
    let everything = Selection::default;
    add("all.ics".into(), "", listed("Rust events everywhere and online"), FeedKind::All, everything());
    add(
        "archive.ics".into(),
        "archive",
        listed("Every Rust event since the first issue read"),
        FeedKind::Archive,
        everything(),
    );
    let online = Selection { formats: vec![Format::Virtual, Format::Hybrid], ..everything() };
    add("virtual.ics".into(), "online", listed("Rust events to join online"), FeedKind::Virtual, online);
    for region in Region::ALL {
        let what = listed(&format!("Rust events to go to in {}", region.heading()));
        let selection = Selection { regions: vec![region], formats: at_a_place(), ..everything() };
        add(format!("region/{}.ics", region.slug()), region.heading(), what, FeedKind::Region, selection);
    }
    for country in &known.countries {
        let code = country.code().to_ascii_lowercase();
        let name = knowledge.places.country_name(*country);
        let what = listed(&format!("Rust events to go to in {name}"));
        let selection = Selection { countries: vec![*country], formats: at_a_place(), ..everything() };
        add(format!("country/{code}.ics"), name, what, FeedKind::Country, selection);
    }
    for city in &known.cities {
        let name = match &city.subdivision {
            Some(code) => format!("{}, {code}", city.name),
            None => city.name.clone(),
        };
        let what = listed(&format!("Rust events to go to in {name}"));
        let selection = Selection { cities: vec![city.clone()], formats: at_a_place(), ..everything() };
        add(format!("city/{}.ics", city.slug), &name, what, FeedKind::City, selection);
    }
    for group in &known.groups {
        let what = listed(&format!("Events of {}", group.name));
        let selection = Selection { groups: vec![group.clone()], ..everything() };
        add(format!("group/{}.ics", group.slug), &group.name, what, FeedKind::Group, selection);
    }
    let others: Vec<Feed<'_>> = known.groups.iter().flat_map(|group| of_other_names(group, &feeds)).collect();
    feeds.extend(others);
    feeds
}

/// The feed of a group under the stems of its other names, where somebody may have subscribed to it.
fn of_other_names<'a>(group: &GroupEntry, feeds: &[Feed<'a>]) -> Vec<Feed<'a>> {
    let path = format!("group/{}.ics", group.slug);
    let Some(feed) = feeds.iter().find(|feed| feed.path == path) else { return Vec::new() };
    let other = |slug: &String| Feed {
        path: format!("group/{slug}.ics"),
        same_as: Some(path.clone()),
        ..feed.clone()
    };
    group.other_slugs.iter().map(other).collect()
}

/// Selects the events of some hundred feeds, each of which looks only at those that it could hold.
struct Selector<'a> {
    catalogue: &'a Catalogue,
    history: History,
    withdrawn: Withdrawn,
    of_country: HashMap<Option<Country>, Vec<usize>>,
    of_group: HashMap<&'a Group, Vec<usize>>,
}

impl<'a> Selector<'a> {
    fn new(catalogue: &'a Catalogue, history: History, withdrawn: Withdrawn) -> Self {
        let mut of_country: HashMap<_, Vec<usize>> = HashMap::default();
        let mut of_group: HashMap<_, Vec<usize>> = HashMap::default();
        for (index, event) in catalogue.events.iter().enumerate() {
            event.places.iter().for_each(|place| of_country.entry(place.country).or_default().push(index));
            event.groups.iter().for_each(|group| of_group.entry(group).or_default().push(index));
        }
        Self { catalogue, history, withdrawn, of_country, of_group }
    }

    /// The events that a selection may hold, by first day, then id.
    fn candidates(&self, selection: &Selection) -> Vec<&'a Event> {
        let of_groups = || -> Vec<usize> {
            let members = selection.groups.iter().flat_map(|group| &group.members);
            members.filter_map(|member| self.of_group.get(member)).flatten().copied().collect()
        };
        let of_countries = || -> Vec<usize> {
            let countries = selection.countries.iter().map(|country| Some(*country));
            let countries = countries.chain(selection.cities.iter().map(|city| city.country));
            countries.filter_map(|country| self.of_country.get(&country)).flatten().copied().collect()
        };
        let mut indices =
            match (selection.groups.is_empty(), selection.countries.len(), selection.cities.len()) {
                (false, ..) => of_groups(),
                (true, 1.., 0) | (true, 0, 1..) => of_countries(),
                _ => return self.catalogue.events.iter().collect(),
            };
        indices.sort_unstable();
        indices.dedup();
        indices.into_iter().map(|index| &self.catalogue.events[index]).collect()
    }

    /// The events of a feed; `None` where there never were any.
    fn events(&self, selection: &Selection, kind: FeedKind) -> Option<Vec<&'a Event>> {
        let ever = self.candidates(selection).into_iter();
        let ever: Vec<&Event> =
            ever.filter(|event| self.withdrawn.shows(event.status) && selection.matches(event)).collect();
        let history = if kind == FeedKind::Archive { History::All } else { self.history };
        let span = selection.clone().left_open(Open::History(history), self.catalogue.as_of);
        let events: Vec<&Event> = ever.iter().copied().filter(|event| span.matches(event)).collect();
        if events.is_empty() && !matches!(kind, FeedKind::All | FeedKind::Archive | FeedKind::Virtual) {
            return ever.last().map(|newest| vec![*newest]);
        }
        Some(events)
    }
}

/// Prints `feeds.json`, one line each.
///
/// # Errors
///
/// Those of the serializer, which has no reason for one.
pub fn print(rows: &[FeedRow]) -> serde_json::Result<String> {
    let rows: Vec<String> = rows.iter().map(serde_json::to_string).collect::<Result<_, _>>()?;
    Ok(format!("[\n{}\n]\n", rows.join(",\n")))
}

/// One Atom feed of announcements.
#[derive(Debug, Clone)]
pub struct News<'a> {
    /// What it says of itself.
    pub head: atom::Head,
    /// The events in it.
    pub events: Vec<&'a Event>,
}

impl News<'_> {
    /// Its row in `feeds.json`.
    pub fn row(&self) -> FeedRow {
        let (path, title) = (self.head.path.clone(), self.head.title.clone());
        FeedRow { path, title, kind: FeedKind::New, count: self.events.len(), same_as: None }
    }
}

/// The Atom feeds: everything, then each region and country, as their calendars select.
///
/// They hold what was announced within `history` before as-of and is still to come: nobody wants to
/// read of a chance that is gone.
pub fn news<'a>(
    catalogue: &'a Catalogue,
    feeds: &[Feed<'a>],
    history: History,
    withdrawn: Withdrawn,
    base_url: Option<&str>,
) -> Vec<News<'a>> {
    let since = history.first_day(catalogue.as_of);
    let events = catalogue.events.iter().filter(|event| withdrawn.shows(event.status));
    let events: Vec<&Event> = events
        .filter(|event| event.days.end() >= catalogue.as_of)
        .filter(|event| since.is_none_or(|since| event.first_listed >= since))
        .collect();
    let chosen = feeds.iter().filter_map(|feed| {
        let (path, of) = match feed.kind {
            FeedKind::All => ("new.atom".to_owned(), String::new()),
            FeedKind::Region | FeedKind::Country => {
                (format!("{}.atom", feed.path.strip_suffix(".ics")?), format!(": {}", feed.name()))
            }
            _ => return None,
        };
        let head =
            atom::Head { title: format!("New Rust events{of}"), path, base_url: base_url.map(str::to_owned) };
        let events = events.iter().copied().filter(|event| feed.selection.matches(event)).collect();
        Some(News { head, events })
    });
    chosen.collect()
}

/// Where the calendar of one event lies.
pub fn event_file(event: &Event) -> String {
    format!("event/{}.ics", event.id)
}
