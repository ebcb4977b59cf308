//! The same event twice in one issue.

use super::about::{Check, CodeDoc, Example, Remedy};
use crate::{
    desk::{
        comparison::{ComparedRows, RowComparer, Sameness},
        page::{Page, PageItem},
    },
    event::rules::Question,
    model::{Code, Format, Problem, Severity},
};

/// The same event twice.
pub const CHECK: Check = Check { codes: &[DOUBLE, LIKELY_DOUBLE], wording: false, run: doubles };

const DOUBLE: CodeDoc = CodeDoc {
    code: Code::Double,
    severity: Severity::Error,
    meaning: "\
The same event twice in one part: one page of its own on one day, or one group, day and title.",
    example: Example::under(
        "Europe",
        "\
* 2025-12-10 | Reading, UK | [Group](https://www.meetup.com/reading-rust-workshop)
    * [**Rust Meetup**](https://www.meetup.com/reading-rust-workshop/events/308944053/)
* 2025-12-10 | Reading, UK | [Group](https://www.meetup.com/reading-rust-workshop)
    * [**Reading Rust Meetup**](https://www.meetup.com/reading-rust-workshop/events/308944053)",
    )
    .mended(
        "\
* 2025-12-10 | Reading, UK | [Group](https://www.meetup.com/reading-rust-workshop)
    * [**Rust Meetup**](https://www.meetup.com/reading-rust-workshop/events/308944053/)",
    ),
    mend: "\
`draft` and `check --fix` merge the two: the first one's words stay, and groups that only the second one
names are added. Where they differ in how one takes part (one says hybrid, the other does not), someone
must choose; leave the one that is right.",
    remedy: Remedy::Section(
        "\
both listings lead to one event, and nothing that only one of them says is lost but a second title",
    ),
};

const LIKELY_DOUBLE: CodeDoc = CodeDoc {
    code: Code::LikelyDouble,
    severity: Severity::Warning,
    meaning: "\
Two listings that are perhaps one event: a link for a series beside one for its next occurrence, one
page under two titles, or one title, place and day on two platforms.",
    example: Example::under(
        "North America",
        "\
* 2025-04-23 | Austin, TX, US | [Group](https://www.meetup.com/rust-atx)
    * [**Rust Lunch**](https://www.meetup.com/rust-atx/events/306456792/)
* 2025-04-23 | Austin, TX, US | [Group](https://www.meetup.com/rust-atx)
    * [**Rust Lunch**](https://www.meetup.com/rust-atx/events/xvkdgtyhcgbfc/)",
    )
    .mended(
        "\
* 2025-04-23 | Austin, TX, US | [Group](https://www.meetup.com/rust-atx)
    * [**Rust Lunch**](https://www.meetup.com/rust-atx/events/306456792/)",
    ),
    mend: "If it is one event, leave one listing, with both links where both help.",
    remedy: Remedy::Human("they may be two events"),
};

/// Compares the listings of each day with each other. The two lines of a hybrid event are no double.
fn doubles(page: &Page<'_>) -> Vec<Problem> {
    let (mut reader, mut signs) = (RowComparer::default(), ComparedRows::default());
    let mut items: Vec<&PageItem<'_>> = Vec::new();
    let mut problems = Vec::new();
    for second in &page.items {
        let Some(sign) = reader.read(second.listing) else { continue };
        let found = signs.find(&sign, |number, other| {
            printed_twice(items.get(number)?, second, sign.compare(other, Question::Double)?)
        });
        if let Some((number, sameness)) = found
            && let Some(first) = items.get(number)
        {
            problems.push(problem(page, first, second, sameness));
        }
        signs.push(sign);
        items.push(second);
    }
    problems
}

/// How sure it is that two items are one event that should stand once.
fn printed_twice(first: &PageItem<'_>, second: &PageItem<'_>, sameness: Sameness) -> Option<Sameness> {
    let (a, b) = (first.listing, second.listing);
    let formats = [a.format, b.format];
    let one_part = first.part == second.part;
    // One line under Virtual and one under a region are how a hybrid event is listed, also where its
    // two lines name the two ways to take part.
    if !one_part && (formats.contains(&Format::Hybrid) || formats.contains(&Format::Virtual)) {
        return None;
    }
    match sameness {
        Sameness::Same(why) if one_part => Some(Sameness::Same(why)),
        Sameness::Same(why) | Sameness::Likely(why) => Some(Sameness::Likely(why)),
    }
}

fn problem(page: &Page<'_>, first: &PageItem<'_>, second: &PageItem<'_>, sameness: Sameness) -> Problem {
    let line = first.item.line;
    let (code, message) = match sameness {
        Sameness::Same(why) => (Code::Double, format!("line {line} lists the same event: {why}")),
        Sameness::Likely(why) => (Code::LikelyDouble, format!("perhaps the event of line {line}: {why}")),
    };
    let help = match sameness {
        Sameness::Same(_) if first.listing.format != second.listing.format => {
            "they differ in how one takes part, so someone must choose: leave the one that is right"
        }
        Sameness::Same(_) => "`draft` and `check --fix` merge them",
        Sameness::Likely(_) => "if it is, leave one of them, with both links",
    };
    page.problem(code, second.first_line(), message).with_help(help)
}
