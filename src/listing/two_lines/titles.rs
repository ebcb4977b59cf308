//! The title lines: what takes place, and the event's links.

use std::ops::Range;

use super::super::{Context, Joined, Link, Report};
use crate::{
    link,
    markdown::inline::{self, InlineLink},
    problem::Code,
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

/// Texts of links that only say what the link does.
const GENERIC: [&str; 24] = [
    "alt link",
    "details",
    "event",
    "event link",
    "event page",
    "here",
    "info",
    "join",
    "link",
    "map",
    "meetup",
    "meetup page",
    "mirror",
    "more",
    "more info",
    "page",
    "register",
    "registration",
    "rsvp",
    "sign up",
    "stream",
    "tickets",
    "website",
    "zoom",
];

/// Reads the title on the `first` line, where it stands there, else the lines below it.
pub(super) fn read(
    on_first: Option<Range<usize>>,
    lines: &[Joined<'_>],
    first: &Joined<'_>,
    context: &Context<'_>,
    report: &mut Report<'_>,
) -> Titles {
    let mut titles = Titles::default();
    let all: Vec<(&Joined<'_>, Range<usize>)> = match on_first {
        Some(range) => vec![(first, range)],
        None => lines.iter().map(|line| (line, 0..line.text.len())).collect(),
    };
    titles.written =
        all.iter().map(|(line, range)| line.text[range.clone()].trim()).collect::<Vec<_>>().join("\n");
    // A note below the title, or above it, has no link.
    let any_link =
        all.iter().any(|(line, _)| !inline::links_with(&line.text, &context.definitions).is_empty());
    let mut asides = Vec::new();
    for (line, range) in all {
        read_line(line, range, any_link, context, report, &mut titles, &mut asides);
    }
    // An event that is announced in a chat or a document only has its link there.
    if titles.links.is_empty() {
        titles.links.extend(asides.into_iter().take(1));
    }
    titles
}

fn read_line(
    line: &Joined<'_>,
    range: Range<usize>,
    any_link: bool,
    context: &Context<'_>,
    report: &mut Report<'_>,
    titles: &mut Titles,
    asides: &mut Vec<Link>,
) {
    let links: Vec<InlineLink<'_>> = inline::links_with(&line.text, &context.definitions)
        .into_iter()
        .filter(|link| range.contains(&link.span.start))
        .collect();
    let Some(main) = links.iter().find(|link| link::aside(link.url).is_none()).or(links.first()) else {
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
    if titles.title.is_empty() {
        let span = main.span.clone();
        titles.title = title(lead, own, main, tail, |code, text| {
            report.within(code, line, span.clone(), format!("`{text}` beside the title is not read"));
        });
    }
    for link in &links {
        report.link_text(line, link);
        let Some(url) = report.url(line, link, link::canonical) else { continue };
        let (text, _) = without_dollar(link.text);
        let read = Link { title: inline::plain(text), url };
        if titles.links.iter().chain(&*asides).any(|other| other.url == read.url) {
            continue;
        }
        if link::aside(&read.url).is_some() || (link != main && is_aside(&read.title)) {
            asides.push(read);
        } else {
            titles.links.push(read);
        }
    }
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
    let generic = plain_own.is_empty() || GENERIC.contains(&&*text::fold(&plain_own));
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

/// Tells of words between links, unless they announce the next one (`Stream: [here](url)`).
fn unread(line: &Joined<'_>, range: Range<usize>, report: &mut Report<'_>) {
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
    const WORDS: [&str; 12] = [
        "map", "maps", "chat", "telegram", "whatsapp", "discord", "slack", "slides", "document", "doc",
        "notes", "pdf",
    ];
    let words = text::fold(title);
    // A long text is a title that happens to hold such a word.
    words.split(' ').count() <= 3 && words.split(' ').any(|word| WORDS.contains(&word))
}
