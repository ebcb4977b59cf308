//! A small world of organisers on loopback: Meetup, Luma, Google and a page of an event's own, as strict as
//! the real ones.

use std::{
    collections::BTreeMap,
    io,
    net::{IpAddr, Ipv4Addr},
    sync::{Arc, Mutex, PoisonError},
};

use twir_events::{
    calendar::store::{Source, Store},
    sync::calendars::{self, Config, FetchedKind, Names, OrganisersReport, Outcome, Wanted},
};

use super::super::{
    fake::{Answer, Asked, Server},
    *,
};

/// What a host says under a path.
#[derive(Debug, Clone)]
pub enum Thing {
    /// A calendar: one line for each event.
    Calendar(Vec<String>),
    /// A page with these words.
    Page(String),
    /// This, whatever is asked.
    Answer(Answer),
}

type Things = BTreeMap<(String, String), Thing>;

/// A server that is every host, names that lead to it, a cache and a clock.
pub struct World {
    pub server: Server,
    pub things: Arc<Mutex<Things>>,
    pub folder: TempDir,
    pub clock: Moving,
}

/// A clock that moves only when it is told to; waiting moves it, too.
#[derive(Debug, Clone)]
pub struct Moving(Arc<Mutex<(Duration, Vec<u64>)>>);

impl Clock for Moving {
    fn now(&self) -> SystemTime {
        UNIX_EPOCH + self.0.lock().unwrap().0
    }

    fn wait(&self, span: Duration) {
        let mut inner = self.0.lock().unwrap();
        inner.0 += span;
        inner.1.push(span.as_secs());
    }
}

impl Moving {
    pub fn pass(&self, hours: u64) {
        self.0.lock().unwrap().0 += Duration::from_secs(hours * 3600);
    }

    pub fn take_seconds(&self) -> Vec<u64> {
        std::mem::take(&mut self.0.lock().unwrap().1)
    }
}

/// Names of this world; the ports of the addresses are those of the server.
#[derive(Debug)]
pub struct TestNames(pub fn(&str) -> Vec<IpAddr>);

impl Names for TestNames {
    fn addresses(&self, name: &str) -> io::Result<Vec<IpAddr>> {
        let found = (self.0)(name);
        if found.is_empty() { Err(io::Error::other("no such name")) } else { Ok(found) }
    }
}

/// Everything leads to loopback.
pub fn home(_: &str) -> Vec<IpAddr> {
    vec![IpAddr::V4(Ipv4Addr::LOCALHOST)]
}

pub const MEETUP: &str = "www.meetup.test";
pub const LUMA: &str = "api.luma.test";
pub const GOOGLE: &str = "calendar.google.test";
pub const PAGES: &str = "events.test";

impl World {
    pub fn new() -> Self {
        let things: Arc<Mutex<Things>> = Arc::default();
        let shared = Arc::clone(&things);
        let server = Server::start(move |asked| {
            let things = shared.lock().unwrap_or_else(PoisonError::into_inner);
            answer(&things, asked)
        });
        let clock = Moving(Arc::new(Mutex::new((Duration::from_secs(NOW), Vec::new()))));
        Self { server, things, folder: tempfile::tempdir().unwrap(), clock }
    }

    /// The address of a path at one of the hosts.
    pub fn url(&self, host: &str, path: &str) -> String {
        let port = self.server.url().rsplit(':').next().unwrap().to_owned();
        format!("http://{host}:{port}{path}")
    }

    pub fn set(&self, host: &str, path: &str, thing: Thing) {
        self.things.lock().unwrap().insert((host.to_owned(), path.to_owned()), thing);
    }

    pub fn remove(&self, host: &str, path: &str) {
        self.things.lock().unwrap().remove(&(host.to_owned(), path.to_owned()));
    }

    pub fn wanted(&self, host: &str, path: &str) -> Wanted {
        let kind = if host == PAGES { FetchedKind::Page } else { FetchedKind::Calendar };
        Wanted { url: self.url(host, path), kind, group: Some("Rust Ort".to_owned()), group_url: None }
    }

    pub fn cache(&self) -> Cache {
        Cache::new(self.folder.path().join("cache"))
    }

    pub fn config(&self) -> Config {
        Config {
            names: Arc::new(TestNames(home)),
            may_connect: |_| true,
            clock: Box::new(self.clock.clone()),
            ..Config::default()
        }
    }

    pub fn ask(&self, wanted: &[Wanted]) -> OrganisersReport {
        self.ask_with(wanted, &self.config())
    }

    pub fn ask_with(&self, wanted: &[Wanted], config: &Config) -> OrganisersReport {
        calendars::ask(&self.cache(), wanted, config, &mut |_| {}).unwrap()
    }

    /// What asking a single source comes to, some hours later.
    pub fn one(&self, wanted: &Wanted) -> Outcome {
        self.clock.pass(2);
        self.ask(std::slice::from_ref(wanted)).outcomes.remove(0).1
    }

    pub fn store(&self) -> Store {
        Store::open(self.cache().root()).unwrap()
    }

    pub fn source(&self, wanted: &Wanted) -> Source {
        self.store().get(&wanted.url).unwrap().clone()
    }

    /// What is kept of a source.
    pub fn kept(&self, wanted: &Wanted) -> String {
        let store = self.store();
        fs::read_to_string(store.path(store.get(&wanted.url).unwrap()).unwrap()).unwrap()
    }

    /// Hosts and paths that were asked since the last call, without `robots.txt`.
    pub fn asked(&self) -> Vec<Asked> {
        self.server.take_asked().into_iter().filter(|asked| asked.path != "/robots.txt").collect()
    }
}

/// A calendar as a platform writes it.
pub fn calendar(events: &[String]) -> String {
    let mut out = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Sample//EN\r\n".to_owned();
    for event in events {
        out.push_str(&format!(
            "BEGIN:VEVENT\r\nUID:{event}\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:20260110T180000Z\r\nSUMMARY:{event}\r\nEND:VEVENT\r\n"
        ));
    }
    out + "END:VCALENDAR\r\n"
}

fn answer(things: &Things, asked: &Asked) -> Answer {
    let header = |name: &str| asked.headers.get(name).map(String::as_str);
    let host = header("host").unwrap_or_default().split(':').next().unwrap_or_default().to_owned();
    // Who does not say who they are is turned away: the platforms sit behind such gates.
    if !header("user-agent")
        .is_some_and(|agent| agent.starts_with("twir-events/") && agent.contains("(+http"))
    {
        return Answer::new(403, &[("content-type", "text/html")], b"<html>Forbidden");
    }
    let thing = things.get(&(host.clone(), asked.path.clone()));
    if asked.path == "/robots.txt" && thing.is_none() {
        return Answer::new(404, &[("content-type", "text/html")], b"<html>not here");
    }
    match (host.as_str(), thing) {
        (_, Some(Thing::Answer(answer))) => answer.clone(),
        // <https://docs.rs/icalendar>: text/calendar (RFC 5545, section 8.1). A weak ETag and 304 by RFC 9110,
        // 8.8.3 and 15.4.5.
        (MEETUP, Some(Thing::Calendar(events))) => {
            let body = calendar(events);
            let tag = format!("W/\"{}\"", fake::blob_id(body.as_bytes()));
            if header("if-none-match") == Some(&tag) {
                return Answer::new(304, &[("etag", &tag)], b"");
            }
            let headers = [("content-type", "text/calendar;charset=UTF-8"), ("etag", tag.as_str())];
            Answer::new(200, &headers, body.as_bytes())
        }
        // Without validators, in pieces: every answer comes whole again.
        (LUMA, Some(Thing::Calendar(events))) => {
            Answer::chunked(&[("content-type", "text/calendar; charset=utf-8")], calendar(events).as_bytes())
        }
        // A date alone (RFC 9110, 8.8.2).
        (_, Some(Thing::Calendar(events))) => {
            let body = calendar(events);
            let moment = format!("Thu, 01 Jan 2026 00:00:{:02} GMT", events.len());
            if header("if-modified-since") == Some(&moment) {
                return Answer::new(304, &[], b"");
            }
            let headers =
                [("content-type", "text/calendar; charset=utf-8"), ("last-modified", moment.as_str())];
            Answer::new(200, &headers, body.as_bytes())
        }
        (_, Some(Thing::Page(words))) => {
            Answer::new(200, &[("content-type", "text/html; charset=utf-8")], words.as_bytes())
        }
        (_, None) => Answer::new(404, &[("content-type", "text/html")], b"<html>Not Found"),
    }
}
