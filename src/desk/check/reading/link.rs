//! What reading says of links.

use crate::{
    desk::check::about::{Check, CodeDoc, Example, Remedy},
    model::{Code, Severity},
};

/// What reading says of links.
pub const CHECK: Check = Check { codes: CODES, wording: true, run: |page| super::found(page, CODES) };

const CODES: &[CodeDoc] = &[UNSAFE_LINK, BAD_LINK];

const UNSAFE_LINK: CodeDoc = CodeDoc {
    code: Code::UnsafeLink,
    severity: Severity::Error,
    meaning: "\
A link whose scheme leads to no page: `javascript:`, `data:`, `mailto:` and the like. It is left out.",
    example: Example::under(
        "Europe",
        "\
* 2025-12-11 | Luzern, CH | [Group](https://example.org/)
    * [**Rust meetup**](javascript:alert(1))
* 2025-12-12 | Luzern, CH | [Group](https://example.org/)
    * [**Hack night**](hhttps://example.org/2)",
    )
    .mended(
        "\
* 2025-12-11 | Luzern, CH | [Group](https://example.org/)
    * [**Rust meetup**](https://example.org/1)
* 2025-12-12 | Luzern, CH | [Group](https://example.org/)
    * [**Hack night**](https://example.org/2)",
    ),
    mend: "Link to the event's page with `https:`.",
    remedy: Remedy::Partly(
        "\
where one letter of `https` is wrong; where else such a link should lead is not known",
    ),
};

const BAD_LINK: CodeDoc = CodeDoc {
    code: Code::BadLink,
    severity: Severity::Error,
    meaning: "\
A link that is no address by itself: it has no host, or nothing at all. It is left out; a group keeps
its name.",
    example: Example::under("Europe", "* 2024-10-10 | Vienna, AT | [Euro Rust](eurorust)")
        .mended("* 2024-10-10 | Vienna, AT | [Euro Rust](https://eurorust.example/)"),
    mend: "Write the whole address, with `https://`.",
    remedy: Remedy::Human("where the link should lead is not known"),
};
