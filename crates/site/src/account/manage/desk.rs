//! What every page of the account begins with: who sits there, and how it answers.

use crate::account::form::{self, see_other};
use crate::{SiteState, answer};
use axum::extract::FromRequestParts;
use axum::response::{IntoResponse, Response};
use domain::ids::AccountId;
use domain::mandate::{Gate, Remedy};
use domain::permission::{Action, Actor, Outlook};
use domain::sessions::SessionSecret;
use domain::urls::safe_return;
use domain::visitor::Visitor;
use domain::{Failure, Kind, Refusal};
use http::StatusCode;
use http::request::Parts;
use packaging::name::NormalizedName;
use service::sessions::SignedInAs;
use service::{Ctx, permission};
use std::future::Future;
use std::sync::Arc;
use templates::Language;
use templates::context::manage::{Done, ManageFrame, ManagePage, Tab};
use templates::context::{FieldProblem, MandateNotice};
use web::session::{STEP_UP_PATH, mandate};
use web::{Problem, Reader, SignedIn, SteppedUp, Visit, error};

/// The refusal of a mandate.
const FACTOR_REQUIRED: &str = "second-factor-required";

/// The pages of one's projects.
pub(crate) const PROJECTS_PATH: &str = "/manage/";

/// Somebody signed in at one of the account's pages.
pub(crate) struct Desk {
    pub(crate) state: Arc<SiteState>,
    pub(crate) who: SignedInAs,
    pub(crate) visit: Visit,
    pub(crate) language: Language,
    done: Option<Done>,
    /// Where to go on, once a second factor is there or was shown.
    next: Option<String>,
    /// The gate that led here, because a mandate closed it.
    gate: Option<Gate>,
    /// The page that was asked for, to come back to.
    here: Option<String>,
    /// What a mandate says about the page.
    notice: Option<MandateNotice>,
}

/// A desk whose owner has shown within 15 minutes who it is.
pub(crate) struct Guarded(pub(crate) Desk);

/// Why a page is not shown: somebody goes elsewhere first, or it cannot be.
pub(crate) enum Away {
    To(Box<Response>),
    Problem(Problem),
}

impl Desk {
    pub(crate) fn ctx(&self) -> &Ctx {
        &self.state.ctx
    }

    pub(crate) fn account(&self) -> AccountId {
        self.who.bearer.account
    }

    pub(crate) fn actor(&self) -> Actor {
        self.who.actor()
    }

    /// Whom an act that runs to its end takes along.
    pub(crate) fn parties(&self) -> (Arc<Ctx>, Actor, Visitor) {
        (Arc::clone(&self.state.ctx), self.actor(), self.visit.visitor().clone())
    }

    /// What stands around a page, without any problem.
    pub(crate) fn frame(&self, tab: Tab) -> ManageFrame {
        let mut layout = form::layout(&self.state, &self.visit, self.language);
        if let Some(reader) = layout.reader.as_mut().filter(|_| self.notice.is_some()) {
            // The page says it itself.
            reader.mandate = None;
        }
        let carried = mandate::carried(self.next.as_deref(), self.gate);
        let behind = |mark: &str| if carried.is_empty() { String::new() } else { format!("{mark}{carried}") };
        ManageFrame {
            layout,
            account_path: form::here(&self.state, form::ACCOUNT_PATH),
            projects_path: form::here(&self.state, PROJECTS_PATH),
            csrf_token: self.visit.csrf_token(),
            tab,
            done: self.done,
            problems: Vec::new(),
            notice: self.notice.clone(),
            carried: behind("?"),
            carried_more: behind("&"),
        }
    }

    /// The problem that a refusal tells of, at its field or for the whole form.
    pub(crate) fn problem(&self, refusal: &impl Refusal, field: Option<&str>) -> FieldProblem {
        form::problem(refusal, field, self.language)
    }

    pub(crate) fn page<P: ManagePage>(&self, page: &P) -> Result<Response, Away> {
        self.page_with(StatusCode::OK, page)
    }

    /// A page that comes back with what was refused.
    pub(crate) fn page_refused<P: ManagePage>(&self, kind: Kind, page: &P) -> Result<Response, Away> {
        self.page_with(error::status(kind), page)
    }

    pub(crate) fn page_with<P: ManagePage>(&self, status: StatusCode, page: &P) -> Result<Response, Away> {
        Ok(answer::with_status(status, self.state.frame.templates().manage(page))?)
    }

    /// 303 to a page of the account that tells what was done.
    pub(crate) fn done(&self, path: &str, done: Done) -> Result<Response, Away> {
        let mark = if path.contains('?') { '&' } else { '?' };
        Ok(see_other(&self.state, &format!("{path}{mark}done={}", done.as_str()))?)
    }

    /// The same, after an act that gave the session a new secret.
    pub(super) fn done_in(&self, path: &str, done: Done, session: Option<&SessionSecret>) -> Result<Response, Away> {
        let mut response = self.done(path, done)?;
        if let Some(secret) = session {
            self.visit.stepped_up(&mut response, secret);
        }
        Ok(response)
    }

    /// Whether a mandate closes a gate to whoever sits here.
    pub(super) fn is_closed(&self, gate: Gate) -> bool {
        self.visit.outlook().iter().any(|line| line.why.gate == gate && line.denied.is_some())
    }

    /// Where somebody goes on who came for a second factor.
    pub(super) fn next(&self) -> Option<&str> {
        self.next.as_deref()
    }

    /// A path of the second factors, with what leads on from there.
    pub(super) fn carrying(&self, path: &str) -> String {
        let carried = mandate::carried(self.next.as_deref(), self.gate);
        match (carried.is_empty(), path.contains('?')) {
            (true, _) => path.to_owned(),
            (false, true) => format!("{path}&{carried}"),
            (false, false) => format!("{path}?{carried}"),
        }
    }

    /// 303 to a path of ours, after an act that gave the session a new secret.
    pub(super) fn go_on(&self, path: &str, session: Option<&SessionSecret>) -> Result<Response, Away> {
        let mut response = see_other(&self.state, path)?;
        if let Some(secret) = session {
            self.visit.stepped_up(&mut response, secret);
        }
        Ok(response)
    }

    /// The page of an action that a mandate may close: whoever lacks a factor is led away.
    ///
    /// Before a deadline the page tells of it. Any other refusal is left to the act.
    pub(crate) async fn open(mut self, action: Action, project: Option<&NormalizedName>) -> Result<Self, Away> {
        match permission::look(self.ctx(), &self.actor(), action, project).await {
            Ok(None) => {}
            Ok(Some(notice)) => {
                let line = Outlook { why: notice.why, denied: None };
                self.notice = Some(mandate::notice(self.ctx(), &line, &[line.why.gate], self.here.as_deref()));
            }
            Err(Failure::Refused(refusal)) => {
                if let Some(away) = to_factor(&self.state, &refusal, self.here.as_deref())? {
                    return Err(Away::To(Box::new(away)));
                }
            }
            Err(Failure::Broken(fault)) => return Err(fault.into()),
        }
        Ok(self)
    }

    /// Runs an act to its end, even if the browser goes away, and gives its refusal.
    ///
    /// A refusal for want of a step-up leads there, one for want of a second factor to
    /// where it is added, and then to `back`.
    pub(crate) async fn act<T, R, F>(&self, back: &str, act: F) -> Result<Result<T, R>, Away>
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
            Err(Failure::Refused(refusal)) if refusal.code() == FACTOR_REQUIRED => {
                match to_factor(&self.state, &refusal, Some(back))? {
                    Some(away) => Err(Away::To(Box::new(away))),
                    None => Ok(Err(refusal)),
                }
            }
            Err(failure) => Ok(Err(form::shown(failure)?)),
        }
    }
}

/// Where a closed gate is opened, for a refusal by a mandate; `back` is where to return.
pub(crate) fn to_factor(
    state: &SiteState,
    refusal: &impl Refusal,
    back: Option<&str>,
) -> Result<Option<Response>, Problem> {
    if refusal.code() != FACTOR_REQUIRED {
        return Ok(None);
    }
    let parameters = refusal.parameters();
    let value = |name| parameters.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str());
    let gate = value("gate").and_then(Gate::from_stored).unwrap_or(Gate::People);
    let remedy = value("remedy").and_then(Remedy::from_stored);
    Ok(Some(see_other(state, &mandate::way(remedy, gate, back))?))
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
        let value = |key: &str| {
            let mut pairs = url::form_urlencoded::parse(query.as_bytes());
            pairs.find(|(name, _)| name == key).map(|(_, value)| value.into_owned())
        };
        let next = value("next").and_then(|next| safe_return(&next));
        let gate = value("gate").and_then(|gate| Gate::from_stored(&gate));
        let line = visit.outlook().iter().find(|line| Some(line.why.gate) == gate);
        let notice = line.map(|line| mandate::notice(&state.ctx, line, &[line.why.gate], next.as_deref()));
        let here = parts.uri.path_and_query().and_then(|here| safe_return(here.as_str()));
        Ok(Self { state: Arc::clone(state), who, visit, language: reader.0, done, next, gate, here, notice })
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
