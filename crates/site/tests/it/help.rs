//! Help: every topic that a message names exists.

use crate::harness::Site;
use http::header;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use templates::context::HelpTopic;

#[tokio::test]
async fn every_topic_has_its_page_in_every_language_and_stands_in_the_list() {
    let site = Site::new().await;
    let list = site.get("/help/").await;
    for topic in HelpTopic::ALL {
        let path = format!("/help/{}/", topic.slug());
        assert!(list.shows(&format!("http://localhost:8080{path}")), "{path}");
        let (english, french) = (site.get(&path).await, site.in_french(&path).await);
        assert_eq!((english.status.as_u16(), french.status.as_u16()), (200, 200), "{path}");
        assert_ne!(english.body, french.body, "{path}");
        assert!(english.shows(&format!("rel=\"canonical\" href=\"http://localhost:8080{path}\"")), "{path}");
    }
    assert_eq!(site.get("/help/nothing/").await.status, 404);
    assert_eq!(site.get("/help/publishing").await.header(header::LOCATION), "/help/publishing/");
}

#[test]
fn every_topic_that_a_message_names_exists() {
    let mut named = BTreeSet::new();
    for path in sources() {
        let text = fs::read_to_string(&path).unwrap();
        let text = text.split("#[cfg(test)]").next().unwrap_or_default();
        for (at, start) in text.match_indices(" /help/") {
            let slug = text[at + start.len()..].split('/').next().unwrap_or_default();
            assert!(HelpTopic::from_slug(slug).is_some(), "{}: /help/{slug}/", path.display());
            named.insert(slug.to_owned());
        }
    }
    assert!(named.contains("file-name-reuse") && named.len() > 3, "the sources were read: {named:?}");
}

#[tokio::test]
async fn recipes_hold_this_index_s_own_addresses() {
    let site = Site::at("https://index.example/").await;
    let site = &site;
    let at = async |path| site.get_with(path, &[(header::HOST, "index.example")]).await;
    let publishing = at("/help/publishing/").await;
    for text in ["repository = https://index.example/legacy/", "publish-url = \"https://index.example/legacy/\""] {
        assert!(publishing.shows(text), "{text}: {}", publishing.body);
    }
    for tool in ["uv", "twine", "Poetry", "PDM", "Hatch", "Flit", "maturin"] {
        assert!(publishing.shows(&format!(">{tool}</h2>")), "{tool}");
    }
    let installing = at("/help/installing/").await;
    assert!(installing.shows("PIP_INDEX_URL=https://index.example/simple/"), "{}", installing.body);
    assert!(installing.shows("machine index.example\n"), "{}", installing.body);
}

#[tokio::test]
async fn limits_on_a_page_are_those_of_the_settings() {
    let page = Site::new().await.get("/help/file-size-limit/").await;
    assert!(page.shows("100 MiB"), "{}", page.body);
}

/// Every source in which refusals speak, and their words in each language.
fn sources() -> Vec<PathBuf> {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let floors = ["packaging", "domain", "service", "web", "api"].map(|name| crates.join(name).join("src"));
    let mut folders: Vec<PathBuf> = floors.into_iter().chain([crates.join("templates/locales")]).collect();
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            match entry.file_type().unwrap().is_dir() {
                true => folders.push(entry.path()),
                false => found.push(entry.path()),
            }
        }
    }
    found
}
