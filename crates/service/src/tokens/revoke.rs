//! Revoking an API token.

use crate::Ctx;
use domain::{
    Failure, Kind, Refusal,
    events::{EventTag, NewEvent, Subject},
    ids::TokenId,
    permission::Actor,
};
use serde_json::json;
use store::transaction;

/// Why a token is not revoked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RevokeTokenRefused {
    #[error("An API token cannot revoke tokens; its owner does it on the site or an operator by command")]
    NotByToken,
    #[error("No token has this id: `{id}`; `fromagerie token list` shows them")]
    NoToken { id: TokenId },
    #[error("The token was revoked before: `{id}`")]
    AlreadyRevoked { id: TokenId },
}

impl Refusal for RevokeTokenRefused {
    fn kind(&self) -> Kind {
        match self {
            Self::NotByToken => Kind::Forbidden,
            Self::NoToken { .. } => Kind::NotFound,
            Self::AlreadyRevoked { .. } => Kind::Conflict,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotByToken => "revoke-not-by-token",
            Self::NoToken { .. } => "revoke-no-token",
            Self::AlreadyRevoked { .. } => "revoke-already",
        }
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::NotByToken => Vec::new(),
            Self::NoToken { id } | Self::AlreadyRevoked { id } => vec![("id", id.to_string())],
        }
    }
}

/// Takes a token's rights away for good, from the next request on.
pub async fn revoke(ctx: &Ctx, actor: &Actor, id: TokenId, reason: &str) -> Result<(), Failure<RevokeTokenRefused>> {
    if matches!(actor, Actor::Token(_)) {
        return Err(RevokeTokenRefused::NotByToken.into());
    }
    let (now, event_id) = (ctx.now(), ctx.id());
    transaction!(ctx.db, |write| {
        let Some(token) = store::tokens::get(write, id).await? else {
            return Err(RevokeTokenRefused::NoToken { id }.into());
        };
        if !store::tokens::revoke(write, id, reason, now).await? {
            return Err(RevokeTokenRefused::AlreadyRevoked { id }.into());
        }
        let event = NewEvent {
            id: event_id,
            subject: Subject::Account(token.account),
            tag: EventTag::TokenRevoked,
            actor: actor.account(),
            details: json!({ "token": id, "name": token.name, "reason": reason }),
            at: now,
        };
        store::events::record(write, &event).await?;
        Ok(())
    })
}
