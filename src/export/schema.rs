//! The JSON Schema of what [`super::document`] describes.

use schemars::generate::SchemaSettings;
use serde_json::Value;

use super::document::{Document, VERSION};

/// The schema's name for ever, wherever it lies.
const SCHEMA_ID: &str = "https://twir-events.github.io/events.schema.json";

/// The formats of ours that JSON Schema defines; schemars writes Rust's types (`uint32`) too, at which
/// strict validators stop.
const FORMATS: [&str; 3] = ["date", "date-time", "uri"];

/// Prints the JSON Schema (2020-12) that every output of [`json::print`](fn@super::json::print) fulfils.
pub fn print() -> String {
    let mut schema =
        SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<Document>();
    schema.insert("$id".to_owned(), SCHEMA_ID.into());
    if let Some(version) =
        schema.pointer_mut("/properties/version").and_then(serde_json::Value::as_object_mut)
    {
        version.insert("const".to_owned(), VERSION.into());
    }
    let mut schema = schema.to_value();
    plain_formats(&mut schema);
    let mut text = format!("{schema:#}");
    text.push('\n');
    text
}

/// Takes out the formats that JSON Schema does not define.
fn plain_formats(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            if members.get("format").and_then(Value::as_str).is_some_and(|format| !FORMATS.contains(&format))
            {
                members.shift_remove("format");
            }
            members.values_mut().for_each(plain_formats);
        }
        Value::Array(items) => items.iter_mut().for_each(plain_formats),
        _ => {}
    }
}
