//! The mails that were written into a folder, for the pages of somebody who develops.

use anyhow::Result;
use outbound::mail::{newest_mails, written_mail};
use std::path::PathBuf;

pub use outbound::mail::WrittenMail;

/// Mails that one list shows.
const MOST: usize = 100;

/// The folder of the mails of an index that has no mail server.
#[derive(Clone, Debug)]
pub struct MailFolder(pub PathBuf);

impl MailFolder {
    /// The newest mails, the last one first.
    pub async fn newest(&self) -> Result<Vec<WrittenMail>> {
        newest_mails(self.0.clone(), MOST).await
    }

    /// One mail, by the name of its file.
    pub async fn mail(&self, name: &str) -> Result<Option<WrittenMail>> {
        written_mail(self.0.clone(), name.to_owned()).await
    }
}
