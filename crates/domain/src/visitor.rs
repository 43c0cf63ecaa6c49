//! The visitor: who asks, as far as limits, events and mails want to know.

// Addresses as values: nothing is opened.
use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Who asks: an address, its network, and what the program calls itself.
///
/// The address is for limits in memory and is stored only as
/// [`KeyRing::hash_address`](crate::keys::KeyRing::hash_address); the network is stored in clear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visitor {
    /// The key by which limits count: an IPv4 address, or the /64 of an IPv6 one.
    pub address: String,
    /// The /24 of an IPv4 address, the /48 of an IPv6 one.
    pub network: String,
    /// Cleaned and cut; empty when the program said nothing.
    pub user_agent: String,
}

/// Characters that are kept of what a program calls itself.
const LONGEST_USER_AGENT: usize = 200;

impl Visitor {
    pub fn new(address: IpAddr, user_agent: &str) -> Self {
        let address = address.to_canonical();
        let user_agent = user_agent.chars().filter(|it| !it.is_control()).take(LONGEST_USER_AGENT).collect();
        Self { address: address_key(address), network: network(address), user_agent }
    }

    /// What somebody recognises: "Firefox (Linux)", or the first word of a tool.
    pub fn device(&self) -> String {
        device_of(&self.user_agent)
    }
}

fn address_key(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => format!("{}/64", cut(address, 64)),
    }
}

fn network(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => {
            let [a, b, c, _] = address.octets();
            format!("{}/24", Ipv4Addr::new(a, b, c, 0))
        }
        IpAddr::V6(address) => format!("{}/48", cut(address, 48)),
    }
}

/// The first `bits` of an address, the rest zero.
fn cut(address: Ipv6Addr, bits: u32) -> Ipv6Addr {
    Ipv6Addr::from_bits(address.to_bits() >> (128 - bits) << (128 - bits))
}

/// Marks of browsers; whoever stands first also wears the marks of the later ones.
const BROWSERS: [(&str, &str); 7] = [
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

/// Marks of systems, the more particular ones first.
const SYSTEMS: [(&str, &str); 7] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
];

/// What somebody recognises of what a browser or tool calls itself.
pub fn device_of(user_agent: &str) -> String {
    let found = |table: &[(&str, &'static str)]| {
        table.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| *name)
    };
    match (found(&BROWSERS), found(&SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser} ({system})"),
        (Some(browser), None) => browser.to_owned(),
        _ => user_agent.split_whitespace().next().unwrap_or_default().chars().take(60).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn visitor(address: &str, user_agent: &str) -> Visitor {
        Visitor::new(address.parse().unwrap(), user_agent)
    }

    #[test]
    fn addresses_count_by_key_and_are_shown_by_network() {
        let table = [
            ("192.0.2.77", "192.0.2.77", "192.0.2.0/24"),
            ("::ffff:192.0.2.77", "192.0.2.77", "192.0.2.0/24"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64", "2001:db8:1::/48"),
        ];
        for (address, key, network) in table {
            let visitor = visitor(address, "");
            assert_eq!((&visitor.address[..], &visitor.network[..]), (key, network));
        }
    }

    #[test]
    fn devices_are_named_as_people_know_them() {
        let table = [
            ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox (Linux)"),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 \
                 Safari/537.36 Edg/126.0.0.0",
                "Edge (Windows)",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Safari/604.1",
                "Safari (iPhone)",
            ),
            ("curl/8.5.0", "curl/8.5.0"),
            ("", ""),
        ];
        for (user_agent, expected) in table {
            assert_eq!(visitor("192.0.2.1", user_agent).device(), expected);
        }
    }

    #[test]
    fn what_a_program_calls_itself_is_cleaned_and_cut() {
        let visitor = visitor("192.0.2.1", &format!("a\r\nb\0{}", "x".repeat(10_000)));
        assert!(visitor.user_agent.starts_with("abx"));
        assert_eq!(visitor.user_agent.chars().count(), 200);
    }
}
