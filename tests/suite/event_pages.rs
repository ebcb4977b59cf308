//! Pages of events with schema.org JSON-LD, written by us in the shape of the real thing.

use std::fmt::Write as _;

use twir_events::{
    calendar::{self, Brought, Incoming, State},
    knowledge::Knowledge,
    model::{Days, Format},
    place::printed,
};

fn read(html: &str) -> Brought {
    let window = Days::new("2026-01-01".parse().unwrap(), "2026-12-31".parse().unwrap()).unwrap();
    calendar::read("page.html", html.as_bytes(), &Knowledge::bundled(), window).unwrap()
}

fn page(blocks: &[&str]) -> String {
    let blocks = blocks.iter().fold(String::new(), |mut out, block| {
        let _ = writeln!(out, "<script type=\"application/ld+json\">{block}</script>");
        out
    });
    format!("<!doctype html><html><head><title>x</title>{blocks}</head><body><p>1 < 2</p></body></html>")
}

fn one(block: &str) -> Incoming {
    let brought = read(&page(&[block]));
    assert_eq!(brought.unusable, [] as [&str; 0]);
    assert_eq!(brought.events.len(), 1);
    brought.events.into_iter().next().unwrap()
}

fn event(members: &str) -> String {
    format!(r#"{{"@context":"https://schema.org","@type":"Event","name":"Crab night",{members}}}"#)
}

/// As Meetup writes it: the country's code in lower case, the group as organizer.
const MEETUP: &str = r#"{"@context":"https://schema.org","@type":"Event","name":"Crab night &amp; talks",
"url":"https://www.meetup.com/crab-club/events/300000001/","startDate":"2026-01-14T18:30:00+01:00","endDate":"2026-01-14T21:00:00+01:00",
"eventStatus":"https://schema.org/EventScheduled","eventAttendanceMode":"https://schema.org/OfflineEventAttendanceMode",
"location":{"@type":"Place","name":"House of Crabs","address":{"@type":"PostalAddress","streetAddress":"Hauptstr. 1","addressLocality":"Berlin","addressCountry":"de"},"geo":{"@type":"GeoCoordinates","latitude":52.5,"longitude":13.4}},
"organizer":{"@type":"Organization","name":"Crab Club","url":"https://www.meetup.com/crab-club/"}}"#;

#[test]
fn a_page_of_meetup() {
    let event = one(MEETUP);
    assert_eq!(event.title, "Crab night & talks");
    assert_eq!(event.days, Days::single("2026-01-14".parse().unwrap()));
    assert_eq!(event.starts_at.unwrap().to_rfc3339(), "2026-01-14T18:30:00+01:00");
    assert_eq!(event.ends_at.unwrap().to_rfc3339(), "2026-01-14T21:00:00+01:00");
    assert_eq!(event.places.iter().map(printed).collect::<Vec<_>>(), ["Berlin, DE"]);
    assert_eq!(
        (event.groups[0].name.as_str(), event.groups[0].url.as_deref()),
        ("Crab Club", Some("https://www.meetup.com/crab-club"))
    );
    let venue = event.venue.unwrap();
    assert_eq!(
        (venue.name.as_deref(), venue.address.as_deref()),
        (Some("House of Crabs"), Some("Hauptstr. 1, Berlin, DE"))
    );
    assert_eq!(event.questions, [] as [&str; 0]);
}

/// As Luma writes it: hosts are persons, the address is hidden, coordinates stand on the place itself.
#[test]
fn a_page_of_luma() {
    let event = one(
        r#"{"@context":"https://schema.org","@type":"Event","@id":"https://luma.com/crab","name":"Crab night",
        "startDate":"2026-01-14T18:00:00.000-08:00","endDate":"2026-01-14T20:00:00.000-08:00",
        "eventStatus":"https://schema.org/EventScheduled","eventAttendanceMode":"https://schema.org/OfflineEventAttendanceMode",
        "location":{"@type":"Place","name":"Register to See Address","address":{"@type":"PostalAddress","addressLocality":"Seattle","addressRegion":"Washington","addressCountry":{"@type":"Country","name":"United States"}},"latitude":47.6,"longitude":-122.33},
        "organizer":[{"@type":"Person","name":"A. Host","url":"https://luma.com/user/a"},{"@type":"Organization","name":"Crab Club","url":"https://luma.com/crab-club"}],
        "offers":[{"@type":"Offer","price":0,"priceCurrency":"usd"}]}"#,
    );
    assert_eq!(event.days, Days::single("2026-01-14".parse().unwrap()));
    assert_eq!(event.places.iter().map(printed).collect::<Vec<_>>(), ["Seattle, WA, US"]);
    assert_eq!(event.groups[0].name, "Crab Club");
    assert_eq!((event.venue, event.paid), (None, false));
}

#[test]
fn states_are_those_of_schema_org_and_of_the_title() {
    let state = |members: &str| one(&event(&format!(r#""startDate":"2026-01-14",{members}"#)));
    for (members, wanted) in [
        (r#""eventStatus":"https://schema.org/EventCancelled""#, State::Cancelled),
        (r#""eventStatus":"http://schema.org/EventCancelled""#, State::Cancelled),
        (r#""eventStatus":"EventPostponed""#, State::Postponed),
        (
            r#""eventStatus":"https://schema.org/EventRescheduled","previousStartDate":["2026-01-07T18:00:00+01:00"]"#,
            State::Scheduled,
        ),
        (r#""eventStatus":null"#, State::Scheduled),
    ] {
        let found = state(members);
        assert_eq!(found.state, wanted, "{members}");
        assert_eq!(
            found.was_on.map(|day| day.to_string()),
            members.contains("previous").then(|| "2026-01-07".to_owned())
        );
    }
    assert_eq!(
        one(&event(r#""startDate":"2026-01-14""#).replace("Crab night", "CANCELLED: Crab night")).state,
        State::Cancelled
    );
}

#[test]
fn ways_to_take_part() {
    let berlin = r#"{"@type":"Place","name":"x","address":"Hauptstr. 1, 10827 Berlin, Germany"}"#;
    let call = r#"{"@type":"VirtualLocation","url":"https://zoom.us/j/1"}"#;
    for (members, wanted) in [
        (format!(r#""location":{berlin}"#), Format::InPerson),
        (format!(r#""location":{call}"#), Format::Virtual),
        (format!(r#""location":[{berlin},{call}]"#), Format::Hybrid),
        (
            format!(
                r#""location":{berlin},"eventAttendanceMode":"http://schema.org/MixedEventAttendanceMode""#
            ),
            Format::Hybrid,
        ),
        (
            format!(r#""location":{berlin},"eventStatus":"https://schema.org/EventMovedOnline""#),
            Format::Virtual,
        ),
    ] {
        let found = one(&event(&format!(r#""startDate":"2026-01-14T18:00:00+01:00",{members}"#)));
        assert_eq!(found.format, wanted, "{members}");
        assert!(found.venue.is_none() || found.format != Format::Virtual);
    }
}

#[test]
fn a_time_without_a_zone_is_the_places_or_none() {
    let berlin = r#""location":{"@type":"Place","address":"Berlin, Germany"}"#;
    let found = one(&event(&format!(r#""startDate":"2026-07-14T18:00:00",{berlin}"#)));
    assert_eq!(found.starts_at.unwrap().to_rfc3339(), "2026-07-14T18:00:00+02:00");
    let found = one(&event(r#""startDate":"2026-07-14T18:00:00""#));
    assert_eq!((found.starts_at, found.days), (None, Days::single("2026-07-14".parse().unwrap())));
    // In UTC, on the day at the place.
    let found = one(&event(
        r#""startDate":"2026-01-15T02:00:00Z","location":{"@type":"Place","address":"Seattle, WA, USA"}"#,
    ));
    assert_eq!(found.days, Days::single("2026-01-14".parse().unwrap()));
    let found = one(&event(r#""startDate":"2026-01-15T02:00:00Z""#));
    assert!(found.questions.iter().any(|question| question.contains("UTC")), "{:?}", found.questions);
}

#[test]
fn spans_end_on_their_last_day() {
    let days = |members: &str| one(&event(members)).days;
    let span = |last: &str| Days::new("2026-05-13".parse().unwrap(), last.parse().unwrap()).unwrap();
    assert_eq!(days(r#""startDate":"2026-05-13","endDate":"2026-05-15""#), span("2026-05-15"));
    assert_eq!(
        days(r#""startDate":"2026-05-13T09:00:00+02:00","endDate":"2026-05-15T17:00:00+02:00""#),
        span("2026-05-15")
    );
    assert_eq!(
        days(r#""startDate":"2026-05-13T19:00:00+02:00","endDate":"2026-05-14T01:00:00+02:00""#),
        span("2026-05-13")
    );
    for bad in [r#""endDate":"2026-05-01""#, r#""endDate":"2027-05-13""#] {
        let found = one(&event(&format!(r#""startDate":"2026-05-13",{bad}"#)));
        assert_eq!(found.days, span("2026-05-13"));
        assert!(!found.questions.is_empty(), "{bad}");
    }
}

#[test]
fn what_an_address_does_not_tell_is_a_question() {
    let found = one(&event(
        r#""startDate":"2026-01-14","location":{"@type":"Place","name":"De Hal","address":{"@type":"PostalAddress","streetAddress":"1 Sample Rd","addressCountry":"NL"}}"#,
    ));
    assert!(found.places.iter().all(|place| place.city.is_none()), "{:?}", found.places);
    assert!(
        found.questions.iter().any(|question| question.contains("not known for sure")),
        "{:?}",
        found.questions
    );
}

#[test]
fn prices() {
    for (members, paid) in [
        (r#""isAccessibleForFree":false"#, true),
        (r#""isAccessibleForFree":"True""#, false),
        (r#""offers":{"@type":"AggregateOffer","lowPrice":"99.00","highPrice":"300"}"#, true),
        (r#""offers":[{"price":"0"},{"price":"25"}]"#, false),
        (r#""offers":[]"#, false),
    ] {
        assert_eq!(one(&event(&format!(r#""startDate":"2026-01-14",{members}"#))).paid, paid, "{members}");
    }
}

#[test]
fn a_damaged_block_costs_itself_only() {
    let brought = read(&page(&["{\"@type\":\"Event\",", MEETUP, "[1,2"]));
    assert_eq!((brought.events.len(), brought.unusable.len()), (1, 2));
    assert!(brought.unusable.iter().all(|reason| reason.contains("damaged")));
    // Neither a script of another kind nor a text that looks like one.
    let html = format!(
        "<script>var x = '<script type=\"application/ld+json\">{MEETUP}'</script><!-- {} -->",
        page(&[MEETUP])
    );
    let window = Days::single("2026-01-01".parse().unwrap());
    let refused = calendar::read("page.html", html.as_bytes(), &Knowledge::bundled(), window);
    assert!(refused.unwrap_err().contains("without JSON-LD"));
}

#[test]
fn the_page_of_one_event_names_others_which_are_not_its_own() {
    let other = MEETUP.replace("300000001", "300000002").replace("Crab night", "The next one");
    let own = "<link rel=\"canonical\" href=\"https://www.meetup.com/crab-club/events/300000001/\">";
    let brought = read(&format!("{own}{}", page(&[MEETUP, &other, MEETUP])));
    assert_eq!(
        brought.events.iter().map(|event| event.title.as_str()).collect::<Vec<_>>(),
        ["Crab night & talks"]
    );
    assert_eq!(brought.unusable, ["another event that the page names (1)"]);
    // The page of a group has all of them.
    let own = "<meta property=\"og:url\" content=\"https://www.meetup.com/crab-club/\">";
    assert_eq!(read(&format!("{own}{}", page(&[MEETUP, &other]))).events.len(), 2);
}

#[test]
fn hostile_pages_are_bounded() {
    let deep = format!("{}1{}", "[".repeat(20_000), "]".repeat(20_000));
    let brought = read(&page(&[&deep]));
    assert!(brought.unusable[0].contains("recursion"), "{:?}", brought.unusable);
    let many = vec![event(r#""startDate":"2026-01-14""#); 5_000];
    let many: Vec<String> = many
        .into_iter()
        .enumerate()
        .map(|(index, event)| event.replace("night", &index.to_string()))
        .collect();
    let brought = read(&page(&[&format!("[{}]", many.join(","))]));
    assert_eq!(brought.events.len(), 1_000);
    assert!(brought.unusable.iter().any(|reason| reason.contains("4000 events after the first 1000")));
    for html in ["<script type=\"application/ld+json\">", "<script type=application/ld+json>{}"] {
        assert!(read(html).events.is_empty(), "{html}");
    }
    let open_tags = "<a href=x>".repeat(200_000);
    assert!(read(&format!("{open_tags}{}", page(&[MEETUP]))).events.len() == 1);
}

#[test]
fn a_region_that_no_table_knows_costs_no_city() {
    let found = one(&event(
        r#""startDate":"2026-01-14T18:00:00+01:00","location":{"@type":"Place","name":"Hall","address":{"@type":"PostalAddress","addressLocality":"Berlin","addressRegion":"BE","addressCountry":"DE"}}"#,
    ));
    assert_eq!(found.places.iter().map(printed).collect::<Vec<_>>(), ["Berlin, DE"]);
}

#[test]
fn a_place_that_is_called_online_is_a_call() {
    let found = one(&event(r#""startDate":"2026-01-14","location":{"@type":"Place","name":"Online"}"#));
    assert_eq!((found.format, found.venue), (Format::Virtual, None));
    let found = one(&event(
        r#""startDate":"2026-01-14","eventAttendanceMode":"https://schema.org/OfflineEventAttendanceMode","location":{"@type":"VirtualLocation","url":"https://zoom.us/j/1"}"#,
    ));
    assert!(
        found.questions.iter().any(|question| question.contains("names only a call")),
        "{:?}",
        found.questions
    );
}

#[test]
fn links_of_a_page_are_below_it() {
    let page = page(&[
        r#"[{"@type":"Event","name":"A","startDate":"2026-01-14","url":"/e/1"},{"@type":"Event","name":"B","startDate":"2026-01-15","url":"e/2"}]"#,
    ]);
    let brought =
        read(&format!("<link rel=\"alternate canonical\" href=\"https://crabs.example/all/\">{page}"));
    let urls: Vec<&str> =
        brought.events.iter().filter_map(|event| Some(event.links.first()?.url.as_str())).collect();
    assert_eq!(urls, ["https://crabs.example/e/1", "https://crabs.example/all/e/2"]);
}

#[test]
fn a_whole_day_has_no_hour() {
    let berlin = r#""location":{"@type":"Place","address":"Berlin, Germany"}"#;
    for (start, end, last) in [
        ("2026-01-14T00:00:00+01:00", "2026-01-14T23:59:59+01:00", "2026-01-14"),
        ("2026-01-14T00:00:00", "2026-01-16T00:00:00", "2026-01-15"),
    ] {
        let found = one(&event(&format!(r#""startDate":"{start}","endDate":"{end}",{berlin}"#)));
        assert_eq!((found.starts_at, found.ends_at), (None, None), "{start}");
        assert_eq!(found.days.end().to_string(), last);
    }
    let found = one(&event(&format!(r#""startDate":"2026-01-14T19h",{berlin}"#)));
    assert_eq!((found.days.start().to_string().as_str(), found.starts_at), ("2026-01-14", None));
}

#[test]
fn what_a_graph_names_by_id_is_followed() {
    let found = one(
        r##"{"@graph":[{"@type":"Event","name":"A","startDate":"2026-01-14T18:00:00+01:00","location":{"@id":"#hall"},"organizer":{"@id":"#club"}},
        {"@id":"#hall","@type":"Place","name":"Hall","address":{"@type":"PostalAddress","streetAddress":"Hauptstr. 1","addressLocality":"Berlin","addressCountry":"DE"}},
        {"@id":"#club","@type":"Organization","name":"Crab Club","url":"https://club.example/"}]}"##,
    );
    assert_eq!(found.places.iter().map(printed).collect::<Vec<_>>(), ["Berlin, DE"]);
    assert_eq!(found.groups[0].name, "Crab Club");
}

#[test]
fn escapes_by_number_and_old_encodings_are_undone() {
    let found = one(&event(r#""startDate":"2026-01-14""#)
        .replace("Crab night", "Crab &#8211; Rust&#x2019;s &#038; more &#xZZ;"));
    assert_eq!(found.title, "Crab – Rust’s & more &#xZZ;");
    let html = page(&[&event(r#""startDate":"2026-01-14""#).replace("Crab night", "Rust für alle")]);
    let latin: Vec<u8> =
        html.replace("<head>", "<head><meta charset=\"iso-8859-1\">").chars().map(|c| c as u8).collect();
    let window = Days::single("2026-01-14".parse().unwrap());
    let brought = calendar::read("page.html", &latin, &Knowledge::bundled(), window).unwrap();
    assert_eq!(brought.events[0].title, "Rust für alle");
}
