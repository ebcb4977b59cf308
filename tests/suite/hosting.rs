//! What docs/hosting.md and its workflow tell people to type is what the program takes.

use std::{fs, path::Path, process::Command};

/// Every call of the program in the text, with its arguments.
fn calls(text: &str) -> Vec<Vec<String>> {
    let program = |word: &str| word.rsplit('/').next() == Some("twir-events");
    let mut calls = Vec::new();
    for part in text
        .lines()
        .filter(|line| !line.trim_start().starts_with('#'))
        .flat_map(|line| line.split(['&', ';', '|']))
    {
        let mut words = part.split_whitespace().skip_while(|word| !program(word)).skip(1).peekable();
        if words.peek().is_some_and(|word| ["sync", "build", "serve"].contains(word)) {
            calls.push(
                words.map(|word| word.trim_matches('"').replace("$BASE_URL", "https://x.example")).collect(),
            );
        }
    }
    calls
}

/// `--help` behind the arguments: they are read, and nothing is done.
fn is_taken(arguments: &[String]) -> bool {
    let mut command = Command::new(env!("CARGO_BIN_EXE_twir-events"));
    command.args(arguments).arg("--help").output().unwrap().status.success()
}

#[test]
fn the_commands_of_the_docs_exist() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    for (file, expected) in
        [("workflows/publish-feeds.yml", 2), ("hosting.md", 5), ("workflows/release.yml", 1)]
    {
        let text = fs::read_to_string(docs.join(file)).unwrap();
        let calls = calls(&text);
        assert_eq!(calls.len(), expected, "{calls:?}");
        for call in calls {
            assert!(is_taken(&call), "{call:?}");
        }
    }
    assert!(!is_taken(&["build".to_owned(), "--no-such-option".to_owned()]));
}
