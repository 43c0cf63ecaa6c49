//! What operators decide and note.

use crate::{
    change,
    db::{Read, Write},
    select,
};
use anyhow::Result;
use chrono::{DateTime, Utc};
use domain::ids::AccountId;
use uuid::Uuid;

/// The decision of an operator as it is written.
#[derive(Clone, Debug)]
pub struct NewDecision<'a> {
    pub case: Uuid,
    pub operator: AccountId,
    pub approves: bool,
    pub note: &'a str,
    pub at: DateTime<Utc>,
}

/// The decision of an operator.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct DecisionRow {
    pub operator_id: Uuid,
    pub username: String,
    pub approves: bool,
    pub note: String,
    pub at: DateTime<Utc>,
}

/// What an operator noted; the program notes nothing.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct NoteRow {
    pub username: Option<String>,
    pub note: String,
    pub at: DateTime<Utc>,
}

/// Writes a decision; `false` when that operator has decided already.
pub async fn insert(write: &mut Write, decision: &NewDecision<'_>) -> Result<bool> {
    let written = write
        .change(change!(
            "INSERT INTO recovery_decisions (case_id, operator_id, approves, note, at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (case_id, operator_id) DO NOTHING"
        ))
        .bind(decision.case)
        .bind(decision.operator.0)
        .bind(decision.approves)
        .bind(decision.note)
        .bind(decision.at)
        .execute()
        .await?;
    Ok(written == 1)
}

/// Approvals of a case by whoever is an operator still.
pub async fn approvals(read: &mut Read, case: Uuid) -> Result<i64> {
    let (count,) = read
        .select(select!(
            "SELECT count(*) FROM recovery_decisions d JOIN accounts a ON a.id = d.operator_id
             WHERE d.case_id = $1 AND d.approves AND a.superuser AND a.state = 'active'"
        ))
        .bind(case)
        .one()
        .await?;
    Ok(count)
}

/// The decisions about a case, in order.
pub async fn of(read: &mut Read, case: Uuid) -> Result<Vec<DecisionRow>> {
    read.select(select!(
        "SELECT d.operator_id, a.username, d.approves, d.note, d.at
         FROM recovery_decisions d JOIN accounts a ON a.id = d.operator_id
         WHERE d.case_id = $1 ORDER BY d.at, d.operator_id"
    ))
    .bind(case)
    .all()
    .await
}

/// Writes a note.
pub async fn insert_note(
    write: &mut Write,
    id: Uuid,
    case: Uuid,
    operator: Option<AccountId>,
    note: &str,
    at: DateTime<Utc>,
) -> Result<()> {
    write
        .change(change!("INSERT INTO recovery_notes (id, case_id, operator_id, note, at) VALUES ($1, $2, $3, $4, $5)"))
        .bind(id)
        .bind(case)
        .bind(operator.map(|operator| operator.0))
        .bind(note)
        .bind(at)
        .execute()
        .await?;
    Ok(())
}

/// The notes about a case, in order.
pub async fn notes(read: &mut Read, case: Uuid) -> Result<Vec<NoteRow>> {
    read.select(select!(
        "SELECT a.username, n.note, n.at FROM recovery_notes n LEFT JOIN accounts a ON a.id = n.operator_id
         WHERE n.case_id = $1 ORDER BY n.at, n.id"
    ))
    .bind(case)
    .all()
    .await
}
