//! JSON-LD as it is really published: damaged, in lists and graphs, with texts where objects should be.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// Reads a block; one that is damaged in the usual ways as it was meant.
pub(super) fn parse(block: &str) -> Result<Value, String> {
    let bare = bare(block);
    let first = match serde_json::from_str(bare) {
        Ok(value) => return Ok(value),
        Err(error) => error,
    };
    serde_json::from_str(&repaired(bare)).map_err(|_| first.to_string())
}

/// Without what once kept scripts from old browsers and XML parsers.
fn bare(block: &str) -> &str {
    let mut bare = block.trim().trim_start_matches('\u{feff}');
    for (before, behind) in
        [("<!--", "-->"), ("//<![CDATA[", "//]]>"), ("<![CDATA[", "]]>"), ("/*<![CDATA[*/", "/*]]>*/")]
    {
        bare = bare.strip_prefix(before).unwrap_or(bare).trim();
        bare = bare.strip_suffix(behind).unwrap_or(bare).trim();
    }
    bare.trim_end_matches(';').trim_end()
}

/// With line breaks in texts as blanks, without commas before a closing bracket, and with quotes where the
/// whole was escaped as HTML.
fn repaired(text: &str) -> String {
    let text = if text.contains("&quot;") && !text.contains('"') {
        text.replace("&quot;", "\"").replace("&amp;", "&")
    } else {
        text.to_owned()
    };
    let mut out = String::with_capacity(text.len());
    let mut quoted = false;
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' if quoted => {
                out.push(c);
                out.extend(chars.next().map(|(_, c)| c));
            }
            '"' => {
                quoted = !quoted;
                out.push(c);
            }
            c if c.is_control() => out.push(' '),
            ',' if !quoted && text[at + 1..].trim_start().starts_with(['}', ']']) => {}
            c => out.push(c),
        }
    }
    out
}

/// The events of a block: by themselves, in a list, in a graph, in a list of items. What is a part of an
/// event is none by itself.
pub(super) fn events(value: &Value) -> Vec<&Map<String, Value>> {
    let mut found = Vec::new();
    // Not by recursion: how deep it goes is the page's to choose.
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        match value {
            Value::Array(values) => open.extend(values.iter().rev()),
            Value::Object(object) if is_event(object) => found.push(object),
            Value::Object(object) => {
                let inner = [
                    "item",
                    "itemListElement",
                    "mainEntity",
                    "mainEntityOfPage",
                    "@graph",
                    "event",
                    "events",
                ];
                open.extend(inner.iter().filter_map(|key| object.get(*key)));
            }
            _ => {}
        }
    }
    found
}

/// What has an id, by it: graphs name places and groups once and point at them.
pub(super) fn nodes(values: &[Value]) -> BTreeMap<&str, &Map<String, Value>> {
    let mut nodes = BTreeMap::new();
    let mut open: Vec<&Value> = values.iter().collect();
    while let Some(value) = open.pop() {
        match value {
            Value::Array(values) => open.extend(values),
            Value::Object(object) => {
                if let Some(id) = object.get("@id").and_then(Value::as_str).filter(|_| object.len() > 1) {
                    nodes.entry(id).or_insert(object);
                }
                open.extend(object.values());
            }
            _ => {}
        }
    }
    nodes
}

/// Event, or one of its kinds: `MusicEvent`, `Festival`, `Hackathon`.
fn is_event(object: &Map<String, Value>) -> bool {
    let types = match object.get("@type") {
        Some(Value::Array(types)) => types.iter().filter_map(Value::as_str).collect(),
        Some(Value::String(one)) => vec![one.as_str()],
        _ => Vec::new(),
    };
    types.into_iter().map(local).any(|name| {
        (name.ends_with("Event") && name != "PublicationEvent" && name != "UserInteractionEvent")
            || matches!(name, "Festival" | "Hackathon" | "CourseInstance")
    })
}

/// The name of a term without the vocabulary's address before it.
pub(super) fn local(term: &str) -> &str {
    term.rsplit(['/', '#', ':']).next().unwrap_or(term).trim()
}

/// A text: by itself, as a value or a name of an object, or the first of a list.
pub(super) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(crate::text::clean(&unescaped(text)).into_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(values) => values.iter().find_map(text_of_one),
        Value::Object(_) => text_of_one(value),
        _ => None,
    }
    .filter(|text| !text.is_empty())
}

/// A text without HTML's escapes, by name and by number (`&#8217;`, `&#x2019;`), as WordPress leaves them.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("&#") {
        let (before, escape) = rest.split_at(at);
        out.push_str(before);
        let number = escape[2..].split(';').next().unwrap_or_default();
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => number.parse().ok(),
        };
        match code.and_then(char::from_u32).filter(|_| escape[2 + number.len()..].starts_with(';')) {
            Some(c) => {
                out.push(c);
                rest = &escape[number.len() + 3..];
            }
            None => {
                out.push_str("&#");
                rest = &escape[2..];
            }
        }
    }
    out.push_str(rest);
    super::super::ical::entities(&out)
}

fn text_of_one(value: &Value) -> Option<String> {
    match value {
        Value::Object(object) => {
            let named = ["@value", "name", "@id", "url"].iter().find_map(|key| object.get(*key));
            named.filter(|value| value.is_string()).and_then(text)
        }
        Value::String(_) | Value::Number(_) => text(value),
        _ => None,
    }
}

/// A list, or the one that stands in its place.
pub(super) fn list(value: Option<&Value>) -> Vec<&Value> {
    match value {
        Some(Value::Array(values)) => values.iter().collect(),
        Some(Value::Null) | None => Vec::new(),
        Some(value) => vec![value],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damage_of_the_usual_kinds_is_undone() {
        for block in [
            "{\"name\":\"a b\"}",
            "<!-- {\"name\":\"a b\"} -->",
            "//<![CDATA[\n{\"name\":\"a b\"}\n//]]>",
            "{\"name\":\"a\nb\",}",
            "{\"name\":\"a b\"};",
            "{&quot;name&quot;:&quot;a b&quot;}",
        ] {
            assert_eq!(parse(block).map(|value| value["name"].clone()), Ok("a b".into()), "{block}");
        }
        assert_eq!(parse("{\"name\":\"a, ]\",}").unwrap()["name"], "a, ]", "what a text holds stays");
        assert!(parse("{\"name\":").is_err());
        let deep = format!("{}1{}", "[".repeat(10_000), "]".repeat(10_000));
        assert!(parse(&deep).unwrap_err().contains("recursion"));
    }

    #[test]
    fn events_are_found_in_lists_and_graphs_and_parts_are_none() {
        let value: Value = serde_json::from_str(
            r#"{"@graph":[{"@type":"WebPage"},{"@type":["Thing","EducationEvent"],"name":"a","subEvent":{"@type":"Event","name":"part"}},
              {"@type":"ItemList","itemListElement":[{"@type":"ListItem","item":{"@type":"https://schema.org/Hackathon","name":"b"}}]}]}"#,
        )
        .unwrap();
        let names: Vec<_> = events(&value).iter().filter_map(|event| text(event.get("name")?)).collect();
        assert_eq!(names, ["a", "b"]);
    }
}
