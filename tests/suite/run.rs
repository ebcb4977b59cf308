//! Running the program as a user does.

use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
};

/// The issues written for the tests.
pub fn issues() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/issues")
}

/// The program, without the caches and settings of whoever runs the tests.
pub fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_twir-events"));
    command.env("TWIR_EVENTS_CACHE", Path::new(env!("CARGO_TARGET_TMPDIR")).join("no-cache"));
    command
}

/// What a run printed, and its exit status.
#[derive(Debug)]
pub struct Run {
    pub status: i32,
    pub out: String,
    pub err: String,
}

/// Runs the program to its end.
pub fn run<S: AsRef<std::ffi::OsStr>>(args: impl IntoIterator<Item = S>) -> Run {
    done(command().args(args).output().unwrap())
}

/// Runs the program on the issues of the tests.
pub fn run_on_issues(args: &[&str]) -> Run {
    let issues = issues();
    done(command().args(args).arg("--issues").arg(issues).output().unwrap())
}

pub fn done(output: Output) -> Run {
    Run {
        status: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

impl Run {
    /// Standard output of a run that has to succeed.
    pub fn ok(self) -> String {
        assert_eq!(self.status, 0, "{}", self.err);
        self.out
    }

    /// The message of a run that has to fail: one line on standard error beside the progress.
    pub fn refused(self) -> String {
        assert_eq!((self.status, self.out.as_str()), (2, ""), "{}", self.err);
        let mut messages = self.err.lines().filter_map(|line| line.strip_prefix("twir-events: "));
        let message = messages.next().unwrap_or_default().to_owned();
        assert_eq!(messages.next(), None, "{}", self.err);
        assert!(!message.is_empty(), "{}", self.err);
        message
    }
}
