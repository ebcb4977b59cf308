//! Which addresses may be asked: nothing private, whatever a name or a redirect says.

use std::{
    fmt, io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, ToSocketAddrs},
    sync::Arc,
};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Host, Url};

/// Finds the addresses of a name; tests have one of their own.
pub trait Names: fmt::Debug + Send + Sync {
    /// The addresses of a host's name.
    ///
    /// # Errors
    ///
    /// When there are none, or nobody answers.
    fn addresses(&self, name: &str) -> io::Result<Vec<IpAddr>>;
}

/// The system's names.
#[derive(Debug, Clone, Copy)]
pub struct SystemNames;

impl Names for SystemNames {
    fn addresses(&self, name: &str) -> io::Result<Vec<IpAddr>> {
        Ok((name, 0).to_socket_addrs()?.map(|address| address.ip()).collect())
    }
}

/// Whether a connection to an address may be made.
pub type MayConnect = fn(IpAddr) -> bool;

/// Whether an address is one of the public internet: no private, local or special one, and none that
/// carries such a one in it (RFC 6890, RFC 4291, RFC 6052, RFC 3056).
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let shared = a == 100 && (64..128).contains(&b);
    let benchmarks = a == 198 && (18..20).contains(&b);
    let protocol = a == 192 && b == 0 && c == 0;
    !(a == 0
        || a >= 224
        || shared
        || benchmarks
        || protocol
        || address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation())
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let parts = address.segments();
    let embedded = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match parts {
        // ::a.b.c.d, ::ffff:a.b.c.d, 64:ff9b::a.b.c.d, 2002:ab:cd::
        [0, 0, 0, 0, 0, 0 | 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => embedded(high, low),
        [0x2002, high, low, ..] => embedded(high, low),
        // Global unicast, without documentation, Teredo and what is for protocols (2001::/23).
        [first, second, ..] => {
            first & 0xe000 == 0x2000 && !(first == 0x2001 && (second < 0x200 || second == 0xdb8))
        }
    }
}

/// Why a URL may not be asked; `None` where it may. A name is looked at when it is resolved.
pub(super) fn refusal(url: &Url, may_connect: MayConnect) -> Option<&'static str> {
    if !matches!(url.scheme(), "http" | "https") {
        return Some("neither http nor https");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Some("it carries a user or a password");
    }
    let address = match url.host() {
        Some(Host::Ipv4(address)) => IpAddr::V4(address),
        Some(Host::Ipv6(address)) => IpAddr::V6(address),
        Some(Host::Domain(_)) => return None,
        None => return Some("it names no host"),
    };
    (!may_connect(address)).then_some(PRIVATE)
}

/// What is said of an address that may not be asked.
pub(super) const PRIVATE: &str = "it leads to a private address; --allow-private permits that";

/// Resolves names for the client, and gives nothing back where one of the addresses may not be asked:
/// then none of them is trusted.
#[derive(Debug)]
pub(super) struct Guard {
    pub names: Arc<dyn Names>,
    pub may_connect: MayConnect,
}

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let (names, may_connect) = (Arc::clone(&self.names), self.may_connect);
        Box::pin(async move {
            let name = name.as_str().to_owned();
            let found = tokio::task::spawn_blocking(move || names.addresses(&name)).await??;
            if !found.iter().all(|address| may_connect(*address)) {
                return Err(PRIVATE.into());
            }
            let addresses = found.into_iter().map(|address| SocketAddr::new(address, 0));
            Ok(Box::new(addresses.collect::<Vec<_>>().into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_public_and_what_is_not() {
        for public in ["1.1.1.1", "185.199.108.153", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"]
        {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
        for private in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "127.1.2.3",
            "169.254.169.254",
            "172.16.0.1",
            "192.0.0.8",
            "192.0.2.1",
            "192.168.0.1",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::127.0.0.1",
            "64:ff9b::a00:1",
            "2002:7f00:1::",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "2001:db8::1",
            "2001::1",
            "100::1",
        ] {
            assert!(!is_public(private.parse().unwrap()), "{private}");
        }
    }

    #[test]
    fn urls_that_may_not_be_asked() {
        let refused = |url: &str| refusal(&Url::parse(url).unwrap(), is_public).is_some();
        for url in [
            "ftp://x.example/",
            "file:///etc/passwd",
            "https://u@x.example/",
            "https://u:p@x.example/",
            "http://127.0.0.1/",
            "http://0x7f.1/",
            "http://2130706433/",
            "http://[::1]/",
            "http://169.254.169.254/latest",
        ] {
            assert!(refused(url), "{url}");
        }
        assert!(!refused("https://www.meetup.com/rust-ort/events/ical/"));
        assert!(!refused("http://1.1.1.1/"));
    }
}
