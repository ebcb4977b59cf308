//! What `build` writes: one function that makes the whole folder in memory.

use super::{
    atom, cfp,
    feeds::{self, FeedKind, FeedRow},
    ics, json,
    options::Options,
    pages, schema,
};
use crate::{
    catalogue::Catalogue,
    knowledge::Knowledge,
    output::{FEEDS_FILE, FILES_FILE, Tree, passes},
    selection::Known,
};

/// Why a folder could not be made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A document could not be put into JSON.
    #[error("cannot make the JSON documents: {0}")]
    Json(#[from] serde_json::Error),
    /// The page's template failed.
    #[error("cannot make the page: {0}")]
    Page(#[from] askama::Error),
}

/// Makes every file of the folder.
///
/// # Errors
///
/// When a document cannot be made, which no input should bring about.
pub fn generate(catalogue: &Catalogue, knowledge: &Knowledge, options: &Options) -> Result<Tree, Error> {
    let base_url = options.base_url.as_deref();
    let known = Known::of(catalogue, knowledge);
    let feeds = feeds::all(catalogue, knowledge, &known, options.history, options.withdrawn);
    let mut printer = ics::Printer::new(catalogue, options.withdrawn);
    let mut tree = Tree::new();
    for feed in &feeds {
        let text = printer.print(&feed.events, &feed.header(base_url));
        tree.insert(feed.path.clone(), text.into_bytes());
        let document = match feed.kind {
            FeedKind::All => "events.json",
            FeedKind::Archive => "archive.json",
            _ => continue,
        };
        tree.insert(document.to_owned(), json::print(catalogue, &feed.events)?.into_bytes());
    }
    let mut rows: Vec<FeedRow> = feeds.iter().map(feeds::Feed::row).collect();
    for news in feeds::news(catalogue, &feeds, options.history, options.withdrawn, base_url) {
        let text = atom::print(catalogue, &news.events, &news.head);
        tree.insert(news.head.path.clone(), text.into_bytes());
        rows.push(news.row());
    }
    let shown = catalogue.events.iter().filter(|event| options.withdrawn.shows(event.status));
    for event in shown.filter(|event| event.days.end() >= catalogue.as_of) {
        let header = ics::Header::of_event(event, base_url);
        let text = printer.print(&[event], &header);
        tree.insert(feeds::event_file(event), text.into_bytes());
    }
    let calls = cfp::open(catalogue, knowledge);
    tree.insert("cfp.ics".to_owned(), cfp::calendar(&calls, base_url).into_bytes());
    let dated = calls.iter().filter(|call| call.closes.is_some()).count();
    let (path, title) = ("cfp.ics".to_owned(), cfp::TITLE.to_owned());
    rows.push(FeedRow { path, title, kind: FeedKind::Calls, count: dated, same_as: None });
    tree.insert("cfp.json".to_owned(), cfp::json(catalogue, &calls)?.into_bytes());
    tree.insert("events.schema.json".to_owned(), schema::print().into_bytes());
    tree.insert(FEEDS_FILE.to_owned(), feeds::print(&rows)?.into_bytes());
    pages::add(catalogue, knowledge, known, &feeds, &calls, options, &mut tree)?;
    let passing: Vec<&str> = tree.keys().map(String::as_str).filter(|path| passes(path)).collect();
    let passing = passing.join("\n");
    tree.insert(FILES_FILE.to_owned(), format!("{passing}\n").into_bytes());
    Ok(tree)
}
