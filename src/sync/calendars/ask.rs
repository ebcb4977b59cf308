//! One question to one address: its rules first, every hop looked at, every answer bounded.

use std::{
    io::Read,
    sync::Arc,
    time::{Duration, Instant},
};

use reqwest::{
    StatusCode,
    blocking::{Client, Response},
    header::{self, HeaderMap},
    redirect,
};
use url::Url;

use super::{
    Config, FetchedKind,
    address::{self, Guard, PRIVATE},
    pacing::Pacing,
    robots::{self, Robots, Rules, Say},
};
use crate::sync::{
    Error,
    error::innermost,
    http::{MAX_REDIRECTS, USER_AGENT, next_hop, retry_after},
};

/// What an address had for an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Answer {
    /// This.
    Good(Body),
    /// That it is as it was.
    Unchanged,
    /// That there is nothing (404, 410).
    Gone,
    /// That it may not be asked.
    Refused(String),
    /// Nothing of use.
    Failed(String),
    /// It was not asked: it is for another run.
    PutOff(String),
}

/// What came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Body {
    pub bytes: Vec<u8>,
    /// Whether it says that it is HTML.
    pub is_html: bool,
    pub etag: Option<String>,
    pub last_modified: Option<String>,
}

/// What is asked for.
#[derive(Debug)]
pub(super) struct Question<'q> {
    pub url: &'q Url,
    pub kind: FetchedKind,
    /// Only where it is another than this.
    pub etag: Option<&'q str>,
    /// Only where it is newer than this.
    pub last_modified: Option<&'q str>,
}

/// Why a question has no answer yet.
struct Trouble {
    why: String,
    /// How long the host asks to wait.
    wait: Option<Duration>,
    /// Whether it may go better in a while.
    transient: bool,
}

/// Why an attempt ended.
enum End {
    Answer(Answer),
    Trouble(Trouble),
}

impl From<Answer> for End {
    fn from(answer: Answer) -> Self {
        Self::Answer(answer)
    }
}

/// One run's questions.
pub(super) struct Session<'c> {
    client: Client,
    config: &'c Config,
    robots: Robots,
    pacing: Pacing,
    requests_left: usize,
    bytes_left: u64,
    waited: Duration,
}

impl<'c> Session<'c> {
    pub(super) fn new(config: &'c Config) -> Result<Self, Error> {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let guard = Guard { names: Arc::clone(&config.names), may_connect: config.may_connect };
        let client = Client::builder()
            .user_agent(USER_AGENT)
            .referer(false)
            .redirect(redirect::Policy::none())
            .retry(reqwest::retry::never())
            // A proxy would resolve names itself, and nobody would look at what they lead to.
            .no_proxy()
            .dns_resolver(Arc::new(guard))
            .connect_timeout(config.timeouts.connect)
            .timeout(config.timeouts.idle)
            .build()
            .map_err(|error| Error::Client(innermost(&error)))?;
        Ok(Self {
            client,
            config,
            robots: Robots::default(),
            pacing: Pacing::default(),
            requests_left: config.limits.requests,
            bytes_left: config.limits.total,
            waited: Duration::ZERO,
        })
    }

    /// Asks, and asks again after a while where that may help. With the address to which it has moved for
    /// good, where it says so.
    pub(super) fn ask(&mut self, question: &Question<'_>) -> (Answer, Option<Url>) {
        let host = host(question.url);
        for attempt in 1.. {
            let mut moved = None;
            let trouble = match self.once(question, &mut moved) {
                End::Answer(answer) => return (answer, moved),
                End::Trouble(trouble) => trouble,
            };
            let patience = &self.config.patience;
            let doubled = patience.first_wait.saturating_mul(1 << (attempt - 1).min(16));
            let wait = trouble.wait.unwrap_or(doubled);
            let fits = self.waited.saturating_add(wait) <= patience.all_waits;
            if trouble.transient && attempt < patience.attempts && fits {
                self.config.clock.wait(wait);
                self.waited = self.waited.saturating_add(wait);
                continue;
            }
            // What a host asks for holds for everything on it.
            if trouble.wait.is_some() {
                self.pacing.leave_alone(&host, &trouble.why);
            }
            return (Answer::Failed(trouble.why), None);
        }
        (Answer::Failed("it was never asked".to_owned()), None)
    }

    fn once(&mut self, question: &Question<'_>, moved: &mut Option<Url>) -> End {
        let mut at = question.url.clone();
        let mut for_good = true;
        for _ in 0..=MAX_REDIRECTS {
            if let Some(end) = self.may_ask(&at) {
                return end;
            }
            let response = match self.get(&at, Some(question)) {
                Ok(response) => response,
                Err(end) => return end,
            };
            match next_hop(&at, &response) {
                Err(why) => return Answer::Failed(format!("redirected in vain ({why})")).into(),
                Ok(None) => return self.judge(question, &at, response),
                Ok(Some(next)) => {
                    if at.scheme() == "https" && next.scheme() != "https" {
                        return Answer::Refused("it redirects from https to http".to_owned()).into();
                    }
                    for_good &= matches!(response.status().as_u16(), 301 | 308);
                    if for_good {
                        *moved = Some(next.clone());
                    }
                    at = next;
                }
            }
        }
        Answer::Failed(format!("redirected in vain (more than {MAX_REDIRECTS} redirects)")).into()
    }

    /// Why an address is not asked, where it is not.
    fn may_ask(&mut self, url: &Url) -> Option<End> {
        if let Some(why) = address::refusal(url, self.config.may_connect) {
            return Some(Answer::Refused(why.to_owned()).into());
        }
        if self.robots.say(url).is_none() {
            let rules = match self.rules(url) {
                Ok(rules) => rules,
                Err(end) => return Some(end),
            };
            self.robots.learn(url, rules);
        }
        match self.robots.say(url)? {
            Say::Ask => None,
            Say::Leave => Some(Answer::Refused("its robots.txt does not let us".to_owned()).into()),
            Say::Wait(why) => {
                Some(Answer::PutOff(format!("its robots.txt could not be read ({why})")).into())
            }
        }
    }

    /// Asks a host for its rules. Where they cannot be read nothing on it is asked in this run (RFC 9309,
    /// section 2.3.1.4), and that is said to be put off: only a `robots.txt` that was read may refuse.
    fn rules(&mut self, url: &Url) -> Result<Rules, End> {
        let Some(mut at) = robots::address(url) else { return Ok(Rules::Open) };
        for _ in 0..=MAX_REDIRECTS {
            if let Some(why) = address::refusal(&at, self.config.may_connect) {
                return Err(Answer::Refused(format!("its robots.txt: {why}")).into());
            }
            let response = self.get(&at, None)?;
            match next_hop(&at, &response) {
                Ok(Some(next)) => at = next,
                Ok(None) if response.status().is_success() => {
                    let mut bytes = Vec::new();
                    let read = response.take(robots::LIMIT).read_to_end(&mut bytes);
                    self.bytes_left = self.bytes_left.saturating_sub(bytes.len() as u64);
                    if let Err(error) = read {
                        return Ok(Rules::Unknown(innermost(&error)));
                    }
                    return Ok(Rules::Said(String::from_utf8_lossy(&bytes).into_owned()));
                }
                Ok(None) if response.status().is_client_error() && response.status().as_u16() != 429 => {
                    return Ok(Rules::Open);
                }
                Ok(None) => return Ok(Rules::Unknown(format!("status {}", response.status().as_u16()))),
                Err(why) => return Ok(Rules::Unknown(why)),
            }
        }
        Ok(Rules::Unknown(format!("more than {MAX_REDIRECTS} redirects")))
    }

    /// One request, in its time and within the budget.
    fn get(&mut self, url: &Url, question: Option<&Question<'_>>) -> Result<Response, End> {
        let host = host(url);
        if let Some(why) = self.pacing.left_alone(&host) {
            return Err(Answer::PutOff(format!("{host} is left alone for now ({why})")).into());
        }
        if self.requests_left == 0 {
            let most = self.config.limits.requests;
            return Err(Answer::PutOff(format!("{most} requests are enough for one run")).into());
        }
        self.pacing.wait(&host, &*self.config.clock);
        self.requests_left -= 1;
        let mut builder = self.client.get(url.clone());
        if let Some(question) = question {
            let accept = match question.kind {
                FetchedKind::Calendar => "text/calendar, */*;q=0.5",
                FetchedKind::Page => "text/html, application/xhtml+xml;q=0.9, */*;q=0.5",
            };
            builder = builder.header(header::ACCEPT, accept);
            if let Some(etag) = question.etag {
                builder = builder.header(header::IF_NONE_MATCH, etag);
            }
            if let Some(moment) = question.last_modified {
                builder = builder.header(header::IF_MODIFIED_SINCE, moment);
            }
        }
        match builder.send() {
            Ok(response) => {
                self.pacing.answered(&host);
                Ok(response)
            }
            Err(error) => Err(self.fault(&host, &error)),
        }
    }

    fn fault(&mut self, host: &str, error: &reqwest::Error) -> End {
        let why = innermost(error);
        if why == PRIVATE {
            return Answer::Refused(why).into();
        }
        let said = if error.is_connect() {
            format!("no connection ({why})")
        } else if error.is_timeout() {
            format!("no answer within {} s", self.config.timeouts.idle.as_secs_f32())
        } else {
            format!("the answer broke off ({why})")
        };
        self.pacing.failed(host, &said);
        End::Trouble(Trouble { why: said, wait: None, transient: !error.is_connect() })
    }

    /// What an answer that is no redirect means.
    fn judge(&mut self, question: &Question<'_>, url: &Url, response: Response) -> End {
        let conditional = question.etag.is_some() || question.last_modified.is_some();
        let status = response.status();
        let wait = text(response.headers(), &header::RETRY_AFTER)
            .and_then(|value| retry_after(value, self.config.clock.now()));
        match status.as_u16() {
            200 => self.body(question.kind, &host(url), response),
            304 if conditional => Answer::Unchanged.into(),
            404 | 410 => Answer::Gone.into(),
            401 | 403 | 451 => Answer::Refused(format!("status {}", status.as_u16())).into(),
            429 | 500..=599 => End::Trouble(Trouble {
                why: format!("status {}", status.as_u16()),
                // Who asks for a pause in general is asked for one in particular.
                wait: wait.or((status == StatusCode::TOO_MANY_REQUESTS).then_some(self.config.pause)),
                transient: true,
            }),
            other => Answer::Failed(format!("status {other}")).into(),
        }
    }

    fn body(&mut self, kind: FetchedKind, host: &str, mut response: Response) -> End {
        let headers = response.headers();
        let encoding = text(headers, &header::CONTENT_ENCODING).unwrap_or_default();
        if !matches!(encoding, "" | "identity") {
            return Answer::Failed(format!("it came with the content encoding `{encoding}`")).into();
        }
        let got = text(headers, &header::CONTENT_TYPE).unwrap_or_default().trim().to_ascii_lowercase();
        let is_html = got.starts_with("text/html") || got.starts_with("application/xhtml");
        let kept = |name| text(headers, name).filter(|value| value.len() <= 1000).map(str::to_owned);
        let (etag, last_modified) = (kept(&header::ETAG), kept(&header::LAST_MODIFIED));
        let limit = match kind {
            FetchedKind::Calendar => self.config.limits.calendar,
            FetchedKind::Page => self.config.limits.page,
        };
        let too_large = || Answer::Failed(format!("it is larger than {limit} bytes")).into();
        if response.content_length().is_some_and(|length| length > limit) {
            return too_large();
        }
        let deadline = Instant::now() + self.config.timeouts.whole;
        let (mut bytes, mut buffer) = (Vec::new(), vec![0; 64 << 10]);
        loop {
            let read = match response.read(&mut buffer) {
                Ok(0) => break,
                Ok(read) => read,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(error) => {
                    let why = format!("the answer broke off ({})", innermost(&error));
                    self.pacing.failed(host, &why);
                    return End::Trouble(Trouble { why, wait: None, transient: true });
                }
            };
            bytes.extend(buffer.iter().take(read));
            if bytes.len() as u64 > limit {
                return too_large();
            }
            self.bytes_left = self.bytes_left.saturating_sub(read as u64);
            if self.bytes_left == 0 {
                let most = self.config.limits.total;
                return Answer::PutOff(format!("{most} bytes are enough for one run")).into();
            }
            if Instant::now() >= deadline {
                let seconds = self.config.timeouts.whole.as_secs_f32();
                return Answer::Failed(format!("it was not there whole within {seconds} s")).into();
            }
        }
        Answer::Good(Body { bytes, is_html, etag, last_modified }).into()
    }
}

fn text<'h>(headers: &'h HeaderMap, name: &header::HeaderName) -> Option<&'h str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// Whom a pause is for: a name and a port.
fn host(url: &Url) -> String {
    let name = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| name.to_owned(), |port| format!("{name}:{port}"))
}
