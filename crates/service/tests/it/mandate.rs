//! The mandate of a fresh index.

use crate::harness::Index;
use domain::mandate::{Cohort, Gate, Strength};
use service::mandate::initialise;
use testkit_macros::both;

#[both]
async fn a_fresh_index_has_one_mandate_over_every_gate(index: Index) {
    assert!(!initialise(&index.ctx).await.unwrap());
    let mut read = index.db.read().await.unwrap();
    let [mandate] = store::mandate::not_ended(&mut read).await.unwrap().try_into().unwrap();
    assert_eq!((mandate.cohort, mandate.strength), (Cohort::Managers, Strength::Any));
    assert_eq!(mandate.gates.len(), Gate::ALL.len());
    assert!(Gate::ALL.iter().all(|gate| mandate.gates.iter().any(|schedule| schedule.gate == *gate)));
    assert!(mandate.gates.iter().all(|gate| gate.announce_at == index.now() && gate.enforce_at == index.now()));
}
