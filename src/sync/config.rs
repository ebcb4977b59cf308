//! Where issues come from, and how much patience and room a sync has.

use std::{
    fmt, thread,
    time::{Duration, SystemTime},
};

use url::{Host, Url};

use super::Error;

/// The root of GitHub's REST API.
pub const GITHUB: &str = "https://api.github.com";

/// The newsletter's repository.
pub const REPOSITORY: &str = "rust-lang/this-week-in-rust";

/// What a sync needs to know.
#[derive(Debug)]
pub struct Config {
    pub(super) base: Url,
    /// Sent to the host of the base address and to no other.
    pub token: Option<Token>,
    /// Whether drafts are wanted, too.
    pub drafts: bool,
    /// How long to wait for answers.
    pub timeouts: Timeouts,
    /// How often and how long to wait before another attempt.
    pub patience: Patience,
    /// How much may come in.
    pub limits: Limits,
    /// Tells the time and lets it pass.
    pub clock: Box<dyn Clock>,
}

impl Config {
    /// A sync from the API at `base`: [`GITHUB`], or a mirror that answers in the same way.
    ///
    /// # Errors
    ///
    /// When `base` is no URL with `https` (or `http` to this machine), or carries a user, a
    /// password, a query or a fragment.
    pub fn new(base: &str) -> Result<Self, Error> {
        let refused =
            |reason| Error::Address { url: base.split('@').next_back().unwrap_or(base).to_owned(), reason };
        let mut url = Url::parse(base).map_err(|_| refused("it is no URL"))?;
        if !may_ask(&url) {
            return Err(refused("expected https, or http to this machine"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(refused("it carries a user or a password; give a token in GITHUB_TOKEN"));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(refused("it carries a query or a fragment; give the root of the API"));
        }
        let path = url.path().trim_end_matches('/').to_owned();
        url.set_path(&path);
        Ok(Self {
            base: url,
            token: None,
            drafts: false,
            timeouts: Timeouts::default(),
            patience: Patience::default(),
            limits: Limits::default(),
            clock: Box::new(SystemClock),
        })
    }

    /// Whether the base address is GitHub's own or on this machine, so that a token for GitHub may
    /// go there.
    pub fn takes_github_token(&self) -> bool {
        is_loopback(&self.base) || self.base.as_str().trim_end_matches('/') == GITHUB
    }

    /// An address below the repository's.
    pub(super) fn url(&self, rest: &str) -> String {
        format!("{}/repos/{REPOSITORY}{rest}", self.base.as_str().trim_end_matches('/'))
    }
}

/// Whether a request may go to this address: encrypted, or not leaving the machine.
pub(super) fn may_ask(url: &Url) -> bool {
    match url.scheme() {
        "https" => url.has_host(),
        "http" => is_loopback(url),
        _ => false,
    }
}

pub(super) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

/// A token for the API. It is never printed.
#[derive(Clone)]
pub struct Token(pub(super) reqwest::header::HeaderValue);

impl Token {
    /// Takes a token as it stands in the environment; blanks around it do not count.
    ///
    /// # Errors
    ///
    /// When it is empty or holds characters that no token has. The message does not repeat it.
    pub fn new(token: &str) -> Result<Self, Error> {
        let token = token.trim();
        if token.is_empty() || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Error::Token);
        }
        let mut value =
            reqwest::header::HeaderValue::from_str(&format!("Bearer {token}")).map_err(|_| Error::Token)?;
        value.set_sensitive(true);
        Ok(Self(value))
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(..)")
    }
}

/// How long to wait for answers.
#[derive(Debug, Clone, Copy)]
pub struct Timeouts {
    /// For a connection.
    pub connect: Duration,
    /// For the head of an answer, and for each next piece of its body.
    pub idle: Duration,
    /// For one answer whole.
    pub whole: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            idle: Duration::from_secs(30),
            whole: Duration::from_secs(600),
        }
    }
}

/// How often and how long to wait before another attempt.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// Attempts of one request, the first counted.
    pub attempts: u32,
    /// The wait before the second attempt; it doubles from one to the next.
    pub first_wait: Duration,
    /// All waits of a sync together.
    pub all_waits: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { attempts: 4, first_wait: Duration::from_secs(1), all_waits: Duration::from_secs(60) }
    }
}

/// How much may come in, in bytes where nothing else is said. The repository's archive has some
/// 10 MB, unpacked some 30 MB in 2,000 entries.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// The list of files.
    pub listing: u64,
    /// The archive as it comes.
    pub archive: u64,
    /// The archive unpacked.
    pub unpacked: u64,
    /// Entries of the archive, in number.
    pub entries: u64,
    /// One issue.
    pub file: u64,
    /// Files that are asked for one by one, in number; more come with the archive.
    pub single_files: usize,
    /// Files that are asked for one by one where the archive is refused, in number.
    pub files_without_archive: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            listing: 16 << 20,
            archive: 256 << 20,
            unpacked: 1 << 30,
            entries: 100_000,
            file: crate::newsletter::MAX_ISSUE_BYTES,
            single_files: 20,
            // More than the newsletter has; without a token the server says how many requests are left.
            files_without_archive: 1000,
        }
    }
}

/// Tells the time and lets it pass; tests have one that does not.
pub trait Clock: fmt::Debug {
    /// The time of day, for the moment that a rate limit names.
    fn now(&self) -> SystemTime;
    /// Returns when `span` has passed.
    fn wait(&self, span: Duration);
}

/// The system's clock.
#[derive(Debug, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    fn wait(&self, span: Duration) {
        thread::sleep(span);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_encrypted_or_local_addresses() {
        for base in
            ["https://api.github.com", "https://x.example/api/v3/", "http://127.0.0.1:9", "http://[::1]:9"]
        {
            assert!(Config::new(base).is_ok(), "{base}");
        }
        for base in [
            "http://api.github.com",
            "ftp://x",
            "file:///etc",
            "nonsense",
            "http://127.0.0.1.evil.org",
            "https://",
        ] {
            assert!(Config::new(base).is_err(), "{base}");
        }
    }

    #[test]
    fn secrets_in_the_address_are_refused_and_not_repeated() {
        let message = Config::new("https://user:hunter2@x.example").unwrap_err().to_string();
        assert!(message.contains("GITHUB_TOKEN") && !message.contains("hunter2"), "{message}");
        assert!(Config::new("https://x.example?token=1").is_err());
    }

    #[test]
    fn a_token_goes_to_github_and_to_this_machine() {
        for (base, takes) in [
            (GITHUB, true),
            ("https://api.github.com/", true),
            ("http://localhost:1", true),
            ("https://api.github.com.example", false),
            ("https://mirror.example", false),
        ] {
            assert_eq!(Config::new(base).unwrap().takes_github_token(), takes, "{base}");
        }
    }

    #[test]
    fn a_token_is_not_shown() {
        let token = Token::new(" ghp_secret\n").unwrap();
        assert!(!format!("{token:?} {:?}", token.0).contains("secret"));
        for bad in ["", "  ", "a b", "a\nb", "ä"] {
            let message = Token::new(bad).unwrap_err().to_string();
            assert!(message.contains("GITHUB_TOKEN"), "{message}");
        }
    }

    #[test]
    fn addresses_are_below_the_base() {
        let config = Config::new("https://x.example/api/v3/").unwrap();
        assert_eq!(config.url("/a"), "https://x.example/api/v3/repos/rust-lang/this-week-in-rust/a");
    }
}
