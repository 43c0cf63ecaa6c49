//! Why a report of leaked tokens is not taken.

use domain::{Kind, Refusal, limits::LimitRefused};

/// Why a report of leaked tokens is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LeakReportRefused {
    #[error("The report names a key but has no signature, or has a signature but names no key: `{scanner}`")]
    HalfSigned { scanner: String },
    #[error("The scanner lists no current key of this id: `{scanner}`; sign with a current key")]
    KeyUnknown { scanner: String },
    #[error("The signature of the report does not hold: `{scanner}`; sign the body byte for byte")]
    SignatureWrong { scanner: String },
    #[error("The key list of the scanner cannot be read now: `{scanner}`; send the report again later")]
    KeysUnavailable { scanner: String },
    #[error("The report is not a list of at most {most} objects with `token`, `type` and `url`: {reason}")]
    Unreadable { most: usize, reason: String },
    #[error(transparent)]
    Limit(#[from] LimitRefused),
}

impl Refusal for LeakReportRefused {
    fn kind(&self) -> Kind {
        match self {
            Self::HalfSigned { .. }
            | Self::KeyUnknown { .. }
            | Self::SignatureWrong { .. }
            | Self::Unreadable { .. } => Kind::Invalid,
            Self::KeysUnavailable { .. } => Kind::Unavailable,
            Self::Limit(refusal) => refusal.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::HalfSigned { .. } => "leak-half-signed",
            Self::KeyUnknown { .. } => "leak-key-unknown",
            Self::SignatureWrong { .. } => "leak-signature-wrong",
            Self::KeysUnavailable { .. } => "leak-keys-unavailable",
            Self::Unreadable { .. } => "leak-report-unreadable",
            Self::Limit(refusal) => refusal.code(),
        }
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::HalfSigned { scanner }
            | Self::KeyUnknown { scanner }
            | Self::SignatureWrong { scanner }
            | Self::KeysUnavailable { scanner } => vec![("scanner", scanner.clone())],
            Self::Unreadable { most, reason } => vec![("most", most.to_string()), ("reason", reason.clone())],
            Self::Limit(refusal) => refusal.parameters(),
        }
    }
}
