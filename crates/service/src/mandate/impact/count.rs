//! Counting whom the decision stops; no database, no clock.

use chrono::{DateTime, Utc};
use domain::{
    accounts::AccountState,
    ids::{AccountId, MandateId},
    mandate::{Cohort, Gate, Mandate, Membership, Remedy, Strength, Why},
    permission::{AccountFacts, Actor, Facts, Outlook, outlook},
};
use std::collections::{BTreeSet, HashMap, HashSet};
use store::mandate::PersonRow;
use uuid::Uuid;

/// Everything that the count is made from.
pub(super) struct Loaded {
    pub(super) mandates: Vec<Mandate>,
    pub(super) people: Vec<PersonRow>,
    /// Project and account, in order of project.
    pub(super) roles: Vec<(Uuid, Uuid)>,
    pub(super) selected: HashMap<Uuid, Vec<MandateId>>,
    pub(super) owners: HashMap<Uuid, Vec<Mandate>>,
    pub(super) names: HashMap<Uuid, String>,
}

/// Who is stopped at an instant.
#[derive(Clone, Debug)]
pub struct Impact {
    pub at: DateTime<Utc>,
    /// By user name, each once.
    pub people: Vec<Stopped>,
    /// Projects on which somebody is stopped at some gate.
    pub projects: usize,
    /// Those gates that are closed to somebody.
    pub gates: Vec<GateImpact>,
}

/// Somebody who is stopped.
#[derive(Clone, Debug)]
pub struct Stopped {
    pub account: AccountId,
    pub username: String,
    /// The rule that stops at each gate, and the way out.
    pub gates: Vec<(Why, Remedy)>,
    /// The projects that it concerns, by name.
    pub projects: Vec<String>,
}

/// What one gate stops.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GateImpact {
    pub gate: Gate,
    pub people: usize,
    /// Projects on which at least one person is stopped.
    pub projects: usize,
    /// Projects on which everybody is stopped: nobody is left to act.
    pub closed_projects: usize,
    /// By the cohort of the rule that speaks; each person counts once.
    pub cohorts: Vec<(Cohort, usize)>,
}

/// Where somebody is stopped at one gate.
#[derive(Default)]
struct Reach {
    everywhere: HashSet<Uuid>,
    /// Project and account, where only the owners' rule stops.
    here: HashSet<(Uuid, Uuid)>,
}

pub(super) fn count(at: DateTime<Utc>, loaded: Loaded) -> Impact {
    let Loaded { mandates, people, roles, selected, mut owners, names } = loaded;
    let mut facts = empty_facts(mandates);
    let mut reaches: HashMap<Gate, Reach> = HashMap::new();
    let mut stopped: Vec<Stopped> = Vec::new();
    for person in people {
        about(&mut facts, &person, selected.get(&person.id));
        let mut gates: Vec<(Why, Remedy)> = denials(at, &facts).collect();
        for (why, _) in &gates {
            reaches.entry(why.gate).or_default().everywhere.insert(person.id);
        }
        for rule in owners.remove(&person.id).unwrap_or_default() {
            for (why, remedy) in denials_under(at, &mut facts, &rule) {
                reaches.entry(why.gate).or_default().here.insert((rule.id.0, person.id));
                if !gates.iter().any(|(known, _)| known.gate == why.gate) {
                    gates.push((why, remedy));
                }
            }
        }
        if !gates.is_empty() {
            let account = AccountId(person.id);
            stopped.push(Stopped { account, username: person.username, gates, projects: Vec::new() });
        }
    }
    let projects = name_projects(&mut stopped, &reaches, &roles, &names);
    let gates = Gate::ALL.into_iter().filter_map(|gate| gate_impact(gate, reaches.get(&gate)?, &stopped, &roles));
    Impact { at, gates: gates.collect(), people: stopped, projects }
}

fn empty_facts(mandates: Vec<Mandate>) -> Facts {
    let account = AccountFacts {
        username: String::new(),
        state: AccountState::Active,
        superuser: false,
        verified_address: true,
        publish_held_until: None,
        strength: None,
        token_revoked: false,
        session_ended: false,
        role: None,
    };
    Facts {
        account: Some(account),
        project_name: None,
        project: None,
        mandates,
        membership: Membership::default(),
        switched_off: Vec::new(),
    }
}

fn about(facts: &mut Facts, person: &PersonRow, selected: Option<&Vec<MandateId>>) {
    if let Some(account) = &mut facts.account {
        account.strength = person.has_totp.then_some(Strength::Any);
    }
    facts.membership = Membership {
        critical: person.critical,
        manager: person.manages || person.superuser,
        selected: selected.cloned().unwrap_or_default(),
        owner_opt_in: false,
    };
}

/// What is closed to an account whatever it is about; the actor counts with what it has.
fn denials(at: DateTime<Utc>, facts: &Facts) -> impl Iterator<Item = (Why, Remedy)> + use<> {
    let closed = |Outlook { why, denied }: Outlook| denied.map(|remedy| (why, remedy));
    outlook(at, &Actor::Operator, facts).into_iter().filter_map(closed)
}

/// What is closed on the project of one rule of owners.
fn denials_under(at: DateTime<Utc>, facts: &mut Facts, rule: &Mandate) -> Vec<(Why, Remedy)> {
    facts.membership.owner_opt_in = true;
    facts.mandates.push(rule.clone());
    let closed = denials(at, facts).collect();
    facts.mandates.pop();
    facts.membership.owner_opt_in = false;
    closed
}

/// Gives everybody the projects that are concerned; says how many there are.
fn name_projects(
    stopped: &mut [Stopped],
    reaches: &HashMap<Gate, Reach>,
    roles: &[(Uuid, Uuid)],
    names: &HashMap<Uuid, String>,
) -> usize {
    let places: HashMap<Uuid, usize> =
        stopped.iter().enumerate().map(|(place, stopped)| (stopped.account.0, place)).collect();
    let mut concerned: BTreeSet<Uuid> = BTreeSet::new();
    for (project, account) in roles {
        let Some(place) = places.get(account) else {
            continue;
        };
        if !reaches.values().any(|reach| reach.holds(*project, *account)) {
            continue;
        }
        concerned.insert(*project);
        stopped[*place].projects.extend(names.get(project).cloned());
    }
    for somebody in stopped {
        somebody.projects.sort_unstable_by_key(|name| name.to_lowercase());
    }
    concerned.len()
}

impl Reach {
    fn holds(&self, project: Uuid, account: Uuid) -> bool {
        self.everywhere.contains(&account) || self.here.contains(&(project, account))
    }
}

fn gate_impact(gate: Gate, reach: &Reach, stopped: &[Stopped], roles: &[(Uuid, Uuid)]) -> Option<GateImpact> {
    let whys = stopped.iter().filter_map(|somebody| somebody.gates.iter().find(|(why, _)| why.gate == gate));
    let mut cohorts: Vec<(Cohort, usize)> = Cohort::ALL.map(|cohort| (cohort, 0)).to_vec();
    let mut people = 0;
    for (why, _) in whys {
        people += 1;
        for (_, count) in cohorts.iter_mut().filter(|(cohort, _)| *cohort == why.cohort) {
            *count += 1;
        }
    }
    cohorts.retain(|(_, count)| 0 < *count);
    let (mut projects, mut closed_projects) = (0, 0);
    for group in roles.chunk_by(|(one, _), (other, _)| one == other) {
        let held = group.iter().filter(|(project, account)| reach.holds(*project, *account)).count();
        projects += usize::from(0 < held);
        closed_projects += usize::from(held == group.len());
    }
    (0 < people).then_some(GateImpact { gate, people, projects, closed_projects, cohorts })
}
