//! The mandate of a fresh index.

use domain::mandate::{Cohort, Gate, Strength};
use service::mandate::initialise;
use testkit_index::{BareIndex, TestIndex};
use testkit_macros::both;

#[both]
async fn a_fresh_index_has_one_mandate_over_every_gate(index: TestIndex) {
    assert!(!initialise(&index.ctx).await.unwrap());
    let mut read = index.db.read().await.unwrap();
    let [mandate] = store::mandate::not_ended(&mut read).await.unwrap().try_into().unwrap();
    assert_eq!((mandate.cohort, mandate.strength), (Cohort::Managers, Strength::Any));
    assert_eq!(mandate.gates.len(), Gate::ALL.len());
    assert!(Gate::ALL.iter().all(|gate| mandate.gates.iter().any(|schedule| schedule.gate == *gate)));
    assert!(mandate.gates.iter().all(|gate| gate.announce_at == index.now() && gate.enforce_at == index.now()));
}

#[both]
async fn many_first_starts_at_once_write_one_mandate(BareIndex(index): BareIndex) {
    let starts: Vec<_> = (0..8)
        .map(|_| {
            let ctx = index.ctx.clone();
            tokio::spawn(async move { initialise(&ctx).await.unwrap() })
        })
        .collect();
    let mut written = 0;
    for start in starts {
        written += usize::from(start.await.unwrap());
    }
    assert_eq!(written, 1);
    let mut read = index.db.read().await.unwrap();
    assert_eq!(store::mandate::not_ended(&mut read).await.unwrap().len(), 1);
}
