//! An index behind its router, and short ways to ask it.

use api::{ApiState, Front};
use axum::body::Body;
use domain::permission::Actor;
use http::{HeaderMap, HeaderName, Method, Request, StatusCode, header};
use http_body_util::BodyExt as _;
use std::ops::Deref;
use std::sync::Arc;
use templates::Templates;
use testkit::FromEngine;
use testkit::database::Engine;
use testkit::distribution::{BuiltFile, Distribution};
use testkit_index::{Somebody, TestIndex, normalized};
use tower::ServiceExt as _;

/// An index, one node of it with its router, and somebody who publishes.
pub(crate) struct Site {
    pub(crate) index: TestIndex,
    pub(crate) state: Arc<ApiState>,
    pub(crate) router: Front,
    pub(crate) ada: Somebody,
}

/// A whole answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Site {
    pub(crate) async fn new() -> Self {
        Self::from_engine(Engine::Sqlite).await
    }

    /// Another process on the same database: it hears nothing of our commits by itself.
    pub(crate) async fn other_node(&self) -> (Arc<ApiState>, Front) {
        let db = store::Db::open(&self.index.database.connect).await.expect("the database opens twice");
        let ctx = service::Ctx {
            db,
            blobs: self.index.ctx.blobs.clone(),
            settings: self.index.ctx.settings.clone(),
            keys: arc_swap::ArcSwap::from_pointee(domain::keys::KeyRing::new([7; 32])),
            soft: service::soft::SoftWrites::default(),
            passwords: service::passwords::Passwords::default(),
            board: Arc::default(),
            figures: service::figures::Kept::default(),
            mail: self.index.ctx.mail.clone(),
            domains: None,
            clock: self.index.ctx.clock.clone(),
            random: service::ctx::Random::seeded(2),
        };
        node(Arc::new(ctx)).await
    }

    pub(crate) async fn publish(&self, file: &BuiltFile) {
        self.index.publish(&self.ada.token, file).await.expect("the file is published");
    }

    /// Publishes a small wheel and gives its address.
    pub(crate) async fn wheel(&self, name: &str, version: &str) -> String {
        let file = Distribution::new(name, version).wheel();
        self.publish(&file).await;
        self.address_of(&file)
    }

    pub(crate) async fn quarantine(&self, name: &str) {
        service::projects::quarantine(&self.index.ctx, &Actor::Operator, &normalized(name), "a test")
            .await
            .expect("the project is put into quarantine");
    }

    /// Puts one release into quarantine, as no act does yet.
    pub(crate) async fn quarantine_release(&self, name: &str, version: &str) {
        let (name, version) = (normalized(name), version.parse().expect("it is a version"));
        let at = self.index.now();
        let done: anyhow::Result<()> = store::transaction!(self.index.ctx.db, |write| {
            let project = store::projects::by_name(write, &name).await?.expect("the project exists");
            let release = store::releases::by_version(write, project.id, &version).await?.expect("the release exists");
            store::releases::set_quarantine(write, release.id, Some(at)).await?;
            store::journal::record(
                write,
                store::journal::NewEntry {
                    project_name: project.name,
                    normalized_name: project.normalized_name,
                    version: Some(release.version),
                    action: domain::journal::PublicChange::QuarantineRelease.to_string(),
                    account_id: None,
                    at,
                },
            );
            Ok(())
        });
        done.expect("the release is put into quarantine");
    }

    /// The path of a published file.
    pub(crate) fn address_of(&self, file: &BuiltFile) -> String {
        let digests = packaging::digest::Digests::of(&file.bytes);
        let path = domain::files::object_path(digests.blake2b.as_str(), &file.filename);
        let url = self.index.ctx.settings.urls.file(&path);
        url.strip_prefix("http://localhost:8080").expect("files are on this host").to_owned()
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.get_with(path, &[]).await
    }

    pub(crate) async fn get_with(&self, path: &str, headers: &[(HeaderName, &str)]) -> Answer {
        ask(&self.router, Method::GET, path, headers).await
    }

    pub(crate) async fn ask(&self, method: Method, path: &str) -> Answer {
        ask(&self.router, method, path, &[]).await
    }

    /// The page of a project as JSON.
    pub(crate) async fn json(&self, path: &str) -> serde_json::Value {
        self.get_with(path, &[(header::ACCEPT, JSON)]).await.json()
    }
}

impl FromEngine for Site {
    async fn from_engine(engine: Engine) -> Self {
        let index = TestIndex::from_engine(engine).await;
        let ada = index.somebody("ada").await;
        let (state, router) = node(Arc::clone(&index.ctx)).await;
        Self { index, state, router, ada }
    }
}

impl Deref for Site {
    type Target = TestIndex;

    fn deref(&self) -> &TestIndex {
        &self.index
    }
}

impl Answer {
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("the body is text")
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("the body is JSON: {self:?}"))
    }

    /// The value of a header, empty when it is absent.
    pub(crate) fn header(&self, name: impl http::header::AsHeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("the header is text"))
    }
}

/// The media type of the JSON form.
pub(crate) const JSON: &str = "application/vnd.pypi.simple.v1+json";

pub(crate) async fn ask(router: &Front, method: Method, path: &str, headers: &[(HeaderName, &str)]) -> Answer {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(name, *value);
    }
    let request = request.body(Body::empty()).expect("it is a request");
    let response = router.clone().oneshot(request).await.expect("the router answers");
    let (parts, body) = response.into_parts();
    let body = body.collect().await.expect("the body is whole").to_bytes().to_vec();
    Answer { status: parts.status, headers: parts.headers, body }
}

/// Digests and sizes change with the compressor; snapshots show what they are instead.
pub(crate) fn without_digests(text: &str) -> String {
    let mut shown = String::new();
    let mut run = String::new();
    for character in text.chars().chain(['\n']) {
        if character.is_ascii_hexdigit() {
            run.push(character);
            continue;
        }
        let is_folder =
            ["/files/", "/files/<2>/", "/packages/", "/packages/<2>/"].iter().any(|prefix| shown.ends_with(prefix));
        let replacement = match run.len() {
            64 => "<digest>",
            60 => "<60>",
            32 => "<md5>",
            2 if is_folder => "<2>",
            1.. if shown.trim_end().ends_with("\"size\":") => "<size>",
            _ => run.as_str(),
        };
        shown.push_str(replacement);
        shown.push(character);
        run.clear();
    }
    shown.pop();
    shown
}

async fn node(ctx: Arc<service::Ctx>) -> (Arc<ApiState>, Front) {
    let templates = Arc::new(Templates::new().expect("the pages are good"));
    let state = ApiState::new(Arc::clone(&ctx), templates).await.expect("the names can be read");
    let router = web::shell(api::router(Arc::clone(&state)), ctx).expect("the settings are good");
    let router = Front::new(Arc::clone(&state), router);
    (state, router)
}
