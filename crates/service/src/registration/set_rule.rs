//! Setting who may register.

use crate::{
    Ctx,
    guard::{GuardRefused, permit},
};
use domain::{
    Failure, Kind, Refusal,
    events::{EventTag, NewEvent, Subject},
    permission::{Action, Actor},
    registration::{MailDomain, RegistrationMode, RegistrationRule},
};
use serde_json::json;
use store::transaction;

/// Why the rule stays as it is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SetRuleRefused {
    #[error(transparent)]
    Guard(#[from] GuardRefused),
    #[error("Registration by domain needs at least one domain; name those whose addresses may register")]
    NoDomain,
}

impl Refusal for SetRuleRefused {
    fn kind(&self) -> Kind {
        match self {
            Self::Guard(refusal) => refusal.kind(),
            Self::NoDomain => Kind::Invalid,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Guard(refusal) => refusal.code(),
            Self::NoDomain => "registration-no-domain",
        }
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Guard(refusal) => refusal.parameters(),
            Self::NoDomain => Vec::new(),
        }
    }
}

/// Who may register now; for pages.
pub async fn rule(ctx: &Ctx) -> anyhow::Result<RegistrationRule> {
    store::registration::rule(&mut ctx.db.read().await?).await
}

/// Sets who may register, from now on and on every node.
pub async fn set_rule(ctx: &Ctx, actor: &Actor, rule: &RegistrationRule) -> Result<(), Failure<SetRuleRefused>> {
    if rule.mode == RegistrationMode::Domains && rule.domains.is_empty() {
        return Err(SetRuleRefused::NoDomain.into());
    }
    let (now, event_id) = (ctx.now(), ctx.id());
    transaction!(ctx.db, |write| {
        permit(write, actor, Action::ManageAccounts, now).await.map_err(Failure::widen)?;
        store::registration::set_rule(write, rule, now).await?;
        let domains: Vec<&str> = rule.domains.iter().map(MailDomain::as_str).collect();
        let event = NewEvent {
            id: event_id,
            subject: Subject::Operator,
            tag: EventTag::RegistrationSet,
            actor: actor.account(),
            details: json!({ "mode": rule.mode.as_str(), "domains": domains }),
            at: now,
        };
        store::events::record(write, &event).await?;
        Ok(())
    })
}
