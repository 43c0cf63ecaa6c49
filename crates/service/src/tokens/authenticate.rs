//! Recognising the bearer of an API token.

use crate::Ctx;
use anyhow::Context as _;
use domain::{
    Failure, Kind, Refusal,
    accounts::AccountState,
    permission::{Actor, Bearer},
    tokens::{ApiToken, StoredToken, TokenError, caveat::CaveatError},
};

/// Why a token's bearer is not recognised. Clients look for the first words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AuthenticationRefused {
    #[error("Invalid or non-existent authentication information: {0}")]
    Unreadable(#[from] TokenError),
    #[error("Invalid or non-existent authentication information: this index has no such token; create one here")]
    Unknown,
    #[error(
        "Invalid or non-existent authentication information: this index has no such token; the one that was \
         sent is for `{host}`"
    )]
    Elsewhere { host: String },
    #[error("Invalid or non-existent authentication information: {0}; create the token again without it")]
    Caveat(#[from] CaveatError),
    #[error("Invalid or non-existent authentication information: the token was revoked; create a new one")]
    Revoked,
    #[error("Invalid or non-existent authentication information: the account `{username}` may not act")]
    AccountNotActive { username: String },
}

impl Refusal for AuthenticationRefused {
    /// Forbidden, never unauthenticated: no client asks for a password here.
    fn kind(&self) -> Kind {
        Kind::Forbidden
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Unreadable(_) => "token-unreadable",
            Self::Unknown => "token-unknown",
            Self::Elsewhere { .. } => "token-elsewhere",
            Self::Caveat(_) => "token-caveat-unknown",
            Self::Revoked => "token-revoked",
            Self::AccountNotActive { .. } => "account-not-active",
        }
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Unreadable(reason) => vec![("reason", reason.to_string())],
            Self::Unknown | Self::Revoked => Vec::new(),
            Self::Elsewhere { host } => vec![("host", host.clone())],
            Self::Caveat(error) => vec![("caveat", error.shown.clone())],
            Self::AccountNotActive { username } => vec![("username", username.clone())],
        }
    }
}

/// The actor behind a token's text: its signature holds, its account is active.
///
/// Expiry and scope are decided later, with the action they are about.
pub async fn authenticate(ctx: &Ctx, text: &str) -> Result<Actor, Failure<AuthenticationRefused>> {
    let token = ApiToken::parse(text).map_err(AuthenticationRefused::Unreadable)?;
    let mut read = ctx.db.read().await?;
    let Some(stored) = store::tokens::get(&mut read, token.id()).await? else {
        return Err(unknown(ctx, &token).into());
    };
    // The signature first: without it nothing is said about the token.
    if !signature_holds(ctx, &token, &stored)? {
        return Err(unknown(ctx, &token).into());
    }
    if stored.revoked_at.is_some() {
        return Err(AuthenticationRefused::Revoked.into());
    }
    let account = store::accounts::by_id(&mut read, stored.account)
        .await?
        .with_context(|| format!("the account of a token: `{}`", stored.id))?;
    if account.state != AccountState::Active {
        return Err(AuthenticationRefused::AccountNotActive { username: account.username }.into());
    }
    let mut caveats = token.caveats().map_err(AuthenticationRefused::Caveat)?;
    caveats.extend(stored.caveats);
    ctx.soft.token_used(stored.id, ctx.now());
    Ok(Actor::Token(Bearer { token: stored.id, account: account.id, caveats }))
}

/// Whether a token was made here and holds what its row says; nothing about its age.
pub(crate) fn signature_holds(ctx: &Ctx, token: &ApiToken, stored: &StoredToken) -> anyhow::Result<bool> {
    let root =
        ctx.keys.load().token_root(stored.key_id, stored.id).with_context(|| {
            format!("the key of the token `{}` is not in the key ring: `{}`", stored.id, stored.key_id)
        })?;
    Ok(token.verify(&root))
}

/// Most often the token is a good one, for another index.
fn unknown(ctx: &Ctx, token: &ApiToken) -> AuthenticationRefused {
    let is_host = |host: &&str| (1..=253).contains(&host.len()) && host.bytes().all(|byte| byte.is_ascii_graphic());
    match token.location().filter(is_host) {
        Some(host) if host != ctx.settings.urls.host() => {
            AuthenticationRefused::Elsewhere { host: host.replace('`', "") }
        }
        _ => AuthenticationRefused::Unknown,
    }
}
