//! Who may register, and the names and domains that nobody may take.

use crate::{
    change,
    db::{Read, Write},
    select,
};
use anyhow::{Context as _, Result};
use chrono::{DateTime, Utc};
use domain::{
    accounts::{EmailAddress, Username},
    ids::AccountId,
    registration::{MailDomain, RegistrationMode, RegistrationRule, confusable_username, is_reserved},
};

/// The key of the mode among the site's settings.
const MODE: &str = "registration.mode";

/// The key of the domains, separated by spaces.
const DOMAINS: &str = "registration.domains";

/// A prohibited name or domain, with the operator's reason.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ProhibitedLine {
    pub name: String,
    pub reason: String,
    pub created_at: DateTime<Utc>,
}

/// Who may register; by invitation where nothing was set.
pub async fn rule(read: &mut Read) -> Result<RegistrationRule> {
    let mode = match setting(read, MODE).await? {
        None => RegistrationMode::default(),
        Some(text) => RegistrationMode::from_stored(&text)
            .with_context(|| format!("the mode of registration is unknown: `{text}`"))?,
    };
    let domains = setting(read, DOMAINS).await?.unwrap_or_default();
    let domains = domains.split_whitespace().map(str::parse).collect::<Result<Vec<MailDomain>, _>>();
    Ok(RegistrationRule { mode, domains: domains.context("the domains of registration are unreadable")? })
}

/// Sets who may register.
pub async fn set_rule(write: &mut Write, rule: &RegistrationRule, at: DateTime<Utc>) -> Result<()> {
    set_setting(write, MODE, rule.mode.as_str(), at).await?;
    let domains: Vec<&str> = rule.domains.iter().map(MailDomain::as_str).collect();
    set_setting(write, DOMAINS, &domains.join(" "), at).await
}

/// Whether a user name is free for nobody: it looks taken, or seems official.
pub async fn username_is_unavailable(
    read: &mut Read,
    username: &Username,
    address: &EmailAddress,
    now: DateTime<Utc>,
) -> Result<bool> {
    Ok(is_reserved(username) || username_looks_taken(read, username, address, now).await?)
}

/// Whether a user name or a look-alike is taken, prohibited or waited for.
///
/// A name that was reserved with the same `address` is still free for it.
pub async fn username_looks_taken(
    read: &mut Read,
    username: &Username,
    address: &EmailAddress,
    now: DateTime<Utc>,
) -> Result<bool> {
    let (count,): (i64,) = read
        .select(select!(
            "SELECT (SELECT count(*) FROM accounts WHERE confusable_username = $1)
                  + (SELECT count(*) FROM prohibited_usernames WHERE confusable_name = $2)
                  + (SELECT count(*) FROM reserved_usernames
                     WHERE confusable_name = $3 AND address <> $4 AND reserved_until > $5)"
        ))
        .bind(confusable_username(username))
        .bind(confusable_username(username))
        .bind(confusable_username(username))
        .bind(address.normalized())
        .bind(now)
        .one()
        .await?;
    Ok(count > 0)
}

/// Keeps a user name for whoever asked for it first.
pub async fn reserve_username(
    write: &mut Write,
    username: &Username,
    address: &EmailAddress,
    until: DateTime<Utc>,
) -> Result<()> {
    write
        .change(change!(
            "INSERT INTO reserved_usernames (name, confusable_name, address, reserved_until) VALUES ($1, $2, $3, $4)
             ON CONFLICT (name) DO UPDATE SET address = excluded.address, reserved_until = excluded.reserved_until"
        ))
        .bind(username.normalized())
        .bind(confusable_username(username))
        .bind(address.normalized())
        .bind(until)
        .execute()
        .await?;
    Ok(())
}

/// Gives a reserved user name free: its account is being made.
pub async fn release_username(write: &mut Write, username: &Username) -> Result<()> {
    write
        .change(change!("DELETE FROM reserved_usernames WHERE name = $1"))
        .bind(username.normalized())
        .execute()
        .await?;
    Ok(())
}

/// Drops reservations that ended before an instant.
pub async fn forget_reservations(write: &mut Write, before: DateTime<Utc>) -> Result<u64> {
    write.change(change!("DELETE FROM reserved_usernames WHERE reserved_until < $1")).bind(before).execute().await
}

/// Notes how an account came about.
pub async fn set_registered_via(write: &mut Write, account: AccountId, via: &str) -> Result<()> {
    write
        .change(change!("UPDATE accounts SET registered_via = $1 WHERE id = $2"))
        .bind(via)
        .bind(account.0)
        .execute()
        .await?;
    Ok(())
}

/// Keeps a user name, and those that look like it, from everybody.
pub async fn prohibit_username(write: &mut Write, username: &Username, reason: &str, at: DateTime<Utc>) -> Result<()> {
    write
        .change(change!(
            "INSERT INTO prohibited_usernames (name, confusable_name, reason, created_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (name) DO UPDATE SET reason = excluded.reason"
        ))
        .bind(username.normalized())
        .bind(confusable_username(username))
        .bind(reason)
        .bind(at)
        .execute()
        .await?;
    Ok(())
}

/// Opens a prohibited user name; `false` when it was not prohibited.
pub async fn allow_username(write: &mut Write, username: &Username) -> Result<bool> {
    let deleted = write
        .change(change!("DELETE FROM prohibited_usernames WHERE name = $1"))
        .bind(username.normalized())
        .execute()
        .await?;
    Ok(deleted > 0)
}

/// The prohibited user names.
pub async fn prohibited_usernames(read: &mut Read) -> Result<Vec<ProhibitedLine>> {
    read.select(select!("SELECT name, reason, created_at FROM prohibited_usernames ORDER BY name")).all().await
}

/// Whether addresses of a domain are refused, by its own row or that of one above it.
pub async fn domain_is_prohibited(read: &mut Read, domain: &MailDomain) -> Result<bool> {
    for candidate in domain.with_parents() {
        let (count,): (i64,) = read
            .select(select!("SELECT count(*) FROM prohibited_domains WHERE domain = $1"))
            .bind(candidate)
            .one()
            .await?;
        if count > 0 {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Refuses addresses of a domain from now on.
pub async fn prohibit_domain(write: &mut Write, domain: &MailDomain, reason: &str, at: DateTime<Utc>) -> Result<()> {
    write
        .change(change!(
            "INSERT INTO prohibited_domains (domain, reason, created_at) VALUES ($1, $2, $3)
             ON CONFLICT (domain) DO UPDATE SET reason = excluded.reason"
        ))
        .bind(domain.as_str())
        .bind(reason)
        .bind(at)
        .execute()
        .await?;
    Ok(())
}

/// Takes addresses of a prohibited domain again; `false` when it was not prohibited.
pub async fn allow_domain(write: &mut Write, domain: &MailDomain) -> Result<bool> {
    let deleted = write
        .change(change!("DELETE FROM prohibited_domains WHERE domain = $1"))
        .bind(domain.as_str())
        .execute()
        .await?;
    Ok(deleted > 0)
}

/// The prohibited domains.
pub async fn prohibited_domains(read: &mut Read) -> Result<Vec<ProhibitedLine>> {
    read.select(select!("SELECT domain AS name, reason, created_at FROM prohibited_domains ORDER BY domain"))
        .all()
        .await
}

async fn setting(read: &mut Read, key: &str) -> Result<Option<String>> {
    let row: Option<(String,)> =
        read.select(select!("SELECT value FROM site_settings WHERE key = $1")).bind(key).optional().await?;
    Ok(row.map(|(value,)| value))
}

async fn set_setting(write: &mut Write, key: &str, value: &str, at: DateTime<Utc>) -> Result<()> {
    write
        .change(change!(
            "INSERT INTO site_settings (key, value, changed_at) VALUES ($1, $2, $3)
             ON CONFLICT (key) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at"
        ))
        .bind(key)
        .bind(value)
        .bind(at)
        .execute()
        .await?;
    Ok(())
}
