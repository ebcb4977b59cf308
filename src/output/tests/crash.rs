//! A build that is killed at any step: the folder is in the old state or in the new one.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    env,
    io::{BufRead, BufReader},
    process::{Command, Stdio},
    thread,
};

use super::*;

type Hook = Box<dyn FnMut(usize)>;

thread_local! {
    static HOOK: RefCell<(Option<Hook>, usize)> = const { RefCell::new((None, 0)) };
}

/// What the code calls after each of its steps.
pub fn step() {
    // Out of the cell, because a hook may build in turn.
    let Some((mut hook, number)) = HOOK.with_borrow_mut(|(hook, number)| {
        *number += 1;
        Some((hook.take()?, *number))
    }) else {
        return;
    };
    hook(number);
    HOOK.with_borrow_mut(|(place, _)| *place = Some(hook));
}

/// Runs `run`, and `hook` after each of its steps with the number of the step, from 1 on.
pub fn with_hook<T>(hook: impl FnMut(usize) + 'static, run: impl FnOnce() -> T) -> T {
    HOOK.set((Some(Box::new(hook)), 0));
    let done = run();
    HOOK.set((None, 0));
    done
}

/// In the environment of a child: where it builds, and at which step it waits for its end.
const OUT: &str = "TWIR_EVENTS_TEST_OUT";
const STEP: &str = "TWIR_EVENTS_TEST_STEP";

fn old() -> Tree {
    let listed = feeds(&["city/old.ics", "city/kept.ics"]);
    tree(&[("all.ics", "old"), ("city/kept.ics", "kept"), ("city/old.ics", "old"), (FEEDS_FILE, &listed)])
}

fn new() -> Tree {
    let listed = feeds(&["city/kept.ics", "group/new.ics"]);
    tree(&[("all.ics", "new"), ("city/kept.ics", "kept"), ("group/new.ics", "new"), (FEEDS_FILE, &listed)])
}

/// Is the child of the test below.
#[test]
#[ignore = "runs as the child of `a_kill_at_every_step`"]
fn child() {
    let (Some(out), Ok(step)) = (env::var_os(OUT), env::var(STEP)) else { return };
    let step: usize = step.parse().unwrap();
    let wait = move |number| {
        if number == step {
            println!("\nstep {step}");
            loop {
                thread::park();
            }
        }
    };
    with_hook(wait, || write_tree(Path::new(&out), &new())).unwrap();
}

/// Builds in another process, which is killed at the step. `false` when it has fewer steps.
fn killed_at(out: &Path, step: usize) -> bool {
    let mut child = Command::new(env::current_exe().unwrap())
        .args(["output::tests::crash::child", "--exact", "--ignored", "--nocapture"])
        .env(OUT, out)
        .env(STEP, step.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let reached = lines.map(Result::unwrap).any(|line| line == format!("step {step}"));
    // SIGKILL.
    child.kill().unwrap();
    assert_eq!(child.wait().unwrap().success(), !reached);
    reached
}

/// Every file below the folder.
fn files(folder: &Path) -> Tree {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for path in fs::read_dir(next).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
                found.insert(name, fs::read(path).unwrap());
            }
        }
    }
    found
}

/// Kills a build at each of its steps; `before` is what it finds, `None` for no folder.
fn kill_at_every_step(before: Option<&Tree>) -> Vec<bool> {
    let with_foreign = |mut tree: Tree| {
        tree.insert("CNAME".to_owned(), b"mine".to_vec());
        tree
    };
    let (old, new) = match before {
        Some(old) => (with_foreign(old.clone()), with_foreign(new())),
        None => (Tree::new(), new()),
    };
    let mut outcomes = Vec::new();
    for step in 1.. {
        let scratch = tempfile::tempdir().unwrap();
        let out = scratch.path().join("public");
        if let Some(before) = before {
            write_tree(&out, before).unwrap();
            fs::write(out.join("CNAME"), "mine").unwrap();
        }
        let reached = killed_at(&out, step);
        let found = if out.exists() { files(&out) } else { Tree::new() };
        assert!(found == old || found == new, "step {step}: {:?}", found.keys());
        outcomes.push(found == new);
        write_tree(&out, &self::new()).unwrap();
        assert!(files(&out) == new, "step {step}");
        assert_eq!(fs::read_dir(scratch.path()).unwrap().count(), 1, "step {step}: something is left");
        if !reached {
            break;
        }
    }
    outcomes
}

#[test]
fn a_kill_at_every_step() {
    let outcomes = kill_at_every_step(Some(&old()));
    // Old up to the exchange, new from there on; what follows is that nothing is left beside.
    assert!(outcomes.is_sorted() && !outcomes[0], "{outcomes:?}");
    assert_eq!(outcomes.iter().filter(|is_new| **is_new).count(), 4, "{outcomes:?}");
    assert!(outcomes.len() > 10, "{outcomes:?}");
}

#[test]
fn a_kill_at_every_step_of_the_first_build() {
    let outcomes = kill_at_every_step(None);
    assert!(outcomes.is_sorted() && !outcomes[0] && outcomes.len() > 7, "{outcomes:?}");
}
