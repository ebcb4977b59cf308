//! The same through the program, and whom it asks.

use super::*;

/// An issue that lists a group of this world, and the file that says where its calendar is.
fn program(world: &World) -> (Server, String, String) {
    let page = world.server.url();
    let text = format!(
        "Title: This Week in Rust 701\nNumber: 701\nDate: 2026-01-07\n\n## Upcoming Events\n\n\
         Rusty Events between 2026-01-07 - 2026-02-04 🦀\n\n### Europe\n\
         * 2026-01-10 | Bern, CH | [Rust Ort]({page}/rust-ort)\n    * [**Talks**]({page}/talk)\n\
         * 2026-01-05 | Bern, CH | [Rust Ort]({page}/rust-ort)\n    * [**Past**]({page}/past)\n"
    );
    let files: Files = [("content/2026-01-07-this-week-in-rust.md".to_owned(), text)].into();
    let github = Server::start(move |asked| github(&files, asked));
    let groups = world.folder.path().join("groups.tsv");
    fs::write(
        &groups,
        format!(
            "name\turl\tcity\tsubdivision\tcountry\tcalendar\tzone\n\
             Rust Ort\t{page}/rust-ort\tBern\t\tCH\t{page}{ICAL}\tEurope/Zurich\n"
        ),
    )
    .unwrap();
    let url = github.url();
    (github, url, groups.to_str().unwrap().to_owned())
}

fn run(world: &World, arguments: &[&str]) -> (String, String, Option<i32>) {
    let output = Command::new(env!("CARGO_BIN_EXE_twir-events"))
        .args(arguments)
        .env("TWIR_EVENTS_CACHE", world.cache().root())
        .env_remove("GITHUB_TOKEN")
        // A proxy would look names up itself: nobody is asked through one. Nothing listens on port 9.
        .envs(["http_proxy", "HTTP_PROXY", "ALL_PROXY"].map(|name| (name, "http://127.0.0.1:9")))
        .output()
        .unwrap();
    (text(&output.stdout), text(&output.stderr), output.status.code())
}

#[test]
fn the_program_asks_for_calendars_and_pages() {
    let world = World::new();
    let (_github, from, groups) = program(&world);
    world.set("127.0.0.1", ICAL, events(&["m1"]));
    world.set("127.0.0.1", "/talk", Thing::Page("<html>Talks</html>".to_owned()));
    world.set("127.0.0.1", "/past", Thing::Page("<html>Past</html>".to_owned()));
    let base = ["sync", "--from", &from, "--groups", &groups];
    // The community's own calendar is asked for with every `--calendars`; here there are pages only.
    let (out, err, status) = run(&world, &[&base[..], &["--pages", "--allow-private"]].concat());
    assert_eq!(status, Some(0), "{err}");
    assert!(out.contains("calendars and pages: 1 new"), "{out}");
    let asked: Vec<String> = world.asked().into_iter().map(|asked| asked.path).collect();
    assert_eq!(asked, ["/talk"], "what has passed is not asked for");
    let (out, err, status) = run(&world, &[&base[..], &["--pages", "--allow-private"]].concat());
    assert_eq!((status, out.contains("1 asked within the hour")), (Some(0), true), "{out}{err}");
    // Where the newsletter's own repository does not answer, the organisers are asked all the same.
    let gone = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let gone = format!("http://{gone}");
    world.asked();
    let (out, err, status) =
        run(&world, &["sync", "--from", &gone, "--groups", &groups, "--pages", "--again", "--allow-private"]);
    assert_eq!(status, Some(2), "{out}");
    assert!(out.contains("1 unchanged") && err.contains("no connection"), "{out}{err}");
    assert_eq!(world.asked().len(), 1);
    // Without leave nothing goes to a private address, and that is said.
    let (out, err, status) = run(&world, &[&base[..], &["--pages", "--again"]].concat());
    assert_eq!(status, Some(0), "{err}");
    assert!(out.contains("refused") && out.contains("--allow-private"), "{out}");
    assert!(world.asked().is_empty());
    let (out, err, status) = run(&world, &[&base[..], &["--pages", "--groups", "missing.tsv"]].concat());
    assert_eq!(status, Some(2), "{out}");
    assert!(err.contains("cannot read the groups in missing.tsv"), "{err}");
}

#[test]
fn whom_to_ask_follows_from_what_was_listed() {
    use twir_events::{catalogue::Catalogue, knowledge::Knowledge, newsletter::Issue};
    let text = |date: &str, body: &str| {
        let text =
            format!("Title: This Week in Rust 1\nDate: {date}\n\n## Upcoming Events\n\n### Europe\n{body}");
        Issue::parse(&format!("{date}-this-week-in-rust.md"), text.as_bytes()).unwrap()
    };
    let old = text(
        "2024-12-01",
        "* 2024-12-05 | Ulm, DE | [Rust Ulm](https://www.meetup.com/rust-ulm)\n    * [**Old**](https://www.meetup.com/rust-ulm/events/1/)\n",
    );
    let new = text(
        "2026-01-07",
        "* 2026-01-10 | Berlin, DE | [Rust Berlin](https://www.meetup.com/rust-berlin)\n    * [**A**](https://www.meetup.com/rust-berlin/events/2/)\n\
         * 2026-01-11 | Bern, CH | [Neu](https://www.meetup.com/neu/events/)\n    * [**B**](https://www.meetup.com/neu/)\n\
         * 2026-01-12 | Bern, CH | [Neu](https://www.meetup.com/neu/events/)\n    * [**C**](https://luma.com/join?pk=g-secret)\n\
         * 2026-01-01 | Bern, CH | [Rust Girona](https://lu.ma/rust-girona)\n    * [**Past**](https://luma.com/past)\n",
    );
    let knowledge = Knowledge::bundled();
    let catalogue = Catalogue::read(vec![old, new], &knowledge, None);
    let wanted = twir_events::sync::calendars::calendars(&catalogue, &knowledge);
    let urls: Vec<&str> = wanted.iter().map(|wanted| wanted.url.as_str()).collect();
    for url in ["https://www.meetup.com/rust-berlin/events/ical/", "https://www.meetup.com/neu/events/ical/"]
    {
        assert!(urls.contains(&url), "{url}: {urls:?}");
    }
    assert!(urls.iter().any(|url| url.contains("cal-YjQVtnwkdU40fBI")), "{urls:?}");
    assert!(urls.iter().any(|url| url.contains("apd9vmbc22egenmtu5l6c5jbfc")), "{urls:?}");
    assert!(!urls.iter().any(|url| url.contains("rust-ulm")), "not listed within a year");
    let pages = twir_events::sync::calendars::pages(&catalogue);
    let pages: Vec<&str> = pages.iter().map(|wanted| wanted.url.as_str()).collect();
    // Without the key, and without the group's own page and what has passed.
    assert_eq!(pages, ["https://luma.com/join", "https://www.meetup.com/rust-berlin/events/2/"]);
}
