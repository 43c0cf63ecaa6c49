//! Events: entries of the private audit log.

use crate::ids::{AccountId, ProjectId};
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// An entry about to be written, in the transaction of what it tells.
#[derive(Clone, Debug)]
pub struct NewEvent {
    pub id: Uuid,
    pub subject: Subject,
    pub tag: EventTag,
    /// `None` for the command line.
    pub actor: Option<AccountId>,
    /// A JSON object; never holds a secret.
    pub details: serde_json::Value,
    pub at: DateTime<Utc>,
}

/// Whose log an event stands in, and who that is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    Account(AccountId),
    Project(ProjectId),
    Operator,
}

impl Subject {
    pub const fn kind(self) -> SubjectKind {
        match self {
            Self::Account(_) => SubjectKind::Account,
            Self::Project(_) => SubjectKind::Project,
            Self::Operator => SubjectKind::Operator,
        }
    }

    /// The subject's own id; the operator has none.
    pub const fn id(self) -> Option<Uuid> {
        match self {
            Self::Account(id) => Some(id.0),
            Self::Project(id) => Some(id.0),
            Self::Operator => None,
        }
    }
}

/// Whose log an event stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubjectKind {
    Account,
    Project,
    Operator,
}

impl SubjectKind {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Project => "project",
            Self::Operator => "operator",
        }
    }
}

/// One line for each tag: its name here, and its stable text.
macro_rules! tags {
    ($($name:ident = $text:literal,)+) => {
        /// What happened. Tags are stable: pages and exports build on them.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum EventTag {$(
            $name,
        )+}

        impl EventTag {
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            pub const fn as_str(self) -> &'static str {
                match self {$(
                    Self::$name => $text,
                )+}
            }
        }
    };
}

tags! {
    AccountCreated = "account:create",
    TokenCreated = "token:create",
    TokenRevoked = "token:revoke",
    TokenLeaked = "token:leak",
    ProjectCreated = "project:create",
    ProjectDeleted = "project:delete",
    ProjectArchived = "project:archive",
    ProjectUnarchived = "project:unarchive",
    ProjectQuarantined = "project:quarantine",
    ProjectQuarantineCleared = "project:quarantine-clear",
    LimitsSet = "project:limits",
    ProjectDesignated = "project:critical:designate",
    ProjectWithdrawn = "project:critical:withdraw",
    CriticalDisagreed = "critical:disagree",
    DemoSeeded = "demo:seed",
    ReleaseCreated = "release:create",
    ReleaseDeleted = "release:delete",
    ReleaseYanked = "release:yank",
    ReleaseUnyanked = "release:unyank",
    FileAdded = "file:add",
    FileDeleted = "file:delete",
    NameReleased = "name:release",
    NameProhibited = "name:prohibit",
    KeyRotated = "key:rotate",
    SetupLinkMade = "setup-link:create",
    SetupLinkUsed = "setup-link:use",
    AccountInvited = "account:invite",
    InvitationCancelled = "account:invite:cancel",
    AccountRegistered = "account:register",
    AddressRequested = "account:address:request",
    AddressAdded = "account:address:add",
    AddressRemoved = "account:address:remove",
    AddressVerified = "account:address:verify",
    AddressUnverified = "account:address:unverify",
    AddressPrimaryChanged = "account:address:primary",
    AddressPublicChanged = "account:address:public",
    PasswordResetAsked = "account:password:reset-ask",
    PasswordReset = "account:password:reset",
    PasswordChanged = "account:password:change",
    PasswordSetByOperator = "account:password:set",
    DeletionScheduled = "account:deletion:schedule",
    DeletionUndone = "account:deletion:undo",
    AccountDeleted = "account:delete",
    AccountExported = "account:export",
    RegistrationSet = "registration:set",
    UsernameProhibited = "username:prohibit",
    UsernameAllowed = "username:allow",
    DomainProhibited = "domain:prohibit",
    DomainAllowed = "domain:allow",
    FactorAdded = "factor:add",
    FactorRenamed = "factor:rename",
    FactorRemoved = "factor:remove",
    FactorsActivated = "factor:activate",
    FactorsReset = "factor:reset",
    SignCountRegressed = "factor:sign-count-regressed",
    RecoveryCodesMade = "recovery-codes:create",
    RecoveryCodeUsed = "recovery-code:use",
    RecoveryOpened = "recovery:open",
    RecoveryEvidenceAdded = "recovery:evidence",
    RecoveryEvidenceJudged = "recovery:evidence:judge",
    RecoveryVouched = "recovery:vouch",
    RecoveryApproved = "recovery:approve",
    RecoveryRejected = "recovery:reject",
    RecoveryCancelled = "recovery:cancel",
    RecoveryExpired = "recovery:expire",
    RecoveryCompleted = "recovery:complete",
    SignedIn = "account:sign-in",
    SignInFailed = "account:sign-in:fail",
    SignedOut = "account:sign-out",
    SessionEnded = "session:end",
    SessionsEnded = "session:end-all",
    SteppedUp = "session:step-up",
    StepUpFailed = "session:step-up:fail",
    DeviceUnknown = "device:unknown",
    DeviceConfirmed = "device:confirm",
    DeviceRemembered = "device:remember",
    DeviceRevoked = "device:revoke",
    PasswordDisabled = "account:password:disable",
    AccountFrozen = "account:freeze",
    AccountUnfrozen = "account:unfreeze",
    GiveawayCreated = "giveaway:create",
    GiveawayEdited = "giveaway:edit",
    GiveawayCodesImported = "giveaway:import",
    GiveawayClaimed = "giveaway:claim",
    MandateScheduled = "mandate:schedule",
    MandateEdited = "mandate:edit",
    MandateEnded = "mandate:end",
    MandateBlocked = "mandate:block",
    FactorRequired = "project:factor-required",
    SwitchTurnedOn = "switch:on",
    SwitchTurnedOff = "switch:off",
    SwitchProposed = "switch:propose",
    SwitchDismissed = "switch:dismiss",
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_tag_has_a_text_of_its_own() {
        let texts: BTreeSet<&str> = EventTag::ALL.iter().map(|tag| tag.as_str()).collect();
        assert_eq!(texts.len(), EventTag::ALL.len());
        let is_good = |text: &&str| text.bytes().all(|byte| byte.is_ascii_lowercase() || b":-".contains(&byte));
        assert!(texts.iter().all(is_good), "{texts:?}");
    }
}
