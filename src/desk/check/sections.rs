//! Whether each listing stands under the heading where its format and place belong.

use std::collections::BTreeMap;

use super::{
    about::{Check, CodeDoc, Example, Remedy},
    titles,
};
use crate::{
    desk::{
        comparison::{ComparedRow, ComparedRows, RowComparer},
        page::Page,
    },
    event::rules::Question,
    model::{Code, Edit, Format, Grammar, Problem, Severity},
    newsletter::Part,
};

/// Listings under a heading where they do not belong.
pub const CHECK: Check = Check { codes: &[WRONG_SECTION, HYBRID_ONCE], wording: false, run: sections };

const WRONG_SECTION: CodeDoc = CodeDoc {
    code: Code::WrongSection,
    severity: Severity::Warning,
    meaning: "\
The listing stands under a heading where its format and place do not belong, or a listing under
Virtual does not say that it is virtual.",
    example: Example::section(
        "\
### Europe
* 2025-12-19 | Mountain View, CA, US | [Group](https://example.org/)
    * [**Rust meetup**](https://example.org/1)",
    )
    .mended(
        "\
### North America
* 2025-12-19 | Mountain View, CA, US | [Group](https://example.org/)
    * [**Rust meetup**](https://example.org/1)",
    ),
    mend: "\
`draft` and `check --fix` move the listing. A bare place under Virtual is for someone to decide: write
`Virtual (Bratislava, SK)`, or move it to its region.",
    remedy: Remedy::Section(
        "\
a listing moves as it stands, and one that its title contradicts, or whose place is bare, stays",
    ),
};

const HYBRID_ONCE: CodeDoc = CodeDoc {
    code: Code::HybridOnce,
    severity: Severity::Warning,
    meaning: "A hybrid event that stands under Virtual or under its region only.",
    example: Example::section(
        "\
### North America
* 2025-12-11 | Hybrid (Seattle, WA, US) | [Group](https://example.org/)
    * [**Rust meetup**](https://example.org/1)",
    )
    .mended(
        "\
### Virtual
* 2025-12-11 | Hybrid (Seattle, WA, US) | [Group](https://example.org/)
    * [**Rust meetup**](https://example.org/1)

### North America
* 2025-12-11 | Hybrid (Seattle, WA, US) | [Group](https://example.org/)
    * [**Rust meetup**](https://example.org/1)",
    ),
    mend: "\
The same two lines belong under both headings; `draft` and `check --fix` copy them.",
    remedy: Remedy::Section("the house lists a hybrid event in both parts, in the same words"),
};

/// Listings under a wrong heading, and hybrid ones that stand once.
fn sections(page: &Page<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut reader = RowComparer::default();
    let mut signs: BTreeMap<Part, (ComparedRows, Vec<usize>)> = BTreeMap::new();
    for found in &page.items {
        if let (Some(part), Some(sign)) = (found.part, reader.read(found.listing)) {
            let (signs, lines) = signs.entry(part).or_default();
            signs.push(sign);
            lines.push(found.item.line);
        }
    }
    for found in page.items.iter().filter(|found| found.listing.grammar == Some(Grammar::TwoLines)) {
        let listing = found.listing;
        let (Some(_), Some(part)) = (listing.days, found.part) else { continue };
        let belongs = Part::of(listing.format, listing.region());
        if belongs.is_empty() {
            continue;
        }
        let span = found.locate(page.issue, &listing.written.place);
        if !belongs.contains(&part) {
            let names = belongs.iter().map(|part| part.heading()).collect::<Vec<_>>().join(" and ");
            let message =
                format!("`{}` belongs under {names}, not under {}", listing.written.place, part.heading());
            let help = match titles::contradicted(listing) {
                Some(_) => "the title says otherwise: look at the event's page how one takes part",
                None => "`draft` and `check --fix` move it",
            };
            problems.push(page.problem(Code::WrongSection, span, message).with_help(help));
            continue;
        }
        let bare = listing.format == Format::Virtual
            && !listing.written.place.trim().is_empty()
            && !says_virtual(&listing.written.place);
        if bare && part == Part::Virtual {
            let message = format!("`{}` stands under Virtual but does not say so", listing.written.place);
            let right = format!("Virtual ({})", listing.written.place.trim());
            let usual = listing.groups.first().and_then(|group| page.past().usual_format(group));
            let help = match usual {
                Some(Format::Virtual) => format!("write `{right}`: the group has always met online"),
                Some(Format::InPerson) => {
                    "move it to its region: the group has always met in person".to_owned()
                }
                _ => format!("write `{right}`, or move it to its region"),
            };
            let edit = Edit { span: span.clone(), text: right.clone() };
            let problem = page.problem(Code::WrongSection, span, message).with_help(help);
            // Where the group met says what is likely; this event's page says what is.
            problems.push(match usual {
                Some(Format::Virtual) => problem.with_fix(format!("write `{right}`"), vec![edit], false),
                _ => problem,
            });
            continue;
        }
        if listing.format != Format::Hybrid {
            continue;
        }
        for other in belongs.iter().filter(|other| **other != part) {
            let Some(sign) = reader.read(listing) else { continue };
            let there = signs.get(other);
            let find = |wanted: &dyn Fn(&ComparedRow) -> bool| {
                let (signs, lines) = there?;
                let (number, ()) = signs.find(&sign, |_, twin| wanted(twin).then_some(()))?;
                lines.get(number).copied()
            };
            let twin = find(&|twin| sign.compare(twin, Question::Twin).is_some() || sign.shares_link(twin))
                .is_some();
            let near = find(&|twin| sign.stands_beside(twin));
            if let (false, Some(line)) = (twin, near) {
                let message = format!(
                    "a hybrid event, but not the one of the same days and city that stands under {} in line {line}",
                    other.heading()
                );
                problems
                    .push(page.problem(Code::HybridOnce, span.clone(), message).with_help(
                        "where they are one event, the same two lines belong under both headings",
                    ));
            } else if !twin {
                let message = format!("a hybrid event, but it does not stand under {}", other.heading());
                problems.push(page.problem(Code::HybridOnce, span.clone(), message).with_help(
                    "the same two lines belong under both headings; `draft` and `check --fix` copy them",
                ));
            }
        }
    }
    problems
}

fn says_virtual(place: &str) -> bool {
    let place = crate::text::fold(place);
    ["virtual", "online", "remote", "hybrid"].iter().any(|word| place.contains(word))
}
