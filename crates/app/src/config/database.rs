//! `[database]`: SQLite in the data folder, or PostgreSQL.

use super::{layers::Layers, setting::Setting, values};
use std::path::Path;
use store::Connect;

pub(crate) const SETTINGS: &[Setting] =
    &[Setting::secret("database.url", "`postgres://user:password@host/database`; empty is SQLite in the data folder.")];

/// Where the rows are.
#[derive(Clone, Debug)]
pub(crate) struct Database {
    /// A `postgres://` URL; `None` for SQLite.
    pub(crate) url: Option<String>,
}

impl Database {
    pub(crate) fn read(layers: &mut Layers) -> Option<Self> {
        let url = layers.parse_optional("database.url", |text| {
            // The text may hold a password, so the message does not show it.
            let is_postgres = text.starts_with("postgres://") || text.starts_with("postgresql://");
            if is_postgres { Ok(text.to_owned()) } else { Err("not a URL that begins with `postgres://`".to_owned()) }
        });
        Some(Self { url: url? })
    }

    /// How the database is opened.
    pub(crate) fn connect(&self, data: &Path) -> Connect {
        match &self.url {
            Some(url) => Connect::Postgres { url: url.clone() },
            None => Connect::Sqlite { path: data.join("fromagerie.db") },
        }
    }
}

/// The words for `doctor` and the start: never a password.
pub(crate) fn shown(connect: &Connect) -> String {
    match connect {
        Connect::Sqlite { .. } => "SQLite in the data folder".to_owned(),
        Connect::Postgres { url } => {
            let host = url::Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_owned));
            let host = host.and_then(|host| values::optional(&host)).unwrap_or_else(|| "this machine".to_owned());
            format!("PostgreSQL on `{host}`")
        }
    }
}
