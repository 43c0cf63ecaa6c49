//! The row of the day.

use crate::harness::Index;
use jobs::catalogue;
use testkit_macros::both;

#[both]
async fn the_job_writes_the_row_of_the_day_and_again_the_same_row(index: Index) {
    for _ in 0..2 {
        index.run(catalogue::TAKE_FIGURES).await;
    }
    let mut read = index.ctx.db.read().await.expect("a snapshot opens");
    let rows = store::figures::days(&mut read, 0).await.expect("the rows are read");
    let today = service::figures::day_of(index.ctx.now());
    assert_eq!(rows.iter().map(|row| (row.day, row.figures.accounts)).collect::<Vec<_>>(), [(today, 1)]);
}
