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

/// Something that happens far more often than usual.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SurgeMail {
    /// `registrations`, `new-projects` or `refused-uploads`.
    pub surge: &'static str,
    /// How many the running hour has.
    pub count: u32,
    /// The most that an hour may have.
    pub limit: u32,
    /// The name of the switch that ends it.
    pub switch: &'static str,
    /// Whether the switch was turned on; otherwise it is only proposed.
    pub is_on: bool,
}

/// Projects that a mail names, and how many more there are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NamedProjects {
    pub names: Vec<String>,
    pub more: u32,
}

/// A deadline of a mandate that somebody does not meet; words as `domain::mandate` has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MandateNews {
    pub cohort: &'static str,
    pub strength: &'static str,
    /// What closes at the deadline.
    pub gates: Vec<&'static str>,
    pub deadline: DateTime<Utc>,
    /// Those for which the mandate concerns the reader; perhaps none.
    pub projects: NamedProjects,
}

/// What a mandate requires of people with a role on a critical project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CriticalRequirement {
    pub strength: &'static str,
    pub deadline: DateTime<Utc>,
    /// Whether the deadline has passed.
    pub is_in_force: bool,
    /// Whether the reader has such a factor.
    pub is_met: bool,
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
    /// Without a requirement, no mandate says anything yet.
    CriticalDesignation {
        projects: NamedProjects,
        requirement: Option<CriticalRequirement>,
    },
    MandateAnnounced(MandateNews),
    MandateReminder {
        days: u32,
        news: MandateNews,
    },
    MandateEnforced(MandateNews),
    /// An upload was stopped; `cohort` and `strength` are the words of `domain::mandate`.
    MandateBlocked {
        project: String,
        cohort: &'static str,
        strength: &'static str,
        since: DateTime<Utc>,
    },
    /// To everybody with a role: the owners require this strength, or `none` any more.
    FactorRequired {
        project: String,
        strength: &'static str,
        /// None for an operator.
        by: Option<String>,
    },
    /// Without the code, which only the page shows.
    SecurityKeyClaimed {
        programme: String,
        vendor: String,
    },
    /// To each operator.
    SurgeNoticed(SurgeMail),
    /// To whoever asks to be let in again: the link opens the case and shows it ever after.
    RecoveryAddressProof {
        link: MailLink,
    },
    /// To every verified address: somebody asks to be let in, and the link objects.
    RecoveryOpened {
        cancel: MailLink,
        waits_until: DateTime<Utc>,
    },
    /// To a co-owner whom the requester named; the account is `person`.
    RecoveryVouch {
        link: MailLink,
        person: String,
    },
    /// The link chooses a new password; only the requester gets it.
    RecoveryApproved {
        reset: Option<MailLink>,
        held_until: DateTime<Utc>,
    },
    RecoveryRejected,
    /// `cause` is one of the words of `domain::recovery_cases::CancelCause`.
    RecoveryCancelled {
        cause: &'static str,
    },
    /// To whoever has a role on projects of the account, which is `person`.
    RecoveryProjectsTold {
        person: String,
        projects: Vec<String>,
        held_until: DateTime<Utc>,
    },
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
            Self::CriticalDesignation { .. } => "critical_designation",
            Self::MandateAnnounced(_) => "mandate_announced",
            Self::MandateReminder { .. } => "mandate_reminder",
            Self::MandateEnforced(_) => "mandate_enforced",
            Self::MandateBlocked { .. } => "mandate_blocked",
            Self::FactorRequired { .. } => "factor_required",
            Self::SecurityKeyClaimed { .. } => "security_key_claimed",
            Self::SurgeNoticed(_) => "surge_noticed",
            Self::RecoveryAddressProof { .. } => "recovery_address_proof",
            Self::RecoveryOpened { .. } => "recovery_opened",
            Self::RecoveryVouch { .. } => "recovery_vouch",
            Self::RecoveryApproved { .. } => "recovery_approved",
            Self::RecoveryRejected => "recovery_rejected",
            Self::RecoveryCancelled { .. } => "recovery_cancelled",
            Self::RecoveryProjectsTold { .. } => "recovery_projects_told",
        }
    }

    /// Whether something happened, rather than is about to.
    pub fn is_event(&self) -> bool {
        !matches!(
            self,
            Self::RecoveryCodesFew { .. }
                | Self::TokenExpiring { .. }
                | Self::CriticalDesignation { .. }
                | Self::MandateAnnounced(_)
                | Self::MandateReminder { .. }
                | Self::MandateEnforced(_)
        )
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
                | Self::CriticalDesignation { .. }
                | Self::MandateAnnounced(_)
                | Self::MandateReminder { .. }
                | Self::MandateEnforced(_)
                | Self::FactorRequired { .. }
                | Self::SurgeNoticed(_)
                | Self::RecoveryVouch { .. }
                | Self::RecoveryApproved { .. }
                | Self::RecoveryRejected
                | Self::RecoveryCancelled { .. }
                | Self::RecoveryProjectsTold { .. }
        )
    }

    /// Whether the link goes on working after its first use.
    pub(super) fn link_goes_on(&self) -> bool {
        matches!(self, Self::RecoveryAddressProof { .. } | Self::RecoveryVouch { .. })
    }

    /// The one link of the mail, where it has one.
    pub fn link(&self) -> Option<&MailLink> {
        match self {
            Self::VerifyAddress { link }
            | Self::Invitation { link, .. }
            | Self::PasswordReset { link }
            | Self::PasswordCompromised { link }
            | Self::NewDevice { link, .. }
            | Self::RecoveryAddressProof { link }
            | Self::RecoveryOpened { cancel: link, .. }
            | Self::RecoveryVouch { link, .. }
            | Self::RecoveryApproved { reset: Some(link), .. }
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
