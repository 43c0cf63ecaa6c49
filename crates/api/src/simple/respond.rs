//! A document as a response: negotiation, conditions, headers.

use super::encode::{Coding, Encoded, Tags};
use super::page::Document;
use axum::body::Body;
use axum::response::Response;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use web::{CachePolicy, etag, headers, negotiate};

/// The media types on offer, in the server's order of preference.
pub(crate) const OFFERS: [&str; 3] =
    ["text/html", "application/vnd.pypi.simple.v1+html", "application/vnd.pypi.simple.v1+json"];

/// What stands in `Content-Type`: uv compares it, so the vendor's types have no charset.
const CONTENT_TYPES: [&str; 3] = ["text/html; charset=UTF-8", OFFERS[1], OFFERS[2]];

/// The headers of every answer but those of its page, made once.
#[derive(Debug)]
pub(crate) struct Replies {
    /// By media type, then by coding.
    found: [[HeaderMap; 3]; 3],
    unchanged: HeaderMap,
    refused: HeaderMap,
}

/// Which representation a client gets.
struct Choice<'a> {
    kind: usize,
    coding: Coding,
    encoded: &'a Encoded,
    tags: &'a Tags,
}

impl Replies {
    pub(crate) fn new(max_age: u32) -> Self {
        let mut common = HeaderMap::with_capacity(16);
        headers::cors(&mut common);
        headers::simple(&mut common);
        CachePolicy::SimpleIndex.apply(&mut common, max_age);
        common.insert(header::VARY, HeaderValue::from_static("Accept, Accept-Encoding"));
        let found = CONTENT_TYPES.map(|content_type| {
            Coding::ALL.map(|coding| {
                let mut headers = common.clone();
                headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
                if let Some(name) = coding.name() {
                    headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
                }
                headers
            })
        });
        let mut refused = common.clone();
        refused.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
        Self { found, unchanged: unchanged(&common), refused }
    }

    /// The answer to a GET or HEAD.
    pub(crate) fn answer(&self, document: &Document, asked: &HeaderMap) -> Response {
        let choice = Choice::new(document, asked);
        if etag::none_match(asked, choice.tags.of(choice.coding)) {
            return self.unchanged(document, &choice);
        }
        match choice.encoded.body(choice.coding) {
            Some(body) => self.found(document, &choice, Body::from(body.clone())),
            None => {
                let mut response = self.found(document, &choice, Body::from_stream(choice.encoded.derive()));
                let length = HeaderValue::from(choice.encoded.length());
                response.headers_mut().insert(header::CONTENT_LENGTH, length);
                response
            }
        }
    }

    /// A plain no, readable from any origin.
    pub(crate) fn refused(&self, status: StatusCode, text: &'static str) -> Response {
        let mut response = Response::new(Body::from(text));
        *response.status_mut() = status;
        *response.headers_mut() = self.refused.clone();
        response
    }

    fn found(&self, document: &Document, choice: &Choice<'_>, body: Body) -> Response {
        let mut response = Response::new(body);
        let headers = response.headers_mut();
        *headers = self.found[choice.kind][choice.coding as usize].clone();
        headers.insert(header::ETAG, choice.tags.of(choice.coding).clone());
        headers.insert(headers::LAST_SERIAL, document.serial.clone());
        response
    }

    fn unchanged(&self, document: &Document, choice: &Choice<'_>) -> Response {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        let headers = response.headers_mut();
        *headers = self.unchanged.clone();
        headers.insert(header::ETAG, choice.tags.of(choice.coding).clone());
        headers.insert(headers::LAST_SERIAL, document.serial.clone());
        response
    }
}

/// What a 304 repeats (RFC 9110 15.4.5); the client has kept everything else.
fn unchanged(common: &HeaderMap) -> HeaderMap {
    let repeated = [header::ACCESS_CONTROL_ALLOW_ORIGIN, header::CACHE_CONTROL, header::VARY];
    let kept = |name: header::HeaderName| common.get(&name).map(|value| (name, value.clone()));
    repeated.into_iter().filter_map(kept).collect()
}

impl<'a> Choice<'a> {
    fn new(document: &'a Document, asked: &HeaderMap) -> Self {
        let accept = negotiate::field(asked, header::ACCEPT);
        // Nothing that we offer is acceptable: HTML all the same, never 406.
        let kind = negotiate::best(accept.as_deref(), &OFFERS).unwrap_or(0);
        let (encoded, tags) = match kind {
            0 => (&document.html, &document.html_tags),
            1 => (&document.html, &document.vendor_html_tags),
            _ => (&document.json, &document.json_tags),
        };
        Self { kind, coding: coding(asked), encoded, tags }
    }
}

/// The best coding that the client takes; of equals the smallest body.
fn coding(asked: &HeaderMap) -> Coding {
    let field = negotiate::field(asked, header::ACCEPT_ENCODING);
    let Some(accepted) = field.as_deref().and_then(|field| std::str::from_utf8(field).ok()) else {
        return Coding::Identity;
    };
    let quality = |coding: &str| negotiate::coding_quality(accepted, coding);
    let (zstd, gzip) = (quality("zstd"), quality("gzip"));
    // Identity is always acceptable; it is preferred only when it is named and better.
    let identity = if accepted.contains("identity") { quality("identity") } else { 0 };
    match zstd.max(gzip) {
        0 => Coding::Identity,
        best if best < identity => Coding::Identity,
        best if best == zstd => Coding::Zstd,
        _ => Coding::Gzip,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_coding_is_the_best_that_the_client_takes() {
        for (accepted, expected) in [
            ("gzip, deflate", Coding::Gzip),
            ("gzip, zstd", Coding::Zstd),
            ("identity", Coding::Identity),
            ("", Coding::Identity),
            ("*", Coding::Zstd),
            ("gzip;q=0", Coding::Identity),
            ("zstd;q=0.5, gzip", Coding::Gzip),
            ("identity, gzip;q=0.5", Coding::Identity),
            ("br", Coding::Identity),
            ("identity;q=0.5, gzip", Coding::Gzip),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(accepted));
            assert_eq!(coding(&headers), expected, "{accepted}");
        }
        assert_eq!(coding(&HeaderMap::new()), Coding::Identity);
    }
}
