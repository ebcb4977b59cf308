//! How often a host is asked: not more than once a second, later where it asks for a pause, and no more at
//! all in this run where it does not answer.

use std::{
    collections::BTreeMap,
    time::{Duration, SystemTime},
};

use super::super::config::Clock;

/// Between two requests to one host.
pub(super) const PACE: Duration = Duration::from_secs(1);

/// So many faults of the connection one after another, and a host is left alone.
const PATIENCE: u32 = 3;

/// What is known of one host in this run.
#[derive(Debug, Default)]
struct Host {
    /// When it may be asked again.
    next: Option<SystemTime>,
    /// Faults one after another.
    faults: u32,
    /// Why it is left alone.
    left_alone: Option<String>,
}

/// All hosts of a run.
#[derive(Debug, Default)]
pub(super) struct Pacing {
    hosts: BTreeMap<String, Host>,
}

impl Pacing {
    /// Waits until this host may be asked. Every question counts, also for `robots.txt` and for the same
    /// thing once more.
    pub(super) fn wait(&mut self, host: &str, clock: &dyn Clock) {
        let known = self.hosts.entry(host.to_owned()).or_default();
        let now = clock.now();
        let wait = known.next.and_then(|next| next.duration_since(now).ok()).unwrap_or_default();
        if !wait.is_zero() {
            clock.wait(wait);
        }
        known.next = now.checked_add(wait).and_then(|moment| moment.checked_add(PACE));
    }

    /// Why a host is left alone in this run.
    pub(super) fn left_alone(&self, host: &str) -> Option<&str> {
        self.hosts.get(host)?.left_alone.as_deref()
    }

    /// A host has answered.
    pub(super) fn answered(&mut self, host: &str) {
        self.hosts.entry(host.to_owned()).or_default().faults = 0;
    }

    /// A host has not answered, or has given up in the middle.
    pub(super) fn failed(&mut self, host: &str, why: &str) {
        let known = self.hosts.entry(host.to_owned()).or_default();
        known.faults += 1;
        if known.faults >= PATIENCE {
            known.left_alone = Some(why.to_owned());
        }
    }

    /// A host asks for a longer pause than this run has time for.
    pub(super) fn leave_alone(&mut self, host: &str, why: &str) {
        self.hosts.entry(host.to_owned()).or_default().left_alone = Some(why.to_owned());
    }
}
