//! An operator in front of a page: the proof, and what every such page begins with.

use super::{Away, SUBJECTS};
use crate::SiteState;
use crate::account::form::{self, see_other};
use crate::account::manage::desk::{Desk, Guarded, to_factor};
use crate::routes::{Door, ROUTES, Verb};
use axum::extract::FromRequestParts;
use axum::response::{IntoResponse as _, Response};
use domain::Failure;
use domain::permission::{Action, Actor, PermissionRefused};
use domain::sessions::has_stepped_up;
use http::Method;
use http::request::Parts;
use service::permission;
use std::ops::Deref;
use std::sync::Arc;
use templates::context::admin::{AdminDone, AdminFrame, AdminSubject, SubjectLink};
use web::session::STEP_UP_PATH;
use web::{Problem, SignedIn};

/// The first page of the operators.
pub(crate) const ADMIN_PATH: &str = "/admin/";

/// A superuser who has shown within 15 minutes who it is.
pub(crate) struct Operator {
    desk: Desk,
    done: Option<AdminDone>,
}

impl Operator {
    /// What stands around a page of a subject, without any problem.
    pub(crate) fn frame(&self, subject: AdminSubject) -> AdminFrame {
        AdminFrame { subject: Some(subject), ..self.first_frame() }
    }

    /// What stands around a page below that of a subject; `here` is the last of the breadcrumbs.
    pub(crate) fn frame_below(&self, subject: AdminSubject, here: &str) -> AdminFrame {
        AdminFrame { here: Some(here.to_owned()), ..self.frame(subject) }
    }

    /// What stands around the page of all subjects.
    pub(super) fn first_frame(&self) -> AdminFrame {
        let link = |(subject, path): &(AdminSubject, &str)| SubjectLink {
            subject: *subject,
            url: form::here(&self.state, path),
        };
        AdminFrame {
            layout: form::layout(&self.state, &self.visit, self.language),
            admin_path: form::here(&self.state, ADMIN_PATH),
            csrf_token: self.visit.csrf_token(),
            subject: None,
            here: None,
            subjects: SUBJECTS.iter().filter(|(_, path)| is_page(path)).map(link).collect(),
            is_one_approver: self.ctx().settings.recovery_approvers == 1,
            done: self.done,
            problems: Vec::new(),
        }
    }

    /// 303 to a page of the operators that tells what was done.
    pub(crate) fn done(&self, path: &str, done: AdminDone) -> Result<Response, Away> {
        Ok(see_other(&self.state, &format!("{path}?done={}", done.as_str()))?)
    }
}

impl Deref for Operator {
    type Target = Desk;

    fn deref(&self) -> &Desk {
        &self.desk
    }
}

impl FromRequestParts<Arc<SiteState>> for Operator {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &Arc<SiteState>) -> Result<Self, Response> {
        let SignedIn(who) = SignedIn::from_request_parts(parts, state).await?;
        // Before the step-up: whoever may not enter does not learn that there is a door.
        enter(state, &who.actor(), parts).await?;
        let is_form = parts.method == Method::POST;
        if is_form && !has_stepped_up(state.ctx.now(), &who.bearer, who.has_factor) {
            return Err(to_step_up(state, parts.uri.path()).unwrap_or_else(Problem::into_response));
        }
        let Guarded(desk) = Guarded::from_request_parts(parts, state).await?;
        let query = parts.uri.query().unwrap_or_default();
        let done = url::form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "done");
        Ok(Self { desk, done: done.and_then(|(_, word)| AdminDone::parse(&word)) })
    }
}

/// Lets those in whom the one decision lets read the pages of operators.
///
/// An operator without the second factor that a mandate asks for is led to it.
async fn enter(state: &SiteState, actor: &Actor, parts: &Parts) -> Result<(), Response> {
    let refusal = match permission::look(&state.ctx, actor, Action::ReadAdmin, None).await {
        Ok(_) => return Ok(()),
        Err(Failure::Refused(refusal)) => refusal,
        Err(Failure::Broken(fault)) => return Err(Problem::Broken(fault).into_response()),
    };
    // Only an operator comes as far as the address: it is asked for after the role.
    if matches!(refusal, PermissionRefused::UnverifiedAddress { .. }) {
        return Err(Problem::refused(&refusal).into_response());
    }
    let away = to_factor(state, &refusal, Some(page_of(parts.uri.path()))).map_err(Problem::into_response)?;
    Err(away.unwrap_or_else(|| Problem::not_found().into_response()))
}

/// A form cannot be sent twice; after the step-up its page is shown again.
fn to_step_up(state: &SiteState, path: &str) -> Result<Response, Problem> {
    let query: String =
        url::form_urlencoded::Serializer::new(String::new()).append_pair("next", page_of(path)).finish();
    see_other(state, &format!("{STEP_UP_PATH}?{query}"))
}

/// The nearest page at an address or above it.
fn page_of(path: &str) -> &str {
    let ends = path.match_indices('/').map(|(end, _)| end + 1).rev();
    ends.map(|end| &path[..end]).find(|path| is_page(path)).unwrap_or(ADMIN_PATH)
}

/// Whether an address is that of a page of operators.
fn is_page(path: &str) -> bool {
    let given: Vec<&str> = path.split('/').collect();
    let fits = |pattern: &str| {
        let wanted: Vec<&str> = pattern.split('/').collect();
        let is_alike = |(wanted, given): (&&str, &&str)| wanted.starts_with('{') || wanted == given;
        wanted.len() == given.len() && wanted.iter().zip(&given).all(is_alike)
    };
    ROUTES.iter().any(|route| route.door == Door::Admin && route.method == Verb::Get && fits(route.pattern))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_leads_back_to_the_page_above_it() {
        assert_eq!(page_of("/admin/"), "/admin/");
        assert_eq!(page_of("/admin/nowhere/at/all/"), "/admin/");
        assert_eq!(page_of("elsewhere"), "/admin/");
    }
}
