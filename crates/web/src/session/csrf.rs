//! Forms of other sites: refused by where they come from, and by a token.

use domain::keys::{KeyRing, Purpose};
use http::{HeaderMap, HeaderName, Method, header};

/// The hidden field of every form.
pub const FIELD: &str = "csrf_token";

/// Where a script of ours puts the token.
pub const HEADER: HeaderName = HeaderName::from_static("x-csrf-token");

const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Whether a method may change something (RFC 9110 9.2.1).
pub(super) fn is_unsafe(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// Whether a request can come from a page of ours, as far as the browser tells.
///
/// A page with `Referrer-Policy: no-referrer` sends `Origin: null`; then
/// `Sec-Fetch-Site` decides, and where plain http has none, the token alone.
pub(super) fn is_from_here(headers: &HeaderMap, origin: &str) -> bool {
    let text = |name: &HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("unreadable"));
    let is_site_good = text(&FETCH_SITE).is_none_or(|site| matches!(site, "same-origin" | "none"));
    let is_origin_good = text(&header::ORIGIN).is_none_or(|from| from == "null" || from == origin);
    is_site_good && is_origin_good
}

/// The token for what a form is bound to: a session, or the form cookie of a stranger.
pub(super) fn token(keys: &KeyRing, binding: &str) -> String {
    keys.sign(Purpose::Cookies, &message(binding))
}

pub(super) fn holds(keys: &KeyRing, binding: &str, token: &str) -> bool {
    keys.verify(Purpose::Cookies, &message(binding), token)
}

/// The token among the fields of a form; a form with two is not ours.
pub(super) fn field(body: &[u8]) -> Option<String> {
    let mut found = url::form_urlencoded::parse(body).filter(|(name, _)| name == FIELD);
    let (_, token) = found.next()?;
    found.next().is_none().then(|| token.into_owned())
}

fn message(binding: &str) -> Vec<u8> {
    [b"csrf\0", binding.as_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    fn from_here(site: Option<&'static str>, origin: Option<&'static str>) -> bool {
        let mut headers = HeaderMap::new();
        if let Some(site) = site {
            headers.insert(FETCH_SITE, HeaderValue::from_static(site));
        }
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, HeaderValue::from_static(origin));
        }
        is_from_here(&headers, "https://index.example")
    }

    #[test]
    fn forms_of_other_origins_are_refused() {
        let table = [
            (Some("same-origin"), Some("https://index.example"), true),
            (Some("none"), None, true),
            (Some("same-origin"), Some("null"), true),
            (None, Some("https://index.example"), true),
            (None, None, true),
            (None, Some("null"), true),
            (Some("cross-site"), Some("https://evil.example"), false),
            (Some("cross-site"), Some("null"), false),
            (Some("cross-site"), Some("https://index.example"), false),
            (Some("same-site"), Some("https://other.index.example"), false),
            (Some("same-origin"), Some("https://evil.example"), false),
            (None, Some("https://evil.example"), false),
            (None, Some("http://index.example"), false),
            (None, Some("https://index.example:8443"), false),
            (None, Some("https://index.example.evil.example"), false),
        ];
        for (site, origin, expected) in table {
            assert_eq!(from_here(site, origin), expected, "{site:?} {origin:?}");
        }
    }

    #[test]
    fn a_token_holds_for_its_own_binding_only() {
        let (keys, others) = (KeyRing::new([1; 32]), KeyRing::new([2; 32]));
        let token = token(&keys, "session-a");
        assert!(holds(&keys, "session-a", &token));
        assert!(!holds(&keys, "session-b", &token));
        assert!(!holds(&others, "session-a", &token));
        for forged in ["", "x", &token[1..], &token.replace('.', "")] {
            assert!(!holds(&keys, "session-a", forged), "{forged}");
        }
        assert!(holds(&keys.rotate([3; 32]), "session-a", &token), "open pages survive a rotation");
    }

    #[test]
    fn the_token_is_one_field_of_the_form() {
        assert_eq!(field(b"a=1&csrf_token=x%2Ey&b=2").as_deref(), Some("x.y"));
        assert_eq!(field(b"a=1"), None);
        assert_eq!(field(b"csrf_token=x&csrf_token=y"), None);
    }
}
