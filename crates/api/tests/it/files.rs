//! Files and their metadata.

use crate::harness::Site;
use http::{Method, header};
use testkit::distribution::{BuiltFile, Distribution};

async fn published(site: &Site) -> (BuiltFile, String) {
    let file = Distribution::new("brie", "1").wheel();
    site.publish(&file).await;
    let address = site.address_of(&file);
    (file, address)
}

#[tokio::test]
async fn a_file_is_an_immutable_attachment_in_a_sandbox() {
    let site = Site::new().await;
    let (file, address) = published(&site).await;
    let answer = site.get_with(&address, &[(header::ACCEPT_ENCODING, "gzip, zstd")]).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.body, file.bytes);
    for (name, expected) in [
        ("content-type", "application/octet-stream"),
        ("content-disposition", "attachment"),
        ("content-security-policy", "sandbox"),
        ("x-content-type-options", "nosniff"),
        ("cache-control", "max-age=365000000, immutable, public"),
        ("accept-ranges", "bytes"),
        ("content-encoding", ""),
        ("access-control-allow-origin", "*"),
        ("last-modified", "Mon, 21 Sep 2026 14:13:20 GMT"),
        ("content-length", &file.bytes.len().to_string()),
    ] {
        assert_eq!(answer.header(name), expected, "{name}");
    }
    assert!(answer.header(header::ETAG).starts_with('"'));
}

#[tokio::test]
async fn head_says_what_get_would() {
    let site = Site::new().await;
    let (file, address) = published(&site).await;
    for (path, size) in [(address.clone(), file.bytes.len()), (format!("{address}.metadata"), file.metadata.len())] {
        let answer = site.ask(Method::HEAD, &path).await;
        assert_eq!((answer.status.as_u16(), answer.body.len()), (200, 0));
        assert_eq!(answer.header(header::CONTENT_LENGTH), size.to_string());
        assert_eq!(answer.header(header::ACCEPT_RANGES), "bytes");
    }
}

#[tokio::test]
async fn the_metadata_beside_a_wheel_is_its_metadata() {
    let site = Site::new().await;
    let (file, address) = published(&site).await;
    let answer = site.get(&format!("{address}.metadata")).await;
    assert_eq!((answer.status.as_u16(), answer.text()), (200, file.metadata.as_str()));
    let shown = &site.json("/simple/brie/").await["files"][0];
    let digest = packaging::digest::Digests::of(&answer.body).sha256;
    assert_eq!(shown["core-metadata"]["sha256"], digest.as_str());
    assert_eq!(shown["core-metadata"], shown["data-dist-info-metadata"]);
}

#[tokio::test]
async fn an_sdist_has_no_metadata_beside_it() {
    let site = Site::new().await;
    let file = Distribution::new("brie", "1").sdist();
    site.publish(&file).await;
    assert_eq!(site.get(&format!("{}.metadata", site.address_of(&file))).await.status, 404);
    assert_eq!(site.json("/simple/brie/").await["files"][0]["core-metadata"], false);
}

#[tokio::test]
async fn single_ranges_are_parts_of_the_file() {
    let site = Site::new().await;
    let (file, address) = published(&site).await;
    let size = file.bytes.len();
    for (range, part) in
        [("bytes=0-9", 0..10), ("bytes=10-", 10..size), ("bytes=-7", size - 7..size), ("bytes=5-99999999", 5..size)]
    {
        let answer = site.get_with(&address, &[(header::RANGE, range)]).await;
        assert_eq!((answer.status.as_u16(), &answer.body[..]), (206, &file.bytes[part.clone()]), "{range}");
        assert_eq!(answer.header(header::CONTENT_RANGE), format!("bytes {}-{}/{size}", part.start, part.end - 1));
        assert_eq!(answer.header(header::CONTENT_LENGTH), part.len().to_string());
    }
    let beyond = site.get_with(&address, &[(header::RANGE, "bytes=99999999-")]).await;
    assert_eq!((beyond.status.as_u16(), beyond.body.len()), (416, 0));
    assert_eq!(beyond.header(header::CONTENT_RANGE), format!("bytes */{size}"));
    assert_eq!(site.get_with(&address, &[(header::RANGE, "bytes=0-1,4-5")]).await.status, 200);
}

#[tokio::test]
async fn a_resumed_download_is_a_part_only_of_the_same_file() {
    let site = Site::new().await;
    let (_, address) = published(&site).await;
    let whole = site.get(&address).await;
    let (etag, modified) = (whole.header(header::ETAG).to_owned(), whole.header(header::LAST_MODIFIED).to_owned());
    for (validator, status) in
        [(etag.as_str(), 206), (modified.as_str(), 206), ("\"other\"", 200), ("Sun, 06 Nov 1994 08:49:37 GMT", 200)]
    {
        let answer = site.get_with(&address, &[(header::RANGE, "bytes=5-"), (header::IF_RANGE, validator)]).await;
        assert_eq!(answer.status, status, "{validator}");
    }
}

#[tokio::test]
async fn who_has_the_file_gets_304() {
    let site = Site::new().await;
    let (_, address) = published(&site).await;
    let whole = site.get(&address).await;
    for (name, value, status) in [
        (header::IF_NONE_MATCH, whole.header(header::ETAG), 304),
        (header::IF_NONE_MATCH, "*", 304),
        (header::IF_NONE_MATCH, "\"other\"", 200),
        (header::IF_MODIFIED_SINCE, whole.header(header::LAST_MODIFIED), 304),
        (header::IF_MODIFIED_SINCE, "Sun, 06 Nov 1994 08:49:37 GMT", 200),
    ] {
        let answer = site.get_with(&address, &[(name, value)]).await;
        assert_eq!(answer.status, status, "{value}");
    }
}

#[tokio::test]
async fn an_address_must_name_digest_and_file_name_alike() {
    let site = Site::new().await;
    let (_, address) = published(&site).await;
    let other_digest = format!("/files/00/00/{}/brie-1-py3-none-any.whl", "0".repeat(60));
    for path in [
        address.replace("brie-1-", "brie-2-"),
        other_digest,
        address.to_uppercase(),
        format!("{address}.asc"),
        "/files/".to_owned(),
        address.replace("/files/", "/files/x/"),
    ] {
        assert_eq!(site.get(&path).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn what_is_quarantined_is_forbidden_with_a_reason() {
    let site = Site::new().await;
    let (file, address) = published(&site).await;
    let second = site.wheel("brie", "2").await;
    site.quarantine_release("brie", "1").await;
    for path in [address.clone(), format!("{address}.metadata")] {
        let answer = site.get(&path).await;
        assert_eq!((answer.status.as_u16(), answer.header(header::CONTENT_TYPE)), (403, "application/json"));
        assert_eq!(answer.json()["code"], "quarantined");
        assert!(answer.json()["message"].as_str().unwrap().contains(&file.filename));
        assert_eq!(answer.header(header::CACHE_CONTROL), "no-store");
        assert_eq!(answer.header(header::ACCESS_CONTROL_ALLOW_ORIGIN), "*");
    }
    assert_eq!(site.get(&second).await.status, 200);
    site.quarantine("brie").await;
    assert_eq!(site.get(&second).await.status, 403);
}

#[tokio::test]
async fn a_row_without_its_object_is_a_fault_and_not_an_absence() {
    let site = Site::new().await;
    let (_, address) = published(&site).await;
    site.ctx.blobs.delete(address.strip_prefix("/files/").unwrap()).await.unwrap();
    assert_eq!(site.get(&address).await.status, 500);
}
