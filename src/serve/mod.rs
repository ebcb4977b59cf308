//! An HTTP server for the built folder, and for any selection as a live feed.
//!
//! ```text
//! /feed.ics?region=europe&format=virtual    a calendar; also /feed.json and /feed.atom
//! /...                                      the files of the folder
//! ```
//!
//! The options of a feed are those of [`Selection::from_pairs`](crate::selection::Selection::from_pairs),
//! and `withdrawn`. A live feed has the bytes that `export` prints for the same selection. It reads
//! only, and answers nothing but GET and HEAD; encryption and access are for the web server in front
//! of it. What one client may cost is bounded by [`Limits`].

mod answer;
mod feeds;
mod files;
mod limits;
mod seats;

use std::{
    convert::Infallible, future::Future, io, net::SocketAddr, path::PathBuf, pin::pin, sync::Arc,
    time::Duration,
};

use hyper::{
    Method, Request, Response, StatusCode,
    body::Incoming,
    header::{self, HeaderValue},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use tokio::{
    net::{TcpListener, TcpSocket, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
};
use tokio_io_timeout::TimeoutWriter;

use self::{
    answer::{Answer, Body},
    feeds::Feeds,
    files::Files,
    seats::{Line, Seat, Seats, Want},
};
use crate::{
    cache::Cache,
    calendar::{
        Calendars,
        store::{self, Store},
    },
    catalogue::Catalogue,
    event::Lines,
    knowledge::Knowledge,
    newsletter::Archive,
};

pub use limits::{
    Limits, MAX_ANSWERS_BYTES, MAX_ASKED_FEEDS, MAX_KEPT_BYTES, MAX_KEPT_FILE_BYTES, MAX_QUERY_BYTES,
    MAX_QUERY_VALUES,
};

/// The longest head of a request that is read; a query has at most [`MAX_QUERY_BYTES`] of it.
pub const MAX_HEAD_BYTES: usize = 16 << 10;

/// So many connections may wait in the system's queue: a burst of them is not to be sent away, which clients take
/// for a lost packet and answer with a pause of seconds. The system may allow fewer.
const QUEUE: u32 = 4096;

/// So long nothing is accepted when the system has no descriptor for one more connection.
const BREATH: Duration = Duration::from_millis(50);

/// So long one waits at least before another is asked to give way.
const LEAST_WAIT: Duration = Duration::from_millis(1);

/// What a page may load: its own files and nothing else. Nothing is ever inline.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; \
    frame-ancestors 'none'";

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
    /// What clients may cost.
    pub limits: Limits,
}

/// A cache whose next snapshot is to be read when it is there.
#[derive(Debug)]
pub struct Watched {
    /// The cache.
    pub cache: Cache,
    /// The snapshot that the catalogue was read from, or an older one.
    number: Option<u64>,
    /// Whether the calendars that `sync` brings belong to it.
    calendars: bool,
    /// What the list of calendars held, by its bytes; `None` without one.
    listed: Option<Vec<u8>>,
    /// Whether candidates are among the events.
    candidates: bool,
    /// "Now" for the next catalogue, as for [`Catalogue::read`].
    as_of: Option<chrono::NaiveDate>,
}

impl Watched {
    /// Watches a cache whose snapshot `number` was read, or an older one; with the calendars in it, and with
    /// candidates, or without.
    pub fn new(
        cache: Cache,
        number: Option<u64>,
        calendars: bool,
        candidates: bool,
        as_of: Option<chrono::NaiveDate>,
    ) -> Self {
        let mut watched = Self { cache, number, calendars, listed: None, candidates, as_of };
        watched.listed = watched.list_of_calendars();
        watched
    }

    fn list_of_calendars(&self) -> Option<Vec<u8>> {
        let list = self.cache.root().join(store::FOLDER).join(store::MANIFEST);
        std::fs::read(list).ok().filter(|_| self.calendars)
    }

    /// The catalogue of issues or calendars that are newer than those before, where they can be read.
    fn newer(&mut self, knowledge: &Knowledge) -> Option<Catalogue> {
        let listed = self.list_of_calendars();
        if self.cache.number().ok()? == self.number && listed == self.listed {
            return None;
        }
        let snapshot = self.cache.current().ok()??;
        let archive = Archive::of_snapshot(&self.cache, &snapshot).ok()?;
        let mut calendars = Calendars::default();
        if self.calendars {
            let newest = archive.issues.last().map(|issue| issue.date);
            let window = Calendars::window(self.as_of.or(newest).unwrap_or_default());
            calendars.add_store(&Store::open(self.cache.root()).ok()?, knowledge, window);
        }
        (self.number, self.listed) = (Some(snapshot.number), listed);
        let catalogue =
            Catalogue::read_with(archive.issues, &calendars, Lines::default(), knowledge, self.as_of);
        Some(if self.candidates { catalogue.with_candidates() } else { catalogue })
    }
}

/// A server that has its address and waits for [`run`](Self::run).
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    shared: Arc<Shared>,
    limits: Limits,
}

/// What requests share.
#[derive(Debug)]
struct Shared {
    feeds: Arc<Feeds>,
    files: Files,
    seats: Arc<Seats>,
}

impl Server {
    /// Takes the address; port 0 takes any free port.
    ///
    /// # Errors
    ///
    /// When the address is taken or not this machine's.
    pub async fn bind(address: SocketAddr, site: Site) -> Result<Self, Error> {
        let failed = |source| Error::Listen { address, source };
        let listener = listen(address).map_err(failed)?;
        let seats = Arc::new(Seats::new(site.limits.grace));
        let printing = site.limits.printing;
        let feeds = Feeds::new(site.catalogue, site.knowledge, site.watched, printing, Arc::clone(&seats));
        let shared = Arc::new(Shared { feeds, files: Files::new(site.folder), seats });
        Ok(Self { listener, shared, limits: site.limits })
    }

    /// The address taken.
    ///
    /// # Errors
    ///
    /// When the system does not say.
    pub fn address(&self) -> Result<SocketAddr, Error> {
        self.listener.local_addr().map_err(Error::Serve)
    }

    /// Serves until `end` comes; answers under way are then sent to their end. A connection that the
    /// system cannot take now is taken later.
    pub async fn run(self, end: impl Future<Output = ()> + Send + 'static) {
        let mut end = pin!(end);
        let slots = Arc::new(Semaphore::new(self.limits.connections()));
        let open = GracefulShutdown::new();
        loop {
            let accepted = tokio::select! {
                accepted = self.listener.accept() => accepted,
                () = &mut end => break,
            };
            let Ok((stream, _)) = accepted else {
                tokio::time::sleep(BREATH).await;
                continue;
            };
            // Until there is room the others wait in the system's queue, not in here.
            let slot = tokio::select! {
                slot = room(&slots, &self.shared.seats, self.limits.grace) => slot,
                () = &mut end => break,
            };
            let seated = self.shared.seats.take();
            let shared = Arc::clone(&self.shared);
            let connection = open.watch(connection(stream, shared, self.limits, Arc::clone(&seated.seat)));
            tokio::spawn(async move {
                tokio::select! {
                    // What it has asked for is seen first: then it need not go.
                    biased;
                    // Whatever goes wrong between one client and us is that client's affair.
                    _ = connection => {}
                    () = seated.seat.has_to_go() => {}
                }
                drop((seated, slot));
            });
        }
        drop(self.listener);
        open.shutdown().await;
    }
}

/// Takes an address as [`TcpListener::bind`] does, with a longer queue.
fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    // So that a server that ends can be started again at once; on Windows it would mean something else.
    #[cfg(not(windows))]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(QUEUE)
}

/// A slot for one more connection. Where there is none, somebody has to give way.
async fn room(slots: &Arc<Semaphore>, seats: &Seats, grace: Duration) -> Option<OwnedSemaphorePermit> {
    loop {
        if let Ok(slot) = Arc::clone(slots).try_acquire_owned() {
            return Some(slot);
        }
        seats.make_room(Want::Connection);
        if let Ok(slot) = tokio::time::timeout(grace.max(LEAST_WAIT), Arc::clone(slots).acquire_owned()).await
        {
            return slot.ok();
        }
    }
}

/// The file of the folder that tells the page what its host can do.
const HOST_FILE: &str = "/assets/host.js";

/// What it says here: any choice is a live feed.
const LIVE_HOST: &str = "globalThis.liveFeed = \"feed.ics\";\n";

/// Answers one client.
fn connection(
    stream: TcpStream,
    shared: Arc<Shared>,
    limits: Limits,
    seat: Arc<Seat>,
) -> impl hyper_util::server::graceful::GracefulConnection<Error = hyper::Error> {
    let _ = stream.set_nodelay(true);
    let mut stream = TimeoutWriter::new(stream);
    stream.set_timeout(Some(limits.stall));
    let line = Line::new(stream, Arc::clone(&seat));
    let service = service_fn(move |request| {
        let (shared, seat) = (Arc::clone(&shared), Arc::clone(&seat));
        seat.asked();
        async move {
            let response = answer(&shared, request).await;
            Ok::<_, Infallible>(response.map(|body| seats::on_its_way(body, seat)))
        }
    });
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head)
        .max_buf_size(MAX_HEAD_BYTES)
        // Whoever has asked and says no more still wants the answer.
        .half_close(true)
        .serve_connection(TokioIo::new(line), service)
}

/// Any answer, with what holds for all of them.
async fn answer(shared: &Shared, request: Request<Incoming>) -> Response<Body> {
    let mut response = route(shared, request).await;
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(CONTENT_SECURITY_POLICY));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    // Everything here is public and only read.
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response
}

async fn route(shared: &Shared, request: Request<Incoming>) -> Response<Body> {
    let (method, uri) = (request.method(), request.uri());
    if !matches!(*method, Method::GET | Method::HEAD) {
        let mut refused = answer::text(StatusCode::METHOD_NOT_ALLOWED, "Only GET and HEAD are answered.\n");
        refused.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
        return refused;
    }
    if is_hidden(uri.path()) {
        return answer::text(StatusCode::NOT_FOUND, "There is no such file.\n");
    }
    if uri.path() == HOST_FILE {
        let answer = Answer::new("text/javascript; charset=utf-8", LIVE_HOST.into(), None);
        return answer.to(method, request.headers());
    }
    match feeds::format_of(uri.path()) {
        Some(live) => {
            let query = uri.query().unwrap_or_default();
            shared.feeds.answer(live, query, method, request.headers()).await
        }
        None => shared.files.answer(request).await,
    }
}

/// Whether a path names a hidden file, as the file server will decode it: an encoded dot or slash
/// counts.
fn is_hidden(path: &str) -> bool {
    if !path.contains("/.") && !path.contains('%') {
        return false;
    }
    let path = path.to_ascii_lowercase().replace("%2f", "/").replace("%2e", ".");
    path.split('/').any(|part| part.starts_with('.'))
}
