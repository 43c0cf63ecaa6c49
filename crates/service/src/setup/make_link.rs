//! Making the link for the first operator.

use crate::Ctx;
use chrono::{DateTime, Utc};
use domain::{
    Failure, Kind, Refusal,
    events::{EventTag, NewEvent, Subject},
    setup::{LINK_LIFETIME, SetupSecret},
};
use serde_json::json;
use store::transaction;

/// A link just made; it is shown once and never again.
#[derive(Clone)]
pub struct SetupLink {
    pub url: String,
    pub expires: DateTime<Utc>,
}

/// Why no link is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MakeLinkRefused {
    #[error("The index has an operator already; make others with `fromagerie user create NAME --superuser`")]
    OperatorExists,
}

impl Refusal for MakeLinkRefused {
    fn kind(&self) -> Kind {
        Kind::Conflict
    }

    fn code(&self) -> &'static str {
        "setup-operator-exists"
    }
}

/// Without the secret.
impl std::fmt::Debug for SetupLink {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("SetupLink").field("expires", &self.expires).finish_non_exhaustive()
    }
}

/// Makes a link for half an hour and takes earlier ones back; no operator may exist.
pub async fn make_link(ctx: &Ctx) -> Result<SetupLink, Failure<MakeLinkRefused>> {
    let (now, id, event_id) = (ctx.now(), ctx.id(), ctx.id());
    let secret = SetupSecret::new(ctx.random_bytes());
    let expires = now + LINK_LIFETIME;
    transaction!(ctx.db, |write| -> Result<(), Failure<MakeLinkRefused>> {
        if store::accounts::superuser_exists(write).await? {
            return Err(MakeLinkRefused::OperatorExists.into());
        }
        store::setup::replace_link(write, id, &secret.hash(), now, expires).await?;
        let event = NewEvent {
            id: event_id,
            subject: Subject::Operator,
            tag: EventTag::SetupLinkMade,
            actor: None,
            details: json!({ "link": id, "expires": expires }),
            at: now,
        };
        store::events::record(write, &event).await?;
        Ok(())
    })?;
    Ok(SetupLink { url: ctx.settings.urls.setup(&secret.to_text()), expires })
}
