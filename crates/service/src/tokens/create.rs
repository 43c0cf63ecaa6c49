//! Making an API token: scope and expiry are caveats, in the token and in its row.

use crate::Ctx;
use anyhow::Context as _;
use chrono::{DateTime, SubsecRound as _, TimeDelta, Utc};
use domain::{
    Failure, Kind, Refusal,
    accounts::{AccountState, Username},
    events::{EventTag, NewEvent, Subject},
    ids::{AccountId, ProjectId, TokenId},
    permission::{Action, Actor, PermissionRefused, decide},
    tokens::{ApiToken, LONGEST_TOKEN_NAME, StoredToken, caveat::Caveat},
};
use packaging::name::NormalizedName;
use serde_json::json;
use store::{Write, transaction};

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

/// Why no token is made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CreateTokenRefused {
    #[error(transparent)]
    Permission(#[from] PermissionRefused),
    #[error("No account has this user name: `{username}`; `fromagerie user list` shows them")]
    NoAccount { username: String },
    #[error("The account is {state}: `{username}`; only an active account gets tokens", state = .state.as_str())]
    AccountNotActive { username: String, state: AccountState },
    #[error("The name of a token has 1 to {LONGEST_TOKEN_NAME} characters, none of them a control character")]
    Name,
    #[error("The account has a token of this name already: `{name}`; choose another or revoke that one")]
    NameTaken { name: String },
    #[error("No project has this name: `{project}`; a token for one project is made after its first upload")]
    NoProject { project: String },
    #[error("A token expires after at least one second and at most 100 years")]
    Expiry,
}

impl Refusal for CreateTokenRefused {
    fn kind(&self) -> Kind {
        match self {
            Self::Permission(refusal) => refusal.kind(),
            Self::NoAccount { .. } | Self::NoProject { .. } => Kind::NotFound,
            Self::AccountNotActive { .. } | Self::NameTaken { .. } => Kind::Conflict,
            Self::Name | Self::Expiry => Kind::Invalid,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Permission(refusal) => refusal.code(),
            Self::NoAccount { .. } => "token-no-account",
            Self::AccountNotActive { .. } => "token-account-not-active",
            Self::Name => "token-name",
            Self::NameTaken { .. } => "token-name-taken",
            Self::NoProject { .. } => "token-no-project",
            Self::Expiry => "token-expiry",
        }
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Permission(refusal) => refusal.parameters(),
            Self::NoAccount { username } => vec![("username", username.clone())],
            Self::AccountNotActive { username, state } => {
                vec![("username", username.clone()), ("state", state.as_str().to_owned())]
            }
            Self::Name => vec![("most", LONGEST_TOKEN_NAME.to_string())],
            Self::NameTaken { name } => vec![("name", name.clone())],
            Self::NoProject { project } => vec![("project", project.clone())],
            Self::Expiry => Vec::new(),
        }
    }
}

/// Without the token.
impl std::fmt::Debug for CreatedToken {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("CreatedToken").field("id", &self.id).field("name", &self.name).finish_non_exhaustive()
    }
}

/// Makes a token for an account; its root is derived and never stored.
pub async fn create(ctx: &Ctx, actor: &Actor, token: NewToken) -> Result<CreatedToken, Failure<CreateTokenRefused>> {
    let now = ctx.now();
    let name = match token.name {
        Some(name) => checked_name(&name)?,
        None => format!("token-{}", hex::encode(ctx.random_bytes::<4>())),
    };
    let expires = token.expires_in.map(|lifetime| expiry(now, lifetime)).transpose()?;
    let (ring, id, event_id) = (ctx.keys.load_full(), TokenId(ctx.id()), ctx.id());
    let key_id = ring.current_id();

    let caveats = transaction!(ctx.db, |write| -> Result<Vec<Caveat>, Failure<CreateTokenRefused>> {
        let facts = store::permission::facts(write, actor, None).await?;
        decide(now, actor, Action::CreateToken, &facts).map_err(CreateTokenRefused::Permission)?;
        let account = active_account(write, &token.username).await?;
        if store::tokens::name_is_taken(write, account, &name).await? {
            return Err(CreateTokenRefused::NameTaken { name: name.clone() }.into());
        }
        let mut caveats = scope(write, account, &token.projects).await?;
        if let Some(expires) = expires {
            caveats.push(Caveat::Expiration { expires_at: expires.timestamp(), not_before: now.timestamp() });
        }
        let stored = StoredToken {
            id,
            account,
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
        let event = NewEvent {
            id: event_id,
            subject: Subject::Account(account),
            tag: EventTag::TokenCreated,
            actor: actor.account(),
            details: json!({ "token": id, "name": name, "caveats": shown(&caveats) }),
            at: now,
        };
        store::events::record(write, &event).await?;
        Ok(caveats)
    })?;

    let root = ring.token_root(key_id, id).context("the key ring holds its current key")?;
    let token = ApiToken::mint(ctx.settings.urls.host(), id, &root, &caveats).to_text();
    Ok(CreatedToken { id, token, name, expires })
}

async fn active_account(write: &mut Write, username: &Username) -> Result<AccountId, Failure<CreateTokenRefused>> {
    let Some(account) = store::accounts::by_username(write, username).await? else {
        return Err(CreateTokenRefused::NoAccount { username: username.to_string() }.into());
    };
    if account.state != AccountState::Active {
        let (username, state) = (account.username, account.state);
        return Err(CreateTokenRefused::AccountNotActive { username, state }.into());
    }
    Ok(account.id)
}

/// Every token is for one account; a narrower one also names its projects twice, so
/// that a project deleted and made again by somebody else is not meant.
async fn scope(
    write: &mut Write,
    account: AccountId,
    projects: &[NormalizedName],
) -> Result<Vec<Caveat>, Failure<CreateTokenRefused>> {
    let mut caveats = vec![Caveat::Account(account)];
    let mut ids: Vec<ProjectId> = Vec::new();
    for name in projects {
        let Some(project) = store::projects::by_name(write, name).await? else {
            return Err(CreateTokenRefused::NoProject { project: name.to_string() }.into());
        };
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

fn shown(caveats: &[Caveat]) -> Vec<serde_json::Value> {
    caveats.iter().map(Caveat::to_json).collect()
}
