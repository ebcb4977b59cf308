//! The editor's desk: draft, check, group and the Markdown they print.

mod calendars;
mod cases;
mod check;
mod codes;
mod draft;
mod examples;
mod group;
mod organisers;
mod replay;
mod round_trip;
mod site;
mod support;
mod workflow;
