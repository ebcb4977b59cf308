//! Programs that write the organising group into ORGANIZER: pretix (one calendar an event), mobilizon
//! and hasgeek (one a group or conference).

use super::{Platform, Seen, product};

pub(super) const PLATFORM: Platform = Platform { is, group, page: |seen| seen.url("URL") };

/// What stands in the `PRODID` of these programs.
const PRODUCTS: [&str; 4] = ["pretix", "mobilizon", "hasgeek", "eventbrite"];

fn is(seen: &Seen<'_>) -> bool {
    let product = product(seen.calendar);
    PRODUCTS.iter().any(|name| product.contains(name))
}

fn group(seen: &Seen<'_>) -> (Option<String>, Option<String>) {
    match seen.organizer() {
        Some(name) => (Some(name), None),
        None => (seen.calendar_name(), seen.calendar_url()),
    }
}
