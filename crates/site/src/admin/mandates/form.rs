//! The fields of a mandate, read from a form and written back into it.

use crate::account::form::problem;
use chrono::{DateTime, SecondsFormat, Utc};
use domain::mandate::plan::{DEFAULT_REMINDERS, PlanRefused, PlannedGate, When, WhenUnreadable};
use domain::mandate::{Cohort, Gate, Strength};
use service::mandate::{MandateEdit, MandateLine, MandateRefused, NewPlan};
use templates::Language;
use templates::context::FieldProblem;
use templates::context::admin::{GateFields, MandateForm};

/// A form as it was filled in.
pub(super) struct Typed {
    pub(super) form: MandateForm,
    /// Whether only a preview is asked for.
    pub(super) only_previews: bool,
}

/// A field that cannot be read.
pub(super) enum Unreadable {
    Instant(&'static str, WhenUnreadable),
    Reminders(PlanRefused),
}

impl Unreadable {
    pub(super) fn problem(&self, language: Language) -> FieldProblem {
        match self {
            Self::Instant(field, refusal) => problem(refusal, Some(field), language),
            Self::Reminders(refusal) => problem(refusal, Some("reminders"), language),
        }
    }
}

impl Typed {
    /// The form of a new mandate before anything is typed: a quarter from now is left to the operator.
    pub(super) fn fresh() -> Self {
        let form = MandateForm {
            cohort: Cohort::Critical.as_str().to_owned(),
            strength: Strength::Any.as_str().to_owned(),
            gates: gate_fields(|_| true),
            announce: "now".to_owned(),
            reminders: reminders_text(&DEFAULT_REMINDERS),
            ..MandateForm::default()
        };
        Self { form, only_previews: false }
    }

    /// The form of a mandate that is there.
    pub(super) fn of(line: &MandateLine) -> Self {
        let record = &line.record;
        let mut gates = gate_fields(|gate| record.mandate.schedule(gate).is_some());
        for fields in &mut gates {
            let gate = Gate::from_stored(fields.gate);
            if let Some(schedule) = gate.and_then(|gate| record.mandate.schedule(gate)) {
                fields.announce = instant(schedule.announce_at);
                fields.enforce = instant(schedule.enforce_at);
            }
        }
        let form = MandateForm {
            cohort: record.mandate.cohort.as_str().to_owned(),
            strength: record.mandate.strength.as_str().to_owned(),
            gates,
            reminders: reminders_text(&record.reminders),
            users: line.users.join("\n"),
            projects: line.projects.join("\n"),
            reason: record.reason.clone(),
            ..MandateForm::default()
        };
        Self { form, only_previews: false }
    }

    pub(super) fn read(fields: Vec<(String, String)>) -> Self {
        let mut typed = Self { form: MandateForm::default(), only_previews: false };
        let mut chosen = Vec::new();
        let mut times = Vec::new();
        for (field, value) in fields {
            let form = &mut typed.form;
            match field.as_str() {
                "cohort" => form.cohort = value,
                "strength" => form.strength = value,
                "gate" => chosen.push(value),
                "announce" => form.announce = value,
                "enforce" => form.enforce = value,
                "reminders" => form.reminders = value,
                "users" => form.users = value,
                "projects" => form.projects = value,
                "reason" => form.reason = value,
                "replaces_default" => form.replaces_default = true,
                "insists" => form.insists = true,
                "act" => typed.only_previews = value == "preview",
                _ => times.push((field, value)),
            }
        }
        typed.form.gates = gate_fields(|gate| chosen.iter().any(|name| name == gate.as_str()));
        for fields in &mut typed.form.gates {
            let of = |what: &str| {
                let name = format!("{what}-{}", fields.gate);
                times.iter().find(|(field, _)| *field == name).map(|(_, value)| value.clone()).unwrap_or_default()
            };
            (fields.announce, fields.enforce) = (of("announce"), of("enforce"));
        }
        typed
    }

    /// The plan of a form whose times are those of every gate.
    pub(super) fn plan(&self) -> Result<NewPlan, Unreadable> {
        let form = &self.form;
        let announce = when("announce", &form.announce)?;
        let enforce = when("enforce", &form.enforce)?;
        let gates = self.chosen().map(|(gate, _)| PlannedGate { gate, announce, enforce }).collect();
        Ok(NewPlan {
            cohort: Cohort::from_stored(&form.cohort).unwrap_or(Cohort::Critical),
            strength: Strength::from_stored(&form.strength).unwrap_or(Strength::Any),
            gates,
            reminders: Some(reminders(&form.reminders)?),
            users: lines(&form.users),
            projects: lines(&form.projects),
            reason: form.reason.clone(),
            replaces_default: form.replaces_default,
        })
    }

    /// The edit of a form in which each gate has its own times.
    pub(super) fn edit(&self, cohort: Cohort) -> Result<MandateEdit, Unreadable> {
        let form = &self.form;
        let mut gates = Vec::new();
        for (gate, fields) in self.chosen() {
            let announce = when("gate", &fields.announce)?;
            gates.push(PlannedGate { gate, announce, enforce: when("gate", &fields.enforce)? });
        }
        let is_named = cohort == Cohort::Selected;
        Ok(MandateEdit {
            strength: Strength::from_stored(&form.strength),
            gates: Some(gates),
            reminders: Some(reminders(&form.reminders)?),
            users: is_named.then(|| lines(&form.users)),
            projects: is_named.then(|| lines(&form.projects)),
            reason: Some(form.reason.clone()),
            insists: form.insists,
        })
    }

    fn chosen(&self) -> impl Iterator<Item = (Gate, &GateFields)> {
        let chosen = self.form.gates.iter().filter(|fields| fields.is_chosen);
        chosen.filter_map(|fields| Some((Gate::from_stored(fields.gate)?, fields)))
    }
}

/// The field that a refusal is about.
pub(super) fn field_of(refusal: &MandateRefused) -> Option<&'static str> {
    match refusal {
        MandateRefused::Plan(PlanRefused::Reminders { .. }) => Some("reminders"),
        MandateRefused::Plan(PlanRefused::EnforceInPast { .. } | PlanRefused::EnforceBeforeAnnounce { .. }) => {
            Some("enforce")
        }
        MandateRefused::Plan(PlanRefused::NoGates | PlanRefused::GateTwice { .. }) => Some("gate"),
        MandateRefused::NoSuchUser { .. } | MandateRefused::NobodyNamed => Some("users"),
        MandateRefused::NoSuchProject { .. } => Some("projects"),
        MandateRefused::ReasonMissing | MandateRefused::ReasonTooLong { .. } => Some("reason"),
        _ => None,
    }
}

/// When the last gate of a plan closes.
pub(super) fn end_of(plan: &NewPlan, now: DateTime<Utc>) -> DateTime<Utc> {
    plan.gates.iter().map(|gate| gate.enforce.at(now)).max().unwrap_or(now)
}

/// An instant as it is typed.
pub(super) fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

fn gate_fields(is_chosen: impl Fn(Gate) -> bool) -> Vec<GateFields> {
    let fields = |gate: Gate| GateFields {
        gate: gate.as_str(),
        is_chosen: is_chosen(gate),
        announce: String::new(),
        enforce: String::new(),
    };
    Gate::ALL.map(fields).into()
}

fn when(field: &'static str, text: &str) -> Result<When, Unreadable> {
    text.parse().map_err(|refusal| Unreadable::Instant(field, refusal))
}

fn reminders(text: &str) -> Result<Vec<u16>, Unreadable> {
    let words = text.split([',', ' ', ';']).map(str::trim).filter(|word| !word.is_empty());
    let days: Option<Vec<u16>> = words.map(|word| word.parse().ok()).collect();
    days.ok_or_else(|| Unreadable::Reminders(PlanRefused::Reminders { days: text.to_owned() }))
}

fn reminders_text(days: &[u16]) -> String {
    days.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// One name in each line; commas are taken too.
fn lines(text: &str) -> Vec<String> {
    text.split(['\n', ',']).map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(fields: &[(&str, &str)]) -> Typed {
        Typed::read(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn a_form_becomes_a_plan() {
        let typed = typed(&[
            ("cohort", "selected"),
            ("strength", "phishing-resistant"),
            ("gate", "publish"),
            ("gate", "people"),
            ("announce", "now"),
            ("enforce", "2027-01-01"),
            ("reminders", "7, 1"),
            ("users", "ada\r\n grace ,\r\n"),
            ("act", "preview"),
        ]);
        assert!(typed.only_previews);
        let Ok(plan) = typed.plan() else { panic!("it can be read") };
        assert_eq!((plan.cohort, plan.strength), (Cohort::Selected, Strength::PhishingResistant));
        assert_eq!(plan.gates.iter().map(|gate| gate.gate).collect::<Vec<_>>(), [Gate::Publish, Gate::People]);
        assert_eq!((plan.users, plan.reminders), (vec!["ada".to_owned(), "grace".to_owned()], Some(vec![7, 1])));
    }

    #[test]
    fn what_cannot_be_read_is_told_at_its_field() {
        let field = |fields: &[(&str, &str)]| match typed(fields).plan() {
            Err(wrong) => wrong.problem(Language::English).field,
            Ok(plan) => panic!("it was read: {plan:?}"),
        };
        assert_eq!(field(&[("announce", "soon")]).as_deref(), Some("announce"));
        assert_eq!(field(&[("announce", "now"), ("enforce", "")]).as_deref(), Some("enforce"));
        let reminders = field(&[("announce", "now"), ("enforce", "now"), ("reminders", "a week")]);
        assert_eq!(reminders.as_deref(), Some("reminders"));
    }
}
