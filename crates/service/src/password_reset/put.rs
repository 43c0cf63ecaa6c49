//! What every way of setting a password does.

use crate::{Ctx, mail, passwords};
use domain::{
    Failure,
    events::{EventTag, NewEvent, Subject},
    ids::AccountId,
    links::LinkKind,
    passwords::PasswordRefused,
    sessions::SessionHash,
};
use serde_json::Value;
use store::Write;
use templates::mail::Mail;

/// Checks a new password against what others know of its owner, and hashes it.
pub(super) async fn prepare(ctx: &Ctx, account: AccountId, password: &str) -> Result<String, Failure<PasswordRefused>> {
    let mut read = ctx.db.read().await?;
    let mut known = vec![store::accounts::username(&mut read, account).await?];
    known.extend(store::accounts::addresses(&mut read, account).await?.into_iter().map(|line| line.address));
    drop(read);
    let inputs: Vec<&str> = known.iter().map(String::as_str).collect();
    passwords::check_new(ctx, password, &inputs).await?;
    passwords::hash(ctx, password).await.map_err(Failure::widen)
}

/// A password about to be written, with what tells of it.
pub(super) struct NewPassword<'a> {
    pub(super) account: AccountId,
    pub(super) hash: &'a str,
    /// The session that changed it; every other one ends.
    pub(super) kept: Option<&'a SessionHash>,
    pub(super) actor: Option<AccountId>,
    pub(super) tag: EventTag,
    pub(super) details: Value,
    pub(super) mail: &'a Mail,
}

/// Writes the hash, ends sessions, devices and reset links, and tells of it.
pub(super) async fn put(ctx: &Ctx, write: &mut Write, new: NewPassword<'_>) -> anyhow::Result<()> {
    store::accounts::set_password(write, new.account, new.hash).await?;
    store::sessions::end_all_but(write, new.account, new.kept).await?;
    store::links::end_of(write, new.account, LinkKind::ResetPassword).await?;
    let event = NewEvent {
        id: ctx.id(),
        subject: Subject::Account(new.account),
        tag: new.tag,
        actor: new.actor,
        details: new.details,
        at: ctx.now(),
    };
    store::events::record(write, &event).await?;
    mail::to_all_verified(ctx, write, new.account, new.mail).await?;
    Ok(())
}
