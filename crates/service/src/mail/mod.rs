//! The outbox: a mail is a row, rendered and written in the Write of what it tells of.

pub mod enqueue;

pub use enqueue::{Recipient, SEND_MAIL, enqueue, language_of, to_all_verified};
