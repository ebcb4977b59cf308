//! What lies beside the project and is no part of it: the newsletter's archive and tools.

use std::{
    env,
    io::Write as _,
    path::{Path, PathBuf},
    thread,
};

/// The folder or file of that name beside the project. Where it is not there, the test is said to be
/// not run, by name: past the capture of output, or nobody would see it.
pub fn beside(name: &str) -> Option<PathBuf> {
    let shared = env::var_os("TWIR_EVENTS_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let path = shared.join(name);
    if path.exists() {
        return Some(path);
    }
    let test = thread::current().name().unwrap_or("a test").to_owned();
    let _ = writeln!(std::io::stderr(), "not run: {test}; {} is not there", path.display());
    None
}

/// The folder of the archive.
pub fn archive() -> Option<PathBuf> {
    beside("twir")
}
