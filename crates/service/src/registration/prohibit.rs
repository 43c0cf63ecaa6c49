//! Prohibiting user names, many at once, and domains of addresses.

use crate::{
    Ctx,
    guard::{GuardRefused, permit},
};
use domain::{
    Failure, Kind, Refusal,
    accounts::Username,
    events::{EventTag, NewEvent, Subject},
    permission::{Action, Actor},
    registration::MailDomain,
};
use serde_json::{Value, json};
use store::{Write, transaction};

/// Names that one list may hold.
const MOST_NAMES: usize = 10_000;

/// Why nothing is prohibited or allowed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProhibitRefused {
    #[error(transparent)]
    Guard(#[from] GuardRefused),
    #[error("The list holds something that can be no user name: `{name}`; take it out")]
    BadName { name: String },
    #[error("The list of names is empty")]
    Empty,
    #[error("The list holds {count} names; give at most {most} at once", most = MOST_NAMES)]
    TooMany { count: usize },
    #[error("This is not prohibited: `{name}`")]
    NotProhibited { name: String },
}

impl Refusal for ProhibitRefused {
    fn kind(&self) -> Kind {
        match self {
            Self::Guard(refusal) => refusal.kind(),
            Self::BadName { .. } | Self::Empty | Self::TooMany { .. } => Kind::Invalid,
            Self::NotProhibited { .. } => Kind::NotFound,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Guard(refusal) => refusal.code(),
            Self::BadName { .. } => "prohibit-bad-name",
            Self::Empty => "prohibit-empty",
            Self::TooMany { .. } => "prohibit-too-many",
            Self::NotProhibited { .. } => "prohibit-not-prohibited",
        }
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Guard(refusal) => refusal.parameters(),
            Self::Empty => Vec::new(),
            Self::BadName { name } | Self::NotProhibited { name } => vec![("name", name.clone())],
            Self::TooMany { count } => vec![("count", count.to_string()), ("most", MOST_NAMES.to_string())],
        }
    }
}

/// Keeps names from everybody, from a list separated by spaces or lines; says how many.
///
/// Accounts that have one of them already stay as they are.
pub async fn prohibit_usernames(
    ctx: &Ctx,
    actor: &Actor,
    list: &str,
    reason: &str,
) -> Result<usize, Failure<ProhibitRefused>> {
    let names = parse(list)?;
    let now = ctx.now();
    transaction!(ctx.db, |write| {
        permit(write, actor, Action::ManageAccounts, now).await.map_err(Failure::widen)?;
        for name in &names {
            store::registration::prohibit_username(write, name, reason, now).await?;
        }
        let shown: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
        record(ctx, write, actor, EventTag::UsernameProhibited, json!({ "names": shown, "reason": reason })).await?;
        Ok(names.len())
    })
}

/// Opens a prohibited name to everybody.
pub async fn allow_username(ctx: &Ctx, actor: &Actor, name: &Username) -> Result<(), Failure<ProhibitRefused>> {
    let now = ctx.now();
    transaction!(ctx.db, |write| {
        permit(write, actor, Action::ManageAccounts, now).await.map_err(Failure::widen)?;
        if !store::registration::allow_username(write, name).await? {
            return Err(ProhibitRefused::NotProhibited { name: name.to_string() }.into());
        }
        record(ctx, write, actor, EventTag::UsernameAllowed, json!({ "name": name.as_ref() })).await?;
        Ok(())
    })
}

/// Takes no more addresses of a domain and those below it; verified ones stay.
pub async fn prohibit_domain(
    ctx: &Ctx,
    actor: &Actor,
    domain: &MailDomain,
    reason: &str,
) -> Result<(), Failure<ProhibitRefused>> {
    let now = ctx.now();
    transaction!(ctx.db, |write| {
        permit(write, actor, Action::ManageAccounts, now).await.map_err(Failure::widen)?;
        store::registration::prohibit_domain(write, domain, reason, now).await?;
        let details = json!({ "domain": domain.as_str(), "reason": reason });
        record(ctx, write, actor, EventTag::DomainProhibited, details).await?;
        Ok(())
    })
}

/// Takes addresses of a domain again.
pub async fn allow_domain(ctx: &Ctx, actor: &Actor, domain: &MailDomain) -> Result<(), Failure<ProhibitRefused>> {
    let now = ctx.now();
    transaction!(ctx.db, |write| {
        permit(write, actor, Action::ManageAccounts, now).await.map_err(Failure::widen)?;
        if !store::registration::allow_domain(write, domain).await? {
            return Err(ProhibitRefused::NotProhibited { name: domain.to_string() }.into());
        }
        record(ctx, write, actor, EventTag::DomainAllowed, json!({ "domain": domain.as_str() })).await?;
        Ok(())
    })
}

fn parse(list: &str) -> Result<Vec<Username>, ProhibitRefused> {
    let words: Vec<&str> = list.split_whitespace().collect();
    match words.len() {
        0 => return Err(ProhibitRefused::Empty),
        count if MOST_NAMES < count => return Err(ProhibitRefused::TooMany { count }),
        _ => {}
    }
    let name =
        |word: &&str| word.parse().map_err(|_| ProhibitRefused::BadName { name: word.chars().take(60).collect() });
    words.iter().map(name).collect()
}

async fn record(ctx: &Ctx, write: &mut Write, actor: &Actor, tag: EventTag, details: Value) -> anyhow::Result<()> {
    let event =
        NewEvent { id: ctx.id(), subject: Subject::Operator, tag, actor: actor.account(), details, at: ctx.now() };
    store::events::record(write, &event).await
}
