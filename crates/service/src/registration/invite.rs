//! Inviting somebody: a link by mail that lets its reader register.

use super::{refusal::RegisterRefused, register::check_domain};
use crate::{
    Ctx,
    guard::{GuardRefused, permit},
    links::{self, NewLink},
    mail::{self, Recipient},
};
use chrono::{DateTime, Utc};
use domain::{
    Failure, Kind, Refusal,
    accounts::{EmailAddress, EmailAddressError},
    events::{EventTag, NewEvent, Subject},
    links::LinkKind,
    permission::{Action, Actor},
    registration::RegistrationClosed,
};
use serde_json::json;
use store::transaction;
use templates::{
    Language,
    mail::{Mail, MailLink, MailMessage},
};

/// An invitation on its way; the URL is known only now.
#[derive(Clone, PartialEq, Eq)]
pub struct Invited {
    pub url: String,
    pub expires: DateTime<Utc>,
}

/// Why nobody is invited.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InviteRefused {
    #[error(transparent)]
    Guard(#[from] GuardRefused),
    #[error(transparent)]
    Closed(#[from] RegistrationClosed),
    #[error(transparent)]
    Address(#[from] EmailAddressError),
    #[error("An account has this e-mail address already: `{address}`; use another")]
    AddressTaken { address: String },
    #[error("Addresses of this domain are not taken: `{domain}`; use another address")]
    Domain { domain: String },
}

impl Refusal for InviteRefused {
    fn kind(&self) -> Kind {
        match self {
            Self::Guard(refusal) => refusal.kind(),
            Self::Closed(refusal) => refusal.kind(),
            Self::AddressTaken { .. } => Kind::Conflict,
            Self::Address(_) | Self::Domain { .. } => Kind::Invalid,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Guard(refusal) => refusal.code(),
            Self::Closed(refusal) => refusal.code(),
            Self::Address(_) => "address-invalid",
            Self::AddressTaken { .. } => "address-taken",
            Self::Domain { .. } => "address-domain",
        }
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Guard(refusal) => refusal.parameters(),
            Self::Closed(refusal) => refusal.parameters(),
            Self::Address(_) => Vec::new(),
            Self::AddressTaken { address } => vec![("address", address.clone())],
            Self::Domain { domain } => vec![("domain", domain.clone())],
        }
    }
}

/// Without the URL.
impl std::fmt::Debug for Invited {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Invited").field("expires", &self.expires).finish_non_exhaustive()
    }
}

/// Invites the reader of an address; an earlier invitation of it ends.
pub async fn invite(
    ctx: &Ctx,
    actor: &Actor,
    address: &EmailAddress,
    language: Language,
) -> Result<Invited, Failure<InviteRefused>> {
    let (now, event_id) = (ctx.now(), ctx.id());
    let link: Result<MailLink, Failure<InviteRefused>> = transaction!(ctx.db, |write| {
        permit(write, actor, Action::Invite, now).await.map_err(Failure::widen)?;
        store::registration::rule(write).await?.admit_invited().map_err(InviteRefused::from)?;
        check_domain(write, address).await.map_err(domain_refused)?;
        if store::accounts::address_is_taken(write, address).await? {
            return Err(InviteRefused::AddressTaken { address: address.to_string() }.into());
        }
        store::links::end_for(write, LinkKind::Invitation, &address.normalized()).await?;
        let inviter = match actor.account() {
            Some(account) => Some(store::accounts::username(write, account).await?),
            None => None,
        };
        let payload = json!({ "inviter": inviter });
        let link = NewLink { kind: LinkKind::Invitation, account: None, address: Some(address), payload };
        let link = links::make(ctx, write, &link).await?;
        let message = MailMessage::Invitation { link: link.clone(), inviter };
        let recipient = Recipient { account: None, address: address.clone(), language };
        mail::enqueue(ctx, write, &recipient, &Mail::new(message), None).await?;
        let event = NewEvent {
            id: event_id,
            subject: Subject::Operator,
            tag: EventTag::AccountInvited,
            actor: actor.account(),
            details: json!({ "email": address.as_ref(), "expires": link.expires }),
            at: now,
        };
        store::events::record(write, &event).await?;
        Ok(link)
    });
    let MailLink { url, expires } = link?;
    Ok(Invited { url, expires })
}

fn domain_refused(failure: Failure<RegisterRefused>) -> Failure<InviteRefused> {
    match failure {
        Failure::Refused(RegisterRefused::Domain { domain }) => InviteRefused::Domain { domain }.into(),
        Failure::Refused(other) => Failure::Broken(anyhow::anyhow!("{other}")),
        Failure::Broken(fault) => Failure::Broken(fault),
    }
}
