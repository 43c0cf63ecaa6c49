//! A transport for tests: it keeps what it is given, and fails when told to.

use super::{MailTransport, OutgoingMail, SendFailure};
use anyhow::anyhow;
use async_trait::async_trait;
use std::sync::{Mutex, PoisonError};

/// A transport that carries nothing anywhere.
#[derive(Debug, Default)]
pub struct FakeMail {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    taken: Vec<OutgoingMail>,
    answer: Answer,
}

#[derive(Clone, Copy, Debug, Default)]
enum Answer {
    #[default]
    Take,
    Reject,
    Break,
}

impl FakeMail {
    /// Every mail that was taken, the oldest first.
    pub fn taken(&self) -> Vec<OutgoingMail> {
        self.with(|state| state.taken.clone())
    }

    /// Takes mails again.
    pub fn take(&self) {
        self.with(|state| state.answer = Answer::Take);
    }

    /// Refuses every mail for good from now on.
    pub fn reject(&self) {
        self.with(|state| state.answer = Answer::Reject);
    }

    /// Cannot be reached from now on.
    pub fn break_down(&self) {
        self.with(|state| state.answer = Answer::Break);
    }

    fn with<T>(&self, look: impl FnOnce(&mut State) -> T) -> T {
        look(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[async_trait]
impl MailTransport for FakeMail {
    async fn send(&self, mail: &OutgoingMail) -> Result<(), SendFailure> {
        self.with(|state| match state.answer {
            Answer::Take => {
                state.taken.push(mail.clone());
                Ok(())
            }
            Answer::Reject => Err(SendFailure::Rejected("no such mailbox".to_owned())),
            Answer::Break => Err(SendFailure::Unavailable(anyhow!("nobody answers"))),
        })
    }

    fn describe(&self) -> String {
        "nowhere".to_owned()
    }
}

/// A mail to one person.
#[cfg(test)]
pub(super) fn sample() -> OutgoingMail {
    OutgoingMail {
        id: uuid::Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0001),
        kind: "password_changed".to_owned(),
        to: "ada@people.example".to_owned(),
        language: "en".to_owned(),
        subject: "Password changed".to_owned(),
        text: "The password was changed.\n".to_owned(),
        html: "<p>The password was changed.</p>\n".to_owned(),
        at: chrono::DateTime::from_timestamp(1_774_958_400, 0).unwrap(),
    }
}
