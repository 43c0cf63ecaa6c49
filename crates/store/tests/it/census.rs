//! Every statement of the house is prepared on freshly migrated databases.

use store::db::{Kind, Statement, opens_for_writing, prepare, statements};
use testkit::database::TestDb;
use testkit_macros::both;

/// Fewer than this means that the linker dropped a room.
const FEWEST_STATEMENTS: usize = 100;

#[both]
async fn every_statement_can_be_prepared(db: TestDb) {
    let mut broken = Vec::new();
    for statement in statements() {
        // A snapshot each: PostgreSQL answers nothing more after an error.
        let mut read = db.read().await.expect("a snapshot opens");
        if let Err(error) = prepare(&mut read, statement).await {
            broken.push(format!("{error:#}"));
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[both]
async fn no_select_opens_the_database_for_writing(db: TestDb) {
    let mut writing = Vec::new();
    for statement in statements().filter(|statement| statement.kind == Kind::Select) {
        let mut read = db.read().await.expect("a snapshot opens");
        if opens_for_writing(&mut read, statement).await.expect("it can be explained") {
            writing.push(statement.at);
        }
    }
    assert!(writing.is_empty(), "{}", writing.join("\n"));
}

#[tokio::test]
async fn the_census_tells_a_change_from_a_query() {
    let db = testkit::database::sqlite().await;
    let mut read = db.read().await.expect("a snapshot opens");
    let change = store::change!("DELETE FROM jobs WHERE id = $1");
    assert!(opens_for_writing(&mut read, change.0).await.expect("it can be explained"));
}

#[both]
async fn a_statement_with_an_unknown_column_cannot_be_prepared(db: TestDb) {
    static WRONG: Statement = Statement {
        postgres: "SELECT no_such_column FROM projects",
        sqlite: "SELECT no_such_column FROM projects",
        kind: Kind::Select,
        binds: 0,
        at: "here:1",
    };
    let mut read = db.read().await.expect("a snapshot opens");
    let error = prepare(&mut read, &WRONG).await.expect_err("the column does not exist");
    assert!(format!("{error:#}").contains("no_such_column"), "{error:#}");
}

#[test]
fn the_census_is_not_empty() {
    // Those of the tests do not count.
    let counted = statements().filter(|statement| statement.at.contains("store/src/")).count();
    assert!(counted >= FEWEST_STATEMENTS, "only {counted} statements");
}
