//! Temporary files of uploads.

use crate::harness::Index;
use chrono::TimeDelta;
use jobs::catalogue::SWEEP_UPLOADS;
use service::publish::receive::Incoming;
use testkit_macros::both;

#[both]
async fn one_run_sweeps_what_a_crash_left(index: Index) {
    std::fs::write(index.ctx.settings.uploads_folder.join("upload-dead"), b"half").expect("the disk takes it");
    index.advance(TimeDelta::minutes(1));
    index.run(SWEEP_UPLOADS).await;
    assert_eq!(index.temporary_files().len(), 0);
}

#[both]
async fn an_upload_that_lives_keeps_its_file_however_slow_it_is(index: Index) {
    let mut incoming = Incoming::begin(&index.ctx, 1000).await.expect("a temporary file can be made");
    index.advance(TimeDelta::days(1));
    index.run(SWEEP_UPLOADS).await;
    assert_eq!(index.temporary_files().len(), 1);
    incoming.write(b"late").await.expect("the bytes are taken");
    drop(incoming);
    assert_eq!(index.temporary_files().len(), 0);
}
