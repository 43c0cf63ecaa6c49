//! `user`: accounts, made and shown.

use super::{instant, refused, user_admit, user_freeze, with_index};
use crate::{
    cli::{UserCommand, UserCreate},
    config::Config,
    index::Missing,
    output::{Output, table},
};
use anyhow::{Context as _, Result, bail};
use domain::{accounts::Username, permission::Actor};
use serde_json::{Value, json};
use service::{Ctx, accounts::NewAccount};
use std::io::Read as _;

pub(crate) async fn run(config: &Config, command: UserCommand, output: Output) -> Result<()> {
    match command {
        UserCommand::Create(arguments) => {
            let password = arguments.password_stdin.then(read_password).transpose()?;
            with_index(config, Missing::Make, async |ctx| create(&ctx, arguments, password, output).await).await
        }
        UserCommand::List => with_index(config, Missing::Refuse, async |ctx| list(&ctx, output).await).await,
        UserCommand::Show { name } => {
            with_index(config, Missing::Refuse, async |ctx| show(&ctx, &name, output).await).await
        }
        UserCommand::Invite { address } => {
            with_index(config, Missing::Refuse, async |ctx| user_admit::invite(&ctx, &address, output).await).await
        }
        UserCommand::SetPassword { name } => {
            let password = read_password()?;
            with_index(config, Missing::Refuse, async |ctx| {
                user_admit::set_password(&ctx, &name, &password, output).await
            })
            .await
        }
        UserCommand::Prohibit { names, file, reason } => {
            let list = user_admit::list_of_names(&names, file.as_deref())?;
            with_index(config, Missing::Refuse, async |ctx| user_admit::prohibit(&ctx, &list, &reason, output).await)
                .await
        }
        UserCommand::Allow { name } => {
            with_index(config, Missing::Refuse, async |ctx| user_admit::allow(&ctx, &name, output).await).await
        }
        UserCommand::ResetFactors { name } => {
            with_index(config, Missing::Refuse, async |ctx| reset_factors(&ctx, &name, output).await).await
        }
        UserCommand::ConfirmDevice { name } => {
            with_index(config, Missing::Refuse, async |ctx| user_freeze::confirm_device(&ctx, &name, output).await)
                .await
        }
        UserCommand::Freeze { name, reason } => {
            with_index(config, Missing::Refuse, async |ctx| user_freeze::freeze(&ctx, &name, &reason, output).await)
                .await
        }
        UserCommand::Unfreeze { name, reason } => {
            with_index(config, Missing::Refuse, async |ctx| user_freeze::unfreeze(&ctx, &name, &reason, output).await)
                .await
        }
    }
}

async fn create(ctx: &Ctx, arguments: UserCreate, password: Option<String>, output: Output) -> Result<()> {
    let UserCreate { name, email, superuser, totp, .. } = arguments;
    let account = NewAccount { username: name, email, password, superuser, totp };
    let created = service::accounts::create(ctx, &Actor::Operator, account).await.map_err(refused)?;
    let object = json!({
        "username": created.username.as_ref(),
        "otpauth_uri": created.otpauth_uri,
        "recovery_codes": created.recovery_codes,
    });
    output.print(&object, || {
        let mut lines = vec![format!("account created: {}", created.username)];
        if let Some(uri) = &created.otpauth_uri {
            lines.push(format!("second factor, shown only now: {uri}"));
            lines.push("recovery codes, shown only now, each good once:".to_owned());
            lines.extend(created.recovery_codes.iter().map(|code| format!("  {code}")));
        }
        lines.join("\n")
    })
}

async fn list(ctx: &Ctx, output: Output) -> Result<()> {
    let accounts = store::accounts::list(&mut ctx.db.read().await?).await?;
    let objects: Vec<Value> = accounts
        .iter()
        .map(|account| {
            json!({
                "username": account.username,
                "email": account.address,
                "superuser": account.superuser,
                "state": account.state,
                "second_factor": account.has_second_factor,
                "created": instant(account.created_at),
            })
        })
        .collect();
    output.print(&json!({ "users": objects }), || {
        let mut rows = vec![["name", "address", "state", "operator", "second factor"].map(str::to_owned).to_vec()];
        rows.extend(accounts.iter().map(|account| {
            let address = account.address.clone().unwrap_or_default();
            vec![
                account.username.clone(),
                address,
                account.state.clone(),
                yes(account.superuser),
                yes(account.has_second_factor),
            ]
        }));
        table(&rows)
    })
}

async fn show(ctx: &Ctx, name: &Username, output: Output) -> Result<()> {
    let mut read = ctx.db.read().await?;
    let Some(account) = store::accounts::by_username(&mut read, name).await? else {
        bail!("no such user: `{name}`; `fromagerie user list` shows all");
    };
    let addresses = store::accounts::addresses(&mut read, account.id).await?;
    let roles = store::accounts::roles(&mut read, account.id).await?;
    let tokens = store::tokens::list_of(&mut read, account.id).await?;
    let has_factor = 0 < store::two_factor::standing(&mut read, account.id).await?.usable();
    let active = tokens.iter().filter(|token| token.revoked_at.is_none()).count();
    let object = json!({
        "username": account.username,
        "id": account.id,
        "superuser": account.superuser,
        "state": account.state.as_str(),
        "second_factor": has_factor,
        "created": instant(account.created_at),
        "emails": addresses.iter().map(|it| json!({
            "address": it.address, "primary": it.is_primary, "verified": it.verified_at.map(instant),
        })).collect::<Vec<_>>(),
        "roles": roles.iter().map(|(project, role)| json!({
            "project": project, "role": role.as_str(),
        })).collect::<Vec<_>>(),
        "tokens": active,
    });
    output.print(&object, || {
        let line = |name: &str, text: String| vec![name.to_owned(), text];
        let mut rows = vec![
            line("name", account.username.clone()),
            line("state", account.state.as_str().to_owned()),
            line("operator", yes(account.superuser)),
            line("second factor", yes(has_factor)),
            line("API tokens", active.to_string()),
            line("created", instant(account.created_at)),
        ];
        let verified = |at: Option<_>| if at.is_some() { "verified" } else { "not verified" };
        rows.extend(
            addresses.iter().map(|it| line("address", format!("{}, {}", it.address, verified(it.verified_at)))),
        );
        rows.extend(roles.iter().map(|(project, role)| line(role.as_str(), project.clone())));
        table(&rows)
    })
}

async fn reset_factors(ctx: &Ctx, name: &Username, output: Output) -> Result<()> {
    let reset = service::two_factor::reset_factors(ctx, &Actor::Operator, name).await.map_err(refused)?;
    let (factors, codes) = (reset.factors, reset.recovery_codes);
    let object = json!({ "username": name.as_ref(), "factors": factors, "recovery_codes": codes });
    output.print(&object, || {
        format!(
            "second factors wiped: {name}, {factors} of them and {codes} recovery codes; all sessions have ended\n\
             hint: the account needs its password alone now, until its owner enrols a second factor again"
        )
    })
}

/// The first line of standard input, without its end.
fn read_password() -> Result<String> {
    let mut text = String::new();
    std::io::stdin().lock().take(64 * 1024).read_to_string(&mut text).context("the password could not be read")?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}

fn yes(flag: bool) -> String {
    if flag { "yes" } else { "no" }.to_owned()
}
