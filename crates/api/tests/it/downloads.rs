//! Which answers count as downloads.

use crate::harness::{Site, ask};
use domain::downloads::Day;
use http::{HeaderName, Method, header};
use std::sync::Arc;
use store::downloads::figures::{self, ProjectFigures};
use testkit::distribution::Distribution;
use testkit_index::normalized;

const PIP: (HeaderName, &str) = (header::USER_AGENT, "pip/24.0 {}");

/// What the asked-for project was downloaded today, once the counts are written.
async fn counted(site: &Site, name: &str) -> ProjectFigures {
    service::soft::flush(&site.ctx).await.unwrap();
    let mut read = site.ctx.db.read().await.unwrap();
    let project = store::projects::by_name(&mut read, &normalized(name)).await.unwrap().unwrap();
    figures::of_project(&mut read, project.id, Day::from(site.ctx.now())).await.unwrap()
}

async fn people(site: &Site) -> u64 {
    counted(site, "brie").await.today().people
}

#[tokio::test]
async fn a_whole_file_counts_once_under_either_address() {
    let site = Site::new().await;
    let address = site.wheel("brie", "1").await;
    assert_eq!(site.get_with(&address, &[PIP]).await.status, 200);
    assert_eq!(people(&site).await, 1);
    let mirrored = address.replacen("/files/", "/packages/", 1);
    assert_eq!(site.get_with(&mirrored, &[PIP]).await.status, 200);
    assert_eq!(people(&site).await, 2);
}

#[tokio::test]
async fn version_kind_and_installer_are_those_of_the_file_and_its_reader() {
    let site = Site::new().await;
    let made = Distribution::new("brie", "1.0");
    let (wheel, sdist) = (made.wheel(), made.sdist());
    for file in [&wheel, &sdist] {
        site.publish(file).await;
    }
    let uv = (header::USER_AGENT, "uv/0.5.4 {\"installer\":{\"name\":\"uv\"}}");
    let mirror = (header::USER_AGENT, "bandersnatch/6.5.0 (cpython 3.11)");
    site.get_with(&site.address_of(&wheel), &[PIP]).await;
    site.get_with(&site.address_of(&wheel), &[uv]).await;
    site.get_with(&site.address_of(&sdist), &[mirror]).await;
    let found = counted(&site, "brie").await;
    let named = |rows: &[(&str, u64)]| -> Vec<(String, u64)> {
        rows.iter().map(|(name, downloads)| ((*name).to_owned(), *downloads)).collect()
    };
    assert_eq!(found.versions, named(&[("1.0", 3)]));
    assert_eq!(found.kinds, named(&[("sdist", 1), ("wheel", 2)]));
    assert_eq!(found.installers, named(&[("bandersnatch", 1), ("pip", 1), ("uv", 1)]));
    assert_eq!((found.today().people, found.today().mirrors), (2, 1));
}

#[tokio::test]
async fn a_part_counts_only_from_the_first_byte_on() {
    let site = Site::new().await;
    let address = site.wheel("brie", "1").await;
    for (range, status, expected) in [
        ("bytes=0-9", 206, 1),
        ("bytes=0-", 206, 2),
        ("bytes=10-", 206, 2),
        ("bytes=-7", 206, 2),
        ("bytes=99999999-", 416, 2),
        // Several parts are answered with the whole file.
        ("bytes=0-1,4-5", 200, 3),
    ] {
        let answer = site.get_with(&address, &[PIP, (header::RANGE, range)]).await;
        assert_eq!((answer.status.as_u16(), people(&site).await), (status, expected), "{range}");
    }
}

#[tokio::test]
async fn nothing_but_sending_a_file_counts() {
    let site = Site::new().await;
    let address = site.wheel("brie", "1").await;
    let etag = site.get_with(&address, &[PIP]).await.header(header::ETAG).to_owned();
    let asked = [
        ask(&site.router, Method::HEAD, &address, &[PIP]).await.status,
        site.get_with(&address, &[PIP, (header::IF_NONE_MATCH, &etag)]).await.status,
        site.get_with(&format!("{address}.metadata"), &[PIP]).await.status,
        site.get_with(&format!("{address}.provenance"), &[PIP]).await.status,
        site.get_with(&address.replace("brie-1-", "brie-2-"), &[PIP]).await.status,
        site.get_with("/simple/brie/", &[PIP]).await.status,
    ];
    assert_eq!(asked.map(|status| status.as_u16()), [200, 304, 200, 404, 404, 200]);
    assert_eq!(people(&site).await, 1);
}

#[tokio::test]
async fn who_is_not_counted_is_still_served() {
    let site = Site::new().await;
    let address = site.wheel("brie", "1").await;
    for headers in [&[][..], &[(header::USER_AGENT, "Datadog Agent/5.21.2")]] {
        assert_eq!(site.get_with(&address, headers).await.status, 200);
    }
    assert_eq!(counted(&site, "brie").await.versions, []);
}

#[tokio::test]
async fn what_is_out_of_reach_or_broken_does_not_count() {
    let site = Site::new().await;
    let address = site.wheel("brie", "1").await;
    site.ctx.blobs.delete(address.strip_prefix("/files/").unwrap()).await.unwrap();
    assert_eq!(site.get_with(&address, &[PIP]).await.status, 500);
    site.quarantine("brie").await;
    assert_eq!(site.get_with(&address, &[PIP]).await.status, 403);
    assert_eq!(people(&site).await, 0);
}

#[tokio::test]
async fn fifty_readers_at_once_are_all_counted() {
    let site = Arc::new(Site::new().await);
    let address = site.wheel("brie", "1").await;
    let readers = (0..50).map(|_| {
        let (site, address) = (Arc::clone(&site), address.clone());
        tokio::spawn(async move { site.get_with(&address, &[PIP]).await.status })
    });
    for status in futures::future::join_all(readers).await {
        assert_eq!(status.unwrap(), 200);
    }
    assert_eq!(people(&site).await, 50);
}
