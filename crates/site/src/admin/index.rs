//! The first page of the operators: a card for each subject.

use super::{Away, Operator};
use axum::response::Response;
use templates::context::admin::AdminIndexPage;

/// `GET /admin/`.
pub(super) async fn index(operator: Operator) -> Result<Response, Away> {
    operator.page(&AdminIndexPage { frame: operator.first_frame() })
}
