//! Telling owners of tokens that are about to expire.

use crate::harness::Index;
use chrono::TimeDelta;
use jobs::catalogue::WARN_EXPIRING_TOKENS;
use testkit_macros::both;

#[both]
async fn the_daily_run_tells_of_a_token_in_its_last_week_once(index: Index) {
    index.token("ada", &[], Some(TimeDelta::days(90))).await;
    index.advance(TimeDelta::days(82));
    for (days, mails) in [(0, 0), (1, 1), (1, 1), (10, 1)] {
        index.advance(TimeDelta::days(days));
        index.run(WARN_EXPIRING_TOKENS).await;
        let told = store::mail::newest(&mut index.db.read().await.expect("a snapshot opens"), 10).await;
        assert_eq!(told.expect("the outbox answers").len(), mails);
    }
}
