//! A server on loopback that answers as GitHub does, and, where a test says so, as a broken one
//! does: it can stop within an answer, which no well-behaved HTTP library would.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Read, Write},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use flate2::{Compression, write::GzEncoder};
use sha1::{Digest, Sha1};

/// A request as it came in.
#[derive(Debug, Clone)]
pub struct Asked {
    pub path: String,
    pub headers: BTreeMap<String, String>,
}

/// What goes out, and what then happens to the connection.
#[derive(Debug, Clone)]
pub struct Answer {
    pub bytes: Vec<u8>,
    pub end: End,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum End {
    Close,
    /// Nothing more, until the client has gone.
    Stall,
}

impl Answer {
    pub fn new(status: u16, headers: &[(&str, &str)], body: &[u8]) -> Self {
        let mut head =
            format!("HTTP/1.1 {status} X\r\nConnection: close\r\nContent-Length: {}\r\n", body.len());
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        let bytes = [head.as_bytes(), b"\r\n", body].concat();
        Self { bytes, end: End::Close }
    }

    /// An answer that comes in pieces, without a length.
    pub fn chunked(headers: &[(&str, &str)], body: &[u8]) -> Self {
        let mut head = "HTTP/1.1 200 X\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n".to_owned();
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        let mut bytes = [head.as_bytes(), b"\r\n"].concat();
        for piece in body.chunks(1000) {
            bytes.extend(format!("{:x}\r\n", piece.len()).as_bytes());
            bytes.extend(piece);
            bytes.extend(b"\r\n");
        }
        bytes.extend(b"0\r\n\r\n");
        Self { bytes, end: End::Close }
    }

    /// The same answer, broken off before its last `missing` bytes.
    pub fn without_last(mut self, missing: usize) -> Self {
        self.bytes.truncate(self.bytes.len() - missing);
        self
    }

    pub fn then_stall(mut self) -> Self {
        self.end = End::Stall;
        self
    }
}

type Handler = dyn Fn(&Asked) -> Answer + Send + Sync;

/// A server on a port of its own; it ends with the value.
pub struct Server {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<Asked>>>,
    stop: Arc<AtomicBool>,
}

impl Server {
    pub fn start(handler: impl Fn(&Asked) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let stop = Arc::new(AtomicBool::new(false));
        let handler: Arc<Handler> = Arc::new(handler);
        let (log, stopped) = (Arc::clone(&asked), Arc::clone(&stop));
        thread::spawn(move || {
            for stream in listener.incoming() {
                if stopped.load(Ordering::SeqCst) {
                    break;
                }
                let Ok(stream) = stream else { continue };
                let (handler, log) = (Arc::clone(&handler), Arc::clone(&log));
                // A client that goes away early is what some tests are about.
                thread::spawn(move || drop(answer(stream, &*handler, &log)));
            }
        });
        Self { address, asked, stop }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The requests since the last call.
    pub fn take_asked(&self) -> Vec<Asked> {
        std::mem::take(&mut self.asked.lock().unwrap())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(self.address);
    }
}

fn answer(stream: TcpStream, handler: &Handler, log: &Mutex<Vec<Asked>>) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        if line.trim_end().is_empty() {
            break;
        }
        lines.push(line.trim_end().to_owned());
    }
    let path = lines.first().and_then(|line| line.split(' ').nth(1)).unwrap_or_default().to_owned();
    let headers = lines.iter().skip(1).filter_map(|line| line.split_once(": "));
    let headers = headers.map(|(name, value)| (name.to_lowercase(), value.to_owned())).collect();
    let asked = Asked { path, headers };
    log.lock().unwrap().push(asked.clone());
    let answer = handler(&asked);
    let mut stream = stream;
    stream.write_all(&answer.bytes)?;
    stream.flush()?;
    if answer.end == End::Stall {
        reader.read_to_end(&mut Vec::new())?;
    }
    stream.shutdown(Shutdown::Both)
}

/// The files of a repository at one time.
pub type Files = BTreeMap<String, String>;

/// Git's id of a file.
pub fn blob_id(bytes: &[u8]) -> String {
    let mut hash = Sha1::new();
    hash.update(format!("blob {}\0", bytes.len()));
    hash.update(bytes);
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

const REPOSITORY: &str = "/repos/rust-lang/this-week-in-rust";

/// What a request asks for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Endpoint {
    Listing,
    Blob,
    /// Redirects to the next, as GitHub does.
    Archive,
    Codeload,
    Other,
}

/// Where archives are: another host, in a path of its own
/// (<https://github.com/jsdelivr/jsdelivr/issues/17997> shows both answers).
pub const CODELOAD: &str = "/rust-lang/this-week-in-rust/legacy.tar.gz/refs/heads/main";

pub fn endpoint(path: &str) -> Endpoint {
    match path.strip_prefix(REPOSITORY) {
        // `HEAD` is as good as a branch: <https://github.com/scripting/Scripting-News/issues/94>.
        Some("/git/trees/HEAD?recursive=1" | "/git/trees/main?recursive=1") => Endpoint::Listing,
        Some("/tarball/HEAD" | "/tarball/main") => Endpoint::Archive,
        Some(rest) if rest.starts_with("/git/blobs/") => Endpoint::Blob,
        _ if path == CODELOAD => Endpoint::Codeload,
        _ => Endpoint::Other,
    }
}

/// The answer that GitHub gives, with `files` in the repository.
pub fn github(files: &Files, asked: &Asked) -> Answer {
    let header = |name: &str| asked.headers.get(name).map(String::as_str);
    // The archive's host is `localhost` here, the API's `127.0.0.1`: two names, two origins.
    let host = header("host").unwrap_or_default();
    let at_codeload = host.starts_with("localhost:");
    if at_codeload != (endpoint(&asked.path) == Endpoint::Codeload) {
        return Answer::new(404, &[("content-type", "text/plain; charset=utf-8")], b"404: Not Found");
    }
    if at_codeload {
        // In pieces and without a length: <https://github.com/flavorjones/mini_portile/issues/85>,
        // <https://github.com/jsdelivr/jsdelivr/issues/17997>.
        return Answer::chunked(&[("content-type", "application/x-gzip")], &tarball(files));
    }
    // <https://docs.github.com/en/rest/using-the-rest-api/getting-started-with-the-rest-api#user-agent>
    if header("user-agent").is_none_or(|agent| agent.trim().is_empty()) {
        let body = b"Request forbidden by administrative rules. Please make sure your request has a User-Agent header";
        return Answer::new(403, &[("content-type", "text/html; charset=utf-8")], body);
    }
    // <https://docs.github.com/en/rest/about-the-rest-api/api-versions>: a version that is not there is 400.
    if header("x-github-api-version").is_some_and(|version| version != "2022-11-28") {
        return Answer::new(400, &[JSON], b"{\"message\":\"Bad Request\"}");
    }
    // The words are those of <https://github.com/AndyMik90/Aperant/issues/36>; archives are asked for in the
    // same way: <https://github.com/npm/npm-registry-client/pull/84>.
    let accept = header("accept").unwrap_or("*/*");
    let accepted = |kind: &str| {
        let kind = kind.split(';').next().unwrap_or_default().trim();
        kind == "*/*" || kind == "application/json" || kind.starts_with("application/vnd.github")
    };
    if !accept.split(',').any(accepted) {
        let body = format!(
            "{{\"message\":\"Unsupported 'Accept' header: '{accept}'. Must accept 'application/json'.\",\"status\":\"415\"}}"
        );
        return Answer::new(415, &[JSON], body.as_bytes());
    }
    match endpoint(&asked.path) {
        Endpoint::Listing => listing(files, asked),
        Endpoint::Archive => {
            // <https://docs.github.com/en/rest/repos/contents#download-a-repository-archive-tar>; the type
            // and the empty body are those of <https://github.com/jsdelivr/jsdelivr/issues/17997>.
            let port = host.rsplit(':').next().unwrap_or_default();
            let location = format!("http://localhost:{port}{CODELOAD}");
            Answer::new(302, &[("content-type", "text/html;charset=utf-8"), ("location", &location)], b"")
        }
        Endpoint::Blob => {
            let id = asked.path.rsplit('/').next().unwrap_or_default();
            match files.values().find(|text| blob_id(text.as_bytes()) == id) {
                // <https://docs.github.com/en/rest/git/blobs#get-a-blob>: raw only where it is asked for.
                Some(text) if accept.contains("raw") => {
                    Answer::new(200, &[("content-type", RAW)], text.as_bytes())
                }
                Some(_) => Answer::new(200, &[JSON], b"{\"encoding\":\"base64\",\"content\":\"\"}"),
                None => Answer::new(404, &[JSON], b"{\"message\":\"Not Found\"}"),
            }
        }
        Endpoint::Codeload | Endpoint::Other => {
            Answer::new(404, &[JSON], b"{\"message\":\"Not Found\",\"status\":\"404\"}")
        }
    }
}

const JSON: (&str, &str) = ("content-type", "application/json; charset=utf-8");
pub const RAW: &str = "application/vnd.github.raw+json; charset=utf-8";

fn listing(files: &Files, asked: &Asked) -> Answer {
    let nodes: Vec<serde_json::Value> = files
        .iter()
        .map(|(path, text)| {
            serde_json::json!({"path": path, "mode": "100644", "type": "blob",
                "sha": blob_id(text.as_bytes()), "size": text.len(), "url": "https://api.example/x"})
        })
        .collect();
    let body = serde_json::json!({"sha": "0", "url": "x", "tree": nodes, "truncated": false}).to_string();
    // Names of headers in lower case: what HTTP/2 brings, <https://github.com/octokit/octokit.js/issues/507>.
    let strong = format!("\"{}\"", blob_id(body.as_bytes()));
    let weak = format!("W/{strong}");
    // The weak mark does not count, in either: <https://github.com/cli/cli/issues/2941>, RFC 9110, 13.1.2.
    // The answer may come without it.
    let known = asked.headers.get("if-none-match").map(|tag| tag.trim_start_matches("W/") == strong);
    if known == Some(true) {
        let tag = if asked.headers["if-none-match"].starts_with("W/") { &strong } else { &weak };
        return Answer::new(304, &[("etag", tag)], b"");
    }
    let headers = [JSON, ("etag", &weak), ("x-ratelimit-limit", "60"), ("x-ratelimit-remaining", "59")];
    Answer::new(200, &headers, body.as_bytes())
}

/// An archive as `git archive` makes it: a global header, a folder, the files.
pub fn tarball(files: &Files) -> Vec<u8> {
    gzip(&tar_of(files, |_| {}))
}

/// The same, with entries that `more` adds at its beginning.
pub fn tar_of(files: &Files, more: impl FnOnce(&mut tar::Builder<Vec<u8>>)) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    let comment = b"52 comment=0123456789012345678901234567890123456789\n";
    entry(&mut builder, "pax_global_header", tar::EntryType::XGlobalHeader, comment);
    entry(&mut builder, "rust-lang-this-week-in-rust-0123456/", tar::EntryType::Directory, b"");
    more(&mut builder);
    for (path, text) in files {
        let path = format!("rust-lang-this-week-in-rust-0123456/{path}");
        entry(&mut builder, &path, tar::EntryType::Regular, text.as_bytes());
    }
    builder.into_inner().unwrap()
}

/// Appends an entry under any name whatever, without the checks of the library.
pub fn entry(builder: &mut tar::Builder<Vec<u8>>, path: &str, kind: tar::EntryType, bytes: &[u8]) {
    let mut header = tar::Header::new_gnu();
    header.as_old_mut().name[..path.len()].copy_from_slice(path.as_bytes());
    header.set_entry_type(kind);
    header.set_size(bytes.len() as u64);
    header.set_mode(0o644);
    if matches!(kind, tar::EntryType::Symlink | tar::EntryType::Link) {
        header.set_link_name("/etc/passwd").unwrap();
    }
    header.set_cksum();
    builder.append(&header, bytes).unwrap();
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}
