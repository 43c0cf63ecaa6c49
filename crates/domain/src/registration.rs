//! Registration: who may, with which addresses, under which names.

use crate::{
    accounts::{EmailAddress, Username},
    refusal::{Kind, Refusal},
};
use std::{fmt, str::FromStr};

/// Who may register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum RegistrationMode {
    /// Nobody; operators make accounts.
    Closed,
    /// Whoever holds an invitation.
    #[default]
    Invite,
    /// Whoever holds an invitation or has an address of a listed domain.
    Domains,
    /// Everybody.
    Open,
}

/// The mode and, for `Domains`, its list.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct RegistrationRule {
    pub mode: RegistrationMode,
    /// Exactly these; a subdomain is another domain.
    pub domains: Vec<MailDomain>,
}

/// The domain of addresses, in lower case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MailDomain(String);

/// Why a text is no domain of addresses.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Not a domain of e-mail addresses: `{0}`")]
pub struct MailDomainError(String);

/// Why somebody may not register. It says nothing about accounts.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RegistrationClosed {
    #[error("Registration is closed; ask an operator of this index for an account")]
    Closed,
    #[error("Registration is by invitation; ask an operator of this index for one")]
    InvitationOnly,
    #[error(
        "Registration is open to some domains only, not to: `{domain}`; ask an operator of this index for an invitation"
    )]
    OtherDomain { domain: String },
}

impl Refusal for RegistrationClosed {
    fn kind(&self) -> Kind {
        Kind::Forbidden
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Closed => "registration-closed",
            Self::InvitationOnly => "registration-invitation-only",
            Self::OtherDomain { .. } => "registration-other-domain",
        }
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::OtherDomain { domain } => vec![("domain", domain.clone())],
            _ => Vec::new(),
        }
    }
}

impl Refusal for MailDomainError {
    fn kind(&self) -> Kind {
        Kind::Invalid
    }

    fn code(&self) -> &'static str {
        match self {
            Self(_) => "mail-domain-invalid",
        }
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        vec![("domain", self.0.clone())]
    }
}

impl RegistrationMode {
    pub const ALL: [Self; 4] = [Self::Closed, Self::Invite, Self::Domains, Self::Open];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Invite => "invite",
            Self::Domains => "domains",
            Self::Open => "open",
        }
    }

    pub fn from_stored(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.as_str() == text)
    }
}

impl RegistrationRule {
    /// The rule of a form: a mode, and domains with spaces, commas or lines between them.
    ///
    /// # Errors
    /// The first domain that is none.
    pub fn parse(mode: RegistrationMode, domains: &str) -> Result<Self, MailDomainError> {
        if mode != RegistrationMode::Domains {
            return Ok(Self { mode, domains: Vec::new() });
        }
        let words = domains.split(|character: char| character.is_whitespace() || character == ',');
        let domains = words.filter(|word| !word.is_empty()).map(str::parse);
        Ok(Self { mode, domains: domains.collect::<Result<_, _>>()? })
    }

    /// Whether somebody without an invitation may register with this address.
    ///
    /// # Errors
    /// Why not.
    pub fn admit(&self, address: &EmailAddress) -> Result<(), RegistrationClosed> {
        match self.mode {
            RegistrationMode::Open => Ok(()),
            RegistrationMode::Closed => Err(RegistrationClosed::Closed),
            RegistrationMode::Invite => Err(RegistrationClosed::InvitationOnly),
            RegistrationMode::Domains => {
                let domain = MailDomain::of(address);
                match self.domains.contains(&domain) {
                    true => Ok(()),
                    false => Err(RegistrationClosed::OtherDomain { domain: domain.0 }),
                }
            }
        }
    }

    /// Whether somebody with an invitation may register.
    ///
    /// # Errors
    /// When nobody may.
    pub fn admit_invited(&self) -> Result<(), RegistrationClosed> {
        match self.mode {
            RegistrationMode::Closed => Err(RegistrationClosed::Closed),
            _ => Ok(()),
        }
    }
}

impl MailDomain {
    /// What stands behind the `@`.
    pub fn of(address: &EmailAddress) -> Self {
        let normalized = address.normalized();
        Self(normalized.rsplit_once('@').map_or_else(String::new, |(_, domain)| domain.to_owned()))
    }

    /// Itself and each domain above it that has a dot: `a.b.example`, `b.example`.
    pub fn with_parents(&self) -> Vec<String> {
        let mut found = vec![self.0.clone()];
        let mut rest = self.0.as_str();
        while let Some((_, above)) = rest.split_once('.') {
            if above.contains('.') {
                found.push(above.to_owned());
            }
            rest = above;
        }
        found
    }

    /// Whether it, or a domain above it, hands out addresses to throw away.
    pub fn is_disposable(&self) -> bool {
        self.with_parents().iter().any(|domain| DISPOSABLE.contains(&domain.as_str()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for MailDomain {
    type Err = MailDomainError;

    fn from_str(text: &str) -> Result<Self, MailDomainError> {
        // What no address can have is no domain of addresses.
        let address: EmailAddress = format!("x@{text}")
            .parse()
            .map_err(|_| MailDomainError(text.chars().take(254).flat_map(char::escape_debug).collect()))?;
        match text.contains('@') {
            true => Err(MailDomainError(text.to_owned())),
            false => Ok(Self::of(&address)),
        }
    }
}

impl fmt::Display for MailDomain {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// The form of a user name in which look-alikes are equal, as for project names:
/// separators are gone, `l` and `i` are 1, `o` is 0, the rest is in lower case.
pub fn confusable_username(username: &Username) -> String {
    let likeness = |character: char| match character {
        '.' | '_' | '-' => None,
        'l' | 'i' => Some('1'),
        'o' => Some('0'),
        other => Some(other),
    };
    username.normalized().chars().filter_map(likeness).collect()
}

/// User names that would seem to speak for the index; nobody registers them.
const RESERVED: [&str; 24] = [
    "abuse",
    "admin",
    "administrator",
    "anonymous",
    "everyone",
    "fromagerie",
    "help",
    "hostmaster",
    "info",
    "me",
    "moderator",
    "noreply",
    "nobody",
    "operator",
    "owner",
    "postmaster",
    "pypi",
    "root",
    "security",
    "staff",
    "support",
    "system",
    "token",
    "webmaster",
];

/// Whether a user name, or one that it looks like, is kept from everybody.
pub fn is_reserved(username: &Username) -> bool {
    let confusable = confusable_username(username);
    RESERVED.iter().filter_map(|name| name.parse().ok()).any(|name| confusable_username(&name) == confusable)
}

/// Well-known services of addresses to throw away; operators add to them in a table.
const DISPOSABLE: [&str; 36] = [
    "10minutemail.com",
    "20minutemail.com",
    "33mail.com",
    "burnermail.io",
    "discard.email",
    "dispostable.com",
    "dropmail.me",
    "emailondeck.com",
    "fakeinbox.com",
    "getairmail.com",
    "getnada.com",
    "grr.la",
    "guerrillamail.biz",
    "guerrillamail.com",
    "guerrillamail.de",
    "guerrillamail.net",
    "guerrillamail.org",
    "guerrillamailblock.com",
    "mailcatch.com",
    "maildrop.cc",
    "mailinator.com",
    "mailinator.net",
    "mailnesia.com",
    "mailnull.com",
    "mintemail.com",
    "mohmal.com",
    "mytemp.email",
    "sharklasers.com",
    "spamgourmet.com",
    "temp-mail.org",
    "tempail.com",
    "tempmail.net",
    "throwawaymail.com",
    "trashmail.com",
    "trashmail.de",
    "yopmail.com",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> EmailAddress {
        text.parse().unwrap()
    }

    fn rule(mode: RegistrationMode) -> RegistrationRule {
        RegistrationRule { mode, domains: vec!["people.example".parse().unwrap()] }
    }

    fn confusable(text: &str) -> String {
        confusable_username(&text.parse().unwrap())
    }

    #[test]
    fn the_domains_of_a_form_stand_apart_by_spaces_commas_or_lines() {
        let parsed = RegistrationRule::parse(RegistrationMode::Domains, " A.example,b.example\nc.example ").unwrap();
        let names: Vec<&str> = parsed.domains.iter().map(MailDomain::as_str).collect();
        assert_eq!(names, ["a.example", "b.example", "c.example"]);
        assert!(RegistrationRule::parse(RegistrationMode::Domains, "a.example not_a_domain!").is_err());
        // What another mode does not use is not looked at.
        let open = RegistrationRule::parse(RegistrationMode::Open, "not_a_domain!").unwrap();
        assert_eq!(open, RegistrationRule { mode: RegistrationMode::Open, domains: Vec::new() });
    }

    #[test]
    fn each_mode_admits_its_people() {
        let (near, far) = (address("ada@People.example"), address("ada@elsewhere.example"));
        let admitted = |mode| {
            [rule(mode).admit(&near).is_ok(), rule(mode).admit(&far).is_ok(), rule(mode).admit_invited().is_ok()]
        };
        assert_eq!(admitted(RegistrationMode::Closed), [false, false, false]);
        assert_eq!(admitted(RegistrationMode::Invite), [false, false, true]);
        assert_eq!(admitted(RegistrationMode::Domains), [true, false, true]);
        assert_eq!(admitted(RegistrationMode::Open), [true, true, true]);
    }

    #[test]
    fn a_subdomain_is_another_domain() {
        let below = address("ada@below.people.example");
        assert!(rule(RegistrationMode::Domains).admit(&below).is_err());
    }

    #[test]
    fn a_fresh_index_takes_invited_people() {
        assert_eq!(RegistrationRule::default().mode, RegistrationMode::Invite);
    }

    #[test]
    fn modes_come_back_from_their_stored_form() {
        for mode in RegistrationMode::ALL {
            assert_eq!(RegistrationMode::from_stored(mode.as_str()), Some(mode));
        }
        assert_eq!(RegistrationMode::from_stored("ajar"), None);
    }

    #[test]
    fn look_alikes_have_one_form() {
        for other in ["BILL.OX", "b1ll-0x", "bi1lox", "b_i_l_l_o_x"] {
            assert_eq!(confusable(other), confusable("billox"), "{other}");
        }
        assert_ne!(confusable("billox"), confusable("ballox"));
    }

    #[test]
    fn names_that_seem_official_are_reserved() {
        for name in ["Admin", "adm1n", "a.d.m.i.n", "R00T", "sup-port"] {
            assert!(is_reserved(&name.parse().unwrap()), "{name}");
        }
        assert!(!is_reserved(&"ada".parse().unwrap()));
    }

    #[test]
    fn disposable_domains_are_known_with_their_subdomains() {
        for text in ["x@mailinator.com", "x@Deep.Below.YOPMAIL.com"] {
            assert!(MailDomain::of(&address(text)).is_disposable(), "{text}");
        }
        for text in ["x@notmailinator.com", "x@mailinator.com.people.example"] {
            assert!(!MailDomain::of(&address(text)).is_disposable(), "{text}");
        }
    }

    #[test]
    fn domains_are_read_as_people_type_them() {
        assert_eq!("People.Example".parse::<MailDomain>().unwrap().as_str(), "people.example");
        for bad in ["", "example", "@people.example", "a b.example", "x@people.example"] {
            assert!(bad.parse::<MailDomain>().is_err(), "{bad}");
        }
    }
}
