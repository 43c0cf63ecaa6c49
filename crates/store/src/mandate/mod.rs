//! Mandates and the schedules of their gates.

mod concerned;
mod records;

pub use concerned::{
    PersonRow, ProjectName, cohort_is_empty, named_people, people_under_owners, people_without_key, project_names,
    roles,
};
pub use records::{
    ChangeRow, MandateRecord, NewChange, by_id, changes, end, owners_require, record_change, records, replace_gates,
    replace_selected, selected_accounts, selected_projects, set_owners_require, set_terms,
};

use crate::{
    change,
    db::{Read, Write},
    select,
};
use anyhow::{Context as _, Result};
use chrono::{DateTime, Utc};
use domain::{
    ids::MandateId,
    mandate::{Cohort, Gate, GateSchedule, Mandate, Strength},
};
use uuid::Uuid;

#[derive(sqlx::FromRow)]
struct GateRow {
    id: Uuid,
    cohort: String,
    strength: String,
    gate: String,
    announce_at: DateTime<Utc>,
    enforce_at: DateTime<Utc>,
}

/// Whether a mandate was ever written, ended ones included.
pub async fn any_exists(read: &mut Read) -> Result<bool> {
    let (count,): (i64,) = read.select(select!("SELECT count(*) FROM mandates")).one().await?;
    Ok(count > 0)
}

/// The mandates that have not ended, with their gates, oldest first.
pub async fn not_ended(read: &mut Read) -> Result<Vec<Mandate>> {
    let rows: Vec<GateRow> = read
        .select(select!(
            "SELECT m.id, m.cohort, m.strength, g.gate, g.announce_at, g.enforce_at
             FROM mandates m JOIN mandate_gates g ON g.mandate_id = m.id
             WHERE m.ended_at IS NULL ORDER BY m.created_at, m.id, g.gate"
        ))
        .all()
        .await?;
    let mut mandates: Vec<Mandate> = Vec::new();
    for row in rows {
        let gate = Gate::from_stored(&row.gate).with_context(|| format!("a gate is unknown: `{}`", row.gate))?;
        let schedule = GateSchedule { gate, announce_at: row.announce_at, enforce_at: row.enforce_at };
        match mandates.last_mut() {
            Some(mandate) if mandate.id.0 == row.id => mandate.gates.push(schedule),
            _ => mandates.push(mandate(&row, schedule)?),
        }
    }
    Ok(mandates)
}

/// Writes a mandate and its gates.
pub async fn insert(write: &mut Write, mandate: &Mandate, reason: &str, created_at: DateTime<Utc>) -> Result<()> {
    write
        .change(change!("INSERT INTO mandates (id, cohort, strength, reason, created_at) VALUES ($1, $2, $3, $4, $5)"))
        .bind(mandate.id.0)
        .bind(mandate.cohort.as_str())
        .bind(mandate.strength.as_str())
        .bind(reason)
        .bind(created_at)
        .execute()
        .await?;
    insert_gates(write, mandate.id, &mandate.gates).await
}

async fn insert_gates(write: &mut Write, id: MandateId, gates: &[GateSchedule]) -> Result<()> {
    for schedule in gates {
        write
            .change(change!(
                "INSERT INTO mandate_gates (mandate_id, gate, announce_at, enforce_at) VALUES ($1, $2, $3, $4)"
            ))
            .bind(id.0)
            .bind(schedule.gate.as_str())
            .bind(schedule.announce_at)
            .bind(schedule.enforce_at)
            .execute()
            .await?;
    }
    Ok(())
}

fn mandate(row: &GateRow, schedule: GateSchedule) -> Result<Mandate> {
    let cohort = Cohort::from_stored(&row.cohort).with_context(|| format!("a cohort is unknown: `{}`", row.cohort))?;
    let strength =
        Strength::from_stored(&row.strength).with_context(|| format!("a strength is unknown: `{}`", row.strength))?;
    Ok(Mandate { id: MandateId(row.id), cohort, strength, gates: vec![schedule] })
}
