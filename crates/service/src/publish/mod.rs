//! Publish: a file, from the network to the index.
//!
//! Stages, each a function on the output of the one before:
//!
//! 1. [`receive`]: bytes into a temporary file, hashed on the way;
//! 2. [`form`]: what the form claims, its digests held against the bytes;
//! 3. `admit`, a first time: permission and rules, so that a stranger costs little;
//! 4. `inspect`: the archive and its own metadata;
//! 5. `keep`: the objects, written and synced under a claim;
//! 6. `record`: `admit` again and every row, in one Write.
//!
//! A crash before the last leaves a temporary file or an orphan, which jobs collect.

mod admit;
pub mod form;
mod inspect;
mod keep;
mod names;
pub mod receive;
mod record;
mod refusal;

use crate::{ctx::Ctx, limits, switches};
use admit::{Candidate, Verdict, admit};
use anyhow::Result;
use domain::{
    Failure,
    limits::Limit,
    permission::{Actor, Notice, PermissionRefused},
    switches::Surge,
    visitor::Visitor,
};
use form::UploadForm;
use receive::Received;
use std::sync::Arc;

pub use record::RENDER_DESCRIPTION;
pub use refusal::{NameRefused, PublishRefused};

/// What an uploader is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// The same bytes were there before: nothing was changed.
    pub already_there: bool,
    /// An announced mandate that the uploader does not meet yet.
    pub notice: Option<Notice>,
}

/// Publishes a file that has arrived. Repeating it is harmless.
pub async fn publish(
    ctx: &Ctx,
    actor: &Actor,
    form: UploadForm,
    received: Received,
    visitor: &Visitor,
) -> Result<Published, Failure<PublishRefused>> {
    let published = in_stages(ctx, actor, form, received, visitor).await;
    if let Err(Failure::Refused(refusal)) = &published
        && !is_switched_off(refusal)
    {
        switches::note(ctx, Surge::RefusedUploads);
    }
    published
}

/// What a switch refuses is no surge: it would propose the switch that was just turned off.
const fn is_switched_off(refusal: &PublishRefused) -> bool {
    matches!(refusal, PublishRefused::Permission(PermissionRefused::SwitchedOff(_)))
}

async fn in_stages(
    ctx: &Ctx,
    actor: &Actor,
    form: UploadForm,
    received: Received,
    visitor: &Visitor,
) -> Result<Published, Failure<PublishRefused>> {
    form.claimed.check(&received.digests)?;
    let form = Arc::new(form);
    let candidate = Candidate { form: &form, digests: &received.digests, size: received.size };
    let admission = match first_look(ctx, actor, candidate).await? {
        Verdict::AlreadyThere => return Ok(Published { already_there: true, notice: None }),
        Verdict::Admitted(admission) => admission,
    };
    if !admission.counts_as_new {
        return into_the_index(ctx, actor, &form, &received, visitor).await;
    }
    // The account's own limit is counted from its events; this one holds for many accounts of one address.
    limits::take(ctx, Limit::ProjectPerAddress, &visitor.address)
        .map_err(|refusal| {
            let limit = Limit::ProjectPerAddress.windows()[0].uses;
            NameRefused::TooMany { limit, retry_after: refusal.retry_after }
        })
        .map_err(PublishRefused::from)?;
    let published = into_the_index(ctx, actor, &form, &received, visitor).await;
    if published.is_err() {
        limits::give_back(ctx, Limit::ProjectPerAddress, &visitor.address);
    }
    published
}

/// The stages that cost: inspection, objects, rows.
async fn into_the_index(
    ctx: &Ctx,
    actor: &Actor,
    form: &Arc<UploadForm>,
    received: &Received,
    visitor: &Visitor,
) -> Result<Published, Failure<PublishRefused>> {
    let candidate = Candidate { form, digests: &received.digests, size: received.size };
    let inspected = inspect::inspect(Arc::clone(form), received).await?;
    let kept = keep::keep(ctx, form, received, &inspected).await?;
    let user_agent = Some(visitor.user_agent.as_str()).filter(|text| !text.is_empty());
    record::record(ctx, actor, candidate, &inspected, &kept, user_agent).await
}

/// How many bytes a file of that project may have; of any project when it is unknown.
pub async fn file_limit(ctx: &Ctx, project: Option<&str>) -> Result<u64> {
    let mut read = ctx.db.read().await?;
    let name = project.and_then(|name| packaging::name::NormalizedName::from_any(name).ok());
    let raised = match &name {
        Some(name) => store::projects::file_limit(&mut read, name).await?,
        None => store::projects::highest_file_limit(&mut read).await?,
    };
    Ok(ctx.settings.limits.for_file(raised).unsigned_abs())
}

async fn first_look(ctx: &Ctx, actor: &Actor, candidate: Candidate<'_>) -> Result<Verdict, Failure<PublishRefused>> {
    let mut read = ctx.db.read().await?;
    admit(ctx, &mut read, actor, candidate, ctx.now()).await
}
