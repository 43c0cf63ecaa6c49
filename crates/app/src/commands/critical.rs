//! `critical`: computed, listed, and changed by the operator.

use super::{Ended, instant, refused, with_index};
use crate::{
    cli::CriticalCommand,
    config::Config,
    index::Missing,
    output::{Output, note, table},
};
use anyhow::Result;
use domain::permission::Actor;
use packaging::name::NormalizedName;
use serde_json::json;
use service::{
    Ctx,
    critical::{self, Computed, Mode, Note},
    downloads::Agreement,
};

/// Rows that the list takes at once.
const BATCH: i64 = 10_000;

pub(crate) async fn run(config: &Config, command: CriticalCommand, output: Output) -> Result<Ended> {
    with_index(config, Missing::Refuse, async |ctx| match command {
        CriticalCommand::Compute { full } => {
            let mode = if full { Mode::Full } else { Mode::Incremental };
            compute(&ctx, mode, output).await
        }
        CriticalCommand::List => list(&ctx, output).await,
        CriticalCommand::Designate { name, reason } => designate(&ctx, &name, &reason, output).await,
        CriticalCommand::Withdraw { name, reason } => withdraw(&ctx, &name, &reason, output).await,
    })
    .await?;
    Ok(Ended::Done)
}

async fn compute(ctx: &Ctx, mode: Mode, output: Output) -> Result<()> {
    let computed = critical::compute(ctx, mode).await.map_err(refused)?;
    for name in &computed.missing_dependencies {
        note(&format!("hint: `critical.dependencies` names no project of this index: `{name}`"));
    }
    let differing = match &computed.agreement {
        Some(Agreement::Repaired { buckets }) => *buckets,
        _ => 0,
    };
    let object = json!({
        "mode": computed.mode.as_str(),
        "last_day": computed.last_day.to_string(),
        "projects": computed.projects,
        "critical": computed.critical,
        "added": computed.added,
        "threshold": computed.threshold,
        "settled": computed.settled,
        "agreed": computed.agreement.as_ref().and_then(Agreement::agreed),
        "differing_segments": differing,
        "missing_dependencies": computed.missing_dependencies.iter().map(|name| name.as_str()).collect::<Vec<_>>(),
    });
    output.print(&object, || told(&computed))
}

fn told(computed: &Computed) -> String {
    let Computed { projects, critical, added, last_day, .. } = computed;
    let mut lines = vec![format!("critical projects as of {last_day}: {critical} of {projects}, {added} new")];
    if let Some(threshold) = computed.threshold {
        lines.push(format!("the rank begins at: {threshold} downloads"));
    }
    match &computed.agreement {
        None => {}
        Some(Agreement::Agreed) => lines.push("the sums kept from day to day agree with those of all days".to_owned()),
        Some(Agreement::Repaired { buckets }) => lines.push(format!(
            "the sums kept from day to day did NOT agree with those of all days: {buckets} segments, made anew\n\
             hint: the audit log of the index has an entry of it, `critical:disagree`"
        )),
        Some(Agreement::NotComparable { why }) => lines.push(format!("nothing could be compared: {why}")),
    }
    lines.join("\n")
}

async fn list(ctx: &Ctx, output: Output) -> Result<()> {
    let mut read = ctx.db.read().await?;
    let mut projects = Vec::new();
    loop {
        let batch = store::critical::list(&mut read, "", BATCH, i64::try_from(projects.len())?).await?;
        if batch.is_empty() {
            break;
        }
        projects.extend(batch);
    }
    let objects: Vec<_> = projects
        .iter()
        .map(|it| {
            json!({
                "name": it.name,
                "reason": it.reason,
                "rank": it.rank,
                "downloads": it.downloads,
                "note": it.note,
                "designated_at": instant(it.designated_at),
            })
        })
        .collect();
    output.print(&json!({ "critical": objects }), || {
        let number = |value: Option<i64>| value.map(|number| number.to_string()).unwrap_or_default();
        let mut rows = vec![["rank", "project", "downloads", "reason", "since"].map(str::to_owned).to_vec()];
        rows.extend(projects.iter().map(|it| {
            let since = instant(it.designated_at);
            vec![number(it.rank), it.name.clone(), number(it.downloads), it.reason.clone(), since]
        }));
        table(&rows)
    })
}

async fn designate(ctx: &Ctx, name: &NormalizedName, reason: &str, output: Output) -> Result<()> {
    let is_new = critical::designate(ctx, &Actor::Operator, name, &Note::parse(reason)?).await.map_err(refused)?;
    output.print(&json!({ "project": name.as_str(), "done": "designated", "new": is_new }), || match is_new {
        true => format!("{name}: designated"),
        false => format!("{name}: critical already, nothing changed"),
    })
}

async fn withdraw(ctx: &Ctx, name: &NormalizedName, reason: &str, output: Output) -> Result<()> {
    critical::withdraw(ctx, &Actor::Operator, name, &Note::parse(reason)?).await.map_err(refused)?;
    output.print(&json!({ "project": name.as_str(), "done": "withdrawn" }), || format!("{name}: withdrawn"))
}
