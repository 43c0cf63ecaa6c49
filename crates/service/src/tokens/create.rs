//! Making an API token: scope and expiry are caveats, in the token and in its row.

use super::refusal::CreateTokenRefused;
use crate::{Ctx, mail, sessions, visits};
use anyhow::Context as _;
use chrono::{DateTime, SubsecRound as _, TimeDelta, Utc};
use domain::{
    Failure,
    accounts::{Account, AccountState, Username},
    events::{EventTag, NewEvent, Subject},
    ids::{AccountId, ProjectId, TokenId},
    permission::{Action, Actor, decide},
    tokens::{ApiToken, LONGEST_TOKEN_NAME, StoredToken, caveat::Caveat},
    visitor::Visitor,
};
use packaging::name::NormalizedName;
use serde_json::json;
use store::{Write, transaction};
use templates::mail::{Mail, MailMessage};

/// What a token is made of.
#[derive(Clone, Debug)]
pub struct NewToken {
    pub username: Username,
    /// Unique among the account's tokens; `None` makes one up.
    pub name: Option<String>,
    /// The only projects it is for; none means all of the account's.
    pub projects: Vec<NormalizedName>,
    /// `None` never expires.
    pub expires_in: Option<TimeDelta>,
}

/// A token just made; its text is shown once and never again.
#[derive(Clone)]
pub struct CreatedToken {
    pub id: TokenId,
    /// Begins with `pypi-`.
    pub token: String,
    pub name: String,
    pub expires: Option<DateTime<Utc>>,
}

/// Without the token.
impl std::fmt::Debug for CreatedToken {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("CreatedToken").field("id", &self.id).field("name", &self.name).finish_non_exhaustive()
    }
}

/// Makes a token for an account; its root is derived and never stored.
///
/// People make them for themselves, in a session that has stepped up, and for projects
/// on which they have a role. `visitor` is who asks; `None` on the command line.
pub async fn create(
    ctx: &Ctx,
    actor: &Actor,
    visitor: Option<&Visitor>,
    token: NewToken,
) -> Result<CreatedToken, Failure<CreateTokenRefused>> {
    let now = ctx.now();
    let name = match token.name {
        Some(name) => checked_name(&name)?,
        None => format!("token-{}", hex::encode(ctx.random_bytes::<4>())),
    };
    let expires = token.expires_in.map(|lifetime| expiry(now, lifetime)).transpose()?;
    let (ring, id) = (ctx.keys.load_full(), TokenId(ctx.id()));
    let key_id = ring.current_id();

    let caveats = transaction!(ctx.db, |write| -> Result<Vec<Caveat>, Failure<CreateTokenRefused>> {
        let facts = store::permission::facts(write, actor, None).await?;
        decide(now, actor, Action::CreateToken, &facts).map_err(CreateTokenRefused::Permission)?;
        let account = active_account(write, actor, &token.username).await?;
        sessions::require_step_up(write, actor, now).await.map_err(Failure::widen)?;
        if store::tokens::name_is_taken(write, account.id, &name).await? {
            return Err(CreateTokenRefused::NameTaken { name: name.clone() }.into());
        }
        let mut caveats = scope(write, actor, account.id, &token.projects).await?;
        if let Some(expires) = expires {
            caveats.push(Caveat::Expiration { expires_at: expires.timestamp(), not_before: now.timestamp() });
        }
        let stored = StoredToken {
            id,
            account: account.id,
            name: name.clone(),
            key_id,
            caveats: caveats.clone(),
            created_at: now,
            expires_at: expires,
            last_used_at: None,
            revoked_at: None,
            revoked_reason: None,
        };
        store::tokens::insert(write, &stored).await?;
        tell(ctx, write, actor, visitor, &stored, &token.projects).await?;
        Ok(caveats)
    })?;

    let root = ring.token_root(key_id, id).context("the key ring holds its current key")?;
    let token = ApiToken::mint(ctx.settings.urls.host(), id, &root, &caveats).to_text();
    Ok(CreatedToken { id, token, name, expires })
}

/// Writes the event, and the mail to everybody who reads an address of the account.
async fn tell(
    ctx: &Ctx,
    write: &mut Write,
    actor: &Actor,
    visitor: Option<&Visitor>,
    token: &StoredToken,
    projects: &[NormalizedName],
) -> anyhow::Result<()> {
    let caveats: Vec<_> = token.caveats.iter().map(Caveat::to_json).collect();
    let details = json!({ "token": token.id, "name": token.name, "caveats": caveats });
    let event = NewEvent {
        id: ctx.id(),
        subject: Subject::Account(token.account),
        tag: EventTag::TokenCreated,
        actor: actor.account(),
        details: match visitor {
            Some(visitor) => visits::details(ctx, visitor, details),
            None => details,
        },
        at: ctx.now(),
    };
    store::events::record(write, &event).await?;
    let message = MailMessage::TokenCreated {
        name: token.name.clone(),
        projects: projects.iter().map(ToString::to_string).collect(),
        expires: token.expires_at,
    };
    let mail = match visitor {
        Some(visitor) => visits::mail(message, visitor),
        None => Mail::new(message),
    };
    mail::to_all_verified(ctx, write, token.account, &mail).await?;
    Ok(())
}

/// The account that the token is for; somebody else's does not exist for a person.
async fn active_account(
    write: &mut Write,
    actor: &Actor,
    username: &Username,
) -> Result<Account, Failure<CreateTokenRefused>> {
    let account = store::accounts::by_username(write, username).await?;
    let is_own = |account: &Account| actor.account().is_none_or(|own| own == account.id);
    let Some(account) = account.filter(is_own) else {
        return Err(match actor {
            Actor::Operator => CreateTokenRefused::NoAccount { username: username.to_string() },
            Actor::Session(_) | Actor::Token(_) | Actor::Publisher(_) => CreateTokenRefused::NotOwn,
        }
        .into());
    };
    if account.state != AccountState::Active {
        let (username, state) = (account.username, account.state);
        return Err(CreateTokenRefused::AccountNotActive { username, state }.into());
    }
    Ok(account)
}

/// Every token is for one account; a narrower one also names its projects twice, so
/// that a project deleted and made again by somebody else is not meant.
async fn scope(
    write: &mut Write,
    actor: &Actor,
    account: AccountId,
    projects: &[NormalizedName],
) -> Result<Vec<Caveat>, Failure<CreateTokenRefused>> {
    let mut caveats = vec![Caveat::Account(account)];
    let mut ids: Vec<ProjectId> = Vec::new();
    for name in projects {
        let Some(project) = store::projects::by_name(write, name).await? else {
            return Err(CreateTokenRefused::NoProject { project: name.to_string() }.into());
        };
        // An operator may make the token before the role is given; it opens nothing until then.
        if actor.account().is_some() {
            let facts = store::permission::facts(write, actor, Some(name)).await?;
            if facts.account.is_none_or(|account| account.role.is_none()) {
                return Err(CreateTokenRefused::NoRole { project: name.to_string() }.into());
            }
        }
        ids.push(project.id);
    }
    if !ids.is_empty() {
        caveats.push(Caveat::ProjectNames(projects.to_vec()));
        caveats.push(Caveat::ProjectIds(ids));
    }
    Ok(caveats)
}

fn checked_name(name: &str) -> Result<String, CreateTokenRefused> {
    let name = name.trim();
    let length = name.chars().count();
    if !(1..=LONGEST_TOKEN_NAME).contains(&length) || name.chars().any(char::is_control) {
        return Err(CreateTokenRefused::Name);
    }
    Ok(name.to_owned())
}

/// In whole seconds, as a caveat counts them.
fn expiry(now: DateTime<Utc>, lifetime: TimeDelta) -> Result<DateTime<Utc>, CreateTokenRefused> {
    let holds = TimeDelta::seconds(1) <= lifetime && lifetime <= TimeDelta::days(36_525);
    let expires = now.checked_add_signed(lifetime).filter(|_| holds).ok_or(CreateTokenRefused::Expiry)?;
    Ok(expires.trunc_subsecs(0))
}
