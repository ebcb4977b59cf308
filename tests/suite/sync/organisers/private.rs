//! Nothing goes to a private address.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use twir_events::sync::calendars::{Config, is_public};

use super::{world::TestNames, *};

/// Only the machine's first address may be asked, as if it were public.
fn only_first(address: IpAddr) -> bool {
    address == IpAddr::V4(Ipv4Addr::LOCALHOST)
}

fn odd_names(name: &str) -> Vec<IpAddr> {
    let second = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 2));
    match name {
        "private.test" => vec![second],
        "both.test" => vec![IpAddr::V4(Ipv4Addr::LOCALHOST), second],
        "six.test" => vec![IpAddr::V6(Ipv6Addr::LOCALHOST)],
        "metadata.test" => vec![IpAddr::V4(Ipv4Addr::new(169, 254, 169, 254))],
        _ => vec![IpAddr::V4(Ipv4Addr::LOCALHOST)],
    }
}

#[test]
fn nothing_goes_to_a_private_address() {
    let world = World::new();
    let private =
        Server::start(|_| Answer::new(200, &[("content-type", "text/calendar")], b"BEGIN:VCALENDAR"));
    let port = private.url().rsplit(':').next().unwrap().to_owned();
    let mut config = world.config();
    config.names = std::sync::Arc::new(TestNames(odd_names));
    config.may_connect = only_first;
    config.again = true;
    let refused = |config: &Config, url: String| {
        let wanted = Wanted { url: url.clone(), ..world.wanted(MEETUP, "/") };
        let report = world.ask_with(&[wanted], config);
        assert!(matches!(&report.outcomes[0].1, Outcome::Refused(_)), "{url}: {report:?}");
    };
    // By its address, by what a name leads to, by one of several answers.
    for host in ["127.0.0.2", "[::1]", "10.0.0.1", "private.test", "both.test", "six.test", "metadata.test"] {
        refused(&config, format!("http://{host}:{port}/x"));
    }
    refused(&config, "http://user:secret@www.meetup.test/x".to_owned());
    refused(&config, "file:///etc/passwd".to_owned());
    refused(&config, "ftp://www.meetup.test/x".to_owned());
    // By a redirect, of the thing and of its host's rules.
    let locations = [
        format!("http://127.0.0.2:{port}/x"),
        format!("http://private.test:{port}/x"),
        format!("http://both.test:{port}/x"),
        format!("http://user@www.meetup.test:{port}/x"),
        "file:///etc/passwd".to_owned(),
    ];
    for location in locations {
        world.set(MEETUP, ICAL, Thing::Answer(Answer::new(302, &[("location", &location)], b"")));
        let report = world.ask_with(&[world.wanted(MEETUP, ICAL)], &config);
        let outcome = &report.outcomes[0].1;
        assert!(matches!(outcome, Outcome::Refused(_) | Outcome::Failed(_)), "{location}: {outcome:?}");
        world.set(GOOGLE, "/robots.txt", Thing::Answer(Answer::new(302, &[("location", &location)], b"")));
        let report = world.ask_with(&[world.wanted(GOOGLE, "/x.ics")], &config);
        let outcome = &report.outcomes[0].1;
        assert!(matches!(outcome, Outcome::Refused(_) | Outcome::PutOff(_)), "{location}: {outcome:?}");
    }
    assert!(private.take_asked().is_empty(), "nobody came");
    // As it is outside of tests, loopback itself is private.
    config.may_connect = is_public;
    refused(&config, world.url(MEETUP, ICAL));
    refused(&config, world.server.url());
}
