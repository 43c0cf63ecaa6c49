//! The table of routes, held against what the router does.

use crate::harness::Site;
use api::ROUTES;
use api::routes::{Handler, Verb};
use http::{Method, header};

/// A path that exists behind a pattern.
fn example(pattern: &str, file: &str) -> String {
    pattern
        .replace("{name}", "brie")
        .replace("{version}", "1")
        .replace("/files/{*path}", file)
        .replace("/packages/{*path}", &file.replacen("/files/", "/packages/", 1))
}

#[tokio::test]
async fn every_get_answers_head_and_keeps_the_cache_policy_of_its_row() {
    let site = Site::new().await;
    let file = site.wheel("brie", "1").await;
    for route in ROUTES.iter().filter(|route| route.method == Verb::Get) {
        let path = example(route.pattern, &file);
        let (get, head) = (site.get(&path).await, site.ask(Method::HEAD, &path).await);
        assert_eq!(get.status, head.status, "{path}");
        let is_redirect = get.status.is_redirection();
        if route.handler != Handler::NoSuchPath && !is_redirect {
            assert_eq!(get.status, 200, "{path}");
            assert_eq!(get.headers[header::CACHE_CONTROL], route.cache.value(0), "{path}");
        }
    }
}

#[test]
fn no_row_stands_twice() {
    let mut rows: Vec<String> = ROUTES.iter().map(|route| format!("{:?} {}", route.method, route.pattern)).collect();
    let count = rows.len();
    rows.sort();
    rows.dedup();
    assert_eq!(rows.len(), count);
}
