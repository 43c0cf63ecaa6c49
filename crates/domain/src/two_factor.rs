//! Second factors: kinds, names, and TOTP secrets with their codes (RFC 6238).

mod relying_party;

pub use relying_party::{NotCovered, RelyingParty, WebauthnOff};

use crate::mandate::Strength;
use chrono::{DateTime, Utc};
use totp_rs::{Builder, Totp};

/// Bytes of a TOTP secret: as many as a SHA-1 has (RFC 4226 4).
pub const TOTP_SECRET_LENGTH: usize = 20;

/// Seconds for which one code stands (RFC 6238 5.2).
pub const STEP_SECONDS: i64 = 30;

/// Factors that one account may enrol.
pub const MOST_FACTORS: usize = 20;

/// Minutes for which a ceremony of WebAuthn waits to be finished.
pub const CEREMONY_MINUTES: i64 = 5;

/// Minutes for which a TOTP secret that was shown waits for its first code.
pub const PENDING_MINUTES: i64 = 30;

/// Digits of a code.
const CODE_DIGITS: usize = 6;

/// Steps around the present one whose codes are good: clocks differ and people type.
const NEAR_STEPS: i64 = 1;

/// Steps around the present one in which a code shows that a clock is wrong.
const FAR_STEPS: i64 = 10;

/// What sort of second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FactorKind {
    Totp,
    /// A WebAuthn credential that stands beside a password.
    SecurityKey,
    /// A discoverable WebAuthn credential, which signs in alone.
    Passkey,
}

impl FactorKind {
    pub const ALL: [Self; 3] = [Self::Totp, Self::SecurityKey, Self::Passkey];

    /// Stable: rows, events and messages use it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Totp => "totp",
            Self::SecurityKey => "security-key",
            Self::Passkey => "passkey",
        }
    }

    pub fn from_stored(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    pub const fn strength(self) -> Strength {
        match self {
            Self::Totp => Strength::Any,
            Self::SecurityKey | Self::Passkey => Strength::PhishingResistant,
        }
    }
}

/// What its owner calls a factor: 1 to 64 characters on one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactorName(String);

/// The name of a factor is empty, too long or not on one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("The name of a second factor has 1 to {most} characters on one line", most = FactorName::LONGEST)]
pub struct FactorNameError;

impl FactorName {
    pub const LONGEST: usize = 64;

    /// Reads a name; spaces around it do not count.
    ///
    /// # Errors
    /// [`FactorNameError`], also for invisible characters that turn text around.
    pub fn parse(text: &str) -> Result<Self, FactorNameError> {
        let text = text.trim();
        let is_hidden = |character: char| {
            character.is_control()
                || matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
        };
        if text.is_empty() || Self::LONGEST < text.chars().count() || text.contains(is_hidden) {
            return Err(FactorNameError);
        }
        Ok(Self(text.to_owned()))
    }
}

impl AsRef<str> for FactorName {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

/// Six digits as somebody typed them.
#[derive(Clone, PartialEq, Eq)]
pub struct TotpCode(String);

impl TotpCode {
    /// Reads a code; white space anywhere does not count.
    pub fn parse(text: &str) -> Option<Self> {
        let digits: String =
            text.chars().filter(|character| !character.is_whitespace()).take(CODE_DIGITS + 1).collect();
        (digits.len() == CODE_DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(Self(digits))
    }
}

/// Without the code.
impl std::fmt::Debug for TotpCode {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("TotpCode")
    }
}

/// Where a code belongs in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeMatch {
    /// Good, and of this step since 1970.
    Step(i64),
    /// Of a step near the present one: the authenticator's clock is this many seconds off.
    OutOfStep {
        seconds: i64,
    },
    None,
}

/// The step that an instant lies in.
pub const fn step_at(now: DateTime<Utc>) -> i64 {
    now.timestamp().div_euclid(STEP_SECONDS)
}

/// The secret that an authenticator and the index share.
///
/// Six digits, steps of 30 seconds, SHA-1: what every authenticator understands.
#[derive(Clone)]
pub struct TotpSecret([u8; TOTP_SECRET_LENGTH]);

impl TotpSecret {
    /// A secret of fresh randomness.
    pub const fn new(bytes: [u8; TOTP_SECRET_LENGTH]) -> Self {
        Self(bytes)
    }

    pub const fn as_bytes(&self) -> &[u8; TOTP_SECRET_LENGTH] {
        &self.0
    }

    /// A secret as it was sealed; `None` if it has another length.
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// The secret as people type it where no camera is: base32 without padding.
    ///
    /// # Errors
    /// A fault if the library does not take the secret; it takes all that we make.
    pub fn to_base32(&self) -> anyhow::Result<String> {
        let uri = self.otpauth_uri("-", "-")?;
        let address = url::Url::parse(&uri)?;
        let secret = address.query_pairs().find(|(name, _)| name == "secret");
        Ok(secret.map(|(_, text)| text.into_owned()).unwrap_or_default())
    }

    /// Where a code belongs in time.
    ///
    /// Every step is compared in full, so that the time taken tells nothing.
    ///
    /// # Errors
    /// A fault if the library does not take the secret; it takes all that we make.
    pub fn place(&self, code: &TotpCode, now: DateTime<Utc>) -> anyhow::Result<CodeMatch> {
        let (totp, present) = (self.totp("-", "-")?, step_at(now));
        let mut found = CodeMatch::None;
        // From far to near: of two steps with the same code, the nearer one counts.
        for distance in (0..=FAR_STEPS).rev() {
            for offset in [-distance, distance] {
                let step = present + offset;
                let Ok(time) = u64::try_from(step * STEP_SECONDS) else { continue };
                if is_same(&totp.generate(time).to_string(), &code.0) {
                    found = match distance <= NEAR_STEPS {
                        true => CodeMatch::Step(step),
                        false => CodeMatch::OutOfStep { seconds: offset * STEP_SECONDS },
                    };
                }
            }
        }
        Ok(found)
    }

    /// The `otpauth://` address that an authenticator takes over.
    ///
    /// # Errors
    /// A fault if the library does not take the names; it takes all that we make.
    pub fn otpauth_uri(&self, issuer: &str, username: &str) -> anyhow::Result<String> {
        Ok(self.totp(issuer, username)?.to_url()?)
    }

    fn totp(&self, issuer: &str, username: &str) -> anyhow::Result<Totp> {
        // A colon separates issuer and account in the address and may stand in neither.
        let issuer = issuer.replace(':', " ");
        Ok(Builder::new().with_secret(self.0).with_issuer(Some(issuer)).with_account_name(username).build()?)
    }
}

fn is_same(left: &str, right: &str) -> bool {
    let differing = left.bytes().zip(right.bytes()).fold(0, |sum, (left, right)| sum | (left ^ right));
    left.len() == right.len() && differing == 0
}

/// Without the secret.
impl std::fmt::Debug for TotpSecret {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("TotpSecret")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_holds_secret_issuer_and_account() {
        let secret = TotpSecret::new(*b"12345678901234567890");
        let uri = secret.otpauth_uri("My: Index", "ada").unwrap();
        assert_eq!(
            uri,
            "otpauth://totp/My%20%20Index:ada?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=My%20%20Index"
        );
    }

    #[test]
    fn the_codes_are_those_of_the_specification() {
        // RFC 6238, appendix B, the SHA-1 rows cut to six digits.
        let totp = TotpSecret::new(*b"12345678901234567890").totp("i", "a").unwrap();
        for (time, code) in [(59, "287082"), (1_111_111_109, "081804"), (20_000_000_000, "353130")] {
            assert_eq!(totp.generate(time).to_string(), code);
        }
    }

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    fn place(code: &str, seconds: i64) -> CodeMatch {
        let secret = TotpSecret::new(*b"12345678901234567890");
        secret.place(&TotpCode::parse(code).unwrap(), at(seconds)).unwrap()
    }

    #[test]
    fn a_code_is_good_for_its_step_and_the_ones_beside_it() {
        // RFC 6238, appendix B: step 37037036 began at 1111111080.
        for seconds in [1_111_111_050, 1_111_111_080, 1_111_111_109, 1_111_111_139] {
            assert_eq!(place("081804", seconds), CodeMatch::Step(37_037_036), "{seconds}");
        }
        assert_eq!(place("081804", 1_111_111_049), CodeMatch::OutOfStep { seconds: 60 });
        assert_eq!(place("081804", 1_111_111_140), CodeMatch::OutOfStep { seconds: -60 });
    }

    #[test]
    fn a_code_from_further_away_shows_a_wrong_clock_and_beyond_that_nothing() {
        assert_eq!(place("081804", 1_111_111_080 + 10 * 30), CodeMatch::OutOfStep { seconds: -300 });
        assert_eq!(place("081804", 1_111_111_080 - 10 * 30), CodeMatch::OutOfStep { seconds: 300 });
        assert_eq!(place("081804", 1_111_111_080 + 11 * 30), CodeMatch::None);
        assert_eq!(place("081805", 1_111_111_080), CodeMatch::None);
    }

    #[test]
    fn a_code_is_read_without_its_spaces() {
        for typed in ["081804", " 081 804\t", "0 8 1 8 0 4", "081\u{a0}804"] {
            assert_eq!(TotpCode::parse(typed), Some(TotpCode("081804".to_owned())), "{typed:?}");
        }
        for bad in ["", "08180", "0818040", "08180a", "+81804", "٠٨١٨٠٤"] {
            assert_eq!(TotpCode::parse(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn the_secret_can_be_typed() {
        let secret = TotpSecret::new(*b"12345678901234567890");
        assert_eq!(secret.to_base32().unwrap(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    }

    #[test]
    fn names_of_factors_stand_on_one_line() {
        assert_eq!(FactorName::parse("  blue key ").unwrap().as_ref(), "blue key");
        assert!(FactorName::parse(&"é".repeat(64)).is_ok());
        for bad in ["", "  ", "a\nb", "a\0", "a\u{202e}b", &"é".repeat(65)] {
            assert_eq!(FactorName::parse(bad), Err(FactorNameError), "{bad:?}");
        }
    }

    #[test]
    fn kinds_are_known_again() {
        for kind in FactorKind::ALL {
            assert_eq!(FactorKind::from_stored(kind.as_str()), Some(kind));
        }
        assert_eq!(FactorKind::from_stored("other"), None);
    }
}
