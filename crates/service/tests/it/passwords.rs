//! Passwords: hashes, rules, and where compromised ones are looked up.

use domain::{
    Failure, Kind, Refusal as _,
    passwords::{HashingBusy, Hint, PasswordRefused},
};
use outbound::password_range::FakeRange;
use service::{
    Ctx,
    passwords::{
        Compromised, PasswordFilter, Passwords, Pool, Verified, build, check_new, digest_of, dummy, hash,
        is_compromised, verify,
    },
};
use std::sync::Arc;
use testkit_index::TestIndex;

/// Strong enough for the estimator, and of the tests' lists.
const LEAKED: &str = "tarte aux 7 fromages";

async fn index_with(compromised: Compromised) -> (TestIndex, Ctx) {
    let index = TestIndex::new().await;
    let mut ctx = index.node(TestIndex::key_ring(), 2);
    ctx.passwords = Passwords { pool: Pool::new(1, 8), compromised };
    (index, ctx)
}

async fn refused(ctx: &Ctx, password: &str) -> PasswordRefused {
    match check_new(ctx, password, &["ada", "ada@people.example"]).await {
        Err(Failure::Refused(refusal)) => refusal,
        other => panic!("{password}: {other:?}"),
    }
}

#[tokio::test]
async fn a_password_holds_against_its_own_hash_alone() {
    let index = TestIndex::new().await;
    let stored = hash(&index, "correct horse").await.unwrap();
    assert_eq!(verify(&index, &stored, "correct horse").await.unwrap(), Verified::Right { new_hash: None });
    assert!(!verify(&index, &stored, "correct horsf").await.unwrap().is_right());
    assert_ne!(hash(&index, "correct horse").await.unwrap(), stored, "each hash has a salt of its own");
}

#[tokio::test]
async fn an_over_long_password_is_wrong_and_no_fault() {
    let index = TestIndex::new().await;
    let stored = hash(&index, "correct horse").await.unwrap();
    assert_eq!(verify(&index, &stored, &"x".repeat(5_000)).await.unwrap(), Verified::Wrong);
    dummy(&index, &"x".repeat(5_000)).await.unwrap();
}

#[tokio::test]
async fn each_rule_refuses_with_its_own_words() {
    let index = TestIndex::new().await;
    assert_eq!(refused(&index, "1234567").await, PasswordRefused::Short { length: 7 });
    assert_eq!(refused(&index, &"x".repeat(4_097)).await, PasswordRefused::Long { length: 4_097 });
    assert_eq!(refused(&index, "correct\0horse").await, PasswordRefused::Nul);
    assert_eq!(refused(&index, "password").await, PasswordRefused::Weak { hint: Hint::CommonPassword });
    assert_eq!(refused(&index, "adapeople").await, PasswordRefused::Weak { hint: Hint::KnownAboutYou });
    check_new(&index, "correct horse", &["ada"]).await.unwrap();
}

#[tokio::test]
async fn the_default_knows_common_passwords() {
    let index = TestIndex::new().await;
    assert!(is_compromised(&index, "trustno1").await.unwrap());
    assert!(!is_compromised(&index, LEAKED).await.unwrap());
}

#[tokio::test]
async fn nothing_is_compromised_where_nothing_is_looked_up() {
    let (_index, ctx) = index_with(Compromised::Unknown).await;
    assert!(!is_compromised(&ctx, "trustno1").await.unwrap());
}

#[tokio::test]
async fn a_filter_refuses_what_its_list_holds() {
    let folder = tempfile::tempdir().unwrap();
    let (list, out) = (folder.path().join("list"), folder.path().join("filter"));
    std::fs::write(&list, format!("{}:9\n", hex::encode_upper(digest_of(LEAKED)))).unwrap();
    build(&[list], &out, |_, _| ()).unwrap();
    let filter = Arc::new(PasswordFilter::open(&out).unwrap());
    let (_index, ctx) = index_with(Compromised::Filter(filter)).await;
    assert_eq!(refused(&ctx, LEAKED).await, PasswordRefused::Compromised);
    check_new(&ctx, "tarte aux 8 fromages", &[]).await.unwrap();
    // A filter that goes bad keeps nobody out.
    std::fs::File::options().write(true).open(&out).unwrap().set_len(4_096).unwrap();
    check_new(&ctx, LEAKED, &[]).await.unwrap();
}

#[tokio::test]
async fn a_range_server_learns_five_digits_and_refuses_what_it_knows() {
    let digest = hex::encode_upper(digest_of(LEAKED));
    let range = Arc::new(FakeRange::knowing(vec![digest.clone()]));
    let (_index, ctx) = index_with(Compromised::Range(range.clone())).await;
    assert_eq!(refused(&ctx, LEAKED).await, PasswordRefused::Compromised);
    check_new(&ctx, "tarte aux 8 fromages", &[]).await.unwrap();
    assert_eq!(range.asked()[0], digest[..5]);
    assert!(range.asked().iter().all(|asked| asked.len() == 5));
}

#[tokio::test]
async fn a_range_server_out_of_order_keeps_nobody_out() {
    let (_index, ctx) = index_with(Compromised::Range(Arc::new(FakeRange::broken()))).await;
    check_new(&ctx, LEAKED, &[]).await.unwrap();
}

#[tokio::test]
async fn a_full_pool_refuses_with_the_seconds_to_wait() {
    let (_index, mut ctx) = index_with(Compromised::Common).await;
    ctx.passwords.pool = Pool::new(1, 1);
    let answers = futures::future::join_all((0..50).map(|_| dummy(&ctx, "correct horse"))).await;
    let refused: Vec<&HashingBusy> = answers
        .iter()
        .filter_map(|answer| match answer {
            Err(Failure::Refused(busy)) => Some(busy),
            _ => None,
        })
        .collect();
    assert!(answers.iter().any(Result::is_ok) && !refused.is_empty());
    assert!(matches!(refused[0].kind(), Kind::TooMany { retry_after: 1.. }));
}
