//! Turning a switch on, or changing what people are told about it.

use super::{
    Record, SwitchRefused, record, refresh,
    refusal::{line, reason},
};
use crate::{Ctx, guard::permit};
use domain::{
    Failure,
    permission::{Action, Actor},
    switches::Switch,
};
use store::{
    switches::{NewState, SwitchChange},
    transaction,
};

/// A switch to be turned on.
#[derive(Clone, Copy, Debug)]
pub struct NewSwitch<'a> {
    pub switch: Switch,
    /// Told to everybody whom the switch stops.
    pub reason: &'a str,
    /// Shown on every page; nothing where it is empty.
    pub banner: &'a str,
}

/// Turns a switch on; it closes from this commit on, on every node.
///
/// One that is on keeps its time and gets the new words; a proposal becomes the switch.
pub async fn turn_on(ctx: &Ctx, actor: &Actor, new: NewSwitch<'_>) -> Result<(), Failure<SwitchRefused>> {
    let now = ctx.now();
    let (switch, reason, banner) = (new.switch, reason(new.reason)?, line(new.banner)?);
    transaction!(ctx.db, |write| -> Result<(), Failure<SwitchRefused>> {
        permit(write, actor, Action::ManageSwitches, now).await.map_err(Failure::widen)?;
        let state = store::switches::find(write, switch).await?;
        let since = state.as_ref().and_then(|state| state.on_since);
        let is_as_asked = |state: &store::switches::SwitchState| {
            state.on_since.is_some() && state.reason == reason && state.banner.as_deref() == banner
        };
        if state.as_ref().is_some_and(is_as_asked) {
            return Ok(());
        }
        let actor = actor.account();
        let on_since = Some(since.unwrap_or(now));
        let new = NewState { switch, reason, banner, actor, by_surge: false, on_since, proposed_at: None };
        store::switches::put(write, &new).await?;
        let change = SwitchChange::On;
        record(ctx, write, &Record { switch, change, reason, banner, actor, by_surge: false }).await?;
        Ok(())
    })?;
    // This node shows it at once; the others read it within two seconds.
    refresh(ctx).await?;
    Ok(())
}
