//! What reading says of a whole file, and of damage to its bytes.

use crate::{
    desk::{
        check::about::{Check, CodeDoc, Example, Remedy},
        page::Page,
    },
    model::{Code, Edit, Problem, Severity},
    newsletter::markdown,
    text,
};

/// What reading says of a whole file, and of damage to its bytes.
pub const CHECK: Check = Check { codes: CODES, wording: true, run: file };

const CODES: &[CodeDoc] = &[NO_EVENTS_SECTION, EMPTY_SECTION, INVALID_UTF8, MAC_ROMAN, LONG_LINE];

const NO_EVENTS_SECTION: CodeDoc = CodeDoc {
    code: Code::NoEventsSection,
    severity: Severity::Warning,
    meaning: "\
The file has no section under the heading *Upcoming Events* (in 2014: *Upcoming Meetups*), so nothing
of it is read. Some early issues have none.",
    example: Example::file(
        "\
## Upcoming Event

* 2025-12-10 | Berlin, DE | [Group](https://example.org/)
    * [**Rust meetup**](https://example.org/1)",
    )
    .mended(
        "\
## Upcoming Events

* 2025-12-10 | Berlin, DE | [Group](https://example.org/)
    * [**Rust meetup**](https://example.org/1)",
    ),
    mend: "Write the heading as `## Upcoming Events`.",
    remedy: Remedy::Human("what stands under another heading may be something else"),
};

const EMPTY_SECTION: CodeDoc = CodeDoc {
    code: Code::EmptySection,
    severity: Severity::Warning,
    meaning: "The events section holds no list item.",
    example: Example::file(
        "\
## Upcoming Events

## Jobs",
    )
    .mended(
        "\
## Upcoming Events

* 2025-12-10 | Berlin, DE | [Group](https://example.org/)
    * [**Rust meetup**](https://example.org/1)

## Jobs",
    ),
    mend: "List the events, each as an item that begins with its date.",
    remedy: Remedy::Human("what takes place is not made up"),
};

const INVALID_UTF8: CodeDoc = CodeDoc {
    code: Code::InvalidUtf8,
    severity: Severity::Error,
    meaning: "\
The file holds bytes that are no UTF-8; each run of them is read as `�`. The problem stands at the
first.",
    example: Example::of_bytes(
        "Europe",
        b"\
* 2025-12-10 | K\xf6ln, DE | [Group](https://example.org/)
    * [**Rust meetup**](https://example.org/1)",
    )
    .mended(
        "\
* 2025-12-10 | Köln, DE | [Group](https://example.org/)
    * [**Rust meetup**](https://example.org/1)",
    )
    .unprintable(),
    mend: "Save the file as UTF-8.",
    remedy: Remedy::Human("what the bytes were meant to be cannot be known"),
};

const MAC_ROMAN: CodeDoc = CodeDoc {
    code: Code::MacRoman,
    severity: Severity::Error,
    meaning: "\
A line's UTF-8 was read as Mac Roman by some program and saved so. The damage is undone exactly: what
is read is the text that was meant. The line's fix writes it back; `check --fix` does so in the line
`Rusty Events between`, too.",
    example: Example::under(
        "Virtual",
        "\
* 2025-11-26 | Virtual (Girona, ES) | [Rust Girona](https://example.org/)
    * [**Sessi√≥ setmanal de codificaci√≥**](https://example.org/1)",
    )
    .mended(
        "\
* 2025-11-26 | Virtual (Girona, ES) | [Rust Girona](https://example.org/)
    * [**Sessió setmanal de codificació**](https://example.org/1)",
    ),
    mend: "",
    remedy: Remedy::Safe("the text that was meant comes back byte for byte"),
};

const LONG_LINE: CodeDoc = CodeDoc {
    code: Code::LongLine,
    severity: Severity::Error,
    meaning: "\
A line of the section has more than 16 KiB; no listing is that long. It is not read.",
    example: Example::of_bytes("Europe", &TOO_LONG)
        .mended(
            "\
* 2025-12-10 | Berlin, DE | [Group](https://example.org/)
    * [**Rust meetup**](https://example.org/1)",
        )
        .unprintable(),
    mend: "Break it up, or take out what does not belong there.",
    remedy: Remedy::Human("only someone can say what does not belong there"),
};

/// What reading found, and damage to the line `Rusty Events between`: reading tells that of listings only.
fn file(page: &Page<'_>) -> Vec<Problem> {
    let mut problems = super::found(page, CODES);
    if let Some(line) = page.header() {
        let content = line.text.trim_start_matches('\u{feff}');
        if let Some(meant) = text::undo_mac_roman(content) {
            let span = line.span.end - content.len()..line.span.end;
            let edit = Edit { span: span.clone(), text: meant.clone() };
            let problem = page.problem(Code::MacRoman, span, "its UTF-8 was read as Mac Roman");
            problems.push(problem.with_fix(format!("write `{meant}`"), vec![edit], true));
        }
    }
    problems
}

/// A line as no listing is long.
static TOO_LONG: [u8; markdown::MAX_LINE_BYTES + 1] = {
    let mut line = [b'x'; markdown::MAX_LINE_BYTES + 1];
    (line[0], line[1]) = (b'*', b' ');
    line
};
