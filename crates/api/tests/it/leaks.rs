//! `POST /_/secrets/disclose-token`, against a stand-in for the key server of a scanner.

use crate::harness::Answer;
use api::ApiState;
use axum::{Router, body::Body};
use http::{Method, Request, header};
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use service::leaks::Scanner;
use std::sync::{Arc, Mutex, PoisonError};
use templates::Templates;
use testkit::{
    FromEngine as _,
    database::{Engine, TestDb},
    scanner::SoftScanner,
};
use testkit_index::{Somebody, TestIndex};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};
use tower::ServiceExt as _;

const PATH: &str = "/_/secrets/disclose-token";

/// A key server that speaks just enough HTTP.
struct KeyServer {
    url: String,
    state: Arc<Mutex<Served>>,
}

struct Served {
    status: &'static str,
    body: String,
    asked: usize,
}

impl KeyServer {
    async fn start(body: &Value) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let url = format!("http://{}/keys", listener.local_addr().expect("it listens"));
        let state = Arc::new(Mutex::new(Served { status: "200 OK", body: body.to_string(), asked: 0 }));
        let shared = Arc::clone(&state);
        tokio::spawn(async move {
            while let Ok((mut connection, _)) = listener.accept().await {
                let mut request = Vec::new();
                while !request.ends_with(b"\r\n\r\n") {
                    let Ok(byte) = connection.read_u8().await else { break };
                    request.push(byte);
                }
                let answer = {
                    let mut served = shared.lock().unwrap_or_else(PoisonError::into_inner);
                    served.asked += 1;
                    let length = served.body.len();
                    let head =
                        format!("HTTP/1.1 {}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n", served.status);
                    head + &served.body
                };
                // A client that has read enough hangs up.
                let _ = connection.write_all(answer.as_bytes()).await;
            }
        });
        Self { url, state }
    }

    fn set(&self, status: &'static str, body: &Value) {
        let mut served = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        (served.status, served.body) = (status, body.to_string());
    }

    fn asked(&self) -> usize {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).asked
    }
}

/// An index that believes one scanner, and somebody with a token.
struct Site {
    index: TestIndex,
    router: Router,
    ada: Somebody,
    scanner: SoftScanner,
    server: KeyServer,
}

fn list(keys: &[(&str, &SoftScanner, bool)]) -> Value {
    let key = |(id, key, is_current): &(&str, &SoftScanner, bool)| json!({ "key_identifier": id, "key": key.pem(), "is_current": is_current });
    json!({ "public_keys": keys.iter().map(key).collect::<Vec<_>>() })
}

impl Site {
    async fn new() -> Self {
        let scanner = SoftScanner::new(1);
        let server = KeyServer::start(&list(&[("one", &scanner, true)])).await;
        Self::with(scanner, server).await
    }

    async fn with(scanner: SoftScanner, server: KeyServer) -> Self {
        let forge = Scanner {
            name: "forge".to_owned(),
            key_id_header: "forge-key-id".to_owned(),
            signature_header: "forge-signature".to_owned(),
            keys_url: server.url.parse().expect("it is a URL"),
        };
        let database = TestDb::from_engine(Engine::Sqlite).await;
        let index = TestIndex::with(database, |settings| settings.leak_scanners = vec![forge]).await;
        let ada = index.somebody("ada").await;
        let templates = Arc::new(Templates::new().expect("the pages are good"));
        let state = ApiState::new(Arc::clone(&index.ctx), templates).await.expect("the names can be read");
        let router = web::shell(api::router(state), Arc::clone(&index.ctx)).expect("the settings are good");
        Self { index, router, ada, scanner, server }
    }

    fn report(&self) -> String {
        json!([{ "token": self.ada.token, "type": "pypi_api_token", "url": "https://code.example/x" }]).to_string()
    }

    async fn send(&self, body: &str, headers: &[(&str, &str)]) -> Answer {
        self.send_to(PATH, body, headers).await
    }

    async fn send_to(&self, path: &str, body: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::builder().method(Method::POST).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from(body.to_owned())).expect("it is a request");
        let response = self.router.clone().oneshot(request).await.expect("the router answers");
        let (parts, body) = response.into_parts();
        let body = body.collect().await.expect("the body is whole").to_bytes().to_vec();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    /// Sends the report signed by a key, under an id.
    async fn send_signed(&self, body: &str, key: &SoftScanner, id: &str) -> Answer {
        self.send(body, &[("Forge-Key-Id", id), ("Forge-Signature", &key.sign(body.as_bytes()))]).await
    }

    async fn holds(&self) -> bool {
        service::tokens::authenticate(&self.index.ctx, &self.ada.token).await.is_ok()
    }
}

#[tokio::test]
async fn a_signed_report_is_accepted_and_its_token_gone() {
    let site = Site::new().await;
    let answer = site.send_signed(&site.report(), &site.scanner, "one").await;
    assert_eq!((answer.status.as_u16(), answer.body.len()), (204, 0));
    assert!(!site.holds().await);
    let mails = store::mail::newest(&mut site.index.db.read().await.unwrap(), 10).await.unwrap();
    assert!(mails.iter().any(|mail| mail.kind == "token_leaked"), "{mails:?}");
}

#[tokio::test]
async fn the_older_address_takes_the_same_reports() {
    let site = Site::new().await;
    let report = site.report();
    let headers = [("Forge-Key-Id", "one"), ("Forge-Signature", &site.scanner.sign(report.as_bytes()))];
    assert_eq!(site.send_to("/_/github/disclose-token", &report, &headers).await.status, 204);
    assert!(!site.holds().await);
}

#[tokio::test]
async fn the_keys_are_asked_for_once_and_again_for_an_unknown_id() {
    let site = Site::new().await;
    for _ in 0..3 {
        assert_eq!(site.send_signed("[]", &site.scanner, "one").await.status, 204);
    }
    assert_eq!(site.server.asked(), 1);
    let new = SoftScanner::new(2);
    assert_eq!(site.send_signed("[]", &new, "two").await.status, 400);
    site.server.set("200 OK", &list(&[("one", &site.scanner, false), ("two", &new, true)]));
    assert_eq!(site.send_signed(&site.report(), &new, "two").await.status, 204);
    assert_eq!(site.server.asked(), 3);
    assert!(!site.holds().await);
    let old = site.send_signed("[]", &site.scanner, "one").await;
    assert_eq!((old.status.as_u16(), &old.json()["code"]), (400, &json!("leak-key-unknown")));
}

#[tokio::test]
async fn a_report_that_is_not_signed_by_its_scanner_is_refused() {
    let site = Site::new().await;
    let report = site.report();
    let wrong = site.send_signed(&report, &SoftScanner::new(2), "one").await;
    assert_eq!((wrong.status.as_u16(), &wrong.json()["code"]), (400, &json!("leak-signature-wrong")));
    let other_body = site.scanner.sign(b"[]");
    let headers = [("forge-key-id", "one"), ("forge-signature", &other_body[..])];
    assert_eq!(site.send(&report, &headers).await.status, 400);
    for half in [headers[0], headers[1]] {
        assert_eq!(site.send(&report, &[half]).await.json()["code"], "leak-half-signed");
    }
    assert!(site.holds().await);
}

#[tokio::test]
async fn a_key_server_that_is_away_or_broken_is_503_and_the_token_stays() {
    let site = Site::new().await;
    let keys = list(&[("one", &site.scanner, true)]);
    for (status, body) in [("500 Internal Server Error", &keys), ("302 Found", &keys), ("200 OK", &json!("no list"))] {
        site.server.set(status, body);
        let answer = site.send_signed(&site.report(), &site.scanner, "one").await;
        assert_eq!(
            (answer.status.as_u16(), &answer.json()["code"]),
            (503, &json!("leak-keys-unavailable")),
            "{status}"
        );
    }
    assert!(site.holds().await);
    site.server.set("200 OK", &keys);
    assert_eq!(site.send_signed(&site.report(), &site.scanner, "one").await.status, 204);

    let gone = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/keys", gone.local_addr().unwrap());
    drop(gone);
    let server = KeyServer { url, state: Arc::clone(&site.server.state) };
    let away = Site::with(SoftScanner::new(1), server).await;
    assert_eq!(away.send_signed(&away.report(), &away.scanner, "one").await.status, 503);
}

#[tokio::test]
async fn whoever_holds_a_token_may_post_it_without_any_key() {
    let site = Site::new().await;
    assert_eq!(site.send(&site.report(), &[]).await.status, 204);
    assert!(!site.holds().await);
    assert_eq!(site.send(&site.report(), &[]).await.status, 204, "a second time says the same");
    assert_eq!(site.server.asked(), 0);
}

#[tokio::test]
async fn a_report_says_the_same_of_tokens_that_do_not_exist() {
    let site = Site::new().await;
    let forged = domain::tokens::ApiToken::mint("x", domain::ids::TokenId(site.index.id()), &[1; 32], &[]).to_text();
    for token in [&forged[..], "pypi-x", "", "x"] {
        let body = json!([{ "token": token, "type": "pypi_api_token", "url": "" }]).to_string();
        assert_eq!(site.send(&body, &[]).await.status, 204, "{token}");
    }
}

#[tokio::test]
async fn what_is_no_report_is_refused_by_name() {
    let site = Site::new().await;
    for body in ["", "{}", "[1]", "[{\"token\": 1}]"] {
        let answer = site.send_signed(body, &site.scanner, "one").await;
        assert_eq!((answer.status.as_u16(), &answer.json()["code"]), (400, &json!("leak-report-unreadable")), "{body}");
    }
    let long = format!("[{}]", " ".repeat(1 << 20));
    assert_eq!(site.send_signed(&long, &site.scanner, "one").await.json()["code"], "leak-report-cut");
    assert_eq!(site.send("[]", &[("content-encoding", "gzip")]).await.status, 415);
}

#[tokio::test]
async fn posting_without_a_key_is_limited_and_says_until_when() {
    let site = Site::new().await;
    for _ in 0..10 {
        assert_eq!(site.send("[]", &[]).await.status, 204);
    }
    let answer = site.send("[]", &[]).await;
    assert_eq!(answer.status, 429);
    assert!(answer.headers[header::RETRY_AFTER].to_str().unwrap().parse::<u32>().unwrap() > 0);
}
