//! The error page, in the reader's language.

use super::{Asking, Problem, bodies};
use crate::Frame;
use domain::Kind;
use http::StatusCode;
use templates::context::{ErrorPage, Layout};

pub(super) fn html(problem: &Problem, status: StatusCode, asking: &Asking, frame: &Frame) -> bodies::Typed {
    let layout = Layout { reader: asking.reader.clone(), ..frame.layout(asking.language, &asking.path, false) };
    let mut page = ErrorPage::of_status(layout, status.as_u16());
    match problem {
        Problem::Refused(refused) => {
            page.message = refused.translated(asking.language);
            if let Kind::TooMany { retry_after } = refused.kind {
                page.retry_after_seconds = Some(retry_after);
            }
        }
        Problem::Broken(_) => page.request_id = Some(asking.request_id.to_string()),
    }
    match frame.templates().error(&page) {
        Ok(text) => ("text/html; charset=utf-8", text),
        Err(fault) => {
            tracing::error!(fault = format!("{fault:#}"), "the error page did not render: {fault:#}");
            bodies::plain(problem, asking.request_id)
        }
    }
}
