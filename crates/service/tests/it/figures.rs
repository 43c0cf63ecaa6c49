//! The public figures: everybody once, and one row for each day.

use crate::factors::newcomer;
use chrono::TimeDelta;
use domain::{ids::AccountId, permission::Actor};
use service::{
    critical::{Note, designate},
    figures::{day_of, live, snapshot},
    projects,
};
use store::{figures::Figures, transaction};
use testkit_index::{TestIndex, normalized};
use testkit_macros::both;

async fn count(index: &TestIndex) -> Figures {
    store::figures::count(&mut index.db.read().await.unwrap()).await.unwrap()
}

#[both]
async fn an_empty_index_has_zeroes(index: TestIndex) {
    assert_eq!(count(&index).await, Figures::default());
}

#[both]
async fn several_projects_of_one_person_count_once(index: TestIndex) {
    let ada = index.person("ada").await.id;
    let (grace, _) = newcomer(&index, "grace").await;
    index.person("idle").await;
    for name in ["brie", "camembert", "emmental"] {
        index.project(name, ada).await;
    }
    index.project("feta", grace).await;
    let note = Note::parse("much used").unwrap();
    for name in ["brie", "camembert", "feta"] {
        designate(&index.ctx, &Actor::Operator, &normalized(name), &note).await.unwrap();
    }
    let expected = Figures {
        accounts: 3,
        accounts_with_second_factor: 2,
        accounts_with_totp: 2,
        managers: 2,
        managers_with_second_factor: 1,
        critical_projects: 3,
        critical_maintainers: 2,
        critical_maintainers_with_second_factor: 1,
        critical_maintainers_with_totp: 1,
        ..Figures::default()
    };
    assert_eq!(count(&index).await, expected);
    projects::delete_project(&index.ctx, &Actor::Operator, &normalized("feta")).await.unwrap();
    assert_eq!(count(&index).await.critical_maintainers, 1);
}

/// Writes rows as the rooms of factors and keys do, of which only the figures are looked at.
async fn give_key(index: &TestIndex, account: AccountId, name: &str, is_active: bool, is_suspended: bool) {
    let (id, now) = (index.id(), index.now());
    let written: anyhow::Result<()> = transaction!(index.db, |write| {
        let credential = store::webauthn::NewCredential {
            id,
            account,
            name,
            credential_id: name.as_bytes(),
            credential: &serde_json::json!({}),
            kind: domain::two_factor::FactorKind::SecurityKey,
            sign_count: 0,
            aaguid: None,
            active_at: is_active.then_some(now),
            created_at: now,
        };
        store::webauthn::insert(write, &credential).await?;
        if is_suspended {
            store::webauthn::suspend(write, id, now).await?;
        }
        Ok(())
    });
    written.unwrap();
}

#[both]
async fn inactive_and_suspended_keys_do_not_count_and_several_count_once(index: TestIndex) {
    let ada = index.person("ada").await.id;
    give_key(&index, ada, "blue", true, false).await;
    give_key(&index, ada, "red", true, false).await;
    let (grace, _) = newcomer(&index, "grace").await;
    give_key(&index, grace, "suspended", true, true).await;
    give_key(&index, grace, "inactive", false, false).await;
    let (hedy, _) = newcomer(&index, "hedy").await;
    give_key(&index, hedy, "own", true, false).await;
    let figures = count(&index).await;
    assert_eq!(
        (figures.accounts_with_second_factor, figures.accounts_with_totp, figures.accounts_with_webauthn),
        (2, 1, 2)
    );
}

#[both]
async fn a_day_has_one_row_and_the_last_count_stands_in_it(index: TestIndex) {
    snapshot(&index.ctx).await.unwrap();
    index.person("ada").await;
    snapshot(&index.ctx).await.unwrap();
    let rows = store::figures::days(&mut index.db.read().await.unwrap(), 0).await.unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!((rows[0].day, rows[0].figures.accounts_with_totp), (day_of(index.now()), 1));
    index.advance(TimeDelta::days(1));
    snapshot(&index.ctx).await.unwrap();
    let mut read = index.db.read().await.unwrap();
    assert_eq!(store::figures::days(&mut read, 0).await.unwrap().len(), 2);
    assert_eq!(store::figures::days(&mut read, day_of(index.now())).await.unwrap().len(), 1);
}

#[both]
async fn a_day_counted_twice_at_once_has_one_row(index: TestIndex) {
    let counts = (0..8).map(|_| {
        let ctx = index.ctx.clone();
        tokio::spawn(async move { snapshot(&ctx).await.unwrap() })
    });
    for count in counts.collect::<Vec<_>>() {
        count.await.unwrap();
    }
    assert_eq!(store::figures::days(&mut index.db.read().await.unwrap(), 0).await.unwrap().len(), 1);
}

#[tokio::test]
async fn live_figures_are_counted_once_a_minute() {
    let index = TestIndex::new().await;
    assert_eq!(live(&index.ctx).await.unwrap().accounts, 0);
    index.person("ada").await;
    assert_eq!(live(&index.ctx).await.unwrap().accounts, 0);
    index.advance(TimeDelta::seconds(60));
    assert_eq!(live(&index.ctx).await.unwrap().accounts, 1);
    // A clock that was set back does not freeze them.
    index.person("grace").await;
    index.advance(TimeDelta::hours(-5));
    assert_eq!(live(&index.ctx).await.unwrap().accounts, 2);
}
