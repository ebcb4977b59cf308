//! The token goes where it belongs and appears nowhere.

use twir_events::sync::Token;

use super::*;

const TOKEN: &str = "ghp_0123456789abcdefSECRET";

#[test]
fn the_token_does_not_follow_a_redirect_to_another_host() {
    let scene = Scene::new(repository(2));
    let mut config = scene.config();
    config.token = Some(Token::new(TOKEN).unwrap());
    assert!(!format!("{config:?}").contains(TOKEN));
    scene.sync_with(&config).unwrap();
    let asked = scene.server.take_asked();
    assert_eq!(asked.len(), 3);
    for asked in &asked[..2] {
        assert_eq!(asked.headers["authorization"], format!("Bearer {TOKEN}"));
    }
    // The archive's host has another name.
    assert!(!asked[2].headers.values().any(|value| value.contains(TOKEN)), "{asked:?}");
}

#[test]
fn the_token_stays_at_home_also_on_the_second_hop() {
    // Away and on at the same host; away, home and away again.
    for home_between in [false, true] {
        let scene = Scene::new(repository(2));
        let home = scene.server.url();
        let foreign = Server::start(move |asked| match asked.path.as_str() {
            "/first" if home_between => Answer::new(302, &[("location", &format!("{home}/back"))], b""),
            "/first" => Answer::new(302, &[("location", "/second")], b""),
            _ => Answer::chunked(&[("content-type", "application/x-gzip")], &fake::tarball(&repository(2))),
        });
        let (first, second) = (format!("{}/first", foreign.url()), format!("{}/second", foreign.url()));
        scene.break_with(move |asked| match fake::endpoint(&asked.path) {
            fake::Endpoint::Archive => Some(Answer::new(302, &[("location", &first)], b"")),
            _ if asked.path == "/back" => Some(Answer::new(307, &[("location", &second)], b"")),
            _ => None,
        });
        let mut config = scene.config();
        config.token = Some(Token::new(TOKEN).unwrap());
        scene.sync_with(&config).unwrap();
        let asked = foreign.take_asked();
        assert_eq!(asked.iter().map(|asked| asked.path.as_str()).collect::<Vec<_>>(), ["/first", "/second"]);
        for asked in asked {
            assert!(!asked.headers.values().any(|value| value.contains(TOKEN)), "{asked:?}");
        }
        assert!(scene.server.take_asked().iter().all(|asked| asked.headers.contains_key("authorization")));
    }
}

#[test]
fn the_token_appears_in_no_output_and_no_file() {
    let scene = Scene::new(repository(2));
    let url = scene.server.url();
    let sync = || {
        let output = scene.program(&["sync", "--from", &url]).env("GITHUB_TOKEN", TOKEN).output().unwrap();
        let all = text(&output.stdout) + &text(&output.stderr);
        assert!(!all.contains("SECRET"), "{all}");
        for (path, bytes) in tree(scene.folder.path()) {
            assert!(!text(&bytes).contains("SECRET"), "{}", path.display());
        }
        (output.status.code(), all)
    };
    assert_eq!(sync().0, Some(0));
    let asked = scene.server.take_asked();
    let home = asked.iter().filter(|asked| asked.path != fake::CODELOAD);
    assert!(home.map(|asked| &asked.headers["authorization"]).all(|value| value.contains(TOKEN)));
    for (status, message) in [(401, "GITHUB_TOKEN was not accepted"), (403, "access was refused")] {
        scene.break_with(move |asked| {
            // A server that gives back what it got.
            let body = format!("{:?}", asked.headers);
            Some(Answer::new(status, &[("Content-Type", "application/json")], body.as_bytes()))
        });
        let (code, all) = sync();
        assert_eq!(code, Some(2));
        assert!(all.contains(message), "{all}");
    }
}

#[test]
fn a_token_that_cannot_be_one_is_refused_unseen() {
    let scene = Scene::new(repository(1));
    let url = scene.server.url();
    let output =
        scene.program(&["sync", "--from", &url]).env("GITHUB_TOKEN", "two SECRETs").output().unwrap();
    let told = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2));
    assert!(told.contains("GITHUB_TOKEN") && !told.contains("SECRET"), "{told}");
    assert!(scene.asked().is_empty());
}

#[test]
fn the_token_stays_with_github() {
    let scene = Scene::new(repository(1));
    // Nothing listens on port 9 of this name: it does not exist (RFC 6761).
    let mut command = scene.program(&["sync", "--from", "https://mirror.invalid"]);
    let output = command.env("GITHUB_TOKEN", TOKEN).output().unwrap();
    let told = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2));
    assert!(told.contains("GITHUB_TOKEN is kept back") && !told.contains("SECRET"), "{told}");
}
