//! Permission: one pure decision for pages, endpoints, tokens and commands alike.
//!
//! `store::permission::facts` loads what the decision needs inside the Write, so
//! nothing can change between the decision and the act.

mod action;
mod refused;

pub use action::Action;
pub use refused::PermissionRefused;

use crate::{
    accounts::AccountState,
    ids::{AccountId, ProjectId, PublisherId, TokenId},
    mandate::{self, Decision, Factors, Gate, Mandate, Membership, Remedy, Strength, Why},
    projects::{ProjectStatus, Role},
    sessions::SessionBearer,
    switches::{self, Closable, SwitchedOff},
    tokens::caveat::{Caveat, CaveatContext},
};
use chrono::{DateTime, SecondsFormat, Utc};
use packaging::name::NormalizedName;
use std::fmt;

/// Who acts.
#[derive(Clone, Debug)]
pub enum Actor {
    /// The command line, run by the owner of the data folder.
    Operator,
    /// An account by an API token whose signature holds.
    Token(Bearer),
    /// A person who is signed in.
    Session(SessionBearer),
    /// A machine that a project trusts; nobody stands behind it, so no mandate concerns it.
    Publisher(Publisher),
}

impl Actor {
    /// The account that stands in the journal and in events.
    pub const fn account(&self) -> Option<AccountId> {
        match self {
            Self::Operator | Self::Publisher(_) => None,
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

/// An identity of a build service whose short-lived token holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publisher {
    pub id: PublisherId,
    /// The project on which it is registered.
    pub project: ProjectId,
    pub expires_at: DateTime<Utc>,
}

/// What the decision takes, loaded inside the Write.
#[derive(Clone, Debug)]
pub struct Facts {
    /// `None` for the operator and for a trusted publisher, who have no account.
    pub account: Option<AccountFacts>,
    /// The name the action is about; `None` for actions on the account itself.
    pub project_name: Option<NormalizedName>,
    /// `None` when no project of that name exists.
    pub project: Option<ProjectFacts>,
    pub mandates: Vec<Mandate>,
    pub membership: Membership,
    /// Functions of the site that are switched off.
    pub switched_off: Vec<SwitchedOff>,
}

/// What the decision takes of an account.
#[derive(Clone, Debug)]
pub struct AccountFacts {
    pub username: String,
    pub state: AccountState,
    pub superuser: bool,
    /// Whether its primary address is verified.
    pub verified_address: bool,
    /// Until when it publishes nothing, after a recovery.
    pub publish_held_until: Option<DateTime<Utc>>,
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
    pub why: Why,
}

/// The line that tools are answered with when everything went well.
impl fmt::Display for Notice {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Why { cohort, strength, deadline, .. } = self.why;
        let factor = match strength {
            Strength::Any => "a second factor",
            Strength::PhishingResistant => "a security key or a passkey",
        };
        write!(
            formatter,
            "Warning: from {deadline} on, this needs an account with {factor} (mandate `{cohort}`, strength \
             `{strength}`); add one on the account page, see /help/two-factor/",
            deadline = deadline.to_rfc3339_opts(SecondsFormat::Secs, true),
            cohort = cohort.as_str(),
            strength = strength.as_str(),
        )
    }
}

/// A gate that is closed, or will be, to somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlook {
    pub why: Why,
    /// How it opens again; `None` while it is only announced.
    pub denied: Option<Remedy>,
}

/// The one decision: may `actor` do `action`, given `facts`, at `now`?
///
/// The order is part of the contract: the credential, then the role, then what is
/// switched off, then the project, then the address, then the mandate. A stranger
/// never learns whether an owner's second factor is missing.
pub fn decide(
    now: DateTime<Utc>,
    actor: &Actor,
    action: Action,
    facts: &Facts,
) -> Result<Option<Notice>, PermissionRefused> {
    let account = match (actor, &facts.account) {
        (Actor::Operator, _) => return operator(action, facts),
        (Actor::Publisher(publisher), _) => return by_publisher(now, publisher, action, facts),
        (Actor::Token(_) | Actor::Session(_), Some(account)) => account,
        (Actor::Token(_) | Actor::Session(_), None) => {
            return Err(PermissionRefused::AccountNotActive { username: String::new() });
        }
    };
    credential(now, actor, action, facts, account)?;
    role(action, facts, account)?;
    switches::require_open(&facts.switched_off, Closable::Act(action))?;
    project_state(action, facts)?;
    let Some(gate) = action.gate() else {
        return Ok(None);
    };
    if !account.verified_address {
        return Err(PermissionRefused::UnverifiedAddress { username: account.username.clone() });
    }
    publish_hold(now, action, account)?;
    // Whoever creates a project manages one from then on.
    let manager = facts.membership.manager || action == Action::CreateProject;
    let membership = Membership { manager, ..facts.membership.clone() };
    match mandated(now, actor, gate, account, &membership, &facts.mandates) {
        Decision::Allow => Ok(None),
        Decision::AllowWithNotice(why) => Ok(Some(Notice { why })),
        Decision::Deny(why, remedy) => {
            Err(PermissionRefused::SecondFactorRequired { username: account.username.clone(), action, why, remedy })
        }
    }
}

/// After a recovery nothing is published for a while, and no token made that would publish.
fn publish_hold(now: DateTime<Utc>, action: Action, account: &AccountFacts) -> Result<(), PermissionRefused> {
    let is_publishing = matches!(action, Action::Publish | Action::CreateProject | Action::CreateToken);
    match account.publish_held_until {
        Some(until) if is_publishing && now < until => {
            Err(PermissionRefused::PublishHeld { username: account.username.clone(), action, until })
        }
        _ => Ok(()),
    }
}

/// What the mandates close, or will close, for somebody: one line for each gate.
///
/// Only words for a page come of it; whoever acts asks [`decide`].
pub fn outlook(now: DateTime<Utc>, actor: &Actor, facts: &Facts) -> Vec<Outlook> {
    let Some(account) = facts.account.as_ref().filter(|account| account.state == AccountState::Active) else {
        return Vec::new();
    };
    let line = |gate| match mandated(now, actor, gate, account, &facts.membership, &facts.mandates) {
        Decision::Allow => None,
        Decision::AllowWithNotice(why) => Some(Outlook { why, denied: None }),
        Decision::Deny(why, remedy) => Some(Outlook { why, denied: Some(remedy) }),
    };
    Gate::ALL.into_iter().filter_map(line).collect()
}

/// The only call of the mandates' own decision.
fn mandated(
    now: DateTime<Utc>,
    actor: &Actor,
    gate: Gate,
    account: &AccountFacts,
    membership: &Membership,
    mandates: &[Mandate],
) -> Decision {
    let shown = match actor {
        Actor::Session(bearer) => bearer.strength,
        Actor::Token(_) | Actor::Publisher(_) | Actor::Operator => account.strength,
    };
    let factors = Factors { enrolled: account.strength.max(shown), shown };
    mandate::decide(now, gate, factors, membership, mandates)
}

/// The operator holds the data folder: only the state of the project says no.
fn operator(action: Action, facts: &Facts) -> Result<Option<Notice>, PermissionRefused> {
    if action == Action::Publish {
        project_state(action, facts)?;
    }
    Ok(None)
}

/// A publisher has no user: neither role, address nor mandate is asked for.
fn by_publisher(
    now: DateTime<Utc>,
    publisher: &Publisher,
    action: Action,
    facts: &Facts,
) -> Result<Option<Notice>, PermissionRefused> {
    if publisher.expires_at <= now {
        return Err(PermissionRefused::TokenRevoked);
    }
    let is_trusted = facts.project.is_some_and(|project| project.id == publisher.project);
    if !action.by_publisher() || !is_trusted {
        let project = facts.project_name.as_ref().map(ToString::to_string).unwrap_or_default();
        return Err(PermissionRefused::NotByPublisher { action, project });
    }
    switches::require_open(&facts.switched_off, Closable::Act(action))?;
    project_state(action, facts)?;
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
        Actor::Session(_) | Actor::Publisher(_) | Actor::Operator => return Ok(()),
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
        mandate::{Cohort, GateSchedule},
        sessions::{SessionSecret, SignInMethod},
    };
    use proptest::prelude::*;
    use uuid::Uuid;

    fn facts() -> Facts {
        let account = AccountFacts {
            username: "ada".into(),
            state: AccountState::Active,
            superuser: false,
            verified_address: true,
            publish_held_until: None,
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
            switched_off: Vec::new(),
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
    fn after_a_recovery_nothing_is_published_until_the_hold_is_over() {
        let until = DateTime::UNIX_EPOCH + chrono::TimeDelta::microseconds(1);
        let held = |action, until| {
            in_session(Some(Strength::Any), action, move |facts| {
                facts.account.as_mut().unwrap().publish_held_until = Some(until);
                facts.account.as_mut().unwrap().role = Some(Role::Owner);
            })
        };
        let publishing = [Action::Publish, Action::CreateProject, Action::CreateToken];
        for action in publishing {
            let refused = PermissionRefused::PublishHeld { username: "ada".into(), action, until };
            assert_eq!(held(action, until), Err(refused));
            assert_eq!(held(action, DateTime::UNIX_EPOCH), Ok(None), "the hold is over");
        }
        for action in Action::ALL.into_iter().filter(|action| !publishing.contains(action)) {
            assert!(!matches!(held(action, until), Err(PermissionRefused::PublishHeld { .. })), "{action:?}");
        }
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

    fn publisher(project: ProjectId) -> Actor {
        let expires_at = DateTime::UNIX_EPOCH + chrono::TimeDelta::minutes(15);
        Actor::Publisher(Publisher { id: PublisherId(Uuid::nil()), project, expires_at })
    }

    #[test]
    fn a_trusted_publisher_publishes_to_its_project_whatever_the_mandates_say() {
        let facts = Facts { account: None, ..facts() };
        let at = |minutes| {
            let now = DateTime::UNIX_EPOCH + chrono::TimeDelta::minutes(minutes);
            decide(now, &publisher(ProjectId(Uuid::nil())), Action::Publish, &facts)
        };
        assert_eq!(at(0), Ok(None));
        assert_eq!(at(15), Err(PermissionRefused::TokenRevoked));
        let elsewhere = decide(DateTime::UNIX_EPOCH, &publisher(ProjectId(Uuid::max())), Action::Publish, &facts);
        assert!(matches!(elsewhere, Err(PermissionRefused::NotByPublisher { .. })), "{elsewhere:?}");
    }

    #[test]
    fn a_trusted_publisher_does_nothing_else() {
        let facts = Facts { account: None, ..facts() };
        for action in Action::ALL.into_iter().filter(|action| *action != Action::Publish) {
            let refused = decide(DateTime::UNIX_EPOCH, &publisher(ProjectId(Uuid::nil())), action, &facts);
            assert!(matches!(refused, Err(PermissionRefused::NotByPublisher { .. })), "{action:?}");
        }
    }

    #[test]
    fn a_quarantined_project_takes_nothing_from_its_publisher() {
        let mut facts = Facts { account: None, ..facts() };
        facts.project.as_mut().unwrap().status = ProjectStatus::Quarantined;
        let refused = decide(DateTime::UNIX_EPOCH, &publisher(ProjectId(Uuid::nil())), Action::Publish, &facts);
        assert!(matches!(refused, Err(PermissionRefused::Quarantined { .. })), "{refused:?}");
    }

    #[test]
    fn an_account_that_was_not_found_does_nothing() {
        let facts = Facts { account: None, ..facts() };
        for actor in [token(vec![]), session(Some(Strength::PhishingResistant))] {
            for action in Action::ALL {
                let refused = decide(DateTime::UNIX_EPOCH, &actor, action, &facts);
                assert!(matches!(refused, Err(PermissionRefused::AccountNotActive { .. })), "{action:?}");
            }
        }
    }

    #[test]
    fn the_remedy_tells_enrolling_from_showing() {
        let remedy = |enrolled, required| {
            let refused = in_session(None, Action::Yank, |facts| {
                facts.account.as_mut().unwrap().strength = enrolled;
                facts.mandates[0].strength = required;
            });
            let Err(PermissionRefused::SecondFactorRequired { remedy, .. }) = refused else {
                panic!("not refused: {refused:?}");
            };
            remedy
        };
        assert_eq!(remedy(None, Strength::Any), Remedy::Enrol);
        assert_eq!(remedy(Some(Strength::Any), Strength::Any), Remedy::StepUp);
        assert_eq!(remedy(Some(Strength::Any), Strength::PhishingResistant), Remedy::EnrolKey);
        assert_eq!(remedy(Some(Strength::PhishingResistant), Strength::PhishingResistant), Remedy::StepUpByKey);
    }

    #[test]
    fn a_refusal_names_the_rule_and_the_help_page() {
        let refused = at(Action::Publish, |facts| facts.account.as_mut().unwrap().strength = None);
        assert_eq!(
            refused.unwrap_err().to_string(),
            "Two-factor authentication is required to upload to the project since 1970-01-01 (mandate `managers`, \
             strength `any`): the user `ada` must add a second factor on the account page, see /help/two-factor/"
        );
    }

    #[test]
    fn the_outlook_tells_of_each_gate_what_the_decision_will_say() {
        let mut facts = facts();
        facts.account.as_mut().unwrap().strength = None;
        let later = DateTime::UNIX_EPOCH + chrono::TimeDelta::days(9);
        facts.mandates[0].gates.retain(|schedule| matches!(schedule.gate, Gate::Publish | Gate::People));
        facts.mandates[0].gates[0].enforce_at = later;
        let seen = outlook(DateTime::UNIX_EPOCH, &session(None), &facts);
        let seen: Vec<_> = seen.iter().map(|line| (line.why.gate, line.why.deadline, line.denied)).collect();
        let now = DateTime::UNIX_EPOCH;
        assert_eq!(seen, [(Gate::Publish, later, None), (Gate::People, now, Some(Remedy::Enrol))]);
    }

    fn strictest() -> Vec<Mandate> {
        let at = DateTime::UNIX_EPOCH;
        let gates = Gate::ALL.map(|gate| GateSchedule { gate, announce_at: at, enforce_at: at }).to_vec();
        let (id, strength) = (MandateId(Uuid::nil()), Strength::PhishingResistant);
        Cohort::ALL.map(|cohort| Mandate { id, cohort, strength, gates: gates.clone() }).to_vec()
    }

    #[test]
    fn the_strictest_policy_of_all_closes_nothing_that_has_no_gate() {
        for action in Action::ALL.into_iter().filter(|action| action.gate().is_none()) {
            let decided = in_session(None, action, |facts| {
                facts.mandates = strictest();
                facts.membership = Membership {
                    critical: true,
                    manager: true,
                    selected: vec![MandateId(Uuid::nil())],
                    owner_opt_in: true,
                };
                facts.account.as_mut().unwrap().strength = None;
            });
            assert_eq!(decided, Ok(None), "{action:?}");
        }
    }

    #[test]
    fn what_protects_an_account_and_what_only_reads_has_no_gate() {
        for action in [
            Action::RevokeToken,
            Action::ReadEvents,
            Action::ReadAccount,
            Action::ManageAddresses,
            Action::ChangePassword,
            Action::ManageFactors,
            Action::DeleteAccount,
        ] {
            assert_eq!(action.gate(), None, "{action:?}");
        }
    }

    /// How much a decision closes.
    fn rank(decided: &Result<Option<Notice>, PermissionRefused>) -> u8 {
        match decided {
            Ok(None) => 0,
            Ok(Some(_)) => 1,
            Err(_) => 2,
        }
    }

    fn any_mandate() -> impl Strategy<Value = Mandate> {
        let days = |days: i64| DateTime::UNIX_EPOCH + chrono::TimeDelta::days(days);
        let gates = proptest::collection::vec((0i64..20, 0i64..20), 5).prop_map(move |times| {
            let schedule = |(gate, (announce, more))| GateSchedule {
                gate,
                announce_at: days(announce),
                enforce_at: days(announce + more),
            };
            Gate::ALL.into_iter().zip(times).map(schedule).collect()
        });
        let cohort = proptest::sample::select(Cohort::ALL.to_vec());
        let strength = proptest::sample::select(Strength::ALL.to_vec());
        (cohort, strength, gates).prop_map(|(cohort, strength, gates)| Mandate {
            id: MandateId(Uuid::nil()),
            cohort,
            strength,
            gates,
        })
    }

    proptest! {
        #[test]
        fn one_more_mandate_never_allows_more_to_any_caller(
            mandates in proptest::collection::vec(any_mandate(), 0..4),
            added in any_mandate(),
            shown in proptest::sample::select(vec![None, Some(Strength::Any), Some(Strength::PhishingResistant)]),
            (critical, manager, named, owner_opt_in) in any::<(bool, bool, bool, bool)>(),
            day in 0i64..40,
        ) {
            let mut facts = facts();
            facts.account.as_mut().unwrap().role = Some(Role::Owner);
            facts.account.as_mut().unwrap().strength = shown;
            facts.mandates = mandates;
            let selected = if named { vec![MandateId(Uuid::nil())] } else { Vec::new() };
            facts.membership = Membership { critical, manager, selected, owner_opt_in };
            let mut stricter = facts.clone();
            stricter.mandates.push(added);
            let now = DateTime::UNIX_EPOCH + chrono::TimeDelta::days(day);
            let nobody = |facts: &Facts| Facts { account: None, ..facts.clone() };
            for action in Action::ALL {
                for actor in [session(shown), session(None), token(vec![])] {
                    let (before, after) = (decide(now, &actor, action, &facts), decide(now, &actor, action, &stricter));
                    prop_assert!(rank(&before) <= rank(&after), "{actor:?} {action:?}: {before:?}, {after:?}");
                    prop_assert!(action.gate().is_some() || rank(&before) == rank(&after));
                }
                for actor in [Actor::Operator, publisher(ProjectId(Uuid::nil()))] {
                    let before = decide(DateTime::UNIX_EPOCH, &actor, action, &nobody(&facts));
                    prop_assert_eq!(before, decide(DateTime::UNIX_EPOCH, &actor, action, &nobody(&stricter)));
                }
            }
        }
    }
}
