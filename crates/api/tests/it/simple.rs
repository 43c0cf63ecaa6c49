//! Pages of projects in both forms, and the states that they show.

use crate::harness::{JSON, Site, without_digests};
use domain::permission::Actor;
use http::{Method, header};
use service::projects;
use testkit::distribution::Distribution;
use testkit_index::{normalized, release_key};

/// A project with two releases, one of them yanked for a reason that HTML has to escape.
async fn cheese(site: &Site) {
    let old = Distribution::new("Cheese.Cake", "1.0").header("Requires-Python: >=3.9,<4");
    site.publish(&old.sdist()).await;
    site.publish(&old.wheel()).await;
    site.publish(&Distribution::new("Cheese.Cake", "1.10").wheel()).await;
    site.publish(&Distribution::new("Cheese.Cake", "1.9").sdist()).await;
    let reason = projects::YankReason::parse("runny & <i>\"soft\"</i>").unwrap();
    projects::yank(&site.ctx, &Actor::Operator, &release_key("cheese-cake", "1.9"), &reason)
        .await
        .expect("it is yanked");
}

#[tokio::test]
async fn the_html_page_is_what_the_specification_says() {
    let site = Site::new().await;
    cheese(&site).await;
    let answer = site.get("/simple/cheese-cake/").await;
    assert_eq!(answer.header(header::CONTENT_TYPE), "text/html; charset=UTF-8");
    insta::assert_snapshot!(without_digests(answer.text()), @r###"
    <!DOCTYPE html>
    <html>
      <head>
        <meta name="pypi:repository-version" content="1.4">
        <meta name="pypi:project-status" content="active">
        <title>Links for cheese-cake</title>
      </head>
      <body>
        <h1>Links for cheese-cake</h1>
    <a href="http://localhost:8080/files/<2>/<2>/<60>/cheese_cake-1.0-py3-none-any.whl#sha256=<digest>" data-requires-python="&gt;=3.9,&lt;4" data-dist-info-metadata="sha256=<digest>" data-core-metadata="sha256=<digest>">cheese_cake-1.0-py3-none-any.whl</a><br />
    <a href="http://localhost:8080/files/<2>/<2>/<60>/cheese_cake-1.0.tar.gz#sha256=<digest>" data-requires-python="&gt;=3.9,&lt;4">cheese_cake-1.0.tar.gz</a><br />
    <a href="http://localhost:8080/files/<2>/<2>/<60>/cheese_cake-1.9.tar.gz#sha256=<digest>" data-yanked="runny &amp; &lt;i&gt;&#34;soft&#34;&lt;/i&gt;">cheese_cake-1.9.tar.gz</a><br />
    <a href="http://localhost:8080/files/<2>/<2>/<60>/cheese_cake-1.10-py3-none-any.whl#sha256=<digest>" data-dist-info-metadata="sha256=<digest>" data-core-metadata="sha256=<digest>">cheese_cake-1.10-py3-none-any.whl</a><br />
      </body>
    </html>
    <!--SERIAL 10-->
    "###);
}

#[tokio::test]
async fn the_json_page_is_what_the_specification_says() {
    let site = Site::new().await;
    cheese(&site).await;
    let answer = site.get_with("/simple/cheese-cake/", &[(header::ACCEPT, JSON)]).await;
    assert_eq!(answer.header(header::CONTENT_TYPE), JSON);
    insta::assert_snapshot!(without_digests(answer.text()), @r###"{"files":[{"core-metadata":{"sha256":"<digest>"},"data-dist-info-metadata":{"sha256":"<digest>"},"filename":"cheese_cake-1.0-py3-none-any.whl","hashes":{"sha256":"<digest>"},"provenance":null,"requires-python":">=3.9,<4","size":<size>,"upload-time":"2026-09-21T14:13:20Z","url":"http://localhost:8080/files/<2>/<2>/<60>/cheese_cake-1.0-py3-none-any.whl","yanked":false},{"core-metadata":false,"data-dist-info-metadata":false,"filename":"cheese_cake-1.0.tar.gz","hashes":{"sha256":"<digest>"},"provenance":null,"requires-python":">=3.9,<4","size":<size>,"upload-time":"2026-09-21T14:13:20Z","url":"http://localhost:8080/files/<2>/<2>/<60>/cheese_cake-1.0.tar.gz","yanked":false},{"core-metadata":false,"data-dist-info-metadata":false,"filename":"cheese_cake-1.9.tar.gz","hashes":{"sha256":"<digest>"},"provenance":null,"requires-python":null,"size":<size>,"upload-time":"2026-09-21T14:13:20Z","url":"http://localhost:8080/files/<2>/<2>/<60>/cheese_cake-1.9.tar.gz","yanked":"runny & <i>\"soft\"</i>"},{"core-metadata":{"sha256":"<digest>"},"data-dist-info-metadata":{"sha256":"<digest>"},"filename":"cheese_cake-1.10-py3-none-any.whl","hashes":{"sha256":"<digest>"},"provenance":null,"requires-python":null,"size":<size>,"upload-time":"2026-09-21T14:13:20Z","url":"http://localhost:8080/files/<2>/<2>/<60>/cheese_cake-1.10-py3-none-any.whl","yanked":false}],"meta":{"_last-serial":10,"api-version":"1.4"},"name":"cheese-cake","project-status":{"status":"active"},"versions":["1.0","1.9","1.10"]}"###);
}

#[tokio::test]
async fn both_forms_show_the_same_files_in_the_same_order() {
    let site = Site::new().await;
    cheese(&site).await;
    let html = site.get("/simple/cheese-cake/").await;
    let from_html: Vec<&str> =
        html.text().lines().filter_map(|line| line.strip_suffix("</a><br />")?.rsplit('>').next()).collect();
    let json = site.json("/simple/cheese-cake/").await;
    let from_json: Vec<&str> =
        json["files"].as_array().unwrap().iter().map(|file| file["filename"].as_str().unwrap()).collect();
    assert_eq!(from_html, from_json);
    assert_eq!(from_json.len(), 4);
}

#[tokio::test]
async fn the_same_page_has_the_same_bytes_on_every_node() {
    let site = Site::new().await;
    cheese(&site).await;
    let (_, other) = site.other_node().await;
    let here = site.get("/simple/cheese-cake/").await;
    let there = crate::harness::ask(&other, Method::GET, "/simple/cheese-cake/", &[]).await;
    assert_eq!((here.body, here.headers[header::ETAG].clone()), (there.body, there.headers[header::ETAG].clone()));
}

#[tokio::test]
async fn an_answer_carries_the_headers_of_the_specification() {
    let site = Site::new().await;
    site.wheel("brie", "1").await;
    let answer = site.get_with("/simple/brie/", &[(header::ACCEPT, JSON), (header::ACCEPT_ENCODING, "gzip")]).await;
    let serial = site.json("/simple/brie/").await["meta"]["_last-serial"].to_string();
    for (name, expected) in [
        ("content-type", JSON),
        ("content-encoding", "gzip"),
        ("vary", "Accept, Accept-Encoding"),
        ("cache-control", "max-age=0, must-revalidate"),
        ("access-control-allow-origin", "*"),
        ("access-control-expose-headers", "X-PyPI-Last-Serial"),
        ("content-security-policy", "default-src 'none'; sandbox allow-top-navigation"),
        ("x-content-type-options", "nosniff"),
        ("x-pypi-last-serial", &serial),
    ] {
        assert_eq!(answer.header(name), expected, "{name}");
    }
    assert!(answer.header(header::ETAG).starts_with('"'));
}

#[tokio::test]
async fn a_quarantined_project_has_a_page_without_files() {
    let site = Site::new().await;
    site.wheel("brie", "1").await;
    site.quarantine("brie").await;
    let page = site.json("/simple/brie/").await;
    assert_eq!(page["project-status"]["status"], "quarantined");
    assert_eq!((&page["files"], &page["versions"]), (&serde_json::json!([]), &serde_json::json!([])));
    let html = site.get("/simple/brie/").await;
    assert_eq!(html.status, 200);
    assert!(html.text().contains("<meta name=\"pypi:project-status\" content=\"quarantined\">"));
    assert!(!html.text().contains("<a "));
}

#[tokio::test]
async fn a_quarantined_release_hides_its_files_and_version() {
    let site = Site::new().await;
    site.wheel("brie", "1").await;
    site.wheel("brie", "2").await;
    site.quarantine_release("brie", "1").await;
    let page = site.json("/simple/brie/").await;
    assert_eq!(page["versions"], serde_json::json!(["2"]));
    assert_eq!(page["files"].as_array().unwrap().len(), 1);
    assert_eq!(page["project-status"]["status"], "active");
}

#[tokio::test]
async fn an_archived_project_keeps_its_files_and_says_so() {
    let site = Site::new().await;
    site.wheel("brie", "1").await;
    projects::archive(&site.ctx, &Actor::Operator, &normalized("brie")).await.unwrap();
    let page = site.json("/simple/brie/").await;
    assert_eq!(page["project-status"]["status"], "archived");
    assert_eq!(page["files"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn another_spelling_is_redirected_to_the_normalized_one() {
    let site = Site::new().await;
    for (path, location) in [
        ("/simple/Cheese.Cake/", "/simple/cheese-cake/"),
        ("/simple/Cheese.Cake", "/simple/cheese-cake/"),
        ("/simple/cheese-cake", "/simple/cheese-cake/"),
        ("/simple/cheese__cake/", "/simple/cheese-cake/"),
        ("/simple/%63heese-cake/", "/simple/cheese-cake/"),
        ("/simple", "/simple/"),
    ] {
        let answer = site.get(path).await;
        assert_eq!((answer.status.as_u16(), answer.header(header::LOCATION)), (301, location), "{path}");
        if path != "/simple" {
            assert_eq!(answer.header(header::ACCESS_CONTROL_ALLOW_ORIGIN), "*");
        }
    }
}

#[tokio::test]
async fn unknown_and_impossible_names_are_plainly_not_found() {
    let site = Site::new().await;
    let long = format!("/simple/{}/", "a".repeat(10_000));
    for path in ["/simple/unknown/", "/simple/-a-/", "/simple/a%00b/", "/simple/%ff/", "/simple/a%2fb/", &long] {
        let answer = site.get(path).await;
        assert_eq!((answer.status.as_u16(), answer.text()), (404, "404 Not Found\n"), "{path}");
        assert_eq!(answer.header(header::CONTENT_TYPE), "text/plain; charset=utf-8");
        assert_eq!(answer.header(header::ACCESS_CONTROL_ALLOW_ORIGIN), "*");
    }
}

#[tokio::test]
async fn a_post_is_sent_to_the_upload_endpoint() {
    let site = Site::new().await;
    for path in ["/simple", "/simple/", "/simple/brie/"] {
        let answer = site.ask(Method::POST, path).await;
        assert_eq!(answer.status, 405);
        assert!(answer.text().contains("use /legacy/"));
        assert!(answer.header(header::ALLOW).contains("GET"));
    }
}

#[tokio::test]
async fn head_has_the_headers_of_get_and_no_body() {
    let site = Site::new().await;
    site.wheel("brie", "1").await;
    let get = site.get("/simple/brie/").await;
    let head = site.ask(Method::HEAD, "/simple/brie/").await;
    assert_eq!((head.status.as_u16(), head.body.len()), (200, 0));
    assert_eq!(head.header(header::ETAG), get.header(header::ETAG));
    assert_eq!(head.header(header::CONTENT_LENGTH), get.body.len().to_string());
}

#[tokio::test]
async fn any_origin_may_ask_first() {
    let site = Site::new().await;
    for path in ["/simple/", "/simple/brie/", "/pypi/brie/json"] {
        let answer = site.ask(Method::OPTIONS, path).await;
        assert_eq!(answer.status, 204, "{path}");
        assert_eq!(answer.header(header::ACCESS_CONTROL_ALLOW_METHODS), "GET");
    }
}
