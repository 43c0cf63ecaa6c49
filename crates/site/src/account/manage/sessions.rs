//! The page of sessions and devices.

use super::desk::{Away, Desk};
use crate::account::form::here;
use axum::extract::Path;
use axum::response::Response;
use service::sessions::{self, Leaving};
use templates::context::manage::{ConfirmPage, Confirmed, DeviceRow, Done, SessionRow, SessionsPage, Tab};
use uuid::Uuid;
use web::Problem;

const PATH: &str = "/account/sessions/";

/// `GET /account/sessions/`.
pub(super) async fn list(desk: Desk) -> Result<Response, Away> {
    let sessions = sessions::list(desk.ctx(), &desk.who.bearer).await?;
    let devices = sessions::list_devices(desk.ctx(), desk.account()).await?;
    let page = SessionsPage {
        frame: desk.frame(Tab::Sessions),
        sessions: sessions
            .into_iter()
            .map(|line| SessionRow {
                id: line.id.to_string(),
                device: line.device,
                network: line.network,
                method: line.method.as_str().to_owned(),
                signed_in: line.signed_in_at,
                last_seen: line.last_seen_at,
                is_current: line.is_current,
            })
            .collect(),
        devices: devices
            .into_iter()
            .map(|line| DeviceRow {
                id: line.id.to_string(),
                label: line.label,
                network: line.network,
                last_seen: line.last_seen_at,
                remembered_until: line.remembered_until,
            })
            .collect(),
    };
    desk.page(&page)
}

/// `GET /account/sessions/<id>/end/`: asks once more.
pub(super) async fn ask_end(desk: Desk, Path(id): Path<String>) -> Result<Response, Away> {
    let id = parsed(&id)?;
    let lines = sessions::list(desk.ctx(), &desk.who.bearer).await?;
    let line = lines.into_iter().find(|line| line.id == id).ok_or_else(Problem::not_found)?;
    confirm(&desk, Confirmed::EndSession, named(line.device, line.network), &format!("{PATH}{id}/end/"))
}

/// `POST /account/sessions/<id>/end/`.
pub(super) async fn end(desk: Desk, Path(id): Path<String>) -> Result<Response, Away> {
    let id = parsed(&id)?;
    let (ctx, actor, visitor) = desk.parties();
    let ended = desk.act(PATH, async move { sessions::end_one(&ctx, &visitor, &actor, id).await }).await?;
    ended.map_err(|refusal| Problem::refused(&refusal))?;
    desk.done(PATH, Done::SessionEnded)
}

/// `GET /account/sessions/end-all/`: asks once more.
pub(super) async fn ask_end_all(desk: Desk) -> Result<Response, Away> {
    confirm(&desk, Confirmed::EndSessions, String::new(), "/account/sessions/end-all/")
}

/// `POST /account/sessions/end-all/`: signs out everywhere but here.
pub(super) async fn end_all(desk: Desk) -> Result<Response, Away> {
    let (ctx, actor, visitor) = desk.parties();
    let act = async move { sessions::end_all(&ctx, &visitor, &actor, Leaving::ThisSession).await };
    desk.act(PATH, act).await?.map_err(|refusal| Problem::refused(&refusal))?;
    desk.done(PATH, Done::SessionsEnded)
}

/// `GET /account/devices/<id>/revoke/`: asks once more.
pub(super) async fn ask_revoke(desk: Desk, Path(id): Path<String>) -> Result<Response, Away> {
    let id = parsed(&id)?;
    let lines = sessions::list_devices(desk.ctx(), desk.account()).await?;
    let line = lines.into_iter().find(|line| line.id == id).ok_or_else(Problem::not_found)?;
    let path = format!("/account/devices/{id}/revoke/");
    confirm(&desk, Confirmed::RevokeDevice, named(line.label, line.network), &path)
}

/// `POST /account/devices/<id>/revoke/`.
pub(super) async fn revoke(desk: Desk, Path(id): Path<String>) -> Result<Response, Away> {
    let id = parsed(&id)?;
    let (ctx, actor, visitor) = desk.parties();
    let revoked = desk.act(PATH, async move { sessions::revoke_device(&ctx, &visitor, &actor, id).await }).await?;
    revoked.map_err(|refusal| Problem::refused(&refusal))?;
    desk.done(PATH, Done::DeviceRevoked)
}

fn confirm(desk: &Desk, what: Confirmed, subject: String, path: &str) -> Result<Response, Away> {
    let page = ConfirmPage {
        frame: desk.frame(Tab::Sessions),
        what,
        subject,
        action_url: here(&desk.state, path),
        email: None,
        back_url: here(&desk.state, PATH),
    };
    desk.page(&page)
}

/// The program and its network; one of the two is always known.
fn named(device: String, network: String) -> String {
    if device.is_empty() { network } else { format!("{device} · {network}") }
}

fn parsed(id: &str) -> Result<Uuid, Problem> {
    id.parse().map_err(|_| Problem::not_found())
}
