//! Mandates, counts and changes as the pages show them.

use super::{Operator, PATH};
use crate::account::form::here;
use chrono::{DateTime, Utc};
use domain::mandate::GateSchedule;
use domain::mandate::plan::DEFAULT_REMINDERS;
use serde_json::Value;
use service::mandate::{GateImpact, Impact, MandateLine, NewPlan, Stopped, TimelineEntry, Turn};
use std::collections::BTreeSet;
use store::mandate::ChangeRow;
use templates::context::admin::{
    ChangedField, ImpactCohort, ImpactGateRow, ImpactNameRow, ImpactView, MandateChangeRow, MandateGateRow, MandateRow,
    TimelineRow,
};

/// People whom a page names; the CSV names all.
const MOST_NAMES: usize = 100;

/// Projects of one person that a page names.
const MOST_PROJECTS: usize = 5;

pub(super) fn row(operator: &Operator, line: MandateLine, now: DateTime<Utc>) -> MandateRow {
    let record = line.record;
    let gate = |schedule: &GateSchedule| gate_row(schedule, now);
    MandateRow {
        id: record.mandate.id.to_string(),
        url: url(operator, &record.mandate.id.to_string()),
        cohort: record.mandate.cohort.as_str(),
        strength: record.mandate.strength.as_str(),
        gates: record.mandate.gates.iter().map(gate).collect(),
        reminders: record.reminders,
        users: line.users,
        projects: line.projects,
        reason: record.reason,
        is_default: line.is_default,
        created: record.created_at,
        created_by: record.created_by,
        ended: record.ended_at,
        ended_by: record.ended_by,
    }
}

/// A plan that is not written yet.
pub(super) fn plan_row(plan: NewPlan, now: DateTime<Utc>) -> MandateRow {
    let schedule = |gate: &domain::mandate::plan::PlannedGate| GateSchedule {
        gate: gate.gate,
        announce_at: gate.announce.at(now),
        enforce_at: gate.enforce.at(now),
    };
    MandateRow {
        id: String::new(),
        url: String::new(),
        cohort: plan.cohort.as_str(),
        strength: plan.strength.as_str(),
        gates: plan.gates.iter().map(|gate| gate_row(&schedule(gate), now)).collect(),
        reminders: plan.reminders.unwrap_or_else(|| DEFAULT_REMINDERS.into()),
        users: plan.users,
        projects: plan.projects,
        reason: plan.reason,
        is_default: false,
        created: now,
        created_by: None,
        ended: None,
        ended_by: None,
    }
}

fn gate_row(schedule: &GateSchedule, now: DateTime<Utc>) -> MandateGateRow {
    MandateGateRow {
        gate: schedule.gate.as_str(),
        announce: schedule.announce_at,
        enforce: schedule.enforce_at,
        state: match (schedule.announce_at <= now, schedule.enforce_at <= now) {
            (_, true) => "enforced",
            (true, false) => "announced",
            (false, false) => "planned",
        },
    }
}

pub(super) fn timeline_row(entry: TimelineEntry, now: DateTime<Utc>) -> TimelineRow {
    let (turn, days) = match entry.turn {
        Turn::Announced => ("announced", 0),
        Turn::Reminded(days) => ("reminded", days),
        Turn::Enforced => ("enforced", 0),
    };
    TimelineRow {
        at: entry.at,
        turn,
        days,
        cohort: entry.cohort.as_str(),
        strength: entry.strength.as_str(),
        gates: entry.gates.iter().map(|gate| gate.as_str()).collect(),
        is_past: entry.at <= now,
    }
}

pub(super) fn impact(impact: &Impact) -> ImpactView {
    ImpactView {
        at: impact.at,
        people: count(impact.people.len()),
        projects: count(impact.projects),
        gates: impact.gates.iter().map(gate_impact).collect(),
        names: impact.people.iter().take(MOST_NAMES).map(name_row).collect(),
        more: count(impact.people.len().saturating_sub(MOST_NAMES)),
    }
}

fn gate_impact(gate: &GateImpact) -> ImpactGateRow {
    let cohorts = gate.cohorts.iter();
    ImpactGateRow {
        gate: gate.gate.as_str(),
        people: count(gate.people),
        projects: count(gate.projects),
        closed_projects: count(gate.closed_projects),
        cohorts: cohorts
            .map(|(cohort, people)| ImpactCohort { cohort: cohort.as_str(), people: count(*people) })
            .collect(),
    }
}

fn name_row(person: &Stopped) -> ImpactNameRow {
    let strongest = person.gates.iter().map(|(why, _)| why.strength).max();
    ImpactNameRow {
        username: person.username.clone(),
        gates: person.gates.iter().map(|(why, _)| why.gate.as_str()).collect(),
        strength: strongest.map_or("any", domain::mandate::Strength::as_str),
        projects: person.projects.iter().take(MOST_PROJECTS).cloned().collect(),
        more_projects: count(person.projects.len().saturating_sub(MOST_PROJECTS)),
    }
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

pub(super) fn change_row(operator: &Operator, row: &ChangeRow) -> MandateChangeRow {
    let before = row.before.as_ref().map(|value| &value.0);
    let after = row.after.as_ref().map(|value| &value.0);
    MandateChangeRow {
        url: url(operator, &row.mandate_id.to_string()),
        change: row.change.clone(),
        by: row.actor.clone(),
        at: row.at,
        fields: changed_fields(before, after),
    }
}

/// The fields whose values differ; of a mandate that was written or ended, what it is about.
fn changed_fields(before: Option<&Value>, after: Option<&Value>) -> Vec<ChangedField> {
    let (Some(before), Some(after)) = (before, after) else {
        return whole(after.or(before));
    };
    let names = [before, after].into_iter().filter_map(Value::as_object).flat_map(serde_json::Map::keys);
    let names: BTreeSet<&String> = names.collect();
    let fields = names.into_iter().map(|name| ChangedField {
        name: name.clone(),
        before: shown(before.get(name)),
        after: shown(after.get(name)),
    });
    fields.filter(|field| field.before != field.after).collect()
}

fn whole(mandate: Option<&Value>) -> Vec<ChangedField> {
    let fields = mandate.and_then(Value::as_object).into_iter().flatten().map(|(name, value)| ChangedField {
        name: name.clone(),
        before: Vec::new(),
        after: shown(Some(value)),
    });
    fields.filter(|field| !field.after.is_empty()).collect()
}

/// The lines of a value; gates of the same times share one.
fn shown(value: Option<&Value>) -> Vec<String> {
    match value {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(gates)) if gates.iter().any(Value::is_object) => gate_lines(gates),
        Some(Value::Array(values)) => {
            let values: Vec<String> = values.iter().map(text).collect();
            if values.is_empty() { Vec::new() } else { vec![values.join(", ")] }
        }
        Some(other) => vec![text(other)].into_iter().filter(|line| !line.is_empty()).collect(),
    }
}

fn gate_lines(gates: &[Value]) -> Vec<String> {
    let part = |gate: &Value, name: &str| gate.get(name).map(text).unwrap_or_default();
    let mut lines: Vec<(String, Vec<String>)> = Vec::new();
    for gate in gates {
        let times = format!("{} → {}", minute(&part(gate, "announce")), minute(&part(gate, "enforce")));
        match lines.iter_mut().find(|(known, _)| *known == times) {
            Some((_, names)) => names.push(part(gate, "gate")),
            None => lines.push((times, vec![part(gate, "gate")])),
        }
    }
    lines.into_iter().map(|(times, names)| format!("{}: {times}", names.join(", "))).collect()
}

/// An instant without its seconds.
fn minute(instant: &str) -> String {
    let parsed: Result<DateTime<Utc>, _> = instant.parse();
    parsed.map_or_else(|_| instant.to_owned(), |at| at.format("%Y-%m-%d %H:%M").to_string())
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn url(operator: &Operator, id: &str) -> String {
    here(&operator.state, &format!("{PATH}{id}/"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn lines(fields: &[ChangedField]) -> Vec<(&str, String, String)> {
        fields.iter().map(|it| (&it.name[..], it.before.join("; "), it.after.join("; "))).collect()
    }

    #[test]
    fn a_change_shows_what_differs() {
        let gate = |enforce: &str| json!([{ "gate": "publish", "announce": "a", "enforce": enforce }]);
        let before = json!({ "reason": "x", "gates": gate("b"), "reminders": [30, 7] });
        let after = json!({ "reason": "x", "gates": gate("c"), "reminders": [30] });
        let fields = changed_fields(Some(&before), Some(&after));
        let gates = ("gates", "publish: a → b".to_owned(), "publish: a → c".to_owned());
        assert_eq!(lines(&fields), [gates, ("reminders", "30, 7".to_owned(), "30".to_owned())]);
    }

    #[test]
    fn what_was_written_or_ended_shows_what_it_is_about() {
        let mandate = json!({ "cohort": "critical", "users": [], "reason": null });
        for (before, after) in [(Some(&mandate), None), (None, Some(&mandate))] {
            assert_eq!(lines(&changed_fields(before, after)), [("cohort", String::new(), "critical".to_owned())]);
        }
    }

    #[test]
    fn gates_of_the_same_times_share_a_line() {
        let at =
            |gate: &str, enforce: &str| json!({ "gate": gate, "announce": "2026-01-01T00:00:00Z", "enforce": enforce });
        let (soon, late) = ("2026-02-01T12:30:45Z", "2026-03-01T00:00:00Z");
        let gates = json!([at("publish", soon), at("people", late), at("releases", soon)]);
        let expected =
            ["publish, releases: 2026-01-01 00:00 → 2026-02-01 12:30", "people: 2026-01-01 00:00 → 2026-03-01 00:00"];
        assert_eq!(shown(Some(&gates)), expected);
    }
}
