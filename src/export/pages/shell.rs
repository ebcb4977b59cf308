//! What every page has around it.

use url::form_urlencoded::byte_serialize;

use super::{super::wording, Site};

/// The frame of a page.
pub(super) struct Shell {
    /// What the browser's tab and search engines show.
    pub(super) title: String,
    /// One sentence for search engines and chats.
    pub(super) description: String,
    /// The way from the page to the folder: empty, `../` or more.
    pub(super) root: String,
    /// The page's own address, where the folder's is known.
    pub(super) address: Option<String>,
    /// Where the folder is hosted, with a slash at its end; else empty.
    pub(super) base: String,
    pub(super) as_of: String,
    pub(super) as_of_words: String,
}

impl Shell {
    pub(super) fn new(site: &Site<'_>, path: &str, title: &str, description: String) -> Self {
        let base = site.options.base_url.clone();
        let shown = path.strip_suffix("index.html").unwrap_or(path);
        Self {
            title: title.to_owned(),
            description,
            root: "../".repeat(path.matches('/').count()),
            address: base.as_ref().map(|base| format!("{base}{shown}")),
            base: base.unwrap_or_default(),
            as_of: site.catalogue.as_of.to_string(),
            as_of_words: wording::long_day(site.catalogue.as_of),
        }
    }

    /// The ways to subscribe to a feed of the folder.
    pub(super) fn subscribe(&self, path: &str, name: &str) -> Subscribe {
        let here = format!("{}{path}", self.root);
        let address = format!("{}{path}", self.base);
        let webcal = address.split_once("://").map(|(_, rest)| format!("webcal://{rest}"));
        let known = webcal.is_some();
        let encode = |text: &str| byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20");
        let (google, outlook, webcal) = match webcal {
            Some(webcal) => (
                format!("https://calendar.google.com/calendar/r?cid={}", encode(&webcal)),
                format!(
                    "https://outlook.live.com/calendar/0/addfromweb?url={}&name={}",
                    encode(&address),
                    encode(name)
                ),
                webcal,
            ),
            None => (here.clone(), here.clone(), here.clone()),
        };
        Subscribe { path: path.to_owned(), name: name.to_owned(), here, google, outlook, webcal, known }
    }
}

/// Links that add a feed to a calendar. The page's script makes them where the host is not known
/// beforehand.
pub(super) struct Subscribe {
    pub(super) path: String,
    pub(super) name: String,
    pub(super) here: String,
    pub(super) google: String,
    pub(super) outlook: String,
    pub(super) webcal: String,
    pub(super) known: bool,
}
