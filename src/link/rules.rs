//! What is known of single hosts: `data/link_rules.tsv`.

use std::sync::LazyLock;

use url::Url;

use super::host;

/// One row of the table.
pub(super) struct Rule {
    pub(super) rule: &'static str,
    pub(super) host: &'static str,
    pub(super) value: &'static str,
}

impl Rule {
    /// Whether a page lies on the rule's host and, where it names a path, under it.
    pub(super) fn matches(&self, url: &Url) -> bool {
        let (pattern, path) = self.host.split_once('/').unwrap_or((self.host, ""));
        let segments = url.path().split('/').filter(|segment| !segment.is_empty());
        host_matches(pattern, host(url))
            && path
                .split('/')
                .filter(|part| !part.is_empty())
                .zip(segments.map(Some).chain(std::iter::repeat(None)))
                .all(|(part, segment)| segment == Some(part))
    }
}

/// The whole table.
pub(super) struct Rules {
    pub(super) rows: Vec<Rule>,
}

pub(super) static RULES: LazyLock<Rules> = LazyLock::new(|| {
    let rows = include_str!("../../data/link_rules.tsv")
        .lines()
        .skip(1)
        .filter_map(|line| {
            let mut cells = line.split('\t');
            Some(Rule { rule: cells.next()?, host: cells.next()?, value: cells.next()? })
        })
        .collect();
    Rules { rows }
});

impl Rules {
    /// The first rule of a kind that a page matches.
    pub(super) fn page(&self, rule: &str, url: &Url) -> Option<&Rule> {
        self.rows.iter().find(|row| row.rule == rule && row.matches(url))
    }

    /// What the first rule of a kind says for a host.
    pub(super) fn value(&self, rule: &str, host: &str) -> Option<&'static str> {
        self.rows.iter().find(|row| row.rule == rule && host_matches(row.host, host)).map(|row| row.value)
    }

    /// Whether a parameter is a key or a password.
    pub(super) fn is_secret(&self, host: &str, name: &str) -> bool {
        self.rows.iter().any(|row| {
            row.rule == "secret" && row.value == name && (row.host == "*" || host_matches(row.host, host))
        })
    }

    /// Whether a parameter says nothing of the page.
    pub(super) fn is_tracking(&self, host: &str, name: &str) -> bool {
        self.rows.iter().any(|row| {
            row.rule == "tracking"
                && match row.value.strip_suffix('*') {
                    Some(prefix) => name.starts_with(prefix),
                    None => name == row.value,
                }
                && (row.host == "*" || host_matches(row.host, host))
        })
    }
}

/// Whether a text is the host of a known platform.
pub(super) fn is_known_host(host: &str) -> bool {
    RULES.value("secure", host).is_some()
}

/// `name.*` matches one name under every top-level domain.
pub(super) fn host_matches(pattern: &str, host: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(name) => host.starts_with(name),
        None => pattern == host,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_normal_form() {
        let table = include_str!("../../data/link_rules.tsv");
        let rows: Vec<&str> = table.lines().skip(1).collect();
        let mut sorted = rows.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(rows, sorted);
        assert_eq!(rows.len(), RULES.rows.len());
        assert!(RULES.rows.iter().all(|row| matches!(
            row.rule,
            "alias" | "aside" | "redirect" | "secret" | "secure" | "tracking"
        )));
    }
}
