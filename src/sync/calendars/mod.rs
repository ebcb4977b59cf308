//! Asks the organisers: their calendars and the pages of upcoming events, politely, one after another.
//!
//! What came is kept as it came (see [`crate::calendar::store`]), each source by itself: an interrupted run
//! has lost nothing, and the next one goes on with those that were asked the longest time ago. A source that
//! fails, turns empty or into a login page keeps what it had.

mod address;
mod ask;
mod content;
mod keep;
mod pacing;
mod robots;
mod wanted;

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, Days as Span, Utc};
use url::Url;

pub use self::{
    address::{MayConnect, Names, SystemNames, is_public},
    wanted::{LISTED_WITHIN_DAYS, Wanted, calendars, pages},
};
use self::{
    ask::{Answer, Question, Session},
    content::Content,
    keep::Keeper,
};
use super::{Clock, Error, Patience, SystemClock, Timeouts};
pub use crate::calendar::store::FetchedKind;
use crate::{
    cache::Cache,
    calendar::store::{Source, Status},
};

/// Who answered within this time is not asked again: an interrupted run is gone on with, not begun anew.
const RECENT: Duration = Duration::from_secs(3600);

/// Pages that are no longer wanted are kept so many days: their events have passed.
const PAGES_KEPT_DAYS: u64 = 90;

/// What asking needs to know.
#[derive(Debug)]
pub struct Config {
    /// Finds the addresses of names.
    pub names: Arc<dyn Names>,
    /// Which addresses may be asked: [`is_public`], or others in tests.
    pub may_connect: MayConnect,
    /// How long to wait for answers.
    pub timeouts: Timeouts,
    /// How often and how long to wait before another attempt.
    pub patience: Patience,
    /// How long to leave a host alone that asks for fewer requests and does not say for how long.
    pub pause: Duration,
    /// How much may come in.
    pub limits: Limits,
    /// Whether those are asked, too, that answered a short while ago.
    pub again: bool,
    /// Tells the time and lets it pass.
    pub clock: Box<dyn Clock>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            names: Arc::new(SystemNames),
            may_connect: is_public,
            timeouts: Timeouts {
                connect: Duration::from_secs(10),
                idle: Duration::from_secs(20),
                whole: Duration::from_secs(120),
            },
            patience: Patience {
                attempts: 3,
                first_wait: Duration::from_secs(2),
                all_waits: Duration::from_secs(120),
            },
            pause: Duration::from_secs(60),
            limits: Limits::default(),
            again: false,
            clock: Box::new(SystemClock),
        }
    }
}

/// How much may come in, in bytes where nothing else is said. A busy group's calendar has some 100 kB, an
/// event's page up to 1 MB.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// One calendar.
    pub calendar: u64,
    /// One page.
    pub page: u64,
    /// All of a run.
    pub total: u64,
    /// Requests of a run, in number.
    pub requests: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { calendar: 16 << 20, page: 4 << 20, total: 512 << 20, requests: 2000 }
    }
}

/// What asking one source came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It has something new.
    New,
    /// It has not changed.
    Unchanged,
    /// It answered a short while ago and was not asked.
    Recent,
    /// It is gone (404, 410); what it had is kept.
    Gone,
    /// It has no event; what it had is kept.
    Empty,
    /// A page came in place of a calendar; what it had is kept.
    Page,
    /// It may not be asked, and why.
    Refused(String),
    /// It gave nothing of use, and why; what it had is kept.
    Failed(String),
    /// It was not asked in this run, and why.
    PutOff(String),
}

/// What a run brought.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OrganisersReport {
    /// For each source that was wanted its address and what asking it came to, in the order of asking.
    pub outcomes: Vec<(String, Outcome)>,
    /// Sources that have moved for good, and whereto.
    pub moved: Vec<(String, String)>,
}

impl OrganisersReport {
    /// Whether nothing came of it: every source that was asked failed.
    pub fn is_failure(&self) -> bool {
        let of_use = |outcome: &Outcome| !matches!(outcome, Outcome::Failed(_) | Outcome::PutOff(_));
        !self.outcomes.is_empty() && !self.outcomes.iter().any(|(_, outcome)| of_use(outcome))
    }
}

/// What asking is at, for people who wait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress<'p> {
    /// So many sources are to be asked.
    Wanted(usize),
    /// This one is being asked.
    Asking(&'p str),
    /// This is what it came to.
    Answered(&'p str, &'p Outcome),
}

/// Asks every source that is wanted, and keeps what comes.
///
/// # Errors
///
/// When another sync is at work, the cache cannot be read or written, or no connection can be made at all.
/// What came before that is kept.
pub fn ask(
    cache: &Cache,
    wanted: &[Wanted],
    config: &Config,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<OrganisersReport, Error> {
    let _writer = cache.lock()?;
    let mut keeper = Keeper::open(cache.root())?;
    let now = DateTime::<Utc>::from(config.clock.now());
    let too_old = now.date_naive().checked_sub_days(Span::new(PAGES_KEPT_DAYS));
    keeper.drop_old(|source| {
        source.kind == FetchedKind::Page
            && source.asked.date_naive() < too_old.unwrap_or_default()
            && !wanted.iter().any(|wanted| wanted.url == source.url)
    })?;
    let mut session = Session::new(config)?;
    let mut report = OrganisersReport::default();
    let queue = in_order(wanted, &keeper);
    progress(Progress::Wanted(queue.len()));
    for wanted in queue {
        let old = keeper.get(&wanted.url).cloned();
        let recent = old.as_ref().is_some_and(|old| {
            let age = now.signed_duration_since(old.asked).to_std().unwrap_or(Duration::MAX);
            let is_whole = || old.file.is_none() || keeper.has_file(old);
            age < RECENT && !matches!(old.status, Status::Failed) && is_whole()
        });
        let outcome = if recent && !config.again {
            Outcome::Recent
        } else {
            progress(Progress::Asking(&wanted.url));
            one(&mut session, &mut keeper, wanted, old, config, &mut report.moved)?
        };
        progress(Progress::Answered(&wanted.url, &outcome));
        report.outcomes.push((wanted.url.clone(), outcome));
    }
    Ok(report)
}

/// Those that were asked the longest time ago first; of equals one from each host after the other, so that
/// the pause for one is spent with the others.
fn in_order<'w>(wanted: &'w [Wanted], keeper: &Keeper) -> Vec<&'w Wanted> {
    let mut seen = std::collections::BTreeSet::new();
    let mut rounds = std::collections::BTreeMap::<String, usize>::new();
    let mut queue: Vec<(Option<DateTime<Utc>>, usize, &Wanted)> = Vec::new();
    for wanted in wanted.iter().filter(|wanted| seen.insert(&wanted.url)) {
        let host = Url::parse(&wanted.url).ok().and_then(|url| url.host_str().map(str::to_owned));
        let round = rounds.entry(host.unwrap_or_default()).or_default();
        *round += 1;
        // By the day: within one, the rounds count.
        queue.push((keeper.get(&wanted.url).map(|source| source.asked), *round, wanted));
    }
    queue.sort_by_key(|(asked, round, wanted)| (asked.map(|asked| asked.date_naive()), *round, &wanted.url));
    queue.into_iter().map(|(_, _, wanted)| wanted).collect()
}

/// Asks one source and writes down what it came to.
fn one(
    session: &mut Session<'_>,
    keeper: &mut Keeper,
    wanted: &Wanted,
    old: Option<Source>,
    config: &Config,
    moved_away: &mut Vec<(String, String)>,
) -> Result<Outcome, Error> {
    let has_file = old.as_ref().is_some_and(|old| keeper.has_file(old));
    // Without its file, "not changed" would leave us with nothing.
    let known = old.as_ref().filter(|_| has_file);
    let (answer, moved) = match Url::parse(&wanted.url) {
        Ok(url) => session.ask(&Question {
            url: &url,
            kind: wanted.kind,
            etag: known.and_then(|old| old.etag.as_deref()),
            last_modified: known.and_then(|old| old.last_modified.as_deref()),
        }),
        Err(error) => (Answer::Refused(error.to_string()), None),
    };
    let now = DateTime::<Utc>::from(config.clock.now());
    let today = now.date_naive();
    let mut source = Source {
        url: wanted.url.clone(),
        kind: wanted.kind,
        group: wanted.group.clone(),
        group_url: wanted.group_url.clone(),
        asked: now,
        status: Status::Good,
        file: known.and_then(|old| old.file.clone()),
        fetched: known.and_then(|old| old.fetched),
        gone: None,
        moved: moved.map(String::from),
        etag: known.and_then(|old| old.etag.clone()),
        last_modified: known.and_then(|old| old.last_modified.clone()),
    };
    if let Some(to) = &source.moved {
        moved_away.push((source.url.clone(), to.clone()));
    }
    let outcome = match answer {
        Answer::PutOff(why) => return Ok(Outcome::PutOff(why)),
        Answer::Unchanged => {
            source.fetched = Some(today);
            Outcome::Unchanged
        }
        Answer::Gone => {
            source.status = Status::Gone;
            source.gone = old.as_ref().and_then(|old| old.gone).or(Some(today));
            Outcome::Gone
        }
        Answer::Refused(why) => {
            source.status = Status::Refused;
            Outcome::Refused(why)
        }
        Answer::Failed(why) => {
            source.status = Status::Failed;
            source.gone = old.as_ref().and_then(|old| old.gone);
            Outcome::Failed(why)
        }
        Answer::Good(body) => match content::judge(wanted.kind, &body.bytes, body.is_html) {
            // Most calendars of groups that plan nothing are so; one that had events is told.
            Content::Empty if !keeper.has_events(&source) && !body.bytes.is_empty() => {
                keeper.write(&mut source, &body, today)?
            }
            Content::Empty => {
                source.status = Status::Empty;
                Outcome::Empty
            }
            Content::Page => {
                source.status = Status::Page;
                Outcome::Page
            }
            Content::Broken(why) => {
                source.status = Status::Failed;
                Outcome::Failed(why.to_owned())
            }
            Content::Good => keeper.write(&mut source, &body, today)?,
        },
    };
    keeper.put(source)?;
    Ok(outcome)
}
