//! What one client may cost: bounds on connections, time and queries, with the reason for each.

use std::{num::NonZero, thread, time::Duration};

/// Longer queries are refused; the longest useful one names a few dozen groups.
pub const MAX_QUERY_BYTES: usize = 4096;

/// More values in one query are refused: each is compared with every event.
pub const MAX_QUERY_VALUES: usize = 64;

/// What answers may take in memory, files and live feeds each. The folder of the whole archive has
/// some 20 MB.
pub const MAX_KEPT_BYTES: usize = 64 << 20;

/// What the answers of live feeds may take in memory that are kept or on their way to clients. Beyond it an answer
/// waits, and who takes none of its bytes gives way. Three times what is kept: the largest answer has some 10 MB.
pub const MAX_ANSWERS_BYTES: usize = 3 * MAX_KEPT_BYTES;

/// So many live feeds may be asked for at once that have to be printed; further ones are told to come again. The
/// dearest takes a second, and nobody waits for minutes.
pub const MAX_ASKED_FEEDS: usize = 64;

/// Whoever is told to come again is told after how many seconds.
pub const COME_AGAIN_SECONDS: u16 = 10;

/// A larger file is sent from the disk, piece by piece.
pub const MAX_KEPT_FILE_BYTES: u64 = 8 << 20;

/// What connections may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// So many at once. For a further one whoever has kept us waiting longest gives way, by being idle, slow with
    /// its request or with taking its answer; where nobody does, it waits. Never more than the process has
    /// descriptors for.
    pub connections: usize,
    /// So long a connection may lie idle or take for the head of a request.
    pub head: Duration,
    /// So long whoever has come need not give way, so that it can ask: what it asks comes right behind its first
    /// packets, but not in the same moment.
    pub grace: Duration,
    /// So long a client may take no byte of an answer.
    pub stall: Duration,
    /// So many live feeds are printed at once; more would only take memory and gain no time.
    pub printing: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 512,
            head: Duration::from_secs(10),
            grace: Duration::from_millis(20),
            stall: Duration::from_secs(30),
            printing: thread::available_parallelism().map_or(1, NonZero::get),
        }
    }
}

/// Descriptors that are not for connections: standard streams, the listener, files being read, the
/// cache.
const OTHER_DESCRIPTORS: u64 = 64;

impl Limits {
    /// How many connections the process can hold.
    pub(super) fn connections(&self) -> usize {
        #[cfg(unix)]
        if let Some(most) = rustix::process::getrlimit(rustix::process::Resource::Nofile).current {
            let left = most.saturating_sub(OTHER_DESCRIPTORS).max(1);
            return self.connections.min(usize::try_from(left).unwrap_or(usize::MAX)).max(1);
        }
        self.connections.max(1)
    }
}
