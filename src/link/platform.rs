//! A platform on which events have pages, and how it builds their addresses.

use url::Url;

use super::id::LinkId;

/// One platform. A new one is a file with a constant of this and a line in [`super::platforms`].
pub(super) struct Platform {
    /// Its host without `www.`, as in `data/link_rules.tsv`.
    pub(super) host: &'static str,
    /// Brings an address of its own into the one form.
    pub(super) normalise: fn(&mut Url),
    /// What the parts of such an address mean, where they are an event's or a group's.
    pub(super) identity: fn(&[&str]) -> Option<LinkId>,
    /// The page of the group to which an address belongs.
    pub(super) group_page: fn(&[&str]) -> Option<String>,
    /// The iCalendar file of the group to which an address belongs.
    pub(super) calendar: fn(&[&str]) -> Option<String>,
}
