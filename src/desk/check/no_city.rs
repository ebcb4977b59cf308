//! Places that name no city.

use super::about::{Check, CodeDoc, Example, Remedy};
use crate::{
    desk::page::Page,
    model::{Code, Format, Grammar, Problem, Severity},
};

/// Places without a city.
pub const CHECK: Check = Check { codes: &[NO_CITY], wording: false, run: without_city };

const NO_CITY: CodeDoc = CodeDoc {
    code: Code::NoCity,
    severity: Severity::Warning,
    meaning: "A country or a state stands where the city should.",
    example: Example::under(
        "South America",
        "\
* 2025-12-10 | Argentina, AR | [Group](https://example.org/)
    * [**Rust meetup**](https://example.org/1)",
    )
    .mended(
        "\
* 2025-12-10 | Buenos Aires, AR | [Group](https://example.org/)
    * [**Rust meetup**](https://example.org/1)",
    ),
    mend: "Write the city before its country; the event's page names it.",
    remedy: Remedy::Human("only the event's page names the city"),
};

/// `Argentina, AR`: a country or state where the city should stand. One who wants to come must know
/// more.
fn without_city(page: &Page<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for found in page.items.iter().filter(|found| found.listing.grammar == Some(Grammar::TwoLines)) {
        let listing = found.listing;
        let written = listing.written.place.trim();
        let countries = listing.places.iter().filter(|place| place.city.is_none() && place.country.is_some());
        let meets = listing.format != Format::Virtual || written.contains(',');
        if listing.days.is_none() || !meets || countries.count() == 0 {
            continue;
        }
        let span = found.locate(page.issue, written);
        let problem = page.problem(Code::NoCity, span, format!("`{written}` names no city"));
        problems.push(problem.with_help("write the city before its country: the event's page names it"));
    }
    problems
}
