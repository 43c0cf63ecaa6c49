//! `switch`: turns functions of the site off and on, as the operator.

use super::{instant, refused, with_index};
use crate::{
    cli::SwitchCommand,
    config::Config,
    index::Missing,
    output::{Output, table},
};
use anyhow::Result;
use domain::{permission::Actor, switches::Switch};
use serde_json::{Value, json};
use service::{
    Ctx,
    switches::{NewSwitch, dismiss, turn_off, turn_on},
};
use store::switches::SwitchState;

pub(crate) async fn run(config: &Config, command: SwitchCommand, output: Output) -> Result<()> {
    let actor = &Actor::Operator;
    with_index(config, Missing::Refuse, async |ctx| {
        match command {
            SwitchCommand::List => {}
            SwitchCommand::On { name: switch, reason, banner } => {
                let new = NewSwitch { switch, reason: &reason, banner: &banner };
                turn_on(&ctx, actor, new).await.map_err(refused)?;
            }
            SwitchCommand::Off { name, reason } => turn_off(&ctx, actor, name, &reason).await.map_err(refused)?,
            SwitchCommand::Dismiss { name, reason } => dismiss(&ctx, actor, name, &reason).await.map_err(refused)?,
        }
        list(&ctx, output).await
    })
    .await
}

async fn list(ctx: &Ctx, output: Output) -> Result<()> {
    let states = store::switches::states(&mut ctx.db.read().await?).await?;
    let of = |switch: Switch| states.iter().find(|state| state.switch == switch);
    let object = json!({ "switches": Switch::ALL.map(|switch| object(switch, of(switch))) });
    output.print(&object, || table(&Switch::ALL.map(|switch| row(switch, of(switch)))))
}

fn object(switch: Switch, state: Option<&SwitchState>) -> Value {
    json!({
        "name": switch.as_str(),
        "state": standing(state),
        "since": state.and_then(|state| state.on_since.or(state.proposed_at)).map(instant),
        "reason": state.map(|state| &state.reason),
        "banner": state.and_then(|state| state.banner.as_ref()),
        "by": state.and_then(|state| state.by.as_ref()),
        "by_surge": state.is_some_and(|state| state.by_surge),
    })
}

fn row(switch: Switch, state: Option<&SwitchState>) -> Vec<String> {
    let since = state.and_then(|state| state.on_since.or(state.proposed_at)).map(instant);
    let reason = state.map(|state| state.reason.clone());
    let cells = [Some(switch.as_str().to_owned()), Some(standing(state).to_owned()), since, reason];
    cells.map(Option::unwrap_or_default).into()
}

fn standing(state: Option<&SwitchState>) -> &'static str {
    match state {
        None => "off",
        Some(state) if state.on_since.is_some() => "on",
        Some(_) => "proposed",
    }
}
