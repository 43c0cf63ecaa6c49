//! Recovery cases: people who lost every way in, and what is possible at which time.

use crate::{Kind, Refusal, ids::AccountId};
use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

/// How long a case waits, announced to every verified address, before anybody decides.
pub const WAITING_PERIOD: TimeDelta = TimeDelta::days(7);

/// After how long a case that nobody moves expires.
pub const IDLE_PERIOD: TimeDelta = TimeDelta::days(30);

/// How long nothing is published by an account that was recovered.
pub const PUBLISH_HOLD: TimeDelta = TimeDelta::hours(72);

/// How long a new address opens no case after the owner cancelled one.
pub const QUIET_PERIOD: TimeDelta = TimeDelta::days(30);

/// How long a request waits for its link to be used.
pub const REQUEST_LIFETIME: TimeDelta = TimeDelta::hours(24);

/// How long the page of a case is there for its requester.
pub const PAGE_LIFETIME: TimeDelta = TimeDelta::days(180);

/// Operators who must agree, unless the settings say otherwise.
pub const APPROVERS: u32 = 2;

/// Characters that a reason, or a note of an operator, may have.
pub const LONGEST_TEXT: usize = 2000;

/// Repositories, and co-owners, that a case may name.
pub const MOST_EVIDENCE: usize = 5;

/// How a case ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ending {
    Completed,
    Rejected,
    Cancelled,
    Expired,
}

impl Ending {
    pub const ALL: [Self; 4] = [Self::Completed, Self::Rejected, Self::Cancelled, Self::Expired];

    /// Stable: rows hold it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Completed => "completed",
            Self::Rejected => "rejected",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
        }
    }
}

/// Where a case stands at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CaseState {
    /// Announced; its owner has time to object.
    Waiting,
    /// Operators decide.
    Reviewing,
    Ended(Ending),
}

impl CaseState {
    /// The state of a row at an instant; `None` for a word that is none.
    ///
    /// Nothing moves a case from waiting to reviewing but time itself, so a clock that
    /// went back only makes it wait longer.
    pub fn at(stored: &str, waits_until: DateTime<Utc>, now: DateTime<Utc>) -> Option<Self> {
        if stored == OPEN {
            return Some(if now < waits_until { Self::Waiting } else { Self::Reviewing });
        }
        Ending::ALL.into_iter().find(|ending| ending.as_str() == stored).map(Self::Ended)
    }

    pub const fn is_open(self) -> bool {
        matches!(self, Self::Waiting | Self::Reviewing)
    }

    /// Stable: pages choose their words by it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Reviewing => "reviewing",
            Self::Ended(ending) => ending.as_str(),
        }
    }

    /// Whether something may be done with a case in this state.
    ///
    /// # Errors
    /// [`CaseActRefused`] when the case has ended, or still waits.
    pub const fn permits(self, act: CaseAct) -> Result<(), CaseActRefused> {
        match (self, act) {
            (_, CaseAct::Note) | (Self::Reviewing, _) => Ok(()),
            (Self::Waiting, CaseAct::Decide) => Err(CaseActRefused::StillWaiting),
            (Self::Waiting, _) => Ok(()),
            (Self::Ended(_), _) => Err(CaseActRefused::Ended),
        }
    }
}

/// The word of a row for a case that has not ended.
pub const OPEN: &str = "open";

/// What may be done with a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CaseAct {
    AddEvidence,
    Vouch,
    JudgeEvidence,
    /// Operators note something, after the end too.
    Note,
    /// Approve or reject.
    Decide,
    Cancel,
}

impl CaseAct {
    pub const ALL: [Self; 6] =
        [Self::AddEvidence, Self::Vouch, Self::JudgeEvidence, Self::Note, Self::Decide, Self::Cancel];
}

/// Why something is not done with a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CaseActRefused {
    #[error("The case has ended; its page says how")]
    Ended,
    #[error("The waiting period is not over; decide when it is, the owner has until then to object")]
    StillWaiting,
}

impl Refusal for CaseActRefused {
    fn kind(&self) -> Kind {
        Kind::Conflict
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Ended => "recovery-ended",
            Self::StillWaiting => "recovery-still-waiting",
        }
    }
}

/// What somebody shows to be the owner of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EvidenceKind {
    /// A verified address, whose mail the requester reads.
    Address,
    /// A repository in which the requester placed a text.
    Repository,
    /// A co-owner who vouches.
    Voucher,
}

impl EvidenceKind {
    pub const ALL: [Self; 3] = [Self::Address, Self::Repository, Self::Voucher];

    /// Stable: rows hold it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Address => "address",
            Self::Repository => "repository",
            Self::Voucher => "voucher",
        }
    }

    pub fn from_stored(stored: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == stored)
    }
}

/// What became of a piece of evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    Open,
    Proved,
    Refuted,
}

impl Verdict {
    /// From the times of a row; what was refuted counts no more, whatever came before.
    pub const fn of(proved: bool, refuted: bool) -> Self {
        match (proved, refuted) {
            (_, true) => Self::Refuted,
            (true, false) => Self::Proved,
            (false, false) => Self::Open,
        }
    }

    /// Stable: pages choose their words by it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Proved => "proved",
            Self::Refuted => "refuted",
        }
    }
}

/// Whether operators may approve at all: one piece of evidence is proved.
///
/// A new address is no evidence: whoever has nothing else is never let in.
pub fn is_enough(verdicts: impl IntoIterator<Item = Verdict>) -> bool {
    verdicts.into_iter().any(|verdict| verdict == Verdict::Proved)
}

/// An operator who wants to judge a case, with what makes them a party to it.
#[derive(Clone, Debug)]
pub struct Judge<'a> {
    pub account: AccountId,
    /// Their own addresses, in lower case.
    pub addresses: &'a [String],
    /// Whether the requester named them as a co-owner.
    pub is_voucher: bool,
}

impl Judge<'_> {
    /// Whether they are the requester, or vouch for them: nobody judges their own cause.
    pub fn is_party(&self, account: AccountId, contact: &str) -> bool {
        let contact = contact.to_lowercase();
        self.account == account || self.is_voucher || self.addresses.contains(&contact)
    }
}

/// Why a case was ended before anybody decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CancelCause {
    /// Somebody who reads a verified address objected.
    ByLink,
    /// The owner signed in.
    BySignIn,
    AccountFrozen,
    AccountDeleted,
    /// Somebody who reads a verified address began anew.
    Superseded,
    /// Nobody moved it for 30 days.
    Idle,
}

impl CancelCause {
    pub const ALL: [Self; 6] =
        [Self::ByLink, Self::BySignIn, Self::AccountFrozen, Self::AccountDeleted, Self::Superseded, Self::Idle];

    /// Stable: rows hold it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ByLink => "by-link",
            Self::BySignIn => "by-sign-in",
            Self::AccountFrozen => "account-frozen",
            Self::AccountDeleted => "account-deleted",
            Self::Superseded => "superseded",
            Self::Idle => "idle",
        }
    }

    pub const fn ending(self) -> Ending {
        match self {
            Self::Idle => Ending::Expired,
            _ => Ending::Cancelled,
        }
    }

    /// Whether the owner said no, so that strangers are kept from asking again for a while.
    pub const fn is_objection(self) -> bool {
        matches!(self, Self::ByLink | Self::BySignIn)
    }
}

/// What a mailed link of a case is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RecoveryLinkKind {
    /// Opens the case, and shows it ever after.
    Request,
    /// Ends the case, once.
    Cancel,
}

impl RecoveryLinkKind {
    /// Stable: rows hold it, and hashes depend on it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Cancel => "cancel",
        }
    }

    /// What the hash of its secret begins with.
    pub const fn purpose(self) -> &'static str {
        match self {
            Self::Request => "recovery-request",
            Self::Cancel => "recovery-cancel",
        }
    }

    /// The path of its page, which the secret follows.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Request => "/account/recover/case/",
            Self::Cancel => "/account/recover/cancel/",
        }
    }
}

/// The path on which a co-owner vouches.
pub fn vouch_path(evidence: Uuid) -> String {
    format!("/account/recover/vouch/{evidence}/")
}

/// A case that has ended, or not, as the figures count it.
#[derive(Clone, Copy, Debug)]
pub struct CountedCase {
    pub state: CaseState,
    pub opened_at: DateTime<Utc>,
    pub closed_at: Option<DateTime<Utc>>,
}

/// What became of cases.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CaseFigures {
    pub opened: u64,
    pub still_open: u64,
    pub completed: u64,
    pub rejected: u64,
    pub cancelled: u64,
    pub expired: u64,
    /// Between the request and the decision, for cases that were decided.
    pub median: Option<TimeDelta>,
}

impl CaseFigures {
    pub fn of(cases: &[CountedCase]) -> Self {
        let count = |wanted: Ending| {
            cases.iter().filter(|case| case.state == CaseState::Ended(wanted)).count().try_into().unwrap_or(u64::MAX)
        };
        let ended = Ending::ALL.map(count);
        let opened = u64::try_from(cases.len()).unwrap_or(u64::MAX);
        let decided =
            |case: &&CountedCase| matches!(case.state, CaseState::Ended(Ending::Completed | Ending::Rejected));
        let mut times: Vec<TimeDelta> =
            cases.iter().filter(decided).filter_map(|case| Some(case.closed_at? - case.opened_at)).collect();
        times.sort_unstable();
        Self {
            opened,
            still_open: opened - ended.iter().sum::<u64>(),
            completed: ended[0],
            rejected: ended[1],
            cancelled: ended[2],
            expired: ended[3],
            median: median(&times),
        }
    }
}

/// The middle of sorted times; of two in the middle, what lies between them.
fn median(times: &[TimeDelta]) -> Option<TimeDelta> {
    let upper = times.get(times.len() / 2)?;
    let lower = times.get((times.len() - 1) / 2)?;
    Some(*lower + (*upper - *lower) / 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(days: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::days(days)
    }

    #[test]
    fn a_case_waits_until_its_time_and_not_a_moment_longer() {
        let state = |now| CaseState::at(OPEN, at(7), now).unwrap();
        assert_eq!(state(at(7) - TimeDelta::microseconds(1)), CaseState::Waiting);
        assert_eq!(state(at(7)), CaseState::Reviewing);
        assert_eq!(state(at(0)), CaseState::Waiting, "a clock that went back");
    }

    #[test]
    fn what_has_ended_never_opens_again() {
        for ending in Ending::ALL {
            let state = CaseState::at(ending.as_str(), at(7), at(1000)).unwrap();
            assert_eq!(state, CaseState::Ended(ending));
            for act in CaseAct::ALL {
                assert_eq!(state.permits(act).is_ok(), act == CaseAct::Note, "{act:?}");
            }
        }
        assert_eq!(CaseState::at("approved", at(7), at(8)), None);
    }

    #[test]
    fn nobody_decides_while_the_owner_may_object() {
        for act in CaseAct::ALL {
            let refused = CaseState::Waiting.permits(act).err();
            assert_eq!(refused, (act == CaseAct::Decide).then_some(CaseActRefused::StillWaiting), "{act:?}");
            assert_eq!(CaseState::Reviewing.permits(act), Ok(()), "{act:?}");
        }
    }

    #[test]
    fn only_proved_evidence_is_enough() {
        assert!(!is_enough([]));
        assert!(!is_enough([Verdict::Open, Verdict::Refuted]));
        assert!(is_enough([Verdict::Refuted, Verdict::Proved]));
        assert_eq!(Verdict::of(true, true), Verdict::Refuted);
    }

    #[test]
    fn nobody_judges_their_own_cause() {
        let (ada, bob) = (AccountId(Uuid::from_u128(1)), AccountId(Uuid::from_u128(2)));
        let addresses = ["bob@people.example".to_owned()];
        let judge = Judge { account: bob, addresses: &addresses, is_voucher: false };
        assert!(!judge.is_party(ada, "ada@people.example"));
        assert!(judge.is_party(bob, "ada@people.example"));
        assert!(judge.is_party(ada, "Bob@People.example"));
        assert!(Judge { is_voucher: true, ..judge }.is_party(ada, "ada@people.example"));
    }

    #[test]
    fn the_figures_count_every_case_once() {
        let case = |state, days: Option<i64>| CountedCase { state, opened_at: at(0), closed_at: days.map(at) };
        let cases = [
            case(CaseState::Waiting, None),
            case(CaseState::Reviewing, None),
            case(CaseState::Ended(Ending::Completed), Some(8)),
            case(CaseState::Ended(Ending::Completed), Some(9)),
            case(CaseState::Ended(Ending::Rejected), Some(20)),
            case(CaseState::Ended(Ending::Cancelled), Some(1)),
            case(CaseState::Ended(Ending::Expired), Some(37)),
        ];
        let figures = CaseFigures::of(&cases);
        let expected = CaseFigures {
            opened: 7,
            still_open: 2,
            completed: 2,
            rejected: 1,
            cancelled: 1,
            expired: 1,
            median: Some(TimeDelta::days(9)),
        };
        assert_eq!(figures, expected);
        assert_eq!(CaseFigures::of(&cases[2..4]).median, Some(TimeDelta::hours(8 * 24 + 12)));
        assert_eq!(CaseFigures::of(&[]), CaseFigures::default());
    }
}
