//! The seam between our SQL and two engines, SQLite and PostgreSQL.
//!
//! A [`Read`] is one snapshot; what takes `&mut Read` cannot change anything. A
//! [`Write`] is one serializable transaction; it derefs to `Read`, so `&mut Write`
//! goes wherever `&mut Read` is asked for.
//!
//! A room of this crate holds functions like these two. A statement is one literal
//! in PostgreSQL's words (which SQLite mostly shares), or one for each engine:
//!
//! ```
//! use chrono::{DateTime, Utc};
//! use store::db::{Json, Read, Write};
//! use store::{change, select};
//! use uuid::Uuid;
//!
//! #[derive(sqlx::FromRow)]
//! pub struct ProjectRow {
//!     pub id: Uuid,
//!     pub name: String,
//!     pub created_at: DateTime<Utc>,
//! }
//!
//! pub async fn by_names(read: &mut Read, names: &[String]) -> anyhow::Result<Vec<ProjectRow>> {
//!     read.select(select!(
//!         postgres: "SELECT id, name, created_at FROM projects
//!                    WHERE normalized_name IN (SELECT jsonb_array_elements_text($1)) ORDER BY normalized_name",
//!         sqlite: "SELECT id, name, created_at FROM projects
//!                  WHERE normalized_name IN (SELECT value FROM json_each($1)) ORDER BY normalized_name"
//!     ))
//!     .bind(Json(names))
//!     .all()
//!     .await
//! }
//!
//! pub async fn archive(write: &mut Write, id: Uuid) -> anyhow::Result<bool> {
//!     let changed = write
//!         .change(change!("UPDATE projects SET status = 'archived' WHERE id = $1"))
//!         .bind(id)
//!         .execute()
//!         .await?;
//!     Ok(changed == 1)
//! }
//! ```
//!
//! An act (in `service` or `jobs`) opens the transaction:
//!
//! ```
//! # use domain::{Failure, refusal::Never};
//! # use uuid::Uuid;
//! # async fn archive(write: &mut store::Write, id: Uuid) -> anyhow::Result<bool> { Ok(true) }
//! # async fn act(db: &store::Db, id: Uuid) -> Result<bool, Failure<Never>> {
//! store::transaction!(db, |write| {
//!     let archived = archive(write, id).await?;
//!     Ok(archived)
//! })
//! # }
//! ```
//!
//! The body runs again, from its beginning, when the engine asks for it, so it does
//! nothing but SQL. Whatever error it returns rolls everything back and is handed on
//! unchanged. If the future is dropped half way, the transaction is rolled back.
//!
//! What to bind: `i64`, `i32` (for `INTEGER`), `bool`, `&str`, `String`, `Uuid`,
//! `DateTime<Utc>` (microseconds), `Vec<u8>`, [`Json`] and an `Option` of each. What to
//! read: a tuple such as `(i64,)` or a struct with `#[derive(sqlx::FromRow)]`.
//! Sums of `BIGINT` are `NUMERIC` to PostgreSQL: write `CAST(sum(size) AS BIGINT)`.

pub mod announce;
mod ddl;
mod fault;
mod handle;
mod listen;
mod open;
mod query;
mod script;
mod statement;
mod transaction;

pub use announce::{Announcement, Subscriber};
pub use ddl::to_sqlite;
pub use fault::{Failing, is_unique_violation};
pub use handle::{Read, Write};
pub use listen::{Heard, Listener};
pub use open::{Connect, Db, Engine};
pub use query::{ChangeQuery, Record, SelectQuery, Value};
pub(crate) use script::copy_sqlite;
pub use script::{opens_for_writing, prepare};
pub use sqlx::types::Json;
pub use statement::{Change, Kind, Registered, Select, Statement, statements};
pub use transaction::Attempts;

#[doc(hidden)]
pub use inventory;
#[doc(hidden)]
pub use statement::{binds, changes, reads};
