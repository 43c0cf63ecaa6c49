//! Carrying a mail away: to an SMTP server, to files, or nowhere in tests.

mod compose;
mod fake;
mod files;
mod smtp;
mod written;

pub use compose::Sender;
pub use fake::FakeMail;
pub use files::MailFiles;
pub use smtp::{Smtp, SmtpServer, SmtpTls};
pub use written::{WrittenMail, newest_mails, written_mail};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use std::fmt;
use uuid::Uuid;

/// A mail on its way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutgoingMail {
    /// Makes the `Message-ID`: whoever gets a mail twice can tell.
    pub id: Uuid,
    /// The stable name of what it tells, such as `password_changed`.
    pub kind: String,
    /// The address of the recipient, without a name.
    pub to: String,
    /// A BCP 47 tag.
    pub language: String,
    pub subject: String,
    pub text: String,
    pub html: String,
    /// When it was written, for its `Date`.
    pub at: DateTime<Utc>,
}

/// Why a mail was not taken.
#[derive(Debug, thiserror::Error)]
pub enum SendFailure {
    /// It will never be taken; the line says why.
    #[error("the mail is refused for good: {0}")]
    Rejected(String),
    /// Another attempt may succeed.
    #[error("the mail could not be handed over: {0:#}")]
    Unavailable(anyhow::Error),
}

/// Whoever carries mails further.
#[async_trait]
pub trait MailTransport: fmt::Debug + Send + Sync {
    /// Hands a mail over. After an `Ok` it is the transport's; the same mail may come again.
    async fn send(&self, mail: &OutgoingMail) -> Result<(), SendFailure>;

    /// Drops what this transport keeps from before an instant; says how many.
    async fn forget(&self, _before: DateTime<Utc>) -> anyhow::Result<usize> {
        Ok(0)
    }

    /// One line for the operator: where the mails go, without secrets.
    fn describe(&self) -> String;
}
