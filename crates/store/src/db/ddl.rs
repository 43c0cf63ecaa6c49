//! The dictionary: PostgreSQL's DDL in SQLite's words.

/// What each type of PostgreSQL is called in a `STRICT` table.
const DICTIONARY: [(&str, &str); 7] = [
    ("UUID", "BLOB"),
    ("BYTEA", "BLOB"),
    ("JSONB", "TEXT"),
    ("TIMESTAMPTZ", "TEXT"),
    ("BOOLEAN", "INTEGER"),
    ("BIGINT", "INTEGER"),
    ("SMALLINT", "INTEGER"),
];

/// Turns the text of a migration into SQLite's, every table `STRICT`.
///
/// Types are written in capitals; string literals, quoted names and `--` comments
/// stay as they are.
pub fn to_sqlite(ddl: &str) -> String {
    let mut translated = String::with_capacity(ddl.len());
    let mut opening = String::new();
    for token in tokens(ddl) {
        if token == ";" {
            if opening.starts_with("CREATE TABLE ") {
                translated.push_str(" STRICT");
            }
            opening.clear();
        } else if is_word(token) && opening.len() < "CREATE TABLE ".len() {
            opening.push_str(token);
            opening.push(' ');
        }
        translated.push_str(word_in_sqlite(token));
    }
    translated
}

fn word_in_sqlite(token: &str) -> &str {
    DICTIONARY.iter().find(|(postgres, _)| *postgres == token).map_or(token, |(_, sqlite)| sqlite)
}

fn is_word(token: &str) -> bool {
    token.starts_with(|first: char| first.is_alphanumeric() || first == '_')
}

/// The words, literals, comments and single other characters of a text, in order.
fn tokens(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let length = match first {
            '\'' | '"' => rest[1..].find(first).map(|end| end + 2),
            '-' if rest.starts_with("--") => rest.find('\n'),
            _ if is_word(rest) => rest.find(|other: char| !other.is_alphanumeric() && other != '_'),
            _ => Some(first.len_utf8()),
        };
        let (token, after) = rest.split_at(length.unwrap_or(rest.len()));
        rest = after;
        Some(token)
    })
}

#[cfg(test)]
mod tests {
    use super::to_sqlite;

    #[test]
    fn types_are_translated_at_word_boundaries() {
        assert_eq!(
            to_sqlite("CREATE TABLE t (id UUID, UUID_text TEXT, at TIMESTAMPTZ NOT NULL, data BYTEA);"),
            "CREATE TABLE t (id BLOB, UUID_text TEXT, at TEXT NOT NULL, data BLOB) STRICT;"
        );
    }

    #[test]
    fn literals_and_comments_are_left_alone() {
        let ddl = "-- a UUID; or not\nINSERT INTO t VALUES ('UUID; it''s', \"BYTEA\");";
        assert_eq!(to_sqlite(ddl), ddl);
    }

    #[test]
    fn only_tables_are_strict() {
        assert_eq!(
            to_sqlite("CREATE INDEX i ON t (a);\n-- x\nCREATE TABLE IF NOT EXISTS u (a BIGINT CHECK (a IN (1, 2)));"),
            "CREATE INDEX i ON t (a);\n-- x\nCREATE TABLE IF NOT EXISTS u (a INTEGER CHECK (a IN (1, 2))) STRICT;"
        );
    }
}
