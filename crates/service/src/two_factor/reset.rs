//! Break-glass: an operator wipes the factors and codes of somebody who lost them all.

use super::{Change, end_other_sessions, record};
use crate::Ctx;
use domain::{
    Failure, Kind, Refusal,
    accounts::{AccountState, Username},
    events::EventTag,
    permission::Actor,
};
use serde_json::json;
use store::transaction;
use templates::mail::MailMessage;

/// What a reset took away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reset {
    pub factors: usize,
    pub recovery_codes: usize,
}

/// Why no factors are reset.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ResetRefused {
    #[error("Second factors are reset by an operator, on the command line")]
    NotOperator,
    #[error("No account has this user name: `{username}`; `fromagerie user list` shows all")]
    NoAccount { username: String },
}

impl Refusal for ResetRefused {
    fn kind(&self) -> Kind {
        match self {
            Self::NotOperator => Kind::Forbidden,
            Self::NoAccount { .. } => Kind::NotFound,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotOperator => "reset-factors-not-operator",
            Self::NoAccount { .. } => "reset-factors-no-account",
        }
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::NotOperator => Vec::new(),
            Self::NoAccount { username } => vec![("username", username.clone())],
        }
    }
}

/// Wipes the factors and recovery codes of an account and ends its sessions.
///
/// Whoever resets has made sure by other means that the person is who they say.
pub async fn reset_factors(ctx: &Ctx, actor: &Actor, username: &Username) -> Result<Reset, Failure<ResetRefused>> {
    if !matches!(actor, Actor::Operator) {
        return Err(ResetRefused::NotOperator.into());
    }
    transaction!(ctx.db, |write| -> Result<Reset, Failure<ResetRefused>> {
        let found = store::accounts::by_username(write, username).await?;
        let Some(account) = found.filter(|account| account.state != AccountState::Deleted) else {
            return Err(ResetRefused::NoAccount { username: username.to_string() }.into());
        };
        let standing = store::two_factor::standing(write, account.id).await?;
        let count = |count: i64| usize::try_from(count).unwrap_or_default();
        let reset = Reset { factors: count(standing.all()), recovery_codes: count(standing.codes_left) };
        store::two_factor::remove_all(write, account.id).await?;
        store::recovery::remove_all(write, account.id).await?;
        let details = json!({ "factors": reset.factors, "recovery_codes": reset.recovery_codes });
        let (tag, mail) = (EventTag::FactorsReset, Some(MailMessage::FactorsResetByOperator));
        record(ctx, write, Change { account: account.id, actor: None, visitor: None, tag, details, mail }).await?;
        end_other_sessions(write, account.id, actor).await?;
        Ok(reset)
    })
}
