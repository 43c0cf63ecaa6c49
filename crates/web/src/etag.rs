//! Entity tags and what `If-None-Match` says about them (RFC 9110 13.1.2).

use http::{HeaderMap, HeaderValue, header};

/// Whether the client holds this entity already; the answer is then 304.
///
/// Comparison is weak, as the RFC says for GET: a proxy may have weakened our strong tag.
pub fn none_match(headers: &HeaderMap, etag: &HeaderValue) -> bool {
    headers.get_all(header::IF_NONE_MATCH).iter().any(|value| lists(value.as_bytes(), etag.as_bytes()))
}

/// Whether the client names any entity tag; a date is then not looked at.
pub fn is_conditional(headers: &HeaderMap) -> bool {
    headers.contains_key(header::IF_NONE_MATCH)
}

fn lists(value: &[u8], etag: &[u8]) -> bool {
    // The whole header is our tag in nearly every request.
    if value == etag || value.trim_ascii() == b"*" {
        return true;
    }
    let mut rest = value;
    loop {
        rest = skip(rest);
        rest = rest.strip_prefix(b"W/").unwrap_or(rest);
        let Some(opened) = rest.strip_prefix(b"\"") else {
            return false;
        };
        // A tag may hold commas, so it is read to its closing quote.
        let Some(end) = opened.iter().position(|byte| *byte == b'"') else {
            return false;
        };
        if &rest[..end + 2] == etag {
            return true;
        }
        rest = &rest[end + 2..];
    }
}

fn skip(mut bytes: &[u8]) -> &[u8] {
    while let [b' ' | b'\t' | b',', rest @ ..] = bytes {
        bytes = rest;
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_weak_tags_and_stars_match() {
        let etag = HeaderValue::from_static("\"abc\"");
        for (value, expected) in [
            ("\"abc\"", true),
            ("W/\"abc\"", true),
            ("\"x\", \"abc\"", true),
            ("\"x\",W/\"abc\" ,\"y\"", true),
            ("*", true),
            (" * ", true),
            ("\"a,\"abc\"", false),
            ("\"x,y\", \"abc\"", true),
            ("abc", false),
            ("\"ABC\"", false),
            ("", false),
            ("\"abc", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::IF_NONE_MATCH, HeaderValue::from_static(value));
            assert_eq!(none_match(&headers, &etag), expected, "{value}");
        }
    }

    #[test]
    fn several_headers_are_one_list() {
        let mut headers = HeaderMap::new();
        headers.append(header::IF_NONE_MATCH, HeaderValue::from_static("\"x\""));
        headers.append(header::IF_NONE_MATCH, HeaderValue::from_static("\"y\""));
        assert!(none_match(&headers, &HeaderValue::from_static("\"y\"")));
        assert!(!none_match(&HeaderMap::new(), &HeaderValue::from_static("\"y\"")));
    }
}
