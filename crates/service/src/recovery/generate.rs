//! Making recovery codes; earlier ones end.

use super::RecoveryRefused;
use crate::{
    Ctx,
    two_factor::{Change, owner, record},
};
use domain::{
    Failure,
    events::EventTag,
    permission::Actor,
    recovery::{CODES, RecoveryCode},
    visitor::Visitor,
};
use serde_json::json;
use store::{recovery::NewCode, transaction};
use templates::mail::MailMessage;
use uuid::Uuid;

/// Makes eight codes, to be shown once; every earlier code ends.
///
/// Factors that are active stay so: otherwise new codes would be a way to switch
/// two-factor authentication off. One enrolled later waits for a burned code again.
pub async fn generate(ctx: &Ctx, actor: &Actor, visitor: &Visitor) -> Result<Vec<String>, Failure<RecoveryRefused>> {
    let now = ctx.now();
    let codes: Vec<(Uuid, RecoveryCode)> =
        (0..CODES).map(|_| (ctx.id(), RecoveryCode::new(ctx.random_bytes()))).collect();
    transaction!(ctx.db, |write| -> Result<(), Failure<RecoveryRefused>> {
        let (account, standing) = owner(write, actor, now).await.map_err(Failure::widen)?;
        store::recovery::remove_all(write, account).await?;
        for (id, code) in &codes {
            let hash = &code.hash(account);
            store::recovery::insert(write, &NewCode { id: *id, account, hash, burned_at: None, created_at: now })
                .await?;
        }
        let details = json!({ "codes": CODES, "replaced": standing.codes_left });
        let (tag, mail) = (EventTag::RecoveryCodesMade, Some(MailMessage::RecoveryCodesMade));
        let visitor = Some(visitor);
        record(ctx, write, Change { account, actor: Some(account), visitor, tag, details, mail }).await?;
        Ok(())
    })?;
    Ok(codes.iter().map(|(_, code)| code.to_string()).collect())
}
