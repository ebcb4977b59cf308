//! What reading says of dates.

use crate::{
    desk::check::about::{Check, CodeDoc, Example, Remedy},
    model::{Code, Severity},
};

/// What reading says of dates.
pub const CHECK: Check = Check { codes: CODES, wording: true, run: |page| super::found(page, CODES) };

const CODES: &[CodeDoc] = &[BAD_DATE, DATE_STYLE, END_BEFORE_START, OVERRIDDEN];

const BAD_DATE: CodeDoc = CodeDoc {
    code: Code::BadDate,
    severity: Severity::Error,
    meaning: "\
A day that no calendar has. Without a first day the item becomes a row without days; where only the
last day is none, the first counts alone. A first field of digits and hyphens that is no date, such as
`2025-310-08`, is one, too. `draft` and `check --fix` leave a line without a day as it stands.",
    example: Example::under("Europe", "* 2025-02-30 | Berlin, DE | [Group](https://example.org/)")
        .mended("* 2025-02-28 | Berlin, DE | [Group](https://example.org/)"),
    mend: "Write the right day.",
    remedy: Remedy::Human("which day was meant is not known"),
};

const DATE_STYLE: CodeDoc = CodeDoc {
    code: Code::DateStyle,
    severity: Severity::Warning,
    meaning: "\
A date that is read, but not written as `YYYY-MM-DD` or `YYYY-MM-DD - YYYY-MM-DD`; or a time of day
beside it, which is not read. In issues before 2022, whose dates have months, a month whose name is
misspelt.",
    example: Example::under(
        "Europe",
        "\
* 2023-10-9 | Berlin, DE | [Group](https://example.org/)
* 2024-05-07 & 2024-05-08 | Delft, NL | [Group](https://example.org/)
* [Octover 15. Berlin, DE - Rust Hack and Learn](https://example.org/)",
    )
    .mended(
        "\
* 2023-10-09 | Berlin, DE | [Group](https://example.org/)
* 2024-05-07 - 2024-05-08 | Delft, NL | [Group](https://example.org/)
* [October 15. Berlin, DE - Rust Hack and Learn](https://example.org/)",
    ),
    mend: "Write `2023-10-09` and `2024-05-07 - 2024-05-08`; the fix does.",
    remedy: Remedy::Partly(
        "\
where it writes the days that were read; for a time of day and a misspelt month there is none",
    ),
};

const END_BEFORE_START: CodeDoc = CodeDoc {
    code: Code::EndBeforeStart,
    severity: Severity::Error,
    meaning: "A span of days that ends before it starts. Only its first day is taken.",
    example: Example::under(
        "Europe",
        "* 2025-11-04 - 2025-11-02 | Florence, IT | [Group](https://example.org/)",
    )
    .mended("* 2025-11-02 - 2025-11-04 | Florence, IT | [Group](https://example.org/)"),
    mend: "Put the days in order, or mend the one that is wrong.",
    remedy: Remedy::Human("which of the two days is wrong is not known"),
};

const OVERRIDDEN: CodeDoc = CodeDoc {
    code: Code::Overridden,
    severity: Severity::Note,
    meaning: "\
What this issue says is known to be wrong; `data/overrides.tsv` says what is right and how we know.",
    example: Example::under(
        "Virtual",
        "\
* 2022-10-31 | Virtual (Nürnberg, DE) | [Rust Nuremberg](https://www.meetup.com/rust-noris)
    * [**Rust Nürnberg online**](https://www.meetup.com/rust-noris/events/300820274/)",
    )
    .mended(
        "\
* 2024-10-31 | Virtual (Nürnberg, DE) | [Rust Nuremberg](https://www.meetup.com/rust-noris)
    * [**Rust Nürnberg online**](https://www.meetup.com/rust-noris/events/300820274/)",
    )
    .dated("2024-10-09"),
    mend: "That stood in an issue of October 2024, and means 2024-10-31.",
    remedy: Remedy::Offered("an issue that is out is history"),
};
