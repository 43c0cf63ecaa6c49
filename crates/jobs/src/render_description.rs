//! Renders the description of a release, out of this process's reach.

use crate::{JobFailure, child};
use anyhow::{Context as _, Result};
use domain::ids::ReleaseId;
use serde::Deserialize;
use serde_json::Value;
use service::Ctx;
use std::path::Path;
use store::transaction;
use templates::description::{self, DescriptionKind, child::Request};

#[derive(Deserialize)]
struct Payload {
    release_id: ReleaseId,
}

/// Loads the source, renders it and keeps the HTML. A release that is gone is done.
pub(crate) async fn run(ctx: &Ctx, payload: Value) -> Result<(), JobFailure> {
    let payload: Payload = serde_json::from_value(payload)
        .map_err(|error| JobFailure::Refused(format!("the payload is not that of a release: {error}")))?;
    let release = payload.release_id;
    let Some(found) = store::releases::description(&mut ctx.db.read().await?, release).await? else {
        return Ok(());
    };
    let html = rendered(ctx.settings.render_program.as_deref(), &found.content_type, found.source).await?;
    let kept: Result<bool> =
        transaction!(ctx.db, |write| { store::releases::set_description(write, release, &html, ctx.now()).await });
    kept.map(drop).map_err(JobFailure::from)
}

/// A description as safe HTML, whatever it holds and whatever becomes of the child.
///
/// `program` is run as `<program> render`; without one all text is shown plain.
///
/// # Errors
/// When no child could be started; a child that died means escaped text.
pub async fn rendered(program: Option<&Path>, content_type: &str, text: String) -> Result<String> {
    let kind = description::kind_of(Some(content_type));
    let program = match program {
        Some(program) if kind != DescriptionKind::Plain && text.len() <= description::LARGEST_RENDERED => program,
        _ => return Ok(description::escaped(&text)),
    };
    let request = Request { kind, text };
    let answer = child::ask(program, request.to_bytes()).await.context("the renderer could not be started")?;
    Ok(answer.unwrap_or_else(|death| {
        tracing::warn!("a description is shown as plain text because its renderer {death}");
        description::escaped(&request.text)
    }))
}
