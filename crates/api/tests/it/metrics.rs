//! The port of `/metrics`.

use crate::harness::Site;
use axum::body::Body;
use domain::{permission::Actor, switches::Switch};
use http::{Request, header};
use http_body_util::BodyExt as _;
use service::switches::{NewSwitch, turn_on};
use std::sync::Arc;
use testkit_macros::both;
use tower::ServiceExt as _;

const CONTENT_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

#[both]
async fn the_figures_are_in_the_text_format(site: Site) {
    let new = NewSwitch { switch: Switch::ReadOnly, reason: "moving", banner: "" };
    turn_on(&site.index.ctx, &Actor::Operator, new).await.unwrap();
    let router = api::metrics::router(Arc::clone(&site.index.ctx));
    let request = Request::get("/metrics").body(Body::empty()).unwrap();
    let (parts, body) = router.oneshot(request).await.unwrap().into_parts();
    assert_eq!(parts.status, 200);
    assert_eq!(parts.headers[header::CONTENT_TYPE], CONTENT_TYPE);
    let text = String::from_utf8(body.collect().await.unwrap().to_bytes().to_vec()).unwrap();
    for line in [
        "fromagerie_accounts 1",
        "fromagerie_accounts_with_second_factor{method=\"totp\"} 1",
        "fromagerie_critical_projects 0",
        "fromagerie_jobs{state=\"dead\"} 0",
        "fromagerie_mails{state=\"failed\"} 0",
        "fromagerie_password_hashes_waiting 0",
        "fromagerie_switch_on{switch=\"read-only\"} 1",
        "fromagerie_switch_on{switch=\"no-new-users\"} 0",
    ] {
        assert!(text.lines().any(|it| it == line), "{line}: {text}");
    }
    // Each name has its help and type once, and nobody is named.
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let name = line.split(['{', ' ']).next().unwrap();
        assert_eq!(text.matches(&format!("# TYPE {name} ")).count(), 1, "{line}");
    }
    assert!(!text.contains("ada"));
}

#[tokio::test]
async fn the_port_of_the_index_has_no_metrics() {
    let site = Site::new().await;
    assert_eq!(site.get("/metrics").await.status, 404);
}
