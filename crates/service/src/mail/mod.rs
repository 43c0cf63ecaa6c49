//! The outbox: a mail is a row, rendered and written in the Write of what it tells of.

pub mod enqueue;
mod written;

pub use enqueue::{Recipient, SEND_MAIL, enqueue, enqueue_for_campaign, language_of, to_all_verified};
pub use written::{MailFolder, WrittenMail};
