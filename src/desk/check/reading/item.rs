//! What reading says of the shape of an item.

use crate::{
    desk::check::about::{Check, CodeDoc, Example, Remedy},
    model::{Code, Severity},
};

/// What reading says of the shape of an item.
pub const CHECK: Check = Check { codes: CODES, wording: true, run: |page| super::found(page, CODES) };

const CODES: &[CodeDoc] = &[
    NO_DATE,
    NOT_AN_EVENT,
    NO_TITLE,
    NO_LINK,
    MISSING_PIPE,
    NO_PLACE,
    UNREAD_TEXT,
    BROKEN_MARKDOWN,
    CONTROL_CHARACTER,
];

const NO_DATE: CodeDoc = CodeDoc {
    code: Code::NoDate,
    severity: Severity::Error,
    meaning: "\
A list item that does not begin with a date that can be read. It becomes a row without days, and no
event.",
    example: Example::under("Europe", "* Soon | Berlin, DE | [Group](https://example.org/)")
        .mended("* 2025-11-02 | Berlin, DE | [Group](https://example.org/)"),
    mend: "\
Begin the item with its date: `* 2025-11-02 | Berlin, DE | [Group](https://example.org/)`.",
    remedy: Remedy::Human("nothing in the item says its day"),
};

const NOT_AN_EVENT: CodeDoc = CodeDoc {
    code: Code::NotAnEvent,
    severity: Severity::Note,
    meaning: "\
A dated item that announces no event: a deadline, a call for papers, a holiday. It becomes a row
without days, and no event.",
    example: Example::under(
        "Europe",
        "* [10/31. Call for papers of the conference closes](https://example.org/)",
    ),
    mend: "Nothing need be done; such items have a section of their own by now.",
    remedy: Remedy::Human("nothing is wrong"),
};

const NO_TITLE: CodeDoc = CodeDoc {
    code: Code::NoTitle,
    severity: Severity::Warning,
    meaning: "A listing without its second line. A calendar then shows the group's name.",
    example: Example::under(
        "Europe",
        "\
* 2022-04-13 | Munich, DE | [Group](https://example.org/)
* 2022-04-13 | Paris, FR | [Other Group](https://example.org/)
    * [**Rust meetup**](https://example.org/1)",
    )
    .mended(
        "\
* 2022-04-13 | Munich, DE | [Group](https://example.org/)
    * [**Hack night**](https://example.org/2)
* 2022-04-13 | Paris, FR | [Other Group](https://example.org/)
    * [**Rust meetup**](https://example.org/1)",
    ),
    mend: "\
Put the title and the link on a line of their own: `    * [**Title**](https://…)`.",
    remedy: Remedy::Human("only the event's page says what takes place"),
};

const NO_LINK: CodeDoc = CodeDoc {
    code: Code::NoLink,
    severity: Severity::Warning,
    meaning: "A listing whose title has no link that can be followed.",
    example: Example::under(
        "Europe",
        "\
* 2022-04-13 | Munich, DE | [Group](https://example.org/)
    * **Rust meetup**",
    )
    .mended(
        "\
* 2022-04-13 | Munich, DE | [Group](https://example.org/)
    * [**Rust meetup**](https://example.org/1)",
    ),
    mend: "Link the title to the event's page.",
    remedy: Remedy::Human("the event's page is not known"),
};

const MISSING_PIPE: CodeDoc = CodeDoc {
    code: Code::MissingPipe,
    severity: Severity::Warning,
    meaning: "The date and the place, or the place and the group, are not parted by `|`.",
    example: Example::under("Virtual", "* 2023-12-19 | Virtual (Linz, AT) [Group](https://example.org/)")
        .mended("* 2023-12-19 | Virtual (Linz, AT) | [Group](https://example.org/)"),
    mend: "Write `| Virtual (Linz, AT) | [Group]`.",
    remedy: Remedy::Safe("the fields are read in the same way, and only their separator is written"),
};

const NO_PLACE: CodeDoc = CodeDoc {
    code: Code::NoPlace,
    severity: Severity::Warning,
    meaning: "\
A listing that does not say where it takes place, not even that it is virtual. It counts as virtual
under *Virtual*, else as in person, at no place.",
    example: Example::under(
        "Europe",
        "\
* 2022-03-03 | [Group](https://example.org/)
* 2025-11-10 || [Group](https://example.org/)",
    )
    .mended(
        "\
* 2022-03-03 | Virtual | [Group](https://example.org/)
* 2025-11-10 | Berlin, DE | [Group](https://example.org/)",
    ),
    mend: "Write `Virtual`, or the city and the country.",
    remedy: Remedy::Human("only the event's page says where it is"),
};

const UNREAD_TEXT: CodeDoc = CodeDoc {
    code: Code::UnreadText,
    severity: Severity::Warning,
    meaning: "\
Words of a listing that are neither its date, place, groups, title nor links. They are not shown
anywhere.",
    example: Example::under(
        "Europe",
        "\
* 2025-11-02 | Berlin, DE | [Group](https://example.org/)
    * [**Rust meetup**](https://example.org/1) (bring a laptop)",
    )
    .mended(
        "\
* 2025-11-02 | Berlin, DE | [Group](https://example.org/)
    * [**Rust meetup (bring a laptop)**](https://example.org/1)",
    ),
    mend: "Put them into the title, or leave them out.",
    remedy: Remedy::Human("someone has to say whether the words matter"),
};

const BROKEN_MARKDOWN: CodeDoc = CodeDoc {
    code: Code::BrokenMarkdown,
    severity: Severity::Error,
    meaning: "\
Markdown that does not do what was meant: a bracket or parenthesis too many, too few, or apart; marks
of emphasis without partners. It is read as it was meant, and the fix writes it so.",
    example: Example::under(
        "Europe",
        "\
* 2025-12-11 | Luzern, CH | [Group]((https://example.org/)
    * [***Rust meetup*](https://example.org/1)",
    )
    .mended(
        "\
* 2025-12-11 | Luzern, CH | [Group](https://example.org/)
    * [**Rust meetup**](https://example.org/1)",
    ),
    mend: "\
Write `[Group](https://example.org/)` and `[**Rust meetup**](https://example.org/1)`.",
    remedy: Remedy::Partly("where the text then reads as it was meant, and no address is among the words"),
};

const CONTROL_CHARACTER: CodeDoc = CodeDoc {
    code: Code::ControlCharacter,
    severity: Severity::Error,
    meaning: "\
A character that is not seen and does nothing good: a control character, a mark that turns the
direction of writing, white space of no width. It is left out.",
    example: Example::under(
        "Europe",
        "\
* 2025-12-10 | Berlin, DE | [Gr\u{202e}oup](https://example.org/)
    * [**Rust meetup**](https://example.org/1)",
    )
    .mended(
        "\
* 2025-12-10 | Berlin, DE | [Group](https://example.org/)
    * [**Rust meetup**](https://example.org/1)",
    )
    .unprintable(),
    mend: "Take it out; the fix does.",
    remedy: Remedy::Safe("no character that is seen changes"),
};
