//! The mails that the index sends: one variant for each, with what it tells.

use chrono::{DateTime, Utc};

/// A link that works once, and until when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailLink {
    /// Absolute, from `domain::urls`.
    pub url: String,
    pub expires: DateTime<Utc>,
}

/// A kind of second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactorMethod {
    Totp,
    SecurityKey,
    Passkey,
}

/// A role on a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailRole {
    Owner,
    Maintainer,
}

/// A change of somebody's role, as the person and the owners hear of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleChange {
    pub project: String,
    /// The user name of whoever has, or had, the role.
    pub person: String,
    pub role: MailRole,
    /// The user name of whoever did it; none for an operator.
    pub by: Option<String>,
}

/// Something that was taken out of reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removal {
    pub project: String,
    /// The user name of whoever did it; none for an operator.
    pub by: Option<String>,
    pub reason: Option<String>,
}

/// One mail to one person, and what it tells.
///
/// Names and reasons may be anybody's: rendering cleans and escapes them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MailMessage {
    VerifyAddress {
        link: MailLink,
    },
    AddressAdded {
        address: String,
    },
    /// To the earlier primary address; `address` is the new one.
    PrimaryAddressChanged {
        address: String,
    },
    AddressRemoved {
        address: String,
    },
    /// Its domain does not exist any more.
    AddressUnverified {
        address: String,
    },
    /// Somebody tried to register with the address of an account.
    AddressInUse,
    /// Without an inviter, an operator invites.
    Invitation {
        link: MailLink,
        inviter: Option<String>,
    },
    PasswordChanged,
    PasswordReset {
        link: MailLink,
    },
    PasswordResetUnverified,
    PasswordCompromised {
        link: MailLink,
    },
    PasswordSetByOperator,
    FactorAdded {
        method: FactorMethod,
        name: String,
    },
    FactorRemoved {
        method: FactorMethod,
        name: String,
    },
    FactorsResetByOperator,
    RecoveryCodesMade,
    RecoveryCodeUsed {
        left: u32,
    },
    RecoveryCodesFew {
        left: u32,
    },
    /// `code` is typed into the page that waits in another browser.
    NewDevice {
        link: MailLink,
        code: String,
    },
    DeviceConfirmedByOperator,
    /// `name` is that of the security key.
    SignCountRegressed {
        name: String,
    },
    /// No projects stand for every project of the account.
    TokenCreated {
        name: String,
        projects: Vec<String>,
        expires: Option<DateTime<Utc>>,
    },
    TokenRevoked {
        name: String,
    },
    /// `place` is where a scanner found it.
    TokenLeaked {
        name: String,
        place: Option<String>,
    },
    TokenExpiring {
        name: String,
        at: DateTime<Utc>,
    },
    AccountFrozen,
    AccountUnfrozen,
    AccountDeletionScheduled {
        undo: MailLink,
        at: DateTime<Utc>,
    },
    AccountDeleted,
    RoleAdded(RoleChange),
    RoleRemoved(RoleChange),
    /// `role` is the new one.
    RoleChanged(RoleChange),
    ReleaseYanked {
        version: String,
        removal: Removal,
    },
    ReleaseDeleted {
        version: String,
        removal: Removal,
    },
    ProjectDeleted(Removal),
    FirstOperatorMade,
}

impl MailMessage {
    /// The stable name of the kind, as rows, file names and messages use it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::VerifyAddress { .. } => "verify_address",
            Self::AddressAdded { .. } => "address_added",
            Self::PrimaryAddressChanged { .. } => "primary_address_changed",
            Self::AddressRemoved { .. } => "address_removed",
            Self::AddressUnverified { .. } => "address_unverified",
            Self::AddressInUse => "address_in_use",
            Self::Invitation { .. } => "invitation",
            Self::PasswordChanged => "password_changed",
            Self::PasswordReset { .. } => "password_reset",
            Self::PasswordResetUnverified => "password_reset_unverified",
            Self::PasswordCompromised { .. } => "password_compromised",
            Self::PasswordSetByOperator => "password_set_by_operator",
            Self::FactorAdded { .. } => "factor_added",
            Self::FactorRemoved { .. } => "factor_removed",
            Self::FactorsResetByOperator => "factors_reset_by_operator",
            Self::RecoveryCodesMade => "recovery_codes_made",
            Self::RecoveryCodeUsed { .. } => "recovery_code_used",
            Self::RecoveryCodesFew { .. } => "recovery_codes_few",
            Self::NewDevice { .. } => "new_device",
            Self::DeviceConfirmedByOperator => "device_confirmed_by_operator",
            Self::SignCountRegressed { .. } => "sign_count_regressed",
            Self::TokenCreated { .. } => "token_created",
            Self::TokenRevoked { .. } => "token_revoked",
            Self::TokenLeaked { .. } => "token_leaked",
            Self::TokenExpiring { .. } => "token_expiring",
            Self::AccountFrozen => "account_frozen",
            Self::AccountUnfrozen => "account_unfrozen",
            Self::AccountDeletionScheduled { .. } => "account_deletion_scheduled",
            Self::AccountDeleted => "account_deleted",
            Self::RoleAdded(_) => "role_added",
            Self::RoleRemoved(_) => "role_removed",
            Self::RoleChanged(_) => "role_changed",
            Self::ReleaseYanked { .. } => "release_yanked",
            Self::ReleaseDeleted { .. } => "release_deleted",
            Self::ProjectDeleted(_) => "project_deleted",
            Self::FirstOperatorMade => "first_operator_made",
        }
    }

    /// Whether something happened, rather than is about to.
    pub fn is_event(&self) -> bool {
        !matches!(self, Self::RecoveryCodesFew { .. } | Self::TokenExpiring { .. })
    }

    /// Whether the reader did this, as far as we know, so that its network may be named.
    ///
    /// The network of a colleague or an operator is nobody else's business.
    pub fn is_of_the_reader(&self) -> bool {
        !matches!(
            self,
            Self::AddressUnverified { .. }
                | Self::Invitation { .. }
                | Self::PasswordSetByOperator
                | Self::FactorsResetByOperator
                | Self::DeviceConfirmedByOperator
                | Self::TokenLeaked { .. }
                | Self::AccountFrozen
                | Self::AccountUnfrozen
                | Self::RoleAdded(_)
                | Self::RoleRemoved(_)
                | Self::RoleChanged(_)
                | Self::ReleaseYanked { .. }
                | Self::ReleaseDeleted { .. }
                | Self::ProjectDeleted(_)
        )
    }

    /// The one link of the mail, where it has one.
    pub fn link(&self) -> Option<&MailLink> {
        match self {
            Self::VerifyAddress { link }
            | Self::Invitation { link, .. }
            | Self::PasswordReset { link }
            | Self::PasswordCompromised { link }
            | Self::NewDevice { link, .. }
            | Self::AccountDeletionScheduled { undo: link, .. } => Some(link),
            _ => None,
        }
    }
}

impl FactorMethod {
    /// As the message files select by it.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Totp => "totp",
            Self::SecurityKey => "security-key",
            Self::Passkey => "passkey",
        }
    }
}

impl MailRole {
    /// As the message files select by it.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Maintainer => "maintainer",
        }
    }
}
