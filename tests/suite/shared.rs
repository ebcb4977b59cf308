//! The newsletter's archive, where it lies beside the project.

use std::{
    env,
    path::{Path, PathBuf},
};

/// The folder of the archive; where it is not there, says which test was not run.
pub fn archive(test: &str) -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let twir = env::var_os("TWIR_EVENTS_SHARED").map_or(beside, PathBuf::from).join("twir");
    if twir.is_dir() {
        return Some(twir);
    }
    eprintln!("not run: {test}; the archive is not at {}", twir.display());
    None
}
