//! The mails of an index that somebody develops.

use crate::harness::{Answer, Site, ask, development_router};
use axum::Router;
use http::{Method, header};
use std::path::Path;

const NAME: &str = "20260331T120000Z-invitation-01900000-0000-7000-8000-000000000001.eml";

const MAIL: &str = "To: ada@people.example\r\n\
    Subject: =?utf-8?b?Vm9zIGNsw6lz?=\r\n\
    MIME-Version: 1.0\r\n\
    Content-Type: multipart/alternative; boundary=\"part\"\r\n\
    \r\n\
    --part\r\n\
    Content-Type: text/plain; charset=utf-8\r\n\
    Content-Transfer-Encoding: quoted-printable\r\n\
    \r\n\
    Open <this>:\r\n\
    http://localhost:8080/account/invitation/=\r\n\
    AbC\r\n\
    --part\r\n\
    Content-Type: text/html; charset=utf-8\r\n\
    \r\n\
    <p>Hello</p><script>alert(1)</script>\r\n\
    --part--\r\n";

async fn get(router: &Router, path: &str) -> Answer {
    ask(router, Method::GET, path, &[], "").await
}

async fn development(folder: &Path) -> (Site, Router) {
    std::fs::write(folder.join(NAME), MAIL).expect("the folder is there");
    let site = Site::new().await;
    let router = development_router(&site.index, folder);
    (site, router)
}

#[tokio::test]
async fn a_mail_is_listed_and_read_with_links_that_can_be_followed() {
    let folder = tempfile::tempdir().unwrap();
    let (_site, router) = development(folder.path()).await;
    let list = get(&router, "/dev/mail/").await;
    assert_eq!(list.status, 200, "{}", list.body);
    assert!(list.shows("Vos clés") && list.shows("ada@people.example"), "{}", list.body);
    let path = format!("/dev/mail/{NAME}/");
    assert!(list.shows(&format!("href=\"{path}\"")), "{}", list.body);
    let mail = get(&router, &path).await;
    assert!(mail.shows("Open &lt;this&gt;:"), "{}", mail.body);
    let link = "http://localhost:8080/account/invitation/AbC";
    assert!(mail.shows(&format!("<a href=\"{link}\" rel=\"noopener\">{link}</a>")), "{}", mail.body);
}

#[tokio::test]
async fn the_html_of_a_mail_runs_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (_site, router) = development(folder.path()).await;
    let html = get(&router, &format!("/dev/mail/{NAME}/html")).await;
    assert!(html.body.contains("<p>Hello</p>"), "{}", html.body);
    let policy = html.header(header::CONTENT_SECURITY_POLICY);
    assert!(policy.starts_with("default-src 'none'") && policy.contains("sandbox"), "{policy}");
    assert!(!policy.contains("script"), "{policy}");
}

#[tokio::test]
async fn other_files_are_no_mails() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("mail");
    std::fs::create_dir(&inner).unwrap();
    std::fs::write(folder.path().join("key-ring"), "secret").unwrap();
    let (_site, router) = development(&inner).await;
    std::fs::write(inner.join("notes.txt"), "mine").unwrap();
    for name in ["notes.txt", "..%2Fkey-ring", "%2E%2E", "none.eml"] {
        assert_eq!(get(&router, &format!("/dev/mail/{name}/")).await.status, 404, "{name}");
        assert_eq!(get(&router, &format!("/dev/mail/{name}/html")).await.status, 404, "{name}");
    }
}

#[tokio::test]
async fn without_dev_the_pages_are_like_unknown_ones() {
    let site = Site::new().await;
    let unknown = site.get("/nowhere/").await;
    for path in ["/dev/mail/".to_owned(), format!("/dev/mail/{NAME}/"), format!("/dev/mail/{NAME}/html")] {
        let answer = site.get(&path).await;
        assert_eq!((answer.status, answer.body), (unknown.status, unknown.body.clone()), "{path}");
    }
}
