//! The page of the account's audit log.

use super::desk::{Away, Desk};
use crate::log;
use crate::paging::{self, Asked};
use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use axum::response::Response;
use domain::events::Subject;
use templates::context::manage::{EventsPage, Tab};

/// `GET /account/events/?page=…`; a page beyond the last does not exist.
pub(super) async fn list(desk: Desk, asked: Result<Query<Asked>, QueryRejection>) -> Result<Response, Away> {
    let page = paging::asked(asked)?;
    let subject = Subject::Account(desk.account());
    let mut read = desk.ctx().db.read().await?;
    let part = paging::part(page, store::events::count_of(&mut read, subject).await?)?;
    let lines = store::events::newest_of(&mut read, subject, paging::ON_A_PAGE, part.skipped).await?;
    let shown = EventsPage {
        frame: desk.frame(Tab::Events),
        events: lines.into_iter().map(|line| log::row(line, desk.account(), false, desk.language)).collect(),
        page: part.page,
        pages: part.pages,
    };
    desk.page(&shown)
}
