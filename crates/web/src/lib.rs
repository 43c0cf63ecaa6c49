//! What every door shares: extractors, errors, cache policy, headers.
//!
//! A door is a router with one way to say no. Its handlers return
//! `Result<Response, Problem>`; the [`error::render`] layer of the door turns a
//! [`Problem`] into a page, a JSON object or a reason phrase.

pub mod address;
pub mod cache;
pub mod date;
pub mod error;
pub mod etag;
pub mod frame;
pub mod headers;
pub mod host;
pub mod language;
pub mod negotiate;
pub mod range;
pub mod request_id;
pub mod session;
pub mod slash;

pub use address::ClientAddress;
pub use cache::CachePolicy;
pub use error::{Problem, Renderer};
pub use frame::Frame;
pub use language::Reader;
pub use request_id::RequestId;
pub use session::{MaybeSignedIn, SignedIn, SteppedUp, Visit};

use axum::Router;
use service::Ctx;
use std::sync::Arc;

/// Wraps the whole site: an id and a client address for each request, panics caught.
///
/// # Errors
///
/// When a trusted proxy of the settings is neither an address nor a network.
pub fn shell(router: Router, ctx: Arc<Ctx>) -> anyhow::Result<Router> {
    let proxies = address::Proxies::parse(&ctx.settings.trusted_proxies)?;
    Ok(router
        .layer(tower_http::catch_panic::CatchPanicLayer::custom(error::panicked))
        .layer(axum::middleware::from_fn_with_state(Arc::new(proxies), address::resolve))
        .layer(axum::middleware::from_fn_with_state(ctx, request_id::assign)))
}
