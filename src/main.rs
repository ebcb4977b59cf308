//! The command line of `twir-events`: arguments in, exit status out.

mod cli;

use std::process::ExitCode;

/// A tenth less time for the archive, by reading it both ways.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cli::run()
}
