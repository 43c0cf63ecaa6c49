//! The bodies that machines read.

use super::Problem;
use crate::request_id::RequestId;
use http::StatusCode;
use serde::Serialize;

/// uv compares the header with this text, so it has no charset.
pub const JSON: &str = "application/json";
pub const PROBLEM_JSON: &str = "application/problem+json";

/// The error object that uv shows.
#[derive(Serialize)]
struct JsonBody {
    message: String,
    code: &'static str,
    title: &'static str,
}

/// RFC 9457; `code` and the parameters are extension members.
#[derive(Serialize)]
struct ProblemBody<'a> {
    r#type: &'static str,
    title: &'static str,
    status: u16,
    detail: String,
    code: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    parameters: Vec<Parameter<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    instance: Option<String>,
}

#[derive(Serialize)]
struct Parameter<'a> {
    name: &'static str,
    value: &'a str,
}

/// A body with its content type.
pub(super) type Typed = (&'static str, String);

pub(super) fn json(problem: &Problem, status: StatusCode, line: String) -> Typed {
    let body = JsonBody { message: line, code: problem.code(), title: title(status) };
    (JSON, to_text(&body))
}

pub(super) fn problem_json(problem: &Problem, status: StatusCode, line: String, request_id: RequestId) -> Typed {
    let (parameters, instance) = match problem {
        Problem::Refused(refused) => {
            (refused.parameters.iter().map(|(name, value)| Parameter { name, value }).collect(), None)
        }
        Problem::Broken(_) => (Vec::new(), Some(format!("urn:uuid:{request_id}"))),
    };
    let body = ProblemBody {
        r#type: "about:blank",
        title: title(status),
        status: status.as_u16(),
        detail: line,
        code: problem.code(),
        parameters,
        instance,
    };
    (PROBLEM_JSON, to_text(&body))
}

pub(super) fn plain(problem: &Problem, request_id: RequestId) -> Typed {
    ("text/plain; charset=utf-8", format!("{}\n", problem.line(request_id)))
}

fn title(status: StatusCode) -> &'static str {
    status.canonical_reason().unwrap_or("Error")
}

fn to_text(body: &impl Serialize) -> String {
    serde_json::to_string(body).expect("an error object is plain text and numbers")
}
