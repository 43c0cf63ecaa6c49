//! `project yank` and the other changes: each calls one act as the operator.

use super::refused;
use crate::cli::{ProjectCommand, ProjectDelete, ProjectLimits, ReleaseArgument};
use anyhow::{Result, bail};
use domain::{permission::Actor, releases::ReleaseKey};
use serde_json::{Value, json};
use service::{
    Ctx,
    projects::{self, YankReason},
};

/// Does it, and says what was done.
pub(crate) async fn run(ctx: &Ctx, command: ProjectCommand) -> Result<Value> {
    let actor = &Actor::Operator;
    match command {
        ProjectCommand::Yank { release, reason } => {
            let reason = YankReason::parse(&reason)?;
            projects::yank(ctx, actor, &key(&release), &reason).await.map_err(refused)?;
            Ok(done("yanked", &release))
        }
        ProjectCommand::Unyank { release } => {
            projects::unyank(ctx, actor, &key(&release)).await.map_err(refused)?;
            Ok(done("unyanked", &release))
        }
        ProjectCommand::Archive { name } => {
            projects::archive(ctx, actor, &name).await.map_err(refused)?;
            Ok(json!({ "done": "archived", "project": name.as_str() }))
        }
        ProjectCommand::Unarchive { name } => {
            projects::unarchive(ctx, actor, &name).await.map_err(refused)?;
            Ok(json!({ "done": "unarchived", "project": name.as_str() }))
        }
        ProjectCommand::Quarantine { name, reason } => {
            projects::quarantine(ctx, actor, &name, &reason).await.map_err(refused)?;
            Ok(json!({ "done": "quarantined", "project": name.as_str() }))
        }
        ProjectCommand::ClearQuarantine { name } => {
            projects::clear_quarantine(ctx, actor, &name).await.map_err(refused)?;
            Ok(json!({ "done": "cleared of its quarantine", "project": name.as_str() }))
        }
        ProjectCommand::Prohibit { name, reason } => {
            projects::prohibit_name(ctx, actor, &name, &reason).await.map_err(refused)?;
            Ok(json!({ "done": "prohibited", "name": name.as_str() }))
        }
        ProjectCommand::ReleaseName { name } => {
            projects::release_name(ctx, actor, &name).await.map_err(refused)?;
            Ok(json!({ "done": "open to everybody", "name": name.as_str() }))
        }
        ProjectCommand::Limits(arguments) => limits(ctx, arguments).await,
        ProjectCommand::Delete(arguments) => delete(ctx, arguments).await,
        ProjectCommand::List | ProjectCommand::Show { .. } => bail!("the command changes nothing"),
    }
}

/// The line for people: what, then what was done to it.
pub(crate) fn text(object: &Value) -> String {
    let word = |key: &str| object.get(key).and_then(Value::as_str).unwrap_or_default();
    let what: Vec<&str> =
        ["project", "name", "version", "file"].into_iter().map(word).filter(|text| !text.is_empty()).collect();
    format!("{}: {}", what.join(" "), word("done"))
}

async fn limits(ctx: &Ctx, arguments: ProjectLimits) -> Result<Value> {
    let ProjectLimits { name, file, total } = arguments;
    projects::set_limits(ctx, &Actor::Operator, &name, file, total).await.map_err(refused)?;
    Ok(json!({ "done": "limits set", "project": name.as_str(), "file_limit": file, "total_limit": total }))
}

async fn delete(ctx: &Ctx, arguments: ProjectDelete) -> Result<Value> {
    let (actor, name) = (&Actor::Operator, arguments.name);
    if let Some(version) = arguments.release {
        let key = ReleaseKey { project: name, version };
        projects::delete_release(ctx, actor, &key).await.map_err(refused)?;
        let (name, version) = (key.project.as_str(), key.version.normalized());
        return Ok(json!({ "done": "deleted", "project": name, "version": version }));
    }
    if let Some(file) = arguments.file {
        projects::delete_file(ctx, actor, &name, &file).await.map_err(refused)?;
        return Ok(json!({ "done": "deleted", "project": name.as_str(), "file": file }));
    }
    projects::delete_project(ctx, actor, &name).await.map_err(refused)?;
    Ok(json!({ "done": "deleted", "project": name.as_str() }))
}

fn key(release: &ReleaseArgument) -> ReleaseKey {
    ReleaseKey { project: release.name.clone(), version: release.version.clone() }
}

fn done(what: &str, release: &ReleaseArgument) -> Value {
    json!({ "done": what, "project": release.name.as_str(), "version": release.version.normalized() })
}
