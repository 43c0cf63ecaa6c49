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
}

impl Actor {
    /// The account that stands in the journal and in events.
    pub const fn account(&self) -> Option<AccountId> {
        match self {
            Self::Operator => None,
            Self::Token(bearer) => Some(bearer.account),
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
    /// Reviewers and operators only.
    Quarantine,
    /// Operators only.
    SetLimits,
    /// Prohibit and release names: operators only.
    ManageNames,
}

impl Action {
    pub const ALL: [Self; 13] = [
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
        Self::Quarantine,
        Self::SetLimits,
        Self::ManageNames,
    ];

    /// The gate that a mandate closes over this action.
    pub const fn gate(self) -> Gate {
        match self {
            Self::CreateProject | Self::Publish => Gate::Publish,
            Self::CreateToken => Gate::Credentials,
            _ => Gate::Releases,
        }
    }

    /// The least role on the project; `None` where no project exists yet.
    const fn least_role(self) -> Option<Role> {
        match self {
            Self::CreateProject | Self::CreateToken => None,
            Self::Publish => Some(Role::Maintainer),
            _ => Some(Role::Owner),
        }
    }

    /// Whether only the operators of the index do it, whatever role somebody has.
    const fn by_operators(self) -> bool {
        matches!(self, Self::Quarantine | Self::SetLimits | Self::ManageNames)
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
            Self::Quarantine => "quarantine",
            Self::SetLimits => "set-limits",
            Self::ManageNames => "manage-names",
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
            Self::Quarantine => "quarantine the project",
            Self::SetLimits => "set the limits of the project",
            Self::ManageNames => "prohibit or release names",
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
    /// The strongest second factor it has.
    pub strength: Option<Strength>,
    /// Why its token no longer holds, if it was revoked meanwhile.
    pub token_revoked: bool,
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
        Kind::Forbidden
    }

    fn code(&self) -> &'static str {
        match self {
            Self::AccountNotActive { .. } => "account-not-active",
            Self::TokenRevoked => "token-revoked",
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
            Self::TokenRevoked => Vec::new(),
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
    if !account.verified_address {
        return Err(PermissionRefused::UnverifiedAddress { username: account.username.clone() });
    }
    // Whoever creates a project manages one from then on.
    let manager = facts.membership.manager || action == Action::CreateProject;
    let membership = Membership { manager, ..facts.membership };
    match mandate::decide(now, action.gate(), account.strength, membership, &facts.mandates) {
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
    let Actor::Token(bearer) = actor else {
        return Ok(());
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
    use crate::{ids::MandateId, mandate::GateSchedule};
    use uuid::Uuid;

    fn facts() -> Facts {
        let account = AccountFacts {
            username: "ada".into(),
            state: AccountState::Active,
            superuser: false,
            verified_address: true,
            strength: Some(Strength::Any),
            token_revoked: false,
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
        for action in [Action::Yank, Action::DeleteProject, Action::CreateToken] {
            let refused = at(action, |facts| facts.account.as_mut().unwrap().role = Some(Role::Owner));
            assert_eq!(refused, Err(PermissionRefused::NotByToken { action }));
        }
    }

    #[test]
    fn what_operators_do_is_closed_to_owners() {
        for action in [Action::Quarantine, Action::SetLimits, Action::ManageNames] {
            let mut facts = facts();
            facts.account.as_mut().unwrap().role = Some(Role::Owner);
            let account = facts.account.clone().unwrap();
            assert!(matches!(role(action, &facts, &account), Err(PermissionRefused::NoRole { .. })), "{action:?}");
        }
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
