//! Why a second factor is not enrolled, changed or accepted.

use domain::{
    Kind, Refusal,
    limits::LimitRefused,
    permission::PermissionRefused,
    two_factor::{FactorName, FactorNameError, MOST_FACTORS, WebauthnOff},
};

/// Why a second factor is not enrolled, changed or accepted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TwoFactorRefused {
    #[error("Second factors and recovery codes are managed by their owner, who is signed in on the site")]
    NotSignedIn,
    #[error(transparent)]
    Permission(#[from] PermissionRefused),
    #[error("Confirm first that it is you, with a second factor or, without one, with the password")]
    StepUpRequired,
    #[error(transparent)]
    Name(#[from] FactorNameError),
    #[error("The account has a second factor of this name already: `{name}`; choose another")]
    NameTaken { name: String },
    #[error("The account has {most} second factors, which is the limit; remove one first", most = MOST_FACTORS)]
    TooMany,
    #[error("The account has no such second factor; reload the page")]
    Unknown,
    #[error("The last second factor cannot be removed: `{name}`; add another first")]
    Last { name: String },
    #[error("The secret of the authenticator was shown too long ago; begin again")]
    TotpNotBegun,
    #[error("A code of an authenticator has six digits")]
    CodeForm,
    #[error("The code is wrong; wait for the next one and type that")]
    CodeWrong,
    #[error("The code was used before; wait for the next one and type that")]
    CodeUsed,
    #[error("The clock of the authenticator is about {seconds} seconds off; set it by the network, then try again")]
    ClockOff { seconds: i64 },
    #[error("Security keys and passkeys are off: {0}; a code of an authenticator works everywhere")]
    WebauthnOff(#[from] WebauthnOff),
    #[error("The account has no security key or passkey that can be used; choose another method")]
    NoCredential,
    #[error("The browser took too long, or its answer was sent before; try again")]
    CeremonyOver,
    #[error("The answer of the security key does not hold: {reason}; try again")]
    AnswerInvalid { reason: String },
    #[error("The security key is enrolled already; use another")]
    CredentialTaken,
    #[error("The security key is not one of this account, or was removed; choose another method")]
    CredentialUnknown,
    #[error("The security key is suspended, because a copy of it may exist: `{name}`; choose another method")]
    CredentialSuspended { name: String },
    #[error(transparent)]
    Limit(#[from] LimitRefused),
}

impl Refusal for TwoFactorRefused {
    fn kind(&self) -> Kind {
        match self {
            Self::NotSignedIn | Self::StepUpRequired => Kind::Forbidden,
            Self::Permission(refusal) => refusal.kind(),
            Self::Limit(refusal) => refusal.kind(),
            Self::Name(_) | Self::CodeForm | Self::ClockOff { .. } => Kind::Invalid,
            Self::NameTaken { .. } | Self::TooMany | Self::Last { .. } | Self::CredentialTaken => Kind::Conflict,
            Self::Unknown => Kind::NotFound,
            Self::WebauthnOff(_) => Kind::Unavailable,
            Self::TotpNotBegun | Self::NoCredential | Self::CeremonyOver => Kind::Invalid,
            Self::CodeWrong
            | Self::CodeUsed
            | Self::AnswerInvalid { .. }
            | Self::CredentialUnknown
            | Self::CredentialSuspended { .. } => Kind::Unauthenticated,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotSignedIn => "factor-not-signed-in",
            Self::Permission(refusal) => refusal.code(),
            Self::StepUpRequired => "step-up-required",
            Self::Limit(refusal) => refusal.code(),
            Self::Name(_) => "factor-name",
            Self::NameTaken { .. } => "factor-name-taken",
            Self::TooMany => "factor-too-many",
            Self::Unknown => "factor-unknown",
            Self::Last { .. } => "factor-last",
            Self::TotpNotBegun => "totp-not-begun",
            Self::CodeForm => "totp-code-form",
            Self::CodeWrong => "totp-code-wrong",
            Self::CodeUsed => "totp-code-used",
            Self::ClockOff { .. } => "totp-clock-off",
            Self::WebauthnOff(WebauthnOff::IpAddress(_)) => "webauthn-off-address",
            Self::WebauthnOff(WebauthnOff::PlainHttp(_)) => "webauthn-off-http",
            Self::NoCredential => "webauthn-no-credential",
            Self::CeremonyOver => "webauthn-over",
            Self::AnswerInvalid { .. } => "webauthn-invalid",
            Self::CredentialTaken => "webauthn-taken",
            Self::CredentialUnknown => "webauthn-unknown",
            Self::CredentialSuspended { .. } => "webauthn-suspended",
        }
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::NotSignedIn
            | Self::StepUpRequired
            | Self::Unknown
            | Self::TotpNotBegun
            | Self::CodeForm
            | Self::CodeWrong
            | Self::CodeUsed
            | Self::NoCredential
            | Self::CeremonyOver
            | Self::CredentialTaken
            | Self::CredentialUnknown => Vec::new(),
            Self::Permission(refusal) => refusal.parameters(),
            Self::Limit(refusal) => refusal.parameters(),
            Self::Name(_) => vec![("most", FactorName::LONGEST.to_string())],
            Self::TooMany => vec![("most", MOST_FACTORS.to_string())],
            Self::NameTaken { name } | Self::Last { name } | Self::CredentialSuspended { name } => {
                vec![("name", name.clone())]
            }
            Self::ClockOff { seconds } => vec![("seconds", seconds.to_string())],
            Self::WebauthnOff(WebauthnOff::IpAddress(address)) => vec![("address", address.clone())],
            Self::WebauthnOff(WebauthnOff::PlainHttp(address)) => vec![("address", address.clone())],
            Self::AnswerInvalid { reason } => vec![("reason", reason.clone())],
        }
    }
}
