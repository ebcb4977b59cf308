//! The pages as files; `.ci/test-page` opens them in a browser.

use std::{fs, path::Path};

use crate::run::{command, done, run_on_issues};

fn built(options: &[&str]) -> tempfile::TempDir {
    let out = tempfile::tempdir().unwrap();
    let path = out.path().to_str().unwrap();
    let args: Vec<&str> = ["build", "--out", path].into_iter().chain(options.iter().copied()).collect();
    run_on_issues(&args).ok();
    out
}

/// Every page with its path in the folder.
fn pages(folder: &Path) -> Vec<(String, String)> {
    let mut pages = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "html") {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
                pages.push((name, fs::read_to_string(path).unwrap()));
            }
        }
    }
    pages.sort();
    pages
}

fn page(folder: &Path, path: &str) -> String {
    fs::read_to_string(folder.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The values of an attribute.
fn values<'a>(page: &'a str, attribute: &str) -> Vec<&'a str> {
    let start = format!("{attribute}=\"");
    page.split(start.as_str()).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn no_page_asks_another_host_or_holds_code_of_its_own() {
    let out = built(&[]);
    let pages = pages(out.path());
    assert!(pages.len() > 20, "{} pages", pages.len());
    for (path, text) in &pages {
        assert!(text.contains("Content-Security-Policy"), "{path}");
        assert!(!text.contains("unsafe-") && !text.contains(" style="), "{path}");
        for script in text.split("<script").skip(1) {
            let data = script.starts_with(" type=\"application/ld+json\">");
            assert!(data || script.starts_with(" src="), "{path}: a script of its own: {script:.60}");
        }
        for source in values(text, "src") {
            assert!(!source.contains("//"), "{path}: {source}");
        }
        assert!(!text.contains("javascript:"), "{path}");
    }
}

/// Pages lie in any folder: every link to a file of the folder is one that is there.
#[test]
fn every_link_leads_somewhere() {
    let out = built(&[]);
    for (path, text) in pages(out.path()) {
        let folder = Path::new(&path).parent().unwrap();
        for link in values(&text, "href").into_iter().filter(|link| !link.contains("://")) {
            let file = link.split(['?', '#']).next().unwrap();
            if file.is_empty() || link.contains(':') {
                continue;
            }
            assert!(out.path().join(folder).join(file).is_file(), "{path} leads to {link}");
        }
    }
}

#[test]
fn what_an_issue_says_is_text() {
    let out = built(&["--as-of", "2024-05-01"]);
    let text = page(out.path(), "index.html");
    assert!(text.contains("Macro alert(&#39;x&#39;) &#38; *stars*"), "{text}");
    let data = pages(out.path()).into_iter().find(|(path, _)| path.contains("macro-script")).unwrap().1;
    let json = data.split("ld+json\">").nth(1).unwrap().split("</script>").next().unwrap();
    let json: serde_json::Value = serde_json::from_str(json).unwrap();
    assert_eq!(json["@type"], "Event");
    assert_eq!(json["location"][0]["address"]["addressCountry"], "AU");
}

#[test]
fn with_a_base_url_subscribing_needs_no_script() {
    let out = built(&["--base-url", "https://example.org/rust"]);
    let text = page(out.path(), "pages/country/de.html");
    for link in [
        "https://calendar.google.com/calendar/r?cid=webcal%3A%2F%2Fexample.org%2Frust%2Fcountry%2Fde.ics",
        "webcal://example.org/rust/country/de.ics",
    ] {
        assert!(values(&text, "href").contains(&link), "{link} is missing");
    }
    assert!(text.contains("https://outlook.live.com/calendar/0/addfromweb?url=https%3A%2F%2Fexample.org"));
    assert!(text.contains("property=\"og:url\" content=\"https://example.org/rust/pages/country/de.html\""));
    let sitemap = page(out.path(), "sitemap.xml");
    assert!(sitemap.contains("<loc>https://example.org/rust/</loc>"));
    assert!(!built(&[]).path().join("sitemap.xml").exists(), "without an address there is none to list");
}

const CALLS: &str = "Title: This Week in Rust 700\nDate: 2026-03-04\n\n### CFP - Events\n\n\
    * [**Crab Conf**](https://c.example/cfp) | CFP closes 2026-04-08 | Paris, France | 2026-09-20 - 2026-09-21\n\
    * [**Old Conf**](https://o.example/cfp) | CFP closes 2026-03-01 | Paris, France | 2026-09-20\n\
    * [**Any Conf**](https://a.example/cfp) | Rolling deadline | Oslo, NO | Event on 2026-06-07\n\n\
    ## Upcoming Events\n\n### Europe\n* 2026-03-10 | Rome, IT | [Roma](https://r.example/)\n    * [**Rust**](https://r.example/1)\n\n";

#[test]
fn open_calls_are_a_calendar_a_document_a_list_and_a_section() {
    let folder = tempfile::tempdir().unwrap();
    let (issue, out) = (folder.path().join("2026-03-04-twir.md"), folder.path().join("public"));
    fs::write(&issue, CALLS).unwrap();
    let run = |arguments: &[&str]| {
        let mut command = command();
        command.args(arguments).arg("--issues").arg(&issue);
        done(command.output().unwrap()).ok()
    };
    run(&["build", "--out", out.to_str().unwrap()]);
    let calendar = page(&out, "cfp.ics").replace("\r\n ", "");
    assert_eq!(
        calendar.matches("BEGIN:VEVENT").count(),
        1,
        "a call without a last day has no day: {calendar}"
    );
    for line in
        ["DTSTART;VALUE=DATE:20260408", "SUMMARY:Call for talks ends: Crab Conf", "URL:https://c.example/cfp"]
    {
        assert!(calendar.contains(&format!("\r\n{line}\r\n")), "{line}: {calendar}");
    }
    let json: serde_json::Value = serde_json::from_str(&page(&out, "cfp.json")).unwrap();
    let names: Vec<&str> =
        json["calls"].as_array().unwrap().iter().map(|call| call["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Crab Conf", "Any Conf"]);
    assert_eq!(json["calls"][0]["end"], "2026-09-21");
    let start = page(&out, "index.html");
    assert!(start.contains("until Wed, 8 Apr 2026") && !start.contains("Old Conf"), "{start}");
    let list = run(&["list", "--cfp"]);
    assert!(list.starts_with("2026-04-08"), "{list}");
    assert!(
        list.contains("Paris, FR, 2026-09-20 to 2026-09-21") && list.contains("Rolling deadline"),
        "{list}"
    );
    let mut refused = command();
    refused.args(["list", "--cfp", "--country", "FR", "--issues"]).arg(&issue);
    assert_eq!(done(refused.output().unwrap()).status, 2);
}

#[test]
fn a_group_has_its_page_as_long_as_it_lives() {
    let out = built(&[]);
    let text = page(out.path(), "pages/group/rust-berlin.html");
    assert!(text.contains("data-feed=\"group/rust-berlin.ics\""), "{text}");
    let later = built(&["--as-of", "2027-01-01"]);
    assert!(!later.path().join("pages/group/rust-berlin.html").exists());
    assert!(later.path().join("group/rust-berlin.ics").is_file(), "the feed stays");
    assert!(page(later.path(), "index.html").contains("nothing that is still to come"));
}
