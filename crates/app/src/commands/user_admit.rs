//! `user invite`, `set-password`, `prohibit`, `allow` and `registration`: acts as the operator.

use super::{instant, refused};
use crate::{
    cli::{RegistrationCommand, RegistrationSet},
    output::Output,
};
use anyhow::{Context as _, Result, bail};
use domain::{
    accounts::{EmailAddress, Username},
    permission::Actor,
    registration::{MailDomain, RegistrationRule},
};
use serde_json::json;
use service::{Ctx, password_reset, registration};
use std::path::Path;

/// Bytes that a file of user names may have; the names themselves are counted, too.
const LARGEST_LIST: u64 = 1024 * 1024;

pub(crate) async fn invite(ctx: &Ctx, address: &EmailAddress, output: Output) -> Result<()> {
    let language = templates::Language::default();
    let invited = registration::invite(ctx, &Actor::Operator, address, language).await.map_err(refused)?;
    let object = json!({ "email": address.as_ref(), "url": invited.url, "expires": instant(invited.expires) });
    output.print(&object, || {
        format!(
            "invitation mailed: {address}\nthe same link, good once until {}: {}",
            instant(invited.expires),
            invited.url
        )
    })
}

pub(crate) async fn set_password(ctx: &Ctx, name: &Username, password: &str, output: Output) -> Result<()> {
    if password.is_empty() {
        bail!("no password came on standard input\nhint: give it on the first line");
    }
    password_reset::set_password(ctx, &Actor::Operator, name, password).await.map_err(refused)?;
    output.print(&json!({ "username": name.as_ref() }), || {
        format!(
            "password set: {name}, all sessions have ended\nhint: second factors stay; `user reset-factors` wipes them"
        )
    })
}

/// The names of a command line and of a file, with spaces between.
pub(crate) fn list_of_names(names: &[Username], file: Option<&Path>) -> Result<String> {
    let mut list: Vec<String> = names.iter().map(ToString::to_string).collect();
    if let Some(file) = file {
        let path = file.display();
        let size = std::fs::metadata(file).with_context(|| format!("the file cannot be read: `{path}`"))?.len();
        if LARGEST_LIST < size {
            bail!("the file is too large for a list of names: `{path}`\nhint: give it in parts");
        }
        list.push(std::fs::read_to_string(file).with_context(|| format!("the file cannot be read: `{path}`"))?);
    }
    Ok(list.join(" "))
}

pub(crate) async fn prohibit(ctx: &Ctx, list: &str, reason: &str, output: Output) -> Result<()> {
    let count = registration::prohibit_usernames(ctx, &Actor::Operator, list, reason).await.map_err(refused)?;
    output.print(&json!({ "prohibited": count }), || format!("user names prohibited: {count}"))
}

pub(crate) async fn allow(ctx: &Ctx, name: &Username, output: Output) -> Result<()> {
    registration::allow_username(ctx, &Actor::Operator, name).await.map_err(refused)?;
    output.print(&json!({ "allowed": name.as_ref() }), || format!("user name open to everybody again: {name}"))
}

pub(crate) async fn run(ctx: &Ctx, command: RegistrationCommand, output: Output) -> Result<()> {
    let actor = &Actor::Operator;
    match command {
        RegistrationCommand::Show => {}
        RegistrationCommand::Set(RegistrationSet { mode, domains }) => {
            registration::set_rule(ctx, actor, &RegistrationRule { mode, domains }).await.map_err(refused)?;
        }
        RegistrationCommand::ProhibitDomain { domain, reason } => {
            registration::prohibit_domain(ctx, actor, &domain, &reason).await.map_err(refused)?;
        }
        RegistrationCommand::AllowDomain { domain } => {
            registration::allow_domain(ctx, actor, &domain).await.map_err(refused)?;
        }
    }
    show(ctx, output).await
}

async fn show(ctx: &Ctx, output: Output) -> Result<()> {
    let rule = registration::rule(ctx).await?;
    let prohibited = store::registration::prohibited_domains(&mut ctx.db.read().await?).await?;
    let domains: Vec<&str> = rule.domains.iter().map(MailDomain::as_str).collect();
    let prohibited: Vec<&str> = prohibited.iter().map(|line| line.name.as_str()).collect();
    let object = json!({ "mode": rule.mode.as_str(), "domains": domains, "prohibited_domains": prohibited });
    output.print(&object, || {
        let mut lines = vec![format!("registration: {}", rule.mode.as_str())];
        lines.extend(domains.iter().map(|domain| format!("  for addresses of {domain}")));
        lines.extend(prohibited.iter().map(|domain| format!("  never for addresses of {domain}")));
        lines.join("\n")
    })
}
