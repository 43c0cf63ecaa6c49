//! The third stage: what the file itself says. Nothing is unpacked to disk.

use super::{form::UploadForm, receive::Received, refusal::PublishRefused};
use anyhow::Context as _;
use domain::Failure;
use packaging::{
    archive::{Limits, WheelExpectation, inspect_sdist, inspect_wheel},
    filename::{DistributionFilename, SdistFilename, WheelFilename},
    metadata::{CoreMetadata, contradictions},
};
use std::{fs::File, sync::Arc};

/// A file that keeps every rule that needs no database.
#[derive(Debug)]
pub(super) struct Inspected {
    /// The file's own: what is stored and served.
    pub(super) metadata: CoreMetadata,
    /// The bytes of a wheel's METADATA, served at `<file>.metadata`.
    pub(super) metadata_file: Option<Vec<u8>>,
}

/// Inspects the archive and holds the form against its metadata.
///
/// Members are streamed on a thread of their own: a large wheel takes seconds.
pub(super) async fn inspect(form: Arc<UploadForm>, received: &Received) -> Result<Inspected, Failure<PublishRefused>> {
    let file = received.file.reopen().context("Failed to open an upload's temporary file")?;
    let inspected = tokio::task::spawn_blocking(move || inspect_file(&form, file)).await;
    inspected.context("The inspection of an upload broke down")?
}

fn inspect_file(form: &UploadForm, mut file: File) -> Result<Inspected, Failure<PublishRefused>> {
    let limits = Limits::default();
    match &form.filename {
        DistributionFilename::Wheel(filename) => {
            let expectation = expectation(filename);
            let contents = inspect_wheel(&mut file, &expectation, &limits).map_err(PublishRefused::Archive)?;
            let metadata = own_metadata(form, &contents.metadata)?;
            let licenses = format!("{}.dist-info/licenses", expectation.dist_info_name);
            check_license_files(&metadata, &licenses, |path| contents.members.contains(path))?;
            Ok(Inspected { metadata, metadata_file: Some(contents.metadata) })
        }
        DistributionFilename::Sdist(filename) => {
            let top = SdistFilename::top_folder(filename);
            let contents = inspect_sdist(&mut file, top, &limits).map_err(PublishRefused::Archive)?;
            let metadata = own_metadata(form, &contents.pkg_info)?;
            check_license_files(&metadata, top, |path| contents.members.contains(path))?;
            Ok(Inspected { metadata, metadata_file: None })
        }
    }
}

fn expectation(filename: &WheelFilename) -> WheelExpectation {
    let dist_info_name = filename.dist_info().trim_end_matches(".dist-info").to_owned();
    WheelExpectation { dist_info_name, tags: None }
}

/// The file's own metadata, which no field of the form may contradict.
fn own_metadata(form: &UploadForm, bytes: &[u8]) -> Result<CoreMetadata, PublishRefused> {
    let metadata = CoreMetadata::from_file(bytes)?;
    form.filename.check_belongs(metadata.name.normalized(), &metadata.version)?;
    match contradictions(&form.metadata, &metadata).into_iter().next() {
        Some(contradiction) => Err(PublishRefused::Contradiction(contradiction)),
        None => Ok(metadata),
    }
}

/// Every licence file that the metadata declares is there (PEP 639).
fn check_license_files(
    metadata: &CoreMetadata,
    folder: &str,
    is_there: impl Fn(&str) -> bool,
) -> Result<(), PublishRefused> {
    let missing = metadata.license_files.iter().find(|path| !is_there(&format!("{folder}/{path}")));
    match missing {
        Some(path) => Err(PublishRefused::LicenseFileMissing { path: path.clone() }),
        None => Ok(()),
    }
}
