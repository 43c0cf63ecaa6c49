//! Permission: one pure decision for pages, endpoints, tokens and commands alike.
//!
//! `store::permission::facts` loads what the decision needs inside the Write, so
//! nothing can change between the decision and the act.

use crate::{
    accounts::AccountState,
    ids::{AccountId, ProjectId, TokenId},
    mandate::{self, Cohort, Decision, Gate, Mandate, Membership, Strength},
    projects::{ProjectStatus, Role},
    refusal::{Kind, Refusal},
    sessions::SessionBearer,
    tokens::caveat::{Caveat, CaveatContext, CaveatRefused},
};
use chrono::{DateTime, Utc};
use packaging::name::NormalizedName;

/// Who acts.
#[derive(Clone, Debug)]
pub enum Actor {
    /// The command line, run by the owner of the data folder.
    Operator,
    /// An account by an API token whose signature holds.
    Token(Bearer),
    /// A person who is signed in.
    Session(SessionBearer),
}

impl Actor {
    /// The account that stands in the journal and in events.
    pub const fn account(&self) -> Option<AccountId> {
        match self {
            Self::Operator => None,
            Self::Token(bearer) => Some(bearer.account),
            Self::Session(bearer) => Some(bearer.account),
        }
    }
}

/// A token whose signature holds; its caveats are still to be decided.
#[derive(Clone, Debug)]
pub struct Bearer {
    pub token: TokenId,
    pub account: AccountId,
    /// Those of the token itself and those stored with it.
    pub caveats: Vec<Caveat>,
}

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
            | Self::DeleteAccount
            | Self::ReadAdmin => None,
        }
    }

    /// The least role on the project; `None` where no project exists yet.
    const fn least_role(self) -> Option<Role> {
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
    const fn by_operators(self) -> bool {
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

    /// Whether an API token may ever do it: tokens publish, people manage.
    const fn by_token(self) -> bool {
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

    const fn words(self) -> &'static str {
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

/// What the decision takes, loaded inside the Write.
#[derive(Clone, Debug)]
pub struct Facts {
    /// `None` for the operator, who has no account.
    pub account: Option<AccountFacts>,
    /// The name the action is about; `None` for actions on the account itself.
    pub project_name: Option<NormalizedName>,
    /// `None` when no project of that name exists.
    pub project: Option<ProjectFacts>,
    pub mandates: Vec<Mandate>,
    pub membership: Membership,
}

/// What the decision takes of an account.
#[derive(Clone, Debug)]
pub struct AccountFacts {
    pub username: String,
    pub state: AccountState,
    pub superuser: bool,
    /// Whether its primary address is verified.
    pub verified_address: bool,
    /// The strongest second factor it has; what a token counts with.
    pub strength: Option<Strength>,
    /// Why its token no longer holds, if it was revoked meanwhile.
    pub token_revoked: bool,
    /// Whether its session was ended meanwhile.
    pub session_ended: bool,
    /// Its role on the project.
    pub role: Option<Role>,
}

/// What the decision takes of a project.
#[derive(Clone, Copy, Debug)]
pub struct ProjectFacts {
    pub id: ProjectId,
    pub status: ProjectStatus,
}

/// An announced mandate that the actor does not meet yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub deadline: DateTime<Utc>,
    pub cohort: Cohort,
    pub strength: Strength,
}

/// Why an action is not permitted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PermissionRefused {
    #[error("Invalid or non-existent authentication information: the account `{username}` may not act")]
    AccountNotActive { username: String },
    #[error("Invalid or non-existent authentication information: the token was revoked; create a new one")]
    TokenRevoked,
    #[error("The session has ended; sign in again")]
    SessionEnded,
    #[error("Invalid API Token: {0}")]
    Caveat(#[from] CaveatRefused),
    #[error(
        "An API token cannot {words}; an owner does it on the site or an operator by command",
        words = .action.words()
    )]
    NotByToken { action: Action },
    #[error(
        "The user `{username}` isn't allowed to {words}: `{project}`; ask one of its owners for a role",
        words = .action.words()
    )]
    NoRole { username: String, action: Action, project: String },
    #[error("The project `{project}` is archived and takes no change; an owner can unarchive it")]
    Archived { project: String },
    #[error("The project `{project}` is quarantined and takes no change; its reviewers decide about it")]
    Quarantined { project: String },
    #[error(
        "The user `{username}` has no verified primary e-mail address; verify it on the account page, then try again"
    )]
    UnverifiedAddress { username: String },
    #[error(
        "Two-factor authentication is required to {words} (mandate `{cohort}`, strength `{strength}`): \
         the user `{username}` must add a second factor on the account page, see /help/two-factor/",
        words = .action.words(), cohort = .cohort.as_str(), strength = .strength.as_str()
    )]
    SecondFactorRequired { username: String, action: Action, cohort: Cohort, strength: Strength },
}

impl Refusal for PermissionRefused {
    fn kind(&self) -> Kind {
        match self {
            Self::SessionEnded => Kind::Unauthenticated,
            _ => Kind::Forbidden,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::AccountNotActive { .. } => "account-not-active",
            Self::TokenRevoked => "token-revoked",
            Self::SessionEnded => "session-ended",
            Self::Caveat(_) => "token-caveat",
            Self::NotByToken { .. } => "not-by-token",
            Self::NoRole { .. } => "no-role",
            Self::Archived { .. } => "project-archived",
            Self::Quarantined { .. } => "project-quarantined",
            Self::UnverifiedAddress { .. } => "unverified-address",
            Self::SecondFactorRequired { .. } => "second-factor-required",
        }
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::AccountNotActive { username } | Self::UnverifiedAddress { username } => {
                vec![("username", username.clone())]
            }
            Self::TokenRevoked | Self::SessionEnded => Vec::new(),
            Self::Caveat(refusal) => vec![("reason", refusal.to_string())],
            Self::NotByToken { action } => vec![("action", action.as_str().to_owned())],
            Self::NoRole { username, action, project } => vec![
                ("username", username.clone()),
                ("action", action.as_str().to_owned()),
                ("project", project.clone()),
            ],
            Self::Archived { project } | Self::Quarantined { project } => vec![("project", project.clone())],
            Self::SecondFactorRequired { username, action, cohort, strength } => vec![
                ("username", username.clone()),
                ("action", action.as_str().to_owned()),
                ("cohort", cohort.as_str().to_owned()),
                ("strength", strength.as_str().to_owned()),
            ],
        }
    }
}

/// The one decision: may `actor` do `action`, given `facts`, at `now`?
///
/// The order is part of the contract: the credential, then the project and the
/// role, then the address, then the mandate. A stranger never learns whether an
/// owner's second factor is missing.
pub fn decide(
    now: DateTime<Utc>,
    actor: &Actor,
    action: Action,
    facts: &Facts,
) -> Result<Option<Notice>, PermissionRefused> {
    let Some(account) = &facts.account else {
        return operator(action, facts);
    };
    credential(now, actor, action, facts, account)?;
    role(action, facts, account)?;
    project_state(action, facts)?;
    let Some(gate) = action.gate() else {
        return Ok(None);
    };
    if !account.verified_address {
        return Err(PermissionRefused::UnverifiedAddress { username: account.username.clone() });
    }
    // Whoever creates a project manages one from then on.
    let manager = facts.membership.manager || action == Action::CreateProject;
    let membership = Membership { manager, ..facts.membership };
    match mandate::decide(now, gate, strength(actor, account), membership, &facts.mandates) {
        Decision::Allow => Ok(None),
        Decision::AllowWithNotice { deadline, cohort, strength } => Ok(Some(Notice { deadline, cohort, strength })),
        Decision::Deny { cohort, strength, .. } => Err(PermissionRefused::SecondFactorRequired {
            username: account.username.clone(),
            action,
            cohort,
            strength,
        }),
    }
}

/// For a session what was shown in it, for a token what the account has.
const fn strength(actor: &Actor, account: &AccountFacts) -> Option<Strength> {
    match actor {
        Actor::Session(bearer) => bearer.strength,
        Actor::Token(_) | Actor::Operator => account.strength,
    }
}

/// The operator holds the data folder: only the state of the project says no.
fn operator(action: Action, facts: &Facts) -> Result<Option<Notice>, PermissionRefused> {
    if action == Action::Publish {
        project_state(action, facts)?;
    }
    Ok(None)
}

fn credential(
    now: DateTime<Utc>,
    actor: &Actor,
    action: Action,
    facts: &Facts,
    account: &AccountFacts,
) -> Result<(), PermissionRefused> {
    if account.state != AccountState::Active {
        return Err(PermissionRefused::AccountNotActive { username: account.username.clone() });
    }
    let bearer = match actor {
        Actor::Token(bearer) => bearer,
        Actor::Session(_) if account.session_ended => return Err(PermissionRefused::SessionEnded),
        Actor::Session(_) | Actor::Operator => return Ok(()),
    };
    if account.token_revoked {
        return Err(PermissionRefused::TokenRevoked);
    }
    let context = CaveatContext {
        now,
        account: Some(bearer.account),
        project_name: facts.project_name.as_ref(),
        project_id: facts.project.map(|project| project.id),
    };
    context.check(&bearer.caveats)?;
    if !action.by_token() {
        return Err(PermissionRefused::NotByToken { action });
    }
    Ok(())
}

fn role(action: Action, facts: &Facts, account: &AccountFacts) -> Result<(), PermissionRefused> {
    let permitted = match action.least_role() {
        _ if action.by_operators() => account.superuser,
        Some(least) => account.role.is_some_and(|role| least <= role),
        None => true,
    };
    if permitted {
        return Ok(());
    }
    let project = facts.project_name.as_ref().map(ToString::to_string).unwrap_or_default();
    Err(PermissionRefused::NoRole { username: account.username.clone(), action, project })
}

fn project_state(action: Action, facts: &Facts) -> Result<(), PermissionRefused> {
    let (Some(project), Some(name)) = (facts.project, &facts.project_name) else {
        return Ok(());
    };
    let project_name = name.to_string();
    if action == Action::ReadEvents {
        return Ok(());
    }
    match project.status {
        ProjectStatus::Quarantined => Err(PermissionRefused::Quarantined { project: project_name }),
        ProjectStatus::Archived if action == Action::Publish => {
            Err(PermissionRefused::Archived { project: project_name })
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        ids::MandateId,
        mandate::GateSchedule,
        sessions::{SessionSecret, SignInMethod},
    };
    use uuid::Uuid;

    fn facts() -> Facts {
        let account = AccountFacts {
            username: "ada".into(),
            state: AccountState::Active,
            superuser: false,
            verified_address: true,
            strength: Some(Strength::Any),
            token_revoked: false,
            session_ended: false,
            role: Some(Role::Maintainer),
        };
        let at = DateTime::UNIX_EPOCH;
        let gates = Gate::ALL.map(|gate| GateSchedule { gate, announce_at: at, enforce_at: at }).to_vec();
        let mandate = Mandate { id: MandateId(Uuid::nil()), cohort: Cohort::Managers, strength: Strength::Any, gates };
        Facts {
            account: Some(account),
            project_name: Some(NormalizedName::from_any("x").unwrap()),
            project: Some(ProjectFacts { id: ProjectId(Uuid::nil()), status: ProjectStatus::Active }),
            mandates: vec![mandate],
            membership: Membership { manager: true, ..Membership::default() },
        }
    }

    fn token(caveats: Vec<Caveat>) -> Actor {
        Actor::Token(Bearer { token: TokenId(Uuid::nil()), account: AccountId(Uuid::nil()), caveats })
    }

    fn session(strength: Option<Strength>) -> Actor {
        Actor::Session(SessionBearer {
            session: SessionSecret::new([1; 32]).hash(),
            account: AccountId(Uuid::nil()),
            method: SignInMethod::Password,
            strength,
            stepped_up_at: None,
        })
    }

    fn in_session(
        strength: Option<Strength>,
        action: Action,
        change: impl FnOnce(&mut Facts),
    ) -> Result<Option<Notice>, PermissionRefused> {
        let mut facts = facts();
        facts.account.as_mut().unwrap().role = Some(Role::Owner);
        change(&mut facts);
        decide(DateTime::UNIX_EPOCH, &session(strength), action, &facts)
    }

    fn at(action: Action, change: impl FnOnce(&mut Facts)) -> Result<Option<Notice>, PermissionRefused> {
        let mut facts = facts();
        change(&mut facts);
        decide(DateTime::UNIX_EPOCH, &token(vec![]), action, &facts)
    }

    #[test]
    fn a_maintainer_with_a_factor_publishes() {
        assert_eq!(at(Action::Publish, |_| ()), Ok(None));
    }

    #[test]
    fn a_stranger_is_refused_before_anything_about_the_account_is_said() {
        let refused = at(Action::Publish, |facts| {
            let account = facts.account.as_mut().unwrap();
            account.role = None;
            account.strength = None;
        });
        assert!(matches!(refused, Err(PermissionRefused::NoRole { .. })), "{refused:?}");
    }

    #[test]
    fn without_a_second_factor_nobody_publishes_or_creates() {
        for action in [Action::Publish, Action::CreateProject] {
            let refused = at(action, |facts| {
                facts.account.as_mut().unwrap().strength = None;
                facts.membership.manager = action == Action::Publish;
            });
            assert!(matches!(refused, Err(PermissionRefused::SecondFactorRequired { .. })), "{refused:?}");
        }
    }

    #[test]
    fn without_a_verified_address_nobody_publishes() {
        let refused = at(Action::Publish, |facts| facts.account.as_mut().unwrap().verified_address = false);
        assert!(matches!(refused, Err(PermissionRefused::UnverifiedAddress { .. })), "{refused:?}");
    }

    #[test]
    fn archived_and_quarantined_projects_take_no_files() {
        let with = |status| at(Action::Publish, move |facts| facts.project.as_mut().unwrap().status = status);
        assert!(matches!(with(ProjectStatus::Archived), Err(PermissionRefused::Archived { .. })));
        assert!(matches!(with(ProjectStatus::Quarantined), Err(PermissionRefused::Quarantined { .. })));
        assert_eq!(with(ProjectStatus::Deprecated), Ok(None));
    }

    #[test]
    fn a_token_never_manages() {
        for action in Action::ALL.into_iter().filter(|action| !action.by_token()) {
            let refused = at(action, |facts| {
                let account = facts.account.as_mut().unwrap();
                account.role = Some(Role::Owner);
                account.superuser = true;
            });
            assert_eq!(refused, Err(PermissionRefused::NotByToken { action }));
        }
    }

    #[test]
    fn what_operators_do_is_closed_to_owners() {
        for action in Action::ALL.into_iter().filter(|action| action.by_operators()) {
            let owner = in_session(Some(Strength::Any), action, |_| ());
            assert!(matches!(owner, Err(PermissionRefused::NoRole { .. })), "{action:?}");
            let operator =
                in_session(Some(Strength::Any), action, |facts| facts.account.as_mut().unwrap().superuser = true);
            assert_eq!(operator, Ok(None), "{action:?}");
        }
    }

    #[test]
    fn a_session_counts_with_the_factor_that_was_shown_in_it() {
        let refused = in_session(None, Action::Yank, |_| ());
        assert!(matches!(refused, Err(PermissionRefused::SecondFactorRequired { .. })), "{refused:?}");
        assert_eq!(in_session(Some(Strength::Any), Action::Yank, |_| ()), Ok(None));
        let stronger = |facts: &mut Facts| facts.mandates[0].strength = Strength::PhishingResistant;
        let refused = in_session(Some(Strength::Any), Action::Yank, stronger);
        assert!(matches!(refused, Err(PermissionRefused::SecondFactorRequired { .. })), "{refused:?}");
        assert_eq!(in_session(Some(Strength::PhishingResistant), Action::Yank, stronger), Ok(None));
    }

    #[test]
    fn an_ended_session_does_nothing() {
        for action in Action::ALL {
            let refused = in_session(Some(Strength::Any), action, |facts| {
                facts.account.as_mut().unwrap().session_ended = true;
            });
            assert_eq!(refused, Err(PermissionRefused::SessionEnded), "{action:?}");
        }
    }

    #[test]
    fn nothing_that_makes_an_account_safer_is_gated() {
        for action in Action::ALL.into_iter().filter(|action| action.gate().is_none()) {
            let decided = in_session(None, action, |facts| {
                let account = facts.account.as_mut().unwrap();
                account.verified_address = false;
                account.superuser = true;
                facts.project.as_mut().unwrap().status = ProjectStatus::Active;
            });
            assert_eq!(decided, Ok(None), "{action:?}");
        }
    }

    #[test]
    fn a_frozen_account_does_nothing_in_a_session() {
        for action in Action::ALL {
            let refused = in_session(Some(Strength::Any), action, |facts| {
                facts.account.as_mut().unwrap().state = AccountState::Frozen;
            });
            assert!(matches!(refused, Err(PermissionRefused::AccountNotActive { .. })), "{action:?}");
        }
    }

    #[test]
    fn the_log_of_a_quarantined_project_is_read_by_its_owners() {
        let decided = in_session(None, Action::ReadEvents, |facts| {
            facts.project.as_mut().unwrap().status = ProjectStatus::Quarantined;
        });
        assert_eq!(decided, Ok(None));
    }

    #[test]
    fn the_operator_needs_no_role() {
        let mut facts = facts();
        facts.account = None;
        for action in Action::ALL {
            assert_eq!(decide(DateTime::UNIX_EPOCH, &Actor::Operator, action, &facts), Ok(None));
        }
    }
}
