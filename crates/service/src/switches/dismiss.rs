//! Dismissing what the surge protection proposes.

use super::{Record, SwitchRefused, record, refusal::reason};
use crate::{Ctx, guard::permit};
use domain::{
    Failure,
    permission::{Action, Actor},
    switches::Switch,
};
use store::{switches::SwitchChange, transaction};

/// Takes a proposal away; it is not made again before an hour was calm.
pub async fn dismiss(ctx: &Ctx, actor: &Actor, switch: Switch, why: &str) -> Result<(), Failure<SwitchRefused>> {
    let (now, reason) = (ctx.now(), reason(why)?);
    transaction!(ctx.db, |write| {
        permit(write, actor, Action::ManageSwitches, now).await.map_err(Failure::widen)?;
        let state = store::switches::find(write, switch).await?;
        if state.is_none_or(|state| state.on_since.is_some()) {
            return Err(SwitchRefused::NotProposed { switch }.into());
        }
        store::switches::remove(write, switch).await?;
        let (change, actor) = (SwitchChange::Dismissed, actor.account());
        record(ctx, write, &Record { switch, change, reason, banner: None, actor, by_surge: false }).await?;
        Ok(())
    })
}
