//! Switches: functions of the site that an operator, or a surge, turns off.

use crate::{Kind, Refusal, permission::Action};
use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;

/// What can be turned off; each is off until somebody turns it on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Switch {
    NoNewUsers,
    NoNewProjects,
    NoNewUploads,
    NoDeletions,
    /// Every change of the public index and of accounts, but for what protects them.
    ReadOnly,
}

/// What a switch may close.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Closable {
    Act(Action),
    /// Making one's own account; whoever does it is nobody yet.
    Register,
    /// Scheduling the deletion of an account, and doing it when its time has come.
    ///
    /// [`Action::DeleteAccount`] also takes a deletion back, which is never closed.
    DeleteAccount,
}

/// Something that is closed now, with what people are told about it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{words} switched off by the operators of this index: `{reason}`; try again later", words = .switch.words())]
pub struct SwitchedOff {
    pub switch: Switch,
    pub reason: String,
    pub since: DateTime<Utc>,
}

impl Switch {
    pub const ALL: [Self; 5] =
        [Self::NoNewUsers, Self::NoNewProjects, Self::NoNewUploads, Self::NoDeletions, Self::ReadOnly];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoNewUsers => "no-new-users",
            Self::NoNewProjects => "no-new-projects",
            Self::NoNewUploads => "no-new-uploads",
            Self::NoDeletions => "no-deletions",
            Self::ReadOnly => "read-only",
        }
    }

    pub fn from_stored(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == text)
    }

    const fn words(self) -> &'static str {
        match self {
            Self::NoNewUsers => "New accounts are",
            Self::NoNewProjects => "New projects are",
            Self::NoNewUploads => "Uploads are",
            Self::NoDeletions => "Deletions are",
            Self::ReadOnly => "All changes are",
        }
    }

    /// Whether it closes something while it is on.
    pub const fn closes(self, what: Closable) -> bool {
        match self {
            Self::NoNewUsers => matches!(what, Closable::Register | Closable::Act(Action::Invite)),
            Self::NoNewProjects => matches!(what, Closable::Act(Action::CreateProject)),
            Self::NoNewUploads => matches!(what, Closable::Act(Action::CreateProject | Action::Publish)),
            Self::NoDeletions => match what {
                Closable::Act(action) => {
                    matches!(action, Action::DeleteProject | Action::DeleteRelease | Action::DeleteFile)
                }
                Closable::DeleteAccount => true,
                Closable::Register => false,
            },
            Self::ReadOnly => match what {
                Closable::Act(action) => !stays_open(action),
                Closable::Register | Closable::DeleteAccount => true,
            },
        }
    }
}

/// What nothing closes: reading, protecting oneself, and what operators need in an incident.
const fn stays_open(action: Action) -> bool {
    match action {
        Action::ReadEvents
        | Action::ReadAccount
        | Action::ReadAdmin
        | Action::RevokeToken
        | Action::ManageAddresses
        | Action::ChangePassword
        | Action::ManageFactors
        | Action::DeleteAccount
        | Action::Quarantine
        | Action::SetLimits
        | Action::ManageNames
        | Action::ManageAccounts
        | Action::ManageMandates
        | Action::ManageCritical
        | Action::ManageGiveaway
        | Action::JudgeRecovery
        | Action::ManageSwitches => true,
        Action::CreateProject
        | Action::Publish
        | Action::Yank
        | Action::Unyank
        | Action::Archive
        | Action::Unarchive
        | Action::DeleteProject
        | Action::DeleteRelease
        | Action::DeleteFile
        | Action::CreateToken
        | Action::ManageRoles
        | Action::Invite
        | Action::RequireFactor => false,
    }
}

/// Refuses what one of the switches that are on closes; the widest speaks first.
///
/// # Errors
/// The switch, with its reason.
pub fn require_open(on: &[SwitchedOff], what: Closable) -> Result<(), SwitchedOff> {
    let closing = on.iter().filter(|it| it.switch.closes(what)).max_by_key(|it| it.switch);
    closing.map_or(Ok(()), |it| Err(it.clone()))
}

impl Refusal for SwitchedOff {
    /// Never 503: tools would send the whole file again and again.
    fn kind(&self) -> Kind {
        Kind::Forbidden
    }

    fn code(&self) -> &'static str {
        match self.switch {
            Switch::NoNewUsers => "no-new-users",
            Switch::NoNewProjects => "no-new-projects",
            Switch::NoNewUploads => "no-new-uploads",
            Switch::NoDeletions => "no-deletions",
            Switch::ReadOnly => "read-only",
        }
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        vec![("reason", self.reason.clone()), ("since", self.since.to_rfc3339_opts(SecondsFormat::Secs, true))]
    }
}

/// What is counted by the hour, because a flood of it means that somebody should look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Surge {
    Registrations,
    NewProjects,
    /// Of those who may upload at all: what strangers send closes nothing.
    RefusedUploads,
}

impl Surge {
    pub const ALL: [Self; 3] = [Self::Registrations, Self::NewProjects, Self::RefusedUploads];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Registrations => "registrations",
            Self::NewProjects => "new-projects",
            Self::RefusedUploads => "refused-uploads",
        }
    }

    pub fn from_stored(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == text)
    }

    /// The switch that ends it.
    pub const fn switch(self) -> Switch {
        match self {
            Self::Registrations => Switch::NoNewUsers,
            Self::NewProjects => Switch::NoNewProjects,
            Self::RefusedUploads => Switch::NoNewUploads,
        }
    }
}

/// What happens when a surge is noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum SurgeAct {
    /// The operators are told, and decide.
    #[default]
    Propose,
    /// The switch is turned on, and the operators are told.
    Switch,
}

impl SurgeAct {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Propose => "propose",
            Self::Switch => "switch",
        }
    }

    pub fn from_text(text: &str) -> Option<Self> {
        [Self::Propose, Self::Switch].into_iter().find(|it| it.as_str() == text)
    }
}

/// How many an hour are more than anybody expects; 0 never looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SurgeLimits {
    pub registrations: u32,
    pub new_projects: u32,
    pub refused_uploads: u32,
    pub act: SurgeAct,
}

impl Default for SurgeLimits {
    fn default() -> Self {
        Self { registrations: 300, new_projects: 500, refused_uploads: 2000, act: SurgeAct::default() }
    }
}

impl SurgeLimits {
    /// The most that an hour may have; `None` where nobody looks.
    pub fn of(&self, surge: Surge) -> Option<u64> {
        let limit = match surge {
            Surge::Registrations => self.registrations,
            Surge::NewProjects => self.new_projects,
            Surge::RefusedUploads => self.refused_uploads,
        };
        (0 < limit).then(|| u64::from(limit))
    }
}

/// What the surge protection knows of one count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SurgeFacts {
    /// Whole hours since 1970; the running one.
    pub hour: i64,
    /// How many the running hour has.
    pub count: u64,
    /// Whether its switch is on or proposed already.
    pub is_handled: bool,
    /// The hour in which the protection last acted on its switch.
    pub acted_in: Option<i64>,
    /// The hours after that which went over the limit; the others were calm.
    pub restless: Vec<i64>,
}

/// Whether a surge is to be answered now.
///
/// Once answered, it is not again before a whole hour was calm: whoever dismissed a
/// proposal is not asked anew while the same wave goes on.
pub fn is_new_surge(limit: u64, facts: &SurgeFacts) -> bool {
    if facts.is_handled || facts.count <= limit {
        return false;
    }
    let Some(acted_in) = facts.acted_in else {
        return true;
    };
    let complete = facts.hour.saturating_sub(acted_in).saturating_sub(1);
    let restless = facts.restless.iter().filter(|hour| acted_in < **hour && **hour < facts.hour).count();
    complete > i64::try_from(restless).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(switches: &[Switch]) -> Vec<SwitchedOff> {
        let off = |switch: &Switch| SwitchedOff {
            switch: *switch,
            reason: "we look into it".to_owned(),
            since: DateTime::UNIX_EPOCH,
        };
        switches.iter().map(off).collect()
    }

    fn closed(switch: Switch) -> Vec<&'static str> {
        let is_closed = |action: &Action| switch.closes(Closable::Act(*action));
        let actions = Action::ALL.into_iter().filter(is_closed).map(Action::as_str);
        let others = [("register", Closable::Register), ("account", Closable::DeleteAccount)];
        actions.chain(others.into_iter().filter(|(_, what)| switch.closes(*what)).map(|(name, _)| name)).collect()
    }

    #[test]
    fn each_switch_closes_these_and_nothing_else() {
        assert_eq!(closed(Switch::NoNewUsers), ["invite", "register"]);
        assert_eq!(closed(Switch::NoNewProjects), ["create-project"]);
        assert_eq!(closed(Switch::NoNewUploads), ["create-project", "publish"]);
        assert_eq!(closed(Switch::NoDeletions), ["delete-project", "delete-release", "delete-file", "account"]);
        let closed = closed(Switch::ReadOnly);
        for open in ["manage-factors", "change-password", "revoke-token", "quarantine", "manage-switches"] {
            assert!(!closed.contains(&open), "{open}");
        }
        for shut in ["publish", "yank", "create-token", "manage-roles", "invite", "register", "account"] {
            assert!(closed.contains(&shut), "{shut}");
        }
    }

    #[test]
    fn read_only_closes_whatever_another_switch_closes() {
        for switch in Switch::ALL {
            for what in Action::ALL.map(Closable::Act).into_iter().chain([Closable::Register, Closable::DeleteAccount])
            {
                assert!(!switch.closes(what) || Switch::ReadOnly.closes(what), "{switch:?} {what:?}");
            }
        }
    }

    #[test]
    fn no_switch_can_lock_itself() {
        assert_eq!(require_open(&on(&Switch::ALL), Closable::Act(Action::ManageSwitches)), Ok(()));
    }

    #[test]
    fn a_refusal_names_the_widest_switch_and_its_reason() {
        let refused = require_open(&on(&Switch::ALL), Closable::Act(Action::Publish)).unwrap_err();
        assert_eq!(refused.code(), "read-only");
        let refused = require_open(&on(&[Switch::NoNewUploads]), Closable::Act(Action::Publish)).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "Uploads are switched off by the operators of this index: `we look into it`; try again later"
        );
    }

    #[test]
    fn words_are_read_back() {
        for switch in Switch::ALL {
            assert_eq!(Switch::from_stored(switch.as_str()), Some(switch));
        }
        for surge in Surge::ALL {
            assert_eq!(Surge::from_stored(surge.as_str()), Some(surge));
        }
        assert_eq!(Switch::from_stored("read"), None);
    }

    #[test]
    fn a_surge_is_answered_once_until_an_hour_was_calm() {
        let fresh = SurgeFacts { hour: 100, count: 11, is_handled: false, acted_in: None, restless: Vec::new() };
        let table = [
            (fresh.clone(), true),
            (SurgeFacts { count: 10, ..fresh.clone() }, false),
            (SurgeFacts { is_handled: true, ..fresh.clone() }, false),
            (SurgeFacts { acted_in: Some(100), ..fresh.clone() }, false),
            (SurgeFacts { acted_in: Some(99), ..fresh.clone() }, false),
            (SurgeFacts { acted_in: Some(98), restless: vec![98, 99, 100], ..fresh.clone() }, false),
            (SurgeFacts { acted_in: Some(98), restless: vec![98, 100], ..fresh.clone() }, true),
            // A clock that went back: nothing is complete.
            (SurgeFacts { acted_in: Some(200), ..fresh }, false),
        ];
        for (facts, expected) in table {
            assert_eq!(is_new_surge(10, &facts), expected, "{facts:?}");
        }
    }
}
