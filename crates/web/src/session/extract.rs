//! Extractors that carry proof: who is signed in, and who has stepped up.

use super::Visit;
use crate::{Problem, negotiate};
use axum::extract::FromRequestParts;
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::permission::Actor;
use domain::sessions::has_stepped_up;
use domain::{Kind, urls::safe_return};
use http::{Method, Uri, header, request::Parts};
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

/// Where the form is that sends to an address: a page at that address or above it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FormPage {
    /// Segments of the address that are the page's, too; none where there is no page.
    segments: usize,
}

impl FormPage {
    /// The page of a pattern that is a beginning of the pattern asked for.
    pub fn of(pattern: &str) -> Self {
        Self { segments: segments(pattern).count() }
    }

    /// The page's address, from the address that was asked for.
    fn path(self, asked: &Uri) -> Option<String> {
        let page: Vec<&str> = segments(asked.path()).take(self.segments).collect();
        let query = asked.query().filter(|_| segments(asked.path()).count() == self.segments);
        let query = query.map(|query| format!("?{query}")).unwrap_or_default();
        (!page.is_empty()).then(|| format!("/{}/{query}", page.join("/")))
    }
}

fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|segment| !segment.is_empty())
}

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
        let page = page_of(parts).filter(|_| parts.method == Method::GET || parts.method == Method::HEAD);
        match visit.signed_in() {
            Some(signed_in) => Ok(Self(signed_in.clone())),
            None => Err(page.map(|page| lead_to(&page, &visit, SIGN_IN_PATH)).unwrap_or_else(|| {
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
        Err(page_of(parts).map(|page| lead_to(&page, &visit, STEP_UP_PATH)).unwrap_or_else(|| {
            Problem::refuse(
                Kind::Forbidden,
                "step-up-required",
                "Confirm first that it is you, with a second factor or, without one, with the password",
            )
            .into_response()
        }))
    }
}

/// The page that somebody asks for, or whose form they send; what the form held is not kept.
fn page_of(parts: &Parts) -> Option<String> {
    if parts.method == Method::GET || parts.method == Method::HEAD {
        return parts.uri.path_and_query().and_then(|here| safe_return(here.as_str()));
    }
    // A script reads an answer; a page of ours would tell it nothing.
    let accept = negotiate::field(&parts.headers, header::ACCEPT);
    if negotiate::best(accept.as_deref(), &["text/html", "application/json"]) == Some(1) {
        return None;
    }
    parts.extensions.get::<FormPage>()?.path(&parts.uri).and_then(|page| safe_return(&page))
}

/// Leads a reader to another page and back.
fn lead_to(page: &str, visit: &Visit, path: &str) -> Response {
    let query: String = url::form_urlencoded::Serializer::new(String::new()).append_pair("next", page).finish();
    let url = visit.ctx().settings.urls.absolute(&format!("{path}?{query}"));
    Redirect::to(&url).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(pattern: &str, asked: &'static str) -> Option<String> {
        FormPage::of(pattern).path(&Uri::from_static(asked))
    }

    #[test]
    fn the_page_of_a_form_stands_at_its_address_or_above() {
        let table = [
            ("/account/password/", "/account/password/", Some("/account/password/")),
            ("/account/addresses/", "/account/addresses/resend/", Some("/account/addresses/")),
            ("/account/addresses/", "/account/addresses/resend/?kind=x", Some("/account/addresses/")),
            ("/account/keys/add/", "/account/keys/add/?kind=passkey", Some("/account/keys/add/?kind=passkey")),
            ("/account/tokens/{id}/revoke/", "/account/tokens/7/revoke/", Some("/account/tokens/7/revoke/")),
            ("", "/account/tokens/", None),
        ];
        for (pattern, asked, expected) in table {
            assert_eq!(page(pattern, asked).as_deref(), expected, "{asked}");
        }
    }
}
