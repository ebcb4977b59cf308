//! The three questions that a sync asks of GitHub's REST API: the list of files, one file, all.

use std::collections::{BTreeMap, BTreeSet};

use reqwest::header;
use serde::Deserialize;

use super::{
    Error, Fault,
    http::{Body, Request, Session},
};
use crate::cache::{blob_id, is_issue_path};

/// The branch that the repository itself names: whatever it is called.
const BRANCH: &str = "HEAD";

/// GitHub's API refuses with 415 what accepts neither JSON nor everything, also where no JSON comes: an
/// archive is a redirect of the API's.
const ACCEPT: &str = "application/vnd.github+json";

/// The issues that the repository holds.
#[derive(Debug, Default)]
pub(super) struct Listing {
    /// Git's blob ids by path.
    pub files: BTreeMap<String, String>,
    /// Issues that cannot be taken, and why.
    pub passed_over: Vec<(String, &'static str)>,
    /// For the next conditional request.
    pub etag: Option<String>,
    /// How many more requests the server will answer now, where it says so.
    pub remaining: Option<usize>,
}

/// The answer of `GET /repos/{owner}/{repo}/git/trees/{branch}`.
#[derive(Deserialize)]
struct Tree {
    tree: Vec<Node>,
    #[serde(default)]
    truncated: bool,
}

#[derive(Deserialize)]
struct Node {
    path: String,
    mode: String,
    sha: String,
    #[serde(default)]
    size: u64,
}

/// The list of issues; `None` when it is still the one that `etag` names.
/// <https://docs.github.com/en/rest/git/trees#get-a-tree>
pub(super) fn listing(session: &Session<'_>, etag: Option<&str>) -> Result<Option<Listing>, Error> {
    let url = session.config.url(&format!("/git/trees/{BRANCH}?recursive=1"));
    let request = Request {
        what: "the list of issues",
        url: &url,
        accept: ACCEPT,
        expected: ACCEPT,
        types: &["application/json", "application/vnd.github"],
        etag,
        limit: session.config.limits.listing,
        announce: false,
    };
    session.fetch(&request, |body| {
        let header = |name| body.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let etag = header(header::ETAG);
        let remaining = header(header::HeaderName::from_static("x-ratelimit-remaining"))
            .and_then(|value| value.parse().ok());
        let bytes = body.bytes()?;
        let listing = read_tree(&bytes, session.config.drafts, session.config.limits.file)?;
        Ok(Listing { etag, remaining, ..listing })
    })
}

fn read_tree(bytes: &[u8], drafts: bool, limit: u64) -> Result<Listing, Fault> {
    let tree: Tree = serde_json::from_slice(bytes).map_err(|error| Fault::Damaged(error.to_string()))?;
    if tree.truncated {
        return Err(Fault::Damaged("the server cut the list off".to_owned()));
    }
    let mut listing = Listing::default();
    // Some file systems do not tell upper from lower case.
    let mut folded = BTreeSet::new();
    for Node { path, mode, sha, size } in tree.tree {
        let name = path.strip_prefix("content/").or_else(|| path.strip_prefix("draft/").filter(|_| drafts));
        let is_markdown = |name: &&str| name.ends_with(".md") || name.ends_with(".markdown");
        // Folders below are pages of the site.
        let is_file = mode.starts_with("100") || mode == "120000";
        if !is_file || name.filter(is_markdown).is_none_or(|name| name.contains('/')) {
            continue;
        }
        if sha.len() != 40 || !sha.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
            return Err(Fault::Damaged(format!("`{path}` has no blob id")));
        }
        let reason = if mode == "120000" {
            Some("a symbolic link")
        } else if size > limit {
            Some("larger than an issue may be")
        } else if !is_issue_path(&path) {
            Some("its name does not fit every file system")
        } else if !folded.insert(path.to_lowercase()) {
            Some("its name differs from another only in case")
        } else {
            None
        };
        match reason {
            Some(reason) => listing.passed_over.push((path, reason)),
            None => drop(listing.files.insert(path, sha)),
        }
    }
    if !listing.files.keys().any(|path| path.starts_with("content/")) {
        return Err(Fault::Damaged("it names no issue".to_owned()));
    }
    Ok(listing)
}

/// One file by its blob id. <https://docs.github.com/en/rest/git/blobs#get-a-blob>
pub(super) fn blob(session: &Session<'_>, path: &str, sha: &str) -> Result<Vec<u8>, Error> {
    let url = session.config.url(&format!("/git/blobs/{sha}"));
    let what = format!("`{path}`");
    let request = Request {
        what: &what,
        url: &url,
        accept: "application/vnd.github.raw+json",
        expected: "application/vnd.github.raw+json",
        types: &["application/vnd.github", "application/octet-stream", "text/plain", "text/markdown"],
        etag: None,
        limit: session.config.limits.file,
        announce: false,
    };
    let bytes = session.fetch(&request, |body| {
        let bytes = body.bytes()?;
        if blob_id(&bytes) == sha {
            Ok(bytes)
        } else {
            Err(Fault::Damaged("its contents do not match its blob id".to_owned()))
        }
    })?;
    // Without an ETag in the request there is always a body.
    Ok(bytes.unwrap_or_default())
}

/// The whole repository, as a gzipped tar that `read` takes apart.
/// <https://docs.github.com/en/rest/repos/contents#download-a-repository-archive-tar>
pub(super) fn archive<'a>(
    session: &Session<'a>,
    read: impl FnMut(&mut Body<'_, 'a>) -> Result<(), Fault>,
) -> Result<(), Error> {
    let url = session.config.url(&format!("/tarball/{BRANCH}"));
    let request = Request {
        what: "the archive of all issues",
        url: &url,
        accept: ACCEPT,
        expected: "a gzipped archive",
        types: &[
            "application/x-gzip",
            "application/gzip",
            "application/octet-stream",
            "application/x-tar",
            "application/x-compressed",
        ],
        etag: None,
        limit: session.config.limits.archive,
        announce: true,
    };
    session.fetch(&request, read).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(path: &str, mode: &str, size: u64) -> String {
        format!(
            r#"{{"path":"{path}","mode":"{mode}","type":"blob","sha":"{}","size":{size}}}"#,
            "a".repeat(40)
        )
    }

    fn tree(nodes: &[String]) -> Vec<u8> {
        format!(r#"{{"sha":"x","tree":[{}],"truncated":false}}"#, nodes.join(",")).into_bytes()
    }

    #[test]
    fn the_tree_gives_issues_and_says_what_it_passes_over() {
        let nodes = [
            node("content/a.md", "100644", 5),
            node("content", "040000", 0),
            node("content/pages/about.md", "100644", 5),
            node("content/link.md", "120000", 5),
            node("content/big.md", "100644", 11),
            node("content/a:b.md", "100644", 5),
            node("content/A.md", "100644", 5),
            node("content/x.png", "100644", 5),
            node("draft/d.md", "100755", 5),
            node("README.md", "100644", 5),
        ];
        let listing = read_tree(&tree(&nodes), false, 10).unwrap();
        assert_eq!(listing.files.keys().collect::<Vec<_>>(), ["content/a.md"]);
        let passed_over: Vec<&str> = listing.passed_over.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(passed_over, ["content/link.md", "content/big.md", "content/a:b.md", "content/A.md"]);
        let listing = read_tree(&tree(&nodes), true, 10).unwrap();
        assert_eq!(listing.files.keys().collect::<Vec<_>>(), ["content/a.md", "draft/d.md"]);
    }

    #[test]
    fn a_tree_that_cannot_be_trusted_is_damaged() {
        let cut_off = String::from_utf8(tree(&[node("content/a.md", "100644", 5)])).unwrap();
        let cut_off = cut_off.replace("false", "true");
        let odd_id = String::from_utf8(tree(&[node("content/a.md", "100644", 5)])).unwrap();
        let odd_id = odd_id.replace("aaaa", "../.");
        for bytes in [&b"{"[..], b"[]", b"", cut_off.as_bytes(), odd_id.as_bytes(), &tree(&[])] {
            assert!(matches!(read_tree(bytes, false, 10), Err(Fault::Damaged(_))));
        }
    }
}
