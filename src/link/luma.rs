//! How Luma builds its addresses.

use super::{id::LinkId, platform::Platform};

const HOST: &str = "luma.com";

pub(super) const PLATFORM: Platform = Platform {
    host: HOST,
    normalise: |url| {
        // It fails only for URLs without a host.
        let _ = url.set_host(Some(HOST));
    },
    // An event or a calendar, by its name in addresses.
    identity: |segments| {
        let own = segments.iter().find(|segment| segment.starts_with("evt-")).or(segments.last())?;
        Some(LinkId::Page { platform: "luma", id: own.to_ascii_lowercase(), shared: false })
    },
    group_page: |_| None,
    // `https://luma.com/calendar/cal-ID`; a calendar's short name does not say its id.
    calendar: |segments| {
        let ["calendar", id] = segments else { return None };
        let plain = id.strip_prefix("cal-")?.bytes().all(|byte| byte.is_ascii_alphanumeric());
        plain.then(|| format!("https://api.luma.com/ics/get?entity=calendar&id={id}"))
    },
};
