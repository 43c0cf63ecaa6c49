//! `mandate`: the regime, shown, counted and changed.

use super::{instant, refused};
use crate::{
    cli::{MandateCommand, MandateEdit, MandateSchedule},
    output::{Output, note, table},
};
use anyhow::Result;
use chrono::{DateTime, Utc};
use domain::{
    ids::MandateId,
    mandate::{
        Gate, GateSchedule,
        plan::{PlannedGate, When},
    },
    permission::Actor,
};
use serde_json::{Value, json};
use service::{
    Ctx,
    mandate::{self, Impact, MandateLine, NewPlan, PlanWarning, Scheduled},
};

/// People whom the text names; `--json` names all.
const MOST_NAMED: usize = 50;

pub(crate) async fn run(ctx: &Ctx, command: MandateCommand, output: Output) -> Result<()> {
    match command {
        MandateCommand::Show { all } => show(ctx, all, output).await,
        MandateCommand::Impact { at } => impact(ctx, at.unwrap_or(When::Now).at(ctx.now()), output).await,
        MandateCommand::Schedule(arguments) => {
            let scheduled = mandate::schedule(ctx, &Actor::Operator, &plan(arguments)).await.map_err(refused)?;
            tell(&scheduled, "scheduled", output)
        }
        MandateCommand::Edit(arguments) => {
            let id = MandateId(arguments.id);
            let edit = edit(ctx, id, arguments).await?;
            let edited = mandate::edit(ctx, &Actor::Operator, id, &edit).await.map_err(refused)?;
            tell(&edited, "edited", output)
        }
        MandateCommand::End { id, reason } => {
            let id = MandateId(id);
            let warnings = mandate::end(ctx, &Actor::Operator, id, &reason).await.map_err(refused)?;
            tell(&Scheduled { id, warnings }, "ended", output)
        }
        MandateCommand::Preset { name } => {
            let written = mandate::preset(ctx, &Actor::Operator, name).await.map_err(refused)?;
            let objects: Vec<Value> = written.iter().map(object_of_scheduled).collect();
            written.iter().for_each(|scheduled| warn(&scheduled.warnings));
            output.print(&json!({ "preset": name.as_str(), "mandates": objects }), || {
                let ids: Vec<String> = written.iter().map(|scheduled| format!("scheduled {}", scheduled.id)).collect();
                ids.join("\n")
            })
        }
    }
}

fn plan(arguments: MandateSchedule) -> NewPlan {
    let MandateSchedule { announce, enforce, .. } = arguments;
    NewPlan {
        cohort: arguments.cohort,
        strength: arguments.strength,
        gates: once(arguments.gates).into_iter().map(|gate| PlannedGate { gate, announce, enforce }).collect(),
        reminders: arguments.reminders,
        users: arguments.users,
        projects: arguments.projects,
        reason: arguments.reason,
        replaces_default: arguments.replace_default,
    }
}

/// A gate that is typed twice is meant once.
fn once(gates: Vec<Gate>) -> Vec<Gate> {
    Gate::ALL.into_iter().filter(|gate| gates.contains(gate)).collect()
}

/// The change that the arguments ask for; times that are not given stay those of the gate.
async fn edit(ctx: &Ctx, id: MandateId, arguments: MandateEdit) -> Result<mandate::MandateEdit> {
    let known = store::mandate::by_id(&mut ctx.db.read().await?, id).await?;
    let known = known.map(|record| record.mandate.gates).unwrap_or_default();
    let names_gates = !arguments.gates.is_empty();
    let gates = if names_gates { once(arguments.gates) } else { known.iter().map(|schedule| schedule.gate).collect() };
    let planned = |gate| {
        // A gate that is new gets the times of the others.
        let schedule: Option<&GateSchedule> =
            known.iter().find(|schedule| schedule.gate == gate).or_else(|| known.first());
        let kept = |time: fn(&GateSchedule) -> DateTime<Utc>| schedule.map_or(When::Now, |it| When::At(time(it)));
        PlannedGate {
            gate,
            announce: arguments.announce.unwrap_or_else(|| kept(|it| it.announce_at)),
            enforce: arguments.enforce.unwrap_or_else(|| kept(|it| it.enforce_at)),
        }
    };
    let touches_gates = names_gates || arguments.announce.is_some() || arguments.enforce.is_some();
    Ok(mandate::MandateEdit {
        strength: arguments.strength,
        gates: touches_gates.then(|| gates.into_iter().map(planned).collect()),
        reminders: arguments.reminders,
        users: arguments.users,
        projects: arguments.projects,
        reason: arguments.reason,
        insists: arguments.force,
    })
}

fn tell(scheduled: &Scheduled, done: &str, output: Output) -> Result<()> {
    warn(&scheduled.warnings);
    output.print(&object_of_scheduled(scheduled), || format!("{done} {}", scheduled.id))
}

fn warn(warnings: &[PlanWarning]) {
    for warning in warnings {
        note(&format!("warning: {warning}"));
    }
}

fn object_of_scheduled(scheduled: &Scheduled) -> Value {
    let warnings: Vec<Value> = scheduled
        .warnings
        .iter()
        .map(|warning| json!({ "code": warning.as_str(), "message": warning.to_string() }))
        .collect();
    json!({ "id": scheduled.id, "warnings": warnings })
}

async fn show(ctx: &Ctx, all: bool, output: Output) -> Result<()> {
    let mut lines = mandate::show(ctx, &Actor::Operator).await.map_err(refused)?;
    let mut object = json!({});
    if all {
        let history = mandate::history(ctx, &Actor::Operator, None).await.map_err(refused)?;
        let change = |row: &store::mandate::ChangeRow| {
            json!({
                "mandate": row.mandate_id, "change": row.change, "by": row.actor, "at": instant(row.at),
                "before": row.before.as_ref().map(|it| &it.0), "after": row.after.as_ref().map(|it| &it.0),
            })
        };
        object["history"] = history.iter().map(change).collect();
    } else {
        lines.retain(|line| line.record.ended_at.is_none());
    }
    let now = ctx.now();
    object["mandates"] = lines.iter().map(|line| object_of(line, now)).collect();
    output.print(&object, || text(&lines, now))
}

fn object_of(line: &MandateLine, now: DateTime<Utc>) -> Value {
    let record = &line.record;
    let gates = record.mandate.gates.iter().map(|schedule| {
        json!({
            "gate": schedule.gate,
            "announce": instant(schedule.announce_at),
            "enforce": instant(schedule.enforce_at),
            "state": state(schedule, now),
        })
    });
    json!({
        "id": record.mandate.id,
        "cohort": record.mandate.cohort,
        "strength": record.mandate.strength,
        "gates": gates.collect::<Vec<Value>>(),
        "reminders": record.reminders,
        "users": line.users,
        "projects": line.projects,
        "reason": record.reason,
        "default": line.is_default,
        "created": instant(record.created_at),
        "created_by": record.created_by,
        "ended": record.ended_at.map(instant),
        "ended_by": record.ended_by,
    })
}

fn state(schedule: &GateSchedule, now: DateTime<Utc>) -> &'static str {
    match (schedule.announce_at <= now, schedule.enforce_at <= now) {
        (_, true) => "enforced",
        (true, false) => "announced",
        (false, false) => "planned",
    }
}

fn text(lines: &[MandateLine], now: DateTime<Utc>) -> String {
    if lines.is_empty() {
        return "no mandate is in force: nobody needs a second factor".to_owned();
    }
    let mut rows =
        vec![["mandate", "cohort", "strength", "gate", "announced", "enforced", "state"].map(str::to_owned).to_vec()];
    for MandateLine { record, .. } in lines {
        for schedule in &record.mandate.gates {
            rows.push(vec![
                record.mandate.id.to_string(),
                record.mandate.cohort.as_str().to_owned(),
                record.mandate.strength.as_str().to_owned(),
                schedule.gate.as_str().to_owned(),
                instant(schedule.announce_at),
                instant(schedule.enforce_at),
                if record.ended_at.is_some() { "ended" } else { state(schedule, now) }.to_owned(),
            ]);
        }
    }
    table(&rows)
}

async fn impact(ctx: &Ctx, at: DateTime<Utc>, output: Output) -> Result<()> {
    let impact = mandate::impact(ctx, &Actor::Operator, at, &[]).await.map_err(refused)?;
    output.print(&object_of_impact(&impact), || text_of_impact(&impact))
}

fn object_of_impact(impact: &Impact) -> Value {
    let gates = impact.gates.iter().map(|gate| {
        let cohorts = gate.cohorts.iter().map(|(cohort, people)| json!({ "cohort": cohort, "people": people }));
        json!({
            "gate": gate.gate,
            "people": gate.people,
            "projects": gate.projects,
            "closed_projects": gate.closed_projects,
            "cohorts": cohorts.collect::<Vec<Value>>(),
        })
    });
    let names = impact.people.iter().map(|person| {
        let whys = person.gates.iter().map(|(why, remedy)| {
            json!({
                "gate": why.gate, "mandate": why.mandate, "cohort": why.cohort, "strength": why.strength,
                "enforced": instant(why.deadline), "remedy": remedy,
            })
        });
        json!({ "username": person.username, "gates": whys.collect::<Vec<Value>>(), "projects": person.projects })
    });
    json!({
        "at": instant(impact.at),
        "people": impact.people.len(),
        "projects": impact.projects,
        "gates": gates.collect::<Vec<Value>>(),
        "names": names.collect::<Vec<Value>>(),
    })
}

fn text_of_impact(impact: &Impact) -> String {
    let mut rows = vec![["gate", "people", "projects", "with nobody left"].map(str::to_owned).to_vec()];
    rows.extend(impact.gates.iter().map(|gate| {
        vec![
            gate.gate.as_str().to_owned(),
            gate.people.to_string(),
            gate.projects.to_string(),
            gate.closed_projects.to_string(),
        ]
    }));
    let mut lines = vec![format!(
        "at {}: {} people stopped, {} projects concerned",
        instant(impact.at),
        impact.people.len(),
        impact.projects
    )];
    if !impact.people.is_empty() {
        lines.push(table(&rows));
        let named: Vec<&str> = impact.people.iter().take(MOST_NAMED).map(|person| &person.username[..]).collect();
        let more = impact.people.len().saturating_sub(MOST_NAMED);
        let rest = if more == 0 { String::new() } else { format!(" and {more} more; `--json` names all") };
        lines.push(format!("{}{rest}", named.join(", ")));
    }
    lines.join("\n")
}
