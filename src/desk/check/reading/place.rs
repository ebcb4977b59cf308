//! What reading says of places.

use crate::{
    desk::check::about::{Check, CodeDoc, Example, Remedy},
    model::{Code, Severity},
};

/// What reading says of places.
pub const CHECK: Check = Check { codes: CODES, wording: true, run: |page| super::found(page, CODES) };

const CODES: &[CodeDoc] = &[
    UNKNOWN_CITY,
    UNKNOWN_PLACE,
    CITY_CONTRADICTED,
    MISSPELT_CITY,
    NO_SUBDIVISION,
    NO_COUNTRY,
    COUNTRY_STYLE,
];

const UNKNOWN_CITY: CodeDoc = CodeDoc {
    code: Code::UnknownCity,
    severity: Severity::Note,
    meaning: "\
A city that the tables do not know. Its text and country stay; it gets no coordinates, and a time
zone only where the country has one alone.",
    example: Example::under(
        "North America",
        "\
* 2025-12-09 | Myrtle Creek, OR, US | [Group](https://example.org/)
    * [**Rust meetup**](https://example.org/1)",
    ),
    mend: "\
Nothing need be done to the issue. To place such cities, add them with `--places FILE` (a GeoNames
dump or a table in the form of `data/cities.tsv`) or as a row of `data/cities.tsv`.",
    remedy: Remedy::Human("the city may well be right"),
};

const UNKNOWN_PLACE: CodeDoc = CodeDoc {
    code: Code::UnknownPlace,
    severity: Severity::Warning,
    meaning: "What stands beside a city is neither a country nor a part of the city's country.",
    example: Example::under(
        "South America",
        "* 2023-03-15 | Montevideo, 11200 | [Group](https://example.org/)",
    )
    .mended("* 2023-03-15 | Montevideo, UY | [Group](https://example.org/)"),
    mend: "\
Write the country's code, and before it a state or province only in the United States, Canada and
Australia: `Montevideo, UY`.",
    remedy: Remedy::Offered("what stands there may mean something"),
};

const CITY_CONTRADICTED: CodeDoc = CodeDoc {
    code: Code::CityContradicted,
    severity: Severity::Error,
    meaning: "\
The city does not lie in the state or country beside it. Where exactly one reading fits, that is what
the listing is taken for.",
    example: Example::under(
        "Virtual",
        "\
* 2023-12-14 | Virtual (Charlottesville, NC, US) | [Group](https://example.org/)
* 2022-11-24 | Linz, AU | [Group](https://example.org/)",
    )
    .mended(
        "\
* 2023-12-14 | Virtual (Charlottesville, VA, US) | [Group](https://example.org/)
* 2022-11-24 | Linz, AT | [Group](https://example.org/)",
    ),
    mend: "Write the right one: `Charlottesville, VA, US`; `Linz, AT`.",
    remedy: Remedy::Partly("where the group is known to be at home in that city"),
};

const MISSPELT_CITY: CodeDoc = CodeDoc {
    code: Code::MisspeltCity,
    severity: Severity::Warning,
    meaning: "\
The tables do not know the city, but one with nearly the same name in the same country or state: the
listing is taken for that one.",
    example: Example::under("Europe", "* 2023-06-21 | Plovidv, BG | [Group](https://example.org/)")
        .mended("* 2023-06-21 | Plovdiv, BG | [Group](https://example.org/)"),
    mend: "\
Write `Plovdiv`. If there is a city of that other name, add it to `data/cities.tsv`.",
    remedy: Remedy::Offered("a city of that other name may exist"),
};

const NO_SUBDIVISION: CodeDoc = CodeDoc {
    code: Code::NoSubdivision,
    severity: Severity::Note,
    meaning: "\
A city of the United States, Canada or Australia without its state or province. It is filled in where
one city fits, or one is meant by default.",
    example: Example::under("Oceania", "* 2023-04-20 | Canberra, AU | [Group](https://example.org/)")
        .mended("* 2023-04-20 | Canberra, ACT, AU | [Group](https://example.org/)"),
    mend: "Write `Canberra, ACT, AU`.",
    remedy: Remedy::Partly("where the country has one city of that name"),
};

const NO_COUNTRY: CodeDoc = CodeDoc {
    code: Code::NoCountry,
    severity: Severity::Warning,
    meaning: "\
A place without its country. It is filled in where one city fits, or one is meant by default.",
    example: Example::under(
        "Virtual",
        "* 2023-05-09 | Virtual (Buffalo, NY) | [Group](https://example.org/)",
    )
    .mended("* 2023-05-09 | Virtual (Buffalo, NY, US) | [Group](https://example.org/)"),
    mend: "Write `Buffalo, NY, US`.",
    remedy: Remedy::Partly(
        "\
where the state beside the city says which country it is, or the city has no namesake",
    ),
};

const COUNTRY_STYLE: CodeDoc = CodeDoc {
    code: Code::CountryStyle,
    severity: Severity::Warning,
    meaning: "\
A country written otherwise than in the house style, which is the ISO 3166-1 alpha-2 code in capitals,
and `UK` for the United Kingdom. `check --fix` mends it.",
    example: Example::under(
        "Europe",
        "\
* 2025-12-10 | Reading, GB | [Group](https://example.org/)
    * [**Rust meetup**](https://example.org/1)
* 2025-12-11 | Bergen, No | [Group](https://example.org/)
    * [**Hack night**](https://example.org/2)",
    )
    .mended(
        "\
* 2025-12-10 | Reading, UK | [Group](https://example.org/)
    * [**Rust meetup**](https://example.org/1)
* 2025-12-11 | Bergen, NO | [Group](https://example.org/)
    * [**Hack night**](https://example.org/2)",
    ),
    mend: "Write `Reading, UK`; `Bergen, NO`.",
    remedy: Remedy::Safe("it is the same country"),
};
