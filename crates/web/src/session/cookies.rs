//! Cookies: names, attributes, and where they may stand.

use crate::CachePolicy;
use chrono::TimeDelta;
use domain::sessions::DEVICE_STAGE_LIFETIME;
use http::{HeaderMap, HeaderValue, header};

/// A cookie of ours; all are `HttpOnly`, `SameSite=Lax` and for the whole host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cookie {
    /// The secret of the session.
    Session,
    /// The secret of a sign-in that waits for a factor or a mail.
    SignIn,
    /// The secrets of the known devices that the browser is.
    Devices,
    /// What the forms of somebody who is not signed in are bound to.
    Form,
}

impl Cookie {
    /// `__Host-` binds a cookie to this host and to https; plain http has no such names.
    const fn name(self, is_https: bool) -> &'static str {
        match (self, is_https) {
            (Self::Session, true) => "__Host-session",
            (Self::Session, false) => "session",
            (Self::SignIn, true) => "__Host-sign-in",
            (Self::SignIn, false) => "sign-in",
            (Self::Devices, true) => "__Host-devices",
            (Self::Devices, false) => "devices",
            (Self::Form, true) => "__Host-form",
            (Self::Form, false) => "form",
        }
    }

    /// `None` ends with the browser. More than 400 days no browser keeps.
    fn lifetime(self) -> Option<TimeDelta> {
        match self {
            Self::Session | Self::Form => None,
            Self::SignIn => Some(DEVICE_STAGE_LIFETIME),
            Self::Devices => Some(TimeDelta::days(400)),
        }
    }

    /// The value that the request has.
    pub fn read(self, headers: &HeaderMap, is_https: bool) -> Option<String> {
        let name = self.name(is_https);
        let values = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut pairs = values.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
        pairs.find(|(key, _)| *key == name).map(|(_, value)| value.to_owned())
    }

    /// Sets the cookie on an answer, which from then on nobody keeps.
    ///
    /// `value` is base64url, hexadecimal digits and dots: nothing that a header would break on.
    pub fn set(self, headers: &mut HeaderMap, value: &str, is_https: bool) {
        let lifetime = self.lifetime().map(|lifetime| format!("; Max-Age={}", lifetime.num_seconds()));
        self.put(headers, value, &lifetime.unwrap_or_default(), is_https);
    }

    /// Takes the cookie away from the browser.
    pub fn clear(self, headers: &mut HeaderMap, is_https: bool) {
        self.put(headers, "", "; Max-Age=0", is_https);
    }

    fn put(self, headers: &mut HeaderMap, value: &str, lifetime: &str, is_https: bool) {
        let secure = if is_https { "; Secure" } else { "" };
        let name = self.name(is_https);
        let line = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{lifetime}");
        if let Ok(line) = HeaderValue::try_from(line) {
            headers.append(header::SET_COOKIE, line);
            CachePolicy::PrivateNoStore.apply(headers, 0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Cookie; 4] = [Cookie::Session, Cookie::SignIn, Cookie::Devices, Cookie::Form];

    fn set(cookie: Cookie, is_https: bool) -> HeaderMap {
        let mut headers = HeaderMap::new();
        CachePolicy::Static.apply(&mut headers, 0);
        cookie.set(&mut headers, "abc", is_https);
        headers
    }

    #[test]
    fn over_https_every_cookie_is_bound_to_the_host() {
        for cookie in ALL {
            let headers = set(cookie, true);
            let line = headers[header::SET_COOKIE].to_str().unwrap();
            assert!(line.starts_with("__Host-") && line.contains("=abc; Path=/; HttpOnly; SameSite=Lax; Secure"));
            assert!(!line.contains("Domain"), "{line}");
        }
    }

    #[test]
    fn over_plain_http_the_attributes_of_https_are_left_out() {
        for cookie in ALL {
            let headers = set(cookie, false);
            let line = headers[header::SET_COOKIE].to_str().unwrap();
            assert!(!line.contains("__Host-") && !line.contains("Secure"), "{line}");
            assert!(line.contains("; HttpOnly; SameSite=Lax"), "{line}");
        }
    }

    #[test]
    fn an_answer_with_a_cookie_is_never_kept() {
        for cookie in ALL {
            assert_eq!(set(cookie, true)[header::CACHE_CONTROL], "private, no-store");
        }
    }

    #[test]
    fn a_session_ends_with_the_browser_and_a_device_stays() {
        let line = |cookie| set(cookie, true)[header::SET_COOKIE].to_str().unwrap().to_owned();
        assert!(!line(Cookie::Session).contains("Max-Age"));
        assert!(line(Cookie::Devices).contains("; Max-Age=34560000"));
        assert!(line(Cookie::SignIn).contains("; Max-Age=21600"));
    }

    #[test]
    fn a_cookie_is_read_by_its_whole_name() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("xsession=1; other=2"));
        headers.append(header::COOKIE, HeaderValue::from_static("a=b;session=right; __Host-session=host"));
        assert_eq!(Cookie::Session.read(&headers, false).as_deref(), Some("right"));
        assert_eq!(Cookie::Session.read(&headers, true).as_deref(), Some("host"));
        assert_eq!(Cookie::Form.read(&headers, true), None);
    }

    #[test]
    fn a_plain_cookie_never_counts_over_https() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("session=planted"));
        assert_eq!(Cookie::Session.read(&headers, true), None);
    }

    #[test]
    fn a_cookie_that_is_cleared_is_empty_and_over() {
        let mut headers = HeaderMap::new();
        Cookie::Session.clear(&mut headers, true);
        assert!(headers[header::SET_COOKIE].to_str().unwrap().starts_with("__Host-session=; Path=/"));
        assert!(headers[header::SET_COOKIE].to_str().unwrap().ends_with("; Max-Age=0"));
    }
}
