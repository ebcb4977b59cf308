//! Which events: the filters, once, for every command, feed and request.
//!
//! Values of one option are alternatives, different options all hold. A [`Selection`] is made from
//! text by [`Selection::from_pairs`], which refuses every value that names nothing known, so that a
//! slip never looks like an empty answer.

mod error;
mod file_names;
mod groups;
mod known;
mod near;
mod option_reader;
mod parse;

use std::{collections::BTreeSet, str::FromStr};

use chrono::{Days as Lapse, NaiveDate};

pub use error::Error;
pub use groups::GroupEntry;
pub use known::{City, Known};
pub use near::Point;
pub use option_reader::OPTIONS;

use crate::{
    catalogue::Catalogue,
    knowledge::{Gazetteer, Knowledge},
    model::{Country, Days, Event, Format, Group, Link, Listing, Place, Region},
    text,
};

/// How far `--near` reaches when `--within` is left out, in kilometres.
pub const DEFAULT_WITHIN_KM: f64 = 50.0;

/// The filters. An empty list selects everything.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Selection {
    /// Regions of any of the places.
    pub regions: Vec<Region>,
    /// Countries of any of the places.
    pub countries: Vec<Country>,
    /// Cities of any of the places.
    pub cities: Vec<City>,
    /// Groups, each with all its spellings.
    pub groups: Vec<GroupEntry>,
    /// Ways to take part.
    pub formats: Vec<Format>,
    /// The first day, inclusive; an event of several days counts when any of them does.
    pub from: Option<NaiveDate>,
    /// The last day, inclusive.
    pub to: Option<NaiveDate>,
    /// So many weeks from `from`, or from as-of where that is open. Settled by
    /// [`left_open`](Self::left_open).
    pub weeks: Option<u32>,
    /// How far back a feed reaches. Settled by [`left_open`](Self::left_open).
    pub history: Option<History>,
    /// Only what can be attended within [`within_km`](Self::within_km) of one of these points.
    pub near: Vec<Point>,
    /// The distance for `near`, in kilometres; [`DEFAULT_WITHIN_KM`] where it is `None`.
    pub within_km: Option<f64>,
    /// Texts, one of which the title, a group, a place or a link's title has to contain, or name otherwise.
    pub texts: Vec<Text>,
    /// Only what was first listed after this day.
    pub new_since: Option<NaiveDate>,
}

/// A text that is searched for, and what it names by another name: `Köln` is Cologne, `Texas` a state.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Text {
    /// What is searched for, folded.
    words: String,
    /// The cities of this name: the table's name, the country, degrees north and east.
    cities: Vec<(String, Country, (f64, f64))>,
    /// The states of this name.
    states: Vec<(Country, String)>,
    country: Option<Country>,
    groups: Vec<GroupEntry>,
}

impl Text {
    /// Below so many letters a text is a word or a code before it is a country's or a state's name: `in`, `us`.
    const NAME_LETTERS: usize = 4;

    fn read(text: &str, knowledge: &Knowledge, known: &Known) -> Self {
        let (words, places) = (text::fold(text), &knowledge.places);
        let is_name = words.chars().count() >= Self::NAME_LETTERS;
        let cities = places.cities(text).into_iter();
        Self {
            cities: cities
                .map(|city| (city.name.clone(), city.country, (city.latitude, city.longitude)))
                .collect(),
            states: places.subdivisions_named(&words).iter().filter(|_| is_name).cloned().collect(),
            country: places.country(text).filter(|_| is_name),
            groups: known.groups_named(text, knowledge),
            words,
        }
    }

    fn names_place(&self, place: &Place) -> bool {
        let at = place.latitude.zip(place.longitude);
        self.cities.iter().any(|(name, country, point)| {
            Some(name) == place.known_city.as_ref() && Some(*country) == place.country && Some(*point) == at
        }) || self.states.iter().any(|(country, state)| {
            Some(*country) == place.country && Some(state) == place.subdivision.as_ref()
        }) || place.country.is_some() && place.country == self.country
    }

    fn names_group(&self, group: &Group) -> bool {
        self.groups.iter().any(|entry| entry.is(group))
    }
}

/// How far back a feed reaches before as-of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum History {
    /// So many weeks.
    Weeks(u32),
    /// To the beginning.
    All,
}

impl Default for History {
    fn default() -> Self {
        Self::FEEDS
    }
}

impl History {
    /// That of feeds, twelve weeks: long enough for "when was that talk?", short enough for a phone.
    pub const FEEDS: Self = Self::Weeks(12);

    /// The first day that a feed shows; `None` when it shows all.
    pub fn first_day(self, as_of: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::All => None,
            Self::Weeks(weeks) => as_of.checked_sub_days(Lapse::new(7 * u64::from(weeks))),
        }
    }
}

impl FromStr for History {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text.eq_ignore_ascii_case("all") {
            return Ok(Self::All);
        }
        text.parse().map(Self::Weeks).map_err(|_| format!("`{text}` is neither a number of weeks nor `all`"))
    }
}

/// The span in time that a use takes where the selection leaves it open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Open {
    /// From as-of on: lists and Markdown.
    FromAsOf,
    /// From so far before as-of on: feeds and JSON. The selection's own history goes before.
    History(History),
    /// Everything: listings.
    Everything,
}

impl Selection {
    /// Settles the span in time where the selection leaves it open.
    ///
    /// `weeks` count from `from`, else from as-of. A `to` before the use's own beginning opens the
    /// beginning: whoever asks for `--to 2024-12-31` wants what was until then.
    #[must_use]
    pub fn left_open(mut self, open: Open, as_of: NaiveDate) -> Self {
        if let Some(weeks) = self.weeks.take() {
            let from = self.from.unwrap_or(as_of);
            self.to = from.checked_add_days(Lapse::new(7 * u64::from(weeks)));
            if self.history.is_none() {
                self.from = Some(from);
            }
        }
        if self.from.is_none() {
            let first = match (open, self.history) {
                (Open::History(_), Some(history)) | (Open::History(history), None) => {
                    history.first_day(as_of)
                }
                (Open::FromAsOf, _) => Some(as_of),
                (Open::Everything, _) => None,
            };
            self.from = first.filter(|first| self.to.is_none_or(|to| *first <= to));
        }
        self.history = None;
        self
    }

    /// What is selected, in a few words for a title; empty when that is everything.
    pub fn describe(&self) -> String {
        let gazetteer = Gazetteer::bundled();
        let formats = self.formats.iter().map(|format| match format {
            Format::InPerson => "in person",
            Format::Virtual => "online",
            Format::Hybrid => "hybrid",
        });
        let kinds: [Vec<&str>; 6] = [
            self.groups.iter().map(|group| group.name.as_str()).collect(),
            self.cities.iter().map(|city| city.name.as_str()).collect(),
            self.countries.iter().map(|country| gazetteer.country_name(*country)).collect(),
            self.regions.iter().map(|region| region.heading()).collect(),
            formats.collect(),
            self.texts.iter().map(|text| text.words.as_str()).collect(),
        ];
        let mut words: Vec<String> =
            kinds.iter().filter(|kind| !kind.is_empty()).map(|kind| kind.join(", ")).collect();
        let near: Vec<String> = self.near.iter().map(|point| point.describe(&gazetteer)).collect();
        if !near.is_empty() {
            let within = self.within_km.unwrap_or(DEFAULT_WITHIN_KM);
            words.push(format!("within {within} km of {}", near.join(" or ")));
        }
        words.join(", ")
    }

    /// Whether the event is selected.
    pub fn matches(&self, event: &Event) -> bool {
        self.holds(&Subject {
            days: Some(event.days),
            format: event.format,
            places: &event.places,
            groups: &event.groups,
            title: &event.title,
            links: &event.links,
            first_listed: event.first_listed,
        })
    }

    /// The selected events, by first day, then id.
    pub fn events<'a>(&self, catalogue: &'a Catalogue) -> Vec<&'a Event> {
        catalogue.events.iter().filter(|event| self.matches(event)).collect()
    }

    /// The indices of the selected listings, each judged by what it says itself; only "new since"
    /// asks for its event. A listing without days is selected when the span in time is open.
    pub fn listings(&self, catalogue: &Catalogue) -> Vec<usize> {
        let selected = |index: usize, listing: &Listing| {
            let event = catalogue.event_of.get(index).copied().flatten();
            let event = event.and_then(|event| catalogue.events.get(event));
            self.holds(&Subject {
                days: listing.days,
                format: listing.format,
                places: &listing.places,
                groups: &listing.groups,
                title: &listing.title,
                links: &listing.links,
                first_listed: event.map_or(listing.source.issue_date, |event| event.first_listed),
            })
        };
        let listings = catalogue.listings.iter().enumerate();
        listings.filter(|(index, listing)| selected(*index, listing)).map(|(index, _)| index).collect()
    }

    fn holds(&self, subject: &Subject<'_>) -> bool {
        let places = subject.places;
        any(&self.formats, |format| *format == subject.format)
            && any(&self.regions, |region| places.iter().any(|place| place.region == Some(*region)))
            && any(&self.countries, |country| places.iter().any(|place| place.country == Some(*country)))
            && any(&self.cities, |city| places.iter().any(|place| city.is(place)))
            && any(&self.groups, |group| subject.groups.iter().any(|other| group.is(other)))
            && (self.texts.is_empty() || subject.contains(&self.texts))
            && any(&self.near, |point| subject.is_near(*point, self.within_km.unwrap_or(DEFAULT_WITHIN_KM)))
            && self.new_since.is_none_or(|day| subject.first_listed > day)
            && self.spans(subject.days)
    }

    fn spans(&self, days: Option<Days>) -> bool {
        match days {
            Some(days) => {
                self.from.is_none_or(|from| days.end() >= from) && self.to.is_none_or(|to| days.start() <= to)
            }
            None => self.from.is_none() && self.to.is_none(),
        }
    }
}

fn any<T>(values: &[T], mut holds: impl FnMut(&T) -> bool) -> bool {
    values.is_empty() || values.iter().any(&mut holds)
}

/// What the filters look at, of an event or of a listing.
struct Subject<'a> {
    days: Option<Days>,
    format: Format,
    places: &'a [Place],
    groups: &'a [Group],
    title: &'a str,
    links: &'a [Link],
    first_listed: NaiveDate,
}

impl Subject<'_> {
    /// Whether one of these texts stands anywhere in the words of the event, or names its place or group.
    fn contains(&self, wanted: &[Text]) -> bool {
        let texts = std::iter::once(self.title)
            .chain(self.groups.iter().map(|group| group.name.as_str()))
            .chain(self.links.iter().map(|link| link.title.as_str()))
            .chain(
                self.places
                    .iter()
                    .flat_map(|place| [place.city.as_deref(), place.known_city.as_deref()])
                    .flatten(),
            );
        let texts: BTreeSet<&str> = texts.collect();
        wanted.iter().any(|text| self.places.iter().any(|place| text.names_place(place)))
            || wanted.iter().any(|text| self.groups.iter().any(|group| text.names_group(group)))
            || texts
                .into_iter()
                .map(text::fold)
                .any(|text| wanted.iter().any(|wanted| text.contains(wanted.words.as_str())))
    }

    /// Nobody goes to a virtual event, and a place without coordinates is nowhere near.
    fn is_near(&self, point: Point, within_km: f64) -> bool {
        self.format != Format::Virtual
            && self.places.iter().filter_map(Point::of).any(|place| place.distance_km(point) <= within_km)
    }
}
