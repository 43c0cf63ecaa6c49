//! The mails of an index that somebody develops, as pages.
//!
//! Only `serve --dev` gives the pages their folder; without it these addresses are like
//! unknown ones. That command refuses to be reached from beyond its machine.

use crate::account::form::here;
use crate::{SiteState, answer};
use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse as _, Response};
use domain::urls::segment;
use http::header;
use service::mail::{MailFolder, WrittenMail};
use std::sync::Arc;
use templates::context::{DevMail, DevMailPage, DevMailsPage, Layout};
use web::{Problem, Reader, Visit};

const PATH: &str = "/dev/mail/";

/// A mail brings its own style; nothing else of it is trusted.
const MAIL_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; \
    form-action 'none'; frame-ancestors 'none'; sandbox allow-popups";

/// `GET /dev/mail/`.
pub(crate) async fn mails(
    State(state): State<Arc<SiteState>>,
    visit: Visit,
    reader: Reader,
) -> Result<Response, Problem> {
    let mails = folder(&state)?.newest().await?;
    let page = DevMailsPage {
        layout: layout(&state, &visit, reader),
        mails: mails.iter().map(|mail| line(&state, mail)).collect(),
    };
    answer::page(state.frame.templates().manage(&page))
}

/// `GET /dev/mail/<file>/`: the text, with links that can be followed.
pub(crate) async fn mail(
    State(state): State<Arc<SiteState>>,
    Path(name): Path<String>,
    visit: Visit,
    reader: Reader,
) -> Result<Response, Problem> {
    let mail = written(&state, &name).await?;
    let line = line(&state, &mail);
    let page = DevMailPage {
        layout: layout(&state, &visit, reader),
        text: mail.text,
        list_url: here(&state, PATH),
        html_url: format!("{}html", line.url),
        mail: line,
    };
    answer::page(state.frame.templates().manage(&page))
}

/// `GET /dev/mail/<file>/html`: the other part, alone and in a sandbox.
pub(crate) async fn html(State(state): State<Arc<SiteState>>, Path(name): Path<String>) -> Result<Response, Problem> {
    let mail = written(&state, &name).await?;
    Ok(([(header::CONTENT_SECURITY_POLICY, MAIL_POLICY)], Html(mail.html)).into_response())
}

fn folder(state: &SiteState) -> Result<&MailFolder, Problem> {
    state.mail_folder.as_ref().ok_or_else(Problem::not_found)
}

async fn written(state: &SiteState, name: &str) -> Result<WrittenMail, Problem> {
    folder(state)?.mail(name).await?.ok_or_else(Problem::not_found)
}

fn layout(state: &SiteState, visit: &Visit, reader: Reader) -> Layout {
    Layout { reader: visit.reader(), ..state.frame.layout(reader.0, PATH, false) }
}

fn line(state: &SiteState, mail: &WrittenMail) -> DevMail {
    DevMail {
        to: mail.to.clone(),
        subject: mail.subject.clone(),
        at: mail.at,
        url: here(state, &format!("{PATH}{}/", segment(&mail.name))),
    }
}
