//! An S3-compatible store.

use anyhow::{Context as _, Result};
use object_store::{ObjectStore, aws::AmazonS3Builder, prefix::PrefixStore};
use std::sync::Arc;

/// How to reach the bucket.
#[derive(Clone, Debug)]
pub struct S3 {
    pub bucket: String,
    pub region: String,
    /// `None` for the vendor's own; plain http is allowed for a store on this machine.
    pub endpoint: Option<String>,
    pub access_key_id: String,
    pub secret_access_key: String,
    /// A folder inside the bucket.
    pub prefix: Option<String>,
}

impl S3 {
    pub(crate) fn open(&self) -> Result<Arc<dyn ObjectStore>> {
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(&self.bucket)
            .with_region(&self.region)
            .with_access_key_id(&self.access_key_id)
            .with_secret_access_key(&self.secret_access_key);
        if let Some(endpoint) = &self.endpoint {
            builder = builder.with_endpoint(endpoint).with_allow_http(endpoint.starts_with("http://"));
        }
        let store = builder.build().with_context(|| format!("Failed to set up the bucket: `{}`", self.bucket))?;
        Ok(match &self.prefix {
            Some(prefix) => Arc::new(PrefixStore::new(store, prefix.as_str())),
            None => Arc::new(store),
        })
    }
}
