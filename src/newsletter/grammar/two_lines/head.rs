//! The first line: date, place and groups, parted by pipes or by what stands for them.

use std::ops::Range;

use super::super::{
    Context,
    iso_dates::{self, DateField, DateFinding},
};
use crate::{model::Code, newsletter::markdown::inline};

/// The parts of a first line as bytes of its text, trimmed.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) date: DateField,
    /// Empty where there is none.
    pub(super) place: Range<usize>,
    /// Everything after the place.
    pub(super) groups: Range<usize>,
    /// What is worth telling about how the parts are parted.
    pub(super) findings: Vec<DateFinding>,
}

impl Head {
    pub(super) fn read(text: &str, context: &Context<'_>) -> Self {
        let date = iso_dates::read(text).or_else(|| iso_dates::mistyped(text)).unwrap_or(DateField {
            days: None,
            length: 0,
            findings: vec![DateFinding {
                code: Code::NoDate,
                span: 0..text.len(),
                message: "this item does not begin with a date that can be read".to_owned(),
                replacement: None,
            }],
        });
        let mut findings = Vec::new();
        let links = inline::links_with(text, &context.definitions);
        let mut start = date.length;
        let behind = text[start..].trim_start();
        let at = text.len() - behind.len();
        if behind.starts_with('|') {
            start = at + 1;
        } else if !behind.is_empty() {
            let content = behind.trim_start_matches(['-', '–', '—', ':', ',', ' ']);
            findings.push(missing_pipe("date", start..text.len() - content.len()));
            start = text.len() - content.len();
        }

        let fields = fields(text, start);
        let linked = |field: &Range<usize>| {
            links.iter().find(|link| field.contains(&link.span.start)).map(|link| link.span.start)
        };
        let none = text.len()..text.len();
        let (place, groups) = match fields.as_slice() {
            [] => (none.clone(), none),
            [first, rest @ ..] => match linked(first) {
                // `2022-03-03 | [Group](url)`
                Some(link) if !text[first.start..link].contains(char::is_alphanumeric) => {
                    (first.start..first.start, first.clone())
                }
                // `2023-12-19 | Virtual (Linz, AT) [Group](url)`
                Some(link) => {
                    let place = trimmed(text, first.start..link);
                    findings.push(missing_pipe("place", place.end..link));
                    (place, link..first.end)
                }
                None if rest.is_empty() && !says_where(&text[first.clone()], context) => {
                    (first.start..first.start, first.clone())
                }
                None => {
                    // `2025-01-01 | Virtual | Berlin, DE | [Group](url)`
                    let more = rest
                        .iter()
                        .take_while(|field| {
                            linked(field).is_none() && says_where(&text[(*field).clone()], context)
                        })
                        .count();
                    let place = first.start..fields[more].end;
                    let groups = rest.get(more).cloned().unwrap_or(none);
                    (place, groups)
                }
            },
        };
        let groups = match fields.last() {
            Some(last) if !groups.is_empty() => groups.start..last.end,
            _ => groups,
        };
        if text[place.clone()].is_empty() {
            findings.push(DateFinding {
                code: Code::NoPlace,
                span: place.clone(),
                message: "this listing does not say where it takes place".to_owned(),
                replacement: None,
            });
        }
        Self { date, place, groups, findings }
    }
}

fn missing_pipe(after: &str, span: Range<usize>) -> DateFinding {
    DateFinding {
        code: Code::MissingPipe,
        span,
        message: format!("there is no `|` after the {after}"),
        replacement: Some(" | ".to_owned()),
    }
}

/// The non-empty parts between pipes; an empty first one stays. One in a link does no harm: the groups go from
/// the first link to the end.
fn fields(text: &str, start: usize) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = start;
    let pipes =
        text[start..].match_indices('|').map(|(at, _)| start + at).filter(|at| !text[..*at].ends_with('\\'));
    for end in pipes.chain([text.len()]) {
        let field = trimmed(text, from..end);
        if !field.is_empty() || (found.is_empty() && end < text.len()) {
            found.push(field);
        }
        from = end + 1;
    }
    found
}

fn says_where(text: &str, context: &Context<'_>) -> bool {
    let places = &context.knowledge.places;
    places.is_place(text) || places.read_field(text).format.is_some()
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    let start = range.start + part.len() - part.trim_start().len();
    start..start + part.trim().len()
}
