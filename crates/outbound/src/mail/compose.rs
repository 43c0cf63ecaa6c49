//! From a mail to the bytes of RFC 5322.

use super::{OutgoingMail, SendFailure};
use anyhow::{Context as _, Result};
use lettre::{
    Address, Message,
    message::{
        Mailbox, MultiPart, SinglePart,
        header::{HeaderName, HeaderValue},
    },
};
use std::time::SystemTime;

/// Who sends the mails of an index.
#[derive(Clone, Debug)]
pub struct Sender {
    from: Mailbox,
    /// The right-hand side of every `Message-ID`, and the name told in `EHLO`.
    host: String,
}

impl Sender {
    /// `from` is an address, with a name or without: `Index <index@index.example>`.
    ///
    /// # Errors
    /// When `from` is no mailbox (RFC 5322 3.4).
    pub fn new(from: &str) -> Result<Self> {
        // A bare address may have an IP address for its host, which the parser of mailboxes does not know.
        let bare = from.trim().parse::<Address>().map(|address| Mailbox::new(None, address));
        let from = bare
            .or_else(|_| from.trim().parse::<Mailbox>())
            .with_context(|| format!("not the mailbox of a sender: `{from}`"))?;
        let host = from.email.domain().to_owned();
        Ok(Self { from, host })
    }

    pub(super) fn host(&self) -> &str {
        &self.host
    }

    /// The message, the same bytes for the same mail.
    pub(super) fn compose(&self, mail: &OutgoingMail) -> Result<Message, SendFailure> {
        // Whoever rendered it sees to that; a header is no place to trust in it.
        if mail.subject.contains(char::is_control) {
            return Err(SendFailure::Rejected("its subject is more than one line".to_owned()));
        }
        let to: Address =
            mail.to.parse().map_err(|error| SendFailure::Rejected(format!("its recipient is no address: {error}")))?;
        let boundary = format!("part-{}", mail.id.simple());
        let body = MultiPart::alternative()
            .boundary(boundary)
            .singlepart(SinglePart::plain(mail.text.clone()))
            .singlepart(SinglePart::html(mail.html.clone()));
        Message::builder()
            .message_id(Some(format!("<{}@{}>", mail.id, self.host)))
            .date(SystemTime::from(mail.at))
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(&mail.subject)
            // No out-of-office answer wanted (RFC 3834 5).
            .raw_header(header("Auto-Submitted", "auto-generated"))
            .raw_header(header("Content-Language", &mail.language))
            .multipart(body)
            .map_err(|error| SendFailure::Rejected(format!("it makes no message: {error}")))
    }
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::fake::sample;

    #[test]
    fn a_sender_needs_a_mailbox() {
        for good in ["fromagerie@localhost", "Index <index@index.example>", "fromagerie@[127.0.0.1]"] {
            assert!(Sender::new(good).is_ok(), "{good}");
        }
        for bad in ["", "index", "a@b@c", "a@index.example\r\nBcc: eve@evil.example"] {
            assert!(Sender::new(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn the_same_mail_is_the_same_bytes() {
        let sender = Sender::new("index@index.example").unwrap();
        let bytes = || sender.compose(&sample()).unwrap().formatted();
        assert_eq!(bytes(), bytes());
    }

    #[test]
    fn a_message_has_the_headers_of_an_automatic_mail_and_two_bodies() {
        let sender = Sender::new("Index <index@index.example>").unwrap();
        let text = String::from_utf8(sender.compose(&sample()).unwrap().formatted()).unwrap();
        for line in [
            "Message-ID: <01900000-0000-7000-8000-000000000001@index.example>",
            "Date: Tue, 31 Mar 2026 12:00:00 +0000",
            "From: Index <index@index.example>",
            "To: ada@people.example",
            "Auto-Submitted: auto-generated",
            "Content-Language: en",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Type: text/html; charset=utf-8",
        ] {
            assert!(text.contains(&format!("{line}\r\n")), "{line}\n{text}");
        }
    }

    #[test]
    fn a_second_line_in_a_header_is_refused() {
        let sender = Sender::new("index@index.example").unwrap();
        let subject = OutgoingMail { subject: "a\r\nBcc: eve@evil.example".to_owned(), ..sample() };
        let recipient = OutgoingMail { to: "a@people.example\r\nBcc: eve@evil.example".to_owned(), ..sample() };
        for mail in [subject, recipient] {
            assert!(matches!(sender.compose(&mail), Err(SendFailure::Rejected(_))), "{mail:?}");
        }
    }
}
