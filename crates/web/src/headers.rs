//! Headers that keep a browser from doing what a page did not mean.

use crate::CachePolicy;
use axum::response::Response;
use http::{HeaderMap, HeaderName, HeaderValue, header};

/// Where every serial of the simple index and of the JSON API is repeated.
pub const LAST_SERIAL: HeaderName = HeaderName::from_static("x-pypi-last-serial");

const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");

/// Pages load their own style, script and images; `data:` is for the code of an authenticator.
const PAGE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const PAGE: [(HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, PAGE_POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "strict-origin-when-cross-origin"),
    (
        PERMISSIONS_POLICY,
        "camera=(), geolocation=(), microphone=(), payment=(), usb=(), publickey-credentials-get=(self)",
    ),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
];

/// A file is never a page, whatever stands in it.
const FILE: [(HeaderName, &str); 5] = [
    (header::CONTENT_TYPE, "application/octet-stream"),
    (header::CONTENT_DISPOSITION, "attachment"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::CONTENT_SECURITY_POLICY, "sandbox"),
    (header::REFERRER_POLICY, "no-referrer"),
];

/// The simple index has links and nothing else.
const SIMPLE: [(HeaderName, &str); 2] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox allow-top-navigation"),
];

/// What any origin may read, never with credentials.
const CORS: [(HeaderName, &str); 5] = [
    (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    (header::ACCESS_CONTROL_ALLOW_METHODS, "GET"),
    (
        header::ACCESS_CONTROL_ALLOW_HEADERS,
        "Content-Type, If-Match, If-Modified-Since, If-None-Match, If-Unmodified-Since, Range",
    ),
    (header::ACCESS_CONTROL_MAX_AGE, "86400"),
    (header::ACCESS_CONTROL_EXPOSE_HEADERS, "X-PyPI-Last-Serial"),
];

/// Puts the headers of a page on what is there, and `no-store` unless a policy was chosen.
///
/// A header that the handler set stays: a mailed link has a stricter `Referrer-Policy`.
pub fn page(headers: &mut HeaderMap) {
    for (name, value) in PAGE {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert_with(|| CachePolicy::NoStore.value(0));
}

/// The layer of the doors for people: [`page`] on every answer.
pub async fn secure_page(mut response: Response) -> Response {
    page(response.headers_mut());
    response
}

/// Puts the headers of a distribution file: an attachment in a sandbox.
pub fn file(headers: &mut HeaderMap) {
    put(headers, &FILE);
}

/// Puts the headers of a page of the simple index.
pub fn simple(headers: &mut HeaderMap) {
    put(headers, &SIMPLE);
}

/// Lets any origin read the answer; for the simple index, the JSON API and files only.
pub fn cors(headers: &mut HeaderMap) {
    put(headers, &CORS);
}

fn put(headers: &mut HeaderMap, table: &[(HeaderName, &'static str)]) {
    for (name, value) in table {
        headers.insert(name.clone(), HeaderValue::from_static(value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_runs_nothing_inline_and_is_not_stored() {
        let mut headers = HeaderMap::new();
        page(&mut headers);
        let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(!policy.contains("unsafe") && policy.starts_with("default-src 'none';"));
        assert_eq!(headers[header::CACHE_CONTROL], "no-store");
    }

    #[test]
    fn a_stricter_choice_of_the_handler_stays() {
        let mut headers = HeaderMap::new();
        headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
        CachePolicy::Static.apply(&mut headers, 0);
        page(&mut headers);
        assert_eq!(headers[header::REFERRER_POLICY], "no-referrer");
        assert_eq!(headers[header::CACHE_CONTROL], "max-age=31536000, immutable, public");
    }

    #[test]
    fn any_origin_reads_but_never_with_credentials() {
        let mut headers = HeaderMap::new();
        cors(&mut headers);
        assert_eq!(headers[header::ACCESS_CONTROL_ALLOW_ORIGIN], "*");
        assert!(!headers.contains_key(header::ACCESS_CONTROL_ALLOW_CREDENTIALS));
    }
}
