//! A session in which somebody has just shown a factor.

use super::end::record;
use crate::Ctx;
use anyhow::Result;
use domain::{
    events::EventTag,
    permission::Actor,
    sessions::{SessionBearer, SessionSecret, SignInMethod},
    visitor::Visitor,
};
use serde_json::json;
use store::Write;

/// Notes what was shown under a new secret: a copy of the old one is worth nothing.
///
/// `None` when the session has ended.
pub(super) async fn renew(
    ctx: &Ctx,
    write: &mut Write,
    visitor: &Visitor,
    bearer: &SessionBearer,
    method: SignInMethod,
) -> Result<Option<SessionSecret>> {
    let Some(session) = store::sessions::by_hash(write, &bearer.session).await? else {
        return Ok(None);
    };
    let secret = SessionSecret::new(ctx.random_bytes());
    let strength = session.strength.max(method.strength());
    store::sessions::step_up(write, &bearer.session, &secret.hash(), strength, ctx.now()).await?;
    let details = json!({ "method": method, "session": session.id });
    record(ctx, write, visitor, bearer, EventTag::SteppedUp, details).await?;
    Ok(Some(secret))
}

/// Counts what was shown at an enrolment as the factor of the session that enrols.
///
/// Without it, whoever typed the first code would wait for the next one to go on.
pub(crate) async fn strengthen(
    ctx: &Ctx,
    write: &mut Write,
    visitor: &Visitor,
    actor: &Actor,
    method: SignInMethod,
) -> Result<Option<SessionSecret>> {
    match actor {
        Actor::Session(bearer) => renew(ctx, write, visitor, bearer, method).await,
        Actor::Operator | Actor::Token(_) | Actor::Publisher(_) => Ok(None),
    }
}
