//! Enrolling an authenticator: its secret waits on the server until a code proves it.

use super::{
    Enrolled, TwoFactorRefused,
    enrol::{record_enrolled, require_room},
    owner,
};
use crate::Ctx;
use anyhow::Context as _;
use chrono::TimeDelta;
use domain::{
    Failure,
    ids::AccountId,
    keys::Purpose,
    permission::Actor,
    two_factor::{CodeMatch, FactorKind, FactorName, PENDING_MINUTES, TotpCode, TotpSecret},
    visitor::Visitor,
};
use store::{
    Read, Write, transaction,
    two_factor::{NewTotp, SealedTotp},
};

/// A secret as its owner takes it over; shown until its first code is typed.
#[derive(Clone)]
pub struct PendingTotp {
    /// For the QR code.
    pub otpauth_uri: String,
    /// For typing: base32.
    pub secret: String,
}

/// Without the secret.
impl std::fmt::Debug for PendingTotp {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("PendingTotp")
    }
}

/// Makes a secret that waits for its first code; an earlier one that waits is forgotten.
pub async fn begin_totp(ctx: &Ctx, actor: &Actor) -> Result<PendingTotp, Failure<TwoFactorRefused>> {
    let (now, id, secret) = (ctx.now(), ctx.id(), TotpSecret::new(ctx.random_bytes()));
    let sealed = ctx.keys.load().seal(Purpose::TotpSecrets, id, ctx.random_bytes(), secret.as_bytes());
    let pending = SealedTotp { id, sealed };
    let username = transaction!(ctx.db, |write| -> Result<String, Failure<TwoFactorRefused>> {
        let (account, _) = owner(write, actor, now).await?;
        store::two_factor::put_pending(write, account, &pending, now + TimeDelta::minutes(PENDING_MINUTES)).await?;
        Ok(store::accounts::username(write, account).await?)
    })?;
    Ok(shown(ctx, &secret, &username)?)
}

/// The secret that waits, for a page that is shown again after a wrong code.
pub async fn pending_totp(ctx: &Ctx, actor: &Actor) -> Result<PendingTotp, Failure<TwoFactorRefused>> {
    let mut read = ctx.db.read().await?;
    let (account, _) = owner(&mut read, actor, ctx.now()).await?;
    let (_, secret) = waiting(ctx, &mut read, account).await?;
    let username = store::accounts::username(&mut read, account).await?;
    Ok(shown(ctx, &secret, &username)?)
}

/// Enrols the secret that waits, proved by a code of it.
pub async fn finish_totp(
    ctx: &Ctx,
    actor: &Actor,
    visitor: &Visitor,
    name: &str,
    code: &str,
) -> Result<Enrolled, Failure<TwoFactorRefused>> {
    let name = FactorName::parse(name).map_err(TwoFactorRefused::from)?;
    let code = TotpCode::parse(code).ok_or(TwoFactorRefused::CodeForm)?;
    transaction!(ctx.db, |write| -> Result<Enrolled, Failure<TwoFactorRefused>> {
        finish(ctx, write, actor, visitor, &name, &code).await
    })
}

async fn finish(
    ctx: &Ctx,
    write: &mut Write,
    actor: &Actor,
    visitor: &Visitor,
    name: &FactorName,
    code: &TotpCode,
) -> Result<Enrolled, Failure<TwoFactorRefused>> {
    let now = ctx.now();
    let (account, standing) = owner(write, actor, now).await?;
    require_room(write, account, standing, name).await?;
    let (id, secret) = waiting(ctx, write, account).await?;
    // Whoever sees the secret learns nothing new from how far off the code was.
    let step = match secret.place(code, now)? {
        CodeMatch::Step(step) => step,
        CodeMatch::OutOfStep { seconds } => return Err(TwoFactorRefused::ClockOff { seconds: seconds.abs() }.into()),
        CodeMatch::None => return Err(TwoFactorRefused::CodeWrong.into()),
    };
    let active_at = (0 < standing.codes_burned).then_some(now);
    let ring = ctx.keys.load_full();
    let totp = NewTotp {
        id,
        account,
        name: name.as_ref(),
        key_id: ring.current_id(),
        // Sealed anew: the ring may have been rotated since the secret was shown.
        sealed: &ring.seal(Purpose::TotpSecrets, id, ctx.random_bytes(), secret.as_bytes()),
        last_step: step,
        active_at,
        created_at: now,
    };
    store::two_factor::insert_totp(write, &totp).await?;
    store::two_factor::remove_pending(write, account).await?;
    let (name, is_active) = (name.as_ref().to_owned(), active_at.is_some());
    let mut enrolled = Enrolled { id, kind: FactorKind::Totp, name, is_active, session: None };
    record_enrolled(ctx, write, actor, visitor, account, &mut enrolled).await?;
    Ok(enrolled)
}

async fn waiting(
    ctx: &Ctx,
    read: &mut Read,
    account: AccountId,
) -> Result<(uuid::Uuid, TotpSecret), Failure<TwoFactorRefused>> {
    let pending = store::two_factor::pending(read, account, ctx.now()).await?;
    let pending = pending.ok_or(TwoFactorRefused::TotpNotBegun)?;
    Ok((pending.id, open(ctx, pending.id, &pending.sealed)?))
}

/// Opens a sealed secret.
pub(super) fn open(ctx: &Ctx, id: uuid::Uuid, sealed: &[u8]) -> anyhow::Result<TotpSecret> {
    let opened = ctx.keys.load().open(Purpose::TotpSecrets, id, sealed);
    let secret = opened.with_context(|| format!("the TOTP secret `{id}`"))?;
    TotpSecret::from_slice(&secret).with_context(|| format!("the TOTP secret has another length: `{id}`"))
}

fn shown(ctx: &Ctx, secret: &TotpSecret, username: &str) -> anyhow::Result<PendingTotp> {
    let otpauth_uri = secret.otpauth_uri(&ctx.settings.site_name, username)?;
    Ok(PendingTotp { otpauth_uri, secret: secret.to_base32()? })
}
