//! What the forms of accounts share: frame, hidden fields, problems, where to go next.

use crate::SiteState;
use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::response::{IntoResponse as _, Response};
use domain::urls::safe_return;
use domain::{Failure, Kind, Refusal};
use http::{HeaderValue, StatusCode, header};
use serde::Deserialize;
use templates::Language;
use templates::context::{EntryForm, FieldProblem, HiddenField, Layout};
use web::session::CSRF_FIELD;
use web::{Problem, Visit, error};

/// Where somebody goes who asked for no other page.
pub(crate) const ACCOUNT_PATH: &str = "/account/";

/// The field, and the key of a query, with the path to go to afterwards.
const NEXT: &str = "next";

/// Where to go afterwards, from the query of a page.
#[derive(Default, Deserialize)]
pub(crate) struct Next {
    #[serde(default)]
    next: String,
}

impl Next {
    /// A path of ours; nothing for any other address.
    pub(crate) fn path(&self) -> Option<String> {
        safe_return(&self.next)
    }
}

/// The frame of a page of accounts, with who is signed in.
pub(crate) fn layout(state: &SiteState, visit: &Visit, language: Language) -> Layout {
    Layout { reader: visit.reader(), ..state.frame.layout(language, ACCOUNT_PATH, false) }
}

/// A form that is posted to `path`; `next` travels along.
pub(crate) fn form(state: &SiteState, visit: &Visit, path: &str, next: Option<&str>) -> EntryForm {
    let hidden = |name: &str, value: String| HiddenField { name: name.to_owned(), value };
    let mut hidden_fields = vec![hidden(CSRF_FIELD, visit.csrf_token())];
    hidden_fields.extend(next.map(|next| hidden(NEXT, next.to_owned())));
    EntryForm { action_url: here(state, path), hidden_fields, problems: Vec::new() }
}

/// The address of a path below the root path of this index.
pub(crate) fn here(state: &SiteState, path: &str) -> String {
    let root = state.frame.layout(Language::default(), ACCOUNT_PATH, false).root_path;
    format!("{root}{path}")
}

/// The fields of a form that arrived whole.
pub(crate) fn typed<T>(form: Result<Form<T>, FormRejection>) -> Result<T, Problem> {
    let Form(typed) = form.map_err(|_| {
        let message = "The form did not arrive whole; reload the page and fill it in again";
        Problem::refuse(Kind::Invalid, "form-unreadable", message)
    })?;
    Ok(typed)
}

/// A refusal that the form shows; what no form can mend goes on as a page of its own.
pub(crate) fn shown<R: Refusal>(failure: Failure<R>) -> Result<R, Problem> {
    match failure {
        Failure::Refused(refusal) if is_for_the_form(refusal.kind()) => Ok(refusal),
        other => Err(other.into()),
    }
}

/// A wait is a page of its own, which says how long, with the header that says it too.
const fn is_for_the_form(kind: Kind) -> bool {
    !matches!(kind, Kind::TooMany { .. } | Kind::NotFound)
}

/// What a refusal says about a field, or about the form as a whole.
pub(crate) fn problem(refusal: &impl Refusal, field: Option<&str>, language: Language) -> FieldProblem {
    let parameters = refusal.parameters();
    let parameters: Vec<(&str, &str)> = parameters.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let message = templates::refusal(refusal.code(), &parameters, language);
    FieldProblem { field: field.map(str::to_owned), message: message.unwrap_or_else(|| refusal.to_string()) }
}

/// What each refusal says about its field, and the status of the first.
///
/// A form comes back with everything that is wrong with it, not only with the first thing.
pub(crate) fn problems<R: Refusal>(
    refusals: &[R],
    field_of: impl Fn(&R) -> Option<&'static str>,
    language: Language,
) -> (StatusCode, Vec<FieldProblem>) {
    let kind = refusals.first().map_or(Kind::Invalid, Refusal::kind);
    (error::status(kind), refusals.iter().map(|it| problem(it, field_of(it), language)).collect())
}

/// 303 to a path of ours.
pub(crate) fn see_other(state: &SiteState, path: &str) -> Result<Response, Problem> {
    let url = state.ctx.settings.urls.absolute(path);
    let location = HeaderValue::try_from(url).map_err(anyhow::Error::from)?;
    Ok((StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response())
}
