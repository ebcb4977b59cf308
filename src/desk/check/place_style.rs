//! How a place field is worded.

use super::about::{Check, CodeDoc, Example, Remedy};
use crate::{
    desk::page::{Page, PageItem},
    knowledge::{
        Gazetteer,
        words::{self, Class},
    },
    model::{Code, Edit, Format, Grammar, Listing, Place, Problem, Severity},
    newsletter::{self, Part},
    text,
};

/// Places in other words than the house's.
pub const CHECK: Check = Check { codes: &[PLACE_STYLE], wording: true, run: wording };

const PLACE_STYLE: CodeDoc = CodeDoc {
    code: Code::PlaceStyle,
    severity: Severity::Note,
    meaning: "\
A place field that is understood, but worded in another way than the house does. `draft` and
`check --fix` write it as the house does where the same format and the same places are read of it.",
    example: Example::section(
        "\
### Virtual
* 2025-12-07 | Online | [Group](https://example.org/)
    * [**Hack night**](https://example.org/1)
* 2025-12-10 | Hybrid - Virtual and In-Person (Kyiv, UA) | [Group](https://example.org/)
    * [**Rust talks**](https://example.org/2)

### Europe
* 2025-12-10 | Hybrid - Virtual and In-Person (Kyiv, UA) | [Group](https://example.org/)
    * [**Rust talks**](https://example.org/2)
* 2025-12-11 | Leipzig, SN, DE | [Group](https://example.org/)
    * [**Rust meetup**](https://example.org/3)
* 2025-12-13 | Frankfurt Am Main, DE | [Group](https://example.org/)
    * [**Workshop**](https://example.org/4)",
    )
    .mended(
        "\
### Virtual
* 2025-12-07 | Virtual | [Group](https://example.org/)
    * [**Hack night**](https://example.org/1)
* 2025-12-10 | Hybrid (Kyiv, UA) | [Group](https://example.org/)
    * [**Rust talks**](https://example.org/2)

### Europe
* 2025-12-10 | Hybrid (Kyiv, UA) | [Group](https://example.org/)
    * [**Rust talks**](https://example.org/2)
* 2025-12-11 | Leipzig, DE | [Group](https://example.org/)
    * [**Rust meetup**](https://example.org/3)
* 2025-12-13 | Frankfurt am Main, DE | [Group](https://example.org/)
    * [**Workshop**](https://example.org/4)",
    ),
    mend: "\
Write `Hybrid (Kyiv, UA)`; states and provinces only in the United States, Canada and Australia:
`Leipzig, DE`; `Virtual`; `Frankfurt am Main, DE`.",
    remedy: Remedy::Partly("where the same format and the same places are read of it"),
};

/// The longest code of a state or province; what is longer is a word.
const CODE_LETTERS: usize = 3;

/// `Hybrid - Virtual and In-Person (Kyiv, UA)`, `Leipzig, SN, DE`, `Online`: understood, but not the
/// house's words. The fix is safe where what it writes reads as the same format and the same places.
fn wording(page: &Page<'_>) -> Vec<Problem> {
    let known = Gazetteer::bundled();
    let mut problems = Vec::new();
    for found in page.items.iter().filter(|found| found.listing.grammar == Some(Grammar::TwoLines)) {
        let written = found.listing.written.place.trim();
        let Some(right) = house_words(found, written, &known) else { continue };
        // What is left of the difference once the country is mended is told by `country-style` alone.
        let mended = country_mended(page, found.listing, written);
        if [written, mended.as_str()].iter().any(|text| squeezed(text) == squeezed(&right)) {
            continue;
        }
        let span = found.locate(page.issue, written);
        let safe = reads_as(found.listing, written, &right, &known);
        let edit = Edit { span: span.clone(), text: right.clone() };
        let problem =
            page.problem(Code::PlaceStyle, span, format!("the house words `{written}` in another way"));
        problems.push(problem.with_fix(format!("write `{right}`"), vec![edit], safe));
    }
    problems
}

/// Without white space: blanks are `spacing`'s.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The place field once its `country-style` is mended.
fn country_mended(page: &Page<'_>, listing: &Listing, written: &str) -> String {
    let told = listing.problems.iter().filter(|problem| problem.code == Code::CountryStyle);
    let edits = told.filter_map(|problem| problem.fix.as_ref()).flat_map(|fix| &fix.edits);
    edits.fold(written.to_owned(), |text, edit| {
        let stands = page.issue.text.get(edit.span.clone()).unwrap_or_default();
        match text.rsplit_once(stands) {
            Some((before, behind)) => [before, &edit.text, behind].concat(),
            None => text,
        }
    })
}

/// The place field as the house words it, where nothing else has to be decided first.
fn house_words(found: &PageItem<'_>, written: &str, known: &Gazetteer) -> Option<String> {
    let listing = found.listing;
    let undecided = listing.problems.iter().any(|problem| {
        matches!(
            problem.code,
            Code::UnknownPlace
                | Code::CityContradicted
                | Code::MisspeltCity
                | Code::NoCountry
                | Code::NoSubdivision
                | Code::Overridden
        )
    });
    if written.is_empty() || undecided {
        return None;
    }
    let field = known.read_field(written);
    if listing.places.is_empty() {
        let plain = listing.format == Format::Virtual && field.format == Some(Format::Virtual)
            || found.part == Some(Part::Virtual) && words::is(&text::fold(written), Class::PlaceEverywhere);
        return (plain && says_no_place(written)).then(|| "Virtual".to_owned());
    }
    let places: Option<Vec<Place>> = listing.places.iter().map(|place| house_place(place, known)).collect();
    // A bare place under Virtual is for someone to decide, see `wrong-section`; its words are not.
    let format = if field.format.is_none() { Format::InPerson } else { listing.format };
    Some(newsletter::place_field(format, &places?, written))
}

/// Whether nothing but words for the format and for everywhere stands there.
fn says_no_place(written: &str) -> bool {
    let words: Vec<&str> = written.split(['(', ')', ',', '/', '[', ']']).map(str::trim).collect();
    words.iter().filter(|words| !words.is_empty()).all(|words| {
        let folded = text::fold(words);
        words::is(&folded, Class::PlaceEverywhere) || Gazetteer::is_format_word(&folded)
    })
}

/// A place with its city in the table's capitals (`Tel Aviv-Yafo`, `Frankfurt am Main`); `None` where
/// printing it would lose what was written.
fn house_place(place: &Place, known: &Gazetteer) -> Option<Place> {
    let country = place.country?;
    let city = place.city.as_deref()?;
    if place.known_city.is_none()
        && let Some(part) = place.subdivision.as_deref()
    {
        let code = known.subdivision(country, part);
        let stands = known.is_divided(country) && code == Some(part);
        let dropped = !known.is_divided(country) && (code.is_some() || is_code(part));
        if !stands && !dropped {
            return None;
        }
    }
    // Several spellings of one city (`Köln/Cologne`) are each looked at.
    let spelt: Vec<&str> =
        city.split('/').map(|name| known.spelling(name.trim()).unwrap_or(name.trim())).collect();
    let whole = known.spelling(city).map_or_else(|| spelt.join("/"), str::to_owned);
    Some(Place { city: Some(whole), ..place.clone() })
}

fn is_code(part: &str) -> bool {
    part.len() <= CODE_LETTERS && part.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
}

/// Whether a place field says what this listing says, so that it may be written unasked.
fn reads_as(listing: &Listing, written: &str, right: &str, known: &Gazetteer) -> bool {
    let (before, after) = (known.read_field(written), known.read_field(right));
    // A note in brackets that the tables do not read (`(in English)`) would be lost.
    let same_place = |a: &Place, b: &Place| {
        a.known_city == b.known_city
            && (a.known_city.is_some() || a.city == b.city)
            && (a.country, a.latitude, a.longitude, a.time_zone)
                == (b.country, b.latitude, b.longitude, b.time_zone)
    };
    after.format == before.format
        && after.places.len() == listing.places.len()
        && after.places.iter().zip(&listing.places).all(|(a, b)| same_place(a, b))
        && unread_words(written, right).is_empty()
}

/// The words in brackets behind a place that are neither in the right wording nor a code: dropping them
/// is for someone to decide.
fn unread_words<'w>(written: &'w str, right: &str) -> Vec<&'w str> {
    let known = Gazetteer::bundled();
    let right = text::fold(right);
    let kept: Vec<&str> = right.split(|c: char| !c.is_alphanumeric()).collect();
    written
        .split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '\''))
        .filter(|word| word.contains(char::is_alphanumeric))
        .filter(|word| {
            let folded = text::fold(word);
            let parts = folded.split(['-', '\'']).filter(|part| !part.is_empty());
            let joiner = matches!(folded.as_str(), "and" | "or" | "plus" | "in" | "person" | "event");
            let names_a_part = known.country(word).is_some()
                || known.names_subdivision(word)
                || is_code(word)
                || Gazetteer::is_format_word(&folded);
            !joiner
                && !names_a_part
                && !parts.clone().all(|part| kept.contains(&part) || known.country(part).is_some())
        })
        .collect()
}
