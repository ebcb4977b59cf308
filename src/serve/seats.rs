//! Who is connected, and whose turn it is. Where there is no room for one more, whoever has kept us waiting longest
//! gives way: connections that are idle or slow, however many, hold up nobody who asks.

use std::{
    collections::HashMap,
    io,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, ready},
    time::{Duration, Instant},
};

use http_body_util::BodyExt as _;
use hyper::body::{Body as HttpBody, Bytes, Frame, SizeHint};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    sync::Notify,
};

use super::answer::Body;

/// Who takes no byte of an answer for so long may have to give way; on an ordinary line some come at any time.
const UNHURRIED: Duration = Duration::from_secs(1);

/// Whose turn it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    /// The client's, to ask.
    Asking,
    /// Ours, to answer.
    Answering,
    /// The client's, to take what we have for it.
    Taking,
}

/// Why somebody has to give way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Want {
    /// There is no room for one more connection.
    Connection,
    /// There is no room for one more answer: only who has one can make it.
    Answer,
}

#[derive(Debug)]
struct Now {
    turn: Turn,
    since: Instant,
    /// The answer has been handed over to its last byte, but may lie in a buffer of ours.
    handed_over: bool,
    /// It has been asked to go and has not gone yet.
    asked_to_go: bool,
}

/// One connection.
#[derive(Debug)]
pub(super) struct Seat {
    now: Mutex<Now>,
    go: Notify,
}

impl Seat {
    fn new() -> Self {
        let now = Now { turn: Turn::Asking, since: Instant::now(), handed_over: false, asked_to_go: false };
        Self { now: Mutex::new(now), go: Notify::new() }
    }

    fn now(&self) -> MutexGuard<'_, Now> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn turn(&self, turn: Turn) {
        *self.now() = Now { turn, since: Instant::now(), handed_over: false, asked_to_go: false };
    }

    /// A request has come.
    pub(super) fn asked(&self) {
        self.turn(Turn::Answering);
    }

    /// Since when it keeps us waiting, where it could give way.
    fn waits_since(&self, want: Want, grace: Duration) -> Option<Instant> {
        let now = self.now();
        let could = match now.turn {
            Turn::Asking => want == Want::Connection && now.since.elapsed() >= grace,
            Turn::Answering => false,
            Turn::Taking => now.since.elapsed() >= UNHURRIED,
        };
        (could && !now.asked_to_go).then_some(now.since)
    }

    /// Comes when this connection has to give way, and it is the client that we wait for: what has been asked is
    /// answered.
    pub(super) async fn has_to_go(&self) {
        loop {
            self.go.notified().await;
            let mut now = self.now();
            if now.turn != Turn::Answering {
                return;
            }
            now.asked_to_go = false;
        }
    }

    fn wrote(&self, result: &Poll<io::Result<usize>>) {
        let mut now = self.now();
        match (result, now.turn) {
            (Poll::Pending, Turn::Answering) => {
                now.turn = Turn::Taking;
                now.since = Instant::now();
            }
            (Poll::Ready(Ok(_)), Turn::Taking) => now.turn = Turn::Answering,
            _ => {}
        }
    }

    /// Nothing of ours lies in a buffer any more.
    fn flushed(&self) {
        let handed_over = self.now().handed_over;
        if handed_over {
            self.turn(Turn::Asking);
        }
    }
}

/// All connections.
#[derive(Debug)]
pub(super) struct Seats {
    /// So long whoever has come need not give way.
    grace: Duration,
    taken: Mutex<Taken>,
}

#[derive(Debug, Default)]
struct Taken {
    next: u64,
    seats: HashMap<u64, Arc<Seat>>,
}

impl Seats {
    pub(super) fn new(grace: Duration) -> Self {
        Self { grace, taken: Mutex::default() }
    }

    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A seat, until the value is dropped.
    pub(super) fn take(self: &Arc<Self>) -> Seated {
        let mut taken = self.taken();
        let (number, seat) = (taken.next, Arc::new(Seat::new()));
        taken.next += 1;
        taken.seats.insert(number, Arc::clone(&seat));
        drop(taken);
        Seated { seats: Arc::clone(self), number, seat }
    }

    /// Asks the one to give way that has kept us waiting longest, if any does.
    pub(super) fn make_room(&self, want: Want) {
        let taken = self.taken();
        let waiting =
            taken.seats.values().filter_map(|seat| Some((seat.waits_since(want, self.grace)?, seat)));
        if let Some((_, seat)) = waiting.min_by_key(|(since, _)| *since) {
            seat.now().asked_to_go = true;
            seat.go.notify_one();
        }
    }
}

/// A seat that is taken.
#[derive(Debug)]
pub(super) struct Seated {
    seats: Arc<Seats>,
    number: u64,
    pub seat: Arc<Seat>,
}

impl Drop for Seated {
    fn drop(&mut self) {
        self.seats.taken().seats.remove(&self.number);
    }
}

/// What is read from and written to a client, looked at for whose turn it is.
#[derive(Debug)]
pub(super) struct Line<S> {
    stream: Pin<Box<S>>,
    seat: Arc<Seat>,
}

impl<S> Line<S> {
    pub(super) fn new(stream: S, seat: Arc<Seat>) -> Self {
        Self { stream: Box::pin(stream), seat }
    }
}

impl<S: AsyncRead> AsyncRead for Line<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.stream.as_mut().poll_read(context, buffer)
    }
}

impl<S: AsyncWrite> AsyncWrite for Line<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let result = self.stream.as_mut().poll_write(context, bytes);
        self.seat.wrote(&result);
        result
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let result = self.stream.as_mut().poll_write_vectored(context, slices);
        self.seat.wrote(&result);
        result
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        // hyper flushes what it has given us whole.
        ready!(self.stream.as_mut().poll_flush(context))?;
        self.seat.flushed();
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.stream.as_mut().poll_shutdown(context)
    }
}

/// An answer on its way, which tells the seat when it has been handed over.
struct OnItsWay {
    body: Body,
    seat: Arc<Seat>,
}

/// The same body, watched.
pub(super) fn on_its_way(body: Body, seat: Arc<Seat>) -> Body {
    OnItsWay { body, seat }.boxed_unsync()
}

impl HttpBody for OnItsWay {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for OnItsWay {
    fn drop(&mut self) {
        self.seat.now().handed_over = true;
    }
}
