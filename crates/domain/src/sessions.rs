//! Sessions: who is signed in, how strongly, and for how long.

use crate::{ids::AccountId, mandate::Strength};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use std::fmt;
use uuid::Uuid;

/// Bytes of randomness in a secret.
pub const SECRET_LENGTH: usize = 32;

/// How long a step-up, or a sign-in with a second factor, opens what is guarded.
pub const STEP_UP_LIFETIME: TimeDelta = TimeDelta::minutes(15);

/// How long a sign-in may wait for its second factor.
pub const FACTOR_STAGE_LIFETIME: TimeDelta = TimeDelta::minutes(5);

/// How long a sign-in may wait for the mail to a new device to be answered.
pub const DEVICE_STAGE_LIFETIME: TimeDelta = TimeDelta::hours(6);

/// How long a remembered device needs no second factor.
pub const REMEMBERED_LIFETIME: TimeDelta = TimeDelta::days(30);

/// Wrong codes of a mail after which a sign-in begins anew.
pub const DEVICE_CODE_ATTEMPTS: i32 = 5;

/// Devices whose secrets one browser keeps, of one or more accounts.
const DEVICES_OF_A_BROWSER: usize = 5;

/// What a cookie or a link holds: a session, a half-done sign-in, a device or a mailed link.
///
/// Only its hash is stored, so that a stolen database opens nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionSecret([u8; SECRET_LENGTH]);

/// What is stored of a secret: its SHA-256 in hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SessionHash(String);

/// The secrets of the devices that one browser is, the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeviceSecrets(Vec<SessionSecret>);

/// A code of eight digits, typed from the mail into the page that waits.
#[derive(Clone, PartialEq, Eq)]
pub struct DeviceCode(u32);

/// How somebody signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SignInMethod {
    /// A password alone.
    Password,
    Totp,
    SecurityKey,
    /// Without a password.
    Passkey,
    RecoveryCode,
    /// A password on a device that was remembered with a second factor.
    RememberedDevice,
    /// The link for the first operator, who got a second factor by it.
    Setup,
}

/// A session as it is stored.
#[derive(Clone, Debug)]
pub struct Session {
    /// Names the session on pages and stays when its secret changes.
    pub id: Uuid,
    pub hash: SessionHash,
    pub account: AccountId,
    pub method: SignInMethod,
    /// The strongest second factor that was shown in it; `None` for a password alone.
    pub strength: Option<Strength>,
    pub stepped_up_at: Option<DateTime<Utc>>,
    pub device: Option<Uuid>,
    /// The network of the last request, such as `192.0.2.0/24`.
    pub network: String,
    pub user_agent: String,
    pub signed_in_at: DateTime<Utc>,
    pub last_seen_at: DateTime<Utc>,
    /// The absolute end, whatever is done in it.
    pub expires_at: DateTime<Utc>,
}

/// Who is signed in by a session that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionBearer {
    pub session: SessionHash,
    pub account: AccountId,
    pub method: SignInMethod,
    /// What a mandate counts: the strongest factor shown in this session.
    pub strength: Option<Strength>,
    /// The last sign-in or step-up in this session that showed the best the account has.
    pub stepped_up_at: Option<DateTime<Utc>>,
}

/// How long sessions live; an operator may change it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionLifetimes {
    /// Without any request.
    pub idle: TimeDelta,
    /// From the sign-in on.
    pub absolute: TimeDelta,
}

impl Default for SessionLifetimes {
    fn default() -> Self {
        Self { idle: TimeDelta::hours(12), absolute: TimeDelta::days(14) }
    }
}

/// Whether a session may change credentials, roles, tokens or delete the account.
///
/// A session whose last step-up was by password opens nothing once the account has a
/// second factor: then the session has no strength.
pub fn has_stepped_up(now: DateTime<Utc>, bearer: &SessionBearer, account_has_factor: bool) -> bool {
    let is_fresh = bearer.stepped_up_at.is_some_and(|at| now < at + STEP_UP_LIFETIME);
    is_fresh && (bearer.strength.is_some() || !account_has_factor)
}

impl Session {
    /// Whether the session still holds: neither idle nor old for too long.
    pub fn holds(&self, now: DateTime<Utc>, lifetimes: SessionLifetimes) -> bool {
        now < self.expires_at && now < self.last_seen_at + lifetimes.idle
    }

    pub fn bearer(&self) -> SessionBearer {
        SessionBearer {
            session: self.hash.clone(),
            account: self.account,
            method: self.method,
            strength: self.strength,
            stepped_up_at: self.stepped_up_at,
        }
    }
}

impl SignInMethod {
    pub const ALL: [Self; 7] = [
        Self::Password,
        Self::Totp,
        Self::SecurityKey,
        Self::Passkey,
        Self::RecoveryCode,
        Self::RememberedDevice,
        Self::Setup,
    ];

    /// Stable; stored, and shown in events.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Totp => "totp",
            Self::SecurityKey => "security-key",
            Self::Passkey => "passkey",
            Self::RecoveryCode => "recovery-code",
            Self::RememberedDevice => "remembered-device",
            Self::Setup => "setup",
        }
    }

    pub fn from_stored(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == text)
    }

    /// What the method itself shows; a remembered device has the strength stored with it.
    pub const fn strength(self) -> Option<Strength> {
        match self {
            Self::Password | Self::RememberedDevice => None,
            Self::Totp | Self::RecoveryCode | Self::Setup => Some(Strength::Any),
            Self::SecurityKey | Self::Passkey => Some(Strength::PhishingResistant),
        }
    }

    /// Whether somebody in between could have asked for it and passed it on.
    pub const fn is_phishable(self) -> bool {
        matches!(self, Self::Password | Self::Totp | Self::RecoveryCode)
    }

    /// Whether the sign-in itself counts as a step-up.
    pub const fn steps_up(self) -> bool {
        !matches!(self, Self::RememberedDevice)
    }
}

impl SessionSecret {
    /// A secret of fresh randomness.
    pub const fn new(bytes: [u8; SECRET_LENGTH]) -> Self {
        Self(bytes)
    }

    /// Reads the text of a cookie or the end of a link.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        Some(Self(bytes.try_into().ok()?))
    }

    /// 43 characters of base64url.
    pub fn to_text(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    pub fn hash(&self) -> SessionHash {
        SessionHash(hex::encode(Sha256::digest(self.0)))
    }
}

/// Without the secret.
impl fmt::Debug for SessionSecret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SessionSecret")
    }
}

impl SessionHash {
    /// A hash as it was stored.
    pub const fn from_stored(text: String) -> Self {
        Self(text)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl DeviceSecrets {
    /// Reads the cookie; what is no secret is left out.
    pub fn parse(text: &str) -> Self {
        Self(text.split('.').filter_map(SessionSecret::parse).take(DEVICES_OF_A_BROWSER).collect())
    }

    /// The text of the cookie: secrets with dots between.
    pub fn to_text(&self) -> String {
        self.0.iter().map(SessionSecret::to_text).collect::<Vec<_>>().join(".")
    }

    /// With one more device; the oldest falls out.
    #[must_use]
    pub fn with(&self, secret: SessionSecret) -> Self {
        let others = self.0.iter().filter(|other| **other != secret).cloned();
        Self(std::iter::once(secret.clone()).chain(others).take(DEVICES_OF_A_BROWSER).collect())
    }

    pub fn hashes(&self) -> Vec<SessionHash> {
        self.0.iter().map(SessionSecret::hash).collect()
    }
}

impl DeviceCode {
    /// A code of fresh randomness.
    pub fn new(bytes: [u8; 8]) -> Self {
        // Of 2^64 values, 10^8 take the same share but for one in 10^11.
        Self((u64::from_be_bytes(bytes) % 100_000_000) as u32)
    }

    /// Reads a code; spaces and hyphens do not matter.
    pub fn parse(text: &str) -> Option<Self> {
        let digits: String = text.chars().filter(|it| !it.is_whitespace() && *it != '-').collect();
        let is_code = digits.len() == 8 && digits.bytes().all(|byte| byte.is_ascii_digit());
        is_code.then(|| digits.parse().ok().map(Self)).flatten()
    }

    /// What is stored; it holds for one sign-in only.
    pub fn hash(&self, sign_in: Uuid) -> String {
        let mut hasher = Sha256::new();
        hasher.update(b"fromagerie device code\0");
        hasher.update(sign_in.as_bytes());
        hasher.update(self.0.to_be_bytes());
        hex::encode(hasher.finalize())
    }
}

/// The code as the mail shows it: two groups of four digits.
impl fmt::Display for DeviceCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04} {:04}", self.0 / 10_000, self.0 % 10_000)
    }
}

/// Without the code.
impl fmt::Debug for DeviceCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("DeviceCode")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bearer(strength: Option<Strength>, stepped_up_at: Option<DateTime<Utc>>) -> SessionBearer {
        SessionBearer {
            session: SessionSecret::new([1; 32]).hash(),
            account: AccountId(Uuid::nil()),
            method: SignInMethod::Totp,
            strength,
            stepped_up_at,
        }
    }

    #[test]
    fn a_step_up_holds_for_a_quarter_of_an_hour() {
        let at = DateTime::UNIX_EPOCH;
        let bearer = bearer(Some(Strength::Any), Some(at));
        assert!(has_stepped_up(at, &bearer, true));
        assert!(has_stepped_up(at + STEP_UP_LIFETIME - TimeDelta::microseconds(1), &bearer, true));
        assert!(!has_stepped_up(at + STEP_UP_LIFETIME, &bearer, true));
    }

    #[test]
    fn a_step_up_by_password_opens_nothing_once_there_is_a_factor() {
        let at = DateTime::UNIX_EPOCH;
        assert!(has_stepped_up(at, &bearer(None, Some(at)), false));
        assert!(!has_stepped_up(at, &bearer(None, Some(at)), true));
        assert!(!has_stepped_up(at, &bearer(Some(Strength::Any), None), true));
    }

    #[test]
    fn a_session_ends_idle_or_old() {
        let (at, lifetimes) = (DateTime::UNIX_EPOCH, SessionLifetimes::default());
        let session = Session {
            id: Uuid::nil(),
            hash: SessionSecret::new([1; 32]).hash(),
            account: AccountId(Uuid::nil()),
            method: SignInMethod::Password,
            strength: None,
            stepped_up_at: None,
            device: None,
            network: String::new(),
            user_agent: String::new(),
            signed_in_at: at,
            last_seen_at: at,
            expires_at: at + lifetimes.absolute,
        };
        assert!(session.holds(at + TimeDelta::hours(11), lifetimes));
        assert!(!session.holds(at + TimeDelta::hours(12), lifetimes));
        let busy = Session { last_seen_at: at + TimeDelta::days(14), ..session };
        assert!(busy.holds(at + TimeDelta::days(14) - TimeDelta::seconds(1), lifetimes));
        assert!(!busy.holds(at + TimeDelta::days(14), lifetimes));
    }

    #[test]
    fn methods_come_back_from_their_names() {
        for method in SignInMethod::ALL {
            assert_eq!(SignInMethod::from_stored(method.as_str()), Some(method));
        }
        assert_eq!(SignInMethod::from_stored("horse"), None);
    }

    #[test]
    fn only_keys_are_phishing_resistant() {
        for method in SignInMethod::ALL {
            let is_key = matches!(method, SignInMethod::SecurityKey | SignInMethod::Passkey);
            assert_eq!(method.strength() == Some(Strength::PhishingResistant), is_key, "{method:?}");
            assert!(!(is_key && method.is_phishable()));
        }
    }

    #[test]
    fn a_secret_comes_back_from_its_text_and_nothing_else_does() {
        let secret = SessionSecret::new([7; 32]);
        assert_eq!(SessionSecret::parse(&secret.to_text()), Some(secret));
        for text in ["", "x", "é", &"A".repeat(44), &format!("{}=", "A".repeat(43)), &"A".repeat(100_000)] {
            assert_eq!(SessionSecret::parse(text), None);
        }
    }

    #[test]
    fn a_browser_keeps_its_newest_five_devices() {
        let devices = (0..7).fold(DeviceSecrets::default(), |all, byte| all.with(SessionSecret::new([byte; 32])));
        assert_eq!(DeviceSecrets::parse(&devices.to_text()), devices);
        assert_eq!(devices.hashes()[0], SessionSecret::new([6; 32]).hash());
        assert_eq!(devices.hashes().len(), 5);
        assert_eq!(DeviceSecrets::parse("nonsense..x"), DeviceSecrets::default());
    }

    #[test]
    fn a_code_is_read_with_spaces_and_belongs_to_one_sign_in() {
        let code = DeviceCode::new([0; 8]);
        assert_eq!(code.to_string(), "0000 0000");
        assert_eq!(DeviceCode::parse(" 0000-0000 "), Some(code.clone()));
        for text in ["", "1234567", "123456789", "1234567x", "+1234567", "١٢٣٤٥٦٧٨"] {
            assert_eq!(DeviceCode::parse(text), None, "{text}");
        }
        assert_ne!(code.hash(Uuid::nil()), code.hash(Uuid::max()));
    }
}
