//! The short way to pages of the simple index that are in memory.
//!
//! Installers ask for nothing as often as for `/simple/<name>/`. The front answers
//! such a request before any routing or layer, and hands every other on.

use crate::ApiState;
use axum::Router;
use axum::extract::Request;
use axum::response::Response;
use futures::future::{Either, Ready, ready};
use http::Method;
use std::convert::Infallible;
use std::sync::Arc;
use std::task::{Context, Poll};
use tower::Service;

/// The whole site, with the short way before it.
pub fn front(state: Arc<ApiState>, site: Router) -> Router {
    Router::new().fallback_service(Front { state, site })
}

#[derive(Clone)]
struct Front {
    state: Arc<ApiState>,
    site: Router,
}

impl Service<Request> for Front {
    type Response = Response;
    type Error = Infallible;
    type Future = Either<Ready<Result<Response, Infallible>>, <Router as Service<Request>>::Future>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        // A router is always ready.
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        // HEAD goes the long way, where its body is taken off.
        if *request.method() == Method::GET
            && let Some(response) = self.state.simple.ready(request.uri().path(), request.headers())
        {
            return Either::Left(ready(Ok(response)));
        }
        Either::Right(self.site.call(request))
    }
}
