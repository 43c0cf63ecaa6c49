//! Which representation a client gets, and when it gets none because it has it.

use crate::harness::{JSON, Site};
use http::header;
use std::io::Read as _;

const HTML: &str = "text/html; charset=UTF-8";
const VENDOR_HTML: &str = "application/vnd.pypi.simple.v1+html";

#[tokio::test]
async fn accept_chooses_as_the_table_says_on_pages_and_root() {
    let site = Site::new().await;
    site.wheel("brie", "1").await;
    let pip = "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html; q=0.1, text/html; q=0.01";
    for (accept, expected) in [
        ("*/*", HTML),
        ("text/html", HTML),
        ("nonsense", HTML),
        ("", HTML),
        ("application/json", HTML),
        ("application/vnd.pypi.simple.latest+json", HTML),
        ("application/vnd.pypi.simple.v1+json;charset=utf-8", HTML),
        ("application/vnd.pypi.simple.v1+json;q=0", HTML),
        ("application/*", VENDOR_HTML),
        ("text/html;q=0, */*", VENDOR_HTML),
        ("application/vnd.pypi.simple.v1+json, text/html", HTML),
        (pip, JSON),
        (JSON, JSON),
        (VENDOR_HTML, VENDOR_HTML),
        ("application/vnd.pypi.simple.v1+json, */*;q=0.1", JSON),
        ("image/png", HTML),
    ] {
        for path in ["/simple/", "/simple/brie/"] {
            let answer = site.get_with(path, &[(header::ACCEPT, accept)]).await;
            assert_eq!(
                (answer.status.as_u16(), answer.header(header::CONTENT_TYPE)),
                (200, expected),
                "{path} {accept}"
            );
        }
    }
    assert_eq!(site.get("/simple/brie/").await.header(header::CONTENT_TYPE), HTML);
}

#[tokio::test]
async fn every_coding_is_the_same_page() {
    let site = Site::new().await;
    site.wheel("brie", "1").await;
    let plain = site.get("/simple/brie/").await;
    assert_eq!(plain.header(header::CONTENT_ENCODING), "");
    let gzip = site.get_with("/simple/brie/", &[(header::ACCEPT_ENCODING, "gzip, deflate")]).await;
    let mut unzipped = Vec::new();
    flate2::read::GzDecoder::new(&gzip.body[..]).read_to_end(&mut unzipped).unwrap();
    let zstd = site.get_with("/simple/brie/", &[(header::ACCEPT_ENCODING, "gzip, zstd")]).await;
    assert_eq!(zstd.header(header::CONTENT_ENCODING), "zstd");
    assert_eq!(plain.body, unzipped);
    assert_eq!(plain.body, zstd::stream::decode_all(&zstd.body[..]).unwrap());
    let tags = [plain, gzip, zstd].map(|answer| answer.header(header::ETAG).to_owned());
    assert!(tags[0] != tags[1] && tags[1] != tags[2] && tags[0] != tags[2], "{tags:?}");
}

#[tokio::test]
async fn who_has_the_representation_gets_304() {
    let site = Site::new().await;
    site.wheel("brie", "1").await;
    for path in ["/simple/", "/simple/brie/"] {
        for encoding in ["identity", "gzip", "zstd"] {
            let asked = [(header::ACCEPT, JSON), (header::ACCEPT_ENCODING, encoding)];
            let first = site.get_with(path, &asked).await;
            let etag = first.header(header::ETAG).to_owned();
            let again = site.get_with(path, &[&asked[..], &[(header::IF_NONE_MATCH, &etag)]].concat()).await;
            assert_eq!((again.status.as_u16(), again.body.len()), (304, 0), "{path} {encoding}");
            assert_eq!(again.header(header::ETAG), etag);
            assert_eq!(again.header("x-pypi-last-serial"), first.header("x-pypi-last-serial"));
            let html = site.get_with(path, &[(header::IF_NONE_MATCH, &etag)]).await;
            assert_eq!(html.status, 200, "the tag is of another representation");
        }
    }
}

#[tokio::test]
async fn a_large_page_is_whole_in_every_coding() {
    let site = Site::new().await;
    for number in 0..150 {
        site.wheel("brie", &format!("1.{number}")).await;
    }
    let plain = site.get("/simple/brie/").await;
    assert!(plain.body.len() > 64 * 1024 / 2 && plain.text().ends_with("-->\n"));
    let json = site.get_with("/simple/brie/", &[(header::ACCEPT, JSON)]).await;
    assert!(json.body.len() > 64 * 1024, "{}", json.body.len());
    assert_eq!(json.json()["files"].as_array().unwrap().len(), 150);
    let zstd = site.get_with("/simple/brie/", &[(header::ACCEPT, JSON), (header::ACCEPT_ENCODING, "zstd")]).await;
    assert_eq!(zstd::stream::decode_all(&zstd.body[..]).unwrap(), json.body);
}
