//! Live feeds: any selection, printed when it is asked for and kept until newer issues come.

use std::{
    collections::HashMap,
    pin::pin,
    sync::{Arc, Mutex, PoisonError, RwLock, Weak},
    thread,
    time::Duration,
};

use hyper::{
    Method, Response, StatusCode,
    header::{self, HeaderMap},
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::{
    Watched,
    answer::{self, Answer, Body},
    limits::{
        COME_AGAIN_SECONDS, MAX_ANSWERS_BYTES, MAX_ASKED_FEEDS, MAX_KEPT_BYTES, MAX_QUERY_BYTES,
        MAX_QUERY_VALUES,
    },
    seats::{Seats, Want},
};
use crate::{
    catalogue::Catalogue,
    export::{self, Choices, OutputFormat, ics::Withdrawn},
    knowledge::Knowledge,
    selection::{Known, Selection},
};

/// How often the cache is asked whether a newer snapshot is there: a glance at a small file.
const WATCH_EVERY: Duration = Duration::from_secs(1);

/// The format that a path asks for: `/feed.ics`.
pub(super) fn format_of(path: &str) -> Option<Live> {
    let format = export::format(path.strip_prefix("/feed.")?)?;
    Some(Live { format, content_type: format.live? })
}

/// The format of a live feed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Live {
    format: &'static OutputFormat,
    content_type: &'static str,
}

/// The events that feeds are made of, and the feeds that were.
#[derive(Debug)]
pub(super) struct Feeds {
    knowledge: Knowledge,
    now: RwLock<Arc<State>>,
    /// As many permits as feeds may be printed at once.
    printing: Arc<Semaphore>,
    /// As many as may wait for that or are printed.
    asked: Semaphore,
    /// Room for answers, in [`ROOM_UNIT`]s.
    room: Arc<Semaphore>,
    seats: Arc<Seats>,
}

/// Room is counted in so many bytes, because there are not that many permits.
const ROOM_UNIT: usize = 1 << 10;

/// So long an answer waits for room before somebody else has to give way.
const ROOM_WAIT: Duration = Duration::from_millis(50);

/// One catalogue with everything that follows from it, replaced as a whole.
#[derive(Debug)]
struct State {
    catalogue: Catalogue,
    known: Known,
    kept: Mutex<Kept>,
}

/// The name of a format, and a query.
type Key = (&'static str, String);

/// Printed feeds.
#[derive(Debug, Default)]
struct Kept {
    answers: HashMap<Key, Arc<Answer>>,
    bytes: usize,
}

impl State {
    fn new(catalogue: Catalogue, knowledge: &Knowledge) -> Arc<Self> {
        let known = Known::of(&catalogue, knowledge);
        Arc::new(Self { catalogue, known, kept: Mutex::default() })
    }
}

impl Feeds {
    /// Feeds of a catalogue; newer issues are read beside the requests, by a thread that ends with the
    /// value.
    pub(super) fn new(
        catalogue: Catalogue,
        knowledge: Knowledge,
        watched: Option<Watched>,
        printing: usize,
        seats: Arc<Seats>,
    ) -> Arc<Self> {
        let now = RwLock::new(State::new(catalogue, &knowledge));
        let printing = Arc::new(Semaphore::new(printing.max(1)));
        let room = Arc::new(Semaphore::new(MAX_ANSWERS_BYTES / ROOM_UNIT));
        let feeds =
            Arc::new(Self { knowledge, now, printing, asked: Semaphore::new(MAX_ASKED_FEEDS), room, seats });
        if let Some(watched) = watched {
            let feeds = Arc::downgrade(&feeds);
            thread::spawn(move || watch(&feeds, watched));
        }
        feeds
    }

    /// The feed that a query selects, or what is wrong with it.
    pub(super) async fn answer(
        self: &Arc<Self>,
        live: Live,
        query: &str,
        method: &Method,
        asked: &HeaderMap,
    ) -> Response<Body> {
        if query.len() > MAX_QUERY_BYTES {
            let message = format!("The query is longer than {MAX_QUERY_BYTES} bytes.\n");
            return answer::text(StatusCode::URI_TOO_LONG, message);
        }
        let state = Arc::clone(&self.now.read().unwrap_or_else(PoisonError::into_inner));
        let key = (live.format.name, query.to_owned());
        if let Some(answer) = state.kept(&key) {
            return answer.to(method, asked);
        }
        let Ok(_asked) = self.asked.try_acquire() else {
            let message = "Too many feeds are asked for just now; come again in a moment.\n";
            let mut busy = answer::text(StatusCode::SERVICE_UNAVAILABLE, message);
            busy.headers_mut().insert(header::RETRY_AFTER, COME_AGAIN_SECONDS.into());
            return busy;
        };
        let turn = Arc::clone(&self.printing).acquire_owned().await;
        // Somebody else may have asked for the same meanwhile.
        if let Some(answer) = state.kept(&key) {
            return answer.to(method, asked);
        }
        let (feeds, printer) = (Arc::clone(self), Arc::clone(&state));
        // Selecting and printing take their time; other requests go on meanwhile.
        let printed = tokio::task::spawn_blocking(move || {
            let printed = printer.print(live, &key.1, &feeds.knowledge);
            (printed, key, turn)
        });
        match printed.await {
            Ok((Ok(answer), key, turn)) => {
                // The turn is given on when there is room for the answer: else they would pile up before it.
                let answer = Arc::new(match self.room(answer.bytes()).await {
                    Some(room) => answer.in_room(room),
                    None => answer,
                });
                drop(turn);
                state.keep(key, &answer);
                answer.to(method, asked)
            }
            Ok((Err(message), ..)) => answer::text(StatusCode::BAD_REQUEST, format!("{message}\n")),
            Err(_) => answer::text(StatusCode::INTERNAL_SERVER_ERROR, "The feed could not be made.\n"),
        }
    }

    /// Room for so many bytes. Where there is none, clients that take nothing of their answers give way.
    async fn room(&self, bytes: usize) -> Option<OwnedSemaphorePermit> {
        let units = u32::try_from(bytes.div_ceil(ROOM_UNIT).min(MAX_ANSWERS_BYTES / ROOM_UNIT)).ok()?;
        let mut room = pin!(Arc::clone(&self.room).acquire_many_owned(units));
        loop {
            match tokio::time::timeout(ROOM_WAIT, room.as_mut()).await {
                Ok(room) => return room.ok(),
                Err(_) => self.seats.make_room(Want::Answer),
            }
        }
    }
}

/// Reads newer snapshots as they come. What cannot be read leaves in use what could.
fn watch(feeds: &Weak<Feeds>, mut watched: Watched) {
    loop {
        thread::sleep(WATCH_EVERY);
        let Some(feeds) = feeds.upgrade() else { return };
        if let Some(catalogue) = watched.newer(&feeds.knowledge) {
            let state = State::new(catalogue, &feeds.knowledge);
            *feeds.now.write().unwrap_or_else(PoisonError::into_inner) = state;
        }
    }
}

impl State {
    fn kept(&self, key: &Key) -> Option<Arc<Answer>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).answers.get(key).cloned()
    }

    fn keep(&self, key: Key, answer: &Arc<Answer>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let length = key.1.len();
        if kept.answers.insert(key, Arc::clone(answer)).is_none() {
            kept.bytes += length + answer.bytes();
        }
        // The largest first: so the many small ones stay that people ask for again.
        while kept.bytes > MAX_KEPT_BYTES
            && let Some(largest) = kept.answers.iter().max_by_key(|(_, answer)| answer.bytes())
        {
            let key = largest.0.clone();
            let freed = kept.answers.remove(&key).map_or(0, |answer| answer.bytes());
            kept.bytes = kept.bytes.saturating_sub(key.1.len() + freed);
        }
    }

    /// The feed, or what is wrong with the query.
    fn print(&self, live: Live, query: &str, knowledge: &Knowledge) -> Result<Answer, String> {
        let catalogue = &self.catalogue;
        let mut withdrawn = Withdrawn::default();
        let mut pairs = Vec::new();
        let mut values = 0;
        for (option, value) in url::form_urlencoded::parse(query.as_bytes()) {
            values += 1 + value.matches(',').count();
            if values > MAX_QUERY_VALUES {
                return Err(format!("The query has more than {MAX_QUERY_VALUES} values."));
            }
            if option == "withdrawn" {
                withdrawn = value.parse().map_err(|error| format!("withdrawn: {error}"))?;
            } else {
                pairs.push((option, value));
            }
        }
        let pairs = pairs.iter().map(|(option, value)| (option.as_ref(), value.as_ref()));
        let selection = Selection::from_pairs_of(pairs, catalogue, knowledge, &self.known)
            .map_err(|error| error.to_string())?;
        let choices = Choices { withdrawn, ..Choices::default() };
        let printed = live.format.print(catalogue, selection, choices).map_err(|error| error.to_string())?;
        Ok(Answer::new(live.content_type, printed.bytes, None))
    }
}
