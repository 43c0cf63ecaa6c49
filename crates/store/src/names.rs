//! Names that may not be taken: prohibited ones, and those of deleted projects.

use crate::{
    change,
    db::{Read, Write},
    select,
};
use anyhow::Result;
use chrono::{DateTime, Utc};
use domain::ids::{AccountId, ProjectId};
use packaging::name::{ConfusableName, NormalizedName};

/// Why a name is prohibited; `None` when it is not.
pub async fn prohibition(read: &mut Read, name: &NormalizedName) -> Result<Option<String>> {
    let found: Option<(String,)> = read
        .select(select!("SELECT reason FROM prohibited_names WHERE normalized_name = $1"))
        .bind(name.as_str())
        .optional()
        .await?;
    Ok(found.map(|(reason,)| reason))
}

/// A retired name that this one equals or looks like and that `account` never owned.
pub async fn retired_from(
    read: &mut Read,
    name: &NormalizedName,
    account: Option<AccountId>,
) -> Result<Option<String>> {
    let found: Option<(String,)> = read
        .select(select!(
            "SELECT n.normalized_name FROM retired_names n
             WHERE n.confusable_name = $1 AND n.released_at IS NULL
               AND NOT EXISTS (SELECT 1 FROM retired_name_owners o
                               WHERE o.normalized_name = n.normalized_name AND o.account_id = $2)
             ORDER BY n.normalized_name LIMIT 1"
        ))
        .bind(ConfusableName::of(name).as_str())
        .bind(account.map(|account| account.0))
        .optional()
        .await?;
    Ok(found.map(|(name,)| name))
}

pub async fn prohibit(write: &mut Write, name: &NormalizedName, reason: &str, at: DateTime<Utc>) -> Result<()> {
    write
        .change(change!(
            "INSERT INTO prohibited_names (normalized_name, reason, created_at) VALUES ($1, $2, $3)
             ON CONFLICT (normalized_name) DO UPDATE SET reason = excluded.reason"
        ))
        .bind(name.as_str())
        .bind(reason)
        .bind(at)
        .execute()
        .await?;
    Ok(())
}

/// Keeps the name of a project that is being deleted for those who own it now.
pub async fn retire(write: &mut Write, name: &NormalizedName, project: ProjectId, at: DateTime<Utc>) -> Result<()> {
    write
        .change(change!(
            "INSERT INTO retired_names (normalized_name, confusable_name, retired_at, released_at)
             VALUES ($1, $2, $3, NULL)
             ON CONFLICT (normalized_name) DO UPDATE SET retired_at = excluded.retired_at, released_at = NULL"
        ))
        .bind(name.as_str())
        .bind(ConfusableName::of(name).as_str())
        .bind(at)
        .execute()
        .await?;
    write
        .change(change!("DELETE FROM retired_name_owners WHERE normalized_name = $1"))
        .bind(name.as_str())
        .execute()
        .await?;
    write
        .change(change!(
            "INSERT INTO retired_name_owners (normalized_name, account_id)
             SELECT $1, account_id FROM roles WHERE project_id = $2 AND role = 'owner'"
        ))
        .bind(name.as_str())
        .bind(project.0)
        .execute()
        .await?;
    Ok(())
}

/// Forgets that a name was retired: a former owner has taken it again.
pub async fn forget_retired(write: &mut Write, name: &NormalizedName) -> Result<()> {
    write
        .change(change!("DELETE FROM retired_name_owners WHERE normalized_name = $1"))
        .bind(name.as_str())
        .execute()
        .await?;
    write.change(change!("DELETE FROM retired_names WHERE normalized_name = $1")).bind(name.as_str()).execute().await?;
    Ok(())
}

/// Opens a retired or prohibited name to everybody; `false` when it was neither.
pub async fn release(write: &mut Write, name: &NormalizedName, at: DateTime<Utc>) -> Result<bool> {
    let retired = write
        .change(change!("UPDATE retired_names SET released_at = $1 WHERE normalized_name = $2 AND released_at IS NULL"))
        .bind(at)
        .bind(name.as_str())
        .execute()
        .await?;
    let prohibited = write
        .change(change!("DELETE FROM prohibited_names WHERE normalized_name = $1"))
        .bind(name.as_str())
        .execute()
        .await?;
    Ok(retired + prohibited > 0)
}
