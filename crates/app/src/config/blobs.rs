//! `[blobs]`: objects in a local folder or an S3-compatible store.

use super::{layers::Layers, setting::Setting, values};
use ::blobs::S3;

pub(crate) const SETTINGS: &[Setting] = &[
    Setting::new("blobs.kind", "local", "`local`, a folder in the data folder, or `s3`."),
    Setting::new("blobs.bucket", "", "The bucket; needed with `s3`."),
    Setting::new("blobs.region", "us-east-1", "The region of the bucket."),
    Setting::new("blobs.endpoint", "", "The URL of an S3-compatible store; empty is the vendor's own."),
    Setting::new("blobs.access_key_id", "", "The name of the access key; needed with `s3`."),
    Setting::secret("blobs.secret_access_key", "The secret of the access key; needed with `s3`."),
    Setting::new("blobs.prefix", "", "A folder inside the bucket."),
];

/// Where the objects are.
#[derive(Clone, Debug)]
pub(crate) enum BlobsSection {
    /// A folder in the data folder.
    Local,
    S3(S3),
}

impl BlobsSection {
    pub(crate) fn read(layers: &mut Layers) -> Option<Self> {
        let is_s3 = layers.parse("blobs.kind", |text| match text {
            "local" => Ok(false),
            "s3" => Ok(true),
            _ => Err(format!("neither `local` nor `s3`: `{text}`")),
        })?;
        if !is_s3 {
            return Some(Self::Local);
        }
        let endpoint = layers.parse_optional("blobs.endpoint", values::url);
        let bucket = needed(layers, "blobs.bucket");
        let region = needed(layers, "blobs.region");
        let access_key_id = needed(layers, "blobs.access_key_id");
        let secret_access_key = needed(layers, "blobs.secret_access_key");
        let prefix = values::optional(&layers.value("blobs.prefix").text);
        Some(Self::S3(S3 {
            bucket: bucket?,
            region: region?,
            endpoint: endpoint?.map(|url| url.to_string()),
            access_key_id: access_key_id?,
            secret_access_key: secret_access_key?,
            prefix,
        }))
    }
}

fn needed(layers: &mut Layers, name: &str) -> Option<String> {
    layers.parse(name, |text| {
        values::optional(text).ok_or_else(|| "not set, and `blobs.kind = \"s3\"` needs it".to_owned())
    })
}
