//! Claiming a code: one for each person, one person for each.

use super::{ClaimCodeRefused, look, seal};
use crate::{Ctx, guard, mail, visits};
use domain::{
    Failure,
    events::{EventTag, NewEvent, Subject},
    giveaway::{ClaimRefused, Programme},
    ids::{AccountId, ProgrammeId},
    permission::{Action, Actor},
    visitor::Visitor,
};
use serde_json::json;
use store::{Write, giveaway::SealedCode, transaction};
use templates::mail::MailMessage;

/// A code, for the eyes of whoever claimed it.
#[derive(Clone, PartialEq, Eq)]
pub struct Claimed {
    pub code: String,
}

/// Without the code.
impl std::fmt::Debug for Claimed {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Claimed")
    }
}

/// Gives a code of a programme to somebody who lives in `country`.
///
/// The country decides and is forgotten. Neither event nor mail holds the code.
pub async fn claim(
    ctx: &Ctx,
    actor: &Actor,
    visitor: &Visitor,
    programme: ProgrammeId,
    country: &str,
) -> Result<Claimed, Failure<ClaimCodeRefused>> {
    let now = ctx.now();
    let claimed: Result<SealedCode, Failure<ClaimCodeRefused>> = transaction!(ctx.db, |write| {
        let account = guard::owner(write, actor, Action::ManageFactors, now).await.map_err(Failure::widen)?;
        let found = store::giveaway::programme(write, programme).await?;
        let no_programme = || ClaimRefused::NoProgramme { programme: programme.to_string() };
        let programme = found.ok_or_else(no_programme).map_err(ClaimCodeRefused::from)?;
        let facts = look::facts(write, &programme, account, now).await?;
        programme.admit(&facts, country).map_err(ClaimCodeRefused::from)?;
        let code = store::giveaway::claim(write, programme.id, account, now).await?;
        let code = code.ok_or(ClaimRefused::NoCodeLeft).map_err(ClaimCodeRefused::from)?;
        tell(ctx, write, visitor, account, &programme).await?;
        Ok(code)
    });
    Ok(Claimed { code: seal::open(&ctx.keys.load(), &claimed?)? })
}

/// The event and the mail of a claim.
async fn tell(
    ctx: &Ctx,
    write: &mut Write,
    visitor: &Visitor,
    account: AccountId,
    programme: &Programme,
) -> anyhow::Result<()> {
    let details = json!({ "programme": programme.id, "name": programme.terms.title });
    let event = NewEvent {
        id: ctx.id(),
        subject: Subject::Account(account),
        tag: EventTag::GiveawayClaimed,
        actor: Some(account),
        details: visits::details(ctx, visitor, details),
        at: ctx.now(),
    };
    store::events::record(write, &event).await?;
    let message = MailMessage::SecurityKeyClaimed {
        programme: programme.terms.title.clone(),
        vendor: programme.terms.vendor.clone(),
    };
    mail::to_all_verified(ctx, write, account, &visits::mail(message, visitor)).await?;
    Ok(())
}
