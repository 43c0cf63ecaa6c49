//! Listening: what other processes say when they commit.

use anyhow::Context;
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use sqlx::postgres::PgListener;

/// The channel on which every commit that wrote to the journal is told.
pub(super) const CHANNEL: &str = "journal";

/// PostgreSQL takes payloads below 8000 bytes.
const LONGEST_PAYLOAD: usize = 7900;

/// A commit of some process, this one included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heard {
    /// The highest serial of the commit.
    pub serial: i64,
    /// Normalized names; empty when they were too many to be told.
    pub names: Vec<String>,
}

/// A connection that hears commits, reopened when it is lost.
#[derive(Debug)]
pub struct Listener(PgListener);

impl Listener {
    pub(super) async fn open(pool: &PgPool) -> anyhow::Result<Self> {
        let mut listener = PgListener::connect_with(pool).await.context("no listening connection could be opened")?;
        listener.listen(CHANNEL).await.context("the journal's channel could not be listened to")?;
        Ok(Self(listener))
    }

    /// Waits for the next commit; `None` says that the connection was lost, so
    /// commits may have been missed and the journal has to be replayed.
    pub async fn next(&mut self) -> anyhow::Result<Option<Heard>> {
        let Some(notification) = self.0.try_recv().await.context("the listening connection is broken")? else {
            return Ok(None);
        };
        let heard = serde_json::from_str(notification.payload()).context("a notification cannot be read")?;
        Ok(Some(heard))
    }
}

impl Heard {
    /// The text of the notification.
    pub(super) fn payload(&self) -> anyhow::Result<String> {
        let payload = serde_json::to_string(self)?;
        if payload.len() <= LONGEST_PAYLOAD {
            return Ok(payload);
        }
        Ok(serde_json::to_string(&Self { serial: self.serial, names: Vec::new() })?)
    }
}

#[cfg(test)]
mod tests {
    use super::Heard;

    #[test]
    fn too_many_names_are_left_out_of_the_payload() {
        let names = (0..2000).map(|number| format!("project-{number}")).collect();
        let payload = Heard { serial: 7, names }.payload().expect("it is JSON");
        assert_eq!(payload, r#"{"serial":7,"names":[]}"#);
    }
}
