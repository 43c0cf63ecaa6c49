//! Health checks and the endpoints that are not here.

use crate::harness::Site;
use http::{Method, header};

#[tokio::test]
async fn a_process_that_can_work_is_alive_and_ready() {
    let site = Site::new().await;
    assert_eq!(site.get("/healthz").await.text(), "ok\n");
    let ready = site.get("/readyz").await;
    assert_eq!((ready.status.as_u16(), ready.text()), (200, "database: ok\nobjects: ok\n"));
    assert_eq!(ready.header(header::CACHE_CONTROL), "no-store");
}

#[tokio::test]
async fn a_lost_database_leaves_the_process_alive_but_not_ready() {
    let site = Site::new().await;
    site.ctx.db.close().await;
    assert_eq!(site.get("/healthz").await.status, 200);
    let ready = site.get("/readyz").await;
    assert_eq!((ready.status.as_u16(), ready.text()), (503, "database: no answer\nobjects: ok\n"));
}

#[tokio::test]
async fn trusted_publishing_is_not_here_so_that_tools_fall_back() {
    let site = Site::new().await;
    assert_eq!(site.get("/_/oidc/audience").await.status, 404);
}

#[tokio::test]
async fn a_method_that_no_endpoint_takes_is_refused_with_those_it_takes() {
    let site = Site::new().await;
    for path in ["/pypi/brie/json", "/healthz", "/simple/brie/"] {
        let answer = site.ask(Method::DELETE, path).await;
        assert_eq!(answer.status, 405, "{path}");
        assert!(answer.header(header::ALLOW).contains("GET"), "{path}: {:?}", answer.headers);
        assert_eq!(answer.json()["code"], "method-not-allowed");
    }
}
