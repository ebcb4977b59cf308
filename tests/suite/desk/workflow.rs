//! What the workflow for the newsletter's repository does, done in a repository of our own.

use std::{fs, path::Path, process::Command};

const WORKFLOW: &str = include_str!("../../../docs/workflows/check-events.yml");

/// The script of the step that checks, without its indent.
fn script() -> String {
    let (_, step) = WORKFLOW.split_once("- name: Check the drafts that changed").expect("the step is there");
    let (_, script) = step.split_once("run: |\n").expect("the step runs something");
    script.lines().map(|line| format!("{}\n", line.strip_prefix("          ").unwrap_or(line))).collect()
}

fn git(folder: &Path, arguments: &[&str]) {
    let identity = ["-c", "user.name=a", "-c", "user.email=a@b.example", "-c", "init.defaultBranch=main"];
    let done = Command::new("git").current_dir(folder).args(identity).args(arguments).output().unwrap();
    assert!(done.status.success(), "{arguments:?}: {done:?}");
}

#[test]
fn a_pull_request_gets_annotations_a_table_and_suggestions() {
    for tool in ["git", "bash", "jq"] {
        if Command::new(tool).arg("--version").output().is_err() {
            eprintln!("skipped: {tool} is not here");
            return;
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let (repository, runner) = (folder.path().join("repository"), folder.path().join("runner"));
    for part in ["content", "draft"] {
        fs::create_dir_all(repository.join(part)).unwrap();
    }
    fs::create_dir(&runner).unwrap();
    let body = "### Europe\n* 2025-12-10 | Bern, CH | [G](https://a.example/g)\n    * [**T**](https://a.example/1)\n";
    let earlier = super::support::issue_of("2025-11-26", 627, "2025-11-26 - 2025-12-24", body);
    fs::write(repository.join("content/2025-11-26-this-week-in-rust.md"), earlier).unwrap();
    let draft = repository.join("draft/2025-12-03-this-week-in-rust.md");
    let old = body.replace("Bern, CH", "Bern, BE, CH");
    fs::write(&draft, super::support::issue(&old)).unwrap();
    git(&repository, &["init", "-q"]);
    git(&repository, &["add", "."]);
    git(&repository, &["commit", "-qm", "before"]);
    git(&repository, &["checkout", "-qb", "proposed"]);
    let more = "* 2025-12-11 | Leipzig, SN, DE | [H `|` ::error](https://a.example/h))\n    * [**U ~~~~~~~~**](https://a.example/2)\n";
    fs::write(&draft, super::support::issue(&format!("{old}{more}"))).unwrap();
    git(&repository, &["commit", "-qam", "after"]);
    git(&repository, &["checkout", "-q", "main"]);
    git(&repository, &["merge", "-q", "--no-ff", "-m", "merge", "proposed"]);

    let summary = runner.join("summary.md");
    let done = Command::new("bash")
        .args(["-eo", "pipefail", "-c", &script()])
        .current_dir(&repository)
        .env("PROGRAM", env!("CARGO_BIN_EXE_twir-events"))
        .env("PROBLEMS", "https://docs.example/problems.md")
        .env("RUNNER_TEMP", &runner)
        .env("GITHUB_STEP_SUMMARY", &summary)
        .output()
        .unwrap();
    let out = String::from_utf8_lossy(&done.stdout);
    assert_eq!(done.status.code(), Some(1), "{done:?}");
    let annotated = |code: &str| out.lines().any(|line| line.contains("line=17,") && line.contains(code));
    assert!(annotated("title=place-style::") && annotated("title=stray-mark::"), "{out}");
    assert!(!out.contains("line=15,"), "what was there before is not told: {out}");
    let summary = fs::read_to_string(summary).unwrap();
    assert!(
        summary.contains("| [stray-mark](https://docs.example/problems.md#stray-mark) | error | 1 | 17 |"),
        "{summary}"
    );
    assert!(summary.contains("+* 2025-12-11 | Leipzig, DE | ["), "{summary}");
}

#[test]
fn it_is_safe_for_forks() {
    assert!(WORKFLOW.contains("on:\n  pull_request:\n") && !WORKFLOW.contains("pull_request_target"));
    assert!(WORKFLOW.contains("permissions:\n  contents: read\n\n"));
    assert!(!WORKFLOW.contains("secrets.") && WORKFLOW.contains("persist-credentials: false"));
    for action in WORKFLOW.lines().filter_map(|line| line.trim().strip_prefix("uses: ")) {
        let commit = action.split('@').nth(1).and_then(|rest| rest.split(' ').next()).unwrap_or_default();
        assert!(commit.len() == 40 && commit.chars().all(|c| c.is_ascii_hexdigit()), "{action}");
    }
    // Nothing of the pull request's own words gets into the script but through files.
    assert!(!script().contains("${{"));
}
