//! Queries: a statement, its values, and the rows that come back.

use super::handle::{Inner, Read};
use super::statement::{Change, Select, Statement};
use anyhow::{Context, bail};
use sqlx::postgres::{PgArguments, PgRow};
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{Arguments as _, Encode, FromRow, Postgres, Sqlite, Type};

/// A value that both drivers can bind; `'v` is the life of what it borrows.
pub trait Value<'v>: Encode<'v, Postgres> + Type<Postgres> + Encode<'v, Sqlite> + Type<Sqlite> {}

impl<'v, T> Value<'v> for T where T: Encode<'v, Postgres> + Type<Postgres> + Encode<'v, Sqlite> + Type<Sqlite> {}

/// A row that both drivers can decode.
pub trait Record: for<'r> FromRow<'r, PgRow> + for<'r> FromRow<'r, SqliteRow> + Send + Unpin {}

impl<T> Record for T where T: for<'r> FromRow<'r, PgRow> + for<'r> FromRow<'r, SqliteRow> + Send + Unpin {}

/// A query that reads, on its way to an engine.
#[must_use = "a query does nothing until its rows are asked for"]
pub struct SelectQuery<'c>(Query<'c>);

/// A change, on its way to an engine.
#[must_use = "a change does nothing until it is executed"]
pub struct ChangeQuery<'c>(Query<'c>);

impl<'c> SelectQuery<'c> {
    pub(super) fn new(select: Select, read: &'c mut Read) -> Self {
        Self(Query::new(select.0, read))
    }

    /// Adds the value of the next `$n`.
    pub fn bind<'v>(self, value: impl Value<'v>) -> Self {
        Self(self.0.bind(value))
    }

    /// The first row, if there is one.
    pub async fn optional<T: Record>(self) -> anyhow::Result<Option<T>> {
        self.0.optional().await
    }

    /// The first row; a fault if there is none.
    pub async fn one<T: Record>(self) -> anyhow::Result<T> {
        self.0.one().await
    }

    /// Every row.
    pub async fn all<T: Record>(self) -> anyhow::Result<Vec<T>> {
        self.0.all().await
    }
}

impl<'c> ChangeQuery<'c> {
    pub(super) fn new(change: Change, read: &'c mut Read) -> Self {
        Self(Query::new(change.0, read))
    }

    /// Adds the value of the next `$n`.
    pub fn bind<'v>(self, value: impl Value<'v>) -> Self {
        Self(self.0.bind(value))
    }

    /// How many rows were changed.
    pub async fn execute(self) -> anyhow::Result<u64> {
        self.0.execute().await
    }

    /// The first row of `RETURNING`, if there is one.
    pub async fn returning_optional<T: Record>(self) -> anyhow::Result<Option<T>> {
        // Every row is taken: SQLite applies a statement as it is stepped through.
        Ok(self.0.all().await?.into_iter().next())
    }

    /// The first row of `RETURNING`; a fault if there is none.
    pub async fn returning_one<T: Record>(self) -> anyhow::Result<T> {
        let at = self.0.statement.at;
        self.returning_optional().await?.with_context(|| format!("no row was changed by the statement at: `{at}`"))
    }

    /// Every row of `RETURNING`.
    pub async fn returning_all<T: Record>(self) -> anyhow::Result<Vec<T>> {
        self.0.all().await
    }
}

struct Query<'c> {
    statement: &'static Statement,
    inner: &'c mut Inner,
    values: Values,
    /// A value that could not be encoded, reported when the query runs.
    spoiled: Option<sqlx::error::BoxDynError>,
}

enum Values {
    Postgres(PgArguments),
    Sqlite(SqliteArguments),
}

/// Runs one method of sqlx on whichever engine the query goes to.
macro_rules! fetch {
    ($query:ident, $function:ident, $method:ident, $outcome:expr) => {{
        let Query { statement, inner, values, .. } = $query.checked()?;
        match (inner, values) {
            (Inner::Postgres(transaction), Values::Postgres(values)) => {
                sqlx::$function(statement.postgres, values).$method(&mut **transaction).await.map($outcome)
            }
            (Inner::Sqlite(transaction), Values::Sqlite(values)) => {
                sqlx::$function(statement.sqlite, values).$method(&mut **transaction).await.map($outcome)
            }
            _ => unreachable!("the values of a query are made for its own engine"),
        }
        .with_context(|| format!("the statement at `{}` failed", statement.at))
    }};
}

impl<'c> Query<'c> {
    fn new(statement: &'static Statement, read: &'c mut Read) -> Self {
        let inner = read.inner();
        let values = match inner {
            Inner::Postgres(_) => Values::Postgres(PgArguments::default()),
            Inner::Sqlite(_) => Values::Sqlite(SqliteArguments::default()),
        };
        Self { statement, inner, values, spoiled: None }
    }

    fn bind<'v>(mut self, value: impl Value<'v>) -> Self {
        let added = match &mut self.values {
            Values::Postgres(values) => values.add(value),
            Values::Sqlite(values) => values.add(value),
        };
        self.spoiled = self.spoiled.or(added.err());
        self
    }

    async fn optional<T: Record>(self) -> anyhow::Result<Option<T>> {
        fetch!(self, query_as_with, fetch_optional, |rows| rows)
    }

    async fn one<T: Record>(self) -> anyhow::Result<T> {
        fetch!(self, query_as_with, fetch_one, |rows| rows)
    }

    async fn all<T: Record>(self) -> anyhow::Result<Vec<T>> {
        fetch!(self, query_as_with, fetch_all, |rows| rows)
    }

    async fn execute(self) -> anyhow::Result<u64> {
        fetch!(self, query_with, execute, |done| done.rows_affected())
    }

    /// The SQLite driver would read a missing value as NULL, so values are counted here.
    fn checked(mut self) -> anyhow::Result<Self> {
        let at = self.statement.at;
        if let Some(error) = self.spoiled.take() {
            return Err(anyhow::Error::from_boxed(error))
                .with_context(|| format!("a value of the statement at `{at}` cannot be encoded"));
        }
        let (expected, bound) = (self.statement.binds, self.values.len());
        if bound != expected {
            bail!("{bound} values are bound to the statement at `{at}`, which takes {expected}");
        }
        Ok(self)
    }
}

impl Values {
    fn len(&self) -> usize {
        match self {
            Self::Postgres(values) => values.len(),
            Self::Sqlite(values) => values.len(),
        }
    }
}
