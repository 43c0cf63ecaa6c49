//! The job that a publish leaves behind.

use crate::harness::Index;
use domain::ids::ReleaseId;
use jobs::{
    catalogue,
    worker::{self, Step},
};
use packaging::{name::NormalizedName, version::Version};
use serde_json::json;
use testkit::distribution::Distribution;
use testkit_macros::both;

impl Index {
    async fn description(&self, name: &str, version: &str) -> Option<String> {
        let mut read = self.ctx.db.read().await.expect("a snapshot opens");
        let name = NormalizedName::from_any(name).expect("the name is good");
        let project = store::projects::by_name(&mut read, &name).await.expect("rows are read").expect("it is there");
        let version = Version::parse(version).expect("the version is good");
        let release = store::releases::by_version(&mut read, project.id, &version).await.expect("rows are read");
        let release = release.expect("it is there").id;
        store::releases::description(&mut read, release).await.expect("rows are read").and_then(|it| it.html)
    }
}

#[both]
async fn a_published_description_is_rendered_by_its_job(index: Index) {
    let file = Distribution::new("brie", "1.0").description("text/plain", "a <soft> cheese").wheel();
    index.upload(&file).await;
    assert_eq!(index.description("brie", "1.0").await, None);
    assert_eq!(index.step().await, Step::Done);
    let html = index.description("brie", "1.0").await.expect("it is rendered");
    assert!(html.contains("a &lt;soft&gt; cheese"), "{html}");
}

#[both]
async fn the_description_of_a_release_that_is_gone_is_done(index: Index) {
    let payload = json!({ "release_id": ReleaseId(index.ctx.id()) });
    let ran = worker::run_once(&index.ctx, service::publish::RENDER_DESCRIPTION, payload).await;
    assert!(ran.is_ok());
}

#[both]
async fn a_payload_without_a_release_is_refused(index: Index) {
    worker::enqueue(&index.ctx, service::publish::RENDER_DESCRIPTION, &json!({})).await.expect("it is enqueued");
    assert_eq!(worker::step(&index.ctx, catalogue::KINDS).await.expect("the queue answers"), Step::Buried);
}
