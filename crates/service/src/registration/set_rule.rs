//! Setting who may register.

use crate::{
    Ctx,
    guard::{GuardRefused, permit},
};
use chrono::{DateTime, Utc};
use domain::{
    Failure, Kind, Refusal,
    events::{EventTag, NewEvent, Subject},
    ids::AccountId,
    permission::{Action, Actor},
    registration::{MailDomain, MailDomainError, RegistrationMode, RegistrationRule},
};
use serde_json::json;
use store::{Write, transaction};
use uuid::Uuid;

/// Why the rule stays as it is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SetRuleRefused {
    #[error(transparent)]
    Guard(#[from] GuardRefused),
    #[error("Registration by domain needs at least one domain; name those whose addresses may register")]
    NoDomain,
    #[error(transparent)]
    Domain(#[from] MailDomainError),
}

impl Refusal for SetRuleRefused {
    fn kind(&self) -> Kind {
        match self {
            Self::Guard(refusal) => refusal.kind(),
            Self::NoDomain => Kind::Invalid,
            Self::Domain(refusal) => refusal.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Guard(refusal) => refusal.code(),
            Self::NoDomain => "registration-no-domain",
            Self::Domain(refusal) => refusal.code(),
        }
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Guard(refusal) => refusal.parameters(),
            Self::NoDomain => Vec::new(),
            Self::Domain(refusal) => refusal.parameters(),
        }
    }
}

/// Who may register now; for pages.
pub async fn rule(ctx: &Ctx) -> anyhow::Result<RegistrationRule> {
    store::registration::rule(&mut ctx.db.read().await?).await
}

/// Sets who may register, from now on and on every node.
pub async fn set_rule(ctx: &Ctx, actor: &Actor, rule: &RegistrationRule) -> Result<(), Failure<SetRuleRefused>> {
    check_rule(rule)?;
    let (now, event_id) = (ctx.now(), ctx.id());
    transaction!(ctx.db, |write| {
        permit(write, actor, Action::ManageAccounts, now).await.map_err(Failure::widen)?;
        store_rule(write, rule, actor.account(), event_id, now).await?;
        Ok(())
    })
}

/// Whether anybody could tell who may register by a rule.
pub(crate) fn check_rule(rule: &RegistrationRule) -> Result<(), SetRuleRefused> {
    match rule.mode == RegistrationMode::Domains && rule.domains.is_empty() {
        true => Err(SetRuleRefused::NoDomain),
        false => Ok(()),
    }
}

/// Writes the rule and its event, for whoever was permitted to set it.
pub(crate) async fn store_rule(
    write: &mut Write,
    rule: &RegistrationRule,
    by: Option<AccountId>,
    event_id: Uuid,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    store::registration::set_rule(write, rule, now).await?;
    let domains: Vec<&str> = rule.domains.iter().map(MailDomain::as_str).collect();
    let event = NewEvent {
        id: event_id,
        subject: Subject::Operator,
        tag: EventTag::RegistrationSet,
        actor: by,
        details: json!({ "mode": rule.mode.as_str(), "domains": domains }),
        at: now,
    };
    store::events::record(write, &event).await
}
