//! The list of one's projects, the page of one, and its audit log.

use super::desk::{ProjectDesk, managed};
use crate::account::manage::desk::{Away, Desk};
use crate::log;
use crate::paging::{self, Asked};
use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use axum::response::Response;
use domain::Failure;
use domain::events::Subject;
use domain::permission::Action;
use service::permission;
use templates::context::manage::{ManagedProjectsPage, ProjectEventsPage, Tab};
use web::Problem;

/// `GET /manage/`.
pub(super) async fn list(desk: Desk) -> Result<Response, Away> {
    let lines = store::projects::managed_by(&mut desk.ctx().db.read().await?, desk.account()).await?;
    let page = ManagedProjectsPage {
        frame: desk.frame(Tab::Projects),
        projects: lines.into_iter().map(|line| managed(&desk.state, line)).collect(),
    };
    desk.page(&page)
}

/// `GET /manage/project/<name>/`.
pub(super) async fn project(desk: ProjectDesk) -> Result<Response, Away> {
    let page = desk.project_page(Vec::new()).await?;
    desk.page(&page)
}

/// `GET /manage/project/<name>/events/?page=…`: for owners only.
pub(super) async fn events(desk: ProjectDesk, asked: Result<Query<Asked>, QueryRejection>) -> Result<Response, Away> {
    let page = paging::asked(asked)?;
    let subject = Subject::Project(desk.line.id);
    let mut read = desk.ctx().db.read().await?;
    permission::require(&mut read, &desk.actor(), Action::ReadEvents, &desk.name, desk.ctx().now())
        .await
        .map_err(|failure: Failure<_>| Problem::from(failure))?;
    let part = paging::part(page, store::events::count_of(&mut read, subject).await?)?;
    let lines = store::events::newest_of(&mut read, subject, paging::ON_A_PAGE, part.skipped).await?;
    let shown = ProjectEventsPage {
        frame: desk.frame(Tab::Projects),
        project: desk.managed(),
        events: lines.into_iter().map(|line| log::row(line, desk.account(), true, desk.language)).collect(),
        page: part.page,
        pages: part.pages,
    };
    desk.page(&shown)
}
