//! Who asks: the client's address, behind proxies that we trust.

use anyhow::{Context as _, bail};
use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderMap, HeaderName, request::Parts};
use std::convert::Infallible;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The address of the client, as far as it can be believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientAddress {
    pub address: IpAddr,
    /// Whether the connection itself comes from a trusted proxy.
    pub is_behind_proxy: bool,
}

/// The peers whose `X-Forwarded-For` is believed.
#[derive(Clone, Debug, Default)]
pub struct Proxies(Vec<Network>);

#[derive(Clone, Copy, Debug)]
struct Network {
    address: u128,
    /// Bits that count, of the 128 of an address mapped to IPv6.
    prefix: u32,
}

/// The key by which limits count an address: IPv6 by its /64, which one client holds whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AddressKey(IpAddr);

impl Proxies {
    /// Addresses, or networks in CIDR form.
    ///
    /// # Errors
    ///
    /// When an entry is neither; the message names it.
    pub fn parse(entries: &[String]) -> anyhow::Result<Self> {
        entries.iter().map(|entry| parse_network(entry)).collect::<anyhow::Result<_>>().map(Self)
    }

    /// The client behind `peer`: the right-most address of the header that no proxy of ours has.
    pub fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut client = peer.to_canonical();
        if !self.contains(client) {
            return client;
        }
        let values: Vec<&str> = headers.get_all(FORWARDED_FOR).iter().filter_map(|value| value.to_str().ok()).collect();
        for hop in values.iter().rev().flat_map(|value| value.rsplit(',')) {
            // What stands left of something unreadable cannot be believed either.
            let Some(address) = parse_hop(hop.trim()) else {
                return client;
            };
            client = address;
            if !self.contains(client) {
                return client;
            }
        }
        client
    }

    /// Whether an address is that of a trusted proxy.
    pub fn contains(&self, address: IpAddr) -> bool {
        let bits = mapped(address);
        self.0.iter().any(|network| (bits ^ network.address).leading_zeros() >= network.prefix)
    }
}

impl ClientAddress {
    pub fn key(&self) -> AddressKey {
        match self.address {
            IpAddr::V4(_) => AddressKey(self.address),
            IpAddr::V6(address) => AddressKey(IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64))),
        }
    }
}

impl fmt::Display for AddressKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            IpAddr::V4(address) => address.fmt(formatter),
            IpAddr::V6(address) => write!(formatter, "{address}/64"),
        }
    }
}

impl<S: Sync> FromRequestParts<S> for ClientAddress {
    type Rejection = Infallible;

    /// Where no layer resolved it, everybody shares the unspecified address.
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let unknown = Self { address: Ipv4Addr::UNSPECIFIED.into(), is_behind_proxy: false };
        Ok(parts.extensions.get().copied().unwrap_or(unknown))
    }
}

/// The layer that finds the client's address once.
pub async fn resolve(State(proxies): State<Arc<Proxies>>, mut request: Request, next: Next) -> Response {
    if let Some(ConnectInfo(peer)) = request.extensions().get::<ConnectInfo<SocketAddr>>() {
        let peer = peer.ip();
        let client =
            ClientAddress { address: proxies.client(peer, request.headers()), is_behind_proxy: proxies.contains(peer) };
        request.extensions_mut().insert(client);
    }
    next.run(request).await
}

fn parse_network(entry: &str) -> anyhow::Result<Network> {
    let (address, prefix) = entry.split_once('/').map_or((entry, None), |(address, prefix)| (address, Some(prefix)));
    let what = || format!("a trusted proxy is neither an address nor a network: `{entry}`");
    let address: IpAddr = address.trim().parse().with_context(what)?;
    // An IPv4 network counts its bits after the 96 of the mapping.
    let (most, before) = if address.is_ipv4() { (32, 96) } else { (128, 0) };
    let prefix: u32 = prefix.map_or(Ok(most), str::parse).with_context(what)?;
    if prefix > most {
        bail!("{}", what());
    }
    Ok(Network { address: mapped(address), prefix: prefix + before })
}

/// An address of the header: bare, in brackets, or with a port.
fn parse_hop(hop: &str) -> Option<IpAddr> {
    hop.parse::<IpAddr>()
        .or_else(|_| hop.parse::<SocketAddr>().map(|socket| socket.ip()))
        .or_else(|_| hop.trim_start_matches('[').trim_end_matches(']').parse())
        .ok()
        .map(|address| address.to_canonical())
}

fn mapped(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => address.to_ipv6_mapped().to_bits(),
        IpAddr::V6(address) => address.to_bits(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    fn client(proxies: &[&str], peer: &str, forwarded: &[&str]) -> String {
        let proxies: Vec<String> = proxies.iter().map(|entry| (*entry).to_owned()).collect();
        let headers = forwarded.iter().map(|value| (FORWARDED_FOR, HeaderValue::try_from(*value).unwrap())).collect();
        Proxies::parse(&proxies).unwrap().client(peer.parse().unwrap(), &headers).to_string()
    }

    #[test]
    fn a_stranger_s_header_is_not_believed() {
        assert_eq!(client(&["10.0.0.0/8"], "192.0.2.1", &["198.51.100.7"]), "192.0.2.1");
        assert_eq!(client(&[], "10.0.0.1", &["198.51.100.7"]), "10.0.0.1");
    }

    #[test]
    fn the_right_most_untrusted_hop_is_the_client() {
        let proxies = ["10.0.0.0/8", "2001:db8::/32"];
        assert_eq!(client(&proxies, "10.0.0.1", &["6.6.6.6, 198.51.100.7, 10.1.1.1"]), "198.51.100.7");
        assert_eq!(client(&proxies, "10.0.0.1", &["6.6.6.6", "198.51.100.7:1234, 2001:db8::1"]), "198.51.100.7");
        assert_eq!(client(&proxies, "::ffff:10.0.0.1", &["[2001:dead::1]"]), "2001:dead::1");
        assert_eq!(client(&proxies, "10.0.0.1", &[]), "10.0.0.1");
        assert_eq!(client(&proxies, "10.0.0.1", &["6.6.6.6, nonsense, 10.1.1.1"]), "10.1.1.1");
    }

    #[test]
    fn a_network_that_is_none_is_named() {
        for entry in ["10.0.0.0/33", "::/129", "proxy.example", ""] {
            let error = Proxies::parse(&[entry.to_owned()]).unwrap_err();
            assert!(error.to_string().contains(&format!("`{entry}`")), "{error}");
        }
    }

    #[test]
    fn six_counts_by_its_sixty_four() {
        let key =
            |text: &str| ClientAddress { address: text.parse().unwrap(), is_behind_proxy: false }.key().to_string();
        assert_eq!(key("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
        assert_eq!(key("192.0.2.1"), "192.0.2.1");
    }
}
