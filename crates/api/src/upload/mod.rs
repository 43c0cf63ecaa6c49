//! `POST /legacy/`: the upload endpoint of twine, uv and all the others.

mod body;
mod credential;
mod multipart;

use crate::state::ApiState;
use axum::{
    body::Body,
    extract::{Query, Request, State},
    response::{IntoResponse as _, Response},
};
use body::UploadBody;
use domain::{
    Failure, Kind,
    permission::{Actor, Notice, PermissionRefused},
    visitor::Visitor,
};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use multipart::Upload;
use packaging::name::NormalizedName;
use service::Ctx;
use service::publish::{PublishRefused, form::UploadForm, publish, receive::Received};
use std::{collections::HashMap, sync::Arc};
use templates::context::UploadInfoPage;
use web::{CachePolicy, ClientAddress, Problem, Reader};

/// The one action that is left of the old API.
const UPLOAD: &str = "file_upload";

/// Takes a file: who, what, then the act.
pub(crate) async fn upload(
    State(state): State<Arc<ApiState>>,
    Query(query): Query<HashMap<String, String>>,
    client: ClientAddress,
    request: Request,
) -> Result<Response, Problem> {
    let (parts, body) = request.into_parts();
    let mut body = UploadBody::new(body, &parts.headers);
    let user_agent = parts.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
    let visitor = Visitor::new(client.address, user_agent.unwrap_or_default());
    let answer = receive_and_publish(&state, &query, &parts.headers, visitor, &mut body).await;
    if answer.is_err() {
        // A client that is still sending would see a broken pipe instead of the reason.
        body.drain().await;
    }
    let mut response = answer.map_or_else(Problem::into_response, accepted);
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("Authorization"));
    if !body.was_read_whole() {
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    Ok(response)
}

/// The file is there; what a mandate will ask for stands in the body, which `twine --verbose` shows.
fn accepted(notice: Option<Notice>) -> Response {
    match notice {
        None => StatusCode::OK.into_response(),
        Some(notice) => {
            let text_type = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
            (StatusCode::OK, text_type, format!("{notice}\n")).into_response()
        }
    }
}

async fn receive_and_publish(
    state: &ApiState,
    query: &HashMap<String, String>,
    headers: &HeaderMap,
    visitor: Visitor,
    body: &mut UploadBody,
) -> Result<Option<Notice>, Problem> {
    body::refuse_compressed(headers)?;
    let ctx = &state.ctx;
    let token = credential::token(headers)?;
    let actor = service::tokens::authenticate(ctx, &token).await?;
    if let Some(action) = query.get(":action") {
        check_action(Some(action))?;
    }
    let Upload { fields, action, content } = multipart::read(ctx, headers, body).await?;
    check_action(action.as_ref().or_else(|| query.get(":action")))?;
    let Some(content) = content else {
        return Err(Failure::Refused(PublishRefused::NoFile).into());
    };
    let form = UploadForm::parse(&fields, &content.filename).map_err(Failure::Refused)?;
    let received = content.incoming.finish().await?;
    act(state, actor, form, received, visitor).await
}

/// The act is a task of its own: a client that hangs up does not cancel it half way.
async fn act(
    state: &ApiState,
    actor: Actor,
    form: UploadForm,
    received: Received,
    visitor: Visitor,
) -> Result<Option<Notice>, Problem> {
    let ctx = Arc::clone(&state.ctx);
    let published = service::detached(async move {
        let project = form.name.normalized().clone();
        let published = publish(&ctx, &actor, form, received, &visitor).await;
        if let Err(Failure::Refused(PublishRefused::Permission(refusal))) = &published {
            tell_blocked(&ctx, &actor, &project, refusal).await;
        }
        published
    });
    Ok(published.await??.notice)
}

/// The mail to somebody whom a mandate stopped; the answer does not wait for its success.
async fn tell_blocked(ctx: &Ctx, actor: &Actor, project: &NormalizedName, refusal: &PermissionRefused) {
    let Some(account) = actor.account() else {
        return;
    };
    if let Err(fault) = service::mandate::note_blocked(ctx, account, Some(project), refusal).await {
        let fault = format!("{fault:#}");
        tracing::error!(fault, "nobody could be told that a mandate stopped an upload: {fault}");
    }
}

fn check_action(action: Option<&String>) -> Result<(), Problem> {
    match action.map(String::as_str) {
        Some(UPLOAD) => Ok(()),
        Some("submit" | "submit_pkg_info") => {
            let message = "Project pre-registration is no longer required or supported; upload your files instead";
            Err(Problem::refuse(Kind::Gone, "pre-registration", message))
        }
        Some("doc_upload") => {
            let message = "Uploading documentation is no longer supported; publish it elsewhere and link to it";
            Err(Problem::refuse(Kind::Gone, "doc-upload", message))
        }
        _ => {
            let message = "This address takes uploads only: send `:action` with the value `file_upload`";
            Err(Problem::refuse(Kind::MethodNotAllowed, "upload-action", message))
        }
    }
}

/// `GET /legacy/`: what this address is for, to somebody who opened it in a browser.
pub(crate) async fn info(State(state): State<Arc<ApiState>>, reader: Reader) -> Result<Response, Problem> {
    let layout = state.frame.layout(reader.0, "/legacy/", false);
    let page = UploadInfoPage { layout };
    let text = state.frame.templates().upload_info(&page)?;
    let mut response = ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], text).into_response();
    web::headers::page(response.headers_mut());
    CachePolicy::NoStore.apply(response.headers_mut(), 0);
    Ok(response)
}

/// `POST /pypi`: the address of uploads before the one of today.
pub(crate) async fn moved(State(state): State<Arc<ApiState>>) -> Problem {
    let message = format!("Uploads have moved: send them to {}", state.ctx.settings.urls.upload());
    Problem::refuse(Kind::Gone, "upload-moved", message)
}

/// `POST /legacy`: 308 with an absolute address, which uv insists on.
pub(crate) async fn without_slash(State(state): State<Arc<ApiState>>) -> Response {
    let location = HeaderValue::try_from(state.ctx.settings.urls.upload());
    let location = location.expect("a URL is visible ASCII");
    let mut response = Response::new(Body::from("The upload address ends with a slash\n"));
    *response.status_mut() = StatusCode::PERMANENT_REDIRECT;
    response.headers_mut().insert(header::LOCATION, location);
    response.extensions_mut().insert(web::error::reason_phrase("The upload address ends with a slash: /legacy/"));
    response
}
