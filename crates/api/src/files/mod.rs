//! Distribution files and the metadata beside wheels: immutable, resumable, never compressed.
//!
//! Whether a file exists is known from the same page as the simple index: an
//! address that no file has is answered without the database.

use crate::ApiState;
use crate::simple::{Digest, Page, parse_digest};
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::Response;
use chrono::{DateTime, SubsecRound as _, Utc};
use domain::Kind;
use domain::files::FileKind;
use domain::ids::ProjectId;
use domain::projects::ProjectStatus;
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use packaging::name::NormalizedName;
use percent_encoding::percent_decode_str;
use service::downloads::Download;
use std::ops::Range;
use std::sync::Arc;
use web::range::{self, Part};
use web::{CachePolicy, Problem, date, etag, headers};

/// Where files are; the second one is for mirrors, which insist on it.
const PREFIXES: [&str; 2] = ["/files/", "/packages/"];

/// What every answer about a file carries.
#[derive(Debug)]
pub(crate) struct FileDoor {
    common: HeaderMap,
}

/// An address below `/files/`, taken apart.
struct Address {
    digest: Digest,
    /// The object's path, `<2>/<2>/<60>/<filename>`.
    path: String,
    filename: String,
    is_metadata: bool,
}

/// What a download of a file counts for.
struct Counted {
    project: ProjectId,
    version: Arc<str>,
    kind: FileKind,
}

/// What is sent: an object, and what conditions compare.
struct Entity {
    path: String,
    size: u64,
    etag: HeaderValue,
    modified: DateTime<Utc>,
}

impl FileDoor {
    pub(crate) fn new() -> Self {
        let mut common = HeaderMap::with_capacity(24);
        headers::file(&mut common);
        headers::cors(&mut common);
        CachePolicy::File.apply(&mut common, 0);
        common.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
        Self { common }
    }

    fn answer(&self, status: StatusCode, entity: &Entity, body: Body) -> Response {
        let mut response = Response::new(body);
        *response.status_mut() = status;
        let headers = response.headers_mut();
        *headers = self.common.clone();
        headers.insert(header::ETAG, entity.etag.clone());
        headers.insert(header::LAST_MODIFIED, date::write(entity.modified));
        response
    }
}

/// `GET /files/<2>/<2>/<60>/<filename>` and `<filename>.metadata`.
pub(crate) async fn file(State(state): State<Arc<ApiState>>, request: Request) -> Result<Response, Problem> {
    let address = Address::parse(request.uri().path()).ok_or_else(Problem::not_found)?;
    let page = page_of(&state, &address.filename).await?.ok_or_else(Problem::not_found)?;
    let download = address.download(&page);
    let entity = address.entity(&page)?;
    let (door, asked) = (&state.files, request.headers());
    if is_unchanged(asked, &entity) {
        return Ok(door.answer(StatusCode::NOT_MODIFIED, &entity, Body::empty()));
    }
    if *request.method() == Method::HEAD {
        let mut response = door.answer(StatusCode::OK, &entity, Body::empty());
        response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(entity.size));
        return Ok(response);
    }
    match range::asked(asked, entity.size, &entity.etag, entity.modified) {
        Part::Whole => send(&state, &entity, None).await.inspect(|_| count(&state, download, asked)),
        Part::Some(part) => {
            let is_from_start = part.start == 0;
            let sent = send(&state, &entity, Some(part)).await;
            sent.inspect(|_| count(&state, download.filter(|_| is_from_start), asked))
        }
        Part::Unsatisfiable => {
            let mut response = door.answer(StatusCode::RANGE_NOT_SATISFIABLE, &entity, Body::empty());
            response.headers_mut().insert(header::CONTENT_RANGE, range::unsatisfied_range(entity.size));
            // Nobody may keep what only this client asked for.
            CachePolicy::NoStore.apply(response.headers_mut(), 0);
            Ok(response)
        }
    }
}

/// Streams an object or one range of it, as fast as the client takes it.
async fn send(state: &ApiState, entity: &Entity, part: Option<Range<u64>>) -> Result<Response, Problem> {
    let content = state.ctx.blobs.get(&entity.path, part.clone()).await?;
    let content = content.ok_or_else(|| anyhow::anyhow!("the object of a file's row is missing: `{}`", entity.path))?;
    if content.size != entity.size {
        return Err(anyhow::anyhow!("an object has another size than its row: `{}`", entity.path).into());
    }
    let length = content.range.end - content.range.start;
    let status = if part.is_some() { StatusCode::PARTIAL_CONTENT } else { StatusCode::OK };
    let mut response = state.files.answer(status, entity, Body::from_stream(content.stream));
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    if let Some(part) = part {
        response.headers_mut().insert(header::CONTENT_RANGE, range::content_range(&part, entity.size));
    }
    Ok(response)
}

/// Counts a file that is being sent; what is beside a file is none.
fn count(state: &ApiState, download: Option<Counted>, asked: &HeaderMap) {
    if let Some(Counted { project, version, kind }) = download {
        let user_agent = asked.get(header::USER_AGENT).map(HeaderValue::as_bytes).unwrap_or_default();
        service::downloads::count(&state.ctx, Download { project, version: &version, kind, user_agent });
    }
}

/// The page of the project whose name begins the file name (PEP 427, PEP 625).
async fn page_of(state: &ApiState, filename: &str) -> anyhow::Result<Option<Arc<Page>>> {
    let before_version = filename.split('-').next().unwrap_or_default();
    match NormalizedName::from_any(before_version) {
        Ok(name) => state.simple.page(&name).await,
        Err(_) => Ok(None),
    }
}

fn is_unchanged(asked: &HeaderMap, entity: &Entity) -> bool {
    if etag::is_conditional(asked) {
        return etag::none_match(asked, &entity.etag);
    }
    let since = asked.get(header::IF_MODIFIED_SINCE).and_then(date::read);
    since.is_some_and(|since| entity.modified.trunc_subsecs(0) <= since)
}

impl Address {
    fn parse(path: &str) -> Option<Self> {
        let path =
            percent_decode_str(PREFIXES.iter().find_map(|prefix| path.strip_prefix(prefix))?).decode_utf8().ok()?;
        let mut parts = path.split('/');
        let (first, second, rest) = (parts.next()?, parts.next()?, parts.next()?);
        let asked = parts.next()?;
        if parts.next().is_some() || first.len() != 2 || second.len() != 2 {
            return None;
        }
        let digest = parse_digest(&[first, second, rest].concat())?;
        let filename = asked.strip_suffix(".metadata").unwrap_or(asked);
        Some(Self {
            digest,
            path: format!("{first}/{second}/{rest}/{filename}"),
            filename: filename.to_owned(),
            is_metadata: filename.len() != asked.len(),
        })
    }

    /// What sending the file counts for; nothing for metadata.
    fn download(&self, page: &Page) -> Option<Counted> {
        let facts = page.file(&self.digest, &self.filename).filter(|_| !self.is_metadata)?;
        let kind = if self.filename.ends_with(".whl") { FileKind::Wheel } else { FileKind::Sdist };
        Some(Counted { project: page.project, version: Arc::clone(&facts.version), kind })
    }

    /// The entity behind the address, if it exists and nobody took it out of reach.
    fn entity(self, page: &Page) -> Result<Entity, Problem> {
        let facts = page.file(&self.digest, &self.filename).ok_or_else(Problem::not_found)?;
        if page.status == ProjectStatus::Quarantined || facts.is_quarantined {
            let message = format!("File is in quarantine: `{}`", self.filename);
            return Err(Problem::refuse(Kind::Forbidden, "quarantined", message));
        }
        if !self.is_metadata {
            let etag = etag_of(&self.digest);
            return Ok(Entity { path: self.path, size: facts.size, etag, modified: facts.modified });
        }
        let metadata = facts.metadata.as_ref().ok_or_else(Problem::not_found)?;
        Ok(Entity {
            path: domain::files::metadata_path(&self.path),
            size: metadata.size,
            etag: etag_of(&metadata.sha256),
            modified: facts.modified,
        })
    }
}

fn etag_of(digest: &Digest) -> HeaderValue {
    HeaderValue::try_from(format!("\"{}\"", hex::encode(digest))).expect("hexadecimal digits stand in a header")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_no_file_can_have_are_refused_at_once() {
        let rest = "ab".repeat(30);
        let parse = |path: String| Address::parse(&path);
        assert!(parse(format!("/files/ab/ab/{rest}/a-1.tar.gz")).is_some());
        for path in [
            format!("/files/ab/ab/{rest}"),
            format!("/files/ab/ab/{rest}/a/b"),
            format!("/files/a/bab/{rest}/a"),
            format!("/files/AB/ab/{rest}/a"),
            format!("/files/ab/ab/{}/a", "zz".repeat(30)),
            "/files/".to_owned(),
            format!("/files/ab/ab/{rest}/..%2f..%2fetc"),
            format!("/files/ab/ab/{rest}/%ff"),
        ] {
            assert!(parse(path.clone()).is_none(), "{path}");
        }
    }

    #[test]
    fn the_suffix_tells_metadata_from_its_wheel() {
        let address =
            Address::parse(&format!("/files/ab/ab/{}/a-1-py3-none-any.whl.metadata", "ab".repeat(30))).unwrap();
        assert!(address.is_metadata);
        assert_eq!(address.filename, "a-1-py3-none-any.whl");
    }
}
