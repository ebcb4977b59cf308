//! A run that is killed: each source is as it was or as it is now, and the next run goes on.

use super::*;

const STEP: &str = "TWIR_EVENTS_TEST_STEP";
const URL: &str = "TWIR_EVENTS_TEST_URL";
const CACHE: &str = "TWIR_EVENTS_TEST_CACHE";

/// Is the child of the test below: asks, and at the step asked for it waits to be killed.
#[test]
#[ignore = "runs as the child of `a_kill_at_every_step_of_asking`"]
fn child() {
    let (Ok(step), Ok(urls), Some(cache)) =
        (std::env::var(STEP), std::env::var(URL), std::env::var_os(CACHE))
    else {
        return;
    };
    let step: usize = step.parse().unwrap();
    let world = World::new();
    world.clock.pass(24);
    let wanted: Vec<Wanted> =
        urls.split(' ').map(|url| Wanted { url: url.to_owned(), ..world.wanted(MEETUP, "/") }).collect();
    let mut steps = 0;
    twir_events::sync::calendars::ask(
        &Cache::new(PathBuf::from(cache)),
        &wanted,
        &world.config(),
        &mut |_| {
            steps += 1;
            if steps == step {
                println!("\nstep {step}");
                loop {
                    std::thread::park();
                }
            }
        },
    )
    .unwrap();
}

#[test]
fn a_kill_at_every_step_of_asking_leaves_each_source_whole() {
    use std::io::{BufRead as _, BufReader};
    let (world, wanted) = four();
    let wanted = &wanted[..3];
    world.ask(wanted);
    let old: Vec<String> = wanted.iter().map(|wanted| world.kept(wanted)).collect();
    world.set(MEETUP, ICAL, events(&["m1", "m2"]));
    world.set(LUMA, "/ics/get?entity=calendar&id=cal-A", events(&["l1", "l2"]));
    let urls: Vec<&str> = wanted.iter().map(|wanted| wanted.url.as_str()).collect();
    let mut steps = 0;
    loop {
        steps += 1;
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["sync::organisers::crash::child", "--exact", "--ignored", "--nocapture"])
            .env(STEP, steps.to_string())
            .env(URL, urls.join(" "))
            .env(CACHE, world.cache().root())
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let stopped = lines.map_while(Result::ok).any(|line| line == format!("step {steps}"));
        child.kill().unwrap();
        child.wait().unwrap();
        for (wanted, old) in wanted.iter().zip(&old) {
            let kept = world.kept(wanted);
            assert!(kept == *old || kept == whole(&["m1", "m2"]) || kept == whole(&["l1", "l2"]), "{kept}");
        }
        if !stopped {
            break;
        }
    }
    assert_eq!(steps, 8, "all asked, each asked and answered, and one that comes through");
    // Left-overs of a kill between a file and the manifest go with the next run; other people's stay.
    let folder = world.store().folder().to_owned();
    for name in
        ["meetup-0123456789abcdef.ics", "meetup-0123456789abcdef.ics.new", "manifest.json.new", "notes.txt"]
    {
        fs::write(folder.join(name), "half").unwrap();
    }
    world.clock.pass(48);
    let report = world.ask(wanted);
    assert!(report.outcomes.iter().all(|(_, outcome)| matches!(outcome, Outcome::New | Outcome::Unchanged)));
    let left: Vec<String> = tree(&folder).keys().map(|path| path.display().to_string()).collect();
    assert_eq!(left.len(), 5, "{left:?}");
    assert!(left.contains(&"notes.txt".to_owned()));
}
