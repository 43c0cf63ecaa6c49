//! What every page of the account begins with: who sits there, and how it answers.

use crate::account::form::{self, see_other};
use crate::{SiteState, answer};
use axum::extract::FromRequestParts;
use axum::response::{IntoResponse, Response};
use domain::ids::AccountId;
use domain::permission::Actor;
use domain::visitor::Visitor;
use domain::{Failure, Kind, Refusal};
use http::StatusCode;
use http::request::Parts;
use service::Ctx;
use service::sessions::SignedInAs;
use std::future::Future;
use std::sync::Arc;
use templates::Language;
use templates::context::FieldProblem;
use templates::context::manage::{Done, ManageFrame, ManagePage, Tab};
use web::session::STEP_UP_PATH;
use web::{Problem, Reader, SignedIn, SteppedUp, Visit, error};

/// Somebody signed in at one of the account's pages.
pub(super) struct Desk {
    pub(super) state: Arc<SiteState>,
    pub(super) who: SignedInAs,
    pub(super) visit: Visit,
    pub(super) language: Language,
    done: Option<Done>,
}

/// A desk whose owner has shown within 15 minutes who it is.
pub(super) struct Guarded(pub(super) Desk);

/// Why a page is not shown: somebody goes elsewhere first, or it cannot be.
pub(super) enum Away {
    To(Box<Response>),
    Problem(Problem),
}

impl Desk {
    pub(super) fn ctx(&self) -> &Ctx {
        &self.state.ctx
    }

    pub(super) fn account(&self) -> AccountId {
        self.who.bearer.account
    }

    pub(super) fn actor(&self) -> Actor {
        self.who.actor()
    }

    /// Whom an act that runs to its end takes along.
    pub(super) fn parties(&self) -> (Arc<Ctx>, Actor, Visitor) {
        (Arc::clone(&self.state.ctx), self.actor(), self.visit.visitor().clone())
    }

    /// What stands around a page, without any problem.
    pub(super) fn frame(&self, tab: Tab) -> ManageFrame {
        ManageFrame {
            layout: form::layout(&self.state, &self.visit, self.language),
            account_path: form::here(&self.state, form::ACCOUNT_PATH),
            csrf_token: self.visit.csrf_token(),
            tab,
            done: self.done,
            problems: Vec::new(),
        }
    }

    /// The problem that a refusal tells of, at its field or for the whole form.
    pub(super) fn problem(&self, refusal: &impl Refusal, field: Option<&str>) -> FieldProblem {
        form::problem(refusal, field, self.language)
    }

    pub(super) fn page<P: ManagePage>(&self, page: &P) -> Result<Response, Away> {
        self.page_with(StatusCode::OK, page)
    }

    /// A page that comes back with what was refused.
    pub(super) fn page_refused<P: ManagePage>(&self, kind: Kind, page: &P) -> Result<Response, Away> {
        self.page_with(error::status(kind), page)
    }

    pub(super) fn page_with<P: ManagePage>(&self, status: StatusCode, page: &P) -> Result<Response, Away> {
        Ok(answer::with_status(status, self.state.frame.templates().manage(page))?)
    }

    /// 303 to a page of the account that tells what was done.
    pub(super) fn done(&self, path: &str, done: Done) -> Result<Response, Away> {
        Ok(see_other(&self.state, &format!("{path}?done={}", done.as_str()))?)
    }

    /// Runs an act to its end, even if the browser goes away, and gives its refusal.
    ///
    /// A refusal for want of a step-up leads there, and then to `back`.
    pub(super) async fn act<T, R, F>(&self, back: &str, act: F) -> Result<Result<T, R>, Away>
    where
        T: Send + 'static,
        R: Refusal,
        F: Future<Output = Result<T, Failure<R>>> + Send + 'static,
    {
        match service::detached(act).await? {
            Ok(done) => Ok(Ok(done)),
            Err(Failure::Refused(refusal)) if refusal.code() == "step-up-required" => {
                let query: String =
                    url::form_urlencoded::Serializer::new(String::new()).append_pair("next", back).finish();
                Err(Away::To(Box::new(see_other(&self.state, &format!("{STEP_UP_PATH}?{query}"))?)))
            }
            Err(failure) => Ok(Err(form::shown(failure)?)),
        }
    }
}

impl FromRequestParts<Arc<SiteState>> for Desk {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &Arc<SiteState>) -> Result<Self, Response> {
        let SignedIn(who) = SignedIn::from_request_parts(parts, state).await?;
        let visit = Visit::from_request_parts(parts, state).await.map_err(Problem::into_response)?;
        let reader = Reader::from_request_parts(parts, state).await.map_err(IntoResponse::into_response)?;
        let query = parts.uri.query().unwrap_or_default();
        let done = url::form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "done");
        let done = done.and_then(|(_, word)| Done::parse(&word));
        Ok(Self { state: Arc::clone(state), who, visit, language: reader.0, done })
    }
}

impl FromRequestParts<Arc<SiteState>> for Guarded {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &Arc<SiteState>) -> Result<Self, Response> {
        SteppedUp::from_request_parts(parts, state).await?;
        Ok(Self(Desk::from_request_parts(parts, state).await?))
    }
}

impl From<Problem> for Away {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<anyhow::Error> for Away {
    fn from(fault: anyhow::Error) -> Self {
        Self::Problem(Problem::Broken(fault))
    }
}

impl IntoResponse for Away {
    fn into_response(self) -> Response {
        match self {
            Self::To(response) => *response,
            Self::Problem(problem) => problem.into_response(),
        }
    }
}
