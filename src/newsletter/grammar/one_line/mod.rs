//! The grammars before March 2022: one line an item, mostly without a year.
//!
//! ```text
//! * [8/17. Rust DC](url).                                                  2014 - Jan 2017
//! * [Mar 27. Berlin, DE - OpenTechSchool Berlin - Rust Hack and Learn](url). 2015 - Oct 2020
//! * [March 30, Dallas, TX, US - Last Tuesday - Dallas Rust](url)           Oct 2020 - Oct 2021
//! * [December 8, 2021 | Los Angeles, CA, US | **Title** | Group](url)       Nov 2021 - Feb 2022
//! ```
//!
//! Which grammar an item follows shows in its shape; only the order of group and title is decided by
//! what is known of groups, and by the issue's date where that does not tell.

mod dashed;
mod dates;
mod fields;
mod format;
mod group_or_title;
mod implied_place;
mod line;
mod piped;

use chrono::NaiveDate;

use self::{dashed::Order, dates::Resolved, line::Headline};
use super::{Context, Form, Format, Grammar, Group, ItemReport, Joined, Link, Listing, Written};
use crate::{
    link,
    model::{Code, Days},
    newsletter::markdown::{Item, inline},
};

/// From this issue on the title stands before the group.
const TITLE_FIRST: NaiveDate = NaiveDate::from_ymd_opt(2020, 10, 14).expect("a day of the calendar");

/// What stands behind the date, taken apart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Parsed {
    /// The place as written.
    place: Option<String>,
    title: String,
    group: Option<String>,
    /// What stands between title and group and is neither: `(Virtual)`.
    remark: String,
}

impl Parsed {
    /// Of fields as written; empty ones are none.
    fn new(place: Option<&str>, title: &str, group: Option<&str>) -> Self {
        let filled = |field: &str| Some(inline::plain(field)).filter(|field| !field.is_empty());
        Self {
            place: place.and_then(filled),
            title: title.to_owned(),
            group: group.and_then(filled),
            remark: String::new(),
        }
    }
}

/// Whatever no other form takes.
pub(super) const FORM: Form = Form { takes: |_| true, asks_for_the_date: true, read };

fn read(context: &Context<'_>, item: &Item<'_>) -> Listing {
    let knowledge = context.knowledge;
    let issue_date = context.issue.date;
    let mut report = context.report(item);
    report.characters();
    let joined = Joined::new(&item.lines, 0..item.lines.len());
    let whole = 0..joined.text.len();
    let headline = Headline::new(&joined.text, &context.definitions);
    let mut links = links(&headline, &joined, &mut report);
    let days = match &headline.date {
        Some(date) => days(date, issue_date, &joined, &mut report),
        None => {
            let told = report.within(Code::NoDate, &joined, whole.clone(), "this item names no day");
            told.help("begin it with the date");
            None
        }
    };

    let order = if issue_date < TITLE_FIRST { Order::GroupTitle } else { Order::TitleGroup };
    let page = links.first().and_then(|link| meetup_page(&link.url));
    let subject = headline.subject.trim();
    let mut parsed = if headline.date.is_none() {
        Parsed { title: inline::plain(subject), ..Parsed::default() }
    } else if headline.piped {
        piped::read(subject)
    } else {
        dashed::read(&inline::plain(subject), order, page.as_deref(), knowledge)
    };
    parsed.title = tidy(&parsed.title);

    let field = parsed.place.as_deref().map(|place| {
        let place = fields::without_street(place);
        let mut field = knowledge.places.read_field(place);
        field.findings.retain(|finding| !is_style(finding.code));
        match joined.text.find(place) {
            Some(start) => report.places(&joined, start, &field.findings),
            // Emphasis stood within it.
            None => {
                for finding in &field.findings {
                    report.within(finding.code, &joined, whole.clone(), &finding.message);
                }
            }
        }
        field
    });
    let said = field.as_ref().and_then(|field| field.format);
    let group = parsed.group.as_deref().unwrap_or_default();
    let words = [&parsed.title, group, &parsed.remark, &headline.tail];
    let format = format::format(item.heading.as_deref(), said, &words, &knowledge.places);
    let places = match field {
        Some(field) => field.places,
        None => {
            let here = format != Format::Virtual && order == Order::GroupTitle;
            let link = links.first().map(|link| &*link.url).filter(|_| here);
            implied_place::named(parsed.group.as_deref(), &parsed.title, here, link, knowledge)
                .into_iter()
                .collect()
        }
    };

    let not_an_event = days.is_some() && format::is_deadline(&parsed.title);
    if not_an_event {
        report.within(Code::NotAnEvent, &joined, headline.span.clone(), "a deadline is no event");
    }
    if links.is_empty() {
        report.line(Code::NoLink, 0, "this listing has no link to its event");
    }
    if days.is_some() && headline.tail.contains(char::is_alphanumeric) {
        let range = whole.end - headline.tail.len().min(whole.end)..whole.end;
        let message = format!("`{}` behind the link is not read", headline.tail);
        report.within(Code::UnreadText, &joined, range, message);
    }

    let grammar = headline.date.as_ref().map(|date| match order {
        _ if headline.piped => Grammar::Piped,
        _ if date.is_slashed() => Grammar::MonthSlashDay,
        Order::GroupTitle => Grammar::GroupTitle,
        Order::TitleGroup => Grammar::TitleGroup,
    });
    let group = parsed.group.as_ref().map(|name| Group {
        name: name.clone(),
        url: page
            .map(|page| format!("https://www.meetup.com/{page}"))
            .or_else(|| knowledge.groups.canonical(name).and_then(|known| known.url.clone())),
    });
    if let Some(main) = links.first_mut() {
        // Its text holds date and place too.
        main.title.clone_from(&parsed.title);
    }
    Listing {
        source: context.source(item),
        section: item.heading.as_deref().map(str::to_owned),
        grammar,
        days: days.filter(|_| !not_an_event),
        format,
        places,
        groups: group.into_iter().collect(),
        links,
        paid: joined.text.starts_with('$'),
        written: Written {
            date: headline.written_date.clone(),
            place: parsed.place.unwrap_or_default(),
            groups: parsed.group.unwrap_or_default(),
            title: subject.to_owned(),
        },
        title: parsed.title,
        problems: report.finish(),
    }
}

/// A title without the full stop that ends the line, and without a code mark that has no partner.
fn tidy(title: &str) -> String {
    let title = title.trim().trim_end_matches(['.', ',']).trim_end();
    if title.matches('`').count() == 1 { title.replace('`', "") } else { title.to_owned() }
}

/// Problems of a house style that came after these grammars.
fn is_style(code: Code) -> bool {
    matches!(code, Code::CountryStyle | Code::NoCountry | Code::NoSubdivision)
}

/// The days of a date, with what is to be told about them.
fn days(
    date: &line::FoundDate,
    issue: NaiveDate,
    joined: &Joined<'_>,
    report: &mut ItemReport<'_>,
) -> Option<Days> {
    if let Some((written, meant)) = &date.written.misspelt {
        let message = format!("`{written}` is read as {meant}");
        report.within(Code::DateStyle, joined, date.span.clone(), message);
    }
    match date.written.resolve(issue) {
        Resolved::Days(start, end) => Days::new(start, end),
        Resolved::Reversed(start) => {
            let message = "the last day lies before the first, which is kept";
            report.within(Code::EndBeforeStart, joined, date.span.clone(), message);
            Some(Days::single(start))
        }
        Resolved::NoSuchDay => {
            report.within(Code::BadDate, joined, date.span.clone(), "there is no such day");
            None
        }
    }
}

/// The links of an item in canonical form, the main one first, doubles left out. Documents, maps and
/// chats are links of the event only where there is no other.
fn links(headline: &Headline<'_>, joined: &Joined<'_>, report: &mut ItemReport<'_>) -> Vec<Link> {
    let mut found: Vec<Link> = Vec::new();
    for written in &headline.links {
        report.link_text(joined, written);
        let Some(url) = report.url(joined, written, link::canonical) else { continue };
        let double = found.iter().any(|link| link.url == url);
        if !double && (found.is_empty() || link::aside(&url).is_none()) {
            found.push(Link { title: inline::plain(written.text), url });
        }
    }
    found
}

/// The Meetup page of the group whose event a link is.
fn meetup_page(url: &str) -> Option<String> {
    match link::identity(url) {
        link::LinkId::Meetup { group, .. } => Some(group),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
