//! The page of the account's audit log.

use super::desk::{Away, Desk};
use super::overview::count;
use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use axum::response::Response;
use domain::events::Subject;
use domain::visitor::Visitor;
use serde::Deserialize;
use serde_json::Value;
use std::net::{IpAddr, Ipv4Addr};
use store::events::EventLine;
use templates::context::manage::{EventRow, EventsPage, Tab};
use web::Problem;

/// Entries on one page.
const ON_A_PAGE: i64 = 25;

/// What an entry is about, by the keys of its details; the first that is there is shown.
const ABOUT: [&str; 5] = ["name", "email", "method", "reason", "project"];

/// Which page of the log.
#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default = "first")]
    page: i64,
}

/// `GET /account/events/?page=…`; a page beyond the last does not exist.
pub(super) async fn list(desk: Desk, asked: Result<Query<Asked>, QueryRejection>) -> Result<Response, Away> {
    let Query(Asked { page }) = asked.map_err(|_| Problem::not_found())?;
    let subject = Subject::Account(desk.account());
    let mut read = desk.ctx().db.read().await?;
    let pages = ((store::events::count_of(&mut read, subject).await? - 1) / ON_A_PAGE + 1).max(1);
    if !(1..=pages).contains(&page) {
        return Err(Problem::not_found().into());
    }
    let lines = store::events::newest_of(&mut read, subject, ON_A_PAGE, (page - 1) * ON_A_PAGE).await?;
    let shown = EventsPage {
        frame: desk.frame(Tab::Events),
        events: lines.into_iter().map(|line| row(&desk, line)).collect(),
        page: count(page),
        pages: count(pages),
    };
    desk.page(&shown)
}

const fn first() -> i64 {
    1
}

fn row(desk: &Desk, line: EventLine) -> EventRow {
    let text = |key: &str| line.details.0.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
    // Only the text of the program counts here; the address is not known any more.
    let device = |user_agent: &str| Visitor::new(IpAddr::V4(Ipv4Addr::UNSPECIFIED), user_agent).device();
    EventRow {
        about: ABOUT.iter().find_map(|key| text(key)).map(str::to_owned),
        is_own: line.actor_id == Some(desk.account().0),
        network: text("network").map(str::to_owned),
        device: text("user_agent").map(device).filter(|device| !device.is_empty()),
        at: line.at,
        tag: line.tag,
    }
}
