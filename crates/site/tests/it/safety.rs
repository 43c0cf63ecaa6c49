//! What must never be on a page, and the headers that keep a browser from more.

use crate::admin::browser;
use crate::browser::Browser;
use crate::harness::Site;
use crate::html::{attributes, tags};
use http::header;
use site::ROUTES;
use site::routes::Verb;
use testkit::distribution::Distribution;

const HOSTILE: &str = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>";

#[tokio::test]
async fn hostile_metadata_stays_text() {
    let site = Site::new().await;
    let file = Distribution::new("brie", "1.0")
        .header(&format!("Summary: {HOSTILE}"))
        .header(&format!("Keywords: {HOSTILE},b"))
        .header(&format!("Author: {HOSTILE}"))
        .header(&format!("License: {HOSTILE}"))
        .header("Maintainer-email: \"<script>alert(2)</script>\" <eve?bcc=x@people.example>")
        .header("Project-URL: <script>alert(3)</script>, https://code.example/?'onload=alert(4)")
        .description("text/plain", HOSTILE);
    site.publish(&file.wheel()).await;
    for path in ["/", "/project/brie/", "/project/brie/1.0/"] {
        let page = site.get(path).await;
        assert_eq!(page.status, 200, "{path}");
        assert!(page.body.contains("&lt;script&gt;alert"), "{path}: the text itself is shown");
        assert_nothing_inline(path, &page.body);
    }
    assert!(!site.get("/project/brie/").await.shows("mailto:eve"), "an address never fills in a mail");
}

#[tokio::test]
async fn a_home_page_that_runs_code_is_never_a_link() {
    let site = Site::new().await;
    site.publish(&Distribution::new("brie", "1.0").wheel()).await;
    // Past every check of an upload, as older code or another hand may have written it.
    let mut metadata = packaging::metadata::CoreMetadata::from_file(
        b"Metadata-Version: 2.4\nName: roquefort\nVersion: 1.0\nProject-URL: Docs, https://docs.example/\n",
    )
    .unwrap();
    metadata.home_page = Some("javascript:alert(1)".to_owned());
    metadata.project_urls.push("Code, JAVASCRIPT:alert(1)".to_owned());
    let name = testkit_index::normalized("roquefort");
    let (project_id, release_id) = (domain::ids::ProjectId(site.ctx.id()), domain::ids::ReleaseId(site.ctx.id()));
    let version = packaging::version::Version::parse("1.0").unwrap();
    let done: anyhow::Result<()> = store::transaction!(site.ctx.db, |write| {
        let at = site.ctx.now();
        let project =
            store::projects::NewProject { id: project_id, name: "roquefort", normalized_name: &name, created_at: at };
        store::projects::insert(write, &project).await?;
        let release = store::releases::NewRelease {
            id: release_id,
            project: project_id,
            version: &version,
            metadata: &metadata,
            created_by: None,
            created_at: at,
        };
        store::releases::insert(write, &release).await
    });
    done.unwrap();
    let page = site.get("/project/roquefort/").await;
    assert!(page.shows("https://docs.example/"), "{}", page.body);
    assert!(!page.body.to_ascii_lowercase().contains("javascript:"), "{}", page.body);
}

#[tokio::test]
async fn every_page_has_a_policy_without_exceptions_and_needs_none() {
    let site = Site::new().await;
    site.wheel("brie", "1.0").await;
    for path in ["/", "/project/brie/", "/help/", "/help/publishing/", "/nowhere", "/setup/nothing"] {
        let page = site.get(path).await;
        let policy = page.header(header::CONTENT_SECURITY_POLICY);
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(page.header(header::X_CONTENT_TYPE_OPTIONS), "nosniff", "{path}");
        assert!(page.header(header::CACHE_CONTROL).contains("no-store"), "{path}");
        assert_nothing_inline(path, &page.body);
    }
}

#[tokio::test]
async fn a_page_asked_under_another_host_redirects_to_its_own() {
    let site = Site::at("https://index.example").await;
    let site = &site;
    let ask = async |host| site.get_with("/project/brie/?a=1", &[(header::HOST, host)]).await;
    let answer = ask("evil.example").await;
    assert_eq!(answer.status, 307);
    assert_eq!(answer.location(), "https://index.example/project/brie/?a=1");
    assert_eq!(ask("index.example").await.status, 404);
    assert_eq!(ask("INDEX.example:443").await.status, 404);
}

#[tokio::test]
async fn an_asset_answers_under_every_host() {
    let site = Site::at("https://index.example").await;
    let path = templates::assets::path_of("style.css").unwrap();
    assert_eq!(site.get_with(path, &[(header::HOST, "10.0.0.1:8080")]).await.status, 200);
}

#[tokio::test]
async fn no_form_of_any_route_is_taken_without_its_token_or_from_another_site() {
    let site = Site::new().await;
    let mut operator = browser(&site, "olga", true).await;
    let mut stranger = Browser::new(&site);
    for route in ROUTES.iter().filter(|route| route.method == Verb::Post) {
        // The token is asked for before anything of the address is read.
        let path = route.pattern.replace(['{', '}'], "");
        for browser in [&mut operator, &mut stranger] {
            browser.get("/account/sessions/").await;
            browser.get("/account/sign-in/").await;
            for answer in [
                browser.post_bare(&path, &[]).await,
                browser.post_from(&path, &[], "https://evil.example").await,
                browser.post_from(&path, &[], "http://localhost:8081").await,
            ] {
                assert_eq!(answer.status, 403, "{path}");
                assert!(answer.shows("The form was not sent from this site"), "{path}: {}", answer.body);
            }
        }
    }
    assert!(operator.is_signed_in().await, "nobody was signed out either");
}

/// Nothing on the page runs, styles or loads what is not ours.
fn assert_nothing_inline(path: &str, html: &str) {
    for tag in tags(html) {
        let name = tag.split(|character: char| !character.is_ascii_alphanumeric()).next().unwrap_or_default();
        assert!(!["style", "iframe", "object", "embed", "base"].contains(&name), "{path}: <{tag}>");
        assert!(name != "script" || tag.contains(" src="), "{path}: <{tag}>");
        for attribute in attributes(tag) {
            assert!(attribute != "style" && !attribute.starts_with("on"), "{path}: <{tag}>");
        }
    }
}
