//! Turning a switch off.

use super::{Record, SwitchRefused, record, refresh, refusal::reason};
use crate::{Ctx, guard::permit};
use domain::{
    Failure,
    permission::{Action, Actor},
    switches::Switch,
};
use store::{switches::SwitchChange, transaction};

/// Turns a switch off; what it closed is open from this commit on.
pub async fn turn_off(ctx: &Ctx, actor: &Actor, switch: Switch, why: &str) -> Result<(), Failure<SwitchRefused>> {
    let (now, reason) = (ctx.now(), reason(why)?);
    transaction!(ctx.db, |write| -> Result<(), Failure<SwitchRefused>> {
        permit(write, actor, Action::ManageSwitches, now).await.map_err(Failure::widen)?;
        let state = store::switches::find(write, switch).await?;
        if state.is_none_or(|state| state.on_since.is_none()) {
            return Err(SwitchRefused::NotOn { switch }.into());
        }
        store::switches::remove(write, switch).await?;
        let (change, actor) = (SwitchChange::Off, actor.account());
        record(ctx, write, &Record { switch, change, reason, banner: None, actor, by_surge: false }).await?;
        Ok(())
    })?;
    refresh(ctx).await?;
    Ok(())
}
