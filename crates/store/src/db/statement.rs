//! Statements: literals that know whether they read or change, and register themselves.

use super::Engine;

/// One statement, in the words of each engine.
#[derive(Debug)]
pub struct Statement {
    pub postgres: &'static str,
    pub sqlite: &'static str,
    pub kind: Kind,
    /// The highest `$n` in the text.
    pub binds: usize,
    /// Where it stands: `file:line`.
    pub at: &'static str,
}

/// Whether a statement reads or changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Select,
    Change,
}

impl Statement {
    /// The text for one engine.
    pub fn text(&self, engine: Engine) -> &'static str {
        match engine {
            Engine::Postgres => self.postgres,
            Engine::Sqlite => self.sqlite,
        }
    }
}

/// A statement that only reads; made by [`select!`](crate::select).
#[derive(Clone, Copy, Debug)]
pub struct Select(#[doc(hidden)] pub &'static Statement);

/// A statement that changes rows; made by [`change!`](crate::change).
#[derive(Clone, Copy, Debug)]
pub struct Change(#[doc(hidden)] pub &'static Statement);

/// What [`select!`](crate::select) and [`change!`](crate::change) leave in the census.
#[derive(Debug)]
pub struct Registered(pub &'static Statement);

inventory::collect!(Registered);

/// Every statement of the program, in no particular order.
pub fn statements() -> impl Iterator<Item = &'static Statement> {
    inventory::iter::<Registered>.into_iter().map(|registered| registered.0)
}

/// A statement that only reads: one literal, or one for each engine.
///
/// ```compile_fail,E0080
/// store::select!("DELETE FROM projects");
/// ```
/// ```compile_fail,E0080
/// store::select!("WITH gone AS (DELETE FROM projects RETURNING id) SELECT id FROM gone");
/// ```
#[macro_export]
macro_rules! select {
    ($both:literal) => { $crate::select!(postgres: $both, sqlite: $both) };
    (postgres: $postgres:literal, sqlite: $sqlite:literal $(,)?) => {{
        const _: () = assert!(
            $crate::db::reads($postgres) && $crate::db::reads($sqlite),
            "select! holds a statement that may write"
        );
        $crate::__statement!(Select, $postgres, $sqlite)
    }};
}

/// A statement that changes rows: one literal, or one for each engine.
///
/// ```compile_fail,E0080
/// store::change!("SELECT id FROM projects");
/// ```
#[macro_export]
macro_rules! change {
    ($both:literal) => { $crate::change!(postgres: $both, sqlite: $both) };
    (postgres: $postgres:literal, sqlite: $sqlite:literal $(,)?) => {{
        const _: () = assert!(
            $crate::db::changes($postgres) && $crate::db::changes($sqlite),
            "change! holds a statement that only reads"
        );
        $crate::__statement!(Change, $postgres, $sqlite)
    }};
}

#[doc(hidden)]
#[macro_export]
macro_rules! __statement {
    ($kind:ident, $postgres:literal, $sqlite:literal) => {{
        const _: () = assert!(
            $crate::db::binds($postgres) == $crate::db::binds($sqlite),
            "the two texts of a statement take different numbers of values"
        );
        static STATEMENT: $crate::db::Statement = $crate::db::Statement {
            postgres: $postgres,
            sqlite: $sqlite,
            kind: $crate::db::Kind::$kind,
            binds: $crate::db::binds($postgres),
            at: concat!(file!(), ":", line!()),
        };
        $crate::db::inventory::submit!($crate::db::Registered(&STATEMENT));
        $crate::db::$kind(&STATEMENT)
    }};
}

/// Whether a text starts like a query and holds no word that writes.
#[doc(hidden)]
pub const fn reads(text: &str) -> bool {
    (starts_with(text, b"SELECT") || starts_with(text, b"WITH")) && !holds_a_writing_word(text)
}

/// Whether a text holds a word that writes.
#[doc(hidden)]
pub const fn changes(text: &str) -> bool {
    (starts_with(text, b"INSERT")
        || starts_with(text, b"UPDATE")
        || starts_with(text, b"DELETE")
        || starts_with(text, b"WITH"))
        && holds_a_writing_word(text)
}

/// The highest `$n` of a text, outside string literals.
#[doc(hidden)]
pub const fn binds(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut highest = 0;
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] != b'$' {
            at = after(bytes, at);
            continue;
        }
        at += 1;
        let mut number = 0;
        while at < bytes.len() && bytes[at].is_ascii_digit() {
            number = number * 10 + (bytes[at] - b'0') as usize;
            at += 1;
        }
        if number > highest {
            highest = number;
        }
    }
    highest
}

const fn starts_with(text: &str, word: &[u8]) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() && bytes[at].is_ascii_whitespace() {
        at += 1;
    }
    word_at(bytes, at, word)
}

const fn holds_a_writing_word(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if word_at(bytes, at, b"INSERT") || word_at(bytes, at, b"UPDATE") || word_at(bytes, at, b"DELETE") {
            return true;
        }
        at = after(bytes, at);
    }
    false
}

/// The position after the byte, string literal or quoted name at `at`.
const fn after(bytes: &[u8], at: usize) -> usize {
    let quote = bytes[at];
    if quote != b'\'' && quote != b'"' {
        return at + 1;
    }
    let mut end = at + 1;
    while end < bytes.len() && bytes[end] != quote {
        end += 1;
    }
    end + 1
}

const fn word_at(bytes: &[u8], at: usize, word: &[u8]) -> bool {
    if at + word.len() > bytes.len() || (at > 0 && is_word(bytes[at - 1])) {
        return false;
    }
    let mut index = 0;
    while index < word.len() {
        if bytes[at + index].to_ascii_uppercase() != word[index] {
            return false;
        }
        index += 1;
    }
    at + word.len() == bytes.len() || !is_word(bytes[at + word.len()])
}

const fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

#[cfg(test)]
mod tests {
    use super::{binds, changes, reads};

    #[test]
    fn a_query_reads() {
        assert!(reads("\n  SELECT deleted_at, 'DELETE', \"update\" FROM inserts"));
        assert!(reads("WITH names AS (SELECT 1) SELECT * FROM names"));
    }

    #[test]
    fn a_change_inside_a_query_does_not_read() {
        assert!(!reads("WITH gone AS (DELETE FROM t RETURNING id) SELECT id FROM gone"));
        assert!(!reads("SELECT id FROM t FOR update"));
        assert!(!reads("DROP TABLE t"));
    }

    #[test]
    fn only_the_four_changing_statements_change() {
        assert!(changes("INSERT INTO t VALUES (1)"));
        assert!(changes("WITH one AS (SELECT 1) UPDATE t SET a = 2"));
        assert!(!changes("WITH one AS (SELECT 1) SELECT 'INSERT'"));
        assert!(!changes("DROP TABLE t"));
    }

    #[test]
    fn binds_are_counted_outside_literals() {
        assert_eq!(binds("SELECT '$9' WHERE a = $2 AND b = $1 AND c = $12"), 12);
        assert_eq!(binds("SELECT 'it''s $3'"), 0);
    }
}
