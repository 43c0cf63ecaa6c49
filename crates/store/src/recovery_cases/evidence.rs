//! What requesters show, and what became of it.

use crate::{
    change,
    db::{Read, Write},
    select,
};
use anyhow::Result;
use chrono::{DateTime, Utc};
use domain::{ids::AccountId, recovery_cases::EvidenceKind};
use uuid::Uuid;

/// A piece of evidence as it is written.
#[derive(Clone, Debug)]
pub struct NewEvidence<'a> {
    pub id: Uuid,
    pub case: Uuid,
    pub kind: EvidenceKind,
    /// An address, a repository's URL, or a user name.
    pub statement: &'a str,
    /// Who is to vouch.
    pub voucher: Option<AccountId>,
    pub proved_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

/// A piece of evidence.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct EvidenceRow {
    pub id: Uuid,
    pub case_id: Uuid,
    pub kind: String,
    pub statement: String,
    pub account_id: Option<Uuid>,
    pub proved_at: Option<DateTime<Utc>>,
    pub refuted_at: Option<DateTime<Utc>>,
    /// The user name of the operator who judged it.
    pub judge: Option<String>,
    pub created_at: DateTime<Utc>,
}

/// Writes a piece of evidence.
pub async fn insert(write: &mut Write, evidence: &NewEvidence<'_>) -> Result<()> {
    write
        .change(change!(
            "INSERT INTO recovery_evidence (id, case_id, kind, statement, account_id, proved_at, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)"
        ))
        .bind(evidence.id)
        .bind(evidence.case)
        .bind(evidence.kind.as_str())
        .bind(evidence.statement)
        .bind(evidence.voucher.map(|voucher| voucher.0))
        .bind(evidence.proved_at)
        .bind(evidence.created_at)
        .execute()
        .await?;
    Ok(())
}

/// The evidence of a case, in the order in which it came.
pub async fn of(read: &mut Read, case: Uuid) -> Result<Vec<EvidenceRow>> {
    read.select(select!(
        "SELECT e.id, e.case_id, e.kind, e.statement, e.account_id, e.proved_at, e.refuted_at, j.username AS judge,
                e.created_at
         FROM recovery_evidence e LEFT JOIN accounts j ON j.id = e.judged_by
         WHERE e.case_id = $1 ORDER BY e.created_at, e.id"
    ))
    .bind(case)
    .all()
    .await
}

/// One piece of evidence.
pub async fn get(read: &mut Read, id: Uuid) -> Result<Option<EvidenceRow>> {
    read.select(select!(
        "SELECT e.id, e.case_id, e.kind, e.statement, e.account_id, e.proved_at, e.refuted_at, j.username AS judge,
                e.created_at
         FROM recovery_evidence e LEFT JOIN accounts j ON j.id = e.judged_by WHERE e.id = $1"
    ))
    .bind(id)
    .optional()
    .await
}

/// Notes that evidence holds, by an operator or by whoever vouches.
pub async fn prove(write: &mut Write, id: Uuid, judge: Option<AccountId>, at: DateTime<Utc>) -> Result<()> {
    write
        .change(change!("UPDATE recovery_evidence SET proved_at = $1, refuted_at = NULL, judged_by = $2 WHERE id = $3"))
        .bind(at)
        .bind(judge.map(|judge| judge.0))
        .bind(id)
        .execute()
        .await?;
    Ok(())
}

/// Notes that evidence does not hold.
pub async fn refute(write: &mut Write, id: Uuid, judge: Option<AccountId>, at: DateTime<Utc>) -> Result<()> {
    write
        .change(change!("UPDATE recovery_evidence SET refuted_at = $1, proved_at = NULL, judged_by = $2 WHERE id = $3"))
        .bind(at)
        .bind(judge.map(|judge| judge.0))
        .bind(id)
        .execute()
        .await?;
    Ok(())
}

/// Whether an account owns a project that another one owns, too.
pub async fn is_co_owner(read: &mut Read, account: AccountId, other: AccountId) -> Result<bool> {
    let (count,): (i64,) = read
        .select(select!(
            "SELECT count(*) FROM roles r JOIN roles o ON o.project_id = r.project_id
             WHERE r.account_id = $1 AND o.account_id = $2 AND r.role = 'owner' AND o.role = 'owner'"
        ))
        .bind(account.0)
        .bind(other.0)
        .one()
        .await?;
    Ok(count > 0)
}
