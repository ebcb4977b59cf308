//! The groups of a first line: links and names, joined by whatever joins them.

use std::ops::Range;

use super::super::{Context, Group, ItemReport, Joined};
use crate::{
    knowledge::words::{self, Class},
    link,
    model::Code,
    newsletter::markdown::inline::{self, InlineLink},
    text,
};

/// What stands after the place.
#[derive(Debug, Default)]
pub(super) struct Groups {
    pub(super) groups: Vec<Group>,
    /// A bold link among them is the title, put on the first line; its bytes there.
    pub(super) title: Option<Range<usize>>,
}

/// Reads `range` of the first line. Without a second line (`alone`) a bold link is the title.
pub(super) fn read(
    line: &Joined<'_>,
    range: Range<usize>,
    alone: bool,
    context: &Context<'_>,
    report: &mut ItemReport<'_>,
) -> Groups {
    let links: Vec<InlineLink<'_>> = inline::links_with(&line.text, &context.definitions)
        .into_iter()
        .filter(|link| range.start <= link.span.start && link.span.start < range.end)
        .collect();
    let mut found = Groups::default();
    let mut end = range.end;
    if alone
        && let Some(title) = links.iter().find(|link| link.text.trim_start_matches('$').starts_with("**"))
    {
        end = title.span.start;
        found.title = Some(end..range.end);
    }
    let is_side =
        |link: &InlineLink<'_>| words::is(&text::fold(&inline::plain(link.text)), Class::LinkBeside);
    let all_side = links.iter().all(is_side);
    let mut at = range.start;
    for link in links.iter().filter(|link| link.span.start < end) {
        unlinked(line, at..link.span.start, &mut found.groups, report);
        at = link.span.end;
        if is_side(link) && !all_side {
            continue;
        }
        report.link_text(line, link);
        let name = inline::plain(link.text);
        let url = report.url(line, link, link::group_page);
        // A group may call itself by emoji alone.
        let says_something =
            |c: char| c.is_alphanumeric() || !c.is_ascii() && !matches!(c, '–' | '—' | '·' | '•' | '…');
        if !name.contains(says_something) {
            let known = url.as_deref().and_then(|url| context.knowledge.groups.canonical(url));
            let told = report.within(Code::BrokenMarkdown, line, link.span.clone(), "this link has no text");
            if let Some(group) = known {
                let right = format!("[{}]({})", group.name, link.url);
                told.replace(format!("write the group's name, {}", group.name), right, true);
            }
        } else if !link.is_bare() {
            found.groups.push(Group { name, url });
        }
    }
    unlinked(line, at.min(end)..end, &mut found.groups, report);
    found
}

/// Names without a link, between links or instead of them.
fn unlinked(line: &Joined<'_>, range: Range<usize>, groups: &mut Vec<Group>, report: &mut ItemReport<'_>) {
    let mut from = range.start;
    let run = &line.text[range.clone()];
    // `Rust and C++ Cardiff` is one name: only marks part names here, not words.
    let ends = [" + ", "|", ";"]
        .iter()
        .flat_map(|mark| run.match_indices(mark).map(|(at, mark)| (range.start + at, mark.len())));
    let mut ends: Vec<(usize, usize)> = ends.collect();
    ends.sort_unstable();
    ends.push((range.end, 0));
    for (end, length) in ends {
        let part = trim_joiners(&line.text[from..end]);
        if part.starts_with('(') || part.starts_with('[') {
            let span = from..end;
            report.within(Code::UnreadText, line, span, format!("`{part}` is not read"));
        } else if part.contains(char::is_alphanumeric) {
            groups.push(Group { name: inline::plain(part), url: None });
        }
        from = end + length;
    }
}

/// Without the words and marks that join names.
fn trim_joiners(mut text: &str) -> &str {
    loop {
        let before = text;
        text = text.trim().trim_matches(['+', '&', ',', '/', '-', '–', '•', '·', ':']).trim();
        for word in words::of(Class::GroupJoiner) {
            let head = text.split_whitespace().next().unwrap_or_default();
            if head.eq_ignore_ascii_case(word) {
                text = &text[head.len()..];
            }
            let tail = text.split_whitespace().next_back().unwrap_or_default();
            if tail.eq_ignore_ascii_case(word) {
                text = &text[..text.len() - tail.len()];
            }
        }
        if text == before {
            return text;
        }
    }
}
