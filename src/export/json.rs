//! `events.json` and `archive.json`.

use super::{
    document::Document,
    format::{OutputFormat, Printed},
};
use crate::{
    catalogue::Catalogue,
    model::Event,
    selection::{History, Open},
};

/// The events as JSON.
pub(super) const FORMAT: OutputFormat = OutputFormat {
    name: "json",
    about: "The events as JSON",
    live: Some("application/json"),
    open: Open::History(History::FEEDS),
    for_issue: false,
    print: |selected| print(selected.catalogue, &selected.events).map(Printed::from),
};

/// Prints the events, one line each, so that a diff shows which changed.
///
/// # Errors
///
/// Those of the serializer, which has no reason for one.
pub fn print(catalogue: &Catalogue, events: &[&Event]) -> serde_json::Result<String> {
    let Document { version, as_of, source, events } = Document::of(catalogue, events);
    let source = serde_json::to_string(&source)?;
    let events: Vec<String> = events.iter().map(serde_json::to_string).collect::<Result<_, _>>()?;
    let body = if events.is_empty() { String::new() } else { format!("\n{}\n", events.join(",\n")) };
    Ok(format!(
        "{{\"version\":{version},\"as_of\":\"{as_of}\",\n\"source\":{source},\n\"events\":[{body}]}}\n"
    ))
}
