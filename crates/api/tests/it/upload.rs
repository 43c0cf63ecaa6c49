//! The upload endpoint, as tools speak to it.

use crate::harness::{Answer, Site, ask};
use axum::body::Body;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use futures::StreamExt as _;
use http::{Method, Request, header};
use http_body_util::BodyExt as _;
use hyper::ext::ReasonPhrase;
use testkit::distribution::{BuiltFile, Distribution};
use testkit_index::form_of;
use tower::ServiceExt as _;

const BOUNDARY: &str = "----------brie";

/// A request as twine sends it, to be bent by a test.
pub(crate) struct Upload {
    authorization: String,
    pub(crate) accept: &'static str,
    path: &'static str,
    fields: Vec<(String, String)>,
    file: Option<BuiltFile>,
    headers: Vec<(&'static str, String)>,
    cut_at: Option<usize>,
}

impl Upload {
    fn of(site: &Site, file: &BuiltFile) -> Self {
        Self::by(&site.ada.token, file)
    }

    pub(crate) fn by(token: &str, file: &BuiltFile) -> Self {
        Self {
            authorization: format!("Basic {}", STANDARD.encode(format!("__token__:{token}"))),
            accept: "*/*",
            path: "/legacy/",
            fields: form_of(file),
            file: Some(file.clone()),
            headers: Vec::new(),
            cut_at: None,
        }
    }

    fn body(&self) -> Vec<u8> {
        let mut body = Vec::new();
        for (name, value) in &self.fields {
            let head = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(value.as_bytes());
            body.extend_from_slice(b"\r\n");
        }
        if let Some(file) = &self.file {
            let head = format!(
                "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"content\"; filename=\"{}\"\r\n\
                 Content-Type: application/octet-stream\r\n\r\n",
                file.filename
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(&file.bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
        body.truncate(self.cut_at.unwrap_or(body.len()));
        body
    }

    pub(crate) async fn send(&self, site: &Site) -> (Answer, String) {
        let mut request = Request::post(self.path)
            .header(header::AUTHORIZATION, &self.authorization)
            .header(header::ACCEPT, self.accept)
            .header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={BOUNDARY}"));
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        let request = request.body(Body::from(self.body())).unwrap();
        let response = site.router.clone().oneshot(request).await.unwrap();
        let reason = response.extensions().get::<ReasonPhrase>();
        let reason = reason.map(|reason| String::from_utf8_lossy(reason.as_bytes()).into_owned()).unwrap_or_default();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes().to_vec();
        (Answer { status: parts.status, headers: parts.headers, body }, reason)
    }
}

fn brie() -> BuiltFile {
    brie_version("1.0")
}

pub(crate) fn brie_version(version: &str) -> BuiltFile {
    Distribution::new("brie", version).wheel()
}

#[tokio::test]
async fn an_upload_is_listed_by_the_very_next_request() {
    let site = Site::new().await;
    assert_eq!(site.get("/simple/brie/").await.status, 404);
    let (answer, _) = Upload::of(&site, &brie()).send(&site).await;
    assert_eq!((answer.status.as_u16(), answer.text()), (200, ""));
    assert_eq!(answer.header(header::VARY), "Authorization");
    assert!(site.get("/simple/brie/").await.text().contains("brie-1.0-py3-none-any.whl"));
    assert_eq!(site.get(&site.address_of(&brie())).await.body, brie().bytes);
}

#[tokio::test]
async fn the_same_again_is_200_and_other_bytes_say_file_already_exists() {
    let site = Site::new().await;
    for _ in 0..2 {
        assert_eq!(Upload::of(&site, &brie()).send(&site).await.0.status, 200);
    }
    let other = Distribution::new("brie", "1.0").member("brie/more.py", b"").wheel();
    let (answer, reason) = Upload::of(&site, &other).send(&site).await;
    assert_eq!(answer.status, 400);
    assert!(reason.starts_with("File already exists"), "{reason}");
    assert!(answer.text().starts_with("File already exists"), "{}", answer.text());
}

#[tokio::test]
async fn a_refusal_is_json_for_who_asks_for_it() {
    let site = Site::new().await;
    let mut upload = Upload::of(&site, &brie());
    upload.fields.retain(|(name, _)| name != "name");
    upload.accept = "application/json";
    let (answer, _) = upload.send(&site).await;
    assert_eq!(answer.header(header::CONTENT_TYPE), "application/json");
    assert_eq!(answer.json()["code"], "upload-field");
    upload.accept = "application/problem+json";
    assert_eq!(upload.send(&site).await.0.json()["status"], 400);
}

#[tokio::test]
async fn authentication_is_refused_with_403_and_never_401() {
    let site = Site::new().await;
    let foreign = "pypi-AgEPaW5kZXguZXhhbXBsZQIkOTI2ZmY0Y2EtYTMzZS00MTAwLTliYjctNTU1OTllNTI0ODcyAAAGIAAA";
    for authorization in [
        "Basic garbage".to_owned(),
        format!("Basic {}", STANDARD.encode("ada:secret")),
        format!("Basic {}", STANDARD.encode(format!("__token__:{foreign}"))),
        format!("Bearer {}x", site.ada.token),
    ] {
        let mut upload = Upload::of(&site, &brie());
        upload.authorization = authorization;
        let (answer, reason) = upload.send(&site).await;
        assert_eq!(answer.status, 403, "{reason}");
        assert_eq!(answer.header(header::WWW_AUTHENTICATE), "");
    }
}

#[tokio::test]
async fn bearer_and_any_user_name_are_taken() {
    let site = Site::new().await;
    let mut upload = Upload::of(&site, &brie());
    upload.authorization = format!("Bearer {}", site.ada.token);
    assert_eq!(upload.send(&site).await.0.status, 200);
    upload.authorization = format!("Basic {}", STANDARD.encode(format!("ada:{}", site.ada.token)));
    assert_eq!(upload.send(&site).await.0.status, 200);
}

#[tokio::test]
async fn the_action_may_stand_in_the_query_and_old_ones_are_gone() {
    let site = Site::new().await;
    let mut upload = Upload::of(&site, &brie());
    upload.fields.retain(|(name, _)| name != ":action");
    assert_eq!(upload.send(&site).await.0.status, 405);
    upload.path = "/legacy/?:action=file_upload";
    assert_eq!(upload.send(&site).await.0.status, 200);
    upload.path = "/legacy/?:action=submit";
    assert_eq!(upload.send(&site).await.0.status, 410);
    upload.path = "/legacy/?:action=doc_upload";
    assert_eq!(upload.send(&site).await.0.status, 410);
}

#[tokio::test]
async fn broken_bodies_are_refused_and_leave_nothing() {
    let site = Site::new().await;
    let whole = Upload::of(&site, &brie()).body().len();
    for cut_at in [0, 100, whole / 2, whole - 3] {
        let mut upload = Upload::of(&site, &brie());
        upload.cut_at = Some(cut_at);
        assert_eq!(upload.send(&site).await.0.status, 400, "cut at {cut_at} of {whole}");
    }
    let mut upload = Upload::of(&site, &brie());
    upload.headers.push(("content-encoding", "gzip".to_owned()));
    assert_eq!(upload.send(&site).await.0.status, 415);
    let mut upload = Upload::of(&site, &brie());
    upload.headers.push(("content-length", (4_u64 << 30).to_string()));
    let (answer, reason) = upload.send(&site).await;
    assert!(answer.status == 400 && reason.contains("File too large"), "{reason}");
    assert_eq!(site.get("/simple/brie/").await.status, 404);
    assert!(site.index.temporary_files().is_empty());
}

#[tokio::test]
async fn what_breaks_off_or_goes_on_after_the_form_leaves_nothing() {
    let site = Site::new().await;
    let upload = Upload::of(&site, &brie());
    let broken = || vec![Err(std::io::Error::from(std::io::ErrorKind::UnexpectedEof))];
    let too_much = || (0..200).map(|_| Ok(vec![b' '; 10 * 1024])).collect();
    for after in [broken(), too_much()] {
        let pieces =
            futures::stream::iter([vec![Ok(upload.body())], after].into_iter().flatten()).then(async |piece| {
                // As from a wire: a piece is not there as soon as it is asked for.
                tokio::task::yield_now().await;
                piece
            });
        let request = Request::post("/legacy/")
            .header(header::AUTHORIZATION, &upload.authorization)
            .header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={BOUNDARY}"))
            .body(Body::from_stream(pieces))
            .unwrap();
        assert_eq!(site.router.clone().oneshot(request).await.unwrap().status(), 400);
    }
    assert_eq!(site.get("/simple/brie/").await.status, 404);
    assert!(site.index.temporary_files().is_empty());
}

#[tokio::test]
async fn forms_beyond_the_bounds_are_refused() {
    let site = Site::new().await;
    let mut upload = Upload::of(&site, &brie());
    upload.fields.extend((0..100_000).map(|number| (format!("f{number}"), "x".to_owned())));
    let (answer, reason) = upload.send(&site).await;
    assert!(answer.status == 400 && reason.contains("more than 10000 fields"), "{reason}");
    let mut upload = Upload::of(&site, &brie());
    upload.fields.push(("description".to_owned(), "x".repeat(5 << 20)));
    let (answer, reason) = upload.send(&site).await;
    assert!(answer.status == 400 && reason.contains("bytes"), "{reason}");
}

#[tokio::test]
async fn a_text_field_that_comes_as_a_file_is_refused() {
    let site = Site::new().await;
    let mut upload = Upload::of(&site, &brie());
    upload.fields.push(("summary\"; filename=\"x".to_owned(), "y".to_owned()));
    let (answer, reason) = upload.send(&site).await;
    assert!(answer.status == 400 && reason.starts_with("summary: Should not be a tuple"), "{reason}");
}

#[tokio::test]
async fn an_upload_without_a_file_is_refused() {
    let site = Site::new().await;
    let mut upload = Upload::of(&site, &brie());
    upload.file = None;
    let (answer, reason) = upload.send(&site).await;
    assert!(answer.status == 400 && reason.contains("does not have a file"), "{reason}");
}

#[tokio::test]
async fn without_its_slash_the_address_redirects_absolutely() {
    let site = Site::new().await;
    let answer = ask(&site.router, Method::POST, "/legacy", &[]).await;
    assert_eq!(answer.status, 308);
    assert_eq!(answer.header(header::LOCATION), "http://localhost:8080/legacy/");
    assert_eq!(site.get("/legacy").await.status, 405);
}

#[tokio::test]
async fn the_old_address_says_where_uploads_go_now() {
    let site = Site::new().await;
    let answer = ask(&site.router, Method::POST, "/pypi?:action=file_upload", &[]).await;
    assert_eq!(answer.status, 410);
    assert!(answer.text().contains("http://localhost:8080/legacy/"), "{}", answer.text());
}

#[tokio::test]
async fn a_switch_says_so_in_the_reason_phrase() {
    use service::switches::{NewSwitch, turn_on};
    let site = Site::new().await;
    let new = NewSwitch { switch: domain::switches::Switch::NoNewUploads, reason: "the store moves", banner: "" };
    turn_on(&site.index.ctx, &domain::permission::Actor::Operator, new).await.unwrap();
    let mut upload = Upload::of(&site, &brie());
    let (answer, reason) = upload.send(&site).await;
    // Never 503: twine would send the file again and again.
    assert_eq!(answer.status, 403);
    assert!(reason.starts_with("Uploads are switched off") && reason.contains("`the store moves`"), "{reason}");
    upload.accept = "application/json";
    assert_eq!(upload.send(&site).await.0.json()["code"], "no-new-uploads");
    assert_eq!(site.get("/simple/brie/").await.status, 404);
    assert_eq!(site.get("/simple/").await.status, 200);
}
