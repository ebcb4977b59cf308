//! The grammars before March 2022: one line an item, the date without a year at its head.

use super::{Context, Format, Listing, Written};
use crate::{
    markdown::{Item, inline},
    problem::Code,
};

/// Reads an item that does not begin with an ISO date.
pub(crate) fn read(context: &Context<'_>, item: &Item<'_>) -> Listing {
    let mut report = context.report(item);
    report.line(Code::NoDate, 0, "this item does not begin with a date").help("write it as YYYY-MM-DD");
    let text = item.lines.iter().map(|line| &*line.text).collect::<Vec<_>>().join(" ");
    Listing {
        source: context.source(item),
        section: item.heading.as_deref().map(str::to_owned),
        grammar: None,
        days: None,
        format: Format::InPerson,
        places: Vec::new(),
        title: inline::plain(&text),
        groups: Vec::new(),
        links: Vec::new(),
        paid: false,
        written: Written { title: text, ..Written::default() },
        problems: report.finish(),
    }
}
