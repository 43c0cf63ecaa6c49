//! What owners change: yanked releases, and the archive.

use super::desk::ProjectDesk;
use crate::account::form::typed;
use crate::account::manage::desk::Away;
use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::response::Response;
use domain::Refusal;
use domain::releases::ReleaseKey;
use packaging::version::Version;
use serde::Deserialize;
use service::projects::{self, ProjectRefused, YankReason};
use templates::context::manage::Done;
use web::Problem;

/// Which release, and why.
#[derive(Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    version: String,
    #[serde(default)]
    reason: String,
}

/// A form of the page as it arrived.
type Sent = Result<Form<Typed>, FormRejection>;

/// `POST /manage/project/<name>/yank/`.
pub(super) async fn yank(desk: ProjectDesk, sent: Sent) -> Result<Response, Away> {
    let sent = typed(sent)?;
    let key = release(&desk, &sent)?;
    let reason = match YankReason::parse(&sent.reason) {
        Ok(reason) => reason,
        Err(refusal) => return answer(&desk, Err(refusal), Done::ReleaseYanked).await,
    };
    let (ctx, actor, _) = desk.parties();
    let act = async move { projects::yank(&ctx, &actor, &key, &reason).await };
    let done = desk.act(&desk.path(), act).await?;
    answer(&desk, done, Done::ReleaseYanked).await
}

/// `POST /manage/project/<name>/unyank/`.
pub(super) async fn unyank(desk: ProjectDesk, sent: Sent) -> Result<Response, Away> {
    let key = release(&desk, &typed(sent)?)?;
    let (ctx, actor, _) = desk.parties();
    let done = desk.act(&desk.path(), async move { projects::unyank(&ctx, &actor, &key).await }).await?;
    answer(&desk, done, Done::ReleaseUnyanked).await
}

/// `POST /manage/project/<name>/archive/`.
pub(super) async fn archive(desk: ProjectDesk) -> Result<Response, Away> {
    let ((ctx, actor, _), name) = (desk.parties(), desk.name.clone());
    let done = desk.act(&desk.path(), async move { projects::archive(&ctx, &actor, &name).await }).await?;
    answer(&desk, done, Done::ProjectArchived).await
}

/// `POST /manage/project/<name>/unarchive/`.
pub(super) async fn unarchive(desk: ProjectDesk) -> Result<Response, Away> {
    let ((ctx, actor, _), name) = (desk.parties(), desk.name.clone());
    let done = desk.act(&desk.path(), async move { projects::unarchive(&ctx, &actor, &name).await }).await?;
    answer(&desk, done, Done::ProjectUnarchived).await
}

/// The release that a form names.
fn release(desk: &ProjectDesk, sent: &Typed) -> Result<ReleaseKey, Problem> {
    let version = Version::parse(&sent.version).map_err(|_| Problem::not_found())?;
    Ok(ReleaseKey { project: desk.name.clone(), version })
}

/// 303 to the page of the project, or the page with what was refused.
async fn answer(desk: &ProjectDesk, done: Result<(), ProjectRefused>, word: Done) -> Result<Response, Away> {
    match done {
        Ok(()) => desk.done(&desk.path(), word),
        Err(refusal) => {
            let page = desk.project_page(vec![desk.problem(&refusal, None)]).await?;
            desk.page_refused(refusal.kind(), &page)
        }
    }
}
