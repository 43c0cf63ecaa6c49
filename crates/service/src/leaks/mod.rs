//! Leaked API tokens: reports of secret scanners, and of whoever holds a token.
//!
//! A report is believed because its scanner signed it, or because who sends it has the
//! token anyway. In both cases a token is revoked only if its own signature holds, so
//! that nobody can revoke a token by its id alone.

mod disclose;
mod keys;
mod refusal;
mod report;
mod signature;

pub use disclose::{Proof, Report, disclose};
pub use keys::KnownKeys;
pub use refusal::LeakReportRefused;
pub use report::{LONGEST_REPORT, MOST_TOKENS};

use url::Url;

/// A secret scanner whose reports are believed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scanner {
    /// For events and for the log.
    pub name: String,
    /// The header with the id of the key, in lower case.
    pub key_id_header: String,
    /// The header with the signature in base64, in lower case.
    pub signature_header: String,
    /// Where its public keys are listed.
    pub keys_url: Url,
}
