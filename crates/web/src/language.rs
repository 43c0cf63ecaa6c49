//! The reader's language, from `Accept-Language`.

use axum::extract::FromRequestParts;
use http::{HeaderMap, header, request::Parts};
use std::convert::Infallible;
use templates::Language;

/// Who reads the page, and in which language; extracting it never fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reader(pub Language);

/// The language that the headers of a request ask for.
pub fn of(headers: &HeaderMap) -> Language {
    Language::negotiate(headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()))
}

impl<S: Sync> FromRequestParts<S> for Reader {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(of(&parts.headers)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_that_is_not_text_means_the_default() {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, http::HeaderValue::from_bytes(b"fr\xff").unwrap());
        assert_eq!(of(&headers), Language::default());
    }
}
