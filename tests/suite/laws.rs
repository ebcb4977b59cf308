//! Laws that hold whatever is read.

use std::collections::{BTreeMap, BTreeSet};

use twir_events::{
    Catalogue, Knowledge,
    model::{Format, Place},
    newsletter::{Archive, Issue, markdown, place_field},
};

/// The issues bundled with the program.
fn issues() -> Vec<Issue> {
    Archive::bundled().issues
}

/// For each event its id, and where its listings stand by their text.
fn events(issues: Vec<Issue>, knowledge: &Knowledge) -> BTreeMap<String, BTreeSet<(String, String)>> {
    let catalogue = Catalogue::read(issues, knowledge, None);
    assert!(catalogue.events.len() > 100);
    let of = |event: &twir_events::Event| {
        let listings = catalogue.listings_of(event);
        let text =
            listings.map(|listing| (listing.source.file.to_string(), format!("{:?}", listing.written)));
        (event.id.clone(), text.collect())
    };
    catalogue.events.iter().map(of).collect()
}

/// The issue with the items of each part in the opposite order.
fn turned(issue: &Issue) -> Issue {
    let mut text = String::new();
    let mut copied = 0;
    for section in markdown::sections(&issue.text) {
        let items: Vec<_> = section.items.iter().map(|item| item.span.clone()).collect();
        // Items that follow each other without anything but blanks between them are turned as one run.
        let runs = items.chunk_by(|a, b| issue.text[a.end..b.start].trim().is_empty());
        for run in runs {
            let (first, last) = (&run[0], &run[run.len() - 1]);
            text.push_str(&issue.text[copied..first.start]);
            for item in run.iter().rev() {
                text.push_str(issue.text[item.clone()].trim_end());
                text.push('\n');
            }
            copied = last.end;
        }
    }
    text.push_str(&issue.text[copied..]);
    Issue { text: text.into(), ..issue.clone() }
}

#[test]
fn the_order_of_lines_in_an_issue_changes_no_event() {
    let knowledge = Knowledge::bundled();
    let turned_issues: Vec<Issue> = issues().iter().map(turned).collect();
    let moved = turned_issues.iter().zip(&issues()).filter(|(a, b)| a.text != b.text).count();
    assert_eq!(moved, issues().len(), "each issue has lines to turn");
    let (before, after) = (events(issues(), &knowledge), events(turned_issues, &knowledge));
    let groups = |events: &BTreeMap<String, BTreeSet<(String, String)>>| -> BTreeSet<_> {
        events.values().cloned().collect()
    };
    let (was, is) = (groups(&before), groups(&after));
    let changed: Vec<_> = was.symmetric_difference(&is).collect();
    assert!(changed.is_empty(), "{changed:#?}");
}

#[test]
fn what_is_printed_of_a_city_reads_as_that_city() {
    let knowledge = Knowledge::bundled();
    let table = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/data/cities.tsv")).unwrap();
    let mut cities = 0;
    for row in table.lines().skip(1) {
        let cells: Vec<&str> = row.split('\t').collect();
        let country = knowledge.places.country_of_code(cells[2]);
        let found = knowledge.places.cities(cells[0]);
        let subdivision = Some(cells[1]).filter(|code| !code.is_empty());
        let here = found.iter().find(|city| {
            city.name == cells[0]
                && Some(city.country) == country
                && city.subdivision.as_deref() == subdivision
        });
        let place: Place = knowledge.places.place_of(here.unwrap_or_else(|| panic!("{row}")));
        for format in [Format::InPerson, Format::Virtual, Format::Hybrid] {
            let printed = place_field(format, std::slice::from_ref(&place), "");
            let read = knowledge.places.read_field(&printed);
            assert_eq!(read.format.unwrap_or(Format::InPerson), format, "{printed}");
            assert_eq!(read.places, std::slice::from_ref(&place), "{printed}");
        }
        cities += 1;
    }
    assert!(cities > 300, "{cities}");
}

#[test]
fn a_row_more_in_the_table_of_cities_moves_no_id() {
    let knowledge = Knowledge::bundled();
    let catalogue = Catalogue::read(issues(), &knowledge, None);
    let mut rows = String::from("city\tsubdivision\tcountry\tlatitude\tlongitude\ttime_zone\n");
    // What no table knows yet, and a namesake of a city that is listed often.
    let unknown = catalogue.listings.iter().flat_map(|listing| &listing.places);
    let mut added: BTreeSet<String> = BTreeSet::new();
    for place in unknown.filter(|place| place.known_city.is_none()) {
        if let (Some(city), Some(country)) = (&place.city, place.country) {
            added.insert(format!("{city}\t\t{}\t1.5\t2.5\tEurope/Berlin\n", country.code()));
        }
    }
    added.insert("Berlin\t\tFR\t47.5\t2.5\tEurope/Paris\n".to_owned());
    added.insert("Meetup\t\tDE\t50.5\t8.5\tEurope/Berlin\n".to_owned());
    rows.extend(added);
    let mut more = Knowledge::bundled();
    more.places.add("more.tsv", &rows).expect("good rows");
    assert_eq!(events(issues(), &knowledge), events(issues(), &more));
}
