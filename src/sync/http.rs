//! One request after another, politely: who we are, how long we wait, when we come again.

use std::{
    cell::{Cell, RefCell},
    io::{self, Read},
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use chrono::DateTime;
use reqwest::{
    StatusCode,
    blocking::{Client, RequestBuilder, Response},
    header::{self, HeaderMap, HeaderName},
    redirect,
};
use url::Url;

use super::{
    Config, Error, Fault, Progress,
    config::{is_loopback, may_ask},
    error::{as_io, innermost},
};

pub(super) const USER_AGENT: &str =
    concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"), " (+", env!("CARGO_PKG_REPOSITORY"), ")");
const API_VERSION: HeaderName = HeaderName::from_static("x-github-api-version");
pub(super) const MAX_REDIRECTS: usize = 5;

/// One sync's requests.
pub(super) struct Session<'a> {
    client: Client,
    pub config: &'a Config,
    progress: RefCell<&'a mut dyn FnMut(Progress)>,
    waited: Cell<Duration>,
}

/// What is asked for.
pub(super) struct Request<'a> {
    /// In words, for messages.
    pub what: &'a str,
    pub url: &'a str,
    pub accept: &'static str,
    /// What is to come, for messages.
    pub expected: &'static str,
    /// The beginnings of content types that will do.
    pub types: &'static [&'static str],
    /// Ask for it only where it is another than this.
    pub etag: Option<&'a str>,
    /// In bytes.
    pub limit: u64,
    /// Whether it is so large that people want to see it come.
    pub announce: bool,
}

impl<'a> Session<'a> {
    pub fn new(config: &'a Config, progress: &'a mut dyn FnMut(Progress)) -> Result<Self, Error> {
        // Another may have been installed by the program around this library: just as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let local = is_loopback(&config.base);
        let mut client = Client::builder()
            .user_agent(USER_AGENT)
            .referer(false)
            // Ours, below: reqwest's compares an address with the one before it only, and so gives the
            // token back to a host that redirects to itself.
            .redirect(redirect::Policy::none())
            // Ours, below: reqwest's has no back-off.
            .retry(reqwest::retry::never())
            .connect_timeout(config.timeouts.connect)
            // The blocking client takes it for the head, then for each read of the body.
            .timeout(config.timeouts.idle);
        if local {
            client = client.no_proxy();
        }
        let client = client.build().map_err(|error| Error::Client(innermost(&error)))?;
        Ok(Self { client, config, progress: RefCell::new(progress), waited: Cell::new(Duration::ZERO) })
    }

    pub fn report(&self, progress: Progress) {
        (self.progress.borrow_mut())(progress);
    }

    /// Asks, reads with `read`, and asks again after a while where that may help. `None` when the
    /// server says that nothing has changed.
    pub fn fetch<T>(
        &self,
        request: &Request<'_>,
        mut read: impl FnMut(&mut Body<'_, 'a>) -> Result<T, Fault>,
    ) -> Result<Option<T>, Error> {
        let mut attempt = 1;
        loop {
            let result = self.ask(request).and_then(|body| match body {
                None => Ok(None),
                Some(mut body) => match read(&mut body) {
                    Ok(value) => Ok(Some(value)),
                    // What the reader made of a broken body matters less than why it broke.
                    Err(fault) => Err(body.fault.take().unwrap_or(fault)),
                },
            });
            let fault = match result {
                Ok(value) => return Ok(value),
                Err(Fault::Cache(error)) => return Err(Error::Cache(error)),
                Err(fault) => fault,
            };
            match self.next_wait(&fault, attempt) {
                Some(wait) => {
                    self.report(Progress::Waiting { wait, why: fault.to_string() });
                    self.config.clock.wait(wait);
                    self.waited.set(self.waited.get().saturating_add(wait));
                    attempt += 1;
                }
                None => {
                    let (what, url) = (request.what.to_owned(), request.url.to_owned());
                    return Err(Error::Fetch { what, url, fault });
                }
            }
        }
    }

    /// How long to wait before another attempt, where there is to be one.
    fn next_wait(&self, fault: &Fault, attempt: u32) -> Option<Duration> {
        let patience = &self.config.patience;
        if !fault.is_transient() || attempt >= patience.attempts {
            return None;
        }
        let doubled = patience.first_wait.saturating_mul(1 << (attempt - 1).min(16));
        let wait = fault.asked_wait().unwrap_or(doubled);
        (self.waited.get().saturating_add(wait) <= patience.all_waits).then_some(wait)
    }

    /// The answer's head, judged; `None` for 304.
    fn ask<'s>(&'s self, request: &Request<'_>) -> Result<Option<Body<'s, 'a>>, Fault> {
        let deadline = Instant::now() + self.config.timeouts.whole;
        let response = self.follow(request)?;
        let headers = response.headers();
        match response.status() {
            StatusCode::OK => {}
            StatusCode::NOT_MODIFIED if request.etag.is_some() => return Ok(None),
            status => return Err(self.judge(status, headers)),
        }
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let encoding = text(header::CONTENT_ENCODING);
        // reqwest is built without decompression: only the archive is compressed, once, and its
        // size unpacked is watched where that is undone.
        if !matches!(encoding, "" | "identity") {
            return Err(Fault::Encoding(encoding.to_owned()));
        }
        let got = text(header::CONTENT_TYPE).trim().to_ascii_lowercase();
        if got.starts_with("text/html") || got.starts_with("application/xhtml") {
            return Err(Fault::Page);
        }
        if !request.types.iter().any(|begin| got.starts_with(begin)) {
            let got = if got.is_empty() { "nothing".to_owned() } else { got };
            return Err(Fault::ContentType { got, expected: request.expected });
        }
        let length = response.content_length();
        let body = Body {
            session: self,
            what: request.what.to_owned(),
            length,
            announce: request.announce,
            received: 0,
            limit: request.limit,
            deadline,
            fault: None,
            response,
        };
        if length.is_some_and(|length| length > request.limit) {
            Err(body.too_large())
        } else {
            Ok(Some(body))
        }
    }

    /// Asks, and asks on where the answer is a redirect: each hop is looked at before it is asked.
    fn follow(&self, request: &Request<'_>) -> Result<Response, Fault> {
        let local = is_loopback(&self.config.base);
        let mut url =
            Url::parse(request.url).map_err(|error| Fault::Redirect(format!("{}: {error}", request.url)))?;
        for _ in 0..=MAX_REDIRECTS {
            let response = self.prepare(request, &url).send().map_err(|error| self.fault(&error))?;
            let Some(next) = next_hop(&url, &response).map_err(Fault::Redirect)? else {
                return Ok(response);
            };
            // Neither to the clear, nor from the world into this machine.
            if !may_ask(&next) || (is_loopback(&next) && !local) {
                return Err(Fault::Redirect("to an address that is not https".to_owned()));
            }
            url = next;
        }
        Err(Fault::Redirect(format!("more than {MAX_REDIRECTS} redirects")))
    }

    /// A request with what its address may know: the token is for its own origin and for no other.
    fn prepare(&self, request: &Request<'_>, url: &Url) -> RequestBuilder {
        let mut builder = self
            .client
            .get(url.clone())
            .header(header::ACCEPT, request.accept)
            .header(API_VERSION, "2022-11-28");
        if let Some(token) = &self.config.token
            && url.origin() == self.config.base.origin()
        {
            builder = builder.header(header::AUTHORIZATION, token.0.clone());
        }
        if let Some(etag) = request.etag {
            builder = builder.header(header::IF_NONE_MATCH, etag);
        }
        builder
    }

    /// What a status other than 200 means.
    fn judge(&self, status: StatusCode, headers: &HeaderMap) -> Fault {
        let now = self.config.clock.now();
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
        let asked = text("retry-after").and_then(|value| retry_after(value, now));
        let spent = text("x-ratelimit-remaining") == Some("0");
        let reset = text("x-ratelimit-reset")
            .and_then(|value| value.parse().ok())
            .and_then(|seconds| UNIX_EPOCH.checked_add(Duration::from_secs(seconds)))
            .filter(|_| spent)
            .map(|moment| moment.duration_since(now).unwrap_or_default());
        let wait = asked.or(reset);
        let number = status.as_u16();
        match number {
            404 => Fault::NotFound,
            429 | 403 if number == 429 || wait.is_some() || spent => Fault::RateLimited {
                status: number,
                wait,
                until: wait.and_then(|wait| now.checked_add(wait)).and_then(utc),
                token: self.config.token.is_some(),
            },
            300..=399 => Fault::Redirect(format!("status {number}, but to no address that can be followed")),
            401 | 403 => Fault::Refused(number),
            _ => Fault::Status { status: number, wait },
        }
    }

    fn fault(&self, error: &reqwest::Error) -> Fault {
        let why = innermost(error);
        if error.is_timeout() && error.is_connect() {
            Fault::Connect(format!("no answer within {} s", self.config.timeouts.connect.as_secs_f32()))
        } else if error.is_timeout() {
            Fault::Idle(self.config.timeouts.idle)
        } else if error.is_connect() {
            Fault::Connect(why)
        } else {
            Fault::BrokenOff(why)
        }
    }
}

/// An answer's body as it comes: bounded in size and time. What breaks it is kept in `fault`,
/// because the readers around it know only [`io::Error`].
pub(super) struct Body<'s, 'a> {
    session: &'s Session<'a>,
    response: Response,
    what: String,
    /// What the head says, in bytes.
    length: Option<u64>,
    announce: bool,
    /// Bytes read so far.
    received: u64,
    limit: u64,
    deadline: Instant,
    fault: Option<Fault>,
}

impl Body<'_, '_> {
    pub fn headers(&self) -> &HeaderMap {
        self.response.headers()
    }

    /// Reads everything into memory.
    pub fn bytes(&mut self) -> Result<Vec<u8>, Fault> {
        let mut bytes = Vec::new();
        self.read_to_end(&mut bytes).map_err(|error| Fault::BrokenOff(innermost(&error)))?;
        Ok(bytes)
    }

    fn too_large(&self) -> Fault {
        Fault::TooLarge { what: self.what.clone(), limit: self.limit }
    }

    fn fault_of(&self, error: &io::Error) -> Fault {
        match error.get_ref().and_then(|inner| inner.downcast_ref::<reqwest::Error>()) {
            Some(error) => self.session.fault(error),
            None => Fault::BrokenOff(innermost(error)),
        }
    }
}

impl Read for Body<'_, '_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.fault.is_some() {
            return Err(as_io("read after a fault"));
        }
        if Instant::now() >= self.deadline {
            self.fault = Some(Fault::Slow(self.session.config.timeouts.whole));
            return Err(as_io("too slow"));
        }
        let read = match self.response.read(buffer) {
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => return Err(error),
            Err(error) => {
                self.fault = Some(self.fault_of(&error));
                return Err(error);
            }
        };
        self.received = self.received.saturating_add(read as u64);
        if self.received > self.limit {
            self.fault = Some(self.too_large());
            return Err(as_io("too large"));
        }
        if self.announce {
            self.session.report(Progress::Archive { received: self.received, total: self.length });
        }
        Ok(read)
    }
}

/// Where a redirect leads; `None` where the answer is none.
pub(super) fn next_hop(url: &Url, response: &Response) -> Result<Option<Url>, String> {
    // RFC 9110, section 15.4: 300, 304 and the others name no address to go to.
    if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
        return Ok(None);
    }
    let location = response.headers().get(header::LOCATION).and_then(|value| value.to_str().ok());
    let next = location.and_then(|location| url.join(location).ok());
    let status = response.status().as_u16();
    let next = next.ok_or_else(|| format!("status {status}, but to no address that can be followed"))?;
    if !next.username().is_empty() || next.password().is_some() {
        return Err("to an address with a user or a password in it".to_owned());
    }
    Ok(Some(next))
}

/// Seconds or an HTTP date (RFC 9110, section 10.2.3), as a span from `now` on.
pub(super) fn retry_after(value: &str, now: SystemTime) -> Option<Duration> {
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let moment = SystemTime::from(DateTime::parse_from_rfc2822(value).ok()?);
    Some(moment.duration_since(now).unwrap_or_default())
}

/// A moment for people, to the minute above.
fn utc(moment: SystemTime) -> Option<String> {
    let seconds = moment.duration_since(UNIX_EPOCH).ok()?.as_secs().checked_add(59)?;
    let moment = DateTime::from_timestamp(i64::try_from(seconds).ok()?, 0)?;
    Some(moment.format("%Y-%m-%d %H:%M UTC").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after_in_seconds_or_as_a_date() {
        let now = UNIX_EPOCH + Duration::from_secs(784_111_777); // Sun, 06 Nov 1994 08:49:37 GMT
        assert_eq!(retry_after("120", now), Some(Duration::from_secs(120)));
        assert_eq!(retry_after("Sun, 06 Nov 1994 08:50:00 GMT", now), Some(Duration::from_secs(23)));
        assert_eq!(retry_after("Sun, 06 Nov 1994 08:00:00 GMT", now), Some(Duration::ZERO));
        for nonsense in ["", "soon", "-1", "99999999999999999999999"] {
            assert_eq!(retry_after(nonsense, now), None, "{nonsense}");
        }
    }

    #[test]
    fn moments_are_rounded_up_to_the_minute() {
        let moment = UNIX_EPOCH + Duration::from_secs(784_111_777);
        assert_eq!(utc(moment).as_deref(), Some("1994-11-06 08:50 UTC"));
        assert_eq!(utc(UNIX_EPOCH + Duration::from_secs(u64::MAX >> 1)), None);
    }
}
