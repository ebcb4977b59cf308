//! An event's page as it was saved: what it says for machines, as schema.org's JSON-LD
//! (<https://schema.org/Event>, <https://developers.google.com/search/docs/appearance/structured-data/event>),
//! as Eventbrite, pretix, Mobilizon, hasgeek, Meetup and Luma write it.

mod data;
mod event;
mod time;

use std::borrow::Cow;

use html5gum::{DefaultEmitter, Token, Tokenizer};
use serde_json::{Map, Value};

use super::{Brought, CalendarReader};
use crate::link;

/// So many events of one page are read: a page that lists more is a directory.
const MAX_EVENTS: usize = 1_000;

/// A page begins with a mark of HTML or XML.
pub(super) fn is(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    bytes.trim_ascii_start().starts_with(b"<")
}

pub(super) fn read(bytes: &[u8], reader: &mut CalendarReader<'_>) -> Result<Brought, String> {
    let page = Page::of(&decoded(bytes));
    // Of the pages that were fetched many have none; a file that is named is meant to.
    if page.blocks.is_empty() && reader.page.is_none() {
        return Err("a page without JSON-LD: it says nothing of an event for machines".to_owned());
    }
    let mut brought = Brought::default();
    let mut values = Vec::new();
    for block in &page.blocks {
        match data::parse(block) {
            Ok(value) => values.push(value),
            Err(error) => brought.unusable.push(format!("a block of JSON-LD that is damaged: {error}")),
        }
    }
    let mut events: Vec<&Map<String, Value>> = values.iter().flat_map(data::events).collect();
    if events.len() > MAX_EVENTS {
        brought.unusable.push(format!("{} events after the first {MAX_EVENTS}", events.len() - MAX_EVENTS));
        events.truncate(MAX_EVENTS);
    }
    // By the address that was asked, else by the one that the page gives itself.
    let own = reader.page.clone().or(page.address);
    let nodes = data::nodes(&values);
    let (mine, others) = of_the_page(&events, own.as_deref(), reader.page.is_some());
    if others > 0 {
        let events = if others == 1 { "another event" } else { "other events" };
        brought.unusable.push(format!("{events} that the page names ({others})"));
    }
    for event in mine {
        match event::incoming(event, &nodes, own.as_deref(), reader) {
            Ok(incoming) => brought.events.push(incoming),
            Err(reason) => brought.unusable.push(reason),
        }
    }
    Ok(brought)
}

/// The events that the page is about, and how many others it names beside them: the next ones of the group,
/// what others liked.
fn of_the_page<'v>(
    events: &[&'v Map<String, Value>],
    own: Option<&str>,
    asked: bool,
) -> (Vec<&'v Map<String, Value>>, usize) {
    let mut events = events.to_vec();
    let before = events.len();
    // One event twice, in two blocks.
    let mut seen = Vec::new();
    events.retain(|event| {
        let key = (event.get("url"), event.get("name"), event.get("startDate"));
        let new = !seen.contains(&key);
        seen.push(key);
        new
    });
    let doubles = before - events.len();
    let Some(own) = own.map(link::identity).filter(|_| events.len() > 1) else { return (events, 0) };
    let is_own = |event: &&Map<String, Value>| {
        ["url", "@id", "mainEntityOfPage"]
            .iter()
            .filter_map(|key| data::text(event.get(*key)?))
            .any(|url| link::canonical(&url).is_ok() && link::identity(&url) == own)
    };
    let mine: Vec<&Map<String, Value>> = events.iter().copied().filter(is_own).collect();
    if mine.is_empty() && !asked {
        // The page of a group or a conference, with all that it holds.
        return (events, 0);
    }
    let others = before - doubles - mine.len();
    (mine, others)
}

/// The page in UTF-8: most are; others say what they are in their head, or are of the western Windows code page, as
/// browsers take it.
fn decoded(bytes: &[u8]) -> Cow<'_, [u8]> {
    /// A page names its encoding within so many bytes (HTML, section 13.2.3.2).
    const HEAD: usize = 1024;
    if std::str::from_utf8(bytes).is_ok() {
        return Cow::Borrowed(bytes);
    }
    let head = String::from_utf8_lossy(&bytes[..HEAD.min(bytes.len())]).to_ascii_lowercase();
    let label = head.split("charset=").nth(1).map(|rest| {
        rest.trim_start_matches(['"', '\''])
            .split(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_'))
            .next()
    });
    let encoding = label.flatten().and_then(|label| encoding_rs::Encoding::for_label(label.as_bytes()));
    let encoding = encoding.unwrap_or(encoding_rs::WINDOWS_1252);
    // Of what says UTF-8 and is not, single characters are damaged: the rest stays.
    Cow::Owned(encoding.decode(bytes).0.into_owned().into_bytes())
}

fn has_word(words: &str, wanted: &str) -> bool {
    words.split_whitespace().any(|word| word.eq_ignore_ascii_case(wanted))
}

/// What is needed of a page.
#[derive(Default)]
struct Page {
    /// Its own address, as it says.
    address: Option<String>,
    /// The blocks of JSON-LD.
    blocks: Vec<String>,
}

impl Page {
    fn of(bytes: &[u8]) -> Self {
        let mut page = Self::default();
        let mut emitter = DefaultEmitter::default();
        // Else what stands in a script would be taken for tags.
        emitter.naively_switch_states(true);
        let mut inside = false;
        for token in Tokenizer::new_with_emitter(bytes, emitter).flatten() {
            match token {
                Token::StartTag(tag) => {
                    let attribute = |name: &[u8]| {
                        let (_, value) = tag.attributes.iter().find(|(key, _)| ***key == *name)?;
                        Some(String::from_utf8_lossy(value).trim().to_owned())
                    };
                    let is = |name: &[u8], wanted: &str| {
                        attribute(name).is_some_and(|value| value.eq_ignore_ascii_case(wanted))
                    };
                    match &**tag.name {
                        b"script" => {
                            let kind = attribute(b"type").unwrap_or_default().to_ascii_lowercase();
                            inside = kind
                                .split(';')
                                .next()
                                .is_some_and(|kind| kind.trim() == "application/ld+json");
                            if inside {
                                page.blocks.push(String::new());
                            }
                        }
                        b"link" if attribute(b"rel").is_some_and(|rel| has_word(&rel, "canonical")) => {
                            page.address = attribute(b"href").filter(|url| link::canonical(url).is_ok());
                        }
                        b"meta" if is(b"property", "og:url") && page.address.is_none() => {
                            page.address = attribute(b"content").filter(|url| link::canonical(url).is_ok());
                        }
                        _ => {}
                    }
                }
                Token::EndTag(tag) if &**tag.name == b"script" => inside = false,
                Token::String(text) if inside => {
                    if let Some(block) = page.blocks.last_mut() {
                        block.push_str(&String::from_utf8_lossy(&text));
                    }
                }
                _ => {}
            }
        }
        page
    }
}
