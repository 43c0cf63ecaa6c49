//! The id of a request: what a person quotes and an operator finds in the log.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use service::Ctx;
use std::fmt;
use std::sync::Arc;
use uuid::Uuid;

/// The id of one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestId(pub Uuid);

impl RequestId {
    /// The id that the layer gave; the nil id where no layer is.
    pub fn of(extensions: &http::Extensions) -> Self {
        extensions.get().copied().unwrap_or(Self(Uuid::nil()))
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// The layer that gives each request its id.
pub async fn assign(State(ctx): State<Arc<Ctx>>, mut request: Request, next: Next) -> Response {
    request.extensions_mut().insert(RequestId(ctx.id()));
    next.run(request).await
}
