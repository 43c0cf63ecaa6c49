//! What somebody wants to do, which gate closes over it, and who may ever do it.

use crate::{mandate::Gate, projects::Role};

/// What somebody wants to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    CreateProject,
    Publish,
    Yank,
    Unyank,
    Archive,
    Unarchive,
    DeleteProject,
    DeleteRelease,
    DeleteFile,
    CreateToken,
    RevokeToken,
    /// Roles and invitations of a project.
    ManageRoles,
    /// The audit log of a project.
    ReadEvents,
    /// One's own sessions, devices, audit log and the download of all that is known.
    ReadAccount,
    ManageAddresses,
    ChangePassword,
    /// Authenticators, security keys, passkeys and recovery codes.
    ManageFactors,
    DeleteAccount,
    /// Reviewers and operators only.
    Quarantine,
    /// Operators only.
    SetLimits,
    /// Prohibit and release names: operators only.
    ManageNames,
    /// Invite somebody to the index: operators only.
    Invite,
    /// Freeze accounts and the other break-glass acts: operators only.
    ManageAccounts,
    /// The pages of operators.
    ReadAdmin,
    /// Schedule, edit and end mandates.
    ManageMandates,
    /// Designate critical projects and take a designation back.
    ManageCritical,
    /// Programmes that give security keys away, and their codes.
    ManageGiveaway,
    /// Judge the cases of people who lost every way in.
    JudgeRecovery,
    /// Turn functions of the site off and on.
    ManageSwitches,
    /// Require a second factor of everybody with a role on the project.
    RequireFactor,
}

impl Action {
    pub const ALL: [Self; 30] = [
        Self::CreateProject,
        Self::Publish,
        Self::Yank,
        Self::Unyank,
        Self::Archive,
        Self::Unarchive,
        Self::DeleteProject,
        Self::DeleteRelease,
        Self::DeleteFile,
        Self::CreateToken,
        Self::RevokeToken,
        Self::ManageRoles,
        Self::ReadEvents,
        Self::ReadAccount,
        Self::ManageAddresses,
        Self::ChangePassword,
        Self::ManageFactors,
        Self::DeleteAccount,
        Self::Quarantine,
        Self::SetLimits,
        Self::ManageNames,
        Self::Invite,
        Self::ManageAccounts,
        Self::ReadAdmin,
        Self::ManageMandates,
        Self::ManageCritical,
        Self::ManageGiveaway,
        Self::JudgeRecovery,
        Self::ManageSwitches,
        Self::RequireFactor,
    ];

    /// The gate that a mandate closes over this action.
    ///
    /// Reading, and whatever makes an account safer, has none: neither a mandate nor an
    /// unverified address may stand between people and their own protection.
    pub const fn gate(self) -> Option<Gate> {
        match self {
            Self::CreateProject | Self::Publish => Some(Gate::Publish),
            Self::CreateToken => Some(Gate::Credentials),
            Self::ManageRoles
            | Self::Invite
            | Self::ManageAccounts
            | Self::ManageMandates
            | Self::ManageCritical
            | Self::ManageGiveaway
            | Self::JudgeRecovery
            | Self::ManageSwitches
            | Self::ReadAdmin
            | Self::RequireFactor => Some(Gate::People),
            Self::Yank
            | Self::Unyank
            | Self::Archive
            | Self::Unarchive
            | Self::DeleteProject
            | Self::DeleteRelease
            | Self::DeleteFile
            | Self::Quarantine
            | Self::SetLimits
            | Self::ManageNames => Some(Gate::Releases),
            Self::RevokeToken
            | Self::ReadEvents
            | Self::ReadAccount
            | Self::ManageAddresses
            | Self::ChangePassword
            | Self::ManageFactors
            | Self::DeleteAccount => None,
        }
    }

    /// The least role on the project; `None` where no project exists yet.
    pub(super) const fn least_role(self) -> Option<Role> {
        match self {
            Self::CreateProject
            | Self::CreateToken
            | Self::RevokeToken
            | Self::ReadAccount
            | Self::ManageAddresses
            | Self::ChangePassword
            | Self::ManageFactors
            | Self::DeleteAccount => None,
            Self::Publish => Some(Role::Maintainer),
            _ => Some(Role::Owner),
        }
    }

    /// Whether only the operators of the index do it, whatever role somebody has.
    pub(super) const fn by_operators(self) -> bool {
        matches!(
            self,
            Self::Quarantine
                | Self::SetLimits
                | Self::ManageNames
                | Self::Invite
                | Self::ManageAccounts
                | Self::ReadAdmin
                | Self::ManageMandates
                | Self::ManageCritical
                | Self::ManageGiveaway
                | Self::JudgeRecovery
                | Self::ManageSwitches
        )
    }

    /// Whether a trusted publisher may ever do it, on the project that trusts it.
    pub(super) const fn by_publisher(self) -> bool {
        matches!(self, Self::Publish)
    }

    /// Whether an API token may ever do it: tokens publish, people manage.
    pub(super) const fn by_token(self) -> bool {
        matches!(self, Self::CreateProject | Self::Publish)
    }

    /// Stable; messages in other languages choose their words by it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CreateProject => "create-project",
            Self::Publish => "publish",
            Self::Yank => "yank",
            Self::Unyank => "unyank",
            Self::Archive => "archive",
            Self::Unarchive => "unarchive",
            Self::DeleteProject => "delete-project",
            Self::DeleteRelease => "delete-release",
            Self::DeleteFile => "delete-file",
            Self::CreateToken => "create-token",
            Self::RevokeToken => "revoke-token",
            Self::ManageRoles => "manage-roles",
            Self::ReadEvents => "read-events",
            Self::ReadAccount => "read-account",
            Self::ManageAddresses => "manage-addresses",
            Self::ChangePassword => "change-password",
            Self::ManageFactors => "manage-factors",
            Self::DeleteAccount => "delete-account",
            Self::Quarantine => "quarantine",
            Self::SetLimits => "set-limits",
            Self::ManageNames => "manage-names",
            Self::Invite => "invite",
            Self::ManageAccounts => "manage-accounts",
            Self::ReadAdmin => "read-admin",
            Self::ManageMandates => "manage-mandates",
            Self::ManageCritical => "manage-critical",
            Self::ManageGiveaway => "manage-giveaway",
            Self::JudgeRecovery => "judge-recovery",
            Self::ManageSwitches => "manage-switches",
            Self::RequireFactor => "require-factor",
        }
    }

    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::CreateProject => "create the project",
            Self::Publish => "upload to the project",
            Self::Yank => "yank releases of the project",
            Self::Unyank => "unyank releases of the project",
            Self::Archive => "archive the project",
            Self::Unarchive => "unarchive the project",
            Self::DeleteProject => "delete the project",
            Self::DeleteRelease => "delete releases of the project",
            Self::DeleteFile => "delete files of the project",
            Self::CreateToken => "create API tokens",
            Self::RevokeToken => "revoke API tokens",
            Self::ManageRoles => "manage the roles of the project",
            Self::ReadEvents => "read the audit log of the project",
            Self::ReadAccount => "read what is known about an account",
            Self::ManageAddresses => "manage e-mail addresses",
            Self::ChangePassword => "change a password",
            Self::ManageFactors => "manage second factors",
            Self::DeleteAccount => "delete an account",
            Self::Quarantine => "quarantine the project",
            Self::SetLimits => "set the limits of the project",
            Self::ManageNames => "prohibit or release names",
            Self::Invite => "invite people",
            Self::ManageAccounts => "manage the accounts of others",
            Self::ReadAdmin => "read the pages of operators",
            Self::ManageMandates => "schedule mandates",
            Self::ManageCritical => "designate critical projects",
            Self::ManageGiveaway => "give security keys away",
            Self::JudgeRecovery => "judge account recoveries",
            Self::ManageSwitches => "turn functions of the site on and off",
            Self::RequireFactor => "require a second factor for the project",
        }
    }
}
