//! Writing a plan: accounts, projects, downloads.

use super::{chance::About, names, plan::Plan, seed::Stage};
use crate::Ctx;
use anyhow::{Context as _, Result};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    critical::WINDOW_DAYS,
    downloads::{
        Audience, Day,
        segment::{self, PLACES},
    },
    keys::Purpose,
    registration::confusable_username,
    two_factor::TotpSecret,
};
use serde_json::{Value, json};
use store::{
    Write,
    demo::{self, AccountRow, BATCH, PendingRow, ProjectRow, RoleRow, SecurityKeyRow, TotpRow},
    downloads::{segments, windows},
};

/// What needs the key ring, made before the transaction.
#[derive(Debug)]
pub(super) struct Sealed {
    key_id: String,
    totp: Vec<TotpRow>,
    /// User name and secret of the first account with an authenticator.
    pub(super) first: Option<(String, String)>,
}

impl Sealed {
    pub(super) fn of(ctx: &Ctx, plan: &Plan) -> Result<Self> {
        let ring = ctx.keys.load_full();
        let mut sealed = Self { key_id: ring.current_id().to_string(), totp: Vec::new(), first: None };
        for account in &plan.factors.totp {
            let secret = TotpSecret::new(ctx.random_bytes());
            if sealed.first.is_none() {
                let username = names::person(*account);
                let uri = secret.otpauth_uri(&ctx.settings.site_name, username.as_ref());
                sealed.first =
                    Some((username.to_string(), uri.context("the address of a TOTP secret could not be made")?));
            }
            let created_at = plan.account_created_at(*account);
            let id = plan.chance.id(About::FactorId, u64::from(*account), created_at);
            sealed.totp.push(TotpRow {
                id,
                account_id: plan.account_id(*account),
                sealed: ring.seal(Purpose::TotpSecrets, id, ctx.random_bytes(), secret.as_bytes()),
                created_at,
            });
        }
        Ok(sealed)
    }
}

/// Writes the accounts with their addresses and factors.
pub(super) async fn accounts(
    write: &mut Write,
    plan: &Plan,
    sealed: &Sealed,
    password_hash: &str,
    progress: &(impl Fn(Stage, u64, u64) + Send + Sync),
) -> Result<()> {
    let total = u64::from(plan.size.accounts);
    let accounts: Vec<u32> = (0..plan.size.accounts).collect();
    for (batch, numbers) in accounts.chunks(BATCH).enumerate() {
        progress(Stage::Accounts, (batch * BATCH) as u64, total);
        let rows: Vec<AccountRow> = numbers.iter().map(|number| account(plan, *number)).collect();
        demo::insert_accounts(write, &rows, password_hash).await?;
    }
    for rows in sealed.totp.chunks(BATCH) {
        demo::insert_totp(write, rows, &sealed.key_id).await?;
    }
    let keys: Vec<SecurityKeyRow> = plan.factors.keys.iter().map(|account| security_key(plan, *account)).collect();
    for rows in keys.chunks(BATCH) {
        demo::insert_security_keys(write, rows).await?;
    }
    progress(Stage::Accounts, total, total);
    Ok(())
}

fn account(plan: &Plan, number: u32) -> AccountRow {
    let (username, created_at) = (names::person(number), plan.account_created_at(number));
    AccountRow {
        id: plan.account_id(number),
        address_id: plan.chance.id(About::AddressId, u64::from(number), created_at),
        normalized_username: username.normalized(),
        confusable_username: confusable_username(&username),
        address: format!("{username}@people.example"),
        username: username.to_string(),
        created_at,
    }
}

fn security_key(plan: &Plan, account: u32) -> SecurityKeyRow {
    let created_at = plan.account_created_at(account);
    let number = |part: u64| plan.chance.number(About::CredentialId, (u64::from(account) << 2) | part).to_be_bytes();
    let credential_id: Vec<u8> = (0..4).flat_map(number).collect();
    SecurityKeyRow {
        id: plan.chance.id(About::FactorId, (1 << 32) | u64::from(account), created_at),
        account_id: plan.account_id(account),
        credential: credential(&credential_id),
        credential_id,
        created_at,
    }
}

/// A credential as the library stores it. Nobody has the private key of this public one.
pub(super) fn credential(id: &[u8]) -> Value {
    json!({
        "cred_id": URL_SAFE_NO_PAD.encode(id),
        "cred": {
            "type_": "ES256",
            "key": { "EC_EC2": {
                "curve": "SECP256R1",
                "x": "ZbFRs56UMcCnogyCzxtP4UaJfYg9186TbjB4qXkNsrA",
                "y": "JBq0_yFKTb554Dt6TVIduKGw3LmE8Wj8YUXecLpy7XQ",
            } },
        },
        "counter": 0,
        "transports": null,
        "user_verified": false,
        "backup_eligible": false,
        "backup_state": false,
        "registration_policy": "preferred",
        "extensions": {},
        "attestation": { "data": "None", "metadata": "None" },
        "attestation_format": "none",
    })
}

/// Writes the projects, their journal and the roles on them; says how many roles.
pub(super) async fn projects(
    write: &mut Write,
    plan: &Plan,
    progress: &(impl Fn(Stage, u64, u64) + Send + Sync),
) -> Result<u64> {
    let total = u64::from(plan.size.projects);
    let mut roles = 0;
    // In the order of their creation, so that serials rise with time.
    for (batch, numbers) in plan.by_ordinal.chunks(BATCH).enumerate() {
        progress(Stage::Projects, (batch * BATCH) as u64, total);
        let rows: Vec<ProjectRow> = numbers.iter().map(|number| project(plan, *number)).collect();
        demo::insert_projects(write, &rows).await?;
        let rows: Vec<RoleRow> = numbers.iter().flat_map(|number| roles_of(plan, *number)).collect();
        roles += rows.len() as u64;
        demo::insert_roles(write, &rows).await?;
    }
    demo::set_journal_head(write, i64::from(plan.size.projects)).await?;
    progress(Stage::Projects, total, total);
    Ok(roles)
}

fn project(plan: &Plan, number: u32) -> ProjectRow {
    let (name, confusable) = &plan.names[number as usize];
    let owner = plan.keepers(number)[0].account;
    ProjectRow {
        id: plan.project_id(number),
        name: name.to_string(),
        confusable_name: confusable.as_str().to_owned(),
        serial: i64::from(plan.ordinal(number)) + 1,
        ordinal: i64::from(plan.ordinal(number)),
        owner: plan.account_id(owner),
        created_at: plan.project_created_at(number),
    }
}

fn roles_of(plan: &Plan, project: u32) -> Vec<RoleRow> {
    let created_at = plan.project_created_at(project);
    let role = |(index, keeper): (u64, super::people::Keeper)| RoleRow {
        id: plan.chance.id(About::RoleId, (u64::from(project) << 4) | index, created_at),
        project_id: plan.project_id(project),
        account_id: plan.account_id(keeper.account),
        role: if keeper.is_owner { "owner" } else { "maintainer" },
        created_at,
    };
    (0..).zip(plan.keepers(project)).map(role).collect()
}

/// Writes segments, the sums of the window and what is pending; says how many segments.
pub(super) async fn downloads(
    write: &mut Write,
    plan: &Plan,
    progress: &(impl Fn(Stage, u64, u64) + Send + Sync),
) -> Result<u64> {
    let (first, last) = (plan.first_day(), plan.last_settled());
    let total = u64::from(plan.size.projects);
    let mut written = 0;
    for (bucket, projects) in (0..).zip(plan.by_ordinal.chunks(PLACES)) {
        progress(Stage::Downloads, (bucket as usize * PLACES) as u64, total);
        let mut window = Box::new([0; PLACES]);
        for day in Day::range(first, last) {
            let counts: Vec<u64> = projects.iter().map(|project| plan.downloads.of(*project, day)).collect();
            let bytes = segment::encode(&counts);
            if last - day < WINDOW_DAYS {
                segment::add(&mut window, &bytes)?;
            }
            segments::put(write, bucket, day, Audience::People, bytes).await?;
            written += 1;
        }
        windows::put(write, bucket, last, &window).await?;
    }
    for day in Day::range(last + 1, plan.today - 1) {
        pending(write, plan, day).await?;
    }
    progress(Stage::Downloads, total, total);
    Ok(written)
}

async fn pending(write: &mut Write, plan: &Plan, day: Day) -> Result<()> {
    for projects in plan.by_ordinal.chunks(BATCH) {
        let row = |project: &u32| {
            let downloads = i64::try_from(plan.downloads.of(*project, day)).unwrap_or(i64::MAX);
            PendingRow { project_id: plan.project_id(*project), day: day.0, downloads }
        };
        let rows: Vec<PendingRow> = projects.iter().map(row).filter(|row| row.downloads > 0).collect();
        demo::insert_pending(write, &rows).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::credential;
    use webauthn_rs_core::proto::Credential;

    #[test]
    fn a_made_up_credential_is_one_to_the_library() {
        let parsed: Credential = serde_json::from_value(credential(&[7; 32])).unwrap();
        assert_eq!(parsed.cred_id, [7; 32]);
    }
}
