//! The title lines: what takes place, and the event's links.

use std::ops::Range;

use super::super::{Context, ItemReport, Joined, Link};
use crate::{
    knowledge::words::{self, Class},
    link,
    model::Code,
    newsletter::markdown::inline::{self, InlineLink},
    text,
};

/// What the title lines say.
#[derive(Debug, Default)]
pub(super) struct Titles {
    /// Empty where there is none.
    pub(super) title: String,
    /// The main link first; without documents, maps and chats.
    pub(super) links: Vec<Link>,
    pub(super) paid: bool,
    /// The lines as written.
    pub(super) written: String,
}

/// Reads the title on the `first` line, where it stands there, else the lines below it.
pub(super) fn read(
    on_first: Option<Range<usize>>,
    lines: &[Joined<'_>],
    first: &Joined<'_>,
    context: &Context<'_>,
    report: &mut ItemReport<'_>,
) -> Titles {
    let mut titles = Titles::default();
    let all: Vec<(&Joined<'_>, Range<usize>)> = match on_first {
        Some(range) => vec![(first, range)],
        None => lines.iter().map(|line| (line, 0..line.text.len())).collect(),
    };
    // A note below the title, or above it, has no link.
    let linked = |line: &Joined<'_>| !inline::links_with(&line.text, &context.definitions).is_empty();
    let any_link = all.iter().any(|(line, _)| linked(line));
    let written = all.iter().filter(|(line, _)| !any_link || linked(line));
    titles.written =
        written.map(|(line, range)| line.text[range.clone()].trim()).collect::<Vec<_>>().join("\n");
    for (line, range) in all {
        read_line(line, range, any_link, context, report, &mut titles);
    }
    titles
}

fn read_line(
    line: &Joined<'_>,
    range: Range<usize>,
    any_link: bool,
    context: &Context<'_>,
    report: &mut ItemReport<'_>,
    titles: &mut Titles,
) {
    let links: Vec<InlineLink<'_>> = inline::links_with(&line.text, &context.definitions)
        .into_iter()
        .filter(|link| range.contains(&link.span.start))
        .collect();
    let Some(main) = main(&links) else {
        let (content, paid) = without_dollar(&line.text[range.clone()]);
        titles.paid |= paid;
        let (content, whole) = inline::plain_and_whole(content);
        if !any_link && titles.title.is_empty() {
            titles.title = content;
            if !whole {
                report.emphasis(line, range);
            }
        } else if content.contains(char::is_alphanumeric) {
            report.within(Code::UnreadText, line, range, format!("`{content}` is not read"));
        }
        return;
    };
    // What stands before, between and behind the links.
    let mut at = range.start;
    let mut lead = "";
    let mut tail = "";
    for link in &links {
        let run = &line.text[at..link.span.start.max(at)];
        if link == main {
            lead = run;
        } else if at == main.span.end {
            tail = run;
        } else {
            unread(line, at..link.span.start, report);
        }
        at = link.span.end;
    }
    let last = at..range.end.max(at);
    if at == main.span.end {
        tail = &line.text[last];
    } else {
        unread(line, last, report);
    }
    let (lead, lead_paid) = without_dollar(lead);
    let (own, own_paid) = without_dollar(main.text);
    titles.paid |= lead_paid || own_paid || tail.trim() == "$";
    let is_first = titles.title.is_empty();
    if is_first {
        let span = main.span.clone();
        titles.title = title(lead, own, main, tail, |code, text| {
            report.within(code, line, span.clone(), format!("`{text}` beside the title is not read"));
        });
    }
    // A further session is read by its link; a date or a note behind it is not.
    if !is_first && plain_words(tail) {
        let words = inline::plain(tail);
        report.within(Code::UnreadText, line, main.span.clone(), format!("`{}` is not read", words.trim()));
    }
    for link in [main].into_iter().chain(links.iter().filter(|link| *link != main)) {
        report.link_text(line, link);
        let Some(url) = report.url(line, link, link::canonical) else { continue };
        let (text, _) = without_dollar(link.text);
        let read = Link { title: inline::plain(text), url };
        // An event's own link stays, whatever its host: some are announced in a chat only.
        let kept = (is_first && link == main) || (link::aside(&read.url).is_none() && !is_aside(&read.title));
        if kept && titles.links.iter().all(|other| other.url != read.url) {
            titles.links.push(read);
        }
    }
}

/// The link that is the title: the first in bold, else the first that has a text of its own.
fn main<'l, 'a>(links: &'l [InlineLink<'a>]) -> Option<&'l InlineLink<'a>> {
    let own = |link: &&InlineLink<'_>| {
        let text = inline::plain(without_dollar(link.text).0);
        !is_aside(&text) && !is_generic(&text)
    };
    let bold = |link: &&InlineLink<'_>| link.text.trim_start_matches(['$', ' ']).starts_with("**");
    links
        .iter()
        .find(|link| bold(link) && own(link))
        .or_else(|| links.iter().find(own))
        .or_else(|| links.first())
}

/// Puts a title together from its link and the text before and behind it.
fn title(
    lead: &str,
    own: &str,
    link: &InlineLink<'_>,
    tail: &str,
    mut tell: impl FnMut(Code, &str),
) -> String {
    let plain_lead = inline::plain(lead);
    let plain_lead = plain_lead.trim_end_matches(['|', ' ']);
    let named = plain_lead.contains(char::is_alphanumeric);
    let plain_own = if link.is_bare() { String::new() } else { inline::plain(own) };
    let generic = is_generic(&plain_own);
    let continued = tail.trim_start_matches(['*', '_']).starts_with(':') && !tail.trim_end().ends_with(':');
    if named && generic {
        return plain_lead.trim_end_matches([':', '-', '–', '(', ' ']).to_owned();
    }
    if named && plain_lead.ends_with([':', '-', '–']) {
        return format!("{plain_lead} {plain_own}");
    }
    if named {
        tell(Code::UnreadText, plain_lead);
    }
    if continued {
        // `[**Meetup #17**](url): Talk`
        let more = inline::plain(tail.trim_start_matches(['*', '_']));
        return format!("{plain_own}{}", more.trim_end_matches(['|', '-', ' ']));
    }
    let plain_tail = inline::plain(tail);
    if plain_tail.contains(char::is_alphanumeric) && !plain_tail.ends_with(':') {
        tell(Code::UnreadText, &plain_tail);
    }
    plain_own
}

/// Whether a text holds words that announce nothing behind them.
fn plain_words(text: &str) -> bool {
    let plain = inline::plain(text);
    plain.contains(char::is_alphanumeric) && !plain.ends_with(':')
}

/// Whether a link's text says only what the link does.
fn is_generic(text: &str) -> bool {
    text.is_empty() || words::is(&text::fold(text), Class::LinkAction)
}

/// Tells of words between links, unless they announce the next one (`Stream: [here](url)`).
fn unread(line: &Joined<'_>, range: Range<usize>, report: &mut ItemReport<'_>) {
    let Some(run) = line.text.get(range.clone()).map(str::trim) else { return };
    if run.contains(char::is_alphanumeric) && !run.ends_with(':') {
        report.within(Code::UnreadText, line, range, format!("`{run}` is not read"));
    }
}

/// Text without the dollar sign that marks a paid event, and whether there was one.
fn without_dollar(text: &str) -> (&str, bool) {
    let marks = text.len() - text.trim_start_matches(['*', '_', ' ', '\\']).len();
    match text[marks..].strip_prefix('$') {
        // `$100 in prizes`
        Some(rest) if !rest.starts_with(|c: char| c.is_ascii_digit()) => {
            // Emphasis round the sign would lose its beginning: `**$ Title**`.
            let title = if marks == 0 { rest } else { rest.trim_end_matches(['*', '_']) };
            (title, true)
        }
        _ => (text, false),
    }
}

/// Whether a link's text says that it leads to a document, a map or a chat.
fn is_aside(title: &str) -> bool {
    let folded = text::fold(title);
    // A long text is a title that happens to hold such a word.
    folded.split(' ').count() <= 3 && folded.split(' ').any(|word| words::is(word, Class::LinkAside))
}
