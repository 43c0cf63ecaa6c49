//! The facts that a permission is decided on.

use crate::{accounts, db::Read, mandate, select, sessions};
use anyhow::{Context as _, Result};
use domain::{
    ids::{AccountId, ProjectId, TokenId},
    mandate::{Membership, Strength},
    permission::{AccountFacts, Actor, Facts, ProjectFacts},
    projects::{ProjectStatus, Role},
};
use packaging::name::NormalizedName;
use uuid::Uuid;

#[derive(sqlx::FromRow)]
struct AccountRow {
    username: String,
    state: String,
    superuser: bool,
    verified_address: bool,
    has_totp: bool,
    has_webauthn: bool,
    manages: bool,
}

impl AccountRow {
    /// The strongest second factor that is active.
    const fn strength(&self) -> Option<Strength> {
        match (self.has_webauthn, self.has_totp) {
            (true, _) => Some(Strength::PhishingResistant),
            (false, true) => Some(Strength::Any),
            (false, false) => None,
        }
    }
}

/// What `domain::permission::decide` takes, from one snapshot.
///
/// Called inside the Write of an act, so that nothing changes between the decision
/// and the change. `project` is the name that the action is about, if it is about one.
pub async fn facts(read: &mut Read, actor: &Actor, project: Option<&NormalizedName>) -> Result<Facts> {
    let mandates = mandate::not_ended(read).await?;
    let project_facts = match project {
        Some(name) => project_facts(read, name).await?,
        None => None,
    };
    let mut facts = Facts {
        account: None,
        project_name: project.cloned(),
        project: project_facts,
        mandates,
        membership: Membership::default(),
    };
    let Some(account) = actor.account() else {
        return Ok(facts);
    };
    let row = account_row(read, account).await?;
    facts.membership.manager = row.manages;
    let strength = row.strength();
    facts.account = Some(AccountFacts {
        state: accounts::account_state(&row.state)?,
        username: row.username,
        superuser: row.superuser,
        verified_address: row.verified_address,
        strength,
        token_revoked: match actor {
            Actor::Token(bearer) => token_revoked(read, bearer.token).await?,
            _ => false,
        },
        session_ended: match actor {
            Actor::Session(bearer) => sessions::by_hash(read, &bearer.session).await?.is_none(),
            _ => false,
        },
        role: match project_facts {
            Some(project) => role(read, project.id, account).await?,
            None => None,
        },
    });
    Ok(facts)
}

async fn account_row(read: &mut Read, account: AccountId) -> Result<AccountRow> {
    read.select(select!(
        "SELECT a.username, a.state, a.superuser,
                EXISTS (SELECT 1 FROM addresses d
                        WHERE d.account_id = a.id AND d.is_primary AND d.verified_at IS NOT NULL) AS verified_address,
                EXISTS (SELECT 1 FROM totp_secrets t WHERE t.account_id = a.id AND t.active_at IS NOT NULL) AS has_totp,
                EXISTS (SELECT 1 FROM webauthn_credentials w WHERE w.account_id = a.id
                        AND w.active_at IS NOT NULL AND w.suspended_at IS NULL) AS has_webauthn,
                EXISTS (SELECT 1 FROM roles r WHERE r.account_id = a.id) AS manages
         FROM accounts a WHERE a.id = $1"
    ))
    .bind(account.0)
    .one()
    .await
    .with_context(|| format!("the account of an actor: `{account}`"))
}

/// A token whose row is gone counts as revoked.
async fn token_revoked(read: &mut Read, token: TokenId) -> Result<bool> {
    let row: Option<(bool,)> = read
        .select(select!("SELECT revoked_at IS NOT NULL FROM tokens WHERE id = $1"))
        .bind(token.0)
        .optional()
        .await?;
    Ok(row.is_none_or(|(revoked,)| revoked))
}

async fn project_facts(read: &mut Read, name: &NormalizedName) -> Result<Option<ProjectFacts>> {
    let row: Option<(Uuid, String)> = read
        .select(select!("SELECT id, status FROM projects WHERE normalized_name = $1"))
        .bind(name.as_str())
        .optional()
        .await?;
    let Some((id, status)) = row else {
        return Ok(None);
    };
    let status = ProjectStatus::from_stored(&status)
        .with_context(|| format!("a project holds an unknown status: `{status}`"))?;
    Ok(Some(ProjectFacts { id: ProjectId(id), status }))
}

async fn role(read: &mut Read, project: ProjectId, account: AccountId) -> Result<Option<Role>> {
    let row: Option<(String,)> = read
        .select(select!("SELECT role FROM roles WHERE project_id = $1 AND account_id = $2"))
        .bind(project.0)
        .bind(account.0)
        .optional()
        .await?;
    row.map(|(role,)| accounts::role_of(&role)).transpose()
}
