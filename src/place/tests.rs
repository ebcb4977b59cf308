//! How places are read: one test a rule, on texts in the shape of the real ones.

use proptest::prelude::*;

use super::*;
use crate::{
    knowledge::{Gazetteer, distance_km},
    model::{Code, Format, Place, PlaceField, Region},
};

fn read(field: &str) -> PlaceField {
    Gazetteer::bundled().read_field(field)
}

/// `city|known city|subdivision|country` of each place.
fn places(field: &str) -> Vec<String> {
    read(field).places.iter().map(shown).collect()
}

pub(crate) fn shown(place: &Place) -> String {
    let text = |part: &Option<String>| part.clone().unwrap_or_default();
    let country = place.country.map(|country| country.code().to_owned()).unwrap_or_default();
    format!("{}|{}|{}|{country}", text(&place.city), text(&place.known_city), text(&place.subdivision))
}

/// Each finding as `code: what it replaces -> by what`.
fn findings(field: &str) -> Vec<String> {
    read(field)
        .findings
        .iter()
        .map(|finding| {
            let replacement = finding.replacement.as_deref().unwrap_or("?");
            format!("{}: {} -> {replacement}", finding.code, &field[finding.span.clone()])
        })
        .collect()
}

#[test]
fn a_city_brings_what_follows_from_it() {
    let field = read("Florence, IT");
    let place = &field.places[0];
    assert_eq!(shown(place), "Florence|Florence||IT");
    assert_eq!(place.region, Some(Region::Europe));
    assert_eq!((place.latitude, place.longitude), (Some(43.77), Some(11.26)));
    assert_eq!(place.time_zone, Some(chrono_tz::Europe::Rome));
    assert_eq!(field.format, None);
    assert_eq!(field.findings, []);
}

#[test]
fn formats_in_all_their_spellings() {
    for (field, format) in [
        ("", None),
        ("Berlin, DE", None),
        ("Virtual", Some(Format::Virtual)),
        ("ONLINE", Some(Format::Virtual)),
        ("Remote", Some(Format::Virtual)),
        ("Virtual (Berlin, DE)", Some(Format::Virtual)),
        ("Virtual(Berlin, DE)", Some(Format::Virtual)),
        ("Virtual( Berlin, DE", Some(Format::Virtual)),
        ("Virtual - Berlin, DE", Some(Format::Virtual)),
        ("Berlin, DE (Virtual)", Some(Format::Virtual)),
        ("Hybrid (Berlin, DE)", Some(Format::Hybrid)),
        ("Hybrid: Berlin, DE", Some(Format::Hybrid)),
        ("Hybrid - Virtual and In-person (Berlin, DE)", Some(Format::Hybrid)),
        ("Hybrid (Virtual + In-person) Berlin, DE", Some(Format::Hybrid)),
        ("virtual and in person (Berlin, DE)", Some(Format::Hybrid)),
        ("Berlin, DE - Virtual + In-person", Some(Format::Hybrid)),
        ("Berlin, DE + Virtual", Some(Format::Hybrid)),
        ("Berlin, DE & online", Some(Format::Hybrid)),
        ("Virtual + Berlin, DE", Some(Format::Hybrid)),
        ("Virtual / Berlin, DE", Some(Format::Hybrid)),
        ("Virtual and Berlin, DE", Some(Format::Hybrid)),
        ("Hybrid in Berlin, DE", Some(Format::Hybrid)),
        ("Online event (Berlin, DE)", Some(Format::Virtual)),
        ("Virtual (YouTube)", Some(Format::Virtual)),
        ("In-person (Berlin, DE)", Some(Format::InPerson)),
    ] {
        assert_eq!(read(field).format, format, "{field}");
        let expected: &[&str] = if field.contains("Berlin") { &["Berlin|Berlin||DE"] } else { &[] };
        assert_eq!(places(field), expected, "{field}");
    }
}

#[test]
fn vague_places_are_none() {
    for field in ["Virtual (Global)", "Virtual (Europe / Africa)", "Various - EMEA", "Hybrid (EU/UK)", "TBD"]
    {
        assert_eq!(places(field), Vec::<String>::new(), "{field}");
    }
    assert_eq!(places("?"), Vec::<String>::new());
    assert_eq!(places("TBD, MY"), ["|||MY"]);
    assert_eq!(places("East Coast, US"), ["|||US"]);
}

#[test]
fn countries_and_states_without_a_city() {
    assert_eq!(places("Malaysia"), ["|||MY"]);
    assert_eq!(places("Malaysia, MY"), ["|||MY"]);
    assert_eq!(places("Virtual (IL)"), ["|||IL"]);
    assert_eq!(places("Utah, US"), ["||UT|US"]);
    assert_eq!(places("NY US"), ["||NY|US"]);
    assert_eq!(places("Bay Area"), ["||CA|US"]);
    assert_eq!(read("Italy").places[0].time_zone, Some(chrono_tz::Europe::Rome));
    assert_eq!(read("Virtual (US)").places[0].time_zone, None, "which of its zones nobody knows");
}

#[test]
fn two_spellings_are_one_place_and_two_cities_are_two() {
    assert_eq!(places("Köln/Cologne, DE"), ["Köln/Cologne|Cologne||DE"]);
    assert_eq!(places("Praha / Prague, CZ"), ["Praha / Prague|Prague||CZ"]);
    assert_eq!(places("Bangalore/Bengaluru, IN"), ["Bangalore/Bengaluru|Bangalore||IN"]);
    assert_eq!(places("Köln & Cologne, DE"), ["Köln & Cologne|Cologne||DE"]);
    assert_eq!(places("Seattle/Bellevue, WA, US"), ["Seattle|Seattle|WA|US", "Bellevue|Bellevue|WA|US"]);
    assert_eq!(
        places("Berlin/Crabtown/Köln, DE"),
        ["Berlin/Crabtown/Köln|Berlin||DE"],
        "a name that no table knows may be a part of the city before it"
    );
    assert_eq!(
        places("Subang Jaya / Kuala Lumpur, Selangor, MY"),
        ["Subang Jaya|Subang Jaya|Selangor|MY", "Kuala Lumpur|Kuala Lumpur|Selangor|MY"]
    );
    assert_eq!(places("Hawthorne (Los Angeles), CA, US"), ["Hawthorne (Los Angeles)|Hawthorne|CA|US"]);
}

#[test]
fn what_is_said_of_two_cities_is_said_once() {
    assert_eq!(findings("Seattle/Bellevue, WA, USA"), ["country-style: USA -> US"]);
    assert_eq!(findings("Gdansk/Kraków, PO"), ["unknown-place: PO -> PL"]);
}

#[test]
fn several_places_each_with_its_country() {
    let expected = ["Redmond|Redmond|WA|US", "Toronto|Toronto|ON|CA", "London|London||GB"];
    assert_eq!(places("Virtual (Redmond, WA, US / Toronto, CA / London, UK)"), expected);
    assert_eq!(places("Redmond, WA, US; Toronto, CA; London, UK"), expected);
    assert_eq!(places("Prague, CZ and Brno, CZ"), ["Prague|Prague||CZ", "Brno|Brno||CZ"]);
    assert_eq!(places("Brighton & Hove, UK"), ["Brighton & Hove|Brighton||GB"]);
}

#[test]
fn the_city_decides_what_a_code_means() {
    assert_eq!(places("Toronto, CA"), ["Toronto|Toronto|ON|CA"]);
    assert_eq!(places("San Jose, CA"), ["San Jose|San Jose|CA|US"]);
    assert_eq!(places("Durham, NC"), ["Durham|Durham|NC|US"]);
    assert_eq!(findings("Durham, NC"), ["no-country:  -> , US"]);
    assert_eq!(findings("Toronto, CA"), ["no-subdivision:  -> , ON"]);
}

#[test]
fn what_contradicts_the_city_is_put_right_where_one_reading_fits() {
    assert_eq!(places("Charlottesville, NC, US"), ["Charlottesville|Charlottesville|VA|US"]);
    assert_eq!(findings("Charlottesville, NC, US"), ["city-contradicted: NC -> VA"]);
    assert_eq!(places("Linz, AU"), ["Linz|Linz||AT"]);
    assert_eq!(findings("Linz, AU"), ["city-contradicted: AU -> AT"]);
    assert_eq!(places("San Francisco, SF, US"), ["San Francisco|San Francisco|CA|US"]);
    assert_eq!(places("Vancouver, BC, US"), ["Vancouver|Vancouver|BC|CA"]);
    assert_eq!(findings("Vancouver, BC, US"), ["city-contradicted: US -> CA"]);
    assert_eq!(places("1 University Ave W, Waterloo, CN"), ["Waterloo|Waterloo|ON|CA"]);
}

#[test]
fn another_city_of_the_name_is_not_taken_for_the_known_one() {
    assert_eq!(places("Paris, TX, US"), ["Paris||TX|US"]);
    assert_eq!(places("Rome, US"), ["Rome|||US"]);
    assert_eq!(findings("Rome, US"), ["unknown-city: Rome -> ?"]);
}

#[test]
fn misspelt_cities_are_mended_within_their_country() {
    assert_eq!(places("Vancover, BC, CA"), ["Vancouver|Vancouver|BC|CA"]);
    assert_eq!(findings("Vancover, BC, CA"), ["misspelt-city: Vancover -> Vancouver"]);
    assert_eq!(places("Saabrücken, DE"), ["Saarbrücken|Saarbrücken||DE"]);
    assert_eq!(places("Vancover"), ["Vancover|||"], "without a country nobody knows");
}

#[test]
fn an_unknown_city_keeps_its_text_and_country() {
    let field = read("Kleinkleckersdorf, DE");
    assert_eq!(shown(&field.places[0]), "Kleinkleckersdorf|||DE");
    assert_eq!(field.places[0].latitude, None);
    assert_eq!(field.places[0].region, Some(Region::Europe));
    assert_eq!(field.findings[0].code, Code::UnknownCity);
    assert_eq!(places("Nowhere"), ["Nowhere|||"]);
}

#[test]
fn the_house_style_of_countries() {
    assert_eq!(findings("Cambridge, GB"), ["country-style: GB -> UK"]);
    assert_eq!(findings("Bergen, No"), ["country-style: No -> NO"]);
    assert_eq!(findings("Tel Aviv, Israel"), ["country-style: Israel -> IL"]);
    assert_eq!(places("Cologne / Germany"), ["Cologne|Cologne||DE"]);
    assert_eq!(findings("London, UK"), Vec::<String>::new());
    assert!(read("Cambridge, GB").findings[0].safe);
}

#[test]
fn a_missing_country_or_state_is_filled_in_and_told() {
    assert_eq!(places("Berlin"), ["Berlin|Berlin||DE"]);
    assert_eq!(findings("Berlin"), ["no-country:  -> , DE"]);
    assert_eq!(findings("Seattle"), ["no-country:  -> , WA, US"]);
    assert_eq!(findings("Canberra, AU"), ["no-subdivision:  -> , ACT"]);
    assert_eq!(findings("Minneapolis, MN US"), Vec::<String>::new());
    assert_eq!(places("Washington DC, US"), ["Washington|Washington|DC|US"]);
    assert_eq!(places("Lima-Perú, PE"), ["Lima|Lima||PE"]);
    assert!(!read("Portland").findings[0].safe, "there are two");
}

#[test]
fn subdivisions_elsewhere_stay_as_written() {
    assert_eq!(places("Saarbrücken, Saarland, DE"), ["Saarbrücken|Saarbrücken|Saarland|DE"]);
    assert_eq!(places("Montevideo, DE, UY"), ["Montevideo|Montevideo||UY"]);
    // A code that a calendar put there is no word of its editor.
    assert_eq!(findings("Montevideo, DE, UY"), Vec::<String>::new());
    assert_eq!(findings("Montevideo, 11200, UY"), ["unknown-place: 11200 -> ?"]);
    assert_eq!(findings("Dublin, OH, IE"), ["city-contradicted: OH -> ?"]);
}

#[test]
fn venues_and_streets_are_no_cities() {
    assert_eq!(places("Berlin, DE (at the library)"), ["Berlin|Berlin||DE"]);
    assert_eq!(places("Bahnhofstr. 1, Zürich, CH"), ["Zürich|Zurich||CH"]);
    assert_eq!(places("São Paulo - SP, BR"), ["São Paulo|São Paulo|SP|BR"]);
}

#[test]
fn markup_and_links_are_no_places() {
    assert_eq!(places("**Berlin, DE**"), ["Berlin|Berlin||DE"]);
    assert_eq!(places("[A Group](https://example.org/)"), Vec::<String>::new());
    assert_eq!(places("Virtual (Linz, AT) [Group](https://example.org)"), ["Linz|Linz||AT"]);
}

#[test]
fn names_name_places() {
    let known = Gazetteer::bundled();
    for (name, place) in [
        ("Rust Paris", "Paris|Paris||FR"),
        ("RustBerlin", "Berlin|Berlin||DE"),
        ("PDXRust", "Portland|Portland|OR|US"),
        ("Rust NYC", "New York|New York|NY|US"),
        ("Rust DC", "||DC|US"),
        ("Rust Washington, DC - Hack Night", "Washington|Washington|DC|US"),
        ("Mozilla Meetup Switzerland", "|||CH"),
        ("Bay Area Rust", "||CA|US"),
        ("SF Bay Area: Parallelism", "||CA|US"),
        ("Utah Rust", "||UT|US"),
        ("Rust Nation UK", "|||GB"),
        ("Rust Rhein-Main: Regulars in Darmstadt", "Darmstadt|Darmstadt||DE"),
        ("Rust Bangalore IO Workshop", "Bangalore|Bangalore||IN"),
        ("Rust Washington DC", "Washington|Washington|DC|US"),
        ("Triangle Rustaceans Durham, NC", "Durham|Durham|NC|US"),
        ("Table of Regulars Darmstadt / Germany", "Darmstadt|Darmstadt||DE"),
        ("Rust and C++ Cardiff", "Cardiff|Cardiff||GB"),
    ] {
        assert_eq!(known.named_in(name).as_ref().map(shown).as_deref(), Some(place), "{name}");
    }
    for name in ["Nice to meet you", "Reading group", "Rust on ARM", "as of la rust", "Rust Hack and Learn"] {
        assert_eq!(known.named_in(name), None, "{name}");
    }
}

#[test]
fn what_is_a_place_and_what_is_none() {
    let known = Gazetteer::bundled();
    for text in [
        "Berlin, DE",
        "Paris",
        "Malaysia",
        "Seattle/Bellevue, WA, US",
        "Minneapolis, MN US",
        "Cologne / Germany",
        "Kleinkleckersdorf, DE",
        "Global",
        "Redmond, WA, US; New York, NY, US",
    ] {
        assert!(known.is_place(text), "{text}");
    }
    for text in [
        "",
        "Rust Paris",
        "Rust Meetup, Irving, TX",
        "Polishing Workshop, Darmstadt/Germany",
        "Hello, Rust",
        "Rust Durham, NC",
        "Rust Hack and Learn",
        "ar",
        "!",
    ] {
        assert!(!known.is_place(text), "{text}");
    }
}

#[test]
fn look_ups() {
    let known = Gazetteer::bundled();
    assert_eq!(known.country("uk").map(|country| known.country_name(country)), Some("United Kingdom"));
    assert_eq!(known.country("XX"), None);
    let turkey = known.country("TR").and_then(|country| known.region_of(country));
    assert_eq!(turkey, Some(Region::Europe));
    let portland: Vec<&str> =
        known.cities("portland").iter().filter_map(|city| city.subdivision.as_deref()).collect();
    assert_eq!(portland.first(), Some(&"OR"), "the default first");
    assert!(portland.contains(&"ME"));
    assert_eq!(known.cities("Koln")[0].name, "Cologne");
    assert_eq!(known.nearest_city("Berlni").map(|city| city.name.as_str()), Some("Berlin"));
    assert_eq!(known.country_of_code("de").map(|country| country.code().to_owned()), Some("DE".into()));
    for none in ["XX", "Germany", "D", "", "dé", "QQ"] {
        assert_eq!(known.country_of_code(none), None, "{none}");
    }
    assert_eq!(known.nearest_city("qqqqqqqq"), None);
}

#[test]
fn names_of_files() {
    let known = Gazetteer::bundled();
    let slug = |field: &str| known.city_slug(&known.read_field(field).places[0]);
    assert_eq!(slug("Berlin, DE").as_deref(), Some("de-berlin"));
    assert_eq!(slug("München, DE"), slug("Munich, DE"));
    assert_eq!(slug("Portland, OR, US").as_deref(), Some("us-or-portland"));
    assert_eq!(slug("Portland, ME, US").as_deref(), Some("us-me-portland"));
    assert_eq!(slug("Saarbrücken, Saarland, DE"), slug("Saarbrücken, DE"));
    assert_eq!(slug("Kleinkleckersdorf, DE"), None);
}

#[test]
fn distances_are_those_of_the_map() {
    let (berlin, paris) = ((52.52, 13.405), (48.8566, 2.3522));
    let km = distance_km(berlin, paris);
    assert!((870.0..890.0).contains(&km), "{km}");
    assert!((distance_km(paris, berlin) - km).abs() < 1e-9);
}

proptest! {
    #[test]
    fn nothing_panics(text in "\\PC{0,60}") {
        let known = Gazetteer::bundled();
        for field in [known.read_field(&text), known.read_places(&text)] {
            for finding in field.findings {
                prop_assert!(text.get(finding.span.clone()).is_some(), "{:?}", finding.span);
            }
        }
        known.is_place(&text);
        known.named_in(&text);
    }

    #[test]
    fn nothing_panics_on_what_looks_like_places(
        text in "((Virtual|Hybrid|In-Person|Köln|Berlin|Paris|Seattle|München|WA|DE|US|CA|GB|and|ſ|İ)?[ ,;/+&()|\\-]{0,2}){0,8}"
    ) {
        let known = Gazetteer::bundled();
        let field = known.read_field(&text);
        for finding in &field.findings {
            prop_assert!(text.get(finding.span.clone()).is_some(), "{:?}", finding.span);
        }
        known.is_place(&text);
        known.named_in(&text);
    }
}

#[test]
fn every_known_city_is_read_back_as_it_is_printed() {
    let known = Gazetteer::bundled();
    for city in &known.tables.cities {
        let place = known.place_of(city);
        for field in [printed(&place), format!("Virtual ({})", printed(&place))] {
            let read = known.read_field(&field);
            assert_eq!(read.places, std::slice::from_ref(&place), "{field}");
            assert_eq!(read.findings, [], "{field}");
        }
    }
}

#[test]
fn a_house_before_its_city_in_brackets_is_no_city() {
    assert_eq!(places("Kulturhaus (Berlin, DE)"), ["Berlin|Berlin||DE"]);
    assert_eq!(findings("Kulturhaus (Berlin, DE)"), ["unknown-place: Kulturhaus -> ?"]);
    // What the brackets hold is no city with its country.
    assert_eq!(
        read("Los Angeles (Chino Hills), CA, US").places[0].city.as_deref(),
        Some("Los Angeles (Chino Hills)")
    );
    assert_eq!(findings("Virtual (Berlin, DE)"), Vec::<String>::new());
}
