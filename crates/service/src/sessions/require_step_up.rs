//! The guard of credentials, roles, tokens and deletion.

use super::refusal::StepUpRefused;
use chrono::{DateTime, Utc};
use domain::{Failure, permission::Actor, sessions::has_stepped_up};
use store::Read;

/// Whether `actor` showed within 15 minutes the best proof that the account has.
///
/// Called in the Write of the act that it guards. The operator passes: the data folder
/// is the proof. A token never does.
pub async fn require_step_up(read: &mut Read, actor: &Actor, now: DateTime<Utc>) -> Result<(), Failure<StepUpRefused>> {
    let bearer = match actor {
        Actor::Operator => return Ok(()),
        Actor::Token(_) | Actor::Publisher(_) => return Err(StepUpRefused::Required.into()),
        Actor::Session(bearer) => bearer,
    };
    // The row, not what the request began with: the session may have ended meanwhile.
    let Some(session) = store::sessions::by_hash(read, &bearer.session).await? else {
        return Err(StepUpRefused::Ended.into());
    };
    let has_factor = store::two_factor::standing(read, session.account).await?.is_required();
    if has_stepped_up(now, &session.bearer(), has_factor) {
        return Ok(());
    }
    Err(StepUpRefused::Required.into())
}
