//! The pages of the switches: what is off, what is proposed, and what became of it.

use super::{Away, Operator};
use crate::account::form::{here, typed};
use axum::Form;
use axum::extract::Path;
use axum::extract::rejection::FormRejection;
use axum::response::Response;
use domain::Refusal as _;
use domain::switches::{Surge, Switch};
use serde::Deserialize;
use service::switches::{NewSwitch, SwitchRefused, dismiss, turn_off, turn_on};
use store::switches::{HistoryLine, SwitchState, hour_of};
use templates::context::FieldProblem;
use templates::context::admin::{
    AdminDone, AdminFrame, AdminSubject, SurgeRow, SwitchHistoryRow, SwitchPage, SwitchRow, SwitchStanding,
    SwitchesPage,
};
use web::Problem;

const PATH: &str = "/admin/switches/";

/// Lines of the history that the page shows.
const MOST_LINES: i64 = 100;

/// What the forms send.
#[derive(Default, Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    reason: String,
    #[serde(default)]
    banner: String,
}

/// A form as it arrived.
type Sent = Result<Form<Typed>, FormRejection>;

/// `GET /admin/switches/`.
pub(super) async fn list(operator: Operator) -> Result<Response, Away> {
    let ctx = operator.ctx();
    let hour = hour_of(ctx.now());
    let mut read = ctx.db.read().await?;
    let states = store::switches::states(&mut read).await?;
    let counts = store::switches::counts(&mut read, hour).await?;
    let history = store::switches::history(&mut read, MOST_LINES).await?;
    drop(read);
    let surge = |surge: Surge| SurgeRow {
        surge: surge.as_str(),
        count: counts.iter().find(|(what, _)| *what == surge).map_or(0, |(_, count)| *count),
        limit: ctx.settings.surge.of(surge),
    };
    let page = SwitchesPage {
        frame: operator.frame(AdminSubject::Switches),
        switches: Switch::ALL.map(|switch| row(&operator, switch, &states)).into(),
        surges: Surge::ALL.map(surge).into(),
        turns_on: ctx.settings.surge.act == domain::switches::SurgeAct::Switch,
        history: history.into_iter().map(history_row).collect(),
    };
    operator.page(&page)
}

/// `GET /admin/switches/<switch>/`: the forms of one.
pub(super) async fn show(operator: Operator, Path(name): Path<String>) -> Result<Response, Away> {
    let switch = switch(&name)?;
    let page = page(&operator, switch, None, Vec::new()).await?;
    operator.page(&page)
}

/// `POST /admin/switches/<switch>/on/`.
pub(super) async fn on(operator: Operator, Path(name): Path<String>, sent: Sent) -> Result<Response, Away> {
    let (switch, sent) = (switch(&name)?, typed(sent)?);
    let (ctx, actor, _) = operator.parties();
    let (reason, banner) = (sent.reason.clone(), sent.banner.clone());
    let act = async move { turn_on(&ctx, &actor, NewSwitch { switch, reason: &reason, banner: &banner }).await };
    match operator.act(&path(switch), act).await? {
        Ok(()) => operator.done(PATH, AdminDone::SwitchOn),
        Err(refusal) => refused(&operator, switch, sent, &refusal).await,
    }
}

/// `POST /admin/switches/<switch>/off/`.
pub(super) async fn off(operator: Operator, Path(name): Path<String>, sent: Sent) -> Result<Response, Away> {
    let (switch, sent) = (switch(&name)?, typed(sent)?);
    let (ctx, actor, _) = operator.parties();
    let reason = sent.reason.clone();
    match operator.act(&path(switch), async move { turn_off(&ctx, &actor, switch, &reason).await }).await? {
        Ok(()) => operator.done(PATH, AdminDone::SwitchOff),
        Err(refusal) => refused(&operator, switch, sent, &refusal).await,
    }
}

/// `POST /admin/switches/<switch>/dismiss/`.
pub(super) async fn dismiss_proposal(
    operator: Operator,
    Path(name): Path<String>,
    sent: Sent,
) -> Result<Response, Away> {
    let (switch, sent) = (switch(&name)?, typed(sent)?);
    let (ctx, actor, _) = operator.parties();
    let reason = sent.reason.clone();
    match operator.act(&path(switch), async move { dismiss(&ctx, &actor, switch, &reason).await }).await? {
        Ok(()) => operator.done(PATH, AdminDone::SwitchDismissed),
        Err(refusal) => refused(&operator, switch, sent, &refusal).await,
    }
}

async fn refused(operator: &Operator, switch: Switch, sent: Typed, refusal: &SwitchRefused) -> Result<Response, Away> {
    let field = matches!(refusal, SwitchRefused::NoReason).then_some("reason");
    let problem = operator.problem(refusal, field);
    operator.page_refused(refusal.kind(), &page(operator, switch, Some(sent), vec![problem]).await?)
}

async fn page(
    operator: &Operator,
    switch: Switch,
    sent: Option<Typed>,
    problems: Vec<FieldProblem>,
) -> Result<SwitchPage, Away> {
    let states = store::switches::states(&mut operator.ctx().db.read().await?).await?;
    let row = row(operator, switch, &states);
    let sent = sent.unwrap_or_else(|| Typed {
        reason: row.reason.clone().unwrap_or_default(),
        banner: row.banner.clone().unwrap_or_default(),
    });
    Ok(SwitchPage {
        frame: AdminFrame { problems, ..operator.frame_below(AdminSubject::Switches, switch.as_str()) },
        row,
        typed_reason: sent.reason,
        typed_banner: sent.banner,
    })
}

fn row(operator: &Operator, switch: Switch, states: &[SwitchState]) -> SwitchRow {
    let state = states.iter().find(|state| state.switch == switch);
    SwitchRow {
        switch: switch.as_str(),
        url: here(&operator.state, &path(switch)),
        standing: match state {
            None => SwitchStanding::Off,
            Some(state) if state.on_since.is_some() => SwitchStanding::On,
            Some(_) => SwitchStanding::Proposed,
        },
        since: state.and_then(|state| state.on_since.or(state.proposed_at)),
        reason: state.map(|state| state.reason.clone()),
        banner: state.and_then(|state| state.banner.clone()),
        by: state.and_then(|state| state.by.clone()),
        by_surge: state.is_some_and(|state| state.by_surge),
    }
}

fn history_row(line: HistoryLine) -> SwitchHistoryRow {
    SwitchHistoryRow {
        switch: line.switch.as_str(),
        change: line.change.as_str(),
        reason: line.reason,
        by: line.by,
        by_surge: line.by_surge,
        at: line.at,
    }
}

fn switch(name: &str) -> Result<Switch, Problem> {
    Switch::from_stored(name).ok_or_else(Problem::not_found)
}

fn path(switch: Switch) -> String {
    format!("{PATH}{}/", switch.as_str())
}
