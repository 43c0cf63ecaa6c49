//! Changing one's own password.

use super::{
    ChangePasswordRefused,
    put::{NewPassword, prepare, put},
};
use crate::{
    Ctx,
    guard::{self, GuardRefused},
    limits, passwords, visits,
};
use domain::{
    Failure,
    events::EventTag,
    limits::Limit,
    permission::{Action, Actor},
    visitor::Visitor,
};
use serde_json::json;
use store::transaction;
use templates::mail::MailMessage;

/// Changes the password of whoever is signed in; every other session and device ends.
///
/// Asks for the current password, unless the account has none.
pub async fn change_password(
    ctx: &Ctx,
    actor: &Actor,
    visitor: &Visitor,
    current: &str,
    password: &str,
) -> Result<(), Failure<ChangePasswordRefused>> {
    let Actor::Session(bearer) = actor else {
        return Err(ChangePasswordRefused::from(GuardRefused::NotOwner).into());
    };
    let (account, key) = (bearer.account, bearer.account.to_string());
    let mut read = ctx.db.read().await?;
    guard::owner(&mut read, actor, Action::ChangePassword, ctx.now()).await.map_err(Failure::widen)?;
    let stored = store::accounts::password_hash(&mut read, account).await?;
    drop(read);
    let guess = limits::reserve(ctx, Limit::SignInPerAccount, &key).await.map_err(ChangePasswordRefused::from)?;
    if let Some(stored) = &stored
        && !passwords::verify(ctx, stored, current).await.map_err(Failure::widen)?.is_right()
    {
        // The use that was taken for the guess stays.
        return Err(ChangePasswordRefused::WrongPassword.into());
    }
    guess.give_back();
    let hash = prepare(ctx, account, password).await.map_err(Failure::widen)?;
    transaction!(ctx.db, |write| {
        guard::owner(write, actor, Action::ChangePassword, ctx.now()).await.map_err(Failure::widen)?;
        // Changed meanwhile by somebody else: what was checked above is not the password any more.
        if store::accounts::password_hash(write, account).await? != stored {
            return Err(ChangePasswordRefused::WrongPassword.into());
        }
        let new = NewPassword {
            account,
            hash: &hash,
            kept: Some(&bearer.session),
            actor: Some(account),
            tag: EventTag::PasswordChanged,
            details: visits::details(ctx, visitor, json!({})),
            mail: &visits::mail(MailMessage::PasswordChanged, visitor),
        };
        put(ctx, write, new).await?;
        Ok(())
    })
}
