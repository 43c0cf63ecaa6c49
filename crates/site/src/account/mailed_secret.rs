//! The secret at the end of a link's address.

use crate::SiteState;
use axum::RequestPartsExt as _;
use axum::extract::{FromRequestParts, Path};
use http::request::Parts;
use std::sync::Arc;
use web::Problem;

/// The secret of a link that was mailed or shown once; what cannot be read is no page of ours.
pub(crate) struct MailedSecret(pub(crate) String);

impl FromRequestParts<Arc<SiteState>> for MailedSecret {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<SiteState>) -> Result<Self, Problem> {
        let Path(secret) = parts.extract().await.map_err(|_| Problem::not_found())?;
        Ok(Self(secret))
    }
}
