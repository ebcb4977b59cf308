//! Addresses of many countries.

use super::{super::printed, *};

fn read(text: &str) -> String {
    let address = Gazetteer::bundled().read_address(text, Hints::default());
    let place = address.place.as_ref().map(printed).unwrap_or_default();
    let format = address.format.map(|format| format!(" {format:?}")).unwrap_or_default();
    format!("{place}{format}{}", if address.unsure { "?" } else { "" })
}

#[test]
fn the_city_of_an_address_of_any_country() {
    for (text, place) in [
        ("1 Sample Rd, London EC1A 1BB, UK", "London, UK"),
        ("De Hal, Voorbeeldplein 9, 1018 LL Amsterdam, Netherlands", "Amsterdam, NL"),
        ("R. Exemplo 5, 1200-000 Lisboa, Portugal", "Lisbon, PT"),
        ("Örnek Cd. No:5, 34433 Beyoğlu/İstanbul, Türkiye", "Istanbul, TR"),
        ("165 Sample St W, Kitchener, ON N2G 1A7, Canada", "Kitchener, ON, CA"),
        ("Level 3, 100 Sample St, Melbourne VIC 3000, Australia", "Melbourne, VIC, AU"),
        ("Příkladná 7, 110 00 Praha 1, Czechia", "Prague, CZ"),
        ("Beispielhaus\nBeispielstr. 20\n10179 Berlin\nGermany", "Berlin, DE"),
        ("Café Beispiel (Berlin)", "Berlin, DE"),
        ("Japan, 〒150-0002 Tokyo, Shibuya, 2 Chome-1-1 Sample Building", "Tokyo, JP"),
        ("100 Main St, Seattle, WA 98101, USA", "Seattle, WA, US"),
        ("100 Main St, Seattle, WA 98101", "Seattle, WA, US"),
        ("1 Sample St, Buffalo, New York, USA", "Buffalo, NY, US"),
        ("Sample Hub (carrer exemple 8, Barcelona, Spain)", "Barcelona, ES"),
        ("12 Example Ave, Singapore 123456", "Singapore, SG"),
        ("Sample Tech, Atlanta, Georgia", "Atlanta, GA, US"),
        ("Sample House, Tbilisi, Georgia", "Tbilisi, GE"),
        ("〒150-0002 東京都渋谷区見本2-24-12", "Tokyo, JP"),
        ("서울특별시 강남구 견본로 152", "Seoul, KR"),
        ("台北市信義區樣本路1號", "Taipei, TW"),
        ("12/F, Example Tower, Hong Kong", "Hong Kong, HK"),
        ("Calle Córdoba 1234, Buenos Aires, Argentina", "Buenos Aires, AR"),
        ("Córdoba 1234, C1055 Buenos Aires, Argentina", "Buenos Aires, AR"),
        ("Koramangala, Bengaluru, Karnataka 560034, India", "Bangalore, IN"),
        ("Via Esempio 3, 20121 Milano MI, Italy", "Milano, IT"),
        ("2 rue de l'Exemple, 75002 Paris 2e, France", "Paris, FR"),
        ("Examplestraat 1, 1018LL Amsterdam", "Amsterdam, NL"),
        ("Berlin", "Berlin, DE"),
        ("San Francisco, CA", "San Francisco, CA, US"),
        ("Exempelgatan 4, 111 22 Stockholm, Sweden", "Stockholm, SE"),
        ("D-10179 Berlin", "Berlin, DE"),
    ] {
        assert_eq!(read(text), place, "{text}");
    }
}

#[test]
fn where_the_city_is_not_known_the_country_is_all_that_is_said() {
    for (text, place) in [
        ("Berlin, 12345 Kleinkleckersdorf, Germany", "Germany?"),
        ("Berlin, Musterweg 3, Kleinkleckersdorf, Germany", "Germany?"),
        ("Hotel Paris, Kleinkleckersdorf, Germany", "Germany?"),
        ("1 London Road, Smalltown XY1 2ZZ, UK", "United Kingdom?"),
        ("Berliner Straße 5", "?"),
        ("Córdoba 1234, Villa Ejemplo, Argentina", "Argentina?"),
        ("Sample House", "?"),
        ("TBA", "?"),
        ("Register to See Address", "?"),
        ("", ""),
    ] {
        assert_eq!(read(text), place, "{text}");
    }
}

#[test]
fn words_for_a_call_are_no_place() {
    for text in [
        "Zoom Meeting",
        "Online",
        "Virtual (Meeting)",
        "Google Meet",
        "Microsoft Teams Meeting",
        "Online event",
        "Zoom: 123 456 7890",
        "https://a.example/x Online",
    ] {
        assert_eq!(read(text), " Virtual", "{text}");
    }
    assert_eq!(read("Online, Berlin, Germany"), "Berlin, DE Virtual");
    assert_eq!(read("Beispielstr. 20, 10179 Berlin, Germany + Online"), "Berlin, DE Hybrid");
    assert_eq!(read("Café Zoom, Beispielstr. 20, 10179 Berlin, Germany"), "Berlin, DE");
}

#[test]
fn coordinates_decide_between_homonyms_and_against_what_is_far() {
    let known = Gazetteer::bundled();
    let at = |text: &str, at: (f64, f64)| {
        let address = known.read_address(text, Hints { at: Some(at), zone: None });
        format!(
            "{}{}",
            address.place.as_ref().map(printed).unwrap_or_default(),
            if address.unsure { "?" } else { "" }
        )
    };
    assert_eq!(at("Cambridge", (42.37, -71.11)), "Cambridge, MA, US");
    assert_eq!(at("Cambridge", (52.21, 0.12)), "Cambridge, UK");
    assert_eq!(at("Berlin", (48.14, 11.58)), "Munich, DE");
    assert_eq!(at("", (41.98, 2.82)), "Girona, ES");
    assert_eq!(at("", (0.0, -30.0)), "?");
}
