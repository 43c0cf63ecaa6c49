//! Extractors that carry proof: who is signed in, and who has stepped up.

use super::Visit;
use crate::Problem;
use axum::extract::FromRequestParts;
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::permission::Actor;
use domain::sessions::has_stepped_up;
use domain::{Kind, urls::safe_return};
use http::{Method, request::Parts};
use service::sessions::SignedInAs;

/// The page where somebody signs in; `next` leads back.
pub const SIGN_IN_PATH: &str = "/account/sign-in/";

/// The page where somebody steps up; `next` leads back.
pub const STEP_UP_PATH: &str = "/account/step-up/";

/// Whoever asks, signed in or not.
#[derive(Clone, Debug)]
pub struct MaybeSignedIn(pub Option<SignedInAs>);

/// Somebody who is signed in; others are led to the sign-in page.
#[derive(Clone, Debug)]
pub struct SignedIn(pub SignedInAs);

/// Somebody who showed within 15 minutes who it is; others are asked to.
#[derive(Clone, Debug)]
pub struct SteppedUp(pub SignedInAs);

impl SignedIn {
    pub fn actor(&self) -> Actor {
        self.0.actor()
    }
}

impl SteppedUp {
    pub fn actor(&self) -> Actor {
        self.0.actor()
    }
}

impl<S: Sync> FromRequestParts<S> for MaybeSignedIn {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        Ok(Self(Visit::from_request_parts(parts, state).await?.signed_in().cloned()))
    }
}

impl<S: Sync> FromRequestParts<S> for SignedIn {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let visit = Visit::from_request_parts(parts, state).await.map_err(Problem::into_response)?;
        match visit.signed_in() {
            Some(signed_in) => Ok(Self(signed_in.clone())),
            None => Err(lead_to(parts, &visit, SIGN_IN_PATH).unwrap_or_else(|| {
                Problem::refuse(Kind::Unauthenticated, "not-signed-in", "Sign in to open this page").into_response()
            })),
        }
    }
}

impl<S: Sync> FromRequestParts<S> for SteppedUp {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let SignedIn(signed_in) = SignedIn::from_request_parts(parts, state).await?;
        let visit = Visit::from_request_parts(parts, state).await.map_err(Problem::into_response)?;
        if has_stepped_up(visit.ctx().now(), &signed_in.bearer, signed_in.has_factor) {
            return Ok(Self(signed_in));
        }
        Err(lead_to(parts, &visit, STEP_UP_PATH).unwrap_or_else(|| {
            Problem::refuse(
                Kind::Forbidden,
                "step-up-required",
                "Confirm first that it is you, with a second factor or, without one, with the password",
            )
            .into_response()
        }))
    }
}

/// Leads a reader to another page and back; what was sent by a form cannot be sent again.
fn lead_to(parts: &Parts, visit: &Visit, path: &str) -> Option<Response> {
    if parts.method != Method::GET && parts.method != Method::HEAD {
        return None;
    }
    let here = parts.uri.path_and_query().and_then(|here| safe_return(here.as_str()))?;
    let query: String = url::form_urlencoded::Serializer::new(String::new()).append_pair("next", &here).finish();
    let url = visit.ctx().settings.urls.absolute(&format!("{path}?{query}"));
    Some(Redirect::to(&url).into_response())
}
