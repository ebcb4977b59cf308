//! The types that everything else speaks of; their constructors check. Nothing here reads or prints.

mod days;
mod event;
mod format;
mod group;
mod link;
mod listing;
mod place;
mod place_field;
mod problem;

pub use self::{
    days::Days,
    event::{Change, ChangeKind, Event, EventSource, SaidBy, SourceKind, Status, Venue},
    format::Format,
    group::Group,
    link::Link,
    listing::{Grammar, Listing, Source, Written},
    place::{Country, Place, Region},
    place_field::{PlaceField, PlaceFinding},
    problem::{Code, Edit, Fix, Problem, Severity},
};
