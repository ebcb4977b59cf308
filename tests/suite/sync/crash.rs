//! A sync that is killed: whatever the moment, a reader finds the old state or the new one, and
//! the next sync comes through.

use std::{
    env,
    io::{BufRead, BufReader},
    process::{Child, Stdio},
    sync::mpsc,
    thread,
};

use fake::{End, Endpoint};

use super::*;

/// In the environment of a child: at which of its steps it is to wait for its end.
const STEP: &str = "TWIR_EVENTS_TEST_STEP";
const URL: &str = "TWIR_EVENTS_TEST_URL";
const CACHE: &str = "TWIR_EVENTS_TEST_CACHE";

/// A program that has not asked by then never will: the test fails instead of waiting for ever.
const TOO_LONG: Duration = Duration::from_secs(120);

/// After a kill: old or new (said by what it returns), nothing between.
fn is_new(scene: &Scene, old: &Files, new: &Files) -> bool {
    let files = readable(&scene.cache());
    let is_new = files == published(new);
    assert!(is_new || files == published(old), "{:?}", files.keys());
    is_new
}

/// The program reads what is there.
fn expect_program_reads(scene: &Scene) {
    let files = readable(&scene.cache());
    let output = scene.run(&["export", "listings"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(text(&output.stdout).lines().count(), files.len());
}

/// Files that no snapshot in use needs.
fn leftovers(scene: &Scene) -> usize {
    let current = scene.cache().current().unwrap().unwrap();
    let snapshots = fs::read_dir(scene.cache().root().join("snapshots")).unwrap();
    let numbers = snapshots.map(|entry| entry.unwrap().file_name().to_str().unwrap().parse::<u64>().unwrap());
    numbers.filter(|number| *number > current.number).count()
}

/// Is the child of the test below: syncs, and at the step asked for it waits to be killed.
#[test]
#[ignore = "runs as the child of `a_kill_at_every_step`"]
fn child() {
    let (Ok(step), Ok(url), Some(cache)) = (env::var(STEP), env::var(URL), env::var_os(CACHE)) else {
        return;
    };
    let step: usize = step.parse().unwrap();
    let config = Config::new(&url).unwrap();
    let mut steps = 0;
    twir_events::sync::sync(&Cache::new(PathBuf::from(cache)), &config, &mut |_| {
        steps += 1;
        if steps == step {
            println!("\nstep {step}");
            loop {
                thread::park();
            }
        }
    })
    .unwrap();
}

fn child_at(scene: &Scene, step: usize) -> Child {
    Command::new(env::current_exe().unwrap())
        .args(["sync::crash::child", "--exact", "--ignored", "--nocapture"])
        .env(STEP, step.to_string())
        .env(URL, scene.server.url())
        .env(CACHE, scene.cache().root())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

#[test]
fn a_kill_at_every_step() {
    let old = repository(4);
    let mut new = repository(28);
    new.remove("content/2026-01-01-this-week-in-rust.md");
    new.get_mut("content/2026-01-02-this-week-in-rust.md").unwrap().push_str("\nAn erratum.\n");
    let mut outcomes = Vec::new();
    for step in 1.. {
        let scene = Scene::synced(old.clone());
        scene.files(|files| files.clone_from(&new));
        let mut child = child_at(&scene, step);
        let out = BufReader::new(child.stdout.take().unwrap());
        let reached = out.lines().any(|line| line.unwrap() == format!("step {step}"));
        // SIGKILL, where there are signals.
        child.kill().unwrap();
        child.wait().unwrap();
        outcomes.push(is_new(&scene, &old, &new));
        scene.sync().unwrap();
        assert_eq!(readable(&scene.cache()), published(&new));
        assert_eq!(leftovers(&scene), 0);
        if !reached {
            break;
        }
    }
    // The list, the count, at least one piece of the archive, 24 files, before and after the switch.
    assert!(outcomes.len() > 29, "{}", outcomes.len());
    // Old up to the switch, new from there on.
    let switch = outcomes.iter().position(|is_new| *is_new).unwrap();
    assert_eq!(switch, outcomes.len() - 2);
}

/// The server stops after so many bytes of its answer, and then the program is killed.
#[test]
fn a_kill_within_an_answer() {
    let (old, new) = (repository(4), repository(28));
    let scene = Scene::synced(old.clone());
    scene.files(|files| files.clone_from(&new));
    for at in [Endpoint::Listing, Endpoint::Codeload] {
        for part in 0..25 {
            let (sender, stalled) = mpsc::channel();
            let files = new.clone();
            scene.break_with(move |asked| {
                (fake::endpoint(&asked.path) == at).then(|| {
                    let mut answer = github(&files, asked);
                    answer.bytes.truncate(answer.bytes.len() * part / 25);
                    answer.end = End::Stall;
                    sender.send(()).unwrap();
                    answer
                })
            });
            let mut child = scene
                .program(&["sync", "--quiet", "--from", &scene.server.url()])
                .stdin(Stdio::null())
                .spawn()
                .unwrap();
            stalled.recv_timeout(TOO_LONG).expect("a request");
            child.kill().unwrap();
            assert!(!child.wait().unwrap().success());
            assert!(!is_new(&scene, &old, &new), "there was no whole answer");
        }
        expect_program_reads(&scene);
    }
    scene.mend();
    scene.sync().unwrap();
    assert_eq!(readable(&scene.cache()), published(&new));
    assert_eq!(leftovers(&scene), 0);
}

/// The server answers to the end, and the program is killed somewhere on its way from there.
#[test]
fn a_kill_anywhere() {
    let states = [repository(4), repository(28)];
    let scene = Scene::synced(states[0].clone());
    for round in 0..40 {
        let now = readable(&scene.cache());
        let target = usize::from(now == published(&states[0]));
        scene.files(|files| files.clone_from(&states[target]));
        let (sender, asked_for) = mpsc::channel();
        scene.break_with(move |asked| {
            let last = if target == 0 { Endpoint::Listing } else { Endpoint::Codeload };
            if fake::endpoint(&asked.path) == last {
                let _ = sender.send(());
            }
            None
        });
        let mut child = scene.program(&["sync", "--quiet", "--from", &scene.server.url()]).spawn().unwrap();
        asked_for.recv_timeout(TOO_LONG).expect("a request");
        // Another moment in each round; that they are not the same on every machine is the point.
        for _ in 0..round * 200 {
            thread::yield_now();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        is_new(&scene, &states[0], &states[1]);
    }
    expect_program_reads(&scene);
    scene.mend();
    scene.sync().unwrap();
    assert_eq!(leftovers(&scene), 0);
}
