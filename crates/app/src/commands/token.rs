//! `token`: API tokens, made, listed and revoked.

use super::{instant, refused, with_index};
use crate::{
    cli::{TokenCommand, TokenCreate},
    config::Config,
    index::Missing,
    output::{Output, table},
};
use anyhow::{Result, bail};
use domain::{
    accounts::Username,
    ids::TokenId,
    permission::Actor,
    tokens::{StoredToken, caveat::Caveat},
};
use serde_json::{Value, json};
use service::{Ctx, tokens::NewToken};

/// Why a token is revoked that a command revokes.
const REVOKED_BY_COMMAND: &str = "revoked by command";

pub(crate) async fn run(config: &Config, command: TokenCommand, output: Output) -> Result<()> {
    with_index(config, Missing::Refuse, async |ctx| match command {
        TokenCommand::Create(arguments) => create(&ctx, arguments, output).await,
        TokenCommand::List { user } => list(&ctx, user.as_ref(), output).await,
        TokenCommand::Revoke { id } => {
            let revoked = service::tokens::revoke(&ctx, &Actor::Operator, None, TokenId(id), REVOKED_BY_COMMAND).await;
            revoked.map_err(refused)?;
            output.print(&json!({ "id": id, "revoked": true }), || format!("token revoked: {id}"))
        }
    })
    .await
}

async fn create(ctx: &Ctx, arguments: TokenCreate, output: Output) -> Result<()> {
    let TokenCreate { user, projects, expires, name } = arguments;
    let token = NewToken { username: user, name, projects, expires_in: expires };
    let created = service::tokens::create(ctx, &Actor::Operator, None, token).await.map_err(refused)?;
    let expires = created.expires.map(instant);
    let object = json!({ "id": created.id, "name": created.name, "token": created.token, "expires": expires });
    output.print(&object, || {
        let until = expires.as_deref().unwrap_or("until it is revoked");
        format!("{}\nshown only now; id {}, good {until}", created.token, created.id)
    })
}

async fn list(ctx: &Ctx, user: Option<&Username>, output: Output) -> Result<()> {
    let mut read = ctx.db.read().await?;
    let tokens: Vec<(String, StoredToken)> = match user {
        None => store::tokens::list(&mut read).await?,
        Some(user) => {
            let Some(account) = store::accounts::by_username(&mut read, user).await? else {
                bail!("no such user: `{user}`; `fromagerie user list` shows all");
            };
            let tokens = store::tokens::list_of(&mut read, account.id).await?;
            tokens.into_iter().map(|token| (account.username.clone(), token)).collect()
        }
    };
    let objects: Vec<Value> = tokens.iter().map(|(username, token)| object_of(username, token)).collect();
    output.print(&json!({ "tokens": objects }), || {
        let mut rows =
            vec![["id", "user", "name", "projects", "expires", "last used", "state"].map(str::to_owned).to_vec()];
        rows.extend(tokens.iter().map(|(username, token)| {
            vec![
                token.id.to_string(),
                username.clone(),
                token.name.clone(),
                projects(token).map_or_else(|| "all".to_owned(), |names| names.join(", ")),
                token.expires_at.map_or_else(|| "never".to_owned(), instant),
                token.last_used_at.map_or_else(|| "never".to_owned(), instant),
                if token.revoked_at.is_some() { "revoked" } else { "active" }.to_owned(),
            ]
        }));
        table(&rows)
    })
}

fn object_of(username: &str, token: &StoredToken) -> Value {
    json!({
        "id": token.id,
        "user": username,
        "name": token.name,
        "projects": projects(token),
        "created": instant(token.created_at),
        "expires": token.expires_at.map(instant),
        "last_used": token.last_used_at.map(instant),
        "revoked": token.revoked_at.map(instant),
        "revoked_reason": token.revoked_reason,
    })
}

/// The projects that a token is limited to; `None` when it is not.
fn projects(token: &StoredToken) -> Option<Vec<String>> {
    token.caveats.iter().find_map(|caveat| match caveat {
        Caveat::ProjectNames(names) => Some(names.iter().map(ToString::to_string).collect()),
        _ => None,
    })
}
