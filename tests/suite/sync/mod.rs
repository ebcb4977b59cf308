//! `sync` against a server that answers as GitHub does, whole and broken.

mod crash;
mod fake;
mod faults;
mod fresh;
mod organisers;
mod secrets;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use fake::{Answer, Asked, Files, Server, github};
use tempfile::TempDir;
use twir_events::{
    cache::Cache,
    sync::{Clock, Config, Error, SyncReport},
};

/// An issue in the shape of the real ones.
fn issue(number: u32, date: &str) -> String {
    format!(
        "Title: This Week in Rust {number}\nNumber: {number}\nDate: {date}\nCategory: This Week in Rust\n\n\
         ## Upcoming Events\n\nRusty Events between {date} - {date} 🦀\n\n### Europe\n\
         * {date} | Berlin, DE | [Rust Berlin](https://www.meetup.com/rust-berlin)\n    \
         * [**Rust Hack and Learn {number}**](https://www.meetup.com/rust-berlin/events/{number}/)\n"
    )
}

/// A repository with `count` issues, one a day, and what else lies there.
fn repository(count: u32) -> Files {
    let mut files: Files = (1..=count)
        .map(|day| {
            let date = format!("2026-01-{day:02}");
            (format!("content/{date}-this-week-in-rust.md"), issue(700 + day, &date))
        })
        .collect();
    files.insert("README.md".to_owned(), "# TWiR\n".to_owned());
    files.insert("content/pages/about.md".to_owned(), "Title: About\n".to_owned());
    files.insert("draft/2026-02-04-this-week-in-rust.md".to_owned(), issue(800, "2026-02-04"));
    files
}

type Fault = dyn Fn(&Asked) -> Option<Answer> + Send + Sync;

/// What a test can change while the server runs.
struct State {
    files: Files,
    /// Answers first, where it has an answer.
    fault: Option<Box<Fault>>,
}

/// A server, a cache and a clock that does not wait.
struct Scene {
    server: Server,
    state: Arc<Mutex<State>>,
    folder: TempDir,
    clock: TestClock,
}

impl Scene {
    fn new(files: Files) -> Self {
        let state = Arc::new(Mutex::new(State { files, fault: None }));
        let shared = Arc::clone(&state);
        let server = Server::start(move |asked| {
            let state = shared.lock().unwrap_or_else(PoisonError::into_inner);
            let fault = state.fault.as_ref().and_then(|fault| fault(asked));
            fault.unwrap_or_else(|| github(&state.files, asked))
        });
        Self { server, state, folder: tempfile::tempdir().unwrap(), clock: TestClock::default() }
    }

    /// A scene whose cache holds what the repository holds.
    fn synced(files: Files) -> Self {
        let scene = Self::new(files);
        scene.sync().unwrap();
        scene.server.take_asked();
        scene
    }

    fn files(&self, change: impl FnOnce(&mut Files)) {
        change(&mut self.state.lock().unwrap().files);
    }

    fn break_with(&self, fault: impl Fn(&Asked) -> Option<Answer> + Send + Sync + 'static) {
        self.state.lock().unwrap().fault = Some(Box::new(fault));
    }

    fn mend(&self) {
        self.state.lock().unwrap().fault = None;
    }

    fn cache(&self) -> Cache {
        Cache::new(self.folder.path().join("cache"))
    }

    fn config(&self) -> Config {
        let mut config = Config::new(&self.server.url()).unwrap();
        config.clock = Box::new(self.clock.clone());
        config
    }

    fn sync(&self) -> Result<SyncReport, Error> {
        self.sync_with(&self.config())
    }

    fn sync_with(&self, config: &Config) -> Result<SyncReport, Error> {
        twir_events::sync::sync(&self.cache(), config, &mut |_| {})
    }

    /// The program, on this cache and with nothing of the caller's environment that matters.
    fn program(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_twir-events"));
        command.args(arguments).env("TWIR_EVENTS_CACHE", self.cache().root()).env_remove("GITHUB_TOKEN");
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.program(arguments).output().unwrap()
    }

    /// The paths of the requests since the last call, below the repository's.
    fn asked(&self) -> Vec<String> {
        let asked = self.server.take_asked();
        asked.into_iter().map(|asked| asked.path.replace("/repos/rust-lang/this-week-in-rust", "")).collect()
    }
}

/// Says what time a test wants it to be, and only writes down how long it was to wait.
#[derive(Debug, Clone, Default)]
struct TestClock {
    waits: Arc<Mutex<Vec<Duration>>>,
}

/// 2026-01-01 00:00:00 UTC.
const NOW: u64 = 1_767_225_600;

impl Clock for TestClock {
    fn now(&self) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(NOW)
    }

    fn wait(&self, span: Duration) {
        self.waits.lock().unwrap().push(span);
    }
}

impl TestClock {
    fn take_seconds(&self) -> Vec<u64> {
        std::mem::take(&mut *self.waits.lock().unwrap()).iter().map(Duration::as_secs).collect()
    }
}

/// Every file below a folder with its contents, by path.
fn tree(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        let Ok(entries) = fs::read_dir(&next) else { continue };
        for entry in entries {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.insert(path.strip_prefix(folder).unwrap().to_owned(), fs::read(&path).unwrap());
            }
        }
    }
    files
}

/// The issues that a reader of the cache finds now, by path; they have to be those of the manifest.
fn readable(cache: &Cache) -> Files {
    let Some(snapshot) = cache.current().unwrap() else { return Files::new() };
    let mut files: Files = tree(&snapshot.path)
        .into_iter()
        .map(|(path, bytes)| (path.to_str().unwrap().replace('\\', "/"), String::from_utf8(bytes).unwrap()))
        .collect();
    files.remove("manifest.json");
    let ids: BTreeMap<String, String> =
        files.iter().map(|(path, text)| (path.clone(), fake::blob_id(text.as_bytes()))).collect();
    assert_eq!(ids, snapshot.manifest.files);
    files
}

/// The published issues of a repository.
fn published(files: &Files) -> Files {
    let is_issue = |path: &str| path.strip_prefix("content/").is_some_and(|name| !name.contains('/'));
    files.iter().filter(|(path, _)| is_issue(path)).map(|(path, text)| (path.clone(), text.clone())).collect()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
