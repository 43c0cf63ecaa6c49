//! The relying party of WebAuthn: which host the keys of people are bound to.

use url::{Host, Url};

/// The host that keys are bound to, and the one origin that may use them.
///
/// WebAuthn level 3, 5.1.2: the RP id is the host of the origin or a parent domain of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelyingParty {
    pub id: String,
    pub origin: Url,
}

/// Why browsers do not offer WebAuthn under an address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WebauthnOff {
    #[error(
        "browsers bind security keys and passkeys to a host name, and the address of this index is the IP address `{0}`"
    )]
    IpAddress(String),
    #[error(
        "browsers take security keys and passkeys only over https or on localhost, and the address of this index is `{0}`"
    )]
    PlainHttp(String),
}

/// Keys are enrolled for a host that the address of the index is no longer under.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "security keys and passkeys are enrolled for the host `{enrolled}`, which the public URL does not cover: `{public_url}`"
)]
pub struct NotCovered {
    pub enrolled: String,
    pub public_url: String,
}

impl RelyingParty {
    /// The relying party of an address; its RP id is the host.
    ///
    /// # Errors
    /// [`WebauthnOff`] for an IP address, and for plain http other than localhost.
    pub fn of(public_url: &Url) -> Result<Self, WebauthnOff> {
        let host = match public_url.host() {
            Some(Host::Domain(host)) => host.to_owned(),
            Some(Host::Ipv4(address)) => return Err(WebauthnOff::IpAddress(address.to_string())),
            Some(Host::Ipv6(address)) => return Err(WebauthnOff::IpAddress(address.to_string())),
            None => return Err(WebauthnOff::PlainHttp(public_url.to_string())),
        };
        let is_local = host == "localhost" || host.ends_with(".localhost");
        if public_url.scheme() != "https" && !is_local {
            return Err(WebauthnOff::PlainHttp(public_url.to_string()));
        }
        Ok(Self { id: host, origin: public_url.clone() })
    }

    /// The same origin with the RP id that keys are enrolled for already.
    ///
    /// # Errors
    /// [`NotCovered`] unless that is the host or a parent domain of it.
    pub fn with_enrolled(self, enrolled: &str) -> Result<Self, NotCovered> {
        let is_parent = self.id.strip_suffix(enrolled).is_some_and(|rest| rest.ends_with('.'));
        if self.id != enrolled && !is_parent {
            return Err(NotCovered { enrolled: enrolled.to_owned(), public_url: self.origin.to_string() });
        }
        Ok(Self { id: enrolled.to_owned(), ..self })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(url: &str) -> Result<String, WebauthnOff> {
        RelyingParty::of(&Url::parse(url).unwrap()).map(|party| party.id)
    }

    #[test]
    fn the_host_is_the_rp_id() {
        assert_eq!(of("https://index.example:8443/"), Ok("index.example".to_owned()));
        assert_eq!(of("http://localhost:8080"), Ok("localhost".to_owned()));
        assert_eq!(of("http://pypi.localhost"), Ok("pypi.localhost".to_owned()));
    }

    #[test]
    fn addresses_that_browsers_do_not_take_are_off() {
        assert_eq!(of("https://192.0.2.1"), Err(WebauthnOff::IpAddress("192.0.2.1".to_owned())));
        assert_eq!(of("https://[2001:db8::1]"), Err(WebauthnOff::IpAddress("2001:db8::1".to_owned())));
        assert!(matches!(of("http://127.0.0.1:8080"), Err(WebauthnOff::IpAddress(_))));
        assert!(matches!(of("http://index.example"), Err(WebauthnOff::PlainHttp(_))));
        assert!(matches!(of("http://notlocalhost"), Err(WebauthnOff::PlainHttp(_))));
    }

    #[test]
    fn keys_move_to_a_host_below_theirs_and_nowhere_else() {
        let moved = |url: &str| RelyingParty::of(&Url::parse(url).unwrap()).unwrap().with_enrolled("index.example");
        assert_eq!(moved("https://index.example").unwrap().id, "index.example");
        assert_eq!(moved("https://pypi.index.example").unwrap().id, "index.example");
        for elsewhere in ["https://notindex.example", "https://example", "https://index.example.evil.example"] {
            assert!(moved(elsewhere).is_err(), "{elsewhere}");
        }
    }
}
