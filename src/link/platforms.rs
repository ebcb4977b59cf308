//! The list of platforms.

use url::Url;

use super::{eventbrite, host, luma, meetup, platform::Platform, rules::host_matches};

const PLATFORMS: [&Platform; 3] = [&meetup::PLATFORM, &luma::PLATFORM, &eventbrite::PLATFORM];

/// The platform on which an address lies.
pub(super) fn of(url: &Url) -> Option<&'static Platform> {
    PLATFORMS.into_iter().find(|platform| host_matches(platform.host, host(url)))
}
