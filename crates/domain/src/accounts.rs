//! Accounts: user names, addresses, and what an account is.

use crate::ids::AccountId;
use chrono::{DateTime, Utc};
use serde::Serialize;
use std::{fmt, str::FromStr};

/// A user name: 2 to 50 letters, digits, `.`, `_`, `-`; alphanumeric at both ends.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Username(String);

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UsernameError {
    #[error("User name must have 2 to 50 characters: `{0}` has {1}")]
    Length(String, usize),
    #[error(
        "User name may hold only ASCII letters, digits, `.`, `_` and `-`, with a letter or digit at both ends: `{0}`"
    )]
    Characters(String),
}

impl Username {
    pub const LONGEST: usize = 50;

    /// Lower case: two accounts never differ by case alone.
    pub fn normalized(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

impl FromStr for Username {
    type Err = UsernameError;

    fn from_str(text: &str) -> Result<Self, UsernameError> {
        let length = text.chars().count();
        if !(2..=Self::LONGEST).contains(&length) {
            let shown = text.chars().take(Self::LONGEST).collect();
            return Err(UsernameError::Length(shown, length));
        }
        let edge = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
        let bytes = text.as_bytes();
        let inner = bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(byte));
        if !inner || !edge(bytes.first()) || !edge(bytes.last()) {
            return Err(UsernameError::Characters(text.escape_debug().to_string()));
        }
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Display for Username {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl AsRef<str> for Username {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

/// An e-mail address: syntax only, at most 254 characters (RFC 5321 4.5.3.1.3).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct EmailAddress(String);

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Not an e-mail address: `{0}`")]
pub struct EmailAddressError(String);

impl EmailAddress {
    /// Lower case: addresses are unique regardless of case.
    pub fn normalized(&self) -> String {
        self.0.to_lowercase()
    }
}

impl FromStr for EmailAddress {
    type Err = EmailAddressError;

    fn from_str(text: &str) -> Result<Self, EmailAddressError> {
        let refuse = || EmailAddressError(text.chars().take(254).flat_map(char::escape_debug).collect());
        let (local, host) = text.rsplit_once('@').ok_or_else(refuse)?;
        let local_holds = !local.is_empty()
            && local.len() <= 64
            && local.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&byte))
            && !local.starts_with('.')
            && !local.ends_with('.')
            && !local.contains("..");
        let label_holds = |label: &str| {
            !label.is_empty()
                && label.len() <= 63
                && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
                && !label.starts_with('-')
                && !label.ends_with('-')
        };
        let host_holds = host.contains('.') && host.split('.').all(label_holds);
        if text.len() > 254 || !local_holds || !host_holds {
            return Err(refuse());
        }
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl AsRef<str> for EmailAddress {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

/// Whether an account may act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum AccountState {
    Active,
    Frozen,
    Disabled,
    Deleted,
}

impl AccountState {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Frozen => "frozen",
            Self::Disabled => "disabled",
            Self::Deleted => "deleted",
        }
    }

    pub fn from_stored(text: &str) -> Option<Self> {
        [Self::Active, Self::Frozen, Self::Disabled, Self::Deleted].into_iter().find(|it| it.as_str() == text)
    }
}

/// A person or machine that acts.
#[derive(Clone, Debug)]
pub struct Account {
    pub id: AccountId,
    pub username: String,
    pub superuser: bool,
    pub state: AccountState,
    pub created_at: DateTime<Utc>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn user_names_follow_the_grammar() {
        for good in ["ab", "Ada", "a.b_c-d", "0x0"] {
            assert_eq!(good.parse::<Username>().unwrap().as_ref(), good);
        }
        for bad in ["", "a", "-ab", "ab-", "a b", "a\0b", "é2", &"a".repeat(51)] {
            assert!(bad.parse::<Username>().is_err(), "{bad:?}");
        }
    }

    #[test]
    fn addresses_follow_the_syntax() {
        for good in ["ada@index.example", "a+b@mail.index.example"] {
            assert!(good.parse::<EmailAddress>().is_ok(), "{good}");
        }
        for bad in
            ["", "ada", "@index.example", "ada@localhost", "a\nb@index.example", "a..b@index.example", "ada@-x.example"]
        {
            assert!(bad.parse::<EmailAddress>().is_err(), "{bad:?}");
        }
    }
}
