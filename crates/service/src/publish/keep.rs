//! The fifth stage: the objects, whole and synced before any row speaks of them.

use super::{form::UploadForm, inspect::Inspected, receive::Received};
use crate::ctx::Ctx;
use anyhow::Result;
use bytes::Bytes;
use domain::files::{metadata_path, object_path};
use packaging::digest::Digests;
use store::transaction;

/// Where the objects are.
#[derive(Debug)]
pub(super) struct Kept {
    pub(super) path: String,
    /// SHA-256 and bytes of a wheel's METADATA.
    pub(super) metadata: Option<(String, i64)>,
}

/// Claims the path, then writes the objects over whatever a crash left there.
pub(super) async fn keep(ctx: &Ctx, form: &UploadForm, received: &Received, inspected: &Inspected) -> Result<Kept> {
    let path = object_path(received.digests.blake2b.as_str(), form.filename.as_str());
    let claimed: Result<()> = transaction!(ctx.db, |write| {
        store::files::claim_object(write, &path, ctx.now()).await?;
        Ok(())
    });
    claimed?;
    ctx.blobs.put_file(&path, received.file.path()).await?;
    let metadata = match &inspected.metadata_file {
        Some(bytes) => {
            ctx.blobs.put(&metadata_path(&path), Bytes::copy_from_slice(bytes)).await?;
            let sha256 = Digests::of(bytes).sha256.as_str().to_owned();
            Some((sha256, i64::try_from(bytes.len())?))
        }
        None => None,
    };
    Ok(Kept { path, metadata })
}
