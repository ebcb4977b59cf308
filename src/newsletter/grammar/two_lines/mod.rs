//! `* DATE | PLACE | [Group](url)` with the title on its own line: the form in use since March 2022.

mod groups;
mod head;
#[cfg(test)]
mod tests;
mod titles;

use super::{Context, Form, Format, Grammar, Group, Joined, Link, Listing, Written, iso_dates};
use crate::{
    knowledge::overrides::Field,
    model::Code,
    newsletter::markdown::{self, Item, Line},
};
use head::Head;

/// Items whose first line begins with an ISO date, or a slip of one.
pub(super) const FORM: Form = Form {
    takes: |item| {
        item.lines.first().is_some_and(|line| {
            markdown::starts_with_iso_date(&line.text) || iso_dates::mistyped(&line.text).is_some()
        })
    },
    // The year stands in each date; only overrides are of one issue.
    asks_for_the_date: false,
    read,
};

fn read(context: &Context<'_>, item: &Item<'_>) -> Listing {
    let mut report = context.report(item);
    report.characters();
    let lines = logical_lines(&item.lines);
    let empty = Joined::new(&[], 0..0);
    let (first, rest) = lines.split_first().map_or((&empty, &[][..]), |(first, rest)| (first, rest));

    let overriding = |field: Field, written: &str| {
        context.knowledge.overrides.find(context.issue.date, field, written, |beside| {
            item.lines.iter().any(|line| line.text.contains(beside))
        })
    };
    let mut head = Head::read(&first.text, context);
    let date = first.text[..head.date.length].trim();
    if let Some(row) = overriding(Field::Date, date) {
        report.overridden(first, 0..date.len(), row);
        head.date = iso_dates::DateField {
            length: head.date.length,
            ..iso_dates::read(&row.right).unwrap_or_default()
        };
    }
    for finding in head.date.findings.iter().chain(&head.findings) {
        let told = report.within(finding.code, first, finding.span.clone(), &finding.message);
        if let Some(replacement) = &finding.replacement {
            told.replace(format!("write `{replacement}`"), replacement, true);
        }
    }

    let place = &first.text[head.place.clone()];
    let (field, told_at) = match overriding(Field::Place, place) {
        Some(row) => {
            report.overridden(first, head.place.clone(), row);
            (context.knowledge.places.read_field(&row.right), None)
        }
        None => (context.knowledge.places.read_field(place), Some(head.place.start)),
    };
    if let Some(at) = told_at {
        report.places(first, at, &field.findings);
    }

    let groups = groups::read(first, head.groups.clone(), rest.is_empty(), context, &mut report);
    let groups_written = match &groups.title {
        Some(title) => first.text[head.groups.start..title.start].trim_end_matches([' ', '|', '-', '+', '$']),
        None => &first.text[head.groups.clone()],
    };
    let titles = titles::read(groups.title, rest, first, context, &mut report);
    let title = if titles.title.is_empty() {
        report
            .line(Code::NoTitle, 0, "this listing does not say what takes place")
            .help("put the event's title and link on a line of its own: `    * [**Title**](https://…)`");
        // What a calendar shows then: who meets.
        groups.groups.iter().map(|group| &*group.name).collect::<Vec<_>>().join(" + ")
    } else {
        titles.title.clone()
    };
    let mut links = titles.links;
    if links.is_empty() {
        report.line(Code::NoLink, item.lines.len().min(2) - 1, "this listing has no link to its event");
        // With its name for a title, a group's page is where to look.
        if titles.title.is_empty() {
            links = groups.groups.iter().find_map(group_page).into_iter().collect();
        }
    }

    // The city of a group that is at home there can only be the one that was meant.
    let home = groups.groups.iter().any(|group| {
        let known = [group.url.as_deref(), Some(group.name.as_str())].into_iter().flatten();
        known.filter_map(|key| context.knowledge.groups.canonical(key)).any(|group| {
            field.places.iter().any(|place| {
                group.city.is_some()
                    && (&group.city, group.country) == (&place.known_city, place.country)
                    && (group.subdivision.is_none() || group.subdivision == place.subdivision)
            })
        })
    });
    if home {
        report.trust(Code::CityContradicted);
    }

    Listing {
        source: context.source(item),
        section: item.heading.as_deref().map(str::to_owned),
        grammar: head.date.days.map(|_| Grammar::TwoLines),
        days: head.date.days,
        format: field.format.unwrap_or_else(|| section_format(item.heading.as_deref())),
        places: field.places,
        title,
        groups: groups.groups,
        links,
        paid: titles.paid,
        written: Written {
            date: date.to_owned(),
            place: place.to_owned(),
            groups: groups_written.to_owned(),
            title: titles.written,
        },
        problems: report.finish(),
    }
}

fn group_page(group: &Group) -> Option<Link> {
    group.url.clone().map(|url| Link { title: group.name.clone(), url })
}

/// How one takes part where the place does not say.
fn section_format(section: Option<&str>) -> Format {
    let section = section.unwrap_or_default().to_lowercase();
    if section.contains("virtual") || section.contains("online") {
        Format::Virtual
    } else if section.contains("hybrid") {
        Format::Hybrid
    } else {
        Format::InPerson
    }
}

/// The head and the title lines, each with the lines that an editor wrapped under it. A title may
/// lack its bullet.
fn logical_lines<'a>(lines: &'a [Line<'a>]) -> Vec<Joined<'a>> {
    let mut starts = Vec::new();
    let mut head_is_whole = false;
    for (index, line) in lines.iter().enumerate() {
        let text = line.text.trim();
        let marked = text.trim_start_matches('$').starts_with("[**") || text.starts_with("**");
        let linked = starts.len() == 1 && head_is_whole && text.trim_start_matches('$').starts_with('[');
        // A line below a whole head that is neither wrapped nor a title: what a merge left there.
        let alien = starts.len() == 1 && head_is_whole && line.indent == 0 && index > 0;
        if index == 0 || line.bullet || marked || linked || alien {
            starts.push(index);
        }
        head_is_whole = text.contains("](") && !text.ends_with(['|', '+', '&', ',', ';']);
    }
    let ends = starts.iter().skip(1).copied().chain([lines.len()]);
    starts.iter().zip(ends).map(|(start, end)| Joined::new(lines, *start..end)).collect()
}
