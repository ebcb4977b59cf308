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

pub fn endpoint(path: &str) -> Endpoint {
    match path.strip_prefix(REPOSITORY) {
        Some("/git/trees/main?recursive=1") => Endpoint::Listing,
        Some("/tarball/main") => Endpoint::Archive,
        Some(rest) if rest.starts_with("/git/blobs/") => Endpoint::Blob,
        _ if path == "/codeload" => Endpoint::Codeload,
        _ => Endpoint::Other,
    }
}

/// The answer that GitHub gives, with `files` in the repository.
pub fn github(files: &Files, asked: &Asked) -> Answer {
    match endpoint(&asked.path) {
        Endpoint::Listing => listing(files, asked),
        Endpoint::Archive => Answer::new(302, &[("Location", "/codeload")], b""),
        Endpoint::Codeload => Answer::new(200, &[("Content-Type", "application/x-gzip")], &tarball(files)),
        Endpoint::Blob => {
            let id = asked.path.rsplit('/').next().unwrap_or_default();
            match files.values().find(|text| blob_id(text.as_bytes()) == id) {
                Some(text) => Answer::new(200, &[("Content-Type", RAW)], text.as_bytes()),
                None => Answer::new(404, &[("Content-Type", "application/json")], b"{}"),
            }
        }
        Endpoint::Other => Answer::new(404, &[("Content-Type", "application/json")], b"{}"),
    }
}

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
    let etag = format!("W/\"{}\"", blob_id(body.as_bytes()));
    if asked.headers.get("if-none-match") == Some(&etag) {
        return Answer::new(304, &[("ETag", &etag)], b"");
    }
    let headers = [
        ("Content-Type", "application/json; charset=utf-8"),
        ("ETag", &etag),
        ("X-RateLimit-Remaining", "59"),
    ];
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
