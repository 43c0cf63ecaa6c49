//! An index behind the router of its pages, and short ways to ask it.

use axum::Router;
use axum::body::Body;
use domain::permission::Actor;
use http::{HeaderMap, HeaderName, Method, Request, StatusCode, header};
use http_body_util::BodyExt as _;
use service::mail::MailFolder;
use site::SiteState;
use std::ops::Deref;
use std::path::Path;
use std::sync::{Arc, LazyLock};
use templates::Templates;
use testkit::FromEngine;
use testkit::database::{Engine, TestDb};
use testkit::distribution::{BuiltFile, Distribution};
use testkit_index::{Somebody, TestIndex, normalized};
use tower::ServiceExt as _;

/// An index, its pages, and somebody who publishes.
pub(crate) struct Site {
    pub(crate) index: TestIndex,
    pub(crate) router: Router,
    pub(crate) ada: Somebody,
}

/// A whole answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

static TEMPLATES: LazyLock<Arc<Templates>> = LazyLock::new(|| Arc::new(Templates::new().expect("the pages are good")));

impl Site {
    pub(crate) async fn new() -> Self {
        Self::from_engine(Engine::Sqlite).await
    }

    /// An index that people reach under another address than the usual one.
    pub(crate) async fn at(public_url: &str) -> Self {
        let database = TestDb::from_engine(Engine::Sqlite).await;
        let url = url::Url::parse(public_url).expect("it is a URL");
        let index = TestIndex::with(database, |settings| settings.urls = domain::urls::Urls::new(&url, None)).await;
        Self::of(index).await
    }

    async fn of(index: TestIndex) -> Self {
        let ada = index.somebody("ada").await;
        let router = router(&index);
        Self { index, router, ada }
    }

    pub(crate) async fn publish(&self, file: &BuiltFile) {
        self.index.publish(&self.ada.token, file).await.expect("the file is published");
    }

    /// Publishes a small wheel.
    pub(crate) async fn wheel(&self, name: &str, version: &str) {
        self.publish(&Distribution::new(name, version).wheel()).await;
    }

    pub(crate) async fn quarantine(&self, name: &str) {
        service::projects::quarantine(&self.index.ctx, &Actor::Operator, &normalized(name), "a test")
            .await
            .expect("the project is put into quarantine");
    }

    pub(crate) async fn yank(&self, name: &str, version: &str, reason: &str) {
        let reason = service::projects::YankReason::parse(reason).expect("it is a reason");
        let key = testkit_index::release_key(name, version);
        service::projects::yank(&self.index.ctx, &Actor::Operator, &key, &reason).await.expect("the release is yanked");
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.get_with(path, &[]).await
    }

    pub(crate) async fn get_with(&self, path: &str, headers: &[(HeaderName, &str)]) -> Answer {
        ask(&self.router, Method::GET, path, headers, "").await
    }

    pub(crate) async fn ask(&self, method: Method, path: &str) -> Answer {
        ask(&self.router, method, path, &[], "").await
    }

    /// The page for who reads French.
    pub(crate) async fn in_french(&self, path: &str) -> Answer {
        self.get_with(path, &[(header::ACCEPT_LANGUAGE, "fr-CH, fr;q=0.9, en;q=0.8")]).await
    }

    /// Sends a form without a page that it came from.
    pub(crate) async fn post_with(&self, path: &str, fields: &[(&str, &str)], more: &[(HeaderName, &str)]) -> Answer {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let mut headers = vec![(header::CONTENT_TYPE, "application/x-www-form-urlencoded")];
        headers.extend_from_slice(more);
        ask(&self.router, Method::POST, path, &headers, &body).await
    }
}

/// The router of the pages of an index.
pub(crate) fn router(index: &TestIndex) -> Router {
    let state = SiteState::new(Arc::clone(&index.ctx), Arc::clone(&TEMPLATES));
    web::shell(site::router(&state), Arc::clone(&index.ctx)).expect("the settings are good")
}

/// The router of the pages of an index that somebody develops.
pub(crate) fn development_router(index: &TestIndex, mail_folder: &Path) -> Router {
    let folder = MailFolder(mail_folder.to_owned());
    let state = SiteState::for_development(Arc::clone(&index.ctx), Arc::clone(&TEMPLATES), folder);
    web::shell(site::router(&state), Arc::clone(&index.ctx)).expect("the settings are good")
}

impl FromEngine for Site {
    async fn from_engine(engine: Engine) -> Self {
        Self::of(TestIndex::from_engine(engine).await).await
    }
}

impl Deref for Site {
    type Target = TestIndex;

    fn deref(&self) -> &TestIndex {
        &self.index
    }
}

impl Answer {
    /// The value of a header, empty when it is absent.
    pub(crate) fn header(&self, name: HeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("the header is text"))
    }

    /// Where the answer sends the client.
    pub(crate) fn location(&self) -> &str {
        self.header(header::LOCATION)
    }

    /// Whether a page holds a text, slashes unescaped and the words of commands joined.
    pub(crate) fn shows(&self, text: &str) -> bool {
        let body = self.body.replace("&#x2f;", "/").replace("</span> <span>", " ");
        body.contains(text)
    }
}

pub(crate) async fn ask(
    router: &Router,
    method: Method,
    path: &str,
    headers: &[(HeaderName, &str)],
    body: &str,
) -> Answer {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(name, *value);
    }
    let request = request.body(Body::from(body.to_owned())).expect("it is a request");
    let response = router.clone().oneshot(request).await.expect("the router answers");
    let (parts, body) = response.into_parts();
    let body = body.collect().await.expect("the body is whole").to_bytes().to_vec();
    let body = String::from_utf8(body).expect("the body is text");
    Answer { status: parts.status, headers: parts.headers, body }
}
