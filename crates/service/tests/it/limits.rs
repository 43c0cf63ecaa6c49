//! Limits: the clock moved by hand, two nodes on one database.

use chrono::TimeDelta;
use domain::{
    Kind, Refusal as _,
    events::{EventTag, Subject},
    limits::{Limit, LimitRefused, Recognition},
    visitor::Visitor,
};
use service::{
    Ctx,
    limits::{check, check_recognised, clear, give_back, note, note_failure, reserve, take},
    soft::{flush, flush_all},
};
use testkit_index::TestIndex;
use testkit_macros::both;

const ADDRESS: &str = "192.0.2.7";

fn visitor(address: &str) -> Visitor {
    Visitor::new(address.parse().unwrap(), "curl/8.5.0")
}

fn use_up(ctx: &Ctx, limit: Limit, key: &str) {
    (0..10_000).for_each(|_| note(ctx, limit, key));
}

fn is_refused(ctx: &Ctx, limit: Limit, key: &str) -> bool {
    check(ctx, limit, key).is_err()
}

fn second_node(index: &TestIndex) -> Ctx {
    index.node(TestIndex::key_ring(), 2)
}

async fn rows(index: &TestIndex) -> usize {
    let mut read = index.db.read().await.unwrap();
    store::limits::changed_since(&mut read, chrono::DateTime::UNIX_EPOCH, index.now()).await.unwrap().len()
}

#[tokio::test]
async fn a_limit_refuses_with_the_seconds_to_wait_and_then_passes() {
    let index = TestIndex::new().await;
    use_up(&index, Limit::SignInPerAddress, ADDRESS);
    let refusal = check(&index, Limit::SignInPerAddress, ADDRESS).unwrap_err();
    assert_eq!(refusal.kind(), Kind::TooMany { retry_after: refusal.retry_after });
    index.advance(TimeDelta::seconds(i64::try_from(refusal.retry_after).unwrap()));
    assert_eq!(check(&index, Limit::SignInPerAddress, ADDRESS), Ok(()));
}

#[tokio::test]
async fn of_many_uses_at_once_as_many_pass_as_the_limit_has() {
    let index = TestIndex::new().await;
    let uses = (0..200).map(|_| {
        let ctx = index.ctx.clone();
        tokio::spawn(async move { take(&ctx, Limit::SecondFactorPerAccount, "ada") })
    });
    let passed = futures::future::join_all(uses).await.into_iter().filter(|passed| passed.as_ref().unwrap().is_ok());
    assert_eq!(passed.count(), 5);
}

#[tokio::test]
async fn who_is_recognised_is_not_locked_out_by_strangers() {
    let index = TestIndex::new().await;
    use_up(&index, Limit::SignInPerAccount, "ada");
    use_up(&index, Limit::SignInPerAddress, ADDRESS);
    let asked = |limit, key| check_recognised(&index, limit, key, Recognition::Recognised);
    assert_eq!(asked(Limit::SignInPerAccount, "ada"), Ok(()));
    assert!(asked(Limit::SignInPerAddress, ADDRESS).is_err());
    assert!(check_recognised(&index, Limit::SignInPerAccount, "ada", Recognition::Stranger).is_err());
}

#[both]
async fn two_nodes_share_their_counts_after_a_flush(index: TestIndex) {
    let other = second_node(&index);
    flush(&other).await.unwrap();
    (0..6).for_each(|_| note(&index, Limit::SignInPerAccount, "ada"));
    (0..3).for_each(|_| note(&other, Limit::SignInPerAccount, "ada"));
    flush(&index).await.unwrap();
    flush(&other).await.unwrap();
    assert_eq!(take(&other, Limit::SignInPerAccount, "ada"), Ok(()));
    assert!(is_refused(&other, Limit::SignInPerAccount, "ada"));
    assert!(!is_refused(&index, Limit::SignInPerAccount, "ada"));
    flush(&other).await.unwrap();
    flush(&index).await.unwrap();
    assert!(is_refused(&index, Limit::SignInPerAccount, "ada"));
}

#[both]
async fn a_restarted_node_remembers_what_was_flushed(index: TestIndex) {
    use_up(&index, Limit::PasswordReset, "ada");
    flush(&index).await.unwrap();
    index.advance(TimeDelta::hours(20));
    let restarted = second_node(&index);
    restarted.clock.advance(TimeDelta::hours(20));
    assert!(!is_refused(&restarted, Limit::PasswordReset, "ada"));
    flush(&restarted).await.unwrap();
    assert!(is_refused(&restarted, Limit::PasswordReset, "ada"));
}

#[both]
async fn counts_are_not_doubled_by_flushing_again(index: TestIndex) {
    (0..9).for_each(|_| note(&index, Limit::SignInPerAccount, "ada"));
    for _ in 0..5 {
        flush(&index).await.unwrap();
        index.advance(TimeDelta::seconds(1));
    }
    assert_eq!(take(&index, Limit::SignInPerAccount, "ada"), Ok(()));
    assert!(is_refused(&index, Limit::SignInPerAccount, "ada"));
}

#[both]
async fn what_is_given_back_after_a_flush_is_given_back_everywhere(index: TestIndex) {
    let other = second_node(&index);
    (0..10).for_each(|_| note(&index, Limit::SignInPerAccount, "ada"));
    flush(&index).await.unwrap();
    give_back(&index, Limit::SignInPerAccount, "ada");
    flush(&index).await.unwrap();
    flush(&other).await.unwrap();
    assert_eq!(take(&other, Limit::SignInPerAccount, "ada"), Ok(()));
    assert!(is_refused(&other, Limit::SignInPerAccount, "ada"));
}

#[both]
async fn what_is_over_the_limit_is_not_written(index: TestIndex) {
    use_up(&index, Limit::SignInPerAddress, ADDRESS);
    flush(&index).await.unwrap();
    let mut read = index.db.read().await.unwrap();
    let lines = store::limits::changed_since(&mut read, chrono::DateTime::UNIX_EPOCH, index.now()).await.unwrap();
    assert_eq!(lines.iter().map(|line| line.uses).sum::<i64>(), 10);
}

#[both]
async fn no_address_is_stored(index: TestIndex) {
    note(&index, Limit::SignInPerAddress, ADDRESS);
    flush(&index).await.unwrap();
    let mut read = index.db.read().await.unwrap();
    let lines = store::limits::changed_since(&mut read, chrono::DateTime::UNIX_EPOCH, index.now()).await.unwrap();
    assert_eq!(lines[0].bucket, index.keys.load().hash_address(ADDRESS));
}

#[both]
async fn what_is_cleared_is_cleared_on_every_node(index: TestIndex) {
    let other = second_node(&index);
    use_up(&index, Limit::EmailAdd, ADDRESS);
    flush(&index).await.unwrap();
    flush(&other).await.unwrap();
    assert!(is_refused(&other, Limit::EmailAdd, ADDRESS));
    clear(&index, Limit::EmailAdd, ADDRESS);
    assert!(!is_refused(&index, Limit::EmailAdd, ADDRESS));
    flush(&index).await.unwrap();
    flush(&other).await.unwrap();
    assert!(!is_refused(&index, Limit::EmailAdd, ADDRESS) && !is_refused(&other, Limit::EmailAdd, ADDRESS));
}

#[both]
async fn what_has_left_every_window_is_dropped(index: TestIndex) {
    note(&index, Limit::SignInPerAddress, ADDRESS);
    flush(&index).await.unwrap();
    assert_eq!(rows(&index).await, 1);
    index.advance(TimeDelta::minutes(10));
    flush(&index).await.unwrap();
    let mut read = index.db.read().await.unwrap();
    let long_ago = chrono::DateTime::UNIX_EPOCH;
    assert!(store::limits::changed_since(&mut read, long_ago, long_ago).await.unwrap().is_empty());
}

#[both]
async fn failures_of_a_minute_are_one_event_for_each_address(index: TestIndex) {
    let ada = index.person("ada").await.id;
    for _ in 0..1_000 {
        note_failure(&index, ada, EventTag::SignInFailed, &visitor(ADDRESS));
    }
    note_failure(&index, ada, EventTag::SignInFailed, &visitor("198.51.100.9"));
    flush(&index).await.unwrap();
    assert_eq!(failures(&index, ada).await.len(), 0, "the minute is not over");
    index.advance(TimeDelta::minutes(1));
    flush(&index).await.unwrap();
    flush(&index).await.unwrap();
    let mut found = failures(&index, ada).await;
    found.sort_by_key(|details| details["count"].as_u64());
    assert_eq!((found.len(), &found[0]["count"], &found[1]["count"]), (2, &1.into(), &1_000.into()));
    assert_eq!(found[1]["network"], "192.0.2.0/24");
    assert!(!found.iter().any(|details| details.to_string().contains(ADDRESS)));
}

#[both]
async fn the_last_flush_writes_the_running_minute(index: TestIndex) {
    let ada = index.person("ada").await.id;
    note_failure(&index, ada, EventTag::SignInFailed, &visitor(ADDRESS));
    flush_all(&index).await.unwrap();
    assert_eq!(failures(&index, ada).await.len(), 1);
}

#[both]
async fn a_thousand_guesses_a_second_from_many_addresses_are_counted_and_flushed(index: TestIndex) {
    let refused = |second: u32| {
        let guesses = (0..1_000_u32).map(move |guess| format!("2001:db8:{second:x}:{guess:x}::/64"));
        guesses.filter(|address| take(&index, Limit::SignInPerAddress, address).is_err()).count()
    };
    let mut accounts = 0;
    for second in 0..5 {
        assert_eq!(refused(second), 0);
        accounts += (0..1_000).filter(|_| take(&index, Limit::SignInPerAccount, "ada").is_ok()).count();
        flush(&index).await.unwrap();
    }
    assert_eq!((accounts, rows(&index).await), (10, 5_001));
}

#[test]
fn the_refusal_says_how_long() {
    assert_eq!(LimitRefused { retry_after: 40 }.to_string(), "Too many attempts; try again in 40 seconds");
}

async fn failures(index: &TestIndex, account: domain::ids::AccountId) -> Vec<serde_json::Value> {
    let mut read = index.db.read().await.unwrap();
    let events = store::events::of(&mut read, Subject::Account(account)).await.unwrap();
    let failed = events.into_iter().filter(|event| event.tag == EventTag::SignInFailed.as_str());
    failed.map(|event| event.details.0).collect()
}

#[tokio::test]
async fn a_guess_that_was_right_makes_room_for_who_waits() {
    let index = TestIndex::new().await;
    let guess = async |ctx: &Ctx| reserve(ctx, Limit::SignInPerAddress, ADDRESS).await.map(drop);
    let mut first = Vec::new();
    for _ in 0..10 {
        first.push(reserve(&index, Limit::SignInPerAddress, ADDRESS).await.unwrap());
    }
    let waiting = guess(&index);
    tokio::pin!(waiting);
    assert!(futures::poll!(&mut waiting).is_pending(), "one of the ten may still be right");
    first.pop().unwrap().give_back();
    assert_eq!(waiting.await, Ok(()));
    // The nine, and the one that waited, were wrong.
    first.clear();
    assert!(guess(&index).await.is_err());
    assert!(is_refused(&index, Limit::SignInPerAddress, ADDRESS));
}

#[tokio::test]
async fn who_waits_is_refused_when_all_before_were_wrong() {
    let index = TestIndex::new().await;
    let mut first = Vec::new();
    for _ in 0..10 {
        first.push(reserve(&index, Limit::SignInPerAddress, ADDRESS).await.unwrap());
    }
    let waiting = reserve(&index, Limit::SignInPerAddress, ADDRESS);
    tokio::pin!(waiting);
    assert!(futures::poll!(&mut waiting).is_pending());
    drop(first);
    assert!(waiting.await.is_err());
}
