//! The files of the built folder. Small ones are kept in memory and sent from there as long as the file
//! on the disk is the same; the rest goes through [`ServeDir`].

use std::{
    collections::HashMap,
    convert::Infallible,
    fs,
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
    time::SystemTime,
};

use http_body_util::BodyExt as _;
use hyper::{
    Method, Request, Response, StatusCode,
    body::Incoming,
    header::{self, HeaderValue},
};
use tower_http::services::ServeDir;
use tower_service::Service as _;

use super::{
    answer::{self, Answer, Body},
    limits::{MAX_KEPT_BYTES, MAX_KEPT_FILE_BYTES},
};

/// The folder, and what was read of it.
#[derive(Debug)]
pub(super) struct Files {
    folder: PathBuf,
    rest: ServeDir,
    kept: RwLock<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    files: HashMap<String, File>,
    bytes: usize,
}

/// A file as it was read.
#[derive(Debug, Clone)]
struct File {
    stamp: Stamp,
    answer: Arc<Answer>,
}

/// By this a file is known again: `build` writes a file anew only when its bytes differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stamp {
    length: u64,
    modified: SystemTime,
}

impl Files {
    pub(super) fn new(folder: PathBuf) -> Self {
        let rest = ServeDir::new(&folder);
        Self { folder, rest, kept: RwLock::default() }
    }

    /// The file that a path of a request names.
    pub(super) async fn answer(&self, request: Request<Incoming>) -> Response<Body> {
        if !request.headers().contains_key(header::RANGE)
            && let Some(answer) = self.kept(request.uri().path())
        {
            return answer.to(request.method(), request.headers());
        }
        let reading = *request.method() == Method::GET || *request.method() == Method::HEAD;
        let answered: Result<_, Infallible> = self.rest.clone().call(request).await;
        let Ok(mut response) = answered;
        if response.status() == StatusCode::NOT_FOUND && reading {
            return answer::text(StatusCode::NOT_FOUND, self.missing());
        }
        with_charset(&mut response);
        response.map(|body| body.boxed_unsync())
    }

    /// From memory, or read into it: what is a small file under a plain name.
    fn kept(&self, path: &str) -> Option<Arc<Answer>> {
        let mut name = plain_name(path)?.to_owned();
        if name.is_empty() || name.ends_with('/') {
            name.push_str("index.html");
        }
        let kind = content_type(&name)?;
        let file = self.folder.join(&name);
        let stamp = Stamp::of(&file)?;
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = kept.files.get(&name).filter(|known| known.stamp == stamp) {
            return Some(Arc::clone(&known.answer));
        }
        drop(kept);
        let bytes = fs::read(&file).ok()?;
        let modified = httpdate::fmt_http_date(stamp.modified);
        let answer = Arc::new(Answer::new(kind, bytes, Some(modified)));
        // What changed while it was read is read again next time.
        if Stamp::of(&file) == Some(stamp) {
            let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
            kept.keep(name, File { stamp, answer: Arc::clone(&answer) });
        }
        Some(answer)
    }

    fn missing(&self) -> String {
        let built = self.folder.join("index.html").is_file();
        let hint = if built { "" } else { "; `twir-events build` has not yet written its pages" };
        format!("There is no such file{hint}. Any selection is a live feed: /feed.ics?region=europe\n")
    }
}

impl Kept {
    fn keep(&mut self, name: String, file: File) {
        self.bytes += file.answer.bytes();
        if let Some(before) = self.files.insert(name, file) {
            self.bytes -= before.answer.bytes();
        }
        // Which files are asked for changes little; to begin anew is as good as to choose.
        if self.bytes > MAX_KEPT_BYTES {
            *self = Self::default();
        }
    }
}

impl Stamp {
    /// `None` for what is no file to be kept.
    fn of(file: &Path) -> Option<Self> {
        let metadata = fs::metadata(file).ok()?;
        let small = metadata.is_file() && metadata.len() <= MAX_KEPT_FILE_BYTES;
        small.then_some(Self { length: metadata.len(), modified: metadata.modified().ok()? })
    }
}

/// The path inside the folder, where every name in it is one that `build` writes: lower-case ASCII
/// without a dot at the beginning. Whatever else is asked for is left to [`ServeDir`].
fn plain_name(path: &str) -> Option<&str> {
    let path = path.strip_prefix('/')?;
    let plain = |part: &str| {
        !part.starts_with('.')
            && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_.".contains(&b))
    };
    let names = path.strip_suffix('/').unwrap_or(path);
    let whole = names.is_empty() || names.split('/').all(|part| !part.is_empty() && plain(part));
    (whole && !path.starts_with('/')).then_some(path)
}

/// What the files of a build are.
fn content_type(name: &str) -> Option<&'static str> {
    Some(match name.rsplit_once('.')?.1 {
        "html" => "text/html; charset=utf-8",
        "ics" => "text/calendar; charset=utf-8",
        "atom" => "application/atom+xml; charset=utf-8",
        "json" => "application/json",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        _ => return None,
    })
}

/// Text says that it is UTF-8.
fn with_charset<B>(response: &mut Response<B>) {
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    if let Some(
        kind @ ("text/calendar" | "text/html" | "text/css" | "text/javascript" | "application/atom+xml"),
    ) = kind
        && let Ok(kind) = HeaderValue::from_str(&format!("{kind}; charset=utf-8"))
    {
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_that_build_writes_are_kept() {
        for path in ["/", "/all.ics", "/region/europe.ics", "/pages/group/rust-berlin/"] {
            assert_eq!(plain_name(path), Some(&path[1..]), "{path}");
        }
        for path in ["", "x", "//", "/a//b", "/../x", "/.git/config", "/a/..", "/%2e%2e/x", "/a\\b", "/A.ics"]
        {
            assert_eq!(plain_name(path), None, "{path}");
        }
    }
}
