//! The measure that speed is told in: walks the same files whole with pulldown-cmark, on one core, and
//! counts what comes (see `docs/performance.md`).
//!
//! ```text
//! cargo run --release --example yardstick -- ../shared/twir/content
//! ```

use std::{env, fs, io};

fn main() -> io::Result<()> {
    let mut events = 0;
    for folder in env::args_os().skip(1) {
        for entry in fs::read_dir(folder)? {
            let bytes = fs::read(entry?.path())?;
            events += pulldown_cmark::Parser::new(&String::from_utf8_lossy(&bytes)).count();
        }
    }
    println!("{events}");
    Ok(())
}
