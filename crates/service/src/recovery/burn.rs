//! Burning a recovery code: each is good once.

use super::RecoveryRefused;
use crate::{
    Ctx,
    two_factor::{Change, record},
};
use domain::{
    Failure,
    events::EventTag,
    ids::AccountId,
    recovery::{FEW_CODES, RecoveryCode},
    visitor::Visitor,
};
use serde_json::json;
use store::Write;
use templates::mail::{Mail, MailMessage};

/// A code just burned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Burned {
    /// Codes that are left.
    pub left: u32,
    /// Factors that had waited for a burned code and are active from now on.
    pub activated: u64,
}

/// Burns a code of an account, at sign-in, at step-up or when factors are set up.
///
/// # Errors
/// [`RecoveryRefused::Form`], [`Wrong`](RecoveryRefused::Wrong) and
/// [`Used`](RecoveryRefused::Used); a refusal leaves nothing written.
pub async fn burn(
    ctx: &Ctx,
    write: &mut Write,
    account: AccountId,
    visitor: &Visitor,
    code: &str,
) -> Result<Burned, Failure<RecoveryRefused>> {
    let (now, visitor) = (ctx.now(), Some(visitor));
    let hash = RecoveryCode::parse(code).ok_or(RecoveryRefused::Form)?.hash(account);
    // The statement itself asks whether the code is left, so that of any number of uses one wins.
    if !store::recovery::burn(write, account, &hash, now).await? {
        return Err(match store::recovery::was_burned(write, account, &hash).await? {
            true => RecoveryRefused::Used.into(),
            false => RecoveryRefused::Wrong.into(),
        });
    }
    let left = u32::try_from(store::recovery::left(write, account).await?).unwrap_or_default();
    let mail = Some(MailMessage::RecoveryCodeUsed { left });
    let details = json!({ "left": left });
    let (actor, tag) = (Some(account), EventTag::RecoveryCodeUsed);
    record(ctx, write, Change { account, actor, visitor, tag, details, mail }).await?;
    if left <= FEW_CODES {
        let mail = Mail::new(MailMessage::RecoveryCodesFew { left });
        crate::mail::to_all_verified(ctx, write, account, &mail).await?;
    }
    let activated = store::two_factor::activate(write, account, now).await?;
    if 0 < activated {
        let (tag, details) = (EventTag::FactorsActivated, json!({ "factors": activated }));
        record(ctx, write, Change { account, actor, visitor, tag, details, mail: None }).await?;
    }
    Ok(Burned { left, activated })
}
