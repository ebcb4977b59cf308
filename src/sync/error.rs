//! What can go wrong: one message that says what happened and what to do.

use std::{error::Error as StdError, io, time::Duration};

use crate::cache;

/// Why a sync did not come to its end. The cache is then as it was.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The address of the mirror cannot be used.
    #[error("cannot sync from {url}: {reason}")]
    Address {
        /// What was given, without user and password.
        url: String,
        /// Why not.
        reason: &'static str,
    },
    /// The token cannot be used.
    #[error(
        "cannot use GITHUB_TOKEN: it is empty or holds characters that no token has; unset it or mend it"
    )]
    Token,
    /// The HTTP client could not be set up.
    #[error(
        "cannot set up encrypted connections: {0}; install the system's root certificates (ca-certificates)"
    )]
    Client(String),
    /// The cache could not be read or written.
    #[error(transparent)]
    Cache(#[from] cache::Error),
    /// The fetched calendars could not be read.
    #[error(transparent)]
    Calendars(#[from] crate::calendar::store::Error),
    /// The archive was refused, and its files did not all come one by one.
    #[error("{why}; file by file, newest first, {came} of {wanted} came{}; run `twir-events sync` again for the rest{}",
        if stopped.is_empty() { String::new() } else { format!(", then: {stopped}") },
        if *token { "" } else { ", or set GITHUB_TOKEN, which has a higher limit" })]
    Incomplete {
        /// Why the archive did not come.
        why: String,
        /// How many files are in the cache now that were not before.
        came: usize,
        /// How many were missing.
        wanted: usize,
        /// What ended it; empty where it was the limit.
        stopped: String,
        /// Whether the requests carried a token.
        token: bool,
    },
    /// A request had no good answer.
    #[error("cannot fetch {what} from {url}: {fault}; the cache was left as it was; {}", fault.help())]
    Fetch {
        /// What was asked for.
        what: String,
        /// Where.
        url: String,
        /// What happened.
        fault: Fault,
    },
}

impl Error {
    /// Whether the server is there but does not give this one thing.
    pub(super) fn is_refusal(&self) -> bool {
        matches!(self, Self::Fetch { fault, .. } if fault.is_refusal())
    }

    /// What happened, without what to do.
    pub(super) fn in_short(&self) -> String {
        match self {
            Self::Fetch { what, url, fault } => format!("cannot fetch {what} from {url}: {fault}"),
            other => other.to_string(),
        }
    }

    /// The fault of an answer, in words.
    pub(super) fn of_fault(&self) -> Option<String> {
        match self {
            Self::Fetch { fault, .. } => Some(fault.to_string()),
            _ => None,
        }
    }
}

/// What was wrong with an answer.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// No connection.
    #[error("no connection ({0})")]
    Connect(String),
    /// Nothing came for too long.
    #[error("no answer within {} s", .0.as_secs_f32())]
    Idle(Duration),
    /// It came, but too slowly.
    #[error("the answer was not there whole within {} s", .0.as_secs_f32())]
    Slow(Duration),
    /// The connection broke off within an answer.
    #[error("the answer broke off ({0})")]
    BrokenOff(String),
    /// Redirects in a circle, or to where no request may go.
    #[error("redirected in vain ({0})")]
    Redirect(String),
    /// Status 404.
    #[error("there is no such thing (404)")]
    NotFound,
    /// Status 401 or 403 without a rate limit.
    #[error("access was refused ({0})")]
    Refused(u16),
    /// The server asks for a pause.
    #[error("too many requests ({status}){}", until.as_ref().map(|until| format!(", again from {until}")).unwrap_or_default())]
    RateLimited {
        /// 403 or 429.
        status: u16,
        /// How long it asks to wait.
        wait: Option<Duration>,
        /// The moment in UTC when it will answer again.
        until: Option<String>,
        /// Whether the request carried a token.
        token: bool,
    },
    /// Any other status than those asked for.
    #[error("the server answered with status {status}")]
    Status {
        /// Its number.
        status: u16,
        /// How long it asks to wait.
        wait: Option<Duration>,
    },
    /// An HTML page in place of what was asked for.
    #[error("an HTML page came in its place")]
    Page,
    /// Another content type than those asked for.
    #[error("it came as `{got}`, expected {expected}")]
    ContentType {
        /// What the answer says it is.
        got: String,
        /// What was asked for.
        expected: &'static str,
    },
    /// Compressed on the way, though that was not asked for.
    #[error("it came with the content encoding `{0}`, which was not asked for")]
    Encoding(String),
    /// More than there is room for.
    #[error("{what} is larger than {limit} bytes")]
    TooLarge {
        /// What.
        what: String,
        /// In bytes.
        limit: u64,
    },
    /// More entries than an archive may have.
    #[error("the archive has more than {0} entries")]
    TooMany(u64),
    /// Not what it says it is.
    #[error("it is damaged ({0})")]
    Damaged(String),
    /// An archive entry that has no business there.
    #[error("the archive's entry `{entry}` is refused: {reason}")]
    Unsafe {
        /// Its path.
        entry: String,
        /// Why.
        reason: &'static str,
    },
    /// The cache could not be written.
    #[error(transparent)]
    Cache(cache::Error),
}

impl Fault {
    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match self {
            Self::Connect(_) => "check the network (and the address, where --from gives one), then try again",
            Self::Idle(_) | Self::Slow(_) | Self::BrokenOff(_) | Self::Status { .. } => "try again later",
            Self::Redirect(_) | Self::NotFound => "check the address that --from gives, or leave it out",
            Self::Refused(401) => "GITHUB_TOKEN was not accepted: renew it or unset it",
            Self::Refused(_) => "check what GITHUB_TOKEN allows, or unset it",
            Self::RateLimited { token: false, .. } => {
                "try again then, or set GITHUB_TOKEN, which has a higher limit"
            }
            Self::RateLimited { .. } => "try again then",
            Self::Page | Self::ContentType { .. } | Self::Encoding(_) => {
                "a proxy or a login page may stand between; check the network and --from"
            }
            Self::TooLarge { .. } | Self::TooMany(_) | Self::Unsafe { .. } => {
                "it is not the newsletter's repository, or that has changed much: please report it"
            }
            Self::Damaged(_) => "try again; where it stays, please report it",
            Self::Cache(_) => "make room or mend the folder's permissions",
        }
    }

    /// Whether another attempt may end better.
    pub(super) fn is_transient(&self) -> bool {
        match self {
            Self::Idle(_) | Self::BrokenOff(_) | Self::RateLimited { .. } => true,
            Self::Status { status, .. } => *status >= 500,
            _ => false,
        }
    }

    /// Whether the server is there but does not give this one thing.
    pub(super) fn is_refusal(&self) -> bool {
        matches!(
            self,
            Self::NotFound
                | Self::Refused(_)
                | Self::Status { .. }
                | Self::Redirect(_)
                | Self::Page
                | Self::ContentType { .. }
                | Self::Encoding(_)
        )
    }

    /// How long the server asked to wait.
    pub(super) fn asked_wait(&self) -> Option<Duration> {
        match self {
            Self::RateLimited { wait, .. } | Self::Status { wait, .. } => *wait,
            _ => None,
        }
    }

    pub(super) fn damaged(error: impl StdError) -> Self {
        Self::Damaged(innermost(&error))
    }
}

/// What the last error of a chain says: reqwest and hyper wrap it in what is said already.
pub(super) fn innermost(error: &dyn StdError) -> String {
    let mut last = error;
    while let Some(source) = last.source() {
        last = source;
    }
    last.to_string()
}

/// A fault on its way through readers that know only [`io::Error`].
pub(super) fn as_io(text: &'static str) -> io::Error {
    io::Error::other(text)
}
