//! One answer, ready to be sent as often as it is asked for: its bytes plain and compressed, under an
//! ETag made of them.

use std::{io::Write as _, sync::Arc};

use flate2::{Compression, write::GzEncoder};
use http_body_util::{BodyExt as _, Full, combinators::UnsyncBoxBody};
use hyper::{
    Method, Response, StatusCode,
    body::Bytes,
    header::{self, HeaderMap, HeaderValue},
};
use tokio::sync::OwnedSemaphorePermit;

use crate::seal;

/// Whatever can be sent.
pub(super) type Body = UnsyncBoxBody<Bytes, std::io::Error>;

/// Shorter answers gain nothing from compression.
const WORTH_COMPRESSING_BYTES: usize = 512;

/// Bytes with what goes before them.
#[derive(Debug)]
pub(super) struct Answer {
    kind: HeaderValue,
    etag: HeaderValue,
    etag_of_compressed: HeaderValue,
    modified: Option<HeaderValue>,
    plain: Bytes,
    compressed: Option<Bytes>,
}

impl Answer {
    /// `kind` is the content type, `modified` an HTTP date.
    pub(super) fn new(kind: &'static str, bytes: Vec<u8>, modified: Option<String>) -> Self {
        let digest = seal::sha1(&[&bytes]);
        let tag = |suffix: &str| {
            HeaderValue::from_str(&format!("\"{digest}{suffix}\""))
                .unwrap_or(HeaderValue::from_static("\"\""))
        };
        let text = !kind.starts_with("image/") || kind.starts_with("image/svg");
        let compressed = (text && bytes.len() >= WORTH_COMPRESSING_BYTES).then(|| compress(&bytes)).flatten();
        Self {
            kind: HeaderValue::from_static(kind),
            etag: tag(""),
            // Other bytes need another strong tag (RFC 9110, section 8.8.3.3).
            etag_of_compressed: tag("-gzip"),
            modified: modified.and_then(|date| HeaderValue::from_str(&date).ok()),
            plain: bytes.into(),
            compressed,
        }
    }

    /// The same; its room comes free when nobody holds its bytes any more.
    pub(super) fn in_room(mut self, room: OwnedSemaphorePermit) -> Self {
        let room = Arc::new(room);
        let compressed = self.compressed.take().map(|bytes| InRoom { bytes, _room: Arc::clone(&room) });
        self.compressed = compressed.map(Bytes::from_owner);
        self.plain = Bytes::from_owner(InRoom { bytes: self.plain, _room: room });
        self
    }

    /// What it takes in memory.
    pub(super) fn bytes(&self) -> usize {
        self.plain.len() + self.compressed.as_ref().map_or(0, Bytes::len)
    }

    /// What to send to whoever asked so. Calendar programs ask every few hours, and are told mostly
    /// that nothing has changed.
    pub(super) fn to(&self, method: &Method, asked: &HeaderMap) -> Response<Body> {
        let compressed = self.compressed.as_ref().filter(|_| takes_gzip(asked));
        let (bytes, etag) = match compressed {
            Some(bytes) => (bytes, &self.etag_of_compressed),
            None => (&self.plain, &self.etag),
        };
        let mut response = Response::new(empty());
        let headers = response.headers_mut();
        headers.insert(header::ETAG, etag.clone());
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        if let Some(modified) = &self.modified {
            headers.insert(header::LAST_MODIFIED, modified.clone());
        }
        if self.is_held(asked) {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            return response;
        }
        headers.insert(header::CONTENT_TYPE, self.kind.clone());
        headers.insert(header::CONTENT_LENGTH, bytes.len().into());
        if compressed.is_some() {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        if method != Method::HEAD {
            *response.body_mut() = full(bytes.clone());
        }
        response
    }

    /// Whether the client holds these bytes (RFC 9110, section 13.1.2: the weak comparison; a date
    /// counts only where no tag is sent, section 13.1.3).
    fn is_held(&self, asked: &HeaderMap) -> bool {
        if !asked.contains_key(header::IF_NONE_MATCH) {
            let since = asked.get(header::IF_MODIFIED_SINCE);
            return since.is_some() && since == self.modified.as_ref();
        }
        let values = asked.get_all(header::IF_NONE_MATCH).into_iter().filter_map(|value| value.to_str().ok());
        let mut tags = values.flat_map(|value| value.split(',')).map(str::trim);
        tags.any(|tag| {
            let tag = tag.strip_prefix("W/").unwrap_or(tag);
            tag == "*" || self.etag == tag || self.etag_of_compressed == tag
        })
    }
}

/// Bytes, and the room that they take.
struct InRoom {
    bytes: Bytes,
    _room: Arc<OwnedSemaphorePermit>,
}

impl AsRef<[u8]> for InRoom {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

/// Whether `gzip` is named without being forbidden (RFC 9110, section 12.5.3).
fn takes_gzip(asked: &HeaderMap) -> bool {
    let values = asked.get_all(header::ACCEPT_ENCODING).into_iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|coding| {
        let mut parts = coding.split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case("gzip"));
        named && !parts.any(|weight| weight.strip_prefix("q=").is_some_and(|q| q.parse() == Ok(0.0)))
    })
}

fn compress(bytes: &[u8]) -> Option<Bytes> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).ok()?;
    let compressed = encoder.finish().ok()?;
    (compressed.len() < bytes.len()).then(|| compressed.into())
}

/// A body of these bytes.
pub(super) fn full(bytes: impl Into<Bytes>) -> Body {
    Full::new(bytes.into()).map_err(|never| match never {}).boxed_unsync()
}

/// A body without bytes.
pub(super) fn empty() -> Body {
    full(Bytes::new())
}

/// A sentence for a person.
pub(super) fn text(status: StatusCode, message: impl Into<String>) -> Response<Body> {
    let mut response = Response::new(full(message.into()));
    *response.status_mut() = status;
    let kind = HeaderValue::from_static("text/plain; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(header::HeaderName, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn etags_are_compared_weakly() {
        let mut answer = Answer::new("text/plain", b"x".to_vec(), Some("yesterday".to_owned()));
        answer.etag = HeaderValue::from_static("\"a\"");
        answer.etag_of_compressed = HeaderValue::from_static("\"a-gzip\"");
        let held = |value| answer.is_held(&headers(&[(header::IF_NONE_MATCH, value)]));
        assert!(held("\"a\"") && held("W/\"a\"") && held("\"b\", \"a-gzip\"") && held("*"));
        assert!(!held("\"b\"") && !held("a") && !held(""));
        let both = [(header::IF_NONE_MATCH, "\"b\""), (header::IF_MODIFIED_SINCE, "yesterday")];
        assert!(answer.is_held(&headers(&both[1..])) && !answer.is_held(&headers(&both)));
    }

    #[test]
    fn gzip_is_taken_unless_it_is_forbidden() {
        let takes = |value| takes_gzip(&headers(&[(header::ACCEPT_ENCODING, value)]));
        assert!(takes("gzip") && takes("br, GZIP;q=0.5") && takes("deflate , gzip"));
        assert!(!takes("gzip;q=0") && !takes("gzip; q=0.000") && !takes("br") && !takes("*;q=0"));
    }
}
