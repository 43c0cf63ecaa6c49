//! Limits: the numbers an operator may change, and how often who may do what.

use crate::{Kind, Refusal};
use chrono::TimeDelta;

/// What an upload may weigh and how often projects may be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UploadLimits {
    /// Bytes of one file; a project may have an override.
    pub file_limit: i64,
    /// Bytes of all files of a project; a project may have an override.
    pub total_limit: i64,
    /// Days after its creation in which a release takes new files.
    pub release_window_days: u32,
    /// New projects an hour for one account; operators are exempt.
    pub projects_per_hour: u32,
    /// Bytes of all form fields but the file.
    pub form_limit: usize,
    /// Number of form fields.
    pub field_limit: usize,
}

impl Default for UploadLimits {
    fn default() -> Self {
        Self {
            file_limit: 100 * MIB,
            total_limit: 10 * 1024 * MIB,
            release_window_days: 14,
            projects_per_hour: 200,
            form_limit: 4 * MIB as usize,
            field_limit: 10_000,
        }
    }
}

/// Bytes in a mebibyte.
pub const MIB: i64 = 1024 * 1024;

impl UploadLimits {
    /// The limit of one file in bytes: the larger of default and override.
    pub fn for_file(&self, file_override: Option<i64>) -> i64 {
        self.file_limit.max(file_override.unwrap_or(0))
    }

    /// The limit of a project in bytes: the larger of default and override.
    pub fn for_project(&self, total_override: Option<i64>) -> i64 {
        self.total_limit.max(total_override.unwrap_or(0))
    }
}

/// What is counted, for one account or one address.
///
/// There is no limit for everybody together: a stranger could use it up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Limit {
    SignInPerAccount,
    SignInPerAddress,
    SecondFactorPerAccount,
    SecondFactorPerAddress,
    /// Challenges for passkeys: a page of the sign-in asks for one unseen.
    PasskeyPerAddress,
    EmailAdd,
    EmailVerify,
    EmailChange,
    PasswordReset,
    AccountSearch,
    PublisherPerAccount,
    PublisherPerAddress,
    ProjectPerAddress,
    Search,
    XmlRpc,
    TokenDisclosure,
}

/// At most so many uses within so many seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    pub uses: u32,
    pub seconds: u32,
}

/// The next use would be over a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Too many attempts; try again in {retry_after} seconds")]
pub struct LimitRefused {
    /// Seconds until the next use may pass, at least 1.
    pub retry_after: u64,
}

/// Whether who asks has shown more than something that can be guessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recognition {
    Stranger,
    /// By a passkey or a remembered device: passes limits that others can use up.
    Recognised,
}

const MINUTE: u32 = 60;
const HOUR: u32 = 60 * MINUTE;
const DAY: u32 = 24 * HOUR;

impl Limit {
    pub const ALL: [Self; 16] = [
        Self::SignInPerAccount,
        Self::SignInPerAddress,
        Self::SecondFactorPerAccount,
        Self::SecondFactorPerAddress,
        Self::PasskeyPerAddress,
        Self::EmailAdd,
        Self::EmailVerify,
        Self::EmailChange,
        Self::PasswordReset,
        Self::AccountSearch,
        Self::PublisherPerAccount,
        Self::PublisherPerAddress,
        Self::ProjectPerAddress,
        Self::Search,
        Self::XmlRpc,
        Self::TokenDisclosure,
    ];

    /// Its name and its windows, all of which must have room.
    const fn row(self) -> (&'static str, &'static [Window]) {
        const fn at_most(uses: u32, seconds: u32) -> Window {
            Window { uses, seconds }
        }
        match self {
            Self::SignInPerAccount => ("user.login", &const { [at_most(10, 5 * MINUTE)] }),
            Self::SignInPerAddress => ("ip.login", &const { [at_most(10, 5 * MINUTE)] }),
            Self::SecondFactorPerAccount => {
                ("2fa.user", &const { [at_most(5, 5 * MINUTE), at_most(20, HOUR), at_most(50, DAY)] })
            }
            Self::SecondFactorPerAddress => ("2fa.ip", &const { [at_most(10, 5 * MINUTE), at_most(50, HOUR)] }),
            Self::PasskeyPerAddress => ("ip.passkey", &const { [at_most(60, 5 * MINUTE), at_most(400, HOUR)] }),
            Self::EmailAdd => ("email.add", &const { [at_most(2, DAY)] }),
            Self::EmailVerify => ("email.verify", &const { [at_most(3, 6 * HOUR)] }),
            Self::EmailChange => ("email.change", &const { [at_most(5, 5 * MINUTE), at_most(20, HOUR)] }),
            Self::PasswordReset => ("password.reset", &const { [at_most(5, DAY)] }),
            Self::AccountSearch => ("accounts.search", &const { [at_most(100, HOUR)] }),
            Self::PublisherPerAccount => ("user_oidc.publisher.register", &const { [at_most(100, DAY)] }),
            Self::PublisherPerAddress => ("ip_oidc.publisher.register", &const { [at_most(100, DAY)] }),
            // Twice what one account may by default: an account's own limit is a setting, `projects_per_hour`.
            Self::ProjectPerAddress => ("project.create.ip", &const { [at_most(400, HOUR)] }),
            Self::Search => ("search", &const { [at_most(5, 1)] }),
            Self::XmlRpc => ("xmlrpc.client", &const { [at_most(3600, HOUR)] }),
            // Reports that no scanner signed; one report may name many tokens.
            Self::TokenDisclosure => ("token.disclose", &const { [at_most(10, 5 * MINUTE), at_most(50, HOUR)] }),
        }
    }

    /// Stable; counts are stored under it.
    pub const fn name(self) -> &'static str {
        self.row().0
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|limit| limit.name() == name)
    }

    pub const fn windows(self) -> &'static [Window] {
        self.row().1
    }

    /// Whether strangers can use it up to keep out somebody else.
    pub const fn passes(self, recognition: Recognition) -> bool {
        matches!(recognition, Recognition::Recognised)
            && matches!(self, Self::SignInPerAccount | Self::SecondFactorPerAccount)
    }
}

impl Window {
    /// Slices in which a window is counted.
    pub const SLICES: i64 = 10;

    /// The length of a slice: uses of one slice leave the window together.
    pub fn slice(self) -> TimeDelta {
        TimeDelta::milliseconds(i64::from(self.seconds) * 1000 / Self::SLICES)
    }

    pub fn length(self) -> TimeDelta {
        TimeDelta::seconds(i64::from(self.seconds))
    }
}

impl Refusal for LimitRefused {
    fn kind(&self) -> Kind {
        Kind::TooMany { retry_after: self.retry_after }
    }

    fn code(&self) -> &'static str {
        "too-many-attempts"
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        vec![("seconds", self.retry_after.to_string())]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_limit_has_a_name_of_its_own_and_room() {
        for limit in Limit::ALL {
            assert_eq!(Limit::from_name(limit.name()), Some(limit));
            let windows = limit.windows();
            assert!(windows.iter().all(|window| 0 < window.uses && !window.slice().is_zero()), "{limit:?}");
            let is_wider = |pair: &[Window]| pair[0].seconds < pair[1].seconds && pair[0].uses < pair[1].uses;
            assert!(windows.windows(2).all(is_wider), "{limit:?}");
        }
        assert_eq!(Limit::from_name("global.login"), None);
    }

    #[test]
    fn guessing_and_mailing_have_the_published_numbers() {
        let table: [(Limit, &[(u32, u32)]); 9] = [
            (Limit::SignInPerAccount, &[(10, 300)]),
            (Limit::SignInPerAddress, &[(10, 300)]),
            (Limit::SecondFactorPerAccount, &[(5, 300), (20, 3_600), (50, 86_400)]),
            (Limit::SecondFactorPerAddress, &[(10, 300), (50, 3_600)]),
            (Limit::EmailAdd, &[(2, 86_400)]),
            (Limit::EmailVerify, &[(3, 21_600)]),
            (Limit::EmailChange, &[(5, 300), (20, 3_600)]),
            (Limit::PasswordReset, &[(5, 86_400)]),
            (Limit::AccountSearch, &[(100, 3_600)]),
        ];
        for (limit, expected) in table {
            let windows: Vec<_> = limit.windows().iter().map(|window| (window.uses, window.seconds)).collect();
            assert_eq!(windows, expected, "{limit:?}");
        }
    }

    #[test]
    fn recognition_passes_only_what_strangers_can_use_up() {
        let passed: Vec<_> = Limit::ALL.into_iter().filter(|limit| limit.passes(Recognition::Recognised)).collect();
        assert_eq!(passed, [Limit::SignInPerAccount, Limit::SecondFactorPerAccount]);
        assert!(Limit::ALL.into_iter().all(|limit| !limit.passes(Recognition::Stranger)));
    }

    #[test]
    fn an_override_only_raises() {
        let limits = UploadLimits::default();
        assert_eq!(limits.for_file(None), 100 * MIB);
        assert_eq!(limits.for_file(Some(1)), 100 * MIB);
        assert_eq!(limits.for_file(Some(200 * MIB)), 200 * MIB);
    }
}
