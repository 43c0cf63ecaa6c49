//! `POST /_/secrets/disclose-token`: leaked tokens, reported by scanners and by finders.

use crate::state::ApiState;
use axum::{
    body::{Body, to_bytes},
    extract::State,
};
use domain::{Kind, visitor::Visitor};
use http::{HeaderMap, StatusCode, header};
use service::leaks::{KnownKeys, LONGEST_REPORT, Proof, Report, Scanner, disclose};
use std::{sync::Arc, time::Duration};
use web::{ClientAddress, Problem};

/// How long the body of a report may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// What the endpoint keeps between reports.
pub(crate) struct LeakDoor {
    keys: Arc<KnownKeys>,
}

impl LeakDoor {
    pub(crate) fn new() -> anyhow::Result<Self> {
        Ok(Self { keys: Arc::new(KnownKeys::over_http()?) })
    }
}

/// Takes a report; 204 whatever its tokens were.
pub(crate) async fn report(
    State(state): State<Arc<ApiState>>,
    client: ClientAddress,
    headers: HeaderMap,
    body: Body,
) -> Result<StatusCode, Problem> {
    let proof = proof(&state.ctx.settings.leak_scanners, &headers);
    let report = Report { body: read(&headers, body).await?, proof };
    let (ctx, keys) = (Arc::clone(&state.ctx), Arc::clone(&state.leaks.keys));
    let visitor = Visitor::new(client.address, text(&headers, header::USER_AGENT.as_str()).unwrap_or_default());
    service::detached(async move { disclose(&ctx, &visitor, &keys, report).await }).await??;
    Ok(StatusCode::NO_CONTENT)
}

/// The scanner that any header names, with what it sent along.
fn proof(scanners: &[Scanner], headers: &HeaderMap) -> Option<Proof> {
    scanners.iter().find_map(|scanner| {
        let key_id = text(headers, &scanner.key_id_header);
        let signature = text(headers, &scanner.signature_header);
        let is_named = key_id.is_some() || signature.is_some();
        is_named.then(|| Proof {
            scanner: scanner.clone(),
            key_id: key_id.map(str::to_owned),
            signature: signature.map(str::to_owned),
        })
    })
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// The whole body, bounded in bytes and in time; compressed ones are not taken.
async fn read(headers: &HeaderMap, body: Body) -> Result<Vec<u8>, Problem> {
    if headers.contains_key(header::CONTENT_ENCODING) {
        let message = "A report is not compressed: send it as it is, without `Content-Encoding`";
        return Err(Problem::refuse(Kind::UnsupportedMedia, "leak-report-compressed", message));
    }
    match tokio::time::timeout(PATIENCE, to_bytes(body, LONGEST_REPORT)).await {
        Ok(Ok(bytes)) => Ok(bytes.to_vec()),
        Ok(Err(_)) | Err(_) => {
            let message = "The report did not arrive whole, or it has more than a mebibyte; send fewer tokens at once";
            Err(Problem::refuse(Kind::Invalid, "leak-report-cut", message))
        }
    }
}
