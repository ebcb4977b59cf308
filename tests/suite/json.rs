//! `events.json` and its relatives against their own schema and the contract.

use serde_json::Value;

use crate::run::run_on_issues;

fn document(options: &[&str]) -> Value {
    let args: Vec<&str> = ["export", "json"].into_iter().chain(options.iter().copied()).collect();
    serde_json::from_str(&run_on_issues(&args).ok()).unwrap()
}

fn schema() -> Value {
    serde_json::from_str(&twir_events::export::schema::print()).unwrap()
}

/// What keeps a document from fulfilling the schema. Members that the schema does not name count too,
/// so that it names them all.
fn faults(document: &Value) -> Vec<String> {
    fn close(schema: &mut Value) {
        if schema.get("properties").is_some() {
            schema["additionalProperties"] = false.into();
        }
        match schema {
            Value::Object(members) => members.values_mut().for_each(close),
            Value::Array(items) => items.iter_mut().for_each(close),
            _ => {}
        }
    }
    let mut schema = schema();
    close(&mut schema);
    let validator = jsonschema::draft202012::new(&schema).expect("a schema");
    validator.iter_errors(document).map(|fault| format!("{}: {fault}", fault.instance_path())).collect()
}

#[test]
fn what_is_printed_fulfils_the_schema() {
    let schema = schema();
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    assert_eq!(faults(&document(&["--history", "all"])), [""; 0]);
}

/// The check above sees what is wrong, or it would be none.
#[test]
fn the_schema_refuses_what_is_wrong() {
    let good = document(&["--history", "all"]);
    let spoiled = |path: &str, value: Value| {
        let mut document = good.clone();
        *document.pointer_mut(path).unwrap() = value;
        faults(&document).len()
    };
    assert_eq!(spoiled("/version", 2.into()), 1);
    assert_eq!(spoiled("/events/0/format", "by_post".into()), 1);
    assert_eq!(spoiled("/events/0/title", Value::Null), 1);
    assert_eq!(spoiled("/events/0/listings/0", serde_json::json!({})), 4);
}

#[test]
fn the_head_says_what_was_read() {
    let json = document(&[]);
    assert_eq!(json["version"], 1);
    assert_eq!(json["as_of"], "2024-05-22");
    assert_eq!(json["source"], serde_json::json!({"issues": 3, "first": "2024-05-01", "last": "2024-05-22"}));
    assert_eq!(document(&["--as-of", "2024-05-24"])["as_of"], "2024-05-24");
}

#[test]
fn an_event_has_the_members_of_the_contract_in_order() {
    let json = document(&["--city", "Florence"]);
    let event = json["events"][0].as_object().unwrap();
    let names: Vec<&str> = event.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "id",
            "title",
            "start",
            "end",
            "starts_at",
            "ends_at",
            "time_zone",
            "format",
            "region",
            "places",
            "groups",
            "links",
            "summary",
            "venue",
            "url",
            "paid",
            "status",
            "candidate",
            "sequence",
            "last_modified",
            "first_listed",
            "last_listed",
            "sources",
            "history",
            "listings",
        ]
    );
    assert_eq!((&event["start"], &event["end"]), (&"2024-05-16".into(), &"2024-05-18".into()));
    assert_eq!((&event["paid"], &event["time_zone"]), (&true.into(), &"Europe/Rome".into()));
    assert_eq!(event["listings"][0]["file"], "2024-05-01-this-week-in-rust.md");
    assert_eq!(event["listings"].as_array().unwrap().len(), 2);
}

#[test]
fn history_holds_only_what_changed() {
    let json = document(&["--city", "Austin"]);
    assert_eq!(
        json["events"][0]["history"],
        serde_json::json!([{
            "issue_date": "2024-05-08",
            "change": "moved",
            "from": {"start": "2024-05-20", "end": "2024-05-20"},
            "to": {"start": "2024-05-23", "end": "2024-05-23"},
        }])
    );
    let json = document(&["--city", "Leipzig"]);
    let event = &json["events"][0];
    assert_eq!(event["status"], "withdrawn");
    assert_eq!(event["history"], serde_json::json!([{"issue_date": "2024-05-22", "change": "withdrawn"}]));
}

#[test]
fn one_event_a_line_and_nothing_is_a_document_too() {
    let text = run_on_issues(&["export", "json", "--history", "all"]).ok();
    let events = serde_json::from_str::<Value>(&text).unwrap()["events"].as_array().unwrap().len();
    assert_eq!(text.lines().count(), events + 4);
    assert_eq!(document(&["--country", "JP", "--from", "2030-01-01"])["events"], serde_json::json!([]));
}

/// Strict validators stop at a format that JSON Schema does not define, such as Rust's `uint32`.
#[test]
fn the_schema_is_plain_and_told() {
    let text = twir_events::export::schema::print();
    let schema = schema();
    assert!(schema["$id"].as_str().unwrap().starts_with("https://"));
    let formats: std::collections::BTreeSet<&str> =
        text.lines().filter_map(|line| line.trim().strip_prefix("\"format\": \"")).collect();
    assert!(formats.iter().all(|format| format.starts_with("date")), "{formats:?}");
    let place = &schema["$defs"]["Place"]["properties"];
    assert_eq!(place["country"]["pattern"], "^[A-Z]{2}$");
    assert_eq!(place["latitude"]["maximum"].as_f64(), Some(90.0));
    for (name, definition) in schema["$defs"].as_object().unwrap() {
        for (member, told) in definition["properties"].as_object().into_iter().flatten() {
            assert!(told.get("description").is_some(), "{name}.{member} is not described");
        }
    }
}
