//! `jobs`: the queue, dead letters, and one job run now.

use super::{instant, with_index};
use crate::{
    cli::JobsCommand,
    config::Config,
    index::Missing,
    output::{Output, table},
};
use ::jobs::{JobFailure, catalogue, worker};
use anyhow::{Result, anyhow, bail};
use serde_json::{Value, json};
use service::Ctx;
use store::jobs::JobLine;

/// Rows that a list shows of each sort.
const MOST: i64 = 1000;

pub(crate) async fn run(config: &Config, command: JobsCommand, output: Output) -> Result<()> {
    match command {
        JobsCommand::List => with_index(config, Missing::Refuse, async |ctx| list(&ctx, output).await).await,
        JobsCommand::Run { kind } => {
            if catalogue::find(catalogue::KINDS, &kind).is_none() {
                let names: Vec<&str> = catalogue::KINDS.iter().map(|kind| kind.name).collect();
                bail!("unknown kind of job: `{kind}`; there are `{}`", names.join("`, `"));
            }
            with_index(config, Missing::Refuse, async |ctx| {
                let ran = worker::run_once(&ctx, &kind, worker::empty_payload()).await;
                ran.map_err(|failure| match failure {
                    JobFailure::Refused(line) => anyhow!("{line}"),
                    JobFailure::Broken(fault) => fault,
                })
            })
            .await?;
            output.print(&json!({ "ran": kind }), || format!("done: {kind}"))
        }
    }
}

async fn list(ctx: &Ctx, output: Output) -> Result<()> {
    let mut read = ctx.db.read().await?;
    let waiting = store::jobs::waiting(&mut read, MOST).await?;
    let dead = store::jobs::dead_letters(&mut read, MOST).await?;
    let object = json!({
        "waiting": waiting.iter().map(object_of).collect::<Vec<_>>(),
        "dead_letters": dead.iter().map(object_of).collect::<Vec<_>>(),
    });
    output.print(&object, || {
        let mut rows = vec![["state", "kind", "attempts", "when", "last error"].map(str::to_owned).to_vec()];
        rows.extend(dead.iter().map(|job| row("dead letter", job)));
        rows.extend(waiting.iter().map(|job| row("waits", job)));
        table(&rows)
    })
}

fn object_of(job: &JobLine) -> Value {
    json!({
        "id": job.id,
        "kind": job.kind,
        "attempts": job.attempts,
        "run_at": instant(job.run_at),
        "last_error": job.last_error,
        "failed_at": job.failed_at.map(instant),
    })
}

fn row(state: &str, job: &JobLine) -> Vec<String> {
    let error = job.last_error.as_deref().unwrap_or_default().lines().next().unwrap_or_default();
    let when = instant(job.failed_at.unwrap_or(job.run_at));
    vec![state.to_owned(), job.kind.clone(), job.attempts.to_string(), when, error.to_owned()]
}
