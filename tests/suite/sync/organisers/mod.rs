//! `sync --calendars` and `sync --pages`: what comes, how politely it is asked for, and that whatever goes
//! wrong leaves what was there.

mod crash;
mod day;
mod faults;
mod kept;
mod private;
mod program;
mod world;

use twir_events::sync::calendars::{Outcome, Wanted};
use world::{GOOGLE, LUMA, MEETUP, PAGES, Thing, World, calendar};

use super::*;

fn events(names: &[&str]) -> Thing {
    Thing::Calendar(names.iter().map(|name| (*name).to_owned()).collect())
}

fn whole(names: &[&str]) -> String {
    calendar(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>())
}

const ICAL: &str = "/rust-ort/events/ical/";

/// A world with one of each, and what is wanted of it.
fn four() -> (World, Vec<Wanted>) {
    let world = World::new();
    world.set(MEETUP, ICAL, events(&["m1"]));
    world.set(LUMA, "/ics/get?entity=calendar&id=cal-A", events(&["l1"]));
    world.set(GOOGLE, "/calendar/ical/x%40group/public/basic.ics", events(&["g1"]));
    world.set(PAGES, "/talk", Thing::Page("<html>Talk</html>".to_owned()));
    let wanted = vec![
        world.wanted(MEETUP, ICAL),
        world.wanted(LUMA, "/ics/get?entity=calendar&id=cal-A"),
        world.wanted(GOOGLE, "/calendar/ical/x%40group/public/basic.ics"),
        world.wanted(PAGES, "/talk"),
    ];
    (world, wanted)
}
