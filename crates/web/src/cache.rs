//! Cache policies: a word for each, and the one table from words to headers.

use http::{HeaderMap, HeaderValue, header};

/// How long who may keep an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CachePolicy {
    /// Pages of the simple index: checked each time, unless the operator says otherwise.
    SimpleIndex,
    /// The JSON API, as fresh as the simple index.
    Json,
    /// Distribution files and their metadata: their address holds their digest.
    File,
    /// Assets of pages: their address holds a hash.
    Static,
    /// What nobody keeps; the default of pages.
    NoStore,
    /// What nobody keeps and no shared cache even sees; answers to a credential.
    PrivateNoStore,
}

impl CachePolicy {
    /// The value of `Cache-Control`; `simple_max_age` is the operator's setting in seconds.
    pub fn value(self, simple_max_age: u32) -> HeaderValue {
        match self {
            Self::SimpleIndex | Self::Json if simple_max_age == 0 => {
                HeaderValue::from_static("max-age=0, must-revalidate")
            }
            Self::SimpleIndex | Self::Json => {
                HeaderValue::try_from(format!("max-age={simple_max_age}, public")).expect("a number stands in a header")
            }
            Self::File => HeaderValue::from_static("max-age=365000000, immutable, public"),
            Self::Static => HeaderValue::from_static("max-age=31536000, immutable, public"),
            Self::NoStore => HeaderValue::from_static("no-store"),
            Self::PrivateNoStore => HeaderValue::from_static("private, no-store"),
        }
    }

    /// Puts the policy on an answer, in place of any other.
    pub fn apply(self, headers: &mut HeaderMap, simple_max_age: u32) {
        headers.insert(header::CACHE_CONTROL, self.value(simple_max_age));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_mean_these_headers() {
        let table = [
            (CachePolicy::SimpleIndex, 0, "max-age=0, must-revalidate"),
            (CachePolicy::SimpleIndex, 600, "max-age=600, public"),
            (CachePolicy::Json, 0, "max-age=0, must-revalidate"),
            (CachePolicy::File, 0, "max-age=365000000, immutable, public"),
            (CachePolicy::Static, 0, "max-age=31536000, immutable, public"),
            (CachePolicy::NoStore, 600, "no-store"),
            (CachePolicy::PrivateNoStore, 600, "private, no-store"),
        ];
        for (policy, max_age, expected) in table {
            assert_eq!(policy.value(max_age), expected, "{policy:?}");
        }
    }
}
