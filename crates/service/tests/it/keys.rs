//! The key ring and its database.

use domain::{
    events::Subject,
    keys::{KeyRing, Purpose},
    permission::Actor,
};
use service::{
    keys::{initialise, is_fresh, rotate},
    tokens::{self, authenticate},
};
use testkit_index::{BareIndex, TestIndex, new_token};
use testkit_macros::both;

const FILE: &str = "data/keys";

#[both]
async fn a_fresh_database_takes_the_ring_and_knows_it_again(BareIndex(index): BareIndex) {
    assert!(is_fresh(&index.db).await.unwrap());
    initialise(&index.ctx, FILE).await.unwrap();
    assert!(!is_fresh(&index.db).await.unwrap());
    initialise(&index.ctx, FILE).await.unwrap();
}

#[both]
async fn another_ring_stops_the_start_and_its_file_is_named(BareIndex(index): BareIndex) {
    initialise(&index.ctx, FILE).await.unwrap();
    let other = index.node(KeyRing::new([2; 32]), 2);
    let fault = initialise(&other, FILE).await.unwrap_err();
    let id = index.keys.load().current_id();
    let expected = format!(
        "The key ring is not the one of this database: `data/keys`; put back the one that holds the key `{id}`"
    );
    assert_eq!(fault.to_string(), expected);
}

#[tokio::test]
async fn a_ring_that_has_lost_a_previous_key_stops_the_start() {
    let BareIndex(index) = BareIndex::new().await;
    initialise(&index.ctx, FILE).await.unwrap();
    rotate(&index.ctx, index.keys.load().rotate([2; 32])).await.unwrap();
    let forgetful = index.node(KeyRing::new([2; 32]), 2);
    assert!(initialise(&forgetful, FILE).await.is_err());
    let behind = index.node(TestIndex::key_ring(), 3);
    assert!(initialise(&behind, FILE).await.is_err());
}

#[both]
async fn after_a_rotation_tokens_hold_and_secrets_are_sealed_anew(BareIndex(index): BareIndex) {
    initialise(&index.ctx, FILE).await.unwrap();
    let ada = index.person("ada").await;
    let before = index.wide_token("ada").await;
    let ring = index.keys.load().rotate([2; 32]);
    let done = rotate(&index.ctx, ring.clone()).await.unwrap();
    assert_eq!((done.key_id, done.resealed), (ring.current_id(), 1));

    let after = tokens::create(&index.ctx, &Actor::Operator, None, new_token("ada")).await.unwrap();
    for token in [&before, &after] {
        authenticate(&index.ctx, &token.token).await.unwrap();
    }
    let mut read = index.db.read().await.unwrap();
    let [stored] = store::two_factor::totp_of(&mut read, ada.id).await.unwrap().try_into().unwrap();
    let current_only = KeyRing::new([2; 32]);
    assert_eq!(current_only.open(Purpose::TotpSecrets, stored.id, &stored.sealed).unwrap().len(), 20);
    let events = store::events::of(&mut read, Subject::Operator).await.unwrap();
    assert_eq!(events.iter().map(|event| &event.tag[..]).collect::<Vec<_>>(), ["key:rotate"]);
}

#[tokio::test]
async fn a_rotation_that_loses_a_key_is_not_taken() {
    let BareIndex(index) = BareIndex::new().await;
    initialise(&index.ctx, FILE).await.unwrap();
    assert!(rotate(&index.ctx, KeyRing::new([2; 32])).await.is_err());
    initialise(&index.ctx, FILE).await.unwrap();
}

#[both]
async fn a_rotation_cut_off_after_its_file_is_finished_at_the_next_start(BareIndex(index): BareIndex) {
    initialise(&index.ctx, FILE).await.unwrap();
    let ada = index.person("ada").await;
    let restarted = index.node(index.keys.load().rotate([2; 32]), 2);
    initialise(&restarted, FILE).await.unwrap();
    let mut read = index.db.read().await.unwrap();
    let [stored] = store::two_factor::totp_of(&mut read, ada.id).await.unwrap().try_into().unwrap();
    assert!(KeyRing::new([2; 32]).open(Purpose::TotpSecrets, stored.id, &stored.sealed).is_ok());
    assert_eq!(store::keys::checks(&mut read).await.unwrap().len(), 2);
}

#[both]
async fn of_two_first_nodes_with_two_rings_one_starts(BareIndex(index): BareIndex) {
    let nodes = [2, 3, 4, 5].map(|seed| index.node(KeyRing::new([seed; 32]), u64::from(seed)));
    let starts = nodes.map(|node| tokio::spawn(async move { initialise(&node, FILE).await.is_ok() }));
    let mut started = 0;
    for start in starts {
        started += usize::from(start.await.unwrap());
    }
    assert_eq!(started, 1);
    assert_eq!(store::keys::checks(&mut index.db.read().await.unwrap()).await.unwrap().len(), 1);
}
