//! An HTTP server for the built folder, and for any selection as a live feed.
//!
//! ```text
//! /feed.ics?region=europe&format=virtual    a calendar; also /feed.json and /feed.atom
//! /...                                      the files of the folder
//! ```
//!
//! The options of a feed are those of [`Selection::from_pairs`], and `withdrawn`. A live feed has the
//! bytes that `export` prints for the same selection. It reads only, and answers nothing but GET and
//! HEAD; encryption and access are for the web server in front of it.

use std::{
    future::Future,
    io,
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    handler::HandlerWithoutStateExt,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::get,
};
use chrono::NaiveDate;
use sha1::{Digest, Sha1};
use tokio::net::TcpListener;
use tower_http::services::ServeDir;

use crate::{
    archive::Archive,
    cache::Cache,
    catalogue::{Catalogue, Knowledge},
    export::{
        atom,
        ics::{self, Header, Withdrawn},
        json,
    },
    selection::{History, Open, Selection},
};

/// Longer queries are refused; the longest useful one names a few dozen groups.
pub const MAX_QUERY_BYTES: usize = 4096;

/// Why the server could not begin or go on.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The address is taken, or not this machine's.
    #[error("cannot listen on {address}: {source}; choose another with --listen")]
    Listen {
        /// The address asked for.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// The system failed while serving.
    #[error("cannot serve any longer: {0}")]
    Serve(io::Error),
}

/// What is served.
#[derive(Debug)]
pub struct Site {
    /// The events of live feeds.
    pub catalogue: Catalogue,
    /// What their selections are read with.
    pub knowledge: Knowledge,
    /// The folder that `build` wrote; it need not exist.
    pub folder: PathBuf,
    /// Where newer issues will be, if anywhere.
    pub watched: Option<Watched>,
}

/// A cache whose next snapshot is to be read when it is there.
#[derive(Debug)]
pub struct Watched {
    /// The cache.
    pub cache: Cache,
    /// The snapshot that the catalogue was read from, or an older one.
    pub number: Option<u64>,
    /// "Now" for the next catalogue, as for [`Catalogue::read`].
    pub as_of: Option<NaiveDate>,
}

/// What requests share.
#[derive(Debug)]
struct Shared {
    knowledge: Knowledge,
    watched: Mutex<Option<Watched>>,
    catalogue: Mutex<Arc<Catalogue>>,
}

impl Shared {
    /// The newest catalogue there is. Where the cache cannot be read, the one before stays in use.
    fn catalogue(&self) -> Arc<Catalogue> {
        let mut watched = self.watched.lock().unwrap_or_else(PoisonError::into_inner);
        let newer = watched.as_mut().and_then(|watched| watched.newer(&self.knowledge));
        let mut catalogue = self.catalogue.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(newer) = newer {
            *catalogue = Arc::new(newer);
        }
        Arc::clone(&catalogue)
    }
}

impl Watched {
    fn newer(&mut self, knowledge: &Knowledge) -> Option<Catalogue> {
        if self.cache.number().ok()? == self.number {
            return None;
        }
        let snapshot = self.cache.current().ok()??;
        let archive = Archive::read(&[snapshot.path]).ok()?;
        self.number = Some(snapshot.number);
        Some(Catalogue::read(archive.issues, knowledge, self.as_of))
    }
}

/// The formats of live feeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Ics,
    Json,
    Atom,
}

impl Kind {
    fn content_type(self) -> &'static str {
        match self {
            Self::Ics => "text/calendar; charset=utf-8",
            Self::Json => "application/json",
            Self::Atom => "application/atom+xml; charset=utf-8",
        }
    }
}

/// A server that has its address and waits for [`run`](Self::run).
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    router: Router,
}

impl Server {
    /// Takes the address; port 0 takes any free port.
    ///
    /// # Errors
    ///
    /// When the address is taken or not this machine's.
    pub async fn bind(address: SocketAddr, site: Site) -> Result<Self, Error> {
        let failed = |source| Error::Listen { address, source };
        let listener = TcpListener::bind(address).await.map_err(failed)?;
        Ok(Self { listener, router: router(site) })
    }

    /// The address taken.
    ///
    /// # Errors
    ///
    /// When the system does not say.
    pub fn address(&self) -> Result<SocketAddr, Error> {
        self.listener.local_addr().map_err(Error::Serve)
    }

    /// Serves until `end` comes; answers under way are then sent to their end.
    ///
    /// # Errors
    ///
    /// When the system fails.
    pub async fn run(self, end: impl Future<Output = ()> + Send + 'static) -> Result<(), Error> {
        axum::serve(self.listener, self.router).with_graceful_shutdown(end).await.map_err(Error::Serve)
    }
}

/// The routes, for a server of one's own.
pub fn router(site: Site) -> Router {
    let missing = not_found(&site.folder);
    let shared = Shared {
        knowledge: site.knowledge,
        watched: Mutex::new(site.watched),
        catalogue: Mutex::new(Arc::new(site.catalogue)),
    };
    let files =
        ServeDir::new(&site.folder).not_found_service((move || async move { missing }).into_service());
    let feed = |kind| get(move |shared, request| feed(kind, shared, request));
    Router::new()
        .route("/feed.ics", feed(Kind::Ics))
        .route("/feed.json", feed(Kind::Json))
        .route("/feed.atom", feed(Kind::Atom))
        .with_state(Arc::new(shared))
        .fallback_service(files)
        .layer(middleware::from_fn(guard))
}

fn not_found(folder: &Path) -> String {
    let built = folder.join("index.html").is_file();
    let hint = if built { "" } else { "; `twir-events build` has not yet written its pages" };
    format!("There is no such file{hint}. Any selection is a live feed: /feed.ics?region=europe\n")
}

/// What holds for every answer: hidden files are not shown, and text says that it is UTF-8.
async fn guard(request: Request, next: Next) -> Response {
    // As the file server will decode it: an encoded dot or slash counts.
    let path = request.uri().path().to_ascii_lowercase().replace("%2f", "/").replace("%2e", ".");
    if path.split('/').any(|part| part.starts_with('.')) {
        return (StatusCode::NOT_FOUND, "There is no such file.\n").into_response();
    }
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    if let Some(
        kind @ ("text/calendar" | "text/html" | "text/css" | "text/javascript" | "application/atom+xml"),
    ) = kind
        && let Ok(with_charset) = HeaderValue::from_str(&format!("{kind}; charset=utf-8"))
    {
        headers.insert(header::CONTENT_TYPE, with_charset);
    }
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

async fn feed(kind: Kind, State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let query = request.uri().query().unwrap_or_default();
    if query.len() > MAX_QUERY_BYTES {
        let message = format!("The query is longer than {MAX_QUERY_BYTES} bytes.\n");
        return (StatusCode::URI_TOO_LONG, message).into_response();
    }
    let query = query.to_owned();
    // Selecting and printing take their time; other requests go on meanwhile.
    let printed = tokio::task::spawn_blocking(move || print(kind, &shared, &query)).await;
    match printed {
        Ok(Ok(bytes)) => answer(kind, bytes, request.headers()),
        Ok(Err(message)) => (StatusCode::BAD_REQUEST, format!("{message}\n")).into_response(),
        Err(_) => (StatusCode::INTERNAL_SERVER_ERROR, "The feed could not be made.\n").into_response(),
    }
}

/// The feed, or what is wrong with the query.
fn print(kind: Kind, shared: &Shared, query: &str) -> Result<Vec<u8>, String> {
    let (catalogue, knowledge) = (&*shared.catalogue(), &shared.knowledge);
    let mut withdrawn = Withdrawn::default();
    let mut pairs = Vec::new();
    for (option, value) in url::form_urlencoded::parse(query.as_bytes()) {
        if option == "withdrawn" {
            withdrawn = value.parse().map_err(|error| format!("withdrawn: {error}"))?;
        } else {
            pairs.push((option, value));
        }
    }
    let pairs = pairs.iter().map(|(option, value)| (option.as_ref(), value.as_ref()));
    let selection = Selection::from_pairs(pairs, catalogue, knowledge).map_err(|error| error.to_string())?;
    let header = Header::of_selection(&selection.describe());
    let selection = selection.left_open(Open::History(History::default()), catalogue.as_of);
    let events = selection.events(catalogue);
    let text = match kind {
        Kind::Ics => ics::print(catalogue, &events, &header, withdrawn),
        Kind::Json => json::print(catalogue, &events).map_err(|error| error.to_string())?,
        Kind::Atom => atom::print(catalogue, &events, None),
    };
    Ok(text.into_bytes())
}

/// The feed under an ETag made of its bytes (RFC 9110, section 8.8.3): calendar programs ask every
/// few hours, and are told mostly that nothing has changed.
fn answer(kind: Kind, bytes: Vec<u8>, asked: &HeaderMap) -> Response {
    let digest: String = Sha1::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    let etag = format!("\"{digest}\"");
    let caching = [(header::ETAG, etag.as_str()), (header::CACHE_CONTROL, "no-cache")];
    if is_held(asked, &etag) {
        return (StatusCode::NOT_MODIFIED, caching).into_response();
    }
    (caching, [(header::CONTENT_TYPE, kind.content_type())], Body::from(bytes)).into_response()
}

/// Whether the client holds what has this ETag (RFC 9110, section 13.1.2: the weak comparison).
fn is_held(asked: &HeaderMap, etag: &str) -> bool {
    let values = asked.get_all(header::IF_NONE_MATCH).into_iter().filter_map(|value| value.to_str().ok());
    let mut tags = values.flat_map(|value| value.split(',')).map(str::trim);
    tags.any(|tag| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == etag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn etags_are_compared_weakly() {
        let held = |value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::IF_NONE_MATCH, HeaderValue::from_static(value));
            is_held(&headers, "\"a\"")
        };
        assert!(held("\"a\"") && held("W/\"a\"") && held("\"b\", \"a\"") && held("*"));
        assert!(!held("\"b\"") && !held("a") && !held(""));
    }
}
