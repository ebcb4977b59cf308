//! The program at home in a shell: completions, manual pages, the way in.

use std::{fs, process::Command};

use super::run::run;

/// Completes a line in a real bash; `None` where there is none.
fn in_bash(script: &std::path::Path, words: &[&str]) -> Option<Vec<String>> {
    let (last, before) = words.split_last()?;
    let previous = before.last().copied().unwrap_or("twir-events");
    let code = "source \"$1\"; shift; last=$1; previous=$2; shift 2; COMP_WORDS=(twir-events \"$@\" \"$last\"); \
        COMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 )); \
        f=$(complete -p twir-events); f=${f#*-F }; f=${f%% *}; \
        $f twir-events \"$last\" \"$previous\"; printf '%s\\n' \"${COMPREPLY[@]}\"";
    let mut bash = Command::new("bash");
    bash.args(["--norc", "-c", code, "bash"]).arg(script).args([last, &previous]).args(before);
    let output = bash.output().ok()?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    Some(text.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect())
}

#[test]
fn bash_completes_commands_options_and_values() {
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("twir-events");
    fs::write(&script, run(["completions", "bash"]).ok()).unwrap();
    for (words, wanted) in [
        (&["sy"][..], &["sync"][..]),
        (&["list", "--re"], &["--region"]),
        (&["list", "--region", "eu"], &["europe"]),
        (&["export", "ics", "--country", "DE"], &["DE"]),
        (&["list", "--format", ""], &["in_person", "virtual", "hybrid"]),
        (&["check", "--format", "g"], &["github"]),
        (&["build", "--withdrawn", ""], &["tentative", "cancelled", "drop"]),
    ] {
        let Some(found) = in_bash(&script, words) else {
            eprintln!("not run: there is no bash");
            return;
        };
        assert_eq!(found, wanted, "{words:?}");
    }
}

#[test]
fn other_shells_know_the_values_too() {
    for shell in ["zsh", "fish", "elvish", "powershell"] {
        let script = run(["completions", shell]).ok();
        assert!(script.contains("region") && script.contains("withdrawn"), "{shell}");
    }
    assert!(run(["completions", "zsh"]).ok().contains("south_america"));
}

#[test]
fn every_manual_page_has_the_sections_that_people_look_for() {
    let main = run(["man"]).ok();
    for command in ["build", "check", "draft", "explain", "export", "list", "sync", "serve", "group"] {
        let page = run(["man", command]).ok();
        for section in ["NAME", "SYNOPSIS", "OPTIONS", "EXAMPLES", "EXIT STATUS", "ENVIRONMENT", "FILES"] {
            assert!(
                page.contains(&format!(".SH {section}")) || page.contains(&format!(".SH \"{section}\"")),
                "{command}: {section}"
            );
        }
        assert!(main.contains(command), "{command}");
    }
    assert!(main.contains(".SH \"EXIT STATUS\"") || main.contains(".SH EXIT STATUS"));
    assert!(run(["man", "nothing"]).refused().contains("there is no command `nothing`"));
}

#[test]
fn without_a_command_the_way_is_shown() {
    let shown = run::<&str>([]).ok();
    for word in ["read ", "subscribe ", "edit ", "check ", "twir-events sync", "twir-events help"] {
        assert!(shown.contains(word), "{word}: {shown}");
    }
}

#[test]
fn a_build_says_what_to_do_next() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("site");
    let done = run(["build".as_ref(), "--out".as_ref(), out.as_os_str()]);
    assert!(done.err.contains("the newest issue is of 2025-12-03"), "{}", done.err);
    assert!(
        done.err.contains(&format!("open {}, or run `twir-events serve ", out.join("index.html").display())),
        "{}",
        done.err
    );
}
