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
use std::fmt;
use std::sync::Arc;
use std::task::{Context, Poll};
use tower::Service;

/// The whole site, with the short way before it.
#[derive(Clone)]
pub struct Front {
    state: Arc<ApiState>,
    site: Router,
}

impl Front {
    /// `site` answers whatever the short way does not.
    pub fn new(state: Arc<ApiState>, site: Router) -> Self {
        Self { state, site }
    }

    /// The answer that needs no routing; it looks at the head of the request only.
    pub fn short_way<B>(&self, request: &http::Request<B>) -> Option<Response> {
        // HEAD goes the long way, where its body is taken off.
        if *request.method() != Method::GET {
            return None;
        }
        self.state.simple.ready(request.uri().path(), request.headers())
    }

    /// The router behind the short way.
    pub fn site(&self) -> &Router {
        &self.site
    }
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
        match self.short_way(&request) {
            Some(response) => Either::Left(ready(Ok(response))),
            None => Either::Right(self.site.call(request)),
        }
    }
}

impl fmt::Debug for Front {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Front")
    }
}
