//! Recognising who is signed in, by the secret of a cookie.

use crate::Ctx;
use anyhow::Result;
use chrono::TimeDelta;
use domain::{
    accounts::AccountState,
    permission::Actor,
    sessions::{SessionBearer, SessionSecret},
    visitor::Visitor,
};
use uuid::Uuid;

/// Who is signed in.
#[derive(Clone, Debug)]
pub struct SignedInAs {
    pub bearer: SessionBearer,
    /// Names the session in lists; no secret.
    pub session_id: Uuid,
    pub username: String,
    pub superuser: bool,
    /// Whether signing in and stepping up take a second factor.
    pub has_factor: bool,
}

impl SignedInAs {
    pub fn actor(&self) -> Actor {
        Actor::Session(self.bearer.clone())
    }
}

/// How exact the time is at which a session was last seen.
const SEEN_EVERY: TimeDelta = TimeDelta::minutes(1);

/// Who holds the session of a secret; `None` when it has ended or never was.
pub async fn authenticate_session(ctx: &Ctx, secret: &str, visitor: &Visitor) -> Result<Option<SignedInAs>> {
    let Some(hash) = SessionSecret::parse(secret).map(|secret| secret.hash()) else {
        return Ok(None);
    };
    let now = ctx.now();
    let mut read = ctx.db.read().await?;
    let session = store::sessions::by_hash(&mut read, &hash).await?;
    let Some(session) = session.filter(|session| session.holds(now, ctx.settings.session_lifetimes)) else {
        return Ok(None);
    };
    let account = store::accounts::by_id(&mut read, session.account).await?;
    let Some(account) = account.filter(|account| account.state == AccountState::Active) else {
        return Ok(None);
    };
    let has_factor = store::two_factor::standing(&mut read, account.id).await?.is_required();
    if session.last_seen_at + SEEN_EVERY <= now || session.network != visitor.network {
        ctx.soft.sessions.seen(&hash, now, &visitor.network);
    }
    Ok(Some(SignedInAs {
        bearer: session.bearer(),
        session_id: session.id,
        username: account.username,
        superuser: account.superuser,
        has_factor,
    }))
}
