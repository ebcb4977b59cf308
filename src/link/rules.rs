//! What is known of single hosts: `data/link_rules.tsv`.

use std::sync::LazyLock;

use url::Url;

use super::host;
use crate::tsv::{self, TableError};

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

const KINDS: [&str; 7] = ["alias", "aside", "call", "redirect", "secret", "secure", "tracking"];

pub(super) static RULES: LazyLock<Rules> = LazyLock::new(|| {
    Rules::from_table(include_str!("../../data/link_rules.tsv"))
        .expect("the bundled table can be read, which a test shows")
});

impl Rules {
    fn from_table(table: &'static str) -> Result<Self, TableError> {
        let read = |row: tsv::Row<'static, 3>| {
            let [rule, host, value] = row.cells;
            let known = KINDS.contains(&rule).then_some(Rule { rule, host, value });
            known.ok_or_else(|| TableError::row("link_rules.tsv", row.line, format!("`{rule}` is no rule")))
        };
        let rows = tsv::rows("link_rules.tsv", table, ["rule", "host", "value"])?.into_iter().map(read);
        Ok(Self { rows: rows.collect::<Result<_, _>>()? })
    }

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
    fn bad_rows_are_told_with_their_line() {
        assert!(RULES.rows.len() > 20);
        for (row, message) in [("alias\tx.example\n", "2 cells"), ("alais\tx\ty\n", "`alais` is no rule")] {
            let table: &'static str = format!("rule\thost\tvalue\n{row}").leak();
            let error = Rules::from_table(table).err().unwrap().to_string();
            assert!(error.starts_with(&format!("link_rules.tsv, line 2: {message}")), "{error}");
        }
    }
}
