//! Revoking an API token.

use super::refusal::RevokeTokenRefused;
use crate::{Ctx, mail, sessions, visits};
use domain::{
    Failure,
    events::{EventTag, NewEvent, Subject},
    ids::TokenId,
    permission::{Action, Actor, decide},
    visitor::Visitor,
};
use serde_json::json;
use store::transaction;
use templates::mail::{Mail, MailMessage};

/// Takes a token's rights away for good, from the next request on.
///
/// People revoke their own, in a session that has stepped up; the tokens of others do
/// not exist for them. `visitor` is who asks; `None` on the command line.
pub async fn revoke(
    ctx: &Ctx,
    actor: &Actor,
    visitor: Option<&Visitor>,
    id: TokenId,
    reason: &str,
) -> Result<(), Failure<RevokeTokenRefused>> {
    if matches!(actor, Actor::Token(_) | Actor::Publisher(_)) {
        return Err(RevokeTokenRefused::NotByToken.into());
    }
    let (now, event_id) = (ctx.now(), ctx.id());
    transaction!(ctx.db, |write| {
        let facts = store::permission::facts(write, actor, None).await?;
        decide(now, actor, Action::RevokeToken, &facts).map_err(RevokeTokenRefused::Permission)?;
        let token = store::tokens::get(write, id).await?;
        let Some(token) = token.filter(|token| actor.account().is_none_or(|own| own == token.account)) else {
            return Err(RevokeTokenRefused::NoToken { id }.into());
        };
        sessions::require_step_up(write, actor, now).await.map_err(Failure::widen)?;
        if !store::tokens::revoke(write, id, reason, now).await? {
            return Err(RevokeTokenRefused::AlreadyRevoked { id }.into());
        }
        let details = json!({ "token": id, "name": token.name, "reason": reason });
        let event = NewEvent {
            id: event_id,
            subject: Subject::Account(token.account),
            tag: EventTag::TokenRevoked,
            actor: actor.account(),
            details: match visitor {
                Some(visitor) => visits::details(ctx, visitor, details),
                None => details,
            },
            at: now,
        };
        store::events::record(write, &event).await?;
        let message = MailMessage::TokenRevoked { name: token.name };
        let mail = match visitor {
            Some(visitor) => visits::mail(message, visitor),
            None => Mail::new(message),
        };
        mail::to_all_verified(ctx, write, token.account, &mail).await?;
        Ok(())
    })
}
