//! What each host wants of robots, asked once a run (RFC 9309).

use std::collections::BTreeMap;

use robotstxt::DefaultMatcher;
use url::Url;

/// What is read of a `robots.txt` at least, and here at most (RFC 9309, section 2.5).
pub(super) const LIMIT: u64 = 500 << 10;

/// The name under which a `robots.txt` speaks of us.
pub(super) const AGENT: &str = env!("CARGO_PKG_NAME");

/// What a host says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Rules {
    /// Nothing against anything.
    Open,
    /// Its `robots.txt`.
    Said(String),
    /// It could not be asked, and why: nothing on it is asked in this run.
    Unknown(String),
}

/// What is to be done with an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Say {
    /// It may be asked.
    Ask,
    /// It may not.
    Leave,
    /// Not in this run, and why.
    Wait(String),
}

/// The rules of the hosts asked so far, by origin.
#[derive(Debug, Default)]
pub(super) struct Robots {
    known: BTreeMap<String, Rules>,
}

impl Robots {
    /// What is to be done with this address; `None` where its host has not been asked for its rules yet.
    pub(super) fn say(&self, url: &Url) -> Option<Say> {
        Some(match self.known.get(&origin(url))? {
            Rules::Open => Say::Ask,
            Rules::Unknown(why) => Say::Wait(why.clone()),
            Rules::Said(rules) => {
                let allowed =
                    DefaultMatcher::default().one_agent_allowed_by_robots(rules, AGENT, url.as_str());
                if allowed { Say::Ask } else { Say::Leave }
            }
        })
    }

    /// Writes down what the host of this address says.
    pub(super) fn learn(&mut self, url: &Url, rules: Rules) {
        self.known.insert(origin(url), rules);
    }
}

/// Where the rules for this address stand.
pub(super) fn address(url: &Url) -> Option<Url> {
    url.join("/robots.txt").ok()
}

fn origin(url: &Url) -> String {
    url.origin().ascii_serialization()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn allowed(rules: &str, url: &str) -> bool {
        let url = Url::parse(url).unwrap();
        let mut robots = Robots::default();
        assert_eq!(robots.say(&url), None);
        robots.learn(&url, Rules::Said(rules.to_owned()));
        robots.say(&url).unwrap() == Say::Ask
    }

    #[test]
    fn rules_are_those_for_us_or_for_all() {
        let page = "https://x.example/events/ical/";
        assert!(allowed("", page));
        assert!(!allowed("User-agent: *\nDisallow: /events\n", page));
        assert!(allowed("User-agent: *\nDisallow: /events\nAllow: /events/ical\n", page));
        assert!(!allowed("User-agent: *\nAllow: /\n\nUser-agent: Twir-Events\nDisallow: /*/ical/$\n", page));
        assert!(allowed("User-agent: other\nDisallow: /\n", page));
    }

    proptest! {
        #[test]
        fn any_text_is_rules(text in "([Uu]ser-?agent|[Dd]isallow|Allow|[a-zé]{0,4})?[: \t]{0,2}[*$/%a-f0-9é\u{0}]{0,8}[\r\n]{0,2}([Dd]isallow:? ?[*$/%é]{0,9}\n){0,3}") {
            allowed(&text, "https://x.example/%zz/é?a=%C3");
        }
    }
}
