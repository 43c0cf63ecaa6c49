//! The API tokens of whoever is signed in.

use super::refusal::ListTokensRefused;
use crate::Ctx;
use chrono::{DateTime, Utc};
use domain::{
    Failure,
    ids::TokenId,
    permission::{Action, Actor, decide},
    tokens::{StoredToken, caveat::Caveat},
};

/// A token as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenLine {
    pub id: TokenId,
    pub name: String,
    /// Normalized names; `None` when it is for the whole account.
    pub projects: Option<Vec<String>>,
    pub created_at: DateTime<Utc>,
    pub expires_at: Option<DateTime<Utc>>,
    pub last_used_at: Option<DateTime<Utc>>,
    pub is_expired: bool,
}

/// The tokens of the signed-in account that are not revoked, the newest first.
pub async fn list(ctx: &Ctx, actor: &Actor) -> Result<Vec<TokenLine>, Failure<ListTokensRefused>> {
    let Actor::Session(bearer) = actor else {
        return Err(ListTokensRefused::NotSignedIn.into());
    };
    let now = ctx.now();
    let mut read = ctx.db.read().await?;
    let facts = store::permission::facts(&mut read, actor, None).await?;
    decide(now, actor, Action::ReadAccount, &facts).map_err(ListTokensRefused::Permission)?;
    let tokens = store::tokens::list_of(&mut read, bearer.account).await?;
    let held = tokens.into_iter().rev().filter(|token| token.revoked_at.is_none());
    Ok(held.map(|token| line(now, token)).collect())
}

/// The normalized names that a token is for; `None` when it is for the whole account.
pub(crate) fn projects(token: &StoredToken) -> Option<Vec<String>> {
    token.caveats.iter().find_map(|caveat| match caveat {
        Caveat::ProjectNames(names) => Some(names.iter().map(ToString::to_string).collect()),
        _ => None,
    })
}

fn line(now: DateTime<Utc>, token: StoredToken) -> TokenLine {
    let projects = projects(&token);
    TokenLine {
        id: token.id,
        name: token.name,
        projects,
        created_at: token.created_at,
        expires_at: token.expires_at,
        last_used_at: token.last_used_at,
        is_expired: token.expires_at.is_some_and(|at| at <= now),
    }
}
