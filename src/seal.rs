//! What a cache says of itself: JSON with a sum over all the rest of it in its last field, so that no byte of it
//! changes unseen.

use std::io::{self, Read};

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use sha1::{Digest as _, Sha1};

/// The last field.
const FIELD: &str = "sum";

/// SHA-1 over parts one after another, in hexadecimal digits. It finds what disks and people do to a file; against
/// an attacker who may write into the cache nothing would help.
pub(crate) fn sha1(parts: &[&[u8]]) -> String {
    let mut hash = Sha1::new();
    for part in parts {
        hash.update(part);
    }
    digits(hash)
}

/// The same over a header and all that can be read behind it.
pub(crate) fn sha1_of(header: &[u8], mut rest: impl Read) -> io::Result<String> {
    let mut hash = Sha1::new_with_prefix(header);
    io::copy(&mut rest, &mut hash)?;
    Ok(digits(hash))
}

fn digits(hash: Sha1) -> String {
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The sum of a document without its last field. Blanks and the ways to write a character do not count.
fn sum(document: &Value) -> serde_json::Result<String> {
    Ok(sha1(&[&serde_json::to_vec(document)?]))
}

/// A document with its sum, for people to read. `document` becomes an object.
pub(crate) fn seal(document: &impl Serialize) -> serde_json::Result<Vec<u8>> {
    let mut document = serde_json::to_value(document)?;
    let sum = sum(&document)?;
    if let Value::Object(fields) = &mut document {
        fields.insert(FIELD.to_owned(), sum.into());
    }
    let mut bytes = serde_json::to_vec_pretty(&document)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// Reads it again; or why not. One without a sum was written before there were any, and is taken; that a flipped
/// byte does not take the sum away is for the type to see to, which knows no other fields than its own.
pub(crate) fn open<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, String> {
    let mut document: Value = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    let said = document.as_object_mut().and_then(|fields| fields.shift_remove(FIELD));
    if let Some(said) = said
        && sum(&document).ok().as_deref() != said.as_str()
    {
        return Err("it is not as it was written".to_owned());
    }
    serde_json::from_value(document).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Sample {
        name: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        day: Option<String>,
        files: std::collections::BTreeMap<String, String>,
    }

    #[test]
    fn every_byte_that_is_flipped_shows_or_does_not_matter() {
        let files = [("a".to_owned(), "1".to_owned()), ("c".to_owned(), "2".to_owned())].into();
        let sample = Sample { name: "ü".to_owned(), day: Some("2026-01-20".to_owned()), files };
        let bytes = seal(&sample).unwrap();
        assert_eq!(open::<Sample>(&bytes).as_ref(), Ok(&sample));
        for at in 0..bytes.len() {
            for flip in 1..=u8::MAX {
                let mut flipped = bytes.clone();
                flipped[at] ^= flip;
                if let Ok(read) = open::<Sample>(&flipped) {
                    assert_eq!(read, sample, "{}", String::from_utf8_lossy(&flipped));
                }
            }
        }
    }

    #[test]
    fn what_was_written_before_there_were_sums_is_read() {
        assert!(open::<Sample>(br#"{"name":"a","files":{}}"#).is_ok());
    }
}
