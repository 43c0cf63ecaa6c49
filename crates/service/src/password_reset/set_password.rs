//! Break-glass: an operator sets the password of somebody who cannot.

use super::{
    SetPasswordRefused,
    put::{NewPassword, prepare, put},
};
use crate::Ctx;
use domain::{
    Failure,
    accounts::{AccountState, Username},
    events::EventTag,
    permission::Actor,
};
use serde_json::json;
use store::transaction;
use templates::mail::{Mail, MailMessage};

/// Sets a password from the command line; sessions and devices end, factors stay.
pub async fn set_password(
    ctx: &Ctx,
    actor: &Actor,
    username: &Username,
    password: &str,
) -> Result<(), Failure<SetPasswordRefused>> {
    if !matches!(actor, Actor::Operator) {
        return Err(SetPasswordRefused::NotOperator.into());
    }
    let found = store::accounts::by_username(&mut ctx.db.read().await?, username).await?;
    let Some(account) = found.filter(|account| account.state != AccountState::Deleted) else {
        return Err(SetPasswordRefused::NoAccount { username: username.to_string() }.into());
    };
    let hash = prepare(ctx, account.id, password).await.map_err(Failure::widen)?;
    transaction!(ctx.db, |write| {
        let new = NewPassword {
            account: account.id,
            hash: &hash,
            kept: None,
            actor: None,
            tag: EventTag::PasswordSetByOperator,
            details: json!({}),
            mail: &Mail::new(MailMessage::PasswordSetByOperator),
        };
        put(ctx, write, new).await?;
        Ok(())
    })
}
