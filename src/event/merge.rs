//! The best wording of an event: the newest issue wins field by field, except where it lost something
//! that an older one had.

use std::collections::BTreeSet;

use super::evidence::{is_online, notice};
use crate::{
    link::{self, LinkId, MeetupEvent},
    model::{ChangeKind, Days, Format, Group, Link, Listing, Place},
    text,
};

/// An event as worded up to some issue.
#[derive(Debug, Clone)]
pub struct Wording {
    pub title: String,
    pub days: Days,
    pub format: Format,
    pub places: Vec<Place>,
    pub groups: Vec<Group>,
    pub links: Vec<Link>,
    pub paid: bool,
    /// A title says that it will not take place.
    pub cancelled: bool,
    /// What the rows of the newest issue said, to tell news from what stood there before.
    said: Said,
}

#[derive(Debug, Clone, Default)]
struct Said {
    rows: usize,
    cancelled: bool,
    titles: Vec<String>,
    days: Vec<Days>,
    links: Vec<Link>,
    places: Vec<Vec<Place>>,
}

impl Said {
    /// Whether what is new in these rows stands in the place of something: a row that was added, such
    /// as that of a second host, says nothing against the others.
    fn is_reworded(&self, rows: &[&Listing]) -> bool {
        self.rows > 0 && rows.len() <= self.rows
    }
}

impl Wording {
    /// From the rows of the first issue that listed the event; `None` without a row that has days.
    pub fn first(rows: &[&Listing]) -> Option<Self> {
        let first = rows.first()?;
        let mut wording = Self {
            title: String::new(),
            days: first.days?,
            format: first.format,
            places: Vec::new(),
            groups: Vec::new(),
            links: Vec::new(),
            paid: false,
            cancelled: false,
            said: Said::default(),
        };
        wording.read(rows);
        Some(wording)
    }

    /// Takes over what a newer issue says, and returns what that changed.
    pub fn next(&mut self, rows: &[&Listing]) -> Vec<ChangeKind> {
        let before = self.clone();
        self.read(rows);
        let mut changes = Vec::new();
        if before.days != self.days {
            changes.push(ChangeKind::Moved { from: before.days, to: self.days });
        }
        if !same_title(&before.title, &self.title) {
            changes.push(ChangeKind::Retitled { from: before.title.clone(), to: self.title.clone() });
        }
        if !same_places(&before.places, &self.places) {
            changes.push(ChangeKind::Relocated { from: before.places.clone(), to: self.places.clone() });
        }
        if !same_main(&before.links, &self.links) {
            let url = |links: &[Link]| links.first().map(|link| link.url.clone());
            changes.push(ChangeKind::Relinked { from: url(&before.links), to: url(&self.links) });
        }
        if before.format != self.format {
            changes.push(ChangeKind::Reformatted { from: before.format, to: self.format });
        }
        if self.cancelled && !before.cancelled {
            changes.push(ChangeKind::Cancelled);
        }
        if before.cancelled && !self.cancelled {
            changes.push(ChangeKind::Reinstated);
        }
        // What calendars show changes only when the history grows, or they would not heed it.
        if changes.is_empty() {
            if details_key(&before) == details_key(self) {
                self.keep_spelling(before);
            } else {
                changes.push(ChangeKind::Reworded);
            }
        }
        changes
    }

    /// Takes back what only another spelling changed.
    fn keep_spelling(&mut self, before: Self) {
        self.title = before.title;
        self.places = before.places;
        self.groups = before.groups;
        self.links = before.links;
    }

    fn read(&mut self, rows: &[&Listing]) {
        let said = std::mem::take(&mut self.said);
        // What announces an event says less of it than what lists it.
        let listed: Vec<&Listing> =
            rows.iter().copied().filter(|row| !notice(&row.title).announces).collect();
        let listed: &[&Listing] = if listed.is_empty() { rows } else { &listed };
        self.said.rows = listed.len();
        let moved = self.read_days(listed, &said);
        let cancelled = self.read_title(listed, &said);
        // "Postponed" beside a new day means that it was, for as long as it stands there.
        self.said.cancelled = cancelled;
        self.cancelled = self.said.cancelled && if said.cancelled { self.cancelled } else { !moved };
        self.read_places(listed, &said);
        self.read_links(rows, listed, &said);
        self.format = format(rows);
        let same_name = |a: &Group, b: &Group| a.name == b.name || text::fold(&a.name) == text::fold(&b.name);
        let groups = union(rows, |row| &row.groups, same_name);
        if !groups.is_empty() {
            self.groups = groups;
        }
        self.paid = rows.iter().any(|row| row.paid);
    }

    /// Two rows of one issue may say two things. A new day wins, for it stands beside the old one as
    /// its correction; else what was said stays, so that rows which differ for weeks make one change
    /// and not one a week.
    fn read_days(&mut self, rows: &[&Listing], before: &Said) -> bool {
        let days: Vec<Days> = rows.iter().filter_map(|row| row.days).collect();
        self.said.days = days.clone();
        let had = !before.days.is_empty();
        let chosen =
            choose(&days, |days| had && !before.days.contains(days), |days| had && *days == self.days);
        let moved = had && chosen.is_some_and(|days| days != self.days);
        self.days = chosen.unwrap_or(self.days);
        moved
    }

    /// Returns whether a title says that there is no event.
    fn read_title(&mut self, rows: &[&Listing], before: &Said) -> bool {
        let mut cancelled = false;
        let mut titles: Vec<&str> = Vec::with_capacity(rows.len());
        for row in rows {
            let notice = notice(&row.title);
            cancelled |= notice.cancelled;
            if !notice.alone && !is_group_name(&row.title, rows) {
                titles.push(&row.title);
            }
        }
        self.said.titles = titles.iter().map(|title| (*title).to_owned()).collect();
        let had = !self.title.is_empty();
        let chosen = choose(
            &titles,
            |title| before.is_reworded(rows) && !before.titles.iter().any(|known| same_title(known, title)),
            |title| had && same_title(title, &self.title),
        );
        match chosen {
            Some(title) => self.title = title.to_owned(),
            None if !had => self.title = rows.first().map(|row| row.title.clone()).unwrap_or_default(),
            None => self.said.titles = before.titles.clone(),
        }
        cancelled
    }

    fn read_places(&mut self, rows: &[&Listing], before: &Said) {
        let told: Vec<&Vec<Place>> = rows.iter().map(|row| &row.places).filter(|p| !p.is_empty()).collect();
        self.said.places = told.iter().map(|places| (*places).clone()).collect();
        let most = told.iter().map(|places| cities(places)).max().unwrap_or_default();
        let told: Vec<&Vec<Place>> = told.into_iter().filter(|places| cities(places) == most).collect();
        let had = !self.places.is_empty();
        let chosen = choose(
            &told,
            |places| {
                before.is_reworded(rows) && !before.places.iter().any(|known| same_places(known, places))
            },
            |places| had && same_places(places, &self.places),
        );
        let Some(chosen) = chosen else { return };
        let added = had && before.rows > 0 && !before.is_reworded(rows) && !same_places(chosen, &self.places);
        if added && cities(&self.places) > 0 {
            return;
        }
        if most == 0 && cities(&self.places) > 0 && country(chosen) == country(&self.places) {
            return;
        }
        let mut places = chosen.clone();
        for place in &mut places {
            let older = self.places.iter().find(|older| city_key(older) == city_key(place));
            if let Some(older) = older {
                restore(place, older);
            }
        }
        self.places = places;
    }

    fn read_links(&mut self, rows: &[&Listing], listed: &[&Listing], before: &Said) {
        let links = union(rows, |row| &row.links, same_page);
        let mut mains: Vec<&Link> = listed.iter().filter_map(|row| row.links.first()).collect();
        // The page of a series gives way to that of the occurrence.
        if mains.iter().any(|link| !is_series(link)) {
            mains.retain(|link| !is_series(link));
        }
        self.said.links = mains.iter().map(|link| (*link).clone()).collect();
        let had = self.links.first();
        let chosen = choose(
            &mains,
            |link| before.is_reworded(listed) && !before.links.iter().any(|known| same_page(known, link)),
            |link| had.is_some_and(|had| same_page(had, link)),
        );
        let Some(main) = chosen else {
            self.said.links = before.links.clone();
            return;
        };
        let rest = links.into_iter().filter(|link| !same_page(link, main) && !is_series(link));
        self.links = std::iter::once(main.clone()).chain(rest).collect();
    }
}

/// The first that is new, else the first that stays, else the first.
fn choose<T: Copy>(values: &[T], is_new: impl Fn(&T) -> bool, stays: impl Fn(&T) -> bool) -> Option<T> {
    let new = values.iter().find(|value| is_new(value));
    new.or_else(|| values.iter().find(|value| stays(value))).or(values.first()).copied()
}

/// All of the rows' members in order, without doubles.
fn union<T: Clone>(
    rows: &[&Listing],
    of: impl Fn(&Listing) -> &Vec<T>,
    same: impl Fn(&T, &T) -> bool,
) -> Vec<T> {
    let mut all: Vec<T> = Vec::new();
    for value in rows.iter().flat_map(|row| of(row)) {
        if !all.iter().any(|known| same(known, value)) {
            all.push(value.clone());
        }
    }
    all
}

/// Both ways where a row says so, or where the event stands in both kinds of section.
fn format(rows: &[&Listing]) -> Format {
    let has = |format| rows.iter().any(|row| row.format == format);
    let online = |row: &&&Listing| row.section.as_deref().is_some_and(is_online);
    let in_both = rows.iter().any(|row| online(&row)) && rows.iter().any(|row| !online(&row));
    if has(Format::Hybrid) || has(Format::Virtual) && has(Format::InPerson) && in_both {
        Format::Hybrid
    } else {
        rows.first().map_or(Format::InPerson, |row| row.format)
    }
}

/// Whether a title is but the name of a group: what a row shows that has lost its title line.
fn is_group_name(title: &str, rows: &[&Listing]) -> bool {
    rows.iter().all(|row| row.links.is_empty())
        && rows.iter().flat_map(|row| &row.groups).any(|group| same_title(&group.name, title))
}

/// Whether titles differ in case, accents, punctuation and white space at most.
fn same_title(a: &str, b: &str) -> bool {
    a == b || title_key(a) == title_key(b)
}

fn title_key(title: &str) -> String {
    let folded = text::fold(title);
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn same_places(a: &[Place], b: &[Place]) -> bool {
    // `Darmstadt, DE` and `Darmstadt, HE, DE` are one place in more and fewer words.
    let point = |place: &Place| place.latitude.zip(place.longitude);
    let same = |a: &Place, b: &Place| {
        let part = a.subdivision == b.subdivision || a.subdivision.is_none() || b.subdivision.is_none();
        let one_point = point(a).is_some() && point(a) == point(b);
        a.country == b.country && city_key(a) == city_key(b) && (part || one_point)
    };
    a == b
        || a.len() == b.len()
            && a.iter().all(|place| b.iter().any(|other| same(place, other)))
            && b.iter().all(|place| a.iter().any(|other| same(place, other)))
}

/// Whether links lead to one page, however they are written.
fn same_page(a: &Link, b: &Link) -> bool {
    a.url == b.url || link::identity(&a.url) == link::identity(&b.url)
}

fn same_main(a: &[Link], b: &[Link]) -> bool {
    match (a.first(), b.first()) {
        (Some(a), Some(b)) => same_page(a, b),
        (a, b) => a.is_none() && b.is_none(),
    }
}

/// What is shown beside title, day, place and main link, without regard to spelling.
fn details_key(wording: &Wording) -> (BTreeSet<(String, String)>, BTreeSet<String>, bool) {
    let page = |group: &Group| group.url.as_deref().unwrap_or_default().trim_end_matches('/').to_owned();
    let groups = wording.groups.iter().map(|group| (title_key(&group.name), page(group)));
    let links = wording.links.iter().map(|link| link::identity(&link.url).to_string());
    (groups.collect(), links.collect(), wording.paid)
}

fn city_key(place: &Place) -> String {
    place.known_city.as_ref().or(place.city.as_ref()).map(|city| text::fold(city)).unwrap_or_default()
}

fn cities(places: &[Place]) -> usize {
    places.iter().filter(|place| place.city.is_some()).count()
}

fn country(places: &[Place]) -> Option<&str> {
    places.iter().find_map(|place| place.country.as_ref()).map(|country| country.code())
}

/// Gives a place back what an older wording of it had.
fn restore(place: &mut Place, older: &Place) {
    if place.country.is_some() && older.country.is_some() && place.country != older.country {
        return;
    }
    place.country = place.country.or(older.country);
    place.subdivision = place.subdivision.take().or_else(|| older.subdivision.clone());
    place.known_city = place.known_city.take().or_else(|| older.known_city.clone());
    place.region = place.region.or(older.region);
    if place.latitude.is_none() {
        (place.latitude, place.longitude) = (older.latitude, older.longitude);
    }
    place.time_zone = place.time_zone.or(older.time_zone);
}

/// Whether this is a recurring event's page on Meetup; most links need no second look to say no.
fn is_series(link: &Link) -> bool {
    let named = |(_, id): (&str, &str)| id.starts_with(|c: char| c.is_ascii_alphabetic());
    link.url.split_once("/events/").is_some_and(named)
        && matches!(link::identity(&link.url), LinkId::Meetup { event: Some(MeetupEvent::Series(_)), .. })
}
