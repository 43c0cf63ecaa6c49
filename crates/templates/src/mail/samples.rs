//! A sample of every mail, as tests and the curious render them.

use super::{FactorMethod, Mail, MailLink, MailMessage, MailRole, Removal, RoleChange};
use chrono::{DateTime, TimeDelta, Utc};

impl Mail {
    /// Every mail at least once; optional parts both present and absent.
    pub fn samples() -> Vec<Self> {
        let messages = addresses().into_iter().chain(passwords()).chain(factors()).chain(tokens()).chain(projects());
        messages.map(with_circumstances).collect()
    }
}

fn with_circumstances(message: MailMessage) -> Mail {
    let browser = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    match &message {
        MailMessage::TokenExpiring { .. } | MailMessage::RecoveryCodesFew { .. } => Mail::new(message),
        MailMessage::RoleAdded(_) | MailMessage::ReleaseYanked { .. } | MailMessage::AccountFrozen => {
            Mail::new(message).at(now())
        }
        _ => Mail::new(message).at(now()).from(Some("192.0.2.0/24".to_owned()), Some(browser.to_owned())),
    }
}

fn addresses() -> Vec<MailMessage> {
    let address = || "ada@people.example".to_owned();
    vec![
        MailMessage::VerifyAddress { link: link("verify") },
        MailMessage::AddressAdded { address: address() },
        MailMessage::PrimaryAddressChanged { address: address() },
        MailMessage::AddressRemoved { address: address() },
        MailMessage::AddressUnverified { address: address() },
        MailMessage::AddressInUse,
        MailMessage::Invitation { link: link("invitation"), inviter: Some("grace".to_owned()) },
        MailMessage::Invitation { link: link("invitation"), inviter: None },
        MailMessage::AccountFrozen,
        MailMessage::AccountUnfrozen,
        MailMessage::AccountDeletionScheduled { undo: link("undo"), at: now() + TimeDelta::days(7) },
        MailMessage::AccountDeleted,
        MailMessage::FirstOperatorMade,
    ]
}

fn passwords() -> Vec<MailMessage> {
    vec![
        MailMessage::PasswordChanged,
        MailMessage::PasswordReset { link: link("reset") },
        MailMessage::PasswordResetUnverified,
        MailMessage::PasswordCompromised { link: link("reset") },
        MailMessage::PasswordSetByOperator,
    ]
}

fn factors() -> Vec<MailMessage> {
    vec![
        MailMessage::FactorAdded { method: FactorMethod::Totp, name: "telephone".to_owned() },
        MailMessage::FactorAdded { method: FactorMethod::Passkey, name: "laptop".to_owned() },
        MailMessage::FactorRemoved { method: FactorMethod::SecurityKey, name: "blue key".to_owned() },
        MailMessage::FactorsResetByOperator,
        MailMessage::RecoveryCodesMade,
        MailMessage::RecoveryCodeUsed { left: 6 },
        MailMessage::RecoveryCodeUsed { left: 1 },
        MailMessage::RecoveryCodeUsed { left: 0 },
        MailMessage::RecoveryCodesFew { left: 2 },
        MailMessage::RecoveryCodesFew { left: 1 },
        MailMessage::RecoveryCodesFew { left: 0 },
        MailMessage::NewDevice { link: link("device"), code: "7F3K 9QWX".to_owned() },
        MailMessage::DeviceConfirmedByOperator,
        MailMessage::SignCountRegressed { name: "blue key".to_owned() },
    ]
}

fn tokens() -> Vec<MailMessage> {
    let name = || "release <robot> & co".to_owned();
    let projects = ["camembert", "roquefort"].map(str::to_owned).into();
    vec![
        MailMessage::TokenCreated { name: name(), projects, expires: Some(now() + TimeDelta::days(90)) },
        MailMessage::TokenCreated { name: name(), projects: Vec::new(), expires: None },
        MailMessage::TokenRevoked { name: name() },
        MailMessage::TokenLeaked { name: name(), place: Some("https://code.example/cheese/.env".to_owned()) },
        MailMessage::TokenLeaked { name: name(), place: None },
        MailMessage::TokenExpiring { name: name(), at: now() + TimeDelta::days(7) },
    ]
}

fn projects() -> Vec<MailMessage> {
    let change = |role, by: Option<&str>| RoleChange {
        project: "camembert".to_owned(),
        person: "grace".to_owned(),
        role,
        by: by.map(str::to_owned),
    };
    let removal = |by: Option<&str>, reason: Option<&str>| Removal {
        project: "camembert".to_owned(),
        by: by.map(str::to_owned),
        reason: reason.map(str::to_owned),
    };
    let version = || "1.0".to_owned();
    vec![
        MailMessage::RoleAdded(change(MailRole::Owner, Some("ada"))),
        MailMessage::RoleAdded(change(MailRole::Maintainer, None)),
        MailMessage::RoleRemoved(change(MailRole::Maintainer, Some("ada"))),
        MailMessage::RoleChanged(change(MailRole::Owner, Some("ada"))),
        MailMessage::ReleaseYanked { version: version(), removal: removal(Some("grace"), Some("It does not ripen")) },
        MailMessage::ReleaseYanked { version: version(), removal: removal(None, None) },
        MailMessage::ReleaseDeleted { version: version(), removal: removal(Some("grace"), None) },
        MailMessage::ProjectDeleted(removal(None, Some("It was malware"))),
    ]
}

fn link(path: &str) -> MailLink {
    MailLink { url: format!("https://index.example/account/{path}/pVQ2kX7c"), expires: now() + TimeDelta::hours(6) }
}

/// Noon on a day in spring.
fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_774_958_400, 0).unwrap_or_default()
}
