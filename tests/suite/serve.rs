//! `serve` over loopback: the folder's files, live feeds, and what is refused.

use std::{
    collections::BTreeMap,
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use flate2::read::GzDecoder;

use tempfile::TempDir;
use twir_events::{
    cache::{self, Cache, Manifest},
    catalogue::Catalogue,
    knowledge::Knowledge,
    newsletter::Archive,
    serve::{
        Limits, MAX_ANSWERS_BYTES, MAX_ASKED_FEEDS, MAX_HEAD_BYTES, MAX_KEPT_BYTES, MAX_KEPT_FILE_BYTES,
        MAX_QUERY_BYTES, MAX_QUERY_VALUES, Server, Site,
    },
};

/// Longer than anything here takes on a busy machine.
const LONG: Duration = Duration::from_secs(60);

fn program(cache: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_twir-events"));
    // An empty cache: the bundled issues are read.
    command.env("TWIR_EVENTS_CACHE", cache);
    command
}

/// The program, serving; it ends with the value.
struct Served {
    child: Child,
    address: SocketAddr,
    scratch: TempDir,
}

impl Served {
    /// Serves a folder that `fill` fills, on any free port.
    fn start(fill: impl FnOnce(&Path)) -> Self {
        let scratch = tempfile::tempdir().unwrap();
        let folder = scratch.path().join("public");
        fill(&folder);
        let log = fs::File::create(scratch.path().join("log")).unwrap();
        let mut child = program(&scratch.path().join("cache"))
            .args(["serve", "--listen", "127.0.0.1:0"])
            .arg(&folder)
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim_end().strip_prefix("http://").and_then(|line| line.strip_suffix('/'));
        let address = address.unwrap_or_else(|| panic!("no address: {line:?}")).parse().unwrap();
        Self { child, address, scratch }
    }

    fn built() -> Self {
        Self::start(|folder| {
            let output =
                program(&folder.with_file_name("cache")).arg("build").arg("--out").arg(folder).output();
            assert!(output.unwrap().status.success());
        })
    }

    fn get(&self, path: &str) -> Reply {
        self.ask("GET", path, "")
    }

    /// `headers` end in CRLF each.
    fn ask(&self, method: &str, path: &str, headers: &str) -> Reply {
        let mut stream = TcpStream::connect(self.address).unwrap();
        let request = format!("{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{headers}\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        Reply::read(&bytes)
    }

    fn log(&self) -> String {
        fs::read_to_string(self.scratch.path().join("log")).unwrap()
    }

    fn export(&self, arguments: &[&str]) -> Vec<u8> {
        let mut command = program(&self.scratch.path().join("cache"));
        let output = command.arg("export").args(arguments).output().unwrap();
        assert!(output.status.success());
        output.stdout
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[derive(Debug)]
struct Reply {
    status: u16,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

impl Reply {
    fn read(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
        let head = std::str::from_utf8(&bytes[..end]).unwrap();
        let (first, headers) = head.split_once("\r\n").unwrap();
        let headers = headers.lines().filter_map(|line| line.split_once(": "));
        Self {
            status: first.split(' ').nth(1).unwrap().parse().unwrap(),
            headers: headers.map(|(name, value)| (name.to_lowercase(), value.to_owned())).collect(),
            body: bytes[end + 4..].to_vec(),
        }
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

#[test]
fn a_folder_that_is_built_anew_is_served_anew() {
    let served = Served::built();
    let before = served.get("/all.ics");
    let folder = served.scratch.path().join("public");
    let build = program(&served.scratch.path().join("cache"))
        .args(["build", "--history", "all", "--out"])
        .arg(&folder)
        .output();
    assert!(build.unwrap().status.success());
    let after = served.get("/all.ics");
    assert_eq!((before.status, after.status), (200, 200));
    assert!(after.body != before.body && after.body == fs::read(folder.join("all.ics")).unwrap());
}

#[test]
fn a_live_feed_is_what_export_prints() {
    let served = Served::built();
    let cases = [
        ("/feed.ics", "text/calendar; charset=utf-8", vec!["ics"]),
        (
            "/feed.ics?region=europe&format=virtual,hybrid&history=all&withdrawn=drop",
            "text/calendar; charset=utf-8",
            vec!["ics", "--region=europe", "--format=virtual,hybrid", "--history=all", "--withdrawn=drop"],
        ),
        (
            "/feed.json?near=Z%C3%BCrich&within=300&new_since=2025-01-01",
            "application/json",
            vec!["json", "--near=Zürich", "--within=300", "--new-since=2025-01-01"],
        ),
        (
            "/feed.atom?country=DE&country=GB&text=rust+and",
            "application/atom+xml; charset=utf-8",
            vec!["atom", "--country=DE,GB", "--text=rust and"],
        ),
    ];
    for (path, kind, arguments) in cases {
        let reply = served.get(path);
        assert_eq!((reply.status, reply.headers["content-type"].as_str()), (200, kind), "{}", reply.text());
        assert!(!reply.body.is_empty() && reply.body == served.export(&arguments), "{path}");
    }
}

#[test]
fn a_feed_that_is_held_already_is_not_sent_again() {
    let served = Served::built();
    for path in ["/feed.ics?region=europe", "/all.ics"] {
        let first = served.get(path);
        let etag = first.headers["etag"].clone();
        let again = served.ask("GET", path, &format!("If-None-Match: {etag}\r\n"));
        assert_eq!((again.status, again.body.len()), (304, 0), "{path}");
        assert_eq!(again.headers["etag"], etag);
        let other = served.ask("GET", path, "If-None-Match: \"0\"\r\n");
        assert_eq!((other.status, other.body), (200, first.body), "{path}");
    }
    let other = served.get("/feed.ics?region=asia").headers["etag"].clone();
    assert_ne!(other, served.get("/feed.ics?region=europe").headers["etag"]);
}

#[test]
fn what_names_nothing_is_refused_with_the_nearest() {
    let served = Served::start(|_| {});
    for (query, parts) in [
        ("region=erope", ["region", "europe"]),
        ("country=XX", ["country", "XX"]),
        ("regoin=europe", ["regoin", "region"]),
        ("from=tomorrow", ["from", "tomorrow"]),
        ("weeks=4&to=2025-12-31", ["weeks", "to"]),
        ("withdrawn=maybe", ["withdrawn", "tentative"]),
        ("region=%ff%fe", ["region", "\u{fffd}"]),
    ] {
        for format in ["ics", "json", "atom"] {
            let reply = served.get(&format!("/feed.{format}?{query}"));
            assert_eq!(reply.status, 400, "{query}");
            assert_eq!(reply.headers["content-type"], "text/plain; charset=utf-8");
            assert!(parts.iter().all(|part| reply.text().contains(part)), "{query}: {}", reply.text());
        }
    }
    let long = served.get(&format!("/feed.ics?text={}", "x".repeat(5000)));
    assert_eq!(long.status, 414);
    let many = served.get(&format!("/feed.ics?{}", "text=a&".repeat(MAX_QUERY_VALUES + 1)));
    assert_eq!(many.status, 400);
    assert!(many.text().contains(&MAX_QUERY_VALUES.to_string()), "{}", many.text());
    let commas = served.get(&format!("/feed.ics?text={}", "a,".repeat(MAX_QUERY_VALUES + 1)));
    assert_eq!(commas.status, 400);
}

#[test]
fn the_folder_is_served_with_its_types() {
    let served = Served::built();
    for (path, kind) in [
        ("/", "text/html; charset=utf-8"),
        ("/all.ics", "text/calendar; charset=utf-8"),
        ("/region/europe.ics", "text/calendar; charset=utf-8"),
        ("/events.json", "application/json"),
        ("/new.atom", "application/atom+xml; charset=utf-8"),
    ] {
        let reply = served.get(path);
        assert_eq!((reply.status, reply.headers["content-type"].as_str()), (200, kind), "{path}");
        let file = if path == "/" { "index.html" } else { &path[1..] };
        assert_eq!(reply.body, fs::read(served.scratch.path().join("public").join(file)).unwrap());
        let head = served.ask("HEAD", path, "");
        assert_eq!((head.status, head.body.len()), (200, 0), "{path}");
        assert_eq!(head.headers["content-length"], reply.body.len().to_string());
    }
    assert_eq!(served.get("/nothing.ics").status, 404);
}

/// The page offers live feeds of any choice where there are any.
#[test]
fn the_page_is_told_of_live_feeds() {
    let served = Served::built();
    let reply = served.get("/assets/host.js");
    assert_eq!(reply.headers["content-type"], "text/javascript; charset=utf-8");
    assert!(reply.text().contains("liveFeed = \"feed.ics\""), "{}", reply.text());
    assert!(served.get("/assets/page.js").text().contains("liveFeed"));
}

#[test]
fn only_reading_and_only_the_folder() {
    let served = Served::start(|folder| {
        fs::create_dir_all(folder.join(".git")).unwrap();
        fs::write(folder.join(".git/config"), "secret").unwrap();
        fs::write(folder.join("index.html"), "<p>page").unwrap();
        fs::write(folder.with_file_name("outside"), "secret").unwrap();
    });
    for path in [
        "/.git/config",
        "/%2egit/config",
        "/%2Egit%2Fconfig",
        "/x/..%2f.git/config",
        "/../outside",
        "/%2e%2e/outside",
        "/..%2foutside",
        "/%2e%2e%2foutside",
        "/..%5coutside",
    ] {
        let reply = served.get(path);
        assert!(!reply.text().contains("secret"), "{path}");
        assert!((400..500).contains(&reply.status), "{path}: {}", reply.status);
    }
    for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
        for path in ["/feed.ics", "/index.html"] {
            let reply = served.ask(method, path, "Content-Length: 0\r\n");
            assert_eq!(reply.status, 405, "{method} {path}");
            assert!(reply.headers["allow"].contains("GET"));
        }
    }
    assert_eq!(served.get("/").text(), "<p>page");
}

#[test]
fn without_a_build_live_feeds_work_and_the_rest_says_so() {
    let served = Served::start(|_| {});
    assert!(served.log().contains("nothing built in "), "{}", served.log());
    let reply = served.get("/");
    assert_eq!(reply.status, 404);
    assert!(reply.text().contains("twir-events build"), "{}", reply.text());
    assert_eq!(served.get("/feed.ics").status, 200);
}

/// Puts one issue into the cache, as a sync does.
fn fill(cache: &Cache, date: &str, title: &str) {
    let text = format!(
        "Title: This Week in Rust 700\nNumber: 700\nDate: {date}\n\n## Upcoming Events\n\n### Europe\n\
         * {date} | Berlin, DE | [Rust Berlin](https://www.meetup.com/rust-berlin)\n    \
         * [**{title}**](https://www.meetup.com/rust-berlin/events/1/)\n"
    );
    let path = format!("content/{date}-this-week-in-rust.md");
    let staging = cache.lock().unwrap().begin().unwrap();
    staging.write(&path, text.as_bytes()).unwrap();
    let manifest = Manifest {
        version: Manifest::VERSION,
        source: "https://example.org".to_owned(),
        drafts: false,
        etag: None,
        files: [(path, cache::blob_id(text.as_bytes()))].into(),
    };
    staging.commit(manifest).unwrap();
}

#[test]
fn new_issues_are_read_when_they_are_there() {
    let served = Served::start(|_| {});
    assert!(served.log().contains("bundled"), "{}", served.log());
    let cache = Cache::new(served.scratch.path().join("cache"));
    for (date, title) in [("2026-01-07", "A first evening"), ("2026-01-14", "A second evening")] {
        fill(&cache, date, title);
        // They are read beside the requests, none of which waits for it.
        let begun = Instant::now();
        let feed = loop {
            let feed = served.get("/feed.json").text();
            if feed.contains(title) || begun.elapsed() > LONG {
                break feed;
            }
        };
        assert!(feed.contains(title) && feed.contains(date), "{feed}");
        assert_eq!(feed.as_bytes(), served.export(&["json"]));
    }
    // What cannot be read leaves in use what could.
    fs::write(cache.root().join("current"), "99").unwrap();
    assert!(served.get("/feed.json").text().contains("A second evening"));
}

#[test]
fn an_address_that_is_taken() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let scratch = tempfile::tempdir().unwrap();
    let output = program(scratch.path()).args(["serve", "--listen", &address]).output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.contains(&address) && told.contains("--listen"), "{told}");
}

#[test]
#[cfg(unix)]
fn a_signal_ends_it_in_order() {
    for signal in ["-INT", "-TERM"] {
        let mut served = Served::start(|_| {});
        // A client that keeps its connection does not hold it up.
        let mut idle = TcpStream::connect(served.address).unwrap();
        idle.write_all(b"GET /feed.atom HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
        idle.read_exact(&mut [0; 12]).unwrap();
        let id = served.child.id().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
        assert_eq!(served.child.wait().unwrap().code(), Some(0), "{signal}");
    }
}

#[test]
fn what_every_answer_carries() {
    let served = Served::built();
    for path in ["/", "/all.ics", "/feed.json", "/nothing", "/feed.ics?region=erope"] {
        let headers = served.get(path).headers;
        assert_eq!(headers["access-control-allow-origin"], "*", "{path}");
        assert_eq!(headers["x-content-type-options"], "nosniff", "{path}");
        let policy = &headers["content-security-policy"];
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{path}: {policy}");
    }
}

#[test]
fn who_takes_gzip_gets_it() {
    let served = Served::built();
    for path in ["/all.ics", "/feed.ics", "/feed.json?region=europe"] {
        let plain = served.get(path);
        assert!(!plain.headers.contains_key("content-encoding"), "{path}");
        let small = served.ask("GET", path, "Accept-Encoding: br, gzip\r\n");
        assert_eq!(
            (small.headers["content-encoding"].as_str(), small.headers["vary"].as_str()),
            ("gzip", "accept-encoding")
        );
        assert!(small.body.len() < plain.body.len() / 2, "{path}");
        let mut unpacked = Vec::new();
        GzDecoder::new(&small.body[..]).read_to_end(&mut unpacked).unwrap();
        assert!(unpacked == plain.body, "{path}");
        // Other bytes, another tag; either is known again.
        assert_ne!(small.headers["etag"], plain.headers["etag"]);
        for etag in [&small.headers["etag"], &plain.headers["etag"]] {
            let again = served.ask("GET", path, &format!("If-None-Match: {etag}\r\n"));
            assert_eq!(again.status, 304, "{path}");
        }
    }
}

#[test]
fn a_part_of_a_file() {
    let served = Served::built();
    let whole = served.get("/all.ics").body;
    let part = served.ask("GET", "/all.ics", "Range: bytes=6-14\r\n");
    assert_eq!((part.status, &part.body[..]), (206, &whole[6..15]));
}

#[test]
fn who_has_asked_and_says_no_more_gets_the_whole_answer() {
    let served = Served::built();
    for path in ["/archive.ics", "/feed.ics?history=all"] {
        let mut stream = TcpStream::connect(served.address).unwrap();
        stream.write_all(format!("GET {path} HTTP/1.1\r\nHost: x\r\n\r\n").as_bytes()).unwrap();
        stream.shutdown(std::net::Shutdown::Write).unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        assert!(Reply::read(&bytes).body == served.get(path).body, "{path}");
    }
}

/// A server within this process, under limits of a test's own.
fn serve_within(limits: Limits, folder: &Path) -> SocketAddr {
    let knowledge = Knowledge::bundled();
    let catalogue = Catalogue::read(Archive::bundled().issues, &knowledge, None);
    let site = Site { catalogue, knowledge, folder: folder.to_owned(), watched: None, limits };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let server = runtime.block_on(Server::bind(([127, 0, 0, 1], 0).into(), site)).unwrap();
    let address = server.address().unwrap();
    thread::spawn(move || runtime.block_on(server.run(std::future::pending())));
    address
}

/// What comes until the server closes the connection, which it has to.
fn until_closed(stream: &mut TcpStream) -> Vec<u8> {
    stream.set_read_timeout(Some(LONG)).unwrap();
    let mut bytes = Vec::new();
    match stream.read_to_end(&mut bytes) {
        Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => panic!("left open"),
        _ => bytes,
    }
}

#[test]
fn slow_and_idle_connections_are_closed() {
    let mut limits = Limits::default();
    limits.head = Duration::from_millis(50);
    let address = serve_within(limits, Path::new("nothing-built"));
    for head in ["", "GET /feed.ics HTTP/1.1\r\nHo", "GET /feed.ics HTTP/1.1\r\nHost: x\r\n"] {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.write_all(head.as_bytes()).unwrap();
        assert!(!until_closed(&mut stream).starts_with(b"HTTP/1.1 200"), "{head:?}");
    }
    // After an answer, too.
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(b"GET /feed.ics HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
    assert!(until_closed(&mut stream).starts_with(b"HTTP/1.1 200"));
}

#[test]
fn who_takes_nothing_of_an_answer_is_let_go() {
    let folder = tempfile::tempdir().unwrap();
    // More than the buffers of a connection hold.
    fs::write(folder.path().join("large.json"), vec![b' '; 64 << 20]).unwrap();
    let mut limits = Limits::default();
    limits.stall = Duration::from_millis(50);
    limits.connections = 1;
    let address = serve_within(limits, folder.path());
    let mut stalled = TcpStream::connect(address).unwrap();
    stalled.write_all(b"GET /large.json HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
    stalled.read_exact(&mut [0; 12]).unwrap();
    // The only connection there may be comes free without the client's doing.
    let mut next = TcpStream::connect(address).unwrap();
    next.write_all(b"GET /feed.ics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").unwrap();
    assert!(until_closed(&mut next).starts_with(b"HTTP/1.1 200"));
}

#[test]
fn more_connections_than_there_may_be_wait() {
    let mut limits = Limits::default();
    limits.connections = 2;
    limits.head = Duration::from_millis(50);
    let address = serve_within(limits, Path::new("nothing-built"));
    let idle: Vec<TcpStream> = (0..40).map(|_| TcpStream::connect(address).unwrap()).collect();
    let mut last = TcpStream::connect(address).unwrap();
    last.write_all(b"GET /feed.ics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").unwrap();
    assert!(until_closed(&mut last).starts_with(b"HTTP/1.1 200"));
    drop(idle);
}

/// Idle ones, one that is in the middle of its head, and one that takes nothing, none of whose time is up.
#[test]
fn who_has_kept_us_waiting_longest_gives_way_to_who_asks() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("large.json"), vec![b' '; 64 << 20]).unwrap();
    let mut limits = Limits::default();
    limits.connections = 3;
    (limits.head, limits.stall) = (LONG * 10, LONG * 10);
    let address = serve_within(limits, folder.path());
    let mut crowd = Vec::new();
    for asked in ["", "GET / HT", "GET /large.json HTTP/1.1\r\nHost: x\r\n\r\n"].repeat(10) {
        crowd.push(TcpStream::connect(address).unwrap());
        crowd.last_mut().unwrap().write_all(asked.as_bytes()).unwrap();
    }
    for _ in 0..10 {
        let mut next = TcpStream::connect(address).unwrap();
        next.write_all(b"GET /feed.ics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").unwrap();
        assert!(until_closed(&mut next).starts_with(b"HTTP/1.1 200"));
    }
    drop(crowd);
}

/// A connection that is used again and again is not one that waits.
#[test]
fn who_is_being_answered_need_not_give_way() {
    let mut limits = Limits::default();
    limits.connections = 1;
    // However busy the machine is, each comes to ask.
    limits.grace = LONG;
    let address = serve_within(limits, Path::new("nothing-built"));
    thread::scope(|scope| {
        for number in 0..20 {
            scope.spawn(move || {
                let mut stream = TcpStream::connect(address).unwrap();
                let query = format!("/feed.json?history=all&text=e,{number}");
                let head = format!("GET {query} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
                stream.write_all(head.as_bytes()).unwrap();
                let reply = Reply::read(&until_closed(&mut stream));
                assert_eq!(reply.headers["content-length"], reply.body.len().to_string());
            });
        }
    });
}

/// Nobody waits for what hundreds of others have asked for: it is said that there are too many.
#[test]
fn too_many_feeds_at_once_are_told_to_come_again() {
    let mut limits = Limits::default();
    limits.printing = 1;
    let address = serve_within(limits, Path::new("nothing-built"));
    let streams: Vec<TcpStream> = (0..4 * MAX_ASKED_FEEDS)
        .map(|number| {
            let mut stream = TcpStream::connect(address).unwrap();
            let query = format!("/feed.json?history=all&text=e,{number}");
            let head = format!("GET {query} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            stream.write_all(head.as_bytes()).unwrap();
            stream
        })
        .collect();
    let replies: Vec<Reply> =
        streams.into_iter().map(|mut stream| Reply::read(&until_closed(&mut stream))).collect();
    let number = |status| replies.iter().filter(|reply| reply.status == status).count();
    assert!(number(200) >= MAX_ASKED_FEEDS, "{}", number(200));
    assert!(number(503) > 0 && number(200) + number(503) == replies.len());
    let busy = replies.iter().find(|reply| reply.status == 503).unwrap();
    assert_eq!(busy.headers["retry-after"], "10");
}

/// Whoever reads the help knows every limit.
#[test]
fn the_help_names_every_limit() {
    let scratch = tempfile::tempdir().unwrap();
    let output = program(scratch.path()).args(["serve", "--help"]).output().unwrap();
    let help = String::from_utf8(output.stdout).unwrap();
    let limits = Limits::default();
    for named in [
        format!("{} connections", limits.connections),
        format!("within {} milliseconds", limits.grace.as_millis()),
        format!("{} seconds a connection", limits.head.as_secs()),
        format!("{} seconds a client", limits.stall.as_secs()),
        format!("{} KiB for that head", MAX_HEAD_BYTES >> 10),
        format!(
            "{},{:03} bytes and {MAX_QUERY_VALUES} values",
            MAX_QUERY_BYTES / 1000,
            MAX_QUERY_BYTES % 1000
        ),
        format!("{MAX_ASKED_FEEDS} in all wait"),
        format!("{} MiB of files", MAX_KEPT_BYTES >> 20),
        format!("at most {} MiB", MAX_KEPT_FILE_BYTES >> 20),
        format!("{} MiB of live feeds in all", MAX_ANSWERS_BYTES >> 20),
    ] {
        assert!(help.contains(&named), "{named}: {help}");
    }
}

#[test]
fn a_number_of_connections_that_cannot_be() {
    for number in ["0", "-1", "many"] {
        let scratch = tempfile::tempdir().unwrap();
        let output = program(scratch.path()).args(["serve", "--connections", number]).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{number}");
    }
}
