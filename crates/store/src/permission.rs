//! The facts that a permission is decided on.

use crate::{accounts, db::Read, mandate, select, sessions, switches};
use anyhow::{Context as _, Result};
use chrono::{DateTime, Utc};
use domain::{
    ids::{AccountId, MandateId, ProjectId, TokenId},
    mandate::{Cohort, Mandate, Membership, Strength},
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
    publish_held_until: Option<DateTime<Utc>>,
    has_totp: bool,
    has_webauthn: bool,
    manages: bool,
    critical: bool,
}

#[derive(sqlx::FromRow)]
struct ProjectRow {
    id: Uuid,
    status: String,
    owners_require: Option<String>,
    owners_require_since: Option<DateTime<Utc>>,
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
    let mut mandates = mandate::not_ended(read).await?;
    let (project_facts, owners_rule) = match project {
        Some(name) => project_facts(read, name).await?,
        None => (None, None),
    };
    let names_people = mandates.iter().any(|mandate| mandate.cohort == Cohort::Selected);
    let membership = Membership { owner_opt_in: owners_rule.is_some(), ..Membership::default() };
    mandates.extend(owners_rule);
    let mut facts = Facts {
        account: None,
        project_name: project.cloned(),
        project: project_facts,
        mandates,
        membership,
        switched_off: switches::switched_off(read).await?,
    };
    let Some(account) = actor.account() else {
        return Ok(facts);
    };
    let row = account_row(read, account).await?;
    // Whoever operates the index manages every project of it.
    facts.membership.manager = row.manages || row.superuser;
    facts.membership.critical = row.critical;
    if names_people {
        facts.membership.selected = selected(read, account, project_facts.map(|project| project.id)).await?;
    }
    let strength = row.strength();
    facts.account = Some(AccountFacts {
        state: accounts::account_state(&row.state)?,
        username: row.username,
        superuser: row.superuser,
        verified_address: row.verified_address,
        publish_held_until: row.publish_held_until,
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
        "SELECT a.username, a.state, a.superuser, a.publish_held_until,
                EXISTS (SELECT 1 FROM addresses d
                        WHERE d.account_id = a.id AND d.is_primary AND d.verified_at IS NOT NULL) AS verified_address,
                EXISTS (SELECT 1 FROM totp_secrets t WHERE t.account_id = a.id AND t.active_at IS NOT NULL) AS has_totp,
                EXISTS (SELECT 1 FROM webauthn_credentials w WHERE w.account_id = a.id
                        AND w.active_at IS NOT NULL AND w.suspended_at IS NULL) AS has_webauthn,
                EXISTS (SELECT 1 FROM roles r WHERE r.account_id = a.id) AS manages,
                EXISTS (SELECT 1 FROM roles r JOIN critical_projects c ON c.project_id = r.project_id
                        WHERE r.account_id = a.id) AS critical
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

/// The project of a name, and the rule of its owners.
async fn project_facts(read: &mut Read, name: &NormalizedName) -> Result<(Option<ProjectFacts>, Option<Mandate>)> {
    let row: Option<ProjectRow> = read
        .select(select!(
            "SELECT id, status, owners_require, owners_require_since FROM projects WHERE normalized_name = $1"
        ))
        .bind(name.as_str())
        .optional()
        .await?;
    let Some(row) = row else {
        return Ok((None, None));
    };
    let status = ProjectStatus::from_stored(&row.status)
        .with_context(|| format!("a project holds an unknown status: `{}`", row.status))?;
    let rule = match &row.owners_require {
        Some(strength) => Some(owners_rule(row.id, strength, row.owners_require_since)?),
        None => None,
    };
    Ok((Some(ProjectFacts { id: ProjectId(row.id), status }), rule))
}

fn owners_rule(project: Uuid, strength: &str, since: Option<DateTime<Utc>>) -> Result<Mandate> {
    let strength = Strength::from_stored(strength)
        .with_context(|| format!("a project holds an unknown strength: `{strength}`"))?;
    Ok(Mandate::of_owners(MandateId(project), strength, since.unwrap_or_default()))
}

/// The mandates that name an account, a project on which it has a role, or the subject.
async fn selected(read: &mut Read, account: AccountId, subject: Option<ProjectId>) -> Result<Vec<MandateId>> {
    let rows: Vec<(Uuid,)> = read
        .select(select!(
            "SELECT mandate_id FROM mandate_accounts WHERE account_id = $1
             UNION
             SELECT m.mandate_id FROM mandate_projects m JOIN roles r ON r.project_id = m.project_id
             WHERE r.account_id = $1
             UNION
             SELECT mandate_id FROM mandate_projects WHERE project_id = $2
             ORDER BY mandate_id"
        ))
        .bind(account.0)
        .bind(subject.map(|project| project.0))
        .all()
        .await?;
    Ok(rows.into_iter().map(|(id,)| MandateId(id)).collect())
}

/// What `domain::permission::outlook` takes: the rules of all the projects of an account.
pub async fn outlook_facts(read: &mut Read, actor: &Actor) -> Result<Facts> {
    let mut facts = facts(read, actor, None).await?;
    let Some(account) = actor.account() else {
        return Ok(facts);
    };
    let rows: Vec<(Uuid, String, Option<DateTime<Utc>>)> = read
        .select(select!(
            "SELECT p.id, p.owners_require, p.owners_require_since
             FROM roles r JOIN projects p ON p.id = r.project_id
             WHERE r.account_id = $1 AND p.owners_require IS NOT NULL ORDER BY p.id"
        ))
        .bind(account.0)
        .all()
        .await?;
    facts.membership.owner_opt_in = !rows.is_empty();
    for (project, strength, since) in rows {
        facts.mandates.push(owners_rule(project, &strength, since)?);
    }
    Ok(facts)
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
